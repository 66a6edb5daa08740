"""Take the blocks of a report, return its passages: runs of text that know where they were typed.

A passage is the text of one paragraph, heading, term, cell or caption. Each citation, code span or
image in it is a placeholder, so that the text before and after it is not read as one word.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.record import replace
from briefgen.terms import straight
from briefgen.walk import children, plain_text, walk

__all__ = ["HOLE", "Lines", "Passage", "passages"]

HOLE = "\ufffc"
"""The placeholder in a passage for a citation, code, an image or a cross-reference."""

Kind = Literal["text", "heading", "term", "caption", "quote"]


class Lines:
    """The lines of source files, read once; a file that cannot be read has none."""

    def __init__(self, files: dict[str, Sequence[str]]) -> None:
        self._files = files

    def raw(self, span: Span) -> str:
        """Return the source text at `span`, with its line ends."""
        lines = self._files.get(span.file, ())
        if not 0 < span.line <= span.end_line <= len(lines):
            return ""
        cut = list(lines[span.line - 1 : span.end_line])
        cut[-1] = cut[-1][: span.end_column - 1]
        cut[0] = cut[0][span.column - 1 :]
        return "\n".join(cut)

    def line(self, file: str, number: int) -> str:
        """Return a line by its number (from 1), "" where there is none."""
        lines = self._files.get(file, ())
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def inside(self, span: Span, start: int, end: int) -> Span:
        """Return the span of `raw(span)[start:end]`."""
        before = self.raw(span)
        return Span(span.file, *_moved(span, before[:start]), *_moved(span, before[:end]))

    def typed_span(self, node: m.Text, start: int, end: int) -> Span:
        """Return where `node.text[start:end]` was typed.

        A line end with its indent is one space in the model, and escapes are gone. Where offsets
        therefore differ, it is the place in the source that has the same text, counted from the
        start; where there is none, it is the span of the node.
        """
        raw = self.raw(node.span)
        places = _folded(raw)
        folded = "".join(" " if raw[i] == "\n" else raw[i] for i in places)
        folded, text = straight(folded), straight(node.text)
        if not folded.startswith(text.rstrip()) or len(text) != len(node.text):
            wanted, before = straight(node.text[start:end]), straight(node.text[:start])
            nth = before.count(wanted)
            at = -1
            for _ in range(nth + 1):
                at = folded.find(wanted, at + 1)
            if at < 0 or not wanted:
                return node.span
            start, end = at, at + len(wanted)
        if end <= start or end > len(places):
            return node.span
        return self.inside(node.span, places[start], places[end - 1] + 1)


def _moved(span: Span, text: str) -> tuple[int, int]:
    lines = text.count("\n")
    if lines:
        return span.line + lines, len(text) - text.rfind("\n")
    return span.line, span.column + len(text)


def _folded(raw: str) -> list[int]:
    """Return the indices of `raw` that the model keeps: not indents, nor blanks at line ends."""
    kept: list[int] = []
    index = 0
    while index < len(raw):
        if raw[index] == "\n":
            while kept and raw[kept[-1]] in " \t":
                kept.pop()
            kept.append(index)
            index += 1
            while index < len(raw) and raw[index] in " \t>":
                index += 1
            continue
        kept.append(index)
        index += 1
    return kept


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text and the nodes that enclose it.

    `unit` is the smallest block that one citation vouches for as a whole: the paragraph, list
    item, point, quotation, table or figure. `section` is the innermost section, `condensed` the
    condensed block, if the passage is in one. `lead` is the paragraph that introduces the list,
    table or quotation ("There were three: [@key]"); its citations vouch for that too.
    """

    text: str
    kind: Kind
    unit: m.Node
    section: m.Section | None
    condensed: m.Div | m.Section | None
    span: Span
    pieces: tuple[tuple[int, m.Text], ...]
    citations: tuple[tuple[int, m.CitationGroup], ...]
    lines: Lines
    lead: m.Paragraph | None = None

    @property
    def cited(self) -> bool:
        """Tell whether the unit cites anything, or the paragraph that introduces it."""
        vouching = (self.unit,) if self.lead is None else (self.unit, self.lead)
        return any(isinstance(node, m.CitationGroup) for node in walk(vouching))

    def place(self, start: int, end: int) -> Span:
        """Return where `text[start:end]` was typed."""
        if not self.pieces:
            return self.span
        index = bisect_right(self.pieces, start, key=lambda piece: piece[0]) - 1
        offset, node = self.pieces[max(index, 0)]
        typed = self.lines.typed_span(node, start - offset, min(end - offset, len(node.text)))
        if end - offset <= len(node.text) or typed == node.span:
            return typed
        last_offset, last = self.pieces[
            bisect_right(self.pieces, end - 1, key=lambda piece: piece[0]) - 1
        ]
        close = self.lines.typed_span(last, max(end - 1 - last_offset, 0), end - last_offset)
        return typed._replace(end_line=close.end_line, end_column=close.end_column)


def passages(blocks: m.Blocks, lines: Lines) -> list[Passage]:
    """Return the passages of `blocks` in reading order, those of a note after its paragraph."""
    return list(_Reading(lines).blocks(blocks, _Context()))


@dataclass(frozen=True, slots=True)
class _Context:
    """What a node stands in, as `Passage` has it."""

    unit: m.Node | None = None
    section: m.Section | None = None
    condensed: m.Div | m.Section | None = None
    kind: Kind = "text"
    lead: m.Paragraph | None = None


_LED = (m.BulletList, m.OrderedList, m.DefinitionList, m.BlockQuote, m.Table)


def _leads(paragraph: m.Paragraph) -> bool:
    """Tell whether a paragraph ends with a colon; citations and spaces after it do not count."""
    for node in reversed(paragraph.children):
        if isinstance(node, m.CitationGroup | m.Note):
            continue
        text = plain_text((node,)).rstrip()
        if text:
            return text.endswith(":")
    return False


class _Reading:
    def __init__(self, lines: Lines) -> None:
        self.lines = lines

    def blocks(self, nodes: Iterable[m.Node], context: _Context) -> Iterator[Passage]:
        before: m.Node | None = None
        for node in nodes:
            if isinstance(before, m.Paragraph) and isinstance(node, _LED) and _leads(before):
                yield from self.block(node, replace(context, lead=before))
            else:
                yield from self.block(node, context)
            before = node

    def block(self, node: m.Node, context: _Context) -> Iterator[Passage]:
        unit = context.unit or node
        match node:
            case m.Section():
                inner = _Context(section=node, condensed=_condensed(node) or context.condensed)
                yield from self.line(node.title, node, replace(inner, kind="heading"))
                yield from self.blocks(node.children, inner)
            case m.Div():
                inner = replace(context, condensed=_condensed(node) or context.condensed)
                yield from self.blocks(node.children, inner)
            case m.Paragraph():
                yield from self.line(node.children, node, replace(context, unit=unit))
            case m.DefinitionItem():
                # A point in a point is one of its own; so is an item of a list below.
                inner = replace(context, unit=node)
                yield from self.line(node.term, node, replace(inner, kind="term"))
                for definition in node.definitions:
                    yield from self.blocks(definition, inner)
            case m.ListItem():
                yield from self.blocks(node.children, replace(context, unit=node))
            case m.BlockQuote():
                yield from self.blocks(node.children, replace(context, unit=unit, kind="quote"))
            case m.Table():
                inner = replace(context, unit=node)
                yield from self.line(node.caption, node, replace(inner, kind="caption"))
                header = replace(inner, kind="heading")
                for row in (node.header, *node.subheads):
                    yield from self.blocks(row.cells, header)
                for row in node.rows:
                    yield from self.blocks(row.cells, inner)
            case m.Figure():
                inner = replace(context, unit=node, kind="caption")
                yield from self.line(node.caption, node, inner)
            case m.Event():
                inner = replace(context, unit=node)
                yield from self.line(node.label, node, replace(inner, kind="term"))
                yield from self.line(node.children, node, inner)
            case (
                m.BulletList()
                | m.OrderedList()
                | m.DefinitionList()
                | m.Timeline()
                | m.Row()
                | m.Cell()
                | m.Panel()
                | m.SideBySide()
                | m.Columns()
                | m.Cover()
                | m.Landscape()
            ):
                yield from self.blocks(children(node), context)
            case (
                m.CodeBlock()
                | m.ThematicBreak()
                | m.PageBreak()
                | m.Placed()
                | m.Contents()
                | m.WorksCited()
                | m.Work()
                | m.Citation()
            ):
                pass  # no words, or not the report's own
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
                yield from self.line((node,), node, context)
            case _:
                assert_never(node)

    def line(self, inlines: m.Inlines, holder: m.Node, context: _Context) -> Iterator[Passage]:
        text = ""
        pieces: list[tuple[int, m.Text]] = []
        citations: list[tuple[int, m.CitationGroup]] = []
        notes: list[m.Note] = []
        stack: list[m.Node] = [*inlines[::-1]]
        while stack:
            node = stack.pop()
            match node:
                case m.Text():
                    pieces.append((len(text), node))
                    text += node.text
                case m.CitationGroup():
                    citations.append((len(text), node))
                    text += HOLE
                case m.Note():
                    notes.append(node)
                case m.LineBreak():
                    text += " "
                case m.Code() | m.Image() | m.CrossReference() | m.Placed():
                    text += HOLE
                case _:
                    stack.extend(children(node)[::-1])
        span = inlines[0].span if inlines and isinstance(holder, m.DefinitionItem) else holder.span
        if text.strip():
            yield Passage(
                text, context.kind, context.unit or holder, context.section, context.condensed,
                span, tuple(pieces), tuple(citations), self.lines, context.lead,
            )  # fmt: skip
        for note in notes:
            inner = replace(context, unit=context.unit or holder, kind="text")
            yield from self.blocks(note.children, inner)


def _condensed(node: m.Div | m.Section) -> m.Div | m.Section | None:
    return node if node.attr.has("condensed") else None
