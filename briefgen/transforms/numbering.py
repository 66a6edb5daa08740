"""Take a report, return it with its sections, tables and figures numbered."""

from __future__ import annotations

from typing import Final

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.expansions import expand
from briefgen.record import replace
from briefgen.terms import term
from briefgen.transforms.ids import free_id, ids_of
from briefgen.walk import rewrite, rewrite_inside

__all__ = ["close_gaps", "number_report"]

_DEPTH: Final = 3


def number_report(report: m.Report, sink: Diagnostics) -> m.Report:
    """Number sections (1, 1.1, 1.1.1), and label the tables and figures that have a caption.

    A section of class `unnumbered` and all below it is skipped and not counted. A `condensed`
    block repeats the long text, so sections in it get no number, and tables and figures in it are
    counted after all others. Labelled nodes without id get one.

    Divs that stand for something else (charts) are expanded here; `sink` gets their errors.
    """
    numbered = _Numbering().apply(report.blocks)
    return replace(report, blocks=_Labelling(report, sink).apply(numbered))


def close_gaps(report: m.Report, sink: Diagnostics) -> m.Report:
    """Number a report anew from which something was taken out, as if that had never been there.

    So are the ids that tables and figures have of their numbers.
    """

    def bare(node: m.Node) -> tuple[m.Node, ...] | None:
        if not isinstance(node, m.Table | m.Figure):
            return None
        automatic = f"{type(node).__name__.lower()}-{node.label.rpartition(' ')[2]}"
        attr = replace(node.attr, id="") if node.attr.id == automatic else node.attr
        return (rewrite_inside(replace(node, label="", attr=attr), bare),)

    return number_report(replace(report, blocks=rewrite(report.blocks, bare)), sink)


class _Numbering:
    """Numbers sections; `counts` holds the count at each level that encloses the present one."""

    def __init__(self) -> None:
        self.counts = [0]

    def apply(self, blocks: m.Blocks) -> m.Blocks:
        return rewrite(blocks, self._change)

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Section():
                return (self._section(node),)
            case m.Div() if not node.attr.has("condensed"):
                return None
            case _:
                return (node,)  # headings inside of lists, quotes and cells have no number

    def _section(self, section: m.Section) -> m.Section:
        if section.attr.has("unnumbered") or section.attr.has("condensed"):
            return section
        if len(self.counts) > _DEPTH:
            return section
        self.counts[-1] += 1
        number = ".".join(map(str, self.counts))
        self.counts.append(0)
        blocks = self.apply(section.children)
        self.counts.pop()
        return replace(section, number=number, children=blocks)


class _Labelling:
    """Labels tables and figures: first those of the long text, then the condensed ones."""

    def __init__(self, report: m.Report, sink: Diagnostics) -> None:
        self.lang = report.metadata.lang
        self.sink = sink
        self.ids = set(ids_of(report.blocks))
        self.counts = {m.Table: 0, m.Figure: 0}

    def apply(self, blocks: m.Blocks) -> m.Blocks:
        def long(node: m.Node) -> tuple[m.Node, ...] | None:
            return (node,) if _is_condensed(node) else self._labelled(node)

        def condensed(node: m.Node) -> tuple[m.Node, ...] | None:
            if not _is_condensed(node):
                return None
            return rewrite((node,), self._labelled)

        return rewrite(rewrite(blocks, long), condensed)

    def _labelled(self, node: m.Node) -> tuple[m.Node, ...] | None:
        if isinstance(node, m.Div):
            lang = node.attr.get("lang", self.lang)
            if (found := expand(node, lang, self.sink)) is not None:
                return rewrite(found, self._labelled)
        if not isinstance(node, m.Table | m.Figure) or not node.caption:
            return None
        kind = type(node)
        self.counts[kind] += 1
        number, name = self.counts[kind], kind.__name__.lower()
        attr = node.attr
        if not attr.id:
            attr = replace(attr, id=free_id(f"{name}-{number}", self.ids))
            self.ids.add(attr.id)
        return (replace(node, label=f"{term(self.lang, name)} {number}", attr=attr),)


def _is_condensed(node: m.Node) -> bool:
    return isinstance(node, m.Div | m.Section) and node.attr.has("condensed")
