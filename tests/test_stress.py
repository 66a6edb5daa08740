"""One report with every construct: the same words in every format, and nothing found by judges."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import FORMATS, Built, Pack
from tests.conftest import Validate
from tests.docx.judges import by_openxml_audit, by_openxml_sdk
from tests.pdf.judges import JUDGES
from tests.reading import docx_words, model_words, pdf_words
from tests.test_same_words import assert_same

FOLDER = Path(__file__).parent / "stress"


@pytest.fixture(scope="module")
def pack() -> Pack:
    """The stress report, with the template that places all of it."""
    return Pack(FOLDER / "stress.md", [FOLDER / "templates"], Diagnostics())


@pytest.fixture(scope="module")
def files(pack: Pack) -> dict[str, Built]:
    """The stress document by kind; building it reports nothing."""
    built = pack.build(["everything"], FORMATS, Path("build"), {})
    assert [str(d) for d in pack.sink] == []
    return {file.path.suffix: file for file in built}


def test_every_format_holds_the_same_words(pack: Pack, files: dict[str, Built]) -> None:
    expected = model_words(pack.document("everything", {}))
    assert_same(expected, pdf_words(files[".pdf"].data))
    assert_same(expected, docx_words(files[".docx"].data))


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)
def test_nothing_is_found_in_the_pdf(
    judge: Callable[[Path], list[str]], files: dict[str, Built], tmp_path: Path
) -> None:
    path = tmp_path / "stress.pdf"
    path.write_bytes(files[".pdf"].data)
    assert judge(path) == []


def test_verapdf_finds_nothing_in_the_pdf(files: dict[str, Built], validate: Validate) -> None:
    assert validate({"stress.pdf": files[".pdf"].data}) == ""


@pytest.mark.parametrize("judge", [by_openxml_audit, by_openxml_sdk])
def test_nothing_is_found_in_the_word_document(
    judge: Callable[[Path], list[str]], files: dict[str, Built], tmp_path: Path
) -> None:
    path = tmp_path / "stress.docx"
    path.write_bytes(files[".docx"].data)
    assert judge(path) == []
