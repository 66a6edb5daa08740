"""Take the numbers of a chart, return the workbook that Word opens to edit them.

One sheet: labels down the first column, each series down one of its own, named in the first row.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefgen import model as m
from briefgen.writers.docx.archive import archived
from briefgen.writers.docx.markup import escape

__all__ = ["cells", "workbook"]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def cells(column: int, first: int, last: int) -> str:
    """Return a range of a column as formulas write it; columns count from 0, rows from 1."""
    letter = _letters(column)
    if first == last:
        return f"Sheet1!${letter}${first}"
    return f"Sheet1!${letter}${first}:${letter}${last}"


def workbook(chart: m.Chart) -> bytes:
    """Return the workbook (.xlsx) of `chart`, the same bytes for the same numbers."""
    parts = [_row(1, ["", *(series.name for series in chart.series)])]
    for index, label in enumerate(chart.labels):
        parts.append(_row(index + 2, [label, *(s.values[index] for s in chart.series)]))
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(parts)}</sheetData></worksheet>'
    book = (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    types = (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        "</Types>"
    )
    entries = (
        ("[Content_Types].xml", types),
        ("_rels/.rels", _relation("officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", _relation("worksheet", "worksheets/sheet1.xml")),
        ("xl/worksheets/sheet1.xml", sheet),
    )
    return archived((name, (_HEAD + text).encode()) for name, text in entries)


def _row(number: int, values: Sequence[str | float | None]) -> str:
    found = []
    for column, value in enumerate(values):
        place = f'r="{_letters(column)}{number}"'
        if isinstance(value, str):
            if value:
                text = f'<t xml:space="preserve">{escape(value)}</t>'
                found.append(f'<c {place} t="inlineStr"><is>{text}</is></c>')
        elif value is not None:
            found.append(f"<c {place}><v>{value:.12g}</v></c>")
    return f'<row r="{number}">{"".join(found)}</row>'


def _relation(kind: str, target: str) -> str:
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/{kind}" Target="{target}"/></Relationships>'
    )


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return letters
