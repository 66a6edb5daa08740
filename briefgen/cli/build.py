"""`briefgen build`: the documents of a report, for its audiences, in their formats."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.options import (
    choose_audiences,
    colour_option,
    find_pack,
    source_argument,
    templates_option,
)
from briefgen.cli.printing import Progress, fail, print_columns, print_findings, set_colour
from briefgen.cli.startup import defer_pillow
from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics, did_you_mean
from briefgen.writers import FORMATS

if TYPE_CHECKING:
    from briefgen.audience import Audience
    from briefgen.pipeline import BuiltFile


@click.command(
    "build",
    epilog="""\b
Examples:
  briefgen build                                the whole pack, into build/
  briefgen build --audience exec                the executive summary, as PDF and DOCX
  briefgen build notes.md -a matrix -f pdf -o out
  briefgen build -a matrix --set status.open=Unsettled --strict
""",
)
@source_argument
@click.option(
    "-a", "--audience", "audiences", multiple=True, metavar="NAME|all", help="Whom to build for."
)
@click.option(
    "-f",
    "--format",
    "formats",
    multiple=True,
    type=click.Choice([*FORMATS, "all"]),
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
@templates_option
@click.option("--strict", is_flag=True, help="Exit 3, with nothing written, if anything warns.")
@click.option(
    "--set", "settings", multiple=True, metavar="KEY=VALUE", help="Override a template's option."
)
@click.option(
    "--trace", is_flag=True, help="Also write FILE.trace.json beside each file: see briefgen trace."
)
@click.option(
    "--no-manifest", is_flag=True, help="Write no <source name>.pack.json: see briefgen verify."
)
@click.option(
    "--force", is_flag=True, help="Overwrite files that were edited, or are of another report."
)
@click.option("-q", "--quiet", is_flag=True, help="Print warnings and errors only.")
@click.option(
    "-v",
    "--verbose",
    is_flag=True,
    help="Also print how long each phase took, markings, and how page limits were kept.",
)
@colour_option
def build_command(
    source: Path | None,
    audiences: tuple[str, ...],
    formats: tuple[str, ...],
    output: Path,
    templates: Path | None,
    strict: bool,
    settings: tuple[str, ...],
    trace: bool,
    no_manifest: bool,
    force: bool,
    quiet: bool,
    verbose: bool,
    no_color: bool,
) -> None:
    """Build the documents of SOURCE (source/report.md unless given) for its audiences.

    The files are <source name>-<audience>.<format>. They appear when all of them are
    finished, or not at all.
    """
    set_colour(no_color)
    values = dict(_setting(text) for text in settings)
    sink = Diagnostics()
    progress = Progress(quiet=quiet, verbose=verbose)
    try:
        progress("", "read")
        pack = find_pack(source, templates, sink)
        names = choose_audiences(audiences, pack)
        _check_settings(values, [pack.audiences[name] for name in names])
        defer_pillow()
        from briefgen.pipeline import Choices, build, check_release, write_checked

        wanted = [name for name in FORMATS if not formats or "all" in formats or name in formats]
        choices = Choices.of(values)
        built = build(pack, names, wanted, output, choices, trace=trace, progress=progress)
        check_release(built)
        progress.done()
        if not (strict and sink.count("warning")):
            write_checked(built, manifest=not no_manifest, force=force)
    except BriefgenError as error:
        progress.done()
        fail(error.diagnostics)
    except click.UsageError:
        progress.done()
        raise
    except OSError as error:
        progress.done()
        name = error.filename or output
        print_findings([Diagnostic("error", "cannot-write", f"{name}: {error.strerror}")])
        sys.exit(1)
    print_findings(sink)
    if strict and sink.count("warning"):
        click.echo("nothing was written: there are warnings and --strict is set", err=True)
        sys.exit(3)
    if not quiet:
        _table(built.files)
        if verbose:
            _fitting(built.files)


def _setting(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise click.BadParameter(f"{text!r} is not KEY=VALUE", param_hint="--set")
    return key.strip(), value


def _check_settings(values: Mapping[str, str], audiences: Sequence[Audience]) -> None:
    """End with exit 2 where a key is no option of any audience that is built for."""
    from briefgen.audience import has_option
    from briefgen.pipeline.choices import KEYS

    known = [*KEYS, *(key for audience in audiences for key in _keys(audience.options))]
    for key in values:
        if key not in KEYS and not any(has_option(audience, key) for audience in audiences):
            hint = did_you_mean(key, known) or f"there are: {', '.join(dict.fromkeys(known))}"
            raise click.BadParameter(f"no option {key!r}; {hint}", param_hint="--set")


def _keys(options: Mapping[str, object]) -> Iterator[str]:
    """Yield the dotted keys of the values in `options`."""
    for key, value in options.items():
        if isinstance(value, Mapping):
            yield from (f"{key}.{inner}" for inner in _keys(value))
        else:
            yield key


def _table(files: Sequence[BuiltFile]) -> None:
    """Print a row for each file."""
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
    print_columns(rows, left=1)


def _fitting(files: Sequence[BuiltFile]) -> None:
    """Print how each document is marked, and how one with a page limit was made to keep it."""
    found = {file.audience: (file.marking, file.fitting) for file in files}
    for audience, said in found.items():
        if any(said):
            click.echo(f"{audience}: {', '.join(filter(None, said))}")
