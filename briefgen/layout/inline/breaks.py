"""Take the boxes of a paragraph and line widths, return where its lines end (total fit).

A paragraph is a row of unbreakable boxes; a line may end after any box and at the inner points of
a box (hyphens). Among all ways to break it the one of least total demerits is taken, after Donald
E. Knuth and Michael F. Plass, "Breaking paragraphs into lines" (1981). Lengths are points. This
module knows nothing of fonts or fragments.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import field
from typing import Final

from briefgen.record import NamedTuple, record

__all__ = [
    "Boxes",
    "Break",
    "InnerPoint",
    "LineTolerance",
    "balanced_width",
    "one_line",
    "total_fit",
]

LINE: Final = 10.0
"""Demerits of having one more line at all."""

MISMATCH: Final = 5_000.0
"""Demerits where a tight line and a loose one are neighbours."""

HYPHENS: Final = 12_000.0
"""Demerits of two hyphens at line ends in a row."""

SHORT_END: Final = 8_000.0
"""Demerits of a last line that is hardly there."""

_OVERHANG: Final = 6.0
"""No hanging character is wider than this."""

_TIGHT, _DECENT, _LOOSE, _VERY_LOOSE = range(4)


class InnerPoint(NamedTuple):
    """A place inside a box where a line may end: after `char` characters of its run `run`.

    `end` is how far the line then reaches (an added hyphen included, what hangs excluded),
    `start` where the next one begins, `spaces` how much space of the paragraph stands before.
    """

    run: int
    char: int
    end: float
    start: float
    spaces: float
    penalty: float
    hyphen: bool


@record(frozen=False, slots=True)
class Boxes:
    """The boxes of a paragraph: positions on one endless line, per box.

    `starts` and `ends` are where boxes begin and end, `spaces_before` and `spaces_within` how
    much stretchable space stands before their begin and end; what hangs into the margins is
    taken off in `left` and `right`. `penalties` are for a line end after the box, and `hyphens`
    tells which boxes end in a hyphen. `inner` returns the inner points of a box in order.
    """

    starts: list[float]
    ends: list[float]
    spaces_before: list[float]
    spaces_within: list[float]
    penalties: list[float]
    hyphens: list[bool]
    left: list[float]
    right: list[float]
    inner: Callable[[int, bool], Sequence[InnerPoint]] = field(default=lambda box, hyphenate: ())


class LineTolerance(NamedTuple):
    """What a line may look like: how much of its space stretches and shrinks, and what it costs.

    `slack` is stretch that each line has besides its spaces (the ragged margin), `expansion` by
    how much of itself all that stands in a line may grow and shrink besides, `tolerance` the
    most that stretch may be multiplied by, `reluctance` a penalty for hyphens on top of
    their own. A `last_resort` always finds lines: loose ones where nothing better is left,
    overfull ones only where a box is wider than the line.
    """

    stretch: float
    shrink: float
    slack: float
    tolerance: float = 1.0
    reluctance: float = 0.0
    hyphenate: bool = False
    last_resort: bool = False
    expansion: float = 0.0


class Break:
    """A line end on the way to an optimum, and the place where the next line starts."""

    __slots__ = (
        "box",
        "demerits",
        "fitness",
        "hyphen",
        "line",
        "point",
        "previous",
        "reach",
        "spaces",
        "start",
        "width",
    )

    def __init__(
        self,
        box: int,
        point: InnerPoint | None,
        start: float,
        spaces: float,
        line: int,
        fitness: int,
        hyphen: bool,
        demerits: float,
        previous: Break | None,
        width: float,
        reach: float,
    ) -> None:
        self.box = box  # the box that the next line starts with, or starts within
        self.point = point
        self.start = start
        self.spaces = spaces
        self.line = line  # the index of the line that starts here
        self.fitness = fitness
        self.hyphen = hyphen
        self.demerits = demerits
        self.previous = previous
        self.width = width
        self.reach = reach  # a line from here is full enough where boxes end beyond this


def total_fit(
    boxes: Boxes,
    width_of: Callable[[int], float],
    tolerance: LineTolerance,
    *,
    uniform: bool = True,
) -> list[Break] | None:
    """Return the best breaks, one per line, or None where `tolerance` allows none.

    `width_of` returns the width of a line by its index; `uniform` says that all lines but the
    first are of one width.
    """
    return _Search(boxes, width_of, tolerance, uniform).run()


def one_line(count: int) -> Break:
    """Return the break at the end of `count` boxes that all stand on one line."""
    return Break(count, None, 0.0, 0.0, 1, _DECENT, False, 0.0, None, 0.0, 0.0)


def balanced_width(boxes: Boxes, width: float) -> float:
    """Return the least width that makes no more lines than `width` does."""

    def lines(width: float) -> int:
        count, box = 0, 0
        while box < len(boxes.ends):
            fits = bisect_right(boxes.ends, boxes.starts[box] + width, box) - 1
            box = max(fits, box) + 1
            count += 1
        return count

    wanted = lines(width)
    low, high = 0.0, width
    for box, end in enumerate(boxes.ends):
        low = max(low, end - boxes.starts[box])
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if lines(middle) <= wanted else (middle, high)
    return high


class _Search:
    def __init__(
        self,
        boxes: Boxes,
        width_of: Callable[[int], float],
        tolerance: LineTolerance,
        uniform: bool,
    ) -> None:
        self.boxes = boxes
        self.width_of = width_of
        self.tolerance = tolerance
        self.uniform = uniform
        self.last = len(boxes.ends) - 1
        self.most = tolerance.stretch * tolerance.tolerance
        self.widest = 1.0 + tolerance.expansion * tolerance.tolerance

    def run(self) -> list[Break] | None:
        boxes, last, most, widest = self.boxes, self.last, self.most, self.widest
        # Where boxes end when all is stretched: a line is full enough from its `reach` on, so
        # the boxes in the middle of lines need not be looked at.
        stretched = boxes.ends
        if most:
            stretched = [
                end * widest + most * spaces
                for end, spaces in zip(boxes.ends, boxes.spaces_within, strict=True)
            ]
        active = [self.begin(0, None, 0, _DECENT, False, 0.0, None)]
        resume: tuple[int, int] | None = None
        box = 0
        while True:
            if resume is None:
                box = bisect_left(stretched, min([a.reach for a in active]), box)
                box = min(box, last)
            for point in boxes.inner(box, self.tolerance.hyphenate):
                if resume is None or (point.run, point.char) > resume:
                    active += self.extend(active, box, point)
            new = self.extend(active, box, None)
            if box == last and new:
                return _lines(min(new, key=lambda a: a.demerits))
            alive = self.alive(active, box) if box < last else []
            alive += new
            if alive:
                active, resume = alive, None
                box += 1
                continue
            if not self.tolerance.last_resort:
                return None
            rescued = self.rescue(min(active, key=lambda a: a.demerits), box)
            if rescued.box > last:
                return _lines(rescued)
            active, box = [rescued], rescued.box
            resume = (rescued.point.run, rescued.point.char) if rescued.point else None

    def begin(
        self,
        box: int,
        point: InnerPoint | None,
        line: int,
        fitness: int,
        hyphen: bool,
        demerits: float,
        previous: Break | None,
    ) -> Break:
        """Return the break before `box`, or at an inner `point` of it."""
        boxes = self.boxes
        if point is not None:
            start, spaces = point.start, point.spaces
        elif box <= self.last:
            start, spaces = boxes.starts[box] + boxes.left[box], boxes.spaces_before[box]
        else:
            start = spaces = 0.0
        width = self.width_of(line) if box <= self.last else 0.0
        reach = start * self.widest + self.most * spaces + width
        reach -= self.tolerance.slack * self.tolerance.tolerance
        return Break(
            box, point, start, spaces, line, fitness, hyphen, demerits, previous, width, reach
        )

    def extend(self, active: Iterable[Break], box: int, point: InnerPoint | None) -> list[Break]:
        """Return the breaks at the end of `box`, or at a point in it, that are worth keeping."""
        boxes, allowed, last = self.boxes, self.tolerance, self.last
        final = box == last and point is None
        if point is None:
            end, spaces_here = boxes.ends[box] - boxes.right[box], boxes.spaces_within[box]
            penalty, hyphen = (0.0, False) if final else (boxes.penalties[box], boxes.hyphens[box])
        else:
            end, spaces_here = point.end, point.spaces
            penalty, hyphen = point.penalty, point.hyphen
            if hyphen:
                penalty += allowed.reluctance
        stretch, shrink, slack = allowed.stretch, allowed.shrink, allowed.slack
        tolerance, expansion = allowed.tolerance, allowed.expansion
        found: dict[tuple[int, int], tuple[float, Break]] = {}
        for a in active:
            natural = end - a.start
            gap = a.width - natural
            if final and gap >= 0:
                ratio, badness, fitness = 0.0, 0.0, _DECENT
            elif gap >= 0:
                give = (spaces_here - a.spaces) * stretch + natural * expansion + slack
                if give <= 0:
                    if gap > 0.01:
                        continue
                    give = 1.0
                ratio = gap / give
                if ratio > tolerance:
                    continue
                badness = 100.0 * ratio * ratio * ratio
                fitness = _VERY_LOOSE if ratio > 1.0 else _LOOSE if ratio > 0.5 else _DECENT
            else:
                give = (spaces_here - a.spaces) * shrink + natural * expansion
                if -gap > give + 0.01:
                    continue
                ratio = -gap / give if give > 0 else 0.0
                badness = 100.0 * ratio * ratio * ratio
                fitness = _TIGHT if ratio > 0.5 else _DECENT
            demerits = (LINE + badness) ** 2 + penalty * penalty + a.demerits
            if abs(fitness - a.fitness) > 1:
                demerits += MISMATCH
            if a.hyphen and (hyphen or final):
                demerits += HYPHENS
            if final and natural < 0.15 * a.width and a.line:
                demerits += SHORT_END
            key = (fitness, 0 if self.uniform else a.line)
            if key not in found or demerits < found[key][0]:
                found[key] = (demerits, a)
        if not found:
            return []
        limit = min(demerits for demerits, _ in found.values()) + MISMATCH
        following = box if point is not None else box + 1
        return [
            self.begin(following, point, a.line + 1, fitness, hyphen, demerits, a)
            for (fitness, _), (demerits, a) in found.items()
            if demerits <= limit or not self.uniform
        ]

    def alive(self, active: Iterable[Break], box: int) -> list[Break]:
        """Return those breaks whose line is not too full yet with `box` at its end."""
        end, spaces = self.boxes.ends[box], self.boxes.spaces_within[box]
        shrink, least = self.tolerance.shrink, 1.0 - self.tolerance.expansion
        return [
            a
            for a in active
            if (end - a.start) * least - shrink * (spaces - a.spaces) <= a.width + _OVERHANG
        ]

    def rescue(self, a: Break, box: int) -> Break:
        """Return the last break up to `box` that fits on a line from `a`, however loose.

        Where not even the first does, the line is too full.
        """
        boxes, shrink = self.boxes, self.tolerance.shrink
        after = (a.point.run, a.point.char) if a.point is not None else (-1, -1)
        first: tuple[int, InnerPoint | None] | None = None
        for at in range(box, a.box - 1, -1):
            points: list[InnerPoint | None] = [] if at == self.last and at > a.box else [None]
            if at == self.last:
                points = []
            for point in reversed(boxes.inner(at, self.tolerance.hyphenate)):
                if at > a.box or (point.run, point.char) > after:
                    points.append(point)
            for p in points:
                end = p.end if p else boxes.ends[at] - boxes.right[at]
                spaces = p.spaces if p else boxes.spaces_within[at]
                first = (at, p)
                if end - a.start - shrink * (spaces - a.spaces) <= a.width + 0.01:
                    return self._loose(a, at, p)
        return self._loose(a, *(first or (self.last, None)))

    def _loose(self, a: Break, box: int, point: InnerPoint | None) -> Break:
        following = box if point is not None else box + 1
        hyphen = point.hyphen if point is not None else self.boxes.hyphens[box]
        return self.begin(following, point, a.line + 1, _VERY_LOOSE, hyphen, a.demerits + 1e9, a)


def _lines(end: Break) -> list[Break]:
    breaks: list[Break] = []
    at: Break | None = end
    while at is not None and at.previous is not None:
        breaks.append(at)
        at = at.previous
    return breaks[::-1]
