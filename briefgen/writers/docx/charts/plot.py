"""Take the table and the frame of a chart, return `word/charts/chartN.xml`: bars, lines or dots."""

from __future__ import annotations

from typing import Final

from briefgen.layout.flow.charts import notable, spread
from briefgen.writers.docx.charts.frame import Frame
from briefgen.writers.docx.charts.table import Table
from briefgen.writers.docx.charts.text import NOTHING, Point, labels, look, manual, names, title
from briefgen.writers.docx.markup import attribute
from briefgen.writers.docx.palette import Palette

__all__ = ["chart_space"]

_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SOLID: Final = ("accent", "pale", "muted", "amber", "green", "red")
_THIN: Final = ("accent", "muted", "amber", "green", "red")
"""The colours of series, as the PDF has them."""
_FIRST, _SECOND = 10, 20
"""The ids of the axes."""
_BESIDE: Final = 3
"""How many series of a chart of dots are not its own: lines behind, lines between, names."""
_NO_LINE: Final = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
_AXES: Final = f'<c:axId val="{_FIRST}"/><c:axId val="{_SECOND}"/>'


def chart_space(table: Table, frame: Frame, palette: Palette, lang: str, data: str) -> bytes:
    """Return the part; `data` is the id of its relationship to the workbook."""
    chart = table.chart
    plot = _Plot(table, frame, palette)
    match chart.kind:
        case "bar":
            drawn = plot.bars()
        case "line":
            drawn = plot.lines()
        case "dot":
            drawn = plot.dots()
    several = len(chart.series) > 1
    named = '<c:autoTitleDeleted val="1"/>'
    if not several and chart.series[0].name:
        named = title(chart.series[0].name, palette)
    key = plot.key() if several and chart.kind != "line" else ""
    room = manual(
        frame.left / frame.width,
        frame.top / frame.height,
        max(frame.width - frame.left - frame.right, 1.0) / frame.width,
        max(frame.height - frame.top - frame.bottom, 1.0) / frame.height,
        "inner",
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main"'
        f' xmlns:r="{_RELATIONS}"><c:date1904 val="0"/><c:lang val="{attribute(lang)}"/>'
        f'<c:roundedCorners val="0"/><c:chart>{named}<c:plotArea>{room}{drawn}</c:plotArea>{key}'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"{NOTHING}{look(palette)}"
        f'<c:externalData r:id="{data}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


class _Plot:
    """Draws one chart."""

    def __init__(self, table: Table, frame: Frame, palette: Palette) -> None:
        self.table = table
        self.chart = table.chart
        self.frame = frame
        self.palette = palette
        self.several = len(self.chart.series) > 1

    def key(self) -> str:
        """Return what the colours mean, at the top left."""
        wide = min(self.frame.key / self.frame.width, 1.0)
        place = manual(0.0, 0.0, wide, (self.frame.leading + 4.0) / self.frame.height)
        hidden = ""
        if self.chart.kind == "dot":  # the series of what is not a dot
            hidden = "".join(
                f'<c:legendEntry><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>'
                for index in range(_BESIDE)
            )
        return (
            f'<c:legend><c:legendPos val="t"/>{hidden}{place}<c:overlay val="1"/>{NOTHING}'
            f"{look(self.palette)}</c:legend>"
        )

    # ----------------------------------------------------------------------------------------- bars

    def bars(self) -> str:
        """Return bars that stand or lie."""
        frame, series = self.frame, []
        for index in range(len(self.chart.series)):
            paint = f"<c:spPr>{self._paint(index)}</c:spPr>" + '<c:invertIfNegative val="0"/>'
            there = self._there(index)
            at = self._labels(index, dict.fromkeys(there, Point("outEnd", bold=not self.several)))
            series.append(self._series(index, index, f"{paint}{at}{self._numbers(index)}"))
        extent = frame.width if frame.upright else frame.height - frame.top
        pitch = extent / max(len(self.chart.labels), 1)
        bars = frame.bar * len(self.chart.series)
        gap = min(max(round((pitch - bars) / frame.bar * 100), 0), 500)
        numbers = [v for s in self.chart.series for v in s.values if v is not None]
        lowest = '<c:min val="0"/>' if min(numbers, default=0.0) >= 0 else ""
        return (
            f'<c:barChart><c:barDir val="{"col" if frame.upright else "bar"}"/>'
            f'<c:grouping val="clustered"/><c:varyColors val="0"/>{"".join(series)}'
            f'<c:gapWidth val="{gap}"/>{_AXES}</c:barChart>'
            f"{self._categories('muted')}{self._values(lowest)}"
        )

    # ---------------------------------------------------------------------------------------- lines

    def lines(self) -> str:
        """Return lines with their ends marked, and labelled with value and name."""
        frame = self.frame
        points: list[dict[int, Point]] = []
        for number, series in enumerate(self.chart.series):
            there = self._there(number)
            ends = {there[0]: Point("l")} if there else {}
            if there:
                ends[there[-1]] = Point("r", bold=True, named=self.several)
            if there and not self.several:
                top = max(v for v in series.values if v is not None)
                for index in notable(series, there[0], there[-1]):
                    ends.setdefault(index, Point("t" if series.values[index] == top else "b"))
            points.append(ends)
        # Word ends the scale about there.
        high = self.table.high + 0.1 * (self.table.high - self.table.low)
        unit = (frame.height - frame.top - frame.bottom) / (high - self.table.low)
        for side in "lr" if self.several else "":
            at = [
                next((s.values[i] or 0.0 for i, p in ends.items() if p.side == side), 0.0)
                for s, ends in zip(self.chart.series, points, strict=True)
            ]
            wanted = [(high - value) * unit for value in at]
            for ends, want, y in zip(points, wanted, spread(wanted, frame.leading), strict=True):
                for point in ends.values():
                    if point.side == side:
                        point.down = (y - want) / frame.height
        lowest = f'<c:min val="{self.table.low:.12g}"/>'
        drawn = "".join(self._line(index, ends) for index, ends in enumerate(points))
        return (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{drawn}'
            f'<c:marker val="1"/>{_AXES}</c:lineChart>{self._categories("muted")}'
            f"{self._values(lowest)}"
        )

    def _line(self, index: int, points: dict[int, Point]) -> str:
        paint = self._paint(index, thin=True)
        stroke = f'<c:spPr><a:ln w="20320" cap="rnd">{paint}<a:round/></a:ln></c:spPr>'
        marks = "".join(
            f'<c:dPt><c:idx val="{at}"/>{_marker(paint, 5)}<c:bubble3D val="0"/>{stroke}</c:dPt>'
            for at in sorted(points)
        )
        at = self._labels(index, points, _THIN[index % len(_THIN)] if self.several else "ink")
        inside = f'{stroke}<c:marker><c:symbol val="none"/></c:marker>{marks}{at}'
        return self._series(index, index, f'{inside}{self._numbers(index)}<c:smooth val="0"/>')

    # ----------------------------------------------------------------------------------------- dots

    def dots(self) -> str:
        """Return dots along lines, one for each label."""
        table, frame = self.table, self.frame
        x = len(self.chart.series) + 1
        shown, cells = names(
            self.chart.labels, table.place(0), self.palette, wrap=frame.left > 0.4 * frame.width
        )
        beside = (
            (x + 2, x + 4, self._stroke("hairline", 0.5), "", ""),
            (x + 3, x + 4, self._stroke("muted", 1.5), "", ""),
            (x, x + 1, _NO_LINE, shown, cells),
        )
        dots = [
            f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>{line}'
            f'<c:marker><c:symbol val="none"/></c:marker>{at}{self._points(across, up)}{ending}'
            "</c:ser>"
            for index, (across, up, line, at, ending) in enumerate(beside)
        ]
        for index in range(len(self.chart.series)):
            at = self._labels(index, self._outer(index), paper=True)
            points = self._points(index + 1, table.rows[index])
            inside = f"{_NO_LINE}{_marker(self._paint(index), 7)}{at}{points}"
            dots.append(self._series(index + _BESIDE, index, inside))
        rows = f'<c:max val="{len(self.chart.labels)}.5"/><c:min val="0.5"/>'
        ends = f'<c:max val="{table.high:.12g}"/><c:min val="{table.low:.12g}"/>'
        return (
            '<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
            f"{''.join(dots)}{_AXES}</c:scatterChart>"
            f"{_values(_FIRST, 'b', ends)}{_values(_SECOND, 'l', rows)}"
        )

    def _outer(self, index: int) -> dict[int, Point]:
        """Return the points of a series that are the lowest or the highest of their row."""
        points = {}
        for row in self._there(index):
            found = [(s.values[row], number) for number, s in enumerate(self.chart.series)]
            there = sorted((value, number) for value, number in found if value is not None)
            if there[-1][1] == index:
                points[row] = Point("r", bold=not self.several, across=True)
            elif there[0][1] == index:
                points[row] = Point("l", across=True)
        return points

    # ---------------------------------------------------------------------------------------- parts

    def _there(self, index: int) -> list[int]:
        values = self.chart.series[index].values
        return [at for at, value in enumerate(values) if value is not None]

    def _paint(self, index: int, *, thin: bool = False) -> str:
        names = _THIN if thin else _SOLID
        return self.palette.fill(names[index % len(names)])

    def _stroke(self, colour: str, width: float) -> str:
        return (
            f'<c:spPr><a:ln w="{round(width * 12700)}">{self.palette.fill(colour)}</a:ln></c:spPr>'
        )

    def _labels(
        self,
        index: int,
        points: dict[int, Point],
        colour: str = "ink",
        *,
        paper: bool = False,
    ) -> str:
        formats = self.table.columns[index + 1].formats
        series = self.chart.series[index]
        return labels(series, formats, points, self.palette, colour, paper=paper)

    def _series(self, place: int, index: int, inside: str) -> str:
        name = ""
        if self.chart.series[index].name:
            name = f"<c:tx>{self.table.reference(index + 1, head=True)}</c:tx>"
        return f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/>{name}{inside}</c:ser>'

    def _numbers(self, index: int) -> str:
        table = self.table
        return f"<c:cat>{table.reference(0)}</c:cat><c:val>{table.reference(index + 1)}</c:val>"

    def _points(self, across: int, up: int) -> str:
        table = self.table
        return (
            f"<c:xVal>{table.reference(across)}</c:xVal><c:yVal>{table.reference(up)}</c:yVal>"
            '<c:smooth val="0"/>'
        )

    def _categories(self, colour: str) -> str:
        """Return the axis with the labels: a hairline, even where bars go beyond it."""
        lies = not self.frame.upright
        colour = "ink" if lies else colour
        line = self._stroke("hairline" if self.chart.kind == "line" else "muted", 0.75)
        first = "maxMin" if lies else "minMax"
        kind, ending = "catAx", '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        ending += '<c:tickLblSkip val="1"/>' if lies else ""  # each bar has its label
        ending += '<c:noMultiLvlLbl val="1"/>'
        if step := self.table.step:
            # Numbers that rise unevenly are days to Word, which then stand as far apart.
            count = (int(self.chart.labels[-1]) - int(self.chart.labels[0])) // step
            kind, ending = "dateAx", '<c:lblOffset val="100"/><c:baseTimeUnit val="days"/>'
            ending += f'<c:majorUnit val="{step * -(-count // 12)}"/><c:majorTimeUnit val="days"/>'
        form = "0" if step else "General"
        return (
            f'<c:{kind}><c:axId val="{_FIRST}"/><c:scaling><c:orientation val="{first}"/>'
            f'</c:scaling><c:delete val="0"/><c:axPos val="{"l" if lies else "b"}"/>'
            f'<c:numFmt formatCode="{form}" sourceLinked="0"/><c:majorTickMark val="none"/>'
            f'<c:minorTickMark val="none"/><c:tickLblPos val="low"/>{line}'
            f'{look(self.palette, colour)}<c:crossAx val="{_SECOND}"/><c:crosses val="autoZero"/>'
            f'<c:auto val="0"/>{ending}</c:{kind}>'
        )

    def _values(self, scaling: str = "") -> str:
        side = "l" if self.frame.upright else "t"
        between = "midCat" if self.chart.kind == "line" else "between"
        return _values(_SECOND, side, scaling, between)


def _values(number: int, side: str, scaling: str, between: str = "midCat") -> str:
    """Return an axis of numbers that is there, but not seen: the numbers stand at their points."""
    return (
        f'<c:valAx><c:axId val="{number}"/><c:scaling><c:orientation val="minMax"/>{scaling}'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{side}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="none"/>'
        f'{NOTHING}<c:crossAx val="{_FIRST if number == _SECOND else _SECOND}"/>'
        f'<c:crosses val="autoZero"/><c:crossBetween val="{between}"/></c:valAx>'
    )


def _marker(paint: str, size: int) -> str:
    look = f"<c:spPr>{paint}<a:ln><a:noFill/></a:ln></c:spPr>"
    return f'<c:marker><c:symbol val="circle"/><c:size val="{size}"/>{look}</c:marker>'
