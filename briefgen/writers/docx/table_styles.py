"""Take looks of a theme, return the properties of table styles: of tables, boxes and layout."""

from __future__ import annotations

from briefgen.theme import BoxStyle, TableStyle
from briefgen.writers.docx.nodes import Content, XmlElement, XmlNode, w
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.properties import box_margins, cell_margins

__all__ = ["box_look", "side_by_side", "table_look"]

_NO_INDENT = w("tblInd", w=0, type="dxa")


def table_look(style: TableStyle, palette: Palette) -> Content:
    """Return the properties of a table style: rules, padding, the head and the first column."""
    borders = [
        palette.border(side, stroke)
        for side, stroke in (
            ("top", style.rule_top),
            ("bottom", style.rule_bottom),
            ("insideH", style.rule_row),
        )
        if stroke.width
    ]
    head: list[XmlElement] = []
    if style.rule_head.width:
        head.append(w("tcBorders", palette.border("bottom", style.rule_head)))
    if style.head_fill:
        head.append(palette.shading(style.head_fill))
    first = [palette.shading(style.stub_fill)] if style.stub_fill else []
    x, y = style.padding_x, style.padding_y
    inside: list[XmlNode] = [_properties(borders, cell_margins("tblCellMar", x, y, x, y))]
    for kind, properties in (("firstRow", head), ("firstCol", first)):
        if properties:
            inside.append(w("tblStylePr", w("tblPr"), w("tcPr", *properties), type=kind))
    return inside


def box_look(style: BoxStyle, palette: Palette, *, rtl: bool) -> Content:
    """Return the properties of the table style that draws a box in a document `rtl` or not."""
    margins = box_margins("tblCellMar", style, both=rtl)
    fill = (w("tcPr", palette.shading(style.background)),) if style.background else ()
    return (_properties(palette.box_borders(style), margins), *fill)


def side_by_side() -> Content:
    """Return the properties of the table style for things side by side: no rules, no padding."""
    return (_properties([], cell_margins("tblCellMar", 0, 0, 0, 0)),)


def _properties(borders: list[XmlElement], margins: XmlElement) -> XmlElement:
    return w("tblPr", _NO_INDENT, w("tblBorders", *borders) if borders else "", margins)
