"""Layouts made by hand, so that the writer is tested without the layout phase."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

from briefgen.diagnostics import GENERATED, Diagnostics
from briefgen.layout import boxes as b
from briefgen.lookup import builtin_templates
from briefgen.model import Author, Document, Metadata, ReportOptions, Text
from briefgen.theme import load_theme
from briefgen.typography.faces import Face
from briefgen.typography.fonts import FontSet
from briefgen.writers.pdf import write_pdf

A4 = (595.276, 841.89)
INK, ACCENT, TINT = "#14202e", "#0b4a7f", "#f1f5f9"
WORDS = (
    "The efficient Finnish officer waffled: Erdoğan of Türkiye, Orbán’s “consolidation”, Бабель, "
    "ffi and fl, ½ of 12–14 %, n°5, \U0001f600. "
)
SHOWN = ("The efficient Finnish officer", "Erdoğan of Türkiye", "Orbán’s", "Бабель")


class Sheets:
    """Pages that fill from the top, with their structure, anchors and outline."""

    def __init__(self, root: Path, pages: int = 1) -> None:
        self.sink = Diagnostics()
        theme = load_theme("default", [builtin_templates()], self.sink)
        self.fonts = FontSet(theme, self.sink)
        self.pages = [b.Page(*A4) for _ in range(pages)]
        self.root = b.Element("Document")
        self.anchors: dict[str, b.Anchor] = {}
        self.outline: list[b.OutlineEntry] = []
        self.y = 72.0

    def set(
        self,
        slot: b.Slot | None,
        text: str,
        *,
        page: int = 0,
        x: float = 72.0,
        size: float = 10.25,
        face: Face | None = None,
        colour: str = INK,
        hyphen: bool = False,
    ) -> b.Glyphs:
        """Return a line of text below the last one, placed on no page yet."""
        face = face or self.fonts.face("serif")
        shaped = self.fonts.shape(text, face)
        meanings = (*shaped.text[:-1], "\u00ad") if hyphen else shaped.text
        self.y += size * 1.4
        return b.Glyphs(
            x,
            self.y,
            face.key,
            size,
            colour,
            shaped.gids,
            tuple(a * size for a in shaped.advances),
            meanings,
            slot,
            tuple(r * size for r in shaped.rise),
        )

    def say(self, slot: b.Slot | None, text: str, *, page: int = 0, **look: object) -> b.Glyphs:
        """Draw a line of text on a page."""
        line = self.set(slot, text, **look)  # type: ignore[arg-type]  # the looks of `set`
        self.pages[page].boxes.append(line)
        return line

    def layout(self) -> b.Layout:
        """Return the layout as it stands."""
        return b.Layout(self.pages, self.root, self.anchors, self.outline)

    def write(self, document: Document | None = None) -> bytes:
        """Return the PDF file."""
        return write_pdf(document or dossier(), self.layout(), self.fonts, self.sink)


def dossier(**changes: object) -> Document:
    """A document with metadata."""
    values: dict[str, object] = {
        "title": (Text("The Ascendancy (§1)", GENERATED),),
        "subtitle": (Text("A sübtitle & <more>", GENERATED),),
        "authors": (Author("Jane Doe"), Author("Åsa Öberg")),
        "date": "2025-11-26",
        "lang": "en-GB",
        "options": ReportOptions(keywords=("NATO", "Türkiye")),
    }
    metadata = Metadata(**{**values, **changes})  # type: ignore[arg-type]
    return Document("dossier", "Full dossier", metadata, ())


def everything(root: Path, folder: Path) -> Sheets:
    """Two pages with one of everything that a layout can hold."""
    sheets = Sheets(root, 2)
    fonts, top = sheets.fonts, sheets.root
    sans, bold = fonts.face("sans"), fonts.face("serif", bold=True)
    section = top.add("Sect")
    heading = section.add("H1", id="one")
    sheets.anchors["one"] = b.Anchor(0, 72, 80)
    sheets.outline += [b.OutlineEntry(1, "1 Ünder (one)", "one"), b.OutlineEntry(3, "Deep", "two")]
    sheets.say(heading.slot(), "1 A heading", size=20, face=sans, colour=ACCENT)

    paragraph = section.add("P")
    slot = paragraph.slot()
    sheets.pages[0].boxes.append(b.Fill(70, 110, 300, 14, TINT, 3))
    sheets.say(slot, WORDS)
    sheets.say(slot, "a con-", hyphen=True)
    sheets.say(slot, "tinued line with no\u00a0break, ")
    link = paragraph.add("Link")
    piece = link.slot()
    line = sheets.say(piece, "[22]", colour=ACCENT)
    sheets.pages[0].boxes.append(b.LinkArea(line.x, line.y - 8, 20, 11, "#two", "To work 22", link))
    web = paragraph.add("Link", lang="de")
    line = sheets.say(web.slot(), "https://example.org/ä?x=(1)")
    for height in (0, 12):  # a link over two lines has two areas
        target = "https://example.org/ä?x=(1)&y=ü"
        sheets.pages[0].boxes.append(
            b.LinkArea(line.x, line.y - 8 + height, 90, 11, target, "Beispiel", web)
        )
    last = paragraph.slot()
    sheets.say(last, "The end of the paragraph is on ")
    sheets.say(last, "the next page.", page=1, face=bold)

    points = section.add("L", list_numbering="Decimal")
    for number in ("1.", "2."):
        item = points.add("LI")
        sheets.say(item.add("Lbl").slot(), number)
        sheets.say(item.add("LBody").add("P").slot(), f"Item {number} ")

    table = section.add("Table")
    sheets.say(table.add("Caption").add("P").slot(), "Table 1. A caption ")
    row = table.add("THead").add("TR")
    for name in ("Country", "Cost"):
        sheets.say(row.add("TH", scope="Column", id=f"head-{name}").add("P").slot(), name)
    row = table.add("TBody").add("TR")
    sheets.say(row.add("TH", scope="Row", id="row").add("P").slot(), "Türkiye")
    row.add("TD", headers="head-Cost row")  # empty

    picture = folder / "picture.png"
    picture.write_bytes(png(4, 3))
    for index in range(2):
        figure = section.add(
            "Figure", alt=f"Picture {index} ä", placement="Block", bbox="72 200 172 275"
        )
        sheets.pages[1].boxes.append(b.ImageBox(72, 566, 100, 75, str(picture), figure.slot()))

    section.add("P").add("Span").slot()  # nothing was drawn of these: they are dropped
    section.add("L").add("LI").add("LBody").slot()
    sheets.anchors["two"] = b.Anchor(1, 72, 300)
    body = [sheets.set(None, "Page 1 of 2", face=sans, size=8)]
    sheets.pages[0].boxes += [
        b.Disc(100, 700, 4, ACCENT),
        b.Path(((72, 700), (400, 700)), ACCENT, 0.5, closed=False),
        b.Path(((72, 710), (80, 710), (76, 716)), ACCENT, fill=True),
        b.Artifact("Header", (b.Fill(72, 50, 451, 0.5, ACCENT),)),
        b.Artifact("Footer", tuple(body)),
    ]
    return sheets


def png(width: int, height: int, *, kind: int = 2, bits: int = 8) -> bytes:
    """Return a PNG file of colour type `kind` (0 grey, 2 RGB, 3 palette, 4 and 6 with alpha)."""
    channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
    row = bytes((i * 37) % 256 for i in range(width * channels * bits // 8))
    if kind == 3:
        row = bytes(i % 2 for i in range(width))

    def chunk(name: bytes, body: bytes) -> bytes:
        check = zlib.crc32(name + body).to_bytes(4, "big")
        return len(body).to_bytes(4, "big") + name + body + check

    palette = chunk(b"PLTE", bytes((255, 0, 0, 0, 0, 255))) if kind == 3 else b""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">2I5B", width, height, bits, kind, 0, 0, 0))
        + palette
        + chunk(b"IDAT", zlib.compress((b"\0" + row) * height))
        + chunk(b"IEND", b"")
    )
