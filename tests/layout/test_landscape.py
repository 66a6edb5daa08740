"""A wide block stands on landscape pages of its own, and portrait pages follow."""

from __future__ import annotations

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout import Layout, layout
from briefgen.layout.boxes import Artifact
from briefgen.transforms.arrange import arrange
from tests.layout.samples import (
    HERE,
    bullets,
    div,
    find,
    fonts,
    laid,
    page_texts,
    para,
    read,
    section,
    table,
    theme,
    words,
)

PAGE = theme().page
TALL, WIDE = (PAGE.width, PAGE.height), (PAGE.height, PAGE.width)


def _sizes(made: Layout) -> list[tuple[float, float]]:
    return [(page.width, page.height) for page in made.pages]


def test_a_landscape_div_stands_on_a_page_of_its_own() -> None:
    made = laid(para("before"), div("landscape", para("wide")), para("after"))
    assert _sizes(made) == [TALL, WIDE, TALL]
    assert [
        next(word for word in ("before", "wide", "after") if word in text)
        for text in page_texts(made)
    ] == ["before", "wide", "after"]


def test_a_landscape_table_at_the_end_leaves_no_empty_page() -> None:
    made = laid(para("before"), table([["a", "b"]], ["x", "y"], classes="landscape"))
    assert _sizes(made) == [TALL, WIDE]


def test_a_long_landscape_table_stays_landscape_and_uses_the_width() -> None:
    rows: list[list[str | m.Cell]] = [["a cell", "word " * 120] for _ in range(20)]
    made = laid(table(rows, ["x", "y"], classes="landscape"), para("after"))
    sizes = _sizes(made)
    assert len(sizes) > 2
    assert set(sizes[:-1]) == {WIDE}
    assert sizes[-1] == TALL


def test_a_row_higher_than_a_landscape_page_is_split_on_landscape_pages() -> None:
    made = laid(table([["a", "word " * 2400]], ["x", "y"], classes="landscape"), para("after"))
    assert len(made.pages) > 2
    assert set(_sizes(made)[:-1]) == {WIDE}


def test_a_footnote_that_goes_on_stays_on_landscape_paper() -> None:
    long = m.Note(tuple(para("word " * 160) for _ in range(9)), HERE, 1)
    wide = m.Paragraph((m.Text("wide", HERE), long), HERE)
    made = laid(div("landscape", wide), para("after"))
    assert len(made.pages) > 2
    assert set(_sizes(made)[:-1]) == {WIDE}
    assert _sizes(made)[-1] == TALL


def test_running_heads_span_the_page_they_are_on() -> None:
    document = m.Document(
        "a", "A", m.Metadata(), (para("x"), div("landscape", para("y"))),
        footer=m.RunningText(left="left", right="right"),
    )  # fmt: skip
    made = layout(arrange(document, theme(), Diagnostics()), theme(), fonts(), Diagnostics())
    ends = []
    for page in made.pages:
        heads = [box for box in page.boxes if isinstance(box, Artifact) and box.kind == "Footer"]
        ends.append(max(glyphs.x for glyphs in heads[0].boxes))  # type: ignore[union-attr]
        assert all(glyphs.y < page.height for glyphs in heads[0].boxes)  # type: ignore[union-attr]
    assert ends[1] - ends[0] > 200


def _paragraphs(count: int, first: int = 0) -> list[m.Paragraph]:
    return [para(f"P{first + i} {words(76, i)}") for i in range(count)]


def _wide(number: int = 1, classes: str = "landscape", rows: int = 2) -> m.Table:
    lines: list[list[str | m.Cell]] = [[f"T{number}", "a cell"] for _ in range(rows)]
    return table(lines, ["x", "y"], "Caption", f"Table {number}", classes=classes)


def test_text_goes_on_before_the_page_of_a_landscape_table() -> None:
    made = laid(section("One", *_paragraphs(2), _wide(), *_paragraphs(12, 2)))
    assert _sizes(made) == [TALL, WIDE, TALL]
    first, turned, last = page_texts(made)
    assert "P1 " in first
    assert "P5 " in first
    assert "Table 1. Caption" in turned
    assert "P" not in turned.replace("Page", "")
    assert "P13 " in last
    said = read(made)
    assert said.index("P1 ") < said.index("Caption") < said.index("P2 ")
    sect = find(made.structure, "Sect")[0]
    assert [kid.role for kid in sect.kids[:5]] == ["H1", "P", "P", "Table", "P"]  # type: ignore[union-attr]


def test_landscape_tables_wait_in_their_order_and_within_their_section() -> None:
    one = section("One", *_paragraphs(1), _wide(1), *_paragraphs(1, 1), _wide(2))
    made = laid(one, section("Two", *_paragraphs(1, 2)))
    assert _sizes(made) == [TALL, WIDE, TALL]
    first, turned, last = page_texts(made)
    assert "P1 " in first
    assert "Two" not in first
    assert turned.index("Table 1") < turned.index("Table 2")
    assert "Two" in last


def test_a_landscape_table_with_its_source_waits_too() -> None:
    sourced = div("landscape", _wide(classes=""), div("small", para("Source: all")))
    made = laid(section("One", *_paragraphs(1), sourced, *_paragraphs(1, 1)))
    first, turned = page_texts(made)
    assert "P1 " in first
    assert "Source" in turned


def test_a_landscape_table_waits_for_nothing_where_it_may_not() -> None:
    bare = table([["a", "b"]], ["x", "y"], classes="landscape")
    for wide in (_wide(classes="landscape here"), bare, _wide(rows=60)):
        made = laid(section("One", *_paragraphs(1), wide, *_paragraphs(1, 1)))
        assert "P1 " in page_texts(made)[-1]
        assert set(_sizes(made)[1:-1]) == {WIDE}


def test_within_a_list_it_is_reported_and_stays_portrait() -> None:
    sink = Diagnostics()
    document = m.Document("a", "A", m.Metadata(), (bullets(div("landscape", para("x"))), para("y")))
    made = layout(arrange(document, theme(), Diagnostics()), theme(), fonts(), sink)
    assert _sizes(made) == [TALL]
    assert [item.code for item in sink] == ["no-landscape"]
