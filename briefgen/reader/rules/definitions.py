"""Block rule: definition lists, a term and below it `:` or `~` before each definition."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock

from briefgen.reader.rules.state import close_token, open_token, read_nested, skip_blank, text_of
from briefgen.reader.rules.tables import is_caption_of_table
from briefgen.reader.source import BLANK


def _is_definition(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` begins with `:` or `~`, a space and text."""
    if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return False
    text = text_of(state, line)
    return text[:1] in (":", "~") and text[1:2] in (" ", "\t") and text[1:].strip(BLANK) != ""


def _is_term(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` is defined by the next one, or by the one after an empty line."""
    if _is_definition(state, line, end) or line + 1 >= end:
        return False
    if not state.isEmpty(line + 1):
        return _is_definition(state, line + 1, end)
    return _is_definition(state, line + 2, end) and not is_caption_of_table(state, line + 2, end)


def definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent:  # a definition, or the next term right below, ends the paragraph of a definition
        if state.ddIndent < 0:
            return False
        here = state.blkIndent
        state.blkIndent = state.ddIndent
        ends = state.sCount[start] < here and (
            _is_definition(state, start, end)
            or (not state.isEmpty(start + 1) and _is_definition(state, start + 1, end))
        )
        state.blkIndent = here
        return ends
    if not _is_term(state, start, end):
        return False
    opened = open_token(state, "definition_list", start)
    line = start
    while line < end and state.sCount[line] >= state.blkIndent and _is_term(state, line, end):
        item = open_token(state, "definition_item", line)
        term = state.push("inline", "", 0)
        term.content = text_of(state, line).rstrip(BLANK)
        term.map = [line, line + 1]
        line = state.skipEmptyLines(line + 1)
        # Only after an empty line can `: text` be the caption of a table.
        while _is_definition(state, line, end) and not (
            state.isEmpty(line - 1) and is_caption_of_table(state, line, end)
        ):
            definition = open_token(state, "definition", line)
            begin = state.bMarks[line] + state.tShift[line]
            position, width = skip_blank(state, line, begin + 1, state.sCount[line] + 1)
            outside = state.ddIndent
            state.ddIndent = state.blkIndent
            read_nested(state, line, end, position, width, state.sCount[line] + 2)
            state.ddIndent = outside
            close_token(state, definition)
            line = state.line
        close_token(state, item)
        if state.is_code_block(line) if line < end else True:
            break
    state.line = line
    close_token(state, opened)
    return True
