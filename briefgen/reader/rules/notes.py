"""Block rule: the text of a note, `[^label]: text`."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from briefgen.reader.rules.state import close_token, open_token, read_nested

_NOTE = re.compile(r"\[\^([^\s\[\]^]+)\]:[ \t]*")


def note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("[^", position) or state.is_code_block(start):
        return False
    match = _NOTE.match(state.src, position, state.eMarks[start])
    if match is None or silent:
        return match is not None
    token = open_token(state, "note", start, label=match[1])
    indent = state.blkIndent + 4
    outside = state.bMarks[start]
    # The text of the first line counts as indented, because labels differ in length.
    state.bMarks[start] = match.end()
    read_nested(state, start, end, match.end(), indent, indent)
    state.bMarks[start] = outside
    close_token(state, token)
    return True
