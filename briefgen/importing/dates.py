"""Take a date as people write it, return `(year, month, day)`, as far as it is stated."""

from __future__ import annotations

import re

from briefgen.dates import DateParts, in_calendar
from briefgen.record import NamedTuple

__all__ = ["DATE", "FoundDate", "find_date", "read_date", "url_date"]

_NAMES = (
    "jan(?:uary|uar|vier|uari)?|jänner",
    "feb(?:ruary|ruar|ruari)?|févr?(?:ier)?",
    "mar(?:ch|s)?|märz|mrz|maart|mrt",
    "apr(?:il)?|avr(?:il)?",
    "may|mai|mei",
    "june?|juni|juin",
    "july?|juli|juil(?:let)?",
    "aug(?:ust|ustus)?|août",
    "sept?(?:ember)?|septembre",
    "o[ck]t(?:ober|obre)?",
    "nov(?:ember|embre)?",
    "de[cz](?:ember)?|déc(?:embre)?",
)
_MONTH = "(?:" + "|".join(_NAMES) + r")(?![^\W\d_])\.?"
_MONTHS = [re.compile(f"(?:{names})$", re.IGNORECASE) for names in _NAMES]
_YEAR = r"(?:1[5-9]|20)\d\d"
_FORMS = (
    rf"(?P<y1>{_YEAR})-(?P<m1>\d\d)-(?P<d1>\d\d)",
    rf"(?P<n2>{_MONTH})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>{_YEAR})",
    rf"(?P<d3>\d{{1,2}})(?:st|nd|rd|th|\.|er)?[\s-]+(?:of\s+)?(?P<n3>{_MONTH})[,\s-]+(?P<y3>{_YEAR})",
    rf"(?P<d4>\d{{1,2}})(?P<s4>[./])(?P<m4>\d{{1,2}})(?P=s4)(?P<y4>{_YEAR})",
    rf"(?P<n5>{_MONTH}),?\s+(?P<y5>{_YEAR})",
    rf"(?P<y6>{_YEAR}),?\s+(?P<n6>{_MONTH})\s+(?P<d6>\d{{1,2}})",
    rf"(?P<y7>{_YEAR})-(?P<m7>\d\d)(?!\d)",
    rf"(?P<y8>{_YEAR})",
)
DATE = "(?<![\\w])(?:" + "|".join(_FORMS) + r")(?!\d)"
_DATE = re.compile(DATE, re.IGNORECASE)
_URL_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>\d\d?)[/-](?P<d>\d\d?)(?=[/.?#-]|$)",
        r"/(?P<y>(?:19|20)\d\d)[/-](?P<n>[a-z]{3})[/-](?P<d>\d\d?)(?=[/-]|$)",
        r"/(?P<m>\d\d)/(?P<d>\d\d)/(?P<y>(?:19|20)\d\d)(?=/|$)",
        r"[/-](?P<y>(?:19|20)\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
        r"/(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?=[/-]|$)",
        r"/(?P<y>(?:19|20)\d\d)/(?P<m>\d\d?)(?!\d)",
        r"/(?P<y>(?:19|20)\d\d)(?=/)",
    )
)


class FoundDate(NamedTuple):
    """A date, and where in the text it begins and ends."""

    parts: DateParts
    start: int
    end: int


def find_date(text: str, start: int = 0) -> FoundDate | None:
    """Return the first date in `text` from `start` on."""
    for match in _DATE.finditer(text, start):
        if parts := _parts(match):
            return FoundDate(parts, match.start(), match.end())
    return None


def read_date(text: str) -> DateParts:
    """Return the date if `text` is one and nothing else, or ()."""
    match = _DATE.fullmatch(text.strip(" .,()[]"))
    return _parts(match) if match else ()


def _parts(match: re.Match[str]) -> DateParts:
    group = {key: value for key, value in match.groupdict().items() if value}
    form = next(key[1] for key in group if key[0] == "y" and key[1:].isdigit())
    year = int(group["y" + form])
    day = int(group.get("d" + form, 0))
    name = group.get("n" + form)
    month = _month(name) if name else int(group.get("m" + form, 0))
    if form == "4" and month > 12 >= day:  # 11/26/2025
        month, day = day, month
    return _valid(year, month, day)


def _month(name: str) -> int:
    name = name.rstrip(".")
    return next((n for n, pattern in enumerate(_MONTHS, 1) if pattern.match(name)), 0)


def _valid(year: int, month: int, day: int) -> DateParts:
    if not in_calendar((year, month or 1, day or 1)):
        return ()
    return tuple(part for part in (year, month, day if month else 0) if part)


def url_date(url: str) -> DateParts:
    """Return the date in the path of `url`, or ()."""
    for pattern in _URL_DATES:
        if match := pattern.search(url):
            group = match.groupdict()
            month = _month(group["n"]) if group.get("n") else int(group.get("m") or 0)
            if group.get("n") and not month:
                continue
            if parts := _valid(int(group["y"]), month, int(group.get("d") or 0)):
                return parts
    return ()
