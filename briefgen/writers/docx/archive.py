"""Take names and contents, return a zip file, the same for the same contents.

The standard library's writer cannot take what is compressed already; fonts are. Dates are the
format's earliest.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from briefgen.record import NamedTuple

__all__ = ["Packed", "archived", "packed"]

LEVEL = 4
"""The usual 6 saves a few kilobytes more and takes twice the time."""

_DATE = (1 << 5) | 1  # 1980-01-01
_VERSION, _DEFLATED, _UTF8 = 20, 8, 0x800


class Packed(NamedTuple):
    """Compressed content: its checksum, its size before, and the bytes."""

    check: int
    size: int
    data: bytes


def packed(content: bytes, level: int = LEVEL) -> Packed:
    """Return `content` compressed."""
    stream = zlib.compressobj(level, zlib.DEFLATED, -15)
    return Packed(zlib.crc32(content), len(content), stream.compress(content) + stream.flush())


def archived(entries: Iterable[tuple[str, bytes | Packed]]) -> bytes:
    """Return the zip file of `entries`, in their order."""
    files: list[bytes] = []
    directory: list[bytes] = []
    offset = 0
    for name, content in entries:
        entry = content if isinstance(content, Packed) else packed(content)
        path = name.encode()
        common = struct.pack(
            "<HHHHHLLLHH",
            _VERSION,
            _UTF8,
            _DEFLATED,
            0,
            _DATE,
            entry.check,
            len(entry.data),
            entry.size,
            len(path),
            0,
        )
        files += (b"PK\3\4", common, path, entry.data)
        tail = struct.pack("<HHHLL", 0, 0, 0, 0, offset)
        directory += (b"PK\1\2", struct.pack("<H", _VERSION), common, tail, path)
        offset += 4 + len(common) + len(path) + len(entry.data)
    listed = b"".join(directory)
    count = len(directory) // 5
    end = struct.pack("<4sHHHHLLH", b"PK\5\6", 0, 0, count, count, len(listed), offset, 0)
    return b"".join((*files, listed, end))
