"""What the rules share: the place of a line, opening and closing tokens, nested content."""

from __future__ import annotations

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token


def column_of(state: StateBlock, line: int) -> int:
    """Return the column (0-based) at which the text of `line` begins in the file."""
    starts: list[int] = state.env["starts"]
    return state.bMarks[line] + state.tShift[line] - starts[line]


def text_of(state: StateBlock, line: int) -> str:
    """Return the text of `line` without the prefixes of the blocks it stands in."""
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def open_token(state: StateBlock, name: str, line: int, **meta: object) -> Token:
    """Add and return the token that opens a block on `line`."""
    token = state.push(name + "_open", "", 1)
    token.map = [line, line + 1]
    token.meta = {"column": column_of(state, line), **meta}
    return token


def close_token(state: StateBlock, opened: Token) -> None:
    """Add the token that closes the block of `opened`, before the current line."""
    state.push(opened.type.removesuffix("open") + "close", "", -1)
    assert opened.map is not None  # noqa: S101 - open_token set it
    opened.map[1] = state.line


def read_nested(
    state: StateBlock, line: int, end: int, position: int, width: int, indent: int
) -> bool:
    """Read the blocks from `position` on that are indented by `indent`; tell if they are tight.

    `width` is the column of `position` with tabs expanded.
    """
    saved = (
        state.tShift[line], state.sCount[line], state.blkIndent, state.tight, state.parentType,
    )  # fmt: skip
    state.tShift[line] = position - state.bMarks[line]
    state.sCount[line] = width
    state.blkIndent = indent
    state.tight = True
    state.md.block.tokenize(state, line, end)
    tight = state.tight
    (
        state.tShift[line], state.sCount[line], state.blkIndent, state.tight, state.parentType,
    ) = saved  # fmt: skip
    return tight


def skip_blank(state: StateBlock, line: int, position: int, width: int) -> tuple[int, int]:
    """Return the first position that is not blank, and its column with tabs expanded."""
    while position < state.eMarks[line]:
        character = state.src[position]
        if character == "\t":
            width += 4 - (width + state.bsCount[line]) % 4
        elif character == " ":
            width += 1
        else:
            break
        position += 1
    return position, width
