"""Commands that look at a report and its audiences and write no file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.options import (
    choose_audiences,
    colour_option,
    find_pack,
    seen_by,
    source_argument,
    template_folders,
    templates_option,
)
from briefgen.cli.printing import fail, print_columns, print_findings, set_colour
from briefgen.diagnostics import BriefgenError, Diagnostics

if TYPE_CHECKING:
    from briefgen.pipeline import Pack


@click.command(epilog="Example:  briefgen outline source/report.md")
@source_argument
@templates_option
@colour_option
def outline(source: Path | None, templates: Path | None, no_color: bool) -> None:
    """Print the section tree of SOURCE: levels, numbers, ids, markings, words, citations."""
    set_colour(no_color)
    from briefgen.writers.tree import write_outline

    def text(pack: Pack) -> str:
        if pack.marking is None:
            return write_outline(pack.report)
        return write_outline(pack.report, pack.marking.level)

    _show(source, templates, text)


@click.command(epilog="Example:  briefgen dump --audience exec | less")
@source_argument
@click.option("-a", "--audience", metavar="NAME", help="Print what this audience gets instead.")
@templates_option
@colour_option
def dump(source: Path | None, audience: str | None, templates: Path | None, no_color: bool) -> None:
    """Print the whole model of SOURCE as text: every node with its place in the source."""
    set_colour(no_color)
    from briefgen.writers.tree import write_tree

    def text(pack: Pack) -> str:
        if audience is None:
            return write_tree(pack.report, spans=True)
        from briefgen.pipeline import make_document

        (name,) = choose_audiences([audience], pack)
        return write_tree(make_document(pack, name), spans=True)

    _show(source, templates, text, [] if audience is None else [audience])


def _show(
    source: Path | None,
    templates: Path | None,
    text: Callable[[Pack], str],
    names: Sequence[str] = (),
) -> None:
    sink = Diagnostics()
    pack = None
    try:
        pack = find_pack(source, templates, sink)
        shown = text(pack)
    except BriefgenError as error:
        fail(seen_by(names, pack, error.diagnostics))
    if names and sink.count("error"):  # what is restricted may not be known then
        fail(seen_by(names, pack, sink))
    click.echo(shown.rstrip("\n"))
    print_findings(seen_by(names, pack, sink))
    if sink.count("error"):
        sys.exit(1)


@click.command(epilog="Example:  briefgen audiences")
@templates_option
@colour_option
def audiences(templates: Path | None, no_color: bool) -> None:
    """List the audiences there are: name, title, pages, and the folder of the template."""
    set_colour(no_color)
    from briefgen.audience import find_audiences
    from briefgen.lookup import builtin_templates

    sink = Diagnostics()
    found = find_audiences([*template_folders(templates), builtin_templates()], sink)
    marked = any(one.highest for one in found.values())
    rows = [("name", "title", "pages", *["highest"] * marked, "folder")]
    for one in found.values():
        limit = "any" if one.max_pages is None else f"at most {one.max_pages}"
        if one.prefer_pages is not None:
            limit = f"{one.prefer_pages}, or {limit}"
        highest = [one.highest or "any"] * marked
        rows.append((one.name, one.title, limit, *highest, str(one.folder)))
    print_columns(rows, left=5)
    print_findings(sink)
    if sink.count("error"):
        sys.exit(1)
