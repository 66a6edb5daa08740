"""`briefgen template check`: what templates look for in a report, and what of it is not there."""

from __future__ import annotations

from pathlib import Path

import click

from briefgen.cli.options import (
    choose_audiences,
    colour_option,
    find_pack,
    source_argument,
    templates_option,
)
from briefgen.cli.printing import fail, print_columns, print_findings, set_colour
from briefgen.diagnostics import BriefgenError, Diagnostics

__all__ = ["template"]


@click.group(epilog="Example:  briefgen template check")
def template() -> None:
    """Look at the templates of audiences."""


@template.command(epilog="Example:  briefgen template check source/report.md --audience matrix")
@source_argument
@click.option(
    "-a", "--audience", "audiences", multiple=True, metavar="NAME|all", help="Whose template."
)
@click.option("--missing", is_flag=True, help="Only what SOURCE does not have.")
@templates_option
@colour_option
def check(
    source: Path | None,
    audiences: tuple[str, ...],
    missing: bool,
    templates: Path | None,
    no_color: bool,
) -> None:
    """List what templates look for in SOURCE: blocks, sections, classes, attributes, columns.

    A template builds without them: where something is not there, its part stays out or something
    else stands in. What is missing is what an author may still write.
    """
    set_colour(no_color)
    from briefgen.compose.needs import has, needs

    sink = Diagnostics()
    try:
        pack = find_pack(source, templates, sink)
        names = choose_audiences(audiences, pack)
    except BriefgenError as error:
        fail(error.diagnostics)
    rows = [("audience", "what", "name", "in the report", "looked for at")]
    for name in names:
        for need in needs(pack.audiences[name]):
            there = has(pack.report, need)
            if not (missing and there):
                place = f"{need.span.file}:{need.span.line}"
                rows.append((name, need.kind, need.name, "yes" if there else "no", place))
    print_findings(sink)
    if len(rows) == 1:
        click.echo("nothing is missing" if missing else "these templates look for nothing by name")
    else:
        print_columns(rows, left=5)
