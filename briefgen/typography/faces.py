"""Take a font file, return a face: its metrics in ems, and which characters it can show."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import uharfbuzz as hb

__all__ = ["Face", "builtin_fonts", "clusters", "covers_cluster"]

_INVISIBLE = frozenset("\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")
"""Characters that shaping removes, so that no face needs a glyph for them."""

_STAND_INS = {"\u00a0": " ", "\u2011": "\u2010"}
"""Characters that HarfBuzz sets with another one's glyph where a face lacks them."""


@cache
def builtin_fonts() -> Path:
    """Return the folder of the fonts that come along."""
    return Path(__file__).resolve().parent.parent / "fonts"


class Face:
    """An opened font file. `key` names it within its `FontSet`; metrics are ems, descent > 0."""

    __slots__ = (
        "_characters",
        "ascent",
        "cap_height",
        "descent",
        "family",
        "hb_face",
        "hb_font",
        "key",
        "path",
        "underline_thickness",
        "upem",
        "x_height",
    )

    def __init__(self, key: str, path: Path, family: str) -> None:
        import uharfbuzz as hb

        self.key = key
        self.path = path
        self.family = family
        self.hb_face: hb.Face = hb.Face(hb.Blob.from_file_path(str(path)))
        self.hb_font: hb.Font = hb.Font(self.hb_face)
        self.upem: int = self.hb_face.upem
        self._characters: frozenset[str] | None = None
        extents = self.hb_font.get_font_extents("ltr")
        tag = hb.OTMetricsTag
        self.ascent = extents.ascender / self.upem
        self.descent = -extents.descender / self.upem
        self.cap_height = self._metric(tag.CAP_HEIGHT)
        self.x_height = self._metric(tag.X_HEIGHT)
        self.underline_thickness = self._metric(tag.UNDERLINE_SIZE)

    def __repr__(self) -> str:
        return f"Face({self.key!r})"

    @property
    def characters(self) -> frozenset[str]:
        """The characters that it has glyphs for."""
        if self._characters is None:
            self._characters = frozenset(map(chr, self.hb_face.unicodes))
        return self._characters

    @property
    def built_in(self) -> bool:
        """Tell whether the face came along with briefgen."""
        return self.path.parent == builtin_fonts()

    @property
    def data(self) -> bytes:
        """The bytes of the font file."""
        return bytes(self.hb_face.blob.data)

    def covers(self, char: str) -> bool:
        """Tell whether the face can show `char`, by its own or a stand-in's glyph."""
        return (
            char in self.characters
            or char in _INVISIBLE
            or _STAND_INS.get(char, "") in self.characters
            or (unicodedata.category(char) == "Zs" and " " in self.characters)
            or self._composed(char)
        )

    def _composed(self, char: str) -> bool:
        # HarfBuzz takes apart what the font only has in parts (and the other way round).
        parts = unicodedata.normalize("NFD", char)
        return len(parts) > 1 and self.characters.issuperset(parts)

    def _metric(self, tag: Any) -> float:
        return float(self.hb_font.get_metric_position_with_fallback(tag)) / self.upem


def clusters(text: str) -> Iterator[str]:
    """Yield characters, each with the marks, joiners and selectors that belong to it."""
    start = 0
    for i in range(1, len(text)):
        mark = text[i] in _INVISIBLE or unicodedata.category(text[i]).startswith("M")
        if not mark and text[i - 1] != "\u200d":
            yield text[start:i]
            start = i
    if text:
        yield text[start:]


def covers_cluster(face: Face, cluster: str) -> bool:
    """Tell whether `face` can show all characters of `cluster`, as they are or composed."""
    return all(map(face.covers, cluster)) or face.characters.issuperset(
        unicodedata.normalize("NFC", cluster)
    )
