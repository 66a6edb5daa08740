"""Take the faces that a document uses, return `word/fontTable.xml` with the faces embedded.

A font travels with its first 32 bytes mixed with a key that stands beside it (ECMA-376 part 1,
17.8.1): no protection, but what Word reads. The key comes from the font, not from chance.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Final

from briefgen.theme import FontFamily
from briefgen.writers.docx.markup import attribute, document, element
from briefgen.writers.docx.package import WordPackage
from briefgen.writers.docx.styles import Styles

if TYPE_CHECKING:
    from briefgen.layout.fonts import FontSet

__all__ = ["add_fonts"]

_FACES: Final = {
    (False, False): ("Regular", "regular"),
    (True, False): ("Bold", "bold"),
    (False, True): ("Italic", "italic"),
    (True, True): ("BoldItalic", "bold_italic"),
}
_MIXED: Final = 32
_EMBEDDABLE_BIT: Final = 0x0002
"""fsType bit 1: the licence forbids embedding."""


def add_fonts(package: WordPackage, styles: Styles, fonts: FontSet | None) -> bool:
    """Add the font table; embed each face used if `fonts` is given. Tell whether any was."""
    part = package.part("fontTable", "fontTable")
    inside = []
    count = 0
    for name in sorted({family for family, _, _ in styles.faces}):
        family = styles.family(name)
        entries = [
            element("altName", attribute(family.fallback)) if family.fallback else "",
            element("charset", "00"),
            element("family", family.generic),
            element("pitch", "fixed" if family.generic == "modern" else "variable"),
        ]
        for (bold, italic), (tag, field) in _FACES.items():
            if fonts is None or not getattr(family, field):
                continue
            data = fonts.face(name, bold, italic).data
            if _forbidden(data):
                continue
            key = _key(data)
            count += 1
            relation = package.add_font(part, count, _mixed(data, key))
            entries.append(f'<w:embed{tag} r:id="{relation}" w:fontKey="{{{key}}}"/>')
        inside.append(f'<w:font w:name="{attribute(family.name)}">{"".join(entries)}</w:font>')
    package.add(part, document("fonts", "".join(inside)))
    return bool(count)


def _forbidden(data: bytes) -> bool:
    """Tell whether the font's own licence bits say that it must not be embedded."""
    tables = int.from_bytes(data[4:6], "big")
    for at in range(12, 12 + 16 * tables, 16):
        if data[at : at + 4] == b"OS/2":
            start = int.from_bytes(data[at + 8 : at + 12], "big")
            bits = int.from_bytes(data[start + 8 : start + 10], "big")
            return bool(bits & 0x000F == _EMBEDDABLE_BIT)
    return False


def _key(data: bytes) -> str:
    digits = sha256(data).hexdigest().upper()
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))


def _mixed(data: bytes, key: str) -> bytes:
    mask = bytes.fromhex(key.replace("-", ""))[::-1] * 2
    head = bytes(a ^ b for a, b in zip(data[:_MIXED], mask, strict=False))
    return head + data[_MIXED:]
