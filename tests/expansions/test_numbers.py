"""A number is read as its language writes it, or not at all."""

from __future__ import annotations

import pytest

from briefgen.expansions.numbers import read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.4", 1.4),
        ("1,234.5", 1234.5),
        ("1,234,567", 1_234_567),
        ("12\u202f345", 12_345),
        (".5", 0.5),
        ("2%", 2),
        ("2 %", 2),
        ("<1.5", 1.5),
        ("~ 30", 30),
        ("+0.2", 0.2),
        ("-0.7", -0.7),
        ("−0.7 pp", -0.7),
        ("–3", -3),
        ("€3.5bn", 3.5e9),
        ("-$800m", -8e8),
        ("EUR 20 million", 2e7),
        ("5k", 5000),
        ("1.5 km", 1.5),
    ],
)
def test_english_numbers(text: str, number: float) -> None:
    assert read_number(text, "en-GB") == pytest.approx(number)


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,4", 1.4), ("1.234,5", 1234.5), ("3,5 Mrd. €", 3.5e9), ("12 345,5", 12_345.5)],
)
def test_german_numbers(text: str, number: float) -> None:
    assert read_number(text, "de") == pytest.approx(number)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "n/a",
        "about",
        "2014–2024",
        "3 of 32",
        "1,5",
        "1,23,4",
        "1.2.3",
        "1.5,5",
        "%",
        "€",
        "- -",
    ],
)
def test_what_is_no_single_number_is_none(text: str) -> None:
    assert read_number(text, "en") is None


def test_a_point_that_parts_no_thousands_is_none_in_german() -> None:
    assert read_number("1.4", "de") is None
