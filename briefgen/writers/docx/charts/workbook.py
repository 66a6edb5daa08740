"""Take columns, return the workbook that Word opens to edit the numbers of a chart.

One sheet: a head that stays in sight, labels down the first column, numbers in their formats.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, TypeGuard

from briefgen.writers.docx.archive import archived
from briefgen.writers.docx.charts.table import Cell, Column, Formula, letters
from briefgen.writers.docx.markup import attribute, escape

__all__ = ["workbook"]

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_THEME: Final = "application/vnd.openxmlformats-officedocument.theme+xml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS: Final = {
    "xl/workbook.xml": "sheet.main",
    "xl/worksheets/sheet1.xml": "worksheet",
    "xl/styles.xml": "styles",
    "xl/sharedStrings.xml": "sharedStrings",
}
_OWN: Final = 164
"""The first number that a format which is not built in can have."""
_WIDEST: Final = 60


def workbook(columns: Sequence[Column], theme: bytes) -> bytes:
    """Return the workbook (.xlsx) of `columns`, the same bytes for the same columns.

    `theme` has the colours that Excel offers.
    """
    texts = dict.fromkeys(text for c in columns for text in (c.head, *c.cells) if _is_text(text))
    places = {text: str(index) for index, text in enumerate(texts)}
    codes = list(dict.fromkeys(code for column in columns for code in column.formats if code))
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{_TYPE}.{kind}+xml"/>'
        for name, kind in _PARTS.items()
    )
    overrides += f'<Override PartName="/xl/theme/theme1.xml" ContentType="{_THEME}"/>'
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        "<bookViews><workbookView/></bookViews><sheets>"
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
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
    parts = [(name, (_HEAD + text).encode()) for name, text in entries]
    return archived([*parts, ("xl/theme/theme1.xml", theme)])


def _is_text(cell: Cell) -> TypeGuard[str]:
    return isinstance(cell, str) and bool(cell)


def _strings(texts: Collection[str]) -> str:
    inside = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in texts)
    return f'<sst xmlns="{_MAIN}" uniqueCount="{len(texts)}">{inside}</sst>'


def _sheet(columns: Sequence[Column], codes: Sequence[str], texts: Mapping[str, str]) -> str:
    count = max(len(column.cells) for column in columns)
    heads = [_cell(f"{letters(i)}1", c.head, 1, texts) for i, c in enumerate(columns)]
    rows = [_row(1, heads)]
    for row in range(count):
        found = []
        for index, column in enumerate(columns):
            if row >= len(column.cells):
                continue
            code = column.formats[row] if column.formats else ""
            style = codes.index(code) + 2 if code else 0
            found.append(_cell(f"{letters(index)}{row + 2}", column.cells[row], style, texts))
        rows.append(_row(row + 2, found))
    widths = "".join(
        f'<col min="{index}" max="{index}" width="{_width(column)}" customWidth="1"/>'
        for index, column in enumerate(columns, 1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:{letters(len(columns) - 1)}{count + 1}"/>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData></worksheet>"
    )


def _width(column: Column) -> int:
    longest = max(len(text) for text in (column.head, *column.cells) if isinstance(text, str))
    return min(max(longest, 8), _WIDEST) + 2


def _row(number: int, cells: Sequence[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, cell: Cell, style: int, texts: Mapping[str, str]) -> str:
    own = f'r="{place}" s="{style}"' if style else f'r="{place}"'
    match cell:
        case None | "":
            return ""
        case str():
            return f'<c {own} t="s"><v>{texts[cell]}</v></c>'
        case Formula():
            return f"<c {own}><f>{escape(cell.formula)}</f><v>{cell.value:.12g}</v></c>"
        case _:
            return f"<c {own}><v>{cell:.12g}</v></c>"


def _styles(codes: Sequence[str]) -> str:
    """Return the looks of cells: plain, bold, then one for each format."""
    forms = "".join(
        f'<numFmt numFmtId="{_OWN + index}" formatCode="{attribute(code)}"/>'
        for index, code in enumerate(codes)
    )
    used = "".join(
        f'<xf numFmtId="{_OWN + index}" fontId="0" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1"/>'
        for index in range(len(codes))
    )
    face = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
    forms = f'<numFmts count="{len(codes)}">{forms}</numFmts>' if codes else ""
    return (
        f'<styleSheet xmlns="{_MAIN}">{forms}'
        f'<fonts count="2"><font>{face}</font><font><b/>{face}</font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{len(codes) + 2}">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
        f'{used}</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    )


def _relations(*relations: tuple[str, str]) -> str:
    inside = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(relations, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inside}</Relationships>'
