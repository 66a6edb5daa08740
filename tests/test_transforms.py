"""Numbers that stay in the whole pack; notes, references, contents and ids of each document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.transforms import number_notes, number_report, resolve
from briefgen.walk import plain_text, walk

SPAN = Span("report.md", 1, 1)
TEMPLATE = Span("template.md", 1, 1)


def text(words: str) -> m.Text:
    return m.Text(words, SPAN)


def paragraph(*inlines: m.Inline | str) -> m.Paragraph:
    return m.Paragraph(tuple(text(i) if isinstance(i, str) else i for i in inlines), SPAN)


def section(
    identifier: str, *blocks: m.Block, title: str = "", classes: str = "", span: Span = SPAN
) -> m.Section:
    words = (text(title or identifier.capitalize()),)
    attr = m.Attr(identifier, tuple(classes.split()))
    return m.Section(words, 1, blocks, attr, span)


def div(classes: str, *blocks: m.Block, identifier: str = "") -> m.Div:
    return m.Div(blocks, m.Attr(identifier, tuple(classes.split())), SPAN)


def table(caption: str = "", identifier: str = "") -> m.Table:
    row = m.Row((m.Cell((paragraph("x"),), SPAN),), SPAN)
    words = (text(caption),) if caption else ()
    return m.Table(("left",), row, (row,), words, m.Attr(identifier), SPAN)


def figure(caption: str = "", identifier: str = "") -> m.Figure:
    words = (text(caption),) if caption else ()
    return m.Figure(m.Image(words, "x.png", SPAN), words, m.Attr(identifier), SPAN)


def report(*blocks: m.Block, lang: str = "en-GB") -> m.Report:
    made = m.Report(m.Metadata(lang=lang), blocks, source="report.md")
    sink = Diagnostics()
    numbered = number_report(made, sink)
    assert not list(sink)
    return numbered


def document(*blocks: m.Block, lang: str = "en-GB") -> m.Document:
    return m.Document("dossier", "Full dossier", m.Metadata(lang=lang), blocks)


def resolved(*blocks: m.Block, source: m.Report | None = None) -> m.Document:
    sink = Diagnostics()
    done = resolve(document(*blocks), source or report(*blocks), sink)
    assert [str(item) for item in sink] == []
    return number_notes(done)


def numbers(blocks: m.Blocks) -> dict[str, str]:
    return {n.attr.id: n.number for n in walk(blocks) if isinstance(n, m.Section)}


def find(blocks: m.Blocks, kind: type) -> Iterator[m.Node]:
    return (node for node in walk(blocks) if isinstance(node, kind))


# ------------------------------------------------------------------------------------- numbering


def test_sections_are_numbered_to_the_third_level() -> None:
    deep = section("a", section("b", section("c", section("d")), section("e")), section("f"))
    assert numbers(report(deep, section("g", section("h"))).blocks) == {
        "a": "1",
        "b": "1.1",
        "c": "1.1.1",
        "d": "",
        "e": "1.1.2",
        "f": "1.2",
        "g": "2",
        "h": "2.1",
    }


def test_unnumbered_sections_are_skipped_with_all_below_them_and_not_counted() -> None:
    made = report(section("a", section("b"), classes="unnumbered"), section("c"))
    assert numbers(made.blocks) == {"a": "", "b": "", "c": "1"}


def test_a_div_does_not_break_the_count_and_a_condensed_one_is_not_counted() -> None:
    made = report(
        section("a", div("box", section("b")), section("c")),
        div("condensed", section("d")),
        section("e"),
        m.BlockQuote((section("f"),), SPAN),
    )
    assert numbers(made.blocks) == {"a": "1", "b": "1.1", "c": "1.2", "d": "", "e": "2", "f": ""}


def test_tables_and_figures_with_a_caption_are_labelled_condensed_ones_last() -> None:
    made = report(
        div("condensed", table("In short", "t-short")),
        section("a", table("First", "t1"), table(), figure("Map", "f1")),
        table("Second", "t2"),
        figure(),
    )
    labels = {n.attr.id: n.label for n in walk(made.blocks) if isinstance(n, m.Table | m.Figure)}
    assert labels == {
        "t-short": "Table 3",
        "t1": "Table 1",
        "f1": "Figure 1",
        "t2": "Table 2",
        "": "",
    }


def test_labels_are_in_the_language_of_the_report() -> None:
    made = report(table("Erste"), lang="de-DE")
    assert next(n.label for n in walk(made.blocks) if isinstance(n, m.Table)) == "Tabelle 1"


def test_a_labelled_table_without_id_gets_a_free_one() -> None:
    made = report(section("table-1"), table("A"), table("B"))
    assert [n.attr.id for n in walk(made.blocks) if isinstance(n, m.Table)] == [
        "table-1-2",
        "table-2",
    ]


def test_what_needs_no_number_is_shared_with_the_original() -> None:
    block = paragraph("x")
    assert report(block).blocks[0] is block


# -------------------------------------------------------------------------------------- documents


def test_notes_are_numbered_in_reading_order_in_each_document() -> None:
    def note(words: str) -> m.Note:
        return m.Note((paragraph(words),), SPAN)

    head = m.Row((m.Cell((paragraph("h", note("second")),), SPAN),), SPAN)
    body = m.Row((m.Cell((paragraph("b", note("third")),), SPAN),), SPAN)
    framed = m.Table(("left",), head, (body,), (text("c"), note("first")), m.Attr("t"), SPAN)
    done = resolved(framed, paragraph("x", note("fourth")))
    found = [n for n in walk(done.blocks) if isinstance(n, m.Note)]
    assert [(n.number, plain_text(n.children)) for n in found] == [
        (1, "first"),
        (2, "second"),
        (3, "third"),
        (4, "fourth"),
    ]
    again = resolved(paragraph("x", note("fourth")))
    assert [n.number for n in walk(again.blocks) if isinstance(n, m.Note)] == [1]


def test_a_note_in_a_caption_is_not_counted_again_in_the_alternative_text() -> None:
    words = (text("Map"), m.Note((paragraph("n"),), SPAN))
    shown = m.Figure(m.Image(words, "x.png", SPAN), words, m.Attr("f"), SPAN)
    done = resolved(shown)
    assert [n.number for n in walk(done.blocks) if isinstance(n, m.Note)] == [1]


def refer(target: str) -> m.CrossReference:
    return m.CrossReference(target, SPAN)


def only_reference(done: m.Document) -> m.CrossReference:
    return next(n for n in walk(done.blocks) if isinstance(n, m.CrossReference))


SOURCE = report(
    section("summary", div("condensed", identifier="bottom-line"), classes="unnumbered"),
    section("obstacles", section("turkey"), table("Alliance", "tbl-nato")),
)


@pytest.mark.parametrize(
    ("target", "found", "words"),
    [
        ("turkey", "turkey", "§1.1"),
        ("sec-turkey", "turkey", "§1.1"),
        ("obstacles", "obstacles", "§1"),
        ("tbl-nato", "tbl-nato", "Table\u00a01"),
        ("summary", "summary", "Summary"),
        ("bottom-line", "bottom-line", "Summary"),
    ],
)
def test_references_say_number_label_or_title(target: str, found: str, words: str) -> None:
    here = only_reference(resolved(paragraph(refer(target)), *SOURCE.blocks, source=SOURCE))
    assert (here.target, here.text, here.linked) == (found, words, True)
    elsewhere = only_reference(resolved(paragraph(refer(target)), source=SOURCE))
    assert (elsewhere.target, elsewhere.text, elsewhere.linked) == (found, words, False)


def test_a_reference_in_a_note_or_in_the_words_around_a_citation_is_resolved() -> None:
    prefix = m.Citation("k", SPAN, prefix=(refer("turkey"),))
    group = m.CitationGroup((prefix,), SPAN)
    note = m.Note((paragraph(refer("obstacles")),), SPAN)
    done = resolved(paragraph(group, note), source=SOURCE)
    found = [n.text for n in walk(done.blocks) if isinstance(n, m.CrossReference)]
    assert found == ["§1.1", "§1"]


def test_an_unknown_target_is_reported_with_the_nearest_id() -> None:
    sink = Diagnostics()
    link = m.Link((text("there"),), "#obstakles", SPAN._replace(line=4))
    resolve(document(paragraph(refer("turky"), link)), SOURCE, sink)
    assert [str(item) for item in sink] == [
        "report.md:1:1: error[unknown-target]: nothing has the id 'turky'\n"
        "  hint: did you mean 'turkey'?",
        "report.md:4:1: warning[dead-link]: nothing has the id 'obstakles'; its words stay\n"
        "  hint: did you mean 'obstacles'?",
    ]


def test_a_place_outside_of_any_section_needs_words_to_refer_to_it() -> None:
    sink = Diagnostics()
    blocks = (div("panel", identifier="box"), paragraph(refer("box")))
    done = resolve(document(*blocks), report(*blocks), sink)
    assert [item.code for item in sink] == ["unnamed-target"]
    assert only_reference(done).text == "box"


def test_links_that_lead_out_of_the_document_become_their_words() -> None:
    links = [m.Link((text(f"to {name}"),), f"#{name}", SPAN) for name in ("turkey", "here")]
    done = resolved(paragraph(*links), section("here"), source=SOURCE)
    assert [type(n).__name__ for n in done.blocks[0].children] == ["Text", "Link"]  # type: ignore[union-attr]
    assert plain_text(done.blocks[:1]) == "to turkeyto here"


def test_encoded_link_targets_are_decoded_and_others_left_alone() -> None:
    links = [m.Link((text("x"),), target, SPAN) for target in ("#t%C3%BCrkiye", "https://a.b/#c")]
    done = resolved(paragraph(*links), section("türkiye"))
    assert [n.target for n in walk(done.blocks) if isinstance(n, m.Link)] == [
        "#türkiye",
        "https://a.b/#c",
    ]


# --------------------------------------------------------------------------------------- contents


def entries(done: m.Document, kind: str = "sections") -> list[tuple[str, str, str, int]]:
    found = next(n for n in walk(done.blocks) if isinstance(n, m.Contents) and n.kind == kind)
    return [(e.target, e.number, plain_text(e.title), e.level) for e in found.entries]


def test_contents_list_sections_by_depth_without_cover_and_contents() -> None:
    numbered = report(
        section("summary", classes="unnumbered"),
        section("a", div("box", section("b", section("c", section("d"))))),
        section("e", classes="unlisted"),
    )
    done = resolved(
        div("cover", section("title")),
        section("toc", m.Contents(SPAN, depth=3), section("lot", m.Contents(SPAN, "tables"))),
        *numbered.blocks,
        source=numbered,
    )
    assert entries(done) == [
        ("summary", "", "Summary", 1),
        ("a", "1", "A", 1),
        ("b", "1.1", "B", 2),
        ("c", "1.1.1", "C", 3),
    ]


def test_a_heading_without_words_is_no_entry_of_the_contents() -> None:
    bare = m.Section((), 1, (section("b"),), m.Attr("a"), SPAN)
    assert entries(resolved(m.Contents(SPAN), bare)) == [("b", "", "B", 2)]


def test_a_heading_around_everything_is_not_an_entry_of_the_contents_in_it() -> None:
    done = resolved(section("all", m.Contents(SPAN, depth=1), section("a", section("b"))))
    assert entries(done) == [("a", "", "A", 1)]


def test_contents_in_a_chapter_do_not_take_it_from_the_main_contents() -> None:
    chapter = section("a", paragraph("x"), m.Contents(SPAN._replace(line=9)), section("b"))
    done = resolved(m.Contents(SPAN), chapter)
    assert entries(done) == [("a", "", "A", 1), ("b", "", "B", 2)]


def test_lists_of_tables_and_figures_have_labels_and_captions() -> None:
    numbered = report(table("Alliance", "t"), table(), figure("Map", "f"))
    lists = m.Contents(SPAN, "tables"), m.Contents(SPAN, "figures")
    done = resolved(*lists, *numbered.blocks, source=numbered)
    assert entries(done, "tables") == [("t", "Table 1", "Alliance", 1)]
    assert entries(done, "figures") == [("f", "Figure 1", "Map", 1)]


def test_titles_in_contents_have_no_notes_citations_links_or_ids() -> None:
    group = m.CitationGroup((m.Citation("k", SPAN),), SPAN)
    title = (
        m.Emphasis((text("Red"),), SPAN),
        m.LineBreak(SPAN),
        m.Link((text("lines"),), "https://a.b", SPAN),
        text(" "),
        m.InlineSpan((refer("x"),), m.Attr("here", ("chip",)), SPAN),
        text(" "),
        group,
        m.Note((paragraph("n"),), SPAN),
    )
    heading = m.Section(title, 1, (), m.Attr("x"), SPAN)
    done = resolved(m.Contents(SPAN), heading)
    contents = done.blocks[0]
    assert isinstance(contents, m.Contents)
    bare = contents.entries[0].title
    assert not list(find(done.blocks[:1], m.Note))
    kinds = {type(node).__name__ for node in walk(bare)}
    assert kinds == {"Emphasis", "Text", "InlineSpan"}
    assert not any(n.attr.id for n in walk(bare) if isinstance(n, m.InlineSpan))
    assert plain_text(bare).startswith("Red lines Red lines")


def test_entries_of_contents_are_in_the_language_of_what_they_name() -> None:
    titled = m.Section(
        (text("Titre"),), 1, (table("Nom", "t"),), m.Attr("x", (), (("lang", "fr"),)), SPAN
    )
    numbered = report(section("a"), titled)
    lists = m.Contents(SPAN), m.Contents(SPAN, "tables")
    for contents in resolved(*lists, *numbered.blocks, source=numbered).blocks[:2]:
        assert isinstance(contents, m.Contents)
        title = contents.entries[-1].title
        assert [n.attr.get("lang") for n in title if isinstance(n, m.InlineSpan)] == ["fr"]
        assert all(isinstance(n, m.Text) for entry in contents.entries[:-1] for n in entry.title)


# -------------------------------------------------------------------------------------------- ids


def test_a_section_that_is_placed_twice_gets_other_ids_the_second_time() -> None:
    numbered = report(section("a", section("b"), paragraph(m.InlineSpan((), m.Attr("s"), SPAN))))
    done = resolved(*numbered.blocks, *numbered.blocks, source=numbered)
    ids = [n.attr.id for n in walk(done.blocks) if isinstance(n, m.Section | m.InlineSpan)]
    assert ids == ["a", "b", "s", "a-2", "b-2", "s-2"]


def test_the_reports_own_section_keeps_its_id_before_a_templates_heading() -> None:
    numbered = report(section("summary", title="The summary"))
    heading = section("summary", span=TEMPLATE)
    done = resolved(heading, paragraph(refer("summary")), *numbered.blocks, source=numbered)
    found = [(n.attr.id, n.span.file) for n in walk(done.blocks) if isinstance(n, m.Section)]
    assert found == [("summary-2", "template.md"), ("summary", "report.md")]
    assert only_reference(done).text == "§1"


def test_a_renamed_id_never_meets_another() -> None:
    numbered = report(section("a"), section("a-2"))
    done = resolved(*numbered.blocks, *numbered.blocks, source=numbered)
    ids = [n.attr.id for n in walk(done.blocks) if isinstance(n, m.Section)]
    assert ids == ["a", "a-2", "a-3", "a-2-2"]
