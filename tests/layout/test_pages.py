"""Pages break where they should, and what stands at their top and foot is right."""

from __future__ import annotations

import re
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout import layout
from briefgen.layout.boxes import Fill, Glyphs, LinkArea
from briefgen.layout.galley import Item
from briefgen.layout.pages.pages import paginate_well
from briefgen.record import replace
from briefgen.theme import Stroke
from tests.layout.samples import (
    HERE,
    boxes,
    bullets,
    div,
    fonts,
    glyphs,
    laid,
    lines,
    page_texts,
    para,
    read,
    section,
    table,
    text,
    theme,
    words,
    works,
)

PAGE = theme().page


def _numbered(count: int, first: int = 0) -> m.Paragraph:
    return para(" ".join(f"w{i}" for i in range(first, first + count)))


def _first_and_last(made: object) -> list[tuple[str, str]]:
    """Return the first and last line of each page."""
    by_page: dict[int, list[str]] = {}
    for page, _, value in lines(made):  # type: ignore[arg-type]
        by_page.setdefault(page, []).append(value)
    return [(found[0], found[-1]) for found in by_page.values()]


def test_nothing_is_one_empty_page() -> None:
    made = laid()
    assert len(made.pages) == 1
    assert made.pages[0].boxes == []
    assert (made.pages[0].width, made.pages[0].height) == (PAGE.width, PAGE.height)


def test_two_lines_of_a_paragraph_stay_together_at_either_end_of_a_page() -> None:
    for filler in range(14):
        paragraphs = [para(words(60 + 3 * filler)), *(para(words(70, i)) for i in range(24))]
        made = laid(*paragraphs)
        assert len(made.pages) > 1
        # Which paragraph each line belongs to is told by its slot.
        slots: dict[object, list[tuple[int, float]]] = {}
        for page, box in glyphs(made):
            slots.setdefault(box.slot, []).append((page, box.y))
        for places in slots.values():
            for page in {page for page, _ in places}:
                count = len({y for p, y in places if p == page})
                assert count >= 2


def test_a_heading_never_ends_a_page() -> None:
    for filler in range(30, 50):
        blocks = [para("Filler.") for _ in range(filler)]
        made = laid(*blocks, section("Heading", para(words(80))), section("Next", para("x")))
        for _, last in _first_and_last(made):
            assert last not in {"Heading", "Next"}
        where = next(value for value in page_texts(made) if "Heading" in value)
        after = where.split("Heading")[1]
        assert len(after.split()) >= 10


def test_space_above_a_heading_is_dropped_at_the_top_of_a_page() -> None:
    made = laid(para("x"), m.PageBreak(HERE), section("Heading", para("y")))
    alone = laid(section("Heading", para("y")))
    assert made.anchors["heading"].page == 1
    assert made.anchors["heading"].y == alone.anchors["heading"].y == PAGE.top


def test_page_breaks_do_not_leave_empty_pages() -> None:
    made = laid(m.PageBreak(HERE), para("a"), m.PageBreak(HERE), m.PageBreak(HERE), para("b"))
    assert page_texts(made) == ["a", "b"]
    assert len(laid(para("a"), m.PageBreak(HERE)).pages) == 1


def test_a_section_or_div_of_class_page_break_starts_a_page() -> None:
    made = laid(
        para("a"),
        section("New", para("b"), classes=("page-break",)),
        div("page-break", para("c")),
    )
    assert page_texts(made) == ["a", "New b", "c"]


def test_a_panel_that_is_too_long_goes_on_with_its_background() -> None:
    made = laid(div("panel", *(para(words(80, i)) for i in range(20))))
    tint = theme().colours["tint"]
    assert len(made.pages) > 1
    for number, page in enumerate(made.pages):
        backs = [box for box in page.boxes if isinstance(box, Fill) and box.colour == tint]
        ys = [box.y for n, box in glyphs(made) if n == number]
        assert len(backs) == 1
        assert backs[0].y < min(ys)
        assert max(ys) < backs[0].y + backs[0].height <= PAGE.height - PAGE.bottom + 0.01


def test_a_panel_that_fits_a_page_stays_whole() -> None:
    for filler in range(20, 40):
        made = laid(*(para("x") for _ in range(filler)), div("panel", para(words(90))))
        tint = theme().colours["tint"]
        backs = [n for n, b in boxes(made) if isinstance(b, Fill) and b.colour == tint]
        assert len(backs) == 1


def test_columns_go_on_over_pages_in_reading_order() -> None:
    made = laid(div("columns", works(220), count="2"))
    assert len(made.pages) > 1
    numbers = [int(n) for n in re.findall(r"\[(\d+)\]", read(made))]
    assert numbers == list(range(1, 221))
    assert all(box.y < PAGE.height - PAGE.bottom for _, box in glyphs(made))
    firsts = [
        next(int("".join(b.text).strip("[] ")) for n, b in glyphs(made) if n == p and "[" in b.text)
        for p in range(len(made.pages))
    ]
    assert firsts == sorted(firsts)


def test_footnotes_stand_on_the_page_of_their_reference() -> None:
    def noted(number: int) -> m.Paragraph:
        note = m.Note((para(f"note{number} {words(20)}"),), HERE, number)
        return para((*text(f"ref{number}"), note, *text(" " + words(50))))

    made = laid(*(noted(n) for n in range(1, 40)))
    assert len(made.pages) > 2
    for value in page_texts(made):
        refs = re.findall(r"ref(\d+)(?:\d| )", value)
        notes = re.findall(r"note(\d+)", value)
        assert len(refs) == len(notes)
    _inside(made)


def test_a_footnote_longer_than_the_page_goes_on_on_the_next() -> None:
    note = m.Note(tuple(para(words(80)) for _ in range(24)), HERE, 1)
    made = laid(para((*text("Claim"), note)), para("After."))
    assert len(made.pages) > 1
    assert len(read(made).split()) == 24 * 80 + 3
    _inside(made)


def test_a_long_footnote_begins_on_the_page_of_its_mark_and_leaves_no_page_half_empty() -> None:
    note = m.Note((para(f"begins {words(400)} ends"),), HERE, 1)
    body = [para(f"{words(60)} last{number}") for number in range(6)]
    made = laid(*body, para((*text("Claim"), note, *text(" " + words(40)))), para("After."))
    first, second = page_texts(made)
    assert "Claim" in first
    assert "begins" in first
    assert "ends" in second
    assert second.index("After.") < second.index("ends")
    _inside(made)


def test_a_long_footnote_of_a_table_leaves_the_table_whole() -> None:
    note = m.Note((para(f"begins {words(1100)} ends"),), HERE, 1)
    row = m.Row((m.Cell((para((*text("Claim"), note)),), HERE), m.Cell((), HERE)), HERE)
    made = laid(para(words(60)), replace(table([["x", "y"]], ["Head", "B"]), rows=(row,)))
    first, second = page_texts(made)
    assert "Head" in first
    assert "Claim" in first
    assert "begins" in first
    assert "Head" not in second
    assert "ends" in second


def test_a_short_footnote_is_never_parted() -> None:
    for count in range(1, 12):
        note = m.Note((para(f"begins {words(40)} ends"),), HERE, 1)
        body = [para(words(66)) for _ in range(count)]
        made = laid(*body, para((*text("Claim"), note, *text(" " + words(40)))))
        page = next(value for value in page_texts(made) if "Claim" in value)
        assert "begins" in page
        assert "ends" in page


def _inside(made: object) -> None:
    for _, box in boxes(made):  # type: ignore[arg-type]
        if isinstance(box, Glyphs):
            assert PAGE.top <= box.y <= PAGE.height - PAGE.bottom
        elif isinstance(box, LinkArea):
            assert PAGE.top - 4 <= box.y <= PAGE.height - PAGE.bottom


def test_pages_are_counted_from_the_first_sheet() -> None:
    entries = (m.ContentsEntry("one", "", text("One"), 1),)
    made = laid(
        div("cover", para("Cover")),
        m.Contents(HERE, entries=entries),
        section("One", para("x"), classes=("page-break",)),
        footer=m.RunningText("", "", "{page}/{pages}"),
    )
    assert page_texts(made) == ["Cover", "One 3", "One x"]
    feet = [
        "".join(inner.text)
        for page in made.pages
        for box in page.boxes
        if box.__class__.__name__ == "Artifact" and getattr(box, "kind", "") == "Footer"
        for inner in getattr(box, "boxes", ())
        if isinstance(inner, Glyphs)
    ]
    assert feet == ["2/3", "3/3"]


def test_the_running_head_names_the_section_of_the_page() -> None:
    sections = [section(f"Part{i}", *(para(words(90)) for _ in range(9))) for i in range(3)]
    made = laid(*sections, header=m.RunningText("{section}", "", ""))
    said = [
        "".join(inner.text)
        for page in made.pages
        for box in page.boxes
        if getattr(box, "kind", "") == "Header"
        for inner in getattr(box, "boxes", ())
        if isinstance(inner, Glyphs)
    ]
    assert said[0] == "Part0"
    assert said[-1] == "Part2"
    assert said == sorted(said)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 220), min_size=1, max_size=25))
def test_all_words_stand_on_pages_in_order(sizes: list[int]) -> None:
    blocks: list[m.Block] = []
    first = 0
    for index, size in enumerate(sizes):
        if index % 4 == 3:
            blocks.append(bullets(_numbered(size, first)))
        else:
            blocks.append(_numbered(size, first))
        first += size
    made = laid(*blocks)
    said = re.findall(r"w\d+", " ".join(page_texts(made)).replace("\u00ad", ""))
    assert said == [f"w{i}" for i in range(first)]
    _inside(made)
    tops = [min(y for page, y, _ in lines(made) if page == n) for n in range(len(made.pages))]
    assert max(tops) - min(tops) < 4


@pytest.mark.parametrize("classes", ["", "columns", "panel"])
def test_time_grows_with_length_and_not_with_its_square(classes: str) -> None:
    def seconds(count: int) -> float:
        blocks = [para(words(60, i)) for i in range(count)]
        start = process_time()
        laid(div(classes, *blocks))
        return process_time() - start

    seconds(50)
    short, long = min(seconds(100) for _ in range(3)), min(seconds(800) for _ in range(2))
    assert long < 8 * short * 2.5


def test_balanced_columns_start_with_the_first_item() -> None:
    made = laid(div("columns", *(para(f"item{i}") for i in range(7)), count="3"))
    xs = sorted({box.x for _, box in glyphs(made)})
    assert len(xs) == 3
    columns = [
        [
            "".join(box.text).strip()
            for _, box in sorted(glyphs(made), key=lambda pair: pair[1].y)
            if box.x == x
        ]
        for x in xs
    ]
    assert [item for column in columns for item in column] == [f"item{i}" for i in range(7)]
    assert max(map(len, columns)) == 3


def test_space_gets_tighter_to_save_a_page_of_a_few_lines() -> None:
    def leaves(count: int) -> tuple[int, float]:
        items = [Item(20.0, space=6.0) for _ in range(count)]
        return len(paginate_well(items, PAGE, Stroke(0.5))), items[-1].space

    assert leaves(27) == (1, 6.0)
    assert leaves(28) == (1, pytest.approx(4.8))
    assert leaves(30) == (2, 6.0)
    assert leaves(40) == (2, 6.0)


def test_a_page_too_low_for_a_line_still_takes_one() -> None:
    from dataclasses import replace

    from tests.layout.samples import document

    low = replace(theme(), page=replace(PAGE, height=PAGE.top + PAGE.bottom + 3))
    made = layout(document(para(words(20))), low, fonts(), Diagnostics())
    assert len(made.pages) == pytest.approx(len(lines(made)), abs=0)
