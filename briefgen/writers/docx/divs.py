"""Take divs, write their boxes and arrangements: panels, rows, columns, covers."""

from __future__ import annotations

from briefgen import model as m
from briefgen.record import replace
from briefgen.theme import BoxStyle
from briefgen.typography.lengths import points
from briefgen.writers.docx import tables
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.context import WriterContext
from briefgen.writers.docx.measures import height as height_of
from briefgen.writers.docx.nodes import Content, XmlElement, w
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.properties import box_margins
from briefgen.writers.docx.units import twips

__all__ = ["code_box", "entered", "room", "visible", "write_div", "write_panel"]

_GAP = 14.0
_COLUMN_GAP = 20.0
_COVER = 0.3
"""Share of a cover's free height that stands above its text."""


def write_div(body: Body, node: m.Div, context: WriterContext) -> None:
    """Write a div as its classes say: a paragraph style, a box, a way to lay out its children."""
    name, box, context = entered(body, node, context)
    if node.attr.has("page-break"):
        body.fresh()
    body.wait(node.attr.id)
    if node.attr.has("cover") and not context.nested:
        _write_cover(body, node, context)
    elif box is None:
        _write_inside(body, node, context)
    elif not visible(box):
        body.owe(box.space_before + box.padding_y)
        _write_inside(body, node, context)
        body.owe(box.space_after)
    else:
        inner = context.cell(room(box, context.width, both=context.leftward), context.style)
        inside = body.inside((_without_box(node, name),), inner)
        write_panel(body, name, box, inside, context)


def entered(
    body: Body, node: m.Div, context: WriterContext
) -> tuple[str, BoxStyle | None, WriterContext]:
    """Return the box that `node` asks for, and the context inside with the style it sets."""
    theme, classes = body.theme, node.attr.classes
    name = next((name for name in classes if name in theme.boxes), "")
    box = theme.boxes.get(name)
    styles = [name for name in classes if name in theme.paragraphs]
    if styles:
        context = context._replace(style=styles[-1], flat=False, after=None)
    elif box and box.paragraph:
        context = context._replace(style=box.paragraph, flat=False, after=None)
    return name, box, context


def _without_box(node: m.Div, name: str) -> m.Div:
    classes = tuple(other for other in node.attr.classes if other != name)
    return m.Div(node.children, m.Attr("", classes, node.attr.pairs), node.span)


def _write_inside(body: Body, node: m.Div, context: WriterContext) -> None:
    if node.attr.has("row"):
        _write_row(body, node, context)
    elif node.attr.has("columns") and not context.nested:
        gap = points(node.attr.get("gap"), _COLUMN_GAP)
        count = int(min(max(points(node.attr.get("count"), 2.0), 1.0), 12.0))
        body.end_section(start="continuous", columns=count, gap=gap, leftward=context.leftward)
        width = (context.width - gap * (count - 1)) / count
        body.blocks(node.children, context._replace(width=width))
        body.end_section(start="continuous")
    elif node.attr.has("columns"):
        _write_row(body, _side_by_side(node), context)
    else:
        body.blocks(node.children, context)


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


def code_box(body: Body, context: WriterContext) -> BoxStyle | None:
    """Return the box around code; not every program shows tables in a note, so none there."""
    return None if context.in_note else body.theme.boxes.get("code")


def write_panel(
    body: Body, name: str, box: BoxStyle, inside: Content, context: WriterContext
) -> None:
    """Write a box around `inside`: a table of one cell, whose style has the look."""
    turned = context.leftward and not body.styles.leftward
    own = (box_margins("tcMar", box, both=True),) if turned else ()
    table = tables.grid(
        body.styles.box(name),
        [context.width],
        [[tables.cell(context.width, inside, *own)]],
        left=context.left,
        whole=box.keep_together,
        order=body.order(context),
    )
    body.table(table, box.space_before, box.space_after)


def _write_row(body: Body, node: m.Div, context: WriterContext) -> None:
    """Write the children of `node` side by side: cells of a table without rules."""
    if not node.children:
        return
    gap = points(node.attr.get("gap"), _GAP)
    count = len(node.children)
    parts = [points(part, 1.0) for part in node.attr.get("widths").split()]
    parts = (parts + [1.0] * count)[:count]
    widths = tables.shared(body, node.children, context, context.width - gap * (count - 1), parts)
    cells: list[XmlElement] = []
    columns: list[float] = []
    for index, (child, width) in enumerate(zip(node.children, widths, strict=True)):
        inner, block = context.cell(width, context.style), child
        properties: tuple[XmlElement, ...] = ()
        if isinstance(child, m.Div):
            name, box, styled = entered(body, child, context)
            if box is not None and visible(box):
                properties = _cell_look(box, body.styles.palette, both=context.leftward)
                inner = context.cell(room(box, width, both=context.leftward), styled.style)
                body.wait(child.attr.id)
                block = _without_box(child, name)
        if index:
            columns.append(gap)
            cells.append(tables.cell(gap, (body.empty(),)))
        columns.append(width)
        cells.append(tables.cell(width, body.inside((block,), inner), *properties))
    table = tables.grid(
        body.styles.layout(),
        columns,
        [cells],
        left=context.left,
        whole=True,
        order=body.order(context),
    )
    body.table(table, 0.0, body.styles.look(context.style).space_after)


def _cell_look(box: BoxStyle, palette: Palette, *, both: bool) -> tuple[XmlElement, ...]:
    borders = palette.box_borders(box)
    return (
        *((w("tcBorders", *borders),) if borders else ()),
        *((palette.shading(box.background),) if box.background else ()),
        box_margins("tcMar", box, both=both),
    )


def _write_cover(body: Body, node: m.Div, context: WriterContext) -> None:
    """Write a page of its own without running heads; what is `foot` stands at the bottom."""
    body.end_section(start="nextPage")
    body.state.sections.cover = True
    text = [child for child in node.children if not _is_foot(child)]
    foot = [child for child in node.children if _is_foot(child)]
    height = height_of(body, node.children, context)
    body.owe(_COVER * max(body.state.sections.height - height, 0.0))
    body.blocks(text, context)
    frame = w(
        "framePr",
        w=twips(context.width),
        wrap="around",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="left",
        yAlign="bottom",
    )
    body.blocks(foot, context._replace(frame=frame))
    body.end_section(start="nextPage")


def _is_foot(node: m.Block) -> bool:
    return isinstance(node, m.Div) and node.attr.has("foot")
