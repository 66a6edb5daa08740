"""Checks of headings, tables, images and links: the skeleton of a report."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from briefgen import model as m
from briefgen.checks.context import CheckContext
from briefgen.diagnostics import Span, did_you_mean
from briefgen.transforms import resolve
from briefgen.walk import blocks_text, plain_text, walk

__all__ = ["check_structure"]


def check_structure(context: CheckContext) -> None:
    """Look for skipped levels, empty sections, incomplete tables, missing images, broken links."""
    roots = [node for node in context.report.blocks if isinstance(node, m.Section)]
    top = min((section.level for section in roots), default=1)
    _levels(roots, top - 1, context)
    for node in context.nodes:
        match node:
            case m.Section():
                _empty(node, context)
            case m.Table():
                _table(node, context)
            case m.Image():
                _image(node, context)
            case _:
                pass
    _links(context)


# ----------------------------------------------------------------------------------- sections


def _levels(sections: Iterable[m.Section], above: int, context: CheckContext) -> None:
    for section in sections:
        if section.level > above + 1:
            context.add_finding(
                "heading-skip",
                f"this heading has level {section.level}, the one above it level {above}"
                if above
                else f"this heading has level {section.level} and stands in no section",
                heading_span(section),
                f"write {'#' * (above + 1)}",
            )
        inner = (node for node in section.children if isinstance(node, m.Section))
        _levels(inner, section.level, context)


def _empty(section: m.Section, context: CheckContext) -> None:
    own = [n for n in section.children if not (isinstance(n, m.Div) and n.attr.has("condensed"))]
    if own and (blocks_text(own).strip() or any(isinstance(n, m.Image) for n in walk(own))):
        return
    title = plain_text(section.title).strip()
    what = "only condensed forms stand" if section.children and not own else "nothing stands"
    context.add_finding(
        "empty-section", f"{what} under “{title}”", heading_span(section), "write it or remove it"
    )


def heading_span(section: m.Section) -> Span:
    """Return the line of a section's heading."""
    span = section.span
    end = max((node.span.end_column for node in section.title), default=span.column + 1)
    return Span(span.file, span.line, span.column, span.line, end)


# --------------------------------------------------------------------------- tables and images


def _table(table: m.Table, context: CheckContext) -> None:
    span = Span(table.span.file, table.span.line, table.span.column)
    if not blocks_text(table.header.cells).strip():
        hint = "name the columns: a reader who hears a table hears its headers with each cell"
        context.add_finding("table-without-header", "this table has no header row", span, hint)
    if not table.caption:
        hint = "write below it: Table: What it shows {#tbl-name}"
        context.add_finding("table-without-caption", "this table has no caption", span, hint)


def _image(image: m.Image, context: CheckContext) -> None:
    if not image.source or "://" in image.source or image.source.startswith("data:"):
        return
    path = Path(image.span.file).parent / image.source
    if not path.is_file():
        near = [entry.name for entry in path.parent.glob("*")] if path.parent.is_dir() else []
        hint = did_you_mean(path.name, near) or f"the path is relative to the report: {path}"
        context.add_finding(
            "missing-image", f"there is no image '{image.source}'", image.span, hint
        )


# -------------------------------------------------------------------------------------- links


def _links(context: CheckContext) -> None:
    """Resolve the report as one document, because parts that no template places have links too."""
    report = context.report
    resolve(m.Document("", "", report.metadata, report.blocks), report, context.sink)
