"""Letter case as CSL asks for it: take text with marks, return it recased; what is `nocase` stays.

Words are looked at without their marks, so that italics and quotation marks hide no letter.
"""

from __future__ import annotations

import re
from typing import Final

from briefgen.citations.csl.marks import NOCASE, plain

__all__ = ["recased"]

_SMALL: Final = frozenset(
    "a an and as at but by down for from in into nor of on onto or over so the till to up via "
    "with yet".split()
)
_KEPT: Final = re.compile(f"({NOCASE[0]}.*?{NOCASE[1]})", re.DOTALL)
_WORD: Final = re.compile(r"[^\s–—/-]+")


def recased(text: str, case: str, *, english: bool) -> str:
    """Return `text` in `case`, one of CSL's text-case values; titles are cased in English only."""
    match case:
        case "lowercase":
            return _outside(text, str.lower)
        case "uppercase":
            return _outside(text, str.upper)
        case "capitalize-first":
            return _first(text)
        case "capitalize-all":
            return _outside(text, lambda part: _WORD.sub(lambda word: _first(word[0]), part))
        case "sentence" if plain(text).isupper():
            return _first(_outside(text, str.lower))
        case "sentence":
            return _first(_outside(text, lambda part: _WORD.sub(_sentence_word, part)))
        case "title" if english:
            return _title(text)
        case _:
            return text


def _outside(text: str, change: object) -> str:
    """Apply `change` to all but what is `nocase`."""
    parts = _KEPT.split(text)
    return "".join(part if number % 2 else change(part) for number, part in enumerate(parts))  # type: ignore[operator]


def _first(text: str) -> str:
    """Return `text` with its first letter large, if it is a small one that may change."""
    for at, char in enumerate(text):
        if char == NOCASE[0] or char.isdigit():
            return text
        if char.isalpha():
            return text[:at] + char.upper() + text[at + 1 :]
    return text


def _sentence_word(word: re.Match[str]) -> str:
    text = plain(word[0])
    return word[0].lower() if text[:1] + text[1:].lower() == text else word[0]


def _title(text: str) -> str:
    words = list(_WORD.finditer(text))
    large = plain(text).isupper()
    result = text
    protected = [(kept.start(), kept.end()) for kept in _KEPT.finditer(text)]
    for number, word in enumerate(words):
        if any(start <= word.start() < end for start, end in protected):
            continue
        bare = plain(word[0]).strip("“”‘’\"'«»()[],.;:!?")
        before = plain(text[: word.start()]).rstrip()[-1:]
        edge = number in {0, len(words) - 1} or before in {":", "?", "!", "."}
        if large or not (bare.islower() and bare):
            continue
        if edge or bare not in _SMALL:
            result = result[: word.start()] + _first(word[0]) + result[word.end() :]
    return result
