"""Dates in a CSL style: take a CSL date and the style's date parts, return text.

citeproc-py writes a style's changes into its locale, which then has them for every date after.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from briefgen.citations.csl.cases import recased
from briefgen.citations.csl.marks import SEAM, marked

__all__ = ["date_text"]

_UNITS: Final = ("year", "month", "day")


class _Term(Protocol):
    def __call__(self, name: str, form: str | None = None) -> str: ...


def date_text(
    date: Any,
    parts: Sequence[dict[str, str]],
    delimiter: str,
    term: _Term,
    nth: Callable[[int], str],
) -> str:
    """Return the date; of a range, what both ends share stands once."""
    if "literal" in date:
        return marked(str(date["literal"]))
    runs = [dict(zip(_UNITS, run, strict=False)) for run in date["date-parts"]]

    def said(chosen: Sequence[dict[str, str]], run: dict[str, int]) -> str:
        words = (_part(part, run, term, nth) for part in chosen)
        return delimiter.join(word for word in words if word)

    whole = said(parts, runs[0])
    if len(runs) == 1:
        return _trimmed(whole)
    units = [unit for unit in _UNITS if any(part["name"] == unit for part in parts)]
    differ = next((n for n, u in enumerate(units) if runs[0].get(u) != runs[1].get(u)), None)
    if differ is None:
        return _trimmed(whole)
    own = set(units[differ:])
    places = [number for number, part in enumerate(parts) if part["name"] in own]
    first, last = places[0], places[-1] + 1
    middle = parts[first:last]
    dash = next((p["range-delimiter"] for p in middle if "range-delimiter" in p), "–")
    begin, end = _trimmed(said(middle, runs[0])), said(middle, runs[1])
    if last == len(parts):
        end = _trimmed(end)
    pieces = [said(parts[:first], runs[0]), f"{begin}{dash}{end.lstrip()}", said(parts[last:], runs[1])]
    return _trimmed(delimiter.join(piece for piece in pieces if piece))


def _trimmed(text: str) -> str:
    """Return a date without what was to stand before a part that it does not have."""
    return text.strip(f" ,{SEAM}")


def _part(
    part: dict[str, str], run: dict[str, int], term: _Term, nth: Callable[[int], str]
) -> str:
    value = run.get(part["name"])
    if value is None:
        return ""
    form = part.get("form", "")
    match part["name"]:
        case "day":
            text = {"numeric-leading-zeros": f"{value:02}", "ordinal": nth(value)}.get(
                form, str(value)
            )
        case "month" if value > 12:
            text = term(f"season-{value - 12:02}")
        case "month" if form.startswith("numeric"):
            text = f"{value:02}" if form == "numeric-leading-zeros" else str(value)
        case "month":
            text = term(f"month-{value:02}", form)
        case _:
            text = str(abs(value))[-2:] if form == "short" else str(abs(value))
            if value < 0:
                text += term("bc")
            elif value < 1000:
                text += term("ad")
    if part.get("strip-periods") == "true":
        text = text.replace(".", "")
    text = recased(text, part.get("text-case", ""), english=True)
    return f"{part.get('prefix', '')}{SEAM}{text}{SEAM}{part.get('suffix', '')}"
