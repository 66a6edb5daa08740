"""Options and arguments that several commands take, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefgen.diagnostics import Diagnostic, Diagnostics, did_you_mean

if TYPE_CHECKING:  # commands import what they need: --help must not wait for a PDF library
    from briefgen.pipeline import Pack

__all__ = [
    "choose_audiences",
    "choose_names",
    "colour_option",
    "find_pack",
    "find_source",
    "seen_by",
    "source_argument",
    "template_folders",
    "templates_option",
]

DEFAULT_SOURCE = Path("source/report.md")
DEFAULT_TEMPLATES = Path("templates")

Command = TypeVar("Command", bound=Callable[..., Any])


def source_argument(command: Command) -> Command:
    """Take an optional SOURCE."""
    return click.argument(
        "source", required=False, type=click.Path(path_type=Path, dir_okay=False)
    )(command)


def templates_option(command: Command) -> Command:
    """Take --templates DIR."""
    return click.option(
        "--templates",
        metavar="DIR",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="Folder of audience templates, looked at before the built-in ones.  [default: "
        "templates/ where there is one]",
    )(command)


def colour_option(command: Command) -> Command:
    """Take --no-color."""
    return click.option("--no-color", is_flag=True, help="No colours (also: NO_COLOR is set).")(
        command
    )


def find_source(source: Path | None) -> Path:
    """Return the path of the report, or end with exit 2 where there is none."""
    path = source or DEFAULT_SOURCE
    if not path.is_file():
        missing = "is a folder" if path.is_dir() else "does not exist"
        near = did_you_mean(path.name, [p.name for p in path.parent.glob("*.md")])
        context = click.get_current_context()
        typed = [context.command_path, *filter(None, [context.params.get("target")]), "REPORT.md"]
        hint = near or f"give the path of a report: {' '.join(typed)}"
        raise click.UsageError(f"{path} {missing}; {hint}")
    return path


def find_pack(
    source: Path | None, templates: Path | None, sink: Diagnostics, *, locked: bool = True
) -> Pack:
    """Read the report, or end with exit 2 where there is none; for `locked` see `open_pack`."""
    path = find_source(source)
    from briefgen.pipeline import open_pack

    return open_pack(path, template_folders(templates), sink, locked=locked)


def choose_audiences(audiences: Sequence[str], pack: Pack) -> list[str]:
    """Return the names asked for (all of them by default), or end with exit 2.

    An audience whose folder is there but cannot be read raises `BriefgenError`, which says why.
    """
    for name in audiences:
        for folder in pack.folders if name not in pack.audiences else ():
            if (folder / name / "audience.toml").is_file():
                pack.sink.raise_errors()
            elif (folder / name / "template.md.j2").is_file():
                raise click.BadParameter(
                    f"{folder / name} has no audience.toml", param_hint="--audience"
                )
    return choose_names(audiences, list(pack.audiences))


def choose_names(audiences: Sequence[str], known: list[str]) -> list[str]:
    """Return those of `known` that are asked for (all of them by default), or end with exit 2."""
    if not audiences or "all" in audiences:
        return known
    for name in audiences:
        if name not in known:
            hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
            raise click.BadParameter(f"no audience {name!r}; {hint}", param_hint="--audience")
    return list(dict.fromkeys(audiences))


def seen_by(
    audiences: Sequence[str], pack: Pack | None, findings: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Return `findings` as readers of `audiences` may see them, all where none is named.

    Without `pack`, nothing is known yet of what they may see.
    """
    findings = list(findings)
    if pack is None or not (findings and audiences) or "all" in audiences:
        return findings
    from briefgen.checks.seen import findings_for

    return findings_for(pack, audiences, findings)


def template_folders(templates: Path | None) -> list[Path]:
    """Return the folders that stand before the built-in templates."""
    if templates is None and DEFAULT_TEMPLATES.is_dir():
        templates = DEFAULT_TEMPLATES
    return [templates] if templates else []
