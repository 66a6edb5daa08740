"""Straight quotation marks become those of the language; `cases/quotes.md` has where they stand."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.checks.passages import Lines, passages
from briefgen.diagnostics import Diagnostics
from briefgen.quotation import smart
from briefgen.reader import read_text
from briefgen.terms import straight
from briefgen.walk import blocks_text
from tests.compose.making import text, tried


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


@given(st.text("ab 19,()—\"'“’«»[]*_`\\\n", max_size=40), st.sampled_from(["en", "de", "fr"]))
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
    for typed in ('"' * 20_000, "'a " * 20_000, "\"'" * 20_000, "5'" * 20_000):
        read_text(typed, "r", Diagnostics())
    assert time.perf_counter() - begin < 5


TEMPLATE = """\
{% set one = sections["a"] %}
{{ report.title }} by {{ report.authors | join(", ", "name") }}: "{{ one.get("name") }}"'s.

{{ "It's" }} {{ options.word }} {{ one.points["It's \\"so\\""] }}
"""


@pytest.mark.parametrize(
    ("option", "printed"),
    [
        ("true", "It’s by O’Brien: “The ‘Wall’”’s. It’s don’t mean’t"),
        ("false", "It's by O'Brien: \"The 'Wall'\"'s. It's don't mean't"),
    ],
)
def test_templates_and_what_they_print_of_attributes_are_treated_alike(
    option: str, printed: str, tmp_path: Path
) -> None:
    report = (
        f"---\ntitle: It's\nauthor: O'Brien\nbriefgen: {{smart: {option}}}\n---\n\n"
        "# A {#a name=\"The 'Wall'\"}\n\nIt's “so”\n:   mean't\n"
    )
    settings = 'title = "A"\nfooter.left = "The author\'s {date}"\n[options]\nword = "don\'t"\n'
    document, sink = tried(tmp_path, TEMPLATE, report=report, settings=settings)
    assert list(sink) == []
    assert text(document) == printed
    assert document.footer.left == f"The author{printed[2]}s"


def test_a_check_finds_words_whose_quotation_marks_were_typed_straight() -> None:
    report = '# A\n\n"One\'s first." Then "two 3 km". [x "Oui." "Non."]{lang=fr} End.\n'
    lines = Lines({"report.md": report.split("\n")})
    blocks = read_text(report, "report.md", Diagnostics()).blocks
    passage = next(found for found in passages(blocks, lines) if "km" in found.text)
    at = passage.text.index("“two")
    assert lines.raw(passage.place(at, at + 10)) == '"two 3 km"'


def test_a_smart_that_is_neither_true_nor_false_is_an_error() -> None:
    sink = Diagnostics()
    read_text("---\nbriefgen: {smart: maybe}\n---\n\nx\n", "r.md", sink)
    assert [str(found).split("\n")[0] for found in sink] == [
        "r.md:2:12: error[front-matter]: smart: 'maybe'"
    ]
