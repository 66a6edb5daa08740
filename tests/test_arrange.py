"""`arrange`: the classes of divs that ask for layout become nodes."""

from __future__ import annotations

import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.reader import read_text
from briefgen.record import replace
from briefgen.transforms.arrange import arrange
from tests.layout.samples import HERE, document, para, theme


def read(source: str) -> m.Report:
    return read_text(source, "report.md", Diagnostics())


def arranged(source: str, *reported: str) -> m.Blocks:
    sink = Diagnostics()
    blank = replace(document(), blocks=read(source).blocks)
    blocks = arrange(blank, theme(), sink).blocks
    assert [item.code for item in sink] == list(reported)
    return blocks


def test_a_row_has_a_width_for_each_block_and_keeps_its_gap() -> None:
    (row,) = arranged('::: {.row widths="2 1 1" gap="5mm"}\na\n\nb\n\nc\n:::\n')
    assert isinstance(row, m.SideBySide)
    assert row.widths == (2.0, 1.0, 1.0)
    assert row.gap == pytest.approx(5 * 72 / 25.4)
    assert len(row.children) == 3


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ('.row widths="2 x"', "bad-widths"),
        ('.row widths="2"', "bad-widths"),
        (".row gap=wide", "bad-columns"),
        (".columns gap=-1", "bad-columns"),
        (".columns count=two", "bad-columns"),
        (".columns count=40", "bad-columns"),
    ],
)
def test_widths_gaps_and_counts_that_are_none_are_reported(said: str, code: str) -> None:
    arranged(f"::: {{{said}}}\na\n\nb\n:::\n", code)


def test_a_row_may_have_widths_for_blocks_that_a_template_left_out() -> None:
    (row,) = arranged('::: {.row widths="4 1"}\na\n:::\n')
    assert isinstance(row, m.SideBySide)
    assert row.widths == (4.0,)


def test_what_begins_a_page_in_a_row_is_still_one_block_of_it() -> None:
    source = ":::: {.row}\n::: {.page-break}\na\n:::\n\nb\n::::\n"
    (row,) = arranged(source)
    assert isinstance(row, m.SideBySide)
    assert len(row.children) == 2


def test_a_row_in_a_panel_with_an_id_keeps_id_language_and_style() -> None:
    (panel,) = arranged("::: {#facts .facts .small .row lang=de}\na\n:::\n")
    assert isinstance(panel, m.Panel)
    assert (panel.box, panel.style, panel.attr.id) == ("facts", "small", "facts")
    assert panel.attr.get("lang") == "de"
    assert isinstance(panel.children[0], m.SideBySide)


def test_a_cover_has_its_foot_apart() -> None:
    source = ":::: {.cover}\n::: {.foot .author}\nbelow\n:::\n\nabove\n::::\n"
    (cover,) = arranged(source)
    assert isinstance(cover, m.Cover)
    assert isinstance(cover.children[0], m.Paragraph)
    (foot,) = cover.foot
    assert isinstance(foot, m.Div)
    assert foot.style == "author"


def test_pages_begin_before_what_asks_for_them() -> None:
    blocks = arranged("# A {.page-break}\n\n::: {.page-break .landscape}\nx\n:::\n")
    assert isinstance(blocks[0], m.PageBreak)
    assert isinstance(blocks[1], m.Section)
    before, turned = blocks[1].children
    assert isinstance(before, m.PageBreak)
    assert isinstance(turned, m.Landscape)


def test_what_stands_in_a_note_or_a_cell_is_arranged_too() -> None:
    row = m.Div((para("a"), para("b")), m.Attr(classes=("row",)), HERE)
    note = m.Note((row,), HERE)
    cell = m.Cell((row,), HERE)
    table = m.Table(("default",), m.Row((), HERE), (m.Row((cell,), HERE),), (), m.NO_ATTR, HERE)
    made = document(m.Paragraph((note,), HERE), table)
    assert repr(made.blocks).count("SideBySide(") == 2


def test_arranging_twice_changes_nothing() -> None:
    source = """
::::: {.cover .page-break}
:::: {.columns count=3}
x
::::
:::::

::: {.panel .row}
y
:::
"""
    once = document(*read(source).blocks)
    assert arrange(once, theme(), Diagnostics()).blocks == once.blocks
