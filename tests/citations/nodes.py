"""Nodes for the tests of citations, made in one line each."""

from __future__ import annotations

from typing import Any

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.walk import plain_text

SPAN = Span("report.md", 1, 1)


def at(line: int, column: int = 1) -> Span:
    return Span("report.md", line, column)


def text(words: str) -> m.Text:
    return m.Text(words, SPAN)


def paragraph(*inlines: m.Inline | str) -> m.Paragraph:
    return m.Paragraph(tuple(text(i) if isinstance(i, str) else i for i in inlines), SPAN)


def section(
    title: str, *blocks: m.Block, number: str = "", identifier: str = "", level: int = 1
) -> m.Section:
    attr = m.Attr(id=identifier or title.lower().replace(" ", "-"))
    return m.Section((text(title),), level, blocks, attr, SPAN, number)


def cite(key: str, locator: str = "", label: str = "page", **fields: object) -> m.Citation:
    """A citation; prefix and suffix may be given as text."""
    for name in ("prefix", "suffix"):
        if isinstance(fields.get(name), str):
            fields[name] = (text(str(fields[name])),)
    return m.Citation(key, SPAN, label=label if locator else "", locator=locator, **fields)  # type: ignore[arg-type]


def group(*citations: m.Citation | str, in_text: bool = False) -> m.CitationGroup:
    made = tuple(cite(c) if isinstance(c, str) else c for c in citations)
    return m.CitationGroup(made, SPAN, in_text=in_text)


def reference(key: str, **variables: object) -> m.Reference:
    csl = {name.replace("_", "-"): value for name, value in variables.items()}
    csl.setdefault("title", f"Title of {key}")
    return m.Reference(key, {"id": key, **csl}, Span("references.json", 1))


def references(*keys: str) -> dict[str, m.Reference]:
    return {key: reference(key) for key in keys}


def report(*blocks: m.Block, numbering: Any = "pack", **metadata: object) -> m.Report:
    options = m.ReportOptions(numbering=numbering)
    return m.Report(m.Metadata(options=options, **metadata), blocks, source="report.md")  # type: ignore[arg-type]


def document(*blocks: m.Block, **metadata: object) -> m.Document:
    return m.Document("dossier", "Full dossier", m.Metadata(**metadata), blocks)  # type: ignore[arg-type]


def codes(sink: Diagnostics) -> list[str]:
    return [f"{item.severity}[{item.code}]" for item in sink]


def shown(inlines: m.Inlines) -> str:
    """The text of inlines, with emphasis as asterisks and line breaks as bars."""
    parts = []
    for node in inlines:
        match node:
            case m.Emphasis():
                parts.append(f"*{shown(node.children)}*")
            case m.LineBreak():
                parts.append(" | ")
            case m.InlineSpan() | m.Link():
                parts.append(shown(node.children))
            case _:
                parts.append(plain_text((node,)))
    return "".join(parts)
