"""Take a table, set it row by row: caption above, a head that repeats, rules instead of boxes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from briefgen import model as m
from briefgen.layout.boxes import Artifact, Box, Element, Fill
from briefgen.layout.flow.columns import beside
from briefgen.layout.flow.divs import set_caption
from briefgen.layout.flow.widths import fitted, measured, share
from briefgen.layout.galley import (
    LINES,
    NEXT,
    TOGETHER,
    Frame,
    Galley,
    Item,
    Length,
    Mark,
    Sheet,
    as_artifact,
    height_of,
    moved,
)
from briefgen.record import NamedTuple
from briefgen.theme import Stroke, TableStyle
from briefgen.typography.spacing import NARROW_TABLE

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter

__all__ = ["rows_of", "set_table"]

_WHOLE = 0.35
"""A table of up to this share of the page is kept on one page."""

_TALL = 0.4
"""A row that takes more of a page than this is split where the page ends, like text."""

_PAGE = 0.9
"""Rows that cells join stand on one page, if they take no more of it than this."""

_SEARCH, _FEW = 4000, 6
"""How many rows, the fullest, are looked at for column widths: the first by the cube of columns,
which is how what is tried grows, but not fewer than the second."""

_WHOLE_LABELS = 0.4
"""How many lines of height it is worth, where there is no page limit, that labels stay whole."""

Align = Literal["", "left", "right", "center"]
_ALIGN: dict[str, Align] = {
    "left": "left",
    "right": "right",
    "center": "center",
    "default": "",
}


class _Grid(NamedTuple):
    """A table's columns: left edges and widths of cells, and their alignment."""

    style: TableStyle
    edges: tuple[float, ...]
    widths: tuple[float, ...]
    aligns: tuple[Align, ...]

    def cell(self, column: int, place: Place, span: int = 1) -> Place:
        """Return the place of the text of a cell that covers `span` columns from `column` on."""
        last = min(column + max(span, 1), len(self.widths)) - 1
        left, right = self.padding(column)[0], self.padding(last)[1]
        width = sum(self.widths[column : last + 1]) - left - right
        return place._replace(
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


def set_table(setter: Setter, node: m.Table, place: Place, galley: Galley) -> None:
    """Set a table; type that is too wide for the column is made smaller, within the theme."""
    count = max((len(row.cells) for row in rows_of(node)), default=0)
    element = place.parent.add("Table", node.span)
    if node.attr.id:
        galley.anchors.append(node.attr.id)
    begin = len(galley.items)
    if node.caption or node.label:
        set_caption(setter, node, element, place, galley)
    if not count:
        return
    setter, style, widths = _columns(setter, node, place, count)
    x, edges = place.x, []
    for width in widths:
        edges.append(x)
        x += width
    # An author's `---:` is the right side of the page in every language, as in other tools.
    known = {**_ALIGN, "left": "right", "right": "left"} if place.leftward else _ALIGN
    aligns: list[Align] = [known[value] for value in node.alignments][:count]
    aligns += [""] * (count - len(aligns))
    grid = _Grid(style, tuple(edges), tuple(widths), tuple(aligns))
    frame = Frame(place.x, x - place.x, below=style.rule_bottom.width, bottom=style.rule_bottom)
    head = _head(setter, node, grid, element, place)
    space = style.space_before
    if head:
        frame.again = _again(setter, node, head, place)
    galley.open(frame, space)
    if head:
        galley.after = 0.0
        galley.add(head)
    elif style.rule_top.width:
        frame.top = style.rule_top
    body = element.add("TBody", node.span) if node.rows else element
    start = len(galley.items)
    done = 0
    while done < len(node.rows):
        band = _band(node.rows, done)
        done += len(band)
        for item in _rows(setter, node, band, grid, body, place, last=done == len(node.rows)):
            galley.after = 0.0
            galley.add(item)
    if len(galley.items) - start > 1:
        galley.items[start].keep = galley.items[-2].keep = LINES
    galley.close(frame, style.space_after)
    table = galley.items[begin:]
    if height_of(table) <= _WHOLE * setter.room:
        galley.bind(TOGETHER, begin)
        table[-1].keep = 0


def _style(setter: Setter, node: m.Table) -> TableStyle:
    known = setter.theme.tables
    name = next((name for name in node.attr.classes if name in known), "default")
    return known.get(name) or TableStyle()


def _cell_style(style: TableStyle, column: int, *, head: bool) -> str:
    return style.head if head else style.stub if column == 0 else style.cell


def _inside(place: Place, style: TableStyle, column: int, *, head: bool) -> Place:
    """Return the place of text in a cell whose width is not known yet."""
    return place._replace(style=_cell_style(style, column, head=head), flat=False)


def _columns(
    setter: Setter, node: m.Table, place: Place, count: int
) -> tuple[Setter, TableStyle, list[float]]:
    """Return the setter to use, at a smaller scale if need be, and the widths of the columns."""
    style = _style(setter, node)
    least, rows = _needs(setter, node, style, place, count)
    if sum(least) > place.width:
        sizes = [setter.theme.paragraph(n).size for n in (style.cell, style.stub, style.head)]
        smallest = min(setter.theme.minimum / min(sizes), 1.0)
        pads = sum(rows[0])  # these keep their width
        factor = max(0.99 * (place.width - pads) / max(sum(least) - pads, 1.0), smallest)
        if factor < 1.0:
            setter = setter.scaled(factor)
            style = _style(setter, node)
            least, rows = _needs(setter, node, style, place, count)
    if sum(least) > place.width + 0.5:
        over = sum(least) - place.width
        setter.sink.warning(
            "table-too-wide",
            f"the words of {node.label or 'this table'} need {over:.0f} pt more than the column "
            "has: some of them stand over the edge of their cells",
            node.span,
            "use fewer columns or shorter words, or a landscape page",
        )
    asked = _asked(setter, node, count)
    if asked:
        widths = share(place.width, least, asked)
    else:
        most = [max(column) for column in zip(*rows, strict=True)]
        width = place.width
        if sum(most) < NARROW_TABLE * width:
            width = min(width, sum(most) * 1.15)
        widths = fitted(width, least, most, rows)
    pressed = setter.theme.fitting.columns
    free = sum(least) < sum(widths)
    if free and (pressed or (not asked and _wraps(widths, rows))):
        from briefgen.layout.flow.column_search import (  # where text has more than one line
            Cell,
            lowest,
        )

        heads = (node.header, *node.subheads)
        cells = [
            [Cell(cell.children if cell.column_span < 2 else (),
                  _inside(place, style, i, head=number < len(heads)))
             for i, cell in enumerate(row.cells[:count])]
            for number, row in enumerate(rows_of(node))
        ]  # fmt: skip
        whole = 0.0 if pressed else _WHOLE_LABELS
        if not pressed:
            fullest = sorted(range(len(cells)), key=lambda row: -sum(rows[row + 1]))
            cells = [cells[row] for row in fullest[: max(_SEARCH // count**3, _FEW)]]
        widths = lowest(setter, cells, widths, least, rows[0], whole=whole)
        setter.columns[id(node)] = widths
    return setter, style, widths


def _wraps(widths: Sequence[float], rows: Sequence[Sequence[float]]) -> bool:
    return any(want > width for row in rows for want, width in zip(row, widths, strict=False))


def _asked(setter: Setter, node: m.Table, count: int) -> list[float]:
    text = node.attr.get("widths")
    if not text:
        return []
    try:
        parts = [float(part) for part in text.replace(",", " ").split()]
        if len(parts) != count or min(parts) <= 0 or max(parts) > 1e6:
            raise ValueError
    except ValueError:
        setter.sink.warning(
            "bad-widths",
            f"widths={text!r} is not {count} numbers above 0",
            node.span,
            f'one number per column: widths="{" ".join(["1"] * count)}"',
        )
        return []
    return parts


def _needs(
    setter: Setter, node: m.Table, style: TableStyle, place: Place, count: int
) -> tuple[list[float], list[list[float]]]:
    """Return the least width of each column, and what each cell wants, padding included."""
    nowhere = (0.0,) * count
    grid = _Grid(style, nowhere, nowhere, ())
    pads = [sum(grid.padding(column)) for column in range(count)]
    least, rows = list(pads), [list(pads)]
    wide: list[tuple[range, float]] = []
    for number, row in enumerate(rows_of(node)):
        wants = list(pads)
        for column, cell in enumerate(row.cells):
            inner = _inside(place, style, column, head=number <= len(node.subheads))
            low, high = measured(setter, cell.children, inner)
            if cell.column_span > 1:
                over = range(column, min(column + cell.column_span, count))
                wide.append((over, low + pads[column]))
                for each in over:
                    wants[each] = max(wants[each], (high + pads[column]) / len(over))
                continue
            least[column] = max(least[column], low + pads[column])
            wants[column] = max(wants[column], pads[column] + high)
        rows.append(wants)
    for over, low in wide:
        missing = low - sum(least[over.start : over.stop])
        for column in over:
            least[column] += max(missing, 0.0) / len(over)
    return least, [[max(w, low) if i == 0 else w for w, low in zip(row, least, strict=True)]
                   for i, row in enumerate(rows)] if wide else rows  # fmt: skip


def rows_of(node: m.Table) -> tuple[m.Row, ...]:
    """Return all rows of a table, its head first."""
    return node.header, *node.subheads, *node.rows


# ------------------------------------------------------------------------------------------ rows


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


def _band(rows: Sequence[m.Row], start: int) -> Sequence[m.Row]:
    """Return the rows from `start` on that cells join."""
    end = at = start
    while at <= end and at < len(rows):
        end = max([end, *(at + cell.row_span - 1 for cell in rows[at].cells)])
        at += 1
    return rows[start:at]


def _cells(
    setter: Setter,
    row: m.Row,
    grid: _Grid,
    parent: Element,
    place: Place,
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
        name = _cell_style(style, column, head=head)
        inner = grid.cell(column, place, cell.column_span)._replace(parent=data, style=name)
        items = setter.column(cell.children, inner)
        if column in tall:
            apart[column] = items
        else:
            columns[-1] = items, []
    return columns, apart


def _head(
    setter: Setter, node: m.Table, grid: _Grid, element: Element, place: Place
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
    set_rows: list[Item] = []
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
        columns, apart = _cells(setter, row, grid, parent, place, head=True, tall=joined)
        tall += [_Tall(i, number, row.cells[i].row_span, items) for i, items in apart.items()]
        above = pad + top.width if first else pad
        under = pad + below.width if last else pad
        set_rows.append(beside(columns, decorate, above, under))
    head = set_rows[0] if len(heads) == 1 else _joined(set_rows, tall, style.padding_y)
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


def _rules(grid: _Grid, crossed: set[int], height: float, rule: Stroke) -> list[Box]:
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


def _again(setter: Setter, node: m.Table, head: Item, place: Place) -> Item:
    """Return what stands above the rows on each further page, all of it an artifact."""
    boxes: list[Mark] = []
    down = 0.0
    if node.continued:
        style = setter.theme.paragraph("caption")
        look = setter.inliner.look(style, place.lang)
        glyphs = setter.begun(node.continued, look._replace(bold=True), None, place)
        boxes += moved(glyphs, place.x, setter.baseline(style)[0])
        down = style.leading + style.space_after
    boxes += moved(head.boxes, 0.0, down)
    artifact: Artifact = as_artifact(boxes)
    return Item(head.height + down, [artifact])


def _rows(
    setter: Setter,
    node: m.Table,
    rows: Sequence[m.Row],
    grid: _Grid,
    body: Element,
    place: Place,
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
        inside = len(setter.lengths)
        joined = [i for i, cell in enumerate(row.cells) if cell.row_span > 1]
        columns, apart = _cells(setter, row, grid, body, place, head=False, tall=joined)
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
        del setter.lengths[inside:]
    pad = style.padding_y
    low = setter.theme.paragraph(style.cell).leading + 2 * pad
    items = [beside(*each, pad, pad, low) for each in typed]
    for each in sorted(tall, key=lambda cell: cell.row + cell.rows):
        end = min(each.row + each.rows, len(rows))
        missing = height_of(each.items) + 2 * pad - sum(i.height for i in items[each.row : end])
        if missing > 0:
            high = items[end - 1].height + missing
            items[end - 1] = beside(*typed[end - 1], pad, pad, high)
    if tall and sum(item.height for item in items) > _PAGE * setter.room:
        for each in tall:
            typed[each.row].columns[each.column] = each.items, []
        items = [beside(*each, pad, pad, low) for each in typed]
        tall = []
    for row, item, (columns, _) in zip(rows, items, typed, strict=True):
        cells = tuple([height_of(inside) for inside, _ in columns])
        setter.lengths.append(Length(row, item.height, cells, node.header))
    if tall:
        return [_joined(items, tall, pad)]
    for item in items:
        item.flows = item.height > _TALL * setter.room
    return items
