"""Take an image, return it without what is told in it beside the picture: places, names, remarks.

A photograph knows where and by whom it was taken, and often has a smaller copy of what it was
before it was cropped. Nothing of a picture's looks is lost: colour profiles stay.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

__all__ = ["stripped_raster", "stripped_svg"]

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SHOWN: Final = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP sBIT bKGD pHYs".split()
)
"""The chunks of a PNG that say how it looks (PNG, third edition, 11)."""

_JFIF: Final = b"JFIF\0"
_PROFILE: Final = b"ICC_PROFILE\0"
_ADOBE: Final = b"Adobe"
_STANDALONE: Final = frozenset((0x01, *range(0xD0, 0xD8)))
_NAMESPACES: Final = frozenset(
    ("", "http://www.w3.org/1999/xlink", "http://www.w3.org/XML/1998/namespace")
)
_SAID: Final = frozenset(("title", "desc", "metadata"))
_DEFINING: Final = frozenset(("defs", "symbol"))
_REFERENCE: Final = re.compile(r"#([^\s\"'(){},;:.>+~\[\]]+)")
_HIDDEN: Final = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))"
)
_VISIBLE: Final = re.compile(r"visibility\s*:\s*visible")
_CSS_REMARK: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_DATA: Final = re.compile(r"data:image/(png|jpe?g);base64,", re.IGNORECASE)


def stripped_raster(data: bytes) -> bytes:
    """Return a PNG or JPEG without text, EXIF, comments, thumbnails and what follows its end.

    The orientation in EXIF goes too: turn the picture upright before. Raises `ValueError` where the
    image breaks off.
    """
    if data.startswith(_PNG):
        return _PNG + b"".join(_chunks(data))
    if data.startswith(b"\xff\xd8"):
        return b"\xff\xd8" + b"".join(_segments(data))
    return data


def _chunks(data: bytes) -> Iterator[bytes]:
    at = len(_PNG)
    while at + 12 <= len(data):
        end = at + 12 + int.from_bytes(data[at : at + 4], "big")
        name = data[at + 4 : at + 8]
        if name in _SHOWN:
            yield data[at:end]
        if name == b"IEND":
            return
        at = end
    raise ValueError("it has no end")


def _segments(data: bytes) -> Iterator[bytes]:
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise ValueError("it has no segment where one should be")
        marker = data[at + 1]
        if marker == 0xFF:  # a byte that fills up
            at += 1
            continue
        if marker == 0xD9:
            yield b"\xff\xd9"
            return
        if marker in _STANDALONE:
            yield data[at : at + 2]
            at += 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        content = data[at + 4 : end]
        if marker == 0xE0 and content.startswith(_JFIF):
            yield b"\xff\xe0\x00\x10" + content[:12] + b"\0\0"  # no thumbnail
        elif (
            not (0xE0 <= marker <= 0xEF or marker == 0xFE)
            or (marker == 0xE2 and content.startswith(_PROFILE))
            or (marker == 0xEE and content.startswith(_ADOBE))
        ):
            yield data[at:end]
        if marker == 0xDA:
            scan, end = end, _scan_end(data, end)
            yield data[scan:end]
        at = max(end, at + 4)
    yield b"\xff\xd9"  # a camera that forgot the end: the pixels are all there


def _scan_end(data: bytes, at: int) -> int:
    """Return where the compressed pixels from `at` on end: at a marker that is none of theirs."""
    while (at := data.find(b"\xff", at)) >= 0 and at + 1 < len(data):
        follows = data[at + 1]
        if follows and follows not in _STANDALONE and follows != 0xFF:
            return at
        at += 1 if follows == 0xFF else 2
    return len(data)


def stripped_svg(root: Any) -> None:
    """Remove from an SVG what is not drawn: titles, remarks, hidden elements, names of layers."""
    for node in list(root.iter("*")):
        if etree.QName(node).localname in _SAID:
            _remove(node)
    for node in root.iter("*"):
        for key, value in node.attrib.items():
            name = etree.QName(key)
            if (
                name.localname.startswith(("data-", "aria-"))
                or (name.namespace or "") not in _NAMESPACES
            ):
                del node.attrib[key]
            elif found := _DATA.match(value):
                pixels = stripped_raster(b64decode(value[found.end() :]))
                node.set(key, f"{found[0]}{b64encode(pixels).decode('ascii')}")
        if etree.QName(node).localname == "style" and node.text:
            node.text = _CSS_REMARK.sub("", node.text)
    used = _used(root)
    for node in list(root.iter("*")):
        parent = node.getparent()
        if parent is None:
            continue
        unused = used.isdisjoint(each.get("id") for each in node.iter("*"))
        kept = etree.QName(parent).localname in _DEFINING and etree.QName(node).localname != "style"
        if unused and (kept or _is_hidden(node)):
            _remove(node)
    used = _used(root)
    for node in root.iter("*"):
        if node.get("id") and node.get("id") not in used:
            del node.attrib["id"]
    etree.cleanup_namespaces(root)


def _used(root: Any) -> set[str]:
    """Return the ids that something in the picture refers to."""
    texts = [value for node in root.iter("*") for value in node.attrib.values() if "#" in value]
    texts += [node.text for node in root.iter("{*}style") if node.text]
    return {name for text in texts for name in _REFERENCE.findall(text)}


def _is_hidden(node: Any) -> bool:
    """Tell whether an element says itself that it is not drawn, and nothing in it that it is."""
    style = node.get("style", "")
    if not (
        node.get("display") == "none"
        or node.get("visibility") in {"hidden", "collapse"}
        or _HIDDEN.search(style)
    ):
        return False
    return not any(
        each.get("visibility") == "visible" or _VISIBLE.search(each.get("style", ""))
        for each in node.iter("*")
    )


def _remove(node: Any) -> None:
    """Remove an element; what follows it within its parent stays."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail and node.tail.strip():
        before = node.getprevious()
        if before is None:
            parent.text = (parent.text or "") + node.tail
        else:
            before.tail = (before.tail or "") + node.tail
    parent.remove(node)
