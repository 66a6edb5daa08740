"""What counts as a figure or a date, and when two are the same."""

from __future__ import annotations

import pytest

from briefgen.checks.facts import facts, iso_date


def stated(text: str, lang: str = "en-GB") -> list[str]:
    return [f"{fact.kind} {fact.value}" for fact in facts(text, lang)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("three and 3 and 3.0", ["number 3"] * 3),
        ("twenty-one, 21, twenty one", ["number 21"] * 3),
        ("2%, 2 %, 2 per cent, two percent", ["percent 2"] * 4),
        ("1,000 and 1 000 and one thousand and 1000.0", ["number 1000"] * 4),
        ("€3bn, € 3 billion, 3 billion euros, 3bn EUR", ["money EUR 3000000000"] * 4),
        ("26 June 2024, June 26, 2024, 2024-06-26, 26th of June 2024", ["date 2024-06-26"] * 4),
        ("June 2024 and 2024-06", ["date 2024-06"] * 2),
        ("in 2024, mid-2023 and 2010–15", ["date 2024", "date 2023", "date 2010", "date 2015"]),
        ("in the 1990s", ["date 199"]),
        ("26 June", ["date --06-26"]),
        ("31 June 2024 and 30 February", ["date ", "date "]),
        ("10–15, 10 to 15", ["number 10", "number 15"] * 2),
        ("10-15%", ["percent 10", "percent 15"]),
        ("3–5 million euros", ["money EUR 3000000", "money EUR 5000000"]),
        ("over 100,000 and 3.5 million", ["number 100000", "number 3500000"]),
        ("3, 4 and 5", ["number 3", "number 4", "number 5"]),
    ],
)
def test_ways_of_writing_have_one_value(text: str, values: list[str]) -> None:
    assert stated(text) == values


@pytest.mark.parametrize(
    "text",
    [
        "F-16, MH17, 5G, v1.2.3, 32-bit, 21st century, 3rd",
        "§5.1, § 5, Table 1, Figure 2, Article 5, Flight 17, No. 10, #3",
        "10:30, 192.168.0.1, 1/2, a1, https://example.org/2024/06",
        "Rutte II, someone, anyone, fourteenth, often, weight",
        "may be",
    ],
)
def test_what_only_looks_like_a_figure_is_none(text: str) -> None:
    assert stated(text) == []


def test_other_languages_write_months_and_decimals_their_way() -> None:
    german = "Am 26. Juni 2024 waren es 1.000 und 2,5 %"
    assert stated(german, "de") == ["date 2024-06-26", "number 1000", "percent 2.5"]
    assert stated("le 26 juin 2024", "fr") == ["date 2024-06-26"]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("26 ביוני 2024", "he"),
        ("26 يونيو 2024", "ar"),
        ("26 czerwca 2024", "pl"),
        ("26 червня 2024", "uk"),
        ("26 de junio de 2024", "es"),
    ],
)
def test_months_are_known_as_they_stand_after_a_day(text: str, lang: str) -> None:
    assert [fact.value for fact in facts(f"— {text} —", lang)] == ["2024-06-26"]


def test_a_place_is_where_it_stands() -> None:
    text = "It was 47% on 3 May 2021."
    assert [text[fact.start : fact.end] for fact in facts(text)] == ["47%", "3 May 2021"]


@pytest.mark.parametrize("value", ["2024", "2024-06", "2024-06-26", "2024-02-29"])
def test_dates_of_the_calendar_sort(value: str) -> None:
    assert iso_date(value)


@pytest.mark.parametrize("value", ["", "24", "2024-13", "2023-02-29", "June 2024", "2024-6-1"])
def test_other_dates_do_not(value: str) -> None:
    assert not iso_date(value)
