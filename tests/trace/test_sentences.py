"""Where sentences end, and where a full stop does not end one."""

from __future__ import annotations

from itertools import pairwise

import pytest

from briefgen.trace.sentences import sentence_starts


def cut(text: str, *, lang: str = "en") -> list[str]:
    """Cut `text`; what stands in [...] is a citation mark."""
    marks = [(at, text.index("]", at) + 1) for at, char in enumerate(text) if char == "["]
    starts = [*sentence_starts(text, marks, lang), len(text)]
    return [text[a:b].strip() for a, b in pairwise(starts)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["One."],
        ["One.", "Two!", "Three?", "Four…", "Five"],
        ["He said “no.”", "She agreed.", "(All did.)", "Nobody asked."],
        ["It was cut. [2]", "It ran again [3, 4].", "It was cut. [1] [2]", "Then it ran."],
        ["Dr. Who met Mr. J. R. Smith at St. Paul.", "It rained."],
        ["See no. 5 and p. 12 of vol. 3, e.g. U.S. Steel.", "He said no.", "She did not."],
        ["It cost 3.5 million.", "2024 was dear."],
        ["it ends. and yet it goes on ... as before.", "Now."],
        ["Is it?", "“Yes,” it is."],
    ],
)
def test_sentences_are_cut_where_they_end(sentences: list[str]) -> None:
    assert cut(" ".join(sentences)) == sentences


def test_ordinal_numbers_do_not_end_a_german_sentence() -> None:
    assert cut("Am 26. Juni 2024. Danach nichts.", lang="de") == [
        "Am 26. Juni 2024.",
        "Danach nichts.",
    ]


def test_a_full_stop_within_a_citation_mark_ends_nothing() -> None:
    assert cut("As he says [see A. Big. Book, 3] there is more.") == [
        "As he says [see A. Big. Book, 3] there is more."
    ]
