"""Take a figure with its caption, let it wait for the next page where this one has no room for it.

The text after a figure that waits goes on below what is there, up to the end of the figure's
section or the next figure, and the figure stands at the top of the next page: near its mention,
never before it, and in its order. The tag tree keeps it where it is written: only its place on the
page moves.
A table or figure on a landscape page waits likewise, if it has no need of a second one.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.layout.breaking import take
from briefgen.layout.galley import NEXT, NOTE_GAP, Frame, Item

__all__ = ["GAP", "place_floats", "take_waiting"]

GAP = 12.0
"""Height between the figures at the top of a page and its text."""


def take_waiting(waiting: list[Item], room: float, notes: float) -> tuple[list[Item], float]:
    """Remove from `waiting` and return the figures that a page begins with: one, or what fits.

    `notes` is what footnotes take of the page; the second value is that with those of the figures.
    """
    placed: list[Item] = []
    height = 0.0
    for item in waiting:
        height += item.height + (item.space if placed else 0.0)
        foot = notes + item.note_height
        if item.note_height and not notes:
            foot += NOTE_GAP
        if placed and (height + foot > room or item.page != placed[0].page):
            break
        placed.append(item)
        notes = foot
    del waiting[: len(placed)]
    return placed, notes


def place_floats(
    items: list[Item],
    start: int,
    room: float,
    frames: Sequence[Frame],
    waiting: list[Item],
    *,
    whole: float,
    notes: float,
    force: bool,
) -> int:
    """Do as `take`, but move figures that have no room from `items` to those `waiting`."""

    def taken(items: list[Item], stop: int) -> int:
        return take(items, start, room, frames, whole=whole, notes=notes, force=force, stop=stop)

    stop = _stop(items, start, waiting)
    end = found = taken(items, stop)
    rest, later = items, waiting
    while (at := _figure_at(rest, found, stop)) is not None:
        rest, later = [*rest[:at], *rest[at + 1 :]], [*later, rest[at]]
        stop = _stop(rest, at, later)
        found = taken(rest, stop)
        if found > at:  # there is text that the space is good for
            end, items[:], waiting[:] = found, rest, later
    return end


def _figure_at(items: Sequence[Item], end: int, stop: int) -> int | None:
    """Return the index of the figure for which a page ended, be it for what keeps with it."""
    while end < stop and items[end].keep == NEXT:
        end += 1
    return end if end < len(items) and items[end].floats else None


def _stop(items: Sequence[Item], start: int, waiting: Sequence[Item]) -> int:
    """Return the index of the first item from `start` that must not stand before those waiting."""
    if not waiting:
        return len(items)
    level = max(item.floats for item in waiting)
    for index in range(start, len(items)):
        item = items[index]
        if item.floats or item.fresh or 0 < item.level <= level:
            return index
    return len(items)
