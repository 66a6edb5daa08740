"""Take text and properties, return WordprocessingML as strings.

Strings are the fastest way to a body: everything is put together here and parsed once. Lengths
come in as points and go out as what the attribute wants: twips, half points, eighths of a point.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefgen.theme import Stroke

__all__ = [
    "FOR_THE_EYE",
    "MAIN",
    "NAMESPACES",
    "RELATIONSHIPS",
    "attribute",
    "border",
    "clean",
    "colour",
    "complex_field",
    "document",
    "eighths",
    "element",
    "escape",
    "halves",
    "paragraph_properties",
    "run",
    "run_properties",
    "twips",
]

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{RELATIONSHIPS}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' mc:Ignorable="w14"'
)
FOR_THE_EYE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec='
    '"http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
"""What a drawing says that has nothing to say to who does not see it."""

# What XML 1.0 cannot hold: one such character makes Word refuse the whole file.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile("[&<>\r\n\t]")
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": " ", "\n": " ", "\t": " "})

# The order that the schema wants; Word calls a file with another one damaged.
_PARAGRAPH = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs"
    " suppressAutoHyphens bidi spacing ind contextualSpacing jc textAlignment outlineLvl sectPr"
).split()
_RUN = (
    "rStyle rFonts b bCs i iCs caps strike noProof webHidden color spacing kern position sz szCs u"
    " shd vertAlign lang w14:ligatures w14:numForm w14:numSpacing"
).split()


def clean(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def escape(text: str) -> str:
    """Return `text` fit for an element; line ends and tabs become spaces."""
    text = _FORBIDDEN.sub("", text)
    return text.translate(_ESCAPES) if _SPECIAL.search(text) else text


def attribute(text: str) -> str:
    """Return `text` fit for an attribute in double quotes."""
    return escape(text).replace('"', "&quot;")


def twips(points: float) -> int:
    """Return twentieths of a point."""
    return round(points * 20)


def halves(points: float) -> int:
    """Return half points, in which Word keeps font sizes."""
    return round(points * 2)


def eighths(points: float) -> int:
    """Return eighths of a point, in which Word keeps the width of rules: 2 to 96."""
    return min(96, max(2, round(points * 8)))


def colour(value: str) -> str:
    """Return "RRGGBB" for "#rrggbb"."""
    return value.removeprefix("#").upper()


def element(name: str, value: object) -> str:
    """Return the many elements that hold one value: `<w:name w:val="value"/>`."""
    return f'<w:{name} w:val="{value}"/>'


def border(name: str, stroke: Stroke, space: float = 0.0) -> str:
    """Return one rule of a paragraph, table or cell; `space` is the gap to the text."""
    if not stroke.width:
        return f'<w:{name} w:val="nil"/>'
    return (
        f'<w:{name} w:val="single" w:sz="{eighths(stroke.width)}"'
        f' w:space="{min(31, round(space))}" w:color="{colour(stroke.colour)}"/>'
    )


def paragraph_properties(parts: Mapping[str, str]) -> str:
    """Return `<w:pPr>` with `parts` (by element name) in their order."""
    return f"<w:pPr>{''.join(parts.get(name, '') for name in _PARAGRAPH)}</w:pPr>"


def run_properties(parts: Mapping[str, str]) -> str:
    """Return `<w:rPr>` with `parts` (by element name) in their order, or nothing for none."""
    inside = "".join(parts[name] for name in _RUN if name in parts)
    return f"<w:rPr>{inside}</w:rPr>" if inside else ""


def run(text: str, properties: str = "") -> str:
    """Return a run of plain text; hyphens that are soft or do not break are Word's own."""
    if "\u00ad" in text or "\u2011" in text:
        parts = re.split("([\u00ad\u2011])", text)
        inside = "".join(_HYPHENS.get(part) or _text(part) for part in parts if part)
    else:
        inside = _text(text)
    return f"<w:r>{properties}{inside}</w:r>"


# Word draws the characters as visible hyphens, and in another font where ours lacks them.
_HYPHENS = {"\u00ad": "<w:softHyphen/>", "\u2011": "<w:noBreakHyphen/>"}


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def complex_field(instruction: str, result: str, properties: str = "") -> str:
    """Return a field with its cached result (runs), so that it reads right before any update."""

    def character(kind: str) -> str:
        return f'<w:r>{properties}<w:fldChar w:fldCharType="{kind}"/></w:r>'

    return (
        f"{character('begin')}<w:r>{properties}"
        f'<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f"{character('separate')}{result}{character('end')}"
    )


def document(root: str, inside: str) -> bytes:
    """Return a whole part with the root element `w:root`."""
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f"<w:{root} {NAMESPACES}>{inside}</w:{root}>"
    )
    return text.encode()
