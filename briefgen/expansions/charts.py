"""Take a div of class `chart` around a table, return a figure with the numbers to draw.

The first column has the labels, each other column is a series that its head names. The text
alternative is made of the same numbers, so that nobody has to see the chart to know them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, TypeAlias

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, did_you_mean
from briefgen.expansions.attributes import figure_of, without, wrap
from briefgen.expansions.numbers import NOTHING, read_number
from briefgen.lengths import positive_points
from briefgen.record import replace
from briefgen.terms import term
from briefgen.walk import attr_of, blocks_text, walk

__all__ = ["alternative", "expand_chart", "figure_of_table", "upright"]

Kind: TypeAlias = Literal["bar", "line", "dot"]

KINDS: Final[tuple[Kind, ...]] = ("bar", "line", "dot")
_PLAIN = (m.Text, m.Paragraph, m.Cell, m.Emphasis, m.Strong, m.InlineSpan, m.LineBreak)
_LONGEST, _MOST = 8, 16
_ROWS = 80
"""The most bars that a page has room for, counting two for each row."""


def expand_chart(node: m.Div, lang: str, sink: Diagnostics) -> m.Blocks:
    """Return the chart that `node` asks for, or its table where that cannot be drawn."""
    attr = without(node.attr, "chart", ("kind", "unit", "height"))
    table = next((block for block in node.children if isinstance(block, m.Table)), None)
    if table is None:
        message = "there is no table in this chart"
        sink.error("chart-without-table", message, node.span, "put a pipe table between the :::")
        return wrap(node, attr, node.children)
    kind = _kind(node, sink)
    height = _height(node, sink)
    figure: m.Block = table
    if kind is not None:
        alone = replace(attr, id="") == m.NO_ATTR and not table.attr.id
        named = replace(table, attr=replace(table.attr, id=attr.id)) if alone else table
        figure = figure_of_table(named, kind, node.attr.get("unit"), height, lang, sink) or table
        if alone and figure is not table:
            attr = m.NO_ATTR
    blocks: list[m.Block] = []
    for block in node.children:
        if block is table:
            blocks.append(figure)
        elif isinstance(block, m.Paragraph):  # where the numbers come from
            blocks.append(m.Div((block,), m.Attr(classes=("small",)), block.span))
        else:
            blocks.append(block)
    return wrap(node, attr, tuple(blocks))


def figure_of_table(
    table: m.Table, kind: Kind, unit: str, height: float, lang: str, sink: Diagnostics
) -> m.Figure | None:
    """Return `table` as a chart; None, and a warning for each cell, where it has no numbers.

    A table that has its own number somewhere gives neither that nor its id to the chart.
    """
    rows = (table.header, *table.rows)
    attrs = ((n, attr_of(n)) for n in walk(rows))
    marked = (n for n, attr in attrs if attr.get("audience") or attr.get("marking"))
    if (part := next(marked, None)) is not None:
        message = "a chart cannot leave out a part of it for some readers, so this stays a table"
        hint = "mark the whole chart, and draw another for the others"
        sink.warning("chart-for-some", message, part.span, hint)
        return None
    if table.subheads or any(cell.row_span != 1 for row in rows for cell in row.cells):
        message = "a chart needs one row of names and no joined cells, so this stays a table"
        sink.warning("chart-cell", message, table.span, "write a plain table of names and numbers")
        return None
    names = [*table.header.cells, *(row.cells[0] for row in table.rows if row.cells)]
    if (crowded := next((cell for cell in names if not _is_plain(cell)), None)) is not None:
        message = "a label of a chart has room for words alone, so this stays a table"
        hint = "sources, notes and links belong in the caption"
        sink.warning("chart-cell", message, crowded.span, hint)
        return None
    heads = [_words(cell) for cell in table.header.cells]
    count = max((len(row.cells) for row in table.rows), default=0)
    if count < 2:
        message = "a chart needs a column of labels and one of numbers"
        sink.warning("chart-without-numbers", message, table.span, "| Year | Value |")
        return None
    labels = tuple(_words(row.cells[0]) if row.cells else "" for row in table.rows)
    series: list[m.Series] = []
    bad = False
    for column in range(1, count):
        values: list[float | None] = []
        shown: list[str] = []
        for row in table.rows:
            cell = row.cells[column] if column < len(row.cells) else None
            text = _words(cell) if cell else ""
            value = read_number(text, lang) if _is_plain(cell) else None
            if value is None and (text not in NOTHING or not _is_plain(cell)):
                bad = True
                where = cell.span if cell else row.span
                message = f"{text!r} is not one number, so this stays a table"
                hint = "a number with its unit; sources and notes belong in the caption"
                sink.warning("chart-cell", message, where, hint)
            values.append(value)
            shown.append("" if value is None else _with_unit(text, unit))
        name = heads[column] if column < len(heads) else ""
        series.append(m.Series(name, tuple(values), tuple(shown)))
    if bad:
        return None
    chart = m.Chart(kind, labels, tuple(series), height)
    if kind != "line" and not upright(chart) and len(labels) * max(len(series), 2) > _ROWS:
        message = f"{len(labels)} rows have no room on a page, so this stays a table"
        sink.warning("chart-too-long", message, table.span, "fewer rows, or two charts")
        return None
    attr = replace(table.attr, id="") if table.label else table.attr
    return figure_of(chart, alternative(chart, lang), table.span, attr, table.caption)


def alternative(chart: m.Chart, lang: str) -> str:
    """Return a chart in words: "Bar chart. Spending: 2014 1.4%, 2024 2.0%."."""
    parts = []
    for series in chart.series:
        numbers = ", ".join(
            f"{label} {shown}" if label else shown
            for label, shown in zip(chart.labels, series.shown, strict=True)
            if shown
        )
        parts.append(f"{series.name}: {numbers}" if series.name else numbers)
    return f"{term(lang, f'{chart.kind}-chart')}. {'; '.join(filter(None, parts))}."


def upright(chart: m.Chart) -> bool:
    """Tell whether bars stand: for a few short labels with figures in them, such as years."""
    short = all(any(map(str.isdigit, text)) and len(text) <= _LONGEST for text in chart.labels)
    return chart.kind == "bar" and short and len(chart.labels) * len(chart.series) <= _MOST


def _kind(node: m.Div, sink: Diagnostics) -> Kind | None:
    asked = node.attr.get("kind", "bar")
    for kind in KINDS:
        if kind == asked:
            return kind
    hint = did_you_mean(asked, KINDS) or f"one of {', '.join(KINDS)}"
    sink.error("chart-kind", f"there is no chart of kind {asked!r}", node.span, hint)
    return None


def _height(node: m.Div, sink: Diagnostics) -> float:
    text = node.attr.get("height")
    if not text:
        return 0.0
    height = positive_points(text)
    if height is None:
        sink.warning("chart-height", f"height={text!r} is no length", node.span, 'height="50mm"')
    return height or 0.0


def _words(cell: m.Cell) -> str:
    return " ".join(blocks_text(cell.children).split())


def _is_plain(cell: m.Cell | None) -> bool:
    """Tell whether nothing in `cell` would be lost: no note, no citation, no link."""
    return cell is None or all(isinstance(node, _PLAIN) for node in _within(cell))


def _within(cell: m.Cell) -> Iterable[m.Node]:
    return walk(cell.children)


def _with_unit(text: str, unit: str) -> str:
    text = text.replace("-", "\u2212")
    if not unit or not text[-1:].isdigit():
        return text
    return text + unit if unit in {"%", "°"} else f"{text}\u00a0{unit}"
