"""Take an ordered list, return its numbers as they are printed: 3, c, C, iii or III."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from briefgen import model as m

__all__ = ["numerals"]

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)


def numerals(node: m.OrderedList) -> Iterator[str]:
    """Yield the numbers of a list, without end."""
    for number in count(node.start):
        yield _numeral(number, node.style)


def _numeral(number: int, style: str) -> str:
    if style.endswith("alpha") and number > 0:
        text = ""
        while number:
            number, digit = divmod(number - 1, 26)
            text = chr(ord("a") + digit) + text
    elif style.endswith("roman") and 0 < number < 4000:
        text = ""
        for value, letters in _ROMAN:
            times, number = divmod(number, value)
            text += letters * times
    else:
        return str(number)
    return text.upper() if style.startswith("upper") else text
