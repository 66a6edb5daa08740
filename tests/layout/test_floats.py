"""Figures that have no room wait for the next page: in order, and within their section."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.layout import Layout
from briefgen.layout.boxes import ImageBox
from tests.layout.samples import (
    HERE,
    bullets,
    div,
    find,
    glyphs,
    laid,
    lines,
    para,
    read,
    section,
    table,
    text,
    theme,
    words,
)

PAGE = theme().page
HALF = f"{0.55 * (PAGE.height - PAGE.top - PAGE.bottom):.0f}pt"


@pytest.fixture(scope="module")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from PIL import Image

    path = tmp_path_factory.mktemp("figures") / "red.png"
    Image.new("RGB", (300, 300), "red").save(path)
    return path


def _figure(
    picture: Path, number: int = 1, classes: str = "", caption: str = "Caption", height: str = HALF
) -> m.Figure:
    at = Span(str(picture.parent / "report.md"), 3)
    image = m.Image(text("A red square"), picture.name, at, attr=m.Attr())
    attr = m.Attr(f"fig-{number}", tuple(classes.split()), (("height", height),))
    return m.Figure(image, text(caption), attr, at, f"Figure {number}", stop=". ")


def _images(made: Layout) -> list[tuple[int, float]]:
    """Return page and top edge of each image."""
    return [
        (number, box.y)
        for number, page in enumerate(made.pages)
        for box in page.boxes
        if isinstance(box, ImageBox)
    ]


def _where(made: Layout, start: str) -> tuple[int, float]:
    """Return page and baseline of the line that begins with `start`."""
    return next((page, y) for page, y, value in lines(made) if value.startswith(start))


def _paragraphs(count: int, first: int = 0) -> Iterator[m.Paragraph]:
    return (para(f"P{first + i} {words(76, i)}") for i in range(count))


def test_a_figure_that_fits_stands_where_it_is_written(picture: Path) -> None:
    made = laid(section("One", *_paragraphs(1), _figure(picture), *_paragraphs(1, 1)))
    assert _where(made, "P0") < _images(made)[0] < _where(made, "P1")
    assert len(made.pages) == 1


def test_text_flows_on_where_a_figure_has_no_room(picture: Path) -> None:
    made = laid(section("One", *_paragraphs(5), _figure(picture), *_paragraphs(6, 5)))
    assert _images(made) == [(1, PAGE.top)]
    assert _where(made, "P5")[0] == 0
    last = max(y for page, y, _ in lines(made) if page == 0)
    assert last > PAGE.height - PAGE.bottom - 40
    assert _where(made, "Figure 1")[0] == 1
    assert _where(made, "P10") > _images(made)[0]
    assert made.anchors["fig-1"].page == 1


def test_the_structure_keeps_the_figure_in_its_place(picture: Path) -> None:
    made = laid(section("One", *_paragraphs(5), _figure(picture), *_paragraphs(6, 5)))
    said = read(made)
    assert said.index("P4 ") < said.index("Figure 1. Caption") < said.index("P5 ")
    sect = find(made.structure, "Sect")[0]
    roles = [kid.role for kid in sect.kids]  # type: ignore[union-attr]
    assert roles == ["H1", *["P"] * 5, "Div", *["P"] * 6]
    assert [kid.role for kid in find(sect, "Div")[0].kids] == ["Figure", "Caption"]  # type: ignore[union-attr]


def test_no_figure_leaves_its_section(picture: Path) -> None:
    inside = section("Below", *_paragraphs(1, 6), level=2)
    first = section("One", *_paragraphs(5), _figure(picture), *_paragraphs(1, 5), inside)
    made = laid(first, section("Two", *_paragraphs(3, 7)))
    assert _where(made, "Below")[0] == 0
    assert _where(made, "P6")[0] == 0
    assert _images(made) == [(1, PAGE.top)]
    assert _where(made, "Two") > _images(made)[0]


def test_figures_keep_their_order(picture: Path) -> None:
    small = _figure(picture, 2, height="20pt")
    made = laid(section("One", *_paragraphs(5), _figure(picture), *_paragraphs(1, 5), small))
    assert [page for page, _ in _images(made)] == [1, 1]
    assert _where(made, "Figure 1") < _where(made, "Figure 2")
    assert _where(made, "P5")[0] == 0


def test_two_figures_wait_together(picture: Path) -> None:
    two = (_figure(picture, 1, height="200pt"), _figure(picture, 2, height="200pt"))
    made = laid(section("One", *_paragraphs(5), *two, *_paragraphs(6, 5)))
    assert _where(made, "P5")[0] == 0
    assert [page for page, _ in _images(made)] == [1, 1]
    assert _images(made)[0][1] == PAGE.top


def test_a_source_stays_with_its_figure(picture: Path) -> None:
    sourced = m.Div((_figure(picture), div("small", para("Source: all"))), m.NO_ATTR, HERE)
    made = laid(section("One", *_paragraphs(5), sourced, *_paragraphs(6, 5)))
    assert _where(made, "P5")[0] == 0
    assert _where(made, "Figure 1") < _where(made, "Source") < _where(made, "P7")
    assert _where(made, "Source")[0] == 1


def test_a_note_of_a_caption_goes_with_its_figure(picture: Path) -> None:
    note = m.Note((para("What it says."),), HERE, 1)
    figure = _figure(picture)
    noted = m.Figure(figure.image, (*text("Caption"), note), figure.attr, figure.span, figure.label)
    made = laid(section("One", *_paragraphs(5), noted, *_paragraphs(6, 5)))
    assert _where(made, "1 What")[0] == _images(made)[0][0] == 1


def test_a_figure_behind_a_heading_does_not_take_it_along(picture: Path) -> None:
    made = laid(*_paragraphs(4), section("One", _figure(picture), *_paragraphs(5, 4)))
    assert _where(made, "One")[0] == _where(made, "P4")[0] == 0
    assert _images(made) == [(1, PAGE.top)]


@pytest.mark.parametrize("how", ["here", "here div", "plain", "panel", "columns", "list", "row"])
def test_a_figure_that_belongs_where_it_is_stays(picture: Path, how: str) -> None:
    figure: m.Block = _figure(picture, classes="here" if how == "here" else "", height="200pt")
    if how == "plain":
        assert isinstance(figure, m.Figure)
        figure = m.Figure(figure.image, (), figure.attr, figure.span)
    elif how == "list":
        figure = bullets(figure)
    elif how != "here":
        figure = div(how.removesuffix(" div"), figure)
    made = laid(section("One", *_paragraphs(7), figure, *_paragraphs(4, 7)))
    ((page, y),) = _images(made)
    assert _where(made, "P6") < (page, y) < _where(made, "P7")


def test_a_table_that_goes_on_stays_below_a_figure_that_waited(picture: Path) -> None:
    rows: list[list[str | m.Cell]] = [[f"R{i}", words(20, i)] for i in range(40)]
    long = table(rows, ["Row", "Text"], "All rows", "Table 1")
    made = laid(section("One", *_paragraphs(4), _figure(picture), *_paragraphs(1, 4), long))
    assert _images(made) == [(1, PAGE.top)]
    assert _where(made, "R0")[0] == 0
    on_second = [y for page, y, value in lines(made) if page == 1 and value.startswith("R")]
    assert min(on_second) > _where(made, "Figure 1")[1] + 20


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("pppfwh"), st.integers(20, 150)), min_size=1, max_size=25)
)
def test_figures_come_in_order_after_their_place_and_no_word_is_lost(
    picture: Path, parts: list[tuple[str, int]]
) -> None:
    blocks: list[m.Block] = []
    for number, (kind, size) in enumerate(parts):
        if kind == "p":
            blocks.append(para(f"P{number} {words(size)}"))
        elif kind in "fw":
            classes = "landscape" if kind == "w" else ""
            blocks.append(_figure(picture, number, classes, height=f"{4 * size}pt"))
        else:
            blocks.append(section(f"H{number}"))
    made = laid(*blocks)
    images = _images(made)
    captions = [(page, y) for page, y, value in lines(made) if value.startswith("Figure")]
    assert images == sorted(images)
    assert captions == sorted(captions)
    assert len(images) == len(captions) == sum(kind in "fw" for kind, _ in parts)
    read_on, figures = (0, 0.0), iter(captions)
    shown = (0, 0.0)
    for number, (kind, _) in enumerate(parts):
        if kind in "fw":
            shown = next(figures)
            assert shown > read_on
        else:
            here = _where(made, f"P{number} " if kind == "p" else f"H{number}")
            assert here > (shown if kind == "h" else read_on)
            read_on = here
    assert all(box.y < PAGE.height - PAGE.bottom + 1 for _, box in glyphs(made))
