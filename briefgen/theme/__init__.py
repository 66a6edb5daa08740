"""How documents look, format-neutral: take the path of a theme, return a `Theme`.

Both writers read the same styles; layout scales them.
"""

from briefgen.theme.reading import load_theme, with_page
from briefgen.theme.styles import (
    MARKING,
    BoxStyle,
    CharacterStyle,
    FontFamily,
    ListStyle,
    PageStyle,
    ParagraphStyle,
    Scaling,
    Stroke,
    TableStyle,
    Theme,
)

__all__ = [
    "MARKING",
    "BoxStyle",
    "CharacterStyle",
    "FontFamily",
    "ListStyle",
    "PageStyle",
    "ParagraphStyle",
    "Scaling",
    "Stroke",
    "TableStyle",
    "Theme",
    "load_theme",
    "with_page",
]
