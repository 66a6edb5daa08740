"""Make the DOCX samples: python tests/importing/docx_samples.py (their content is invented)."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

FOLDER = Path(__file__).parent / "samples"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def main() -> None:
    """Write the samples beside their truths."""
    for name, make in MAKERS.items():
        make().save(str(FOLDER / f"{name}.docx"))


def png() -> bytes:
    """Return a grey square."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 8, 8, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x99" * 8 for _ in range(8)))
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def add(paragraph: Paragraph, text: str) -> Paragraph:
    """Add text in which ^4^ is raised and **word** bold, _word_ italic, {n} a footnote."""
    for part in re.split(r"(\^[^^]+\^|\*\*[^*]+\*\*|_[^_]+_|\{[ne]?\d+\})", text):
        if part[:1] == "^":
            paragraph.add_run(part[1:-1]).font.superscript = True
        elif part[:2] == "**":
            paragraph.add_run(part[2:-2]).bold = True
        elif part[:1] == "_":
            paragraph.add_run(part[1:-1]).italic = True
        elif part[:1] == "{":
            kind = "endnote" if part[1] == "e" else "footnote"
            mark = OxmlElement(f"w:{kind}Reference")
            mark.set(qn("w:id"), part.strip("{}en"))
            paragraph.add_run()._r.append(mark)
        elif part:
            paragraph.add_run(part)
    return paragraph


def link(paragraph: Paragraph, text: str, url: str) -> None:
    """Add a hyperlink."""
    element = OxmlElement("w:hyperlink")
    element.set(qn("r:id"), paragraph.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, True))
    run = paragraph.add_run(text)
    element.append(run._r)
    paragraph._p.append(element)


def notes(document: Docx, kind: str, texts: Sequence[str]) -> None:
    """Add a part with foot- or endnotes: python-docx cannot."""
    entries = "".join(
        f'<w:{kind} w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{kind.title()}Text"/></w:pPr>'
        f"<w:r><w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:{kind}Ref/></w:r>"
        f'<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:{kind}>'
        for number, text in enumerate(texts, 1)
    )
    line = "<w:p><w:r><w:separator/></w:r></w:p>"
    separator = f'<w:{kind} w:type="separator" w:id="0">{line}</w:{kind}>'
    xml = f'<?xml version="1.0"?><w:{kind}s xmlns:w="{W}">{separator}{entries}</w:{kind}s>'
    part = Part(
        PackURI(f"/word/{kind}s.xml"), f"{CONTENT}.{kind}s+xml", xml.encode(), document.part.package
    )
    relation = RELATIONSHIP_TYPE.FOOTNOTES if kind == "footnote" else RELATIONSHIP_TYPE.ENDNOTES
    document.part.relate_to(part, relation)


def table(document: Docx, rows: Sequence[Sequence[str]]) -> None:
    """Add a table, its first row bold."""
    made = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            add(made.cell(r, c).paragraphs[0], f"**{text}**" if r == 0 else text)


def ferries() -> Docx:
    """With styles, as Word writes: raised numbers, lists, a table, an image, works in a list."""
    document = Document()
    document.core_properties.author = "Ines Halloran"
    document.core_properties.title = "Ferries Without Smoke"
    document.add_paragraph("Ferries Without Smoke", "Title")
    document.add_paragraph("What four harbours learned from batteries", "Subtitle")
    document.add_heading("Executive Summary", 1)
    add(
        document.add_paragraph(),
        "Four harbours run ferries on batteries since 2019.^1^ Crossings cost **a third less**,"
        " and nobody misses the noise.^2,3^ The quays were the hard part.^4^",
    )
    document.add_heading("The Harbours", 1)
    document.add_heading("Brannvik", 2)
    add(
        document.add_paragraph(),
        "Brannvik ordered two F-16 class hulls for $3.5bn crowns.^1–3^ They carry 120 cars each.",
    )
    for text in (
        "The Grievance: Smoke from the old quay drifted into the school yard.^2^",
        "The Transaction: The port paid for the grid, the town for the hulls.^5^",
    ):
        add(document.add_paragraph(), text)
    document.add_heading("Osterby", 2)
    paragraph = add(document.add_paragraph(), "Osterby reads the charge aloud on ")
    link(paragraph, "its own page", "https://osterby.example/charge")
    add(paragraph, ", every hour, in _three_ languages.^4^")
    for text in ("Chargers on both quays", "One spare battery, kept ashore^5^", "No fuel tank"):
        add(document.add_paragraph(style="List Bullet"), text)
    document.add_paragraph("Each in its own shed", "List Bullet 2")
    for text in ("Dock the ferry.", "Lower the arm.", "Wait eight minutes."):
        document.add_paragraph(text, "List Number")
    document.add_heading("What It Costs", 1)
    document.add_paragraph("Table 1: Cost of a crossing in crowns", "Caption")
    table(
        document,
        [
            ("Harbour", "Diesel", "Battery"),
            ("Brannvik", "410", "270^3^"),
            ("Osterby", "385", "251"),
        ],
    )
    document.add_paragraph()
    picture = document.add_paragraph().add_run().add_picture(BytesIO(png()), Pt(40))
    shape = picture._inline.docPr
    shape.set("descr", "The charging arm at Brannvik")
    add(document.add_paragraph(), "The arm cost more than the ferry in the first year.^5^")
    document.add_heading("Works Cited", 1)
    for text, url in (
        ("Brannvik orders its ferries | Coast News", "https://coast.example/2019/brannvik"),
        ("Noise at the quay | Harbour Review", "https://harbour.example/noise"),
        ("What a crossing costs | Harbour Review", "https://harbour.example/costs"),
        ("Quays and cables | Grid Weekly", "https://grid.example/quays"),
        ("The arm, accessed May 4, 2024", "https://coast.example/arm"),
    ):
        paragraph = document.add_paragraph(style="List Number 2")
        paragraph.add_run(f"{text}, ")
        link(paragraph, url, url)
    return document


def trams() -> Docx:
    """By look alone, as Google Docs writes without styles: sizes, bold lines, footnotes."""
    document = Document()

    def line(text: str, size: float, bold: bool = False) -> None:
        run = document.add_paragraph().add_run(text)
        run.font.size = Pt(size)
        run.bold = bold

    line("The Quiet Tramway", 24)
    line("Prepared by: Oda Lindqvist, Analyst", 11)
    line("Executive Summary", 17, True)
    add(
        document.add_paragraph(),
        "Line 7 opened on 18 June 2021 and has carried 14 million people.{1} Its rails are laid on"
        " cork.{2} Nobody hears it.{3}",
    )
    line("Rails on Cork", 17, True)
    line("How it was laid", 13, True)
    add(
        document.add_paragraph(),
        "The city tried rubber, felt and cork.{4} Cork won, by 4 decibels.{5}",
    )
    line("Who paid for it", 13, True)
    add(document.add_paragraph(), "The state gave 60 %, the town the rest.{6}")
    add(document.add_paragraph(), "• A fund for noise paid the cork.{7}")
    add(document.add_paragraph(), "• Tickets pay the drivers.")
    line("Outlook", 17, True)
    add(document.add_paragraph(), "Two more lines will follow by 2030.{8}")
    notes(
        document,
        "footnote",
        (
            "“Line 7 is open,” City Gazette, https://gazette.example/line-7",
            "“Cork under rails,” Journal of Trams, https://trams.example/cork",
            "Measured at night, with the windows open, by neighbours who volunteered.",
            "“Cork under rails,” Journal of Trams, https://trams.example/cork",
            "“Decibels compared,” Noise Office, https://noise.example/decibels",
            "“Line 7 is open,” City Gazette, https://gazette.example/line-7",
            "“The noise fund,” City Gazette, https://gazette.example/fund",
            "Nobody has said when.",
        ),
    )
    return document


def dykes() -> Docx:
    """With the style names of another language, outline levels, endnotes and merged cells."""
    document = Document()
    document.core_properties.language = "de-DE"
    styles = document.styles
    for level, name in ((0, "Hauptkapitel"), (1, "Unterkapitel")):
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(level))
        style.element.get_or_add_pPr().append(outline)
    styles.add_style("Titel", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Deiche für das nächste Jahrhundert", "Titel")
    document.add_paragraph("Zusammenfassung", "Hauptkapitel")
    add(
        document.add_paragraph(),
        "Die Deiche von Norderhagen sind seit 1978 nicht erhöht worden.{e1} Das Wasser steigt um"
        " 4 mm im Jahr.{e2}",
    )
    document.add_paragraph("Lage", "Hauptkapitel")
    document.add_paragraph("Der Norden", "Unterkapitel")
    add(document.add_paragraph(), "Der Norden hat Sand, aber keinen Klei.{e3}")
    made = document.add_table(3, 3)
    texts = (("Abschnitt", "Höhe", ""), ("Nord", "7,1 m", "1978"), ("Süd", "6,8 m", "1981"))
    for r, row in enumerate(texts):
        for c, text in enumerate(row):
            made.cell(r, c).text = text
    made.cell(0, 1).merge(made.cell(0, 2)).text = "Höhe und Jahr"
    document.add_paragraph("Der Süden", "Unterkapitel")
    add(document.add_paragraph(), "Der Süden wartet auf das Geld des Landes.{e2}")
    notes(
        document,
        "endnote",
        (
            "“Norderhagen und sein Deich,” Küstenbote, https://bote.example/deich, "
            "abgerufen am 3. Mai 2024",
            "“Pegel der Küste,” Amt für Wasser, https://wasser.example/pegel",
            "“Klei und Sand,” Küstenbote, https://bote.example/klei",
        ),
    )
    return document


MAKERS = {"ferries": ferries, "trams": trams, "dykes": dykes}

if __name__ == "__main__":
    main()
