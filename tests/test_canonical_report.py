"""The shipped report says what its author's report says, cited where that is cited."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.reader import read_report
from briefgen.walk import blocks_text, plain_text, rewrite, walk

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "source" / "report.md"
TRUTH = tomllib.loads((ROOT / "tests/data/canonical_report.toml").read_text(encoding="utf-8"))
SECTIONS = {entry["id"]: entry for entry in TRUTH["section"]}
WORKS = json.loads((ROOT / "source" / "references.json").read_text(encoding="utf-8"))
CONDENSED = [
    (name, place, homes)
    for name, claimed in TRUTH["condensed"].items()
    for place, homes in enumerate(claimed)
]
NUMBERS = {work["id"]: number for number, work in enumerate(WORKS, 1)}
COUNTS = {"two": "2", "three": "3", "four": "4", "six": "6", "eight": "8", "ten": "10"}


@pytest.fixture(scope="module")
def report() -> m.Report:
    """The shipped report; reading it reports nothing."""
    sink = Diagnostics()
    report = read_report(SOURCE, sink)
    assert [str(finding) for finding in sink] == []
    return report


@pytest.fixture(scope="module")
def sections(report: m.Report) -> dict[str, m.Section]:
    """All sections by id, in reading order."""
    return {node.attr.id: node for node in walk(report.blocks) if isinstance(node, m.Section)}


@pytest.fixture(scope="module")
def condensed(report: m.Report) -> dict[str, m.Div]:
    """The condensed forms that have an id."""
    divs = (node for node in walk(report.blocks) if isinstance(node, m.Div))
    return {div.attr.id: div for div in divs if div.attr.has("condensed") and div.attr.id}


def long_text(section: m.Section, *, deeper: bool = False) -> tuple[m.Node, ...]:
    """The section's blocks without condensed forms and, unless `deeper`, without subsections."""

    def leave_out(node: m.Node) -> tuple[m.Node, ...] | None:
        is_condensed = isinstance(node, m.Div) and node.attr.has("condensed")
        return () if is_condensed or (not deeper and isinstance(node, m.Section)) else None

    return rewrite(section.children, leave_out)


def brief_of(section: m.Section, name: str = "brief") -> m.Div:
    """The one condensed form of class `name` directly in the section."""
    (div,) = (b for b in section.children if isinstance(b, m.Div) and b.attr.has(name))
    assert div.attr.has("condensed")
    return div


def cited(nodes: Iterable[m.Node]) -> list[int]:
    """The numbers of the works that are cited, in order."""
    return [NUMBERS[node.key] for node in walk(nodes) if isinstance(node, m.Citation)]


def text_of(nodes: Iterable[m.Node]) -> str:
    """The words, spaces made one."""
    return " ".join(blocks_text(nodes).split())


def figures_in(text: str) -> set[str]:
    """The figures of a text, those in words among them: "32", "1.5%", "4"."""
    counts = {COUNTS.get(word, "") for word in re.findall(r"[a-z]+", text.lower())}
    return set(re.findall(r"\d+(?:\.\d+)?%?", text)) | counts - {""}


def labelled(nodes: Iterable[m.Node]) -> list[m.DefinitionItem]:
    """The labelled points in the order of reading."""
    return [node for node in walk(nodes) if isinstance(node, m.DefinitionItem)]


def claims(div: m.Div) -> list[tuple[m.Node, ...]]:
    """A condensed form, claim by claim: the items of its list, or all that it says."""
    items = [n for n in walk(div.children) if isinstance(n, m.ListItem | m.DefinitionItem)]
    return [(item,) for item in items] or [div.children]


def assert_backed(
    claim: Iterable[m.Node], names: Iterable[str], sections: dict[str, m.Section]
) -> None:
    """A claim cites and counts only what the long text of its home sections cites and counts."""
    claim = tuple(claim)
    homes = [sections[name] for name in names]
    long = [node for s in homes for node in (*s.title, *long_text(s, deeper=True))]
    assert set(cited(claim)) <= set(cited(long))
    assert figures_in(text_of(claim)) <= figures_in(text_of(long))


def test_the_front_matter_names_the_report_and_its_author(report: m.Report) -> None:
    about = report.metadata
    assert plain_text(about.title) == TRUTH["title"]
    assert plain_text(about.subtitle) == TRUTH["subtitle"]
    assert [[a.name, a.role, a.affiliation] for a in about.authors] == [TRUTH["author"]]
    assert (about.date, about.lang) == ("2025-11-26", "en-GB")
    assert about.options.numbering == "bibliography"


def test_every_section_stands_in_its_place(sections: dict[str, m.Section]) -> None:
    assert [(s.attr.id, s.level) for s in sections.values()] == [
        (entry["id"], entry["level"]) for entry in TRUTH["section"]
    ]


@pytest.mark.parametrize("name", SECTIONS)
def test_citations_of_a_section_are_the_authors_in_order(
    name: str, sections: dict[str, m.Section]
) -> None:
    assert cited(long_text(sections[name])) == SECTIONS[name].get("cites", [])


@pytest.mark.parametrize("name", SECTIONS)
def test_labelled_points_of_a_section_are_all_there(
    name: str, sections: dict[str, m.Section]
) -> None:
    points = labelled(long_text(sections[name]))
    assert [plain_text(point.term) for point in points] == SECTIONS[name].get("labels", [])
    assert all(text_of(definition) for point in points for definition in point.definitions)


@pytest.mark.parametrize("name", SECTIONS)
def test_numbers_names_quotations_and_hedges_of_a_section_are_kept(
    name: str, sections: dict[str, m.Section]
) -> None:
    text = text_of(long_text(sections[name]))
    assert [phrase for phrase in SECTIONS[name].get("says", []) if phrase not in text] == []


def test_the_table_of_what_rutte_inherited_is_whole(sections: dict[str, m.Section]) -> None:
    (table,) = (b for b in sections["inherited"].children if isinstance(b, m.Table))
    assert table.attr.id == "tbl-inherited"
    assert plain_text(table.caption)
    rows = [[text_of(cell.children) for cell in row.cells] for row in (table.header, *table.rows)]
    assert [len(row) for row in rows] == [len(row) for row in TRUTH["table"]]
    missing = [
        (want, have)
        for wanted, had in zip(TRUTH["table"], rows, strict=True)
        for want, have in zip(wanted, had, strict=True)
        if want not in have
    ]
    assert missing == []
    assert [cited([row]) for row in table.rows] == [[], [13], [], []]


def test_all_works_are_listed_in_the_authors_order_with_url_and_access_date() -> None:
    assert [work["URL"] for work in WORKS] == TRUTH["works"]
    assert len(NUMBERS) == len(WORKS) == 33
    assert all(work["title"] and work["container-title"] for work in WORKS)
    assert all(work["accessed"] == {"date-parts": [TRUTH["accessed"]]} for work in WORKS)
    assert not any("author" in work for work in WORKS)


def test_works_that_the_author_never_cites_stay_uncited(report: m.Report) -> None:
    assert sorted({*NUMBERS.values()} - {*cited(report.blocks)}) == TRUTH["uncited"]


def test_the_executive_summary_gathers_the_condensed_forms(condensed: dict[str, m.Div]) -> None:
    found = {name: len(claims(div)) for name, div in condensed.items()}
    assert found == {name: len(homes) for name, homes in TRUTH["condensed"].items()}


@pytest.mark.parametrize(("name", "place", "homes"), CONDENSED)
def test_a_condensed_claim_is_backed_by_the_long_text(
    name: str,
    place: int,
    homes: list[str],
    condensed: dict[str, m.Div],
    sections: dict[str, m.Section],
) -> None:
    assert_backed(claims(condensed[name])[place], homes, sections)


@pytest.mark.parametrize(("name", "homes"), [*TRUTH["briefs"].items()])
def test_the_brief_of_a_section_is_short_cited_and_backed(
    name: str, homes: list[str], sections: dict[str, m.Section]
) -> None:
    brief = brief_of(sections[name])
    assert len(brief.children) == 1
    assert len(text_of(brief.children).split()) <= 50
    assert cited(brief.children)
    assert_backed(brief.children, homes, sections)


@pytest.mark.parametrize("name", ["turkey", "hungary", "romania"])
def test_a_holdout_row_has_the_labels_of_its_long_points(
    name: str, sections: dict[str, m.Section]
) -> None:
    section = sections[name]
    row = brief_of(section, "holdout-row")
    labels = [plain_text(point.term) for point in labelled(row.children)]
    extra = ["The Withdrawal"] if name == "romania" else []
    assert labels == SECTIONS[name]["labels"] + extra
    for point in labelled(row.children):
        assert_backed([point], [name], sections)


@pytest.mark.parametrize("name", ["turkey", "hungary", "romania"])
def test_a_short_row_says_in_a_few_words_what_the_row_says(
    name: str, sections: dict[str, m.Section]
) -> None:
    section = sections[name]
    row = labelled(brief_of(section, "holdout-row").children)
    points = labelled(brief_of(section, "holdout-short").children)
    assert {plain_text(p.term) for p in points} < {plain_text(p.term) for p in row}
    for point in points:
        assert len(text_of(point.definitions[0]).split()) <= 14
        assert_backed([point], [name], sections)


def test_titles_in_short_are_taken_from_the_titles() -> None:
    for work in WORKS:
        if "title-short" in work:
            whole = [re.sub(r"\W", "", word) for word in work["title"].lower().split()]
            for word in work["title-short"].lower().split():
                assert re.sub(r"\W", "", word) in whole


def test_holdouts_carry_who_held_out_and_when_it_ended(sections: dict[str, m.Section]) -> None:
    holdouts = [s for s in sections.values() if s.attr.has("holdout")]
    keys = ("name", "actor", "status", "date")
    assert [tuple(s.attr.get(key) for key in keys) for s in holdouts] == [
        ("Turkey", "President Erdoğan", "cleared", "2024-04"),
        ("Hungary", "Viktor Orbán", "cleared", "2024-06-18"),
        ("Romania", "Klaus Iohannis", "cleared", "2024-06-20"),
    ]


def test_the_bottom_line_has_sixty_words_at_most(condensed: dict[str, m.Div]) -> None:
    (paragraph,) = condensed["bottom-line"].children
    assert len(text_of([paragraph]).split()) <= 60
    assert cited([paragraph])


@pytest.mark.parametrize("name", ["key-judgements", "watch"])
def test_each_item_opens_in_bold_and_cites(name: str, condensed: dict[str, m.Div]) -> None:
    for (item,) in claims(condensed[name]):
        assert isinstance(item, m.ListItem)
        opening = next(node for node in walk(item.children) if not isinstance(node, m.Paragraph))
        assert isinstance(opening, m.Strong)
        assert plain_text(opening.children).endswith(".")
        assert cited([item])


def test_events_are_dated_as_precisely_as_the_long_text_dates_them(
    condensed: dict[str, m.Div], sections: dict[str, m.Section]
) -> None:
    events = labelled(condensed["events"].children)
    dated = {}
    for event, (home,) in zip(events, TRUTH["condensed"]["events"], strict=True):
        (date,) = event.term
        assert isinstance(date, m.InlineSpan)
        dated[plain_text(event.term)] = date.attr.get("date")
        assert plain_text(event.term) in text_of(long_text(sections[home], deeper=True))
        assert 2 <= len(text_of(event.definitions[0]).split()) <= 5
    assert dated == TRUTH["events"]
    assert [*dated.values()] == sorted(dated.values())
