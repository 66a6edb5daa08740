"""Take glyph runs, return text operators: glyph by glyph where layout put them.

After each glyph the viewer moves on by the width in the font. Where layout wants the next glyph
elsewhere, a number in the TJ array says how far from there. Positions are rounded to 1/100 point,
each from its exact value, so that errors do not add up.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from briefgen.layout.boxes import Glyphs
from briefgen.writers.pdf.fonts import SOFT_HYPHEN, Font
from briefgen.writers.pdf.objects import colour, number, text

__all__ = ["TextPen"]

_NEAR = 0.02  # points: a run that starts this near to the last one's end continues it


class TextPen:
    """Appends text operators to `code`, and knows the font and the fill colour that are set."""

    def __init__(self, code: list[str], height: float, fonts: dict[str, Font]) -> None:
        self.code = code
        self.height = height
        self.fonts = fonts
        self.font: tuple[str, float] | None = None
        self.expansion = 1.0
        self.colour = ""
        self.line: tuple[float, float] | None = None  # where the text line starts; None: no BT
        self.x = 0.0  # where the pen stands
        self.boxes: list[str] = []  # to be drawn once the text object has ended

    def fill(self, value: str) -> None:
        """Set the fill colour "#rrggbb"."""
        if value != self.colour:
            self.code.append(f"{colour(value)} rg")
            self.colour = value

    def lift(self) -> None:
        """End the text object, if one is open."""
        if self.line is not None:
            self.code += ["ET", *self.boxes]
            self.line = None
            if self.boxes:
                self.boxes.clear()
                self.colour = ""  # the last box's

    def write(self, run: Glyphs) -> None:
        """Set a run of glyphs."""
        font = self.fonts[run.face]
        if self.line is None:
            self.code.append("BT")
        if self.font != (run.face, run.size):
            self.code.append(f"/{font.name} {number(run.size)} Tf")
            self.font = run.face, run.size
        if self.expansion != run.expansion:
            self.code.append(f"{number(100 * run.expansion)} Tz")
            self.expansion = run.expansion
        self.fill(run.colour)
        self._move(run.x, round(self.height - run.y, 2))
        want = run.x
        if run.actual:
            self.code.append(f"/Span<</ActualText{text(run.actual)}>>BDC")
        for start, end, actual, rise in _levels(run) if run.actual else _segments(run, font):
            if rise:
                self.code.append(f"{number(rise)} Ts")
            soft = font.soft.get(run.gids[start], "") if actual == SOFT_HYPHEN else ""
            if actual is not None and not soft:
                self.code.append(f"/Span<</ActualText{text(actual)}>>BDC")
            want = self._show(run, start, end, want, font, soft)
            if actual is not None and not soft:
                self.code.append("EMC")
            if rise:
                self.code.append("0 Ts")
        if run.actual:
            self.code.append("EMC")
        if 0 in run.gids:
            self._box_missing(run)

    def _box_missing(self, run: Glyphs) -> None:
        """Have a hollow box drawn for each character that no font has."""
        x, y = run.x, self.height - run.y
        for gid, unexpanded in zip(run.gids, run.advances, strict=True):
            advance = unexpanded * run.expansion
            if not gid:
                tall, line = run.size * 0.66, run.size * 0.05
                outer = (x + line, y, advance - 2 * line, tall)
                inner = (x + 2 * line, y + line, advance - 4 * line, tall - 2 * line)
                rectangles = (" ".join(map(number, sides)) + " re" for sides in (outer, inner))
                self.boxes.append(f"{colour(run.colour)} rg {' '.join(rectangles)} f*")
            x += advance

    def _move(self, x: float, y: float) -> None:
        before = self.line or (0.0, 0.0)
        if self.line is not None and y == before[1] and abs(x - self.x) < _NEAR:
            return
        x = round(x, 2)
        self.code.append(f"{number(x - before[0])} {number(y - before[1])} Td")
        self.line = x, y
        self.x = x

    def _show(
        self, run: Glyphs, start: int, end: int, want: float, font: Font, soft: str = ""
    ) -> float:
        """Show glyphs, the first at `want`; return where layout wants the next one.

        `soft` is the code of what is a hyphen that breaks a word.
        """
        unit = round(run.size, 2) / 1000
        half = unit / 2
        steps, codes = font.steps(unit), font.codes
        x = run.x + (self.x - run.x) / run.expansion
        parts: list[str] = []
        string: list[str] = []
        gids = run.gids[start:end]
        for code, step, advance in zip(
            map(codes.__getitem__, gids),
            map(steps.__getitem__, gids),
            run.advances[start:end],
            strict=True,
        ):
            drift = x - want
            if drift > half or drift < -half:
                gap = round(drift / unit)
                if string:
                    parts.append(f"({''.join(string)})")
                    string = []
                parts.append(str(gap))
                x -= gap * unit
            string.append(soft or code)
            x += step
            want += advance
        parts.append(f"({''.join(string)})")
        self.code.append(f"[{''.join(parts)}]TJ" if len(parts) > 1 else f"{parts[0]}Tj")
        self.x = run.x + (x - run.x) * run.expansion
        return want


def _levels(run: Glyphs) -> Iterator[tuple[int, int, None, float]]:
    """Yield stretches of equal rise of a run that has ActualText as a whole."""
    start = 0
    for rise, glyphs in groupby(run.rise or (0.0,) * len(run.gids)):
        end = start + len(list(glyphs))
        yield start, end, None, rise
        start = end


def _segments(run: Glyphs, font: Font) -> Iterator[tuple[int, int, str | None, float]]:
    """Yield (start, end, actual text or None, rise) of stretches that are shown in one go.

    A cluster of glyphs gets actual text where the ToUnicode map would read it differently.
    """
    count = len(run.gids)
    if not run.rise and font.suspects.isdisjoint(run.gids):
        if count:
            yield 0, count, None, 0.0
        return
    pairs = list(zip(run.gids, run.text, strict=True))
    rises = run.rise or (0.0,) * count
    start = 0
    while start < count:
        end = start + 1
        while end < count and not run.text[end]:  # the rest of a cluster
            end += 1
        rise = rises[start]
        if font.odd.isdisjoint(pairs[start:end]):
            actual = None
            while end < count and rises[end] == rise and pairs[end] not in font.odd:
                if end + 1 < count and not run.text[end + 1]:
                    break
                end += 1
        else:
            actual = run.text[start]
        yield start, end, actual, rise
        start = end
