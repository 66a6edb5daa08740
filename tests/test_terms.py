"""The words that briefgen prints by itself, by language."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import briefgen
from briefgen.terms import date_text, format_date, locator_label, quotes, term

FILES = sorted(path.stem for path in (Path(briefgen.__file__).parent / "languages").iterdir())
LANGUAGES = ["en", "en-GB", "en-US", "de", "fr", "nl", *FILES]
EVERY = (
    "table figure bar-chart line-chart dot-chart likelihood confidence confidences distribution "
    "bands cited-in accessed page of continued notes contents works-cited and et-al in edited-by "
    "editor editors edition number version volume circa"
)
NAMES = "table figure cited-in accessed section section-sign page of continued notes and et-al"


@pytest.mark.parametrize("lang", [*LANGUAGES, "pt-BR", "", "x"])
@pytest.mark.parametrize("name", NAMES.split())
def test_every_term_is_known_in_every_language(lang: str, name: str) -> None:
    assert term(lang, name)


def test_languages_that_are_not_known_read_as_english() -> None:
    assert term("pt-BR", "cited-in") == "cited in"
    assert format_date("pt-BR", "2025-11-26") == "26 November 2025"
    assert quotes("sw") == quotes("en-GB")


def test_a_region_is_known_by_its_language_and_by_itself() -> None:
    assert term("de-AT", "table") == "Tabelle"
    assert format_date("en-GB", "2025-11-26") == "26 November 2025"
    assert format_date("en_US", "2025-11-26") == "November 26, 2025"


@pytest.mark.parametrize(
    ("lang", "iso", "long", "short"),
    [
        ("en-GB", "2025-11-26", "26 November 2025", "26 Nov 2025"),
        ("en-GB", "2025-11", "November 2025", "Nov 2025"),
        ("en-GB", "2025", "2025", "2025"),
        ("de", "2024-03-01", "1. März 2024", "1. März 2024"),
        ("fr", "2024-08-01", "1er août 2024", "1er août 2024"),
        ("he", "2025-11-26", "26 בנובמבר 2025", "26 בנוב׳ 2025"),
        ("ar", "2025-11-26", "26 نوفمبر 2025", "26 نوفمبر 2025"),
        ("pl", "2025-11-26", "26 listopada 2025", "26 lis. 2025"),
        ("pl", "2025-11", "listopad 2025", "lis. 2025"),
        ("uk", "2025-02-01", "1 лютого 2025", "1 лют. 2025"),
        ("es", "2025-11-26", "26 de noviembre de 2025", "26 de nov. de 2025"),
        ("hu", "2025-11-26", "2025. november 26.", "2025. nov. 26."),
        ("it", "2025-05-01", "1º maggio 2025", "1º mag. 2025"),
        ("nl", "2024-03-05", "5 maart 2024", "5 mrt. 2024"),
        ("en", "2024-13-01", "2024-13-01", "2024-13-01"),
        ("en", "26.11.2025", "26.11.2025", "26.11.2025"),
        ("en", "draft", "draft", "draft"),
    ],
)
def test_dates_read_as_the_language_writes_them(lang: str, iso: str, long: str, short: str) -> None:
    assert format_date(lang, iso) == long
    assert format_date(lang, iso, "short") == short


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_month_and_season_has_a_name(lang: str) -> None:
    names = {date_text(lang, [2024, month], form) for month in range(1, 17) for form in ("long",)}
    shorts = {date_text(lang, [2024, month], "short") for month in range(1, 13)}
    assert (len(names), len(shorts)) == (16, 12)


def test_a_locator_without_a_term_in_the_language_is_english_and_without_any_itself() -> None:
    assert locator_label("de", "scene", plural=False) == "sc."
    assert locator_label("de", "plate", plural=True) == "plate"
    assert locator_label("en", "timestamp", plural=False) == ""


@pytest.mark.parametrize("lang", FILES)
def test_a_language_in_a_file_has_all_terms_and_as_many_words_for_likelihood(lang: str) -> None:
    folder = Path(briefgen.__file__).parent / "languages"
    terms = tomllib.loads((folder / f"{lang}.toml").read_text(encoding="utf-8"))["terms"]
    assert set(terms) == set(EVERY.split())
    assert len(terms["bands"].split("|")) == 7
    assert len(terms["confidences"].split("|")) == 3


@pytest.mark.parametrize("lang", ["../../secret", "he/../he", "", "\0"])
def test_no_tag_leads_out_of_the_folder_of_languages(lang: str) -> None:
    assert term(lang, "table") == "Table"
