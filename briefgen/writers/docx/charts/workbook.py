"""Take columns, return the workbook that Word opens to edit the numbers of a chart.

One sheet: a head that stays in sight, labels down the first column, numbers in their formats.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeGuard

from briefgen.writers.docx.archive import archived
from briefgen.writers.docx.charts.table import Cell, Column, Formula, letters
from briefgen.writers.docx.markup import xml_part
from briefgen.writers.docx.nodes import XmlElement, element

__all__ = ["workbook"]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_THEME: Final = "application/vnd.openxmlformats-officedocument.theme+xml"
_PARTS: Final = {
    "xl/workbook.xml": "sheet.main",
    "xl/worksheets/sheet1.xml": "worksheet",
    "xl/styles.xml": "styles",
    "xl/sharedStrings.xml": "sharedStrings",
}
_OWN: Final = 164
"""The first number that a format which is not built in can have."""
_WIDEST: Final = 60
_SIDES: Final = ("left", "right", "top", "bottom", "diagonal")


def workbook(columns: Sequence[Column], theme: bytes) -> bytes:
    """Return the workbook (.xlsx) of `columns`, the same bytes for the same columns.

    `theme` has the colours that Excel offers.
    """
    texts = dict.fromkeys(text for c in columns for text in (c.head, *c.cells) if _is_text(text))
    places = {text: str(index) for index, text in enumerate(texts)}
    codes = list(dict.fromkeys(code for column in columns for code in column.formats if code))
    contents = {f"/{name}": f"{_TYPE}.{kind}+xml" for name, kind in _PARTS.items()}
    contents["/xl/theme/theme1.xml"] = _THEME
    defaults = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
    }
    types = XmlElement(
        "Types",
        {"xmlns": f"{_PACKAGE}/content-types"},
        (
            *(element("Default", Extension=e, ContentType=t) for e, t in defaults.items()),
            *(element("Override", PartName=name, ContentType=t) for name, t in contents.items()),
        ),
    )
    sheet = XmlElement("sheet", {"name": "Sheet1", "sheetId": 1, "r:id": "rId1"})
    views = element("bookViews", element("workbookView"))
    spaces = {"xmlns": _MAIN, "xmlns:r": _OFFICE}
    book = XmlElement("workbook", spaces, (views, element("sheets", sheet)))
    entries = (
        ("[Content_Types].xml", types),
        ("_rels/.rels", _relations(("officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", book),
        (
            "xl/_rels/workbook.xml.rels",
            _relations(
                ("worksheet", "worksheets/sheet1.xml"),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
                ("theme", "theme/theme1.xml"),
            ),
        ),
        ("xl/worksheets/sheet1.xml", _sheet(columns, codes, places)),
        ("xl/styles.xml", _styles(codes)),
        ("xl/sharedStrings.xml", _strings(places)),
    )
    parts = [(name, xml_part(root)) for name, root in entries]
    return archived([*parts, ("xl/theme/theme1.xml", theme)])


def _is_text(cell: Cell) -> TypeGuard[str]:
    return isinstance(cell, str) and bool(cell)


def _strings(texts: Collection[str]) -> XmlElement:
    inside = [element("si", XmlElement("t", {"xml:space": "preserve"}, (text,))) for text in texts]
    return element("sst", *inside, xmlns=_MAIN, uniqueCount=len(texts))


def _sheet(columns: Sequence[Column], codes: Sequence[str], texts: Mapping[str, str]) -> XmlElement:
    count = max(len(column.cells) for column in columns)
    heads = [_cell(f"{letters(i)}1", c.head, 1, texts) for i, c in enumerate(columns)]
    rows = [element("row", *heads, r=1)]
    for row in range(count):
        found = []
        for index, column in enumerate(columns):
            if row >= len(column.cells):
                continue
            code = column.formats[row] if column.formats else ""
            style = codes.index(code) + 2 if code else 0
            found.append(_cell(f"{letters(index)}{row + 2}", column.cells[row], style, texts))
        rows.append(element("row", *found, r=row + 2))
    widths = [
        element("col", min=index, max=index, width=_width(column), customWidth=1)
        for index, column in enumerate(columns, 1)
    ]
    pane = element("pane", ySplit=1, topLeftCell="A2", activePane="bottomLeft", state="frozen")
    return element(
        "worksheet",
        element("dimension", ref=f"A1:{letters(len(columns) - 1)}{count + 1}"),
        element("sheetViews", element("sheetView", pane, workbookViewId=0)),
        element("sheetFormatPr", defaultRowHeight=15),
        element("cols", *widths),
        element("sheetData", *rows),
        xmlns=_MAIN,
    )


def _width(column: Column) -> int:
    longest = max(len(text) for text in (column.head, *column.cells) if isinstance(text, str))
    return min(max(longest, 8), _WIDEST) + 2


def _cell(place: str, cell: Cell, style: int, texts: Mapping[str, str]) -> XmlElement | str:
    own: dict[str, str | int] = {"r": place}
    if style:
        own["s"] = style
    match cell:
        case None | "":
            return ""
        case str():
            return XmlElement("c", own | {"t": "s"}, (element("v", texts[cell]),))
        case Formula():
            value = element("v", f"{cell.value:.12g}")
            return XmlElement("c", own, (element("f", cell.formula), value))
        case _:
            return XmlElement("c", own, (element("v", f"{cell:.12g}"),))


def _styles(codes: Sequence[str]) -> XmlElement:
    """Return the looks of cells: plain, bold, then one for each format."""

    def listed(name: str, *entries: XmlElement) -> XmlElement:
        return element(name, *entries, count=len(entries))

    def form(number: int, font: int, **own: int) -> XmlElement:
        return element("xf", numFmtId=number, fontId=font, fillId=0, borderId=0, **own)

    formats = [
        element("numFmt", numFmtId=_OWN + index, formatCode=code)
        for index, code in enumerate(codes)
    ]
    face = (
        element("sz", val=11),
        element("name", val="Calibri"),
        element("family", val=2),
    )
    return element(
        "styleSheet",
        listed("numFmts", *formats) if formats else "",
        listed("fonts", element("font", *face), element("font", element("b"), *face)),
        listed(
            "fills",
            *(element("fill", element("patternFill", patternType=t)) for t in ("none", "gray125")),
        ),
        listed("borders", element("border", *map(element, _SIDES))),
        listed("cellStyleXfs", form(0, 0)),
        listed(
            "cellXfs",
            form(0, 0, xfId=0),
            form(0, 1, xfId=0, applyFont=1),
            *(form(_OWN + index, 0, xfId=0, applyNumberFormat=1) for index in range(len(codes))),
        ),
        listed("cellStyles", element("cellStyle", name="Normal", xfId=0, builtinId=0)),
        xmlns=_MAIN,
    )


def _relations(*relations: tuple[str, str]) -> XmlElement:
    inside = [
        element("Relationship", Id=f"rId{number}", Type=f"{_OFFICE}/{kind}", Target=target)
        for number, (kind, target) in enumerate(relations, 1)
    ]
    return element("Relationships", *inside, xmlns=f"{_PACKAGE}/relationships")
