"""Take a table, set it row by row: caption above, a head that repeats, rules instead of boxes."""

from __future__ import annotations

from collections.abc import Sequence
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
    as_artifact,
    height_of,
    moved,
)
from briefgen.record import NamedTuple
from briefgen.theme import TableStyle
from briefgen.typography.spacing import NARROW_TABLE

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter

__all__ = ["set_table"]

_WHOLE = 0.35
"""A table of up to this share of the page is kept on one page."""

_TALL = 0.4
"""A row that takes more of a page than this is split where the page ends, like text."""

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

    def cell(self, column: int, place: Place) -> Place:
        """Return the place of the text of cells in `column`."""
        left, right = self.padding(column)
        width = self.widths[column] - left - right
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
    count = max((len(row.cells) for row in (node.header, *node.rows)), default=0)
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
    for number, row in enumerate(node.rows):
        galley.after = 0.0
        galley.add(_row(setter, node, row, grid, body, place, last=number == len(node.rows) - 1))
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

        cells = [
            [Cell(cell.children, _inside(place, style, i, head=row is node.header))
             for i, cell in enumerate(row.cells[:count])]
            for row in (node.header, *node.rows)
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
    for number, row in enumerate((node.header, *node.rows)):
        wants = list(pads)
        for column, cell in enumerate(row.cells):
            inner = _inside(place, style, column, head=number == 0)
            low, high = measured(setter, cell.children, inner)
            least[column] = max(least[column], low + pads[column])
            wants[column] += high
        rows.append(wants)
    return least, rows


# ------------------------------------------------------------------------------------------ rows


def _cells(
    setter: Setter, row: m.Row, grid: _Grid, parent: Element, place: Place, *, head: bool
) -> list[tuple[list[Item], list[Frame]]]:
    """Set the cells of a row, each into its column."""
    style = grid.style
    element = parent.add("TR", row.span)
    columns: list[tuple[list[Item], list[Frame]]] = []
    for column in range(len(grid.widths)):
        cell = row.cells[column] if column < len(row.cells) else None
        stub = (column == 0 and style.stub != style.cell) or bool(column == 0 and style.stub_fill)
        if head:
            data = element.add("TH", row.span, scope="Column")
        elif stub:
            data = element.add("TH", row.span, scope="Row")
        else:
            data = element.add("TD", row.span)
        if cell is None:
            columns.append(([], []))
            continue
        name = _cell_style(style, column, head=head)
        inner = grid.cell(column, place)._replace(parent=data, style=name)
        columns.append((setter.column(cell.children, inner), []))
    return columns


def _head(
    setter: Setter, node: m.Table, grid: _Grid, element: Element, place: Place
) -> Item | None:
    """Return the header row with its rules, or None where the table has none."""
    if not node.header.cells:
        return None
    style = grid.style
    # PDF allows a head only where there is a body.
    parent = element.add("THead", node.header.span) if node.rows else element
    columns = _cells(setter, node.header, grid, parent, place, head=True)
    x, width = grid.edges[0], sum(grid.widths)
    top, below = style.rule_top, style.rule_head

    def decorate(height: float) -> Sequence[Box]:
        boxes: list[Box] = []
        if style.head_fill:
            boxes.append(Fill(x, 0.0, width, height, style.head_fill))
        if top.width:
            boxes.append(Fill(x, 0.0, width, top.width, top.colour))
        if below.width:
            boxes.append(Fill(x, height - below.width, width, below.width, below.colour))
        return boxes

    pad = style.padding_y
    head = beside(columns, decorate, pad + top.width, pad + below.width)
    head.keep = NEXT
    head.split = None
    return head


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


def _row(
    setter: Setter,
    node: m.Table,
    row: m.Row,
    grid: _Grid,
    body: Element,
    place: Place,
    *,
    last: bool,
) -> Item:
    """Return a body row; the rule below it is left out after the last."""
    style = grid.style
    inside = len(setter.lengths)
    columns = _cells(setter, row, grid, body, place, head=False)
    x, width = grid.edges[0], sum(grid.widths)
    rule = style.rule_row

    def decorate(height: float) -> Sequence[Box]:
        boxes: list[Box] = []
        if style.stub_fill:
            boxes.append(Fill(x, 0.0, grid.widths[0], height, style.stub_fill))
        if rule.width and not last:
            boxes.append(Fill(x, height - rule.width, width, rule.width, rule.colour))
        return boxes

    least = setter.theme.paragraph(style.cell).leading + 2 * style.padding_y
    item = beside(columns, decorate, style.padding_y, style.padding_y, least)
    item.flows = item.height > _TALL * setter.room
    del setter.lengths[inside:]
    cells = tuple([height_of(items) for items, _ in columns])
    setter.lengths.append(Length(row, item.height, cells, node.header))
    return item
