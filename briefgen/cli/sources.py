"""`briefgen sources`: every work, its number, and who cites it where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.options import (
    choose_audiences,
    colour_option,
    find_pack,
    seen_by,
    source_argument,
    templates_option,
)
from briefgen.cli.printing import fail, print_columns, print_findings, set_colour
from briefgen.diagnostics import BriefgenError, Diagnostics

if TYPE_CHECKING:
    from briefgen.model import Document, Reference

_TITLE = 44


@click.command(
    epilog="""\b
Examples:
  briefgen sources                              every work, and the sections that cite it
  briefgen sources --audience exec              what the executive summary cites
  briefgen sources --format bibtex > all.bib
"""
)
@source_argument
@click.option(
    "-a",
    "--audience",
    "audiences",
    multiple=True,
    metavar="NAME",
    help="Only works that this audience cites.",
)
@click.option(
    "-f",
    "--format",
    "form",
    type=click.Choice(["table", "csl-json", "bibtex", "csv"]),
    default="table",
    show_default=True,
    help="How to print them.",
)
@click.option("--uncited", is_flag=True, help="Also list works that nobody cites or lists.")
@templates_option
@colour_option
def sources(
    source: Path | None,
    audiences: tuple[str, ...],
    form: str,
    uncited: bool,
    templates: Path | None,
    no_color: bool,
) -> None:
    """List the works of SOURCE: numbers, and where each audience cites them.

    Works that front matter lists (nocite) are there, too, and marked "uncited".
    """
    set_colour(no_color)
    from briefgen.citations import listed_keys
    from briefgen.citations.usage import citing_sections
    from briefgen.pipeline import make_document

    sink = Diagnostics()
    try:
        pack = find_pack(source, templates, sink)
        names = choose_audiences(audiences, pack)
    except BriefgenError as error:
        fail(error.diagnostics)
    documents = {name: make_document(pack, name) for name in names}
    if sink.count("error"):
        fail(seen_by(audiences, pack, sink))
    cited = {name: citing_sections(document) for name, document in documents.items()}
    used = {key for places in cited.values() for key in places}
    if not audiences or "all" in audiences:
        used |= pack.bibliography.keys() if uncited else pack.cited
        used |= {*listed_keys(pack.report.metadata.nocite, pack.bibliography)}
    works = [pack.bibliography[key] for key in pack.bibliography if key in used]
    closed = any(pack.audiences[name].numbering.gaps == "close" for name in names)
    numbers = None if closed else pack.numbers
    if numbers is None:  # each document has its own: with one of them, they are those
        numbers = _numbers(*documents.values()) if len(documents) == 1 else {}
    works.sort(key=lambda work: numbers.get(work.key, len(works)))
    _print(form, works, numbers, cited)
    if not audiences and (others := len(pack.bibliography) - len(works)):
        said = f"{others} more that nobody cites; --uncited lists them"
        click.echo(said, err=True)
    print_findings(seen_by(audiences, pack, sink))


def _numbers(document: Document) -> dict[str, int]:
    from briefgen.model import CitationGroup
    from briefgen.walk import walk

    groups = (node for node in walk(document.blocks) if isinstance(node, CitationGroup))
    return {citation.key: citation.number for group in groups for citation in group.citations}


def _print(
    form: str,
    works: Sequence[Reference],
    numbers: Mapping[str, int],
    cited: Mapping[str, Mapping[str, Sequence[str]]],
) -> None:
    from briefgen.citations.export import biblatex, csl_json, csv_table, date_iso
    from briefgen.citations.titlecase import untagged

    def number(work: Reference) -> str:
        return str(numbers.get(work.key, ""))

    def places(work: Reference) -> list[str]:
        labels = (found.get(work.key, ()) for found in cited.values())
        return [", ".join(label or "(top)" for label in found) for found in labels]

    def text(work: Reference, name: str) -> str:
        return untagged(str(work.csl.get(name, "")))

    match form:
        case "csl-json":
            click.echo(csl_json(works, numbers), nl=False)
        case "bibtex":
            click.echo(biblatex(works), nl=False)
        case "csv":
            names = ("type", "title", "container-title", "publisher", "URL", "DOI")
            header = ["number", "key", *names, "issued", "accessed", *cited]
            rows = (
                [
                    number(work),
                    work.key,
                    *(text(work, name) for name in names),
                    date_iso(work.csl.get("issued")),
                    date_iso(work.csl.get("accessed")),
                    *places(work),
                ]
                for work in works
            )
            click.echo(csv_table(header, rows), nl=False)
        case _:
            table = [("no.", "key", "title", *cited)]
            for work in works:
                found = places(work)
                title = text(work, "title")
                short = title if len(title) <= _TITLE else f"{title[: _TITLE - 1].rstrip()}…"
                if not any(found):
                    found[0] = "uncited"
                table.append((number(work), work.key, short, *found))
            print_columns(table, left=len(table[0]))
            uncited = sum(not any(places(work)) for work in works)
            click.echo(f"{len(works)} works, {uncited} uncited", err=True)
