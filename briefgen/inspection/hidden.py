"""Take a report as it was read, return what only its hidden parts have: words, sequences, keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, get_args

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.inspection.texts import (
    WINDOW,
    is_telling,
    is_telling_sequence,
    matches,
    normal,
    tokens,
    windows,
)
from briefgen.record import NamedTuple

__all__ = ["Secrets", "find_secrets"]

_INLINES: Final = frozenset(get_args(m.Inline))
_LISTED: Final = frozenset(("audience", "marking"))
_SPEECHLESS: Final = frozenset(
    "kind style alignment alignments number numbers anchor digest file lang label language width "
    "height colspan rowspan widths classes source_line".split()
)
"""Fields whose strings are no words of the report: "decimal", "page"."""


class Secrets(NamedTuple):
    """What only hidden text has, each with the place of it in the source.

    `words` and `sequences` (of words in a row) are compared with running text, `labels`
    (ids and keys, as their words) with names in a file. `characters` are letters beyond ASCII.
    """

    words: Mapping[str, Span]
    sequences: Mapping[tuple[str, ...], Span]
    labels: Mapping[tuple[str, ...], Span]
    characters: Mapping[str, Span]

    def __bool__(self) -> bool:
        return bool(self.words or self.sequences or self.labels)


class _Piece(NamedTuple):
    text: str
    span: Span
    hidden: bool


class _Walk:
    """Goes over records by their fields, and gathers runs of text, parts of them hidden."""

    def __init__(self, hides: Callable[[Sequence[tuple[str, str]]], bool]) -> None:
        self.hides = hides
        self.runs: list[list[_Piece]] = [[]]
        self.labels: list[_Piece] = []
        self.cited: dict[str, Span] = {}
        self.hidden_cited: dict[str, Span] = {}
        self.other: list[_Piece] = []
        self.pictures: list[str] = []
        self.telling_ids: set[str] = set()  # those that were made of hidden words of a heading

    def go(self, value: object, span: Span, hidden: bool = False, field: str = "") -> None:
        """Go over `value`, which stands in `field` of something at `span`."""
        if isinstance(value, str):
            if field == "target" and ("://" not in value or value.startswith("#")):
                self.labels.append(_Piece(value.removeprefix("#"), span, hidden))
            elif value and not (hidden and field in _SPEECHLESS):
                self.other.append(_Piece(value, span, hidden))
        elif isinstance(value, Span) or value is None:
            return
        elif isinstance(value, m.Attr):
            self._attr(value, span, hidden)
        elif isinstance(value, Mapping):
            for each in value.values():
                self.go(each, span, hidden, field)
        elif isinstance(value, (list, tuple)) and not hasattr(value, "_fields"):
            for each in value:
                self.go(each, span, hidden, field)
        elif names := getattr(value, "__match_args__", getattr(value, "_fields", ())):
            self._record(value, names, span, hidden)

    def _record(self, value: object, names: Iterable[str], span: Span, hidden: bool) -> None:
        span = getattr(value, "span", span)
        attr = getattr(value, "attr", None)
        hidden = hidden or (isinstance(attr, m.Attr) and self.hides(attr.pairs))
        if isinstance(value, (m.Text, m.Code, m.CodeBlock)):
            self.runs[-1].append(_Piece(value.text, span, hidden))
            self._attr(getattr(value, "attr", m.NO_ATTR), span, hidden)
            return
        if isinstance(value, m.LineBreak):
            self.runs[-1].append(_Piece(" ", span, hidden))
            return
        if isinstance(value, m.Citation):
            self.labels.append(_Piece(value.key, span, hidden))
            cited = self.hidden_cited if hidden else self.cited
            cited.setdefault(value.key, span)
            names = ("prefix", "suffix", "locator")
        if isinstance(value, m.Image) and not hidden:
            self.pictures.append(value.source)
        apart = not (type(value) in _INLINES or isinstance(value, m.Citation)) or isinstance(
            value, m.Note
        )
        for name in names:
            if apart:
                self.runs.append([])
            self.go(getattr(value, name), span, hidden, name)
            if name == "title" and isinstance(value, m.Section):
                words, places = _words(self.runs[-1])
                taken = {word for word, place in zip(words, places, strict=True) if place}
                if taken.intersection(tokens(value.attr.id)):
                    self.telling_ids.add(value.attr.id)
        if apart:
            self.runs.append([])

    def _attr(self, attr: m.Attr, span: Span, hidden: bool) -> None:
        if attr.id:
            self.labels.append(_Piece(attr.id, span, hidden))
        self.labels += [_Piece(name, span, hidden) for name in attr.classes]
        for key, value in attr.pairs:
            if key not in _LISTED:
                self.other.append(_Piece(value, span, hidden))


def find_secrets(
    report: m.Report,
    audience: str,
    bibliography: Mapping[str, m.Reference],
    is_above: Callable[[str], bool],
    shown: Iterable[str],
    entries: Mapping[str, str],
    picture: Callable[[str], Iterable[str]],
) -> Secrets:
    """Return what of `report` only text that `audience` may not see has.

    `is_above` tells whether a word of `marking=` is too high for it; `shown` are texts that are
    in its documents anyway: templates, names, terms. A work that hidden text alone cites is hidden;
    `entries` are those of works by key, and `picture` returns the texts in an image. What stands in
    visible text, too, is none of it.
    """

    def hides(pairs: Sequence[tuple[str, str]]) -> bool:
        return any(
            not _may_read(value, audience) if key == "audience" else is_above(value)
            for key, value in pairs
            if key in _LISTED
        )

    walk = _Walk(hides)
    meta = report.metadata
    for name in type(meta).__match_args__:
        if name not in {"references", "nocite", "places"}:
            walk.runs.append([])  # the words of a title do not run on into the subtitle
            walk.go(getattr(meta, name), meta.span)
    walk.runs.append([])
    walk.go(report.blocks, meta.span)
    walk.cited.update((citation.key, citation.span) for citation in meta.nocite)
    shown = list(shown)
    named = {word for text in shown for word in re.findall(r"[\w:.#$%&+?<>~/-]+", text)}
    for key, reference in bibliography.items():
        barred = key in walk.hidden_cited and key not in walk.cited and "@" + key not in named
        walk.go(reference.csl, reference.span, barred)
        walk.labels.append(_Piece(key, reference.span, barred))
    seen = _Seen()
    barred_labels = [each for each in walk.labels if each.hidden or each.text in walk.telling_ids]
    visible = {label.text for label in walk.labels if not label.hidden} - walk.telling_ids
    cited = [text for key, text in entries.items() if key in visible]
    pictures = (text for source in walk.pictures for text in picture(source))
    for text in (*shown, *cited, *pictures, report.source):
        seen.add(tokens(text))
    hidden: list[tuple[list[str], list[Span | None]]] = []
    for run in (*walk.runs, *([piece] for piece in walk.other)):
        words, places = _words(run)
        if any(place is not None for place in places):
            hidden.append((words, places))
            words, _ = _words([piece for piece in run if not piece.hidden])
        seen.add(words)
    for label in visible:
        seen.add(tokens(label))
    return _told(hidden, barred_labels, seen)


def _may_read(listed: str, audience: str) -> bool:
    """Tell whether `audience` is among those that an attribute lists: "exec", "!dossier"."""
    names = re.split(r"[\s,]+", listed.strip())
    barred = {name[1:] for name in names if name.startswith("!")}
    allowed = {name for name in names if not name.startswith("!")}
    return audience not in barred and (not allowed or audience in allowed)


class _Seen:
    """What stands in text that may be seen."""

    def __init__(self) -> None:
        self.words: set[str] = set()
        self.windows: set[tuple[str, ...]] = set()
        self._runs: list[str] = []

    def add(self, words: Sequence[str]) -> None:
        self.words.update(words)
        self._runs.append(f" {' '.join(words)} ")
        for size in (WINDOW - 1, WINDOW):
            self.windows.update(zip(*(words[start:] for start in range(size)), strict=False))

    def runs(self) -> str:
        return "\n".join(self._runs)


def _words(run: Iterable[_Piece]) -> tuple[list[str], list[Span | None]]:
    """Return the words of `run`, each with the place that hides it or a part of it, or None."""
    text, ends = "", []
    for piece in run:
        text += normal(piece.text)
        ends.append((len(text), piece.span if piece.hidden else None))
    words: list[str] = []
    places: list[Span | None] = []
    at = 0
    for match in matches(text):
        while ends[at][0] <= match.start():
            at += 1
        inside = at
        place = ends[inside][1]
        while place is None and ends[inside][0] < match.end():
            inside += 1
            place = ends[inside][1]
        words.append(match[0])
        places.append(place)
    return words, places


def _told(
    hidden: Iterable[tuple[Sequence[str], Sequence[Span | None]]],
    labels: Iterable[_Piece],
    seen: _Seen,
) -> Secrets:
    words: dict[str, Span] = {}
    sequences: dict[tuple[str, ...], Span] = {}
    letters: dict[str, Span] = {}
    for run, places in hidden:
        for word, place in zip(run, places, strict=True):
            if place is not None and word not in seen.words:
                letters.update(dict.fromkeys((c for c in word if not c.isascii()), place))
                if is_telling(word):
                    words.setdefault(word, place)
        for start, window in windows(run):
            place = next(filter(None, places[start : start + len(window)]), None)
            if place is not None and window not in seen.windows and is_telling_sequence(window):
                sequences.setdefault(window, place)
    runs = seen.runs()
    named: dict[tuple[str, ...], Span] = {}
    for label in labels:
        name = tuple(tokens(label.text))
        if name and any(map(is_telling, name)) and f" {' '.join(name)} " not in runs:
            named.setdefault(name, label.span)
    known = {c for word in seen.words for c in word}
    return Secrets(words, sequences, named, {c: p for c, p in letters.items() if c not in known})
