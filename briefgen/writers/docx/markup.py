"""Take a tree of elements, runs and paragraphs, return its XML: the one place that writes tags.

Properties come out in the order that the schema wants, and text without what XML cannot hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from briefgen.writers.docx.nodes import Properties, WordParagraph, WordRun, XmlElement, XmlNode

__all__ = [
    "MAIN",
    "NAMESPACES",
    "RELATIONSHIPS",
    "clean",
    "paragraph_properties",
    "run_properties",
    "serialise",
    "word_part",
    "xml_part",
]

MAIN: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES: Final[Mapping[str, str]] = {
    "w": MAIN,
    "r": RELATIONSHIPS,
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}
"""What each part declares, by prefix."""
_ROOT: Final = {f"xmlns:{prefix}": uri for prefix, uri in NAMESPACES.items()} | {
    "mc:Ignorable": "w14"
}
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What XML 1.0 cannot hold: one such character makes Word refuse the whole file.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile('[\x00-\x1f&<>"\ud800-\udfff\ufffe\uffff]')
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": " ", "\n": " ", "\t": " "})
_HYPHENS: Final = {"\u00ad": "<w:softHyphen/>", "\u2011": "<w:noBreakHyphen/>"}
"""Word draws the characters as visible hyphens, and in another font where ours lacks them."""

# Word calls a file damaged that has another order than the schema's (ECMA-376 part 1, annex A).
_PARAGRAPH: Final = {
    name: index
    for index, name in enumerate(
        (
            "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr pBdr shd tabs"
            " suppressAutoHyphens bidi spacing ind contextualSpacing jc textAlignment outlineLvl"
            " rPr sectPr"
        ).split()
    )
}
_RUN: Final = {
    name: index
    for index, name in enumerate(
        (
            "ins del rStyle rFonts b bCs i iCs caps strike noProof webHidden color spacing kern"
            " position sz szCs u shd vertAlign rtl lang w14:ligatures w14:numForm w14:numSpacing"
        ).split()
    )
}


def clean(text: str) -> str:
    """Return `text` without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def paragraph_properties(parts: Properties) -> XmlElement:
    """Return `w:pPr` with `parts` in the order of the schema."""
    names = sorted(parts, key=_PARAGRAPH.__getitem__)
    return XmlElement("w:pPr", {}, [parts[name] for name in names])


def run_properties(parts: Properties) -> XmlElement | str:
    """Return `w:rPr` with `parts` in the order of the schema, or nothing for none."""
    names = sorted(parts, key=_RUN.__getitem__)
    return XmlElement("w:rPr", {}, [parts[name] for name in names]) if parts else ""


def serialise(nodes: Sequence[XmlNode]) -> str:
    """Return the XML of `nodes`."""
    out: list[str] = []
    _write(nodes, out.append, {})
    return "".join(out)


def xml_part(root: XmlElement) -> bytes:
    """Return a whole part."""
    return (_DECLARATION + serialise((root,))).encode()


def word_part(name: str, *children: XmlNode) -> bytes:
    """Return a whole part of WordprocessingML with the root element `w:name`."""
    return xml_part(XmlElement(f"w:{name}", _ROOT, children))


def _write(nodes: Sequence[XmlNode], put: Callable[[str], None], known: dict[int, str]) -> None:
    """Put the XML of `nodes`; `known` are the run properties seen before: most runs share them."""
    for node in nodes:
        if isinstance(node, WordRun):
            parts, properties = node
            look = ""
            if properties:
                look = known.get(id(properties), "")
                if not look:
                    look = known[id(properties)] = serialise((run_properties(properties),))
            put(f"<w:r>{look}")
            for part in parts:
                if isinstance(part, str):
                    put(_text(part))
                else:
                    _write((part,), put, known)
            put("</w:r>")
        elif isinstance(node, XmlElement):
            name, attributes, children = node
            values = "".join(
                f' {key}="{value if isinstance(value, int) else _attribute(value)}"'
                for key, value in attributes.items()
            )
            if children:
                put(f"<{name}{values}>")
                _write(children, put, known)
                put(f"</{name}>")
            else:
                put(f"<{name}{values}/>")
        elif isinstance(node, WordParagraph):
            put("<w:p>")
            if node.properties:
                _write((paragraph_properties(node.properties),), put, known)
            _write(node.content, put, known)
            put("</w:p>")
        else:
            put(_escape(node))


def _text(text: str) -> str:
    """Return text of a run; hyphens that are soft or do not break are elements of their own."""
    if "\u00ad" in text or "\u2011" in text:
        parts = re.split("([\u00ad\u2011])", text)
        return "".join(_HYPHENS.get(part) or _text(part) for part in parts if part)
    return f'<w:t xml:space="preserve">{_escape(text)}</w:t>'


def _escape(text: str) -> str:
    """Return `text` fit for an element; line ends and tabs become spaces."""
    return clean(text).translate(_ESCAPES) if _SPECIAL.search(text) else text


def _attribute(text: str) -> str:
    """Return `text` fit for an attribute in double quotes."""
    return _escape(text).replace('"', "&quot;") if _SPECIAL.search(text) else text
