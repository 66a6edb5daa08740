"""Lengths, colours, dates and language tags are each read in one way, wherever they stand."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.colour import channels, contrast, mixed, read_colour
from briefgen.dates import MONTHS, document_time, in_calendar, month_number, read_iso, to_iso
from briefgen.language import Subtags, fallbacks, is_language_tag, subtags, tag_of_name
from briefgen.lengths import positive_points, to_points


@pytest.mark.parametrize(
    ("written", "points"),
    [
        (12, 12),
        (-1.5, -1.5),
        ("12", 12),
        (" 1in ", 72),
        ("25.4 mm", 72),
        ("2.54CM", 72),
        ("96px", 72),
        ("6pc", 72),
        ("72pt", 72),
        ("1e1", 10),
        (".5in", 36),
        (True, None),
        (None, None),
        ("", None),
        ("mm", None),
        ("5 miles", None),
        ("1,5cm", None),
        ("nan", None),
        (float("inf"), None),
        ("1e999pt", None),
    ],
)
def test_a_length_is_points_or_has_a_unit(written: object, points: float | None) -> None:
    assert to_points(written) == (None if points is None else pytest.approx(points))


def test_a_length_of_a_picture_is_in_pixels_and_that_of_an_attribute_within_reason() -> None:
    assert to_points("96", "px") == 72
    assert [positive_points(text) for text in ("5", "0", "-5", "20000")] == [5, None, None, None]


@pytest.mark.parametrize(
    ("written", "colour"),
    [("#0B4a7F", "#0b4a7f"), ("0b4a7f", None), ("#fff", None), ("#gggggg", None), (5, None)],
)
def test_a_colour_is_six_digits(written: object, colour: str | None) -> None:
    assert read_colour(written) == colour


def test_channels_mixtures_and_contrast() -> None:
    assert channels("#0b4aff") == (11, 74, 255)
    assert mixed("#000000", "#ffffff", 0.5) == "#808080"
    assert contrast("#ffffff", "#000000") == contrast("#000000", "#ffffff") == pytest.approx(21)
    # The example of WCAG's technique G18 for a grey at the limit of level AA.
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.integers(1, 3))
def test_iso_dates_are_read_back(day: datetime.date, precision: int) -> None:
    parts = (day.year, day.month, day.day)[:precision]
    assert read_iso(to_iso(parts)) == parts
    assert in_calendar(parts)


@pytest.mark.parametrize(
    "text", ["2025-02-29", "2024-13", "2024-00", "24-01-01", "2024-", "", "x", "2024-1-1-1", "٢٠٢٤"]
)
def test_what_no_calendar_has_is_no_date(text: str) -> None:
    assert read_iso(text) is None


def test_months_are_known_by_name_and_by_their_first_letters() -> None:
    assert [month_number(name) for name in MONTHS] == list(range(1, 13))
    assert [month_number(name) for name in ("jan", "Sept", "DEC", "Foo", "Ju", "")] == [
        1, 9, 12, 0, 0, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("epoch", "written", "time"),
    [
        ("", "2024-06-26", "2024-06-26"),
        ("", "2024-06", "2024-06-01"),
        ("", " 2024 ", "2024-01-01"),
        ("", "June 2024", None),
        ("0", "2024-06-26", "1970-01-01"),
        ("9" * 30, "2024-06-26", None),
        ("soon", "2024-06-26", "2024-06-26"),
    ],
)
def test_the_time_of_a_document_is_never_that_of_a_clock(
    epoch: str, written: str, time: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    found = document_time(written)
    assert (found and f"{found:%Y-%m-%d}") == time


@pytest.mark.parametrize(
    ("tag", "parts"),
    [
        ("en", ("en", "", "")),
        ("EN_us", ("en", "", "US")),
        ("zh-Hant-TW", ("zh", "Hant", "TW")),
        ("sr-latn", ("sr", "Latn", "")),
        ("es-419", ("es", "", "419")),
        ("enm", ("enm", "", "")),
        ("de-1996", ("de", "", "")),
        ("", ("", "", "")),
    ],
)
def test_a_language_tag_has_parts(tag: str, parts: tuple[str, str, str]) -> None:
    assert subtags(tag) == Subtags(*parts)


def test_a_language_tag_falls_back_to_what_is_less_particular() -> None:
    assert list(fallbacks("zh_Hant-TW")) == ["zh-hant-tw", "zh-hant", "zh"]
    assert [is_language_tag(text) for text in ("de-CH", "de_CH", "no language", "")] == [
        True, False, False, False,
    ]  # fmt: skip


def test_a_language_called_by_its_name_is_no_tag_and_has_one() -> None:
    assert [is_language_tag(text) for text in ("English", "eng", "x-own", "x")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert [tag_of_name(text) for text in ("English", " deutsch", "en", "Elvish")] == [
        "en-GB", "de", "", "",
    ]  # fmt: skip
