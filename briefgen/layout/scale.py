"""Take a likelihood, draw it on the scale of all: the words, what each stands for, the one meant.

Bands are as wide as what they stand for, so that "likely" takes a quarter of the line.
"""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.drawings import Pen, Side

__all__ = ["draw_scale", "is_meant"]

_LINE = 6.0
_GAP = 1.5


def is_meant(scale: m.Scale, band: m.Band) -> bool:
    """Tell whether what is judged to be likely is in `band`, in part or wholly."""
    if scale.low == scale.high:
        return band.low <= scale.low <= band.high
    return band.low < scale.high and scale.low < band.high


def draw_scale(pen: Pen, scale: m.Scale) -> float:
    """Draw `scale`, return its height."""
    start, end = scale.bands[0].low, scale.bands[-1].high
    unit = pen.width / (end - start)

    def at(percent: float) -> float:
        return (min(max(percent, start), end) - start) * unit

    accent, muted = pen.colour("accent"), pen.colour("muted")
    y = pen.leading + 1.0
    meant = [band for band in scale.bands if is_meant(scale, band)]
    middle = at((scale.low + scale.high) / 2)
    half = pen.measure(scale.shown, bold=True) / 2
    middle = min(max(middle, half), pen.width - half)
    pen.text(scale.shown, middle, pen.base, "center", accent, bold=True)
    for band in scale.bands:
        left, right = at(band.low), at(band.high)
        pen.fill(left, y, right - left - _GAP, _LINE, pen.colour("hairline"))
    if scale.low == scale.high:
        x = min(max(at(scale.low), _LINE / 2), pen.width - _LINE / 2)
        pen.dot(x, y + _LINE / 2, 4.5, accent)
    else:
        for band in meant:
            left, right = at(max(band.low, scale.low)), at(min(band.high, scale.high))
            pen.fill(left, y, right - left - _GAP, _LINE, accent)
    y += _LINE + 3.0
    names = _names(pen, scale)
    lines = 1
    for band, (words, x) in zip(scale.bands, names, strict=True):
        if not words:
            continue
        bold = band in meant
        lines = max(lines, len(words))
        side: Side = "center"
        if band is scale.bands[0]:
            side, x = "left", 0.0
        elif band is scale.bands[-1]:
            side, x = "right", pen.width - _GAP
        for number, word in enumerate(words):
            down = y + pen.base + number * pen.leading
            pen.text(word, x, down, side, accent if bold else muted, bold=bold)
    return y + lines * pen.leading


def _names(pen: Pen, scale: m.Scale) -> list[tuple[tuple[str, ...], float]]:
    """Return the lines of each band's name and their middle; only those meant if all have no room.

    Names stand below their bands and give way to each other, the outermost to the edges.
    """
    start, end = scale.bands[0].low, scale.bands[-1].high
    unit = pen.width / (end - start)
    texts = [_two_lines(pen, band.name) for band in scale.bands]
    widths = [max(pen.measure(word, bold=True) for word in words) for words in texts]
    wanted = [((band.low + band.high) / 2 - start) * unit for band in scale.bands]
    space = 5.0
    if sum(widths) + space * (len(widths) - 1) > pen.width:
        shown = []
        for band, words, width, x in zip(scale.bands, texts, widths, wanted, strict=True):
            x = min(max(x, width / 2), pen.width - width / 2)
            shown.append((words if is_meant(scale, band) else (), x))
        return shown
    xs = list(wanted)
    edge = 0.0
    for i, width in enumerate(widths):
        xs[i] = max(xs[i], edge + width / 2)
        edge = xs[i] + width / 2 + space
    edge = pen.width
    for i in reversed(range(len(widths))):
        xs[i] = min(xs[i], edge - widths[i] / 2)
        edge = xs[i] - widths[i] / 2 - space
    return list(zip(texts, xs, strict=True))


def _two_lines(pen: Pen, name: str) -> tuple[str, ...]:
    """Break a name where its two lines are most alike."""
    words = name.split()
    if len(words) < 2:
        return (name,)
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return min(cuts, key=lambda cut: max(map(pen.measure, cut)))
