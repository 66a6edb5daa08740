"""Take a line of a table that is drawn with characters, return what stands in a range of columns.

A column is as wide as a Latin letter: an East Asian wide letter takes two, a combining mark none.
"""

from __future__ import annotations

import unicodedata

from briefgen.record import NamedTuple

__all__ = ["CellText", "DrawnLine", "drawn"]

CellText = tuple[int, int, str]
"""Line and column (0-based) and text of a line of a cell, blanks cut off."""


class DrawnLine(NamedTuple):
    """A line: what each of its columns shows, and which character of the file that is."""

    line: int
    shown: list[str]
    places: list[int]

    def at(self, column: int) -> str:
        """Return what `column` shows, a space behind the end."""
        return self.shown[column] if column < len(self.shown) else " "

    def part(self, start: int, end: int) -> CellText:
        """Return what stands in the columns from `start` to `end`, blanks at its end cut off."""
        text = "".join(self.shown[start:end]).rstrip()
        place = self.places[start] if start < len(self.places) else self.places[-1] + 1
        return self.line, place, text


def drawn(text: str, line: int, column: int) -> DrawnLine:
    """Return `text`, which begins at `column` of `line`, cut into columns."""
    if text.isascii() and "\t" not in text:
        return DrawnLine(line, list(text), [*range(column, column + len(text))] or [column])
    shown: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text, column):
        if character == "\t":
            blank = 4 - len(shown) % 4
            shown += " " * blank
            places += [place] * blank
        elif unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
            if shown:
                shown[-1] += character
        else:
            wide = unicodedata.east_asian_width(character) in "WF"
            shown += [character, ""] if wide else [character]
            places += [place, place] if wide else [place]
    return DrawnLine(line, shown, places or [column])
