"""Take the content of paragraphs and finished tables, put them below one another.

A `Body` writes one story: the document or a footnote. A paragraph says little beside its style:
where its list or panel indents it, its direction, and the space that a table before it wants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field

from briefgen import model as m
from briefgen.record import record
from briefgen.typography.bidi import RIGHT_TO_LEFT, paragraph_is_rtl
from briefgen.writers.docx.context import Marker, WriterContext
from briefgen.writers.docx.inlines import RunWriter
from briefgen.writers.docx.nodes import (
    Content,
    Properties,
    WordParagraph,
    XmlElement,
    XmlNode,
    holds_drawing,
    text_of,
    w,
)
from briefgen.writers.docx.package import PlainPart
from briefgen.writers.docx.properties import indent
from briefgen.writers.docx.state import WriterState
from briefgen.writers.docx.units import twips

__all__ = ["Body"]

_OPPOSITE = {"left": "right", "right": "left"}
_LITTLE = 2.0
"""Space before a table that is not worth a paragraph."""


@record(frozen=False, slots=True)
class Flow:
    """Paragraphs and tables below one another, and how the next one begins.

    It begins a page where it is to be `fresh`, has no space above it at the `top` of a page or
    cell, and stands at least `owed` points below the last, which ended with `after` points. It
    carries the bookmarks of the names that are `waiting`, and the `marker` of a list item.
    """

    waiting: list[str]
    written: list[XmlNode] = field(default_factory=list)
    fresh: bool = False
    top: bool = True
    owed: float = 0.0
    after: float = 0.0
    marker: Marker | None = None


class Body:
    """Writes one story: `part` has its relationships, `write` writes a block into it.

    Blocks know neither each other nor the function that tells them apart: they are given a body,
    and it is given `write`.
    """

    def __init__(
        self,
        state: WriterState,
        part: PlainPart,
        write: Callable[[Body, m.Block, WriterContext], None],
        note: Callable[[m.Note, str], int],
    ) -> None:
        self.state = state
        self.part = part
        self.styles = state.styles
        self.theme = state.theme
        self.flow = Flow([])
        self._write = write
        self._runs = RunWriter(state.styles, state.anchors, part, note, self._picture, {}, "")

    def _picture(self, image: m.Image, width: float, highest: float) -> Content:
        return self.state.pictures.drawing(image, width, self.part, highest=highest)

    def runs(self, context: WriterContext) -> RunWriter:
        """Return what writes inlines in `context`."""
        return self._runs._replace(lang=context.lang, width=context.width, in_note=context.in_note)

    def blocks(self, blocks: Iterable[m.Block], context: WriterContext) -> None:
        """Write `blocks`."""
        for node in blocks:
            self._write(self, node, context)

    def block(self, node: m.Block, context: WriterContext) -> None:
        """Write one block."""
        self._write(self, node, context)

    # ------------------------------------------------------------------------------------- cells

    @contextmanager
    def aside(self) -> Iterator[list[XmlNode]]:
        """Let what is written meanwhile go into a list of its own, which this gives."""
        outer, self.flow.written = self.flow.written, []
        yield self.flow.written
        self.flow.written = outer

    @contextmanager
    def cell(self) -> Iterator[list[XmlNode]]:
        """Let what is written meanwhile be the content of a cell, which has to end with text."""
        outer, self.flow = self.flow, Flow(self.flow.waiting)
        written = self.flow.written
        yield written
        self._end_flush()
        if not written or not isinstance(written[-1], WordParagraph) or self.flow.waiting:
            self.gap(1.0)
        self.flow = outer

    def inside(self, blocks: Iterable[m.Block], context: WriterContext) -> Content:
        """Return `blocks` as the content of a cell."""
        with self.cell() as written:
            self.blocks(blocks, context)
        return written

    def _end_flush(self) -> None:
        """Take away the space after the last paragraph: cells have padding of their own."""
        flow = self.flow
        if flow.after and flow.written and isinstance(last := flow.written[-1], WordParagraph):
            spacing = last.properties.get("spacing", w("spacing"))
            spacing = spacing._replace(attributes={**spacing.attributes, "w:after": 0})
            flow.written[-1] = last._replace(properties={**last.properties, "spacing": spacing})

    # -------------------------------------------------------------------------------- paragraphs

    def paragraph(
        self,
        content: Content,
        name: str,
        context: WriterContext,
        *,
        parts: Properties | None = None,
        before: float | None = None,
    ) -> None:
        """Write a paragraph of style `name`; `parts` are properties of its own."""
        styles, flow = self.styles, self.flow
        look = styles.look(name)
        own = {"pStyle": w("pStyle", val=styles.paragraph(name)), **styles.extra_properties(name)}
        self._indent(own, name, context)
        if context.keep and not look.keep_with_next:
            own["keepNext"] = w("keepNext")
        align = context.align or look.aligned(context.width)
        if align != look.align:
            own["jc"] = w("jc", val=align)
        if context.frame:
            own["framePr"] = context.frame
        space = look.space_before if before is None else before
        if flow.fresh or flow.top:
            space = 0.0  # no space at the top of a page or cell
        space = max(space, flow.owed)
        spacing: dict[str, str | int] = {}
        if space != look.space_before:
            spacing["before"] = twips(space)
        if context.after is not None and context.after != look.space_after:
            spacing["after"] = twips(context.after)
        if holds_drawing(content):  # in lines of an exact height it would be cut off
            spacing |= {"line": twips(look.leading), "lineRule": "atLeast"}
        if spacing:
            own["spacing"] = w("spacing", **spacing)
        code = name == "code"  # stays in the order in which it is written
        if context.rtl or (not code and RIGHT_TO_LEFT.search(text_of(content))):
            content = self._directed(content, own, context)
        elif styles.rtl:
            own["bidi"] = w("bidi", val=0)
        if flow.fresh and not context.nested:
            own["pageBreakBefore"] = w("pageBreakBefore")
            flow.fresh = False
        flow.top, flow.owed = False, 0.0
        flow.after = look.space_after if context.after is None else context.after
        own.update(parts or {})
        flow.written.append(WordParagraph(own, [*self.marks(), *content]))

    def _indent(self, own: dict[str, XmlElement], name: str, context: WriterContext) -> None:
        """Add to `own` the indents that the style does not have, and a marker that waits."""
        styles, flow = self.styles, self.flow
        left, right, first = styles.indents(name)
        if context.flat:
            left, right, first = context.left, context.right, max(first, 0.0)
        else:
            left, right = left + context.left, right + context.right
        known = styles.style_indents(name)
        if flow.marker is not None:
            marker, flow.marker = flow.marker, None
            left = max(left, marker.text)
            first, known = marker.left - left, marker.known_indents or known
            if marker.number is None or styles.numbering.get(name) == marker.number:
                own.pop("numPr", None)
            else:
                own["numPr"] = marker.number
            if twips(left) > twips(marker.text):
                # Without the tab stop the text would stand at the one before its indent.
                own["tabs"] = w("tabs", w("tab", val="left", pos=twips(left)))
            if name == "figure":
                own["textAlignment"] = w("textAlignment", val="top")
        if (twips(left), twips(right), twips(first)) != tuple(map(twips, known)):
            own["ind"] = indent(left, right, first)

    def _directed(
        self, content: Content, own: dict[str, XmlElement], context: WriterContext
    ) -> Content:
        """Return `content` with its directions; `own` gets the paragraph's, and what it changes.

        Word mirrors a paragraph that runs to the left: its "left" is where such text begins.
        """
        from briefgen.writers.docx.directions import directed, isolated

        base = paragraph_is_rtl(context.lang, text_of(content))
        if self.styles.rtl:
            own["bidi"] = w("bidi", val=0)
        if base or context.rtl:
            own["bidi"] = w("bidi")
            if context.align in _OPPOSITE:
                side = _OPPOSITE[context.align] if context.rtl else "left"
                own["jc"] = w("jc", val=side)
        if base or not context.rtl:
            return directed(content, int(base), self.styles.other_font)
        return isolated(content, rtl=False)

    def gap(self, height: float, *, keep: bool = False) -> WordParagraph:
        """Write an empty paragraph of `height` points: between two tables, after the last one."""
        flow = self.flow
        spacing = w("spacing", line=twips(max(height, 1.0)), lineRule="exact")
        parts = {"pStyle": w("pStyle", val=self.styles.paragraph("gap")), "spacing": spacing}
        if keep:
            parts["keepNext"] = w("keepNext")
        if flow.fresh:
            parts["pageBreakBefore"] = w("pageBreakBefore")
            flow.fresh = False
        flow.owed = flow.after = 0.0
        flow.top = False
        written = WordParagraph(parts, self.marks())
        flow.written.append(written)
        return written

    def empty(self, style: str = "gap") -> WordParagraph:
        """Return an empty paragraph, for a cell without content."""
        return WordParagraph({"pStyle": w("pStyle", val=self.styles.paragraph(style))})

    # ------------------------------------------------------------------------------------ tables

    def table(self, table: XmlElement, before: float, after: float) -> None:
        """Write a table with space around it, which tables in Word cannot have by themselves."""
        flow = self.flow
        space = max(0.0 if flow.top else before, flow.owed)
        last = flow.written[-1] if flow.written else None
        after_table = isinstance(last, XmlElement) and last.name == "w:tbl"
        if flow.fresh or flow.waiting or after_table or space > flow.after + _LITTLE:
            self.gap(space - flow.after, keep=True)
        flow.written.append(table)
        flow.after = 0.0
        flow.top = False
        flow.owed = after

    def order(self, context: WriterContext) -> XmlNode:
        """Return what a table says of the order of its columns, "" where it need not."""
        if context.rtl:
            return w("bidiVisual")
        return w("bidiVisual", val="off") if self.styles.rtl else ""

    # ------------------------------------------------------------------------------- what follows

    def owe(self, space: float) -> None:
        """Let what comes next stand at least `space` below what is there."""
        self.flow.owed = max(self.flow.owed, space)

    def fresh(self) -> None:
        """Let the next paragraph begin a page."""
        self.flow.fresh = bool(self.flow.written)

    def wait(self, name: str) -> None:
        """Let the next paragraph carry the bookmark of `name`."""
        if name:
            self.flow.waiting.append(name)

    def marks(self) -> Content:
        """Return the bookmarks that wait for a paragraph."""
        waiting = self.flow.waiting
        marks = [node for name in waiting for node in self.state.anchors.mark(name)]
        waiting.clear()
        return marks

    # ---------------------------------------------------------------------------------- sections

    def end_section(
        self, *, start: str, columns: int = 1, gap: float = 0.0, rtl: bool | None = None
    ) -> None:
        """End the page section here; the next one starts by `start` ("continuous", "nextPage").

        The columns of the next one begin at the right where they are `rtl`.
        """
        flow, sections = self.flow, self.state.sections
        if flow.owed:
            self.gap(flow.owed)
        if start == "nextPage":
            flow.fresh = False
        if len(flow.written) > sections.begun:
            last = flow.written[-1]
            if not isinstance(last, WordParagraph) or "framePr" in last.properties:
                last = self.gap(1.0)
            ended = {**last.properties, "sectPr": sections.properties()}
            flow.written[-1] = last._replace(properties=ended)
            sections.start = start
            flow.after = 0.0
        flow.top = flow.top or start == "nextPage"
        sections.begun = len(flow.written)
        sections.columns, sections.gap, sections.cover = columns, gap, False
        sections.rtl = self.styles.rtl if rtl is None else rtl

    def close(self) -> XmlElement:
        """End the story, return the properties of the last page section."""
        flow, sections = self.flow, self.state.sections
        flow.waiting += self.state.anchors.missing()
        flow.fresh = False  # nothing follows that could begin a page
        nothing = len(flow.written) == sections.begun
        last = flow.written[-1] if flow.written else None
        if isinstance(last, WordParagraph) and nothing and not flow.waiting:
            parts = dict(last.properties)
            if sections.start == "nextPage" and (ended := parts.pop("sectPr", None)):
                # A cover was the last page: its properties are the document's.
                flow.written[-1] = last._replace(properties=parts)
                return ended
        if nothing or flow.waiting or not isinstance(last, WordParagraph):
            self.gap(1.0)
        return sections.properties()
