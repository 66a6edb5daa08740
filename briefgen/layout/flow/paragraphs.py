"""Take inlines and a paragraph style, return lines as items of a galley, footnotes with them."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen import model as m
from briefgen.diagnostics import GENERATED, Span
from briefgen.layout import mirror
from briefgen.layout.boxes import Element, Fill, Glyphs, LinkArea, OutlineEntry, Slot
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.galley import FREE, LINES, NEXT, TOGETHER, Galley, Item, Mark, rest_of
from briefgen.layout.inline.fragments import Fragment, narrowed
from briefgen.layout.inline.inlines import NoteMark, TextLook
from briefgen.layout.inline.line import Line
from briefgen.layout.inline.lines import break_lines
from briefgen.layout.sheet import moved
from briefgen.theme import ParagraphStyle
from briefgen.typography.bidi import is_rtl_language
from briefgen.walk import plain_text

__all__ = ["baseline", "label_glyphs", "link_area", "set_label", "set_lines", "set_paragraph"]


def set_paragraph(
    context: LayoutContext,
    inlines: m.Inlines,
    name: str,
    region: Region,
    galley: Galley,
    *,
    span: Span = GENERATED,
    role: str = "P",
) -> None:
    """Set a paragraph in the theme's style `name`."""
    style = context.theme.paragraph(name)
    element = region.parent.add(style.role or role, span)
    look = context.inliner.look(style, region.lang)
    fragments, marks = context.inliner.fragments(inlines, look, element)
    if style.outline:
        anchor = f"outline-{len(context.outline) + 1}"
        galley.anchors.append(anchor)
        context.outline.append(OutlineEntry(1, plain_text(inlines), anchor))
    context.count(name, fragments)
    set_lines(context, fragments, name, region, galley, marks)


def set_lines(
    context: LayoutContext,
    fragments: Sequence[Fragment],
    name: str,
    region: Region,
    galley: Galley,
    marks: Sequence[NoteMark] = (),
    *,
    hang: float = 0.0,
) -> int:
    """Break `fragments` into lines of style `name`; return the index of the first item.

    `hang` indents all lines: room for a number. Footnotes in `marks` get their place in the
    structure here, after the paragraph.
    """
    style = context.theme.paragraph(name)
    if not region.flat:
        region = region.inside(style.indent_left, style.indent_right)
    outer, region = region, region.inside(hang)
    if context.figures:
        fragments = [narrowed(fragment, region.width) for fragment in fragments]
    broken = break_lines(
        fragments,
        region.width,
        context.fonts,
        align=region.align or style.aligned(region.width),
        hyphenate=style.hyphenate,
        lang=region.lang,
        first_line=style.first_line,
        balance=_is_heading(name) or None,
        rtl=region.rtl,
    )
    if not broken:
        broken = [Line()]
    for mark in marks:
        region.parent.kids.append(mark.element)
    base, tall, deep = baseline(context, style)
    start = len(galley.items)
    last = len(broken) - 1
    for number, line in enumerate(broken):
        rise = max(0.0, line.ascent - tall)
        drop = max(0.0, line.descent - deep)
        y = base + rise
        boxes: list[Mark] = moved(line.fills, region.x, y)
        boxes += moved(line.glyphs, region.x, y)
        boxes += moved(line.links, region.x, y)
        if line.images:
            boxes += moved(line.images, region.x, y)
        if region.rtl:
            boxes = mirror.reflected(boxes, 2 * region.x + region.width)
        item = Item(style.leading + rise + drop, boxes, base=y)
        if line.anchors:
            item.anchors = [(anchor, region.x + x, 0.0) for anchor, x in line.anchors]
        for note in line.notes:
            if isinstance(note, NoteMark):
                _set_footnote(context, item, note)
        if number == 0 or number == last - 1:
            item.keep = LINES
        elif line.hyphenated:
            item.keep = TOGETHER
        if style.keep_together:
            item.keep = max(item.keep, TOGETHER)
        if number == last:
            item.keep = NEXT if style.keep_with_next else FREE
            _rule_below(item, style, outer)
        if number == 0:
            _rule_above(item, style, outer)
        galley.add(item, style.space_before if number == 0 else 0.0)
    galley.after = style.space_after if region.after is None else region.after
    return start


def baseline(context: LayoutContext, style: ParagraphStyle) -> tuple[float, float, float]:
    """Return the first baseline of `style`, and how far ink may reach above and below.

    Text stands in the middle of its leading; only what is taller than the style's own face
    makes a line higher.
    """
    face = context.fonts.face(style.font, style.bold, style.italic)
    ascent, descent = face.ascent * style.size, face.descent * style.size
    base = (style.leading + ascent - descent) / 2
    return base, max(base, ascent), max(style.leading - base, descent)


def set_label(
    context: LayoutContext, item: Item, text: str, look: TextLook, slot: Slot, region: Region
) -> None:
    """Print `text` where `region` begins on the first baseline of `item`: a number, a marker."""
    if item.base is None:
        item.base = look.size
    item.boxes = [
        *moved(label_glyphs(context, text, look, slot, region), region.x, item.base),
        *item.boxes,
    ]


def label_glyphs(
    context: LayoutContext, text: str, look: TextLook, slot: Slot | None, region: Region
) -> list[Glyphs]:
    """Return `text` set in one line from x = 0, as it is seen in `region`."""
    glyphs, width = context.inliner.one_line(text, look, slot)
    return mirror.reflected(glyphs, width) if region.rtl else glyphs


def _rule_below(item: Item, style: ParagraphStyle, region: Region) -> None:
    if (rule := style.rule_below).width:
        y = item.height + style.rule_gap
        item.boxes = [*item.boxes, Fill(region.x, y, region.width, rule.width, rule.colour)]
        item.height = y + rule.width


def _rule_above(item: Item, style: ParagraphStyle, region: Region) -> None:
    if (rule := style.rule_above).width:
        down = style.rule_gap + rule.width
        item.boxes = [
            Fill(region.x, 0, region.width, rule.width, rule.colour),
            *moved(item.boxes, 0, down),
        ]
        item.anchors = [(name, x, y + down) for name, x, y in item.anchors]
        item.height += down
        item.base = None if item.base is None else item.base + down


def _set_footnote(context: LayoutContext, item: Item, mark: NoteMark) -> None:
    """Set the footnote of `mark`; it must stand on the page of `item`."""
    style = context.theme.paragraph("note")
    number = str(mark.note.number)
    label = mark.element.add("Lbl", mark.note.span).add("Link", mark.note.span)
    region = context.text_region(mark.element)._replace(
        style="note", flat=True, lang=mark.lang, rtl=is_rtl_language(mark.lang)
    )
    galley = Galley()
    galley.anchors.append(f"note-{number}")
    context.blocks(mark.note.children, region.inside(style.indent_left), galley)
    if not galley.items:
        galley.add(Item(style.leading, base=baseline(context, style)[0]))
    first = galley.items[0]
    look = context.inliner.look(style, mark.lang)
    set_label(context, first, number, look, label.slot(mark.note.span), region)
    first.boxes = [
        *first.boxes,
        link_area(region.x, style.indent_left, style.leading, f"#note-ref-{number}", number, label),
    ]
    first.space = 2.0
    if region.rtl:
        mirror.turn(galley.items, 2 * region.x + region.width)
    item.notes.append(galley.items)
    item.note_height += sum(each.height + each.space for each in galley.items)
    item.note_rest = rest_of(galley.items)


def link_area(
    x: float, width: float, height: float, target: str, contents: str, element: Element
) -> LinkArea:
    """Return a link area from the top of an item."""
    return LinkArea(x, 0.0, max(width, 4.0), height, target, contents, element)


def _is_heading(name: str) -> bool:
    """Tell whether lines of style `name` are made about equally long."""
    return name.startswith("heading-") or name.endswith("title")
