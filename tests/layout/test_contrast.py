"""Text that is too faint for what it stands on is reported, with a colour that would do."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen.colour import contrast
from briefgen.diagnostics import GENERATED, Diagnostics, Span
from briefgen.layout.boxes import Artifact, Fill, Glyphs, Layout, Page, Slot
from briefgen.layout.contrast import report_faint
from tests.layout.samples import HERE, laid, para, section, table

THEME = Span("audience.toml", 3)
COLOURS = st.from_regex(r"#[0-9a-f]{6}", fullmatch=True)


def _found(*boxes: Glyphs | Fill | Artifact) -> list[tuple[str, Span | None]]:
    page = Page(600, 800, list(boxes))
    sink = Diagnostics()
    report_faint(replace(laid(), pages=[page]), THEME, sink)
    assert all(item.code == "faint-text" and item.severity == "warning" for item in sink)
    return [(item.message + " " + item.hints[0], item.span) for item in sink]


def _word(colour: str, *, size: float = 10.0, slot: Slot | None = None, said: str = "a") -> Glyphs:
    return Glyphs(100, 100, "serif", size, colour, (1,), (5.0,), (said,), slot)


@pytest.mark.parametrize(
    ("colour", "ground", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ff0000", "#0000ff", 2.15)],
)
def test_contrast_is_as_wcag_counts_it(colour: str, ground: str, ratio: float) -> None:
    assert contrast(colour, ground) == contrast(ground, colour) == pytest.approx(ratio, abs=0.01)


def test_faint_text_is_reported_once_for_its_colours_at_its_place() -> None:
    faint = _word("#999999", slot=Slot(HERE))
    ((said, span),) = _found(faint, _word("#999999"), _word("#595959"))
    assert said.startswith("text in #999999 on #ffffff is hard to read: its contrast is 2.8:1")
    assert span == HERE


def test_text_that_nobody_wrote_is_reported_at_the_audience() -> None:
    assert [s for _, s in _found(Artifact("Footer", (_word("#aaaaaa"),)))] == [THEME]
    assert [s for _, s in _found(_word("#aaaaaa", slot=Slot(GENERATED)))] == [THEME]


def test_what_stands_behind_a_word_is_what_counts() -> None:
    panel = Fill(90, 80, 200, 40, "#1a2b4c")
    assert _found(panel, _word("#ffffff")) == []
    assert len(_found(panel._replace(y=200), _word("#ffffff"))) == 1
    assert len(_found(panel, _word("#333333"))) == 1
    assert _found(panel, Fill(99, 90, 20, 14, "#ffffff"), _word("#333333")) == []
    assert len(_found(panel._replace(height=1.0, y=97), _word("#ffffff"))) == 1  # a rule


def test_large_text_may_be_paler_and_spaces_may_be_anything() -> None:
    assert _found(_word("#888888", size=24)) == []
    assert len(_found(_word("#888888"))) == 1
    assert _found(_word("#ffffff", said=" ")) == []


@given(COLOURS, COLOURS)
def test_the_colour_in_the_hint_would_do(colour: str, ground: str) -> None:
    found = _found(Fill(0, 0, 600, 800, ground), _word(colour))
    assert bool(found) == (contrast(colour, ground) < 4.5)
    for said, _ in found:
        hint = re.search(r"in the theme, (#[0-9a-f]{6}) would do", said)
        assert hint
        assert contrast(hint[1], ground) >= 4.5


def test_the_default_theme_is_dark_enough() -> None:
    made: Layout = laid(section("One", para("Two"), table([["a", "b"]], ["A", "B"]), number="1"))
    sink = Diagnostics()
    report_faint(made, THEME, sink)
    assert list(sink) == []
