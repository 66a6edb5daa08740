"""Take the numbers of a chart, draw it: bars, lines or dots with their values beside them.

Each value is printed beside its bar or point, so there is no axis and no grid; one hairline marks
where bars begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from briefgen import model as m
from briefgen.expansions.charts import upright
from briefgen.layout.flow.pen import Pen
from briefgen.typography.chart_scale import (
    BAR,
    GROUPED_BAR,
    ROW_GAP,
    limits,
    notable,
    spread,
)

__all__ = ["draw_chart"]

_HEIGHT = 50 * 72 / 25.4
_LABELS = 0.4
"""The most of the width that labels beside bars may take."""
_AXIS = 0.75
_TALLEST = 0.85
"""The most of a page that a chart may take."""

Value = float | None


def draw_chart(pen: Pen, chart: m.Chart) -> float:
    """Draw `chart`, return its height."""
    names = [series.name for series in chart.series]
    if chart.kind == "line":
        top = pen.key(names, [""]) if len(names) == 1 else pen.leading / 2
        return _lines(pen, chart, top)
    colours = pen.colours(len(chart.series))
    top = pen.key(names, colours)
    if upright(chart) and _has_room(pen, chart):
        return _standing(pen, chart, colours, top)
    return _rows(pen, chart, colours, top)


def _numbers(chart: m.Chart) -> list[float]:
    return [v for series in chart.series for v in series.values if v is not None] or [0.0]


def _height(pen: Pen, chart: m.Chart) -> float:
    return min(chart.height or _HEIGHT, _TALLEST * pen.context.room)


def _widest(pen: Pen, texts: Iterable[str], *, bold: bool = False) -> float:
    return max((pen.measure(text, bold=bold) for text in texts), default=0.0)


def _shown(chart: m.Chart) -> list[str]:
    return [text for series in chart.series for text in series.shown]


# ------------------------------------------------------------------------------------------- bars


def _pitch(pen: Pen, chart: m.Chart) -> float:
    return pen.width / max(len(chart.labels), 1)


def _has_room(pen: Pen, chart: m.Chart) -> bool:
    """Tell whether standing bars have room for their values above and labels below them."""
    pitch = _pitch(pen, chart)
    return _widest(pen, chart.labels) + 4.0 <= pitch and _widest(
        pen, _shown(chart)
    ) + 3.0 <= 0.8 * pitch / len(chart.series)


def _standing(pen: Pen, chart: m.Chart, colours: Sequence[str], top: float) -> float:
    """Draw bars that stand on a line, their labels below it."""
    height = max(_height(pen, chart), top + 5 * pen.leading)
    low, high = min(0.0, *_numbers(chart)), max(0.0, *_numbers(chart))
    upper = top + pen.leading
    lower = height - pen.leading - 3.0 - (pen.leading if low < 0 else 0.0)
    unit = (lower - upper) / ((high - low) or 1.0)
    zero = lower + low * unit
    pitch, count = _pitch(pen, chart), len(chart.series)
    wide = min(0.62 * pitch, 34.0) if count == 1 else 0.8 * pitch
    bar = wide / count
    for index, label in enumerate(chart.labels):
        middle = (index + 0.5) * pitch
        for number, series in enumerate(chart.series):
            value = series.values[index]
            if value is None:
                continue
            x = middle - wide / 2 + number * bar
            length = abs(value) * unit
            y = zero - length if value >= 0 else zero
            pen.fill(x, y, bar - (1.0 if count > 1 else 0.0), length, colours[number])
            at = y - 3.0 if value >= 0 else y + length + pen.capital + 3.0
            pen.text(series.shown[index], x + bar / 2, at, "center", bold=count == 1)
        pen.text(label, middle, height - pen.leading + pen.base, "center", pen.colour("muted"))
    pen.fill(0.0, zero - _AXIS / 2, pen.width, _AXIS, pen.colour("muted"))
    return height


def _rows(pen: Pen, chart: m.Chart, colours: Sequence[str], top: float) -> float:
    """Draw a row for each label: bars from a line, or dots on one."""
    dots = chart.kind == "dot"
    count = len(chart.series)
    bar = BAR if count == 1 else GROUPED_BAR
    left = min(_widest(pen, chart.labels), _LABELS * pen.width)
    texts = [pen.wrapped(label, left + 0.5) for label in chart.labels]
    left += 8.0 if left else 0.0
    numbers = _numbers(chart)
    low, high = limits(numbers) if dots else (min(0.0, *numbers), max(0.0, *numbers))
    beside = _widest(pen, _shown(chart), bold=True) + 6.0
    start = left + (beside if (dots and count > 1) or low < 0 else 4.0 if dots else 0.0)
    unit = max(pen.width - beside - start, 1.0) / ((high - low) or 1.0)
    thick = 2 * 3.5 if dots else count * bar
    steps = [max(len(lines) * pen.leading, thick) + ROW_GAP for lines in texts]
    if chart.height:
        more = (chart.height - top - sum(steps)) / max(len(steps), 1)
        steps = [step + max(more, 0.0) for step in steps]
    fitting = _TALLEST * pen.context.room - top
    steps = [step * min(1.0, fitting / sum(steps)) for step in steps]
    zero = start - low * unit
    y = top
    for index, (lines, step) in enumerate(zip(texts, steps, strict=True)):
        middle = y + step / 2
        first = middle - len(lines) * pen.leading / 2 + pen.base
        for number, line in enumerate(lines):
            for glyphs in line:
                pen.boxes.append(glyphs._replace(y=first + number * pen.leading))
        marks = [
            (start + (value - low) * unit, series.shown[index], colour)
            for series, colour in zip(chart.series, colours, strict=True)
            if (value := series.values[index]) is not None
        ]
        if dots:
            _dots(pen, marks, left, middle)
        else:
            for number, series in enumerate(chart.series):
                value = series.values[index]
                if value is None:
                    continue
                at = middle - thick / 2 + number * bar
                length = abs(value) * unit
                x = zero if value >= 0 else zero - length
                pen.fill(x, at, length, bar - (1.0 if count > 1 else 0.0), colours[number])
                base = at + (bar + pen.capital) / 2 - (0.5 if count > 1 else 0.0)
                end, side = (x + length + 4.0, "left") if value >= 0 else (x - 4.0, "right")
                pen.text(series.shown[index], end, base, side, bold=count == 1)  # type: ignore[arg-type]
        y += step
    if not dots:
        pen.fill(zero - _AXIS / 2, top, _AXIS, y - top, pen.colour("muted"))
    return y


def _dots(pen: Pen, marks: list[tuple[float, str, str]], left: float, y: float) -> None:
    """Draw the dots of a row, the first and last with their values outside of them."""
    pen.fill(left, y - 0.25, pen.width - left, 0.5, pen.colour("hairline"))
    if not marks:
        return
    marks = sorted(marks, key=lambda mark: mark[0])
    base = y + pen.capital / 2
    (first, low, _), (last, high, _) = marks[0], marks[-1]
    pen.fill(first, y - 0.75, last - first, 1.5, pen.colour("muted"))
    for x, _, colour in marks:
        pen.dot(x, y, 3.5, colour)
    white = pen.colour("white")
    for text, x, side in ((high, last + 7.0, 1), (low, first - 7.0, -1)):
        if side < 0 and len(marks) < 2:
            continue
        width = pen.measure(text, bold=len(marks) < 2)
        pen.fill(x - 2.0 if side > 0 else x - width - 2.0, y - 1.0, width + 4.0, 2.0, white)
        pen.text(text, x, base, "left" if side > 0 else "right", bold=len(marks) < 2)


# ------------------------------------------------------------------------------------------ lines


def _places(labels: Sequence[str]) -> list[float]:
    """Return where labels stand, from 0 to 1: in proportion if they are rising numbers (years)."""
    if len(labels) < 2:
        return [0.5] * len(labels)
    if all(label.isascii() and label.isdigit() for label in labels):
        numbers = [int(label) for label in labels]
        if all(before < after for before, after in pairwise(numbers)):
            return [(number - numbers[0]) / (numbers[-1] - numbers[0]) for number in numbers]
    return [index / (len(labels) - 1) for index in range(len(labels))]


def _lines(pen: Pen, chart: m.Chart, top: float) -> float:
    """Draw a line for each series, its ends labelled with their values and, of several, names."""
    height = max(_height(pen, chart), top + 5 * pen.leading)
    several = len(chart.series) > 1
    colours = pen.colours(len(chart.series), thin=True)
    low, high = limits(_numbers(chart))
    upper, lower = top + pen.leading, height - pen.leading - 4.0
    unit = (lower - upper) / ((high - low) or 1.0)

    ends: list[tuple[int, int]] = []
    for series in chart.series:
        there = [index for index, value in enumerate(series.values) if value is not None]
        ends.append((there[0], there[-1]) if there else (0, 0))
    firsts = [s.shown[first] for s, (first, _) in zip(chart.series, ends, strict=True)]
    lasts = [
        f"{s.shown[last]}\u2002{s.name}".strip() if several else s.shown[last]
        for s, (_, last) in zip(chart.series, ends, strict=True)
    ]
    half = max(pen.measure(chart.labels[0]), pen.measure(chart.labels[-1])) / 2
    left = max(_widest(pen, firsts) + 7.0, half)
    right = max(min(_widest(pen, lasts, bold=True) + 8.0, 0.4 * pen.width), half)
    xs = [left + place * (pen.width - left - right) for place in _places(chart.labels)]

    def y_of(value: float) -> float:
        return lower - (value - low) * unit

    start, end = (xs[0], xs[-1]) if len(xs) > 1 else (left, pen.width - right)
    pen.fill(start, lower, end - start, 0.5, pen.colour("hairline"))
    _below(pen, chart.labels, xs, height - pen.leading + pen.base)
    starts: list[float] = []
    stops: list[float] = []
    for series, colour, (first, last) in zip(chart.series, colours, ends, strict=True):
        points: list[tuple[float, float]] = []
        for x, value in zip(xs, series.values, strict=True):
            if value is None:
                pen.line(points, 1.6, colour)
                points = []
            else:
                points.append((x, y_of(value)))
        pen.line(points, 1.6, colour)
        for index in {first, last} if several else set(notable(series, first, last)):
            value = series.values[index]
            if value is not None:
                pen.dot(xs[index], y_of(value), 2.4, colour)
        starts.append(y_of(series.values[first] or 0.0))
        stops.append(y_of(series.values[last] or 0.0))
    for texts, wanted, ending in ((firsts, starts, False), (lasts, stops, True)):
        for number, y in enumerate(spread(wanted, pen.leading)):
            first, last = ends[number]
            if first == last and not ending:
                continue  # one point has one label
            index = last if ending else first
            x = xs[index] + (7.0 if ending else -6.0)
            colour = colours[number] if several else ""
            side, base = ("left" if ending else "right"), y + pen.capital / 2
            pen.text(texts[number], x, base, side, colour, bold=ending)  # type: ignore[arg-type]
    if not several:
        series, (first, last) = chart.series[0], ends[0]
        for index in notable(series, first, last):
            value = series.values[index]
            if index not in (first, last) and value is not None:
                up = value == max(v for v in series.values if v is not None)
                y = y_of(value) + (-6.0 if up else 6.0 + pen.capital)
                pen.text(series.shown[index], xs[index], y, "center")
    return height


def _below(pen: Pen, labels: Sequence[str], xs: Sequence[float], y: float) -> None:
    """Print the first and the last label, and of the others those that have room between them."""
    widths = [pen.measure(label) for label in labels]
    last = len(labels) - 1
    end = xs[last] - widths[last] / 2 - 8.0
    edge = float("-inf")
    for index, (label, x, width) in enumerate(zip(labels, xs, widths, strict=True)):
        fits = x - width / 2 >= edge and (x + width / 2 <= end or index == last)
        if index in (0, last) or fits:
            pen.text(label, x, y, "center", pen.colour("muted"))
            edge = x + width / 2 + 8.0
