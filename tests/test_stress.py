"""Reports with every construct: the same words in every format, and nothing found by judges.

One is in English, one in Hebrew with English and Arabic in it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import FORMATS, BuiltFile, Pack, build, make_document, open_pack
from tests.conftest import Validate
from tests.docx.judges import by_openxml_audit, by_openxml_sdk
from tests.pdf.judges import JUDGES
from tests.reading import docx_words, model_words, pdf_words
from tests.test_same_words import assert_same

FOLDER = Path(__file__).parent / "stress"
DEJAVU = Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")


@pytest.fixture(scope="module", params=["everything", "leftward"])
def audience(request: pytest.FixtureRequest) -> str:
    """The audience that gets all of a stress report."""
    if request.param == "leftward" and not DEJAVU.is_file():
        pytest.skip("needs DejaVu Sans (Debian)")
    return str(request.param)


@pytest.fixture(scope="module")
def pack(audience: str) -> Pack:
    """A stress report, with the template that places all of it."""
    source = {"everything": "stress.md", "leftward": "leftward.md"}[audience]
    return open_pack(FOLDER / source, [FOLDER / "templates"], Diagnostics())


@pytest.fixture(scope="module")
def files(pack: Pack, audience: str) -> dict[str, BuiltFile]:
    """The stress document by kind; building it reports nothing."""
    built = build(pack, [audience], FORMATS).files
    assert [str(d) for d in pack.sink] == []
    return {file.path.suffix: file for file in built}


def test_every_format_holds_the_same_words(
    pack: Pack, audience: str, files: dict[str, BuiltFile]
) -> None:
    expected = model_words(make_document(pack, audience))
    assert_same(expected, pdf_words(files[".pdf"].data))
    assert_same(expected, docx_words(files[".docx"].data))


def test_what_is_only_measured_is_laid_out_as_what_is_drawn(
    pack: Pack, audience: str, files: dict[str, BuiltFile]
) -> None:
    """A DOCX by itself needs no glyphs: it is what it is beside a PDF, to the byte."""
    (alone,) = build(pack, [audience], ["docx"]).files
    assert alone.data == files[".docx"].data


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)
def test_nothing_is_found_in_the_pdf(
    judge: Callable[[Path], list[str]], files: dict[str, BuiltFile], tmp_path: Path
) -> None:
    path = tmp_path / "stress.pdf"
    path.write_bytes(files[".pdf"].data)
    assert judge(path) == []


def test_verapdf_finds_nothing_in_the_pdf(files: dict[str, BuiltFile], validate: Validate) -> None:
    assert validate({"stress.pdf": files[".pdf"].data}) == ""


@pytest.mark.parametrize("judge", [by_openxml_audit, by_openxml_sdk])
def test_nothing_is_found_in_the_word_document(
    judge: Callable[[Path], list[str]], files: dict[str, BuiltFile], tmp_path: Path
) -> None:
    path = tmp_path / "stress.docx"
    path.write_bytes(files[".docx"].data)
    assert judge(path) == []
