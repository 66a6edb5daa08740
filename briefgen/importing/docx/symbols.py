"""Take a code of a symbol font, return the sign of Unicode that it shows.

Symbol is mapped as in Adobe's published table (symbol.txt of the Unicode Consortium's vendor
mappings); of Wingdings, the signs that reports use.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["is_symbol_font", "symbol"]

_SYMBOL_LOW: Final = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾"
    "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
)
_SYMBOL_HIGH: Final = "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
_SYMBOL: Final = {
    **{0x20 + at: sign for at, sign in enumerate(_SYMBOL_LOW)},
    **{0xA0 + at: sign for at, sign in enumerate(_SYMBOL_HIGH)},
    0xF1: "〉", 0xF2: "∫",
}  # fmt: skip
_WINGDINGS: Final = {
    0x21: "✏", 0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x6C: "●", 0x6E: "■", 0x6F: "□",
    0x71: "❑", 0x72: "❒", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA7: "▪",
    0xA8: "◻", 0xB7: "•", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔",
    0xEF: "⇦", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip


def is_symbol_font(name: str) -> bool:
    """Tell whether the letters of a font are signs."""
    return (
        re.fullmatch(r"(?:standard )?symbol(?: ps| mt)?|wingdings(?: [23])?", name.casefold())
        is not None
    )


def symbol(code: str, font: str) -> str:
    """Return the sign that the hexadecimal `code` shows in `font`; "" where there is none."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if not 0x20 <= number < 0xD800 and not 0xE000 <= number <= 0xFFFD:
        return ""
    if 0xF020 <= number <= 0xF0FF:
        number -= 0xF000
    table = _WINGDINGS if font.casefold().startswith("wingdings") else _SYMBOL
    if number > 0xFF:
        return chr(number)
    known = is_symbol_font(font)
    return (table if known else _WINGDINGS).get(number, "□" if known else chr(number))
