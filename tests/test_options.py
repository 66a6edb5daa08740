"""What stands under the front matter's `briefgen:` is read once, each key as what it is."""

from __future__ import annotations

import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.reader import read_text


def read(options: str) -> tuple[m.Metadata, str]:
    sink = Diagnostics()
    indented = "\n".join(f"  {line}" for line in options.splitlines())
    text = f"---\ntitle: X\nbriefgen:\n{indented}\n---\n\nText.\n"
    return read_text(text, "r.md", sink).metadata, "\n".join(map(str, sink))


def test_every_option_is_read() -> None:
    found, reported = read(
        "numbering: document\ncitation-style: superscript\nissue: 1.10\nattributes: [theatre, 7]\n"
        "keywords: NATO\nsmart: no\nmarking: tlp\nchecks: {empty-section: off, long-word: error}\n"
        "abbreviations: [GDP]\nbottom-line-words: 60\nmine: [1]"
    )
    assert not reported
    assert found.options == m.ReportOptions(
        numbering="document",
        citation_style="superscript",
        issue="1.10",
        attributes=("theatre", "7"),
        keywords=("NATO",),
        smart=False,
        marking=m.MarkingChoice("tlp"),
        checks={"empty-section": "off", "long-word": "error"},
        abbreviations=("GDP",),
        bottom_line_words=60,
        own={"mine": [1]},
    )


@pytest.mark.parametrize("text", ["issue:", "checks:\nabbreviations: ~", "# nothing"])
def test_what_is_left_empty_is_the_default(text: str) -> None:
    found, reported = read(text)
    assert (found.options, reported) == (m.ReportOptions(), "")


@pytest.mark.parametrize(
    ("options", "reported"),
    [
        ("numbering: bibliographie",
         "r.md:4:3: error[front-matter]: numbering: 'bibliographie'\n"
         "  hint: did you mean 'bibliography'?"),
        ("smart: maybe",
         "r.md:4:3: error[front-matter]: smart: 'maybe'\n  hint: expected true or false"),
        ("issue: 1\nbottom-line-words: many",
         "r.md:5:3: error[front-matter]: bottom-line-words: 'many'\n"
         "  hint: expected a whole number"),
        ("bottom-line-words: 0",
         "r.md:4:3: error[front-matter]: bottom-line-words: 0\n  hint: expected 1 or more"),
        ("abbreviations:\n- GDP\n- NO",
         "r.md:6:5: error[front-matter]: abbreviations[1]: false\n  hint: expected text"),
        ("checks: [empty-section]",
         "r.md:4:3: error[front-matter]: checks: ['empty-section']\n  hint: a table: 'checks:'"),
        ("marking:\n  scheme: tlp\n  portions: perhaps",
         "r.md:6:5: error[front-matter]: portions: 'perhaps'\n  hint: expected true or false"),
        ("marking: {default: red}",
         "r.md:4:3: error[front-matter]: 'marking:' needs 'scheme'\n  hint: scheme: \"...\""),
        ("isue: 3", "r.md:4:3: warning[unknown-key]: briefgen has no option 'isue'\n"
         "  hint: did you mean 'issue'?"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_at_its_key(options: str, reported: str) -> None:
    assert read(options)[1] == reported


def test_keys_and_items_have_places() -> None:
    found, _ = read("checks:\n  long-word: off\nkeywords: [a,\n    b]")
    assert str(found.place("title")) == "r.md:2:1"
    assert str(found.place("briefgen", "checks", "long-word")) == "r.md:5:5"
    assert str(found.place("briefgen", "checks", "none")) == "r.md:4:3"
    assert str(found.place("none")) == "r.md:1:1"
