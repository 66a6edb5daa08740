"""Take the lines of a table and its caption, return one table token.

The caption stands before or after: `: text {#tbl-id .class key=value}` or `Table: text`. Grid
tables and those ruled with dashes have modules of their own. A cell of a pipe table ends at a pipe
that has no backslash before it and stands in no code.
"""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it.rules_block import StateBlock

from briefgen.model import Alignment
from briefgen.reader.rules.geometry import CellText
from briefgen.reader.rules.grids import begins_grid, grid_table
from briefgen.reader.rules.ruled import begins_ruled, ruled_table
from briefgen.reader.rules.state import column_of, text_of
from briefgen.reader.rules.tabletext import TableText, TypedCell, TypedRow, alignment_of
from briefgen.reader.source import BLANK

_CAPTION = re.compile(r"(?::|[Tt]able:)[ \t]+(?=\S)")
_DELIMITER = re.compile(r":?-+:?$")
_PIPE = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\|")


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a table of any kind, with a caption before or after it."""
    if silent:  # the header of a table ruled with dashes would be the text before it
        return _begins(state, start, end) or begins_grid(state, start, end)
    caption, head = _caption(state, start, end)
    head = state.skipEmptyLines(head) if caption else head
    if head - start > len(caption) + 1:
        return False
    found = None
    for read in (_pipe_table, ruled_table, grid_table):
        found = found or read(state, head, end)
    if found is None:
        return False
    text, line = found
    after = line
    if not caption:
        if after < end and state.isEmpty(after):
            after += 1
        if after < end and state.sCount[after] >= state.blkIndent:
            caption, after = _caption(state, after, end)
        line = after if caption else line
    text.caption = caption
    token = state.push("table", "", 0)
    token.map = [start, line]
    token.meta = {"column": column_of(state, start), "table": text}
    state.line = line
    return True


def is_caption_of_table(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` begins the caption of a table that follows."""
    caption, after = _caption(state, line, end)
    if not caption:
        return False
    head = state.skipEmptyLines(after)
    return head <= after + 1 and (
        _begins(state, head, end) or begins_grid(state, head, end) or begins_ruled(state, head, end)
    )


def _pipe_table(state: StateBlock, start: int, end: int) -> tuple[TableText, int] | None:
    if not _begins(state, start, end):
        return None
    alignments = _alignments(text_of(state, start + 1))
    line = start + 2
    rows: list[TypedRow] = []
    while line < end and _goes_on(state, line):
        rows.append(_row(state, line))
        line += 1
    return TableText(alignments, [_row(state, start)], rows), line


def _begins(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` is the header of a table: one with pipes over a row of dashes."""
    if line + 1 >= end or state.is_code_block(line) or state.sCount[line] < state.blkIndent:
        return False
    below = text_of(state, line + 1)
    return (
        below[:1] in ("|", "-", ":")
        and "|" in below
        and "|" in text_of(state, line)
        and state.blkIndent <= state.sCount[line + 1] < state.blkIndent + 4
        and bool(_alignments(below))
    )


def _goes_on(state: StateBlock, line: int) -> bool:
    return (
        not state.isEmpty(line)
        and state.blkIndent <= state.sCount[line]
        and "|" in text_of(state, line)
    )


def _alignments(text: str) -> list[Alignment]:
    """Return the alignments that a delimiter row gives; none if it is not one."""
    alignments: list[Alignment] = []
    for mark in re.split(r"[|+]", text.strip(BLANK).removeprefix("|").removesuffix("|")):
        mark = mark.strip(BLANK)
        if not _DELIMITER.match(mark):
            return []
        alignments.append(alignment_of(mark))
    return alignments


def _row(state: StateBlock, line: int) -> TypedRow:
    begin = column_of(state, line)
    text = text_of(state, line).rstrip(BLANK)
    bounds = [-1, *(match.start() for match in _PIPE.finditer(text) if match[0] == "|"), len(text)]
    if text.startswith("|"):
        del bounds[0]
    if len(bounds) > 2 and bounds[-2] == len(text) - 1:
        bounds.pop()
    cells: list[TypedCell] = []
    for left, right in pairwise(bounds):
        piece = text[left + 1 : right]
        column = begin + left + 1 + len(piece) - len(piece.lstrip(BLANK))
        cells.append(TypedCell([(line, column, piece.strip(BLANK))]))
    return TypedRow(line, cells)


def _caption(state: StateBlock, start: int, end: int) -> tuple[list[CellText], int]:
    """Return the lines of the caption that begins at `start`, if one does, and where it ends."""
    match = _CAPTION.match(text_of(state, start)) if start < end else None
    if match is None or state.is_code_block(start):
        return [], start
    caption: list[CellText] = []
    line = start
    while line < end and not state.isEmpty(line):
        text = text_of(state, line)
        if caption and (
            text.startswith(":::") or _begins(state, line, end) or _CAPTION.match(text)
        ):
            break
        skip = match.end() if line == start else 0
        caption.append((line, column_of(state, line) + skip, text_of(state, line)[skip:]))
        line += 1
    return caption, line
