"""`briefgen trace`: where each sentence of a document comes from, and the works behind it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.options import (
    colour_option,
    find_pack,
    seen_by,
    source_argument,
    template_folders,
    templates_option,
)
from briefgen.cli.printing import fail, print_findings, set_colour
from briefgen.diagnostics import BriefgenError, Diagnostics, did_you_mean
from briefgen.writers import WRITERS

if TYPE_CHECKING:
    from briefgen.trace import Trace

_SUFFIXES = tuple(writer.suffix for writer in WRITERS.values())


@click.command(
    epilog="""\b
Examples:
  briefgen build --trace && briefgen trace build/report-exec.pdf
  briefgen trace matrix                         from the report, without building
  briefgen trace build/report-dossier.docx --format csv > dossier.csv
"""
)
@click.argument("target", metavar="FILE|AUDIENCE")
@source_argument
@click.option(
    "-f",
    "--format",
    "kind",
    type=click.Choice(["text", "json", "csv"]),
    default="text",
    show_default=True,
    help="How to print it.",
)
@templates_option
@colour_option
def trace(
    target: str, source: Path | None, kind: str, templates: Path | None, no_color: bool
) -> None:
    """Print the source line and the works behind every sentence of a document.

    FILE was built with --trace: nothing but it and the mapping beside it is needed. For an
    AUDIENCE the document is composed from SOURCE now. What a template says, and what was
    computed, is named as such.
    """
    set_colour(no_color)
    sink = Diagnostics()
    try:
        if target.lower().endswith(_SUFFIXES):
            found = _of_file(Path(target), source, sink)
        else:
            found = _of_audience(target, source, templates, sink)
    except BriefgenError as error:
        fail(error.diagnostics)
    from briefgen.trace import as_csv, as_json, as_text

    show = {"text": as_text, "json": as_json, "csv": as_csv}[kind]
    click.echo(show(found), nl=False)
    print_findings(sink)
    if sink.count("error"):
        sys.exit(1)


def _of_file(file: Path, source: Path | None, sink: Diagnostics) -> Trace:
    if source is not None:
        raise click.UsageError(f"{file} needs no SOURCE: its mapping is beside it")
    if not file.is_file():
        near = did_you_mean(
            file.name, [p.name for p in file.parent.glob("*") if p.suffix in _SUFFIXES]
        )
        hint = near or "build it first: briefgen build --trace"
        raise click.UsageError(f"{file} does not exist; {hint}")
    from briefgen.trace import read_mapping

    return read_mapping(file, sink)


def _of_audience(
    name: str, source: Path | None, templates: Path | None, sink: Diagnostics
) -> Trace:
    from briefgen.audience import find_audiences
    from briefgen.lookup import builtin_templates

    # Told before SOURCE is looked for, which a mistyped FILE does without.
    known = find_audiences([*template_folders(templates), builtin_templates()], Diagnostics())
    if name not in known:
        hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
        titles = ", ".join(writer.title for writer in WRITERS.values())
        raise click.BadParameter(f"{name!r} is no {titles} or audience; {hint}")
    from briefgen.pipeline.mappings import trace_audience

    pack = find_pack(source, templates, sink)
    try:
        found = trace_audience(pack, name)
        sink.raise_errors()
    except BriefgenError as error:
        raise BriefgenError(seen_by([name], pack, error.diagnostics)) from error
    sink.items = seen_by([name], pack, sink)
    return found
