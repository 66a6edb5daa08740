"""Type is as large as the pages allow, and what cannot fit is said with numbers."""

from __future__ import annotations

import re

import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout import Layout, fit
from briefgen.layout import assemble as assembling
from tests.layout.samples import (
    document,
    fonts,
    glyphs,
    para,
    section,
    table,
    theme,
    words,
)

CELL = theme().paragraph("matrix-cell").size


def _matrix(count: int) -> m.Document:
    rows: list[list[str | m.Cell]] = [
        ["Turkey", words(count), words(count // 2)],
        ["Hungary", words(count // 2), words(count // 3)],
    ]
    head = ["Holdout", "Objection", "Outcome"]
    return document(table(rows, head, classes="matrix", widths="1 3 2"))


def _fitted(made: m.Document, sink: Diagnostics | None = None, **limits: float) -> Layout:
    found = Diagnostics() if sink is None else sink
    result = fit(made, theme(), fonts(), found, max_pages=1, **limits)
    if sink is None:
        assert [str(item) for item in found] == []
    return result


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
    assert "words" in error.hints[0]


def test_without_limits_the_theme_is_the_ceiling_and_legibility_the_floor() -> None:
    short = document(para(words(50)))
    assert _fitted(short).scale == 1.0
    long = document(*(para(words(80, i)) for i in range(11)))
    made = _fitted(long)
    assert len(made.pages) == 1
    assert theme().minimum / theme().paragraph("body").size <= made.scale < 1.0


def test_the_search_takes_few_layouts(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    module = sys.modules["briefgen.layout.fit"]
    count = 0

    def counted(*args: object) -> object:
        nonlocal count
        count += 1
        return assembling.assemble(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "assemble", counted)
    for size in (40, 150, 300, 400, 520):
        count = 0
        _fitted(_matrix(size), ceiling=13, floor=6.5)
        assert count <= 8


def test_each_finding_is_reported_once() -> None:
    sink = Diagnostics()
    wide: list[str | m.Cell] = ["unconstitutionality"] * 14
    _fitted(document(table([wide])), sink, ceiling=12, floor=8)
    codes = [item.code for item in sink]
    assert len(codes) == len(set(codes))


def test_the_same_input_gives_the_same_scale() -> None:
    first, second = (_fitted(_matrix(350), ceiling=13, floor=7).scale for _ in range(2))
    assert first == second
