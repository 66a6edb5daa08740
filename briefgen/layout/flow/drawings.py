"""Take a figure that briefgen draws itself, set it with its caption: a chart, a scale.

What is printed in a drawing is real text and content of the Figure, which its alternative text
speaks for; bars, lines and dots are drawn around it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, assert_never

from briefgen import model as m
from briefgen.colour import WHITE, mixed
from briefgen.layout.boxes import Disc, Fill, Glyphs, Path, Slot
from briefgen.layout.flow.divs import figure_in, set_caption
from briefgen.layout.galley import NEXT, Extent, Galley, Item, Mark, moved
from briefgen.layout.inline.lines import break_lines
from briefgen.layout.mirror import reflected
from briefgen.walk import plain_text

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter

__all__ = ["Pen", "Side", "paler", "set_drawing"]

Side = Literal["left", "center", "right"]
_KEY = 6.0
_PALE = 0.4


class Pen:
    """Draws into a box of `width`, from its top left corner; `boxes` are what it has drawn."""

    def __init__(self, setter: Setter, place: Place, slot: Slot) -> None:
        self.setter = setter
        self.width = place.width
        self.slot = slot
        self.boxes: list[Mark] = []
        self.style = setter.theme.paragraph("chart-label")
        self.look = setter.inliner.look(self.style, place.lang)
        self.size, self.leading = self.style.size, self.style.leading
        face = setter.fonts.face(self.style.font, self.style.bold, self.style.italic)
        self.capital = face.cap_height * self.size
        self.base = setter.baseline(self.style)[0]

    def colour(self, name: str) -> str:
        """Return a colour of the theme, its ink where it has no such."""
        colours = self.setter.theme.colours
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
        return self.setter.run(text, look, None, end="")[1] if text else 0.0

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
        glyphs, width = self.setter.run(text, look, self.slot)
        x -= {"left": 0.0, "center": width / 2, "right": width}[side]
        self.boxes += moved(glyphs, x, y)

    def wrapped(self, text: str, width: float) -> list[list[Glyphs]]:
        """Return `text` in lines of at most `width`, each with its baseline at 0."""
        fragment = self.setter.inliner.text(text, self.look, self.slot)
        lines = break_lines([fragment], max(width, 1.0), self.setter.fonts)
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
        """Print what the colours mean, return the height it takes; one colour needs a name only."""
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


def set_drawing(
    setter: Setter, node: m.Figure, drawing: m.Chart | m.Scale, place: Place, galley: Galley
) -> None:
    """Set a drawing in the width of its column, with its caption below."""
    place, figure = figure_in(place, node, plain_text(node.image.children))
    if node.attr.id:
        galley.anchors.append(node.attr.id)
    slot = figure.slot(node.span)
    setter.figures[slot] = figure
    pen = Pen(setter, place, slot)
    match drawing:
        case m.Chart():
            from briefgen.layout.flow.charts import draw_chart

            height = draw_chart(pen, drawing)
        case m.Scale():
            from briefgen.layout.flow.scale import draw_scale

            height = draw_scale(pen, drawing)
        case _:
            assert_never(drawing)
    if place.leftward:  # numbers run to the right in every language
        pen.boxes = reflected(pen.boxes, place.width)
    boxes = moved(pen.boxes, place.x, 0.0)
    boxes.append(Extent(place.x, 0.0, place.width, height, slot))
    galley.add(Item(height, boxes, keep=NEXT), 8.0, 0.0)
    set_caption(setter, node, place.parent, place, galley, below=True)


def paler(colour: str) -> str:
    """Return "#rrggbb" mixed with white: the second of two colours that belong together."""
    return mixed(colour, WHITE, _PALE)
