"""How documents look, format-neutral: fonts, colours, page and named styles, from a TOML file.

Take the path of a theme, return a `Theme`. A theme may say `extends = "name"`; its tables are
then laid over that theme's. Lengths are points unless a unit is named ("20mm"), colours are
"#rrggbb" or a name from `[colours]`. Both writers read the same styles; layout scales them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, field, fields
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any, Final, Literal

from briefgen.diagnostics import BriefgenError, Diagnostics, Span, did_you_mean
from briefgen.record import NamedTuple, record, replace
from briefgen.tomlfile import find_key, located

__all__ = [
    "BoxStyle",
    "CharacterStyle",
    "Fitting",
    "FontFamily",
    "ListStyle",
    "PageStyle",
    "ParagraphStyle",
    "Place",
    "Stroke",
    "TableStyle",
    "Theme",
    "load_theme",
]


@record(frozen=True, slots=True)
class Stroke:
    """A rule: width in points (0 is none) and colour."""

    width: float = 0.0
    colour: str = "#000000"


@record(frozen=True, slots=True)
class FontFamily:
    """A family of four faces; files are relative to the theme or to the fonts that come along.

    `name` is the family name as Word knows it; `fallback` what to use where it is absent.
    """

    name: str
    regular: str
    italic: str = ""
    bold: str = ""
    bold_italic: str = ""
    fallback: str = ""
    generic: Literal["roman", "swiss", "modern"] = "roman"


@record(frozen=True, slots=True)
class PageStyle:
    """Paper and margins. `header_distance` and `footer_distance`: paper edge to baseline."""

    width: float = 595.276
    height: float = 841.89
    top: float = 72.0
    bottom: float = 72.0
    left: float = 72.0
    right: float = 72.0
    header_distance: float = 42.0
    footer_distance: float = 36.0
    footer_rule: Stroke = Stroke()
    header_rule: Stroke = Stroke()


_JUSTIFIED: Final = 20
"""Ems, some forty characters: spaces in narrower lines are too few to take what justifying asks."""


@record(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style. `word` is the style's name in Word, `role` its PDF structure type.

    `tracking` is letter space in ems; `features` are OpenType features ("tnum", "-liga").
    """

    font: str = "serif"
    bold: bool = False
    italic: bool = False
    size: float = 10.25
    leading: float = 14.5
    colour: str = "#000000"
    align: Literal["left", "right", "center", "justify"] = "left"
    space_before: float = 0.0
    space_after: float = 0.0
    indent_left: float = 0.0
    indent_right: float = 0.0
    first_line: float = 0.0
    keep_with_next: bool = False
    keep_together: bool = False
    hyphenate: bool = False
    tracking: float = 0.0
    capitals: bool = False
    features: tuple[str, ...] = ()
    rule_above: Stroke = Stroke()
    rule_below: Stroke = Stroke()
    rule_gap: float = 3.0
    outline: bool = False
    word: str = ""
    role: str = ""

    @property
    def above(self) -> float:
        """How far a line reaches above its baseline."""
        return (self.leading + 0.7 * self.size) / 2

    @property
    def below(self) -> float:
        """How far a line reaches below its baseline."""
        return (self.leading - 0.7 * self.size) / 2

    def aligned(self, width: float) -> Literal["left", "right", "center", "justify"]:
        """Return how text stands in a column of `width` points: a narrow one is not justified."""
        narrow = self.align == "justify" and width < _JUSTIFIED * self.size
        return "left" if narrow else self.align


@record(frozen=True, slots=True)
class CharacterStyle:
    """A character style: what is empty or None comes from the surrounding text.

    `scale` is the size relative to the surrounding text; a `background` draws a chip.
    """

    font: str = ""
    bold: bool | None = None
    italic: bool | None = None
    scale: float = 1.0
    colour: str = ""
    background: str = ""
    padding_x: float = 0.0
    padding_y: float = 0.0
    radius: float = 0.0
    features: tuple[str, ...] = ()
    word: str = ""


@record(frozen=True, slots=True)
class BoxStyle:
    """The look of a div: a panel with background, rules and padding; `role` is its PDF type."""

    background: str = ""
    padding_x: float = 0.0
    padding_y: float = 0.0
    rule_left: Stroke = Stroke()
    rule_top: Stroke = Stroke()
    rule_bottom: Stroke = Stroke()
    space_before: float = 0.0
    space_after: float = 0.0
    keep_together: bool = False
    paragraph: str = ""
    role: str = "Div"


@record(frozen=True, slots=True)
class ListStyle:
    """Lists: markers hang in `indent`; number markers are set in a paragraph style's face."""

    bullet: str = "•"
    indent: float = 16.0
    item_space: float = 2.0
    marker: str = "list-marker"


@record(frozen=True, slots=True)
class TableStyle:
    """The look of a table: paragraph style names, fills, rules and padding."""

    head: str = "table-head"
    cell: str = "table-cell"
    stub: str = "table-cell"
    head_fill: str = ""
    stub_fill: str = ""
    rule_top: Stroke = Stroke()
    rule_head: Stroke = Stroke()
    rule_row: Stroke = Stroke()
    rule_bottom: Stroke = Stroke()
    padding_x: float = 5.0
    padding_y: float = 3.0
    flush: bool = False
    space_before: float = 0.0
    space_after: float = 0.0


class Fitting(NamedTuple):
    """What a page limit makes of a theme.

    `size` and `spacing` are factors of type and of the space between it. `leading` is how much
    stays of what lines have beyond the theme's smallest leading: from 1, all, to 0. With
    `columns` those of tables are shared out anew, so that each table is as low as can be.
    """

    size: float = 1.0
    leading: float = 1.0
    spacing: float = 1.0
    columns: bool = False


@record(frozen=True, slots=True)
class Theme:
    """A whole theme. `folder` is where its relative font files are looked for first.

    `fitting` is what the fitter has made of it. It may go down to type of `minimum` points,
    lines that are `minimum_leading` times their size apart, and `minimum_spacing` times the
    space between blocks and in cells.
    """

    name: str
    folder: str
    colours: Mapping[str, str] = field(default_factory=dict)
    fonts: Mapping[str, FontFamily] = field(default_factory=dict)
    page: PageStyle = PageStyle()
    paragraphs: Mapping[str, ParagraphStyle] = field(default_factory=dict)
    characters: Mapping[str, CharacterStyle] = field(default_factory=dict)
    boxes: Mapping[str, BoxStyle] = field(default_factory=dict)
    lists: Mapping[str, ListStyle] = field(default_factory=dict)
    tables: Mapping[str, TableStyle] = field(default_factory=dict)
    fitting: Fitting = Fitting()
    minimum: float = 6.5
    minimum_leading: float = 1.22
    minimum_spacing: float = 0.75

    def paragraph(self, name: str) -> ParagraphStyle:
        """Return the paragraph style `name`, or the body style."""
        return self.paragraphs.get(name) or self.paragraphs["body"]

    def scaled(self, factor: float) -> Theme:
        """Return this theme with text and vertical space multiplied by `factor`."""
        return self.fitted(Fitting(factor, columns=self.fitting.columns))

    def fitted(self, by: Fitting) -> Theme:
        """Return this theme with text and vertical space as `by` says.

        Running heads and the page keep their size; no text gets smaller than `minimum`, or than
        it is when it is smaller already, and no lines nearer than `minimum_leading`, likewise.
        """
        factor = by.size * by.spacing

        def paragraph(name: str, style: ParagraphStyle) -> ParagraphStyle:
            if name in {"header", "footer", "handling-marking"}:
                return style
            size = max(style.size * by.size, min(self.minimum, style.size))
            least = min(self.minimum_leading, style.leading / style.size)
            leading = least + (style.leading / style.size - least) * by.leading
            return replace(
                style,
                size=size,
                leading=leading * size,
                space_before=style.space_before * factor,
                space_after=style.space_after * factor,
            )

        def spaced(style: Any) -> Any:
            return replace(
                style,
                padding_y=style.padding_y * factor,
                space_before=style.space_before * factor,
                space_after=style.space_after * factor,
            )

        return replace(
            self,
            fitting=by,
            paragraphs={n: paragraph(n, s) for n, s in self.paragraphs.items()},
            boxes={n: spaced(s) for n, s in self.boxes.items()},
            lists={n: replace(s, item_space=s.item_space * factor) for n, s in self.lists.items()},
            tables={n: spaced(s) for n, s in self.tables.items()},
        )


# -------------------------------------------------------------------------------------- reading

PAPER = {"A4": (595.276, 841.89), "A3": (841.89, 1190.551), "Letter": (612.0, 792.0)}
_MORE_THAN_NOTHING = {"size", "leading", "scale"}
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
    """Turn TOML tables into the dataclasses above, reporting what does not fit."""

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
        types, needed = _keys(kind)
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
        for name in needed:
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
def _keys(kind: type) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the types of the fields of `kind` by name, and the names of those without default."""
    known = fields(kind)
    missing = [f for f in known if f.default is MISSING and f.default_factory is MISSING]
    return {f.name: _type(str(f.type)) for f in known}, tuple(f.name for f in missing)


@cache
def _type(annotation: str) -> Any:
    return eval(annotation)  # noqa: S307  # those of the classes above
