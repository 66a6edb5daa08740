"""Dates in a CSL style: take a CSL date and the style's date parts, return text.

citeproc-py writes a style's changes into its locale, which then has them for every date after.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from briefgen.citations.csl.cases import recased
from briefgen.citations.csl.marks import SEAM, marked

if TYPE_CHECKING:
    from briefgen.citations.csl.elements import DatePart

__all__ = ["date_text"]

_UNITS: Final = ("year", "month", "day")
_BETWEEN: Final = f" ,{SEAM}"


def date_text(date: Any, parts: Sequence[DatePart], delimiter: str, *, limited: bool) -> str:
    """Return the date; of a range, what both ends share stands once.

    With `limited`, only the first of a month is an ordinal.
    """
    if "literal" in date:
        return marked(str(date["literal"]))
    runs = [dict(zip(_UNITS, run, strict=False)) for run in date["date-parts"]]

    def said(chosen: Sequence[DatePart], run: dict[str, int]) -> str:
        words = [_part(part, run, limited) for part in chosen]
        text = f"{SEAM}{delimiter}{SEAM}".join(word for word in words if word)
        # What was to stand between two parts goes with the one that is not there.
        if words and not words[0]:
            text = text.lstrip(_BETWEEN)
        return text.rstrip(_BETWEEN) if words and not words[-1] else text

    units = [unit for unit in _UNITS if any(part["name"] == unit and part.shown for part in parts)]
    differ = [unit for unit in units if runs[0].get(unit) != runs[-1].get(unit)]
    if not differ:
        return said(parts, runs[0])
    own = units[units.index(differ[0]) :]
    places = [number for number, part in enumerate(parts) if part["name"] in own]
    first, last = places[0], places[-1] + 1
    middle = parts[first:last]
    dash = next((part["range-delimiter"] for part in middle if "range-delimiter" in part), "–")
    begin, end = said(middle, runs[0]).rstrip(_BETWEEN), said(middle, runs[1]).lstrip(_BETWEEN)
    pieces = said(parts[:first], runs[0]), f"{begin}{dash}{end}", said(parts[last:], runs[1])
    return f"{SEAM}{delimiter}{SEAM}".join(piece for piece in pieces if piece)


def _part(part: DatePart, run: dict[str, int], limited: bool) -> str:
    value = run.get(part["name"])
    if value is None or not part.shown:
        return ""
    form = part.get("form", "")
    term = part.state.term
    match part["name"]:
        case "month" if value > 12:
            text = term(f"season-{value - 12:02}")
        case "month" if not form.startswith("numeric"):
            text = term(f"month-{value:02}", "" if form == "long" else form)
        case "year":
            text = str(abs(value))[-2 if form == "short" else 0 :]
            text += term("bc") if value < 0 else term("ad") if value < 1000 else ""
        case "day" if form == "ordinal" and not (limited and value > 1):
            text = part.state.ordinal(value)
        case _:
            text = f"{value:02}" if form == "numeric-leading-zeros" else str(value)
    if part.get("strip-periods") == "true":
        text = text.replace(".", "")
    text = part.format(recased(text, part.get("text-case", ""), english=True))
    return f"{SEAM}{part.get('prefix', '')}{SEAM}{text}{SEAM}{part.get('suffix', '')}{SEAM}"
