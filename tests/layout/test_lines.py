"""Line breaking: where lines may end, how they look, and that nothing of the text is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen.diagnostics import Diagnostics
from briefgen.layout.boxes import Element, Slot
from briefgen.layout.inline.fragments import Fragment, Target, TextStyle
from briefgen.layout.inline.line import Align, Line
from briefgen.layout.inline.line_builder import EXPANSION, SHRINK, STRETCH, TRACKING
from briefgen.layout.inline.lines import break_lines, measure
from briefgen.lookup import builtin_templates
from briefgen.theme import load_theme
from briefgen.typography.fonts import FontSet
from briefgen.typography.hyphenation import hyphenation
from briefgen.typography.words import tied as tied_words

MEASURE = 150 * 72 / 25.4

PROSE = """
Committees rarely fail for want of information; they fail because the people who have it and the
people who decide are seldom in one room. A briefing is an attempt to put them there on paper. It
has perhaps four minutes of somebody's attention, between a telephone call that ran over and a
meeting that has already begun, and it must survive being read backwards, in a moving car, by a
reader who opens it at the table on the third page and never sees the introduction. Whoever writes
one therefore learns to distrust the paragraph that needs its predecessor, the figure that needs
its footnote, and above all the conclusion that arrives only when the argument for it is complete.

The harbour authority's experience is instructive. For eleven years its engineers had reported,
accurately and at length, that the eastern breakwater was settling unevenly. The reports were
circulated, acknowledged and filed. What changed the outcome was neither a stronger warning nor a
better model but a single sheet, prepared overnight by a junior surveyor, which showed three
photographs of the same bollard taken from the same place and a line of text underneath: at this
rate the fuel pier closes in nineteen months. Within a fortnight the money had been found, the
contract advertised, and the surveyor promoted to a position in which she was no longer permitted
to prepare single sheets.

It would be comfortable to conclude that brevity is what matters, but the long reports had been
necessary too. Without eleven years of patient measurement nobody could have drawn the line, and
when the contractor's lawyers disputed the rate of settlement it was the appendices, not the
photographs, that carried the day. The two kinds of document answer different questions for
different readers at different times; the difficulty is to keep them from contradicting each
other. Numbers drift. A percentage is rounded in the summary and revised in the annex; a name is
transliterated one way by the translator and another by the cartographer; a citation that was the
fourteenth source in the draft becomes the seventeenth in the printed edition. None of these
slips is important, and each of them costs the document a little of the authority on which its
usefulness depends, until a sceptical reader, finding the second disagreement, stops looking for a
third and simply closes the folder.
"""


@cache
def fonts() -> FontSet:
    return FontSet(load_theme("default", [builtin_templates()], Diagnostics()), Diagnostics())


def style(family: str = "serif", size: float = 10.25, **more: object) -> TextStyle:
    return TextStyle(fonts().face(family), size, "#000000")._replace(**more)  # type: ignore[arg-type]


def plain(text: str, **more: object) -> Fragment:
    return Fragment(text, style())._replace(**more)  # type: ignore[arg-type]


def cited(text: str) -> Fragment:
    return Fragment(text, style("sans", 8.4), nobreak=True)


def lines_of(
    text: str | Sequence[Fragment],
    width: float | Callable[[int], float] = 200.0,
    align: Align = "left",
    hyphenate: bool = False,
    **more: object,
) -> list[Line]:
    fragments = [plain(text)] if isinstance(text, str) else text
    return break_lines(
        fragments,
        width,
        fonts(),
        align=align,
        hyphenate=hyphenate,
        lang="en-GB",
        **more,  # type: ignore[arg-type]
    )


def text_of(line: Line) -> str:
    return "".join("".join(glyphs.text) for glyphs in line.glyphs)


def texts(lines: Sequence[Line]) -> list[str]:
    return [text_of(line).rstrip(" ") for line in lines]


def paragraphs() -> list[str]:
    return [" ".join(paragraph.split()) for paragraph in PROSE.strip().split("\n\n")]


def ink(line: Line) -> tuple[float, float]:
    """Return where the line begins and ends, the space at its end left out."""
    first, last = line.glyphs[0], line.glyphs[-1]
    trailing = sum(a for a, t in zip(last.advances, last.text, strict=True) if t == " ")
    return first.x, line.width if trailing else last.x + last.expansion * sum(last.advances)


def word_spaces(line: Line) -> list[float]:
    spaces = [
        glyphs.expansion * advance
        for glyphs in line.glyphs
        for advance, text in zip(glyphs.advances, glyphs.text, strict=True)
        if text == " "
    ]
    return spaces[:-1] if text_of(line).endswith(" ") else spaces


# ------------------------------------------------------------------ what a line is made of


def test_short_text_is_one_line_of_one_run() -> None:
    (line,) = lines_of("One line.")
    (glyphs,) = line.glyphs
    assert text_of(line) == "One line. "
    assert (glyphs.x, glyphs.y, glyphs.face) == (0.0, 0.0, "BriefgenSerif-Regular")
    assert len(glyphs.gids) == len(glyphs.advances) == len(glyphs.text)
    assert line.width == pytest.approx(sum(glyphs.advances) - glyphs.advances[-1])
    assert 8 < line.ascent < 12
    assert 2 < line.descent < 5


def test_no_fragments_give_no_line_and_no_text_gives_an_empty_one() -> None:
    assert lines_of([]) == []
    (line,) = lines_of("")
    assert line.width == 0


def test_every_line_ends_with_a_space_where_the_text_has_one() -> None:
    lines = lines_of("one two three four five six seven eight nine ten", 80)
    assert len(lines) > 2
    assert all(text_of(line).endswith(" ") for line in lines)
    assert "".join(map(text_of, lines)) == "one two three four five six seven eight nine ten "


def test_runs_of_one_look_and_slot_are_merged() -> None:
    slot, other = Slot(), Slot()
    fragments = [plain("a ", slot=slot), plain("b ", slot=slot), plain("c", slot=other)]
    (line,) = lines_of(fragments)
    assert [("".join(g.text), g.slot) for g in line.glyphs] == [("a b ", slot), ("c ", other)]
    assert line.glyphs[1].x == pytest.approx(sum(line.glyphs[0].advances))


def test_a_word_in_two_styles_does_not_part() -> None:
    fragments = [plain("one two th"), Fragment("ree", style("sans")), plain(" four")]
    for width in range(30, 100, 3):
        assert "th" not in [text.split()[-1] for text in texts(lines_of(fragments, width))]


def test_rise_lifts_a_run_and_the_line() -> None:
    fragments = [plain("x"), Fragment("2", style(size=6.0, rise=8.0))]
    (line,) = lines_of(fragments)
    assert line.glyphs[1].y == -8.0
    assert line.ascent > lines_of("x")[0].ascent


def test_letter_space_is_added_to_every_character_and_undoes_ligatures() -> None:
    (spaced,) = lines_of([Fragment("office", style(tracking=1.0))])
    (normal,) = lines_of([Fragment("office", style(features=("-liga",)))])
    assert spaced.width == pytest.approx(normal.width + 6)
    assert "".join(spaced.glyphs[0].text) == "office "


def test_a_forced_break_ends_a_line_and_does_not_stretch_it() -> None:
    lines = lines_of("one two\nthree\n\nfour", align="justify")
    assert texts(lines) == ["one two", "three", "", "four"]
    assert lines[0].width < 60


def test_the_first_line_may_be_indented_or_hang() -> None:
    words = "alpha beta gamma delta " * 6
    for first_line in (18.0, -12.0):
        lines = lines_of(words, 150, "justify", first_line=first_line)
        assert lines[0].glyphs[0].x == pytest.approx(first_line)
        assert lines[1].glyphs[0].x == pytest.approx(0.0)
        assert lines[0].width == pytest.approx(150, abs=2)


def test_the_width_may_depend_on_the_line() -> None:
    lines = lines_of(paragraphs()[0], lambda line: 120.0 if line < 3 else 300.0, "justify")
    assert all(line.width == pytest.approx(120, abs=3) for line in lines[:3])
    assert all(line.width == pytest.approx(300, abs=3) for line in lines[3:-1])


def test_alignment_places_lines_within_the_width() -> None:
    for align, where in (("right", 1.0), ("center", 0.5)):
        for line in lines_of(paragraphs()[0], 180, align):  # type: ignore[arg-type]
            begin, end = ink(line)
            assert begin == pytest.approx((180 - (end - begin)) * where, abs=0.1)


def test_a_balanced_heading_has_lines_of_like_length() -> None:
    heading = "The elimination of the alternatives and the campaign that followed it"
    (first, second) = lines_of(heading, 300, balance=True)
    (full, rest) = lines_of(heading, 300)
    assert abs(first.width - second.width) < 40 < full.width - rest.width


# ------------------------------------------------------------------ where lines end


def ends(text: str | Sequence[Fragment], hyphenate: bool = False) -> set[str]:
    """Return every last word that a line gets at some width, hyphens added as "|"."""
    found = set()
    for width in range(74, 280, 3):
        for line in texts(lines_of(text, width, hyphenate=hyphenate))[:-1]:
            found.add(line.replace("\u00ad", "|").split(" ")[-1])
    return found


@pytest.mark.parametrize(
    "tied",
    [
        "5 km",
        "1.2 billion",
        "30 %",
        "€ 5",
        "§ 5",
        "Art. 5",
        "(p. 3)",
        "Table 2",
        "Annex A",
        "26 June,",
        "June 26",
        "June 2024",
        "3. Mai",
        "J. D. Vance",
        "Dr. Smith",
        "Mr Rutte",
        "Sec. Gen.",
        "Sept. 11",
        "€ 3 billion",
        "10 000",
        "Louis XIV",
        "z. B.",
        "“26 June”",
        "«\u202fmot\u202f»",
        "mot\u202f;",
        "a cat",
        "I am",
        "up – to",
        "fear / hope",
        "5\u00a0members",
        "10\u202f000",
        "F-16",
        "2–4",
        "COVID-19",
        "e-mail",
    ],
)
def test_some_words_do_not_part(tied: str) -> None:
    first = re.split("[ \u00a0\u202f-]|(?<=2)–", tied)[0]
    found = ends(f"some words of it {tied} and more of them")
    assert first not in found
    assert f"{first}-" not in found
    assert "it" in found


def test_what_is_tied_gets_no_break_spaces_for_word_but_words_of_one_letter() -> None:
    typed = "On 26 June a man of No. 7 paid € 3 billion – I think – to J. D. Vance in 2024."
    marked = "On 26_June a man of No._7 paid €_3_billion_– I think_– to J._D._Vance in 2024."
    assert tied_words(typed) == marked.replace("_", "\u00a0")


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("well-established", {"well-"}),
        ("either/otherwise", {"either/"}),
        ("arms—embargo", {"arms—"}),
        ("Paris–London", {"Paris–"}),
        ("zero\u200bwidth", {"zero\u200b"}),
        (
            "https://a.org/report/2024-06.html?view=full",
            {"https://a.", "org/", "report/", "2024-", "06.", "html?", "view="},
        ),
    ],
)
def test_a_line_may_end_within_some_words(word: str, parts: set[str]) -> None:
    found = {end for end in ends(f"some {word}") if end != "some"}
    assert found
    assert all(any(end.endswith(part) for part in parts) for end in found), found


def test_a_citation_never_starts_a_line_and_is_never_parted() -> None:
    fragments = [plain("A claim that is "), plain("made here "), cited("[1, 2, 7–9]"), plain(".")]
    for width in range(70, 300, 3):
        for text in texts(lines_of(fragments, width, hyphenate=True)):
            assert not text.startswith("[")
            assert ("[" in text) == ("]" in text)


def test_a_citation_of_linked_numbers_is_one_piece() -> None:
    numbers = [cited("["), cited("1"), cited(", "), cited("2"), cited("]")]
    for width in range(60, 200, 3):
        for text in texts(lines_of([plain("claims of all kinds "), *numbers], width)):
            assert ("[" in text) == ("]" in text)


def test_a_citation_of_many_items_may_break_after_a_comma() -> None:
    long = cited("[" + ", ".join(str(n) for n in range(10, 60, 2)) + "]")
    lines = texts(lines_of([plain("As shown before "), long], 160))
    assert len(lines) > 1
    assert all(line.endswith(",") for line in lines[:-1])
    assert not any(line.startswith("[") for line in lines)


def test_hyphens_are_added_where_the_language_has_them() -> None:
    lines = lines_of(paragraphs()[1], 90, "justify", hyphenate=True)
    hyphenated = [text_of(line) for line in lines if text_of(line).endswith("\u00ad")]
    assert hyphenated
    # The added hyphen is drawn, and it is not in the text.
    hyphen = next(line for line in lines if text_of(line).endswith("\u00ad")).glyphs[-1]
    face = fonts().faces()[hyphen.face]
    assert hyphen.gids[-1] == fonts().shape("\u2010", face).gids[0]
    joined = "".join(map(text_of, lines)).replace("\u00ad", "")
    assert joined == paragraphs()[1] + " "


def test_what_should_not_be_hyphenated_is_not() -> None:
    for word in ("PARLIAMENTARY", "B2Binternational", "www.internationalrelations.org/governments"):
        assert not any("|" in end for end in ends(f"of the {word} and some more", hyphenate=True))
    code = [Fragment("governments administration parliamentary", style("mono"))]
    assert not any("|" in end for end in ends(code, hyphenate=True) if len(end) > 16)


def test_the_last_word_of_a_paragraph_is_not_hyphenated() -> None:
    for width in range(90, 240, 2):
        lines = texts(lines_of(paragraphs()[1], width, "justify", hyphenate=True))
        assert not lines[-2].endswith("\u00ad") or " " in lines[-1]


def test_soft_hyphens_say_where_hyphens_go() -> None:
    found = ends("the Zeit\u00adgeist\u00adforscher and others", hyphenate=True)
    assert {end for end in found if "|" in end} <= {"Zeit|", "Zeitgeist|"}
    assert any("|" in end for end in found)


def test_a_phrase_in_another_language_is_hyphenated_in_it() -> None:
    assert hyphenation("Bundesregierung", "de") == (3, 6, 8, 11)
    assert hyphenation("government", "en-GB") != ()
    assert hyphenation("government", "tlh") == hyphenation("government", "") == ()
    lines = lines_of([Fragment("Bundesregierung", style(lang="de"))], 50, hyphenate=True)
    assert texts(lines)[0] in {"Bun\u00ad", "Bundes\u00ad", "Bundesre\u00ad"}


def test_a_word_wider_than_the_line_is_broken_before_it_stands_out() -> None:
    for text in ("Rechtsschutzversicherungsgesellschaften", "x" * 90, "１２３４５６７８９０" * 4):
        for width in (30.0, 50.0, 80.0):
            for align in ("left", "justify"):
                lines = lines_of(f"a {text} b", width, align)  # type: ignore[arg-type]
                joined = "".join(map(text_of, lines)).replace("\u00ad", "")
                assert joined == f"a {text} b "
                assert all(ink(line)[1] <= width + 2 for line in lines)


# ------------------------------------------------------------------ justification


def test_justified_lines_fill_the_measure_but_the_last() -> None:
    for paragraph in paragraphs():
        lines = lines_of(paragraph, MEASURE, "justify", hyphenate=True)
        for line in lines[:-1]:
            assert line.width == pytest.approx(MEASURE, abs=2.8)  # what hangs
            assert line.width >= MEASURE - 0.01
        assert lines[-1].width < MEASURE + 2.8


def test_glyphs_give_way_before_spaces_do_but_never_so_that_it_shows() -> None:
    natural = fonts().shape(" ", fonts().face("serif")).width * 10.25
    for paragraph in paragraphs():
        *lines, last = lines_of(paragraph, MEASURE, "justify", hyphenate=True)
        for line in lines:
            expansion = line.glyphs[0].expansion
            assert abs(expansion - 1) <= EXPANSION + 1e-9
            if max(word_spaces(line)) > 1.1 * natural:
                assert expansion == 1 + EXPANSION
        assert last.glyphs[0].expansion <= 1
    assert all(line.glyphs[0].expansion == 1 for line in lines_of(PROSE, MEASURE, "left"))


def test_letters_move_apart_only_where_spaces_have_given_all_they_should() -> None:
    face = fonts().face("serif")
    space = fonts().shape(" ", face).width * 10.25
    moved = 0
    for paragraph in paragraphs():
        for line in lines_of(paragraph, 150, "justify")[:-1]:
            assert line.width < 150 + 2.8
            glyphs, spaces = line.glyphs[0], word_spaces(line)
            if "e" not in glyphs.text:
                continue
            letter = glyphs.text.index("e")
            more = glyphs.advances[letter] - fonts().shape("e", face).width * 10.25
            # Kerning makes some letters narrower.
            assert more * glyphs.expansion <= TRACKING * 10.25 + 0.001
            if more > 0.01:
                moved += 1
                assert max(spaces) >= (1 + STRETCH) * space - 0.001
    assert moved > 10


def test_points_and_hyphens_hang_a_little() -> None:
    lines = lines_of(paragraphs()[0], MEASURE, "justify", hyphenate=True)
    for line in lines[:-1]:
        hangs = line.width - MEASURE
        if text_of(line).rstrip()[-1] in ",.\u00ad":
            assert 0.5 < hangs < 2.8
        elif text_of(line).rstrip()[-1].isalpha():
            assert hangs == pytest.approx(0, abs=0.01)


def test_ragged_lines_keep_natural_spaces() -> None:
    space = fonts().shape(" ", fonts().face("serif")).width * 10.25
    for line in lines_of(paragraphs()[0], 200, "left", hyphenate=True):
        assert all(width == pytest.approx(space) for width in word_spaces(line))
        assert line.width <= 200.3


def test_hardly_any_line_of_prose_is_loose() -> None:
    natural = fonts().shape(" ", fonts().face("serif")).width * 10.25
    total = loose = tight = hyphens = 0
    # The same prose at many measures near that of the house theme.
    for width in range(-12, 13, 2):
        for paragraph in paragraphs():
            for line in lines_of(paragraph, MEASURE + width, "justify", hyphenate=True)[:-1]:
                total += 1
                loose += max(word_spaces(line)) > 1.6 * natural
                tight += min(word_spaces(line)) < (1 - SHRINK - 0.01) * natural
                hyphens += text_of(line).endswith("\u00ad")
    assert total > 300
    assert loose < 0.01 * total
    assert tight == 0
    assert hyphens < 0.2 * total


# ------------------------------------------------------------------ what else there is


def test_a_background_makes_room_for_its_padding() -> None:
    chip = style("sans", 8.5, background="#eeeeee", padding_x=4.0, padding_y=2.0, radius=2.0)
    (line,) = lines_of([plain("a "), Fragment("open", chip), plain(" b")])
    (fill,) = line.fills
    runs = {"".join(g.text): g for g in line.glyphs}
    assert fill.colour == "#eeeeee"
    assert fill.radius == 2.0
    assert fill.x == pytest.approx(runs["a "].x + sum(runs["a "].advances))
    assert runs["open"].x == pytest.approx(fill.x + 4)
    assert fill.x + fill.width == pytest.approx(runs[" b "].x)
    assert fill.y < -6
    assert fill.y + fill.height > 1.5


def test_strikes_are_thin_fills_in_the_text_colour() -> None:
    (line,) = lines_of([Fragment("gone", style(strike=True))])
    assert -5 < line.fills[0].y < -1
    assert 0.2 < line.fills[0].height < 1.5
    assert line.fills[0].width == pytest.approx(line.width)


def test_a_link_has_an_area_on_each_of_its_lines() -> None:
    element = Element("Link")
    target = Target("https://example.org", "the example", element)
    fragments = [
        plain("See "),
        plain("an example of ", link=target),
        Fragment("a longer", style("sans"), link=target),
        plain(" link", link=target),
        plain(" here."),
    ]
    lines = lines_of(fragments, 90)
    areas = [line.links for line in lines]
    assert [len(found) for found in areas] == [1] * len(lines)
    assert all(area.element is element for found in areas for area in found)
    (one,) = lines_of(fragments, 500)
    (area,) = one.links
    assert (area.target, area.contents) == ("https://example.org", "the example")
    assert area.y < -7
    assert area.y + area.height > 2


def test_anchors_and_notes_stay_with_their_place() -> None:
    note = object()
    fragments = [
        plain("one two three four "),
        plain("", anchor="here"),
        plain("five"),
        plain("1", nobreak=True, note=note),
        plain(" six seven"),
    ]
    for width in range(30, 250, 5):
        lines = lines_of(fragments, width)
        (line,) = (line for line in lines if line.anchors)
        assert "five" in text_of(line)
        ((name, x),) = line.anchors
        assert name == "here"
        assert (x == 0) == text_of(line).startswith("five")
        assert [found for line in lines for found in line.notes] == [note]
        assert note in next(line for line in lines if "five1" in text_of(line)).notes


def test_an_anchor_in_nothing_but_a_space_is_kept() -> None:
    fragments = [plain("one"), plain(" ", anchor="a"), plain("")]
    assert lines_of(fragments)[0].anchors[0][0] == "a"


def test_measure_gives_the_longest_word_and_the_whole_line() -> None:
    least, most = measure([plain("a\u00a0short parliamentary § 5\nyes")], fonts())
    assert least == pytest.approx(lines_of("parliamentary", 500)[0].width)
    assert most == pytest.approx(lines_of("a\u00a0short parliamentary § 5", 500)[0].width)
    assert measure([], fonts()) == (0.0, 0.0)


def test_a_line_as_wide_as_measured_holds_the_text() -> None:
    fragments = [plain("Some text, "), cited("[12]"), plain(" and more – of it.")]
    least, most = measure(fragments, fonts())
    assert len(lines_of(fragments, most)) == 1
    assert len(lines_of(fragments, most - 0.5)) == 2
    assert all(line.width <= least + 0.01 for line in lines_of(fragments, least))


# ------------------------------------------------------------------ properties

words = st.text(
    st.sampled_from("aaeeiinnrrssttlmo.,;-–—/“”’()§[]%05IFé\u00a0\u202f\u00ad\u200b\u0301ﬁ😀中"),
    min_size=1,
    max_size=14,
)
lists_of_words = st.lists(words, min_size=0, max_size=30)
common = st.sampled_from(
    "the of and parliament a report breakwater 26 June 5 km government—all in summary measured at"
    " Committee-led readers’ J. Smith (see p. 3), transliterated".split(" ")
)
aligns = st.sampled_from(["left", "right", "center", "justify"])


@st.composite
def fragment_lists(draw: st.DrawFn) -> list[Fragment]:
    looks = [style(), style("sans", 8.4), style(size=14.0, tracking=0.4), style("mono", 9.0)]
    pieces = draw(st.lists(st.tuples(lists_of_words, st.integers(0, 3), st.booleans()), max_size=5))
    return [
        Fragment(" ".join(text) + " " * (look % 2), looks[look], nobreak=nobreak)
        for text, look, nobreak in pieces
    ]


@settings(deadline=None, max_examples=150)
@given(fragment_lists(), st.floats(1, 400), aligns, st.booleans())
def test_the_text_of_the_lines_is_the_text(
    fragments: list[Fragment], width: float, align: Align, hyphenate: bool
) -> None:
    lines = lines_of(fragments, width, align, hyphenate)
    said = "".join(map(text_of, lines)).replace("\u00ad", "")
    meant = "".join(fragment.text for fragment in fragments).replace("\u00ad", "")
    assert said.rstrip(" ") == meant.rstrip(" ")


def test_text_from_right_to_left_is_kept() -> None:
    # Its glyphs come in the order they are seen in.
    said = "".join(map(text_of, lines_of("מילה and مرحبا", 60)))
    assert sorted(said) == sorted("מילה and مرحبا ")


@settings(deadline=None, max_examples=150)
@given(st.lists(common, min_size=1, max_size=60), st.floats(25, 400), aligns, st.booleans())
def test_no_line_stands_out_of_its_column(
    text: list[str], width: float, align: Align, hyphenate: bool
) -> None:
    for line in lines_of(" ".join(text), width, align, hyphenate):
        begin, end = ink(line)
        assert begin >= -3
        assert end <= width + 3


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.lists(common, min_size=1, max_size=9), st.integers(1, 99))))
def test_citations_never_start_a_line(claims: list[tuple[list[str], int]]) -> None:
    fragments = [plain("Start ")]
    for text, number in claims:
        fragments += [plain(" ".join(text) + " "), cited(f"[{number}]"), plain(". ")]
    for width in (110.0, 160.0, MEASURE):
        for line in lines_of(fragments, width, "justify", hyphenate=True):
            assert not text_of(line).startswith("[")


@settings(deadline=None, max_examples=100)
@given(st.lists(common, min_size=1, max_size=80), st.floats(60, 400), st.booleans())
def test_the_same_text_gives_the_same_lines(text: list[str], width: float, hyphenate: bool) -> None:
    again = FontSet(load_theme("default", [builtin_templates()], Diagnostics()), Diagnostics())
    fragment = Fragment(" ".join(text), TextStyle(again.face("serif"), 10.25, "#000000"))
    first = break_lines(
        [fragment], width, again, align="justify", hyphenate=hyphenate, lang="en-GB"
    )
    assert first == lines_of(" ".join(text), width, "justify", hyphenate)


def cost(lines: Sequence[Sequence[str]], width: float) -> float:
    """Return the demerits of justified lines, worked out from the words alone."""
    space = fonts().shape(" ", fonts().face("serif")).width * 10.25
    total, classes = 0.0, [1]
    for number, line in enumerate(lines):
        natural = sum(fonts().shape(w, fonts().face("serif")).width for w in line) * 10.25
        spaces = (len(line) - 1) * space
        gap = width - natural - spaces
        give = spaces * (STRETCH if gap >= 0 else SHRINK) + (natural + spaces) * EXPANSION
        if number == len(lines) - 1 and gap >= 0:
            ratio = 0.0
        elif give == 0 or gap / give < -1 or gap / give > 1:
            return float("inf")
        else:
            ratio = gap / give
        classes.append(3 if ratio > 1 else 2 if ratio > 0.5 else 0 if ratio < -0.5 else 1)
        total += (10 + 100 * abs(ratio) ** 3) ** 2
        if number == len(lines) - 1 and number and natural + spaces < 0.15 * width:
            total += 8000
    return total + sum(5000 for a, b in pairwise(classes) if abs(a - b) > 1)


def greedy(text: Sequence[str], width: float) -> list[list[str]]:
    space = fonts().shape(" ", fonts().face("serif")).width
    lines: list[list[str]] = [[]]
    used = 0.0
    for word in text:
        needed = fonts().shape(word, fonts().face("serif")).width + space
        if lines[-1] and (used + needed - space) * 10.25 > width:
            lines.append([])
            used = 0.0
        lines[-1].append(word)
        used += needed
    return lines


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from("the of and members decided harbour that report measured line".split()),
        min_size=12,
        max_size=45,
    ),
    st.floats(180, 425),
)
def test_total_fit_is_never_worse_than_filling_line_by_line(text: list[str], width: float) -> None:
    # These words hang nowhere and have nowhere else to break, so both have the same choice.
    first_fit = cost(greedy(text, width), width)
    if first_fit == float("inf"):
        return
    best = [line.split() for line in texts(lines_of(" ".join(text), width, "justify"))]
    assert cost(best, width) <= first_fit + 1e-6
