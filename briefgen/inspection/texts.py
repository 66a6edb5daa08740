"""Take text, return its words as they are compared: without case, accents, hyphens and joiners."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final

__all__ = ["WINDOW", "is_telling", "is_telling_sequence", "normal", "tokens", "windows"]

WINDOW: Final = 5
"""So many words in a row are compared; runs of text that are shorter are compared as a whole."""

_SHORTEST: Final = 4
_LETTERS: Final = 12
_DROPPED: Final = dict.fromkeys(map(ord, "'’ʼ\u00ad\u200b\u200c\u200d\u2060\ufeff\u0640"))
_WORD: Final = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+"
)


def normal(text: str) -> str:
    """Return `text` as it is compared, with the spaces and marks between its words."""
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text)
        text = "".join(c for c in plain if not unicodedata.combining(c))
    return text.translate(_DROPPED).casefold()


def tokens(text: str) -> list[str]:
    """Return the words of `text`; an ideograph is a word."""
    return _WORD.findall(normal(text))


def matches(text: str) -> Iterator[re.Match[str]]:
    """Yield the words of a text that is `normal`, with their places."""
    return _WORD.finditer(text)


def is_telling(word: str) -> bool:
    """Tell whether one word by itself tells something: no short number, no single letters."""
    if word.isdigit():
        return len(word) > 5 and not word.endswith("000")
    return len(word) > (2 if word.isalpha() else 3)


def is_telling_sequence(words: Sequence[str]) -> bool:
    """Tell whether words in a row tell something that each of them does not."""
    letters = sum(3 if word > "\u3000" else len(word) for word in words if not word.isdigit())
    return len(words) >= _SHORTEST and letters >= _LETTERS


def windows(words: Sequence[str]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the stretches of `words` that are compared, each with its start."""
    size = min(WINDOW, len(words))
    if size >= _SHORTEST:
        for start in range(len(words) - size + 1):
            yield start, tuple(words[start : start + size])
