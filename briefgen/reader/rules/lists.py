"""Block rule: bullet and ordered lists, with every marker that Pandoc knows."""

from __future__ import annotations

import re

from markdown_it.rules_block import StateBlock

from briefgen.reader.rules.state import close_token, open_token, read_nested, skip_blank
from briefgen.reader.source import BLANK
from briefgen.record import NamedTuple

_MARKER = re.compile(
    r"[-+*](?=[ \t]|$)"
    r"|\(@[\w-]*\)(?=[ \t]|$)"
    r"|(\(?)(#|\d{1,9}|[ivx]{2,6}|[IVX]{2,6}|[A-Za-z])([.)])(?=[ \t]|$)"
)
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")


class _Marker(NamedTuple):
    kind: str
    """The bullet, or the punctuation of a number: `.`, `)` or `()`."""
    style: str
    number: str
    end: int

    def continues(self, first: _Marker) -> bool:
        """Tell whether an item with this marker continues the list that `first` began."""
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
        """The number that the marker stands for."""
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
    match = _MARKER.match(state.src, position, state.eMarks[line])
    if match is None:
        return None
    if match[0].startswith("(@"):
        return _Marker("(@)", "decimal", match[0], match.end())
    if match[2] is None:
        return _Marker(match[0], "", "", match.end())
    left, number, right = match.groups()
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
        following = state.src[match.end() : match.end() + 2]
        if following[:1] not in ("", "\n", "\t") and following not in ("  ", " \t"):
            return None  # "B. Russell" is a name
    return _Marker(left + right, style, number, match.end())


def any_list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or (
        # indented like code, but left of the item's content: the line continues a paragraph
        0 <= state.listIndent <= state.sCount[start] - 4 and state.sCount[start] < state.blkIndent
    ):
        return False
    first = _marker(state, start)
    if first is None:
        return False
    if silent and state.parentType == "paragraph" and state.sCount[start] >= state.blkIndent:
        # A bullet or a decimal 1 interrupts a paragraph; within a list, the first number of any
        # style does.
        sure = not first.style or (
            first.start == 1 and (first.style == "decimal" or state.listIndent >= 0)
        )
        return sure and state.src[first.end : state.eMarks[start]].strip(BLANK) != ""
    if silent:
        return True
    name = "ordered_list" if first.style else "bullet_list"
    number = state.env["example"] + 1 if first.kind == "(@)" else first.start
    token = open_token(state, name, start, style=first.style, start=number)
    outside = state.parentType, state.listIndent
    state.parentType = "list"
    terminators = state.md.block.ruler.getRules("list")
    marker: _Marker | None = first
    line, tight, ended_blank = start, True, False
    while marker is not None and marker.continues(first):
        if marker.kind == "(@)":
            state.env["example"] += 1
            if label := marker.number[2:-1]:
                state.env["examples"].setdefault(label, state.env["example"])
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
    close_token(state, token)
    return True


def _item(state: StateBlock, line: int, end: int, marker: _Marker) -> tuple[bool, bool]:
    """Read an item; tell whether it was tight and whether it ended with an empty line."""
    begin = state.bMarks[line] + state.tShift[line]
    after = state.sCount[line] + marker.end - begin
    position, width = skip_blank(state, line, marker.end, after)
    empty = position >= state.eMarks[line]
    padding = 1 if empty or width - after > 4 else width - after  # wider padding is code
    token = open_token(state, "list_item", line)
    outside = state.listIndent
    state.listIndent = state.blkIndent
    if empty and state.isEmpty(line + 1):
        state.line = min(line + 2, end)
        tight = True
    else:
        tight = read_nested(state, line, end, position, width, after + padding)
    state.listIndent = outside
    ended_blank = state.line - line > 1 and state.isEmpty(state.line - 1)
    close_token(state, token)
    return tight, ended_blank
