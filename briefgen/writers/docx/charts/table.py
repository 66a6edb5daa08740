"""Take a chart, return the table behind it: columns of labels, numbers and positions.

Word has no chart of dots along lines. They are points of a scatter chart, whose height is another
column; the ends of the lines behind and between them are formulas that follow the numbers.
"""

from __future__ import annotations

from itertools import pairwise
from math import gcd
from typing import Final, TypeAlias

from briefgen import model as m
from briefgen.record import NamedTuple
from briefgen.typography.chart_scale import limits
from briefgen.writers.docx.charts.formats import number_format
from briefgen.writers.docx.nodes import XmlElement, element

__all__ = ["Cell", "ChartTable", "Column", "Formula", "letters"]

_SHEET: Final = "Sheet1"


class Formula(NamedTuple):
    """The formula of a cell, and its value."""

    formula: str
    value: float


Cell: TypeAlias = str | float | Formula | None


class Column(NamedTuple):
    """A column with its head, and a number format for each cell ("" is Word's own)."""

    head: str
    cells: tuple[Cell, ...]
    formats: tuple[str, ...] = ()


class ChartTable:
    """The columns of `chart`: labels, its series, and for dots what they need.

    `beside` are the shares of the plot that stay free at the left and right of its points.
    """

    def __init__(self, chart: m.Chart, beside: tuple[float, float] = (0.0, 0.0)) -> None:
        self.chart = chart
        self.step = _step(chart)
        """The step of an axis of numbers (years) with uneven distances, 0 where all are the same.
        """
        labels: tuple[Cell, ...] = chart.labels
        if self.step:
            labels = tuple(map(float, chart.labels))
        self.columns = [Column("", labels)]
        for series in chart.series:
            pairs = zip(series.values, series.shown, strict=True)
            formats = tuple("" if v is None else number_format(v, shown) for v, shown in pairs)
            self.columns.append(Column(series.name, series.values, formats))
        self.rows: list[int] = []
        """For dots: the column with the height of each series' points."""
        numbers = [v for series in chart.series for v in series.values if v is not None]
        self.low, high = limits(numbers or [0.0])
        self.high = high if high > self.low else self.low + 1.0
        unit = (self.high - self.low) / max(1.0 - sum(beside), 0.1)
        self.low -= beside[0] * unit
        self.high += beside[1] * unit
        if chart.kind == "dot":
            self._dots()

    def _dots(self) -> None:
        """Add the points of names, of the lines behind them, and of those between dots."""
        chart = self.chart
        count, last = len(chart.labels), letters(len(chart.series))
        heights = [float(count - index) for index in range(count)]
        self.columns.append(Column("x", (self.low,) * count))
        self.columns.append(Column("y", tuple(heights)))
        shared = len(self.columns) - 1
        behind: list[Cell] = []
        between: list[Cell] = []
        level: list[Cell] = []
        for index, height in enumerate(heights):  # an empty cell ends a line
            there = [v for s in chart.series if (v := s.values[index]) is not None]
            cells = f"B{index + 2}:{last}{index + 2}"
            ends = (min(there, default=self.low), max(there, default=self.low))
            forms = (f"MIN({cells})", f"MAX({cells})")
            behind += [self.low, self.high, None]
            between += [*map(Formula, forms, ends), None]
            level += [height, height, None]
        for head, points in (("x", behind), ("x", between), ("y", level)):
            self.columns.append(Column(head, tuple(points[:-1])))
        for series in chart.series:
            if None in series.values:  # a point without a height is none
                pairs = zip(series.values, heights, strict=True)
                own = tuple(None if value is None else height for value, height in pairs)
                self.columns.append(Column("y", own))
            self.rows.append(len(self.columns) - 1 if None in series.values else shared)

    def reference(self, column: int, *, head: bool = False) -> XmlElement:
        """Return a reference to the cells of a column, or to its head, with what stands there."""
        cells = (self.columns[column].head,) if head else self.columns[column].cells
        kind = "str" if any(isinstance(cell, str) for cell in cells) else "num"
        points = [
            element("c:pt", element("c:v", _text(cell)), idx=index)
            for index, cell in enumerate(cells)
            if cell is not None
        ]
        cache = element(
            f"c:{kind}Cache",
            element("c:formatCode", "General") if kind == "num" else "",
            element("c:ptCount", val=len(cells)),
            *points,
        )
        return element(f"c:{kind}Ref", element("c:f", self.place(column, head=head)), cache)

    def place(self, column: int, *, head: bool = False) -> str:
        """Return where a column stands, as formulas write it."""
        letter, count = letters(column), len(self.columns[column].cells)
        if head or count == 1:
            return f"{_SHEET}!${letter}${1 if head else 2}"
        return f"{_SHEET}!${letter}$2:${letter}${count + 1}"


def letters(column: int) -> str:
    """Return the name of a column, counted from 0."""
    name = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        name = chr(ord("A") + digit) + name
    return name


def _text(cell: Cell) -> str:
    if isinstance(cell, Formula):
        cell = cell.value
    return f"{cell:.12g}" if isinstance(cell, float | int) else cell or ""


def _step(chart: m.Chart) -> int:
    """Return what labels rise by, at least, where they are numbers (years) that rise unevenly."""
    texts = chart.labels
    if chart.kind != "line" or not all(text.isascii() and text.isdigit() for text in texts):
        return 0
    steps = [int(after) - int(before) for before, after in pairwise(texts)]
    return gcd(*steps) if len(set(steps)) > 1 and min(steps) > 0 else 0
