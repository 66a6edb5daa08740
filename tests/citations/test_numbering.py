"""A work has one number in the whole pack, given by the policy of the front matter."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.citations import cite as cite_document
from briefgen.citations import load_bibliography, number_works
from briefgen.diagnostics import Diagnostics
from briefgen.record import replace
from briefgen.walk import plain_text, walk
from tests.citations.nodes import (
    SPAN,
    cite,
    codes,
    document,
    group,
    paragraph,
    references,
    report,
    section,
)

BOOKS = references("a", "b", "c", "d")


def numbers(made: m.Report) -> dict[str, int] | None:
    sink = Diagnostics()
    result = number_works(made, BOOKS, sink)
    assert not list(sink)
    return result


def test_pack_counts_first_citations_and_then_what_is_only_listed() -> None:
    made = report(
        section("One", paragraph("x ", group("c"))),
        section("Two", paragraph("y ", group("b", "c"))),
    )
    assert numbers(made) == {"c": 1, "b": 2, "a": 3, "d": 4}


def test_pack_counts_condensed_blocks_in_their_place() -> None:
    condensed = m.Div(
        (paragraph(group("d")),), m.Attr(id="bottom-line", classes=("condensed",)), SPAN
    )
    made = report(section("One", condensed, paragraph(group("a"))))
    assert numbers(made) == {"d": 1, "a": 2, "b": 3, "c": 4}


def test_pack_counts_in_reading_order_through_notes_tables_headings_and_captions() -> None:
    note = m.Note((paragraph(group("b")),), SPAN)
    cells = tuple(m.Cell((paragraph(group(key)),), SPAN) for key in "da")
    table = m.Table(
        ("left",), m.Row(cells[:1], SPAN), (m.Row(cells[1:], SPAN),), (group("c"),), m.NO_ATTR, SPAN
    )
    made = report(paragraph("x", note), table)
    assert numbers(made) == {"b": 1, "c": 2, "d": 3, "a": 4}
    titled = m.Section((group("d"),), 1, (paragraph(group("a")),), m.Attr(id="x"), SPAN)
    assert numbers(report(titled)) == {"d": 1, "a": 2, "b": 3, "c": 4}


def test_bibliography_keeps_the_order_of_the_list() -> None:
    made = report(paragraph(group("d", "a")), numbering="bibliography")
    assert numbers(made) == {"a": 1, "b": 2, "c": 3, "d": 4}


def test_document_leaves_the_numbers_to_each_document() -> None:
    assert numbers(report(paragraph(group("d")), numbering="document")) is None


def test_unknown_keys_anywhere_in_the_report_are_errors_at_their_place() -> None:
    sink = Diagnostics()
    made = report(paragraph(group("a", "bb1")), nocite=(cite("zz"), cite("*")))
    number_works(made, {**BOOKS, "bb": BOOKS["b"]}, sink)
    assert codes(sink) == ["error[unknown-citation]"] * 2
    assert str(sink.items[0]).splitlines() == [
        "report.md:1:1: error[unknown-citation]: no reference 'bb1'",
        "  hint: did you mean 'bb'?",
    ]


@pytest.mark.parametrize("name", ["missing.json", "works.doc"])
def test_a_bibliography_that_cannot_be_read_is_one_error_not_one_for_each_citation(
    name: str, tmp_path: Path
) -> None:
    sink = Diagnostics()
    made = report(paragraph(group("a", "b"), group("c")), bibliography=((name, SPAN),))
    works = load_bibliography(replace(made, source=str(tmp_path / "report.md")), sink)
    number_works(made, works, sink)
    assert len(sink) == 1
    assert repr(name) in str(sink.items[0])


@given(st.lists(st.sampled_from("abcd"), min_size=1), st.data())
def test_a_work_has_one_number_in_all_documents(cited: list[str], data: st.DataObject) -> None:
    sink = Diagnostics()
    paragraphs = [paragraph("x ", group(key)) for key in cited]
    shared = number_works(report(*paragraphs), BOOKS, sink)
    assert shared is not None
    assert sorted(shared.values()) == [1, 2, 3, 4]
    for _ in range(2):
        placed = data.draw(st.lists(st.sampled_from(paragraphs), unique_by=id))
        done = cite_document(document(*placed, m.WorksCited(SPAN)), BOOKS, shared, sink)
        for node in walk(done.blocks):
            if isinstance(node, m.CitationGroup):
                assert plain_text(node.rendered) == f"[{shared[node.citations[0].key]}]"
            if isinstance(node, m.WorksCited):
                listed = {key for p in placed for key in [p.children[1].citations[0].key]}  # type: ignore[union-attr]
                assert {work.key: work.number for work in node.works} == {
                    key: shared[key] for key in listed
                }
    assert not list(sink)
