"""Dates of references: take what an entry says, return a CSL date or say what is wrong.

A CSL date here is `{"date-parts": [[2024, 6, 20]]}` (two lists for a range), perhaps with
`circa`, or `{"literal": "in press"}`. Months 13 to 16 are the seasons; `[0]` is an
end that is open.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from briefgen.citations.values import text_of
from briefgen.dates import DateParts, in_calendar, month_number
from briefgen.terms import DateForm, date_text, term

__all__ = ["BadDateError", "csl_date", "date_words"]

CslDate = dict[str, object]

OPEN: Final[DateParts] = (0,)
"""The end of a range that has none."""

_SEASONS: Final = {"spring": 13, "summer": 14, "autumn": 15, "fall": 15, "winter": 16}
# Patterns stay text, which `re` compiles and keeps: most bibliographies use none of them.
_ISO = r"(-?\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?(?:T[\d:.+Z-]*)?([?~%]?)"
_DAY_MONTH = r"(?:(\d{1,2})(?:st|nd|rd|th)?\.?\s+)?([A-Za-z]{3,9})\.?,?\s+(\d{4})"
_MONTH_DAY = r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})"
_CIRCA = r"(?i)(?:c\.|ca\.|circa)\s*(?=\d)"


class BadDateError(ValueError):
    """A date that cannot be one; the message says why."""


def csl_date(value: Any) -> CslDate:
    """Return the CSL date that `value` stands for.

    It may be CSL-JSON (`date-parts`, `raw`, `literal`, `season`), what Pandoc takes in YAML
    (`2024-06-20`, `{year: 2024, month: 6}`), a range `2024-06/2024-08`, a written date
    ("26 November 2025"), or what a YAML reader made of it. Raises `BadDateError`.
    """
    match value:
        case datetime.date():
            return {"date-parts": [[value.year, value.month, value.day]]}
        case int() | str():
            return _from_text(str(value).strip())
        case {"date-parts": parts}:
            return _with_circa({"date-parts": _checked(_season(_parts(parts), value))}, value)
        case {"literal": literal}:
            return {"literal": text_of(literal)}
        case {"raw": raw}:
            try:
                return _with_circa(_from_text(text_of(raw).strip()), value)
            except BadDateError:
                return {"literal": text_of(raw)}
        case {"year": _}:
            return _with_circa({"date-parts": _checked([_from_fields(value)])}, value)
        case list() | tuple() if value and all(isinstance(item, Mapping) for item in value):
            return {"date-parts": _checked([_from_fields(item) for item in value])}
        case _:
            raise BadDateError(f"{text_of(value)!r} is not a date")


def _with_circa(date: CslDate, source: Mapping[str, object]) -> CslDate:
    circa = text_of(source.get("circa", "")).lower()
    return {**date, "circa": True} if circa not in {"", "false", "0", "none"} else date


def _season(parts: list[DateParts], date: Mapping[str, object]) -> list[DateParts]:
    season = text_of(date.get("season", ""))
    if season and len(parts) == 1 and len(parts[0]) == 1:
        return [(*parts[0], _season_month(season))]
    return parts


def _season_month(season: str) -> int:
    """Return 13 to 16 for "spring", "1" or (EDTF) "21" and those that follow."""
    number = _SEASONS.get(season.lower()) or _number(season) % 20 + 12
    if not 13 <= number <= 16:
        raise BadDateError(f"{season!r} is not a season")
    return number


def _parts(value: object) -> list[DateParts]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not value:
        raise BadDateError("'date-parts' is not a list of [year, month, day]")
    runs = value if isinstance(value[0], Sequence) and not isinstance(value[0], str) else [value]
    points = [tuple(_number(item) for item in run if text_of(item) != "") for run in runs]
    return [(point[0], _edtf_season(point[1]), *point[2:]) if point[1:] else point or OPEN
            for point in points]  # fmt: skip


def _edtf_season(month: int) -> int:
    """Return 13 to 16 for the seasons of EDTF (ISO 8601-2), 21 to 24; any other number as it is."""
    return month - 8 if 21 <= month <= 24 else month


def _from_fields(fields: Mapping[str, object]) -> DateParts:
    year, month, day = (fields.get(name, "") for name in ("year", "month", "day"))
    season = text_of(fields.get("season", ""))
    if season and text_of(month) == "":
        month = _season_month(season)
    parts = [_number(year)]
    for part in (month, day):
        if text_of(part) == "":
            break
        parts.append(_month(text_of(part)) or _number(part))
    return tuple(parts)


def _number(value: object) -> int:
    try:
        return int(text_of(value).strip())
    except ValueError:
        raise BadDateError(f"{text_of(value)!r} is not a number") from None


def _month(name: str) -> int:
    """Return the number of an English month or season, by name or abbreviation, or 0."""
    lower = name.lower().rstrip(".")
    if lower in _SEASONS:
        return _SEASONS[lower]
    return month_number(lower)


def _from_text(text: str) -> CslDate:
    plain = re.sub(_CIRCA, "", text, count=1)
    circa = plain != text
    runs: list[DateParts] = []
    for half in map(_decade, plain.split("/") if plain.count("/") == 1 else [plain]):
        if isinstance(half, list):
            runs += half
            continue
        if not half or half in {"..", "open"}:
            runs.append(OPEN)
            continue
        parts, unsure = _point(half.strip())
        circa = circa or unsure
        runs.append(parts)
    if all(run == OPEN for run in runs):
        raise BadDateError("the date is empty")
    return {"date-parts": _checked(runs), **({"circa": True} if circa else {})}


def _decade(text: str) -> str | list[DateParts]:
    """Return the first and last year of EDTF's 198X, 19XX or 198u, any other text as it is."""
    if found := re.fullmatch(r"(\d{3}(?=.\b)|\d{2})([uX]{1,2})[?~%]?", text.strip()):
        size = len(found[2])
        return [(int(found[1] + "0" * size),), (int(found[1] + "9" * size),)]
    return text


def _point(text: str) -> tuple[DateParts, bool]:
    if found := re.fullmatch(_ISO, text):
        year, month, day, mark = found.groups()
        numbers = [int(part) for part in (year, month, day) if part]
        if len(numbers) > 1:
            numbers[1] = _edtf_season(numbers[1])
            if 12 < int(month) < 21:
                raise BadDateError(f"there is no month {numbers[1]}")
        return tuple(numbers), bool(mark)
    if found := re.fullmatch(_DAY_MONTH, text):
        day, name, year = found.groups()
    elif found := re.fullmatch(_MONTH_DAY, text):
        name, day, year = found.groups()
    else:
        raise BadDateError(f"{text!r} is not a date")
    month = _month(name)
    if not month:
        raise BadDateError(f"{name!r} is not a month")
    return (int(year), month, *([int(day)] if day else [])), False


def _checked(runs: list[DateParts]) -> list[list[int]]:
    for parts in runs:
        if not 1 <= len(parts) <= 3:
            raise BadDateError("a date has a year, and perhaps a month and a day")
        if len(parts) > 1 and not 1 <= parts[1] <= 16:
            raise BadDateError(f"there is no month {parts[1]}")
        if len(parts) == 3 and not in_calendar((min(max(parts[0], 1), 9999), *parts[1:])):
            raise BadDateError(f"month {parts[1]} of {parts[0]} has no day {parts[2]}")
    if all(tuple(parts) == OPEN for parts in runs):
        raise BadDateError("the date is empty")
    if len(runs) > 2:
        raise BadDateError("a range has two ends")
    return [list(parts) for parts in runs]


def date_words(lang: str, date: object, form: DateForm = "long") -> str:
    """Return a CSL date in the words of `lang`, or "" for what is not a CSL date."""
    match date:
        case {"literal": str(literal)}:
            return literal
        case {"date-parts": [list(start)]}:
            words = date_text(lang, start, form)
        case {"date-parts": [list(start), list(end)]}:
            words = _range(lang, start, end, form)
        case _:
            return ""
    circa = isinstance(date, Mapping) and date.get("circa")
    return f"{term(lang, 'circa')}\u00a0{words}" if circa else words


def _range(lang: str, start: list[int], end: list[int], form: DateForm) -> str:
    if end == [0]:
        return f"{date_text(lang, start, form)}–"
    if start == [0]:
        return f"–{date_text(lang, end, form)}"
    if len(start) == len(end) == 1:
        return f"{start[0]}–{end[0]}"
    first, last = date_text(lang, start, form), date_text(lang, end, form)
    if len(start) == len(end) == 3 and start[:2] == end[:2] and last.startswith(str(end[2])):
        return f"{start[2]}–{last}"
    return f"{first}\u00a0– {last}"
