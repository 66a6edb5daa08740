"""Take items of a galley, return boxes in drawing order: set down from a height, fills behind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from briefgen.layout.boxes import Artifact, Disc, Fill, Glyphs, ImageBox, Path
from briefgen.layout.galley import Frame, Item, Mark, height_of, rest_of

__all__ = ["Sheet", "as_artifact", "moved"]


class Sheet:
    """What was set down on a page, in a cell or in a column."""

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
    """Return a copy of `boxes` as page furniture: without slots and links."""
    plain: list[Glyphs | Fill | Path | Disc | ImageBox] = []
    for box in boxes:
        if isinstance(box, Glyphs | ImageBox):
            plain.append(box._replace(slot=None))
        elif isinstance(box, Artifact):
            plain.extend(box.boxes)
        elif isinstance(box, Fill | Path | Disc):
            plain.append(box)
    return Artifact(kind, tuple(plain))
