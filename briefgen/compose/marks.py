"""Take template source, return it with marks for its lines; take what was printed, find them again.

A mark is `U+E002 file,line,column U+E003`, put before each stretch of literal text and each
`{{ ... }}` of a template. It survives loops, macros and includes, and is removed before the text is
read. `Printed.locate` then gives the place in a template from which a place in the text came.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from jinja2.environment import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from briefgen.diagnostics import GENERATED, Span

__all__ = ["PRIVATE", "LineMarks", "Printed"]

PRIVATE = re.compile("[\ue000-\ue003]")
"""The characters of marks and markers; they are removed from every text that comes in."""

_MARK = re.compile("\ue002([0-9]+),([0-9]+),([0-9]+)\ue003")
_DELIMITERS = {
    "variable_begin": "{{",
    "variable_end": "}}",
    "block_begin": "{%",
    "block_end": "%}",
}


class LineMarks(Extension):
    """Adds marks to literal text while Jinja reads a template, and makes loops count steps."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.sources: dict[str, list[str]] = {}

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Keep the lines of `source` for finding columns, and replace private characters in it."""
        source = PRIVATE.sub("\N{REPLACEMENT CHARACTER}", source)
        self.sources[filename or ""] = source.split("\n")
        return source

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of `stream` with a mark before text and variables.

        The text in a `{% set %}` or `{% filter %}` block gets no marks, because it becomes a value
        that the template may compare or measure.
        """
        file = list(self.sources).index(stream.filename or "")
        cursor = _Cursor(self.sources[stream.filename or ""])
        captured = 0
        statement: list[Token] = []
        yield from _step(1)
        for token in stream:
            column = cursor.pass_over(token)
            match token.type:
                case "data":
                    text = token.value
                    if not captured:
                        text = _marked(text, file, token.lineno, column)
                    yield Token(token.lineno, "data", text)
                case "variable_begin":
                    if not captured:
                        yield Token(token.lineno, "data", _mark(file, token.lineno, column))
                    yield token
                case "block_begin":
                    statement = []
                    yield token
                case "block_end":
                    yield token
                    captured += _captures(statement)
                    if statement and statement[0].value in {"for", "macro", "call"}:
                        yield from _step(token.lineno)
                case _:
                    statement.append(token)
                    yield token


class _Cursor:
    """Finds the columns of tokens by reading along in the source, because Jinja drops them."""

    def __init__(self, lines: Sequence[str]) -> None:
        self.lines = lines
        self.line = 1
        self.column = 0

    def pass_over(self, token: Token) -> int:
        """Return the column (from 1) at which `token` begins, and move to its end."""
        if token.lineno != self.line:
            self.line, self.column = token.lineno, 0
        text = token.value if token.type == "data" else _DELIMITERS.get(token.type, "")
        first, *more = text.split("\n")
        source = self.lines[self.line - 1] if self.line <= len(self.lines) else ""
        start = max(source.find(first, self.column), self.column)
        if more:
            self.line, self.column = self.line + len(more), len(more[-1])
        else:
            self.column = start + len(first)
        return start + 1


def _captures(statement: Sequence[Token]) -> int:
    """Return 1 if `statement` begins to capture text, -1 if it ends capturing, else 0."""
    match [token.value for token in statement[:1]]:
        case ["filter"]:
            return 1
        case ["endfilter" | "endset"]:
            return -1
        case ["set"]:
            after = (token.type for token in statement[1:])
            rest = (kind for kind in after if kind not in {"name", "dot", "comma"})
            return int(next(rest, "") != "assign")
        case _:
            return 0


def _step(line: int) -> Iterator[Token]:
    yield Token(line, "variable_begin", "{{")
    yield Token(line, "name", "_step")
    yield Token(line, "lparen", "(")
    yield Token(line, "rparen", ")")
    yield Token(line, "variable_end", "}}")


def _mark(file: int, line: int, column: int = 1) -> str:
    return f"\ue002{file},{line},{column}\ue003"


def _marked(text: str, file: int, line: int, column: int) -> str:
    first, *more = text.split("\n")
    lines = [_mark(file, line, column) + first]
    lines += [_mark(file, line + number) + rest for number, rest in enumerate(more, 1)]
    return "\n".join(lines)


class Printed:
    """What a template printed: its `text` without marks; finds where a place in it came from."""

    def __init__(self, marked: str, files: Sequence[str]) -> None:
        pieces = _MARK.split(marked)
        self.text = "".join(pieces[::4])
        self.files = files
        self._lines = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self._marks = list(zip(pieces[1::4], pieces[2::4], pieces[3::4], strict=True))
        self._offsets: list[int] = []
        offset = len(pieces[0])
        for piece in pieces[4::4]:
            self._offsets.append(offset)
            offset += len(piece)

    def locate(self, line: int, column: int) -> Span:
        """Return the place in a template that wrote `line` and `column` (from 1) of the text."""
        offset = self._lines[min(line, len(self._lines)) - 1] + column - 1
        index = bisect_right(self._offsets, offset) - 1
        if index < 0:
            return GENERATED
        file, line_of_mark, column_of_mark = self._marks[index]
        distance = offset - self._offsets[index]
        return Span(self.files[int(file)], int(line_of_mark), int(column_of_mark) + distance)
