"""Take a document, return the parts with its properties (title, digest) and its settings."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Final

from briefgen import model as m
from briefgen.dates import document_time
from briefgen.theme import Theme
from briefgen.typography.bidi import is_rtl_language
from briefgen.walk import plain_text
from briefgen.writers.docx.markup import word_part, xml_part
from briefgen.writers.docx.nodes import XmlElement, element, w

__all__ = ["core_properties", "custom_properties", "settings"]

_EPOCH: Final = datetime(1980, 1, 1, tzinfo=UTC)
_FORMAT_ID: Final = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_COMPATIBILITY: Final = {
    "compatibilityMode": 15,
    "overrideTableStyleFontSizeAndJustification": 1,
    "enableOpenTypeFeatures": 1,
    "doNotFlipMirrorIndents": 1,
    "differentiateMultirowTableHeaders": 1,
}
_COLOURS: Final = w(
    "clrSchemeMapping",
    bg1="light1",
    t1="dark1",
    bg2="light2",
    t2="dark2",
    **{f"accent{number}": f"accent{number}" for number in range(1, 7)},
    hyperlink="hyperlink",
    followedHyperlink="followedHyperlink",
)


def core_properties(document: m.Document) -> bytes:
    """Return `docProps/core.xml`."""
    metadata = document.metadata
    title = plain_text(metadata.title)
    subtitle = plain_text(metadata.subtitle)
    authors = "; ".join(author.name for author in metadata.authors)
    when = f"{document_time(metadata.date) or _EPOCH:%Y-%m-%dT%H:%M:%SZ}"
    values = {
        "dc:title": f"{title} – {document.audience_title}" if title else document.audience_title,
        "dc:subject": subtitle,
        "dc:creator": authors,
        "cp:keywords": ", ".join(document.keywords),
        "cp:category": document.banner.text if document.banner else "",
        "dc:language": metadata.lang,
        "cp:lastModifiedBy": authors,
        "cp:revision": "1",
        "cp:version": document.issue,
    }
    dates = [
        XmlElement(f"dcterms:{name}", {"xsi:type": "dcterms:W3CDTF"}, (when,))
        for name in ("created", "modified")
    ]
    inside = [*(element(name, text) for name, text in values.items() if text), *dates]
    spaces = {
        "xmlns:cp": "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
        "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        "xmlns:dcterms": "http://purl.org/dc/terms/",
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    }
    return xml_part(XmlElement("cp:coreProperties", spaces, inside))


def custom_properties(document: m.Document) -> bytes:
    """Return `docProps/custom.xml`: what tells this copy from others."""
    values = {
        "Audience": document.audience,
        "Issue": document.issue,
        "Source digest": document.digest,
    }
    inside = [
        element("property", element("vt:lpwstr", text), fmtid=_FORMAT_ID, pid=number, name=name)
        for number, (name, text) in enumerate(values.items(), 2)
    ]
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    spaces = {"xmlns": f"{office}/custom-properties", "xmlns:vt": f"{office}/docPropsVTypes"}
    return xml_part(XmlElement("Properties", spaces, inside))


def settings(
    theme: Theme, lang: str, *, fonts: bool, notes: bool, reference: Collection[str] | None = None
) -> bytes:
    """Return `word/settings.xml`. Fields are never updated on opening: Word would ask first.

    `reference` names the switches that a reference document has on; it decides on hyphenation.
    """
    hyphenate = any(style.hyphenate for style in theme.paragraphs.values())
    if reference is not None:
        hyphenate = "autoHyphenation" in reference
    compatibility = [
        w("compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=value)
        for name, value in _COMPATIBILITY.items()
    ]
    hyphenation = (
        w("autoHyphenation"),
        w("consecutiveHyphenLimit", val=2),
        w("hyphenationZone", val=360),
    )
    bidi = {"bidi": lang} if is_rtl_language(lang) else {}
    separators = w("footnotePr", w("footnote", id=-1), w("footnote", id=0))
    return word_part(
        "settings",
        w("zoom", percent=100),
        w("embedTrueTypeFonts") if fonts else "",
        w("mirrorMargins") if reference and "mirrorMargins" in reference else "",
        w("defaultTabStop", val=720),
        *(hyphenation if hyphenate else ()),
        w("evenAndOddHeaders") if reference and "evenAndOddHeaders" in reference else "",
        w("characterSpacingControl", val="doNotCompress"),
        separators if notes else "",
        w("compat", w("doNotExpandShiftReturn"), *compatibility),
        w("themeFontLang", val=lang, **bidi),
        _COLOURS,
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )
