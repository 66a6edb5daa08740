"""Take a likelihood, draw all bands of the scale and highlight those of this estimate."""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.flow.pen import Pen, Side
from briefgen.typography.likelihood import (
    SCALE_GAP,
    SCALE_LINE,
    is_meant,
    place_names,
    scale_fills,
    scale_x,
)

__all__ = ["draw_scale"]


def draw_scale(pen: Pen, scale: m.Scale) -> float:
    """Draw `scale`, return its height."""
    accent, muted = pen.colour("accent"), pen.colour("muted")
    y = pen.leading + 1.0
    middle = scale_x(scale, (scale.low + scale.high) / 2, pen.width)
    half = pen.measure(scale.shown, bold=True) / 2
    middle = min(max(middle, half), pen.width - half)
    pen.text(scale.shown, middle, pen.base, "center", accent, bold=True)
    for left, wide, meant in scale_fills(scale, pen.width):
        pen.fill(left, y, wide, SCALE_LINE, accent if meant else pen.colour("hairline"))
    if scale.low == scale.high:
        x = min(
            max(scale_x(scale, scale.low, pen.width), SCALE_LINE / 2), pen.width - SCALE_LINE / 2
        )
        pen.dot(x, y + SCALE_LINE / 2, 4.5, accent)
    y += SCALE_LINE + 3.0
    lines = 1
    placed = place_names(scale, pen.width, lambda text: pen.measure(text, bold=True))
    for band, (words, x) in zip(scale.bands, placed, strict=True):
        if not words:
            continue
        meant = is_meant(scale, band)
        lines = max(lines, len(words))
        side: Side = "center"
        if band is scale.bands[0]:
            side, x = "left", 0.0
        elif band is scale.bands[-1]:
            side, x = "right", pen.width - SCALE_GAP
        for number, word in enumerate(words):
            down = y + pen.base + number * pen.leading
            pen.text(word, x, down, side, accent if meant else muted, bold=meant)
    return y + lines * pen.leading
