"""Take what columns need and want, return their widths: the arithmetic of tables and rows."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["share_widths", "table_widths"]


def share_widths(width: float, least: Sequence[float], parts: Sequence[float]) -> list[float]:
    """Share `width` in proportion to `parts`, but give each column its `least` if all can have it.

    Where they cannot, every column gets the same part of what it needs.
    """
    needed = sum(least)
    if needed >= width:
        return [width * low / needed for low in least] if needed else []
    fixed: set[int] = set()
    while True:
        rest = width - sum(least[i] for i in fixed)
        total = sum(part for i, part in enumerate(parts) if i not in fixed) or 1.0
        widths = [least[i] if i in fixed else rest * part / total for i, part in enumerate(parts)]
        short = {i for i in range(len(parts)) if i not in fixed and widths[i] < least[i]}
        if not short:
            return widths
        fixed |= short


def table_widths(
    width: float,
    least: Sequence[float],
    most: Sequence[float],
    rows: Sequence[Sequence[float]] = (),
) -> list[float]:
    """Return column widths for a table of `width` from what its columns need and want.

    Where all text fits in one line, columns get what they want and the rest in proportion.
    Otherwise no column gets less than it needs or more than it wants. How much long columns get
    beyond short ones is tried out on `rows`, the widths that cells want: low tables win, and
    those in which few cells have more than one line.
    """
    wanted = sum(most)
    if wanted <= width:
        return [high * width / wanted if wanted else width / len(most) for high in most]
    if sum(least) >= width:
        return share_widths(width, least, least)
    tries = [_spread(width, least, most, power, short) for short, power in _TRIES]
    return min(tries, key=lambda widths: _cost(widths, rows))


_TRIES = [(short, power) for short in (1.0, 0.6, 0.0) for power in (0.75, 0.5, 0.3, 1.0)]


_LOSS = 22.0


def _cost(widths: Sequence[float], rows: Sequence[Sequence[float]]) -> int:
    """Estimate how many lines a table has; a cell in more than one line counts for half of one."""
    lines = wrapped = 0
    for row in rows:
        # Text broken into lines leaves half a word empty in each, and there is padding.
        counts = [
            1 if want <= width else int(want / max(width - _LOSS, 8.0)) + 1
            for want, width in zip(row, widths, strict=False)
        ]
        lines += max(counts, default=0)
        wrapped += sum(count > 1 for count in counts)
    return 2 * lines + wrapped


def _spread(
    width: float, least: Sequence[float], most: Sequence[float], power: float, short: float
) -> list[float]:
    """Spread `width`: columns that want less than a `short` part of an even share get that much.

    The others get it in proportion to a power of what they want, between their two limits.
    """
    count = len(most)
    done = {i: high for i, high in enumerate(most) if high <= short * width / count}
    weights = [max(high, 1.0) ** power for high in most]
    if width - sum(done.values()) < sum(least[i] for i in range(count) if i not in done):
        done = {}
    while len(done) < count:
        rest = width - sum(done.values())
        total = sum(weight for i, weight in enumerate(weights) if i not in done)
        ideal = {i: rest * weights[i] / total for i in range(count) if i not in done}
        low = {i: least[i] for i, value in ideal.items() if value < least[i]}
        high = {i: most[i] for i, value in ideal.items() if value > most[i]}
        # Settle one side at a time: the one that moves the others more.
        missing = sum(least[i] - ideal[i] for i in low)
        left = sum(ideal[i] - most[i] for i in high)
        if not low and not high:
            done.update(ideal)
        elif missing >= left:
            done.update(low)
        else:
            done.update(high)
    return [done[i] for i in range(count)]
