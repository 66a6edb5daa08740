"""The galley: items of a text column, set and not yet broken into pages.

A *galley* is a list of items, each a strip of the text column: a line, a table row, a figure.
An item's boxes are relative to its top edge (y) and already at their place across the page (x).
Between two items stands the second one's `space`, dropped at the top of a page or column, and
after each item a break costs what its `keep` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import TypeAlias

from briefgen import model as m
from briefgen.layout.boxes import Box, Fill, Slot
from briefgen.layout.inline.fragments import TextStyle
from briefgen.record import NamedTuple, record
from briefgen.theme import PageStyle, Stroke

__all__ = [
    "FREE",
    "LINES",
    "NEXT",
    "NOTE_GAP",
    "TOGETHER",
    "Extent",
    "Frame",
    "Galley",
    "Item",
    "Late",
    "Length",
    "Mark",
    "going_on",
    "height_of",
    "rest_of",
]

FREE, TOGETHER, LINES, NEXT = range(4)
"""What a break after an item costs, from nothing: it parts what should stay whole, leaves a single
line, parts a heading from its text."""

NOTE_GAP = 10.0
"""Height between the text and its footnotes; the short rule stands in it."""

_LONG, _BEGINNING = 6, 3
"""A footnote of more lines than the first may continue on the next page, after the second."""


class Late(NamedTuple):
    """A page number to print when pages are known: it ends at `x`, its baseline is `y`.

    A leader fills as much as there is of `room` to the left of it. Where it is `rtl` it
    begins at `x`, and its leader is on the right.
    """

    x: float
    y: float
    room: float
    target: str
    style: TextStyle
    slot: Slot
    rtl: bool = False


class Extent(NamedTuple):
    """The extent of a drawing whose content is in `slot`: its bounding box, which is not drawn."""

    x: float
    y: float
    width: float
    height: float
    slot: Slot


Mark: TypeAlias = Box | Late | Extent
"""What an item holds: boxes, those that still wait for a page number, the bounds of drawings."""

Split = Callable[[float, bool], "list[Item] | None"]


@record(frozen=False, slots=True, eq=False)
class Item:
    """A strip of a column.

    `base` is the first baseline, from the top. `notes` are the galleys of footnotes that must
    stand on the same page, `note_height` is their height together, of which `note_rest` may go to
    the foot of the next page. `split` cuts the item at a height, or where it must somewhere;
    it is asked where the item cannot fit on any page, or wherever it `flows`. `fresh` items start
    a page, a `cover` one without running heads; `section` is the {section} from here on. `page`
    is the paper where it is not the document's own. A heading has the `level` of its section; an
    item that `floats` may wait for a later page, but not beyond a heading of up to that level.
    """

    height: float
    boxes: Sequence[Mark] = ()
    keep: int = FREE
    base: float | None = None
    space: float = 0.0
    anchors: list[tuple[str, float, float]] = field(default_factory=list)
    notes: list[list[Item]] = field(default_factory=list)
    note_height: float = 0.0
    note_rest: float = 0.0
    section: str = ""
    opens: Frame | None = None
    closes: Frame | None = None
    split: Split | None = None
    flows: bool = False
    fresh: bool = False
    cover: bool = False
    page: PageStyle | None = None
    level: int = 0
    floats: int = 0


@record(frozen=False, slots=True, eq=False)
class Frame:
    """What goes around a run of items, on every page they reach: a panel, a table's last rule.

    `again` is repeated at the top of each further page (a table's head).
    """

    x: float
    width: float
    above: float = 0.0
    below: float = 0.0
    background: str = ""
    left: Stroke | None = None
    right: Stroke | None = None
    top: Stroke | None = None
    bottom: Stroke | None = None
    again: Item | None = None

    @property
    def resume(self) -> float:
        """Height that continuing on another page takes."""
        return self.again.height if self.again else self.above

    def draw(self, top: float, bottom: float, *, starts: bool, ends: bool) -> list[Fill]:
        """Return the fills for the part of the frame between `top` and `bottom`."""
        fills = []
        height = bottom - top
        if self.background:
            fills.append(Fill(self.x, top, self.width, height, self.background))
        if self.left and self.left.width:
            fills.append(Fill(self.x, top, self.left.width, height, self.left.colour))
        if self.right and self.right.width:
            x = self.x + self.width - self.right.width
            fills.append(Fill(x, top, self.right.width, height, self.right.colour))
        if starts and self.top and self.top.width:
            fills.append(Fill(self.x, top, self.width, self.top.width, self.top.colour))
        if self.bottom and self.bottom.width and (ends or self.again):
            y = bottom - self.bottom.width
            fills.append(Fill(self.x, y, self.width, self.bottom.width, self.bottom.colour))
        return fills


class Length(NamedTuple):
    """How high a paragraph, labelled point or table row is, and each of a row's cells.

    These are what an author can shorten; `head` is the header of a row's table.
    """

    node: m.Paragraph | m.DefinitionItem | m.Row
    height: float
    cells: tuple[float, ...] = ()
    head: m.Row | None = None


class Galley:
    """A list of items being set, with the space between them and what waits for the next item.

    A page may start in it where it is `paged`: that of the document, and no other.
    """

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.after: float | None = None
        self.anchors: list[str] = []
        self.section = ""
        self.fresh = False
        self.cover = False
        self.paged = False
        self.depth = 0  # of the frames that are open

    def add(self, item: Item, before: float = 0.0, after: float = 0.0) -> Item:
        """Append `item`; the larger of the last one's `after` and `before` stands between."""
        item.space = 0.0 if self.after is None else max(self.after, before)
        self.after = after
        if self.anchors:
            item.anchors = [*((name, 0.0, 0.0) for name in self.anchors), *item.anchors]
            self.anchors = []
        if self.section:
            item.section, self.section = self.section, ""
        if self.fresh:
            item.fresh, item.cover = True, self.cover
            self.fresh = self.cover = False
        self.items.append(item)
        return item

    def open(self, frame: Frame, before: float) -> None:
        """Begin a frame around what follows."""
        self.add(Item(frame.above, keep=NEXT, opens=frame), before)
        self.after = None
        self.depth += 1

    def close(self, frame: Frame, after: float) -> None:
        """End the frame; its last item and its padding stay together."""
        self.bind(NEXT)
        self.after = None
        self.add(Item(frame.below, closes=frame), 0.0, after)
        self.depth -= 1

    def bind(self, keep: int, since: int | None = None) -> None:
        """Raise the cost of a break after the last item, or after all `since` an index."""
        for item in self.items[-1 if since is None else since :]:
            item.keep = max(item.keep, keep)


def height_of(items: Iterable[Item]) -> float:
    """Return the height of `items` set down at the top of a column."""
    total = 0.0
    first = True
    for item in items:
        total += item.height + (0.0 if first else item.space)
        first = False
    return total


def rest_of(note: Sequence[Item]) -> float:
    """Return how much of a footnote's height may go on on the next page."""
    if len(note) <= _LONG:
        return 0.0
    return sum(item.height + item.space for item in note[_BEGINNING:])


def going_on(items: Iterable[Item], frames: Iterable[Frame]) -> list[Frame]:
    """Return the frames that go on after `items`, of `frames` and those that open in them."""
    going = list(frames)
    for item in items:
        if item.opens:
            going.append(item.opens)
        if item.closes:
            going.pop()
    return going
