"""Images within a line stand in it as a letter does."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout import Layout
from briefgen.layout.boxes import Artifact, Glyphs, ImageBox, LinkArea
from tests.layout.samples import (
    HERE,
    boxes,
    bullets,
    div,
    find,
    glyphs,
    laid,
    para,
    read,
    roles,
    slots,
    table,
    text,
    theme,
    words,
)

BODY = theme().paragraph("body")
COLUMN = theme().page.width - theme().page.left - theme().page.right


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a square and a wide image."""
    from PIL import Image

    Image.new("RGB", (96, 96), "red").save(tmp_path / "square.png")
    Image.new("RGB", (960, 96), "blue").save(tmp_path / "wide.png")
    return tmp_path


def image(folder: Path, name: str = "square.png", alt: str = "a sign", **pairs: str) -> m.Image:
    at = Span(str(folder / "report.md"), 3)
    name_, pairs_ = pairs.pop("id", ""), tuple(pairs.items())
    return m.Image(text(alt) if alt else (), name, at, attr=m.Attr(name_, pairs=pairs_))


def insets(made: Layout) -> list[ImageBox]:
    return [box for _, box in boxes(made) if isinstance(box, ImageBox)]


def at(made: Layout, word: str) -> Glyphs:
    return next(box for _, box in glyphs(made) if word in "".join(box.text))


def test_an_image_stands_on_the_baseline_no_higher_than_the_type(folder: Path) -> None:
    made = laid(para((*text("Before "), image(folder), *text(" after."))))
    (box,) = insets(made)
    before, after = at(made, "Before"), at(made, "after")
    assert box.height == box.width == BODY.size
    assert box.y + box.height == pytest.approx(before.y) == pytest.approx(after.y)
    assert before.x + sum(before.advances) == pytest.approx(box.x)
    assert box.x + box.width == pytest.approx(after.x)


def test_a_small_image_keeps_its_size(folder: Path) -> None:
    from PIL import Image

    Image.new("L", (8, 6)).save(folder / "dot.png")
    (box,) = insets(laid(para((image(folder, "dot.png"),))))
    assert (box.width, box.height) == (6.0, 4.5)


def test_its_size_can_be_given_and_then_its_line_is_higher(folder: Path) -> None:
    inlines = (*text(words(30)), image(folder, height="40"), *text(words(30)))
    made = laid(para(inlines))
    (box,) = insets(made)
    assert box.height == 40
    baselines = sorted({run.y for _, run in glyphs(made)})
    steps = [after - before for before, after in pairwise(baselines)]
    assert max(steps) > 40 > BODY.leading == pytest.approx(min(steps))
    (half,) = insets(laid(para((image(folder, "wide.png", width="50%"),))))
    assert half.width == pytest.approx(COLUMN / 2)


def test_no_image_is_wider_than_its_column(folder: Path) -> None:
    inner = para((*text("Words "), image(folder, "wide.png", width="400"), *text(" words")))
    made = laid(div("columns", inner, para(words(40)), count="3"))
    (box,) = insets(made)
    assert box.width == pytest.approx((COLUMN - 40) / 3)
    assert box.height == pytest.approx(box.width / 10)


def test_lines_are_broken_around_images_as_around_words(folder: Path) -> None:
    inlines: list[m.Inline] = []
    for count in range(40):
        inlines += [*text(words(3, count) + " "), image(folder), *text(" ")]
    made = laid(para(tuple(inlines)))
    right = theme().page.left + COLUMN
    assert len(insets(made)) == 40
    assert all(box.x + box.width <= right + 0.01 for box in insets(made))
    assert read(made).split() == " ".join(words(3, n) for n in range(40)).split()


def test_images_side_by_side_are_parted_where_no_line_is_wide_enough(folder: Path) -> None:
    made = laid(para(tuple(image(folder, width="100") for _ in range(9))))
    assert len({box.y for box in insets(made)}) > 1
    assert all(box.x + box.width <= theme().page.left + COLUMN + 0.01 for box in insets(made))


def test_it_is_a_figure_of_its_paragraph_that_says_what_it_shows(folder: Path) -> None:
    made = laid(para((*text("See "), image(folder), *text(" here."))))
    assert roles(made.structure) == ["Document", "P", "Figure"]
    (figure,) = find(made.structure, "Figure")
    assert figure.attributes["alt"] == "a sign"
    (box,) = insets(made)
    left, bottom, right, top = map(float, figure.attributes["bbox"].split())
    assert (left, right) == pytest.approx((box.x, box.x + box.width), abs=0.01)
    assert top - bottom == pytest.approx(box.height, abs=0.01)
    assert read(made) == "See here."


def test_what_only_decorates_is_drawn_and_no_content(folder: Path) -> None:
    plain = image(folder, alt="")
    ornament = m.Image((), plain.source, plain.span, attr=m.Attr(classes=("decorative",)))
    made = laid(
        para((*text("See "), ornament, *text(" here."))),
        m.Figure(ornament, (), ornament.attr, HERE),
        para("After."),
    )
    inline, alone = insets(made)
    assert inline.slot is alone.slot is None
    assert alone.width == pytest.approx(72)
    assert not any(list(slots(figure)) for figure in find(made.structure, "Figure"))
    assert read(made) == "See here. After."


def test_it_can_be_a_link_and_be_linked_to(folder: Path) -> None:
    link = m.Link((image(folder),), "#there", HERE)
    made = laid(para((link, *text(" and "), image(folder, id="there"))))
    (area,) = (box for _, box in boxes(made) if isinstance(box, LinkArea))
    box, other = insets(made)
    assert area[:4] == box[:4]
    assert find(made.structure, "Link")[0].attributes["alt"] == "a sign"
    assert made.anchors["there"].x == pytest.approx(other.x)


def test_it_stands_in_cells_that_are_as_wide_and_in_heads_that_are_repeated(folder: Path) -> None:
    head = m.Row((m.Cell((para((image(folder),)),), HERE), m.Cell((para("Words"),), HERE)), HERE)
    rows = [["a", words(12)] for _ in range(80)]
    made = laid(m.Table(("default",) * 2, head, table(rows).rows, (), m.NO_ATTR, HERE))
    assert len(made.pages) > 1
    again = [box for box in made.pages[1].boxes if isinstance(box, Artifact)]
    assert sum(isinstance(part, ImageBox) for box in again for part in box.boxes) == 1
    wide = m.Cell((para((image(folder, "wide.png", width="150"),)),), HERE)
    (box,) = insets(laid(table([[wide, words(90)]], head=["A", "B"])))
    assert box.width == 150
    part = m.Cell((para((image(folder, "wide.png", width="60%"),)),), HERE)
    first, second = insets(laid(table([[part, part]], head=["A", "B"])))  # reports nothing
    assert first.width == pytest.approx(second.width)
    assert COLUMN / 3 < first.width < COLUMN / 2


def test_one_that_cannot_be_shown_is_reported_and_described(folder: Path) -> None:
    sink = Diagnostics()
    made = laid(para((*text("See "), image(folder, "none.png", "a logo"))), sink=sink)
    assert [(item.severity, item.code) for item in sink] == [("warning", "bad-image")]
    assert read(made) == "See [a logo]"


def test_one_without_words_has_the_name_of_its_file(folder: Path) -> None:
    made = laid(para((*text("See "), image(folder, alt=""))))
    assert find(made.structure, "Figure")[0].attributes["alt"] == "square.png"


def test_the_marker_of_an_item_that_is_an_image_stands_at_its_top(folder: Path) -> None:
    alone = image(folder, height="90")
    figure = m.Figure(alone, text("A caption"), m.NO_ATTR, HERE, "Figure 1", stop=". ")
    made = laid(bullets(figure))
    (box,) = insets(made)
    assert box.y < at(made, "•").y < box.y + 20
