"""Entries of the works cited in the house style, full and short."""

from __future__ import annotations

import pytest

from briefgen import model as m
from briefgen.citations.entries import full_entry, short_entry
from briefgen.citations.richtext import rich_text
from briefgen.walk import walk
from tests.citations.nodes import SPAN, reference, shown

THORNE = {"family": "Thorne", "given": "Aris V."}
BEER = {"family": "Beer", "given": "Anna", "non-dropping-particle": "de"}


def on(*parts: int) -> dict[str, object]:
    return {"date-parts": [list(parts)]}


WEB: dict[str, object] = {
    "type": "webpage",
    "title": "Turkey backs Rutte",
    "container-title": "Middle East Eye",
    "issued": on(2024, 4, 29),
    "URL": "https://www.mee.net/a/",
    "accessed": on(2025, 11, 26),
}
JOURNAL: dict[str, object] = {
    "type": "article-journal",
    "title": "On Vetoes",
    "author": [THORNE, BEER],
    "container-title": "Survival",
    "volume": "66",
    "issue": "2",
    "page": "45-67",
    "issued": on(2024, 6),
    "DOI": "10.1/xyz",
}
BOOK: dict[str, object] = {
    "type": "book",
    "title": "Teflon",
    "author": [THORNE],
    "publisher": "Brill",
    "publisher-place": "Leiden",
    "issued": on(2023),
    "edition": "2",
    "volume": "3",
}


@pytest.mark.parametrize(
    ("variables", "full", "short"),
    [
        (
            WEB,
            "“Turkey backs Rutte.” Middle East Eye, 29 April 2024."
            " | www.mee.net/a/ | accessed 26 Nov 2025",
            "Middle East Eye, Turkey backs Rutte, 29 April 2024",
        ),
        (
            JOURNAL,
            "Aris V. Thorne and Anna de Beer. “On Vetoes.”"
            " *Survival* 66, no.\u00a02 (June 2024): 45–67. | doi.org/10.1/xyz",
            "Thorne and de Beer, On Vetoes, *Survival*, June 2024",
        ),
        (
            BOOK,
            "Aris V. Thorne. *Teflon*, 2nd ed., vol.\u00a03. Leiden: Brill, 2023.",
            "Thorne, *Teflon*, 2023",
        ),
        (
            {
                "type": "chapter",
                "title": "Small states",
                "author": [THORNE],
                "container-title": "The Alliance",
                "editor": [BEER],
                "page": "1-20",
                "publisher": "OUP",
                "issued": on(2020),
            },
            "Aris V. Thorne. “Small states.” In *The Alliance*, edited by Anna de Beer,"
            " pp.\u00a01–20. OUP, 2020.",
            "Thorne, Small states, *The Alliance*, 2020",
        ),
        (
            {
                "type": "report",
                "title": "Defence Expenditure",
                "author": [{"literal": "NATO"}],
                "publisher": "NATO",
                "genre": "Report",
                "number": "7/2024",
                "issued": on(2024, 6, 17),
            },
            "*Defence Expenditure*. Report 7/2024, NATO, 17 June 2024.",
            "NATO, *Defence Expenditure*, 17 June 2024",
        ),
        (
            {
                "type": "article-newspaper",
                "title": "Rutte ‘wins’",
                "container-title": "The Guardian",
                "issued": on(2024, 2, 22),
                "page": "4",
            },
            "“Rutte ‘wins’.” *The Guardian*, 22 February 2024, p.\u00a04.",
            "The Guardian, Rutte ‘wins’, 22 February 2024",
        ),
        (
            {"type": "book", "title": "Edited", "editor": [THORNE, BEER], "publisher": "OUP"},
            "Aris V. Thorne and Anna de Beer, eds. *Edited*. OUP.",
            "Thorne and de Beer, *Edited*",
        ),
        (
            {"type": "dataset", "title": "Arms", "publisher": "SIPRI", "version": "2.1"},
            "*Arms*. Version 2.1, SIPRI.",
            "SIPRI, *Arms*",
        ),
        (
            {
                "type": "webpage",
                "title": "Who next?",
                "author": [{"literal": "NATO"}],
                "publisher": "NATO",
            },
            "“Who next?” NATO.",
            "NATO, Who next?",
        ),
        (
            {"type": "webpage", "title": "", "URL": "https://x.example/"},
            "x.example/",
            "key",
        ),
    ],
)
def test_entries_of_each_kind(variables: dict[str, object], full: str, short: str) -> None:
    entry = reference("key", **variables)
    assert shown(full_entry(entry, "en-GB")) == full
    assert shown(short_entry(entry, "en-GB")) == short


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en-US", "“Veto.” NATO, April 29, 2024. | nato.int | accessed Nov. 26, 2025"),
        ("de", "„Veto“. NATO, 29. April 2024. | nato.int | abgerufen am 26. Nov. 2025"),
        ("fr", "«\u202fVeto\u202f». NATO, 29 avril 2024. | nato.int | consulté le 26 nov. 2025"),
        ("nl", "“Veto”. NATO, 29 april 2024. | nato.int | geraadpleegd op 26 nov. 2025"),
    ],
)
def test_words_quotes_and_dates_are_those_of_the_language(lang: str, expected: str) -> None:
    words = {"title": "Veto", "container-title": "NATO", "URL": "nato.int"}
    entry = shown(full_entry(reference("k", **{**WEB, **words}), lang))
    assert entry.replace("\u00a0", " ") == expected


def test_an_address_is_a_link_that_shows_all_of_itself_on_a_line_of_its_own() -> None:
    entry = full_entry(reference("k", **WEB), "en-GB")
    assert isinstance(entry[-2], m.LineBreak)
    source = entry[-1]
    assert isinstance(source, m.InlineSpan)
    link = source.children[0]
    assert isinstance(link, m.Link)
    assert link.target == "https://www.mee.net/a/"
    assert shown(link.children) == "www.mee.net/a/"


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("www.nato.int", "https://www.nato.int"),
        ("http://a.example/b c", "http://a.example/b%20c"),
        ("javascript:alert(1)", None),
        ("urn:isbn:123", None),
    ],
)
def test_only_web_addresses_are_linked(url: str, target: str | None) -> None:
    entry = full_entry(reference("k", URL=url), "en")
    links = [node.target for node in walk(entry) if isinstance(node, m.Link)]
    assert links == ([target] if target else [])
    assert shown(entry).endswith(url.removeprefix("http://"))


@pytest.mark.parametrize("doi", ["10.1/x", "https://doi.org/10.1/x", "doi:10.1/x"])
def test_a_doi_is_resolved_however_it_is_written(doi: str) -> None:
    entry = full_entry(reference("k", DOI=doi, URL="https://elsewhere.example"), "en")
    assert shown(entry) == "“Title of k.” | doi.org/10.1/x"


def test_the_short_title_serves_the_short_form_alone() -> None:
    entry = reference("k", title="Mark Rutte | Biography", title_short="biography of Mark Rutte")
    assert shown(short_entry(entry, "en")) == "biography of Mark Rutte"
    assert shown(full_entry(entry, "en")) == "“Mark Rutte | Biography.”"


def test_of_more_than_five_names_three_are_printed() -> None:
    people = [{"family": name} for name in "ABCDEF"]
    assert shown(full_entry(reference("k", author=people), "en")).startswith("A, B, C et al. “")
    five = full_entry(reference("k", author=people[:5]), "en-US")
    assert shown(five).startswith("A, B, C, D, and E. “")
    more = full_entry(reference("k", author=[{"family": "A"}, {"literal": "others"}]), "en")
    assert shown(more).startswith("A et al. “")


def test_csl_rich_text_becomes_inlines_and_other_angles_stay() -> None:
    assert shown(rich_text("On <i>Vetoes <b>now</b></i> & a < b <u>x</u> <i>open", SPAN)) == (
        "On *Vetoes now* & a < b <u>x</u> <i>open"
    )
    nested = rich_text('<span class="nocase">NATO</span> x<sup>2</sup><i>a<i>b</i></i>', SPAN)
    assert [type(node).__name__ for node in nested] == ["Text", "Text", "Superscript", "Emphasis"]


def test_neighbouring_texts_are_one_and_spans_lead_to_the_bibliography() -> None:
    entry = reference("k", **WEB)
    nodes = list(walk(full_entry(entry, "en-GB")))
    assert [node.text for node in nodes if isinstance(node, m.Text)] == [
        "“Turkey backs Rutte.” Middle East Eye, 29 April 2024.",
        "www.mee.net/a/",
        "accessed 26 Nov 2025",
    ]
    assert {node.span for node in nodes} == {entry.span}


def test_straight_marks_in_an_entry_become_those_of_the_language() -> None:
    entry = reference("k", **{**WEB, "title": "Romania's 'no' and Rutte's gain", "DOI": ""})
    assert "“Romania’s ‘no’ and Rutte’s gain" in shown(full_entry(entry, "en-GB"))
    assert "Romania’s ‚no‘ and" in shown(short_entry(entry, "de"))
    assert "Romania's 'no'" in shown(full_entry(entry, "en-GB", smart=False))
