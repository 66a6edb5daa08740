"""Take text, return markdown-it's block tokens, with Pandoc's blocks among them.

What CommonMark defines is markdown-it's (paragraphs, headings, quotes, code, breaks, link
definitions); the rules here add lists with Pandoc's markers, definition lists, notes and divs,
and `tables` adds pipe tables. HTML blocks are left out, so HTML is read as text.

Own tokens say in `meta` what the model needs: "column" (0-based, of the first character) always.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from briefgen.diagnostics import Diagnostics
from briefgen.model import Attr
from briefgen.reader.attributes import parse_attributes
from briefgen.reader.leaves import comment_end
from briefgen.reader.source import BLANK, SourceLines
from briefgen.reader.tables import is_caption_of_table, table
from briefgen.record import NamedTuple

MAX_LEVEL = 50
"""How deep blocks may stand in each other; a list takes two levels."""


def block_tokens(
    source: SourceLines, text: str, sink: Diagnostics
) -> tuple[list[Token], dict[str, object]]:
    """Return the tokens of `text` (the source, front matter blanked), and what they share.

    The second has "references" (label -> href, title, map) and "duplicate_refs".
    """
    parser = _parser()
    lengths = (len(line) + 1 for line in text.split("\n"))
    shared: dict[str, object] = {
        "references": {},
        "duplicate_refs": [],
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
    ruler.before("table", "div", _div, everywhere)
    ruler.before("table", "pipe_table", table, {"alt": ["paragraph", "reference"]})
    ruler.before("list", "any_list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    ruler.before("reference", "note", _note, everywhere)
    ruler.before("lheading", "definitions", _definitions, {"alt": ["paragraph", "reference"]})
    return parser


def _column(state: StateBlock, line: int) -> int:
    starts: list[int] = state.env["starts"]
    return state.bMarks[line] + state.tShift[line] - starts[line]


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _open(state: StateBlock, name: str, line: int, **meta: object) -> Token:
    token = state.push(name + "_open", "", 1)
    token.map = [line, line + 1]
    token.meta = {"column": _column(state, line), **meta}
    return token


def _close(state: StateBlock, opened: Token) -> None:
    state.push(opened.type.removesuffix("open") + "close", "", -1)
    assert opened.map is not None  # noqa: S101 - _open set it
    opened.map[1] = state.line


# ------------------------------------------------------------------------------------- depth


def _depth(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Keep what is nested too deep as plain paragraphs, and say so."""
    if silent or state.level < MAX_LEVEL:
        return False
    source: SourceLines = state.env["source"]
    column = _column(state, start)
    if not state.env.get("too_deep"):  # once is enough: all that follows is too deep as well
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


# ---------------------------------------------------------------------------------- comments


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out comments that have their lines to themselves; one in a line is left to inlines."""
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
    span = source.lines_span(start, _column(state, start), line + 1)
    source.comments[span] = state.src[position + 4 : close - 3].strip()
    state.line = line + 1
    return True


# -------------------------------------------------------------------------------------- divs

_FENCE = re.compile(r":{3,}[ \t]*")
_NAME = re.compile(r"[^\s{}:][^\s{}]*?(?=[ \t]*:*[ \t]*$)")
_FENCE_END = re.compile(r"[ \t]*:*[ \t]*$")


def _div(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a fenced div. It has a loop of its own, so that fences nest as they are meant to."""
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(":::", position) or state.is_code_block(start):
        return False
    text = _text(state, start)
    fence = _FENCE.match(text)
    assert fence is not None  # noqa: S101 - three colons are there
    source: SourceLines = state.env["source"]
    here = source.lines_span(start, _column(state, start), start + 1)
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
    token = _open(state, "div", start, **meta)
    outside = state.tight, state.parentType
    state.parentType = "root"
    if not _div_content(state, start + 1, end):
        state.env["sink"].error(
            "unclosed-div", "this div is never closed", here,
            "end it with a line ':::'; a fence inside needs its own",
        )  # fmt: skip
    state.tight, state.parentType = outside
    _close(state, token)
    return True


def _div_content(state: StateBlock, line: int, end: int) -> bool:
    """Read blocks up to the fence that closes the div; tell whether there is one."""
    rules = state.md.block.ruler.getRules("")
    while True:
        state.line = line = state.skipEmptyLines(line)
        if line >= end or state.sCount[line] < state.blkIndent:
            return False
        text = _text(state, line)
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


# ------------------------------------------------------------------------- indented containers


def _nested(state: StateBlock, line: int, end: int, position: int, width: int, indent: int) -> bool:
    """Read what begins at `position` as children indented by `indent`; tell if it was tight.

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


def _skip_blank(state: StateBlock, line: int, position: int, width: int) -> tuple[int, int]:
    """Return the first inked position and its width in columns, tabs expanded."""
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


# ------------------------------------------------------------------------------------- lists

_MARKER = re.compile(
    r"[-+*](?=[ \t]|$)"
    r"|(\(?)(#|\d{1,9}|[ivx]{2,6}|[IVX]{2,6}|[A-Za-z])([.)])(?=[ \t]|$)"
)
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


class _Marker(NamedTuple):
    kind: str
    """The bullet, or what stands around a number: `.`, `)` or `()`."""
    style: str
    number: str
    end: int

    def continues(self, first: _Marker) -> bool:
        """Tell whether an item with this marker goes on with the list that `first` began."""
        if (
            self.kind != first.kind
            or self.style == first.style
            or "#" in (self.number, first.number)
        ):
            return self.kind == first.kind
        same_case = self.style[:5] == first.style[:5]
        if first.style.endswith("roman"):  # "v." alone looks like a letter
            return same_case and set(self.number.lower()) <= set("ivx")
        return first.style.endswith("alpha") and same_case and len(self.number) == 1

    @property
    def start(self) -> int:
        """The number that the marker says."""
        match self.style.rpartition("-")[2]:
            case "roman":
                values = [{"i": 1, "v": 5, "x": 10}[digit] for digit in self.number.lower()]
                return sum(
                    -value if value < following else value
                    for value, following in zip(values, [*values[1:], 0], strict=True)
                )
            case "alpha":
                return ord(self.number.lower()) - ord("a") + 1
            case _:
                return int(self.number) if self.number.isdigit() else 1


def _marker(state: StateBlock, line: int) -> _Marker | None:
    position = state.bMarks[line] + state.tShift[line]
    found = _MARKER.match(state.src, position, state.eMarks[line])
    if found is None:
        return None
    if found[2] is None:
        return _Marker(found[0], "", "", found.end())
    left, number, right = found.groups()
    if left and right == ".":
        return None
    case = "lower" if number.islower() else "upper"
    if not number.isalpha():
        style = "decimal"
    elif len(number) > 1 or number in "iI":
        style = case + "-roman"
        if not _ROMAN.fullmatch(number.lower()):
            return None
    else:
        style = case + "-alpha"
    if case == "upper" and number.isalpha() and len(number) == 1 and not left and right == ".":
        following = state.src[found.end() : found.end() + 2]
        if following[:1] not in ("", "\n", "\t") and following not in ("  ", " \t"):
            return None  # "B. Russell" is a name
    return _Marker(left + right, style, number, found.end())


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or (
        # deep enough for code, yet left of the item's content: a paragraph goes on
        0 <= state.listIndent <= state.sCount[start] - 4 and state.sCount[start] < state.blkIndent
    ):
        return False
    first = _marker(state, start)
    if first is None:
        return False
    if silent and state.parentType == "paragraph" and state.sCount[start] >= state.blkIndent:
        # Only what is surely a list interrupts a paragraph; in a list, letters are one as well.
        sure = not first.style or (
            first.start == 1 and (first.style == "decimal" or state.listIndent >= 0)
        )
        return sure and state.src[first.end : state.eMarks[start]].strip(BLANK) != ""
    if silent:
        return True
    name = "ordered_list" if first.style else "bullet_list"
    token = _open(state, name, start, style=first.style, start=first.start)
    outside = state.parentType, state.listIndent
    state.parentType = "list"
    terminators = state.md.block.ruler.getRules("list")
    marker: _Marker | None = first
    line, tight, ended_blank = start, True, False
    while marker is not None and marker.continues(first):
        item_tight, ended_blank_now = _item(state, line, end, marker)
        tight = tight and item_tight and not ended_blank
        ended_blank = ended_blank_now
        line = state.line
        if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
            break
        if any(rule(state, line, end, True) for rule in terminators):
            break
        marker = _marker(state, line)
    state.parentType, state.listIndent = outside
    token.meta["tight"] = tight
    _close(state, token)
    return True


def _item(state: StateBlock, line: int, end: int, marker: _Marker) -> tuple[bool, bool]:
    """Read an item; tell whether it was tight and whether it ended with an empty line."""
    begin = state.bMarks[line] + state.tShift[line]
    after = state.sCount[line] + marker.end - begin
    position, width = _skip_blank(state, line, marker.end, after)
    empty = position >= state.eMarks[line]
    padding = 1 if empty or width - after > 4 else width - after  # else it is code
    token = _open(state, "list_item", line)
    outside = state.listIndent
    state.listIndent = state.blkIndent
    if empty and state.isEmpty(line + 1):
        state.line = min(line + 2, end)
        tight = True
    else:
        tight = _nested(state, line, end, position, width, after + padding)
    state.listIndent = outside
    ended_blank = state.line - line > 1 and state.isEmpty(state.line - 1)
    _close(state, token)
    return tight, ended_blank


# ------------------------------------------------------------------------- definition lists


def _is_definition(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` begins with `:` or `~`, a space and something."""
    if line >= end or state.sCount[line] < state.blkIndent or state.is_code_block(line):
        return False
    text = _text(state, line)
    return text[:1] in (":", "~") and text[1:2] in (" ", "\t") and text[1:].strip(BLANK) != ""


def _is_term(state: StateBlock, line: int, end: int) -> bool:
    """Tell whether `line` is defined by the next one, or by the one after an empty line."""
    if _is_definition(state, line, end) or line + 1 >= end:
        return False
    if not state.isEmpty(line + 1):
        return _is_definition(state, line + 1, end)
    return _is_definition(state, line + 2, end) and not is_caption_of_table(state, line + 2, end)


def _definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if silent:  # a definition, or the next term right below, ends the paragraph of a definition
        if state.ddIndent < 0:
            return False
        here = state.blkIndent
        state.blkIndent = state.ddIndent
        found = state.sCount[start] < here and (
            _is_definition(state, start, end)
            or (not state.isEmpty(start + 1) and _is_definition(state, start + 1, end))
        )
        state.blkIndent = here
        return found
    if not _is_term(state, start, end):
        return False
    opened = _open(state, "definition_list", start)
    line = start
    while line < end and state.sCount[line] >= state.blkIndent and _is_term(state, line, end):
        item = _open(state, "definition_item", line)
        term = state.push("inline", "", 0)
        term.content = _text(state, line).rstrip(BLANK)
        term.map = [line, line + 1]
        line = state.skipEmptyLines(line + 1)
        # A caption stands by itself: what follows a term or a definition at once is none.
        while _is_definition(state, line, end) and not (
            state.isEmpty(line - 1) and is_caption_of_table(state, line, end)
        ):
            definition = _open(state, "definition", line)
            begin = state.bMarks[line] + state.tShift[line]
            position, width = _skip_blank(state, line, begin + 1, state.sCount[line] + 1)
            outside = state.ddIndent
            state.ddIndent = state.blkIndent
            _nested(state, line, end, position, width, state.sCount[line] + 2)
            state.ddIndent = outside
            _close(state, definition)
            line = state.line
        _close(state, item)
        if state.is_code_block(line) if line < end else True:
            break
    state.line = line
    _close(state, opened)
    return True


# ------------------------------------------------------------------------------------- notes

_NOTE = re.compile(r"\[\^([^\s\[\]^]+)\]:[ \t]*")


def _note(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("[^", position) or state.is_code_block(start):
        return False
    found = _NOTE.match(state.src, position, state.eMarks[start])
    if found is None or silent:
        return found is not None
    token = _open(state, "note", start, label=found[1])
    indent = state.blkIndent + 4
    outside = state.bMarks[start]
    # The text counts as standing right at the indent, however long the label is.
    state.bMarks[start] = found.end()
    _nested(state, start, end, found.end(), indent, indent)
    state.bMarks[start] = outside
    _close(state, token)
    return True
