"""Take a paragraph in which text runs to the left, return its lines: in order, joined, readable.

A line's runs are placed in the order that is seen, and handed on in the order that is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from briefgen.layout.inline.line import Align, Line, Pending
from briefgen.layout.inline.line_builder import LineBuilder, stretch_ratio
from briefgen.layout.inline.paragraph import Directions
from briefgen.layout.inline.runs import Typeset
from briefgen.layout.inline.wordbook import Run
from briefgen.typography.bidi import visual_order

__all__ = ["BidiLineBuilder"]

_OPPOSITE: dict[Align, Align] = {"left": "right", "right": "left"}


class BidiLineBuilder(LineBuilder):
    """Makes lines of a paragraph in which text runs in both directions, or that stands `rtl`:
    in a column that begins at the right, where `align` means the other side."""

    def __init__(
        self, text: Typeset, align: Align, paragraph: Directions | None, *, rtl: bool
    ) -> None:
        levels, base = paragraph or ([0] * len(text.fragments), 0)
        self.levels = levels
        self.sides = _sides(text, levels)
        self.from_right = rtl or bool(base)
        if rtl or (base and align == "left"):
            align = _OPPOSITE.get(align, align)
        super().__init__(text, align)

    def set_line(
        self,
        indices: range,
        runs: Sequence[Run],
        width: float,
        x: float,
        *,
        stretched: bool,
        spaces: int,
    ) -> Line:
        """Region `runs` as they are seen, left to right; the line holds them as they are read."""
        text, owners = self.text, self.text.owners
        pads = [(text.padding.get(i, 0.0), text.padding_after.get(i, 0.0)) for i in indices]
        natural = sum(run.width for run in runs) + sum(map(sum, pads))
        ratio = 0.0
        if self.align == "justify":
            ratio = stretch_ratio(width - natural, sum(run.stretch for run in runs), stretched)
            natural += ratio * sum(run.stretch for run in runs)
        if self.from_right:
            x = -x if self.align != "left" else 0.0  # the first line's indent is on the right
        if self.align in {"right", "center"} or (self.align == "justify" and self.from_right):
            x += (width - natural) * (0.5 if self.align == "center" else 1.0)
        line = Line()
        lefts = [0.0] * len(runs)
        spans: dict[int, list[tuple[float, float]]] = {}
        for k in visual_order([self.levels[owners[i]] for i in indices]):
            owner = owners[indices[k]]
            before, after = pads[k][::-1] if self.sides[owner] % 2 else pads[k]
            lefts[k] = x + before
            end = lefts[k] + runs[k].width + ratio * runs[k].stretch
            if self.special[owner]:
                found = spans.setdefault(owner, [])
                if found and lefts[k] - found[-1][1] < 0.01:
                    found[-1] = (found[-1][0], end)
                else:
                    found.append((lefts[k], end))
            x = end + after
        line.width = x
        for k, run in enumerate(runs):
            self.put(line, owners[indices[k]], run, lefts[k], ratio)
        owner = self.spaced(indices)
        for _ in range(spaces):
            self.put(line, owner, text.books[owner].space, x, 0.0)
        for owner, found in spans.items():
            for left, right in found:
                self.decorate(line, owner, left, right)
        return line

    def put(self, line: Line, owner: int, run: Run, x: float, ratio: float) -> None:
        """Add one run at `x`, with its text in reading order, whatever the order of its glyphs."""
        if not run.gids:
            return
        pending = Pending(line)
        pending.begin(self.groups[owner], x)
        if run.rise:
            pending.rise(run.rise, len(run.gids))
        pending.gids += run.gids
        pending.advances += (run.width + run.stretch * ratio,) if run.stretch else run.advances
        pending.characters += run.characters
        pending.end()
        if self.levels[owner] % 2 and run.characters != tuple(run.text):
            line.glyphs[-1] = line.glyphs[-1]._replace(actual=run.text)


def _sides(text: Typeset, levels: Sequence[int]) -> list[int]:
    """Return the level that tells where the padding of each fragment stands: that of its chip."""
    sides: list[int] = []
    pairs = zip(text.fragments, levels, strict=True)
    for chip, members in groupby(pairs, lambda pair: (pair[0].slot, pair[0].style.background)):
        found = [level for _, level in members]
        sides += [min(found)] * len(found) if chip[1] else found
    return sides
