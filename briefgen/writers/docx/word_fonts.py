"""Take the font families of a theme, return their names in Word; collect those that are used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from briefgen.theme import FontFamily, ParagraphStyle, Theme
from briefgen.typography.bidi import RIGHT_TO_LEFT
from briefgen.writers.docx.nodes import XmlElement, w
from briefgen.writers.docx.palette import Palette

if TYPE_CHECKING:
    from briefgen.typography.fonts import FontSet
    from briefgen.writers.docx.reference_styles import ReferenceStyles

__all__ = ["WordFonts"]

_NATURAL = 1.3
"""The natural height of a line, in ems, where the font cannot be measured."""


class Slanted(Protocol):
    """What names a font family and says whether it wants its italics."""

    @property
    def font(self) -> str: ...
    @property
    def italic(self) -> bool: ...


class WordFonts:
    """The font families of one document; `normal` is how plain text looks."""

    def __init__(
        self,
        theme: Theme,
        palette: Palette,
        fonts: FontSet | None,
        reference: ReferenceStyles | None,
    ) -> None:
        self.theme = theme
        self.palette = palette
        self.reference = reference
        self._fonts = fonts
        self.families: set[str] = set()
        """Every font family that a style or a run asks for."""
        body = theme.paragraph("body")
        self.normal = ParagraphStyle(
            font=body.font, size=body.size, leading=body.leading, colour=body.colour
        )
        if reference:
            self.normal = reference.look(reference.defaults.get("paragraph", ""), self.normal)

    def family(self, name: str) -> FontFamily:
        """Return the font family `name`, or the body's."""
        fonts = self.theme.fonts
        found = fonts.get(name) or fonts.get(self.normal.font)
        return found or FontFamily("Georgia", "")

    def italic(self, look: Slanted) -> bool:
        """Tell whether text of `look` is italic: Word would slant a family that has no italics."""
        family = self.theme.fonts.get(look.font)
        return look.italic and (family is None or bool(family.italic or family.bold_italic))

    def covers(self, look: ParagraphStyle, text: str) -> bool:
        """Tell whether the font of `look` is at hand and has the characters of `text`."""
        if self._fonts is None or look.font not in self.theme.fonts:
            return False
        return all(map(self._fonts.face(look.font, look.bold, look.italic).covers, text))

    def fonts(self, family: str) -> XmlElement:
        """Return `w:rFonts` for the theme's `family`."""
        self.families.add(family)
        name = self.family(family).name
        return w("rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)

    def other_font(self, text: str) -> str:
        """Return the name of the font for what runs to the left in `text`, "" for its own."""
        found = RIGHT_TO_LEFT.search(text)
        if self._fonts is None or found is None:
            return ""
        ((_, face),) = self._fonts.split(found[0], self._fonts.face(self.normal.font, False, False))
        if face.family in {self.normal.font, ""} or face.family not in self.theme.fonts:
            return ""
        self.families.add(face.family)
        return self.family(face.family).name

    def natural(self, family: str) -> float:
        """Return the natural height of lines in a font, in ems; less has to be "exact" in Word."""
        if self._fonts is None or family not in self.theme.fonts:
            return _NATURAL
        face = self._fonts.face(family, False, False)
        return float(face.ascent + face.descent)
