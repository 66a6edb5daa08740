"""Take tables, return `w:tbl`; the look is a table style, widths are layout's."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Literal

from briefgen import model as m
from briefgen.layout.flow.rows import rows_of
from briefgen.theme import TableStyle
from briefgen.typography.column_widths import share_widths, table_widths
from briefgen.typography.spacing import NARROW_TABLE
from briefgen.walk import blocks_text, plain_text
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.captions import write_caption
from briefgen.writers.docx.context import WriterContext
from briefgen.writers.docx.measures import needs
from briefgen.writers.docx.nodes import Content, XmlElement, XmlNode, w
from briefgen.writers.docx.properties import cell_margins
from briefgen.writers.docx.units import twips

__all__ = ["cell", "grid", "shared", "styled", "write_table"]

_SLACK = 1.0
"""Added to the width of the longest word, because Word measures a little more roughly."""
_WHOLE = 1600
"""A table of up to so many characters is kept on one page."""


def cell(width: float, inside: Content, *properties: XmlElement) -> XmlElement:
    """Return one cell of `width` points around `inside`."""
    size = w("tcW", w=twips(width), type="dxa")
    return w("tc", w("tcPr", size, *properties), *inside)


def grid(
    style: str,
    widths: Sequence[float],
    rows: Iterable[Sequence[XmlElement]],
    *,
    left: float = 0.0,
    heads: int = 0,
    stub: bool = False,
    whole: bool = True,
    order: XmlNode = "",
    caption: str = "",
    description: str = "",
) -> XmlElement:
    """Return a table of finished cells; its first `heads` rows repeat on each page.

    `order` is `Body.order`: Word mirrors the columns of a table in right-to-left text.
    """
    size = sum(map(twips, widths))
    properties = w(
        "tblPr",
        w("tblStyle", val=style),
        order,
        w("tblW", w=size, type="dxa"),
        w("tblInd", w=twips(left), type="dxa") if left else "",
        w("tblLayout", type="fixed"),
        w(
            "tblLook",
            val=f"{0x0600 | (0x20 if heads else 0) | (0x80 if stub else 0):04X}",
            firstRow=int(heads > 0),
            lastRow=0,
            firstColumn=int(stub),
            lastColumn=0,
            noHBand=1,
            noVBand=1,
        ),
        w("tblCaption", val=caption) if caption else "",
        w("tblDescription", val=description) if description else "",
    )
    columns = w("tblGrid", *(w("gridCol", w=twips(width)) for width in widths))
    written = []
    for index, row in enumerate(rows):
        own = [w("cantSplit")] if whole else []
        if index < heads:
            own.append(w("tblHeader"))
        written.append(w("tr", w("trPr", *own) if own else "", *row))
    return w("tbl", properties, columns, *written)


# ---------------------------------------------------------------------------------------- tables


def write_table(body: Body, node: m.Table, context: WriterContext) -> None:
    """Write a table with its caption above."""
    name, style = styled(body, node)
    count = max((len(row.cells) for row in rows_of(node)), default=0)
    if node.caption or node.label:
        write_caption(body, node, context)
    else:
        body.wait(node.attr.id)
    if not count:
        return
    factor, widths = _columns(body, node, style, context, count)
    heads = 1 + len(node.subheads) if node.header.cells else 0
    rows = rows_of(node) if heads else node.rows
    together = sum(len(blocks_text(row.cells)) for row in rows) <= _WHOLE
    written = []
    joined: dict[int, tuple[int, int]] = {}  # per column: rows left, and columns, of a cell above
    for index, row in enumerate(rows):
        keep = index < heads or (together and index < len(rows) - 1)
        cells = []
        column = 0
        while column < count:
            each = row.cells[column] if column < len(row.cells) else None
            left_over, span = joined.pop(column, (0, 1))
            own: list[XmlElement] = []
            if left_over and each and not each.row_span:
                own.append(w("vMerge"))
            else:
                left_over = each.row_span if each else 1
                span = max(each.column_span, 1) if each else 1
                if left_over > 1:
                    own.append(w("vMerge", val="restart"))
            last = min(column + span, count) - 1
            span = last - column + 1
            if left_over > 1:
                joined[column] = left_over - 1, span
            if span > 1:
                own.insert(0, w("gridSpan", val=span))
            cell_style = _cell_style(style, column, head=index < heads)
            if factor < 1.0:
                cell_style = body.styles.smaller(cell_style, factor)
            width = sum(widths[column : last + 1])
            left, right = _padding(style, column, count)[0], _padding(style, last, count)[1]
            inner = context.cell(width - left - right, cell_style)
            inner = inner._replace(align=_align(node, column), keep=keep)
            blocks = each.children if each else ()
            if style.flush and (column == 0 or last == count - 1):
                own.append(cell_margins("tcMar", left, style.padding_y, right, style.padding_y))
            inside = body.inside(blocks, inner) if blocks else (body.empty(cell_style),)
            cells.append(cell(width, inside, *own))
            column = last + 1
        written.append(cells)
    caption = plain_text(node.caption)
    table = grid(
        body.styles.table(name),
        widths,
        written,
        left=context.left,
        heads=heads,
        stub=bool(style.stub_fill) or style.stub != style.cell,
        order=body.order(context),
        caption=f"{node.label}{node.stop}{caption}".strip(),
        description="; ".join(
            blocks_text(c.children).strip() for c in node.header.cells if c.row_span
        ),
    )
    body.table(table, style.space_before, style.space_after)


def styled(body: Body, node: m.Table) -> tuple[str, TableStyle]:
    """Return the style of a table, and its name."""
    known = body.theme.tables
    name = next((name for name in node.attr.classes if name in known), "default")
    return name, known.get(name) or TableStyle()


def _cell_style(style: TableStyle, column: int, *, head: bool) -> str:
    return style.head if head else style.stub if column == 0 else style.cell


def _align(node: m.Table, column: int) -> Literal["", "left", "right", "center"]:
    value = node.alignments[column] if column < len(node.alignments) else "default"
    return "" if value == "default" else value


def _padding(style: TableStyle, column: int, count: int) -> tuple[float, float]:
    pad, flush = style.padding_x, style.flush
    return (0.0 if flush and column == 0 else pad), (0.0 if flush and column == count - 1 else pad)


def _columns(
    body: Body, node: m.Table, style: TableStyle, context: WriterContext, count: int
) -> tuple[float, list[float]]:
    """Return the factor for the type size and the widths of the columns, as in layout."""
    least, most = [0.0] * count, [0.0] * count
    for index, row in enumerate(rows_of(node)):
        for column, each in enumerate(row.cells):
            if each.column_span != 1:
                continue
            name = _cell_style(style, column, head=index <= len(node.subheads))
            low, high = needs(body, each.children, context._replace(style=name, flat=False))
            least[column], most[column] = max(least[column], low), max(most[column], high)
    pads = [sum(_padding(style, column, count)) + _SLACK for column in range(count)]
    factor = 1.0
    if sum(least) + sum(pads) > context.width:
        factor = (context.width - sum(pads)) / max(sum(least), 1.0)
        sizes = [body.styles.look(name).size for name in (style.cell, style.stub, style.head)]
        smallest = body.theme.minimum / min(sizes)
        factor = min(max(math.floor(factor * 100) / 100, smallest), 1.0)
    least = [width * factor + pad for width, pad in zip(least, pads, strict=True)]
    most = [width * factor + pad for width, pad in zip(most, pads, strict=True)]
    asked = node.attr.get("widths").replace(",", " ").split()
    parts = [float(part) for part in asked if part.replace(".", "", 1).isdigit()]
    if len(parts) == count and min(parts) > 0:
        return factor, share_widths(context.width, least, parts)
    width = context.width
    if sum(most) < NARROW_TABLE * width:
        width = min(width, sum(most) * 1.15)
    return factor, table_widths(width, least, most)


def shared(
    body: Body,
    blocks: Sequence[m.Block],
    context: WriterContext,
    width: float,
    parts: Sequence[float],
) -> list[float]:
    """Share `width` between `blocks` that stand side by side."""
    return share_widths(width, [needs(body, (block,), context)[0] for block in blocks], parts)
