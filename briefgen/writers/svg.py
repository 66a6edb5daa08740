"""Take an SVG file, return it without scripts, and without references to other files."""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path
from typing import Any, Final

from lxml import etree

from briefgen.typography.svg import svg_size
from briefgen.writers.stripping import stripped_svg

__all__ = ["safe_svg", "svg_bytes"]

_PIXEL: Final = 0.75
_SVG: Final = "http://www.w3.org/2000/svg"
_LEFT_OUT: Final = frozenset(
    "script foreignObject handler listener animate animateColor animateMotion animateTransform"
    " discard set audio video iframe canvas".split()
)
_PIXELS: Final = re.compile(r"data:image/(?:png|jpe?g);base64,", re.IGNORECASE)
_KINDS: Final = {b"\x89PNG": "png", b"\xff\xd8\xff\xe0": "jpeg", b"\xff\xd8\xff\xe1": "jpeg"}
_OUTSIDE: Final = re.compile(
    r"@import[^;]*;?|url\(\s*(?:\"(?!#|data:)[^\"]*\"|'(?!#|data:)[^']*'|(?!#|data:|[\"'\s])[^)]*)"
    r"\s*\)",
    re.IGNORECASE,
)


def safe_svg(path: Path) -> tuple[Any, list[str]]:
    """Return the root of the picture at `path`, and what was left out of it and why.

    The root has a size and a view box. Images in the same folder are embedded. Raises `OSError`,
    and `SyntaxError` or `ValueError` for what is no SVG picture or unfolds beyond measure.
    """
    width, height = (length / _PIXEL for length in svg_size(path))
    data = path.read_bytes()
    parser = etree.XMLParser(
        resolve_entities="internal", no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(data, parser)
    root.set("width", f"{width:.6f}")
    root.set("height", f"{height:.6f}")
    if not root.get("viewBox"):
        root.set("viewBox", f"0 0 {width:.6f} {height:.6f}")
    found = ["it names a style sheet"] if b"<?xml-stylesheet" in data else []
    for node in list(root.iter("*")):
        name = etree.QName(node)
        if name.localname in _LEFT_OUT or name.namespace not in (_SVG, None):
            node.getparent().remove(node)
            if name.localname in _LEFT_OUT:
                found.append(f"it has <{name.localname}>")
        else:
            found += _remove_outside(node, name.localname, path.parent)
    return root, [f"{what}, which is left out" for what in dict.fromkeys(found)]


def svg_bytes(path: Path) -> bytes:
    """Return the picture at `path` as a file to hand on: see `safe_svg` and `stripped_svg`."""
    root, _ = safe_svg(path)
    stripped_svg(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _remove_outside(node: Any, tag: str, folder: Path) -> list[str]:
    """Remove scripts and outside references from one element; return what was removed, in words."""
    found: list[str] = []
    for key, value in node.attrib.items():
        name = etree.QName(key).localname
        if name.lower().startswith("on"):
            del node.attrib[key]
            found.append(f"it has a script ({name})")
        elif name in {"href", "src"} and not value.strip().startswith("#"):
            inside = _embedded(value.strip(), folder) if tag in {"image", "feImage"} else ""
            if inside:
                node.set(key, inside)
                continue
            del node.attrib[key]
            if tag != "a":  # a picture that is printed has no links
                found.append(f"it refers to {value.strip()[:60]!r}")
        elif "\\" in value or _OUTSIDE.search(value):
            del node.attrib[key]
            found.append(f"it refers to something outside ({name})")
    if tag == "style" and node.text and ("\\" in node.text or _OUTSIDE.search(node.text)):
        kept = _OUTSIDE.sub(lambda part: "" if part[0][0] == "@" else "none", node.text)
        node.text = "" if "\\" in node.text else kept  # with escapes it could say anything
        found.append("its style sheet refers to something outside")
    return found


def _embedded(source: str, folder: Path) -> str:
    """Return an image as a data URI: it is one already, or a file in `folder`; "" for any other."""
    if _PIXELS.match(source):
        return source
    file = (folder / source).resolve()
    if not file.is_relative_to(folder.resolve()) or not file.is_file():
        return ""
    data = file.read_bytes()
    kind = _KINDS.get(data[:4], "")
    return kind and f"data:image/{kind};base64,{b64encode(data).decode('ascii')}"
