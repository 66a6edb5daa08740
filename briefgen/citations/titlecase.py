"""Sentence case of English titles: take a title with marks around what stays, return it recased.

The rule is Pandoc's (and biblatex's): in "The Politics of {NATO}: A Study", a word that begins with
a capital and goes on in small letters becomes small. The first word stays, and the first after a
colon, full stop, question or exclamation mark; so does what braces protect, a word in capitals
(DNA), one with capitals inside (iPhone, McDonald), and the word I.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["KEEP", "KEPT", "sentence_case", "untagged"]

KEEP: Final = "\ue100"
KEPT: Final = "\ue101"

_PIECE: Final = re.compile(rf"{KEEP}(.*?){KEPT}|(<[^<>]*>)|([^\W_]+(?:[’'][^\W_]+)*)", re.DOTALL)
_ENDS: Final = re.compile(r"[.:?!][”’\")\]]*\s+[“‘\"(\[]*$")


def sentence_case(text: str) -> str:
    """Return `text` in sentence case, and what the marks keep as CSL's `nocase`."""
    first = True
    result: list[str] = []
    position = 0
    for found in _PIECE.finditer(text):
        between = text[position : found.start()]
        result.append(between)
        position = found.end()
        kept, tag, word = found.groups()
        if tag:
            result.append(tag)
            continue
        begins = first or _ENDS.search("".join(result)[-12:]) is not None
        first = False
        if kept is not None:
            large = any(char.isupper() for char in re.sub(r"<[^<>]*>", "", kept))
            result.append(f'<span class="nocase">{kept}</span>' if large else kept)
        elif begins or word == "I" or not word[0].isupper() or word[1:] != word[1:].lower():
            result.append(word)
        else:
            result.append(word.lower())
    return ("".join(result) + text[position:]).replace(KEEP, "").replace(KEPT, "")


def untagged(text: str) -> str:
    """Return the text of a CSL variable without tags."""
    return re.sub(r"</?(?:i|b|sup|sub|sc|span)(?:\s[^<>]*)?>", "", text) if "<" in text else text
