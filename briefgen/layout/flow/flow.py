"""Take blocks and the place they stand in, return vertical items and their structure elements.

A `Setter` sets one document: it knows theme and fonts, and collects the outline on its way.
Where text stands is a `Place`: left edge and width, the style of plain paragraphs, the element
that the structure goes into. Tables, lists of works and the rest have modules of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Literal, assert_never

from briefgen import model as m
from briefgen.diagnostics import GENERATED, Diagnostics, Span
from briefgen.layout import mirror
from briefgen.layout.boxes import Element, Fill, Glyphs, OutlineEntry, Slot
from briefgen.layout.flow import contents, divs, lists, tables, timeline
from briefgen.layout.galley import (
    FREE,
    LINES,
    NEXT,
    TOGETHER,
    Galley,
    Item,
    Length,
    Mark,
    height_of,
    moved,
    rest_of,
)
from briefgen.layout.inline.inlines import Inliner, Look, NoteMark
from briefgen.layout.inline.insets import narrowed
from briefgen.layout.inline.lines import Fragment, Line, break_lines
from briefgen.layout.pages import floats, landscape
from briefgen.record import NamedTuple, replace
from briefgen.theme import BoxStyle, PageStyle, ParagraphStyle, Stroke, Theme
from briefgen.typography.bidi import RIGHT_TO_LEFT, leftward
from briefgen.typography.fonts import FontSet
from briefgen.typography.spacing import NARROWEST, SHORT_RULE
from briefgen.walk import plain_text

__all__ = ["Place", "Setter"]


class Place(NamedTuple):
    """Where blocks stand.

    `style` names the style of plain paragraphs; `align` overrides its alignment. In a `flat`
    place paragraphs leave out their own indents (a list or quote has indented them already);
    `after` replaces the space after them (tight lists). `level` is the depth of sections here,
    `depth` that of lists. A `leftward` place begins at the right: it is set as it would be seen
    in a mirror, x and `align` among it, and whoever made the place turns it over (`mirror`).
    """

    x: float
    width: float
    parent: Element
    lang: str
    style: str = "body"
    align: Literal["", "left", "right", "center"] = ""
    flat: bool = False
    after: float | None = None
    level: int = 1
    depth: int = 0
    leftward: bool = False

    def inside(self, left: float, right: float = 0.0) -> Place:
        """Return this place indented, as far as there is room."""
        left = min(left, max(0.0, self.width - right - NARROWEST))
        return self._replace(x=self.x + left, width=max(self.width - left - right, 1.0))


class Setter:
    """Sets the blocks of one document."""

    def __init__(self, document: m.Document, theme: Theme, fonts: FontSet, sink: Diagnostics):
        self.document = document
        self.theme = theme
        self.fonts = fonts
        self.sink = sink
        self.inliner = Inliner(theme, fonts, sink)
        self.figures = self.inliner.figures
        self.outline: list[OutlineEntry] = []
        self.lengths: list[Length] = []
        self.columns: dict[int, list[float]] = {}  # by the id of a table that was made lower
        self.styles: dict[str, int] = {}
        self.leftward = leftward(document.metadata.lang)
        page = theme.page
        self.room = max(page.height - page.top - page.bottom, 1.0)

    def main_style(self) -> str:
        """Return the name of the style that most of the text is set in."""
        return max(self.styles, key=self.styles.__getitem__, default="body")

    def scaled(self, factor: float) -> Setter:
        """Return a setter for the same document with smaller type."""
        other = copy(self)
        other.theme = self.theme.scaled(factor)
        other.inliner = Inliner(other.theme, self.fonts, self.sink)
        other.inliner.figures = self.figures
        return other

    def on(self, page: PageStyle) -> Setter:
        """Return a setter for the same document on other paper."""
        other = copy(self)
        other.theme = replace(self.theme, page=page)
        other.room = max(page.height - page.top - page.bottom, 1.0)
        return other

    def frame(self, element: Element) -> Place:
        """Return the place of the body text, its structure in `element`."""
        page = self.theme.page
        width = max(page.width - page.left - page.right, NARROWEST)
        lang = self.document.metadata.lang
        return Place(page.left, width, element, lang, leftward=self.leftward)

    # ------------------------------------------------------------------------------------ blocks

    def blocks(self, blocks: Iterable[m.Block], place: Place, galley: Galley) -> None:
        """Set `blocks` into `galley`."""
        for node in blocks:
            self.block(node, place, galley)

    def block(self, node: m.Block, place: Place, galley: Galley) -> None:
        """Set one block into `galley`."""
        moves = isinstance(node, floats.MOVABLE) and floats.movable(self, node, place, galley)
        first = len(galley.items)
        match node:
            case m.Section() | m.Table() | m.Figure() if (
                lang := node.attr.get("lang", place.lang)
            ) != place.lang:
                moves = False  # it does so below
                parent = place.parent.add("Div", node.span, lang=lang)
                place = place._replace(parent=parent, lang=lang)
                with self.facing(leftward(lang), place, galley) as place:
                    self.block(node, place, galley)
            case m.Landscape():
                landscape.set_landscape(self, node, place, galley)
            case m.Paragraph():
                start = len(galley.items)
                self.paragraph(node.children, place.style, place, galley, span=node.span)
                self.lengths.append(Length(node, height_of(galley.items[start:])))
            case m.Section():
                self._section(node, place, galley)
            case m.BulletList() | m.OrderedList():
                lists.set_list(self, node, place, galley)
            case m.DefinitionList():
                lists.set_definitions(self, node, place, galley)
            case m.BlockQuote():
                self._quote(node, place, galley)
            case m.CodeBlock():
                with self.facing(False, place, galley) as place:
                    divs.set_code(self, node, place, galley)
            case m.Table():
                tables.set_table(self, node, place, galley)
            case m.Figure():
                divs.set_figure(self, node, place, galley)
            case m.Div() | m.Panel() | m.Cover():
                divs.set_div(self, node, place, galley)
            case m.SideBySide():
                divs.set_side_by_side(self, node, place, galley)
            case m.Columns():
                divs.set_columns(self, node, place, galley)
            case m.ThematicBreak():
                self._rule(galley, place)
            case m.PageBreak():
                galley.fresh = True
            case m.Timeline():
                timeline.set_timeline(self, node, place, galley)
            case m.Contents():
                contents.set_contents(self, node, place, galley)
            case m.WorksCited():
                contents.set_works(self, node, place, galley)
            case m.Placed():
                pass  # compose has replaced all of them
            case _:
                assert_never(node)
        if moves:
            floats.join(self, place, galley, first)
        elif isinstance(node, m.Div | m.Panel) and floats.stays(node):
            for item in galley.items[first:]:
                item.floats = 0

    @contextmanager
    def facing(self, leftward: bool, place: Place, galley: Galley) -> Iterator[Place]:
        """Let what is set into `galley` meanwhile be `leftward` or not, whatever `place` is."""
        start = len(galley.items)
        yield place._replace(leftward=leftward)
        if leftward != place.leftward:
            mirror.turn(galley.items[start:], 2 * place.x + place.width)

    def column(self, blocks: Iterable[m.Block], place: Place) -> list[Item]:
        """Set `blocks` into a galley of their own, in which no page can start."""
        galley = Galley()
        self.blocks(blocks, place, galley)
        if galley.anchors:
            galley.add(Item(0.0))
        for item in galley.items:
            item.fresh = item.cover = False
        return galley.items

    # -------------------------------------------------------------------------------- paragraphs

    def paragraph(
        self,
        inlines: m.Inlines,
        name: str,
        place: Place,
        galley: Galley,
        *,
        span: Span = GENERATED,
        role: str = "P",
    ) -> None:
        """Set a paragraph in the theme's style `name`."""
        style = self.theme.paragraph(name)
        element = place.parent.add(style.role or role, span)
        look = self.inliner.look(style, place.lang)
        fragments, marks = self.inliner.fragments(inlines, look, element)
        if style.outline:
            anchor = f"outline-{len(self.outline) + 1}"
            galley.anchors.append(anchor)
            self.outline.append(OutlineEntry(1, plain_text(inlines), anchor))
        self.count(name, fragments)
        self.lines(fragments, name, place, galley, marks)

    def count(self, name: str, fragments: Sequence[Fragment]) -> None:
        """Count text of the author's own, not that of headings and lists of works, as of `name`."""
        length = sum([len(fragment.text) for fragment in fragments])
        self.styles[name] = self.styles.get(name, 0) + length

    def lines(
        self,
        fragments: Sequence[Fragment],
        name: str,
        place: Place,
        galley: Galley,
        marks: Sequence[NoteMark] = (),
        *,
        hang: float = 0.0,
    ) -> int:
        """Break `fragments` into lines of style `name`; return the index of the first item.

        `hang` indents all lines: room for a number. Footnotes in `marks` get their place in the
        structure here, after the paragraph.
        """
        style = self.theme.paragraph(name)
        if not place.flat:
            place = place.inside(style.indent_left, style.indent_right)
        outer, place = place, place.inside(hang)
        if self.figures:
            fragments = [narrowed(fragment, place.width) for fragment in fragments]
        broken = break_lines(
            fragments,
            place.width,
            self.fonts,
            align=place.align or style.aligned(place.width),
            hyphenate=style.hyphenate,
            lang=place.lang,
            first_line=style.first_line,
            balance=_is_heading(name) or None,
            leftward=place.leftward,
        )
        if not broken:
            broken = [Line()]
        for mark in marks:
            place.parent.kids.append(mark.element)
        base, tall, deep = self.baseline(style)
        start = len(galley.items)
        last = len(broken) - 1
        for number, line in enumerate(broken):
            rise = max(0.0, line.ascent - tall)
            drop = max(0.0, line.descent - deep)
            y = base + rise
            boxes: list[Mark] = moved(line.fills, place.x, y)
            boxes += moved(line.glyphs, place.x, y)
            boxes += moved(line.links, place.x, y)
            if line.images:
                boxes += moved(line.images, place.x, y)
            if place.leftward:
                boxes = mirror.reflected(boxes, 2 * place.x + place.width)
            item = Item(style.leading + rise + drop, boxes, base=y)
            if line.anchors:
                item.anchors = [(anchor, place.x + x, 0.0) for anchor, x in line.anchors]
            for note in line.notes:
                if isinstance(note, NoteMark):
                    self._footnote(item, note)
            if number == 0 or number == last - 1:
                item.keep = LINES
            elif line.hyphenated:
                item.keep = TOGETHER
            if style.keep_together:
                item.keep = max(item.keep, TOGETHER)
            if number == last:
                item.keep = NEXT if style.keep_with_next else FREE
                self._rule_below(item, style, outer)
            if number == 0:
                self._rule_above(item, style, outer)
            galley.add(item, style.space_before if number == 0 else 0.0)
        galley.after = style.space_after if place.after is None else place.after
        return start

    def baseline(self, style: ParagraphStyle) -> tuple[float, float, float]:
        """Return the first baseline of `style`, and how far ink may reach above and below.

        Text stands in the middle of its leading; only what is taller than the style's own face
        makes a line higher.
        """
        face = self.fonts.face(style.font, style.bold, style.italic)
        ascent, descent = face.ascent * style.size, face.descent * style.size
        base = (style.leading + ascent - descent) / 2
        return base, max(base, ascent), max(style.leading - base, descent)

    def run(
        self, text: str, look: Look, slot: Slot | None, *, end: str = " "
    ) -> tuple[list[Glyphs], float]:
        """Return `text` set in one line from x = 0, and its width; `end` follows unseen."""
        if look.capitals:
            text = text.upper()
        style = self.inliner.style(look)
        if RIGHT_TO_LEFT.search(text):
            line = break_lines(
                [Fragment(text, style, slot)], 1e6, self.fonts, align="left", lang=look.lang
            )[0]
            left = min((run.x for run in line.glyphs), default=0.0)
            return moved(line.glyphs, -left, 0.0), line.width - left
        x = width = 0.0
        glyphs: list[Glyphs] = []
        for piece, face in self.fonts.split(text + end, style.face):
            shaped = self.fonts.shape(piece, face, style.features, style.lang)
            advances = tuple([a * style.size + style.tracking for a in shaped.advances])
            glyphs.append(
                Glyphs(
                    x,
                    -style.rise,
                    face.key,
                    style.size,
                    style.colour,
                    shaped.gids,
                    advances,
                    shaped.text,
                    slot,
                    tuple([r * style.size for r in shaped.rise]),
                )
            )
            x += sum(advances)
            width = x
        if end and glyphs:
            width -= glyphs[-1].advances[-1]
        return glyphs, width

    def label(self, item: Item, text: str, look: Look, slot: Slot, place: Place) -> None:
        """Print `text` where `place` begins on the first baseline of `item`: a number, a marker."""
        if item.base is None:
            item.base = look.size
        item.boxes = [*moved(self.begun(text, look, slot, place), place.x, item.base), *item.boxes]

    def begun(self, text: str, look: Look, slot: Slot | None, place: Place) -> list[Glyphs]:
        """Return `text` set in one line from x = 0, as it is seen in `place`."""
        glyphs, width = self.run(text, look, slot)
        return mirror.reflected(glyphs, width) if place.leftward else glyphs

    def _rule_below(self, item: Item, style: ParagraphStyle, place: Place) -> None:
        if (rule := style.rule_below).width:
            y = item.height + style.rule_gap
            item.boxes = [*item.boxes, Fill(place.x, y, place.width, rule.width, rule.colour)]
            item.height = y + rule.width

    def _rule_above(self, item: Item, style: ParagraphStyle, place: Place) -> None:
        if (rule := style.rule_above).width:
            down = style.rule_gap + rule.width
            item.boxes = [
                Fill(place.x, 0, place.width, rule.width, rule.colour),
                *moved(item.boxes, 0, down),
            ]
            item.anchors = [(name, x, y + down) for name, x, y in item.anchors]
            item.height += down
            item.base = None if item.base is None else item.base + down

    # ------------------------------------------------------------------------------- other blocks

    def _section(self, node: m.Section, place: Place, galley: Galley) -> None:
        name = f"heading-{min(max(node.level, 1), 6)}"
        style = self.theme.paragraph(name)
        sect = place.parent.add("Sect", node.span)
        title = plain_text(node.title)
        if node.attr.id:
            galley.anchors.append(node.attr.id)
            full = f"{node.number} {title}".strip()
            self.outline.append(OutlineEntry(place.level, full, node.attr.id))
        if place.level == 1 and title:
            galley.section = f"{node.number}\u2002{title}" if node.number else title
        if node.title or node.number:
            heading = sect.add(f"H{min(place.level, 6)}", node.span)
            look = self.inliner.look(style, place.lang)
            slot = heading.slot(node.span) if node.number else None
            fragments, marks = self.inliner.fragments(node.title, look, heading)
            hang = 0.0
            if slot:
                numbered = self._number(look)
                _, width = self.run(node.number, numbered, slot)
                hang = max(22.0, width + 0.4 * style.size)
            where = place._replace(parent=sect)
            start = self.lines(fragments, name, where, galley, marks, hang=hang)
            galley.items[start].level = place.level
            if slot:
                where = place if place.flat else place.inside(style.indent_left)
                self.label(galley.items[start], node.number, numbered, slot, where)
        inner = place._replace(parent=sect, level=place.level + 1)
        self.blocks(node.children, inner, galley)

    def _number(self, look: Look) -> Look:
        style = self.theme.paragraphs.get("heading-number")
        return look._replace(colour=style.colour) if style else look

    def _quote(self, node: m.BlockQuote, place: Place, galley: Galley) -> None:
        style = self.theme.paragraph("quote")
        element = place.parent.add("BlockQuote", node.span)
        inner = place.inside(style.indent_left, style.indent_right)
        name = "quote" if "quote" in self.theme.paragraphs else place.style
        self.blocks(node.children, inner._replace(parent=element, style=name, flat=True), galley)

    def _rule(self, galley: Galley, place: Place) -> None:
        box = self.theme.boxes.get("rule-short", BoxStyle(space_before=10, space_after=10))
        stroke = box.rule_top
        if not stroke.width:
            stroke = Stroke(1.5, self.theme.colours.get("accent", "#000000"))
        width = min(SHORT_RULE, place.width)
        fill = Fill(place.x, 0.0, width, stroke.width, stroke.colour)
        galley.add(Item(stroke.width, [fill]), box.space_before, box.space_after)

    def _footnote(self, item: Item, mark: NoteMark) -> None:
        """Set the footnote of `mark`; it must stand on the page of `item`."""
        style = self.theme.paragraph("note")
        number = str(mark.note.number)
        label = mark.element.add("Lbl", mark.note.span).add("Link", mark.note.span)
        place = self.frame(mark.element)._replace(
            style="note", flat=True, lang=mark.lang, leftward=leftward(mark.lang)
        )
        galley = Galley()
        galley.anchors.append(f"note-{number}")
        self.blocks(mark.note.children, place.inside(style.indent_left), galley)
        if not galley.items:
            galley.add(Item(style.leading, base=self.baseline(style)[0]))
        first = galley.items[0]
        look = self.inliner.look(style, mark.lang)
        self.label(first, number, look, label.slot(mark.note.span), place)
        first.boxes = [
            *first.boxes,
            contents.area(
                place.x, style.indent_left, style.leading, f"#note-ref-{number}", number, label
            ),
        ]
        first.space = 2.0
        if place.leftward:
            mirror.turn(galley.items, 2 * place.x + place.width)
        item.notes.append(galley.items)
        item.note_height += sum(each.height + each.space for each in galley.items)
        item.note_rest = rest_of(galley.items)


def _is_heading(name: str) -> bool:
    """Tell whether lines of style `name` are made about equally long."""
    return name.startswith("heading-") or name.endswith("title")
