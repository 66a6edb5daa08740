"""Take fragments of one paragraph, return runs: shaped pieces of words, with the boxes they form.

Words come from wordbooks; what is done for every paragraph is adding up their widths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from itertools import accumulate, groupby
from typing import Final

from briefgen.layout.inline.breaks import Boxes, InnerPoint
from briefgen.layout.inline.fragments import Fragment
from briefgen.layout.inline.wordbook import Run, Wordbook, char_offsets, wordbook
from briefgen.record import record
from briefgen.typography.fonts import FontSet
from briefgen.typography.words import HYPHEN, NEVER

__all__ = ["Typeset", "typeset"]

HYPHENATE: Final = 80.0
RELUCTANT: Final = 140.0
"""Penalties of a hyphen that is added to a word; in a name, in a word that has one already, or
after two letters."""

FORCED: Final = 1_000.0
"""Penalty of breaking what must not be broken, because no line is wide enough for it."""

LONG_CLUSTER: Final = 8
"""A citation of more items than this may break after ";" or ","."""


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
                for char, width in char_offsets(whole, clusters[1:-1]):
                    here = at + width
                    point = InnerPoint(i, char, here, here, spaces, 2 * FORCED, False)
                    points.setdefault((i, char), point)
        return sorted(points.values())


def typeset(fragments: Sequence[Fragment], fonts: FontSet, lang: str) -> Typeset:
    """Cut and measure `fragments`, which hold no forced line break."""
    books = [wordbook(fragment.style, lang, fonts) for fragment in fragments]
    typesetter = _Typesetter(Typeset(fragments, books))
    for owner in range(len(fragments)):
        typesetter.add(owner)
    return typesetter.finished()


class _Typesetter:
    """Adds fragments to a `Typeset`, one after the other.

    `gap` is the first of the spaces since the last word, or -1; `after` and `tail` are those of the
    last word. Empty fragments between a space and the next word are `held` until that word.
    """

    def __init__(self, text: Typeset) -> None:
        self.text = text
        self.long = _long_clusters(text.fragments)
        self.gap = -1
        self.after, self.tail = 0, NEVER
        self.started = False  # spaces before the first word stay
        self.cluster = False  # in the middle of a nobreak cluster
        self.held: list[int] = []
        self.padding: list[tuple[int, float]] = []

    def add(self, owner: int) -> None:
        """Add the fragment of index `owner`."""
        text = self.text
        fragment, book = text.fragments[owner], text.books[owner]
        runs, owners = text.runs, text.owners
        if not fragment.text:
            if self.gap >= 0:
                self.held.append(owner)
            else:
                runs.append(book.empty)
                owners.append(owner)
            return
        style = fragment.style
        extra = style.padding_x if style.background else 0.0
        self._add_words(owner, fragment, book, 0.0 if _joins(text.fragments, owner - 1) else extra)
        owners += [owner] * (len(runs) - len(owners))
        if extra and not _joins(text.fragments, owner) and owners and owners[-1] == owner:
            self._pad(text.padding_after, len(runs) - 1, extra)

    def _pad(self, where: dict[int, float], run: int, extra: float) -> None:
        where[run] = extra
        self.padding.append((len(self.text.runs) - 1, extra))

    def _add_words(self, owner: int, fragment: Fragment, book: Wordbook, extra: float) -> None:
        """Add the words of a fragment, `extra` points of space before the first one."""
        text, gap, after, tail = self.text, self.gap, self.after, self.tail
        runs, firsts, ends, penalties = text.runs, text.firsts, text.ends, text.penalties
        entries, space, nobreak = book.entries, book.space, fragment.nobreak
        cluster, started = self.cluster and nobreak, self.started
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
                    parts = cluster and self.long[owner] and runs[gap - 1].text[-1:] in {",", ";"}
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
            if self.held:
                self._add_held(owner)
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
            if extra:
                self._pad(text.padding, place, extra)
                extra = 0.0
            after, tail, started, cluster = entry.after, entry.tail, True, nobreak
        self.gap, self.after, self.tail = gap, after, tail
        self.started, self.cluster = started, cluster

    def _add_held(self, owner: int) -> None:
        """Add the empty fragments before a word of the fragment `owner`, after its spaces."""
        text = self.text
        text.owners += [owner] * (len(text.runs) - len(text.owners))
        text.runs += [text.books[empty].empty for empty in self.held]
        text.owners += self.held
        self.held = []

    def finished(self) -> Typeset:
        """Return the paragraph, its runs added up."""
        text = self.text
        text.ends.append(self.gap if self.gap >= 0 and self.started else len(text.runs))
        text.penalties.append(0.0)
        if self.held:
            text.runs += [text.books[empty].empty for empty in self.held]
            text.owners += self.held
            text.ends[-1] = len(text.runs)
        widths = [run.width for run in text.runs]
        for run, extra in self.padding:
            widths[run] += extra
        text.at = list(accumulate(widths, initial=0.0))
        text.spaces = list(accumulate([run.stretch for run in text.runs], initial=0.0))
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
