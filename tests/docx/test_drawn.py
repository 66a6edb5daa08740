"""What Word draws: charts that can be edited, dots along lines, timelines, scales."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from briefgen import model as m
from briefgen.diagnostics import GENERATED as S
from briefgen.expansions.attributes import figure_of
from briefgen.expansions.likelihood import bands
from briefgen.writers.docx.charts.formats import number_format
from tests.docx.judges import by_openxml_audit, by_openxml_sdk
from tests.docx.lint import WP, Opened, W
from tests.docx.samples import text
from tests.docx.test_write_docx import opened

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
X = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WPS = "{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}"

LABELS = ("Poland", "Estonia")
FROM = m.Series("2014", (1.9e9, 1.9e9), ("€1.9bn", "€1,900m"))
TO = m.Series("2024", (4.1e9, None), ("€4.1bn", ""))


def charted(kind: str, *series: m.Series, labels: tuple[str, ...] = LABELS) -> Opened:
    chart = m.Chart(kind, labels, series)  # type: ignore[arg-type]
    return opened(figure_of(chart, "What it shows", S))


def chart_of(got: Opened) -> ET.Element:
    (name,) = (name for name in got.files if name.startswith("word/charts/chart"))
    return got.xml(name)


def sheet_of(got: Opened) -> dict[str, tuple[str, str]]:
    """Return what stands in each cell of the workbook, and its number format."""
    with zipfile.ZipFile(io.BytesIO(got.files["word/embeddings/numbers1.xlsx"])) as book:
        sheet = ET.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314  # our own
        styles = ET.fromstring(book.read("xl/styles.xml"))  # noqa: S314
        strings = ET.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314
    texts = ["".join(string.itertext()) for string in strings]
    forms = {form.get("numFmtId"): form.get("formatCode") for form in styles.iter(f"{X}numFmt")}
    looks = [xf.get("numFmtId") for xf in styles.findall(f"{X}cellXfs/{X}xf")]
    return {
        cell.get("r", ""): (
            texts[int(words)] if cell.get("t") == "s" else words,
            forms.get(looks[int(cell.get("s", "0"))]) or "",
        )
        for cell in sheet.iter(f"{X}c")
        if (words := "".join(cell.itertext()))
    }


@pytest.mark.parametrize(
    ("value", "shown", "code"),
    [
        (2.0, "2.0", '0.0;"−"0.0'),
        (61.0, "61%", '0"%";"−"0"%"'),
        (1234.5, "1,234.5", '#,##0.0;"−"#,##0.0'),
        (1234.5, "1.234,5", '#,##0.0;"−"#,##0.0'),
        (1234.0, "1.234", '#,##0;"−"#,##0'),
        (4.1e9, "€4.1bn", '"€"0.0,,,"bn";"−€"0.0,,,"bn"'),
        (-3.0, "–3%", '0"%";"–"0"%"'),
        (1.5, "<1.5", '"<"0.0;"−<"0.0'),
        (5.0, "five", ""),
    ],
)
def test_a_number_is_printed_by_a_format_that_word_knows(
    value: float, shown: str, code: str
) -> None:
    assert number_format(value, shown) == code


def test_the_workbook_of_a_chart_has_a_head_and_numbers_in_their_formats() -> None:
    cells = sheet_of(charted("bar", FROM, TO))
    assert {place: cells[place][0] for place in ("B1", "C1", "A2", "A3")} == {
        "B1": "2014",
        "C1": "2024",
        "A2": "Poland",
        "A3": "Estonia",
    }
    assert cells["B2"] == ("1900000000", '"€"0.0,,,"bn";"−€"0.0,,,"bn"')
    assert cells["B3"] == ("1900000000", '"€"#,##0,,"m";"−€"#,##0,,"m"')
    assert "C3" not in cells


@pytest.mark.parametrize("judge", [by_openxml_audit, by_openxml_sdk])
def test_judges_find_nothing_in_the_workbook(
    judge: Callable[[Path], list[str]], tmp_path: Path
) -> None:
    path = tmp_path / "numbers.xlsx"
    path.write_bytes(charted("dot", FROM, TO).files["word/embeddings/numbers1.xlsx"])
    assert judge(path) == []


def test_labels_of_bars_follow_the_numbers_and_colours_the_document() -> None:
    chart = chart_of(charted("bar", m.Series("Share", (61.0, 32.0), ("61%", "32%"))))
    labels = chart.find(f".//{C}dLbls")
    assert labels is not None
    assert labels.find(f"{C}showVal").get("val") == "1"  # type: ignore[union-attr]
    assert labels.find(f"{C}numFmt").get("formatCode") == '0"%";"−"0"%"'  # type: ignore[union-attr]
    assert labels.find(f"{C}dLbl") is None
    paint = chart.find(f".//{C}ser/{C}spPr/{A}solidFill/{A}schemeClr")
    assert paint is not None
    assert paint.get("val") == "accent1"


def test_lines_of_years_that_rise_unevenly_stand_by_their_years() -> None:
    series = m.Series("A", (1.0, 2.0, 4.0), ("1", "2", "4"))
    chart = chart_of(charted("line", series, labels=("2014", "2018", "2020")))
    axis = chart.find(f".//{C}dateAx")
    assert axis is not None
    assert axis.find(f"{C}majorUnit").get("val") == "2"  # type: ignore[union-attr]
    even = chart_of(charted("line", series, labels=("2014", "2016", "2018")))
    assert even.find(f".//{C}dateAx") is None


def test_dots_stand_along_lines_that_begin_at_their_names() -> None:
    got = charted("dot", FROM, TO)
    chart = chart_of(got)
    named = [t.text for t in chart.iterfind(f".//{C}dLbl//{A}fld[@type='CELLRANGE']/{A}t")]
    values = [t.text for t in chart.iterfind(f".//{C}dLbl//{A}fld[@type='XVALUE']/{A}t")]
    assert named == ["Poland", "Estonia"]
    assert values == ["€1.9bn", "€1,900m", "€4.1bn"]
    series = chart.findall(f".//{C}scatterChart/{C}ser")
    assert len(series) == 3 + 2
    assert [p.text for p in series[4].iterfind(f"{C}yVal//{C}v")] == ["2"]  # Estonia has no dot
    cells = sheet_of(got)
    assert cells["G2"][0] == "MIN(B2:C2)1900000000"
    assert cells["G3"][0] == "MAX(B2:C2)4100000000"
    assert len(chart.findall(f".//{C}legendEntry")) == 3


def test_each_event_has_its_dot_on_its_piece_of_the_line_and_nobody_reads_them_out() -> None:
    events = tuple(
        m.Event(f"202{year}", (text(f"202{year}"),), (text("Something"),), S) for year in range(3)
    )
    got = opened(m.Timeline(events, S))
    (table,) = got.body.iter(f"{W}tbl")
    cells = list(table.iter(f"{W}tc"))
    assert len(cells) == 3
    for cell in cells:
        shapes = [shape.get("prst") for shape in cell.iter(f"{A}prstGeom")]
        assert shapes == ["rect", "ellipse"]
        (described,) = cell.iter(f"{WP}docPr")
        assert described.get("descr") is None
        width = int(cell.find(f"{W}tcPr/{W}tcW").get(f"{W}w", "0"))  # type: ignore[union-attr]
        extent = cell.find(f".//{WP}extent")
        assert extent is not None
        assert int(extent.get("cx", "0")) == width * 635


def test_a_scale_says_in_words_what_is_drawn_above_its_words() -> None:
    scale = m.Scale(bands("en"), 70.0, 70.0, "70%")
    got = opened(figure_of(scale, "Likelihood: likely (70%).", S))
    (described,) = got.body.iter(f"{WP}docPr")
    assert described.get("descr") == "Likelihood: likely (70%)."
    (table,) = got.body.iter(f"{W}tbl")
    words = ["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in table.iter(f"{W}tc")]
    assert words[0] == "70%"
    assert words[5] == "likely"
    assert len(list(got.body.iter(f"{WPS}wsp"))) == 7 + 1


def test_a_scale_without_room_for_its_words_leaves_them_out() -> None:
    scales = tuple(
        m.Div((figure_of(m.Scale(bands("en"), low, 99.0, "much"), "Likely.", S),), m.NO_ATTR, S)
        for low in (1.0, 1.0, 95.0, 95.0)
    )
    got = opened(m.Div(scales, m.Attr(classes=("row",)), S))
    words = [t.text for t in got.body.iter(f"{W}t")]
    assert words == ["much", "much", *["much", "almost", "certain"] * 2]
