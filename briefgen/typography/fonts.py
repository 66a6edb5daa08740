"""Take a theme, return its faces by family and style, with a fallback for what a face lacks.

Faces are opened when first asked for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.theme import FontFamily, Theme
from briefgen.typography.faces import Face, builtin_fonts, clusters, covers_cluster
from briefgen.typography.shaping import Shaped, Shapes

__all__ = ["FontSet"]

_NAMED = 3
"""At most this many missing characters are named in full."""


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
        for cluster in clusters(text):
            chosen = face
            if not covers_cluster(face, cluster):
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
                if other is not None and covers_cluster(other, cluster):
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
