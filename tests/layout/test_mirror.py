"""Documents that run to the left are set as in a mirror; what runs to the right in them is not."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout import Layout, layout
from briefgen.layout.boxes import Disc, Element, Fill, Glyphs, LinkArea, Slot
from briefgen.theme import FontFamily, Theme
from briefgen.typography.fonts import FontSet
from briefgen.writers.pdf import write_pdf
from tests.layout.samples import (
    HERE,
    boxes,
    bullets,
    cell,
    cite,
    div,
    document,
    fonts,
    para,
    section,
    span,
    table,
    text,
    theme,
    words,
    works,
)

PAGE = theme().page
LEFT, RIGHT = PAGE.left, PAGE.width - PAGE.right
LEFTWARD, RIGHTWARD = "syr", "und"
"""Two languages without hyphenation or words of their own."""
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


def _ragged() -> Theme:
    """Return the theme without justified text, because lines to the left do not justify alike."""
    made = theme()
    styles = {
        name: replace(style, align="left" if style.align == "justify" else style.align)
        for name, style in made.paragraphs.items()
    }
    return replace(made, paragraphs=styles)


def _laid(lang: str, *blocks: m.Block, **fields: object) -> Layout:
    made = document(*blocks, **fields)
    made = replace(made, metadata=replace(made.metadata, lang=lang))
    return layout(made, _ragged(), fonts(), Diagnostics())


def _note(number: int, *blocks: m.Block) -> m.Note:
    return m.Note(blocks or (para(words(30)),), HERE, number)


ROWS = [[f"Row {n}", words(25, n), cell(para(words(30)), bullets("a", "b"))] for n in range(30)]
ENTRIES = (
    m.ContentsEntry("one", "1", text("One"), 1),
    m.ContentsEntry("two", "1.1", text(words(14)), 2),
)
FIGURES = div(
    "row",
    div("figure", div("figure-value", para("42"))),
    div("panel", para(words(20))),
    widths="1 2",
)
BLOCKS: dict[str, tuple[m.Block, ...]] = {
    "headings": (
        section("One", para(words(60)), section("Two", level=2, number="1.1"), number="1"),
    ),
    "lists": (
        bullets("one", para(words(40)), bullets("inner")),
        m.OrderedList((m.ListItem((para("x"),), HERE),), HERE),
    ),
    "definitions": (
        m.DefinitionList(
            (m.DefinitionItem(text("Term"), ((para(words(30)), para("more")),), HERE),), HERE
        ),
    ),
    "quote": (m.BlockQuote((para(words(50)),), HERE), m.ThematicBreak(HERE)),
    "panels": (
        div("panel", div("panel-title", para("Title")), para(words(30))),
        div("callout", para(words(90))),
    ),
    "row": (FIGURES,),
    "columns": (div("columns", *(para(words(20)) for _ in range(30)), count="3"),),
    "table": (table([["a", "b", "1,234"]], ["One", "Two", "Three"], "Caption", "Table 1"),),
    "matrix": (table(ROWS, ["No.", "What", "More"], "Long", "Table 2", classes="matrix"),),
    "landscape": (para("x"), table([["a", "b"]], ["One", "Two"], classes="landscape"), para("y")),
    "contents": (m.Contents(HERE, entries=ENTRIES), section("One", name="one"), section("Two")),
    "works": (works(12), div("columns", works(5, form="short"))),
    "notes": (para((_note(1),)), para((_note(2),))),
    "timeline": (
        m.Timeline(
            tuple(
                m.Event(f"2024-0{n}", text(f"2024-0{n}"), text(words(6)), HERE) for n in (1, 2, 5)
            ),
            HERE,
        ),
    ),
    "cover": (div("cover", para("Kicker"), div("foot", para("Foot"))), para("After")),
}


INLINE = {"Span", "Link", "Reference", "Code", "BibEntry"}


def _blocks(element: Element, block: Element, found: dict[Slot, Element]) -> dict[Slot, Element]:
    """Tell for each slot the block that it stands in."""
    for kid in element.kids:
        if isinstance(kid, Slot):
            found[kid] = block
        else:
            _blocks(kid, block if kid.role in INLINE else kid, found)
    return found


def _lines(made: Layout, *, whole: bool = False) -> list[tuple[float, ...]]:
    """Return page, baseline, left and right end of each line of each block, or of all together."""
    blocks = _blocks(made.structure, made.structure, {})
    found: dict[object, tuple[float, ...]] = {}
    for page, box in boxes(made, artifacts=True):
        if isinstance(box, Glyphs) and "".join(box.text).strip():
            key = page, round(box.y, 1), 0.0
            if not whole:
                key = *key[:2], blocks[box.slot] if box.slot else box.x
            space = box.advances[-1] if box.text[-1] == " " else 0.0
            _, _, left, right = found.get(key, (page, box.y, 1e9, 0.0))
            right = max(right, box.x + box.expansion * (sum(box.advances) - space))
            found[key] = page, box.y, min(left, box.x), right
    return list(found.values())


def _fills(made: Layout) -> list[tuple[float, ...]]:
    """Return page, top, left and right edge of all rules, grounds and links."""
    found: list[tuple[float, ...]] = []
    for page, box in boxes(made, artifacts=True):
        if isinstance(box, Fill | LinkArea):
            found.append((page, box.y, box.x, box.x + box.width))
        elif isinstance(box, Disc):
            found.append((page, box.y, box.x, box.x))
    return found


def _mirrored(places: list[tuple[float, ...]], made: Layout) -> list[tuple[float, ...]]:
    wide = [page.width for page in made.pages]
    return [
        (page, y, wide[int(page)] - right, wide[int(page)] - left)
        for page, y, left, right in places
    ]


def _assert_same(found: list[tuple[float, ...]], expected: list[tuple[float, ...]]) -> None:
    """Fail where places differ by more than a tenth of a point."""
    left = list(expected)
    for place in found:
        near = [e for e in left if all(abs(a - b) < 0.1 for a, b in zip(place, e, strict=True))]
        assert near, place
        left.remove(near[0])
    assert not left


def test_the_page_itself_is_symmetric() -> None:
    assert theme().page.left == theme().page.right


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_is_set_as_in_a_mirror(name: str) -> None:
    heads = m.RunningText("The title", "middle", "Page {page} of {pages}")
    usual = _laid(RIGHTWARD, *BLOCKS[name], header=heads, footer=heads)
    turned = _laid(LEFTWARD, *BLOCKS[name], header=heads, footer=heads)
    assert len(usual.pages) == len(turned.pages)
    _assert_same(_fills(turned), _mirrored(_fills(usual), usual))
    # What stands within a line keeps its order: the words are Latin.
    whole = name == "definitions"
    lines = (_lines(made, whole=whole) for made in (turned, usual))
    _assert_same(next(lines), _mirrored(next(lines), usual))


def test_a_quotation_in_the_other_direction_stands_as_in_a_document_of_its_own() -> None:
    inside = (bullets("one", para(words(40))), div("callout", para(words(20))), *BLOCKS["table"])
    alone = _laid("en", div("", *inside, lang="en"))
    within = _laid(LEFTWARD, div("", *inside, lang="en"))
    _assert_same(_lines(within), _lines(alone))
    _assert_same(_fills(within), _fills(alone))


def test_code_and_the_numbers_of_a_chart_run_to_the_right() -> None:
    numbers = m.Series("", (1.0, 2.0), ("1", "2"))
    image = m.Image(text("A chart"), "", HERE)
    chart = m.Figure(image, (), m.Attr(), HERE, drawing=m.Chart("bar", ("a", "b"), (numbers,)))
    for block in (m.CodeBlock("code(1)\n    more", HERE), chart):
        alone, within = _laid(RIGHTWARD, block), _laid(LEFTWARD, block)
        _assert_same(_lines(within), _lines(alone))


@pytest.mark.parametrize("lang", [LEFTWARD, RIGHTWARD])
def test_what_an_author_aligns_right_is_on_the_right_in_every_language(lang: str) -> None:
    made = _laid(lang, table([["a", "b"]], ["Broad head", "Broad head"], aligns="lr"))
    (*_, one), (*_, two) = heads = _lines(made)[:2]
    (_, _, a, _), (*_, b) = _lines(made)[2:]
    assert a == pytest.approx(heads[0][2], abs=0.1)
    assert b == pytest.approx(two, abs=0.1)
    assert (one < two) == (lang == RIGHTWARD)


def test_pages_of_a_hebrew_file_follow_each_other_to_the_left() -> None:
    made = document(para("x"))
    made = replace(made, metadata=replace(made.metadata, lang="he"))
    sink = Diagnostics()
    data = write_pdf(made, layout(made, theme(), fonts(), sink), fonts(), sink)
    with pikepdf.open(BytesIO(data)) as pdf:
        assert pdf.Root.ViewerPreferences.Direction == "/R2L"


needs_font = pytest.mark.skipif(not DEJAVU.is_file(), reason="needs DejaVu Sans (Debian)")
HEBREW = "שלום עולם"


@cache
def _theme() -> Theme:
    family = FontFamily("DejaVu Sans", str(DEJAVU))
    return replace(theme(), fonts={**theme().fonts, "hebrew": family})


@cache
def _fonts() -> FontSet:
    return FontSet(_theme(), Diagnostics())


def _hebrew(*blocks: m.Block) -> dict[str, Glyphs]:
    """Return the runs of a Hebrew document by what they say."""
    made = document(*blocks)
    made = replace(made, metadata=replace(made.metadata, lang="he"))
    laid = layout(made, _theme(), _fonts(), Diagnostics())
    found = (box for _, box in boxes(laid) if isinstance(box, Glyphs))
    return {(run.actual or "".join(run.text)).strip(): run for run in found}


@needs_font
def test_bullets_hang_at_the_right_of_their_text() -> None:
    runs = _hebrew(bullets(HEBREW))
    bullet = runs[theme().lists["bullet"].bullet]
    assert runs["עולם"].x < runs["שלום"].x < bullet.x
    assert bullet.x + bullet.advances[0] == pytest.approx(RIGHT, abs=0.1)


@needs_font
def test_page_numbers_of_the_contents_stand_at_the_left() -> None:
    entry = m.ContentsEntry("one", "1.1", text(HEBREW), 2)
    runs = _hebrew(m.Contents(HERE, entries=(entry,)), section("One", name="one"))
    assert runs["1"].x == pytest.approx(LEFT, abs=0.1)
    assert runs["1"].x < runs["עולם"].x < runs["שלום"].x < runs["1.1"].x


@needs_font
def test_columns_of_a_table_follow_each_other_to_the_left() -> None:
    runs = _hebrew(table([["אחת", "שתיים", "three"]], ["ראש", "גוף", "זנב"]))
    for one, two in (("ראש", "גוף"), ("גוף", "זנב"), ("אחת", "שתיים"), ("שתיים", "three")):
        assert runs[one].x > runs[two].x


@needs_font
@pytest.mark.parametrize("name", ["span", "code"])
def test_a_phrase_of_the_other_direction_keeps_its_own_full_stop_and_brackets(name: str) -> None:
    phrase: m.Inline = span("(a b).", lang="en") if name == "span" else m.Code("(a b).", HERE)
    runs = _hebrew(para((*text(f"{HEBREW} "), phrase, *text(f" {HEBREW}"))))
    parts = [run for said, run in runs.items() if said and not set(said) & set(HEBREW)]
    assert "".join("".join(run.text).strip() for run in sorted(parts)) == "(ab)."


@needs_font
def test_a_label_and_its_number_stay_together() -> None:
    label = m.CrossReference("t", HERE, "Table 1")
    runs = _hebrew(para((*text(f"{HEBREW} "), label, *text(" ו־"), cite(4))))
    assert runs["Table"].x < runs["1"].x
    assert runs["["].x > runs["4"].x > runs["]"].x
