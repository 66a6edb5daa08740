"""Take a table, set it row by row: caption above, a head that repeats, rules instead of boxes."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen import model as m
from briefgen.layout.boxes import Artifact
from briefgen.layout.flow.captions import set_caption
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.paragraphs import baseline, label_glyphs
from briefgen.layout.flow.rows import (
    Align,
    TableGrid,
    band,
    cell_style,
    rows_of,
    set_head,
    set_rows,
)
from briefgen.layout.flow.widths import measured
from briefgen.layout.galley import LINES, TOGETHER, Frame, Galley, Item, Mark, height_of
from briefgen.layout.sheet import as_artifact, moved
from briefgen.theme import TableStyle
from briefgen.typography.column_widths import share_widths, table_widths
from briefgen.typography.spacing import NARROW_TABLE

__all__ = ["set_table"]

_WHOLE = 0.35
"""A table of up to this share of the page is kept on one page."""

_SEARCH, _FEW = 4000, 6
"""Column widths are searched on the fullest rows only: as many as the first number divided by the
cube of the columns, because that is how the tries grow, but at least the second."""

_WHOLE_LABELS = 0.4
"""How many lines of height an unbroken label is worth, where there is no page limit."""

_ALIGN: dict[str, Align] = {
    "left": "left",
    "right": "right",
    "center": "center",
    "default": "",
}


def set_table(context: LayoutContext, node: m.Table, region: Region, galley: Galley) -> None:
    """Set a table; type that is too wide for the column is made smaller, within the theme."""
    count = max((len(row.cells) for row in rows_of(node)), default=0)
    element = region.parent.add("Table", node.span)
    if node.attr.id:
        galley.anchors.append(node.attr.id)
    begin = len(galley.items)
    if node.caption or node.label:
        set_caption(context, node, element, region, galley)
    if not count:
        return
    context, style, widths = _columns(context, node, region, count)
    x, edges = region.x, []
    for width in widths:
        edges.append(x)
        x += width
    # An author's `---:` is the right side of the page in every language, as in other tools.
    known = {**_ALIGN, "left": "right", "right": "left"} if region.rtl else _ALIGN
    aligns: list[Align] = [known[value] for value in node.alignments][:count]
    aligns += [""] * (count - len(aligns))
    grid = TableGrid(style, tuple(edges), tuple(widths), tuple(aligns))
    frame = Frame(region.x, x - region.x, below=style.rule_bottom.width, bottom=style.rule_bottom)
    head = set_head(context, node, grid, element, region)
    space = style.space_before
    if head:
        frame.again = _again(context, node, head, region)
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
        joined = band(node.rows, done)
        done += len(joined)
        for item in set_rows(
            context, node, joined, grid, body, region, last=done == len(node.rows)
        ):
            galley.after = 0.0
            galley.add(item)
    if len(galley.items) - start > 1:
        galley.items[start].keep = galley.items[-2].keep = LINES
    galley.close(frame, style.space_after)
    table = galley.items[begin:]
    if height_of(table) <= _WHOLE * context.room:
        galley.bind(TOGETHER, begin)
        table[-1].keep = 0


def _style(context: LayoutContext, node: m.Table) -> TableStyle:
    known = context.theme.tables
    name = next((name for name in node.attr.classes if name in known), "default")
    return known.get(name) or TableStyle()


def _inside(region: Region, style: TableStyle, column: int, *, head: bool) -> Region:
    """Return the place of text in a cell whose width is not known yet."""
    return region._replace(style=cell_style(style, column, head=head), flat=False)


def _columns(
    context: LayoutContext, node: m.Table, region: Region, count: int
) -> tuple[LayoutContext, TableStyle, list[float]]:
    """Return the context to use, at a smaller scale if need be, and the widths of the columns."""
    style = _style(context, node)
    least, rows = _needs(context, node, style, region, count)
    if sum(least) > region.width:
        sizes = [context.theme.paragraph(n).size for n in (style.cell, style.stub, style.head)]
        smallest = min(context.theme.minimum / min(sizes), 1.0)
        pads = sum(rows[0])  # these keep their width
        factor = max(0.99 * (region.width - pads) / max(sum(least) - pads, 1.0), smallest)
        if factor < 1.0:
            context = context.scaled(factor)
            style = _style(context, node)
            least, rows = _needs(context, node, style, region, count)
    if sum(least) > region.width + 0.5:
        over = sum(least) - region.width
        context.sink.warning(
            "table-too-wide",
            f"the words of {node.label or 'this table'} need {over:.0f} pt more than the column "
            "has: some of them stand over the edge of their cells",
            node.span,
            "use fewer columns or shorter words, or a landscape page",
        )
    asked = _asked(context, node, count)
    if asked:
        widths = share_widths(region.width, least, asked)
    else:
        most = [max(column) for column in zip(*rows, strict=True)]
        width = region.width
        if sum(most) < NARROW_TABLE * width:
            width = min(width, sum(most) * 1.15)
        widths = table_widths(width, least, most, rows)
    pressed = context.theme.scaling.columns
    free = sum(least) < sum(widths)
    if free and (pressed or (not asked and _wraps(widths, rows))):
        from briefgen.layout.flow.column_search import (  # where text has more than one line
            CellContent,
            lower_table,
        )

        heads = (node.header, *node.subheads)
        cells = [
            [CellContent(cell.children if cell.column_span < 2 else (),
                  _inside(region, style, i, head=number < len(heads)))
             for i, cell in enumerate(row.cells[:count])]
            for number, row in enumerate(rows_of(node))
        ]  # fmt: skip
        whole = 0.0 if pressed else _WHOLE_LABELS
        if not pressed:
            fullest = sorted(range(len(cells)), key=lambda row: -sum(rows[row + 1]))
            cells = [cells[row] for row in fullest[: max(_SEARCH // count**3, _FEW)]]
        widths = lower_table(context, cells, widths, least, rows[0], whole=whole)
        context.columns[id(node)] = widths
    return context, style, widths


def _wraps(widths: Sequence[float], rows: Sequence[Sequence[float]]) -> bool:
    return any(want > width for row in rows for want, width in zip(row, widths, strict=False))


def _asked(context: LayoutContext, node: m.Table, count: int) -> list[float]:
    text = node.attr.get("widths")
    if not text:
        return []
    try:
        parts = [float(part) for part in text.replace(",", " ").split()]
        if len(parts) != count or min(parts) <= 0 or max(parts) > 1e6:
            raise ValueError
    except ValueError:
        context.sink.warning(
            "bad-widths",
            f"widths={text!r} is not {count} numbers above 0",
            node.span,
            f'one number per column: widths="{" ".join(["1"] * count)}"',
        )
        return []
    return parts


def _needs(
    context: LayoutContext, node: m.Table, style: TableStyle, region: Region, count: int
) -> tuple[list[float], list[list[float]]]:
    """Return the least width of each column, and what each cell wants, padding included."""
    nowhere = (0.0,) * count
    grid = TableGrid(style, nowhere, nowhere, ())
    pads = [sum(grid.padding(column)) for column in range(count)]
    least, rows = list(pads), [list(pads)]
    wide: list[tuple[range, float]] = []
    for number, row in enumerate(rows_of(node)):
        wants = list(pads)
        for column, cell in enumerate(row.cells):
            inner = _inside(region, style, column, head=number <= len(node.subheads))
            low, high = measured(context, cell.children, inner)
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


def _again(context: LayoutContext, node: m.Table, head: Item, region: Region) -> Item:
    """Return what stands above the rows on each further page, all of it an artifact."""
    boxes: list[Mark] = []
    down = 0.0
    if node.continued:
        style = context.theme.paragraph("caption")
        look = context.inliner.look(style, region.lang)
        glyphs = label_glyphs(context, node.continued, look._replace(bold=True), None, region)
        boxes += moved(glyphs, region.x, baseline(context, style)[0])
        down = style.leading + style.space_after
    boxes += moved(head.boxes, 0.0, down)
    artifact: Artifact = as_artifact(boxes)
    return Item(head.height + down, [artifact])
