"""Tables: columns that fit their words, rules, heads that repeat, structure."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout.boxes import Artifact, Fill, Glyphs
from briefgen.layout.pages.assemble import assemble
from briefgen.reader import read_text
from briefgen.theme import Scaling
from briefgen.typography.column_widths import share_widths, table_widths
from tests.layout.samples import (
    HERE,
    boxes,
    cell,
    div,
    document,
    find,
    fonts,
    glyphs,
    laid,
    lines,
    page_texts,
    para,
    read,
    roles,
    table,
    theme,
    words,
)

LEFT = theme().page.left
RIGHT = theme().page.width - theme().page.right


def _x(made: object, word: str) -> float:
    return next(box.x for _, box in glyphs(made) if word in "".join(box.text))  # type: ignore[arg-type]


def test_a_table_has_caption_head_and_body_in_its_structure() -> None:
    made = laid(table([["a", "b"]], ["A", "B"], caption="What it shows", label="Table 1"))
    assert roles(made.structure) == [
        *("Document", "Table", "Caption", "THead", "TR", "TH", "P", "TH", "P"),
        *("TBody", "TR", "TD", "P", "TD", "P"),
    ]
    assert read(made) == "Table 1. What it shows A B a b"
    scopes = [th.attributes["scope"] for th in find(made.structure, "TH")]
    assert scopes == ["Column", "Column"]


def test_a_stub_column_of_its_own_style_heads_its_rows() -> None:
    made = laid(table([["a", "b"]], ["A", "B"], classes="summary"))
    scopes = [th.attributes["scope"] for th in find(made.structure, "TH")]
    assert scopes == ["Column", "Column", "Row"]


def test_rows_with_missing_cells_are_filled_up() -> None:
    made = laid(table([["a"], ["b", "c", "d"]], ["A", "B"]))
    rows = find(made.structure, "TR")
    assert [len(row.kids) for row in rows] == [3, 3, 3]


def test_columns_align_as_the_source_says() -> None:
    made = laid(table([["left", "mid", "right"]], ["l" * 9, "c" * 9, "r" * 9], aligns="lcr"))
    heads = {box.text[0]: box for _, box in glyphs(made) if len(box.text) >= 9}
    ends = {name: box.x + sum(box.advances[:9]) for name, box in heads.items()}
    assert _x(made, "left") == pytest.approx(heads["l"].x)
    right = next(box for _, box in glyphs(made) if "right" in "".join(box.text))
    assert right.x + sum(right.advances[:5]) == pytest.approx(ends["r"], abs=0.6)
    assert heads["c"].x < _x(made, "mid") < ends["c"]


def test_explicit_widths_are_proportions() -> None:
    made = laid(table([["alpha", "beta", "gamma"]], widths="2 1 1"))
    step = (RIGHT - LEFT) / 4
    padding = theme().tables["default"].padding_x  # the first column has none at the edge
    assert _x(made, "beta") - _x(made, "alpha") == pytest.approx(2 * step + padding)
    assert _x(made, "gamma") - _x(made, "beta") == pytest.approx(step)


def test_widths_that_are_none_are_reported() -> None:
    sink = Diagnostics()
    laid(table([["a", "b"]], widths="2 1 x"), sink=sink)
    laid(table([["a", "b"]], widths="2"), sink=sink)
    assert [item.code for item in sink] == ["bad-widths", "bad-widths"]
    assert 'widths="1 1"' in sink.items[0].hints[0]


def test_no_word_is_broken_while_there_is_room_for_it() -> None:
    long = "Uneingeschränktheitserklärung"
    made = laid(table([[long, words(60)], ["x", words(60)]], ["H", "T"]))
    assert any(long in "".join(box.text) for _, box in glyphs(made))
    assert long in " ".join(value for _, _, value in lines(made))


def test_cells_of_a_row_begin_on_one_baseline() -> None:
    large = div("holdout", para("Turkey"))
    made = laid(table([[cell(large), words(30), cell(div("actor", para("small")))]]))
    first = {word: box.y for _, box in reversed(glyphs(made)) for word in "".join(box.text).split()}
    assert first["Turkey"] == pytest.approx(first["Four"])
    assert first["Turkey"] == pytest.approx(first["small"])


def test_type_shrinks_before_a_table_becomes_too_wide() -> None:
    row: list[str | m.Cell] = ["consideration"] * 6
    made = laid(table([row], [f"Heading{i}" for i in range(6)]))
    sizes = {box.size for _, box in glyphs(made)}
    assert max(sizes) < theme().paragraph("table-cell").size
    assert min(sizes) >= theme().minimum
    ends = [box.x + sum(box.advances[:-1]) for _, box in glyphs(made)]
    assert max(ends) <= RIGHT


def test_words_that_cannot_fit_are_reported() -> None:
    sink = Diagnostics()
    row: list[str | m.Cell] = ["unconstitutionality"] * 14
    laid(table([row]), sink=sink)
    assert [(item.severity, item.code) for item in sink] == [("warning", "table-too-wide")]


def test_a_small_table_is_not_stretched_over_the_page() -> None:
    made = laid(table([["a", "1"], ["b", "2"]], ["N", "V"]))
    rules = [box for _, box in boxes(made) if isinstance(box, Fill)]
    assert max(rule.width for rule in rules) < (RIGHT - LEFT) / 2


def test_fills_and_colours_come_from_the_style() -> None:
    made = laid(table([["a", "b"]], ["A", "B"], classes="matrix"))
    fills = {box.colour for _, box in boxes(made) if isinstance(box, Fill)}
    assert {theme().colours["ink"], theme().colours["tint"]} <= fills
    head = next(box for _, box in glyphs(made) if box.text[0] == "A")
    assert head.colour == theme().colours["white"]


def test_cells_hold_blocks_and_stand_at_the_top_of_their_row() -> None:
    holdout = cell(div("holdout", para("Turkey")), div("actor", para("Actor")))
    made = laid(table([[holdout, words(80)]], ["H", "T"], classes="matrix", widths="1 3"))
    body = next(box for _, box in glyphs(made) if box.text[:4] == tuple("Four"))
    name = next(box for _, box in glyphs(made) if "Turkey" in "".join(box.text))
    actor = next(box for _, box in glyphs(made) if "Actor" in "".join(box.text))
    assert name.face == fonts().face("display", True).key
    assert abs(name.y - body.y) < 6
    assert actor.y > name.y


def test_a_long_table_repeats_its_head_as_an_artifact() -> None:
    rows: list[list[str | m.Cell]] = [[f"row{i}", words(12, i)] for i in range(80)]
    made = laid(table(rows, ["Name", "What"], caption="Long", label="Table 3"))
    assert len(made.pages) > 2
    for page in made.pages[1:]:
        again = [box for box in page.boxes if isinstance(box, Artifact)]
        said = " ".join(
            "".join(box.text) for box in again[0].boxes if isinstance(box, Glyphs)
        ).split()
        assert " ".join(said) == "Table 3 (continued) Name What"
        assert all(box.slot is None for box in again[0].boxes if isinstance(box, Glyphs))
    assert read(made).count("Name") == 1
    assert len(find(made.structure, "THead")) == 1
    rows_read = [word for word in read(made).split() if word.startswith("row")]
    assert rows_read == [f"row{i}" for i in range(80)]


def test_rows_are_not_split_between_pages() -> None:
    rows: list[list[str | m.Cell]] = [[f"open{i} {words(30)} shut{i}", "x"] for i in range(60)]
    made = laid(table(rows, ["A", "B"], widths="2 1"))
    for text in page_texts(made):
        starts = [w[4:] for w in text.split() if w.startswith("open")]
        ends = [w[4:] for w in text.split() if w.startswith("shut")]
        assert starts == ends


def test_a_row_that_is_higher_than_a_page_is_split_by_lines() -> None:
    made = laid(para("Before."), table([[words(1500), words(700)]], ["A", "B"]), para("After."))
    assert 2 <= len(made.pages) <= 5
    assert len(read(made).split()) == 1500 + 700 + 4
    page = theme().page
    assert all(page.top < box.y < page.height - page.bottom for _, box in glyphs(made))


def test_a_caption_and_a_head_stay_with_their_first_rows() -> None:
    for filler in range(30, 60):
        blocks = [para(words(9)) for _ in range(filler)]
        rows: list[list[str | m.Cell]] = [[f"row{i}", words(60)] for i in range(12)]
        made = laid(*blocks, table(rows, ["Name", "What"], caption="Cap", label="Table 1"))
        pages = page_texts(made)
        where = next(text for text in pages if "Table 1." in text)
        assert "row0" in where
        assert "row1" in where


# ------------------------------------------------------------------------------------ properties

_NEEDS = st.lists(
    st.tuples(st.floats(5, 120), st.floats(0, 900)).map(lambda pair: (pair[0], sum(pair))),
    min_size=1,
    max_size=7,
)


@given(st.floats(100, 800), _NEEDS)
def test_fitted_columns_fill_the_width_and_hold_their_words(
    width: float, needs: list[tuple[float, float]]
) -> None:
    least, most = [low for low, _ in needs], [high for _, high in needs]
    widths = table_widths(width, least, most, [most])
    assert sum(widths) == pytest.approx(width)
    if sum(least) <= width:
        assert all(w >= low - 0.01 for w, low in zip(widths, least, strict=True))


@given(st.floats(100, 800), _NEEDS)
def test_shared_columns_keep_their_least(width: float, needs: list[tuple[float, float]]) -> None:
    least, parts = [low for low, _ in needs], [high for _, high in needs]
    widths = share_widths(width, least, parts)
    assert sum(widths) == pytest.approx(width)
    if sum(least) <= width:
        assert all(w >= low - 0.01 for w, low in zip(widths, least, strict=True))


def test_nested_tables_find_room() -> None:
    inner = table([["a", "b"]], ["A", "B"])
    made = laid(table([[m.Cell((inner,), HERE), words(20)]], ["Outer", "Text"]))
    assert read(made).startswith("Outer Text A B a b Four")


@pytest.mark.parametrize("count", [500, 1500])  # more than half a page, more than a page
def test_a_tall_row_is_split_where_a_page_ends_but_not_after_one_line(count: int) -> None:
    tall: list[str | m.Cell] = ["Tall", " ".join(f"w{i}" for i in range(count))]
    for before in range(330, 560, 7):
        filler = para(words(before))
        made = laid(filler, table([["Low", "row"], tall], ["What", "Text"], widths="1 4"))
        inside = [page for page, _, value in lines(made) if re.search(r"w\d", value)]
        assert all(inside.count(page) > 1 for page in inside)
        last = max(y for page, y, _ in lines(made) if page == 0)
        assert last > theme().page.height - theme().page.bottom - 75
        assert read(made).endswith(f"w{count - 1}")


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.lists(st.sampled_from([1, 2, 5, 12, 30]), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["1 1 1", "4 1 1", "1 5 2"]),
)
def test_columns_shared_out_anew_make_a_table_lower(rows: list[list[int]], widths: str) -> None:
    cells: list[list[str | m.Cell]] = [[words(n, i + n) for i, n in enumerate(row)] for row in rows]
    made = document(table(cells, ["One", "Two", "Three"], widths=widths))
    sink = Diagnostics()
    asked = assemble(made, theme(), fonts(), sink)
    lower = assemble(made, theme().with_scaling(Scaling(columns=True)), fonts(), sink)
    assert lower.height <= asked.height + 1.1 * theme().paragraph("table-cell").leading
    (found,) = lower.context.columns.values()
    assert sum(found) == pytest.approx(RIGHT - LEFT)
    assert not sink.items


def test_columns_make_a_table_low_and_part_few_of_its_labels() -> None:
    rows: list[list[str | m.Cell]] = [
        ["Member states", "28", "32", "Finland and Sweden are among those added; consensus is "
         "harder to reach."],
        ["Defence spending", "<1.5% of GDP (average)", ">2% of GDP (average)", "The alliance that "
         "Rutte inherits has better funding but more strain."],
        ["Primary threat", "Terrorism / regional instability", "Russia / great power competition",
         "The focus of strategy has moved from operations out of area to territorial defence."],
        ["Key challenge", "Relevance (“Brain Dead”)", "Cohesion (Trump/Ukraine)", "What threatens "
         "its existence now is internal political will."],
    ]  # fmt: skip
    head = ["Metric", "2014 (Stoltenberg start)", "2024 (Rutte start)", "Significance"]
    made = laid(table(rows, head))
    found = lines(made)
    heads = {y for _, y, _ in found if y < _y(found, "28")}
    assert len(heads) == 2
    assert any("(Trump/Ukraine)" in value for _, _, value in found)


def _y(found: list[tuple[int, float, str]], word: str) -> float:
    return next(y for _, y, value in found if word in value.split())


def test_columns_that_were_asked_for_stay_as_they_were_asked_for() -> None:
    rows: list[list[str | m.Cell]] = [["a", words(60)], ["b", words(50)]]
    made = laid(table(rows, ["First", "Second"], widths="1 1"))
    assert _x(made, "Second") == pytest.approx((LEFT + RIGHT) / 2, abs=8)


def test_a_head_without_rows_is_no_head_to_a_reader_of_the_structure() -> None:
    made = laid(table([], ["A", "B"]))
    assert roles(find(made.structure, "Table")[0]) == ["Table", "TR", "TH", "P", "TH", "P"]


def test_a_note_of_a_caption_is_heard_after_it_and_is_no_part_of_the_rows() -> None:
    made = laid(replace(table([["a"]], ["A"], caption="Cap", label="Table 1"), caption=(
        m.Text("Cap", HERE), m.Note((para("Noted"),), HERE, 1))))  # fmt: skip
    (element,) = find(made.structure, "Table")
    assert [kid.role for kid in element.kids] == ["Caption", "THead", "TBody"]  # type: ignore[union-attr]
    assert read(made, element.kids[0]) == "Table 1. Cap1 1 Noted"  # type: ignore[arg-type]


GRID = """
+------+-------------+
| Port | Numbers     |
|      +------+------+
|      | 2023 | 2024 |
+======+======+======+
| NN   | 11   | 12   |
|      +------+------+
|      | joined      |
+------+-------------+
"""


def _grid() -> m.Table:
    (node,) = read_text(GRID, "report.md", Diagnostics()).blocks
    assert isinstance(node, m.Table)
    return node


def test_cells_say_how_many_rows_and_columns_they_cover() -> None:
    made = laid(_grid())
    heads = [dict(th.attributes) for th in find(made.structure, "TH")]
    assert heads == [
        {"scope": "Column", "row_span": "2"},
        {"scope": "Column", "col_span": "2"},
        {"scope": "Column"},
        {"scope": "Column"},
    ]
    assert [dict(td.attributes) for td in find(made.structure, "TD")] == [
        {"row_span": "2"},
        {},
        {},
        {"col_span": "2"},
    ]
    assert read(made) == "Port Numbers 2023 2024 NN 11 12 joined"


def test_what_covers_columns_stands_above_them_and_its_rows_below_each_other() -> None:
    made = laid(_grid())
    assert _x(made, "Numbers") == _x(made, "2023") == _x(made, "joined") < _x(made, "2024")
    down = {"".join(box.text).strip(): box.y for _, box in glyphs(made)}
    assert down["Port"] == down["Numbers"] < down["2023"] < down["NN"] == down["11"]
    assert down["11"] < down["joined"]


def test_a_cell_that_covers_rows_of_little_text_has_room() -> None:
    long = " ".join(["word"] * 30)
    first = m.Cell((para(long),), HERE, row_span=2)
    rows: list[list[str | m.Cell]] = [
        [first, "a"],
        [m.Cell((), HERE, 0, 0), "b"],
        ["end", "c"],
    ]
    made = laid(table(rows, widths="1 5"))
    lowest = max(box.y for _, box in glyphs(made) if "word" in "".join(box.text))
    assert lowest < next(box.y for _, box in glyphs(made) if "end" in "".join(box.text))


def test_rows_that_no_page_has_room_for_are_not_lost() -> None:
    first = m.Cell((para("top"),), HERE, row_span=200)
    rows: list[list[str | m.Cell]] = [[first, "0"]]
    rows += [[m.Cell((), HERE, 0, 0), str(number)] for number in range(1, 200)]
    made = laid(table(rows))
    assert len(made.pages) > 1
    assert read(made).split() == ["top", *map(str, range(200))]


def test_a_list_in_a_narrow_cell_stands_beside_its_marks() -> None:
    (node,) = read_text("+---+----+\n| a | - x |\n+---+-----+\n".replace("+----+", "+-----+"),
                        "report.md", Diagnostics()).blocks  # fmt: skip
    made = laid(node)
    marks = {"".join(box.text).strip(): box for _, box in glyphs(made)}
    assert marks["•"].x + sum(marks["•"].advances) < marks["x"].x
