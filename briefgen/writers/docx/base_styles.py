"""Take the look of plain text, return the styles that every document has: one of each kind.

All others are based on them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefgen.writers.docx.nodes import XmlElement, XmlNode, w
from briefgen.writers.docx.properties import cell_margins

__all__ = ["BASE", "base_styles"]

BASE: Mapping[str, str] = {
    "paragraph": "Normal",
    "character": "DefaultParagraphFont",
    "table": "TableNormal",
    "numbering": "NoList",
}
"""The id of the style that all of a kind are based on."""


def base_styles(normal: Sequence[XmlNode]) -> dict[str, XmlElement]:
    """Return the base styles by kind; `normal` is the look (properties) of plain text."""

    def base(kind: str, name: str, *inside: XmlNode) -> XmlElement:
        return w("style", w("name", val=name), *inside, type=kind, default=1, styleId=BASE[kind])

    def priority(value: int) -> tuple[XmlElement, XmlElement]:
        return w("uiPriority", val=value), w("semiHidden")

    table = w("tblPr", w("tblInd", w=0, type="dxa"), cell_margins("tblCellMar", 0, 0, 0, 0))
    return {
        "paragraph": base("paragraph", "Normal", w("qFormat"), *normal),
        "character": base("character", "Default Paragraph Font", *priority(1)),
        "table": base("table", "Normal Table", *priority(99), table),
        "numbering": base("numbering", "No List", *priority(99)),
    }
