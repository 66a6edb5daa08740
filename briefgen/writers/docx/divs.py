"""Take divs, write what goes around or beside: panels, rows, columns, covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.record import replace
from briefgen.theme import BoxStyle
from briefgen.typography.lengths import points
from briefgen.writers.docx import tables
from briefgen.writers.docx.measures import height as height_of
from briefgen.writers.docx.nodes import Element, w
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.properties import box_margins
from briefgen.writers.docx.units import twips

if TYPE_CHECKING:
    from briefgen.writers.docx.body import Body
    from briefgen.writers.docx.place import Place

__all__ = ["entered", "room", "visible", "write_div"]

_GAP = 14.0
_COLUMN_GAP = 20.0
_COVER = 0.3
"""Share of a cover's free height that stands above its text."""


def write_div(body: Body, node: m.Div, place: Place) -> None:
    """Write a div as its classes say: a paragraph style, a box, a way to lay out its children."""
    name, box, place = entered(body, node, place)
    if node.attr.has("page-break"):
        body.fresh()
    body.wait(node.attr.id)
    if node.attr.has("cover") and not place.nested:
        _write_cover(body, node, place)
    elif box is None:
        _write_inside(body, node, place)
    elif not visible(box):
        body.owe(box.space_before + box.padding_y)
        _write_inside(body, node, place)
        body.owe(box.space_after)
    else:
        inner = place.cell(room(box, place.width, both=body.leftward), place.style)
        body.panel(name, box, body.inside((_without_box(node, name),), inner), place)


def entered(body: Body, node: m.Div, place: Place) -> tuple[str, BoxStyle | None, Place]:
    """Return the box that `node` asks for, and the place inside with the style it sets."""
    theme, classes = body.theme, node.attr.classes
    name = next((name for name in classes if name in theme.boxes), "")
    box = theme.boxes.get(name)
    styles = [name for name in classes if name in theme.paragraphs]
    if styles:
        place = place._replace(style=styles[-1], flat=False, after=None)
    elif box and box.paragraph:
        place = place._replace(style=box.paragraph, flat=False, after=None)
    return name, box, place


def _without_box(node: m.Div, name: str) -> m.Div:
    classes = tuple(other for other in node.attr.classes if other != name)
    return m.Div(node.children, m.Attr("", classes, node.attr.pairs), node.span)


def _write_inside(body: Body, node: m.Div, place: Place) -> None:
    if node.attr.has("row"):
        _write_row(body, node, place)
    elif node.attr.has("columns") and not place.nested:
        gap = points(node.attr.get("gap"), _COLUMN_GAP)
        count = int(min(max(points(node.attr.get("count"), 2.0), 1.0), 12.0))
        body.end_section(start="continuous", columns=count, gap=gap)
        width = (place.width - gap * (count - 1)) / count
        body.blocks(node.children, place._replace(width=width))
        body.end_section(start="continuous")
    elif node.attr.has("columns"):
        _write_row(body, _side_by_side(node), place)
    else:
        body.blocks(node.children, place)


def _side_by_side(node: m.Div) -> m.Div:
    """Return the columns of `node` as a row of divs, for a cell, where no section can begin.

    A lone list is cut into parts of as many items; of anything else Word can't tell the height.
    """
    match node.children:
        case (m.BulletList() | m.OrderedList() as whole,):
            count = int(min(max(points(node.attr.get("count"), 2.0), 1.0), 12.0))
            size = max(-(-len(whole.items) // count), 1)
        case _:
            return replace(node, children=(m.Div(node.children, m.NO_ATTR, node.span),))
    parts: list[m.Block] = []
    for first in range(0, size * count, size):
        part: m.Block = replace(whole, items=whole.items[first : first + size])
        if isinstance(part, m.OrderedList):
            part = replace(part, start=part.start + first)
        children = (part,) if first < len(whole.items) else ()
        parts.append(m.Div(children, m.NO_ATTR, node.span))
    gap = node.attr.get("gap") or f"{_COLUMN_GAP:g}"
    return m.Div(tuple(parts), m.Attr(classes=("row",), pairs=(("gap", gap),)), node.span)


def visible(box: BoxStyle) -> bool:
    """Tell whether a box draws anything or keeps its text off its edges."""
    rules = (box.rule_left, box.rule_top, box.rule_bottom)
    return bool(box.background or box.padding_x or any(rule.width for rule in rules))


def room(box: BoxStyle, width: float, *, both: bool) -> float:
    """Return the width of the text in a box of `width`; `both` as in `box_margins`."""
    left, right = box.padding_x + box.rule_left.width, box.padding_x if box.background else 0.0
    right = left if both else right
    return max(width - left - right, 1.0)


def _write_row(body: Body, node: m.Div, place: Place) -> None:
    """Write the children of `node` side by side: cells of a table without rules."""
    if not node.children:
        return
    gap = points(node.attr.get("gap"), _GAP)
    count = len(node.children)
    parts = [points(part, 1.0) for part in node.attr.get("widths").split()]
    parts = (parts + [1.0] * count)[:count]
    widths = tables.shared(body, node.children, place, place.width - gap * (count - 1), parts)
    cells: list[Element] = []
    columns: list[float] = []
    for index, (child, width) in enumerate(zip(node.children, widths, strict=True)):
        inner, block = place.cell(width, place.style), child
        properties: tuple[Element, ...] = ()
        if isinstance(child, m.Div):
            name, box, styled = entered(body, child, place)
            if box is not None and visible(box):
                properties = _cell_look(box, body.styles.palette, both=body.leftward)
                inner = place.cell(room(box, width, both=body.leftward), styled.style)
                body.wait(child.attr.id)
                block = _without_box(child, name)
        if index:
            columns.append(gap)
            cells.append(tables.cell(gap, (body.empty(),)))
        columns.append(width)
        cells.append(tables.cell(width, body.inside((block,), inner), *properties))
    table = tables.grid(
        body.styles.layout(), columns, [cells], left=place.left, whole=True, order=body.order
    )
    body.table(table, 0.0, body.styles.look(place.style).space_after)


def _cell_look(box: BoxStyle, palette: Palette, *, both: bool) -> tuple[Element, ...]:
    borders = palette.box_borders(box)
    return (
        *((w("tcBorders", *borders),) if borders else ()),
        *((palette.shading(box.background),) if box.background else ()),
        box_margins("tcMar", box, both=both),
    )


def _write_cover(body: Body, node: m.Div, place: Place) -> None:
    """Write a page of its own without running heads; what is `foot` stands at the bottom."""
    body.end_section(start="nextPage")
    body.making.sections.cover = True
    text = [child for child in node.children if not _is_foot(child)]
    foot = [child for child in node.children if _is_foot(child)]
    height = height_of(body, node.children, place)
    body.owe(_COVER * max(body.making.sections.height - height, 0.0))
    body.blocks(text, place)
    frame = w(
        "framePr",
        w=twips(place.width),
        wrap="around",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="left",
        yAlign="bottom",
    )
    body.blocks(foot, place._replace(frame=frame))
    body.end_section(start="nextPage")


def _is_foot(node: m.Block) -> bool:
    return isinstance(node, m.Div) and node.attr.has("foot")
