"""Dates of references, however they are written, become CSL dates, or say what is wrong."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.citations.dates import BadDateError, csl_date, date_words


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("2024", [[2024]]),
        (2024, [[2024]]),
        ("2024-06", [[2024, 6]]),
        ("2024-06-20", [[2024, 6, 20]]),
        ("2024-06-20T12:00:00Z", [[2024, 6, 20]]),
        ("2024-06-20/2024-06-22", [[2024, 6, 20], [2024, 6, 22]]),
        ("2024/..", [[2024], [0]]),
        ("26 November 2025", [[2025, 11, 26]]),
        ("November 26, 2025", [[2025, 11, 26]]),
        ("26th Nov. 2025", [[2025, 11, 26]]),
        ("June 2024", [[2024, 6]]),
        ("Spring 2024", [[2024, 13]]),
        ("2024-22", [[2024, 14]]),
        (datetime.date(2024, 6, 20), [[2024, 6, 20]]),
        ({"date-parts": [[2024, "6", "20"]]}, [[2024, 6, 20]]),
        ({"date-parts": [["2024", ""]]}, [[2024]]),
        ({"date-parts": [2024, 6]}, [[2024, 6]]),
        ({"date-parts": [[2024]], "season": 2}, [[2024, 14]]),
        ({"date-parts": [[2024]], "season": "winter"}, [[2024, 16]]),
        ({"year": 2024, "month": "June", "day": 20}, [[2024, 6, 20]]),
        ({"year": "2024", "season": "autumn"}, [[2024, 15]]),
        ([{"year": 2024}, {"year": 2025}], [[2024], [2025]]),
        ({"raw": "2024-06-20"}, [[2024, 6, 20]]),
    ],
)
def test_dates_are_read_in_every_form(value: object, parts: list[list[int]]) -> None:
    assert csl_date(value) == {"date-parts": parts}


def test_other_wording_stays_as_it_is() -> None:
    assert csl_date({"literal": "in press"}) == {"literal": "in press"}
    assert csl_date({"raw": "no date"}) == {"literal": "no date"}


@pytest.mark.parametrize("value", ["c. 2024", "2024~", "circa 2024", {"year": 2024, "circa": True}])
def test_uncertain_dates_say_so(value: object) -> None:
    date = csl_date(value)
    assert date == {"date-parts": [[2024]], "circa": True}
    assert date_words("en", date) == "c.\u00a02024"


@pytest.mark.parametrize(
    "value",
    [
        "2024-13",
        "2024-00-10",
        "2023-02-29",
        "soon",
        "Foo 2024",
        "",
        "/",
        [],
        {},
        None,
        {"date-parts": []},
        {"date-parts": [[]]},
        {"date-parts": "2024"},
        {"date-parts": [[2024, 1, 1, 1]]},
        {"date-parts": [[2023], [2024], [2025]]},
        {"date-parts": [["x"]]},
        {"date-parts": [[2024, 2, 30]]},
        {"date-parts": [[2024]], "season": 7},
        {"year": "MMXX"},
    ],
)
def test_what_is_no_date_is_an_error(value: object) -> None:
    with pytest.raises(BadDateError):
        csl_date(value)


@given(st.dates(min_value=datetime.date(1000, 1, 1)))
def test_every_day_is_read_back_from_its_iso_form(day: datetime.date) -> None:
    assert csl_date(day.isoformat()) == {"date-parts": [[day.year, day.month, day.day]]}


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from(["en-GB", "en-US"]))
def test_every_day_is_read_back_from_english(day: datetime.date, lang: str) -> None:
    words = date_words(lang, csl_date(day.isoformat()))
    assert csl_date(words) == csl_date(day)


@pytest.mark.parametrize(
    ("value", "lang", "words"),
    [
        ("2024-06-03/2024-06-05", "en-GB", "3–5 June 2024"),
        ("2024-06-03/2024-06-05", "en-US", "June 3, 2024\u00a0– June 5, 2024"),
        ("2023/2024", "de", "2023–2024"),
        ("2024-06/2024-08", "fr", "juin 2024\u00a0– août 2024"),
        ("Spring 2024", "de", "Frühjahr 2024"),
    ],
)
def test_ranges_and_seasons_read_as_the_language_writes_them(
    value: str, lang: str, words: str
) -> None:
    assert date_words(lang, csl_date(value)) == words
