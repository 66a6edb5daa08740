"""Type is as large as the pages allow, and what cannot fit is said with numbers."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout import FitResult, Layout, fit
from briefgen.layout.pages import assemble as assembling
from briefgen.record import replace
from briefgen.theme import Scaling
from tests.layout.samples import (
    HERE,
    cell,
    document,
    fonts,
    glyphs,
    para,
    read,
    section,
    table,
    theme,
    words,
    works,
)

CELL = theme().paragraph("matrix-cell").size


def _matrix(count: int) -> m.Document:
    rows: list[list[str | m.Cell]] = [
        ["Turkey", words(count), words(count // 2)],
        ["Hungary", words(count // 2), words(count // 3)],
    ]
    head = ["Holdout", "Objection", "Outcome"]
    return document(table(rows, head, classes="matrix", widths="1 3 2"))


def _fit(
    made: m.Document,
    sink: Diagnostics | None = None,
    pages: int = 1,
    prefer_pages: int | None = None,
    **limits: float,
) -> FitResult:
    found = Diagnostics() if sink is None else sink
    result = fit(
        made, theme(), fonts(), found, max_pages=pages, prefer_pages=prefer_pages, **limits
    )
    if sink is None:
        assert [str(item) for item in found] == []
    return result


def _fitted(made: m.Document, sink: Diagnostics | None = None, **limits: float) -> Layout:
    return _fit(made, sink, **limits).layout


def test_a_short_document_is_set_at_the_ceiling() -> None:
    made = _fitted(_matrix(40), ceiling=12, floor=8)
    assert len(made.pages) == 1
    assert made.scale == pytest.approx(12 / CELL)


def test_a_long_document_is_set_as_large_as_fits() -> None:
    made = _fitted(_matrix(400), ceiling=13, floor=7)
    assert len(made.pages) == 1
    assert 7 < made.scale * CELL < 13
    bottom = theme().page.height - theme().page.bottom
    assert max(box.y for _, box in glyphs(made)) > bottom - 40


def test_no_text_gets_smaller_than_the_theme_allows() -> None:
    made = _fitted(_matrix(490), ceiling=10.5, floor=6.6)
    assert len(made.pages) == 1
    assert min(box.size for _, box in glyphs(made)) >= theme().minimum - 1e-9


def test_what_is_too_long_is_named_with_what_to_cut() -> None:
    sink = Diagnostics()
    made = _fitted(_matrix(1600), sink, ceiling=11, floor=8)
    assert len(made.pages) > 1
    (error,) = sink.items
    assert (error.severity, error.code) == ("error", "does-not-fit")
    assert "one page" in error.message
    assert "8.0 pt" in error.message
    assert error.span is not None
    assert "'Turkey'" in error.hints[0]
    assert "'Objection' has 1600 words" in error.hints[0]


def test_following_the_advice_makes_it_fit() -> None:
    sink = Diagnostics()
    _fitted(_matrix(1600), sink, ceiling=11, floor=8)
    counts = {"Turkey": [1600, 800], "Hungary": [800, 533]}
    for hint in sink.items[0].hints:
        row = re.findall(r"row '(\w+)'", hint)[0]
        for column, room in re.findall(r"'(\w+)' has \d+ words, room for about (\d+)", hint):
            counts[row][column == "Outcome"] = int(room)
    assert counts["Turkey"][0] > 200
    rows: list[list[str | m.Cell]] = [
        [name, words(first), words(second)] for name, (first, second) in counts.items()
    ]
    head = ["Holdout", "Objection", "Outcome"]
    shorter = document(table(rows, head, classes="matrix", widths="1 3 2"))
    assert len(_fitted(shorter, ceiling=11, floor=8).pages) == 1


def test_running_text_without_rows_is_told_in_words() -> None:
    sink = Diagnostics()
    _fitted(document(section("One", *(para(words(90)) for _ in range(30)))), sink)
    (error,) = sink.items
    assert error.code == "does-not-fit"
    assert "section 'One' by about" in error.hints[0]


def test_without_limits_the_theme_is_the_ceiling_and_legibility_the_floor() -> None:
    short = document(para(words(50)))
    assert _fitted(short).scale == 1.0
    long = document(*(para(words(80, i)) for i in range(11)))
    made = _fitted(long)
    assert len(made.pages) == 1
    assert theme().minimum / theme().paragraph("body").size <= made.scale < 1.0


def test_harm_is_done_in_the_order_of_its_size() -> None:
    sizes = [_fit(_matrix(count), ceiling=10.5, floor=7) for count in range(140, 480, 4)]
    chosen = [made.theme.scaling for made in sizes]
    for by in chosen:
        assert by.leading == 1.0 or by.spacing == pytest.approx(theme().minimum_spacing)
    assert [by for by in chosen if by == Scaling()]
    assert [by for by in chosen if by.spacing < 1.0 and by.leading == 1.0]
    assert [by for by in chosen if by.leading < 1.0 and by.size == 1.0]
    assert [by for by in chosen if by.size < 1.0]


def test_the_size_is_that_of_the_text_and_not_of_the_works_it_cites() -> None:
    made = _fit(document(para(words(60)), works(12)), ceiling=11, floor=8)
    assert made.choice == "11 pt"
    assert made.theme.paragraph("body").size == pytest.approx(11)


def test_what_was_chosen_is_said() -> None:
    assert _fit(_matrix(40), ceiling=12, floor=8).choice == "12 pt"
    said = _fit(_matrix(430), ceiling=13, floor=7).choice
    assert re.fullmatch(r"\d+\.\d+ pt, leading 1\.2\d, spacing 75%, columns rebalanced", said)


def test_columns_are_shared_anew_before_anything_gets_smaller() -> None:
    rows: list[list[str | m.Cell]] = [["Turkey", words(300), words(4)]]
    made = document(table(rows, ["Holdout", "Objection", "Outcome"], classes="matrix"))
    lopsided = document(
        table(rows, ["Holdout", "Objection", "Outcome"], classes="matrix", widths="1 1 1")
    )
    assert _fit(made).choice == "10.5 pt"
    fitted = _fit(lopsided)
    assert fitted.choice == "10.5 pt, columns rebalanced"
    (given,) = fitted.document.blocks
    assert isinstance(given, m.Table)
    first, second, third = map(float, given.attr.get("widths").split())
    assert second > 2 * first
    assert second > 2 * third


LENGTHS = st.lists(st.integers(1, 260), min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(LENGTHS, st.booleans())
def test_what_is_returned_fits_or_is_an_error_and_has_all_words(
    lengths: list[int], tabled: bool
) -> None:
    texts = [words(count, i) for i, count in enumerate(lengths)]
    rows: list[list[str | m.Cell]] = [[text, words(20)] for text in texts]
    block = table(rows, ["A", "B"], widths="1 1") if tabled else section("S", *map(para, texts))
    sink, layouts = Diagnostics(), []
    with _counting(layouts):
        made = _fit(document(block), sink, ceiling=11, floor=8)
    assert len(layouts) <= 8
    assert (len(made.layout.pages) == 1) == (not sink.count("error"))
    read_back = read(made.layout)
    assert read_back.split().count("Four") == sum(text.split().count("Four") for text in texts) + (
        tabled * len(texts)
    )
    if not sink.count("error"):
        assert made.layout.filled_share <= 1.0 + 1e-4  # a page breaks where it is over by a hair
        assert made.theme.scaling.size > 8 / 11


@settings(max_examples=25, deadline=None)
@given(st.integers(60, 500), st.integers(1, 200))
def test_longer_text_never_gets_larger_type(count: int, more: int) -> None:
    short, long = _fit(_matrix(count), Diagnostics()), _fit(_matrix(count + more), Diagnostics())
    assert long.theme.scaling.size <= 1.03 * short.theme.scaling.size


def test_the_search_takes_few_layouts() -> None:
    for size in (40, 150, 300, 400, 520, 2000):
        layouts: list[object] = []
        with _counting(layouts):
            _fit(_matrix(size), Diagnostics(), ceiling=13, floor=6.5)
        assert len(layouts) <= 8


@contextmanager
def _counting(layouts: list[object]) -> Iterator[None]:
    """Note each layout that is made."""
    module = sys.modules["briefgen.layout.fitting.search"]

    def counted(*args: object) -> object:
        layouts.append(args)
        return assembling.assemble(*args)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "assemble", counted)
        yield


def test_two_pages_are_a_limit_too() -> None:
    made = _fit(document(section("One", *(para(words(90, i)) for i in range(17)))), pages=2)
    assert len(made.layout.pages) == 2
    assert 0.6 < made.layout.filled_share <= 1.0


def _paper(count: int) -> m.Document:
    return document(section("One", *(para(words(90, i)) for i in range(count))))


def test_fewer_pages_are_preferred_while_the_type_is_comfortable() -> None:
    made = _fit(_paper(9), pages=3, prefer_pages=1, comfortable=9, floor=8)
    assert len(made.layout.pages) == 1
    assert 9.0 <= made.theme.paragraph("body").size < 10.5


def test_where_fewer_pages_would_be_uncomfortable_there_are_more_in_the_themes_own_size() -> None:
    for count in (14, 18, 30):
        layouts: list[object] = []
        with _counting(layouts):
            made = _fit(_paper(count), pages=6, prefer_pages=1, comfortable=9.5, floor=7)
        assert made.theme.scaling == Scaling()
        assert 1 < len(made.layout.pages) <= 6
        assert made.choice == "10.5 pt (1 page would take less than 9.5 pt)"
        assert len(layouts) <= 4


def test_without_a_comfortable_size_the_preferred_pages_cost_no_size() -> None:
    sizes = [_fit(_paper(n), pages=4, prefer_pages=1).theme.scaling for n in range(4, 12)]
    assert {by.size for by in sizes} == {1.0}
    assert [by for by in sizes if by.leading < 1.0]
    assert sizes[-1] == Scaling()


def test_pages_may_be_preferred_without_a_limit() -> None:
    short, long = (
        fit(_paper(n), theme(), fonts(), Diagnostics(), max_pages=None, prefer_pages=2,
            comfortable=9) for n in (20, 40)
    )  # fmt: skip
    assert len(short.layout.pages) == 2
    assert short.theme.scaling.size < 1.0
    assert len(long.layout.pages) > 4
    assert long.theme.scaling == Scaling()


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 45), st.integers(1, 3), st.integers(1, 3), st.booleans())
def test_a_preference_never_costs_a_document_its_limit(
    count: int, prefer: int, more: int, tabled: bool
) -> None:
    rows: list[list[str | m.Cell]] = [[words(40, i), words(60, i)] for i in range(count)]
    made = document(table(rows, ["A", "B"], widths="1 1")) if tabled else _paper(count)
    limit, plain, both = prefer + more, Diagnostics(), Diagnostics()
    without = _fit(made, plain, pages=limit, floor=8)
    layouts: list[object] = []
    with _counting(layouts):
        fitted = _fit(made, both, pages=limit, prefer_pages=prefer, comfortable=9, floor=8)
    assert len(layouts) <= 8
    assert both.count("error") == plain.count("error")
    body = fitted.theme.paragraph("table-cell" if tabled else "body").size
    if len(fitted.layout.pages) <= prefer and len(without.layout.pages) > prefer:
        assert body >= 9 - 1e-9


def test_following_the_advice_for_text_makes_it_fit() -> None:
    counts = {"One": 500, "Two": 900, "Three": 60}
    sink = Diagnostics()
    _fit(_sections(counts), sink, floor=9)
    (error,) = sink
    assert re.search(r"about \d+ words$", error.message)
    for hint in error.hints:
        name, cut = re.findall(r"section '(\w+)' by about (\d+) of its", hint)[0]
        counts[name] -= int(cut)
    assert counts["Three"] > 30
    assert 250 < counts["One"] < counts["Two"]
    assert len(_fit(_sections(counts), floor=9).layout.pages) == 1


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(5, 300), st.integers(5, 300)), min_size=2, max_size=5))
def test_following_the_advice_for_any_rows_makes_them_fit(counts: list[tuple[int, int]]) -> None:
    cells = [[f"Row {i}", words(a, i), words(b)] for i, (a, b) in enumerate(counts)]
    head = ["Name", "Objection", "Outcome"]
    for _ in range(3):
        sink = Diagnostics()
        _fit(document(table([[*row] for row in cells], head, widths="1 3 3")), sink, floor=9.25)
        if not sink.count("error"):
            break
        for hint in sink.items[0].hints:
            if row := re.search(r"row 'Row (\d)'", hint):
                for column, room in re.findall(
                    r"'(\w+)' has \d+ words, room for about (\d+)", hint
                ):
                    place = head.index(column)
                    cells[int(row[1])][place] = words(int(room), int(row[1]))
    assert not sink.count("error")


def test_what_cannot_be_shortened_is_not_asked_for() -> None:
    def stub(number: int) -> m.Cell:
        return cell(f"Country {number}", "President Somebody", "Cleared 18 June 2024")

    rows: list[list[str | m.Cell]] = [[stub(i), words(4, i)] for i in range(60)]
    sink = Diagnostics()
    _fit(document(table(rows, ["Holdout", "Objection"], widths="1 2")), sink, floor=9)
    (error,) = sink
    rest, more = error.hints
    found = re.fullmatch(
        r"leave out (\d+) of 60 rows: 'Country \d+' \(line \d+\), .*, \.\.\.", rest
    )
    assert found
    kept = rows[: 60 - int(found[1])]
    _fit(document(table(kept, ["Holdout", "Objection"], widths="1 2")), floor=9)
    allowed = re.fullmatch(r"or allow more pages: max_pages = (\d) in audience.toml", more)
    assert allowed
    _fit(
        document(table(rows, ["Holdout", "Objection"], widths="1 2")),
        pages=int(allowed[1]),
        floor=9,
    )


def test_smaller_text_is_offered_where_the_theme_has_it() -> None:
    rows: list[list[str | m.Cell]] = [[f"Country {i}", words(3, i)] for i in range(45)]
    made = document(table(rows, ["Holdout", "Objection"], widths="1 2"))
    sink = Diagnostics()
    _fit(made, sink, floor=9)
    hints = " ".join(sink.items[0].hints)
    (offered,) = re.findall(r"or allow smaller text: floor = ([\d.]+) under \[fit\]", hints)
    assert theme().minimum < float(offered) < 9
    _fit(made, floor=float(offered))


def test_the_rows_to_leave_out_are_those_of_the_report_and_not_of_the_template() -> None:
    def row(number: int) -> m.Row:
        at, by = Span("report.md", 10 * number), Span("template.md.j2", 3)
        name = m.Paragraph((m.Text(f"Country {number}", at),), by)
        return m.Row((m.Cell((name,), by), m.Cell((para("short"),), by)), by)

    rows = tuple(row(number) for number in range(1, 61))
    whole = m.Table(
        ("default",) * 2, m.Row((), HERE), rows, (), m.NO_ATTR, Span("template.md.j2", 1)
    )
    made = replace(document(whole), metadata=m.Metadata(span=Span("report.md", 1)))
    sink = Diagnostics()
    _fit(made, sink, floor=9)
    (error,) = sink
    assert error.span == Span("report.md", 10)
    assert "rows: 'Country 1' (line 10), 'Country 2' (line 20), " in error.hints[0]


def _sections(counts: dict[str, int]) -> m.Document:
    return document(
        *(
            section(name, *(para(words(min(count - i, 100))) for i in range(0, count, 100)))
            for name, count in counts.items()
        )
    )


def test_each_finding_is_reported_once() -> None:
    sink = Diagnostics()
    wide: list[str | m.Cell] = ["unconstitutionality"] * 14
    _fitted(document(table([wide])), sink, ceiling=12, floor=8)
    assert [item.code for item in sink] == ["table-too-wide"]


def test_the_same_input_gives_the_same_scale() -> None:
    first, second = (_fitted(_matrix(350), ceiling=13, floor=7).scale for _ in range(2))
    assert first == second
