"""Take the lines of a grid table, return its cells, which may span columns and rows.

A grid is traced as docutils does (and Pandoc after it): from a corner along the upper border to
the right, down, to the left and up again; what it goes round is a cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from markdown_it.rules_block import StateBlock

from briefgen.model import Alignment
from briefgen.reader.rules.geometry import CellText, DrawnLine, drawn
from briefgen.reader.rules.state import column_of, text_of
from briefgen.reader.rules.tabletext import TableText, TypedCell, TypedRow, alignment_of
from briefgen.reader.source import BLANK
from briefgen.restrictions import report_strings

__all__ = ["begins_grid", "broken_grid", "grid_table"]

_BORDER = re.compile(r"\+(?:[-=:]+\+)+[ \t]*$")
_STEPS = 60
"""How many steps of tracing there are, at most, for each character of the drawing."""

_Box = tuple[int, int, int, int]
"""The borders of a cell: top, left, bottom, right."""


def begins_grid(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` is the upper border of a grid."""
    return (
        line + 1 < end
        and not state.is_code_block(line)
        and state.sCount[line] >= state.blkIndent
        and _BORDER.match(text_of(state, line)) is not None
        and text_of(state, line + 1)[:1] in ("|", "+")
    )


def grid_table(state: StateBlock, start: int, end: int) -> tuple[TableText, int] | None:
    """Return the grid table that begins at `start` and the line after it, or None."""
    if not begins_grid(state, start, end):
        return None
    lines = _lines(state, start, end)
    try:
        return _read(lines), start + len(lines)
    except _BrokenGridError:
        return None


def broken_grid(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Block rule: a grid whose lines do not meet is printed as it was typed, as code is."""
    if silent or not begins_grid(state, start, end):
        return False
    lines = _lines(state, start, end)
    row = 0
    try:
        _read(lines)
    except _BrokenGridError as broken:
        row = min(broken.row, len(lines) - 1)
    state.line = start + len(lines)
    here = state.env["source"].lines_span(start, column_of(state, start), state.line)
    state.env["sink"].warning(
        "unread-table",
        "the lines of this grid table do not meet; it is printed as typed",
        here,
        f"look at line {lines[row].line + 1}: every border begins and ends with a +, and the | "
        "stand below each other",
    )
    token = state.push("code_block", "", 0)
    token.map = [start, state.line]
    token.meta = {"column": column_of(state, start)}
    token.content = "\n".join("".join(line.shown) for line in lines) + "\n"
    report_strings(token.content, here, state.env["sink"])  # nobody typed it as code
    return True


def _lines(state: StateBlock, line: int, end: int) -> list[DrawnLine]:
    lines: list[DrawnLine] = []
    while line < end and state.sCount[line] >= state.blkIndent:
        text = text_of(state, line).rstrip(BLANK)
        if text[:1] not in ("|", "+"):
            break
        lines.append(drawn(text, line, column_of(state, line)))
        line += 1
    return lines


class _BrokenGridError(Exception):
    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


def _read(lines: Sequence[DrawnLine]) -> TableText:
    rules = [i for i, line in enumerate(lines) if _BORDER.match("".join(line.shown))]
    ends = [i for i in rules if "=" in lines[i].shown]
    if rules[-1] != len(lines) - 1:
        raise _BrokenGridError(len(lines) - 1)
    borders = set(rules)
    block = [
        [("-" if i in borders and c in "=:" else c) for c in line.shown]
        for i, line in enumerate(lines)
    ]
    width = max(map(len, block))
    for row in block:
        row += " " * (width - len(row))
    boxes = _Tracer(block).boxes()
    tops = sorted({box[0] for box in boxes} | {box[2] for box in boxes})
    lefts = sorted({box[1] for box in boxes} | {box[3] for box in boxes})
    row_of = {top: i for i, top in enumerate(tops)}
    column_of_ = {left: i for i, left in enumerate(lefts)}
    rows: list[TypedRow] = [
        TypedRow(lines[top + 1].line, [TypedCell([], 0, 0) for _ in lefts[1:]]) for top in tops[:-1]
    ]
    for top, left, bottom, right in boxes:
        at, column = row_of[top], column_of_[left]
        rows[at].cells[column] = TypedCell(
            _inside(lines[top + 1 : bottom], left + 1, right),
            row_of[bottom] - at,
            column_of_[right] - column,
            blocks=True,
        )
    covered = {
        (row, column)
        for top, left, bottom, right in boxes
        for row in range(row_of[top], row_of[bottom])
        for column in range(column_of_[left], column_of_[right])
    }
    for at, typed in enumerate(rows):
        for column in range(len(typed.cells)):
            if (at, column) not in covered:  # the drawing ends before it
                typed.cells[column] = TypedCell([])
    heads = row_of.get(ends[0], 0) if ends and ends[0] != len(lines) - 1 else 0
    marks = lines[ends[0] if heads else 0]
    alignments: list[Alignment] = [
        alignment_of("".join(marks.shown[left + 1 : right])) for left, right in pairwise(lefts)
    ]
    if heads and any(row + cell.rows > heads for row in range(heads) for cell in rows[row].cells):
        raise _BrokenGridError(ends[0])  # a cell goes on below the header
    return TableText(alignments, rows[:heads], rows[heads:])


def _inside(lines: Sequence[DrawnLine], start: int, end: int) -> list[CellText]:
    parts = [line.part(start, end) for line in lines]
    if all(not text or text[0] == " " for _, _, text in parts):
        parts = [line.part(start + 1, end) for line in lines]
    return parts


class _Tracer:
    """Finds the cells of `block`, characters whose borders are drawn with `+`, `-` and `|`."""

    def __init__(self, block: Sequence[Sequence[str]]) -> None:
        self.block = block
        self.bottom, self.right = len(block) - 1, len(block[0]) - 1
        self.left_over = _STEPS * (self.bottom + 1) * (self.right + 1)

    def boxes(self) -> list[_Box]:
        done = [-1] * len(self.block[0])
        corners = [(0, 0)]
        found: list[_Box] = []
        seen = {(0, 0)}
        while corners:
            corners.sort(reverse=True)
            top, left = corners.pop()
            if top == self.bottom or left == self.right or top <= done[left]:
                continue
            box = self.trace(top, left)
            if box is None:
                continue
            bottom, right = box[2:]
            for column in range(left, right):
                if done[column] != top - 1 and done[column] != -1 and done[column] < top - 1:
                    raise _BrokenGridError(top)
                done[column] = bottom - 1
            found.append(box)
            for corner in ((top, right), (bottom, left)):
                if corner not in seen:
                    seen.add(corner)
                    corners.append(corner)
        short = [row for row in done[: self.right] if row != self.bottom - 1]
        if short or not found:
            raise _BrokenGridError(max(min(short, default=0), 0) + 1)
        return found

    def trace(self, top: int, left: int) -> _Box | None:
        for right in range(left + 1, self.right + 1):
            mark = self.block[top][right]
            if mark == "+":
                bottom = self.down(top, left, right)
                if bottom:
                    return top, left, bottom, right
            elif mark != "-":
                return None
        return None

    def down(self, top: int, left: int, right: int) -> int:
        for bottom in range(top + 1, self.bottom + 1):
            self.step(1, top)
            mark = self.block[bottom][right]
            if mark == "+":
                if self.round(top, left, bottom, right):
                    return bottom
            elif mark != "|":
                return 0
        return 0

    def round(self, top: int, left: int, bottom: int, right: int) -> bool:
        """Tell whether a border leads to the left below, and up to where it began."""
        self.step(right - left, top)
        if self.block[bottom][left] != "+" or not all(
            self.block[bottom][column] in "+-" for column in range(left + 1, right)
        ):
            return False
        self.step(bottom - top, top)
        return all(self.block[row][left] in "+|" for row in range(top + 1, bottom))

    def step(self, count: int, row: int) -> None:
        self.left_over -= count
        if self.left_over < 0:
            raise _BrokenGridError(row)
