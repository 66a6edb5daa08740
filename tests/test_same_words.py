"""Tree, PDF and DOCX hold the same words in the same order, tables with the same columns."""

from __future__ import annotations

import io
import re
import zipfile
from difflib import unified_diff

import pytest

from briefgen import model as m
from briefgen.pipeline import BuiltFile, Pack, build, lay_out, make_document
from briefgen.walk import walk
from tests.reading import docx_words, model_words, pdf_words


@pytest.mark.parametrize("audience", ["exec", "dossier", "matrix"])
def test_the_shipped_documents_say_the_same_in_every_format(
    audience: str, shipped: Pack, pack_files: dict[str, BuiltFile]
) -> None:
    expected = model_words(make_document(shipped, audience))
    assert len(expected) > 100
    assert_same(expected, pdf_words(pack_files[f"report-{audience}.pdf"].data))
    assert_same(expected, docx_words(pack_files[f"report-{audience}.docx"].data))


def test_a_word_file_is_the_same_with_and_without_a_pdf(
    shipped: Pack, pack_files: dict[str, BuiltFile]
) -> None:
    for file in build(shipped, list(shipped.audiences), ["docx"]).files:
        assert file.data == pack_files[file.path.name].data


def assert_same(expected: list[str], found: list[str]) -> None:
    """Fail with a difference that a person can read."""
    difference = list(unified_diff(expected, found, "model", "document", lineterm="", n=3))
    assert not difference, "\n".join(difference[:60])


def test_word_gets_the_column_widths_that_layout_has_found(
    shipped: Pack, pack_files: dict[str, BuiltFile]
) -> None:
    fitted = lay_out(shipped, make_document(shipped, "dossier"))
    (table,) = [node for node in walk(fitted.document.blocks) if isinstance(node, m.Table)]
    found = [float(width) for width in table.attr.get("widths").split()]
    with zipfile.ZipFile(io.BytesIO(pack_files["report-dossier.docx"].data)) as package:
        body = package.read("word/document.xml").decode()
    (grid,) = (g for g in re.findall(r"<w:tblGrid>(.*?)</w:tblGrid>", body) if g.count("/>") == 4)
    columns = [int(width) / 20 for width in re.findall(r'w:w="(\d+)"', grid)]
    assert columns == pytest.approx(found, abs=0.06)
