"""Take a FontSet, return what drawings set text with: faces under names, and glyphs as outlines.

Text of a drawing is set in the theme's fonts, like in name or in kind to what it asks for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics

from briefgen.writers.pdf.objects import fine

if TYPE_CHECKING:
    from briefgen.layout.fonts import Face, FontSet

__all__ = ["Faces", "Outline"]

Point = tuple[float, float]


class Faces:
    """What svglib asks for fonts: the faces of the theme, under names of their own."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self.faces: dict[str, Face] = {}

    def find_font(
        self, name: str, weight: str = "normal", style: str = "normal"
    ) -> tuple[str, bool]:
        """Return the name of the face that stands for a family of the picture."""
        bold = weight in {"bold", "bolder", "600", "700", "800", "900"}
        face = self.fonts.face(self.fonts.like(name), bold, style in {"italic", "oblique"})
        key = f"briefgen:{face.key}"
        self.faces[key] = face
        pdfmetrics.registerFont(_Measured(key, self.fonts, face))  # where svglib measures
        return key, True

    def width(self, text: str, face: Face) -> float:
        return sum(
            self.fonts.shape(part, each).width for part, each in self.fonts.split(text, face)
        )


class _Measured:
    """A font as far as svglib wants to know it: how wide text is."""

    def __init__(self, name: str, fonts: FontSet, face: Face) -> None:
        self.fontName = name  # ReportLab's names
        self._multiByte = self._dynamicFont = False
        self._fonts, self._face = fonts, face

    def stringWidth(self, text: str, size: float, encoding: str = "") -> float:  # noqa: N802
        """Return the width of `text` in points."""
        pieces = self._fonts.split(text, self._face)
        return size * sum(self._fonts.shape(part, face).width for part, face in pieces)


class Outline:
    """What HarfBuzz draws a glyph with; quadratic curves become cubic ones."""

    def __init__(self, code: list[str], x: float, y: float, scale: float) -> None:
        self.code, self.x, self.y, self.scale = code, x, y, scale
        self.at: Point = (0.0, 0.0)

    def _put(self, operator: str, *points: Point) -> None:
        self.at = points[-1]
        placed = [(self.x + x * self.scale, self.y + y * self.scale) for x, y in points]
        where = " ".join(f"{fine(x)} {fine(y)}" for x, y in placed)
        self.code.append(f"{where} {operator}")

    def moveTo(self, point: Point) -> None:  # noqa: N802  # HarfBuzz asks for these names
        self._put("m", point)

    def lineTo(self, point: Point) -> None:  # noqa: N802
        self._put("l", point)

    def curveTo(self, first: Point, second: Point, end: Point) -> None:  # noqa: N802
        self._put("c", first, second, end)

    def qCurveTo(self, off: Point, end: Point) -> None:  # noqa: N802
        (x0, y0), (x, y), (x1, y1) = self.at, off, end
        first = (x0 + (x - x0) * 2 / 3, y0 + (y - y0) * 2 / 3)
        self._put("c", first, (x1 + (x - x1) * 2 / 3, y1 + (y - y1) * 2 / 3), end)

    def closePath(self) -> None:  # noqa: N802
        self.code.append("h")
