"""Take text, return markdown-it's block tokens, with Pandoc's blocks among them.

markdown-it reads what CommonMark defines (paragraphs, headings, quotes, code, breaks, link
definitions). The rules here, one a module, add lists with Pandoc's markers, definition lists,
notes, divs and tables of all kinds. HTML blocks are switched off, so HTML is read as text.

Each token of ours has in `meta` what the model needs, and always "column" (0-based, of its first
character).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from briefgen.diagnostics import Diagnostics
from briefgen.reader.leaves import LinkReference, comment_end
from briefgen.reader.rules.definitions import definitions
from briefgen.reader.rules.divs import div
from briefgen.reader.rules.grids import broken_grid
from briefgen.reader.rules.lineblocks import line_block
from briefgen.reader.rules.lists import any_list
from briefgen.reader.rules.notes import note
from briefgen.reader.rules.references import reference_with_attributes
from briefgen.reader.rules.state import column_of
from briefgen.reader.rules.tables import table
from briefgen.reader.source import BLANK, SourceLines

MAX_LEVEL = 50
"""How deep blocks may stand in each other; a list takes two levels."""


def block_tokens(
    source: SourceLines,
    text: str,
    sink: Diagnostics,
    references: Mapping[str, LinkReference] | None = None,
) -> tuple[list[Token], dict[str, object]]:
    """Return the tokens of `text` (the source, front matter blanked), and what the rules collected.

    That has "references" (label -> href, title, map), `references` among them, and
    "duplicate_refs", and the numbers of labelled "examples".
    """
    parser = _parser()
    lengths = (len(line) + 1 for line in text.split("\n"))
    shared: dict[str, object] = {
        "references": dict(references or {}),
        "duplicate_refs": [],
        "examples": {},
        "example": 0,
        "source": source,
        "starts": list(accumulate(lengths, initial=0)),  # of lines, in `text`
        "sink": sink,
    }
    tokens: list[Token] = []
    parser.block.parse(text, parser, shared, tokens)
    return tokens, shared


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"maxNesting": 10 * MAX_LEVEL})
    parser.enable(["code", "fence", "blockquote", "hr", "reference", "heading", "lheading"])
    everywhere: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler = parser.block.ruler
    ruler.before("table", "depth", _depth, {"alt": []})
    ruler.before("table", "comment", _comment, {"alt": []})
    ruler.before("table", "div", div, everywhere)
    ruler.before("table", "any_table", table, {"alt": ["paragraph", "reference"]})
    ruler.before("table", "line_block", line_block, {"alt": []})
    ruler.before("table", "broken_grid", broken_grid, {"alt": []})
    ruler.before("list", "any_list", any_list, {"alt": ["paragraph", "reference", "blockquote"]})
    ruler.before("reference", "note", note, everywhere)
    ruler.before("reference", "attributed", reference_with_attributes, {"alt": []})
    ruler.before("lheading", "definitions", definitions, {"alt": ["paragraph", "reference"]})
    return parser


def _depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Keep lines that are nested too deep as plain paragraphs, and report the first."""
    if silent or state.level < MAX_LEVEL:
        return False
    source: SourceLines = state.env["source"]
    column = column_of(state, start)
    if not state.env.get("too_deep"):
        state.env["too_deep"] = True
        state.env["sink"].error(
            "too-deep",
            f"blocks stand more than {MAX_LEVEL} levels deep in each other",
            source.lines_span(start, column, start + 1),
            "to print the marks themselves, put a backslash before each",
        )
    token = state.push("inline", "", 0)
    token.content = state.getLines(start, start + 1, state.blkIndent, False).strip(BLANK)
    token.map = [start, start + 1]
    state.line = start + 1
    return True


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out a comment that has its lines to itself; `inlines` leaves out one within a line."""
    position = state.bMarks[start] + state.tShift[start]
    close = 0 if silent or state.is_code_block(start) else comment_end(state.src, position)
    if not close:
        return False
    line = start
    while line < end and state.eMarks[line] < close:
        line += 1
    if line == end or state.src[close : state.eMarks[line]].strip(BLANK):
        return False
    source: SourceLines = state.env["source"]
    span = source.lines_span(start, column_of(state, start), line + 1)
    source.comments[span] = state.src[position + 4 : close - 3].strip()
    state.line = line + 1
    return True
