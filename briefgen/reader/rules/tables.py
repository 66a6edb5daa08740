"""Take the lines of a pipe table and its caption, return one table token.

The caption stands before or after: `: text {#tbl-id .class key=value}` or `Table: text`. A cell
ends at a pipe that has no backslash before it and stands in no code.
"""

from __future__ import annotations

import re
from itertools import pairwise

from markdown_it.rules_block import StateBlock

from briefgen.model import Alignment
from briefgen.reader.rules.state import column_of, text_of
from briefgen.reader.source import BLANK
from briefgen.record import record

CellText = tuple[int, int, str]
"""Line and column (0-based) and text of a cell, blanks cut off."""

_CAPTION = re.compile(r"(?::|[Tt]able:)[ \t]+(?=\S)")
_DELIMITER = re.compile(r":?-+:?$")
_PIPE = re.compile(r"\\.|(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)|\|")


@record(frozen=False, slots=True)
class TableText:
    """A table as it was typed; `caption` has one `CellText` for each of its lines."""

    alignments: list[Alignment]
    header: list[CellText]
    rows: list[list[CellText]]
    caption: list[CellText]


def table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a pipe table, with a caption before or after it."""
    if silent:
        return _begins(state, start, end)
    caption, head = _caption(state, start, end)
    head = state.skipEmptyLines(head) if caption else head
    if head - start > len(caption) + 1 or not _begins(state, head, end):
        return False
    alignments = _alignments(text_of(state, head + 1))
    line = head + 2
    rows: list[list[CellText]] = []
    while line < end and _goes_on(state, line):
        rows.append(_cells(state, line))
        line += 1
    after = line
    if not caption:
        if after < end and state.isEmpty(after):
            after += 1
        if after < end and state.sCount[after] >= state.blkIndent:
            caption, after = _caption(state, after, end)
        line = after if caption else line
    token = state.push("table", "", 0)
    token.map = [start, line]
    token.meta = {
        "column": column_of(state, start),
        "table": TableText(alignments, _cells(state, head), rows, caption),
    }
    state.line = line
    return True


def is_caption_of_table(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` begins the caption of a table that follows."""
    caption, after = _caption(state, line, end)
    if not caption:
        return False
    head = state.skipEmptyLines(after)
    return head <= after + 1 and _begins(state, head, end)


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
        and state.blkIndent <= state.sCount[line] < state.blkIndent + 4
        and "|" in text_of(state, line)
    )


def _alignments(text: str) -> list[Alignment]:
    """Return the alignments that a delimiter row gives; none if it is not one."""
    alignments: list[Alignment] = []
    for mark in re.split(r"[|+]", text.strip(BLANK).removeprefix("|").removesuffix("|")):
        mark = mark.strip(BLANK)
        if not _DELIMITER.match(mark):
            return []
        match mark[0] == ":", mark[-1] == ":":
            case True, True:
                alignments.append("center")
            case True, False:
                alignments.append("left")
            case False, True:
                alignments.append("right")
            case _:
                alignments.append("default")
    return alignments


def _cells(state: StateBlock, line: int) -> list[CellText]:
    begin = column_of(state, line)
    text = text_of(state, line).rstrip(BLANK)
    bounds = [-1, *(match.start() for match in _PIPE.finditer(text) if match[0] == "|"), len(text)]
    if text.startswith("|"):
        del bounds[0]
    if len(bounds) > 2 and bounds[-2] == len(text) - 1:
        bounds.pop()
    cells: list[CellText] = []
    for left, right in pairwise(bounds):
        piece = text[left + 1 : right]
        column = begin + left + 1 + len(piece) - len(piece.lstrip(BLANK))
        cells.append((line, column, piece.strip(BLANK)))
    return cells


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
