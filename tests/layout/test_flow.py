"""Blocks become lines, marks and structure in reading order."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.citations.works import ways_back
from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout.boxes import Artifact, Disc, Element, Fill, Glyphs, ImageBox, LinkArea, Slot
from briefgen.layout.flow.timeline import days, positions
from briefgen.walk import blocks_text
from tests.layout.samples import (
    HERE,
    boxes,
    bullets,
    cite,
    div,
    find,
    fonts,
    glyphs,
    laid,
    lines,
    para,
    read,
    roles,
    section,
    span,
    table,
    text,
    theme,
    words,
    works,
)

LEFT = theme().page.left
RIGHT = theme().page.width - theme().page.right


def _at(made: object, word: str) -> Glyphs:
    return next(box for _, box in glyphs(made) if word in "".join(box.text))  # type: ignore[arg-type]


def test_a_paragraph_is_one_element_whose_slots_hold_its_words() -> None:
    inlines = (*text("One "), m.Emphasis(text("two"), HERE), *text(" three."))
    made = laid(para(inlines))
    assert roles(made.structure) == ["Document", "P"]
    assert read(made) == "One two three."


def test_emphasis_inside_emphasis_stands_upright() -> None:
    inner = m.Emphasis(text("inner"), HERE)
    made = laid(para((m.Emphasis((*text("outer "), inner), HERE),)))
    assert _at(made, "outer").face == fonts().face("serif", False, True).key
    assert _at(made, "inner").face == fonts().face("serif").key


def test_a_heading_has_its_number_in_the_accent_colour_and_a_rule_below() -> None:
    made = laid(section("The void", para("Text."), number="1", name="void"))
    number, title = _at(made, "1"), _at(made, "void")
    assert number.x == LEFT
    assert number.colour == theme().colours["accent"] != title.colour
    assert title.x > number.x
    assert number.y == title.y
    assert read(made, find(made.structure, "H1")[0]) == "1 The void"
    rules = [box for _, box in boxes(made) if isinstance(box, Fill)]
    assert [(rule.x, rule.x + rule.width) for rule in rules] == [(LEFT, pytest.approx(RIGHT))]
    assert rules[0].y > title.y


def test_heading_levels_follow_nesting_and_never_skip() -> None:
    deep = section("Deep", para("x"), level=4)
    made = laid(section("Top", deep, section("Next", level=2), level=1))
    assert [role for role in roles(made.structure) if role[0] == "H"] == ["H1", "H2", "H2"]


def test_outline_and_anchors_name_every_section() -> None:
    made = laid(section("Top", section("Inner", para("x"), level=2, number="1.1"), number="1"))
    assert [(e.level, e.title, e.target) for e in made.outline] == [
        (1, "1 Top", "top"),
        (2, "1.1 Inner", "inner"),
    ]
    assert {"top", "inner"} <= set(made.anchors)
    assert made.anchors["top"].y < made.anchors["inner"].y


def test_lists_have_hanging_markers_in_labels_of_their_own() -> None:
    made = laid(bullets(words(30), words(10)))
    bullet, body = _at(made, "•"), _at(made, "Four")
    assert bullet.x == LEFT < body.x
    assert bullet.y == body.y
    assert roles(made.structure) == ["Document", "L", *["LI", "Lbl", "LBody", "P"] * 2]
    assert read(made).count("•") == 2
    left_edges = {round(box.x, 3) for _, box in glyphs(made) if "•" not in box.text}
    assert min(left_edges) == pytest.approx(body.x, abs=0.01)


@pytest.mark.parametrize(
    ("style", "start", "expected"),
    [
        ("decimal", 9, "9 10 11"),
        ("lower-alpha", 26, "z aa ab"),
        ("upper-roman", 3, "III IV V"),
        ("upper-alpha", 1, "A B C"),
    ],
)
def test_ordered_lists_count_as_they_say(style: str, start: int, expected: str) -> None:
    items = tuple(m.ListItem((para("…"),), HERE) for _ in range(3))
    made = laid(m.OrderedList(items, HERE, start, style))  # type: ignore[arg-type]
    labels = [read(made, label) for label in find(made.structure, "Lbl")]
    assert " ".join(labels) == expected


def test_a_wide_number_pushes_the_text_of_its_list_to_the_right() -> None:
    items = tuple(m.ListItem((para("text"),), HERE) for _ in range(2))
    near = laid(m.OrderedList(items, HERE, 1))
    far = laid(m.OrderedList(items, HERE, 1_000_000))
    assert _at(far, "text").x > _at(near, "text").x


def test_nested_lists_change_their_bullet_and_tasks_show_their_state() -> None:
    inner = m.ListItem((para("in"), bullets("deep")), HERE)
    done = m.ListItem((para("done"),), HERE, checked=True)
    open_ = m.ListItem((para("open"),), HERE, checked=False)
    made = laid(m.BulletList((inner, done, open_), HERE))
    labels = [read(made, label) for label in find(made.structure, "Lbl")]
    assert labels == ["•", "–", "☑", "☐"]


def test_a_label_runs_into_its_definition() -> None:
    item = m.DefinitionItem(text("The Grievance"), ((para(words(30)),),), HERE)
    made = laid(m.DefinitionList((item,), HERE))
    term, body = _at(made, "Grievance"), _at(made, "Four")
    assert term.y == body.y
    assert term.face == fonts().face("sans", True).key
    assert term.x > LEFT
    assert body.x >= term.x + term.expansion * sum(term.advances) - 0.01
    assert term.advances[-1] > 4
    assert roles(made.structure) == ["Document", "L", "LI", "Lbl", "LBody", "P"]


def test_a_definition_that_is_no_paragraph_follows_its_term() -> None:
    item = m.DefinitionItem(text("Term"), ((bullets("x"), para("y")),), HERE)
    made = laid(m.DefinitionList((item,), HERE))
    assert read(made) == "Term • x y"


def test_code_keeps_its_spaces_and_long_lines_go_on() -> None:
    code = m.CodeBlock("a  =  1\n\n    b\n" + "x" * 200, HERE)
    made = laid(code)
    texts = ["".join(box.text).rstrip() for _, box in glyphs(made)]
    assert texts[:2] == ["a  =  1", "    b"]
    assert "".join(texts[2:]) == "x" * 200
    assert {box.face for _, box in glyphs(made)} == {fonts().face("mono").key}
    assert max(box.x + sum(box.advances[:-1]) for _, box in glyphs(made)) <= RIGHT
    assert roles(made.structure) == ["Document", "P", "Code"]


def test_a_panel_draws_its_background_behind_its_text() -> None:
    made = laid(div("panel", para(words(30))))
    kinds = [type(box) for _, box in boxes(made)]
    assert kinds.index(Fill) < kinds.index(Glyphs)
    back = next(box for _, box in boxes(made) if isinstance(box, Fill))
    tops = [box.y - box.size for _, box in glyphs(made)]
    assert back.colour == theme().colours["tint"]
    assert back.y < min(tops)
    assert back.y + back.height > max(box.y for _, box in glyphs(made))


def test_text_is_justified_only_where_lines_are_long_enough() -> None:
    def ends(*blocks: m.Block) -> set[float]:
        made = glyphs(laid(*blocks))
        return {round(box.x + _ink(box)) for _, box in made if len(box.text) > 15}

    assert len(ends(para(words(200)))) < 7  # what hangs, and the last line
    assert len(ends(div("columns", para(words(200)), count="3"))) > 10


def test_children_of_a_row_stand_side_by_side_in_their_proportions() -> None:
    made = laid(div("row", div("", para("alpha")), div("", para("beta")), widths="3 1", gap="10"))
    alpha, beta = _at(made, "alpha"), _at(made, "beta")
    assert alpha.y == beta.y
    assert beta.x - LEFT == pytest.approx((RIGHT - LEFT - 10) * 0.75 + 10)


def test_columns_are_balanced() -> None:
    made = laid(div("columns", works(12), count="3"))
    tops = [y for _, y, _ in lines(made)]
    by_column = {
        x: sorted(box.y for _, box in glyphs(made) if box.x == x)
        for x in {box.x for _, box in glyphs(made) if "[" in "".join(box.text)}
    }
    assert len(by_column) == 3
    depths = [max(column) for column in by_column.values()]
    assert max(depths) - min(depths) < 40
    assert min(tops) == pytest.approx(min(min(c) for c in by_column.values()), abs=0.1)


def test_the_foot_of_a_cover_stands_at_the_bottom_and_has_no_running_heads() -> None:
    cover = div("cover", div("title", para("Title")), div("foot small", para("Foot")))
    made = laid(cover, para("Body"), footer=m.RunningText("{page}", "", ""))
    first, second = made.pages
    assert not any(isinstance(box, Artifact) for box in first.boxes)
    assert any(isinstance(box, Artifact) and box.kind == "Footer" for box in second.boxes)
    page = theme().page
    assert page.height * 0.15 < _at(made, "Title").y < page.height * 0.45
    assert page.height - page.bottom - 16 < _at(made, "Foot").y < page.height - page.bottom
    assert find(made.structure, "Title")


def test_citations_link_to_entries_and_entries_link_back() -> None:
    trail = ways_back([("§1", "cite-1")], "en-GB", HERE)
    work = m.Work(7, "seven", text("Seven."), HERE, "[7]", trail)
    paragraph = para((*text("Claimed "), cite(7, "seven", "cite-1"), *text(".")))
    made = laid(section("One", paragraph, m.WorksCited(HERE, works=(work,)), number="1"))
    areas = [box for _, box in boxes(made) if isinstance(box, LinkArea)]
    assert [area.target for area in areas] == ["#ref-seven", "#cite-1"]
    assert all(area.element is not None and area.element.role == "Link" for area in areas)
    assert made.anchors["ref-seven"].y > made.anchors["cite-1"].y
    assert read(made).endswith("Claimed [7]. [7] Seven. · cited in §1")


def test_works_without_labels_stand_at_the_margin() -> None:
    listed = m.WorksCited(HERE, works=(m.Work(0, "k", text("Work."), HERE),))
    made = laid(para("Above"), listed)
    assert read(made) == "Above Work."
    assert _at(made, "Work.").x == _at(made, "Above").x


def test_the_number_of_a_short_work_leads_back_to_where_it_is_cited() -> None:
    back = m.Backlink("cited in §1", "cite-1")
    work = m.Work(7, "seven", text("Seven."), HERE, "[7]", back=back)
    claim = para((*text("Claimed "), cite(7, "seven", "cite-1"), *text(".")))
    made = laid(claim, m.WorksCited(HERE, form="short", works=(work,)))
    areas = [box for _, box in boxes(made) if isinstance(box, LinkArea)]
    assert [area.target for area in areas] == ["#ref-seven", "#cite-1"]
    *_, number = (box for _, box in glyphs(made) if "".join(box.text).startswith("[7]"))
    assert areas[1].contents == "cited in §1"
    assert areas[1].element is not None
    assert areas[1].element.role == "Link"
    assert number.slot in areas[1].element.kids
    assert areas[1].x <= number.x
    assert areas[1].x + areas[1].width >= number.x + sum(number.advances[:3]) - 0.01


def test_a_citation_never_begins_a_line() -> None:
    for count in range(8, 30):
        made = laid(para((*text(words(count) + " "), cite(1), *text(" " + words(12)))))
        starts = [value for _, _, value in lines(made)]
        assert not any(value.startswith("[") for value in starts)


def test_a_footnote_stands_at_the_foot_and_is_linked_both_ways() -> None:
    note = m.Note((para("Said elsewhere."),), HERE, 1)
    made = laid(para((*text("Claim"), note, *text("."))), para("Next."))
    foot = _at(made, "Said")
    page = theme().page
    assert page.height - page.bottom - 14 < foot.y < page.height - page.bottom
    targets = {box.target for _, box in boxes(made) if isinstance(box, LinkArea)}
    assert targets == {"#note-1", "#note-ref-1"} <= {f"#{name}" for name in made.anchors}
    element = find(made.structure, "Note")[0]
    assert element.attributes["id"] == "note-1"
    assert read(made, element) == "1 Said elsewhere."
    assert read(made) == "Claim1. 1 Said elsewhere. Next."


def test_cross_references_are_links_only_where_their_target_is() -> None:
    here = m.CrossReference("one", HERE, "§1")
    gone = m.CrossReference("two", HERE, "§2", linked=False)
    lost = m.CrossReference("three", HERE, "§3")
    made = laid(section("One", para((here, *text(" "), gone, *text(" "), lost)), name="one"))
    areas = [box for _, box in boxes(made) if isinstance(box, LinkArea)]
    assert [area.target for area in areas] == ["#one"]
    assert len(find(made.structure, "Link")) == 1
    assert read(made).endswith("§1 §2 §3")


def test_contents_have_page_numbers_leaders_and_links() -> None:
    entries = (
        m.ContentsEntry("one", "1", text("One"), 1),
        m.ContentsEntry("two", "1.1", text("Two"), 2),
    )
    made = laid(
        m.Contents(HERE, entries=entries),
        m.PageBreak(HERE),
        section("One", section("Two", para("x"), level=2, number="1.1"), number="1"),
    )
    toc = find(made.structure, "TOC")[0]
    assert read(made, toc) == "1 One 2 1.1 Two 2"
    numbers = [box for page, box in glyphs(made) if page == 0 and "".join(box.text) == "2 "]
    assert all(box.x + sum(box.advances[:-1]) == pytest.approx(RIGHT) for box in numbers)
    leaders = [box for box in made.pages[0].boxes if isinstance(box, Artifact)]
    assert len(leaders) == 1
    areas = [box for box in made.pages[0].boxes if isinstance(box, LinkArea)]
    assert [area.target for area in areas] == ["#one", "#two"]
    assert areas[0].x + areas[0].width == pytest.approx(RIGHT)


def test_contents_without_entries_print_nothing() -> None:
    assert roles(laid(m.Contents(HERE), para("x")).structure) == ["Document", "P"]


def test_events_are_spaced_by_date_without_touching() -> None:
    dates = ["2024-01-01", "2024-01-02", "2024-06-01", "2024-12-31"]
    events = tuple(m.Event(d, text(d), text(words(4)), HERE) for d in dates)
    made = laid(m.Timeline(events, HERE))
    discs = [box.x for _, box in boxes(made) if isinstance(box, Disc)]
    assert len(discs) == 4
    assert discs == sorted(discs)
    assert discs[1] - discs[0] < discs[2] - discs[1]
    assert roles(made.structure)[1:6] == ["L", "LI", "Lbl", "LBody", "P"]
    _assert_no_overlap(made)


def test_many_events_go_on_in_another_line() -> None:
    events = tuple(m.Event("2024", text("September 2024"), text("word"), HERE) for _ in range(20))
    made = laid(m.Timeline(events, HERE))
    discs = [box for _, box in boxes(made) if isinstance(box, Disc)]
    assert len(discs) == 20
    assert len({disc.y for disc in discs}) > 1
    assert all(LEFT <= disc.x <= RIGHT for disc in discs)
    _assert_no_overlap(made)


def test_dates_that_are_none_stand_where_their_predecessor_does() -> None:
    assert days(["2024-02", "soon", "2024-02-03"]) == [738917.0, 738917.0, 738919.0]
    assert days(["x", "y"]) == [0.0, 1.0]
    assert days([]) == []


def test_positions_keep_each_event_its_width() -> None:
    xs = positions([0, 1, 1000], [(50, 50), (50, 50), (50, 50)], 400)
    assert xs[0] == 0
    assert xs[1] == pytest.approx(50.25, abs=0.1)
    assert xs[2] == pytest.approx(350)


def test_events_of_one_day_stand_side_by_side() -> None:
    assert positions([7, 7], [(50, 60), (50, 60)], 400) == [0, 60]
    assert positions([7], [(50, 60)], 400) == [0]


def test_a_phrase_in_another_language_says_so() -> None:
    made = laid(para((*text("The "), span("Ankara'nın", lang="tr"), *text(" veto"))))
    assert find(made.structure, "Span")[0].attributes == {"lang": "tr"}


def test_a_section_and_a_table_in_another_language_say_so() -> None:
    attr = m.Attr(id="a", pairs=(("lang", "de"),))
    made = laid(replace(section("Titel", para(words(9))), attr=attr), para(words(2)))
    (german,) = find(made.structure, "Div")
    assert german.attributes == {"lang": "de"}
    assert roles(german)[1:3] == ["Sect", "H1"]
    made = laid(replace(table([["eins"]], ["zwei"]), attr=attr))
    assert [found.attributes for found in find(made.structure, "Div")] == [{"lang": "de"}]


def test_chips_keep_clear_of_their_neighbours() -> None:
    made = laid(para((*text("before "), span("Cleared", "cleared"), *text(" after"))))
    chip = next(box for _, box in boxes(made) if isinstance(box, Fill))
    before, after = _at(made, "before"), _at(made, "after")
    assert before.x + sum(before.advances) <= chip.x + 0.01
    assert chip.x + chip.width <= after.x + sum(after.advances[:1])
    assert chip.radius > 0


def test_capitals_are_printed_but_the_rest_of_the_style_stays() -> None:
    made = laid(div("kicker", para("Full dossier")))
    assert read(made) == "FULL DOSSIER"


def test_running_heads_are_artifacts_with_their_fields_filled() -> None:
    made = laid(
        section("One", para("x"), number="1"),
        header=m.RunningText("", "MARK", ""),
        footer=m.RunningText("The title · {section}", "", "Page {page} of {pages}"),
    )
    heads = {box.kind: box for box in made.pages[0].boxes if isinstance(box, Artifact)}
    said = {
        kind: ["".join(box.text) for box in artifact.boxes if isinstance(box, Glyphs)]
        for kind, artifact in heads.items()
    }
    assert said == {
        "Header": ["MARK"],
        "Footer": ["The title · 1\u2002One", "Page 1 of 1"],
    }
    assert any(isinstance(box, Fill) for box in heads["Footer"].boxes)


def test_an_empty_field_leaves_no_gap_in_a_running_head() -> None:
    made = laid(para("x"), footer=m.RunningText("One {section} two ·", "", ""))
    footer = next(box for box in made.pages[0].boxes if isinstance(box, Artifact))
    assert ["".join(b.text) for b in footer.boxes if isinstance(b, Glyphs)] == ["One two"]


def test_a_running_head_that_is_too_long_is_cut_off() -> None:
    made = laid(para("x"), footer=m.RunningText("A " * 300, "", "Page {page}"))
    footer = next(box for box in made.pages[0].boxes if isinstance(box, Artifact))
    left, right = (box for box in footer.boxes if isinstance(box, Glyphs))
    assert "".join(left.text).endswith("…")
    assert left.x + sum(left.advances) < right.x


# --------------------------------------------------------------------------------------- figures


def _figure(source: Path, **pairs: str) -> m.Figure:
    at = Span(str(source.parent / "report.md"), 3)
    attr = m.Attr(pairs=tuple(pairs.items()))
    image = m.Image(text("A red square"), source.name, at, attr=attr)
    return m.Figure(image, text("The caption"), m.Attr("fig"), at, "Figure 1", stop=". ")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A wide PNG."""
    from PIL import Image

    Image.new("RGB", (2000, 500), "red").save(tmp_path / "red.png")
    return tmp_path / "red.png"


def test_a_wide_image_is_scaled_to_the_column(picture: Path) -> None:
    made = laid(_figure(picture))
    image = next(box for _, box in boxes(made) if isinstance(box, ImageBox))
    assert (image.x, image.width) == pytest.approx((LEFT, RIGHT - LEFT))
    assert image.height == pytest.approx(image.width / 4)
    figure = find(made.structure, "Figure")[0]
    assert figure.attributes["alt"] == "A red square"
    assert len(figure.attributes["bbox"].split()) == 4
    assert read(made) == "Figure 1. The caption"
    assert "fig" in made.anchors


def test_an_image_can_say_how_wide_it_is(picture: Path) -> None:
    for width, points in (("50%", (RIGHT - LEFT) / 2), ("4cm", 4 * 72 / 2.54), ("100px", 75.0)):
        made = laid(_figure(picture, width=width))
        image = next(box for _, box in boxes(made) if isinstance(box, ImageBox))
        assert image.width == pytest.approx(points)


def test_a_caption_stands_beside_its_figure_for_an_alternative_text_hides_what_is_within(
    picture: Path,
) -> None:
    made = laid(_figure(picture))
    (figure,) = find(made.structure, "Figure")
    assert all(isinstance(kid, Slot) for kid in figure.kids)
    (around,) = find(made.structure, "Div")
    assert roles(around) == ["Div", "Figure", "Caption"]


def test_a_figure_is_in_the_language_that_it_says(picture: Path) -> None:
    figure = _figure(picture)
    made = laid(replace(figure, attr=m.Attr("fig", pairs=(("lang", "fr"),))))
    assert [each.attributes.get("lang") for each in find(made.structure, "Div")] == ["fr", None]


@pytest.mark.parametrize("content", [None, b"<svg>", b"\x89PNG broken"])
def test_an_image_that_cannot_be_shown_is_reported_and_described(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / ("image.svg" if content == b"<svg>" else "image.png")
    if content is not None:
        file.write_bytes(content)
    sink = Diagnostics()
    made = laid(_figure(file), sink=sink)
    assert [(item.severity, item.code) for item in sink] == [("warning", "bad-image")]
    assert sink.items[0].span == Span(str(tmp_path / "report.md"), 3)
    assert read(made) == "A red square Figure 1. The caption"


# ------------------------------------------------------------------------------------ properties


def _assert_inside(made: object) -> None:
    page = theme().page
    for _, box in boxes(made):  # type: ignore[arg-type]
        if isinstance(box, Glyphs):
            assert box.x >= LEFT - 0.1
            assert box.x + _ink(box) <= RIGHT + 1.5
            assert page.top <= box.y <= page.height - page.bottom
        elif isinstance(box, Fill):
            assert box.x >= LEFT - 5
            assert box.x + box.width <= RIGHT + 5
            assert box.y >= page.top - 5
            assert box.y + box.height <= page.height - page.bottom + 0.1


def _assert_no_overlap(made: object) -> None:
    """No run of glyphs stands on another: capitals' height above, none below the baseline."""
    by_page: dict[int, list[Glyphs]] = {}
    for page, box in glyphs(made):  # type: ignore[arg-type]
        by_page.setdefault(page, []).append(box)
    for runs in by_page.values():
        runs.sort(key=lambda box: box.y)
        for i, a in enumerate(runs):
            for b in runs[i + 1 :]:
                if b.y - a.y >= 0.66 * min(a.size, b.size):
                    break
                assert a.x + _ink(a) <= b.x + 0.05 or b.x + _ink(b) <= a.x + 0.05, (a, b)


def _ink(box: Glyphs) -> float:
    """Return the width of a run without a space at its end."""
    advances = box.advances[:-1] if box.text[-1] == " " else box.advances
    return box.expansion * sum(advances)


class _Words:
    """Hands out numbered words, so that each can be found again."""

    def __init__(self) -> None:
        self.count = 0

    def text(self, count: int) -> m.Inlines:
        self.count += count
        return text(" ".join(f"w{i}" for i in range(self.count - count, self.count)))


def _block(kind: str, size: int, depth: int, source: _Words) -> m.Block:
    def inner(count: int) -> tuple[m.Block, ...]:
        kinds = ("para", "list", "table", "quote", "panel", "row", "terms", "columns", "section")
        if depth > 2:
            return (_block("para", size, depth, source),)
        return tuple(
            _block(kinds[(size * 7 + i * 5 + depth) % len(kinds)], size + i, depth + 1, source)
            for i in range(count)
        )

    match kind:
        case "list":
            items = tuple(m.ListItem(inner(1 + i % 2), HERE) for i in range(size % 3 + 1))
            return m.BulletList(items, HERE)
        case "terms":
            made = tuple(
                m.DefinitionItem(source.text(2), (inner(1),), HERE) for _ in range(size % 3 + 1)
            )
            return m.DefinitionList(made, HERE)
        case "table":
            rows = [
                m.Row(tuple(m.Cell(inner(1), HERE) for _ in range(2)), HERE)
                for _ in range(size % 4 + 1)
            ]
            return m.Table(("default",) * 2, m.Row((), HERE), tuple(rows), (), m.Attr(), HERE)
        case "quote":
            return m.BlockQuote(inner(1), HERE)
        case "panel":
            return m.Div(inner(2), m.Attr(classes=("panel",)), HERE)
        case "row":
            return m.Div(inner(2), m.Attr(classes=("row",)), HERE)
        case "columns":
            return m.Div(inner(3), m.Attr(classes=("columns",)), HERE)
        case "section":
            name = f"s{source.count}"
            return m.Section(source.text(3), 1 + size % 6, inner(2), m.Attr(name), HERE)
        case _:
            return para(source.text(size))


_KINDS = st.sampled_from(
    ["para", "para", "list", "terms", "table", "quote", "panel", "row", "columns", "section"]
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(_KINDS, st.integers(1, 90)), max_size=5))
def test_every_word_is_set_once_in_order_inside_the_margins(
    kinds: list[tuple[str, int]],
) -> None:
    source = _Words()
    blocks = tuple(_block(kind, size, 0, source) for kind, size in kinds)
    sink = Diagnostics()
    made = laid(*blocks, sink=sink)
    expected = re.findall(r"w\d+", blocks_text(blocks))
    assert expected == [f"w{i}" for i in range(source.count)]
    assert re.findall(r"w\d+", read(made)) == expected
    assert _slots_are_unique(made.structure)
    assert {item.code for item in sink} <= {"table-too-wide"}
    if not sink.items:
        _assert_inside(made)
        _assert_no_overlap(made)


def _slots_are_unique(element: Element) -> bool:
    seen: list[Slot] = []

    def visit(node: Element) -> None:
        for kid in node.kids:
            if isinstance(kid, Slot):
                seen.append(kid)
            else:
                visit(kid)

    visit(element)
    return len(seen) == len(set(seen))


def test_odd_content_is_laid_out_without_complaint() -> None:
    deep: m.Block = para("deep")
    for _ in range(40):
        deep = m.BulletList((m.ListItem((deep,), HERE),), HERE)
    laid(
        deep,
        table([]),
        table([[]]),
        m.Timeline((), HERE),
        m.WorksCited(HERE),
        m.BulletList((), HERE),
        m.DefinitionList((), HERE),
        m.BulletList((m.ListItem((), HERE),), HERE),
        m.CodeBlock("", HERE),
        div("row"),
        div("columns"),
        div("panel"),
        div("cover"),
        div("columns row", count="999", gap="-3", widths="x y"),
        section("", para("x")),
        para(""),
        m.Paragraph((), HERE),
        m.DefinitionList((m.DefinitionItem((), (), HERE),), HERE),
        m.BlockQuote((), HERE),
    )
    assert len(laid().pages) == 1


def test_every_slot_leads_back_to_its_source() -> None:
    at = Span("report.md", 12, 3)
    made = laid(m.Paragraph((m.Text("words", at),), at))
    assert [box.slot.span for _, box in glyphs(made) if box.slot] == [at]
