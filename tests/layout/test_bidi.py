"""Text that runs to the left stands in the right order, is joined, and reads as it was written."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout import layout
from briefgen.layout.boxes import Glyphs
from briefgen.layout.inline.fragments import OBJECT, Fragment, Inset, TextStyle
from briefgen.layout.inline.line import Align, Line
from briefgen.layout.inline.lines import break_lines
from briefgen.theme import FontFamily, Theme
from briefgen.typography.bidi import levels, paragraph_is_rtl, visual_order
from briefgen.typography.fonts import FontSet
from briefgen.writers.pdf import write_pdf
from tests.layout.samples import cite, para, theme
from tests.pdf.judges import JUDGES
from tests.reading import pdf_words

HEBREW = "שלום עולם"
ARABIC = "السلام عليكم"
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")
needs_font = pytest.mark.skipif(not DEJAVU.is_file(), reason="needs DejaVu Sans (Debian)")


def _seen(text: str, base: int) -> str:
    """Return `text` as it is seen, from left to right."""
    return "".join(text[i] for i in visual_order(levels(text, base)))


@pytest.mark.parametrize(
    ("text", "base", "seen"),
    [
        ("abc אבג def", 0, "abc גבא def"),
        ("abc אבג דהו def", 0, "abc והד גבא def"),
        ("אבג abc דהו", 1, "והד abc גבא"),
        ("אבג 123 דהו", 0, "והד 123 גבא"),
        ("a אבג, b", 0, "a גבא, b"),
        ("אבג (abc) דהו", 1, "והד )abc( גבא"),
        ("a (אבג) b", 0, "a (גבא) b"),
        ("אבג 1,234.5 ד", 1, "ד 1,234.5 גבא"),
        ("سنة ١٢٣", 1, "١٢٣ ةنس"),
    ],
)
def test_each_direction_stands_in_its_order(text: str, base: int, seen: str) -> None:
    assert _seen(text, base) == seen


LETTERS = "ab אב سن 12 ١٢ ,.:%+-!"


@given(st.text(LETTERS, min_size=1, max_size=24), st.sampled_from([0, 1]))
def test_the_order_is_that_of_another_implementation(text: str, base: int) -> None:
    bidi = pytest.importorskip("bidi.algorithm")
    expected = bidi.get_display(text, base_dir="R" if base else "L")
    assert len(expected) == len(text)
    # Spaces at the end of a line are dropped before it is ordered.
    if not text[-1].isspace():
        assert _seen(text, base) == expected


@given(st.text(max_size=30), st.sampled_from([0, 1]))
def test_any_text_has_levels_and_an_order(text: str, base: int) -> None:
    found = levels(text, base)
    assert len(found) == len(text)
    assert sorted(visual_order(found)) == list(range(len(text)))


def test_the_language_tells_where_a_paragraph_runs() -> None:
    assert paragraph_is_rtl("he", f"NATO {HEBREW}")
    assert paragraph_is_rtl("en-GB", f"{HEBREW}, 2024.")
    assert not paragraph_is_rtl("en-GB", f"{HEBREW} (peace)")
    assert not paragraph_is_rtl("he", "NATO")


def test_a_citation_stays_beside_the_phrase_that_it_follows() -> None:
    text = "אבג[4]"
    assert levels(text, 0, [c in "[4]" for c in text]) == [1, 1, 1, 0, 0, 0]
    assert levels(text, 1, [c in "[4]" for c in text]) == [1, 1, 1, 1, 2, 1]


# ----------------------------------------------------------------------------------- with a font


@cache
def _theme() -> Theme:
    from dataclasses import replace

    family = FontFamily("DejaVu Sans", str(DEJAVU))
    return replace(theme(), fonts={**theme().fonts, "hebrew": family})


@cache
def _fonts() -> FontSet:
    return FontSet(_theme(), Diagnostics())


def _lines(text: str, width: float = 1e4, align: Align = "left", lang: str = "en") -> list[Line]:
    style = TextStyle(_fonts().face("serif"), 10.0, "#000000")
    return break_lines([Fragment(text, style)], width, _fonts(), align=align, lang=lang)


def _read(run: Glyphs) -> str:
    return run.actual or "".join(run.text)


@needs_font
def test_a_line_is_read_in_the_order_it_was_written() -> None:
    text = f"The words {HEBREW} (peace) and {ARABIC}, 2024."
    (line,) = _lines(text)
    assert "".join(map(_read, line.glyphs)).strip() == text


@needs_font
def test_the_second_word_stands_to_the_left_of_the_first() -> None:
    (line,) = _lines(f"a {HEBREW} b")
    at = {_read(run): run.x for run in line.glyphs}
    assert at["a"] < at["עולם"] < at["שלום"] < at["b"]


@needs_font
def test_runs_neither_overlap_nor_leave_gaps() -> None:
    (line,) = _lines(f"a {HEBREW}, 12% of {ARABIC} (b) c")
    ends = sorted((run.x, run.x + sum(run.advances)) for run in line.glyphs)
    for (_, end), (start, _) in pairwise(ends):
        assert start == pytest.approx(end, abs=0.01)


@needs_font
def test_an_image_among_hebrew_words_stands_to_their_left() -> None:
    style = TextStyle(_fonts().face("serif"), 10.0, "#000000")
    inset = Fragment(OBJECT, style._replace(inset=Inset("x.png", 12.0, 9.0)))
    fragments = [Fragment("שלום ", style), inset, Fragment(" עולם", style)]
    (line,) = break_lines(fragments, 1e4, _fonts(), lang="he")
    (image,) = line.images
    at = {_read(run): run.x for run in line.glyphs}
    assert at["עולם"] < image.x < at["שלום"]
    assert "".join(map(_read, line.glyphs)).split() == ["שלום", "עולם"]


@needs_font
def test_arabic_letters_are_joined() -> None:
    (line,) = _lines("سلام")
    (joined,) = [run for run in line.glyphs if run.actual]
    alone = [_lines(char)[0].glyphs[0].gids[0] for char in "سلم"]
    assert set(alone[:2]).isdisjoint(joined.gids)


@needs_font
def test_points_stand_on_their_letters() -> None:
    shaped = _fonts().shape("בָּ", _fonts().face("hebrew"), backwards=True)
    assert shaped.text[0] == "ב"
    assert shaped.advances[0] < shaped.width
    assert sorted("".join(shaped.text)) == sorted("בָּ")


@needs_font
def test_a_paragraph_to_the_left_ends_at_the_right_edge() -> None:
    for line in _lines(f"{HEBREW} " * 20, 200.0, "justify", "he"):
        ends = max(run.x + sum(run.advances) for run in line.glyphs if _read(run).strip())
        assert ends == pytest.approx(200.0, abs=6)


@needs_font
def test_what_no_font_has_is_reported_once_and_shown() -> None:
    sink = Diagnostics()
    fonts = FontSet(theme(), sink)
    document = m.Document("a", "A", m.Metadata(), (para("one ⴰ and ⴰ two"),))
    made = layout(document, theme(), fonts, sink)
    assert [item.code for item in sink] == ["missing-glyph"]
    assert "U+2D30" in sink.items[0].message
    assert any(0 in box.gids for box in made.pages[0].boxes if isinstance(box, Glyphs))


WRITTEN = (
    f"The words {HEBREW} (peace) and {ARABIC}، one more",
    "בְּרֵאשִׁית בָּרָא אֱלֹהִים (1949) את השמים ואת הארץ",
    "هذا نص عربي طويل ١٢٣٤ (بين قوسين) ونهاية.",
)


def both_ways() -> bytes:
    """Return a file with text in both directions."""
    meta = m.Metadata(title=para("Both ways").children, date="2025-11-26")
    cited = m.Paragraph((*para(f"After {HEBREW} ").children, cite(1)), para("").span)
    document = m.Document("a", "A", meta, (*map(para, WRITTEN), cited))
    sink = Diagnostics()
    fonts = FontSet(_theme(), sink)
    return write_pdf(document, layout(document, _theme(), fonts, sink), fonts, sink)


@needs_font
def test_a_pdf_is_read_in_the_order_it_was_written_and_judged_well(tmp_path: Path) -> None:
    data = both_ways()
    normal = unicodedata.normalize("NFKC", " ".join(WRITTEN)).casefold().split()
    assert pdf_words(data)[: len(normal)] == normal
    path = tmp_path / "both.pdf"
    path.write_bytes(data)
    assert [found for judge in JUDGES for found in judge(path)] == []
