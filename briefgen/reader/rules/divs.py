"""Block rule: a fenced div, `::: {.class key=value}` or `::: name`, up to its own `:::`."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from briefgen.model import Attr
from briefgen.reader.attributes import parse_attributes
from briefgen.reader.rules.state import close_token, column_of, open_token, text_of
from briefgen.reader.source import BLANK, SourceLines

_FENCE = re.compile(r":{3,}[ \t]*")
_NAME = re.compile(r"[^\s{}:][^\s{}]*?(?=[ \t]*:*[ \t]*$)")
_FENCE_END = re.compile(r"[ \t]*:*[ \t]*$")


def div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a fenced div, in a loop of its own, because a fence closes the innermost open div."""
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", position) or state.is_code_block(start):
        return False
    text = text_of(state, start)
    fence = _FENCE.match(text)
    assert fence is not None  # noqa: S101 - three colons are there
    source: SourceLines = state.env["source"]
    here = source.lines_span(start, column_of(state, start), start + 1)
    if fence.end() == len(text):
        if not silent:
            state.env["sink"].error(
                "stray-div-end", "this ':::' closes nothing", here,
                "a div begins with ::: {.name} and ends in the same list item or quote",
            )  # fmt: skip
            state.line = start + 1
        return True
    attributes = parse_attributes(text, fence.end())
    if attributes is not None and _FENCE_END.match(text, attributes[1]):
        meta: dict[str, object] = {"attr": attributes[0]}
    elif name := _NAME.match(text, fence.end()):
        meta = {"attr": Attr(classes=(name[0].removeprefix("."),))}
    else:
        meta = {"attr": None}
    if silent:
        return True
    if meta["attr"] is None:
        state.env["sink"].error(
            "malformed-div", "what follows ':::' does not read as attributes", here,
            'write ::: name, or ::: {#id .class key=value key="two words"}',
        )  # fmt: skip
    token = open_token(state, "div", start, **meta)
    outside = state.tight, state.parentType
    state.parentType = "root"
    if not _div_content(state, start + 1, end):
        state.env["sink"].error(
            "unclosed-div", "this div is never closed", here,
            "end it with a line ':::'; a fence inside needs its own",
        )  # fmt: skip
    state.tight, state.parentType = outside
    close_token(state, token)
    return True


def _div_content(state: StateBlock, line: int, end: int) -> bool:
    """Read blocks up to the fence that closes the div; tell whether there is one."""
    rules = state.md.block.ruler.getRules("")
    while True:
        state.line = line = state.skipEmptyLines(line)
        if line >= end or state.sCount[line] < state.blkIndent:
            return False
        text = text_of(state, line)
        if (
            text.startswith(":::")
            and not text.rstrip(BLANK).strip(":")
            and not (state.is_code_block(line))
        ):
            state.line = line + 1
            return True
        for rule in rules:
            if rule(state, line, end, False):
                break
        line = state.line
