"""Take an HTML file, return its `Draft`.

`notes` finds footnotes by the links between them and their marks. `looks` reads formatting off
elements, styles and classes. `body` reads paragraphs, lists and tables. Navigation, scripts, asides
and hidden elements are left out.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

from briefgen.dates import to_iso
from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics, Span
from briefgen.importing.dates import read_date
from briefgen.importing.draft import Draft, DraftBlock, DraftMetadata, DraftParagraph
from briefgen.importing.html.body import PageReader
from briefgen.importing.html.looks import style_rules
from briefgen.importing.html.notes import find_notes
from briefgen.importing.pictures import ImportedImages
from briefgen.importing.text import decode

__all__ = ["read", "read_html"]

_CHARSET: Final = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w:-]+)", re.IGNORECASE)
_XML: Final = re.compile(r"\s*<\?xml[^>]*\?>")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u2060\ufeff\u00ad]")


def read(path: Path, sink: Diagnostics) -> Draft:
    """Read the page at `path`; raise `BriefgenError` if there is nothing to read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = f"cannot read '{path}': {error.strerror}"
        raise BriefgenError([Diagnostic("error", "unreadable", reason)]) from error
    return read_html(_decoded(data, path, sink), path, sink)


def _decoded(data: bytes, path: Path, sink: Diagnostics) -> str:
    """Return the text of the page, in the encoding that it states unless that is wrong."""
    match = _CHARSET.search(data[:4096])
    if match and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        name = match[1].decode("ascii", "replace").casefold()
        # As browsers do, Latin-1 is read as Windows-1252, and UTF-16 in a page as UTF-8.
        name = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252"}.get(name, name)
        try:
            return data.decode("utf-8" if name.startswith("utf-16") else name)
        except LookupError:
            line = data[: match.start()].count(b"\n") + 1
            message = f"there is no encoding {match[1].decode('ascii', 'replace')!r}"
            sink.warning("not-utf8", message, Span(str(path), line), "save the page as UTF-8")
        except UnicodeDecodeError:
            pass  # the page states a wrong encoding: read it as if it stated none
    return decode(data, str(path), sink)


def read_html(text: str, path: Path, sink: Diagnostics) -> Draft:
    """Read a page from `text`; its images are looked for beside `path`."""
    from lxml import etree

    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True)
    text = _CONTROL.sub("", _XML.sub("", text, count=1))
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise BriefgenError([_empty(path)])
    _make_own_links_local(root)
    notes = find_notes(root)
    reader = PageReader(style_rules(root), notes, ImportedImages(path, sink))
    body = root.find("body")
    main = _main(body if body is not None else root)
    blocks = reader.read(main)
    inner = main
    while inner.getparent() is not None and inner.tag != "body":
        for beside in (*inner.itersiblings(preceding=True), *inner.itersiblings()):
            reader.leave_out(beside)
        inner = inner.getparent()
    read_notes = {key: tuple(reader.read(block)) for key, block in notes.blocks.items()}
    while (
        notes.blocks and blocks and isinstance(last := blocks[-1], DraftParagraph) and not last.runs
    ):
        blocks.pop()  # the rule above the notes
    if not blocks:
        raise BriefgenError([_empty(path)])
    metadata = _metadata(root, blocks)
    return Draft(
        tuple(blocks), metadata, tuple(reader.works), read_notes, reader.pictures.media,
        tuple(reader.left_out),
    )  # fmt: skip


def _make_own_links_local(root: Any) -> None:
    """Turn addresses of the page itself, as a saved page has them, into links within it."""
    ids = {element.get("id") for element in root.iter() if element.get("id")}
    pages = Counter(
        page
        for anchor in root.iter("a")
        for page, _, name in [(anchor.get("href") or "").partition("#")]
        if page and name in ids
    )
    own = {page for page, count in pages.items() if count >= 3}
    own |= {
        (link.get("href") or "").partition("#")[0]
        for link in root.iter("link")
        if link.get("rel") == "canonical"
    } - {""}
    for anchor in root.iter("a"):
        page, mark, name = (anchor.get("href") or "").partition("#")
        if mark and page in own:
            anchor.set("href", f"#{name}")


def _main(body: Any) -> Any:
    """Return the only `main` or `article` element if it holds the text of the page, or `body`."""
    for name in ("main", "article"):
        elements = list(body.iter(name))
        if len(elements) == 1 and len("".join(elements[0].itertext()).split()) >= 50:
            return elements[0]
    return body


def _empty(path: Path) -> Diagnostic:
    message = f"there is no text in '{path}'"
    hint = "a page that a script fills has to be saved from the browser"
    return Diagnostic("error", "unreadable", message, Span(str(path), 1), (hint,))


def _metadata(root: Any, blocks: list[DraftBlock]) -> DraftMetadata:
    stated: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("name") or element.get("property") or "").casefold()
        stated.setdefault(name, " ".join((element.get("content") or "").split()))
    title = next((" ".join("".join(e.itertext()).split()) for e in root.iter("title")), "")
    if any(isinstance(block, DraftParagraph) and block.style == "title" for block in blocks):
        title = ""  # the title in the text counts
    names = re.split(r"\s*;\s*|,\s+(?:and\s+)?|\s+and\s+", stated.get("author", ""))
    date = next(
        (
            to_iso(parts)
            for name in ("date", "dcterms.date", "dc.date", "article:published_time")
            if (parts := read_date(stated.get(name, "")[:10]))
        ),
        "",
    )
    return DraftMetadata(
        title,
        authors=tuple((name, "", "") for name in names if name),
        date=date,
        lang=root.get("lang") or "",
    )
