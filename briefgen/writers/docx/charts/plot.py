"""Take the table and the frame of a chart, return `word/charts/chartN.xml`: bars, lines or dots."""

from __future__ import annotations

from typing import Final

from briefgen.typography.chart_scale import notable, spread
from briefgen.writers.docx.charts.frame import ChartFrame
from briefgen.writers.docx.charts.table import ChartTable
from briefgen.writers.docx.charts.text import (
    NO_LINE,
    NOTHING,
    PointLabel,
    labels,
    look,
    manual,
    names,
    title,
)
from briefgen.writers.docx.markup import NAMESPACES, xml_part
from briefgen.writers.docx.nodes import Content, SimpleValue, XmlElement, XmlNode, element
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.units import emu

__all__ = ["chart_space"]

_CHART: Final = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_SOLID: Final = ("accent", "pale", "muted", "amber", "green", "red")
_THIN: Final = ("accent", "muted", "amber", "green", "red")
"""The colours of series, as the PDF has them."""
_FIRST, _SECOND = 10, 20
"""The ids of the axes."""
_BESIDE: Final = 3
"""How many series a chart of dots needs beside its own: lines behind, lines between, names."""
_NOT_DRAWN: Final = element("c:spPr", NO_LINE)


def _value(name: str, value: SimpleValue) -> XmlElement:
    return element(f"c:{name}", val=value)


_AXES: Final = (_value("axId", _FIRST), _value("axId", _SECOND))


def chart_space(
    table: ChartTable, frame: ChartFrame, palette: Palette, lang: str, data: str
) -> bytes:
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
    named: Content = (_value("autoTitleDeleted", 1),)
    if not several and chart.series[0].name:
        named = title(chart.series[0].name, palette)
    room = manual(
        frame.left / frame.width,
        frame.top / frame.height,
        max(frame.width - frame.left - frame.right, 1.0) / frame.width,
        max(frame.height - frame.top - frame.bottom, 1.0) / frame.height,
        "inner",
    )
    space = element(
        "c:chartSpace",
        _value("date1904", 0),
        _value("lang", lang),
        _value("roundedCorners", 0),
        element(
            "c:chart",
            *named,
            element("c:plotArea", room, *drawn),
            plot.key() if several and chart.kind != "line" else "",
            _value("plotVisOnly", 1),
            _value("dispBlanksAs", "gap"),
        ),
        NOTHING,
        look(palette),
        XmlElement("c:externalData", {"r:id": data}, (_value("autoUpdate", 0),)),
    )
    spaces = {"xmlns:c": _CHART, "xmlns:a": NAMESPACES["a"], "xmlns:r": NAMESPACES["r"]}
    return xml_part(space._replace(attributes=spaces))


class _Plot:
    """Draws one chart."""

    def __init__(self, table: ChartTable, frame: ChartFrame, palette: Palette) -> None:
        self.table = table
        self.chart = table.chart
        self.frame = frame
        self.palette = palette
        self.several = len(self.chart.series) > 1

    def key(self) -> XmlElement:
        """Return the legend, at the top left."""
        wide = min(self.frame.key / self.frame.width, 1.0)
        place = manual(0.0, 0.0, wide, (self.frame.leading + 4.0) / self.frame.height)
        hidden: list[XmlElement] = []
        if self.chart.kind == "dot":  # the series of what is not a dot
            hidden = [
                element("c:legendEntry", _value("idx", index), _value("delete", 1))
                for index in range(_BESIDE)
            ]
        return element(
            "c:legend",
            _value("legendPos", "t"),
            *hidden,
            place,
            _value("overlay", 1),
            NOTHING,
            look(self.palette),
        )

    # ----------------------------------------------------------------------------------------- bars

    def bars(self) -> Content:
        """Return upright or horizontal bars."""
        frame, series = self.frame, []
        for index in range(len(self.chart.series)):
            paint = element("c:spPr", self._paint(index)), _value("invertIfNegative", 0)
            there = self._there(index)
            at = self._labels(
                index, dict.fromkeys(there, PointLabel("outEnd", bold=not self.several))
            )
            series.append(self._series(index, index, *paint, at, *self._numbers(index)))
        extent = frame.width if frame.upright else frame.height - frame.top
        pitch = extent / max(len(self.chart.labels), 1)
        bars = frame.bar * len(self.chart.series)
        gap = min(max(round((pitch - bars) / frame.bar * 100), 0), 500)
        numbers = [v for s in self.chart.series for v in s.values if v is not None]
        lowest = [_value("min", 0)] if min(numbers, default=0.0) >= 0 else []
        drawn = element(
            "c:barChart",
            _value("barDir", "col" if frame.upright else "bar"),
            _value("grouping", "clustered"),
            _value("varyColors", 0),
            *series,
            _value("gapWidth", gap),
            *_AXES,
        )
        return drawn, self._categories("muted"), self._values(*lowest)

    # ---------------------------------------------------------------------------------------- lines

    def lines(self) -> Content:
        """Return lines with their ends marked, and labelled with value and name."""
        frame = self.frame
        points: list[dict[int, PointLabel]] = []
        for number, series in enumerate(self.chart.series):
            there = self._there(number)
            ends = {there[0]: PointLabel("l")} if there else {}
            if there:
                ends[there[-1]] = PointLabel("r", bold=True, named=self.several)
            if there and not self.several:
                top = max(v for v in series.values if v is not None)
                for index in notable(series, there[0], there[-1]):
                    ends.setdefault(index, PointLabel("t" if series.values[index] == top else "b"))
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
        drawn = element(
            "c:lineChart",
            _value("grouping", "standard"),
            _value("varyColors", 0),
            *(self._line(index, ends) for index, ends in enumerate(points)),
            _value("marker", 1),
            *_AXES,
        )
        lowest = _value("min", f"{self.table.low:.12g}")
        return drawn, self._categories("muted"), self._values(lowest)

    def _line(self, index: int, points: dict[int, PointLabel]) -> XmlElement:
        paint = self._paint(index, thin=True)
        line = element("a:ln", paint, element("a:round"), w=20320, cap="rnd")
        stroke = element("c:spPr", line)
        marks = [
            element("c:dPt", _value("idx", at), _marker(paint, 5), _value("bubble3D", 0), stroke)
            for at in sorted(points)
        ]
        at = self._labels(index, points, _THIN[index % len(_THIN)] if self.several else "ink")
        return self._series(
            index,
            index,
            stroke,
            element("c:marker", _value("symbol", "none")),
            *marks,
            at,
            *self._numbers(index),
            _value("smooth", 0),
        )

    # ----------------------------------------------------------------------------------------- dots

    def dots(self) -> Content:
        """Return dots along lines, one for each label."""
        table, frame = self.table, self.frame
        x = len(self.chart.series) + 1
        shown, cells = names(
            self.chart.labels, table.place(0), self.palette, wrap=frame.left > 0.4 * frame.width
        )
        beside: tuple[tuple[int, int, XmlElement, XmlNode, XmlNode], ...] = (
            (x + 2, x + 4, self._stroke("hairline", 0.5), "", ""),
            (x + 3, x + 4, self._stroke("muted", 1.5), "", ""),
            (x, x + 1, _NOT_DRAWN, shown, cells),
        )
        dots = [
            element(
                "c:ser",
                _value("idx", index),
                _value("order", index),
                line,
                element("c:marker", _value("symbol", "none")),
                at,
                *self._points(across, up),
                ending,
            )
            for index, (across, up, line, at, ending) in enumerate(beside)
        ]
        for index in range(len(self.chart.series)):
            at = self._labels(index, self._outer(index), paper=True)
            mark = _marker(self._paint(index), 7)
            points = self._points(index + 1, table.rows[index])
            dots.append(self._series(index + _BESIDE, index, _NOT_DRAWN, mark, at, *points))
        drawn = element(
            "c:scatterChart",
            _value("scatterStyle", "lineMarker"),
            _value("varyColors", 0),
            *dots,
            *_AXES,
        )
        rows = _value("max", f"{len(self.chart.labels)}.5"), _value("min", "0.5")
        ends = _value("max", f"{table.high:.12g}"), _value("min", f"{table.low:.12g}")
        return drawn, _values(_FIRST, "b", ends), _values(_SECOND, "l", rows)

    def _outer(self, index: int) -> dict[int, PointLabel]:
        """Return the points of a series that are the lowest or the highest of their row."""
        points = {}
        for row in self._there(index):
            found = [(s.values[row], number) for number, s in enumerate(self.chart.series)]
            there = sorted((value, number) for value, number in found if value is not None)
            if there[-1][1] == index:
                points[row] = PointLabel("r", bold=not self.several, across=True)
            elif there[0][1] == index:
                points[row] = PointLabel("l", across=True)
        return points

    # ---------------------------------------------------------------------------------------- parts

    def _there(self, index: int) -> list[int]:
        values = self.chart.series[index].values
        return [at for at, value in enumerate(values) if value is not None]

    def _paint(self, index: int, *, thin: bool = False) -> XmlElement:
        names = _THIN if thin else _SOLID
        return self.palette.fill(names[index % len(names)])

    def _stroke(self, colour: str, width: float) -> XmlElement:
        return element("c:spPr", element("a:ln", self.palette.fill(colour), w=emu(width)))

    def _labels(
        self,
        index: int,
        points: dict[int, PointLabel],
        colour: str = "ink",
        *,
        paper: bool = False,
    ) -> XmlElement:
        formats = self.table.columns[index + 1].formats
        series = self.chart.series[index]
        return labels(series, formats, points, self.palette, colour, paper=paper)

    def _series(self, place: int, index: int, *inside: XmlNode) -> XmlElement:
        name: XmlNode = ""
        if self.chart.series[index].name:
            name = element("c:tx", self.table.reference(index + 1, head=True))
        return element("c:ser", _value("idx", place), _value("order", place), name, *inside)

    def _numbers(self, index: int) -> Content:
        table = self.table
        return (
            element("c:cat", table.reference(0)),
            element("c:val", table.reference(index + 1)),
        )

    def _points(self, across: int, up: int) -> Content:
        table = self.table
        return (
            element("c:xVal", table.reference(across)),
            element("c:yVal", table.reference(up)),
            _value("smooth", 0),
        )

    def _categories(self, colour: str) -> XmlElement:
        """Return the axis with the labels: a hairline, even where bars go beyond it."""
        lies, step = not self.frame.upright, self.table.step
        line = self._stroke("hairline" if self.chart.kind == "line" else "muted", 0.75)
        ending = [_value("lblOffset", 100)]
        if step:
            # Numbers that rise unevenly are days to Word, which then stand as far apart.
            count = (int(self.chart.labels[-1]) - int(self.chart.labels[0])) // step
            ending += (_value("baseTimeUnit", "days"), _value("majorUnit", step * -(-count // 12)))
            ending.append(_value("majorTimeUnit", "days"))
        else:
            ending.insert(0, _value("lblAlgn", "ctr"))
            if lies:
                ending.append(_value("tickLblSkip", 1))  # each bar has its label
            ending.append(_value("noMultiLvlLbl", 1))
        return element(
            "c:dateAx" if step else "c:catAx",
            *_axis(_FIRST, "l" if lies else "b", "maxMin" if lies else "minMax"),
            element("c:numFmt", formatCode="0" if step else "General", sourceLinked=0),
            *_without_ticks("low"),
            line,
            look(self.palette, "ink" if lies else colour),
            _value("crossAx", _SECOND),
            _value("crosses", "autoZero"),
            _value("auto", 0),
            *ending,
        )

    def _values(self, *scaling: XmlElement) -> XmlElement:
        side = "l" if self.frame.upright else "t"
        between = "midCat" if self.chart.kind == "line" else "between"
        return _values(_SECOND, side, scaling, between)


def _values(
    number: int, side: str, scaling: tuple[XmlElement, ...], between: str = "midCat"
) -> XmlElement:
    """Return an invisible axis of numbers; the numbers stand at their points."""
    return element(
        "c:valAx",
        *_axis(number, side, "minMax", *scaling),
        element("c:numFmt", formatCode="General", sourceLinked=0),
        *_without_ticks("none"),
        NOTHING,
        _value("crossAx", _FIRST if number == _SECOND else _SECOND),
        _value("crosses", "autoZero"),
        _value("crossBetween", between),
    )


def _axis(number: int, side: str, direction: str, *scaling: XmlElement) -> Content:
    """Return what each axis begins with."""
    return (
        _value("axId", number),
        element("c:scaling", _value("orientation", direction), *scaling),
        _value("delete", 0),
        _value("axPos", side),
    )


def _without_ticks(labels: str) -> Content:
    return (
        _value("majorTickMark", "none"),
        _value("minorTickMark", "none"),
        _value("tickLblPos", labels),
    )


def _marker(paint: XmlElement, size: int) -> XmlElement:
    look = element("c:spPr", paint, NO_LINE)
    return element("c:marker", _value("symbol", "circle"), _value("size", size), look)
