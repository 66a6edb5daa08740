"""Writers: take a finished document, return the files of one format.

`WRITERS` is the list of the formats there are. The command line, the file names and the front door
go by it: a new format is a function and an entry here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, Literal

from briefgen.record import NamedTuple
from briefgen.writers.finished import Finished, WriterChoices

if TYPE_CHECKING:
    from briefgen.diagnostics import Diagnostics

__all__ = ["FORMATS", "WRITERS", "Finished", "Writer", "WriterChoices"]


class Writer(NamedTuple):
    """A format that briefgen writes.

    `name` is what `--format` takes and `title` what people call it; files end in `suffix`.
    `layout` says what the writer needs of one: "none"; "measured", for widths and page numbers;
    or "drawn", where it draws the boxes, so that the pages of its files can be counted. `write`
    returns the files: one, or one for each page. It reports to the sink what it cannot print.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    layout: Literal["none", "measured", "drawn"]
    write: Callable[[Finished, Diagnostics], Sequence[bytes]]


def _pdf(finished: Finished, sink: Diagnostics) -> Sequence[bytes]:
    from briefgen.writers.pdf import write_pdf

    layout, fonts = finished.layout, finished.fonts
    assert layout is not None and fonts is not None  # noqa: S101, PT018  # its entry says "drawn"
    return (write_pdf(finished.document, layout, fonts, sink),)


def _docx(finished: Finished, sink: Diagnostics) -> Sequence[bytes]:
    from briefgen.writers.docx import write_docx

    return (write_docx(finished, sink),)


_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WRITERS: Final = {
    writer.name: writer
    for writer in (
        Writer("pdf", "PDF", ".pdf", "application/pdf", "drawn", _pdf),
        Writer("docx", "DOCX", ".docx", _DOCX, "measured", _docx),
    )
}
"""Every format by its name, in the order in which the files of a document are written."""

FORMATS: Final = tuple(WRITERS)
