"""Take the path of a marking scheme, return it: its levels in order, and how they are printed."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

from briefgen.diagnostics import BriefgenError, Diagnostics, Span, did_you_mean
from briefgen.model import Banner
from briefgen.record import record
from briefgen.tomlfile import find_key, located

__all__ = ["Level", "Scheme", "load_scheme"]

Align = Literal["left", "center", "right"]


@record(frozen=True, slots=True)
class Level:
    """A level: its `name` stands in the banner, its `portion` in brackets before a portion.

    `spellings` are what a source may call it, in small letters. A `background` "" is the paper.
    """

    name: str
    portion: str
    spellings: tuple[str, ...]
    colour: str = "#000000"
    background: str = ""


@record(frozen=True, slots=True)
class Scheme:
    """A marking scheme: `levels` from the lowest to the highest; a rank is an index of it.

    Banners stand at the `top` and the `bottom` of pages, in type of `size` points or more. With
    `portions`, each portion is printed with its mark.
    """

    name: str
    levels: tuple[Level, ...]
    top: bool = True
    bottom: bool = True
    align: Align = "center"
    size: float = 12.0
    portions: bool = False

    def rank(self, word: str) -> int | None:
        """Return the rank of the level that a source calls `word`, None for no level."""
        word = " ".join(word.casefold().split())
        return next((n for n, lev in enumerate(self.levels) if word in lev.spellings), None)

    def read(self, word: str, span: Span, sink: Diagnostics) -> int:
        """Return the rank of `word`; what is no level is an error, and the highest to be safe."""
        rank = self.rank(word)
        if rank is not None:
            return rank
        known = [level.spellings[0] for level in self.levels]
        spelled = [each for level in self.levels for each in level.spellings]
        hint = did_you_mean(word.casefold(), spelled) or f"there are: {', '.join(known)}"
        message = f"the marking scheme {self.name!r} has no level {word!r}"
        sink.error("unknown-marking", message, span, hint)
        return len(self.levels) - 1

    def banner(self, rank: int) -> Banner:
        """Return the banner of a document of this rank."""
        level = self.levels[rank]
        return Banner(
            level.name,
            self.size,
            self.align,
            level.colour,
            level.background,
            self.top,
            self.bottom,
        )


def load_scheme(path: Path, sink: Diagnostics) -> Scheme:
    """Read the scheme at `path`.

    What is wrong is reported with its line, and then `BriefgenError` is raised: a document that is
    marked by half a scheme must not be made.
    """
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        sink.error("unreadable", f"cannot read the marking scheme: {error}", Span(file, 1))
        raise BriefgenError(sink) from error
    except tomllib.TOMLDecodeError as error:
        sink.error("bad-toml", *located(str(error), file))
        raise BriefgenError(sink) from error
    before = sink.count("error")
    scheme = _Reader(file, text, sink).scheme(path.stem, data)
    if sink.count("error") > before:
        raise BriefgenError(sink)
    return scheme


_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_EDGES = ("top", "bottom")
_KEYS = ("banner", "align", "size", "portions", "levels")
_LEVEL_KEYS = ("name", "portion", "also", "colour", "background")


class _Reader:
    """Turns the TOML of one file into a scheme, and reports what does not fit."""

    def __init__(self, file: str, text: str, sink: Diagnostics) -> None:
        self.file = file
        self.text = text
        self.sink = sink

    def wrong(self, code: str, message: str, key: str, *hints: str) -> None:
        place = find_key({self.file: self.text}, key) or Span(self.file, 1)
        self.sink.error(code, message, place, *hints)

    def scheme(self, name: str, data: dict[str, Any]) -> Scheme:
        self.known(data, _KEYS, "a marking scheme", "")
        edges = data.get("banner", list(_EDGES))
        if not isinstance(edges, list) or not edges or any(e not in _EDGES for e in edges):
            self.wrong("bad-value", f"banner = {edges!r}", "banner", 'banner = ["top", "bottom"]')
            edges = []
        align = data.get("align", "center")
        if align not in ("left", "center", "right"):
            self.wrong("bad-value", f"align = {align!r}", "align", "left, center or right")
        size = data.get("size", 12)
        if isinstance(size, bool) or not isinstance(size, int | float) or not 4 <= size <= 72:
            self.wrong("bad-value", f"size = {size!r}", "size", "points, 4 to 72: size = 12")
            size = 12
        portions = data.get("portions", False)
        if not isinstance(portions, bool):
            self.wrong("bad-value", f"portions = {portions!r}", "portions", "true or false")
        return Scheme(
            name,
            self.levels(data.get("levels")),
            "top" in edges,
            "bottom" in edges,
            align,
            float(size),
            bool(portions),
        )

    def levels(self, tables: object) -> tuple[Level, ...]:
        """Return the levels in the order of the file."""
        if not isinstance(tables, dict) or not tables:
            example = '[levels.secret] with name = "SECRET", from the lowest level to the highest'
            self.wrong("missing-key", "a marking scheme needs levels", "levels", example)
            return ()
        levels: list[Level] = []
        taken: dict[str, str] = {}
        for key, table in tables.items():
            place = f"levels.{key}"
            if not isinstance(table, dict):
                self.wrong("bad-value", f"{key} = {table!r}", place, f"a table: [{place}]")
                continue
            self.known(table, _LEVEL_KEYS, f"the level {key!r}", f"{place}.")
            name = self.string(table, "name", place)
            if not name:
                self.wrong("missing-key", f"the level {key!r} needs a name", place, 'name = "..."')
            portion = self.string(table, "portion", place) or name
            also = table.get("also", [])
            if not isinstance(also, list) or not all(isinstance(word, str) for word in also):
                self.wrong("bad-value", f"also = {also!r}", f"{place}.also", "a list of words")
                also = []
            words = (" ".join(w.casefold().split()) for w in (key, name, portion, *also))
            spellings = tuple(dict.fromkeys(filter(None, words)))
            for word in spellings:
                if taken.setdefault(word, key) != key:
                    message = f"{word!r} means both {taken[word]!r} and {key!r}"
                    self.wrong("bad-value", message, place, "one word, one level")
            colour = self.colour(table, "colour", place) or "#000000"
            background = self.colour(table, "background", place)
            levels.append(Level(name, portion, spellings, colour, background))
        return tuple(levels)

    def string(self, table: dict[str, Any], key: str, place: str) -> str:
        value = table.get(key, "")
        if isinstance(value, str) and value.isprintable():
            return " ".join(value.split())
        self.wrong("bad-value", f"{key} = {value!r}", f"{place}.{key}", "expected a line of text")
        return ""

    def colour(self, table: dict[str, Any], key: str, place: str) -> str:
        value = table.get(key, "")
        if value == "" or (isinstance(value, str) and _COLOUR.fullmatch(value)):
            return str(value).lower()
        self.wrong("bad-value", f"{key} = {value!r}", f"{place}.{key}", 'expected "#rrggbb"')
        return ""

    def known(self, table: dict[str, Any], keys: tuple[str, ...], what: str, place: str) -> None:
        for key in table:
            if key not in keys:
                hint = did_you_mean(key, keys)
                self.wrong("unknown-key", f"{key!r} in {what}", f"{place}{key}", hint)
