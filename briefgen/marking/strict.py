"""Take a report and its levels, report each portion that nothing marks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.marking.levels import Levels
from briefgen.marking.portions import says
from briefgen.walk import children

__all__ = ["report_unmarked"]

_PORTIONS: Final = (
    m.Paragraph,
    m.Section,
    m.Table,
    m.Figure,
    m.DefinitionItem,
    m.Event,
    m.CodeBlock,
)


def report_unmarked(report: m.Report, levels: Levels, sink: Diagnostics) -> None:
    """Report headings, paragraphs, captions, terms, events and code with words that have no mark.

    A mark on what stands around a portion marks it, and so do marks on all of its words.
    """
    meta = report.metadata
    for key, nodes in (("title", meta.title), ("subtitle", meta.subtitle)):
        _report(nodes, meta.place(key), levels, sink)
    for block in (*meta.abstract, *report.blocks):
        _report((block,), block.span, levels, sink)


def _report(nodes: Iterable[m.Node], portion: Span, levels: Levels, sink: Diagnostics) -> None:
    for node in nodes:
        if levels.own(node) is not None:
            continue
        inside = node.span if isinstance(node, _PORTIONS) else portion
        if says(node) or isinstance(node, m.CodeBlock):
            sink.error(
                "unmarked-portion",
                "this has no mark, and the report says that all of it is marked",
                inside,
                f"mark it: [words]{{marking={levels.scheme.levels[-1].spellings[0]}}}, "
                "::: {marking=...}, or the section's heading",
            )
        _report(children(node), inside, levels, sink)
