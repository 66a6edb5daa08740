"""Divs become charts, scales and signatures; what cannot be made of them is reported and stays."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout.boxes import Element, Glyphs
from briefgen.pipeline import build, lay_out, make_document, open_pack
from briefgen.typography.chart_scale import spread
from briefgen.walk import blocks_text, plain_text, walk

TABLE = """\
| Year | Spending |
|------|---------:|
| 2014 | 1.4%     |
| 2024 | -2%      |
"""


def read(folder: Path, source: str, template: str = "{{ report }}") -> tuple[m.Document, list[str]]:
    """Return the document that `template` makes of `source`, and what is reported."""
    (folder / "report.md").write_text(f"---\ntitle: T\nlang: en\n---\n\n{source}", "utf-8")
    audience = folder / "templates" / "it"
    audience.mkdir(parents=True, exist_ok=True)
    (audience / "audience.toml").write_text('title = "It"\n', "utf-8")
    (audience / "template.md.j2").write_text(template, "utf-8")
    sink = Diagnostics()
    pack = open_pack(folder / "report.md", [folder / "templates"], sink)
    document = make_document(pack, "it")
    return document, [d.code for d in sink]


def figures(document: m.Document) -> list[m.Figure]:
    return [node for node in walk(document.blocks) if isinstance(node, m.Figure)]


def test_a_chart_is_a_numbered_figure_with_its_numbers_in_words(tmp_path: Path) -> None:
    source = f"::: {{.chart}}\n{TABLE}\n: What it shows {{#fig-x}}\n:::\n\nSee @fig-x.\n"
    document, codes = read(tmp_path, source)
    (figure,) = figures(document)
    assert codes == []
    assert (figure.label, figure.attr.id) == ("Figure 1", "fig-x")
    assert plain_text(figure.image.children) == "Bar chart. Spending: 2014 1.4%, 2024 −2%."
    assert isinstance(figure.drawing, m.Chart)
    assert figure.drawing.series[0].values == (1.4, -2.0)
    assert "See Figure\u00a01." in blocks_text(document.blocks)


def test_the_id_of_the_div_names_the_figure_and_what_follows_is_small(tmp_path: Path) -> None:
    source = f'::: {{#x .chart kind="line" height="40mm"}}\n{TABLE}\n: C\n\nSource: us.\n:::\n'
    document, codes = read(tmp_path, source)
    (figure,) = figures(document)
    assert codes == []
    assert figure.attr.id == "x"
    assert isinstance(figure.drawing, m.Chart)
    assert figure.drawing.height == pytest.approx(113.4, abs=0.1)
    smalls = [n for n in walk(document.blocks) if isinstance(n, m.Div) and n.attr.has("small")]
    assert blocks_text(smalls).strip() == "Source: us."


def test_a_cell_without_a_number_is_reported_at_its_place_and_the_table_stays(
    tmp_path: Path,
) -> None:
    cells = "| A | B |\n|---|---|\n| x | about two |\n| y | 1 [@k] |\n| z | – |\n"
    document, codes = read(tmp_path, f"::: {{.chart}}\n{cells}:::\n")
    assert codes.count("chart-cell") == 2
    assert figures(document) == []
    assert any(isinstance(node, m.Table) for node in walk(document.blocks))


@pytest.mark.parametrize(
    "cells", ["| A | B^[note] |\n|---|---|\n| x |", "| A | B |\n|--|--|\n| [x](#a) |"]
)
def test_a_label_that_says_more_than_a_chart_can_is_reported_and_the_table_stays(
    cells: str, tmp_path: Path
) -> None:
    document, codes = read(tmp_path, f"# A {{#a}}\n\n::: {{.chart}}\n{cells} 1 |\n:::\n")
    assert codes == ["chart-cell"]
    assert figures(document) == []


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("::: {.chart}\nText\n:::\n", "chart-without-table"),
        (f'::: {{.chart kind="pie"}}\n{TABLE}:::\n', "chart-kind"),
        (f'::: {{.chart height="tall"}}\n{TABLE}:::\n', "chart-height"),
        ("::: {.chart}\n| A |\n|---|\n| 1 |\n:::\n", "chart-without-numbers"),
        (f"::: {{.chart}}\n{TABLE}" + "| x | -2% |\n" * 60 + ":::\n", "chart-too-long"),
        ('::: {.likelihood value="likley"}\nText\n:::\n', "likelihood-value"),
        ('::: {.likelihood value="80-20"}\nText\n:::\n', "likelihood-value"),
        ("::: {.likelihood}\nText\n:::\n", "likelihood-value"),
    ],
)
def test_what_is_wrong_is_reported_once_and_nothing_vanishes(
    tmp_path: Path, source: str, code: str
) -> None:
    document, codes = read(tmp_path, source)
    assert codes == [code]
    if code != "chart-height":
        assert blocks_text(document.blocks).split()[-1] in {"Text", "-2%", "1"}


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("likely", "likely (55–80%)"),
        ("probable", "likely (55–80%)"),
        ("85-90%", "very likely (85–90%)"),
        ("40–60", "40–60%"),
        ("70", "likely (70%)"),
    ],
)
def test_a_likelihood_is_said_in_words(tmp_path: Path, value: str, words: str) -> None:
    document, codes = read(tmp_path, f'::: {{.likelihood value="{value}"}}\nSo.\n:::\n')
    assert codes == []
    (figure,) = figures(document)
    assert plain_text(figure.image.children) == f"Likelihood: {words}."


def test_blocks_hidden_from_an_audience_stay_hidden(tmp_path: Path) -> None:
    source = f'::: {{.chart audience="other"}}\n{TABLE}:::\n'
    other = tmp_path / "templates" / "other"
    other.mkdir(parents=True)
    (other / "audience.toml").write_text('title = "Other"\n', "utf-8")
    (other / "template.md.j2").write_text("{{ report }}", "utf-8")
    document, _ = read(tmp_path, source)
    assert document.blocks == ()


def test_signatures_stand_two_by_two(tmp_path: Path) -> None:
    entries = "\n\n".join(f"Name {i}\n:   Role {i}" for i in range(3))
    document, codes = read(tmp_path, f"::: {{.sign-off}}\n{entries}\n:::\n")
    rows = [n for n in walk(document.blocks) if isinstance(n, m.Div) and n.attr.has("row")]
    assert codes == []
    assert [len(row.children) for row in rows] == [2, 2]
    assert blocks_text(document.blocks).split() == [
        word for i in range(3) for word in ("Name", str(i), "Role", str(i))
    ]


def test_a_template_makes_all_blocks(tmp_path: Path) -> None:
    template = """
{{ blocks["tbl-x"] | chart("dot") }}

{{ confidence("high") }}

{{ likelihood("very likely") }}

{{ pull_quote("Words.", by="Her") }}

{{ distribution(["A", "B"]) }}

{{ sign_off(["Me"], date="2 May") }}

::: {.chart kind="line"}
{{ blocks["tbl-x"] }}
:::
"""
    document, codes = read(tmp_path, f"{TABLE}\n: Numbers {{#tbl-x}}\n", template)
    assert codes == []
    drawings = [figure.drawing for figure in figures(document)]
    assert [type(drawing).__name__ for drawing in drawings] == ["Chart", "Scale", "Chart"]
    assert all(not figure.label for figure in figures(document))
    text = " ".join(blocks_text(document.blocks).split())
    assert "High confidence" in text
    assert "Words. Her Distribution A B Me 2 May" in text


@pytest.mark.parametrize(
    "template",
    ['{{ "x" | chart }}', '{{ likelihood("maybe") }}', '{{ confidence("total") }}'],
)
def test_a_mistaken_template_is_reported(tmp_path: Path, template: str) -> None:
    _, codes = read(tmp_path, "Text.\n", template)
    assert len(codes) == 1


@pytest.mark.parametrize("kind", ["bar", "line", "dot"])
@pytest.mark.parametrize(
    "cells",
    [
        "| A | B |\n|---|---|\n| x | 0 |\n",
        "| A | B |\n|---|---|\n| x | – |\n| y | – |\n",
        "| A | B |\n|---|---|\n| 2014 | -1 |\n| 2015 | -1 |\n",
        "| | | |\n|---|---|---|\n| | 1 | |\n| y | | 2 |\n",
        "| A | B |\n|---|---|\n" + "".join(f"| row {i} | {i} |\n" for i in range(40)),
        "| A | B |\n|---|---|\n" + "".join(f"| {1900 + i} | {i * 1000} |\n" for i in range(40)),
    ],
    ids=["zero", "nothing", "negative", "holes", "long", "years"],
)
def test_every_chart_is_drawn_on_its_page(tmp_path: Path, kind: str, cells: str) -> None:
    read(tmp_path, f'::: {{.chart kind="{kind}"}}\n{cells}:::\n')
    sink = Diagnostics()
    pack = open_pack(tmp_path / "report.md", [tmp_path / "templates"], sink)
    document = make_document(pack, "it")
    placed = lay_out(pack, document).layout
    assert [str(d) for d in sink] == []
    (element,) = (e for e in elements(placed.structure) if e.role == "Figure")
    left, bottom, right, top = map(float, element.attributes["bbox"].split())
    page = placed.pages[0]
    assert 0 < left < right < page.width
    assert 0 < bottom <= top < page.height
    for box in page.boxes:
        if getattr(box, "slot", None) is not None:
            assert 0 < box.x < page.width  # type: ignore[union-attr]
    files = build(pack, ["it"], ("pdf", "docx"), tmp_path).files
    assert len(files) == 2


def elements(element: Element) -> list[Element]:
    """Return `element` and all below it."""
    below = [kid for kid in element.kids if isinstance(kid, Element)]
    return [element, *(each for kid in below for each in elements(kid))]


def test_the_one_point_of_a_line_is_labelled_once(tmp_path: Path) -> None:
    cells = "| A | B |\n|---|---|\n| 2014 | 5.5 |\n"
    read(tmp_path, f'::: {{.chart kind="line"}}\n{cells}:::\n')
    pack = open_pack(tmp_path / "report.md", [tmp_path / "templates"], Diagnostics())
    placed = lay_out(pack, make_document(pack, "it")).layout
    drawn = ["".join(box.text).strip() for box in placed.pages[0].boxes if isinstance(box, Glyphs)]
    assert drawn.count("5.5") == 1


def test_a_distribution_list_in_columns_has_its_heading_above_them_and_columns_in_word(
    tmp_path: Path,
) -> None:
    people = "".join(f"- Person {letter}\n" for letter in "ABCDE")
    source = f'::: {{.distribution .columns count="2"}}\nDistribution\n\n{people}:::\n'
    document, codes = read(tmp_path, source)
    assert codes == []
    (box,) = document.blocks
    assert isinstance(box, m.Div)
    heading, columns = box.children
    assert isinstance(heading, m.Div)
    assert heading.attr.has("panel-title")
    assert isinstance(columns, m.Div)
    assert columns.attr.has("columns")
    assert not box.attr.has("columns")
    pack = open_pack(tmp_path / "report.md", [tmp_path / "templates"], Diagnostics())
    (file,) = build(pack, ["it"], ("docx",), tmp_path).files
    with ZipFile(BytesIO(file.data)) as archive:
        xml = archive.read("word/document.xml").decode()
    cells = [re.findall(r"Person (\w)", cell) for cell in xml.split("<w:tc>")]
    assert [cell for cell in cells if cell] == [["A", "B", "C"], ["D", "E"]]


def test_dated_points_are_a_timeline_in_their_order(tmp_path: Path) -> None:
    source = (
        '::: {.timeline}\n[June 2024]{date="2024-06"}\n:   Second\n\n'
        '[1949]{date="1949"}\n:   First\n:::\n'
    )
    document, codes = read(tmp_path, source)
    assert codes == []
    (line,) = document.blocks
    assert isinstance(line, m.Timeline)
    assert [event.date for event in line.events] == ["2024-06", "1949"]
    assert [plain_text(event.children) for event in line.events] == ["Second", "First"]


def test_a_timeline_without_dates_stays_a_list_and_is_an_error(tmp_path: Path) -> None:
    document, codes = read(tmp_path, "::: {.timeline}\nJune\n:   Something\n:::\n")
    assert codes == ["timeline-date"]
    assert "Something" in blocks_text(document.blocks)


def test_a_point_of_a_timeline_that_has_no_date_is_an_error(tmp_path: Path) -> None:
    source = '::: {.timeline}\n[1949]{date="1949"}\n:   First\n\nLater\n:   Second\n:::\n'
    _, codes = read(tmp_path, source)
    assert codes == ["timeline-date"]


def test_key_figures_stand_four_in_a_row(tmp_path: Path) -> None:
    points = "\n\n".join(f"{i}\n:   things" for i in range(5))
    document, codes = read(
        tmp_path, f"::: {{#n .key-figures}}\n{points}\n:::\n", '{{ blocks["n"] }}'
    )
    assert codes == []
    rows = [n for n in walk(document.blocks) if isinstance(n, m.Div) and n.attr.has("figures")]
    assert [len(row.children) for row in rows] == [4, 1]
    assert blocks_text(document.blocks).split()[:4] == ["0", "things", "1", "things"]


def test_labels_that_would_collide_are_spread_about_their_places() -> None:
    assert spread([10.0, 12.0, 50.0], 10.0) == [6.0, 16.0, 50.0]
    assert spread([30.0, 5.0], 10.0) == [30.0, 5.0]
    assert spread([5.0, 5.0, 5.0], 2.0) == [3.0, 5.0, 7.0]
