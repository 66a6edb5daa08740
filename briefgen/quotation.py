"""Take plain text with straight quotation marks, return it with those of its language.

The reader puts a placeholder (a control character) for each mark that may turn, because a mark
after a backslash or in code has to stay straight. Patterns are compiled when they are used,
because text without straight marks needs none of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from briefgen.terms import quotes

__all__ = ["DOUBLE", "SINGLE", "smart", "turn_marks", "with_placeholders"]

DOUBLE, SINGLE = "\x0e", "\x0f"
"""The placeholders of straight quotation marks, until it is known whether each opens or closes."""

_ELISION: Final = (  # an apostrophe before a word, and no quotation mark
    r"(?i)(?:n[\x0f’]|(?:\d\ds?|n|tis|twas|twere|em|til|cause|bout|s|t|k|m)(?![\w\x0f]))"
)
_FEET: Final = r"\d\x0f\d{1,2}(?:\.\d+)?$"
_THOUSANDS: Final = r"\d{3}(?!\d)"
_OPENERS: Final = "([{¿¡“„‘‚«‹"
_CLOSERS: Final = ")]}”’»›"
_DASHES: Final = "-‐‑–—/"


def with_placeholders(text: str) -> str:
    """Return `text`, of the same length, with a placeholder for each straight quotation mark."""
    return text.replace('"', DOUBLE).replace("'", SINGLE)


def smart(text: str, lang: str) -> str:
    """Return `text` with the quotation marks and apostrophes of `lang`."""
    typed = with_placeholders(text)
    if typed is text:
        return text
    marks = iter(turn_marks(typed, [lang] * len(typed)))
    return re.sub(f"[{DOUBLE}{SINGLE}]", lambda _: next(marks), typed)


def turn_marks(flow: str, langs: Sequence[str]) -> list[str]:
    """Return what is printed for each placeholder in `flow`; `langs` has the language of each.

    A mark opens after a space or an opening bracket, and closes elsewhere. After a dash or another
    mark, the character on its right and the marks that are still open decide.
    """
    places = [match.start() for match in re.finditer(f"[{DOUBLE}{SINGLE}]", flow)]
    following = [" "] * len(places)
    for i in range(len(places) - 1, -1, -1):
        after = flow[places[i] + 1 : places[i] + 2]
        following[i] = following[i + 1] if after in (DOUBLE, SINGLE) else after or " "
    out: list[str] = []
    opened: list[tuple[int, str]] = []  # open marks: index, typed mark and the closing one
    doubles = 0  # how many of them are double
    left = ""  # the role of the last mark, for one that adjoins it: "(" opened, ")" closed
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
                out[at] = "’"  # it never closes, so it is an apostrophe
            doubles -= not single
            out.append(closing[1:])
    for at, closing in opened:
        if closing[0] == "'":
            out[at] = "’"
    return out


def _role(flow: str, place: int, before: str, after: str, single: bool, is_open: bool) -> str:
    """Return "(" for a mark that opens, ")" for one that closes, or the character to print."""
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
