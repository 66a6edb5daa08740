"""Block rule: a line block, `| ` before each line, which keeps its lines and their indents."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from briefgen.reader.rules.geometry import CellText
from briefgen.reader.rules.state import column_of, text_of
from briefgen.reader.source import BLANK

_LINE = re.compile(r"\|(?: |$)")


def line_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read lines that begin with a bar; one that begins with a blank goes on the line before."""
    if state.is_code_block(start) or not _LINE.match(text_of(state, start)):
        return False
    if silent:
        return False  # as in Pandoc, it does not end a paragraph
    lines: list[list[CellText]] = []
    line = start
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        text = text_of(state, line)
        begin = column_of(state, line)
        if _LINE.match(text) and state.sCount[line] < state.blkIndent + 4:
            lines.append([(line, begin + 2, text[2:].rstrip(BLANK))])
        elif state.sCount[line] > state.blkIndent:
            lines[-1].append((line, begin, text.rstrip(BLANK)))
        else:
            break
        line += 1
    token = state.push("line_block", "", 0)
    token.map = [start, line]
    token.meta = {"column": column_of(state, start), "lines": lines}
    state.line = line
    return True
