"""What charts look like in every format: sizes of bars, ends of scales, which points are marked."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen import model as m

__all__ = ["BAR", "GROUPED_BAR", "ROW_GAP", "limits", "notable", "spread"]

BAR, GROUPED_BAR = 9.5, 9.0
"""The thickness of bars, alone and beside those of other series."""

ROW_GAP = 5.0
"""The distance between the rows of a chart."""


def limits(numbers: Sequence[float]) -> tuple[float, float]:
    """Return the ends of an axis for points: from 0 if the data are near it, else with a margin."""
    low, high = min(numbers), max(numbers)
    if 0 <= low <= 0.5 * high:
        return 0.0, high
    margin = 0.1 * ((high - low) or abs(high) or 1.0)
    return low - margin, high


def notable(series: m.Series, first: int, last: int) -> list[int]:
    """Return the indices of the points of a line that are marked: ends, highest and lowest."""
    there = [(value, index) for index, value in enumerate(series.values) if value is not None]
    if not there:
        return []
    highest = max(there, key=lambda each: each[0])[1]
    lowest = min(there, key=lambda each: each[0])[1]
    return sorted({first, last, highest, lowest})


def spread(wanted: Sequence[float], step: float) -> list[float]:
    """Return positions as near as possible to `wanted`, any two at least `step` apart."""
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    groups: list[list[float]] = []  # sum of (wanted - offset), count
    for index in order:
        groups.append([wanted[index], 1.0])
        while len(groups) > 1:
            (before, count), (after, more) = groups[-2], groups[-1]
            if before / count + step * (count + more) / 2 <= after / more + 1e-9:
                break
            groups[-2:] = [[before + after, count + more]]
    result = [0.0] * len(wanted)
    at = iter(order)
    for total, count in groups:
        top = total / count - step * (count - 1) / 2
        for number in range(int(count)):
            result[next(at)] = top + number * step
    return result
