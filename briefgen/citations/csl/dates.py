"""Dates in a CSL style: take a CSL date and the style's date parts, return text.

Own code, because citeproc-py writes what a style changes into its locale, where it stays for
every later date.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from citeproc import model

from briefgen.citations.csl.cases import recased
from briefgen.citations.csl.formatter import Formatter
from briefgen.citations.csl.marks import SEAM, marked

__all__ = ["DatePart", "date_text"]

_UNITS: Final = ("year", "month", "day")
_BETWEEN: Final = f" ,{SEAM}"


class DatePart(dict[str, str], model.Formatted):  # type: ignore[misc]
    """A part of a date, with what the style changes of it."""

    shown = True
    state: Formatter

    def get_formatter(self) -> Formatter:
        return self.state


def date_text(date: Any, parts: Sequence[DatePart], delimiter: str, *, limited: bool) -> str:
    """Return the date; of a range, what both ends share stands once.

    With `limited`, only the first of a month is an ordinal.
    """
    if "literal" in date:
        return marked(str(date["literal"]))
    runs = [dict(zip(_UNITS, run, strict=False)) for run in date["date-parts"] if run != [0]]

    def written(chosen: Sequence[DatePart], run: dict[str, int]) -> str:
        words = [_part(part, run, limited) for part in chosen]
        text = f"{SEAM}{delimiter}{SEAM}".join(word for word in words if word)
        # A part without a value leaves no delimiter or affix behind at that end.
        if words and not words[0]:
            text = text.lstrip(_BETWEEN)
        return text.rstrip(_BETWEEN) if words and not words[-1] else text

    units = [unit for unit in _UNITS if any(part["name"] == unit and part.shown for part in parts)]
    if len(runs) < len(date["date-parts"]):  # one end is open
        dash = next((part["range-delimiter"] for part in parts if "range-delimiter" in part), "–")
        words = written(parts, runs[0]) if runs else ""
        return f"{dash}{words}" if date["date-parts"][0] == [0] else f"{words}{dash}"
    differ = [unit for unit in units if runs[0].get(unit) != runs[-1].get(unit)]
    if not differ:
        return written(parts, runs[0])
    own = units[units.index(differ[0]) :]
    places = [number for number, part in enumerate(parts) if part["name"] in own]
    first, last = places[0], places[-1] + 1
    middle = parts[first:last]
    dash = next((part["range-delimiter"] for part in middle if "range-delimiter" in part), "–")
    begin, end = (
        written(middle, runs[0]).rstrip(_BETWEEN),
        written(middle, runs[1]).lstrip(_BETWEEN),
    )
    pieces = written(parts[:first], runs[0]), f"{begin}{dash}{end}", written(parts[last:], runs[1])
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
