"""A cited document: every group rendered, every work listed, links both ways."""

from __future__ import annotations

import pytest

from briefgen import model as m
from briefgen.citations import cite, reference_anchor
from briefgen.citations.entries import short_entry
from briefgen.diagnostics import Diagnostics
from briefgen.walk import plain_text, walk
from tests.citations.nodes import (
    SPAN,
    codes,
    document,
    group,
    paragraph,
    references,
    section,
    shown,
    text,
)
from tests.citations.nodes import cite as citation

BOOKS = references("a", "b", "c", "d")
NUMBERS = {"a": 1, "b": 2, "c": 3, "d": 4}


def cited(
    *blocks: m.Block, numbers: dict[str, int] | None = NUMBERS, **metadata: object
) -> m.Document:
    sink = Diagnostics()
    done = cite(document(*blocks, **metadata), BOOKS, numbers, sink)
    assert not list(sink)
    return done


def works(done: m.Document) -> tuple[m.Work, ...]:
    return next(node.works for node in walk(done.blocks) if isinstance(node, m.WorksCited))


def lists(done: m.Document) -> list[m.WorksCited]:
    return [node for node in walk(done.blocks) if isinstance(node, m.WorksCited)]


def links(work: m.Work) -> list[tuple[str, str]]:
    return [(plain_text(n.children), n.target) for n in work.trail if isinstance(n, m.Link)]


def groups(done: m.Document) -> list[m.CitationGroup]:
    return [node for node in walk(done.blocks) if isinstance(node, m.CitationGroup)]


def test_groups_are_rendered_wherever_they_stand_with_anchors_in_reading_order() -> None:
    note = m.Note((paragraph("n ", group("b")),), SPAN)
    cell = m.Cell((paragraph(group("a")),), SPAN)
    head = m.Cell((paragraph(group("d")),), SPAN)
    table = m.Table(
        ("left",), m.Row((head,), SPAN), (m.Row((cell,), SPAN),), (group("c"),), m.NO_ATTR, SPAN
    )
    event = m.Event("2024", (group("a"),), (group("b"),), SPAN)
    term = m.DefinitionItem((text("t "), group("c")), ((paragraph(group("d")),),), SPAN)
    heading = m.Section((text("H "), group("a")), 1, (), m.Attr(id="h"), SPAN)
    done = cited(
        paragraph("p", note),
        table,
        m.Timeline((event,), SPAN),
        m.DefinitionList((term,), SPAN),
        heading,
        m.BlockQuote((paragraph(m.Emphasis((group("c", "b", "d"),), SPAN)),), SPAN),
        m.WorksCited(SPAN),
    )
    found = groups(done)
    assert [plain_text(g.rendered) for g in found] == [
        *("[2]", "[3]", "[4]", "[1]", "[1]", "[2]", "[3]", "[4]", "[1]", "[2–4]"),
    ]
    assert [g.anchor for g in found] == [f"cite-{n}" for n in range(1, 11)]
    assert [c.number for c in found[-1].citations] == [3, 2, 4]


def test_only_what_this_document_cites_is_listed_in_number_order() -> None:
    done = cited(paragraph(group("d")), paragraph(group("b")), m.WorksCited(SPAN))
    assert [(work.number, work.key) for work in works(done)] == [(2, "b"), (4, "d")]
    assert [shown(work.entry) for work in works(done)] == ["“Title of b.”", "“Title of d.”"]
    assert works(done)[0].span == BOOKS["b"].span


def test_uncited_works_are_listed_where_the_template_asks_for_them() -> None:
    apart = m.WorksCited(SPAN, cited=False)
    done = cited(paragraph(group("b")), m.WorksCited(SPAN), apart, nocite=(citation("d"),))
    assert [[work.key for work in block.works] for block in lists(done)] == [["b"], ["d"]]
    only = cited(paragraph(group("b")), m.WorksCited(SPAN, uncited=False), nocite=(citation("d"),))
    assert [work.key for work in works(only)] == ["b"]


def test_a_work_that_is_neither_cited_nor_in_nocite_is_listed_nowhere() -> None:
    done = cited(paragraph(group("b")), m.WorksCited(SPAN), m.WorksCited(SPAN, cited=False))
    assert [[work.key for work in block.works] for block in lists(done)] == [["b"], []]


def test_nocite_lists_works_without_citing_them() -> None:
    done = cited(paragraph(group("d")), m.WorksCited(SPAN), nocite=(citation("a"),))
    assert [work.key for work in works(done)] == ["a", "d"]
    done = cited(paragraph(group("d")), m.WorksCited(SPAN), nocite=(citation("*"),))
    assert [work.key for work in works(done)] == ["a", "b", "c", "d"]


def test_the_short_form_has_short_entries_that_link_back_to_the_first_place() -> None:
    one = section("One", paragraph(group("b")), number="1")
    work = works(cited(one, paragraph(group("b")), m.WorksCited(SPAN, form="short")))[0]
    assert (shown(work.entry), work.label, work.trail) == ("Title of b", "[2]", ())
    assert work.back == m.Backlink("cited in §1", "cite-1")
    listed = cited(paragraph(group("b")), m.WorksCited(SPAN, form="short"), title=(text("T"),))
    assert works(listed)[0].back == m.Backlink("cited in T", "cite-1")
    (work,) = works(cited(one, m.WorksCited(SPAN, form="short", backlinks=False)))
    assert work.back is None


def test_entries_link_back_to_the_nearest_numbered_section_once() -> None:
    turkey = section("Turkey", paragraph(group("b")), paragraph(group("b", "c")), number="5.1")
    obstacles = section("Obstacles", turkey, section("Aside", paragraph(group("b"))), number="5")
    table = section("The table", paragraph(group("b")), number="7.3")
    done = cited(obstacles, table, m.WorksCited(SPAN))
    first, second = works(done)
    assert links(first) == [("§5.1", "#cite-1"), ("§5", "#cite-3"), ("§7.3", "#cite-4")]
    assert plain_text(first.trail) == " · cited in §5.1, §5, §7.3"
    assert links(second) == [("§5.1", "#cite-2")]


def test_without_a_numbered_section_backlinks_name_the_nearest_heading() -> None:
    inner = section("What to watch", paragraph(group("b")))
    done = cited(section("Summary", paragraph(group("b")), inner), m.WorksCited(SPAN))
    assert plain_text(works(done)[0].trail) == " · cited in Summary, What\u00a0to\u00a0watch"


def test_what_stands_under_no_heading_is_not_linked_back_to() -> None:
    assert works(cited(paragraph(group("b")), m.WorksCited(SPAN)))[0].trail == ()


def test_a_heading_in_a_works_list_can_go_without_backlinks() -> None:
    blocks = section("One", paragraph(group("b")), number="1"), m.WorksCited(SPAN, backlinks=False)
    assert works(cited(*blocks))[0].trail == ()


def test_every_link_of_a_citation_leads_to_a_listed_work_and_back() -> None:
    blocks = [section(key, paragraph(group(key, "a")), number=key) for key in "bcd"]
    done = cited(*blocks, m.WorksCited(SPAN))
    entries = {f"#{reference_anchor(work.key)}" for work in works(done)}
    found = {n.target for g in groups(done) for n in walk(g.rendered) if isinstance(n, m.Link)}
    assert found == entries
    anchors = {f"#{g.anchor}" for g in groups(done)}
    assert {target for work in works(done) for _, target in links(work)} <= anchors


def test_the_link_of_a_citation_says_what_its_number_stands_for() -> None:
    done = cited(paragraph(group("b")), m.WorksCited(SPAN))
    (link,) = [n for g in groups(done) for n in walk(g.rendered) if isinstance(n, m.Link)]
    assert plain_text(link.children) == "2"
    assert link.title == plain_text(short_entry(BOOKS["b"], "en-GB"))


def test_numbers_of_the_document_are_its_own_where_nothing_is_shared() -> None:
    done = cited(paragraph(group("d")), paragraph(group("b")), m.WorksCited(SPAN), numbers=None)
    assert [(work.number, work.key) for work in works(done)] == [(1, "d"), (2, "b")]
    assert [plain_text(g.rendered) for g in groups(done)] == ["[1]", "[2]"]


def test_a_document_that_cites_but_lists_nothing_is_warned_of_and_has_no_dead_links() -> None:
    sink = Diagnostics()
    done = cite(document(paragraph(group("b"))), BOOKS, NUMBERS, sink)
    assert codes(sink) == ["warning[no-works-cited]"]
    assert not any(isinstance(node, m.Link) for node in walk(done.blocks))
    assert plain_text(done.blocks) == "[2]"


def test_a_second_list_is_warned_of_so_that_anchors_stay_unique() -> None:
    sink = Diagnostics()
    lists = m.WorksCited(SPAN), m.WorksCited(SPAN)
    done = cite(document(paragraph(group("b")), *lists), BOOKS, NUMBERS, sink)
    assert codes(sink) == ["warning[works-cited-twice]"]
    found = [node.works for node in walk(done.blocks) if isinstance(node, m.WorksCited)]
    assert [len(entries) for entries in found] == [1, 0]


def test_a_document_without_citations_needs_no_list_and_a_list_may_be_empty() -> None:
    assert cited(paragraph("x")).blocks == (paragraph("x"),)
    assert works(cited(paragraph("x"), m.WorksCited(SPAN))) == ()


def test_an_unknown_key_is_an_error_at_each_place_with_the_nearest_key() -> None:
    sink = Diagnostics()
    elsewhere = m.Citation("nto", SPAN._replace(line=7))
    blocks = paragraph(group("nto")), paragraph(m.CitationGroup((elsewhere,), SPAN))
    done = cite(document(*blocks, m.WorksCited(SPAN)), references("nato"), {"nato": 1}, sink)
    assert codes(sink) == ["error[unknown-citation]"] * 2
    assert [item.span and item.span.line for item in sink] == [1, 7]
    assert sink.items[0].hints == ("did you mean 'nato'?",)
    assert plain_text(groups(done)[0].rendered) == "[nto?]"


def test_alternative_text_is_rendered_and_is_no_place_to_link_to() -> None:
    words = (text("Map "), group("b"))
    figure = m.Figure(m.Image(words, "map.png", SPAN), words, m.NO_ATTR, SPAN)
    done = cited(section("Maps", figure, number="2"), m.WorksCited(SPAN))
    found = next(node for node in walk(done.blocks) if isinstance(node, m.Figure))
    alt, caption = found.image.children[1], found.caption[1]
    assert isinstance(alt, m.CitationGroup)
    assert isinstance(caption, m.CitationGroup)
    assert (plain_text(alt.rendered), alt.anchor) == ("[2]", "")
    assert (plain_text(caption.rendered), caption.anchor) == ("[2]", "cite-1")
    assert links(works(done)[0]) == [("§2", "#cite-1")]


def test_an_anchor_never_takes_an_id_of_the_document() -> None:
    done = cited(section("x", paragraph(group("b")), identifier="cite-1"), m.WorksCited(SPAN))
    assert groups(done)[0].anchor == "cite-2"


@pytest.mark.parametrize("key", ["smith2020", "a:b/c", "Орбан"])
def test_the_anchor_of_an_entry_is_told_by_its_key(key: str) -> None:
    assert reference_anchor(key) == f"ref-{key}"
