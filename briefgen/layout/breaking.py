"""Take the items of a galley and a height, return how many of them stand in it."""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.layout.galley import FREE, LINES, NEXT, NOTE_GAP, Frame, Item

__all__ = ["take"]

_SLACK = 0.01
_POOR = 0.6
"""A page that is filled less than this may as well break what should stay whole."""


def take(
    items: list[Item],
    start: int,
    room: float,
    frames: Sequence[Frame],
    *,
    whole: float,
    notes: float = 0.0,
    force: bool = True,
    stop: int | None = None,
    worst: int = NEXT,
) -> int:
    """Return the index of the first item that does not go into `room` any more.

    `whole` is the room of an empty page; `notes` what footnotes already take of this one. An
    item that is too high is split in place if it can be. With `force` at least one item is
    taken, without it the answer may be `start`. At `stop` the page ends in any case.
    No break is worse than `worst`, unless with `force`.
    """
    stop = len(items) if stop is None else stop
    y = sum(frame.resume for frame in frames)
    pad = sum(frame.below for frame in frames)
    rest = 0.0
    best: list[tuple[int, float] | None] = [None, None, None, None]
    index = start
    while index < stop:
        item = items[index]
        if index > start and (item.fresh or item.page != items[start].page):
            return index
        if item.opens:
            pad += item.opens.below
        if item.closes:
            pad -= item.closes.below
        top = y + (0.0 if index == start else item.space)
        foot = notes + item.note_height
        if item.note_height and not notes:
            foot += NOTE_GAP
        if item.note_height:
            rest = item.note_rest
        over = top + item.height + pad + foot - room > _SLACK
        if over and top + item.height + pad + foot - rest - room > _SLACK:
            first = index == start
            if (item.flows or item.height > whole or first) and _split(
                items, index, room - top - pad - foot, force=force and first
            ):
                return index + 1
            break
        y, notes = top + item.height, foot
        index += 1
        for level in range(item.keep, 4):
            best[level] = (index, y)
        if over and item.keep == FREE:  # a note goes on: no more text than must be
            break
    else:
        return index
    return _best(best, room, worst=NEXT if force else worst) or (start + 1 if force else start)


def _split(items: list[Item], index: int, room: float, *, force: bool) -> bool:
    """Put the parts of an item in its place, the first of them up to `room` high, if it splits."""
    item = items[index]
    parts = item.split(room, force) if item.split else None
    if not parts:
        return False
    items[index : index + 1] = parts
    for part in parts:
        part.page = item.page
    first = parts[0]
    first.space, first.fresh, first.cover = item.space, item.fresh, item.cover
    return True


def _best(ends: list[tuple[int, float] | None], room: float, *, worst: int) -> int:
    """Return the best of `ends`, the last possible ones by what a break there costs; 0 for none.

    One that leaves a poorly filled page is no better than one that costs more.
    """
    for end in ends[:LINES]:
        if end and end[1] >= _POOR * room:
            return end[0]
    return next((end[0] for end in ends[: worst + 1] if end), 0)
