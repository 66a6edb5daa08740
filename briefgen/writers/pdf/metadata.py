"""Take a document, return what a file says of itself: information, XMP, colour space."""

from __future__ import annotations

from datetime import datetime
from struct import pack

from briefgen.dates import document_time
from briefgen.model import Document
from briefgen.record import record
from briefgen.typography.bidi import is_rtl_language
from briefgen.version import __version__
from briefgen.walk import plain_text
from briefgen.writers.pdf.objects import File, Stream, text

__all__ = ["write_metadata", "write_output_intent"]


@record(frozen=True, slots=True)
class _Facts:
    title: str
    authors: tuple[str, ...]
    subject: str
    keywords: str
    lang: str
    date: datetime | None


def write_metadata(file: File, document: Document) -> str:
    """Write XMP into the catalog and the information dictionary; return the latter's reference.

    Both say the same. The date is SOURCE_DATE_EPOCH where that is set, else the document's own
    where it is ISO 8601; without either there is none.
    """
    facts = _facts(document)
    xmp = Stream("/Type/Metadata/Subtype/XML", _xmp(facts).encode("utf-8"), compress=False)
    order = "/Direction/R2L" if is_rtl_language(facts.lang) else ""  # of pages side by side
    file.extend(
        file.Catalog,
        Metadata=file.add(xmp),
        Lang=text(facts.lang),
        MarkInfo="<</Marked true>>",
        ViewerPreferences=f"<</DisplayDocTitle true{order}>>",
        PageLabels="<</Nums[0<</S/D>>]>>",
    )
    entries = {
        "Title": facts.title,
        "Author": "; ".join(facts.authors),
        "Subject": facts.subject,
        "Keywords": facts.keywords,
        "Creator": _PRODUCER,
        "Producer": _PRODUCER,
    }
    if facts.date is not None:
        entries["CreationDate"] = entries["ModDate"] = f"{facts.date:D:%Y%m%d%H%M%SZ}"
    return file.add(f"<<{''.join(f'/{k}{text(v)}' for k, v in entries.items() if v)}>>")


_PRODUCER = f"briefgen {__version__}"


def _facts(document: Document) -> _Facts:
    metadata = document.metadata
    title, audience = _clean(plain_text(metadata.title)), _clean(document.audience_title)
    if audience.casefold() not in title.casefold():
        title = f"{title} – {audience}" if title else audience
    return _Facts(
        title=title or "Untitled",
        authors=tuple(filter(None, (_clean(author.name) for author in metadata.authors))),
        subject=_clean(plain_text(metadata.subtitle)),
        keywords=_clean(", ".join(document.keywords)),
        lang=_clean(metadata.lang) or "en",
        date=document_time(metadata.date),
    )


def _clean(value: str) -> str:
    """Return one line, without the characters that XML forbids, so that both places agree."""
    value = value.encode("utf-8", "ignore").decode("utf-8")  # no lone surrogates
    value = "".join(c for c in value if c.isspace() or (c >= " " and c not in "\ufffe\uffff"))
    return " ".join(value.split())


def _escape(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _xmp(facts: _Facts) -> str:
    def bag(kind: str, values: tuple[str, ...], attributes: str = "") -> str:
        items = "".join(f"<rdf:li{attributes}>{_escape(v)}</rdf:li>" for v in values)
        return f"<rdf:{kind}>{items}</rdf:{kind}>"

    default = ' xml:lang="x-default"'
    properties = [
        "<pdfuaid:part>1</pdfuaid:part>",
        "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>",
        "<dc:format>application/pdf</dc:format>",
        f"<dc:title>{bag('Alt', (facts.title,), default)}</dc:title>",
        f"<dc:language>{bag('Bag', (facts.lang,))}</dc:language>",
        f"<pdf:Producer>{_PRODUCER}</pdf:Producer>",
        f"<xmp:CreatorTool>{_PRODUCER}</xmp:CreatorTool>",
    ]
    if facts.authors:
        properties.append(f"<dc:creator>{bag('Seq', facts.authors)}</dc:creator>")
    if facts.subject:
        description = bag("Alt", (facts.subject,), default)
        properties.append(f"<dc:description>{description}</dc:description>")
    if facts.keywords:
        properties.append(f"<pdf:Keywords>{_escape(facts.keywords)}</pdf:Keywords>")
    if facts.date is not None:
        moment = f"{facts.date:%Y-%m-%dT%H:%M:%SZ}"
        properties += [
            f"<xmp:{name}>{moment}</xmp:{name}>"
            for name in ("CreateDate", "ModifyDate", "MetadataDate")
        ]
    return _PACKET.format(properties="\n".join(properties))


# PDF/A wants properties that it does not know described: pdfuaid is one.
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
{properties}
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

# -------------------------------------------------------------------------------------- colours


def write_output_intent(file: File) -> None:
    """Say in the catalog that the file's RGB is sRGB, with a profile made here."""
    profile = file.add(Stream("/N 3", _srgb_profile()))
    entries = "/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB)/DestOutputProfile"
    file.extend(file.Catalog, OutputIntents=f"[<</Type/OutputIntent{entries} {profile}>>]")


def _srgb_profile() -> bytes:
    """Return an ICC version 2 display profile of IEC 61966-2-1, primaries adapted to D50."""

    def xyz(*values: float) -> bytes:
        return b"XYZ \0\0\0\0" + pack(">3i", *(round(v * 65536) for v in values))

    def curve(level: float) -> int:
        linear = level / 12.92 if level <= 0.04045 else ((level + 0.055) / 1.055) ** 2.4
        return round(linear * 65535)

    name = b"sRGB\0"
    tones = pack(">4s2I256H", b"curv", 0, 256, *(curve(i / 255) for i in range(256)))
    tags = {
        b"desc": pack(">4s2I5s", b"desc", 0, len(name), name) + bytes(78),
        b"cprt": b"text\0\0\0\0No rights reserved\0",
        b"wtpt": xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": xyz(0.43607, 0.22249, 0.01392),
        b"gXYZ": xyz(0.38515, 0.71687, 0.09708),
        b"bXYZ": xyz(0.14307, 0.06061, 0.71410),
        b"rTRC": tones,
        b"gTRC": tones,
        b"bTRC": tones,
    }
    start = 128 + 4 + 12 * len(tags)
    table, data = pack(">I", len(tags)), b""
    placed: dict[bytes, int] = {}
    for tag, content in tags.items():
        if content not in placed:
            placed[content] = start + len(data)
            data += content + bytes(-len(content) % 4)
        table += pack(">4s2I", tag, placed[content], len(content))
    header = pack(
        ">I4sI4s4s4s6H4s7I3I48x",
        *(start + len(data), b"", 0x02100000, b"mntr", b"RGB ", b"XYZ "),
        *(2025, 1, 1, 0, 0, 0, b"acsp", 0, 0, 0, 0, 0, 0, 0),
        *(0xF6D6, 0x10000, 0xD32D),  # the illuminant, D50
    )
    return header + table + data
