"""Take lists, set them with hanging markers; definition lists as labelled points, run in."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.layout.boxes import ImageBox
from briefgen.layout.galley import NEXT, Galley, Item, Length, height_of
from briefgen.layout.inline.inlines import Look, run_in
from briefgen.theme import ListStyle
from briefgen.typography.markers import TASK_MARKS, bullet
from briefgen.typography.spacing import MARKER_GAP

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter

__all__ = ["markers", "numerals", "set_definitions", "set_list"]

_NUMBERING = {
    "decimal": "Decimal",
    "lower-alpha": "LowerAlpha",
    "upper-alpha": "UpperAlpha",
    "lower-roman": "LowerRoman",
    "upper-roman": "UpperRoman",
}
_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def numerals(node: m.OrderedList) -> Iterator[str]:
    """Yield the numbers of a list, without end."""
    for number in count(node.start):
        yield _numeral(number, node.style)


def markers(setter: Setter, node: m.BulletList | m.OrderedList, depth: int) -> Iterator[str]:
    """Yield the marker of each item; bullets change with the depth of nesting."""
    if isinstance(node, m.OrderedList):
        yield from numerals(node)
    style = setter.theme.lists.get("bullet", ListStyle())
    while True:
        yield bullet(style, depth)


def _numeral(number: int, style: str) -> str:
    if style.endswith("alpha") and number > 0:
        text = ""
        while number:
            number, digit = divmod(number - 1, 26)
            text = chr(ord("a") + digit) + text
    elif style.endswith("roman") and 0 < number < 4000:
        text = ""
        for value, letters in _ROMAN:
            times, number = divmod(number, value)
            text += letters * times
    else:
        return str(number)
    return text.upper() if style.startswith("upper") else text


def set_list(
    setter: Setter, node: m.BulletList | m.OrderedList, place: Place, galley: Galley
) -> None:
    """Set a bullet or ordered list."""
    if not node.items:
        return
    ordered = isinstance(node, m.OrderedList)
    style = setter.theme.lists.get("ordered" if ordered else "bullet", ListStyle())
    plain = setter.theme.paragraph(place.style)
    if not place.flat:
        place = place.inside(plain.indent_left, plain.indent_right)
    look = _marker_look(setter, style, place)
    items = list(zip(node.items, markers(setter, node, place.depth), strict=False))
    texts = [_checked(setter, item, look) or marker for item, marker in items]
    widest = max(setter.run(text, look, None)[1] for text in texts)
    indent = max(style.indent, widest + MARKER_GAP * look.size)
    numbering = _NUMBERING[node.style] if isinstance(node, m.OrderedList) else "Disc"
    element = place.parent.add("L", node.span, list_numbering=numbering)
    after = galley.after
    for number, ((item, _), text) in enumerate(zip(items, texts, strict=True)):
        entry = element.add("LI", item.span)
        slot = entry.add("Lbl", item.span).slot(item.span)
        body = entry.add("LBody", item.span)
        inner = place.inside(indent)._replace(
            parent=body,
            flat=True,
            depth=place.depth + 1,
            after=style.item_space if node.tight else None,
        )
        if number:
            galley.after = max(style.item_space, 0.0 if node.tight else galley.after or 0.0)
        start = len(galley.items)
        setter.blocks(item.children, inner, galley)
        if len(galley.items) == start:
            height = plain.leading
            galley.add(Item(height, base=setter.baseline(plain)[0]), after=style.item_space)
        setter.label(_first_shown(galley, start), text, look, slot, place)
        after = plain.space_after if place.after is None else place.after
    galley.after = max(after or 0.0, galley.after or 0.0)


def _first_shown(galley: Galley, start: int) -> Item:
    """Return the first item with text or an image: what a marker stands beside."""
    items = galley.items[start:]
    for item in items:
        if item.base is not None or any(isinstance(box, ImageBox) for box in item.boxes):
            return item
    return items[0]


def _marker_look(setter: Setter, style: ListStyle, place: Place) -> Look:
    text = setter.theme.paragraph(place.style)
    look = setter.inliner.look(setter.theme.paragraph(style.marker), place.lang)
    return look._replace(size=min(look.size, text.size))


def _checked(setter: Setter, item: m.ListItem, look: Look) -> str:
    """Return the mark of a task, by a character that the theme's fonts have."""
    if item.checked is None:
        return ""
    face = setter.fonts.face(look.font, look.bold, look.italic)
    printable = (pair for pair in TASK_MARKS if all(map(face.covers, "".join(pair))))
    done, to_do = next(printable, TASK_MARKS[-1])
    return done if item.checked else to_do


def set_definitions(setter: Setter, node: m.DefinitionList, place: Place, galley: Galley) -> None:
    """Set labelled points: the term in bold, its text going on in the same line."""
    name = "definition" if place.style == "body" else place.style
    outside = setter.theme.paragraph(place.style).space_after if place.after is None else 0.0
    style = setter.theme.paragraph(name)
    element = place.parent.add("L", node.span, list_numbering="None")
    if not place.flat:
        place = place.inside(style.indent_left, style.indent_right)
    look = setter.inliner.look(style, place.lang)
    bold = setter.inliner.character(look, "term")
    for item in node.items:
        entry = element.add("LI", item.span)
        label = entry.add("Lbl", item.span)
        term, marks = setter.inliner.fragments(item.term, bold, label)
        body = entry.add("LBody", item.span)
        inner = place._replace(parent=body, style=name, flat=True)
        blocks = [block for definition in item.definitions for block in definition]
        start = len(galley.items)
        first = blocks[0] if blocks else None
        if isinstance(first, m.Paragraph):
            del blocks[0]
            text = body.add("P", first.span)
            fragments, more = setter.inliner.fragments(first.children, look, text)
            joined = run_in(setter.inliner, bold, term, fragments)
            setter.count(name, joined)
            setter.lines(joined, name, inner, galley, [*marks, *more])
        elif term:
            setter.lines(term, name, inner, galley, marks)
            if blocks:
                galley.bind(NEXT)
        setter.lengths.append(Length(item, height_of(galley.items[start:])))
        setter.blocks(blocks, inner, galley)
    galley.after = max(galley.after or 0.0, outside)
