"""Take the bytes of a PNG or JPEG, return what is said in them beside the pixels."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

__all__ = ["picture_texts"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_ASCII: Final = re.compile(rb"[\x20-\x7e]{6,}")
_WIDE: Final = re.compile(rb"(?:[\x20-\x7e]\x00){6,}")


def picture_texts(data: bytes) -> Iterator[str]:
    """Yield texts in the chunks and segments of an image that hold none of its pixels."""
    if data.startswith(_PNG):
        for name, chunk in _chunks(data):
            if name in {b"tEXt", b"iTXt", b"zTXt", b"eXIf"}:
                yield from _strings(chunk)
                for at in re.finditer(b"\x00", chunk):
                    yield from _strings(_inflated(chunk[at.end() :]))
    elif data.startswith(b"\xff\xd8"):
        for segment in _segments(data):
            yield from _strings(segment)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        at += 12 + size


def _segments(data: bytes) -> Iterator[bytes]:
    """Yield the contents of the application and comment segments of a JPEG."""
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] == 0xFE or 0xE0 <= data[at + 1] <= 0xEF:
            yield data[at + 4 : at + 2 + size]
        at += 2 + max(size, 2)


def _strings(data: bytes) -> Iterator[str]:
    for found in _ASCII.finditer(data):
        yield found[0].decode("ascii")
    for found in _WIDE.finditer(data):
        yield found[0].decode("utf-16-le")
    text = data.decode("utf-8", "ignore")
    if not text.isascii():
        yield text


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, 1 << 20)
    except zlib.error:
        return b""
