"""DOCX files of Word, Google Docs and LibreOffice become what their truths say."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from docx.document import Document as Docx
from docx.oxml import parse_xml
from docx.shared import Pt

from briefgen.diagnostics import BriefgenError, Diagnostics
from briefgen.importing import read_draft
from briefgen.importing.draft import Draft, DraftBlock, DraftParagraph, Grid, runs_in, text_of
from tests.importing.docx_samples import MAKERS, W, link, png
from tests.importing.formats import of_kind

SAMPLES = of_kind(".docx")


def read(document: Docx, folder: Path, sink: Diagnostics | None = None) -> Draft:
    path = folder / "report.docx"
    document.save(str(path))
    return read_draft(path, "docx", Diagnostics() if sink is None else sink)


def paragraphs(blocks: tuple[DraftBlock, ...]) -> list[DraftParagraph]:
    return [block for block in blocks if isinstance(block, DraftParagraph)]


def insert(document: Docx, xml: str) -> None:
    """Put XML of WordprocessingML at the end of the body."""
    document.element.body.insert_element_before(
        parse_xml(xml.replace(">", f' xmlns:w="{W}">', 1)), "w:sectPr"
    )


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_the_samples_are_what_their_maker_writes(make: Callable[[], Docx], tmp_path: Path) -> None:
    path = next(sample for sample, _ in SAMPLES if MAKERS[sample.stem] is make)
    made, kept = read(make(), tmp_path), read_draft(path, "docx", Diagnostics())
    assert made == kept


def test_list_levels_and_numbers_come_from_the_numbering(tmp_path: Path) -> None:
    document = Document()
    for style in ("List Number", "List Number", "List Bullet", "List Bullet 2", "List Number"):
        document.add_paragraph("An item", style)
    items = [block.item for block in paragraphs(read(document, tmp_path).blocks)]
    assert [(i.level, i.ordered, i.marker) for i in items if i] == [
        (0, True, "1."), (0, True, "2."), (0, False, "•"), (1, False, "•"), (0, True, "3."),
    ]  # fmt: skip


def test_a_localised_heading_is_one_by_its_name(tmp_path: Path) -> None:
    document = Document()
    for name in ("Überschrift 2", "Titre 3"):
        document.styles.add_style(name, 1)
        document.add_paragraph("Lage", name)
    assert [block.level for block in paragraphs(read(document, tmp_path).blocks)] == [2, 3]


def test_larger_lines_are_headings_and_bold_ones_below_them(tmp_path: Path) -> None:
    document = Document()
    for text, size, bold in (
        ("The Report", 26, False), ("First Part", 18, False), ("Detail", 11, True),
        ("This is a sentence of the text, long enough to count as one.", 11, False),
        ("Second Part", 18, False),
        ("And this is another sentence of the text, in the same size.", 11, False),
    ):  # fmt: skip
        run = document.add_paragraph().add_run(text)
        run.font.size, run.bold = Pt(size), bold
    found = [(b.style, b.level) for b in paragraphs(read(document, tmp_path).blocks)]
    assert found == [("title", 0), ("", 2), ("", 3), ("", 0), ("", 2), ("", 0)]


def test_merged_cells_have_their_text_once(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(3, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "A", "B"
    table.cell(1, 1).text, table.cell(2, 1).text = "one", "two"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "both"
    (grid,) = read(document, tmp_path).blocks
    assert isinstance(grid, Grid)
    assert [[text_of(cell) for cell in row] for row in grid.rows] == [
        ["A", "B"], ["both", "one"], ["", "two"],
    ]  # fmt: skip


def test_links_fields_symbols_and_text_boxes_are_read(tmp_path: Path) -> None:
    document = Document()
    link(document.add_paragraph("See "), "here", "https://site.example/a")
    insert(
        document,
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://site.example/b" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>there</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        '<w:r><w:sym w:font="Symbol" w:char="F0B7"/><w:noBreakHyphen/><w:t>end</w:t></w:r></w:p>',
    )
    insert(
        document,
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict></w:r></w:p>",
    )
    runs = list(runs_in(read(document, tmp_path).blocks))
    assert [(run.text, run.link) for run in runs] == [
        ("See ", ""), ("here", "https://site.example/a"), ("there", "https://site.example/b"),
        ("•\u2011end", ""), ("In a box", ""),
    ]  # fmt: skip


def test_tracked_changes_are_taken_as_accepted_and_said(tmp_path: Path) -> None:
    document = Document()
    insert(
        document,
        "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>old</w:delText></w:r></w:del></w:p>",
    )
    sink = Diagnostics()
    assert [run.text for run in runs_in(read(document, tmp_path, sink).blocks)] == ["new"]
    assert [found.code for found in sink] == ["tracked-changes"]


def test_an_image_is_kept_with_its_alternative_text(tmp_path: Path) -> None:
    document = Document()
    picture = document.add_paragraph().add_run().add_picture(BytesIO(png()))
    picture._inline.docPr.set("descr", "A grey square")
    draft = read(document, tmp_path)
    (run,) = runs_in(draft.blocks)
    assert (run.text, run.image) == ("A grey square", "images/image1.png")
    assert draft.media == {"images/image1.png": png()}


def test_a_table_of_contents_is_known_for_one(tmp_path: Path) -> None:
    from briefgen.importing import import_report

    document = Document()
    document.styles.add_style("toc 1", 1)
    for text in ("Alpha\t1", "Beta\t2"):
        document.add_paragraph(text, "toc 1")
    for text in ("Alpha", "Beta"):
        document.add_heading(text, 1)
        document.add_paragraph("A sentence of the text, which is long enough to be one.")
    read(document, tmp_path)
    imported = import_report(tmp_path / "report.docx", Diagnostics())
    assert [out.text for out in imported.decisions.left_out] == ["Alpha 1", "Beta 2"]


def zipped(path: Path, **files: str) -> None:
    with ZipFile(path, "w") as package:
        for name, text in files.items():
            package.writestr(name, text)


@pytest.mark.parametrize("kind", ["text", "old", "truncated", "other zip", "no xml", "empty"])
def test_a_broken_file_is_an_error_with_a_hint(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    sample = SAMPLES[0][0].read_bytes()
    match kind:
        case "text":
            path.write_text("This is no DOCX.")
        case "old":
            path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
        case "truncated":
            path.write_bytes(sample[: len(sample) // 2])
        case "other zip":
            zipped(path, hello="world")
        case "no xml":
            with ZipFile(BytesIO(sample)) as old, ZipFile(path, "w") as new:
                for name in old.namelist():
                    data = old.read(name)
                    new.writestr(name, b"<w:doc" if name == "word/document.xml" else data)
        case _:
            path.write_bytes(b"")
    with pytest.raises(BriefgenError) as caught:
        read_draft(path, "docx", Diagnostics())
    (found,) = caught.value.diagnostics
    assert found.code == "unreadable"
    assert found.hints
