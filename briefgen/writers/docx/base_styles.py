"""Take looks of a theme, return what stands in Word's styles: of tables, of boxes, of all that is.

Every document has one style of each kind that all others are based on.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.theme import BoxStyle, TableStyle
from briefgen.writers.docx.markup import border
from briefgen.writers.docx.properties import box_borders, box_margins, cell_margins, shading

__all__ = ["BASE", "base_styles", "box_look", "table_look"]

BASE: Mapping[str, str] = {
    "paragraph": "Normal",
    "character": "DefaultParagraphFont",
    "table": "TableNormal",
    "numbering": "NoList",
}
"""The id of the style that all of a kind are based on."""


def base_styles(normal: str) -> dict[str, str]:
    """Return the base styles by kind; `normal` is the look (properties) of plain text."""
    return {
        "paragraph": (
            '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
            f'<w:name w:val="Normal"/><w:qFormat/>{normal}</w:style>'
        ),
        "character": (
            '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
            '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/>'
            "<w:semiHidden/></w:style>"
        ),
        "table": (
            '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
            '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
            '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
            f"{cell_margins('tblCellMar', 0, 0, 0, 0)}</w:tblPr></w:style>"
        ),
        "numbering": (
            '<w:style w:type="numbering" w:default="1" w:styleId="NoList">'
            '<w:name w:val="No List"/><w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        ),
    }


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
