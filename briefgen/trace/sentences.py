"""Take a text and where its citation marks stand, return where its sentences begin.

A citation that follows the full stop (`... in June. [17]`) belongs to the sentence before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["sentence_starts"]

_END = re.compile(r"[.!?…]+[\"'’”‘“»«›‹)\]\u202f]*(?=\s)")
_SPACE = re.compile(r"\s+")
_WORD_BEFORE = re.compile(r"[^\s(\[“„»«\"]*$")
# Abbreviations that a name or number follows. Those that may end a sentence ("etc.", "Inc.") are
# left out.
_SHORT = frozenset(
    "adm al approx art bd brig bzw ca capt cf ch chap col dr ed eds esp fig figs fr gen gov hon "
    "hr jr lt maj mlle mme mr mrs ms mt nr op p pp pres prof ref rep resp rev sen sgt sr st "
    "tab vgl vol vols vs z.b d.h e.g i.e jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_BEFORE_NUMBERS = frozenset({"no", "nos", "s", "sec", "abs", "n", "para", "kap", "cap", "pt"})


def sentence_starts(text: str, marks: Sequence[tuple[int, int]], lang: str = "") -> list[int]:
    """Return the offsets at which the sentences of `text` begin, 0 among them.

    `marks` are the ranges of citation marks, in order.
    """
    starts = [0]
    ends = dict(marks)
    for found in _END.finditer(text):
        if any(first < found.end() <= last for first, last in marks):
            continue
        place = _past_space(text, found.end())
        while place in ends:
            place = _past_space(text, ends[place])
        if place < len(text) and place > starts[-1] and _ends(text, found, place, lang):
            starts.append(place)
    return starts


def _past_space(text: str, place: int) -> int:
    space = _SPACE.match(text, place)
    return space.end() if space else place


def _ends(text: str, found: re.Match[str], after: int, lang: str) -> bool:
    """Tell whether a sentence ends at `found`, given what begins at `after`."""
    following = text[after:].lstrip("\"'‘“„‚»«›‹([¿¡\u202f")[:1]
    if following.islower() or not following:
        return False
    if found.group() != ".":
        return True
    before = _WORD_BEFORE.search(text, 0, found.start())
    word = before.group().casefold() if before else ""
    if word in _SHORT or (len(word) == 1 and word.isalpha()) or re.fullmatch(r"(\w\.)+\w", word):
        return False
    if word in _BEFORE_NUMBERS and following.isdigit():
        return False
    ordinal = lang.startswith(("de", "da", "nb", "cs")) and re.fullmatch(r"\d{1,2}", word)
    return not ordinal
