"""The command line: the only place that prints, reads options or exits.

Exit status: 0 done, 1 errors in the content, 2 wrong usage, 3 warnings under --strict.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

import click

from briefgen import __version__
from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics, did_you_mean

if TYPE_CHECKING:  # commands import what they need: --help must not wait for a PDF library
    from briefgen.pipeline import Built, Format, Pack

__all__ = ["main"]

DEFAULT_SOURCE = Path("source/report.md")
DEFAULT_TEMPLATES = Path("templates")
_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: briefgen build --audience exec",
)
@click.version_option(__version__, prog_name="briefgen")
def main() -> None:
    """Build briefing packs from one Markdown report.

    One source, a document for each audience, as PDF and DOCX, with citation numbers that are the
    same in all of them.
    """


def _source_argument(command: Command) -> Command:
    return click.argument(
        "source", required=False, type=click.Path(path_type=Path, dir_okay=False)
    )(command)


def _templates_option(command: Command) -> Command:
    return click.option(
        "--templates",
        metavar="DIR",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="Folder of audience templates, looked at before the built-in ones.  [default: "
        "templates/ where there is one]",
    )(command)


def _colour_option(command: Command) -> Command:
    return click.option("--no-color", is_flag=True, help="No colours (also: NO_COLOR is set).")(
        command
    )


# ---------------------------------------------------------------------------------------- build


@main.command(
    epilog="""\b
Examples:
  briefgen build                                the whole pack, into build/
  briefgen build --audience exec                the executive summary, as PDF and DOCX
  briefgen build notes.md -a matrix -f pdf -o out
  briefgen build --set marking=draft --strict
"""
)
@_source_argument
@click.option(
    "-a", "--audience", "audiences", multiple=True, metavar="NAME|all", help="Whom to build for."
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(["pdf", "docx", "all"]),
    help="What to build.  [default: all]",
)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    default="build",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the files go.",
)
@_templates_option
@click.option("--strict", is_flag=True, help="Exit 3, with nothing written, if anything warns.")
@click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Override a template's option."
)
@click.option("-q", "--quiet", is_flag=True, help="Print warnings and errors only.")
@click.option("-v", "--verbose", is_flag=True, help="Also print how long each phase took.")
@_colour_option
def build(
    source: Path | None,
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path,
    templates: Path | None,
    strict: bool,
    settings: tuple[str, ...],
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> None:
    """Build the documents of SOURCE (source/report.md unless given) for its audiences.

    The files are <source name>-<audience>.pdf and .docx. They appear when all of them are
    finished, or not at all.
    """
    _colour(no_color)
    values = dict(_setting(text) for text in settings)
    sink = Diagnostics()
    progress = _Progress(quiet=quiet, verbose=verbose)
    try:
        progress("", "read")
        pack = _open(source, templates, sink)
        names = _choose(audiences, pack)
        wanted = _formats(formats)
        files = pack.build(names, wanted, output, values, progress)
        progress.done()
        if not (strict and sink.count("warning")):
            from briefgen.pipeline import write_files

            write_files(files)
    except BriefgenError as error:
        progress.done()
        _fail(error.diagnostics)
    except OSError as error:
        progress.done()
        name = error.filename or output
        _print([Diagnostic("error", "cannot-write", f"{name}: {error.strerror}")])
        sys.exit(1)
    _print(sink)
    if strict and sink.count("warning"):
        click.echo("nothing was written: there are warnings and --strict is set", err=True)
        sys.exit(3)
    if not quiet:
        _table(files)


def _open(source: Path | None, templates: Path | None, sink: Diagnostics) -> Pack:
    """Read the report, or end with exit 2 where there is none."""
    path = source or DEFAULT_SOURCE
    if not path.is_file():
        missing = "is a folder" if path.is_dir() else "does not exist"
        near = did_you_mean(path.name, [p.name for p in path.parent.glob("*.md")])
        hint = near or "give the path of a report: briefgen build REPORT.md"
        raise click.UsageError(f"{path} {missing}; {hint}")
    from briefgen.pipeline import Pack

    if templates is None and DEFAULT_TEMPLATES.is_dir():
        templates = DEFAULT_TEMPLATES
    return Pack(path, [templates] if templates else [], sink)


def _choose(audiences: Sequence[str], pack: Pack) -> list[str]:
    known = list(pack.audiences)
    if not audiences or "all" in audiences:
        return known
    for name in audiences:
        if name not in pack.audiences:
            hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
            raise click.BadParameter(f"no audience {name!r}; {hint}", param_hint="--audience")
    return list(dict.fromkeys(audiences))


def _formats(formats: Sequence[str]) -> list[Format]:
    from briefgen.pipeline import FORMATS

    return [f for f in FORMATS if not formats or "all" in formats or f in formats]


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise click.BadParameter(f"{text!r} is not KEY=VALUE", param_hint="--set")
    return key.strip(), value


def _table(files: Sequence[Built]) -> None:
    rows = [("file", "pages", "words", "size", "seconds")]
    rows += [
        (
            str(file.path),
            "–" if file.pages is None else str(file.pages),
            f"{file.words:,}",
            f"{len(file.data) / 1024:,.0f} KiB",
            f"{file.seconds:.2f}",
        )
        for file in files
    ]
    _columns(rows, left=1)


# --------------------------------------------------------------------------- looking at a report


@main.command(epilog="Example:  briefgen outline source/report.md")
@_source_argument
@_templates_option
@_colour_option
def outline(source: Path | None, templates: Path | None, no_color: bool) -> None:
    """Print the section tree of SOURCE: levels, numbers, ids, words, citations."""
    _colour(no_color)
    from briefgen.writers.tree import write_outline

    _show(source, templates, lambda pack: write_outline(pack.report))


@main.command(epilog="Example:  briefgen dump --audience exec | less")
@_source_argument
@click.option("-a", "--audience", metavar="NAME", help="Print what this audience gets instead.")
@_templates_option
@_colour_option
def dump(source: Path | None, audience: str | None, templates: Path | None, no_color: bool) -> None:
    """Print the whole model of SOURCE as text: every node with its place in the source."""
    _colour(no_color)
    from briefgen.writers.tree import write_tree

    def text(pack: Pack) -> str:
        if audience is None:
            return write_tree(pack.report)
        (name,) = _choose([audience], pack)
        return write_tree(pack.document(name, {}))

    _show(source, templates, text)


def _show(source: Path | None, templates: Path | None, text: Callable[[Pack], str]) -> None:
    sink = Diagnostics()
    try:
        pack = _open(source, templates, sink)
        shown = text(pack)
    except BriefgenError as error:
        _fail(error.diagnostics)
    click.echo(shown.rstrip("\n"))
    _print(sink)
    if sink.count("error"):
        sys.exit(1)


@main.command(epilog="Example:  briefgen audiences")
@_templates_option
@_colour_option
def audiences(templates: Path | None, no_color: bool) -> None:
    """List the audiences there are: name, title, and the folder of the template."""
    _colour(no_color)
    from briefgen.audience import builtin_templates, find_audiences

    if templates is None and DEFAULT_TEMPLATES.is_dir():
        templates = DEFAULT_TEMPLATES
    sink = Diagnostics()
    found = find_audiences([*([templates] if templates else []), builtin_templates()], sink)
    rows = [("name", "title", "pages", "folder")]
    for one in found.values():
        limit = "any" if one.max_pages is None else f"at most {one.max_pages}"
        rows.append((one.name, one.title, limit, str(one.folder)))
    _columns(rows, left=4)
    _print(sink)
    if sink.count("error"):
        sys.exit(1)


# ------------------------------------------------------------------------------------- printing


def _colour(no_color: bool) -> None:
    if no_color or os.environ.get("NO_COLOR"):
        click.get_current_context().color = False


def _print(diagnostics: Iterable[Diagnostic]) -> None:
    """Print findings to standard error, in the order of the source."""
    ordered = sorted(
        diagnostics, key=lambda d: (d.span.file, d.span.line, d.span.column) if d.span else ("",)
    )
    for found in ordered:
        where = f"{found.span}: " if found.span else ""
        label = click.style(f"{found.severity}[{found.code}]", _COLOURS[found.severity], bold=True)
        click.echo(f"{where}{label}: {found.message}", err=True)
        for hint in found.hints:
            click.echo(f"  {click.style('hint:', 'green')} {hint}", err=True)


def _fail(diagnostics: Sequence[Diagnostic]) -> None:
    _print(diagnostics)
    errors = sum(d.severity == "error" for d in diagnostics)
    noun = "error" if errors == 1 else "errors"
    click.echo(f"{errors} {noun}; nothing was written", err=True)
    sys.exit(1)


def _columns(rows: Sequence[tuple[str, ...]], left: int) -> None:
    """Print rows under a bold first one; the first `left` columns are set flush left."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [
            cell.ljust(width) if i < left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.secho("  ".join(cells).rstrip(), bold=number == 0)


class _Progress:
    """What is being done now, on one line of a terminal; nothing in a pipe or with --quiet."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self.live = not quiet and not verbose and sys.stderr.isatty()
        self.verbose = verbose and not quiet
        self.started = perf_counter()
        self.phase = ""

    def __call__(self, audience: str, phase: str) -> None:
        self._finish()
        self.phase = f"{audience} {phase}".strip()
        if self.live:
            click.echo(f"\r\033[K{self.phase} …", err=True, nl=False)

    def _finish(self) -> None:
        if self.verbose and self.phase:
            seconds = perf_counter() - self.started
            click.echo(f"{self.phase:<20}{seconds:8.3f} s", err=True)
        self.started = perf_counter()

    def done(self) -> None:
        self._finish()
        self.phase = ""
        if self.live:
            click.echo("\r\033[K", err=True, nl=False)
