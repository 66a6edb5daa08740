"""Draws charts and scales: texts, rectangles, lines and dots in a box that stands at (0, 0)."""

from __future__ import annotations

from typing import Literal

from briefgen.colour import paler
from briefgen.layout.boxes import Disc, Fill, Glyphs, Path, Slot
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.paragraphs import baseline
from briefgen.layout.galley import Mark
from briefgen.layout.inline.lines import break_lines
from briefgen.layout.sheet import moved

__all__ = ["Pen", "Side"]

Side = Literal["left", "center", "right"]
_KEY = 6.0


class Pen:
    """Draws into a box of `width`, from its top left corner; `boxes` are what it has drawn."""

    def __init__(self, context: LayoutContext, region: Region, slot: Slot) -> None:
        self.context = context
        self.width = region.width
        self.slot = slot
        self.boxes: list[Mark] = []
        self.style = context.theme.paragraph("chart-label")
        self.look = context.inliner.look(self.style, region.lang)
        self.size, self.leading = self.style.size, self.style.leading
        face = context.fonts.face(self.style.font, self.style.bold, self.style.italic)
        self.capital = face.cap_height * self.size
        self.base = baseline(context, self.style)[0]

    def colour(self, name: str) -> str:
        """Return a colour of the theme, its ink where it has no such."""
        colours = self.context.theme.colours
        return colours.get(name) or colours.get("ink", "#000000")

    def colours(self, count: int, *, thin: bool = False) -> list[str]:
        """Return `count` colours to tell series apart; `thin` lines need dark ones."""
        accent = self.colour("accent")
        names = ("muted", "amber", "green", "red")
        rest = [self.colour(name) for name in names]
        found = [accent, *rest] if thin else [accent, paler(accent), *rest]
        return [found[number % len(found)] for number in range(count)]

    def measure(self, text: str, *, bold: bool = False) -> float:
        """Return the width of `text` in one line."""
        look = self.look._replace(bold=bold or self.look.bold)
        return self.context.inliner.one_line(text, look, None, end="")[1] if text else 0.0

    def text(
        self,
        text: str,
        x: float,
        y: float,
        side: Side = "left",
        colour: str = "",
        *,
        bold: bool = False,
    ) -> None:
        """Print `text` with its baseline at `y`, and `x` at its left, middle or right."""
        if not text:
            return
        look = self.look._replace(bold=bold or self.look.bold, colour=colour or self.look.colour)
        glyphs, width = self.context.inliner.one_line(text, look, self.slot)
        x -= {"left": 0.0, "center": width / 2, "right": width}[side]
        self.boxes += moved(glyphs, x, y)

    def wrapped(self, text: str, width: float) -> list[list[Glyphs]]:
        """Return `text` in lines of at most `width`, each with its baseline at 0."""
        fragment = self.context.inliner.text(text, self.look, self.slot)
        lines = break_lines([fragment], max(width, 1.0), self.context.fonts)
        return [line.glyphs for line in lines]

    def fill(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw a filled rectangle."""
        if width > 0 and height > 0:
            self.boxes.append(Fill(x, y, width, height, colour))

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a filled circle."""
        self.boxes.append(Disc(x, y, radius, colour))

    def line(self, points: list[tuple[float, float]], width: float, colour: str) -> None:
        """Draw an open line through `points`."""
        if len(points) > 1:
            self.boxes.append(Path(tuple(points), colour, width, closed=False))

    def key(self, names: list[str], colours: list[str]) -> float:
        """Print the key of the colours, return its height; a single colour has its name only."""
        if not any(names):
            return 0.0
        x, y = 0.0, self.base
        for name, colour in zip(names, colours, strict=True):
            mark = _KEY + 4.0 if len(names) > 1 else 0.0
            width = mark + self.measure(name)
            if x and x + width > self.width:
                x, y = 0.0, y + self.leading
            if mark:
                self.fill(x, y - (self.capital + _KEY) / 2, _KEY, _KEY, colour)
            self.text(name, x + mark, y, colour="" if mark else self.colour("muted"))
            x += width + 14.0
        return y - self.base + self.leading + 4.0
