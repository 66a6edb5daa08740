"""Take the TOML file of a theme, return a `Theme`; report what in it does not fit.

A theme may say `extends = "name"`; its tables are then laid over that theme's. Lengths are points
unless a unit is named ("20mm"), colours are "#rrggbb" or a name from `[colours]`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any, Final

from briefgen.diagnostics import BriefgenError, Diagnostics, Span, did_you_mean
from briefgen.record import replace
from briefgen.theme import styles
from briefgen.theme.styles import (
    BoxStyle,
    CharacterStyle,
    FontFamily,
    ListStyle,
    PageStyle,
    ParagraphStyle,
    Stroke,
    TableStyle,
    Theme,
)
from briefgen.tomlfile import find_key, located

__all__ = ["load_theme", "with_page"]

PAPER = {"A4": (595.276, 841.89), "A3": (841.89, 1190.551), "Letter": (612.0, 792.0)}
_MORE_THAN_NOTHING = {"size", "leading", "scale"}
_NEEDED: Final[Mapping[type, tuple[str, ...]]] = {FontFamily: ("name", "regular")}
"""The fields that have no default."""
_LEAST_ROOM = 72.0
_UNITS = {"pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}

Lookup = Callable[[str], "Path | None"]
Place = Callable[[str], Span]
"""Tells where a dotted key stands ("page.top"), or the file that should have it."""


def load_theme(path: Path, find: Lookup, sink: Diagnostics) -> Theme:
    """Read the theme at `path`; `find` turns the name after `extends` into a path.

    Unknown tables and keys, wrong types and unknown colours are reported as errors with the
    theme's file; what is wrong falls back to the default, so that one run reports everything. A
    file that cannot be read at all raises `BriefgenError`.
    """
    texts: dict[str, str] = {}
    data = _merged(path, find, sink, texts)
    return _Reader(sink, lambda key: find_key(texts, key) or Span(str(path), 1)).theme(data, path)


def with_page(
    theme: Theme, settings: Mapping[str, object], place: Place, sink: Diagnostics
) -> Theme:
    """Return `theme` with an audience's `[page]` table laid over its page.

    On top of the fields of `PageStyle` it takes `paper` (A4, A3, Letter) and `orientation`.
    """
    reader = _Reader(sink, place, dict(theme.colours))
    rest = dict(settings)
    width, height = theme.page.width, theme.page.height
    if (paper := rest.pop("paper", None)) is not None:
        if paper in PAPER:
            width, height = PAPER[str(paper)]
        else:
            hint = f"one of {', '.join(PAPER)}"
            sink.error("unknown-paper", f"no paper {paper!r}", place("page.paper"), hint)
    orientation = rest.pop("orientation", "portrait")
    if orientation not in {"portrait", "landscape"}:
        sink.error(
            "bad-orientation",
            f"orientation {orientation!r}",
            place("page.orientation"),
            "'portrait' or 'landscape'",
        )
    if orientation == "landscape":
        width, height = max(width, height), min(width, height)
    page = replace(theme.page, width=width, height=height)
    page = reader.build(PageStyle, rest, "page", page)
    for room, what in (
        (page.width - page.left - page.right, "columns"),
        (page.height - page.top - page.bottom, "lines"),
    ):
        if room < _LEAST_ROOM:
            hint = "the margins leave less than an inch"
            reader.error("no-room", f"the page has no room for {what}", "page", hint)
    return replace(theme, page=page)


def _merged(path: Path, find: Lookup, sink: Diagnostics, texts: dict[str, str]) -> dict[str, Any]:
    """Return the theme at `path` over those that it extends; `texts` gets the text of each."""
    file = str(path)
    span = Span(file, 1)
    try:
        texts[file] = path.read_text(encoding="utf-8")
        data = tomllib.loads(texts[file])
    except (OSError, UnicodeDecodeError) as error:
        sink.error("unreadable", f"cannot read the theme: {error}", span)
        raise BriefgenError(sink) from error
    except tomllib.TOMLDecodeError as error:
        sink.error("bad-toml", *located(str(error), file))
        raise BriefgenError(sink) from error
    if isinstance(page := data.get("page"), dict) and "paper" in page:
        paper = str(page.pop("paper"))
        if paper not in PAPER:
            place = find_key(texts, "page.paper")
            sink.error("unknown-paper", f"no paper {paper!r}", place, f"one of {', '.join(PAPER)}")
        width, height = PAPER.get(paper, PAPER["A4"])
        data["page"] = {"width": width, "height": height, **page}
    base = data.pop("extends", None)
    if base is None:
        return data
    parent = find(str(base))
    if parent is None or str(parent) in texts:
        why = "no theme" if parent is None else "a circle of themes through"
        sink.error("unknown-theme", f"{why} {base!r}", find_key(texts, "extends"))
        raise BriefgenError(sink)
    result = _merged(parent, find, sink, texts)
    result.pop("name", None)  # that is the parent's
    _lay_over(result, data)
    return result


def _lay_over(below: dict[str, Any], above: Mapping[str, Any]) -> None:
    for key, value in above.items():
        if isinstance(value, dict) and isinstance(below.get(key), dict):
            _lay_over(below[key], value)
        else:
            below[key] = value


class _Reader:
    """Turn TOML tables into records, reporting what does not fit."""

    _tables: Mapping[str, type] = {
        "fonts": FontFamily,
        "paragraphs": ParagraphStyle,
        "characters": CharacterStyle,
        "boxes": BoxStyle,
        "lists": ListStyle,
        "tables": TableStyle,
    }
    _floors = ("minimum", "minimum_leading", "minimum_spacing")

    def __init__(
        self, sink: Diagnostics, place: Place, colours: dict[str, str] | None = None
    ) -> None:
        self.sink = sink
        self.place = place
        self.colours = colours or {}

    def error(self, code: str, message: str, key: str, *hints: str) -> None:
        self.sink.error(code, message, self.place(key), *hints)

    def theme(self, data: dict[str, Any], path: Path) -> Theme:
        for name, colour in data.pop("colours", {}).items():
            self.colours[name] = self.colour(colour, f"colours.{name}")
        page = data.pop("page", {})
        values: dict[str, Any] = {"page": self.build(PageStyle, page, "page")}
        for table, kind in self._tables.items():
            values[table] = {
                name: self.build(kind, entry, f"{table}.{name}")
                for name, entry in data.pop(table, {}).items()
            }
        for key in self._floors:
            if key in data:
                values[key] = self.length(data.pop(key), key)
        name = str(data.pop("name", path.stem))
        for key in data:
            known = [*self._tables, *self._floors, "colours", "page", "name", "extends"]
            self.error("unknown-key", f"{key!r} in a theme", key, did_you_mean(key, known))
        theme = Theme(name=name, folder=str(path.parent), colours=self.colours, **values)
        if "body" not in theme.paragraphs:
            self.error("no-body-style", "a theme needs [paragraphs.body]", "paragraphs")
            return replace(theme, paragraphs={**theme.paragraphs, "body": ParagraphStyle()})
        return theme

    def build(self, kind: type, table: Any, where: str, base: Any = None) -> Any:
        if not isinstance(table, dict):
            self.error("bad-value", f"[{where}] is not a table", where)
            table = {}
        types = _types(kind)
        values: dict[str, Any] = {}
        for key, value in table.items():
            name = key.replace("-", "_")
            full = f"{where}.{key}"
            if name not in types:
                hint = did_you_mean(name, types)
                self.error("unknown-key", f"{key!r} in [{where}]", full, hint)
                continue
            values[name] = self.value(types[name], name, value, full)
        if base is not None:
            return replace(base, **values)
        for name in _NEEDED.get(kind, ()):
            if name not in values:
                self.error("missing-key", f"[{where}] needs {name!r}", where)
                values[name] = ""
        return kind(**values)

    def value(self, hint: Any, name: str, value: Any, where: str) -> Any:
        if hint is Stroke:
            if isinstance(value, list) and len(value) == 2:
                return Stroke(self.length(value[0], where), self.colour(value[1], where))
            self.error("bad-value", f"{where}: a rule is [width, colour]", where)
            return Stroke()
        if hint is float:
            return self.length(value, where, some=name in _MORE_THAN_NOTHING)
        if name in {"colour", "background", "head_fill", "stub_fill"}:
            return self.colour(value, where) if value else ""
        if hint == tuple[str, ...]:
            return tuple(map(str, value)) if isinstance(value, list) else (str(value),)
        wanted: Any = bool if hint in (bool, bool | None) else str
        choices = getattr(hint, "__args__", ()) if wanted is str else ()
        if not isinstance(value, wanted) or (choices and value not in choices):
            what = ", ".join(map(repr, choices)) or ("true or false" if wanted is bool else "text")
            self.error("bad-value", f"{where} = {value!r}", where, f"expected {what}")
            return choices[0] if choices else wanted()
        return value

    def length(self, value: Any, where: str, *, some: bool = False) -> float:
        """Return `value` in points; `some` if 0 makes no sense."""
        length = _points(value)
        if length is None:
            self.error("bad-length", f"{where} = {value!r}", where, "a number, or '20mm'")
        elif some and length <= 0:
            self.error("bad-length", f"{where} = {value!r}", where, "expected more than 0")
        return length or 0.0

    def colour(self, value: Any, where: str) -> str:
        text = str(value)
        if text in self.colours:
            return self.colours[text]
        digits = text.removeprefix("#")
        if text.startswith("#") and len(digits) == 6 and not set(digits.lower()) - set(_HEX):
            return text.lower()
        hint = did_you_mean(text, self.colours) or "'#rrggbb' or a name from [colours]"
        self.error("bad-colour", f"no colour {text!r}", where, hint)
        return "#000000"


_HEX = "0123456789abcdef"


def _points(value: Any) -> float | None:
    """Return a number of points, or of another unit in a text, as points."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) if isfinite(value) else None
    text = str(value).strip()
    for unit, points in _UNITS.items():
        if text.endswith(unit):
            try:
                length = float(text.removesuffix(unit)) * points
            except ValueError:
                return None
            return length if isfinite(length) else None
    return None


@cache
def _types(kind: type) -> dict[str, Any]:
    """Return the types of the fields of `kind` by name."""
    return {name: _type(text) for name, text in kind.__annotations__.items()}


@cache
def _type(annotation: str) -> Any:
    return eval(annotation, vars(styles))  # noqa: S307  # those of its classes
