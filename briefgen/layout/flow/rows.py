"""Take the rows of a table, return them set: items, with the cells that join several of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from briefgen import model as m
from briefgen.layout.boxes import Box, Element, Fill
from briefgen.layout.flow.columns import beside
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.galley import NEXT, Frame, Item, Length, height_of
from briefgen.layout.sheet import Sheet
from briefgen.record import NamedTuple
from briefgen.theme import Stroke, TableStyle

__all__ = ["Align", "TableGrid", "band", "cell_style", "rows_of", "set_head", "set_rows"]

_TALL = 0.4
"""A row that takes more of a page than this is split where the page ends, like text."""

_PAGE = 0.9
"""Rows that cells join stand on one page, if they take no more of it than this."""

Align = Literal["", "left", "right", "center"]


class TableGrid(NamedTuple):
    """A table's columns: left edges and widths of cells, and their alignment."""

    style: TableStyle
    edges: tuple[float, ...]
    widths: tuple[float, ...]
    aligns: tuple[Align, ...]

    def cell(self, column: int, region: Region, span: int = 1) -> Region:
        """Return the place of the text of a cell that covers `span` columns from `column` on."""
        last = min(column + max(span, 1), len(self.widths)) - 1
        left, right = self.padding(column)[0], self.padding(last)[1]
        width = sum(self.widths[column : last + 1]) - left - right
        return region._replace(
            x=self.edges[column] + left,
            width=max(width, 1.0),
            align=self.aligns[column],
            flat=False,
            after=None,
            depth=0,
        )

    def padding(self, column: int) -> tuple[float, float]:
        """Return a cell's padding left and right; `flush` tables have none at their edges."""
        pad = self.style.padding_x
        flush = self.style.flush
        last = column == len(self.widths) - 1
        return (0.0 if flush and column == 0 else pad), (0.0 if flush and last else pad)


def rows_of(node: m.Table) -> tuple[m.Row, ...]:
    """Return all rows of a table, its head first."""
    return node.header, *node.subheads, *node.rows


def cell_style(style: TableStyle, column: int, *, head: bool) -> str:
    return style.head if head else style.stub if column == 0 else style.cell


class _Tall(NamedTuple):
    """A cell that covers several rows of a band: its column, its first row, how many, its text."""

    column: int
    row: int
    rows: int
    items: list[Item]


class _Typed(NamedTuple):
    """The cells of a row, set, and what is drawn behind them."""

    columns: list[tuple[list[Item], list[Frame]]]
    decorate: Callable[[float], Sequence[Box]]


def band(rows: Sequence[m.Row], start: int) -> Sequence[m.Row]:
    """Return the rows from `start` on that cells join."""
    end = at = start
    while at <= end and at < len(rows):
        end = max([end, *(at + cell.row_span - 1 for cell in rows[at].cells)])
        at += 1
    return rows[start:at]


def _cells(
    context: LayoutContext,
    row: m.Row,
    grid: TableGrid,
    parent: Element,
    region: Region,
    *,
    head: bool,
    tall: Sequence[int] = (),
) -> tuple[list[tuple[list[Item], list[Frame]]], dict[int, list[Item]]]:
    """Set the cells of a row, each into its column; apart from them those in `tall` columns."""
    style = grid.style
    element = parent.add("TR", row.span)
    columns: list[tuple[list[Item], list[Frame]]] = []
    apart: dict[int, list[Item]] = {}
    for column in range(len(grid.widths)):
        cell = row.cells[column] if column < len(row.cells) else None
        columns.append(([], []))
        if cell and not cell.row_span:
            continue  # another cell covers this place
        spans: dict[str, str] = {}
        if cell and cell.column_span > 1:
            spans["col_span"] = str(cell.column_span)
        if cell and cell.row_span > 1:
            spans["row_span"] = str(cell.row_span)
        stub = (column == 0 and style.stub != style.cell) or bool(column == 0 and style.stub_fill)
        if head:
            data = element.add("TH", row.span, scope="Column", **spans)
        elif stub:
            data = element.add("TH", row.span, scope="Row", **spans)
        else:
            data = element.add("TD", row.span, **spans)
        if cell is None:
            continue
        name = cell_style(style, column, head=head)
        inner = grid.cell(column, region, cell.column_span)._replace(parent=data, style=name)
        items = context.column(cell.children, inner)
        if column in tall:
            apart[column] = items
        else:
            columns[-1] = items, []
    return columns, apart


def set_head(
    context: LayoutContext, node: m.Table, grid: TableGrid, element: Element, region: Region
) -> Item | None:
    """Return the header rows with their rules, or None where the table has none."""
    if not node.header.cells:
        return None
    style = grid.style
    # PDF allows a head only where there is a body.
    parent = element.add("THead", node.header.span) if node.rows else element
    heads = (node.header, *node.subheads)
    x, width = grid.edges[0], sum(grid.widths)
    top, below, between = style.rule_top, style.rule_head, style.rule_row
    made: list[Item] = []
    tall: list[_Tall] = []
    inner = _crossed(heads, len(grid.widths))
    for number, row in enumerate(heads):
        first, last = number == 0, number == len(heads) - 1

        def decorate(
            height: float, first: bool = first, last: bool = last, number: int = number
        ) -> Sequence[Box]:
            boxes: list[Box] = []
            if style.head_fill:
                boxes.append(Fill(x, 0.0, width, height, style.head_fill))
            if first and top.width:
                boxes.append(Fill(x, 0.0, width, top.width, top.colour))
            if last and below.width:
                boxes.append(Fill(x, height - below.width, width, below.width, below.colour))
            if not last and between.width:
                boxes += _rules(grid, inner[number], height, between)
            return boxes

        pad = style.padding_y
        joined = [i for i, cell in enumerate(row.cells) if cell.row_span > 1]
        columns, apart = _cells(context, row, grid, parent, region, head=True, tall=joined)
        tall += [_Tall(i, number, row.cells[i].row_span, items) for i, items in apart.items()]
        above = pad + top.width if first else pad
        under = pad + below.width if last else pad
        made.append(beside(columns, decorate, above, under))
    head = made[0] if len(heads) == 1 else _joined(made, tall, style.padding_y)
    head.keep = NEXT
    head.split = None
    return head


def _crossed(rows: Sequence[m.Row], count: int) -> list[set[int]]:
    """Return for each row the columns in which a cell goes on in the next one."""
    crossed: list[set[int]] = [set() for _ in rows]
    for at, row in enumerate(rows):
        for column, cell in enumerate(row.cells):
            for below in range(at, min(at + cell.row_span - 1, len(rows))):
                crossed[below] |= set(range(column, min(column + cell.column_span, count)))
    return crossed


def _rules(grid: TableGrid, crossed: set[int], height: float, rule: Stroke) -> list[Box]:
    """Return the rule below a row, without the columns in which a cell goes on."""
    if not crossed:
        x, width = grid.edges[0], sum(grid.widths)
        return [Fill(x, height - rule.width, width, rule.width, rule.colour)]
    return [
        Fill(edge, height - rule.width, width, rule.width, rule.colour)
        for column, (edge, width) in enumerate(zip(grid.edges, grid.widths, strict=True))
        if column not in crossed
    ]


def _joined(rows: Sequence[Item], tall: Sequence[_Tall], pad: float) -> Item:
    """Return `rows` as one item; what is too high for its rows makes the last of them higher."""
    sheet = Sheet()
    tops, y = [], 0.0
    for row in rows:
        tops.append(y)
        y = sheet.put([row], y, [])
    for each in tall:
        top, row = tops[each.row], rows[each.row]
        drop = pad
        if each.items and row.base is not None and each.items[0].base is not None:
            drop = max(row.base - each.items[0].base, pad)
        sheet.put(each.items, top + drop, [])
    item = sheet.as_item(y)
    item.base = rows[0].base
    return item


def set_rows(
    context: LayoutContext,
    node: m.Table,
    rows: Sequence[m.Row],
    grid: TableGrid,
    body: Element,
    region: Region,
    *,
    last: bool,
) -> list[Item]:
    """Return body rows that cells join, as one item; the last of a table has no rule below it.

    Rows that no page has room for together stay apart, each cell in the first of its rows.
    """
    style = grid.style
    x = grid.edges[0]
    rule = style.rule_row
    crossed = _crossed(rows, len(grid.widths))
    typed: list[_Typed] = []
    tall: list[_Tall] = []
    for number, row in enumerate(rows):
        inside = len(context.lengths)
        joined = [i for i, cell in enumerate(row.cells) if cell.row_span > 1]
        columns, apart = _cells(context, row, grid, body, region, head=False, tall=joined)
        tall += [_Tall(i, number, row.cells[i].row_span, items) for i, items in apart.items()]
        ends = last and number == len(rows) - 1

        def decorate(height: float, ends: bool = ends, number: int = number) -> Sequence[Box]:
            boxes: list[Box] = []
            if style.stub_fill:
                boxes.append(Fill(x, 0.0, grid.widths[0], height, style.stub_fill))
            if rule.width and not ends:
                boxes += _rules(grid, crossed[number], height, rule)
            return boxes

        typed.append(_Typed(columns, decorate))
        del context.lengths[inside:]
    pad = style.padding_y
    low = context.theme.paragraph(style.cell).leading + 2 * pad
    items = [beside(*each, pad, pad, low) for each in typed]
    for each in sorted(tall, key=lambda cell: cell.row + cell.rows):
        end = min(each.row + each.rows, len(rows))
        missing = height_of(each.items) + 2 * pad - sum(i.height for i in items[each.row : end])
        if missing > 0:
            high = items[end - 1].height + missing
            items[end - 1] = beside(*typed[end - 1], pad, pad, high)
    if tall and sum(item.height for item in items) > _PAGE * context.room:
        for each in tall:
            typed[each.row].columns[each.column] = each.items, []
        items = [beside(*each, pad, pad, low) for each in typed]
        tall = []
    for row, item, (columns, _) in zip(rows, items, typed, strict=True):
        cells = tuple([height_of(inside) for inside, _ in columns])
        context.lengths.append(Length(row, item.height, cells, node.header))
    if tall:
        return [_joined(items, tall, pad)]
    for item in items:
        item.flows = item.height > _TALL * context.room
    return items
