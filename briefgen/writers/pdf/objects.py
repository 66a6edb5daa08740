"""Take entries as PDF syntax, return the bytes of a PDF 1.7 file with packed objects.

`File` is ReportLab's document, which gives out object numbers, with three changes: objects may be
plain strings, what is not a stream goes into object streams (a tagged file is mostly small
dictionaries: this makes it about half the size), and `endstream` has the line end before it that
PDF/A asks for.
"""

from __future__ import annotations

import zlib
from hashlib import sha256
from typing import Any

from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen import canvas as pdfgen

from briefgen.colour import channels

__all__ = ["Canvas", "File", "Stream", "colour", "fine", "number", "text"]

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_PACK = 128  # objects per object stream: a viewer unpacks a whole one to see any of its objects


def number(value: float) -> str:
    """Return a length in points with two decimals, as short as can be."""
    digits = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def fine(value: float) -> str:
    """Return a number with four decimals, as short as can be: a drawing may be enlarged."""
    digits = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def text(value: str) -> str:
    """Return a text string: literal where it is ASCII, else UTF-16 in hexadecimal."""
    if value.isascii() and value.isprintable():
        escaped = value.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<FEFF{value.encode('utf-16-be', 'replace').hex().upper()}>"


def colour(value: str) -> str:
    """Return the operands of `rg` for a colour "#rrggbb"."""
    return " ".join(f"{channel / 255:.3f}".rstrip("0").rstrip(".") for channel in channels(value))


class Stream(pdfdoc.PDFObject):
    """A stream: dictionary entries as PDF syntax, and data, compressed unless told otherwise."""

    __RefOnly__ = 1

    def __init__(self, entries: str, data: bytes, *, compress: bool = True) -> None:
        if compress:
            entries, data = entries + "/Filter/FlateDecode", zlib.compress(data, 5)
        self.entries, self.data = entries, data

    def format(self, _document: object) -> bytes:
        """Return the dictionary and the data between their keywords."""
        head = f"<<{self.entries}/Length {len(self.data)}>>\nstream\n".encode("ascii")
        return head + self.data + b"\nendstream"


class File(pdfdoc.PDFDocument):
    """The objects of a file. References are strings: "12 0 R"."""

    Catalog: Any
    Pages: Any
    idToObject: dict[str, Any]  # noqa: N815  # ReportLab names it so

    def reserve(self) -> int:
        """Return the number of a new object, to be filled by `put`."""
        self.objectcounter += 1
        name = f"R{self.objectcounter}"
        self.numberToId[self.objectcounter] = name
        self.idToObjectNumberAndVersion[name] = (self.objectcounter, 0)
        self.put(self.objectcounter, "null")
        return int(self.objectcounter)

    def put(self, reserved: int, content: str | Stream) -> None:
        """Set the content of the object with the number `reserved`."""
        self.idToObject[f"R{reserved}"] = content

    def add(self, content: str | Stream) -> str:
        """Add an object; return the reference to it."""
        reserved = self.reserve()
        self.put(reserved, content)
        return f"{reserved} 0 R"

    def reference(self, target: Any) -> str:
        """Return the reference to one of ReportLab's objects."""
        found = self.Reference(target)  # type: ignore[no-untyped-call]
        return str(found.format(self), "ascii")

    def extend(self, target: Any, **entries: str | Stream) -> None:
        """Set entries of ReportLab's catalog or of a page, also such as ReportLab does not know."""
        for key, value in entries.items():
            setattr(target, key, value)
        target.__NoDefault__ = [*target.__NoDefault__, *entries]

    def pack(self, info: str) -> bytes:
        """Return the finished file; `info` is the reference to the information dictionary."""
        root = self.reference(self.Catalog)
        chunks, offset = [_HEADER], len(_HEADER)
        places = {0: (0, 0, 65535)}
        waiting: list[tuple[int, bytes]] = []

        def write(key: int, body: bytes) -> None:
            nonlocal offset
            chunk = b"%d 0 obj\n%s\nendobj\n" % (key, body)
            places[key] = (1, offset, 0)
            chunks.append(chunk)
            offset += len(chunk)

        key = 0
        while (key := key + 1) in self.numberToId:  # formatting an object may add others
            content = self.idToObject[self.numberToId[key]]
            if isinstance(content, str) and content.isascii():
                body = content.encode("ascii")  # which ReportLab's own encoding is slow at
            else:
                body = pdfdoc.format(content, self, toplevel=1)
            if isinstance(content, Stream):
                write(key, body)
            else:
                waiting.append((key, body))
        for start in range(0, len(waiting), _PACK):
            batch = waiting[start : start + _PACK]
            places.update((k, (2, key, i)) for i, (k, _) in enumerate(batch))
            write(key, _object_stream(batch).format(self))
            key += 1
        table = b"".join(
            b"%c%b%b" % (kind, where.to_bytes(4, "big"), index.to_bytes(2, "big"))
            for kind, where, index in [*(places[k] for k in range(key)), (1, offset, 0)]
        )
        digest = sha256(b"".join(chunks)).hexdigest()[:32]
        entries = (
            f"/Type/XRef/Size {key + 1}/W[1 4 2]/Root {root}/Info {info}/ID[<{digest}><{digest}>]"
        )
        start = offset
        write(key, Stream(entries, table).format(self))
        chunks.append(b"startxref\n%d\n%%%%EOF\n" % start)
        return b"".join(chunks)


def _object_stream(batch: list[tuple[int, bytes]]) -> Stream:
    index, position = [], 0
    for key, body in batch:
        index.append(f"{key} {position}")
        position += len(body) + 1
    head = (" ".join(index) + "\n").encode("ascii")
    entries = f"/Type/ObjStm/N {len(batch)}/First {len(head)}"
    return Stream(entries, head + b"\n".join(body for _, body in batch))


class Canvas(pdfgen.Canvas):
    """ReportLab's canvas on a `File`, without the Helvetica that it names on every page."""

    _code: list[str]

    def __init__(self) -> None:
        super().__init__("", pageCompression=1, invariant=1)
        self._doc = self.file = File(invariant=1)
        self.file.Catalog.Outlines = None

    def _make_preamble(self) -> None:
        self._preamble = ""

    @property
    def code(self) -> list[str]:
        """The operators of the page so far."""
        return self._code

    def end_page(self, width: float, height: float) -> pdfdoc.PDFPage:
        """Close the page, compress what was drawn, and return it for more entries."""
        content = Stream("", "\n".join(self._code).encode("latin-1"))
        self._pagesize = (float(number(width)), float(number(height)))
        self.showPage()
        page: pdfdoc.PDFPage = self.file.Pages.pages[-1]
        page.Contents, page.Trans = content, None  # no transition, not an empty one
        return page
