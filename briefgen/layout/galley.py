"""Take vertical items, return them set down: on a page, in a cell, in balanced columns.

A *galley* is a list of items, each a strip of the text column: a line, a table row, a figure.
An item's boxes are relative to its top edge (y) and already at their place across the page (x).
Between two items stands the second one's `space`, dropped at the top of a page or column, and
after each item a break costs what its `keep` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Any, TypeAlias

from briefgen import model as m
from briefgen.layout.boxes import Artifact, Box, Disc, Fill, Glyphs, ImageBox, Path, Slot
from briefgen.record import NamedTuple, record

if TYPE_CHECKING:
    from briefgen.layout.inline.lines import TextStyle
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
    "Sheet",
    "as_artifact",
    "going_on",
    "height_of",
    "moved",
    "rest_of",
    "take",
]

FREE, TOGETHER, LINES, NEXT = range(4)
"""What a break after an item breaks: nothing, what should stay whole, a widow, a heading."""

NOTE_GAP = 10.0
"""Height between the text and its footnotes; the short rule stands in it."""

_LONG, _BEGINNING = 6, 3
"""A footnote of more lines than this may go on on the next page, after so many of them."""

_SLACK = 0.01
_POOR = 0.6
"""A page that is filled less than this may as well break what should stay whole."""


class Late(NamedTuple):
    """A page number to print when pages are known: it ends at `x`, its baseline is `y`.

    A leader fills as much as there is of `room` to the left of it. Where it is `leftward` it
    begins at `x`, and its leader is on the right.
    """

    x: float
    y: float
    room: float
    target: str
    style: TextStyle
    slot: Slot
    leftward: bool = False


class Extent(NamedTuple):
    """How far a drawing reaches whose content is in `slot`; nothing that is seen."""

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
    stand on the same page and `note_height` theirs together; so much of it as `note_rest` may go
    on at the foot of the next one. `split` cuts the item at a height, or where it must somewhere;
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

    What an author can shorten; `head` is the header of a row's table.
    """

    node: m.Paragraph | m.DefinitionItem | m.Row
    height: float
    cells: tuple[float, ...] = ()
    head: m.Row | None = None


class Galley:
    """A list of items being set: keeps the space between them and what waits for the next one.

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


class Sheet:
    """What items become when they are set down: boxes in drawing order, fills behind text."""

    def __init__(self) -> None:
        self.behind: list[Sequence[Mark]] = []
        self.boxes: list[Mark] = []
        self.anchors: list[tuple[str, float, float]] = []
        self.notes: list[list[Item]] = []
        self.sections: list[tuple[float, str]] = []

    def put(self, items: Iterable[Item], y: float, frames: list[Frame], dx: float = 0.0) -> float:
        """Set `items` down from `y`, return where they end.

        `frames` are those that go on from the page before; it becomes those that go on after.
        """
        begun: list[tuple[Frame, float, bool, int]] = []
        for frame in frames:
            begun.append((frame, y, False, len(self.behind)))
            self.behind.append(())
            if frame.again:
                self.boxes.extend(moved(frame.again.boxes, dx, y))
            y += frame.resume
        first = True
        for item in items:
            y += 0.0 if first else item.space
            first = False
            if item.opens:
                begun.append((item.opens, y, True, len(self.behind)))
                self.behind.append(())
            self._item(item, y, dx)
            y += item.height
            if item.closes:
                frame, top, starts, index = begun.pop()
                fills = frame.draw(top, y, starts=starts, ends=True)
                self.behind[index] = moved(fills, dx, 0.0)
        for frame, top, starts, index in reversed(begun):
            y += frame.below
            fills = frame.draw(top, y, starts=starts, ends=False)
            self.behind[index] = moved(fills, dx, 0.0)
        frames[:] = [frame for frame, *_ in begun]
        return y

    def _item(self, item: Item, y: float, dx: float) -> None:
        self.boxes.extend(moved(item.boxes, dx, y))
        for name, x, down in item.anchors:
            self.anchors.append((name, x + dx, y + down))
        self.notes.extend(item.notes)
        if item.section:
            self.sections.append((y, item.section))

    def drawn(self) -> list[Mark]:
        """Return all boxes, what stands behind first."""
        return [*(fill for fills in self.behind for fill in fills), *self.boxes]

    def as_item(self, height: float) -> Item:
        """Return the sheet as one item of `height`."""
        return Item(
            height,
            self.drawn(),
            anchors=self.anchors,
            notes=self.notes,
            note_height=sum(height_of(note) for note in self.notes),
            note_rest=rest_of(self.notes[-1]) if self.notes else 0.0,
            section=self.sections[-1][1] if self.sections else "",
        )


def moved(boxes: Iterable[Any], dx: float, dy: float) -> list[Any]:
    """Return copies of `boxes`, moved."""
    result: list[Any] = []
    for box in boxes:
        kind = type(box)
        if kind is Glyphs:
            x, y, *rest = box
            result.append(Glyphs(x + dx, y + dy, *rest))
        elif kind is Path:
            points = tuple((x + dx, y + dy) for x, y in box.points)
            result.append(box._replace(points=points))
        elif kind is Artifact:
            result.append(Artifact(box.kind, tuple(moved(box.boxes, dx, dy))))
        else:
            result.append(box._replace(x=box.x + dx, y=box.y + dy))
    return result


def as_artifact(boxes: Iterable[Mark], kind: str = "") -> Artifact:
    """Return a copy of `boxes` that is no content: without slots and links."""
    plain: list[Glyphs | Fill | Path | Disc | ImageBox] = []
    for box in boxes:
        if isinstance(box, Glyphs | ImageBox):
            plain.append(box._replace(slot=None))
        elif isinstance(box, Artifact):
            plain.extend(box.boxes)
        elif isinstance(box, Fill | Path | Disc):
            plain.append(box)
    return Artifact(kind, tuple(plain))


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


# --------------------------------------------------------------------------------------- breaking


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
            if item.split and (item.flows or item.height > whole or index == start):
                parts = item.split(room - top - pad - foot, force and index == start)
                if parts:
                    items[index : index + 1] = parts
                    for part in parts:
                        part.page = item.page
                    parts[0].space, parts[0].fresh, parts[0].cover = (
                        item.space,
                        item.fresh,
                        item.cover,
                    )
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
    for found in best[:LINES]:
        if found and found[1] >= _POOR * room:
            return found[0]
    for found in best if force else best[: worst + 1]:
        if found:
            return found[0]
    return start + 1 if force else start
