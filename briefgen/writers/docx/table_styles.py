"""Take looks of a theme, return the properties of table styles: of tables, boxes and layout."""

from __future__ import annotations

from briefgen.theme import BoxStyle, TableStyle
from briefgen.writers.docx.markup import border
from briefgen.writers.docx.properties import box_borders, box_margins, cell_margins, shading

__all__ = ["box_look", "side_by_side", "table_look"]


def table_look(style: TableStyle) -> str:
    """Return the properties of a table style: rules, padding, the head and the first column."""
    borders = "".join(
        border(side, stroke)
        for side, stroke in (
            ("top", style.rule_top),
            ("bottom", style.rule_bottom),
            ("insideH", style.rule_row),
        )
        if stroke.width
    )
    head = "".join(
        (
            f"<w:tcBorders>{border('bottom', style.rule_head)}</w:tcBorders>"
            if style.rule_head.width
            else "",
            shading(style.head_fill) if style.head_fill else "",
        )
    )
    first = shading(style.stub_fill) if style.stub_fill else ""
    x, y = style.padding_x, style.padding_y
    inside = (
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"{f'<w:tblBorders>{borders}</w:tblBorders>' if borders else ''}"
        f"{cell_margins('tblCellMar', x, y, x, y)}</w:tblPr>"
    )
    for kind, properties in (("firstRow", head), ("firstCol", first)):
        if properties:
            inside += (
                f'<w:tblStylePr w:type="{kind}"><w:tblPr/><w:tcPr>{properties}</w:tcPr>'
                "</w:tblStylePr>"
            )
    return inside


def box_look(style: BoxStyle, *, leftward: bool) -> str:
    """Return the properties of the table style that draws a box in a document `leftward` or not."""
    borders, fill = box_borders(style), shading(style.background) if style.background else ""
    return (
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
        f"{f'<w:tblBorders>{borders}</w:tblBorders>' if borders else ''}"
        f"{box_margins('tblCellMar', style, both=leftward)}</w:tblPr>"
        f"{f'<w:tcPr>{fill}</w:tcPr>' if fill else ''}"
    )


def side_by_side() -> str:
    """Return the properties of the table style for things side by side: no rules, no padding."""
    margins = cell_margins("tblCellMar", 0, 0, 0, 0)
    return f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{margins}</w:tblPr>'
