"""CSL-JSON: take the text of a file, return its entries with their lines.

Entries are decoded one by one, so that each has its line, and only the broken ones are lost.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Final

from briefgen.citations.references import RawEntry
from briefgen.diagnostics import Diagnostics, Span

__all__ = ["read_csl_json"]

_DECODER: Final = JSONDecoder()
_SPACE = re.compile(r"[\s,]*")
_WRAPPED = r'\s*\{\s*"(?:references|items)"\s*:\s*'
_MARK = r'"(?:\\.|[^"\\\n])*"|[{}\[\]]'


def read_csl_json(text: str, file: str, sink: Diagnostics) -> Iterator[RawEntry]:
    """Yield the entries of a list (or of a mapping's `references` or `items`)."""
    places = _Places(text, file)
    wrapped = re.match(_WRAPPED, text)
    start = wrapped.end() if wrapped else len(text) - len(text.lstrip())
    if text[start : start + 1] == "[":
        position = start + 1
    elif text[start : start + 1] == "{":
        position = start  # a single entry
    else:
        sink.error(
            "bad-json",
            "expected a list of references",
            places.span(start),
            'CSL-JSON begins with "[": [{"id": "smith2020", "type": "book", "title": "..."}]',
        )
        return
    while True:
        begin = position = _skip(text, position)
        if position >= len(text):
            if text[start] == "[":
                message = 'the list is not closed: expected "]"'
                sink.error("bad-json", message, places.span(len(text.rstrip())))
            return
        if text[begin] == "]":
            return
        try:
            value, position = _DECODER.raw_decode(text, begin)
        except JSONDecodeError as error:
            position = _recover(text, begin, error.pos)
            sink.error("bad-json", f"malformed JSON: {error.msg}", places.span(error.pos))
            continue
        except RecursionError:
            sink.error("bad-json", "the entry is nested too deeply", places.span(begin))
            return
        span = places.span(begin, position)
        if isinstance(value, dict):
            yield RawEntry(value, span, text[begin:position])
        else:
            message = "a reference is a JSON object"
            sink.error("bad-json", message, span, '{"id": "smith2020", ...}')
        if text[start] == "{":
            return


def _skip(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _recover(text: str, begin: int, broken: int) -> int:
    """Return where reading can go on after an entry from `begin` that breaks at `broken`.

    That is the next line that opens an object at the same indent (files are mostly written so),
    or else what follows the entry's own closing brace.
    """
    indent = begin - (text.rfind("\n", 0, begin) + 1)
    if text[begin - indent : begin].isspace() or not indent:
        sibling = re.compile(rf"^[^\S\n]{{{indent}}}\{{", re.MULTILINE)
        if found := sibling.search(text, max(broken, begin + 1)):
            return found.end() - 1
    depth = 0
    for token in re.finditer(_MARK, text[begin:]):
        depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(token[0], 0)
        if depth <= 0 and begin + token.end() > broken:
            return begin + (token.end() if token[0] == "}" else token.start())
    return len(text)


class _Places:
    """Lines and columns of offsets in a text."""

    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def span(self, begin: int, end: int | None = None) -> Span:
        line, column = self._at(begin)
        if end is None:
            return Span(self.file, line, column)
        return Span(self.file, line, column, *self._at(end))

    def _at(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1
