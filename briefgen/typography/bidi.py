"""Take text of both directions, return the level of each character, and the order on the line.

The Unicode Bidirectional Algorithm (UAX 9) without its explicit embeddings: characters that ask
for those take the level of what precedes them. Even levels run to the right, odd ones to the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, takewhile
from typing import Final
from unicodedata import bidirectional

from briefgen.language import subtags

__all__ = [
    "NO_LANGUAGE",
    "RIGHT_TO_LEFT",
    "is_rtl_language",
    "levels",
    "opening",
    "paragraph_is_rtl",
    "visual_order",
]

RIGHT_TO_LEFT: Final = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")  # fmt: skip  # noqa: E501
"""What a character must be to need any of this."""

NO_LANGUAGE: Final = "zxx"
"""The tag of what is in no language (BCP 47): code, which runs to the right everywhere."""

_LANGUAGES = frozenset("ar arc ckb dv fa ha he iw khw ks nqo pnb ps sd syr ug ur yi".split())
_SCRIPTS = frozenset("Adlm Arab Aran Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa".split())
_BRACKETS = dict(zip(")]}⟩〉》」』】", "([{⟨〈《「『【", strict=True))
_OPENING = frozenset(_BRACKETS.values())
_NEUTRAL = frozenset(("B", "S", "WS", "ON"))
_NUMBER = frozenset(("EN", "AN"))
_EXPLICIT = frozenset(("LRE", "LRO", "RLE", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI", "BN"))


def is_rtl_language(lang: str) -> bool:
    """Tell whether a language runs to the left, by its script if its tag names one."""
    language, script, _ = subtags(lang)
    return script in _SCRIPTS if script else language in _LANGUAGES


def paragraph_is_rtl(lang: str, text: str) -> bool:
    """Tell whether a paragraph runs to the left: by its language, or as all its letters do."""
    if is_rtl_language(lang):
        return RIGHT_TO_LEFT.search(text) is not None
    return not any(bidirectional(char) == "L" for char in text)


def opening(texts: Iterable[str]) -> int:
    """Return how many texts stand before the first that has a letter running to the left."""
    return sum(1 for _ in takewhile(lambda text: not RIGHT_TO_LEFT.search(text), texts))


def levels(text: str, base: int, closed: Sequence[bool] = ()) -> list[int]:
    """Return the embedding level of each character; `base` is 1 where the paragraph runs left.

    Where `closed`, brackets and numbers side with the paragraph: a citation is no part of the
    phrase that it follows.
    """
    around = "R" if base else "L"
    kinds = [bidirectional(char) or "L" for char in text]
    for i, shut in enumerate(closed):
        if shut and kinds[i] not in {"L", "R", "AL"} and not (base and kinds[i] in _NUMBER):
            kinds[i] = around
    _resolve_weak(kinds, around)
    _resolve_brackets(text, kinds, around)
    _resolve_neutral(kinds, around)
    up = {"L": 1, "EN": 1, "AN": 1, "R": 0} if base else {"L": 0, "R": 1, "EN": 2, "AN": 2}
    return [base + up[kind] for kind in kinds]


def visual_order(found: Sequence[int]) -> list[int]:
    """Return the indices of what has these levels, from left to right (rule L2)."""
    order = list(range(len(found)))
    lowest = min((level for level in found if level % 2), default=0)
    for level in range(max(found, default=0), lowest - 1, -1) if lowest else ():
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and found[order[end]] >= level:
                end += 1
            order[start:end] = order[start:end][::-1]
            start = end + 1
    return order


def _resolve_weak(kinds: list[str], around: str) -> None:
    """Settle marks, numbers and what belongs to numbers (rules W1 to W7)."""
    before = strong = around
    for i, kind in enumerate(kinds):
        if kind == "NSM" or kind in _EXPLICIT:
            kind = before
        if kind == "EN" and strong == "AL":
            kind = "AN"
        if kind in {"L", "R", "AL"}:
            strong = kind
        kinds[i] = before = kind
    for i, kind in enumerate(kinds):
        if kind == "AL":
            kinds[i] = "R"
        elif kind in {"ES", "CS"} and 0 < i < len(kinds) - 1:
            left, right = kinds[i - 1], kinds[i + 1]
            if left == right and (left == "EN" or (left == "AN" and kind == "CS")):
                kinds[i] = left
    start = 0
    for kind, run in groupby(list(kinds)):
        end = start + len(list(run))
        if kind == "ET":
            beside = kinds[max(start - 1, 0) : start] + kinds[end : end + 1]
            kinds[start:end] = ["EN" if "EN" in beside else "ON"] * (end - start)
        start = end
    strong = around
    for i, kind in enumerate(kinds):
        if kind in {"ES", "CS"}:
            kinds[i] = "ON"
        elif kind == "EN" and strong == "L":
            kinds[i] = "L"
        elif kind in {"L", "R"}:
            strong = kind


def _side(kind: str) -> str:
    """Return the direction that a character lends to neutral ones."""
    return "R" if kind in _NUMBER else kind


def _resolve_brackets(text: str, kinds: list[str], around: str) -> None:
    """Give both brackets of a pair the same direction (rule N0)."""
    pairs: list[tuple[int, int]] = []
    waiting: list[tuple[str, int]] = []
    for i, char in enumerate(text):
        if kinds[i] != "ON":
            continue
        if char in _OPENING:
            waiting.append((char, i))
        elif char in _BRACKETS:
            for depth in range(len(waiting) - 1, -1, -1):
                if waiting[depth][0] == _BRACKETS[char]:
                    pairs.append((waiting[depth][1], i))
                    del waiting[depth:]
                    break
    for start, end in sorted(pairs):
        inside = {_side(kind) for kind in kinds[start + 1 : end]} & {"L", "R"}
        if around in inside:
            kinds[start] = kinds[end] = around
        elif inside:
            context = [_side(kind) for kind in kinds[:start] if _side(kind) in {"L", "R"}]
            kinds[start] = kinds[end] = context[-1] if context else around


def _resolve_neutral(kinds: list[str], around: str) -> None:
    """Give neutral characters the direction on both their sides, or the paragraph's (N1, N2)."""
    start = 0
    for neutral, run in groupby([kind in _NEUTRAL for kind in kinds]):
        end = start + len(list(run))
        if neutral:
            left = _side(kinds[start - 1]) if start else around
            right = _side(kinds[end]) if end < len(kinds) else around
            kinds[start:end] = [left if left == right else around] * (end - start)
        start = end
