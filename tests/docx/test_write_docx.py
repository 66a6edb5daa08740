"""What `write_docx` writes: the shape of its parts, and that nothing breaks a Word file."""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout import layout
from briefgen.pipeline import BuiltFile
from briefgen.reader import read_text
from briefgen.theme import Theme
from briefgen.typography.fonts import FontSet, builtin_fonts
from briefgen.writers import Finished, WriterChoices
from briefgen.writers.docx import write_docx
from briefgen.writers.docx.fonts import ready
from tests.docx import samples
from tests.docx.judges import by_openxml_audit, by_openxml_sdk
from tests.docx.lint import WP, Opened, R, W, lint
from tests.docx.samples import cite, div, document, item, para, section, text
from tests.reading import docx_words, model_words

JUDGES = [by_openxml_audit, by_openxml_sdk]
THEME = samples.theme()
PAGE = THEME.page
LANDSCAPE = replace(THEME, page=replace(PAGE, width=PAGE.height, height=PAGE.width))


def written(source: m.Document, theme: Theme = THEME) -> bytes:
    """Write `source` without fonts and layout; nothing may be reported."""
    sink = Diagnostics()
    data = write_docx(Finished(source, theme), sink)
    assert [str(found) for found in sink] == []
    assert lint(data) == []
    return data


def run_text(run: ElementTree.Element) -> str:
    return "".join(node.text or "" for node in run.iter(f"{W}t"))


def opened(*blocks: m.Block, **changes: object) -> Opened:
    return Opened(written(document(*blocks, **changes)))


def whole(source: m.Document, theme: Theme = THEME) -> bytes:
    """Write `source` as the pipeline does."""
    sink = Diagnostics()
    fonts = FontSet(theme, sink)
    data = write_docx(
        Finished(source, theme, fonts=fonts, layout=layout(source, theme, fonts, sink)), sink
    )
    assert [str(found) for found in sink] == []
    return data


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> m.Document:
    return samples.dossier(tmp_path_factory.mktemp("images"))


@pytest.fixture(scope="module")
def dossier_file(dossier: m.Document) -> bytes:
    return whole(dossier)


# ---------------------------------------------------------------------------------------- judges


@pytest.mark.parametrize("judge", JUDGES)
def test_judges_find_nothing_in_the_samples(
    judge: object, dossier_file: bytes, tmp_path: Path
) -> None:
    assert callable(judge)
    for name, data in (("dossier", dossier_file), ("matrix", whole(samples.matrix(), LANDSCAPE))):
        path = tmp_path / f"{name}.docx"
        path.write_bytes(data)
        assert judge(path) == []
        assert lint(data) == []


@pytest.mark.parametrize("judge", JUDGES)
@pytest.mark.parametrize("audience", ["exec", "dossier", "matrix"])
def test_judges_find_nothing_in_the_shipped_pack(
    judge: object, audience: str, pack_files: dict[str, object], tmp_path: Path
) -> None:
    assert callable(judge)
    built = pack_files[f"report-{audience}.docx"]
    data: bytes = built.data  # type: ignore[attr-defined]  # a BuiltFile
    path = tmp_path / f"{audience}.docx"
    path.write_bytes(data)
    assert judge(path) == []
    assert lint(data) == []


def test_python_docx_reads_the_file_again(dossier_file: bytes) -> None:
    again = docx.Document(io.BytesIO(dossier_file))
    headings = [p.text for p in again.paragraphs if p.style and p.style.name == "Heading 1"]
    assert headings == [
        "Executive summary",
        "The obstacles: a masterclass",
        "The rest",
        "Works cited",
    ]
    assert len(again.inline_shapes) == 1
    assert len(again.sections) == 4  # cover, body, two columns, what follows them


def test_the_words_are_those_of_the_model(dossier: m.Document, dossier_file: bytes) -> None:
    assert docx_words(dossier_file) == model_words(dossier)


def test_the_same_document_gives_the_same_bytes(dossier: m.Document, dossier_file: bytes) -> None:
    assert whole(dossier) == dossier_file


def test_entries_of_the_zip_know_no_date_and_no_system(dossier_file: bytes) -> None:
    for entry in Opened(dossier_file).entries:
        assert entry.date_time == (1980, 1, 1, 0, 0, 0)
        assert entry.create_system == 0


# -------------------------------------------------------------------------------------- the text


def test_characters_that_xml_forbids_are_left_out() -> None:
    body = opened(para('a\x01b\ud800c\ufffe < & > "')).body
    assert "".join(body.itertext()) == 'abc < & > "'


def test_strong_text_in_a_bold_style_stays_bold() -> None:
    emphatic = m.Strong((text("bold"),), samples.S)
    body = opened(div(para(emphatic), classes="author")).body
    run = next(body.iter(f"{W}r"))
    assert run.find(f"{W}rPr") is None  # the paragraph's style says it
    body = opened(div(para(cite(1, anchor="c")), classes="author")).body
    bold = next(body.iter(f"{W}b"))
    assert bold.get(f"{W}val") == "0"  # a citation is not bold, wherever it stands


def test_plain_emphasis_is_a_named_style() -> None:
    body = opened(para(samples.strong("a"), samples.emphasis("b"))).body
    styles = [node.get(f"{W}val") for node in body.iter(f"{W}rStyle")]
    assert styles == ["Strong", "Emphasis"]
    assert body.find(f".//{W}b") is None


def test_a_phrase_in_another_language_says_so() -> None:
    body = opened(para(samples.span("Türkiye", lang="tr"))).body
    assert [node.get(f"{W}val") for node in body.iter(f"{W}lang")] == ["tr"]


def test_a_block_in_another_language_says_so_to_its_end() -> None:
    body = opened(
        div(para("Ja"), div(para("Oui"), lang="fr"), para("Nein"), lang="de"), para("Yes")
    ).body
    assert [node.get(f"{W}val") for node in body.iter(f"{W}lang")] == ["de", "fr", "de"]


def test_soft_and_unbroken_hyphens_are_words_own() -> None:
    body = opened(para("a\u00adb\u2011c")).body
    run = next(body.iter(f"{W}r"))
    names = [node.tag.removeprefix(W) for node in run if node.tag != f"{W}rPr"]
    assert names == ["t", "softHyphen", "t", "noBreakHyphen", "t"]


def test_words_that_are_tied_have_no_break_spaces_between_them() -> None:
    body = opened(para("On 26 June, 5 km on")).body
    assert "".join(body.itertext()) == "On 26\u00a0June, 5\u00a0km on"


def test_text_that_runs_to_the_left_says_so() -> None:
    body = opened(
        para("in ", samples.span("שלום עולם", lang="he"), " and text"), para("שלום, 3 עולם")
    ).body
    runs = [
        ("".join(t.text or "" for t in run.iter(f"{W}t")), run.find(f"{W}rPr/{W}rtl") is not None)
        for run in body.iter(f"{W}r")
    ]
    assert runs == [
        ("in ", False),
        ("שלום עולם", True),
        (" and text", False),
        ("שלום, 3 עולם", True),
    ]
    assert [p.find(f"{W}pPr/{W}bidi") is not None for p in body.iter(f"{W}p")] == [False, True]
    (lang,) = body.iter(f"{W}lang")
    assert lang.get(f"{W}bidi") == "he"


def test_a_citation_never_starts_a_line() -> None:
    body = opened(para("as he said ", cite(1, anchor="c"), ".")).body
    assert "".join(body.itertext()) == "as he said\u00a0[1]."


def test_names_in_the_text_are_words_of_the_sentence() -> None:
    said = replace(cite(1, anchor="c"), in_text=True, lead=(text("Müller\u00a0"),))
    body = opened(para("as ", said, " said")).body
    looks = {run_text(r): r.find(f"{W}rPr/{W}rStyle") is not None for r in body.iter(f"{W}r")}
    assert looks == {
        "as ": False,
        "Müller\u00a0": False,
        "[": True,
        "1": True,
        "]": True,
        " said": False,
    }


def test_a_citation_in_smaller_type_has_a_style_of_its_size() -> None:
    got = opened(para(cite(1, anchor="c")), div(para(cite(1, anchor="d")), classes="small"))
    used = [style.get(f"{W}val", "") for style in got.body.iter(f"{W}rStyle")]
    assert used[0] == used[1] == used[2] == "Citation"
    assert used[3] == used[4] == used[5] != "Citation"  # that of its link, too
    assert next(got.body.iter(f"{W}sz"), None) is None
    (name,) = (s for s in got.xml("word/styles.xml") if s.get(f"{W}styleId") == used[3])
    assert name.find(f"{W}basedOn").get(f"{W}val") == "Citation"  # type: ignore[union-attr]


def test_a_family_without_italics_is_not_slanted() -> None:
    def italic(style: str) -> list[str | None]:
        body = opened(div(para(samples.emphasis("word")), classes=style)).body
        return [node.get(f"{W}val") for node in body.iter(f"{W}i")]

    assert not THEME.fonts[THEME.paragraph("title").font].italic
    assert italic("title") == ["0"]  # the style of emphasis says that it is
    assert italic("subtitle") == []


def test_the_lines_of_a_title_are_about_equally_long() -> None:
    def narrowed(words: str) -> int:
        body = Opened(whole(document(div(para(words), classes="subtitle")))).body
        indents = [int(node.get(f"{W}right", "0")) for node in body.iter(f"{W}ind")]
        return sum(indents)

    room = round(20 * (PAGE.width - PAGE.left - PAGE.right))
    assert narrowed("It has room") == 0
    assert 0.25 * room < narrowed("It has a word or two more than it has room for " * 2) < room / 2


# ---------------------------------------------------------------------------- headings and lists


def heading(body: object, index: int) -> tuple[str, str | None]:
    found = [
        p
        for p in body.iter(f"{W}p")  # type: ignore[attr-defined]
        if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and s.get(f"{W}val", "")[:4] == "Head"
    ][index]
    number = found.find(f"{W}pPr/{W}numPr/{W}numId")
    return "".join(found.itertext()), None if number is None else number.get(f"{W}val")


def test_headings_number_themselves() -> None:
    got = opened(
        section("One", "a", section("Deeper", "b", level=2, number="1.1"), number="1"),
        section("Bare", "c"),
        section("Two", "d", number="2"),
    )
    assert [heading(got.body, i) for i in range(4)] == [
        ("One", None),
        ("Deeper", None),
        ("Bare", "0"),
        ("Two", None),
    ]
    assert got.style("heading 2").find(f"{W}pPr/{W}numPr/{W}ilvl").get(f"{W}val") == "1"  # type: ignore[union-attr]
    levels = [n.get(f"{W}val") for n in got.xml("word/numbering.xml").iter(f"{W}lvlText")]
    assert levels == ["%1", "%1.%2"]


def test_sections_shown_out_of_order_keep_their_numbers() -> None:
    got = opened(
        section("Five", "e", section("Three", "f", level=2, number="5.3"), number="5"),
        section("Six", "g", number="6"),
        section("Two", "h", number="2"),
        section("Alone", "i", number="9.4"),
        section("Three", "j", number="3"),
    )
    five, three, six, two, alone, last = (heading(got.body, i) for i in range(6))
    assert three == ("5.3Three", "0")  # literal: 5.1 would be next
    assert alone == ("9.4Alone", "0")
    starts = {
        num.get(f"{W}numId"): num.find(f"{W}lvlOverride/{W}startOverride").get(f"{W}val")  # type: ignore[union-attr]
        for num in got.xml("word/numbering.xml").iter(f"{W}num")
        if num.find(f"{W}lvlOverride") is not None
    }
    assert starts[five[1]] == "5"
    assert six[1] == five[1]
    assert starts[two[1]] == "2"
    assert last[1] == two[1]


def test_every_numbered_list_starts_anew() -> None:
    got = opened(
        samples.numbers(item(para("a")), item(para("b"))),
        samples.numbers(item(para("c")), start=4),
    )
    ids = [node.get(f"{W}val") for node in got.body.iter(f"{W}numId")]
    assert ids[0] == ids[1] != ids[2]
    starts = [
        node.get(f"{W}val") for node in got.xml("word/numbering.xml").iter(f"{W}startOverride")
    ]
    assert starts == ["1", "4"]
    assert got.style("Numbers").get(f"{W}type") == "numbering"


def test_items_of_a_loose_list_stand_apart_as_paragraphs_do() -> None:
    def spaces(tight: bool) -> list[str | None]:
        items = [item(para(word)) for word in "abc"]
        body = opened(samples.bullets(*items, tight=tight)).body
        return [s.get(f"{W}after") for s in body.iter(f"{W}spacing")]

    after = str(round(20 * THEME.paragraph("body").space_after))
    assert spaces(tight=False) == [after] * 3
    assert spaces(tight=True) == [after]  # the last; the others have the style's


def test_numbers_have_room_beside_the_text_however_wide_they_are() -> None:
    def hanging(start: int) -> set[int]:
        items = [item(para(word)) for word in "abc"]
        got = Opened(whole(document(samples.numbers(*items, start=start))))
        assert not list(got.xml("word/numbering.xml").iter(f"{W}tab"))  # it would come before
        return {int(node.get(f"{W}hanging", "0")) for node in got.body.iter(f"{W}ind")}

    assert hanging(1) == set()  # the numbering has it
    (wide,) = hanging(123_456_788)
    assert wide > 2 * 20 * THEME.lists["ordered"].indent


def marked(*blocks: m.Block) -> tuple[ElementTree.Element, list[ElementTree.Element]]:
    """Return the body with a list whose first item is `blocks`, and its numbered paragraphs."""
    body = opened(samples.numbers(item(*blocks), item(para("next")))).body
    return body, [p for p in body.iter(f"{W}p") if p.find(f"{W}pPr/{W}numPr") is not None]


@pytest.mark.parametrize(
    "block",
    [
        m.BlockQuote((para("first"),), samples.S),
        div(para("first"), classes="small"),
        samples.points(first="words"),
    ],
    ids=lambda block: type(block).__name__,
)
def test_the_first_paragraph_of_an_item_has_its_marker_whatever_it_is(block: m.Block) -> None:
    _, (first, second) = marked(block)
    assert run_text(first).startswith("first")
    assert run_text(second) == "next"


@pytest.mark.parametrize(
    "block",
    [
        m.CodeBlock("code", samples.S),
        div(para("in a panel"), classes="panel"),
        div(div(para("in"), classes="panel"), div(para("a row")), classes="row"),
        samples.table(samples.row("A"), samples.row("1")),
        m.ThematicBreak(samples.S),
    ],
    ids=lambda block: type(block).__name__,
)
def test_what_is_no_paragraph_has_the_marker_of_its_item_beside_it(block: m.Block) -> None:
    body, (first, _) = marked(block)
    (row,) = (row for row in body.iter(f"{W}tr") if first in row.iterfind(f"{W}tc/{W}p"))
    marker, beside = row.findall(f"{W}tc")
    assert first in list(marker)
    assert len(list(beside)) > 1


def test_a_list_that_an_item_begins_with_leaves_it_its_marker() -> None:
    for inner in (samples.bullets(item(para("inner"))), div(samples.bullets(item(para("inner"))))):
        _, numbered = marked(inner)
        assert [run_text(p) for p in numbered] == ["", "inner", "next"]


@pytest.mark.parametrize(
    "block",
    [
        para("words"),
        m.BlockQuote((para("words"),), samples.S),
        m.CodeBlock("words", samples.S),
        div(para("words"), classes="small"),
    ],
    ids=lambda block: type(block).__name__,
)
def test_the_number_of_a_note_stands_beside_what_it_begins_with(block: m.Block) -> None:
    got = opened(para("Text", samples.note(1, block, para("more"))))
    note = got.xml("word/footnotes.xml").findall(f"{W}footnote")[-1]
    first, second = note.findall(f"{W}p")
    assert first.find(f".//{W}footnoteRef") is not None
    assert run_text(first) == "words"
    assert run_text(second) == "more"


def test_what_is_side_by_side_stands_apart_from_what_follows() -> None:
    row = div(div(para("a"), classes="panel"), div(para("b")), classes="row")
    body = opened(row, para("after")).body
    (after,) = (p for p in body.iterfind(f"{W}p") if run_text(p) == "after")
    space = str(round(20 * THEME.paragraph("body").space_after))
    assert after.find(f"{W}pPr/{W}spacing[@{W}before='{space}']") is not None


def test_an_image_that_an_item_begins_with_has_the_marker_at_its_top(tmp_path: Path) -> None:
    image = samples.figure(samples.png(tmp_path / "ramp.png"))
    _, (first, _) = marked(image)
    assert first.find(f".//{WP}docPr") is not None
    aligned = first.find(f"{W}pPr/{W}textAlignment")
    assert aligned is not None
    assert aligned.get(f"{W}val") == "top"


def test_boxes_of_tasks_are_in_our_own_font_if_it_has_them() -> None:
    source = document(samples.bullets(item(para("a"), checked=True)))
    numbering = Opened(whole(source)).xml("word/numbering.xml")
    (font,) = {node.get(f"{W}ascii") for node in numbering.iter(f"{W}rFonts")}
    assert font == THEME.fonts[THEME.paragraph(THEME.lists["bullet"].marker).font].name


def test_tasks_have_boxes_for_markers() -> None:
    got = opened(samples.bullets(item(para("a"), checked=True), item(para("b"), checked=False)))
    texts = {n.get(f"{W}val") for n in got.xml("word/numbering.xml").iter(f"{W}lvlText")}
    assert texts == {"☐", "☑"}
    assert "".join(got.body.itertext()) == "ab"


# ------------------------------------------------------------------------------ fields and links


def fields(got: Opened, part: str = "word/document.xml") -> list[str]:
    return [(n.text or "").strip() for n in got.xml(part).iter(f"{W}instrText")]


def test_contents_are_filled_and_one_field(dossier_file: bytes) -> None:
    got = Opened(dossier_file)
    content = next(got.body.iter(f"{W}sdt"))
    lines = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in content.iter(f"{W}p")]
    assert lines[1] == "1The obstacles: a masterclass3"
    assert fields(got)[0] == 'TOC \\o "1-3" \\h \\z \\u'
    assert "PAGEREF obstacles \\h" in fields(got)
    assert b"updateFields" not in got.files["word/settings.xml"]


def test_long_lines_of_a_list_of_tables_go_on_below_their_title() -> None:
    entries = (samples.entry("t", "Table 10", "Title", 1),)
    got = Opened(whole(document(m.Contents(samples.S, "tables", entries=entries))))
    hangs = got.style("table of figures").find(f"{W}pPr/{W}ind")
    assert hangs is not None
    assert hangs.get(f"{W}left") == hangs.get(f"{W}hanging")
    assert int(hangs.get(f"{W}left", "0")) > 20 * THEME.paragraph("contents-number").size * 3


def test_cross_references_repeat_numbers_and_labels(dossier_file: bytes) -> None:
    found = [f for f in fields(Opened(dossier_file)) if f.startswith("REF")]
    assert found == ["REF turkey \\r \\h", "REF tbl_nato \\h"]


def test_captions_count_and_are_set_where_a_document_shows_a_part() -> None:
    head, line = samples.row("a", "b"), samples.row("c", "d")
    got = opened(
        samples.table(head, line, name="t2", caption="Second", label="Table 2"),
        samples.table(head, line, name="t3", caption="Third", label="Table 3"),
    )
    assert fields(got) == ["SEQ Table \\* ARABIC \\r 2", "SEQ Table \\* ARABIC"]


def test_running_heads_have_page_fields(dossier_file: bytes) -> None:
    got = Opened(dossier_file)
    assert fields(got, "word/footer1.xml") == ["PAGE", "NUMPAGES"]
    head = document(section("A", "a"), header=m.RunningText("{section}", "", "Full dossier"))
    got = Opened(written(head))
    assert fields(got, "word/header1.xml") == ["STYLEREF 1"]
    assert "Full dossier" in "".join(got.xml("word/header1.xml").itertext())


def test_citations_and_entries_link_both_ways(dossier_file: bytes) -> None:
    body = Opened(dossier_file).body
    anchors = [link.get(f"{W}anchor") for link in body.iter(f"{W}hyperlink")]
    names = [mark.get(f"{W}name") for mark in body.iter(f"{W}bookmarkStart")]
    for name in ("ref_work1", "ref_work2", "cite_1", "cite_2", "cite_3"):
        assert name in anchors
        assert name in names


@pytest.mark.parametrize("audience", ["exec", "dossier", "matrix"])
def test_every_work_of_the_shipped_pack_links_back_to_a_place_that_cites_it(
    audience: str, pack_files: dict[str, BuiltFile]
) -> None:
    body = Opened(pack_files[f"report-{audience}.docx"].data).body
    holding = {
        mark.get(f"{W}name"): paragraph
        for paragraph in body.iter(f"{W}p")
        for mark in paragraph.iter(f"{W}bookmarkStart")
    }
    entries = 0
    for name, entry in holding.items():
        if not (name or "").startswith("ref_"):
            continue
        number = int(re.findall(r"\[(\d+)\]", "".join(entry.itertext()))[0])
        back = [link.get(f"{W}anchor") for link in entry.iter(f"{W}hyperlink")]
        for anchor in filter(None, back):
            cited = set()
            for group in re.findall(r"\[([\d,\s–]+)\]", "".join(holding[anchor].itertext())):
                for part in group.split(","):
                    first, _, last = part.strip().partition("–")
                    cited |= {*range(int(first), int(last or first) + 1)}
            assert number in cited, (name, anchor)
            entries += 1
    assert entries >= {"exec": 18, "dossier": 27, "matrix": 13}[audience]


def test_bookmark_names_are_what_word_takes() -> None:
    long = "a" * 60
    got = opened(
        section("A", long, number="1"),
        section("B", long + "b", number="2"),
        section("C", "3-Überblick", number="3"),
        section("D", "Case", number="4"),
        section("E", "case", number="5"),
    )
    names = [mark.get(f"{W}name") for mark in got.body.iter(f"{W}bookmarkStart")]
    assert names == ["a" * 40, "a" * 38 + "_2", "a_3__berblick", "Case", "case_2"]


def test_a_link_to_what_is_not_there_is_plain_text() -> None:
    body = opened(para(samples.link("gone", "#gone"))).body
    assert body.find(f".//{W}hyperlink") is None
    assert "".join(body.itertext()) == "gone"


def test_links_out_are_relationships_with_clean_addresses() -> None:
    got = opened(para(samples.link("a", "https://example.org/ä b?c=1&d=2")))
    assert (
        b"https://example.org/%C3%A4%20b?c=1&amp;d=2" in got.files["word/_rels/document.xml.rels"]
    )


def test_footnotes_are_words_own(dossier_file: bytes) -> None:
    got = Opened(dossier_file)
    notes = got.xml("word/footnotes.xml")
    assert [n.get(f"{W}id") for n in notes.iter(f"{W}footnote")] == ["-1", "0", "1"]
    assert "A note with emphasis." in "".join(notes.itertext())
    assert len(list(got.body.iter(f"{W}footnoteReference"))) == 1


# --------------------------------------------------------------------------- tables, pages, parts


def test_a_table_repeats_its_head_and_keeps_its_rows() -> None:
    head, line = samples.row("a", "b"), samples.row("c", "d")
    table = next(
        opened(samples.table(head, line, line, caption="Cap", label="Table 1")).body.iter(f"{W}tbl")
    )
    assert [r.find(f"{W}trPr/{W}tblHeader") is not None for r in table.iter(f"{W}tr")] == [
        True,
        False,
        False,
    ]
    assert len(list(table.iter(f"{W}cantSplit"))) == 3
    properties = table.find(f"{W}tblPr")
    assert properties is not None
    assert properties.find(f"{W}tblLayout").get(f"{W}type") == "fixed"  # type: ignore[union-attr]
    assert properties.find(f"{W}tblCaption").get(f"{W}val") == "Table 1. Cap"  # type: ignore[union-attr]
    assert properties.find(f"{W}tblDescription").get(f"{W}val") == "a; b"  # type: ignore[union-attr]
    columns = [int(c.get(f"{W}w", "0")) for c in table.iter(f"{W}gridCol")]
    cells = [int(c.get(f"{W}w", "0")) for c in table.iter(f"{W}tcW")]
    assert cells == columns * 3


def test_a_column_holds_what_word_does_not_break_at_a_slash() -> None:
    def widths(word: str) -> list[str | None]:
        rows = samples.row("a", "b"), samples.row(word, "text " * 60)
        body = Opened(whole(document(samples.table(*rows)))).body
        return [column.get(f"{W}w") for column in body.iter(f"{W}gridCol")]

    assert widths("(consideration/Ukraine)") == widths("(considerationlUkraine)")


def test_a_table_that_is_too_wide_has_smaller_type_as_in_the_pdf() -> None:
    def sizes(words: str) -> set[int]:
        row = samples.row(*([words] * 6))
        got = Opened(whole(document(samples.table(row, row))))
        used = {s.get(f"{W}val") for s in got.body.iter(f"{W}pStyle")} - {"Gap"}
        styles = [s for s in got.xml("word/styles.xml") if s.get(f"{W}styleId") in used]
        return {int(n.get(f"{W}val", "0")) for s in styles for n in s.iterfind(f"{W}rPr/{W}sz")}

    usual = {round(2 * THEME.paragraph(name).size) for name in ("table-head", "table-cell")}
    assert sizes("word") <= usual
    small = sizes("Representatives")
    assert max(small) < max(usual)
    assert min(small) >= 2 * THEME.minimum


def test_a_wide_page_is_landscape() -> None:
    body = Opened(written(samples.matrix(), LANDSCAPE)).body
    sizes = {(s.get(f"{W}w"), s.get(f"{W}h"), s.get(f"{W}orient")) for s in body.iter(f"{W}pgSz")}
    assert sizes == {("16838", "11906", "landscape")}


@pytest.mark.parametrize("kind", ["div", "table"])
def test_what_is_landscape_stands_on_landscape_pages(kind: str) -> None:
    wide = samples.table(samples.row("a", "b"), samples.row("c", "d"), kind="landscape", name="t")
    node = wide if kind == "table" else div(para("wide"), classes="landscape")
    heads = {"header": m.RunningText("left", "", "right")}
    got = opened(para("before"), node, para("after"), **heads)
    paper = [s.get(f"{W}orient") for s in got.body.iter(f"{W}pgSz")]
    assert paper == [None, "landscape", None]
    starts = [s.get(f"{W}val") for s in got.body.iter(f"{W}type")]
    assert set(starts) == {"nextPage"}
    ends = {
        name: max(int(tab.get(f"{W}pos", "0")) for tab in root.iter(f"{W}tab"))
        for name, root in got.stories().items()
        if "header2" in name
    }
    assert ends == {"word/header2.xml": round((PAGE.height - PAGE.left - PAGE.right) * 20)}


def test_a_landscape_end_leaves_no_empty_page() -> None:
    turned = div(para("wide"), classes="landscape")
    got = opened(para("before"), turned, turned)
    paper = [s.get(f"{W}orient") for s in got.body.iter(f"{W}pgSz")]
    assert paper == [None, "landscape", "landscape"]
    assert "".join(got.body.itertext()) == "beforewidewide"
    assert got.body[-2].find(f".//{W}t") is not None


def test_landscape_changes_nothing_where_it_cannot_be() -> None:
    turned = div(para("wide"), classes="landscape")
    assert len(list(opened(div(turned, classes="columns")).body.iter(f"{W}pgSz"))) == 2
    wide = Opened(written(document(turned), LANDSCAPE))
    assert len(list(wide.body.iter(f"{W}pgSz"))) == 1


def test_columns_are_a_section_of_their_own() -> None:
    got = opened(para("before"), div(para("a"), para("b"), classes="columns", count="3"), para("c"))
    sections = list(got.body.iter(f"{W}sectPr"))
    counts = [s.find(f"{W}cols").get(f"{W}num") for s in sections]  # type: ignore[union-attr]
    starts = [s.find(f"{W}type").get(f"{W}val") for s in sections]  # type: ignore[union-attr]
    assert counts == [None, "3", None]
    assert starts == ["nextPage", "continuous", "continuous"]


def test_a_cover_has_no_running_heads_and_its_foot_at_the_bottom() -> None:
    cover = div(
        div(para("Title"), classes="title"),
        div(para("Foot"), classes="foot small"),
        classes="cover",
    )
    got = opened(cover, para("after"))
    sections = list(got.body.iter(f"{W}sectPr"))
    assert [s.find(f"{W}titlePg") is not None for s in sections] == [True, False]
    framed = [p for p in got.body.iter(f"{W}p") if p.find(f"{W}pPr/{W}framePr") is not None]
    assert ["".join(p.itertext()) for p in framed] == ["Foot"]
    alone = opened(cover)
    assert len(list(alone.body.iter(f"{W}sectPr"))) == 1


def test_page_breaks_are_properties_of_paragraphs() -> None:
    got = opened(para("a"), m.PageBreak(samples.S), para("b"))
    assert len(list(got.body.iter(f"{W}pageBreakBefore"))) == 1
    assert got.body.find(f".//{W}br") is None
    last = opened(para("a"), m.PageBreak(samples.S), div(classes="columns")).body
    assert last.find(f".//{W}pageBreakBefore") is None  # no empty page at the end


def test_an_image_that_cannot_be_read_is_reported_and_described(tmp_path: Path) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"\x89PNG\r\n\x1a\nnothing")
    for path in (bad, tmp_path / "missing.png", tmp_path / "vector.svg"):
        sink = Diagnostics()
        data = write_docx(Finished(document(samples.figure(path)), THEME), sink)
        assert [found.code for found in sink] == ["bad-image"]
        assert lint(data) == []
        assert "A grey ramp" in "".join(Opened(data).body.itertext())


def test_an_image_is_described_and_fits_the_column(tmp_path: Path) -> None:
    got = opened(samples.figure(samples.png(tmp_path / "wide.png", 4000, 400)))
    (shown,) = got.body.iter(f"{WP}docPr")
    assert shown.get("descr") == "A grey ramp"
    (size,) = got.body.iter(f"{WP}extent")
    assert int(size.get("cx", "0")) <= round((PAGE.width - PAGE.left - PAGE.right) * 12700)


def test_an_empty_document_is_a_document() -> None:
    got = opened()
    assert [child.tag for child in got.body] == [f"{W}p", f"{W}sectPr"]
    assert "word/numbering.xml" not in got.files
    assert "word/footnotes.xml" not in got.files


# ------------------------------------------------------------------------------ styles and fonts


def test_styles_have_words_names_and_are_used() -> None:
    got = opened(section("A", "a", para("text")))
    names = [n.get(f"{W}val") for n in got.xml("word/styles.xml").iter(f"{W}name")]
    assert {"Normal", "Body Text", "heading 1", "header", "footer"} <= set(names)
    assert "Holdout" not in names
    assert len(names) < 25
    body = got.style("Body Text").find(f"{W}pPr/{W}jc")
    assert body is not None
    assert body.get(f"{W}val") == "both"


def test_fonts_are_embedded_so_that_their_key_brings_them_back(dossier_file: bytes) -> None:
    got = Opened(dossier_file)
    table = got.xml("word/fontTable.xml")
    fonts = {f.get(f"{W}name"): f for f in table.iter(f"{W}font")}
    assert set(fonts) == {THEME.fonts[name].name for name in ("serif", "display", "sans", "mono")}
    rels = ElementTree.fromstring(got.files["word/_rels/fontTable.xml.rels"])  # noqa: S314
    targets = {rel.get("Id"): rel.get("Target") for rel in rels}
    embedded = fonts[THEME.fonts["serif"].name].find(f"{W}embedRegular")
    assert embedded is not None
    name = targets[embedded.get(f"{R}id")]
    data = bytearray(got.files[f"word/{name}"])
    key = bytes.fromhex(embedded.get(f"{W}fontKey", "").strip("{}").replace("-", ""))[::-1]
    for index in range(32):
        data[index] ^= key[index % 16]
    assert bytes(data) == FontSet(THEME, Diagnostics()).face("serif").data
    assert b"embedTrueTypeFonts" in got.files["word/settings.xml"]


@pytest.mark.parametrize("path", sorted(builtin_fonts().glob("*.ttf")), ids=lambda path: path.stem)
def test_what_lies_ready_beside_a_font_is_that_font(path: Path) -> None:
    data = path.read_bytes()
    kept, made = path.with_suffix(".odttf.z").read_bytes(), ready(data)
    assert kept[:44] == made[:44]  # key, checksum and size
    assert zlib.decompress(kept[44:], -15) == zlib.decompress(made[44:], -15)
    assert len(kept) < len(data)


@pytest.mark.parametrize(
    ("bits", "embedded"),
    [(0x0, True), (0x2, False), (0x4, False), (0x8, True), (0xC, True), (0x208, False)],
)
def test_a_font_whose_licence_forbids_it_is_not_embedded(
    bits: int, embedded: bool, tmp_path: Path
) -> None:
    from fontTools.ttLib import TTFont

    sink = Diagnostics()
    face = FontSet(THEME, sink).face("serif")
    font = TTFont(io.BytesIO(face.data))
    font["OS/2"].fsType = bits
    font.save(tmp_path / "font.ttf")
    family = replace(THEME.fonts["serif"], **dict.fromkeys(
        ("regular", "italic", "bold", "bold_italic"), str(tmp_path / "font.ttf")
    ))  # fmt: skip
    theme = replace(THEME, fonts={**THEME.fonts, "serif": family})
    table = Opened(whole(document(para("text")), theme)).xml("word/fontTable.xml")
    (entry,) = (f for f in table if f.get(f"{W}name") == family.name)
    assert (entry.find(f"{W}embedRegular") is not None) == embedded


def test_fonts_can_be_left_out() -> None:
    sink = Diagnostics()
    fonts = FontSet(THEME, sink)
    data = write_docx(
        Finished(document(para("a")), THEME, WriterChoices(embed_fonts=False), fonts), sink
    )
    got = Opened(data)
    assert not [name for name in got.files if name.endswith(".odttf")]
    assert b"embedTrueTypeFonts" not in got.files["word/settings.xml"]
    assert b'w:altName w:val="Georgia"' in got.files["word/fontTable.xml"]


def test_properties_say_what_the_document_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    again = docx.Document(io.BytesIO(written(document(para("a")))))
    properties = again.core_properties
    assert properties.title == "The Teflon Consensus – Full dossier"
    assert properties.author == "Dr. Aris V. Thorne"
    assert properties.language == "en-GB"
    assert properties.created == datetime(2025, 11, 26, tzinfo=UTC)
    custom = opened(para("a")).files["docProps/custom.xml"].decode()
    assert "0f" * 32 in custom
    assert ">dossier<" in custom
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    again = docx.Document(io.BytesIO(written(document(para("a")))))
    assert again.core_properties.modified == datetime(1970, 1, 1, tzinfo=UTC)


def test_a_long_footer_passes_no_stop_in_the_middle() -> None:
    for center, tabs in (("", 1), ("TLP:CLEAR", 2)):
        text = m.RunningText("A long title " * 6, center, "Page {page}")
        files = Opened(written(document(para("x"), footer=text))).files
        footer = next(data for name, data in files.items() if name.startswith("word/footer"))
        assert footer.count(b"<w:tab/>") == tabs
        style = files["word/styles.xml"].split(b'w:styleId="Footer"')[1].split(b"</w:style>")[0]
        assert style.count(b"<w:tab ") == tabs


def test_settings_are_those_of_a_new_word(dossier_file: bytes) -> None:
    settings = Opened(dossier_file).files["word/settings.xml"]
    assert b'w:name="compatibilityMode"' in settings
    assert b'w:val="15"' in settings
    assert b"<w:autoHyphenation/>" in settings
    assert b"<w:doNotExpandShiftReturn/>" in settings


def test_a_footnote_is_in_the_language_of_the_text_it_stands_in() -> None:
    note = samples.note(1, para("So."))
    made = opened(div(m.Paragraph((text("Ja"), note), samples.S), lang="de"))
    found = made.xml("word/footnotes.xml").iter(f"{W}lang")
    assert [node.get(f"{W}val") for node in found] == ["de"]


# ------------------------------------------------------------------------------ the other direction


def is_rtl_language(*blocks: m.Block) -> Opened:
    """Return a Hebrew document."""
    made = samples.document(*blocks)
    return Opened(written(replace(made, metadata=replace(made.metadata, lang="he"))))


def _has(element: object, path: str) -> bool:
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))  # type: ignore[attr-defined]
    return found is not None and found.get(f"{W}val") not in {"0", "off"}


def test_a_hebrew_document_runs_to_the_left_in_all_of_its_parts() -> None:
    made = is_rtl_language(para("שלום"), samples.table(samples.row("a", "ב")), para("NATO"))
    assert all(_has(p, "pPr/bidi") for p in made.body.iter(f"{W}p") if "".join(p.itertext()))
    assert all(_has(t, "tblPr/bidiVisual") for t in made.body.iter(f"{W}tbl"))
    assert all(_has(s, "bidi") for s in made.body.iter(f"{W}sectPr"))
    lang = next(made.xml("word/styles.xml").iter(f"{W}lang"))
    assert lang.get(f"{W}bidi") == "he"


def test_what_is_in_english_within_hebrew_runs_to_the_right() -> None:
    made = is_rtl_language(
        para("שלום"), div(para("peace"), samples.table(samples.row("a")), lang="en")
    )
    shown = {"".join(p.itertext()): _has(p, "pPr/bidi") for p in made.body.iter(f"{W}p")}
    assert shown == {"שלום": True, "peace": False, "a": False} | {"": shown.get("", False)}
    assert not any(_has(t, "tblPr/bidiVisual") for t in made.body.iter(f"{W}tbl"))


def test_a_table_cell_is_aligned_as_the_author_wrote_in_every_language() -> None:
    table = samples.table(samples.row("א"), samples.row("ב"), right="yes")
    values = {jc.get(f"{W}val") for jc in is_rtl_language(table).body.iter(f"{W}jc")}
    assert values == {"left"}  # Word counts sides from where the paragraph begins


def test_numbers_and_brackets_among_hebrew_words_run_with_them() -> None:
    body = is_rtl_language(para("בשנת (1949) NATO 5 קמה.")).body
    runs = [("".join(r.itertext()), _has(r, "rPr/rtl")) for r in body.iter(f"{W}r")]
    assert runs == [("בשנת (1949) ", True), ("NATO 5", False), (" קמה.", True)]


@pytest.mark.parametrize("words", ["Smith (1949).", "-5"])
def test_a_line_without_hebrew_keeps_its_order_between_invisible_marks(words: str) -> None:
    assert "".join(is_rtl_language(para(words)).body.itertext()) == f"\u200e{words}\u200e"
    assert "".join(is_rtl_language(para("NATO")).body.itertext()) == "NATO"


def test_a_font_that_is_absent_can_be_replaced_by_one_like_it() -> None:
    sink = Diagnostics()
    fonts = FontSet(THEME, sink)
    data = write_docx(
        Finished(document(para("x")), THEME, WriterChoices(embed_fonts=False), fonts), sink
    )
    fonts = Opened(data).xml("word/fontTable.xml")
    (font,) = (font for font in fonts if font.get(f"{W}name") == THEME.fonts["serif"].name)
    names = [child.tag.removeprefix(W) for child in font]
    assert names == ["altName", "panose1", "charset", "family", "pitch", "sig"]
    assert len(font.find(f"{W}panose1").get(f"{W}val", "")) == 20  # type: ignore[union-attr]


def test_text_that_looks_alike_is_one_run() -> None:
    got = opened(m.Paragraph((text("one"), text(", "), text("two")), samples.S))
    assert [t.text for t in got.body.iter(f"{W}t")] == ["one, two"]


def test_colours_follow_when_someone_chooses_others_for_the_document() -> None:
    accent = THEME.colours["accent"][1:].upper()
    words = f'w:fill="{accent}"'
    link = m.Link((text(words),), "https://example.org", samples.S)
    got = opened(m.Paragraph((link,), samples.S))
    assert [t.text for t in got.body.iter(f"{W}t")] == [words]
    look = got.style("Hyperlink").find(f"{W}rPr/{W}color")
    assert look is not None
    assert (look.get(f"{W}val"), look.get(f"{W}themeColor")) == (accent, "accent1")
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    theme = got.xml("word/theme/theme1.xml")
    offered = theme.find(f".//{drawing}accent1/{drawing}srgbClr")
    assert offered is not None
    assert offered.get("val") == accent


def test_cells_cover_rows_and_columns_and_all_header_rows_repeat() -> None:
    grid = """
+------+-------------+
| Port | Numbers     |
|      +------+------+
|      | 2023 | 2024 |
+======+======+======+
| NN   | 11   | 12   |
+------+------+------+
"""
    table = opened(*read_text(grid, "report.md", Diagnostics()).blocks).body.find(f".//{W}tbl")
    assert table is not None
    rows = table.findall(f"{W}tr")
    assert [row.find(f".//{W}tblHeader") is not None for row in rows] == [True, True, False]
    cells = [
        [
            (
                getattr(cell.find(f".//{W}gridSpan"), "attrib", {}).get(f"{W}val", ""),
                getattr(cell.find(f".//{W}vMerge"), "attrib", {"": "-"}).get(f"{W}val", ""),
                cell.find(f".//{W}vMerge") is not None,
            )
            for cell in row.findall(f"{W}tc")
        ]
        for row in rows
    ]
    assert cells == [
        [("", "restart", True), ("2", "", False)],
        [("", "", True), ("", "", False), ("", "", False)],
        [("", "", False), ("", "", False), ("", "", False)],
    ]
