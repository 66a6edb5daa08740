"""Take a galley, return its pages: filled from the top, footnotes at the foot, ragged below.

Breaks fall where they cost least: between blocks; else inside one that should stay whole; else so
that a single line is left; else after a heading. Space at the top of a page is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.layout.boxes import Fill
from briefgen.layout.breaking import take
from briefgen.layout.galley import NOTE_GAP, Frame, Item, Mark, height_of
from briefgen.layout.pages.floats import GAP, place_floats, take_waiting
from briefgen.layout.sheet import Sheet
from briefgen.record import record
from briefgen.theme import PageStyle, Stroke

__all__ = ["Leaf", "paginate", "paginate_well"]

_NOTE_RULE = 64.0

_RUNT = 0.12
"""A last page of which less than this share is filled is avoided if possible."""

_TIGHTER = (0.9, 0.8)


@record(frozen=False, slots=True)
class Leaf:
    """What stands on a page; `section` is the one that {section} of its running heads names."""

    sheet: Sheet
    bottom: float
    page: PageStyle
    cover: bool = False
    section: str = ""

    @property
    def boxes(self) -> Sequence[Mark]:
        """All that is on the page, in drawing order."""
        return self.sheet.drawn()


def paginate(items: list[Item], page: PageStyle, rule: Stroke, *, rtl: bool = False) -> list[Leaf]:
    """Break `items` into pages; there is always one. `rule` stands above footnotes, at the right
    where text is `rtl`.

    `items` is used up: what has to be split is split in place.
    """
    paper = own = page
    leaves: list[Leaf] = []
    frames: list[Frame] = []
    notes: list[Item] = []
    section = ""
    waiting: list[Item] = []
    start = 0
    while start < len(items) or notes or waiting or not leaves:
        if waiting or start < len(items):
            paper = (waiting[0] if waiting else items[start]).page or own
        # Footnotes that go on stay on paper of their width.
        over = bool(notes) and paper != page
        page = page if over else paper
        whole = max(page.height - page.top - page.bottom, 1.0)
        used = height_of(notes) + NOTE_GAP if notes else 0.0
        # Footnotes that go on from the page before leave at least half of this one.
        used = min(used, whole / 2)
        sheet = Sheet()
        placed, used = ([], used) if over else take_waiting(waiting, whole, used)
        bottom = sheet.put(placed, page.top, [])
        top = bottom + GAP if placed else bottom
        room = whole - (top - page.top)
        end = start
        if start < len(items) and not over and not (placed and _apart(items[start], placed[0])):
            force = not placed
            end = place_floats(
                items, start, room, frames, waiting, whole=whole, notes=used, force=force
            )
        cover = end > start and items[start].cover
        if end > start or not placed:
            bottom = sheet.put(items[start:end], top, frames)
        notes = [*notes, *(item for note in sheet.notes for item in note)]
        if notes:
            notes, bottom = _footnotes(notes, sheet, bottom, page, rule, rtl=rtl)
        current = section
        if sheet.sections:
            section = sheet.sections[-1][1]
            first_y, first = sheet.sections[0]
            current = first if not current or first_y - page.top < whole / 3 else current
        leaves.append(Leaf(sheet, bottom, page, cover, current))
        start = end
    return leaves


def _apart(item: Item, placed: Item) -> bool:
    """Tell whether `item` cannot go on below what has waited for its page."""
    return item.fresh or item.page != placed.page


def paginate_well(
    items: list[Item], page: PageStyle, rule: Stroke, *, rtl: bool = False
) -> list[Leaf]:
    """Break `items` into pages; let no page end the document with a few lines alone.

    Where one would, all space between blocks gets a little tighter, if that saves the page.
    """
    leaves = paginate(list(items), page, rule, rtl=rtl)
    last = leaves[-1].page
    whole = last.height - last.top - last.bottom
    if len(leaves) == 1 or leaves[-1].bottom - last.top > _RUNT * whole:
        return leaves
    spaces = [item.space for item in items]
    for factor in _TIGHTER:
        for item, space in zip(items, spaces, strict=True):
            item.space = space * factor
        tighter = paginate(list(items), page, rule, rtl=rtl)
        if len(tighter) < len(leaves):
            return tighter
    for item, space in zip(items, spaces, strict=True):
        item.space = space
    return leaves


def _footnotes(
    notes: list[Item],
    sheet: Sheet,
    bottom: float,
    page: PageStyle,
    rule: Stroke,
    *,
    rtl: bool,
) -> tuple[list[Item], float]:
    """Set footnotes at the foot of the page, return those that have no room and the new end."""
    foot = page.height - page.bottom
    room = foot - bottom - NOTE_GAP
    least = notes[0].height
    end = take(notes, 0, max(room, least), [], whole=room, force=True)
    placed, inside = notes[:end], len(sheet.notes)
    top = foot - height_of(placed)
    x = page.width - page.right - _NOTE_RULE if rtl else page.left
    sheet.boxes.append(Fill(x, top - NOTE_GAP / 2, _NOTE_RULE, rule.width, rule.colour))
    sheet.put(placed, top, [])
    within = [item for note in sheet.notes[inside:] for item in note]
    return [*notes[end:], *within], foot
