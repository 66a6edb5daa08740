"""The examples of docs/blocks.md do what the guide says, and no judge finds anything in them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import BuiltFile, Pack, build, make_document, open_pack
from briefgen.walk import plain_text, walk
from tests.conftest import Validate
from tests.docx.judges import by_openxml_audit, by_openxml_sdk
from tests.pdf.judges import JUDGES
from tests.reading import docx_words, model_words, pdf_words
from tests.test_same_words import assert_same

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def pack(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Pack:
    """A report of all examples of the guide."""
    folder = tmp_path_factory.mktemp("guide")
    guide = (root / "docs" / "blocks.md").read_text(encoding="utf-8")
    examples = re.findall(r"^```\n(.*?)^```$", guide, re.S | re.M)
    text = "\n".join(f"# Example {i}\n\n{each}" for i, each in enumerate(examples))
    (folder / "report.md").write_text(f"---\ntitle: Blocks\n---\n\n{text}", encoding="utf-8")
    audience = folder / "templates" / "all-of-it"
    audience.mkdir(parents=True)
    (audience / "audience.toml").write_text('title = "All of it"\n', encoding="utf-8")
    (audience / "template.md.j2").write_text("{{ report }}", encoding="utf-8")
    return open_pack(folder / "report.md", [folder / "templates"], Diagnostics())


@pytest.fixture(scope="module")
def files(pack: Pack) -> dict[str, BuiltFile]:
    built = build(pack, ["all-of-it"], ("pdf", "docx")).files
    assert [str(d) for d in pack.sink] == []
    return {file.path.suffix: file for file in built}


def test_the_guide_shows_every_block_and_says_what_its_chart_is_told_as(
    root: Path, pack: Pack
) -> None:
    document = make_document(pack, "all-of-it")
    drawn = [node for node in walk(document.blocks) if isinstance(node, m.Figure)]
    assert [type(figure.drawing).__name__ for figure in drawn] == ["Chart", "Scale"]
    guide = " ".join((root / "docs" / "blocks.md").read_text(encoding="utf-8").split())
    assert f"“{plain_text(drawn[0].image.children)}”".strip("“”") in guide
    classes = {
        name for n in walk(document.blocks) if isinstance(n, m.Div) for name in n.attr.classes
    }
    assert {"pull-quote", "attribution", "distribution", "sign-off", "signature"} <= classes
    assert {"panel", "callout", "figures", "figure"} <= classes
    assert any(isinstance(node, m.Timeline) for node in walk(document.blocks))


def test_every_format_holds_the_same_words(pack: Pack, files: dict[str, BuiltFile]) -> None:
    expected = model_words(make_document(pack, "all-of-it"))
    assert_same(expected, pdf_words(files[".pdf"].data))
    assert_same(expected, docx_words(files[".docx"].data))


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)
def test_nothing_is_found_in_the_pdf(
    judge: Callable[[Path], list[str]], files: dict[str, BuiltFile], tmp_path: Path
) -> None:
    path = tmp_path / "blocks.pdf"
    path.write_bytes(files[".pdf"].data)
    assert judge(path) == []


@pytest.mark.parametrize("judge", [by_openxml_audit, by_openxml_sdk])
def test_nothing_is_found_in_the_word_document(
    judge: Callable[[Path], list[str]], files: dict[str, BuiltFile], tmp_path: Path
) -> None:
    path = tmp_path / "blocks.docx"
    path.write_bytes(files[".docx"].data)
    assert judge(path) == []


def test_the_pdf_is_archival_and_accessible(
    files: dict[str, BuiltFile], validate: Validate
) -> None:
    assert validate({"blocks.pdf": files[".pdf"].data}) == ""


def test_a_chart_in_word_holds_its_numbers_and_says_what_it_shows(
    files: dict[str, BuiltFile],
) -> None:
    with zipfile.ZipFile(io.BytesIO(files[".docx"].data)) as package:
        (name,) = (n for n in package.namelist() if n.startswith("word/charts/chart"))
        chart = ElementTree.fromstring(package.read(name))  # noqa: S314  # our own
        body = package.read("word/document.xml").decode()
        (book,) = (package.read(n) for n in package.namelist() if n.endswith(".xlsx"))
    values = [point.text for point in chart.iterfind(f".//{C}val//{C}v")]
    labels = [point.text for point in chart.iterfind(f".//{C}cat//{C}v")]
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        sheet = ElementTree.fromstring(package.read("xl/worksheets/sheet1.xml"))  # noqa: S314
        strings = ElementTree.fromstring(package.read("xl/sharedStrings.xml"))  # noqa: S314
    assert "".join(strings.itertext()) == "201420182024Defence spending, % of GDP"
    assert "".join(sheet.itertext()) == "301.411.522"
    assert (labels, values) == (["2014", "2018", "2024"], ["1.4", "1.5", "2"])
    assert 'descr="Bar chart. Defence spending, % of GDP: 2014 1.4, 2018 1.5, 2024 2.0."' in body


def test_the_same_report_gives_the_same_bytes(pack: Pack, files: dict[str, BuiltFile]) -> None:
    again = build(pack, ["all-of-it"], ("pdf", "docx")).files
    assert [file.data for file in again] == [file.data for file in files.values()]
