"""Take galleys, return one item: side by side as they are, or one galley balanced over columns.

Such an item splits through all of its columns at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefgen.layout.boxes import Box
from briefgen.layout.breaking import take
from briefgen.layout.galley import TOGETHER, Frame, Item, going_on, height_of
from briefgen.layout.sheet import Sheet

__all__ = ["balanced", "beside"]


def beside(
    columns: Sequence[tuple[list[Item], list[Frame]]],
    decorate: Callable[[float], Sequence[Box]] = lambda height: (),
    above: float = 0.0,
    below: float = 0.0,
    least: float = 0.0,
) -> Item:
    """Return one item with `columns` side by side: a table row, a row of divs.

    Each column is a galley with the frames that go on into it. `decorate` gets the height and
    returns what stands behind. Their first lines stand on one baseline. The item splits through
    all columns at once.
    """
    bases = [items[0].base for items, _ in columns if items and items[0].base is not None]
    base = max(bases, default=None)
    sheet = Sheet()
    height = least
    for items, frames in columns:
        height = max(height, sheet.put(items, above + _drop(items, base), list(frames)) + below)
    item = sheet.as_item(height)
    item.boxes = [*decorate(height), *item.boxes]
    item.base = None if base is None else above + base

    def split(room: float, force: bool) -> list[Item] | None:
        firsts: list[tuple[list[Item], list[Frame]]] = []
        rests: list[tuple[list[Item], list[Frame]]] = []
        room -= above + below
        for items, frames in columns:
            items, going = list(items), list(frames)
            left = room - _drop(items, base)
            forced = force and bool(items)
            end = take(items, 0, left, going, whole=left, force=forced, worst=TOGETHER)
            if items and not end:
                return None
            firsts.append((items[:end], frames))
            rests.append((items[end:], going_on(items[:end], going)))
        if not any(items for items, _ in rests):
            return None
        return [beside(part, decorate, above, below) for part in (firsts, rests)]

    item.split = split
    return item


def _drop(items: Sequence[Item], base: float | None) -> float:
    """Return how much lower `items` must stand for their first line to be on `base`."""
    if base is None or not items or items[0].base is None or items[0].opens:
        return 0.0
    return base - items[0].base


def balanced(items: list[Item], frames: list[Frame], count: int, step: float, whole: float) -> Item:
    """Return one item with `items` in `count` columns, `step` apart, as low as can be.

    What is sure to be higher than a `whole` page is not set before it is split.
    """
    total = height_of(items) + sum(frame.resume for frame in frames)

    def columns(
        room: float, force: bool = False
    ) -> tuple[list[tuple[list[Item], list[Frame]]], list[Item]]:
        rest, going = list(items), list(frames)
        result: list[tuple[list[Item], list[Frame]]] = []
        for number in range(count):
            forced = force and number == 0
            end = take(rest, 0, room, going, whole=room, force=forced, worst=TOGETHER)
            result.append((rest[:end], going))
            going = going_on(rest[:end], going)
            del rest[:end]
        return [*result, ([], going)], rest

    def assembled(room: float, force: bool = False) -> tuple[Item, list[Item], list[Frame]]:
        sheet = Sheet()
        filled, rest = columns(room, force)
        height = 0.0
        for number, (column, begun) in enumerate(filled[:-1]):
            height = max(height, sheet.put(column, 0.0, list(begun), number * step))
        return sheet.as_item(height), rest, filled[-1][1]

    def split(room: float, force: bool) -> list[Item] | None:
        first, rest, going = assembled(room, force)
        if not first.height:
            return None
        return [first, balanced(rest, going, count, step, whole)] if rest else [first]

    if total / count > whole:
        item = Item(total / count)
    else:
        low, high = total / count, total
        if not columns(low)[1]:
            high = low
        while high - low > 0.5:
            middle = (low + high) / 2
            low, high = (middle, high) if columns(middle)[1] else (low, middle)
        item, *_ = assembled(high)
    item.split, item.flows = split, True
    return item
