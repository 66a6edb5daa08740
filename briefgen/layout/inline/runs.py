"""Take fragments of one paragraph, return runs: shaped pieces of words, with the boxes they form.

Words are cut, shaped and measured once per style and kept in the `FontSet`; what is done again
for every paragraph is adding up their widths.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import field
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any, Final

from briefgen.layout.boxes import Element, Slot
from briefgen.layout.inline.breaks import Boxes, InnerPoint
from briefgen.record import NamedTuple, record
from briefgen.typography.bidi import RIGHT_TO_LEFT
from briefgen.typography.fonts import Face, FontSet, Shaped
from briefgen.typography.hyphenation import hyphenation
from briefgen.typography.words import HYPHEN, NEVER, cut_word, plain

if TYPE_CHECKING:
    from briefgen.layout.inline.insets import Inset

__all__ = ["Fragment", "Run", "Target", "TextStyle", "Typeset", "Wordbook", "typeset", "wordbook"]

HYPHENATE: Final = 80.0
RELUCTANT: Final = 140.0
"""Penalties of a hyphen that is added to a word; in a name, in a word that has one already, or
after two letters."""

FORCED: Final = 1_000.0
"""Penalty of breaking what must not be broken, because no line is wide enough for it."""

LONG_CLUSTER: Final = 8
"""A citation of more items than this may break after ";" or ","."""


class TextStyle(NamedTuple):
    """How text looks: sizes and paddings in points, `rise` upwards, `tracking` per character.

    `features` are OpenType tags ("tnum", "-liga"). A `background` is drawn behind the text,
    padded and with rounded corners; it takes `padding_x` of space on both sides. `backwards`
    tells the direction of text where it is known. With an `inset` the text is `insets.OBJECT`.
    """

    face: Face
    size: float
    colour: str
    features: tuple[str, ...] = ()
    rise: float = 0.0
    tracking: float = 0.0
    lang: str = ""
    background: str = ""
    padding_x: float = 0.0
    padding_y: float = 0.0
    radius: float = 0.0
    strike: bool = False
    underline: bool = False
    backwards: bool | None = None
    inset: Inset | None = None


class Target(NamedTuple):
    """Where a link leads: a URL or `#anchor`, what that is, and the Link element it belongs to."""

    target: str
    contents: str
    element: Element | None


class Fragment(NamedTuple):
    """A piece of text of one style. "\\n" in the text is a forced line break.

    A `nobreak` fragment (a citation) stays in one piece and with the word before it: it never
    starts a line. `anchor` and `note` hold for the place where the text begins; the text may be
    empty.
    """

    text: str
    style: TextStyle
    slot: Slot | None = None
    link: Target | None = None
    nobreak: bool = False
    note: object | None = None
    anchor: str = ""


# ------------------------------------------------------------------------------------------ runs


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


class Entry(NamedTuple):
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
        self.entries: dict[str, Entry] = {}
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

    def entry(self, word: str) -> Entry:
        """Return a word that `entries` does not have yet, and keep it there."""
        if not word.isascii() and not self.foreign:
            self.foreign = not self._style.face.characters.issuperset(word) or bool(
                RIGHT_TO_LEFT.search(word)
            )
        if ties := plain(word):
            entry = Entry((self.run(word),), (NEVER,), *ties, NEVER)
        else:
            cut = cut_word(word)
            runs = tuple([self.run(piece.text, piece.points, piece.space) for piece in cut.pieces])
            penalties = tuple([piece.penalty for piece in cut.pieces])
            entry = Entry(runs, penalties, cut.before, cut.after, cut.tail)
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
            found = self._inner[run.text] = _offsets(self.whole(run), points) if points else []
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


def _offsets(run: Run, points: Sequence[int]) -> list[tuple[int, float]]:
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
        from briefgen.layout.inline.insets import inset_book  # which makes runs itself

        return inset_book(style.inset, wordbook(style._replace(inset=None), lang, fonts))
    key = (style.face.key, style.size, style.features, style.tracking, lang, style.backwards)
    books: dict[Any, Wordbook] = fonts.wordbooks
    book = books.get(key)
    if book is None:
        book = books[key] = Wordbook(style, lang, fonts)
    return book


# ------------------------------------------------------------------------------------- paragraphs


@record(frozen=False, slots=True)
class Typeset:
    """A paragraph as runs on one endless line.

    Per run: `owners` (which fragment it is of), `at` where it begins and `spaces` how much
    stretchable space stands before it; these two have one more value at the end. Box `i` holds
    the runs from `firsts[i]` to before `ends[i]`; between boxes there are spaces or nothing.
    `padding` is extra space before a run and `padding_after` after it.
    """

    fragments: Sequence[Fragment]
    books: list[Wordbook]
    runs: list[Run] = field(default_factory=list)
    owners: list[int] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    spaces: list[float] = field(default_factory=list)
    firsts: list[int] = field(default_factory=lambda: [0])
    ends: list[int] = field(default_factory=list)
    penalties: list[float] = field(default_factory=list)
    padding: dict[int, float] = field(default_factory=dict)
    padding_after: dict[int, float] = field(default_factory=dict)

    def widest(self) -> float:
        """Return the width of the widest box."""
        at = self.at
        return max([at[e] - at[f] for f, e in zip(self.firsts, self.ends, strict=True)], default=0)

    def boxes(self, narrowest: float, hanging: bool) -> Boxes:
        """Return the boxes for total-fit; `narrowest` is the width of the narrowest line."""
        at, spaces, runs, firsts, ends = self.at, self.spaces, self.runs, self.firsts, self.ends
        nothing = [0.0] * len(ends)
        inner = _Inner(self, narrowest, hanging)
        return Boxes(
            starts=[at[i] for i in firsts],
            ends=[at[i] for i in ends],
            spaces_before=[spaces[i] for i in firsts],
            spaces_within=[spaces[i] for i in ends],
            penalties=self.penalties,
            hyphens=[penalty == HYPHEN for penalty in self.penalties],
            left=[runs[i].left for i in firsts] if hanging else nothing,
            right=[runs[i - 1].right for i in ends] if hanging else nothing,
            inner=inner,
        )


class _Inner:
    """The inner points of boxes: hyphens; and in a box wider than a line, all there may be."""

    def __init__(self, text: Typeset, narrowest: float, hanging: bool) -> None:
        self._text = text
        self._narrowest = narrowest
        self._hanging = hanging
        self._found: dict[tuple[int, bool], Sequence[InnerPoint]] = {}
        self._last = len(text.ends) - 1

    def __call__(self, box: int, hyphenate: bool) -> Sequence[InnerPoint]:
        text = self._text
        wide = text.at[text.ends[box]] - text.at[text.firsts[box]] > self._narrowest
        if not wide and (not hyphenate or box == self._last):
            return ()
        key = (box, wide)
        found = self._found.get(key)
        if found is None:
            points = self._hyphens(box)
            found = self._found[key] = self._forced(box, points) if wide else points
        return found

    def _hyphens(self, box: int) -> list[InnerPoint]:
        text = self._text
        points: list[InnerPoint] = []
        for i in range(text.firsts[box], text.ends[box]):
            run = text.runs[i]
            book = text.books[text.owners[i]]
            if run.width < 12.0 or not book.hyphenates or text.fragments[text.owners[i]].nobreak:
                continue
            hyphen = book.hyphen.width - (book.hyphen.right if self._hanging else 0.0)
            compound = run.text[-1] in "-\u2010" or (i > 0 and text.runs[i - 1].text[-1:] == "-")
            usual = RELUCTANT if compound or run.text[0].isupper() else HYPHENATE
            at, spaces = text.at[i], text.spaces[i]
            for char, width in book.hyphens(run):
                here = at + width
                penalty = usual if char > 2 else RELUCTANT
                points.append(InnerPoint(i, char, here + hyphen, here, spaces, penalty, True))
        return points

    def _forced(self, box: int, hyphens: list[InnerPoint]) -> list[InnerPoint]:
        text = self._text
        points = {(point.run, point.char): point for point in hyphens}
        for i in range(text.firsts[box], text.ends[box]):
            run, at, spaces = text.runs[i], text.at[i], text.spaces[i]
            if i + 1 < text.ends[box]:
                end = at if run.text == " " else text.at[i + 1]
                points[i, len(run.text)] = InnerPoint(
                    i, len(run.text), end, text.at[i + 1], spaces, FORCED, False
                )
            if run.width > self._narrowest:
                whole = text.books[text.owners[i]].whole(run)
                clusters = [0, *accumulate(map(len, whole.characters))]
                for char, width in _offsets(whole, clusters[1:-1]):
                    here = at + width
                    point = InnerPoint(i, char, here, here, spaces, 2 * FORCED, False)
                    points.setdefault((i, char), point)
        return sorted(points.values())


def typeset(fragments: Sequence[Fragment], fonts: FontSet, lang: str) -> Typeset:
    """Cut and measure `fragments`, which hold no forced line break."""
    books = [wordbook(fragment.style, lang, fonts) for fragment in fragments]
    text = Typeset(fragments, books)
    runs, owners, firsts, ends = text.runs, text.owners, text.firsts, text.ends
    penalties = text.penalties
    gap = -1  # the first of the spaces since the last word, if there are any
    after, tail = 0, NEVER  # of the last word
    started = False  # spaces before the first word stay
    cluster = False  # in the middle of a nobreak cluster
    long = _long_clusters(fragments)
    held: list[int] = []  # empty fragments between a space and the next word
    padding: list[tuple[int, float]] = []
    for owner, (fragment, book) in enumerate(zip(fragments, books, strict=True)):
        entries, space, nobreak = book.entries, book.space, fragment.nobreak
        if not fragment.text:
            if gap >= 0:
                held.append(owner)
            else:
                runs.append(book.empty)
                owners.append(owner)
            continue
        cluster = cluster and nobreak
        padded = fragment.style.background and fragment.style.padding_x
        pad = padded and not _joins(fragments, owner - 1)
        for nth, word in enumerate(fragment.text.split(" ")):
            if nth:
                if gap < 0:
                    gap = len(runs)
                runs.append(space)
            if not word:
                continue
            entry = entries.get(word) or book.entry(word)
            if gap >= 0:
                if nobreak:
                    parts = cluster and long[owner] and runs[gap - 1].text[-1:] in {",", ";"}
                else:
                    parts = not after & entry.before
                if parts and started:
                    ends.append(gap)
                    firsts.append(len(runs))
                    penalties.append(0.0)
                gap = -1
            elif not nth and tail != NEVER and not nobreak:
                ends.append(len(runs))
                firsts.append(len(runs))
                penalties.append(tail)
            if held:
                owners += [owner] * (len(runs) - len(owners))
                runs += [books[empty].empty for empty in held]
                owners += held
                held.clear()
            place = len(runs)
            if len(entry.runs) == 1:
                runs += entry.runs
            else:
                for run, penalty in zip(entry.runs, entry.penalties, strict=True):
                    runs.append(run)
                    if penalty != NEVER and not nobreak:
                        ends.append(len(runs))
                        firsts.append(len(runs))
                        penalties.append(penalty)
            if pad:
                text.padding[place] = fragment.style.padding_x
                padding.append((len(runs) - 1, fragment.style.padding_x))
                pad = False
            after, tail, started, cluster = entry.after, entry.tail, True, nobreak
        owners += [owner] * (len(runs) - len(owners))
        if padded and not _joins(fragments, owner) and owners and owners[-1] == owner:
            text.padding_after[len(runs) - 1] = fragment.style.padding_x
            padding.append((len(runs) - 1, fragment.style.padding_x))
    if not started:
        gap = -1
    ends.append(gap if gap >= 0 else len(runs))
    penalties.append(0.0)
    if held:
        runs += [books[empty].empty for empty in held]
        owners += held
        ends[-1] = len(runs)
    widths = [run.width for run in runs]
    for place, extra in padding:
        widths[place] += extra
    text.at = list(accumulate(widths, initial=0.0))
    text.spaces = list(accumulate([run.stretch for run in runs], initial=0.0))
    return text


def _joins(fragments: Sequence[Fragment], owner: int) -> bool:
    """Tell whether a fragment and the next one stand on one background."""
    if not 0 <= owner < len(fragments) - 1:
        return False
    this, following = fragments[owner].style, fragments[owner + 1].style
    return this.background == following.background and this.padding_x == following.padding_x


def _long_clusters(fragments: Sequence[Fragment]) -> list[bool]:
    """Tell for each fragment whether it is of a citation of more than `LONG_CLUSTER` items."""
    long = [False] * len(fragments)
    start = 0
    for is_cluster, members in groupby(fragments, key=lambda fragment: fragment.nobreak):
        cluster = list(members)
        if is_cluster:
            marks = sum(f.text.count(",") + f.text.count(";") for f in cluster)
            long[start : start + len(cluster)] = [marks >= LONG_CLUSTER] * len(cluster)
        start += len(cluster)
    return long
