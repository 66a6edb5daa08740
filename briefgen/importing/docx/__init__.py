"""Take a DOCX file of Word, Google Docs or LibreOffice, return its `Draft`.

python-docx opens the package and finds its parts. The XML of the body is walked here, because
python-docx has no names for much of what a report needs (outline levels, list levels, superscripts,
notes, fields). `styles` reads styles and numbering, `runs` the content of a paragraph, `body`
paragraphs and tables, and `looks` finds headings that are marked by their size alone.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile, is_zipfile

from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics, Span
from briefgen.importing.docx.body import BodyReader
from briefgen.importing.docx.looks import with_levels
from briefgen.importing.docx.runs import Holder, RunReader
from briefgen.importing.docx.styles import ListCounters, WordStyles, tag
from briefgen.importing.draft import Draft, DraftBlock, DraftMetadata, DraftParagraph
from briefgen.record import replace

__all__ = ["read"]

_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# The defaults that programs write for a title or an author.
_NO_TITLE: Final = re.compile(
    r"(?:word document|untitled(?: document)?|document\d*|(?:neues )?dokument\d*|"
    r"microsoft word - .*|powerpoint presentation)?",
    re.IGNORECASE,
)
_NO_AUTHOR: Final = re.compile(
    r"(?:python-docx|microsoft(?: office)?(?: user)?|user|admin(?:istrator)?|author|unknown|"
    r"un-named|windows user|owner|apache poi|pandoc)?",
    re.IGNORECASE,
)


def read(path: Path, sink: Diagnostics) -> Draft:
    """Read the DOCX at `path`; raise `BriefgenError` if it is damaged or another format."""
    document = _open(path)
    part = document.part
    styles = WordStyles(_root(part, "styles"))
    runs = RunReader(styles, str(path), sink)
    numbering = ListCounters(_root(part, "numbering"), styles)
    roots = {kind: _root(part, f"{kind}s") for kind in ("footnote", "endnote")}
    body = document.element.body
    anchors = frozenset(
        link.get(tag("anchor"), "") for link in document.element.iter(tag("hyperlink"))
    ) | frozenset(
        name
        for code in document.element.iter(tag("instrText"))
        for name in re.findall(r'(?:REF\s+|\\l\s+")(\w+)', code.text or "")
    )
    reader = BodyReader(runs, numbering, anchors, _holder(part))
    blocks = with_levels(reader.read(body))
    notes = _notes(reader, part, roots)
    metadata = _metadata(document, styles)
    if any(isinstance(block, DraftParagraph) and block.style == "title" for block in blocks):
        metadata = replace(metadata, title="")  # the title in the text counts
    left_out = tuple(reader.left_out)
    return Draft(tuple(blocks), metadata, notes=notes, media=runs.media, left_out=left_out)


def _open(path: Path) -> Any:
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError
    from lxml.etree import XMLSyntaxError

    try:
        return Document(str(path))
    except OSError as error:
        reason = f"cannot read '{path}': {error.strerror or error}"
        raise BriefgenError([Diagnostic("error", "unreadable", reason)]) from error
    except (
        PackageNotFoundError, BadZipFile, zlib.error, XMLSyntaxError, KeyError, ValueError,
        AttributeError, NotImplementedError, RuntimeError, EOFError,
    ) as error:  # fmt: skip
        raise BriefgenError([_no_docx(path)]) from error


def _no_docx(path: Path) -> Diagnostic:
    """Return why python-docx cannot open the file, and what to do."""
    data = path.read_bytes()[:8]
    why, hint = "it is damaged", "open it in Word or LibreOffice, and save it as DOCX again"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        why = "it is an old Word document, or has a password"
        hint = "open it in Word or LibreOffice, and save it as DOCX without a password"
    elif not data.startswith(b"PK"):
        why, hint = "it is of another format", "save it as DOCX, or as plain text, and import that"
    elif is_zipfile(path):
        why = "there is no Word document in it, or one of the form “Strict Open XML”"
        hint = "open it in Word or LibreOffice, and save it as DOCX"
    message = f"'{path}' cannot be read as DOCX: {why}"
    return Diagnostic("error", "unreadable", message, Span(str(path), 1), (hint,))


def _root(part: Any, name: str) -> Any:
    """Return the XML of the part that is related by `name`, or None."""
    related = _related(part, name)
    if related is None:
        return None
    if hasattr(related, "element"):
        return related.element
    from docx.oxml import parse_xml
    from lxml.etree import XMLSyntaxError

    try:
        return parse_xml(related.blob)
    except XMLSyntaxError:
        return None


def _related(part: Any, name: str) -> Any:
    for relation in part.rels.values():
        if relation.reltype == f"{_OFFICE}{name}" and not relation.is_external:
            return relation.target_part
    return None


def _holder(part: Any) -> Holder:
    rels = getattr(part, "rels", {})
    return Holder(
        {
            key: relation.target_ref if relation.is_external else relation.target_part
            for key, relation in rels.items()
        }
    )


def _notes(
    reader: BodyReader, part: Any, roots: dict[str, Any]
) -> dict[str, tuple[DraftBlock, ...]]:
    """Return the notes by their keys, in the order in which the text uses them."""
    notes: dict[str, tuple[DraftBlock, ...]] = {}
    done = 0
    body = reader.holder
    while done < len(reader.runs.notes):  # a note may refer to another
        (kind, number), key = list(reader.runs.notes.items())[done]
        done += 1
        root = roots[kind]
        elements = () if root is None else root.findall(tag(kind))
        element = next((one for one in elements if one.get(tag("id")) == number), None)
        if element is None:
            continue
        related = _related(part, f"{kind}s")
        reader.holder = _holder(related)
        if blocks := reader.read(element):
            notes[key] = tuple(blocks)
    reader.holder = body
    return notes


def _metadata(document: Any, styles: WordStyles) -> DraftMetadata:
    try:
        properties = document.core_properties
        title, author = properties.title or "", properties.author or ""
        subject, lang = properties.subject or "", properties.language or ""
    except (ValueError, KeyError, AttributeError):  # a property that cannot be read
        title = author = subject = lang = ""
    title, subject = " ".join(title.split()), " ".join(subject.split())
    names = [name.strip() for name in re.split(r"\s*;\s*", author)]
    return DraftMetadata(
        "" if _NO_TITLE.fullmatch(title) else title,
        subject,
        tuple((name, "", "") for name in names if name and not _NO_AUTHOR.fullmatch(name)),
        lang=lang.strip() or _language(document, styles),
    )


def _language(document: Any, styles: WordStyles) -> str:
    """Return the language of most letters, or "" for en-US, because that is Word's default."""
    letters: Counter[str] = Counter()
    for run in document.element.body.iter(tag("r")):
        length = sum(len(text.text or "") for text in run.findall(tag("t")))
        stated = run.find(f"{tag('rPr')}/{tag('lang')}")
        own = stated.get(tag("val"), "") if stated is not None else ""
        letters[own or styles.language] += length
    lang = max(letters, key=lambda name: (letters[name], name), default="")
    return "" if lang == "en-US" else lang
