"""Take lists, set them with hanging markers; definition lists as labelled points, run in."""

from __future__ import annotations

from collections.abc import Iterator

from briefgen import model as m
from briefgen.layout.boxes import ImageBox
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.paragraphs import baseline, set_label, set_lines
from briefgen.layout.galley import NEXT, Galley, Item, Length, height_of
from briefgen.layout.inline.inlines import TextLook, run_in
from briefgen.theme import ListStyle
from briefgen.typography.markers import TASK_MARKS, bullet
from briefgen.typography.numerals import numerals
from briefgen.typography.spacing import MARKER_GAP

__all__ = ["set_definitions", "set_list"]

_NUMBERING = {
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}


def markers(
    context: LayoutContext, node: m.BulletList | m.OrderedList, depth: int
) -> Iterator[str]:
    """Yield the marker of each item; bullets change with the depth of nesting."""
    if isinstance(node, m.OrderedList):
        yield from numerals(node)
    style = context.theme.lists.get("bullet", ListStyle())
    while True:
        yield bullet(style, depth)


def set_list(
    context: LayoutContext, node: m.BulletList | m.OrderedList, region: Region, galley: Galley
) -> None:
    """Set a bullet or ordered list."""
    if not node.items:
        return
    ordered = isinstance(node, m.OrderedList)
    style = context.theme.lists.get("ordered" if ordered else "bullet", ListStyle())
    plain = context.theme.paragraph(region.style)
    if not region.flat:
        region = region.inside(plain.indent_left, plain.indent_right)
    look = _marker_look(context, style, region)
    items = list(zip(node.items, markers(context, node, region.depth), strict=False))
    texts = [_checked(context, item, look) or marker for item, marker in items]
    widest = max(context.inliner.one_line(text, look, None)[1] for text in texts)
    indent = max(style.indent, widest + MARKER_GAP * look.size)
    numbering = _NUMBERING[node.style] if isinstance(node, m.OrderedList) else "Disc"
    element = region.parent.add("L", node.span, list_numbering=numbering)
    after = galley.after
    for number, ((item, _), text) in enumerate(zip(items, texts, strict=True)):
        entry = element.add("LI", item.span)
        slot = entry.add("Lbl", item.span).slot(item.span)
        body = entry.add("LBody", item.span)
        inner = region.inside(indent)._replace(
            parent=body,
            flat=True,
            depth=region.depth + 1,
            after=style.item_space if node.tight else None,
        )
        if number:
            galley.after = max(style.item_space, 0.0 if node.tight else galley.after or 0.0)
        start = len(galley.items)
        context.blocks(item.children, inner, galley)
        if len(galley.items) == start:
            height = plain.leading
            galley.add(Item(height, base=baseline(context, plain)[0]), after=style.item_space)
        set_label(context, _first_shown(galley, start), text, look, slot, region)
        after = plain.space_after if region.after is None else region.after
    galley.after = max(after or 0.0, galley.after or 0.0)


def _first_shown(galley: Galley, start: int) -> Item:
    """Return the first item with text or an image: what a marker stands beside."""
    items = galley.items[start:]
    for item in items:
        if item.base is not None or any(isinstance(box, ImageBox) for box in item.boxes):
            return item
    return items[0]


def _marker_look(context: LayoutContext, style: ListStyle, region: Region) -> TextLook:
    text = context.theme.paragraph(region.style)
    look = context.inliner.look(context.theme.paragraph(style.marker), region.lang)
    return look._replace(size=min(look.size, text.size))


def _checked(context: LayoutContext, item: m.ListItem, look: TextLook) -> str:
    """Return the mark of a task, by a character that the theme's fonts have."""
    if item.checked is None:
        return ""
    face = context.fonts.face(look.font, look.bold, look.italic)
    printable = (pair for pair in TASK_MARKS if all(map(face.covers, "".join(pair))))
    done, to_do = next(printable, TASK_MARKS[-1])
    return done if item.checked else to_do


def set_definitions(
    context: LayoutContext, node: m.DefinitionList, region: Region, galley: Galley
) -> None:
    """Set labelled points: the term in bold, its text going on in the same line."""
    name = "definition" if region.style == "body" else region.style
    outside = context.theme.paragraph(region.style).space_after if region.after is None else 0.0
    style = context.theme.paragraph(name)
    element = region.parent.add("L", node.span, list_numbering="None")
    if not region.flat:
        region = region.inside(style.indent_left, style.indent_right)
    look = context.inliner.look(style, region.lang)
    bold = context.inliner.character(look, "term")
    for item in node.items:
        entry = element.add("LI", item.span)
        label = entry.add("Lbl", item.span)
        term, marks = context.inliner.fragments(item.term, bold, label)
        body = entry.add("LBody", item.span)
        inner = region._replace(parent=body, style=name, flat=True)
        blocks = [block for definition in item.definitions for block in definition]
        start = len(galley.items)
        first = blocks[0] if blocks else None
        if isinstance(first, m.Paragraph):
            del blocks[0]
            text = body.add("P", first.span)
            fragments, more = context.inliner.fragments(first.children, look, text)
            joined = run_in(context.inliner, bold, term, fragments)
            context.count(name, joined)
            set_lines(context, joined, name, inner, galley, [*marks, *more])
        elif term:
            set_lines(context, term, name, inner, galley, marks)
            if blocks:
                galley.bind(NEXT)
        context.lengths.append(Length(item, height_of(galley.items[start:])))
        context.blocks(blocks, inner, galley)
    galley.after = max(galley.after or 0.0, outside)
