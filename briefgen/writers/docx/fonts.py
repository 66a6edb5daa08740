"""Take the families that a document uses, return `word/fontTable.xml` with their faces embedded.

A font travels with its first 32 bytes mixed with a key that stands beside it (ECMA-376 part 1,
17.8.1): that protects nothing, but Word reads no other form. The key is derived from the font, so
that the same document has the same bytes.

A family is embedded with all its faces: someone who edits the document may make a word italic, and
LibreOffice mixes up documents that are open together and hold different faces of one family.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefgen.theme import Theme
from briefgen.writers.docx.archive import Packed, packed
from briefgen.writers.docx.markup import word_part
from briefgen.writers.docx.nodes import XmlElement, XmlNode, w
from briefgen.writers.docx.styles import Styles

if TYPE_CHECKING:
    from briefgen.typography.faces import Face
    from briefgen.typography.fonts import FontSet
    from briefgen.writers.docx.package import WordPackage
    from briefgen.writers.docx.reference import ReferenceDocument

__all__ = ["Embedding", "ready"]

_FACES: Final = (
    ("Regular", "regular", False, False),
    ("Bold", "bold", True, False),
    ("Italic", "italic", False, True),
    ("BoldItalic", "bold_italic", True, True),
)
_MIXED: Final = 32
_LICENCE: Final = 0x000F
_EDITABLE: Final = 0x0008
_BITMAPS: Final = 0x0200
"""Bits of fsType in the table OS/2: embedding is allowed without a licence bit, or with the one for
editing; it is not where only bitmaps may be embedded."""
_PANOSE: Final = slice(32, 42)
_SCRIPTS: Final = range(42, 58, 4)
_CODE_PAGES: Final = range(78, 86, 4)
"""Where the table OS/2 holds the PANOSE numbers, the Unicode ranges and the code pages."""


_READY: Final = ".odttf.z"
"""The suffix of the file beside each built-in font: its key, checksum and size, then what is
embedded, compressed. Compressing fonts takes longer than writing all the rest."""
_HEAD: Final = struct.Struct("<36sII")


class Embedding:
    """The fonts of one document; without a `FontSet` they are named, but not described."""

    def __init__(self, theme: Theme, fonts: FontSet | None, *, embed: bool = True) -> None:
        self._theme = theme
        self._fonts = fonts
        self._embed = embed

    def add(
        self, package: WordPackage, styles: Styles, reference: ReferenceDocument | None = None
    ) -> bool:
        """Add the font table and the faces to `package`; tell whether there were any.

        The fonts of a `reference` stay in the table as they are, before ours.
        """
        kept = reference.copy_part(package, "fontTable") if reference else None
        part = kept or package.part("fontTable", "fontTable")
        ours = []
        count = 0
        for name in sorted(styles.families):
            family = styles.family(name)
            panose, signature = self._described(name)
            entries: list[XmlNode] = [
                w("altName", val=family.fallback) if family.fallback else "",
                panose,
                w("charset", val="00"),
                w("family", val=family.generic),
                w("pitch", val="fixed" if family.generic == "modern" else "variable"),
                signature,
            ]
            for tag, face in self._of(name):
                count += 1
                key, content = _ready(face.path) if face.built_in else _embedded(face.data)
                relation = package.add_font(part, count, content)
                embedded = {"r:id": relation, "w:fontKey": f"{{{key}}}"}
                entries.append(XmlElement(f"w:embed{tag}", embedded))
            ours.append(w("font", *entries, name=family.name))
        table = reference.fonts(ours) if reference else word_part("fonts", *ours)
        package.add(part, table)
        return bool(part.rels)

    def _of(self, name: str) -> Iterator[tuple[str, Face]]:
        family = self._theme.fonts.get(name)
        if self._fonts is None or family is None or not self._embed:
            return
        for tag, field, bold, italic in _FACES:
            if getattr(family, field):
                face = self._fonts.face(name, bold, italic)
                if face.built_in or not _forbidden(face.data):
                    yield tag, face

    def _described(self, name: str) -> tuple[XmlNode, XmlNode]:
        """Return PANOSE and signature of a font, by which Word finds a similar one."""
        if self._fonts is None or name not in self._theme.fonts:
            return "", ""
        table = _os2(self._fonts.face(name, False, False).data)
        if len(table) < _CODE_PAGES.stop:
            return "", ""
        words = [table[at : at + 4].hex().upper() for at in (*_SCRIPTS, *_CODE_PAGES)]
        names = (*(f"usb{number}" for number in range(4)), "csb0", "csb1")
        signature = w("sig", **dict(zip(names, words, strict=True)))
        return w("panose1", val=table[_PANOSE].hex().upper()), signature


def _os2(data: bytes) -> bytes:
    """Return the table OS/2 of a font, nothing where it has none."""
    tables = int.from_bytes(data[4:6], "big")
    for at in range(12, 12 + 16 * tables, 16):
        if data[at : at + 4] == b"OS/2":
            start = int.from_bytes(data[at + 8 : at + 12], "big")
            return data[start : start + int.from_bytes(data[at + 12 : at + 16], "big")]
    return b""


def _forbidden(data: bytes) -> bool:
    """Tell whether the font's own licence bits forbid it in a document that can be edited."""
    bits = int.from_bytes(_os2(data)[8:10], "big")
    return bool(bits & _BITMAPS or (bits & _LICENCE and not bits & _EDITABLE))


@cache
def _ready(path: Path) -> tuple[str, Packed]:
    """Return what `ready` has made of the font at `path`."""
    content = path.with_suffix(_READY).read_bytes()
    key, check, size = _HEAD.unpack_from(content)
    return key.decode("ascii"), Packed(check, size, content[_HEAD.size :])


def ready(data: bytes) -> bytes:
    """Return the content of the file beside a built-in font."""
    key, (check, size, compressed) = _embedded(data, 9)
    return _HEAD.pack(key.encode("ascii"), check, size) + compressed


@lru_cache(maxsize=32)
def _embedded(data: bytes, level: int = 1) -> tuple[str, Packed]:
    """Return the key of a font and its compressed content, kept for the next document of the pack.

    The fastest level is within a few per cent of the best for fonts.
    """
    digits = sha256(data).hexdigest().upper()
    key = "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:32]))
    mask = bytes.fromhex(digits[:32])[::-1] * 2
    head = bytes(a ^ b for a, b in zip(data[:_MIXED], mask, strict=False))
    return key, packed(head + data[_MIXED:], level)
