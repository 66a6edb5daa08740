"""What is written reads back as what went in, whatever the text holds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftHeading,
    DraftMetadata,
    DraftParagraph,
    DraftRun,
    Grid,
    ItemList,
    LabelledPoint,
    LabelledPoints,
    ListEntry,
    Location,
    Unplaced,
)
from briefgen.importing.works import Csl
from briefgen.importing.write import write_report
from briefgen.reader import read_text
from briefgen.terms import straight
from briefgen.walk import blocks_text, plain_text, walk

HERE = Location(1)
SIGNS = "abcZ019 .,:;!?()[]{}<>#*_~^`|\\@&$%+-=/'\"“”’–—…é§"
texts = st.text(SIGNS, min_size=1, max_size=60).map(lambda t: " ".join(t.split())).filter(bool)


def read_back(*blocks: DraftBlock, references: dict[str, Csl] | None = None) -> m.Report:
    """Write `blocks` and read them; nothing may be found wrong."""
    draft = Draft(blocks, DraftMetadata(title="T"))
    written = write_report(draft, references or {}, "inline")
    sink = Diagnostics()
    report = read_text(written.text, "r.md", sink)
    assert [str(found) for found in sink] == [], written.text
    return report


def shown(report: m.Report) -> str:
    return " ".join(blocks_text(report.blocks).split())


@settings(max_examples=400, deadline=None)
@given(texts)
def test_any_paragraph_reads_back_as_its_text(text: str) -> None:
    report = read_back(DraftParagraph((DraftRun(text),), HERE))
    assert straight(shown(report)) == straight(text)
    assert all(isinstance(block, m.Paragraph) for block in report.blocks)


@settings(max_examples=150, deadline=None)
@given(texts, texts, texts)
def test_any_heading_point_and_cell_reads_back_as_its_text(a: str, b: str, c: str) -> None:
    report = read_back(
        DraftHeading((DraftRun(a),), 1, HERE),
        LabelledPoints((LabelledPoint((DraftRun(b),), ((DraftRun(c),),), HERE),), HERE),
        Grid((((DraftRun(a),), (DraftRun(b),)), ((DraftRun(c),), (DraftRun(a),))), HERE),
        ItemList((ListEntry(((DraftRun(b),),), HERE), ListEntry(((DraftRun(c),),), HERE)), HERE),
    )
    (section,) = report.blocks
    assert isinstance(section, m.Section)
    a, b, c = map(straight, (a, b, c))
    assert straight(plain_text(section.title)) == a
    points, table, items = section.children
    assert isinstance(points, m.DefinitionList)
    assert straight(plain_text(points.items[0].term)) == b
    assert straight(blocks_text(points.items[0].definitions[0]).strip()) == c
    assert isinstance(table, m.Table)
    cells = [straight(blocks_text(cell.children).strip()) for row in (table.header, *table.rows)
             for cell in row.cells]  # fmt: skip
    assert cells == [a, b, c, a]
    assert isinstance(items, m.BulletList)
    assert [straight(blocks_text([item]).strip()) for item in items.items] == [b, c]


@settings(max_examples=100, deadline=None)
@given(texts, texts)
def test_any_title_and_author_read_back(title: str, name: str) -> None:
    draft = Draft((), DraftMetadata(title=title, authors=((name, "", ""),)))
    sink = Diagnostics()
    report = read_text(write_report(draft, {}, "inline").text, "r.md", sink)
    assert [str(found) for found in sink] == []
    assert straight(plain_text(report.metadata.title)) == straight(title)
    assert straight(report.metadata.authors[0].name) == straight(name)


def test_looks_links_notes_and_images_are_kept() -> None:
    runs = (
        DraftRun("A "), DraftRun("bold ", bold=True), DraftRun("word", italic=True), DraftRun(", "),
        DraftRun("site", link="https://site.example/a_b"), DraftRun(" x"),
        DraftRun("2", superscript=True), DraftRun(" "), DraftRun("x = `y`", code=True),
        DraftRun("1", note="n 1"), DraftRun("."),
    )  # fmt: skip
    notes = {"n 1": (DraftParagraph((DraftRun("A note."),), HERE),)}
    draft = Draft((DraftParagraph(runs, HERE),), DraftMetadata(title="T"), notes=notes)
    sink = Diagnostics()
    report = read_text(write_report(draft, {}, "inline").text, "r.md", sink)
    assert [str(found) for found in sink] == []
    kinds = [type(node).__name__ for node in walk(report.blocks)]
    for kind in ("Strong", "Emphasis", "Link", "Superscript", "Code", "Note"):
        assert kind in kinds


def test_lists_of_one_kind_that_follow_each_other_stay_two() -> None:
    def items(start: int) -> ItemList:
        entries = tuple(ListEntry(((DraftRun(word),),), HERE) for word in ("one", "two"))
        return ItemList(entries, HERE, True, f"{start}.", start)

    report = read_back(items(1), items(1))
    assert [type(block).__name__ for block in report.blocks] == ["OrderedList", "OrderedList"]


def test_what_is_unplaced_stands_in_a_marked_block() -> None:
    report = read_back(Unplaced((DraftParagraph((DraftRun("© Nobody"),), HERE),), HERE))
    (div,) = report.blocks
    assert isinstance(div, m.Div)
    assert div.attr.has("unplaced")


def test_a_citation_stands_where_its_number_stood() -> None:
    works: dict[str, Csl] = {
        label: {"id": f"key-{label}", "type": "webpage", "title": label} for label in ("1", "2")
    }
    runs = (DraftRun("So it is."), DraftRun("1", cites=("1",)), DraftRun(","),
            DraftRun("2", cites=("2",)), DraftRun(" And so it was"),
            DraftRun("2", cites=("2",), locator="p. 3"), DraftRun(".")
            )  # fmt: skip
    draft = Draft((DraftParagraph(runs, HERE),), DraftMetadata(title="T"))
    text = write_report(draft, works, "inline").text
    assert "So it is. [@key-1; @key-2]\nAnd so it was [@key-2, p. 3]." in text
