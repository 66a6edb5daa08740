"""Take a FontSet, return the fonts of SVG drawings: faces under names, and glyphs as outlines.

The text of a drawing is set in fonts of the theme: in the one it names, or else in one of the same
kind (serif, sans, mono).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportlab.pdfbase import pdfmetrics

from briefgen.writers.pdf.objects import fine

if TYPE_CHECKING:
    from briefgen.typography.faces import Face
    from briefgen.typography.fonts import FontSet

__all__ = ["DrawingFonts", "Outline"]

_MODELS = {
    "roman": ("Times-Roman", "Times-Italic", "Times-Bold", "Times-BoldItalic"),
    "swiss": ("Helvetica", "Helvetica-Oblique", "Helvetica-Bold", "Helvetica-BoldOblique"),
    "modern": ("Courier", "Courier-Oblique", "Courier-Bold", "Courier-BoldOblique"),
}
"""The standard fonts whose widths drawings are made for: regular, italic, bold, bold italic."""

_NARROWEST = 0.8
"""Text is narrowed to this part of its width at most."""

Point = tuple[float, float]


class DrawingFonts:
    """The faces of the theme for svglib, which asks for fonts by name and for the width of text."""

    def __init__(self, fonts: FontSet) -> None:
        self.fonts = fonts
        self.faces: dict[str, Face] = {}
        self._models: dict[str, str] = {}

    def find_font(
        self, name: str, weight: str = "normal", style: str = "normal"
    ) -> tuple[str, bool]:
        """Return the name of the face that stands for a family of the picture."""
        bold = weight in {"bold", "bolder", "600", "700", "800", "900"}
        italic = style in {"italic", "oblique"}
        family = self.fonts.like(name)
        face = self.fonts.face(family, bold, italic)
        key = f"briefgen:{face.key}"
        self.faces[key] = face
        self._models[face.key] = _MODELS[self.fonts.kind(family)][2 * bold + italic]
        pdfmetrics.registerFont(_Measured(key, self, face))  # where svglib measures
        return key, True

    def width(self, text: str, face: Face) -> float:
        """Return the width of `text` in ems."""
        return self.narrowing(text, face) * self._natural(text, face)

    def narrowing(self, text: str, face: Face) -> float:
        """Return the factor (0.8 to 1) that makes `text` no wider than in the standard font.

        The author of the drawing placed it by the widths of that font.
        """
        natural, model = self._natural(text, face), self._models.get(face.key)
        if not natural or model is None or any(ord(char) > 255 for char in text):
            return 1.0
        wanted = pdfmetrics.stringWidth(text, model, 1.0)
        return min(max(wanted / natural, _NARROWEST), 1.0)

    def _natural(self, text: str, face: Face) -> float:
        pieces = self.fonts.split(text, face)
        return sum(self.fonts.shape(part, each).width for part, each in pieces)


class _Measured:
    """A font for svglib, which only measures text with it."""

    def __init__(self, name: str, faces: DrawingFonts, face: Face) -> None:
        self.fontName = name  # ReportLab's names
        self._multiByte = self._dynamicFont = False
        self._faces, self._face = faces, face

    def stringWidth(self, text: str, size: float, encoding: str = "") -> float:  # noqa: N802
        """Return the width of `text` in points."""
        return size * self._faces.width(text, self._face)


class Outline:
    """A pen for HarfBuzz: appends a glyph's outline to `code`, quadratic curves as cubic ones."""

    def __init__(self, code: list[str], x: float, y: float, scale: float, narrowing: float) -> None:
        self.code, self.x, self.y = code, x, y
        self.across, self.up = scale * narrowing, scale
        self.at: Point = (0.0, 0.0)

    def _put(self, operator: str, *points: Point) -> None:
        self.at = points[-1]
        placed = [(self.x + x * self.across, self.y + y * self.up) for x, y in points]
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
