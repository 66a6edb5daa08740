"""Take text, return the figures and dates that it states, each as a value that can be compared.

"3", "three" and "3.0" are one value; so are "2%" and "two per cent", "$3bn" and "3 billion
dollars", "26 June 2024" and "2024-06-26". A range states both of its ends. Digits in a name or a
number of something are no figure: F-16, MH17, §5.1, Table 1, the 21st century.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Final, Literal

from briefgen.dates import read_iso
from briefgen.language import subtags
from briefgen.record import NamedTuple
from briefgen.terms import FORMS, date_text

__all__ = ["Fact", "facts", "iso_date", "number_of"]

Kind = Literal["number", "percent", "money", "date"]


class Fact(NamedTuple):
    """A figure or a date, as `text[start:end]` states it.

    The `value` of a date is ISO 8601 with the precision that was stated ("2024-06"; "199" for a
    decade; "" for a date that no calendar has). That of money begins with the currency
    ("EUR 3000000000"). `spelled` tells that the figure is a word.
    """

    kind: Kind
    value: str
    start: int
    end: int
    spelled: bool = False


_UNITS: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SCALES: Final = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "m": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "tn": 1_000_000_000_000,
}
_CURRENCIES: Final = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "euros": "EUR",
    "$": "USD", "usd": "USD", "dollar": "USD", "dollars": "USD",
    "£": "GBP", "gbp": "GBP", "pound": "GBP", "pounds": "GBP",
    "¥": "JPY", "jpy": "JPY", "yen": "JPY",
    "chf": "CHF", "francs": "CHF",
}  # fmt: skip
_PERCENT: Final = r"\s?(?:%|per\s?cent\b|percent\b)"
_DIGITS: Final = r"\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_WORD: Final = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[1:10])}))?|{'|'.join(_UNITS)})"
_MONEY: Final = "euros?|dollars?|pounds?|yen|francs|EUR|USD|GBP|JPY|CHF"
_SCALE: Final = "hundred|thousand|million|billion|trillion|mn|bn|tn"
_RANGE: Final = r"(?:\s?(?:--?|–)\s?|\sto\s)"


@cache
def _pattern(months: str) -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?<![\w§#/@.])(?P<iso>\d{{4}}-(?:\d\d-\d\d|0\d|1[0-2]))(?![\w-])
      | (?<![\w.,-])(?P<dmy>(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?\s(?:of\s)?(?P<month>{months})\.?
            (?:,?\s(?P<year>\d{{4}}))?)(?!\w)
      | \b(?P<mdy>(?P<month2>{months})\.?\s(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?
            (?:,?\s(?P<year2>\d{{4}}))?)(?!\w)
      | \b(?P<my>(?P<month3>{months})\.?,?\s(?:of\s)?(?P<year3>\d{{4}}))(?!\w)
      | (?<![\w§#/@.,€$£¥-])(?:(?:early|mid|late)-)?(?P<yyyy>1[5-9]\d\d|20\d\d|21\d\d)
            (?:(?P<decade>s)\b|(?P<until>[–-])(?P<last>\d\d|\d{{4}}))?
            (?!{_PERCENT}|[\w%]|[.,:]\d|-[A-Za-z]|\s(?:{_SCALE})\b)
      | (?<![\w§#/@.,-])(?P<currency>[€$£¥])\s?(?P<amount>{_DIGITS})
            (?:\s?(?P<scale>{_SCALE}|m|k)\b)?
      | (?<![\w§#/@.,:+-])(?P<low>{_DIGITS}){_RANGE}(?P<high>{_DIGITS})
            (?:(?P<unit>{_PERCENT})
             |(?:\s?(?P<scale4>{_SCALE})\b)?(?:\s(?P<money4>{_MONEY})\b)?
              (?![\w%]|[.:/]\d|-[A-Za-z\d]))
      | (?<![\w§#/@.,:+-])(?P<digits>{_DIGITS})
            (?:(?P<percent>{_PERCENT})
             |(?:\s?(?P<scale2>{_SCALE})\b)?
              (?:\s(?P<money>{_MONEY})\b)?
              (?![\w%]|[.:/]\d|-[A-Za-z\d]))
      | \b(?P<word>{_WORD})(?![\w]|-\w)
            (?:(?P<percent2>\s?(?:per\s?cent\b|percent\b))|\s(?P<scale3>{_SCALE})\b)?
            (?:\s(?P<money2>{_MONEY})\b)?
        """,
        re.VERBOSE | re.IGNORECASE,
    )


# After these words a number is a name, and no figure: "Table 1", "Flight 17", "Article 5".
_NUMBERED: Final = re.compile(
    r"(?:\b(?:table|figure|fig|section|sec|chapter|ch|part|article|art|annex|appendix|page|pages|p|"
    r"pp|no|nos|number|flight|resolution|protocol|phase|step|version|vol|volume|item|note|"
    r"paragraph|para|rule|line|option|scenario|type|grade|level|class|category|group|route|"
    r"channel|season|episode|issue|"
    r"tabelle|abbildung|abschnitt|kapitel|artikel|seite|tableau|chapitre|tabel|hoofdstuk)\.?"
    r"|§§?|#)\s?$",
    re.IGNORECASE,
)


def facts(text: str, lang: str = "en-GB") -> Iterator[Fact]:
    """Yield the facts of `text` in order; names of months may be in `lang` or English."""
    months = _months(lang)
    if subtags(lang).language != "en":  # decimal comma; each substitution keeps the length
        text = re.sub(r"(?<=\d)\.(?=\d{3}(?!\d))", "\u202f", text)
        text = re.sub(r"(?<=\d),(?=\d{1,2}(?!\d))", ".", text)
    for match in _pattern(_either(months)).finditer(text):
        yield from _stated(match, months)


def iso_date(value: str) -> bool:
    """Tell whether `value` is a year, a month or a day in ISO 8601 that the calendar has."""
    return bool(re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", value) and read_iso(value))


def number_of(text: str) -> Decimal | None:
    """Return the value of `text` (digits, or an English number word), or None."""
    lowered = text.lower()
    if lowered[:1].isdigit():
        return Decimal(re.sub(r"[,\s]", "", lowered)).normalize()
    if lowered in _UNITS:
        return Decimal(_UNITS.index(lowered))
    tens, _, unit = lowered.replace("-", " ").partition(" ")
    if tens in _TENS and (not unit or unit in _UNITS):
        return Decimal(10 * (_TENS.index(tens) + 2) + (_UNITS.index(unit) if unit else 0))
    return None


@cache
def _months(lang: str) -> dict[str, int]:
    """Return month numbers by name, in lower case, of `lang` and of English, long and short.

    Names are read off whole dates, because a month may have another form beside a day.
    """
    names: dict[str, int] = {}
    for tongue in ("en-GB", "en-US", lang):
        for month in range(1, 13):
            for parts, form in product(((2000, month), (2000, month, 2)), FORMS):
                written = date_text(tongue, parts, form)
                name = re.sub(r"[\d.,]+", "", written).strip().lower()
                names.setdefault(name, month)
    return names


def _either(names: dict[str, int]) -> str:
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _stated(match: re.Match[str], months: dict[str, int]) -> Iterator[Fact]:
    start, end = match.span()
    if match["iso"]:
        yield Fact("date", match["iso"] if read_iso(match["iso"]) else "", start, end)
    elif month := match["month"] or match["month2"] or match["month3"]:
        day = match["day"] or match["day2"]
        year = match["year"] or match["year2"] or match["year3"]
        number = months[month.lower()]
        if not match["my"] and not year and month.lower() == "may" and month == "may":
            return  # "2 may" is no date
        if match["mdy"] and not year and not month[0].isupper():
            return
        # A date without a year is checked in a leap year, which has every day.
        value = "-".join([year or "2000", f"{number:02}", *([f"{int(day):02}"] if day else [])])
        value = value if read_iso(value) else ""
        yield Fact("date", value if year or not value else "--" + value[5:], start, end)
    elif match["yyyy"]:
        yield Fact("date", match["yyyy"][: 3 if match["decade"] else 4], start, end)
        if last := match["last"]:
            yield Fact("date", match["yyyy"][: 4 - len(last)] + last, start, end)
    elif match["currency"]:
        value = _scaled(match["amount"], match["scale"])
        yield Fact("money", f"{_CURRENCIES[match['currency']]} {value}", start, end)
    elif match["low"]:
        if not _NUMBERED.search(match.string, max(start - 20, 0), start):
            for limit in (match["low"], match["high"]):
                value = _scaled(limit, match["scale4"])
                yield _figure(value, match["unit"], match["money4"], start, end, spelled=False)
    elif match["digits"]:
        if not _NUMBERED.search(match.string, max(start - 20, 0), start):
            value = _scaled(match["digits"], match["scale2"])
            yield _figure(value, match["percent"], match["money"], start, end, spelled=False)
    elif match["word"]:
        value = _scaled(match["word"], match["scale3"])
        yield _figure(value, match["percent2"], match["money2"], start, end, spelled=True)


def _figure(
    value: str, percent: str | None, money: str | None, start: int, end: int, *, spelled: bool
) -> Fact:
    if percent:
        return Fact("percent", value, start, end, spelled)
    if money:
        return Fact("money", f"{_CURRENCIES[money.lower()]} {value}", start, end, spelled)
    return Fact("number", value, start, end, spelled)


def _scaled(digits: str, scale: str | None = None) -> str:
    number = number_of(digits)
    assert number is not None  # noqa: S101 - the pattern matched one
    number *= _SCALES[scale.lower()] if scale else 1
    return f"{number.normalize():f}"
