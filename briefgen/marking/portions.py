"""Take a composed document, return it with a mark such as "(S)" before each portion.

Headings, paragraphs, items of lists, captions and events are portions. A table whose caption tells
the level of all of it has its mark there, any other in its cells. Writers see plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TypeVar, assert_never, cast

from briefgen import model as m
from briefgen.marking.levels import Levels
from briefgen.record import replace
from briefgen.walk import children, replace_inside, rewrite, walk

__all__ = ["says", "with_portions"]

_N = TypeVar("_N", bound=m.Node)
_GAP = "\u00a0"
"""No line ends behind a mark."""


def with_portions(
    document: m.Document, levels: Levels, quotes: Iterable[tuple[str, int]]
) -> m.Document:
    """Return `document` with its portions marked; it is composed, but not yet resolved.

    `quotes` are words of the report, with their rank, that may stand in words of its template.
    """
    high = [
        (re.compile(rf"(?<!\w){re.escape(text)}(?!\w)", re.IGNORECASE), rank)
        for text, rank in sorted(quotes)
        if rank > levels.default
    ]
    marking = _Marking(levels, high)
    return replace(document, blocks=marking.blocks(document.blocks, levels.default))


class _Marking:
    def __init__(self, levels: Levels, quotes: list[tuple[re.Pattern[str], int]]) -> None:
        self.levels = levels
        self.quotes = quotes

    def blocks(self, nodes: tuple[_N, ...], outer: int) -> tuple[_N, ...]:
        """Return nodes with the portions in them marked; `outer` is the rank of what holds them."""
        return tuple([cast(_N, self.block(node, outer)) for node in nodes])

    def block(self, node: m.Node, outer: int) -> m.Node:
        rank = self.levels.of(node, outer)
        match node:
            case m.Paragraph():
                return replace(node, children=self.line(node.children, rank))
            case m.Section():
                inside = self.blocks(node.children, rank)
                return replace(node, title=self.line(node.title, rank), children=inside)
            case m.DefinitionItem():
                texts = tuple(self.blocks(blocks, rank) for blocks in node.definitions)
                # A label is marked with its point, and by itself only where it is higher.
                point = [block for blocks in node.definitions for block in blocks]
                higher = self.levels.highest(node.term, rank) > self.levels.highest(point, rank)
                term = (self.line if higher else self.notes)(node.term, rank)
                return replace(node, term=term, definitions=texts)
            case m.Table():
                return self.table(node, rank)
            case m.Figure():
                whole = self.levels.highest(children(node), rank)
                return replace(node, caption=self.line(node.caption, whole))
            case m.Event():
                return self.event(node, rank)
            case m.Cell():
                return self.cell(node, rank)
            case (
                m.BulletList()
                | m.OrderedList()
                | m.DefinitionList()
                | m.ListItem()
                | m.BlockQuote()
                | m.Div()
                | m.Panel()
                | m.SideBySide()
                | m.Columns()
                | m.Cover()
                | m.Landscape()
                | m.Timeline()
                | m.Row()
            ):
                return replace_inside(node, lambda nodes: self.blocks(nodes, rank))
            case m.CodeBlock() | m.ThematicBreak() | m.PageBreak() | m.Placed():
                return node
            case m.Contents() | m.WorksCited() | m.Work() | m.Citation():
                return node  # filled in later, from headings and captions that are marked
            case (
                m.Text()
                | m.LineBreak()
                | m.Emphasis()
                | m.Strong()
                | m.Strikeout()
                | m.Superscript()
                | m.Subscript()
                | m.Code()
                | m.Link()
                | m.Image()
                | m.InlineSpan()
                | m.Note()
                | m.CitationGroup()
                | m.CrossReference()
            ):
                return node  # part of a line, which is marked as a whole
            case _:
                assert_never(node)

    def table(self, table: m.Table, rank: int) -> m.Table:
        whole = (*table.caption, table.header, *table.subheads, *table.rows)
        if table.caption and len(self.ranks(whole, rank)) < 2:
            return replace(table, caption=self.line(table.caption, rank))

        header = table.header
        if self.levels.highest((header,), rank) > self.levels.default:
            (header,) = self.blocks((header,), rank)
        subheads = self.blocks(table.subheads, rank)
        caption = self.line(table.caption, rank)
        rows = self.blocks(table.rows, rank)
        return replace(table, header=header, subheads=subheads, rows=rows, caption=caption)

    def cell(self, cell: m.Cell, rank: int) -> m.Cell:
        """Mark a cell once if all of it has one level, else each portion in it.

        What a template says there is as high as what it says it of.
        """
        own = {
            self.levels.of(node, rank)
            for node in walk(cell.children)
            if says(node) and node.span.file == self.levels.source
        }
        rank = max(own, default=rank)
        if len(own) > 1:
            return replace(cell, children=self.blocks(cell.children, rank))
        done = False

        def first(node: m.Node) -> tuple[m.Node, ...] | None:
            nonlocal done
            if done or not isinstance(node, m.Paragraph):
                return (node,) if done else None
            marked = self.line(node.children, self.levels.of(node, rank))
            done = marked is not node.children
            return (replace(node, children=marked),)

        return replace(cell, children=rewrite(cell.children, first))

    def ranks(self, nodes: Iterable[m.Node], outer: int) -> set[int]:
        """Return the ranks of all words in `nodes`."""
        return {self.levels.of(node, outer) for node in walk(nodes) if says(node)}

    def event(self, event: m.Event, rank: int) -> m.Event:
        """Mark an event before its text, or before its label where it has no more than that."""
        if not any(map(says, walk(event.children))):
            return replace(event, label=self.line(event.label, rank))
        whole = self.levels.highest(event.label, rank)
        return replace(event, children=self.line(event.children, whole))

    def line(self, inlines: m.Inlines, rank: int) -> m.Inlines:
        """Return a line with the mark of the highest rank in it; none if it says nothing."""
        if not any(map(says, walk(inlines))):
            return inlines
        highest = max((rank, self.levels.highest(inlines, rank), *self.quoted(inlines)))
        portion = self.levels.scheme.levels[highest].portion
        text = m.Text(f"({portion}){_GAP}", inlines[0].span)
        attr = m.Attr(classes=("portion-mark",))
        return (m.InlineSpan((text,), attr, inlines[0].span), *self.notes(inlines, rank))

    def quoted(self, inlines: m.Inlines) -> Iterator[int]:
        """Yield the ranks of what the template's own words in a line repeat of the report."""
        for node in walk(inlines):
            if isinstance(node, m.Text) and node.span.file != self.levels.source:
                yield from (rank for words, rank in self.quotes if words.search(node.text))

    def notes(self, inlines: m.Inlines, rank: int) -> m.Inlines:
        """Return a line with the footnotes in it marked."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            if not isinstance(node, m.Note):
                return None
            return (replace(node, children=self.blocks(node.children, rank)),)

        return rewrite(inlines, change)


def says(node: m.Node) -> bool:
    """Tell whether `node` itself holds words."""
    text = node.text if isinstance(node, m.Text | m.Code) else ""
    return any(map(str.isalnum, text)) or isinstance(node, m.CitationGroup | m.CrossReference)
