"""Citation groups read as `[2–4, 7]`, or as `[1; 2, p. 3]` once an item has words of its own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.citations.citation_style import CitedWorks
from briefgen.citations.numeric import NumericStyle
from briefgen.reader.citations import find_locator
from briefgen.walk import plain_text, walk
from tests.citations.nodes import cite, group, reference, text

KEYS = [f"k{number}" for number in range(1, 41)]
NUMBERS = {key: number for number, key in enumerate(KEYS, start=1)}
BOOKS = {
    "k3": reference(
        "k3",
        type="book",
        title="Teflon",
        author=[{"family": "Thorne", "given": "Aris V."}],
    ),
    "k5": reference("k5", type="webpage", title="Press conference"),
    "k6": reference(
        "k6",
        author=[{"family": "Rutte", "non-dropping-particle": "de"}, {"literal": "NATO"}],
    ),
    "k7": reference("k7", author=[{"family": name} for name in ("A", "B", "C")]),
    "k8": reference("k8", editor=[{"family": "Ed"}]),
}


def style(lang: str = "en-GB", *, linked: bool = True) -> NumericStyle:
    return NumericStyle(CitedWorks(BOOKS, NUMBERS, lang, linked=linked))


def printed(*citations: m.Citation | str, in_text: bool = False, lang: str = "en-GB") -> str:
    made, numeric = group(*citations, in_text=in_text), style(lang)
    return plain_text((*numeric.lead(made), *numeric.rendered(made)))


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ("k22", "[22]"),
        ("k2 k3", "[2, 3]"),
        ("k2 k3 k4", "[2–4]"),
        ("k7 k4 k2 k3", "[2–4, 7]"),
        ("k9 k1 k8", "[1, 8, 9]"),
        ("k1 k2 k3 k5 k6 k7 k8 k10", "[1–3, 5–8, 10]"),
        ("k4 k4", "[4]"),
        ("k4 k2 k4 k3", "[2–4]"),
    ],
)
def test_bare_numbers_are_sorted_and_runs_of_three_collapse(keys: str, expected: str) -> None:
    assert printed(*keys.split()) == expected


@given(st.lists(st.sampled_from(KEYS), min_size=1, max_size=30))
def test_a_rendered_group_stands_for_exactly_the_numbers_that_are_cited(keys: list[str]) -> None:
    rendered = style().rendered(group(*keys))
    words = plain_text(rendered)
    assert re.fullmatch(r"\[\d+(?:–\d+)?(?:, \d+(?:–\d+)?)*\]", words)
    stood_for: list[int] = []
    for piece in words.strip("[]").split(", "):
        first, _, last = piece.partition("–")
        stood_for += range(int(first), int(last or first) + 1)
    assert stood_for == sorted({NUMBERS[key] for key in keys})
    for link in (node for node in walk(rendered) if isinstance(node, m.Link)):
        assert NUMBERS[link.target.removeprefix("#ref-")] == int(plain_text(link.children))


def test_numbers_link_to_their_entries_and_brackets_do_not() -> None:
    rendered = style().rendered(group("k2", "k3", "k4"))
    assert [type(node).__name__ for node in rendered] == ["Text", "Link", "Text", "Link", "Text"]
    links = [node for node in rendered if isinstance(node, m.Link)]
    assert [link.target for link in links] == ["#ref-k2", "#ref-k4"]
    assert all(link.attr.has("citation") for link in links)


def test_numbers_do_not_link_where_the_document_lists_no_works() -> None:
    rendered = style(linked=False).rendered(group("k2", cite("k3", "4")))
    assert not any(isinstance(node, m.Link) for node in walk(rendered))
    assert plain_text(rendered) == "[2; 3, p.\u00a04]"


def test_a_locator_makes_semicolons_and_keeps_the_order() -> None:
    assert printed("k9", cite("k2", "3"), cite("k3", prefix="see")) == "[9; 2, p.\u00a03; see 3]"
    assert printed("k3", "k2", "k4", cite("k1", "5")) == "[3; 2; 4; 1, p.\u00a05]"


@pytest.mark.parametrize(
    ("label", "locator", "expected"),
    [
        ("page", "3", "p.\u00a03"),
        ("page", "3-5", "pp.\u00a03–5"),
        ("page", "3--5", "pp.\u00a03–5"),
        ("page", "3 - 5", "pp.\u00a03–5"),
        ("page", "3, 8", "pp.\u00a03, 8"),
        ("page", "3 and 8", "pp.\u00a03 and 8"),
        ("page", "12ff", "pp.\u00a012ff"),
        ("page", "xii-xv", "pp.\u00a0xii–xv"),
        ("page", "A-3", "p.\u00a0A-3"),
        ("page", "S12-S15", "pp.\u00a0S12–S15"),
        ("chapter", "2", "ch.\u00a02"),
        ("chapter", "2-4", "chs.\u00a02–4"),
        ("section", "1.2", "sec.\u00a01.2"),
        ("volume", "2", "vol.\u00a02"),
        ("figure", "7", "fig.\u00a07"),
        ("note", "14", "n.\u00a014"),
        ("paragraph", "9", "para.\u00a09"),
        ("paragraph", "9-11", "paras.\u00a09–11"),
        ("sub-verbo", "veto", "s.v.\u00a0veto"),
        ("timestamp", "00:12:30", "00:12:30"),
        ("", "passim", "passim"),
    ],
)
def test_locators_have_the_abbreviation_of_their_kind(
    label: str, locator: str, expected: str
) -> None:
    assert printed(cite("k1", locator, label)) == f"[1, {expected}]"


def test_locators_speak_the_language_of_the_document() -> None:
    assert printed(cite("k1", "3-5"), lang="de-DE") == "[1, S.\u00a03–5]"
    assert printed(cite("k1", "2", "chapter"), lang="fr") == "[1, chap.\u00a02]"
    assert printed(cite("k1", "2", "chapter"), lang="nl-NL") == "[1, hfdst.\u00a02]"


@pytest.mark.parametrize(
    ("suffix", "expected"),
    [
        (" and passim", "[1, p.\u00a03 and passim]"),
        ("and passim", "[1, p.\u00a03 and passim]"),
        (", my emphasis", "[1, p.\u00a03, my emphasis]"),
    ],
)
def test_a_suffix_joins_what_it_follows(suffix: str, expected: str) -> None:
    assert printed(cite("k1", "3", suffix=suffix)) == expected


def test_words_around_a_citation_keep_their_markup() -> None:
    prefix = (text("see "), m.Emphasis((text("also"),), text("").span))
    rendered = style().rendered(group(m.Citation("k1", text("").span, prefix=prefix)))
    assert plain_text(rendered) == "[see also 1]"
    assert any(isinstance(node, m.Emphasis) for node in rendered)


@pytest.mark.parametrize(
    ("citations", "expected"),
    [
        ([cite("k1", "3"), cite("k1", "5")], "[1, pp.\u00a03, 5]"),
        ([cite("k1", "3"), cite("k1", "3")], "[1, p.\u00a03]"),
        ([cite("k1"), cite("k1", "5")], "[1, p.\u00a05]"),
        ([cite("k1", "5"), cite("k1")], "[1, p.\u00a05]"),
        ([cite("k1", "3"), cite("k1", "2", "chapter")], "[1, p.\u00a03; 1, ch.\u00a02]"),
        ([cite("k1", "3"), cite("k2"), cite("k1", "5")], "[1, p.\u00a03; 2; 1, p.\u00a05]"),
        ([cite("k1", "3"), cite("k1", "5", prefix="but")], "[1, p.\u00a03; but 1, p.\u00a05]"),
        ([cite("k1", suffix=" passim"), cite("k1", "5")], "[1 passim; 1, p.\u00a05]"),
        ([cite("k1", "5"), cite("k1", suffix=" passim")], "[1, p.\u00a05 passim]"),
    ],
)
def test_neighbours_that_cite_one_work_are_joined(
    citations: list[m.Citation], expected: str
) -> None:
    assert printed(*citations) == expected


def test_a_suppressed_author_is_a_number_like_any_other() -> None:
    assert printed(cite("k1", suppress_author=True)) == "[1]"
    assert printed(cite("k3", suppress_author=True), in_text=True) == "[3]"


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (cite("k3", "2"), "Thorne\u00a0[3, p.\u00a02]"),
        (cite("k5"), "“Press conference”\u00a0[5]"),
        (cite("k6"), "de Rutte and NATO\u00a0[6]"),
        (cite("k7"), "A et al.\u00a0[7]"),
        (cite("k8"), "Ed\u00a0[8]"),
    ],
)
def test_in_the_text_a_work_is_named_before_its_number(citation: m.Citation, expected: str) -> None:
    assert printed(citation, in_text=True) == expected


def test_in_the_text_further_works_stand_in_the_brackets() -> None:
    assert printed("k3", cite("k5", "2"), in_text=True) == "Thorne\u00a0[3; 5, p.\u00a02]"


def test_an_unknown_key_shows_as_itself() -> None:
    assert printed("k2", "smth2020", "k3") == "[2, 3, smth2020?]"
    assert printed("smth2020", in_text=True) == "[smth2020?]"


def test_one_number_as_two_kinds_of_locator_is_two_places() -> None:
    assert printed(cite("k3", "3"), cite("k3", "3", "chapter")) == "[3, p.\u00a03; 3, ch.\u00a03]"
    assert printed(cite("k3", "3"), cite("k3", "3")) == "[3, p.\u00a03]"


CSL_LOCATORS = (
    "act appendix article book canon chapter column elocation equation figure folio issue line "
    "note number opus page paragraph part rule scene section sub-verbo supplement table "
    "title-locator verse version volume"
)


@pytest.mark.parametrize("kind", CSL_LOCATORS.split())
@pytest.mark.parametrize("lang", ["en-GB", "en-US", "de", "fr", "nl"])
def test_every_kind_of_locator_is_read_and_printed(kind: str, lang: str) -> None:
    word = kind.removesuffix("-locator")
    found = find_locator(f", {word} 3", 0, len(word) + 4)
    assert found is not None
    assert found[:2] == (kind, "3")
    assert printed(cite("k3", "3", kind), lang=lang).endswith("\u00a03]")
