"""The geometry of the likelihood scale: where its bands, their names and an estimate stand.

Bands are as wide as what they stand for, so that "likely" takes a quarter of the line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from briefgen import model as m

__all__ = ["SCALE_GAP", "SCALE_LINE", "is_meant", "place_names", "scale_fills", "scale_x"]

SCALE_LINE = 6.0
"""The height of the bands."""
SCALE_GAP = 1.5
_SPACE = 5.0


def is_meant(scale: m.Scale, band: m.Band) -> bool:
    """Tell whether the estimate lies in `band`, at least in part."""
    if scale.low == scale.high:
        return band.low <= scale.low <= band.high
    return band.low < scale.high and scale.low < band.high


def scale_x(scale: m.Scale, percent: float, width: float) -> float:
    """Return where `percent` stands on a scale of `width`, from its left."""
    start, end = scale.bands[0].low, scale.bands[-1].high
    return (min(max(percent, start), end) - start) * width / (end - start)


def scale_fills(scale: m.Scale, width: float) -> Iterator[tuple[float, float, bool]]:
    """Yield left, width and whether it is highlighted, for each part of the line."""
    for band in scale.bands:
        left, right = scale_x(scale, band.low, width), scale_x(scale, band.high, width)
        yield left, right - left - SCALE_GAP, False
    if scale.low < scale.high:
        for band in scale.bands:
            if is_meant(scale, band):
                left = scale_x(scale, max(band.low, scale.low), width)
                right = scale_x(scale, min(band.high, scale.high), width)
                yield left, right - left - SCALE_GAP, True


def place_names(
    scale: m.Scale, width: float, measure: Callable[[str], float]
) -> list[tuple[tuple[str, ...], float]]:
    """Return the lines of each band's name and their middle.

    Names stand below their bands and give way to each other, the outermost to the edges. Where
    there is no room for all of them, or for those that are meant, a name has no lines. `measure`
    gives the width of words in bold.
    """
    texts = [_two_lines(band.name, measure) for band in scale.bands]
    widths = [max(map(measure, words)) for words in texts]
    xs = [scale_x(scale, (band.low + band.high) / 2, width) for band in scale.bands]

    def has_room(indices: Sequence[int]) -> bool:
        return sum(widths[i] + _SPACE for i in indices) - _SPACE <= width

    everyone = range(len(texts))
    meant = [i for i in everyone if is_meant(scale, scale.bands[i])]
    shown = next((group for group in (everyone, meant) if has_room(group)), ())
    edge = 0.0
    for i in shown:
        xs[i] = max(xs[i], edge + widths[i] / 2)
        edge = xs[i] + widths[i] / 2 + _SPACE
    edge = width
    for i in reversed(shown):
        xs[i] = min(xs[i], edge - widths[i] / 2)
        edge = xs[i] - widths[i] / 2 - _SPACE
    return [(texts[i] if i in shown else (), xs[i]) for i in everyone]


def _two_lines(name: str, measure: Callable[[str], float]) -> tuple[str, ...]:
    """Break a name where its two lines are most alike."""
    words = name.split()
    if len(words) < 2:
        return (name,)
    cuts = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    return min(cuts, key=lambda cut: max(map(measure, cut)))
