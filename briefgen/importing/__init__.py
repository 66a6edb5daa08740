"""Take a report in another form (text, DOCX, Markdown, HTML), return a canonical one.

The phases: a reader (`READERS`) makes a `Draft` of the file. `convert` runs the passes that find
what the format does not state. `write` makes Markdown, `works` CSL references, and `review` the
list of unsure decisions. `draft` has the form between readers and passes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from zipfile import is_zipfile

from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics
from briefgen.importing.convert import Imported, convert
from briefgen.importing.decisions import Ask, Decisions
from briefgen.importing.draft import Draft

__all__ = ["READERS", "import_report", "kind_of", "read_draft"]

Read = Callable[[Path, Diagnostics], Draft]

READERS = {
    "text": "briefgen.importing.text",
    "docx": "briefgen.importing.docx",
    "markdown": "briefgen.importing.markdown",
    "html": "briefgen.importing.html",
}
"""The module of each format's reader; each has `read(path, sink) -> Draft`."""

_KINDS = {
    ".docx": "docx",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_MARKDOWN = re.compile(rb"^(?:#{1,6} \S|```|\[\^[^\]]+\]:|\[[^\]]+\]: https?:)", re.MULTILINE)


def import_report(
    path: Path, sink: Diagnostics, *, ask: Ask | None = None, cite_links: bool = False
) -> Imported:
    """Read and convert the report at `path`; `ask` decides what is unsure.

    Raises `BriefgenError` if there is nothing to read.
    """
    draft = read_draft(path, kind_of(path), sink)
    name = " ".join(re.split(r"[\s_-]+", path.stem)).strip() or "Report"
    return convert(draft, name[:1].upper() + name[1:], Decisions(ask), cite_links=cite_links)


def kind_of(path: Path) -> str:
    """Return the reader for `path`, by its suffix or else by the beginning of its text."""
    kind = _KINDS.get(path.suffix.lower())
    if kind is not None:
        return kind
    if path.suffix.lower() in (".doc", ".odt", ".rtf", ".pdf", ".pages"):
        raise BriefgenError([_unknown(path)])
    try:
        with path.open("rb") as file:
            start = file.read(200_000)
    except OSError as error:
        message = f"cannot read '{path}': {error.strerror}"
        raise BriefgenError([Diagnostic("error", "unreadable", message)]) from error
    if start.startswith(b"PK") and is_zipfile(path):
        return "docx"
    if start.startswith((b"%PDF", b"{\\rtf", b"\xd0\xcf\x11\xe0")):
        raise BriefgenError([_unknown(path)])
    if _HTML.match(start):
        return "html"
    return "markdown" if len(_MARKDOWN.findall(start)) >= 2 else "text"


def _unknown(path: Path) -> Diagnostic:
    return Diagnostic(
        "error",
        "unknown-format",
        f"'{path}' is none of text, DOCX, Markdown and HTML",
        None,
        ("save it as DOCX, or as plain text, and import that",),
    )


def read_draft(path: Path, kind: str, sink: Diagnostics) -> Draft:
    """Read `path` with the reader of `kind`."""
    read: Read = import_module(READERS[kind]).read
    return read(path, sink)
