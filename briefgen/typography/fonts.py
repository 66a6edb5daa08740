"""Take a theme, return faces that measure and shape text: metrics, coverage, fallback, subsets.

Everything that needs HarfBuzz is here. Lengths are ems. Faces are opened when first asked for,
and what has been shaped once is kept, so that measuring a word again is one look into a dict.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.record import NamedTuple
from briefgen.theme import FontFamily, Theme

if TYPE_CHECKING:
    import uharfbuzz as hb

__all__ = ["Face", "FontSet", "Shaped", "Shapes", "builtin_fonts", "subset"]

_INVISIBLE = frozenset("\u00ad\u034f\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff")
"""Characters that shaping makes disappear: no face needs to have them."""

_NAMED = 3
"""So many of the characters that a text lacks are named in full."""

_STAND_INS = {"\u00a0": " ", "\u2011": "\u2010"}
"""Characters that HarfBuzz sets with another one's glyph where a face lacks them."""


class Shaped(NamedTuple):
    """A shaped run, glyphs left to right.

    `text` is what each glyph stands for: "fi" for a ligature, "" for all but the first glyph of
    a cluster. `rise` is how far marks are lifted; it is empty where nothing is. `glyphs` is how
    many glyphs there are, `first` and `last` are two of their advances: what was only measured
    has but one glyph, as wide as all of them.
    """

    gids: tuple[int, ...]
    advances: tuple[float, ...]
    text: tuple[str, ...]
    width: float
    rise: tuple[float, ...] = ()
    glyphs: int = 0
    first: float = 0.0
    last: float = 0.0


class Face:
    """An opened font file. `key` names it within its `FontSet`; metrics are ems, descent > 0.

    `underline_position` is how far below the baseline the middle of an underline lies.
    """

    __slots__ = (
        "_characters",
        "ascent",
        "cap_height",
        "descent",
        "family",
        "hb_face",
        "hb_font",
        "key",
        "path",
        "underline_position",
        "underline_thickness",
        "upem",
        "x_height",
    )

    def __init__(self, key: str, path: Path, family: str) -> None:
        import uharfbuzz as hb

        self.key = key
        self.path = path
        self.family = family
        self.hb_face: hb.Face = hb.Face(hb.Blob.from_file_path(str(path)))
        self.hb_font: hb.Font = hb.Font(self.hb_face)
        self.upem: int = self.hb_face.upem
        self._characters: frozenset[str] | None = None
        extents = self.hb_font.get_font_extents("ltr")
        tag = hb.OTMetricsTag
        self.ascent = extents.ascender / self.upem
        self.descent = -extents.descender / self.upem
        self.cap_height = self._metric(tag.CAP_HEIGHT)
        self.x_height = self._metric(tag.X_HEIGHT)
        self.underline_thickness = self._metric(tag.UNDERLINE_SIZE)
        top = -self._metric(tag.UNDERLINE_OFFSET)
        self.underline_position = top + self.underline_thickness / 2

    def __repr__(self) -> str:
        return f"Face({self.key!r})"

    @property
    def characters(self) -> frozenset[str]:
        """The characters that it has glyphs for."""
        if self._characters is None:
            self._characters = frozenset(map(chr, self.hb_face.unicodes))
        return self._characters

    @property
    def built_in(self) -> bool:
        """Tell whether the face came along with briefgen."""
        return self.path.parent == builtin_fonts()

    @property
    def data(self) -> bytes:
        """The bytes of the font file."""
        return bytes(self.hb_face.blob.data)

    def covers(self, char: str) -> bool:
        """Tell whether the face can show `char`, by its own or a stand-in's glyph."""
        return (
            char in self.characters
            or char in _INVISIBLE
            or _STAND_INS.get(char, "") in self.characters
            or (unicodedata.category(char) == "Zs" and " " in self.characters)
            or self._composed(char)
        )

    def _composed(self, char: str) -> bool:
        # HarfBuzz takes apart what the font only has in parts (and the other way round).
        parts = unicodedata.normalize("NFD", char)
        return len(parts) > 1 and self.characters.issuperset(parts)

    def _metric(self, tag: Any) -> float:
        return float(self.hb_font.get_metric_position_with_fallback(tag)) / self.upem


@cache
def builtin_fonts() -> Path:
    """Return the folder of the fonts that come along."""
    return Path(__file__).resolve().parent.parent / "fonts"


class FontSet:
    """The faces of a theme: for drawing, or to measure with only, which is quicker.

    Reports `unknown-font` (a family that the theme does not name), `missing-font`, `bad-font`
    and `missing-glyph`; always returns a face, if need be one that comes along.
    """

    def __init__(self, theme: Theme, sink: Diagnostics, *, drawn: bool = True) -> None:
        self.drawn = drawn
        self._families: Mapping[str, FontFamily] = theme.fonts
        self._folders = (Path(theme.folder), builtin_fonts())
        self._theme = Path(theme.folder, f"{theme.name}.toml")
        self._sink = sink
        self._chosen: dict[tuple[str, bool, bool], Face] = {}
        self._opened: dict[Path, Face] = {}
        self._shapes: dict[tuple[str, tuple[str, ...], str, bool | None, bool], Shapes] = {}
        self._missing: set[str] = set()
        self._substitutes: dict[tuple[str, str], Face | None] = {}
        self.wordbooks: dict[Any, Any] = {}
        """What `runs` keeps: words ready to be set, by style."""

    def faces(self) -> dict[str, Face]:
        """Return the faces opened so far, by key."""
        return {face.key: face for face in self._opened.values()}

    # -------------------------------------------------------------------------------- choosing

    def kind(self, family: str) -> str:
        """Return what kind a family of the theme is: roman, swiss or modern."""
        return self._families[family].generic if family in self._families else "roman"

    def like(self, name: str) -> str:
        """Return the theme's family nearest to one of the world's: by its name, else its kind."""
        wanted = name.casefold()
        for key, family in self._families.items():
            if wanted in {key.casefold(), family.name.casefold()}:
                return key
        generic = "swiss"
        if any(part in wanted for part in ("mono", "courier", "consol", "code")):
            generic = "modern"
        elif "sans" not in wanted and any(
            part in wanted for part in ("serif", "times", "roman", "georgia", "garamond")
        ):
            generic = "roman"
        alike = (key for key, family in self._families.items() if family.generic == generic)
        return next(alike, next(iter(self._families), "serif"))

    def face(self, family: str, bold: bool = False, italic: bool = False) -> Face:
        """Return the face of `family` nearest to what is asked for."""
        wanted = (family, bold, italic)
        found = self._chosen.get(wanted)
        if found is None:
            found = self._chosen[wanted] = self._choose(family, bold, italic)
        return found

    def _choose(self, name: str, bold: bool, italic: bool) -> Face:
        family = self._families.get(name)
        if family is None:
            self._sink.error(
                "unknown-font",
                f"the theme has no font family {name!r}",
                self._span,
                did_you_mean(name, self._families) or f'add [fonts.{name}] with regular = "..."',
            )
            return self._last_resort(name)
        for file in _candidates(family, bold, italic):
            face = self._open(file, name)
            if face is not None:
                return face
        return self._last_resort(name)

    @property
    def _span(self) -> Span:
        return Span(str(self._theme), 1)

    def _open(self, file: str, family: str) -> Face | None:
        path = next((f / file for f in self._folders if (f / file).is_file()), None)
        if path is None:
            self._sink.error(
                "missing-font",
                f"no font file {file!r} for [fonts.{family}]",
                self._span,
                f"put it into {self._folders[0]}, or name a file relative to that folder",
            )
            return None
        if path in self._opened:
            return self._opened[path]
        key = path.stem
        taken = [face.key for face in self._opened.values()]
        while key in taken:
            key += "-2"
        face = Face(key, path, family)
        if not face.hb_face.glyph_count or "glyf" not in face.hb_face.table_tags:
            kind, hint = _outlines(face)
            self._sink.error("bad-font", f"{file!r} of [fonts.{family}] {kind}", self._span, hint)
            return None
        self._opened[path] = face
        return face

    def _last_resort(self, name: str) -> Face:
        for file in _LAST_RESORT:
            face = self._open(file, name)
            if face is not None:
                return face
        raise FileNotFoundError(f"briefgen's own fonts are gone from {builtin_fonts()}")

    # ---------------------------------------------------------------------------------- shaping

    def shapes(
        self,
        face: Face,
        features: tuple[str, ...] = (),
        lang: str = "",
        *,
        backwards: bool | None = None,
        drawn: bool = True,
    ) -> Shapes:
        """Return what shapes text, all of it in `face` and one direction.

        `features` are OpenType tags, with "-" in front to switch one off; `lang` is a BCP 47
        tag; `backwards` tells the direction, which is guessed otherwise. What is not `drawn` is
        only measured.
        """
        key = (face.key, features, lang, backwards, drawn)
        found = self._shapes.get(key)
        if found is None:
            found = self._shapes[key] = Shapes(face, features, lang, backwards, drawn)
        return found

    def shape(
        self,
        text: str,
        face: Face,
        features: tuple[str, ...] = (),
        lang: str = "",
        *,
        backwards: bool | None = None,
    ) -> Shaped:
        """Shape one piece of text, with all its glyphs: see `shapes`."""
        return self.shapes(face, features, lang, backwards=backwards)[text]

    def split(self, text: str, face: Face, span: Span | None = None) -> list[tuple[str, Face]]:
        """Cut `text` into pieces with a face for each that has all of its characters.

        `face` is kept wherever it will do. Then come the other faces of its family, then the
        other families in the theme's order. What none of them has stays in `face` and is
        reported (`missing-glyph`): each character once, and all of a text together.
        """
        if face.characters.issuperset(text):
            return [(text, face)]
        pieces: list[tuple[str, Face]] = []
        missing: list[str] = []
        for cluster in _clusters(text):
            chosen = face
            if not _covers(face, cluster):
                chosen = self._fallback(cluster, face) or face
                if chosen is face:
                    missing += [char for char in cluster if not face.covers(char)]
            if pieces and pieces[-1][1] is chosen:
                pieces[-1] = (pieces[-1][0] + cluster, chosen)
            else:
                pieces.append((cluster, chosen))
        if missing:
            self._report_missing(missing, span)
        return pieces

    def _fallback(self, cluster: str, face: Face) -> Face | None:
        key = (cluster, face.key)
        if key not in self._substitutes:
            self._substitutes[key] = self._substitute(cluster, face)
        return self._substitutes[key]

    def _substitute(self, cluster: str, face: Face) -> Face | None:
        bold, italic = self._style_of(face)
        names = [face.family, *(n for n in self._families if n != face.family)]
        for name in names:
            family = self._families.get(name)
            for file in _candidates(family, bold, italic) if family else ():
                other = self._open(file, name)
                if other is not None and _covers(other, cluster):
                    return other
        return None

    def _style_of(self, face: Face) -> tuple[bool, bool]:
        styles = (style for style, chosen in self._chosen.items() if chosen is face)
        return next(((bold, italic) for _, bold, italic in styles), (False, False))

    def _report_missing(self, chars: Iterable[str], span: Span | None) -> None:
        new = [char for char in dict.fromkeys(chars) if char not in self._missing]
        if not new:
            return
        self._missing.update(new)
        shown = ", ".join(
            f"U+{ord(char):04X} {unicodedata.name(char, 'without a name')}" for char in new[:_NAMED]
        )
        if len(new) > _NAMED:
            shown += f" and {len(new) - _NAMED} more ({''.join(new[_NAMED:])})"
        boxes = "it is shown as a box" if len(new) == 1 else "they are shown as boxes"
        self._sink.warning(
            "missing-glyph",
            f"no font of the theme has {shown}; {boxes}",
            span,
            'add a font that has it to the theme: [fonts.symbols] regular = "...ttf"',
        )


def _outlines(face: Face) -> tuple[str, str]:
    """Return what is in a font file that is no TrueType font, and what to do about it."""
    tables = set(face.hb_face.table_tags)
    if tables & {"CFF ", "CFF2"}:
        kind = "has PostScript outlines (CFF), not those of TrueType"
        return kind, "take the family's TrueType files (.ttf), or convert it: otf2ttf"
    if tables & {"CBDT", "sbix", "SVG ", "COLR"}:
        return "has coloured pictures, no outlines", "take a font in one colour: a .ttf file"
    return "is not a TrueType font", "use a .ttf file with TrueType outlines"


_LAST_RESORT = ("BriefgenSerif-Regular.ttf", "BriefgenSans-Regular.ttf")


def _candidates(family: FontFamily, bold: bool, italic: bool) -> list[str]:
    """Return the files of `family`, the nearest to the wanted style first."""
    files = {
        (False, False): family.regular,
        (True, False): family.bold,
        (False, True): family.italic,
        (True, True): family.bold_italic,
    }
    order = [(bold, italic), (bold, False), (False, italic), (False, False), *files]
    return [file for file in dict.fromkeys(files[style] for style in order) if file]


def _clusters(text: str) -> Iterator[str]:
    """Yield characters, each with the marks, joiners and selectors that belong to it."""
    start = 0
    for i in range(1, len(text)):
        mark = text[i] in _INVISIBLE or unicodedata.category(text[i]).startswith("M")
        if not mark and text[i - 1] != "\u200d":
            yield text[start:i]
            start = i
    if text:
        yield text[start:]


def _covers(face: Face, cluster: str) -> bool:
    return all(map(face.covers, cluster)) or face.characters.issuperset(
        unicodedata.normalize("NFC", cluster)
    )


class Shapes(dict[str, Shaped]):
    """Text shaped in one face, in one way: looking up what is not there yet shapes it.

    A character that the face lacks becomes its .notdef box.
    """

    def __init__(
        self,
        face: Face,
        features: tuple[str, ...],
        lang: str,
        backwards: bool | None,
        drawn: bool,
    ) -> None:
        import uharfbuzz as hb

        self._face = face
        self._lang = lang
        self._backwards = backwards
        self._drawn = drawn
        self._hb = hb
        # On top of what HarfBuzz does by itself: kern and liga, not dlig.
        self._features = {tag.removeprefix("-"): not tag.startswith("-") for tag in features}

    def __missing__(self, text: str) -> Shaped:
        shaped = self[text] = self._shape(text)
        return shaped

    def _shape(self, text: str) -> Shaped:
        hb, backwards = self._hb, self._backwards
        buffer = hb.Buffer()
        buffer.add_str(text)
        if self._lang:
            buffer.language = self._lang
        buffer.guess_segment_properties()
        if backwards is not None:  # brackets alone do not say so themselves
            buffer.direction = "rtl" if backwards else "ltr"
            buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        hb.shape(self._face.hb_font, buffer, self._features)
        positions = buffer.glyph_positions
        if not positions:
            return Shaped((), (), (), 0.0)
        upem = self._face.upem
        if not self._drawn:
            lengths = [place.x_advance for place in positions]
            width = sum(lengths) / upem
            first, last = lengths[0] / upem, lengths[-1] / upem
            return Shaped((0,), (width,), (text,), width, (), len(lengths), first, last)
        infos = buffer.glyph_infos
        gids = tuple([info.codepoint for info in infos])
        moves = [place.position for place in positions]  # x, y offset, x, y advance
        starts = [info.cluster for info in infos]
        moved = any(dx or dy for dx, dy, _, _ in moves)
        if moved and backwards:
            gids, moves, starts = _marks_last(gids, moves, starts)
        advances = [move[2] / upem for move in moves]
        width = sum(advances)
        rise: tuple[float, ...] = ()
        if moved:
            rise = tuple([move[1] / upem for move in moves])
            # A writer only knows advances: a glyph is moved sideways by those around it.
            for i, move in enumerate(moves[1:], 1):
                advances[i - 1] += move[0] / upem
                advances[i] -= move[0] / upem
        simple = starts == list(range(len(text)))
        texts = tuple(text) if simple else _cluster_texts(text, starts)
        ends = advances[0], advances[-1]
        return Shaped(gids, tuple(advances), texts, width, rise, len(gids), *ends)


_Move = tuple[int, int, int, int]


def _marks_last(
    gids: tuple[int, ...], moves: list[_Move], starts: list[int]
) -> tuple[tuple[int, ...], list[_Move], list[int]]:
    """Set marks after the letter that they stand on, which they precede in text to the left.

    A glyph is moved by the one before it, and before the first there is none.
    """
    order: list[int] = []
    marks: list[int] = []
    places: list[int] = []
    x = 0
    for i, move in enumerate(moves):
        places.append(x + move[0])
        x += move[2]
        if move[2]:
            order += [i, *marks]
            marks = []
        else:
            marks.append(i)
    order += marks
    moved: list[_Move] = []
    x = 0
    for i in order:
        moved.append((places[i] - x, *moves[i][1:]))
        x += moves[i][2]
    return tuple([gids[i] for i in order]), moved, [starts[i] for i in order]


def _cluster_texts(text: str, starts: list[int]) -> tuple[str, ...]:
    edges = [*sorted(set(starts)), len(text)]
    following = dict(pairwise(edges))
    said: set[int] = set()
    texts: list[str] = []
    for start in starts:
        texts.append("" if start in said else text[start : following[start]])
        said.add(start)
    return tuple(texts)


# -------------------------------------------------------------------------------------- subsets

_NEEDED = frozenset({"glyf", "head", "hhea", "hmtx", "loca", "maxp", "cvt ", "fpgm", "prep"})
"""The tables of a TrueType font program in a PDF (ISO 32000-1, 9.9)."""

_VARIATIONS = frozenset({"fvar", "gvar", "avar", "HVAR"})
"""What a variable font needs until its default instance has been taken."""


def subset(face: Face, gids: Iterable[int]) -> bytes:
    """Return a TrueType program with the outlines of `gids` only, all at their old numbers.

    It is what FontFile2 of a CIDFontType2 takes. Same glyphs, same bytes.
    """
    import uharfbuzz as hb

    job = hb.SubsetInput()
    flags = hb.SubsetFlags
    job.flags = (
        flags.RETAIN_GIDS | flags.NO_HINTING | flags.NOTDEF_OUTLINE | flags.NO_LAYOUT_CLOSURE
    )
    if face.hb_face.has_var_data:
        job.pin_all_axes_to_default(face.hb_face)
    job.glyph_set.update({0, *gids})
    dropped = sorted(set(face.hb_face.table_tags) - _NEEDED - _VARIATIONS)
    job.drop_table_tag_set.update([int.from_bytes(tag.encode("ascii"), "big") for tag in dropped])
    return bytes(job.subset(face.hb_face).blob.data)
