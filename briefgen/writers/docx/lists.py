"""Take lists, write their items: Word's own numbers and bullets, restarted for each list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.layout.lists import MARKER_GAP, numerals
from briefgen.theme import ListStyle
from briefgen.writers.docx.markup import element
from briefgen.writers.docx.measures import length
from briefgen.writers.docx.properties import indent

if TYPE_CHECKING:
    from briefgen.writers.docx.body import Body
    from briefgen.writers.docx.place import Place

__all__ = ["write_definitions", "write_list"]

_DEEPEST = 8


def write_list(body: Body, node: m.BulletList | m.OrderedList, place: Place) -> None:
    """Write a bullet or ordered list."""
    ordered = isinstance(node, m.OrderedList)
    kind = "ordered" if ordered else "bullet"
    look = body.theme.lists.get(kind) or ListStyle()
    numbering = body.making.numbering
    plain = body.styles.look(place.style)
    if not place.flat:
        place = place.inside(plain.indent_left, plain.indent_right)
    level = min(place.depth, _DEEPEST)
    shared, hanging = 0, look.indent
    if isinstance(node, m.OrderedList):
        shared = numbering.ordered(node.style, node.start, level)
        hanging = _hanging(body, node, look)
    closing = plain.space_after if place.after is None else place.after
    for index, item in enumerate(node.items):
        number = shared
        if item.checked is not None:
            number = numbering.task(item.checked)
        elif not ordered:
            number = numbering.bullets()
        after = look.item_space if node.tight else max(look.item_space, plain.space_after)
        inner = place.inside(hanging)
        inner = inner._replace(flat=True, depth=place.depth + 1, after=after)
        blocks = list(item.children)
        first: m.Inlines = ()
        if blocks and isinstance(blocks[0], m.Paragraph):
            first = blocks[0].children
            del blocks[0]
        last = index == len(node.items) - 1
        styled = f"list-{kind}" if place.style == "body" else place.style
        ends = last and not blocks
        where = inner._replace(after=closing if ends else after)
        _item(body, first, styled, where, (look.indent, hanging), (number, level))
        style = "list-continue" if place.style == "body" else place.style
        for position, block in enumerate(blocks):
            here = inner._replace(style=style) if isinstance(block, m.Paragraph) else inner
            if last and position == len(blocks) - 1:
                here = here._replace(after=closing)
            body.block(block, here)


def _hanging(body: Body, node: m.OrderedList, look: ListStyle) -> float:
    """Return how far the text of a list is indented: as the style wants, if its numbers fit."""
    texts = {text for text, _ in zip(numerals(node), node.items, strict=False)}
    widest = max((length(body, text, look.marker) for text in sorted(texts)), default=0.0)
    return max(look.indent, widest + MARKER_GAP * body.styles.look(look.marker).size)


def _item(
    body: Body,
    inlines: m.Inlines,
    style: str,
    place: Place,
    indents: tuple[float, float],
    counted: tuple[int, int],
) -> None:
    """Write the first paragraph of an item: `indents` are the style's and what numbers take."""
    (usual, hanging), (number, level) = indents, counted
    own = f"<w:numPr>{element('ilvl', level)}{element('numId', number)}</w:numPr>"
    parts = {"numPr": own}
    where = (round(place.left, 2), place.right, hanging)
    if where != (round(usual * (level + 1), 2), 0.0, usual):
        parts["ind"] = indent(place.left, place.right, -hanging)
    else:
        parts["ind"] = ""  # the numbering has it
    if body.styles.numbering.get(style) == own:
        parts["numPr"] = ""
    text = body.inliner.write(inlines, body.inliner.look(style))
    body.paragraph(text, style, place, parts=parts)


def write_definitions(body: Body, node: m.DefinitionList, place: Place) -> None:
    """Write labelled points: the term in its own style, its text going on in the same line."""
    name = "definition" if place.style == "body" else place.style
    style = body.styles.look(name)
    if not place.flat:
        place = place.inside(style.indent_left, style.indent_right)
    place = place._replace(style=name, flat=True)
    look = body.inliner.look(name)
    bold = body.inliner.character(look, "term")
    for item in node.items:
        term = body.inliner.write(item.term, bold)
        blocks = [block for definition in item.definitions for block in definition]
        if blocks and isinstance(blocks[0], m.Paragraph):
            text = body.inliner.write(blocks[0].children, look)
            del blocks[0]
            body.paragraph(body.inliner.run_in(term, bold) + text if term else text, name, place)
        elif term:
            parts = {"keepNext": "<w:keepNext/>"} if blocks else {}
            body.paragraph(term, name, place, parts=parts)
        body.blocks(blocks, place)
