"""Take the path of a marking scheme, return it: its levels in order, and how they are printed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, TypeAlias

from briefgen.colour import BLACK
from briefgen.diagnostics import BriefgenError, Diagnostics, Span, did_you_mean
from briefgen.model import Banner
from briefgen.record import record
from briefgen.settings import REQUIRED, Fill, Limits, MisfitError, Reader
from briefgen.tomlfile import read_toml

__all__ = ["Level", "Scheme", "load_scheme"]

Align: TypeAlias = Literal["left", "center", "right"]


def _line(value: object, _reader: Reader) -> str:
    if isinstance(value, str) and value.isprintable():
        return " ".join(value.split())
    raise MisfitError("expected a line of text")


@record(frozen=True, slots=True)
class Level:
    """A level: its `name` stands in the banner, its `portion` in brackets before a portion.

    `spellings` are what a source may call it, in small letters. A `background` "" is the paper.
    """

    name: str
    portion: str
    spellings: tuple[str, ...]
    colour: str = BLACK
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
        """Return the rank of `word`; report an unknown level, and take the highest to be safe."""
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


@record(frozen=True, slots=True)
class _LevelTable:
    """A `[levels.KEY]` as it stands in a file."""

    name: Annotated[str, _line, REQUIRED]
    portion: Annotated[str, _line] = ""
    also: tuple[str, ...] = ()
    colour: Fill = BLACK
    background: Fill = ""


@record(frozen=True, slots=True)
class _SchemeFile:
    """A scheme as it stands in a file: its levels from the lowest up."""

    levels: Mapping[str, _LevelTable]
    banner: tuple[Literal["top", "bottom"], ...] = ("top", "bottom")
    align: Align = "center"
    size: Annotated[float, Limits(4, 72)] = 12.0
    portions: bool = False


def load_scheme(path: Path, sink: Diagnostics) -> Scheme:
    """Read the scheme at `path`.

    What is wrong is reported with its place, and then `BriefgenError` is raised: a document that
    is marked by half a scheme must not be made.
    """
    before = sink.count("error")
    scheme = _scheme(path, sink)
    if scheme is None or sink.count("error") > before:
        raise BriefgenError(sink)
    return scheme


def _scheme(path: Path, sink: Diagnostics) -> Scheme | None:
    toml = read_toml(path, "the marking scheme", sink)
    if toml is None:
        return None
    reader = Reader(toml, "a marking scheme", sink)
    file = reader.record(_SchemeFile, {"levels": {}, **toml.data})
    if not file.levels:
        example = '[levels.secret] with name = "SECRET", from the lowest level to the highest'
        reader.error("missing-key", "a marking scheme needs levels", ("levels",), example)
    if not file.banner:
        reader.error("bad-value", "banner = []", ("banner",), 'banner = ["top", "bottom"]')
    levels: list[Level] = []
    holders: dict[str, str] = {}
    for key, table in file.levels.items():
        portion = table.portion or table.name
        words = (" ".join(w.casefold().split()) for w in (key, table.name, portion, *table.also))
        spellings = tuple(dict.fromkeys(filter(None, words)))
        for word in spellings:
            if (other := holders.setdefault(word, key)) != key:
                message = f"{word!r} means both {other!r} and {key!r}"
                reader.error("bad-value", message, ("levels", key), "one word, one level")
        levels.append(
            Level(table.name, portion, spellings, table.colour or BLACK, table.background)
        )
    return Scheme(
        path.stem,
        tuple(levels),
        "top" in file.banner,
        "bottom" in file.banner,
        file.align,
        file.size,
        file.portions,
    )
