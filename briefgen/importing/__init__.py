"""Take a report in another form (text, DOCX, Markdown, HTML), return a canonical one.

The phases: a reader (`READERS`) makes a `Draft` of the file; the passes find what its format
does not state; `write` makes Markdown and CSL references. See `draft` for the form between them.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from briefgen.diagnostics import Diagnostics
from briefgen.importing.draft import Draft

__all__ = ["READERS", "read_draft"]

Read = Callable[[Path, Diagnostics], Draft]

READERS = {
    "text": "briefgen.importing.text",
    "docx": "briefgen.importing.docx",
    "markdown": "briefgen.importing.markdown",
    "html": "briefgen.importing.html",
}
"""The module of each format's reader; each has `read(path, sink) -> Draft`."""


def read_draft(path: Path, kind: str, sink: Diagnostics) -> Draft:
    """Read `path` with the reader of `kind`."""
    read: Read = import_module(READERS[kind]).read
    return read(path, sink)
