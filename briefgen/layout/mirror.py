"""Take what was set from left to right, turn it over for text that begins at the right.

Text that runs to the left is set as a mirror image: its bullets, rules and columns stand where
those of other text do. Then all positions are reflected; glyphs and images are not. A line is
reflected twice, by itself and with its column, so that it keeps its order on the other side.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from briefgen.layout.boxes import Artifact, Disc, Glyphs, Path
from briefgen.layout.galley import Frame, Item, Late, Mark, Split

__all__ = ["reflected", "turn"]


def reflected(boxes: Iterable[Mark], axis: float) -> list[Any]:
    """Return copies of `boxes`, mirrored; `axis` is twice the x of the mirror line."""
    return [_reflected(box, axis) for box in boxes]


def _reflected(box: Mark, axis: float) -> Mark:
    match box:
        case Glyphs():
            return box._replace(x=axis - box.x - box.expansion * sum(box.advances))
        case Path():
            return box._replace(points=tuple((axis - x, y) for x, y in box.points))
        case Disc():
            return box._replace(x=axis - box.x)
        case Artifact():
            return Artifact(box.kind, tuple(reflected(box.boxes, axis)))
        case Late():
            return box._replace(x=axis - box.x, rtl=not box.rtl)
        case _:
            return box._replace(x=axis - box.x - box.width)


def turn(items: Iterable[Item], axis: float) -> None:
    """Mirror `items` in place; those on landscape paper in its column. Footnotes are left alone."""
    for item in items:
        page = item.page
        _turn(item, page.left + page.width - page.right if page else axis)


def _turn(item: Item, axis: float) -> None:
    item.boxes = reflected(item.boxes, axis)
    if item.opens:
        _turn_frame(item.opens, axis)
    if item.split:
        item.split = _turned(item.split, axis)


def _turn_frame(frame: Frame, axis: float) -> None:
    frame.x = axis - frame.x - frame.width
    frame.left, frame.right = frame.right, frame.left
    if frame.again:
        _turn(frame.again, axis)


def _turned(split: Split, axis: float) -> Split:
    """Return a way to split that turns the parts over."""

    def parts(room: float, force: bool) -> list[Item] | None:
        found = split(room, force)
        for item in found or ():
            _turn(item, axis)
        return found

    return parts
