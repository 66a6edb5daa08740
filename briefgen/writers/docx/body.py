"""Take blocks, return paragraphs and tables: the text of a part, one block after the other.

A `Body` writes one story: the document or a footnote. What a paragraph needs to say beside its
style is little: where its list or panel indents it, and the space that a table before it wants.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import field
from typing import TYPE_CHECKING, assert_never

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.record import record
from briefgen.theme import BoxStyle, Theme
from briefgen.typography.bidi import NO_LANGUAGE, is_right_to_left, leftward
from briefgen.writers.docx import contents, divs, lists, tables
from briefgen.writers.docx.anchors import Anchors
from briefgen.writers.docx.figures import Pictures, set_figure
from briefgen.writers.docx.inlines import Inliner, Look, code_run
from briefgen.writers.docx.measures import evened
from briefgen.writers.docx.nodes import (
    TAB,
    Content,
    Element,
    Node,
    Paragraph,
    Properties,
    holds_drawing,
    text_of,
    w,
)
from briefgen.writers.docx.notes import Footnotes, numbered
from briefgen.writers.docx.numbering import Numbering
from briefgen.writers.docx.package import PlainPart
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.place import Marker, Place
from briefgen.writers.docx.properties import box_margins, indent
from briefgen.writers.docx.sections import Sections
from briefgen.writers.docx.styles import Styles
from briefgen.writers.docx.units import twips

if TYPE_CHECKING:
    from briefgen.layout.boxes import Layout
    from briefgen.layout.flow.flow import Setter

__all__ = ["Body", "Making", "write_note"]

_OPPOSITE = {"left": "right", "right": "left"}
_RULE = 56.0
"""Length of the short rule between parts."""
_LITTLE = 2.0
"""Space before a table that is not worth a paragraph."""


@record(frozen=False, slots=True)
class Making:
    """What all parts of one document share while it is being written."""

    document: m.Document
    theme: Theme
    styles: Styles
    numbering: Numbering
    anchors: Anchors
    pictures: Pictures
    sections: Sections
    sink: Diagnostics
    palette: Palette
    layout: Layout | None = None
    setter: Setter | None = None
    captions: dict[str, int] = field(default_factory=dict)
    """The number of the last caption of each kind."""
    gallery: bool = False
    """Whether a table of contents has been written."""

    def page(self, target: str) -> str:
        """Return the number of the page that `target` stands on, "" where nobody knows."""
        anchor = self.layout.anchors.get(target.removeprefix("#")) if self.layout else None
        return str(anchor.page + 1) if anchor else ""


class Body:
    """Writes the blocks of one story into `out`, a list of paragraphs and tables."""

    def __init__(self, making: Making, story: PlainPart, notes: Footnotes | None) -> None:
        self.making = making
        self.story = story
        self.styles = making.styles
        self.theme = making.theme
        self.inliner = Inliner(
            making.styles,
            making.anchors,
            story,
            notes.add if notes is not None else None,
            lambda image, size: making.pictures.drawing(image, self._width, story, highest=size),
            making.document.metadata.lang,
        )
        self.out: list[Node] = []
        self._is_note = notes is None
        self._width = making.sections.width
        self._waiting: list[str] = []
        self._fresh = False
        self._owed = 0.0
        self._after = 0.0
        self._top = True
        self.marker: Marker | None = None
        """The number or bullet of a list item, for the next paragraph."""

    # ------------------------------------------------------------------------------------ blocks

    def blocks(self, blocks: Iterable[m.Block], place: Place) -> None:
        """Write `blocks`."""
        for node in blocks:
            self.block(node, place)

    def block(self, node: m.Block, place: Place) -> None:
        """Write one block."""
        match node:
            case m.Section() | m.Div() | m.Table() if (
                lang := node.attr.get("lang", self.inliner.lang)
            ) != self.inliner.lang:
                with self.language(lang, place) as turned:
                    self.block(node, turned)
            case m.Div() | m.Table() | m.Figure() if (
                node.attr.has("landscape") and self.making.sections.turns and _is_column(place)
            ):
                self._turned(node, place)
            case m.Paragraph():
                self._width = place.width
                look = self.inliner.look(place.style)
                text = self.inliner.write(node.children, look)
                self.paragraph(text, place.style, evened(self, node.children, place))
            case m.Section():
                self._section(node, place)
            case m.BulletList() | m.OrderedList():
                lists.write_list(self, node, place)
            case m.DefinitionList():
                lists.write_definitions(self, node, place)
            case m.BlockQuote():
                self._quote(node, place)
            case m.CodeBlock():
                self._code(node, place)
            case m.Table():
                tables.write_table(self, node, place)
            case m.Figure(drawing=m.Chart() | m.Scale() as drawing):
                from briefgen.writers.docx.drawings import write_drawing

                write_drawing(self, node, drawing, place)
            case m.Figure():
                set_figure(self, node, place)
            case m.Div():
                divs.write_div(self, node, place)
            case m.ThematicBreak():
                self.paragraph((), "rule", place.inside(0.0, place.width - _RULE))
            case m.PageBreak():
                self.fresh()
            case m.Timeline():
                from briefgen.writers.docx.timeline import write_timeline

                write_timeline(self, node, place)
            case m.Contents():
                contents.write_contents(self, node, place)
            case m.WorksCited():
                contents.write_works(self, node, place)
            case m.Placed():
                pass  # compose has replaced all of them
            case _:
                assert_never(node)

    @contextmanager
    def aside(self) -> Iterator[list[Node]]:
        """Let what is written meanwhile go into a list of its own, which this gives."""
        outer, self.out = self.out, []
        yield self.out
        self.out = outer

    @contextmanager
    def cell(self) -> Iterator[list[Node]]:
        """Let what is written meanwhile be the content of a cell, which has to end with text."""
        outside = self._owed, self._after, self._fresh, self._top, self.marker
        self._owed, self._fresh, self._top, self.marker = 0.0, False, True, None
        with self.aside() as written:
            yield written
            self._end_flush()
            if not written or not isinstance(written[-1], Paragraph) or self._waiting:
                self.gap(1.0)
        self._owed, self._after, self._fresh, self._top, self.marker = outside

    def inside(self, blocks: Iterable[m.Block], place: Place) -> Content:
        """Return `blocks` as the content of a cell."""
        with self.cell() as written:
            self.blocks(blocks, place)
        return written

    def _end_flush(self) -> None:
        """Take away the space after the last paragraph: cells have padding of their own."""
        if self._after and self.out and isinstance(last := self.out[-1], Paragraph):
            spacing = last.properties.get("spacing", w("spacing"))
            spacing = spacing._replace(attributes={**spacing.attributes, "w:after": 0})
            self.out[-1] = last._replace(properties={**last.properties, "spacing": spacing})

    # -------------------------------------------------------------------------------- paragraphs

    def paragraph(
        self,
        content: Content,
        name: str,
        place: Place,
        *,
        parts: Properties | None = None,
        before: float | None = None,
    ) -> None:
        """Write a paragraph of style `name`; `parts` are properties of its own."""
        look = self.styles.look(name)
        own = {"pStyle": w("pStyle", val=self.styles.paragraph(name))}
        left, right, first = self.styles.indents(name)
        if place.flat:
            left, right, first = place.left, place.right, max(first, 0.0)
        else:
            left, right = left + place.left, right + place.right
        own |= self.styles.unsaid(name)
        said = self.styles.said(name)
        if self.marker is not None:
            marker, self.marker = self.marker, None
            left = max(left, marker.text)
            first, said = marker.left - left, marker.said or said
            lists.mark(own, marker, left, name, self.styles)
        if (twips(left), twips(right), twips(first)) != tuple(map(twips, said)):
            own["ind"] = indent(left, right, first)
        if place.keep and not look.keep_with_next:
            own["keepNext"] = w("keepNext")
        align = place.align or look.aligned(place.width)
        if align != look.align:
            own["jc"] = w("jc", val=align)
        if place.frame:
            own["framePr"] = place.frame
        spacing: dict[str, str | int] = {}
        space = look.space_before if before is None else before
        if self._fresh or self._top:
            space = 0.0  # no space at the top of a page or cell
        space = max(space, self._owed)
        if space != look.space_before:
            spacing["before"] = twips(space)
        self._top = False
        if place.after is not None and place.after != look.space_after:
            spacing["after"] = twips(place.after)
        if self.inliner.leftward or self.leftward:
            content = self._directed(content, own, place)
        elif self.styles.leftward:
            own["bidi"] = w("bidi", val=0)
        if holds_drawing(content):  # in lines of an exact height it would be cut off
            spacing |= {"line": twips(look.leading), "lineRule": "atLeast"}
        if spacing:
            own["spacing"] = w("spacing", **spacing)
        if self._fresh and not place.nested:
            own["pageBreakBefore"] = w("pageBreakBefore")
            self._fresh = False
        self._owed = 0.0
        self._after = look.space_after if place.after is None else place.after
        own.update(parts or {})
        self.out.append(Paragraph(own, [*self.marks(), *content]))

    def _directed(self, content: Content, own: dict[str, Element], place: Place) -> Content:
        """Return `content` with its directions; `own` gets the paragraph's, and what it changes.

        Word mirrors a paragraph that runs to the left: its "left" is where such text begins.
        """
        from briefgen.writers.docx.directions import directed, isolated

        self.inliner.leftward = False
        base = is_right_to_left(self.inliner.lang, text_of(content))
        if self.styles.leftward:
            own["bidi"] = w("bidi", val=0)
        if base or self.leftward:
            own["bidi"] = w("bidi")
            if place.align in _OPPOSITE:
                own["jc"] = w("jc", val=_OPPOSITE[place.align] if self.leftward else "left")
        if base or not self.leftward:
            return directed(content, int(base), self.styles.other_font)
        return isolated(content, leftward=False)

    @property
    def leftward(self) -> bool:
        """Whether text that begins at the right surrounds what is being written."""
        return leftward(self.inliner.lang)

    @property
    def order(self) -> Node:
        """What a table says of the order of its columns, "" where that goes without saying."""
        if self.leftward:
            return w("bidiVisual")
        return w("bidiVisual", val="off") if self.styles.leftward else ""

    @contextmanager
    def language(self, lang: str, place: Place) -> Iterator[Place]:
        """Let what is written meanwhile be in `lang`; its indents change sides with it."""
        outer, self.inliner.lang = self.inliner.lang, lang
        turns = leftward(outer) != leftward(lang)
        yield place._replace(left=place.right, right=place.left) if turns else place
        self.inliner.lang = outer

    def gap(self, height: float, *, keep: bool = False) -> Paragraph:
        """Write an empty paragraph of `height` points: between two tables, after the last one."""
        height = max(height, 1.0)
        spacing = w("spacing", line=twips(height), lineRule="exact")
        parts = {"pStyle": w("pStyle", val=self.styles.paragraph("gap")), "spacing": spacing}
        if keep:
            parts["keepNext"] = w("keepNext")
        if self._fresh:
            parts["pageBreakBefore"] = w("pageBreakBefore")
            self._fresh = False
        self._owed = self._after = 0.0
        self._top = False
        written = Paragraph(parts, self.marks())
        self.out.append(written)
        return written

    def empty(self, style: str = "gap") -> Paragraph:
        """Return an empty paragraph, for a cell without content."""
        return Paragraph({"pStyle": w("pStyle", val=self.styles.paragraph(style))})

    def owe(self, space: float) -> None:
        """Let what comes next stand at least `space` below what is there."""
        self._owed = max(self._owed, space)

    def table(self, table: Element, before: float, after: float) -> None:
        """Write a table with space around it, which tables in Word cannot have by themselves."""
        space = max(0.0 if self._top else before, self._owed)
        last = self.out[-1] if self.out else None
        after_table = isinstance(last, Element) and last.name == "w:tbl"
        if self._fresh or self._waiting or after_table or space > self._after + _LITTLE:
            self.gap(space - self._after, keep=True)
        self.out.append(table)
        self._after = 0.0
        self._top = False
        self._owed = after

    def fresh(self) -> None:
        """Let the next paragraph begin a page."""
        self._fresh = bool(self.out)

    def wait(self, name: str) -> None:
        """Let the next paragraph carry the bookmark of `name`."""
        if name:
            self._waiting.append(name)

    def marks(self) -> Content:
        """Return the bookmarks that wait for a paragraph."""
        marks = [node for name in self._waiting for node in self.making.anchors.mark(name)]
        self._waiting.clear()
        return marks

    def end_section(self, *, start: str, columns: int = 1, gap: float = 0.0) -> None:
        """End the page section here; the next one starts by `start` ("continuous", "nextPage")."""
        if self._owed:
            self.gap(self._owed)
        if start == "nextPage":
            self._fresh = False
        sections = self.making.sections
        if len(self.out) > sections.begun:
            last = self.out[-1]
            if not isinstance(last, Paragraph) or "framePr" in last.properties:
                last = self.gap(1.0)
            ended = {**last.properties, "sectPr": sections.properties()}
            self.out[-1] = last._replace(properties=ended)
            sections.start = start
            self._after = 0.0
        self._top = self._top or start == "nextPage"
        sections.begun = len(self.out)
        sections.columns, sections.gap, sections.cover = columns, gap, False
        sections.leftward = self.styles.leftward if columns == 1 else self.leftward

    def close(self) -> Element:
        """End the story, return the properties of the last page section."""
        sections = self.making.sections
        self._waiting += self.making.anchors.missing()
        self._fresh = False  # nothing follows that could begin a page
        nothing = len(self.out) == sections.begun
        last = self.out[-1] if self.out else None
        if isinstance(last, Paragraph) and nothing and not self._waiting:
            parts = dict(last.properties)
            if sections.start == "nextPage" and (ended := parts.pop("sectPr", None)):
                # A cover was the last page: its properties are the document's.
                self.out[-1] = last._replace(properties=parts)
                return ended
        if nothing or self._waiting or not isinstance(last, Paragraph):
            self.gap(1.0)
        return sections.properties()

    # ------------------------------------------------------------------------------- other blocks

    def _turned(self, node: m.Div | m.Table | m.Figure, place: Place) -> None:
        """Write a block on landscape pages of its own."""
        sections = self.making.sections
        self.end_section(start="nextPage")
        sections.landscape = True
        self.block(node, place._replace(width=sections.width))
        self.end_section(start="nextPage")
        sections.landscape = False

    def _section(self, node: m.Section, place: Place) -> None:
        if node.attr.has("page-break"):
            self.fresh()
        level = min(max(node.level, 1), 6)
        if node.title or node.number:
            name = f"heading-{level}"
            look = self.inliner.look(name)
            heading = self.making.numbering.heading(node)
            parts = {"numPr": heading.properties} if heading.properties else {}
            number: Content = ()
            if heading.literal:
                hang = self.making.numbering.hang(level)
                literal = self.inliner.text(heading.literal, self.number_look(look))
                number = (*literal, TAB)
                parts["ind"] = indent(hang, 0.0, -hang)
            title = self.making.anchors.mark(node.attr.id, self.inliner.write(node.title, look))
            self.paragraph(
                [*number, *title], name, place._replace(align="", after=None), parts=parts
            )
        else:
            self.wait(node.attr.id)
        self.blocks(node.children, place)

    def number_look(self, look: Look) -> Look:
        """Return the look of the number before text in `look`."""
        style = self.theme.paragraphs.get("heading-number")
        return look._replace(colour=style.colour, name="heading-number") if style else look

    def _quote(self, node: m.BlockQuote, place: Place) -> None:
        name = "quote" if "quote" in self.theme.paragraphs else place.style
        style = self.styles.look(name)
        inner = place.inside(style.indent_left, style.indent_right)
        self.blocks(node.children, inner._replace(style=name, flat=True))

    @property
    def code_box(self) -> BoxStyle | None:
        """The box around code; in a note there is none: not every program shows tables there."""
        return None if self._is_note else self.theme.boxes.get("code")

    def _code(self, node: m.CodeBlock, place: Place) -> None:
        self.wait(node.attr.id)
        box = self.code_box
        runs = (code_run(node.text),)
        with self.language(NO_LANGUAGE, place) as place:
            if box is None:
                self.paragraph(runs, "code", place._replace(align="", after=8.0), before=2.0)
                return
            inner = place.cell(divs.room(box, place.width, both=False), "code")
            with self.cell() as written:
                self.paragraph(runs, "code", inner)
            self.panel("code", box, written, place)

    def panel(self, name: str, box: BoxStyle, inside: Content, place: Place) -> None:
        """Write a box around `inside`: a table of one cell, whose style has the look."""
        turned = self.leftward and not self.styles.leftward
        own = (box_margins("tcMar", box, both=True),) if turned else ()
        table = tables.grid(
            self.styles.box(name),
            [place.width],
            [[tables.cell(place.width, inside, *own)]],
            left=place.left,
            whole=box.keep_together,
            order=self.order,
        )
        self.table(table, box.space_before, box.space_after)


def _is_column(place: Place) -> bool:
    return not (place.nested or place.left or place.right or place.frame)


def write_note(making: Making, note: m.Note, lang: str, story: PlainPart) -> Content:
    """Return the paragraphs of a footnote, the number hanging before the first."""
    width = making.styles.look("note").indent_left
    making.styles.hang("note", width, width)
    body = Body(making, story, None)
    body.inliner.lang = lang
    place = Place(making.sections.width, "note", nested=True)
    inner = place.inside(width)._replace(flat=True)
    body.marker = Marker(None, 0.0, width)
    if not note.children or lists.opening(body, note.children[0], inner):
        body.paragraph((), "note", place)
    body.blocks(note.children, inner)
    return numbered(body.out)
