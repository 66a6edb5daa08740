"""Take divs and nodes of layout, write panels, columns, covers and landscape pages."""

from __future__ import annotations

from briefgen import model as m
from briefgen.record import replace
from briefgen.theme import BoxStyle
from briefgen.typography.spacing import COVER_SHARE
from briefgen.writers.docx import tables
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.context import WriterContext
from briefgen.writers.docx.measures import height as height_of
from briefgen.writers.docx.nodes import Content, XmlElement, w
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.properties import box_margins
from briefgen.writers.docx.units import twips

__all__ = [
    "code_box",
    "room",
    "styled",
    "visible",
    "write_box",
    "write_columns",
    "write_cover",
    "write_div",
    "write_landscape",
    "write_panel",
    "write_side_by_side",
]


def write_div(body: Body, node: m.Div, context: WriterContext) -> None:
    """Write what is in a div, in its paragraph style."""
    body.wait(node.attr.id)
    body.blocks(node.children, styled(node, context))


def styled(node: m.Div | m.Panel | m.Cover, context: WriterContext) -> WriterContext:
    """Return `context` with the paragraph style of `node`, if it has one."""
    if not node.style:
        return context
    return context._replace(style=node.style, flat=False, after=None)


def write_panel(body: Body, node: m.Panel, context: WriterContext) -> None:
    """Write a panel: a table of one cell, unless nothing is seen of it."""
    box, context = body.theme.boxes[node.box], styled(node, context)
    body.wait(node.attr.id)
    if not visible(box):
        body.owe(box.space_before + box.padding_y)
        body.blocks(node.children, context)
        body.owe(box.space_after)
        return
    inner = context.cell(room(box, context.width, both=context.rtl), context.style)
    write_box(body, node.box, box, body.inside(node.children, inner), context)


def write_columns(body: Body, node: m.Columns, context: WriterContext) -> None:
    """Write columns: a section of the page, which Word balances."""
    if context.nested:
        write_side_by_side(body, _side_by_side(node), context)
        return
    count, gap = node.count, node.gap
    body.end_section(start="continuous", columns=count, gap=gap, rtl=context.rtl)
    width = (context.width - gap * (count - 1)) / count
    body.blocks(node.children, context._replace(width=width))
    body.end_section(start="continuous")


def _side_by_side(node: m.Columns) -> m.SideBySide:
    """Return columns as blocks side by side, for a cell, where no section can begin.

    A lone list is cut into parts of as many items; of anything else Word can't tell the height.
    """
    parts: list[m.Block] = []
    match node.children:
        case (m.BulletList() | m.OrderedList() as whole,):
            size = max(-(-len(whole.items) // node.count), 1)
            for first in range(0, size * node.count, size):
                part: m.Block = replace(whole, items=whole.items[first : first + size])
                if isinstance(part, m.OrderedList):
                    part = replace(part, start=part.start + first)
                children = (part,) if first < len(whole.items) else ()
                parts.append(m.Div(children, m.NO_ATTR, node.span))
        case _:
            parts.append(m.Div(node.children, m.NO_ATTR, node.span))
    return m.SideBySide(tuple(parts), (1.0,) * len(parts), node.gap, node.span)


def write_landscape(body: Body, node: m.Landscape, context: WriterContext) -> None:
    """Write blocks on landscape pages of their own, where pages can begin."""
    sections = body.state.sections
    if not sections.turns or not context.is_column:
        body.blocks(node.children, context)
        return
    body.end_section(start="nextPage")
    sections.landscape = True
    body.blocks(node.children, context._replace(width=sections.width))
    body.end_section(start="nextPage")
    sections.landscape = False


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


def write_box(
    body: Body, name: str, box: BoxStyle, inside: Content, context: WriterContext
) -> None:
    """Write a box around `inside`: a table of one cell, whose style has the look."""
    turned = context.rtl and not body.styles.rtl
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


def write_side_by_side(body: Body, node: m.SideBySide, context: WriterContext) -> None:
    """Write the children of `node` side by side: cells of a table without rules."""
    whole = context.width - node.gap * (len(node.children) - 1)
    widths = tables.shared(body, node.children, context, whole, node.widths)
    cells: list[XmlElement] = []
    columns: list[float] = []
    for index, (child, width) in enumerate(zip(node.children, widths, strict=True)):
        inner, block = context.cell(width, context.style), child
        properties: tuple[XmlElement, ...] = ()
        if isinstance(child, m.Panel) and visible(box := body.theme.boxes[child.box]):
            properties = _cell_look(box, body.styles.palette, both=context.rtl)
            style = styled(child, context).style
            inner = context.cell(room(box, width, both=context.rtl), style)
            body.wait(child.attr.id)
            block = m.Div(child.children, replace(child.attr, id=""), child.span, child.style)
        if index:
            columns.append(node.gap)
            cells.append(tables.cell(node.gap, (body.empty(),)))
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


def write_cover(body: Body, node: m.Cover, context: WriterContext) -> None:
    """Write a page of its own without running heads, its foot at the bottom."""
    context, everything = styled(node, context), (*node.children, *node.foot)
    body.wait(node.attr.id)
    if context.nested:
        body.blocks(everything, context)
        return
    body.end_section(start="nextPage")
    body.state.sections.cover = True
    height = height_of(body, everything, context)
    body.owe(COVER_SHARE * max(body.state.sections.height - height, 0.0))
    body.blocks(node.children, context)
    frame = w(
        "framePr",
        w=twips(context.width),
        wrap="around",
        vAnchor="margin",
        hAnchor="margin",
        xAlign="left",
        yAlign="bottom",
    )
    body.blocks(node.foot, context._replace(frame=frame))
    body.end_section(start="nextPage")
