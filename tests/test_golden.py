"""The three shipped documents, held against what was read and approved: `make refresh` rewrites."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from briefgen.pipeline import BuiltFile, Pack, make_document
from briefgen.writers.tree import write_tree
from tests.reading import W

GOLDEN = Path(__file__).parent / "golden"
AUDIENCES = ["dossier", "exec", "matrix"]


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_tree_is_the_approved_one(audience: str, shipped: Pack, refresh: bool) -> None:
    _hold(audience, "tree.txt", write_tree(make_document(shipped, audience)), refresh)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_pages_read_as_approved(
    audience: str, pack_files: dict[str, BuiltFile], refresh: bool
) -> None:
    reader = PdfReader(io.BytesIO(pack_files[f"report-{audience}.pdf"].data))
    pages = [
        f"---- page {number}\n{page.extract_text()}" for number, page in enumerate(reader.pages, 1)
    ]
    text = "\n".join(line.rstrip() for page in pages for line in page.splitlines()) + "\n"
    _hold(audience, "pdf.txt", text, refresh)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_word_document_is_the_approved_one(
    audience: str, pack_files: dict[str, BuiltFile], refresh: bool
) -> None:
    with zipfile.ZipFile(io.BytesIO(pack_files[f"report-{audience}.docx"].data)) as package:
        body = ElementTree.fromstring(package.read("word/document.xml"))  # noqa: S314  # our own
    _hold(audience, "document.txt", "\n".join(_paragraphs(body)) + "\n", refresh)


def _paragraphs(element: ElementTree.Element, depth: int = 0) -> Iterator[str]:
    """Yield a line for each paragraph, table, row and section: style, then text with marks."""
    name = element.tag.removeprefix(W)
    if name == "p":
        style = element.find(f"{W}pPr/{W}pStyle")
        label = style.get(W + "val", "") if style is not None else "-"
        yield f"{'  ' * depth}{label}: {''.join(_runs(element))}"
        if element.find(f"{W}pPr/{W}sectPr") is not None:
            yield f"{'  ' * depth}== section ends"
        return
    if name in {"tbl", "tr", "tc", "sdt"}:
        yield f"{'  ' * depth}<{name}>"
        depth += 1
    for child in element:
        yield from _paragraphs(child, depth)


def _runs(element: ElementTree.Element) -> Iterator[str]:
    for node in element.iter():
        match node.tag.removeprefix(W):
            case "t":
                yield node.text or ""
            case "instrText":
                yield f"«{(node.text or '').strip()}»"
            case "bookmarkStart":
                yield f"⟨{node.get(W + 'name')}⟩"
            case "tab":
                yield "\t"
            case "br":
                yield "⏎"
            case "rStyle":
                yield f"‹{node.get(W + 'val')}›"
            case "footnoteReference":
                yield "‹note›"
            case "drawing":
                yield "‹drawing›"
            case _:
                pass


def _hold(audience: str, name: str, text: str, refresh: bool) -> None:
    path = GOLDEN / audience / name
    if refresh:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8"), f"{path} differs: `make refresh`, then read"
