"""Take the name of a theme, return the `Theme` of its TOML file; report what in it does not fit.

A theme may say `extends = "name"`; its tables are then laid over that theme's. Lengths are points
unless a unit is named ("20mm"), colours are "#rrggbb" or a name from `[colours]`.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from briefgen.colour import BLACK
from briefgen.diagnostics import GENERATED, BriefgenError, Diagnostics, Span
from briefgen.lookup import require_toml
from briefgen.record import record, replace
from briefgen.settings import Colour, Reader
from briefgen.theme.styles import PageStyle, ParagraphStyle, Theme
from briefgen.tomlfile import TomlFile, read_toml

__all__ = ["load_theme", "with_page"]

PAPER: Final = {"A4": (595.276, 841.89), "A3": (841.89, 1190.551), "Letter": (612.0, 792.0)}
_LEAST_ROOM: Final = 72.0


@record(frozen=True, slots=True)
class _Paper:
    """What a `[page]` may say besides the fields of `PageStyle`."""

    paper: Literal["A4", "A3", "Letter"] | None = None
    orientation: Literal["portrait", "landscape"] | None = None


@record(frozen=True, slots=True)
class _Base:
    """What a theme may say besides the fields of `Theme`."""

    extends: str = ""


def load_theme(
    name: str, folders: Sequence[Path], sink: Diagnostics, span: Span = GENERATED
) -> Theme:
    """Read the theme `name`, that of the first of `folders` that has it; `span` asks for it.

    Unknown tables and keys, wrong types and unknown colours are reported as errors at their
    places; what is wrong falls back to the default, so that one run reports everything. Raises
    `BriefgenError` where there is no such theme, or its file cannot be read at all.
    """
    path = require_toml("themes", name, folders, span, sink)
    file = _read(path, folders, sink, ())
    colours: dict[str, str] = {}
    reader = Reader(file, "a theme", sink, colours=colours)
    data = dict(file.data)
    for key, colour in reader.mapping(object, data.pop("colours", {}), ("colours",)).items():
        colours |= {key: BLACK} | reader.mapping(Colour, {key: colour}, ("colours",))
    page = _page(PageStyle(), data.pop("page", {}), reader)
    values = reader.values(data, (), Theme, _Base, without=("folder", "fitting"))
    values.pop("extends", None)
    if "body" not in values.setdefault("paragraphs", {}):
        reader.error("no-body-style", "a theme needs [paragraphs.body]", ("paragraphs",))
        values["paragraphs"]["body"] = ParagraphStyle()
    values = {"name": path.stem, **values, "colours": colours, "page": page}
    return Theme(folder=str(path.parent), **values)


def with_page(theme: Theme, audience: TomlFile, sink: Diagnostics) -> Theme:
    """Return `theme` with the `[page]` table of an audience laid over its page.

    On top of the fields of `PageStyle` it takes `paper` (A4, A3, Letter) and `orientation`.
    """
    reader = Reader(audience, "an audience", sink, colours=theme.colours)
    page = _page(theme.page, audience.data.get("page", {}), reader)
    for room, what in (
        (page.width - page.left - page.right, "columns"),
        (page.height - page.top - page.bottom, "lines"),
    ):
        if room < _LEAST_ROOM:
            hint = "the margins leave less than an inch"
            reader.error("no-room", f"the page has no room for {what}", ("page",), hint)
    return replace(theme, page=page)


def _page(below: PageStyle, table: object, reader: Reader) -> PageStyle:
    """Return `below` with a `[page]` laid over it."""
    values = reader.values(table, ("page",), PageStyle, _Paper)
    if paper := values.pop("paper", None):
        values = dict(zip(("width", "height"), PAPER[paper], strict=True)) | values
    orientation = values.pop("orientation", None)
    page: PageStyle = replace(below, **values)
    if orientation:
        width, height = sorted((page.width, page.height), reverse=orientation == "landscape")
        page = replace(page, width=width, height=height)
    return page


def _read(
    path: Path, folders: Sequence[Path], sink: Diagnostics, heirs: tuple[Path, ...]
) -> TomlFile:
    """Return the theme at `path`, which `heirs` extend, over those that it extends."""
    file = read_toml(path, "the theme", sink)
    if file is None:
        raise BriefgenError(sink)
    base = file.data.get("extends")
    if base is None:
        return file
    place = file.place("extends")
    parent = require_toml("themes", str(base), folders, place, sink)
    if parent in (path, *heirs):
        sink.error("unknown-theme", f"a circle of themes through {base!r}", place)
        raise BriefgenError(sink)
    below = _read(parent, folders, sink, (path, *heirs))
    data = {key: value for key, value in below.data.items() if key != "name"}
    page, own = data.get("page"), file.data.get("page")
    if isinstance(page, dict) and isinstance(own, dict) and "paper" in own:
        data["page"] = {k: v for k, v in page.items() if k not in ("width", "height")}
    return file.over(TomlFile(data, below.texts))
