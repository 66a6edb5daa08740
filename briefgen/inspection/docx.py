"""Take the bytes of a Word file, return all that can be read in it, in packages within it too."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from briefgen.inspection.pictures import picture_texts
from briefgen.inspection.pieces import FileContent, UnreadableError

__all__ = ["read_docx"]

_RUNNING: Final = frozenset(("t", "delText", "noBreakHyphen", "softHyphen", "r", "rPr", "rStyle"))
_ENDING: Final = frozenset("p tr tc br cr tab pt si row footnoteReference drawing pict".split())
_SPOKEN: Final = frozenset("descr title tooltip instr Target subject author initials".split())
_NAMING: Final = frozenset(("name", "anchor", "id"))
_TELLING: Final = frozenset(("alias", "tag", "tblCaption", "tblDescription", "docVar", "sheet"))
_FURNITURE: Final = frozenset(
    "styles.xml fontTable.xml settings.xml webSettings.xml numbering.xml "
    "[Content_Types].xml".split()
)
"""Parts whose names and values are Word's own, but for the classes of a report in style names."""
_ZIP: Final = bytes((0x50, 0x4B, 3, 4))
_DEEPEST: Final = 3
_LARGEST: Final = 512 * 1024 * 1024


def read_docx(data: bytes) -> FileContent:
    """Return texts, names and addresses of all parts. Raises `UnreadableError`."""
    content = FileContent([], [], [], [])
    _package(data, "", content, 0)
    return content


def _package(data: bytes, within: str, content: FileContent, depth: int) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > _LARGEST:
                raise UnreadableError("its parts are too large to be read")
            _add(content.texts, within + "zip comment", package.comment.decode("utf-8", "replace"))
            for entry in package.infolist():
                name = within + entry.filename
                _add(content.parts, name, entry.filename)
                _add(content.texts, name, entry.comment.decode("utf-8", "replace"))
                _part(package.read(entry), name, content, depth)
    except (zipfile.BadZipFile, NotImplementedError, OSError) as error:
        raise UnreadableError(f"it is no Word file: {error}") from None


def _part(data: bytes, name: str, content: FileContent, depth: int) -> None:
    last = name.rpartition("/")[2]
    if data[:4] == _ZIP:
        if depth >= _DEEPEST:
            raise UnreadableError(f"{name}: packages within packages")
        _package(data, f"{name}: ", content, depth + 1)
    elif last.endswith((".xml", ".rels", ".svg", ".vml")):
        _xml(data, name, last, content)
    elif last.endswith((".png", ".jpeg", ".jpg")):
        for text in picture_texts(data):
            _add(content.texts, name, text)
    elif last.endswith((".txt", ".html", ".htm", ".csv", ".json")):
        _add(content.texts, name, data.decode("utf-8", "replace"))


def _xml(data: bytes, name: str, last: str, content: FileContent) -> None:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadableError(f"{name} is no XML: {error}") from None
    if last in _FURNITURE or "/theme/" in name:
        for element in root.iter(etree.Element):
            for value in element.attrib.values():
                _add(content.parts, name, value)
        return
    where = f"{name} (properties)" if "docProps/" in name else name
    for text in _running(root, etree):
        _add(content.texts, where, text)
    for element in root.iter():
        if not isinstance(element.tag, str):
            _add(content.texts, where, element.text or "")  # a comment, an instruction
            continue
        tag = etree.QName(element).localname
        for key, value in element.attrib.items():
            attribute = etree.QName(key).localname
            if attribute == "Target" and "External" not in element.attrib.values():
                _add(content.parts, where, value)
            elif attribute in _SPOKEN or (attribute == "val" and tag in _TELLING):
                _add(content.texts, where, value)
            elif attribute in _NAMING:
                _add(content.labels, where, value)


def _running(root: Any, etree: Any) -> Iterator[str]:
    """Yield the text of paragraphs and of all other elements, each by itself."""
    parts: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        tag = etree.QName(element).localname
        if event == "start":
            if tag in _RUNNING:
                parts.append("-" if tag == "noBreakHyphen" else element.text or "")
                continue
            if element.text and element.text.strip():
                yield element.text
        if tag in _ENDING and parts:
            yield "".join(parts)
            parts = []
        if event == "end" and element.tail and element.tail.strip():
            yield element.tail
    if parts:
        yield "".join(parts)


def _add(pairs: Any, where: str, text: str) -> None:
    if text and not text.isspace():
        pairs.append((where, text))
