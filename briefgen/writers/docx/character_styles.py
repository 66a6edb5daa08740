"""Take the character styles of a theme, return their properties in Word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from briefgen.theme import CharacterStyle, Theme
from briefgen.writers.docx.nodes import Properties, XmlElement, w
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.properties import features, sizes, switch
from briefgen.writers.docx.word_fonts import WordFonts

if TYPE_CHECKING:
    from briefgen.typography.fonts import FontSet
    from briefgen.writers.docx.reference_styles import ReferenceStyles

__all__ = ["EMPHASIS", "STRONG", "CharacterStyles"]

STRONG: Final = "strong"
EMPHASIS: Final = "emphasis"


class CharacterStyles(WordFonts):
    """The character styles of one document: the theme's, and those that Word wants beside."""

    def __init__(
        self,
        theme: Theme,
        palette: Palette,
        fonts: FontSet | None,
        reference: ReferenceStyles | None,
    ) -> None:
        super().__init__(theme, palette, fonts, reference)
        self._made_characters: dict[str, CharacterStyle] = {
            STRONG: CharacterStyle(bold=True, word="Strong"),
            EMPHASIS: CharacterStyle(italic=True, word="Emphasis"),
        }
        if reference:
            for name, style in self._made_characters.items():
                self._made_characters[name] = reference.character(name, style)
        if number := theme.paragraphs.get("heading-number"):
            self._made_characters["heading-number"] = CharacterStyle(
                colour=number.colour, word="Heading Number"
            )

    def character_look(self, name: str) -> CharacterStyle:
        """Return the character style `name`, one of the theme's or of those made from it."""
        made = self._made_characters.get(name)
        return made if made is not None else self.theme.characters[name]

    def character_size(self, style: CharacterStyle) -> float | None:
        """Return the size that a character style sets: its share of the body's, or None."""
        return style.scale * self.normal.size if style.scale != 1 else None

    def character_parts(self, style: CharacterStyle) -> Properties:
        """Return the run properties of a character style, by element name."""
        parts: dict[str, XmlElement] = {**features(style.features)}
        if style.font:
            parts["rFonts"] = self.fonts(style.font)
        if style.bold:
            parts |= switch("b", True)
        if style.italic:
            parts |= switch("i", True)
        if size := self.character_size(style):
            parts |= sizes(size)
        if style.colour:
            parts["color"] = self.palette.text(style.colour)
        if style.background:
            parts["shd"] = self.palette.shading(style.background)
        return parts

    def mark_parts(self) -> Properties:
        """Return the run properties of footnote marks, by element name."""
        link = self.theme.characters.get("link")
        parts = {"vertAlign": w("vertAlign", val="superscript")}
        if link and link.colour:
            parts["color"] = self.palette.text(link.colour)
        return parts
