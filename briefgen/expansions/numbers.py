"""Take what a cell says, return the number in it: as the language writes it, unit and all."""

from __future__ import annotations

import re
from typing import Final

from briefgen.language import subtags

__all__ = ["NOTHING", "read_number"]

NOTHING: Final = frozenset({"", "-", "–", "—", "…", "...", "n/a", "n.a.", "k.A."})
"""What stands in a cell that has no number, and needs none."""

_POINT: Final = frozenset({"en", "he", "ja", "zh", "ko", "th", "ar", "mt", "cy", "ga"})
"""Languages that write a point before decimals, by and large."""

_THOUSANDS = r"\d{1,3}(?:[%s\u0020\u00a0\u202f\u2009'’]\d{3})+|\d+"
_NUMBER: Final = {
    "point": re.compile(rf"({_THOUSANDS % ','})?(?:\.(\d+))?"),
    "comma": re.compile(rf"({_THOUSANDS % '.'})?(?:,(\d+))?"),
}
_LEAD: Final = re.compile(
    r"(?:[<>≤≥≈~±]|c\.|ca\.|about)?\s*(?P<before>[+\-−–]?)\s*"
    r"(?P<currency>[$€£¥₺]|[A-Z]{2,3}[$€£]?|)\s*(?P<after>[+\-−–]?)"
)
_TAIL: Final = re.compile(r"\s*(?P<unit>[^\W\d_]*)[^\d]*")
_TIMES: Final = {
    **dict.fromkeys(("k", "thousand"), 1e3),
    **dict.fromkeys(("m", "mn", "mln", "mio", "million", "millions"), 1e6),
    **dict.fromkeys(("bn", "mrd", "md", "billion", "billions"), 1e9),
    **dict.fromkeys(("tn", "trn", "trillion"), 1e12),
}


def read_number(text: str, lang: str) -> float | None:
    """Return the number in "1,234.5", "2%", "<1.5" or "€3.5bn", None where there is no single one.

    The decimal sign is that of `lang`; the other one may only part thousands.
    """
    text = text.strip()
    lead = _LEAD.match(text)
    assert lead is not None  # noqa: S101  # it matches nothing, too
    kind = "point" if subtags(lang).language in _POINT else "comma"
    number = _NUMBER[kind].match(text, lead.end())
    if number is None or not (number[1] or number[2]):
        return None
    tail = _TAIL.fullmatch(text, number.end())
    if tail is None or text[number.end() : number.end() + 1] in {".", ","}:
        return None
    whole = re.sub(r"\D", "", number[1] or "0")
    value = float(f"{whole}.{number[2] or 0}") * _TIMES.get(tail["unit"].lower(), 1.0)
    return -value if (lead["before"] or lead["after"]) not in {"", "+"} else value
