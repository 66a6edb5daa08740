"""Take text, return its lines and the `Span` of any place in it.

Blocks are parsed line by line and inlines in a `Content`: the text of a paragraph, heading or cell
with the prefixes of its containers (list indents, quote marks, cell borders) already cut off. A
content remembers where each of its lines stands in the file, so that a node deep inside a quoted
list still names the line and column that its author typed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from briefgen.diagnostics import Diagnostics, Span

BLANK = " \t"

Locate = Callable[[int, int], Span]
"""Give the span of a 1-based line and column."""

Place = tuple[int, int]
"""A line and a column, both 0-based."""

# What XML 1.0 cannot hold and no font draws; tab and line feed stay.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def clean(text: str) -> tuple[str, Place | None]:
    """Return `text` with plain line ends and printable characters, and the first bad one's place.

    Control characters and lone surrogates become U+FFFD, one for one: columns stay true.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    bad = _UNPRINTABLE.search(text)
    if bad is None:
        return text, None
    before = text[: bad.start()]
    place = before.count("\n"), bad.start() - (before.rfind("\n") + 1)
    return _UNPRINTABLE.sub("\ufffd", text), place


def clean_reported(text: str, locate: Locate, sink: Diagnostics) -> str:
    """Return `text` cleaned; warn if a character had to be replaced."""
    text, bad = clean(text)
    if bad is not None:
        sink.warning(
            "control-character",
            "control characters cannot be printed; they stand as U+FFFD",
            locate(bad[0] + 1, bad[1] + 1),
            "delete them; an editor shows them when invisible characters are shown",
        )
    return text


class SourceLines:
    """The lines of a text; gives the span of a place in them."""

    __slots__ = ("_file", "_locate", "comments", "lines")

    def __init__(self, text: str, file: str = "", locate: Locate | None = None) -> None:
        self.lines = text.split("\n")
        self.comments: dict[Span, str] = {}
        self._file = file
        self._locate = locate

    def span(self, line: int, column: int, end_line: int, end_column: int) -> Span:
        """Return the span of a 0-based range whose end is exclusive."""
        if self._locate is None:
            return Span(self._file, line + 1, column + 1, end_line + 1, end_column + 1)
        begin = self._locate(line + 1, column + 1)
        end = self._locate(end_line + 1, end_column + 1)
        if end.file != begin.file or end[1:3] < begin[1:3]:
            return begin
        return Span(begin.file, begin.line, begin.column, end.line, end.column)

    def lines_span(self, line: int, column: int, end: int) -> Span:
        """Return the span from a place to the last line before `end` that is not blank."""
        last = end - 1
        while last > line and not self.lines[last].strip(" \t>"):
            last -= 1
        end_column = len(self.lines[last].rstrip(BLANK))
        return self.span(
            line, column, last, max(column, end_column) if last == line else end_column
        )

    def content(self, text: str, line: int) -> Content:
        """Return the content of `text`: each of its lines ends a source line, from `line` on."""
        texts: list[str] = []
        places: list[Place] = []
        # markdown-it strips no-break spaces too, and with them lines that hold nothing else.
        first = text.partition("\n")[0].strip()
        line = next((n for n in range(line, len(self.lines)) if first in self.lines[n]), line)
        for number, piece in enumerate(text.split("\n"), line):
            piece = piece.lstrip(BLANK)
            inked = piece.rstrip(BLANK)
            whole = self.lines[number].rstrip(BLANK)
            if not whole.endswith(inked):  # markdown-it cut off wider spaces, or closing marks
                whole = whole.rstrip()
            if not whole.endswith(inked):
                whole = whole.rstrip("#").rstrip()
            texts.append(piece)
            places.append((number, len(whole) - len(inked)))
        return Content(self, texts, places)


class Content:
    """Text for the inline parser: lines joined by line feeds, each with its place in the source."""

    __slots__ = ("_places", "_source", "_starts", "in_cell", "text")

    def __init__(
        self,
        source: SourceLines,
        texts: Sequence[str],
        places: Sequence[Place],
        in_cell: bool = False,
    ) -> None:
        self.text = "\n".join(texts)
        self.in_cell = in_cell
        self._source = source
        self._places = places
        self._starts = [0]
        for text in texts[:-1]:
            self._starts.append(self._starts[-1] + len(text) + 1)

    def span(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]`."""
        starts = self._starts
        if len(starts) == 1:
            line, column = self._places[0]
            return self._source.span(line, column + start, line, column + end)
        if start < end and self.text[end - 1] == "\n":
            end -= 1  # a line feed belongs to the line that it ends
        first = bisect_right(starts, start) - 1
        last = bisect_right(starts, max(start, end - 1)) - 1
        line, column = self._places[first]
        end_line, end_column = self._places[last]
        return self._source.span(
            line, column + start - starts[first], end_line, end_column + end - starts[last]
        )

    def line_span(self, line: int) -> Span:
        """Return where a line of the whole source (0-based) begins."""
        return self._source.span(line, 0, line, 0)

    def keep_comment(self, start: int, end: int) -> None:
        """Record `text[start:end]`, delimiters included, as a comment."""
        self._source.comments[self.span(start, end)] = self.text[start + 4 : end - 3].strip()

    def cut(self, start: int, end: int | None = None) -> Content:
        """Return the part `text[start:end]`."""
        texts = self.text[start:end].split("\n")
        first = bisect_right(self._starts, start) - 1
        line, column = self._places[first]
        places = [
            (line, column + start - self._starts[first]),
            *self._places[first + 1 : first + len(texts)],
        ]
        return Content(self._source, texts, places, self.in_cell)
