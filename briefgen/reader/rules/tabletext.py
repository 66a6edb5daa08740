"""A table as it was typed, of whichever kind: what the table rules make and the builder reads."""

from __future__ import annotations

from dataclasses import field

from briefgen.model import Alignment
from briefgen.reader.rules.geometry import CellText
from briefgen.record import record

__all__ = ["TableText", "TypedCell", "TypedRow", "alignment_of"]


@record(frozen=False, slots=True)
class TypedCell:
    """The lines of a cell, and how many rows and columns it takes: none where another covers it.

    With `blocks`, the lines are read as blocks; otherwise they are one paragraph.
    """

    lines: list[CellText]
    rows: int = 1
    columns: int = 1
    blocks: bool = False


@record(frozen=False, slots=True)
class TypedRow:
    """The cells of a row that begins on `line`."""

    line: int
    cells: list[TypedCell]


@record(frozen=False, slots=True)
class TableText:
    """A table; `caption` has one `CellText` for each of its lines."""

    alignments: list[Alignment]
    header: list[TypedRow]
    rows: list[TypedRow]
    caption: list[CellText] = field(default_factory=list)


def alignment_of(mark: str) -> Alignment:
    """Return the alignment that colons at the ends of a row of dashes give."""
    match mark[:1] == ":", mark[-1:] == ":":
        case True, True:
            return "center"
        case True, False:
            return "left"
        case False, True:
            return "right"
        case _:
            return "default"
