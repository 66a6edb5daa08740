"""Take plain text with straight quotation marks, return it with those of its language.

A mark is read as a control character (`marked`), so that one which is to stay straight can be told
from it. Nothing here is needed for text without straight marks: patterns are compiled when used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from briefgen import model as m
from briefgen.terms import quotes

__all__ = ["DOUBLE", "SINGLE", "is_smart", "marked", "smart", "turned"]

DOUBLE, SINGLE = "\x0e", "\x0f"
"""What stands for a straight quotation mark until it is known how it turns."""

_ELISION: Final = (  # an apostrophe before a word, and no quotation mark
    r"(?i)(?:n[\x0f’]|(?:\d\ds?|n|tis|twas|twere|em|til|cause|bout|s|t|k|m)(?![\w\x0f]))"
)
_FEET: Final = r"\d\x0f\d{1,2}(?:\.\d+)?$"
_THOUSANDS: Final = r"\d{3}(?!\d)"
_OPENERS: Final = "([{¿¡“„‘‚«‹"
_CLOSERS: Final = ")]}”’»›"
_DASHES: Final = "-‐‑–—/"


def is_smart(metadata: m.Metadata) -> bool:
    """Tell whether dashes, ellipses and quotation marks are to be made of what was typed."""
    return metadata.options.get("smart", True) is not False


def marked(text: str) -> str:
    """Return `text`, as long as it is, with those in the place of straight quotation marks."""
    return text.replace('"', DOUBLE).replace("'", SINGLE)


def smart(text: str, lang: str) -> str:
    """Return `text` with the quotation marks and apostrophes of `lang`."""
    typed = marked(text)
    if typed is text:
        return text
    marks = iter(turned(typed, [lang] * len(typed)))
    return re.sub(f"[{DOUBLE}{SINGLE}]", lambda _: next(marks), typed)


def turned(flow: str, langs: Sequence[str]) -> list[str]:
    """Return what is printed for each mark in `flow`; `langs` are the languages of the marks.

    A mark opens after a space or an opening bracket and closes elsewhere; a dash and another mark
    on its left leave that to what is on its right, and to what is still open.
    """
    places = [found.start() for found in re.finditer(f"[{DOUBLE}{SINGLE}]", flow)]
    following = [" "] * len(places)
    for i in range(len(places) - 1, -1, -1):
        after = flow[places[i] + 1 : places[i] + 2]
        following[i] = following[i + 1] if after in (DOUBLE, SINGLE) else after or " "
    out: list[str] = []
    opened: list[tuple[int, str]] = []  # the marks that are still open, and how they close
    doubles = 0  # how many of them are double
    left = ""  # what stands before the next mark, if that is a mark: "(" opened, ")" closed
    for i, (place, after) in enumerate(zip(places, following, strict=True)):
        single = flow[place] == SINGLE
        adjoins = i > 0 and places[i - 1] == place - 1
        before = left if adjoins else flow[place - 1] if place else " "
        is_open = bool(opened and opened[-1][1][0] == "'") if single else doubles > 0
        role = _role(flow, place, before, after, single, is_open)
        left = role if role in "()" else "x"
        marks = quotes(langs[i])
        if role == "(":
            closing = marks.inner_closing if single else marks.closing
            opened.append((i, ("'" if single else '"') + closing))
            doubles += not single
            out.append(marks.inner_opening if single else marks.opening)
        elif role != ")":
            out.append(role)
        elif not is_open:
            out.append("’" if single else marks.closing)
        else:
            while True:
                at, closing = opened.pop()
                if single or closing[0] == '"':
                    break
                out[at] = "’"  # it never closed: an apostrophe
            doubles -= not single
            out.append(closing[1:])
    for at, closing in opened:
        if closing[0] == "'":
            out[at] = "’"
    return out


def _role(flow: str, place: int, before: str, after: str, single: bool, is_open: bool) -> str:
    """Tell what a mark is: "(" where it opens, ")" where it closes, or what is printed for it."""
    typed = "'" if single else '"'
    if before.isspace() and after.isspace():
        return typed
    if before.isspace() or before in _OPENERS:
        return "’" if single and re.match(_ELISION, flow[place + 1 : place + 9]) else "("
    within = before.isalnum() and after.isalnum()
    if before.isdigit() and not (single and after.isalpha()):  # 12", 5'10", 1'000, "in 2024"
        feet = not single and re.search(_FEET, flow[max(0, place - 8) : place])
        if within or feet or not is_open:
            thousands = single and re.match(_THOUSANDS, flow[place + 1 : place + 5])
            return "’" if thousands else "′" if single else "″"
    east_asian = "\u2e80" <= before <= "\uffdc"  # where words have no spaces between them
    if within and not east_asian and after < "\u2e80":
        if single:
            return "’"
        hebrew = "\u0590" <= before <= "\u05ff"  # the mark of an abbreviation
        return ")" if is_open and not hebrew else typed
    if before in _DASHES and after.isalnum():
        return "("
    closes = before in _CLOSERS if single else before.isalnum()
    if is_open or not after.isalnum() or (closes and not east_asian):
        return ")"
    return "("
