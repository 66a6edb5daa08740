"""Reference documents made by hand: the Word document of an organisation."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from tests.docx import samples

__all__ = ["german", "plain"]

GERMAN = {
    "Heading1": "berschrift1",
    "Heading2": "berschrift2",
    "Heading3": "berschrift3",
    "Normal": "Standard",
    "Title": "Titel",
    "Header": "Kopfzeile",
    "Footer": "Fuzeile",
    "BodyText": "Textkrper",
    "TOCHeading": "Inhaltsverzeichnisberschrift",
    "DefaultParagraphFont": "Absatz-Standardschriftart",
}
PAPER = (Mm(200), Mm(280))


def german(path: Path, *, numbers: str = "") -> Path:
    """Write a reference with German ids, a logo, a footer that counts pages, and a bookmark.

    With `numbers` ("%1", "%1.%2" joined by spaces) its headings count themselves.
    """
    made = docx.Document()
    section = made.sections[0]
    section.page_width, section.page_height = PAPER
    section.left_margin, section.right_margin = Mm(30), Mm(25)
    header = section.header.paragraphs[0]
    header.add_run("Das Haus ").add_picture(
        str(samples.png(path.with_name("logo.png"), 60, 30)), width=Mm(12)
    )
    for picture in header._p.iter(qn("wp:docPr")):
        picture.set("id", "7")
        picture.set("descr", "Logo")
    mark = f'<w:bookmarkStart {nsdecls("w")} w:id="3" w:name="turkey"/>'
    header._p.append(parse_xml(mark))
    header._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="3"/>'))
    footer = section.footer.paragraphs[0]
    footer.add_run("Seite ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)
    heading = made.styles["Heading 1"]
    heading.font.color.rgb = RGBColor(0x8B, 0, 0)
    heading.font.size = Pt(21)
    if numbers:
        _count_headings(made, numbers.split())
    made.save(str(path))
    _translate(path)
    return path


def plain(path: Path) -> Path:
    """Write a reference as python-docx makes it: no header, no footer, landscape."""
    made = docx.Document()
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    made.save(str(path))
    return path


def _count_headings(made: docx.document.Document, patterns: list[str]) -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:pStyle w:val="Heading{level + 1}"/><w:lvlText w:val="{pattern}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
        for level, pattern in enumerate(patterns)
    )
    root = made.part.numbering_part.element
    root.insert(
        0,
        parse_xml(
            f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">'
            f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
        ),
    )
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="55"><w:abstractNumId w:val="77"/></w:num>')
    )
    for level in range(len(patterns)):
        numbered = parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="55"/></w:numPr>'
        )
        made.styles[f"Heading {level + 1}"].element.get_or_add_pPr()._insert_numPr(numbered)


def _translate(path: Path) -> None:
    """Give the styles the ids that a German Word writes."""
    with zipfile.ZipFile(path) as package:
        files = {name: package.read(name) for name in package.namelist()}
    known = "|".join(GERMAN)
    pattern = re.compile(
        rf'((?:w:styleId|<w:(?:pStyle|basedOn|next|link|rStyle) w:val)=")({known})"'
    )
    with zipfile.ZipFile(path, "w") as package:
        for name, data in files.items():
            if name.startswith("word/") and name.endswith(".xml"):
                text = pattern.sub(lambda m: f'{m[1]}{GERMAN[m[2]]}"', data.decode())
                data = text.encode()
            package.writestr(name, data)
