"""Take a complete document and its layout, return its trace: block by block in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeAlias, assert_never

from briefgen import model as m
from briefgen.audience import Audience
from briefgen.diagnostics import GENERATED, Span
from briefgen.layout.boxes import Layout
from briefgen.record import NamedTuple
from briefgen.terms import straight
from briefgen.trace.origins import Origins
from briefgen.trace.pages import Pages
from briefgen.trace.passages import Origin, Part, Sentence, Trace, TracedBlock, Use
from briefgen.trace.sentences import sentence_starts
from briefgen.walk import plain_text, walk

__all__ = ["trace_document"]


_Holder: TypeAlias = m.Block | m.ListItem | m.DefinitionItem | m.Row | m.Cell | m.Event


def trace_document(
    document: m.Document,
    report: m.Report,
    audience: Audience,
    bibliography: Mapping[str, m.Reference],
    layout: Layout | None = None,
) -> Trace:
    """Return the trace of `document`, complete as `cite` returns it.

    The files that its spans name are read again, to tell what is written there from what was
    computed. `layout` gives page numbers; without it there are none. Header and footer come
    last, once each, with the fields that differ from page to page in braces.
    """
    listed = [node for node in walk(document.blocks) if isinstance(node, m.Work)]
    files = {work.span.file for work in listed}
    origins = Origins(report.source, report.metadata.span, files, audience.span)
    collecting = _Collecting(origins, Pages(layout), document.metadata.lang)
    start = _Place("paragraph", Span(str(audience.template), 1), "")
    blocks = [*collecting.blocks(document.blocks, start), *_running(document, audience, origins)]
    return Trace(
        audience=document.audience,
        title=document.audience_title,
        issue=document.issue,
        sources=origins.sources(),
        works=_works(document, bibliography),
        blocks=tuple(blocks),
    )


class _Place(NamedTuple):
    """What a text stands in: the kind of block, the nearest span known, the section."""

    kind: str
    span: Span
    section: str

    def of(self, kind: str) -> _Place:
        """Return the same place for another kind of block; each block of a note stays a note."""
        return self if self.kind == "note" else self._replace(kind=kind)


class _Piece(NamedTuple):
    """Text with one origin; `mark` for a citation mark, which ends a sentence but begins none."""

    text: str
    origin: Origin
    span: Span
    node: Span
    works: tuple[Use, ...] = ()
    mark: bool = False


@dataclass(slots=True)
class _Collecting:
    origins: Origins
    pages: Pages
    lang: str
    pending: list[m.Note | m.Image] = field(default_factory=list)

    def blocks(self, nodes: Iterable[_Holder], place: _Place) -> Iterator[TracedBlock]:
        for node in nodes:
            yield from self.block(node, _at(place, node))

    def block(self, node: _Holder, place: _Place) -> Iterator[TracedBlock]:
        """Yield the blocks of text in `node`, each note behind the text that refers to it."""
        match node:
            case m.Paragraph():
                yield from self.text(node.children, place)
            case m.Section():
                title = plain_text(node.title).strip()
                inside = place._replace(section=f"{node.number} {title}".strip())
                yield from self.text(node.title, inside.of("heading"))
                yield from self.blocks(node.children, inside)
            case m.BulletList() | m.OrderedList():
                yield from self.blocks(node.items, place.of("list item"))
            case m.DefinitionList():
                yield from self.blocks(node.items, place)
            case m.DefinitionItem():
                yield from self.text(node.term, place.of("term"))
                inside = place.of("definition") if place.kind == "paragraph" else place
                for definition in node.definitions:
                    yield from self.blocks(definition, inside)
            case m.BlockQuote():
                yield from self.blocks(node.children, place.of("quotation"))
            case m.CodeBlock():
                yield from self.put([self.piece(node.text, node, place.span)], place, "code")
            case m.Table():
                yield from self.caption(node, place)
                yield from self.blocks((node.header, *node.subheads, *node.rows), place)
            case m.Figure():
                if plain_text(node.image.children) != plain_text(node.caption):
                    self.pending.append(node.image)
                yield from self.caption(node, place)
            case m.Row():
                yield from self.blocks(node.cells, place.of("cell"))
            case (
                m.Div()
                | m.Panel()
                | m.SideBySide()
                | m.Columns()
                | m.Landscape()
                | m.ListItem()
                | m.Cell()
            ):
                yield from self.blocks(node.children, place)
            case m.Cover():
                yield from self.blocks((*node.children, *node.foot), place)
            case m.Timeline():
                yield from self.blocks(node.events, place)
            case m.Event():
                pieces = self.pieces((*node.label, m.LineBreak(node.span), *node.children), place)
                yield from self.put(pieces, place, "event")
            case m.Contents():
                for entry in node.entries:
                    yield from self.text(entry.title, place.of("contents"))
            case m.WorksCited():
                for work in node.works:
                    yield from self.work(work, place)
            case m.ThematicBreak() | m.PageBreak() | m.Placed():
                pass
            case _:
                assert_never(node)

    def caption(self, node: m.Table | m.Figure, place: _Place) -> Iterator[TracedBlock]:
        label = (m.Text(node.label + node.stop, node.span),) if node.label else ()
        yield from self.text((*label, *node.caption), place.of("caption"))

    def work(self, work: m.Work, place: _Place) -> Iterator[TracedBlock]:
        origin, span = self.origins.entry(work.span)
        use = (Use(work.number, work.key),)
        pieces = [_Piece(plain_text(work.entry), origin, span, work.span, use)]
        if work.trail:
            pieces.append(_Piece(plain_text(work.trail), "computed", place.span, GENERATED))
        yield from self.put(pieces, place, "work")

    def text(self, inlines: Iterable[m.Inline], place: _Place) -> Iterator[TracedBlock]:
        yield from self.put(self.pieces(inlines, place), place, place.kind)

    def put(self, pieces: Iterable[_Piece], place: _Place, kind: str) -> Iterator[TracedBlock]:
        """Yield the block of `pieces`, then the notes and images that were met in it."""
        pieces = list(pieces)
        waiting, self.pending = self.pending, []
        if any(piece.text.strip() for piece in pieces):
            page = self.pages.find(piece.node for piece in pieces if piece.text.strip())
            whole = kind in ("code", "work")
            sentences = (_whole(pieces),) if whole else _sentences(pieces, self.lang)
            yield TracedBlock(kind, place.section, page, sentences)
        for node in waiting:
            inside = _at(place, node)
            if isinstance(node, m.Note):
                yield from self.blocks(node.children, inside.of("note"))
            else:
                yield from self.text(node.children, inside.of("alt text"))

    def pieces(self, nodes: Iterable[m.Inline], place: _Place) -> Iterator[_Piece]:
        for node in nodes:
            here = _at(place, node)
            match node:
                case m.Text() | m.Code():
                    yield self.piece(node.text, node, place.span)
                case m.LineBreak():
                    yield _Piece(" ", "computed", here.span, GENERATED)
                case m.CitationGroup():
                    yield self.citation(node, here.span)
                case m.CrossReference():
                    kind = self.origins.kind(here.span.file)
                    origin: Origin = "computed" if kind == "template" else kind
                    yield _Piece(node.text, origin, here.span, node.span)
                case m.Note() | m.Image():
                    self.pending.append(node)
                case m.Placed():
                    pass  # compose has replaced all of them
                case (
                    m.Emphasis()
                    | m.Strong()
                    | m.Strikeout()
                    | m.Superscript()
                    | m.Subscript()
                    | m.Link()
                    | m.InlineSpan()
                ):
                    yield from self.pieces(node.children, here)
                case _:
                    assert_never(node)

    def piece(self, text: str, node: m.Text | m.Code | m.CodeBlock, fallback: Span) -> _Piece:
        return _Piece(text, *self.origins.of(text, node.span, fallback), node.span)

    def citation(self, group: m.CitationGroup, span: Span) -> _Piece:
        works = tuple(
            Use(c.number, c.key, " ".join(filter(None, (c.label if c.locator else "", c.locator))))
            for c in group.citations
        )
        text = plain_text((*group.lead, *group.rendered))
        kind = self.origins.kind(span.file)
        return _Piece(text, kind, span, group.span, works, mark=not group.in_text)


def _at(place: _Place, node: m.Node) -> _Place:
    return place if node.span == GENERATED else place._replace(span=node.span)


# ------------------------------------------------------------------------------------- sentences


def _sentences(pieces: list[_Piece], lang: str) -> tuple[Sentence, ...]:
    """Cut the text of `pieces` into sentences."""
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + len(piece.text))
    text = "".join(piece.text for piece in pieces)
    marks = [(a, a + len(p.text)) for a, p in zip(offsets, pieces, strict=False) if p.mark]
    starts = [*sentence_starts(text, marks, lang), len(text)]
    found = []
    for start, end in pairwise(starts):
        inside = [
            _cut(piece, max(start - begins, 0), end - begins)
            for begins, piece in zip(offsets, pieces, strict=False)
            if begins < end and begins + len(piece.text) > start
        ]
        if text[start:end].strip():
            found.append(_whole(inside))
    return tuple(found)


def _cut(piece: _Piece, start: int, end: int) -> _Piece:
    """Return `piece.text[start:end]` as a piece; its span is narrowed if it is within one line."""
    if start == 0 and end >= len(piece.text):
        return piece
    text, span = piece.text[start:end], piece.span
    if span.end_line == span.line and not piece.mark:
        last = span.end_column
        before = piece.text[:start]
        if len(piece.text) > last - span.column:  # French quotation marks, typed as one character
            before, text = straight(before), straight(text)
        first = min(span.column + len(before), last)
        span = span._replace(column=first, end_column=min(first + len(text), last))
    return piece._replace(text=piece.text[start:end], span=span)


def _whole(pieces: Iterable[_Piece]) -> Sentence:
    """Return `pieces` as one sentence; neighbours from the same place are joined to one part."""
    parts: list[Part] = []
    lead = ""
    works: dict[Use, None] = {}
    for piece in pieces:
        works.update(dict.fromkeys(piece.works))
        last = parts[-1] if parts else None
        if last is not None and (not any(map(str.isalnum, piece.text)) or _joins(last, piece)):
            span = _spanning(last.span, piece.span) if _joins(last, piece) else last.span
            parts[-1] = Part(last.text + piece.text, last.origin, span)
        elif not piece.text.strip():
            lead += piece.text
        else:
            parts.append(Part(lead + piece.text, piece.origin, piece.span))
            lead = ""
    closed = tuple(part._replace(text=_line(part.text)) for part in parts)
    return Sentence(_line("".join(part.text for part in parts)), closed, tuple(works))


def _joins(last: Part, piece: _Piece) -> bool:
    """Tell whether `piece` continues `last`: same origin and file, on the same line or the next."""
    if (last.origin, last.span.file) != (piece.origin, piece.span.file):
        return False
    ends = max(last.span.line, last.span.end_line)
    return last.span == piece.span or ends <= piece.span.line <= ends + 1


def _spanning(first: Span, last: Span) -> Span:
    if (last.line, last.column) < (first.line, first.column):
        return first
    return first._replace(end_line=last.end_line, end_column=last.end_column)


def _line(text: str) -> str:
    return " ".join(filter(None, text.replace("\n", " ").replace("\t", " ").split(" "))).strip()


# -------------------------------------------------------------------------- header and footer


def _running(document: m.Document, audience: Audience, origins: Origins) -> Iterator[TracedBlock]:
    """Yield header and footer, a sentence for each position that is not empty."""
    for kind, shown, written in (
        ("header", document.header, audience.header),
        ("footer", document.footer, audience.footer),
    ):
        sentences = []
        banner, choice = document.banner, document.metadata.options.marking
        if banner and choice and (banner.top if kind == "header" else banner.bottom):
            part = Part(banner.text, "computed", document.metadata.place("briefgen", "marking"))
            sentences.append(Sentence(part.text, (part,)))
        for side in ("left", "center", "right"):
            text: str = getattr(shown, side)
            if not text:
                continue
            place = origins.value(getattr(written, side), audience.span)
            part = Part(_line(text), "template", place or audience.span)
            sentences.append(Sentence(part.text, (part,)))
        if sentences:
            yield TracedBlock(kind, "", None, tuple(sentences))


def _works(
    document: m.Document, bibliography: Mapping[str, m.Reference]
) -> tuple[tuple[Use, str], ...]:
    """Return what the document cites and lists, by number, with titles."""
    found = {
        Use(node.number, node.key) for node in walk(document.blocks) if isinstance(node, m.Work)
    }
    groups = (node for node in walk(document.blocks) if isinstance(node, m.CitationGroup))
    found |= {Use(c.number, c.key) for group in groups for c in group.citations}
    return tuple(
        (use, str(bibliography[use.key].csl.get("title", "")))
        for use in sorted(found)
        if use.key in bibliography
    )
