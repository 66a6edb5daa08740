"""Take the lines of a simple or multiline table, whose columns a row of dashes shows.

In a simple table each line is a row. In a multiline table an empty line ends a row, and a rule
stands at the end (and above the header, if there is one). How a heading stands over its dashes
gives the alignment: flush right, flush left, within them (centred), or as wide as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.rules_block import StateBlock

from briefgen.model import Alignment
from briefgen.reader.rules.geometry import DrawnLine, drawn
from briefgen.reader.rules.tabletext import TableText, TypedCell, TypedRow
from briefgen.reader.source import BLANK
from briefgen.record import NamedTuple

__all__ = ["begins_ruled", "ruled_table"]

_COLUMNS = re.compile(r" {0,3}-+(?: +-+)+[ \t]*$")
_RULE = re.compile(r" {0,3}-{3,}[ \t]*$")
_FOOTER = re.compile(r" {0,3}-+(?: +-+)*[ \t]*$")
_OTHER = re.compile(r"[ \t]*(?:```|~~~|:::|#{1,6}[ \t]|[-*+][ \t]|>|<!--|\|)")
"""What begins another block, and so no header."""


def begins_ruled(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` can be the first of such a table."""
    if line + 1 >= end or state.sCount[line] < state.blkIndent:
        return False
    here = _line(state, line)
    if _is_columns(here):
        return True
    below = _line(state, line + 1)
    if here.strip() and _is_columns(below) and not _OTHER.match(here):
        return True
    return _RULE.match(here) is not None and below.strip() != "" and not _FOOTER.match(below)


def ruled_table(state: StateBlock, start: int, end: int) -> tuple[TableText, int] | None:
    """Return the table that begins at `start` and the line after it, or None."""
    if not begins_ruled(state, start, end):
        return None
    here = _line(state, start)
    if _RULE.match(here):
        return _multiline(state, start + 1, end, header=True)
    if _is_columns(here):
        return _simple(state, start, end, header=False) or _multiline(
            state, start, end, header=False
        )
    return _simple(state, start, end, header=True)


def _simple(
    state: StateBlock, line: int, end: int, *, header: bool
) -> tuple[TableText, int] | None:
    first = line + 1 + header
    last = first
    while last < end and _line(state, last).strip() and not _is_footer(state, last, end):
        last += 1
    closed = last < end and _is_footer(state, last, end)
    if last == first or (not header and not closed):
        return None
    columns = _columns(state, first - 1)
    heads = [_drawn(state, line)] if header else []
    rows = [[_drawn(state, number)] for number in range(first, last)]
    return _made(columns, heads, rows), last + closed


def _multiline(
    state: StateBlock, line: int, end: int, *, header: bool
) -> tuple[TableText, int] | None:
    ruled = line
    while header and ruled < end and not _FOOTER.match(_line(state, ruled)):
        if not _line(state, ruled).strip():
            return None
        ruled += 1
    if ruled == end or (header and ruled == line):
        return None
    last = ruled + 1
    rows: list[list[DrawnLine]] = [[]]
    while last < end and not _is_footer(state, last, end):
        if state.sCount[last] < state.blkIndent and _line(state, last).strip():
            return None
        if _FOOTER.match(_line(state, last)):
            return None  # another rule: these are breaks between paragraphs
        if _line(state, last).strip():
            rows[-1].append(_drawn(state, last))
        elif rows[-1]:
            rows.append([])
        last += 1
    rows = [row for row in rows if row]
    if last == end or not rows:
        return None
    heads = [_drawn(state, number) for number in range(line, ruled)] if header else []
    return _made(_columns(state, ruled), heads, rows), last + 1


class _Column(NamedTuple):
    start: int
    """Where its dashes begin."""
    dashes: int
    """How many there are."""
    end: int
    """Where the next one begins."""


def _made(
    columns: Sequence[_Column], heads: list[DrawnLine], rows: Sequence[list[DrawnLine]]
) -> TableText:
    by = heads or rows[0]
    alignments = [_alignment([line.part(c.start, c.end)[2] for line in by], c) for c in columns]
    header = [_row(columns, heads)] if heads else []
    return TableText(alignments, header, [_row(columns, row) for row in rows])


def _row(columns: Sequence[_Column], lines: Sequence[DrawnLine]) -> TypedRow:
    cells: list[TypedCell] = []
    for column in columns:
        start = column.start if cells else 0  # what stands left of the first dashes is its text
        parts = [line.part(start, column.end) for line in lines]
        kept = [
            (line, place + len(text) - len(text.lstrip()), text.strip())
            for line, place, text in parts
            if text.strip()
        ]
        cells.append(TypedCell(kept))
    return TypedRow(lines[0].line, cells)


def _alignment(texts: Sequence[str], column: _Column) -> Alignment:
    widest = min((text for text in texts if text), key=len, default="")
    if not widest:
        return "default"
    match widest[0] in BLANK, len(drawn(widest, 0, 0).shown) < column.dashes:
        case True, False:
            return "right"
        case False, True:
            return "left"
        case True, True:
            return "center"
        case _:
            return "default"


def _columns(state: StateBlock, line: int) -> list[_Column]:
    runs = [match.span() for match in re.finditer("-+", _line(state, line))]
    ends = [start for start, _ in runs[1:]]
    return [
        _Column(start, end - start, following)
        for (start, end), following in zip(runs, [*ends, 10_000], strict=True)
    ]


def _is_columns(text: str) -> bool:
    return _COLUMNS.match(text) is not None and "--" in text


def _is_footer(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` is a rule with an empty line, or nothing, behind it."""
    return bool(_FOOTER.match(_line(state, line))) and (line + 1 >= end or state.isEmpty(line + 1))


def _line(state: StateBlock, line: int) -> str:
    """Return the line without the prefix of the blocks it stands in, its indent kept."""
    text = state.src[state.bMarks[line] : state.eMarks[line]]
    return text[min(state.blkIndent, len(text) - len(text.lstrip(BLANK))) :]


def _drawn(state: StateBlock, line: int) -> DrawnLine:
    text = _line(state, line)
    starts: list[int] = state.env["starts"]
    return drawn(text, line, state.eMarks[line] - len(text) - starts[line])
