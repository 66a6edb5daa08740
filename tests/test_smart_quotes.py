"""Straight quotation marks become those of the language; `cases/quotes.md` has where they stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.diagnostics import Diagnostics
from briefgen.reader import read_text, smart
from briefgen.terms import straight
from briefgen.walk import blocks_text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("\"Hello,\" she said, \"it's 'fine'.\"", "“Hello,” she said, “it’s ‘fine’.”"),
        ("\"'Why?' he asked\" (\"so\")", "“‘Why?’ he asked” (“so”)"),
        ("rock 'n' roll in the '90s, since '68", "rock ’n’ roll in the ’90s, since ’68"),
        ("NATO's, the allies' and (NATO)'s view", "NATO’s, the allies’ and (NATO)’s view"),
        ("'Tis 'the allies' plan'", "’Tis ‘the allies’ plan’"),
        ("a 12\" pipe, 5'10\", 1'000", "a 12″ pipe, 5′10″, 1’000"),
        ("\"He is 5'10\" tall in 2024\"", "“He is 5′10″ tall in 2024”"),
        ("—\"so\"— and \"a\"/\"b\", pre-\"post\"", "—“so”— and “a”/“b”, pre-“post”"),
        ("\"A paragraph that goes on", "“A paragraph that goes on"),
        ("an ' and a \" between spaces", "an ' and a \" between spaces"),
    ],
)  # fmt: skip
def test_english_marks_turn_by_what_stands_around_them(typed: str, printed: str) -> None:
    assert smart(typed, "en-GB") == printed
    assert straight(printed) == straight(typed)


@pytest.mark.parametrize(
    ("lang", "printed"),
    [
        ("de", "„a ‚b‘ l’x“"), ("de-CH", "«a ‹b› l’x»"), ("fr", "«\u202fa “b” l’x\u202f»"),
        ("nl", "“a ‘b’ l’x”"), ("it", "«a “b” l’x»"), ("pl", "„a «b» l’x”"),
        ("sv-SE", "”a ’b’ l’x”"), ("da", "»a ›b‹ l’x«"), ("ru", "«a „b“ l’x»"),
        ("hu", "„a »b« l’x”"), ("pt", "“a ‘b’ l’x”"), ("pt-PT", "«a “b” l’x»"),
        ("zh-Hant-TW", "「a 『b』 l’x」"), ("tlh", "“a ‘b’ l’x”"), ("", "“a ‘b’ l’x”"),
    ],
)  # fmt: skip
def test_each_language_has_its_marks(lang: str, printed: str) -> None:
    assert smart("\"a 'b' l'x\"", lang) == printed


def test_languages_without_spaces_and_hebrew_abbreviations() -> None:
    assert smart('彼は"はい"と言った。"次"。', "ja") == "彼は「はい」と言った。「次」。"
    assert smart('צה"ל אמר "שלום"', "he") == 'צה"ל אמר ”שלום”'


@given(st.text("ab 19.,()—\"'“’«»[]*_`\\\n", max_size=40), st.sampled_from(["en", "de", "fr"]))
def test_nothing_but_the_marks_changes(text: str, lang: str) -> None:
    on, off = (
        blocks_text(
            read_text(f"---\nlang: {lang}\n{option}\n---\n\n{text}", "r", Diagnostics()).blocks
        )
        for option in ("", "briefgen: {smart: false}")
    )
    assert "".join(straight(on).split()) == "".join(straight(off).split())


def test_a_text_of_nothing_but_marks_is_read_in_one_go() -> None:
    begin = time.perf_counter()
    for text in ('"' * 20_000, "'a " * 20_000, "\"'" * 20_000, "5'" * 20_000):
        read_text(text, "r", Diagnostics())
    assert time.perf_counter() - begin < 5
