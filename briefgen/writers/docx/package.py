"""Take parts, return the bytes of a Word file, the same for the same parts.

python-docx owns the package: parts and relationships. It writes the time of day into the file, so
the list of content types and the zip are made here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.package import Package

from briefgen.writers.docx.archive import Packed, archived
from briefgen.writers.docx.markup import word_part, xml_part
from briefgen.writers.docx.nodes import XmlElement, XmlNode, element, w

__all__ = ["PlainPart", "WordPackage", "uri"]

_WORDPROCESSING: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_FONT: Final = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_BY_EXTENSION: Final = {
    "rels": CONTENT_TYPE.OPC_RELATIONSHIPS,
    "xml": CONTENT_TYPE.XML,
    "odttf": _FONT,
    "png": CONTENT_TYPE.PNG,
    "svg": "image/svg+xml",
    "jpg": CONTENT_TYPE.JPEG,
    "jpeg": CONTENT_TYPE.JPEG,
    "gif": CONTENT_TYPE.GIF,
    "bmp": CONTENT_TYPE.BMP,
    "tiff": CONTENT_TYPE.TIFF,
}


class PlainPart(Part):
    """A part whose content is given when it is finished; it can have relationships before."""

    content: bytes | Packed = b""
    relationship: str = ""

    @property
    def blob(self) -> bytes:
        """The content as it is before the package is compressed."""
        return self.content if isinstance(self.content, bytes) else b""

    def link(self, url: str) -> str:
        """Return the id of the relationship to `url`, outside of the package."""
        return str(self.relate_to(uri(url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def show(self, image: PlainPart) -> str:
        """Return the id of the relationship to `image`."""
        return str(self.relate_to(image, RELATIONSHIP_TYPE.IMAGE))


class WordPackage:
    """A Word file while it is made: the main document and the parts it is related to."""

    def __init__(self) -> None:
        self._package = Package()
        self._images: dict[bytes, PlainPart] = {}
        self.main = PlainPart(PackURI("/word/document.xml"), CONTENT_TYPE.WML_DOCUMENT_MAIN)
        self._package.relate_to(self.main, RELATIONSHIP_TYPE.OFFICE_DOCUMENT)

    def image(self, content: bytes, extension: str) -> PlainPart:
        """Return the part for an image ("png", "jpeg", "svg"), the same part for the same one."""
        part = self._images.get(content)
        if part is None:
            name = PackURI(f"/word/media/image{len(self._images) + 1}.{extension}")
            part = self._images[content] = PlainPart(name, _BY_EXTENSION[extension])
            part.content = content
        return part

    def part(self, name: str, kind: str) -> PlainPart:
        """Return a new part `word/NAME.xml` of some `kind` ("styles", "header"), not yet added."""
        content_type = f"{_WORDPROCESSING}{kind}+xml" if kind != "theme" else CONTENT_TYPE.OFC_THEME
        part = PlainPart(PackURI(f"/word/{name}.xml"), content_type)
        part.relationship = f"{RELATIONSHIP_TYPE.STYLES.rpartition('/')[0]}/{kind}"
        return part

    def add(self, part: PlainPart, content: bytes) -> str:
        """Add `part` with its finished `content`, return the id of its relationship."""
        part.content = content
        return str(self.main.relate_to(part, part.relationship))

    def add_font(self, source: PlainPart, number: int, content: Packed) -> str:
        """Add an embedded font, return the id of the relationship from `source`."""
        part = PlainPart(PackURI(f"/word/fonts/font{number}.odttf"), _FONT)
        part.content = content
        return str(source.relate_to(part, RELATIONSHIP_TYPE.FONT))

    def add_properties(self, core: bytes, custom: bytes) -> None:
        """Add the properties that programs show without opening the document."""
        for name, kind, relationship, content in (
            (
                "/docProps/core.xml",
                CONTENT_TYPE.OPC_CORE_PROPERTIES,
                RELATIONSHIP_TYPE.CORE_PROPERTIES,
                core,
            ),
            (
                "/docProps/custom.xml",
                CONTENT_TYPE.OFC_CUSTOM_PROPERTIES,
                RELATIONSHIP_TYPE.CUSTOM_PROPERTIES,
                custom,
            ),
        ):
            part = PlainPart(PackURI(name), kind)
            part.content = content
            self._package.relate_to(part, relationship)

    def save(self, *body: XmlNode) -> bytes:
        """Put `body` (what stands in `w:body`) into the main document, return the whole file."""
        self.main.content = word_part("document", w("body", *body))
        parts = list(self._package.iter_parts())
        entries: list[tuple[str, bytes | Packed]] = [
            ("[Content_Types].xml", _content_types(parts)),
            ("_rels/.rels", _bytes(self._package.rels.xml)),
        ]
        for part in parts:
            content = part.content if isinstance(part, PlainPart) else part.blob
            entries.append((part.partname.membername, content))
            if part.rels:
                entries.append((part.partname.rels_uri.membername, _bytes(part.rels.xml)))
        return archived(entries)


def uri(target: str) -> str:
    """Return `target` as a URI reference: what may not stand in one is percent-encoded."""
    return quote(target.strip(), safe="/:?#[]@!$&'()*+,;=%~-._")


def _bytes(xml: str | bytes) -> bytes:
    return xml.encode() if isinstance(xml, str) else xml


def _content_types(parts: Iterable[Part]) -> bytes:
    parts = list(parts)
    extensions = {"rels", "xml", *(part.partname.ext for part in parts)}
    defaults = [
        element("Default", Extension=ext, ContentType=_BY_EXTENSION[ext])
        for ext in sorted(extensions & _BY_EXTENSION.keys())
    ]
    overrides = [
        element("Override", PartName=part.partname, ContentType=part.content_type)
        for part in sorted(parts, key=lambda part: str(part.partname))
        if _BY_EXTENSION.get(part.partname.ext) != part.content_type
    ]
    return xml_part(XmlElement("Types", {"xmlns": _TYPES}, (*defaults, *overrides)))
