"""Take a figure with its caption, let it wait for the next page where this one has no room for it.

The text after a figure that waits goes on below what is there, up to the end of the figure's
section or the next figure, and the figure stands at the top of the next page: near its mention,
never before it, and in its order. To whoever reads by the structure it stays where it is written.
A table or figure on a landscape page waits likewise, if it has no need of a second one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.layout.galley import NEXT, NOTE_GAP, Frame, Galley, Item, Sheet, take

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter

__all__ = ["GAP", "MOVABLE", "fill", "join", "movable", "stays", "take_waiting"]

GAP = 12.0
"""Height between the figures at the top of a page and its text."""


MOVABLE = (m.Figure, m.Div, m.Panel, m.SideBySide, m.Columns)


def movable(setter: Setter, node: m.Block, place: Place, galley: Galley) -> bool:
    """Tell whether `node`, a figure or one with its source below it, may wait for the next page.

    What has no caption belongs to its text; in panels, lists, columns and cells nothing waits.
    On a landscape page a table may wait as well.
    """
    shown = _shown(node)
    if not shown or stays(shown) or not (shown.label or shown.caption):
        return False
    if isinstance(shown, m.Table):
        flows = not isinstance(node, m.Landscape)
    else:
        flows = isinstance(shown.drawing, m.Scale)
    if flows:
        return False
    column = setter.frame(place.parent)
    on_page = galley.paged and not galley.depth and not galley.fresh
    return on_page and (place.x, place.width) == (column.x, column.width)


def stays(node: m.Figure | m.Table | m.Div | m.Panel) -> bool:
    """Tell whether the author wants `node` where it is written."""
    return node.attr.has("here")


def _shown(node: m.Block) -> m.Figure | m.Table | None:
    """Return the one figure or table of `node`, if there is nothing else but its source."""
    match node:
        case m.Figure() | m.Table():
            return node
        case m.Div() | m.Panel() if stays(node):
            return None
        case m.Landscape(children=(only,)):
            return _shown(only)
        case m.Div() | m.Panel() | m.SideBySide() | m.Columns():
            shown = [child for child in node.children if isinstance(child, m.Figure | m.Table)]
            sources = [c for c in node.children if isinstance(c, m.Div) and c.style == "small"]
            alone = len(shown) == 1 and 1 + len(sources) == len(node.children)
            return shown[0] if alone else None
        case _:
            return None


def join(setter: Setter, place: Place, galley: Galley, start: int) -> bool:
    """Make the items of `galley` from `start` one that may wait, where it goes on a page."""
    parts = galley.items[start:]
    sheet = Sheet()
    height = sheet.put(parts, 0.0, [])
    if height + sum(part.note_height for part in parts) > setter.room:
        return False
    item = sheet.as_item(height)
    item.space = parts[0].space
    item.floats = max(place.level - 1, 1)
    galley.items[start:] = [item]
    return True


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


def fill(
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
