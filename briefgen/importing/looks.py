"""Take a number in a text, return how probable it is that it cites, by the text beside it.

"leadership.1" does, "2.0" does not, "he was fond of saying 4—a trait" may. `habits` then considers
the rest of the document.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["BEFORE_NUMBERS", "YEAR", "look"]

YEAR: Final = re.compile(r"(?:19|20)\d\d$")
BEFORE_NUMBERS: Final = frozenset(
    "a about above across additional after age aged all almost an and another any approximately "
    "are around as at averaging be been before below between beyond but by circa costing covering "
    "day days down during each equals every exactly exceed exceeded exceeding exceeds fell few "
    "first for from fully gained grew had has have hit holding in including into is it just last "
    "least less lost made making more most my nearly next no not number of on only or other our "
    "out over past per plus raised ranked reach reached reaches roughly rose scored score since "
    "some spanning spent than that the their these they this those through till to top total "
    "totaling totalling totalled under until up upon versus via was we were when which with within "
    "won worth page pages chapter section table figure article part phase step stage level "
    "version volume issue line number point points question group grade tier category class type "
    "model january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec q h vs no nr pp p fig eq art para sec "
    "und oder von bis um ca rund etwa über unter mit im am vom nach seit "
    "de le la les en sur sous entre et van tot met op ongeveer".split()
)
_ABBREVIATIONS: Final = re.compile(
    r"(?:\b(?:no|nos|nr|pp?|vol|fig|figs|sec|art|arts|ch|chap|eq|para|paras|approx|ca|c|cf|ed|"
    r"op|cl|reg|rev|v|ver|al|bd|abs|ziff|kap))\.$",
    re.IGNORECASE,
)
_IDEOGRAPH: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7a3]")
_CLOSERS: Final = "\"”’'»)]“‘«"


def look(text: str, start: int, end: int, title: bool) -> tuple[str, float]:
    """Return the shape and the chance of the number `text[start:end]`, by the text beside it."""
    before, after = text[max(start - 300, 0) : start], text[end : end + 300]
    if not before.strip():
        return "", 0.0
    last = before[-1]
    following = after.lstrip()
    if last in _CLOSERS and len(before) > 1 and before[-2] not in " \n(—–":
        return "glued", _after_quote(before, after)
    if last in ".,;:!?…。，；：！？、":
        return "glued", _after_mark(before, last, after)
    if last == "%":
        return "glued", 0.85
    if last.isalpha():
        return "word", 0.0 if title else _after_letter(before, after)
    if not last.isspace():
        return "", 0.0
    inked = before.rstrip()
    if not inked:
        return "", 0.0
    chance = _after_space(inked, following)
    return "spaced", chance * 0.15 if title else chance


def _after_quote(before: str, after: str) -> float:
    """`the view”4`, `Affairs)12`."""
    if before[-1] in "’'" and re.search(r"(?:^|[\s(])[’']$", before):
        return 0.0  # "’24" for a year
    if re.search(r"\b[A-Za-z]+\([^()]{0,12}\)$", before):
        return 0.4  # "f(x)2"
    return 0.95 if not after or not after[0].isalnum() else 0.0


def _after_mark(before: str, mark: str, after: str) -> float:
    """`leadership.1`, but not "2.0", "No.5", "10:30"; `2024.26` if it cannot be a decimal."""
    previous = before[-2:-1]
    ends = not after.strip() or re.match(r"\s*[\"”’»)\]]|\s+[\"“‘(«]?[^\W\d_]", after) is not None
    if not previous or previous.isspace():
        return 0.05  # ".5"
    if previous.isdigit():
        word = re.search(r"[\d.,]+$", before[:-1])
        if mark in ".,;" and word and YEAR.search(word[0]):
            capital = re.match(r"\s+[\"“‘(«]?[^\W\d_a-zà-ÿ]", after) or not after.strip()
            return 0.9 if capital and mark == "." else 0.7 if mark != "." and ends else 0.35
        if mark in ";!?":
            return 0.9
        if mark == "," and word and "." in word[0][:-1] and ends:
            return 0.7  # "at 3.5,13 but"
        if mark == "." and not after.strip():
            return 0.02 if len(before) - len(word[0] if word else "") < 24 else 0.3
        if mark == "." and re.match(r"\s+[\"“‘(«]?[A-Z]", after):
            return 0.35
        return 0.02 if mark in ".:" else 0.06
    if _ABBREVIATIONS.search(before) and not re.search(r"[a-z]{4,}\.$", before):
        return 0.12
    if mark == ":":
        return 0.6
    if before[-2].isupper() and not before[-3:-2].isalpha() and mark == ".":
        return 0.8  # "U.S.4"
    if re.match(r"\w", after):
        return 0.0
    return 0.97


def _after_letter(before: str, after: str) -> float:
    """`saying4`, but not "MH17", "Web3", "F-16"."""
    if _IDEOGRAPH.match(before[-1]):  # which no blank parts from what follows
        return 0.5 if not after.strip() or after[0] in "。，；：！？、）」』" else 0.03
    token = re.search(r"[^\s\"“”‘(\[—–/]+$", before)
    word = token[0] if token else before[-1]
    if re.search(r"[-‐‑/_\d]", word) or not word[-1].islower():
        return 0.03
    if word.casefold() in _COINED:
        return 0.02
    if len(word) < 4:
        return 0.15 if word.islower() and len(word) > 1 else 0.04
    if any(c.isupper() for c in word[1:]):
        return 0.1  # "iPhone15", "NATOx2"
    return 0.85 if word.islower() else 0.65


_COINED: Final = frozenset("covid mp web windows area level top formula play office big".split())


def _after_space(before: str, following: str) -> float:
    """`he was fond of saying 4—a trait`, but not "a period of 14 years", "Article 5"."""
    ended = re.search(r"[.!?…。！？][\"”’»)\]」』]*$", before)
    if ended and not _ABBREVIATIONS.search(before):
        if not following:
            return 0.92
        if re.match(r"[\"“‘(]?[A-Z]", following):
            return 0.8
        return 0.05
    closing = re.search(r"[,;:][\"”’»)\]]*$|[\"”’»)\]]$", before)
    words = re.findall(r"[^\W_]+", before)
    word = words[-1] if words else ""
    apart = not following or following[0] in '.,;:!?—–)…"”。，；：！？、）」』'
    if following[:1] in "-%$€£°/" and following:
        return 0.0
    if not word or word.isdigit():
        return 0.05
    if word.casefold() in BEFORE_NUMBERS and not closing:
        return 0.03
    if word[0].isupper() and not closing:
        return 0.12 if apart else 0.05  # "Apollo 11"
    if closing:
        return 0.75 if apart else 0.3 if following[:1].isupper() else 0.1
    if apart:
        return 0.66 if following else 0.6
    return 0.15 if following[:1].isupper() else 0.1
