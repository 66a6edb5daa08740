"""A wide block stands on landscape pages of its own, and portrait pages follow."""

from __future__ import annotations

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout import Layout, layout
from briefgen.layout.boxes import Artifact
from tests.layout.samples import HERE, bullets, div, fonts, laid, page_texts, para, table, theme

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
    made = layout(document, theme(), fonts(), Diagnostics())
    ends = []
    for page in made.pages:
        heads = [box for box in page.boxes if isinstance(box, Artifact) and box.kind == "Footer"]
        ends.append(max(glyphs.x for glyphs in heads[0].boxes))  # type: ignore[union-attr]
        assert all(glyphs.y < page.height for glyphs in heads[0].boxes)  # type: ignore[union-attr]
    assert ends[1] - ends[0] > 200


def test_within_a_list_it_is_reported_and_stays_portrait() -> None:
    sink = Diagnostics()
    document = m.Document("a", "A", m.Metadata(), (bullets(div("landscape", para("x"))), para("y")))
    made = layout(document, theme(), fonts(), sink)
    assert _sizes(made) == [TALL]
    assert [item.code for item in sink] == ["no-landscape"]
