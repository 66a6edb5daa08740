"""`briefgen import`: a text, DOCX, Markdown or HTML report becomes one that briefgen builds."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.options import colour_option, template_folders
from briefgen.cli.printing import fail, print_columns, print_findings, set_colour
from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics

if TYPE_CHECKING:
    from briefgen.importing.convert import Imported

__all__ = ["import_"]


@click.command(
    "import",
    epilog="""\b
Examples:
  briefgen import notes.txt                  notes/report.md, notes/report.references.json
  briefgen import notes.docx -o source
  briefgen import notes.txt -o notes.md --bibliography inline --interactive
""",
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    metavar="DIR|FILE.md",
    type=click.Path(path_type=Path),
    help="Where the report goes: a folder (then it is report.md in it), or a name that ends in "
    ".md.  [default: a folder named like FILE]",
)
@click.option(
    "--bibliography",
    metavar="FILE.json|inline",
    help="Where the works cited go: a file beside the report, or its front matter.  "
    "[default: named like the report, report.references.json]",
)
@click.option(
    "--links",
    type=click.Choice(["keep", "cite"]),
    default="keep",
    show_default=True,
    help="What becomes of links that stand as citations do: links, or citations of works.",
)
@click.option("--interactive", is_flag=True, help="Ask about what is not sure, one key each.")
@click.option("--report", "show", is_flag=True, help="Also print what was found and left out.")
@click.option("--force", is_flag=True, help="Overwrite files that are there.")
@click.option("-q", "--quiet", is_flag=True, help="Print warnings and errors only.")
@colour_option
def import_(
    file: Path,
    output: Path | None,
    bibliography: str | None,
    links: str,
    interactive: bool,
    show: bool,
    force: bool,
    quiet: bool,
    no_color: bool,
) -> None:
    """Turn FILE (text, DOCX, Markdown or HTML) into a report that builds at once.

    Headings, labelled points, lists, tables, citations and the works cited are found by what they
    look like. Decisions that are not sure are printed with their line of the result and listed
    with their alternatives in a file <report>.review.md.
    """
    set_colour(no_color)
    target = _target(file, output)
    bibliography = bibliography or f"{target.stem}.references.json"
    if bibliography != "inline" and Path(bibliography).suffix.lower() != ".json":
        hint = "give a name that ends in .json, or inline"
        raise click.BadParameter(f"{bibliography!r}: {hint}", param_hint="--bibliography")
    sink = Diagnostics()
    cite = links == "cite"
    try:
        from briefgen.importing import import_report

        if interactive:
            from briefgen.cli.asking import Interview

            interview = Interview(file, target)
            interview.ask_all(
                lambda ask: import_report(file, Diagnostics(), ask=ask, cite_links=cite)
            )
            imported = import_report(file, sink, ask=interview.answer, cite_links=cite)
        else:
            imported = import_report(file, sink, cite_links=cite)
        files, wanted, lost = _files(imported, file, target, bibliography, sink)
    except BriefgenError as error:
        fail(error.diagnostics)
    if lost and not force:
        print_findings(sink)
        fail(lost)
    there = [path for path in files if path.exists()]
    if there and not force:
        names = ", ".join(map(str, there))
        hints = ("--force overwrites; -o names another place",)
        fail([Diagnostic("error", "file-exists", f"there is already {names}", None, hints)])
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    except OSError as error:
        message = f"{error.filename or target}: {error.strerror}"
        print_findings([Diagnostic("error", "cannot-write", message)])
        sys.exit(1)
    if interactive:
        interview.forget()
    print_findings([*sink, *lost])
    if show:
        click.echo(files[target.with_suffix(".review.md")].decode())
    elif not quiet:
        _table(imported, target, wanted, sink)


def _target(file: Path, output: Path | None) -> Path:
    """Return the path of the report."""
    if output is None:
        name = re.sub(r"[^\w.-]+", "-", file.stem).strip("-.") or "imported"
        return Path(name) / "report.md"
    if output.suffix.lower() in (".md", ".markdown") and not output.is_dir():
        return output
    return output / "report.md"


def _files(
    imported: Imported, source: Path, target: Path, bibliography: str, sink: Diagnostics
) -> tuple[dict[Path, bytes], Mapping[str, Sequence[str]], list[Diagnostic]]:
    """Return what is to be written (the report, its references, its images, the review), the
    blocks that templates would use besides, and what of the input is in none of the files."""
    from briefgen.importing import kind_of
    from briefgen.importing.balance import balance
    from briefgen.importing.inventory import take_inventory
    from briefgen.importing.review import report_doubts, review_text
    from briefgen.importing.write import bibliography_json, write_report

    written = write_report(imported.draft, imported.references, bibliography)
    files = {target: written.text.encode()}
    listed = None
    if bibliography != "inline" and imported.references:
        text = bibliography_json(imported.references.values())
        listed = (str(target.parent / bibliography), text)
        files[target.parent / bibliography] = text.encode()
    report_doubts(imported, written, str(target), sink, listed)
    for name, data in imported.draft.media.items():
        files[target.parent / name] = data
    wanted = _wanted(written.text, str(target))
    review = review_text(imported, written, source.name, target.name, wanted)
    files[target.with_suffix(".review.md")] = review.encode()
    lost = balance(take_inventory(source, kind_of(source)), imported, written.text, str(source))
    return files, wanted, lost


def _wanted(text: str, name: str) -> Mapping[str, Sequence[str]]:
    """Return the blocks that the templates would use and the report lacks, by audience."""
    from briefgen.audience import find_audiences
    from briefgen.compose.needs import has, needs
    from briefgen.lookup import builtin_templates
    from briefgen.reader import read_text

    report = read_text(text, name, Diagnostics())
    audiences = find_audiences([*template_folders(None), builtin_templates()], Diagnostics())
    wanted: dict[str, list[str]] = {}
    for audience in audiences.values():
        for need in needs(audience):
            if need.kind in ("block", "class", "section") and not has(report, need):
                mark = "." if need.kind == "class" else "#"
                wanted.setdefault(audience.title, []).append(f"`{mark}{need.name}`")
    return wanted


def _table(
    imported: Imported, target: Path, wanted: Mapping[str, Sequence[str]], sink: Diagnostics
) -> None:
    from briefgen.importing.review import counts

    rows = [("found", "number")]
    rows += [(name, str(number)) for name, number in counts(imported).items() if number]
    print_columns(rows, left=1)
    doubts = sink.count("warning")
    if doubts:
        review = target.with_suffix(".review.md")
        click.echo(f"{doubts} to look at, with alternatives: {review}")
    if names := dict.fromkeys(name for found in wanted.values() for name in found):
        listed = ", ".join(name.strip("`") for name in names)
        click.echo(f"templates would also use: {listed} (briefgen template check {target})")
    click.echo(f"next: briefgen build {target}")
