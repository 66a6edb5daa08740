"""Take a chart and its width, return its height and the margins of its plot, as in the PDF."""

from __future__ import annotations

from math import ceil

from briefgen import model as m
from briefgen.expansions.charts import upright
from briefgen.record import NamedTuple
from briefgen.typography.chart_scale import BAR, GROUPED_BAR, ROW_GAP
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.measures import length

__all__ = ["ChartFrame", "framed"]

_STYLE = "chart-label"
_HEIGHT = 50 * 72 / 25.4
_TALLEST = 0.85
_LABELS = 0.4
"""The most of the width that labels beside bars may take."""
_DOT = 7.0
_KEY = 32.0
"""The width of the swatch and the gaps beside a name in the key."""


class ChartFrame(NamedTuple):
    """The size of a chart, and how far its plot keeps off each edge, in points.

    `key` is the width of the legend, `leading` the height of a line. Bars of an `upright` chart
    stand, `bar` points wide. `beside` is the room for numbers left and right of dots.
    """

    width: float
    height: float
    left: float
    top: float
    right: float
    bottom: float
    key: float
    leading: float
    upright: bool
    bar: float
    beside: tuple[float, float] = (0.0, 0.0)


def framed(body: Body, chart: m.Chart, width: float) -> ChartFrame:
    """Return the frame of `chart` in a column of `width`."""
    leading = body.styles.look(_STYLE).leading
    highest = _TALLEST * body.state.sections.height
    names = [series.name for series in chart.series]
    shown = [text for series in chart.series for text in series.shown]
    several = len(names) > 1
    key = sum(length(body, name, _STYLE) + _KEY for name in names)
    top = leading + 6.0 if any(names) else 0.0
    values = max((length(body, text, _STYLE, bold=True) for text in shown), default=0.0)
    labels = max((length(body, text, _STYLE) for text in chart.labels), default=0.0)
    pitch = width / max(len(chart.labels), 1)
    stands = upright(chart) and labels + 4.0 <= pitch and values + 3.0 <= 0.8 * pitch / len(names)
    if chart.kind == "line" or stands:
        height = min(chart.height or _HEIGHT, highest)
        wide = 0.8 * pitch / len(names) if several else min(0.62 * pitch, 34.0)
        left = right = 0.0
        if chart.kind == "line":
            named = max((length(body, name, _STYLE, bold=True) for name in names), default=0.0)
            left, right = values + 8.0, values + (named + 8.0 if several else 0.0) + 12.0
            top = leading if several else top + leading
        return ChartFrame(width, height, left, top, right, leading + 6.0, key, leading, True, wide)
    left = min(labels, _LABELS * width)
    thick = _DOT if chart.kind == "dot" else len(names) * (GROUPED_BAR if several else BAR)
    steps = [
        max(ceil(length(body, text, _STYLE) / max(left, 1.0)) * leading, thick) + ROW_GAP
        for text in chart.labels
    ]
    height = min(max(top + sum(steps), chart.height), highest)
    dots, room = chart.kind == "dot", values + 10.0
    right, before = (0.0, room if several else 4.0) if dots else (room, 0.0)
    bar = thick / len(names)
    return ChartFrame(
        width, height, left + 8.0, top, right, 0.0, key, leading, False, bar, (before, room)
    )
