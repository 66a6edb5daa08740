"""Take the look of plain text, return the styles that every document has: one of each kind.

All others are based on them.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefgen.writers.docx.properties import cell_margins

__all__ = ["BASE", "base_styles"]

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
