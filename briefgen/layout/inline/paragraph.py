"""Take fragments of one paragraph, return them typeset: in faces that have them, by direction.

Nearly all paragraphs are typeset as they are. Only those in which a wordbook has met a character
that its face lacks, or text that runs to the left (`Wordbook.foreign`), are cut and typeset again.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from unicodedata import bidirectional

from briefgen.layout.inline.fragments import Fragment
from briefgen.layout.inline.runs import Typeset, typeset
from briefgen.record import NamedTuple
from briefgen.typography.bidi import RIGHT_TO_LEFT, is_rtl_language, levels, paragraph_is_rtl
from briefgen.typography.fonts import FontSet

__all__ = ["Directions", "typeset_paragraph"]


class Directions(NamedTuple):
    """The embedding level of each fragment; `base` is 1 where the paragraph runs to the left."""

    levels: list[int]
    base: int


def typeset_paragraph(
    fragments: Sequence[Fragment], fonts: FontSet, lang: str
) -> tuple[Typeset, Directions | None]:
    """Cut and measure `fragments`; there are directions where some text runs to the left.

    What the face of a fragment lacks is set in another one (`FontSet.split`).
    """
    text = typeset(fragments, fonts, lang)
    directions = None
    if any(book.foreign for book in text.books):
        pieces = _covered(fragments, fonts)
        if cut := _cut(pieces, lang):
            pieces, directions = cut
        if directions or pieces != list(fragments):
            text = typeset(pieces, fonts, lang)
    return text, directions


def _covered(fragments: Sequence[Fragment], fonts: FontSet) -> list[Fragment]:
    """Cut `fragments` where they need another face."""
    result: list[Fragment] = []
    for fragment in fragments:
        style = fragment.style
        if style.inset:
            result.append(fragment)
            continue
        span = fragment.slot.span if fragment.slot else None
        for nth, (text, face) in enumerate(fonts.split(fragment.text, style.face, span)):
            piece = fragment._replace(text=text, style=style._replace(face=face))
            result.append(piece._replace(note=None, anchor="") if nth else piece)
    return result


def _cut(fragments: Sequence[Fragment], lang: str) -> tuple[list[Fragment], Directions] | None:
    """Cut `fragments` where the direction changes; None where all text runs to the right."""
    text = "".join(fragment.text for fragment in fragments)
    if not RIGHT_TO_LEFT.search(text):
        return None
    base = int(paragraph_is_rtl(lang, text))
    found = _levels(fragments, lang, base)
    pieces: list[Fragment] = []
    directions = Directions([], base)
    at = 0
    for fragment in fragments:
        start = 0
        for level, run in groupby(found[at : at + len(fragment.text)]):
            end = start + len(list(run))
            style = fragment.style._replace(backwards=bool(level % 2))
            piece = fragment._replace(text=fragment.text[start:end], style=style)
            pieces.append(piece._replace(note=None, anchor="") if start else piece)
            directions.levels.append(level)
            start = end
        if not fragment.text:
            pieces.append(fragment)
            directions.levels.append(base)
        at += len(fragment.text)
    return pieces, directions


def _levels(fragments: Sequence[Fragment], lang: str, base: int) -> list[int]:
    """Return the level of each character.

    Words of the other direction that have a language of their own, or that stand apart with their
    numbers ("Table 1" in Hebrew), are isolates of UAX 9: their brackets and full stops are theirs.
    """
    outside = ""
    isolates: list[tuple[int, str]] = []
    for key, members in groupby(fragments, _kind):
        text = "".join(fragment.text for fragment in members)
        if key != (lang, False) and _runs_against(text, key, base):
            isolates.append((len(outside), text))
            text = "\ufffc" * len(text)
        outside += text
    closed = [_stands_apart(fragment) for fragment in fragments for _ in fragment.text]
    found = levels(outside, base, closed)
    for at, text in isolates:
        # An isolate is on the next level that runs its way.
        found[at : at + len(text)] = [2 * base + level for level in levels(text, 1 - base)]
    return found


def _kind(fragment: Fragment) -> tuple[str, bool]:
    """Return the language of `fragment`, and whether it stands apart."""
    return fragment.style.lang, _stands_apart(fragment)


def _runs_against(text: str, kind: tuple[str, bool], base: int) -> bool:
    lang, apart = kind
    letters = {bidirectional(char) for char in text} & {"L", "R", "AL"}
    if apart:
        return letters == {"L"} if base else bool(letters) and "L" not in letters
    return bool(lang) and is_rtl_language(lang) != bool(base)


def _stands_apart(fragment: Fragment) -> bool:
    """Tell whether `fragment` is a citation or a note's number, which no phrase goes on in."""
    return fragment.nobreak or fragment.note is not None or fragment.style.rise > 0
