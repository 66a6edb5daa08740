"""Take words of one style, return them shaped, measured and cut where a line may end.

Each word is looked at once per style; what was made of it is kept in the `FontSet`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from typing import Any

from briefgen.layout.inline.fragments import OBJECT, Inset, TextStyle
from briefgen.record import NamedTuple
from briefgen.typography.bidi import RIGHT_TO_LEFT
from briefgen.typography.fonts import FontSet
from briefgen.typography.hyphenation import hyphenation
from briefgen.typography.shaping import Shaped
from briefgen.typography.words import NEVER, cut_word, plain

__all__ = ["Run", "Wordbook", "char_offsets", "wordbook"]


class Run(NamedTuple):
    """A shaped piece of text, in points. `stretch` is what justification may add to, or 0.

    `left` and `right` are how much of the first and last glyph may hang into the margin.
    """

    text: str
    gids: tuple[int, ...]
    advances: tuple[float, ...]
    characters: tuple[str, ...]
    width: float
    stretch: float = 0.0
    left: float = 0.0
    right: float = 0.0
    rise: tuple[float, ...] = ()
    points: tuple[int, ...] | None = None


class ShapedWord(NamedTuple):
    """A word ready to be set: `penalties` for line ends after its runs but the last."""

    runs: tuple[Run, ...]
    penalties: tuple[int, ...]
    before: int
    after: int
    tail: int


_HANG_RIGHT = {".": 0.5, ",": 0.5, "-": 0.45, "\u2010": 0.45, "’": 0.5, "”": 0.45, "'": 0.5,
               '"': 0.4, ":": 0.3, ";": 0.3, "»": 0.2, "–": 0.2, "—": 0.12, "!": 0.15, "?": 0.1,
               ")": 0.1, "“": 0.45, "‘": 0.5, "›": 0.2}  # fmt: skip
_HANG_LEFT = {"‘": 0.5, "“": 0.45, "'": 0.5, '"': 0.4, "„": 0.4, "«": 0.2, "(": 0.1, "—": 0.1,
              "–": 0.15, "‚": 0.5, "‹": 0.2, "»": 0.2, "”": 0.45}  # fmt: skip

_CORE = re.compile(r"[^\W\d_]{6,}")


class Wordbook:
    """The words of one face, size and language."""

    def __init__(self, style: TextStyle, lang: str, fonts: FontSet) -> None:
        self.entries: dict[str, ShapedWord] = {}
        self._parts: dict[tuple[str, bool], Run] = {}
        self._inner: dict[str, list[tuple[int, float]]] = {}
        self.foreign = False  # there are words that this face lacks, or that run to the left
        self._style = style
        self._lang = lang
        # A ligature would undo letter space.
        features = (*style.features, "-liga") if style.tracking else style.features
        self._shapes, self._glyphs = (
            fonts.shapes(style.face, features, lang, backwards=style.backwards, drawn=drawn)
            for drawn in (fonts.drawn, True)
        )
        self.space = self.run(" ", space=True)
        self.empty = Run("", (), (), (), 0.0)
        narrow, wide = (self.run(char).width for char in "iM")
        self.hyphenates = narrow != wide  # code in a monospaced face does not
        self._hyphen = "\u2010" if style.face.covers("\u2010") else "-"
        self.hyphen = self.run(self._hyphen)

    def entry(self, word: str) -> ShapedWord:
        """Return a word that `entries` does not have yet, and keep it there."""
        if not word.isascii() and not self.foreign:
            self.foreign = not self._style.face.characters.issuperset(word) or bool(
                RIGHT_TO_LEFT.search(word)
            )
        if ties := plain(word):
            entry = ShapedWord((self.run(word),), (NEVER,), *ties, NEVER)
        else:
            cut = cut_word(word)
            runs = tuple([self.run(piece.text, piece.points, piece.space) for piece in cut.pieces])
            penalties = tuple([piece.penalty for piece in cut.pieces])
            entry = ShapedWord(runs, penalties, cut.before, cut.after, cut.tail)
        self.entries[word] = entry
        return entry

    def run(self, text: str, points: tuple[int, ...] | None = None, space: bool = False) -> Run:
        return self._run(self._shapes[text], text, points, space)

    def whole(self, run: Run) -> Run:
        """Return `run` with a glyph for each character, even where text is only measured."""
        return self._run(self._glyphs[run.text], run.text)

    def _run(
        self,
        shaped: Shaped,
        text: str,
        points: tuple[int, ...] | None = None,
        space: bool = False,
    ) -> Run:
        style = self._style
        size, tracking = style.size, style.tracking
        if tracking:
            advances = tuple([advance * size + tracking for advance in shaped.advances])
        else:
            advances = tuple([advance * size for advance in shaped.advances])
        left = right = 0.0
        if advances:
            left = _HANG_LEFT.get(text[0], 0.0) * (shaped.first * size + tracking)
            right = _HANG_RIGHT.get(text[-1], 0.0) * (shaped.last * size + tracking)
        width = shaped.width * size + tracking * shaped.glyphs
        stretch = width if space else 0.0
        rise = tuple([lift * size for lift in shaped.rise]) if shaped.rise else ()
        gids, characters = shaped.gids, shaped.text
        return Run(text, gids, advances, characters, width, stretch, left, right, rise, points)

    def part(self, text: str, hyphen: bool) -> Run:
        """Return a part of a word; an added hyphen has the text U+00AD."""
        key = (text, hyphen)
        found = self._parts.get(key)
        if found is None:
            found = self.run(text + self._hyphen * hyphen)
            if hyphen:
                found = found._replace(characters=(*found.characters[:-1], "\u00ad"))
            self._parts[key] = found
        return found

    def hyphens(self, run: Run) -> list[tuple[int, float]]:
        """Return where `run` may be hyphenated: offset, and width up to there."""
        found = self._inner.get(run.text)
        if found is None:
            points = self._points(run)
            found = self._inner[run.text] = char_offsets(self.whole(run), points) if points else []
        return found

    def _points(self, run: Run) -> tuple[int, ...]:
        if self._style.backwards:
            return ()
        if run.points is not None:
            return run.points
        core = _CORE.search(run.text)
        if core is None or core[0].isupper() or any(map(str.isdigit, run.text)):
            return ()
        start = core.start()
        return tuple([start + point for point in hyphenation(core[0], self._lang)])


def char_offsets(run: Run, points: Sequence[int]) -> list[tuple[int, float]]:
    """Add up advances: what kerning at the point would change is too little to matter."""
    offsets: list[tuple[int, float]] = []
    wanted = iter(points)
    point = next(wanted, None)
    offset, width = 0, 0.0
    for text, advance in zip(run.characters, run.advances, strict=True):
        if point is None:
            break
        if point <= offset:
            offsets.append((point, width))
            point = next(wanted, None)
        offset += len(text)
        width += advance
    return offsets


def wordbook(style: TextStyle, lang: str, fonts: FontSet) -> Wordbook:
    """Return the words of `style`; its own language comes before that of the paragraph."""
    lang = style.lang or lang
    if style.inset:
        return _inset_book(style.inset, wordbook(style._replace(inset=None), lang, fonts))
    key = (style.face.key, style.size, style.features, style.tracking, lang, style.backwards)
    books: dict[Any, Wordbook] = fonts.wordbooks
    book = books.get(key)
    if book is None:
        book = books[key] = Wordbook(style, lang, fonts)
    return book


def _inset_book(inset: Inset, plain_book: Wordbook) -> Wordbook:
    """Return a book whose one word is the image: it is tied to nothing, and never broken."""
    book = copy(plain_book)
    run = Run(OBJECT, (), (), (), inset.width)
    book.entries = {OBJECT: ShapedWord((run,), (NEVER,), 0, 0, NEVER)}
    book.foreign = False
    return book
