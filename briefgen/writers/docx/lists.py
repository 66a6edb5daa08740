"""Take lists, write their items: Word's own numbers and bullets, restarted for each list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.layout.flow.lists import MARKER_GAP, numerals
from briefgen.record import NamedTuple
from briefgen.theme import ListStyle
from briefgen.writers.docx import divs, tables
from briefgen.writers.docx.measures import length
from briefgen.writers.docx.nodes import Element, w
from briefgen.writers.docx.place import Marker
from briefgen.writers.docx.properties import numbering
from briefgen.writers.docx.units import twips

if TYPE_CHECKING:
    from briefgen.writers.docx.body import Body
    from briefgen.writers.docx.place import Place
    from briefgen.writers.docx.styles import Styles

__all__ = ["mark", "opening", "write_definitions", "write_list"]

_DEEPEST = 8


def write_list(body: Body, node: m.BulletList | m.OrderedList, place: Place) -> None:
    """Write a bullet or ordered list."""
    ordered = isinstance(node, m.OrderedList)
    kind = "ordered" if ordered else "bullet"
    look = body.theme.lists.get(kind) or ListStyle()
    lists = body.making.numbering
    plain = body.styles.look(place.style)
    if not place.flat:
        place = place.inside(plain.indent_left, plain.indent_right)
    level = min(place.depth, _DEEPEST)
    shared, hanging = 0, look.indent
    if isinstance(node, m.OrderedList):
        shared = lists.ordered(node.style, node.start, level)
        hanging = _hanging(body, node, look)
    closing = plain.space_after if place.after is None else place.after
    styled = f"list-{kind}", "list-continue"
    if place.style != "body":
        styled = place.style, place.style
    if body.marker is not None:  # a paragraph has one, and the first of this list has its own
        body.paragraph((), styled[0], place._replace(after=look.item_space, keep=True))
    for index, item in enumerate(node.items):
        number = shared
        if item.checked is not None:
            number = lists.task(item.checked)
        elif not ordered:
            number = lists.bullets()
        after = look.item_space if node.tight else max(look.item_space, plain.space_after)
        inner = place.inside(hanging)
        inner = inner._replace(flat=True, depth=place.depth + 1, after=after)
        blocks = item.children or (m.Paragraph((), item.span),)
        counted = numbering(number, level)
        said = (look.indent * (level + 1), 0.0, -look.indent)
        body.marker = Marker(counted, place.left, inner.left, said)
        last = index == len(node.items) - 1
        for position, block in enumerate(blocks):
            here = inner
            if isinstance(block, m.Paragraph):
                here = here._replace(style=styled[min(position, 1)])
            if last and position == len(blocks) - 1:
                here = here._replace(after=closing)
            if body.marker is not None and (first := opening(body, block, here)):
                _write_beside(body, block, here, body.marker, first)
            else:
                body.block(block, here)
        if body.marker is not None:  # nothing came of the blocks
            body.paragraph((), styled[0], inner._replace(after=closing if last else after))


def _hanging(body: Body, node: m.OrderedList, look: ListStyle) -> float:
    """Return how far the text of a list is indented: as the style wants, if its numbers fit."""
    texts = {text for text, _ in zip(numerals(node), node.items, strict=False)}
    widest = max((length(body, text, look.marker) for text in sorted(texts)), default=0.0)
    return max(look.indent, widest + MARKER_GAP * body.styles.look(look.marker).size)


def mark(parts: dict[str, Element], marker: Marker, left: float, name: str, styles: Styles) -> None:
    """Let `parts`, the properties of a paragraph in style `name`, carry `marker`."""
    if marker.number is None or styles.numbering.get(name) == marker.number:
        parts.pop("numPr", None)
    else:
        parts["numPr"] = marker.number
    if twips(left) > twips(marker.text):  # or the text would stand at a tab stop before its indent
        parts["tabs"] = w("tabs", w("tab", val="left", pos=twips(left)))
    if name == "figure":
        parts["textAlignment"] = w("textAlignment", val="top")


class _Opening(NamedTuple):
    """The first line of a table: its style, and what stands above it."""

    style: str
    above: float = 0.0


def opening(body: Body, node: m.Block, place: Place) -> _Opening | None:
    """Return the first line of what `node` begins with, if that is a table in Word."""
    match node:
        case m.CodeBlock() if box := body.code_box:
            return _Opening("code", box.padding_y)
        case m.Table(caption=(), label=""):
            style = tables.styled(body, node)[1]
            return _Opening(style.head if node.header.cells else style.stub, style.padding_y)
        case m.Timeline() | m.ThematicBreak():
            return _Opening(place.style)
        case m.Div():
            _, box, place = divs.entered(body, node, place)
            if box is not None and divs.visible(box):
                return _Opening(place.style, box.padding_y)
            first = opening(body, node.children[0], place) if node.children else None
            return first or (_Opening(place.style) if node.attr.has("row") else None)
        case _:
            return None


def _write_beside(body: Body, node: m.Block, place: Place, marker: Marker, first: _Opening) -> None:
    """Write `marker` and what is no paragraph side by side, in a table without rules."""
    body.marker = None
    hanging = place.left - marker.left
    with body.cell() as written:
        body.marker = marker._replace(left=0.0, text=hanging)
        body.owe(first.above)
        body.paragraph((), first.style, place.cell(hanging, first.style))
        cells = [tables.cell(hanging, written)]
    cells.append(
        tables.cell(place.width, body.inside((node,), place.cell(place.width, place.style)))
    )
    table = tables.grid(
        body.styles.layout(),
        [hanging, place.width],
        [cells],
        left=marker.left,
        whole=False,
        order=body.order,
    )
    after = body.styles.look(place.style).space_after if place.after is None else place.after
    body.table(table, after, after)


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
            started = body.inliner.run_in(term, bold) if term else ()
            body.paragraph([*started, *text], name, place)
        elif term:
            parts = {"keepNext": w("keepNext")} if blocks else {}
            body.paragraph(term, name, place, parts=parts)
        body.blocks(blocks, place)
