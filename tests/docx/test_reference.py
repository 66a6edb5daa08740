"""What a reference document decides, and that nothing of it collides with ours."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import Choices, build, open_pack
from briefgen.theme import Theme
from briefgen.writers import Finished, WriterChoices
from briefgen.writers.docx import write_docx
from tests.docx import reference_documents, samples
from tests.docx.judges import by_openxml_audit, by_openxml_sdk
from tests.docx.lint import WP, Opened, W, lint
from tests.docx.samples import document, item, para, section
from tests.docx.test_write_docx import LANDSCAPE, THEME, whole
from tests.reading import docx_words, model_words

JUDGES = [by_openxml_audit, by_openxml_sdk]


def dressed(
    source: m.Document, reference: Path, theme: Theme = THEME, *, page: bool = True
) -> bytes:
    """Write `source` in the style of `reference`; nothing may be reported."""
    sink = Diagnostics()
    data = write_docx(
        Finished(source, theme, WriterChoices(reference=reference, reference_page=page)), sink
    )
    assert [str(found) for found in sink] == []
    assert lint(data) == []
    return data


def numbered() -> m.Document:
    deeper = section("Deeper", "b", para("text"), level=2, number="1.1")
    return document(
        section("One", "turkey", deeper, number="1"),
        section("Bare", "c"),
        section("Two", "d", samples.bullets(item(para("a"))), number="2"),
        footer=m.RunningText("ours"),
    )


@pytest.fixture(params=["", "%1. %1.%2", "%1 %1.%2 %1.%2.%3", "Article-%1 (%2)"])
def reference(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """German, with headings that count themselves in several ways, or not."""
    return reference_documents.german(tmp_path / "haus.docx", numbers=request.param)


@pytest.mark.parametrize("judge", JUDGES)
def test_judges_find_nothing(judge: object, reference: Path, tmp_path: Path) -> None:
    assert callable(judge)
    sources = {"dossier": samples.dossier(tmp_path), "short": numbered()}
    for name, source in sources.items():
        path = tmp_path / f"{name}.docx"
        path.write_bytes(dressed(source, reference))
        assert judge(path) == []


def test_the_words_stay_and_the_bytes_are_the_same_again(tmp_path: Path) -> None:
    reference = reference_documents.german(tmp_path / "haus.docx", numbers="%1 %1.%2 %1.%2.%3")
    source = samples.dossier(tmp_path)
    data = dressed(source, reference)
    assert docx_words(data) == model_words(source)
    assert dressed(source, reference) == data
    again = docx.Document(io.BytesIO(data))
    assert [p.text for p in again.paragraphs if p.style and p.style.name == "Heading 1"][1:3] == [
        "The obstacles: a masterclass",
        "The rest",
    ]
    assert again.sections[-1].header.paragraphs[0].text.strip() == "Das Haus"


def test_styles_are_found_by_name_whatever_their_id(tmp_path: Path) -> None:
    got = Opened(dressed(numbered(), reference_documents.german(tmp_path / "haus.docx")))
    used = [node.get(f"{W}val") for node in got.body.iter(f"{W}pStyle")]
    assert used[:3] == ["berschrift1", "berschrift2", "Textkrper"]
    heading = got.style("heading 1")
    assert heading.get(f"{W}styleId") == "berschrift1"
    assert heading.find(f"{W}rPr/{W}color").get(f"{W}val") == "8B0000"  # type: ignore[union-attr]
    names = [node.get(f"{W}val") for node in got.xml("word/styles.xml").iter(f"{W}name")]
    assert len({str(name).lower() for name in names}) == len(names)


def test_header_footer_and_logo_stay_and_ids_do_not_collide(tmp_path: Path) -> None:
    reference = reference_documents.german(tmp_path / "haus.docx")
    got = Opened(dressed(samples.dossier(tmp_path), reference))
    header = next(part for name, part in got.stories().items() if "header" in name)
    footer = next(part for name, part in got.stories().items() if "footer" in name)
    assert "Das Haus" in "".join(header.itertext())
    assert [node.get("id") for node in header.iter(f"{WP}docPr")] == ["7"]
    ids = [int(node.get("id", "")) for node in got.body.iter(f"{WP}docPr")]
    assert ids == list(range(8, 8 + len(ids)))
    assert "Seite" in "".join(footer.itertext())
    assert len(list(footer.iter(f"{W}fldSimple"))) == 1
    assert len([name for name in got.files if name.startswith("word/media/")]) == 2
    names = [mark.get(f"{W}name") for mark in got.body.iter(f"{W}bookmarkStart")]
    assert "turkey" not in names  # the header has it
    assert "turkey_2" in names


def test_running_heads_fill_what_the_reference_leaves_empty(tmp_path: Path) -> None:
    got = Opened(dressed(numbered(), reference_documents.plain(tmp_path / "reference.docx")))
    assert "".join(got.xml("word/footer1.xml").itertext()) == "ours"
    assert not [name for name in got.files if "house-" in name]


def test_the_paper_is_the_references_unless_asked_otherwise(tmp_path: Path) -> None:
    reference = reference_documents.german(tmp_path / "haus.docx")

    def paper(data: bytes) -> tuple[int, ...]:
        (size,), (edges,) = (Opened(data).body.iter(f"{W}{n}") for n in ("pgSz", "pgMar"))
        lengths = (size.get(f"{W}w"), size.get(f"{W}h"), edges.get(f"{W}left"))
        return tuple(round(int(length or 0) / 1440 * 25.4) for length in lengths)

    assert paper(dressed(numbered(), reference)) == (200, 280, 30)
    assert paper(dressed(numbered(), reference, LANDSCAPE))[:2] == (280, 200)
    ours = tuple(round(x / 72 * 25.4) for x in (THEME.page.width, THEME.page.height))
    assert paper(dressed(numbered(), reference, page=False))[:2] == ours


def test_headings_count_as_the_reference_does_if_that_is_what_we_mean(tmp_path: Path) -> None:
    got = Opened(
        dressed(numbered(), reference_documents.german(tmp_path / "a.docx", numbers="%1. %1.%2"))
    )
    assert got.style("heading 1").find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") == "55"  # type: ignore[union-attr]
    got = Opened(
        dressed(numbered(), reference_documents.german(tmp_path / "b.docx", numbers="%1: %2)"))
    )
    assert got.style("heading 1").find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") != "55"  # type: ignore[union-attr]


def test_what_has_no_number_inherits_none(tmp_path: Path) -> None:
    reference = reference_documents.german(tmp_path / "haus.docx", numbers="%1 %1.%2")
    heading = samples.div(para("Contents"), classes="contents-title")
    got = Opened(dressed(document(section("Bare", "a", heading)), reference))
    (bare,) = (p for p in got.body.iter(f"{W}p") if "".join(p.itertext()) == "Bare")
    assert bare.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") == "0"  # type: ignore[union-attr]


def test_a_heading_over_the_contents_is_not_counted_as_those_in_them_are(tmp_path: Path) -> None:
    heading = samples.div(para("Contents"), classes="contents-heading")
    source = document(heading, *numbered().blocks)
    got = Opened(
        dressed(source, reference_documents.german(tmp_path / "haus.docx"))
    )  # its style has no number
    (over,) = (p for p in got.body.iter(f"{W}p") if "".join(p.itertext()) == "Contents")
    assert over.find(f"{W}pPr/{W}numPr/{W}numId").get(f"{W}val") == "0"  # type: ignore[union-attr]


def test_definitions_of_lists_come_before_numbers(tmp_path: Path) -> None:
    reference = reference_documents.german(tmp_path / "haus.docx", numbers="%1 %1.%2")
    got = Opened(dressed(samples.dossier(tmp_path), reference))
    tags = [child.tag.removeprefix(W) for child in got.xml("word/numbering.xml")]
    assert tags == sorted(tags)  # abstractNum, num
    for tag, key in (("abstractNum", "abstractNumId"), ("num", "numId")):
        ids = [node.get(f"{W}{key}") for node in got.xml("word/numbering.xml").findall(f"{W}{tag}")]
        assert len(set(ids)) == len(ids)


def test_theme_and_fonts_of_the_reference_stay(tmp_path: Path) -> None:
    reference = reference_documents.german(tmp_path / "haus.docx")
    theirs = Opened(reference.read_bytes())
    got = Opened(dressed(numbered(), reference))
    assert got.files["word/theme/theme1.xml"] == theirs.files["word/theme/theme1.xml"]
    fonts = {font.get(f"{W}name") for font in theirs.xml("word/fontTable.xml")}
    assert fonts <= {font.get(f"{W}name") for font in got.xml("word/fontTable.xml")}


@pytest.mark.parametrize("content", [None, b"", b"not a zip", b"PK\3\4broken"])
def test_a_broken_reference_is_reported_and_the_document_is_ours(
    content: bytes | None, tmp_path: Path
) -> None:
    path = tmp_path / "reference.docx"
    if content is not None:
        path.write_bytes(content)
    sink = Diagnostics()
    data = write_docx(Finished(numbered(), THEME, WriterChoices(reference=path)), sink)
    (found,) = sink
    assert (found.code, found.span.file) == ("bad-reference", str(path))
    assert found.hints
    assert lint(data) == []


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("[Content_Types].xml", b"wordprocessingml.document.main", b"spreadsheetml.sheet.main"),
        ("word/document.xml", b"openxmlformats.org/wordprocessingml/2006", b"purl.oclc.org/ooxml"),
        ("word/styles.xml", b"</w:styles>", b""),
        ("word/_rels/document.xml.rels", b"relationships/styles", b"relationships/other"),
    ],
)
def test_another_kind_of_file_is_no_reference(
    name: str, old: bytes, new: bytes, tmp_path: Path
) -> None:
    path = reference_documents.german(tmp_path / "reference.docx")
    files = Opened(path.read_bytes()).files
    assert old in files[name]
    with zipfile.ZipFile(path, "w") as package:
        for each, data in files.items():
            package.writestr(each, data.replace(old, new) if each == name else data)
    sink = Diagnostics()
    write_docx(Finished(numbered(), THEME, WriterChoices(reference=path)), sink)
    assert [found.code for found in sink] == ["bad-reference"]


def test_without_a_reference_nothing_changes() -> None:
    assert b"house-" not in whole(numbered())


# ------------------------------------------------------------------------------------- audiences


def audience(folder: Path, *lines: str) -> Path:
    """Write a folder with one audience, `desk`, that prints all of a report."""
    desk = folder / "templates" / "desk"
    desk.mkdir(parents=True)
    (desk / "audience.toml").write_text("\n".join(('title = "Desk"', *lines)), encoding="utf-8")
    (desk / "template.md.j2").write_text("{{ report }}", encoding="utf-8")
    (folder / "report.md").write_text("---\ntitle: A\n---\n\n# One {#one}\n\nText.\n")
    return folder


def built(folder: Path, sink: Diagnostics, **values: str) -> bytes:
    pack = open_pack(folder / "report.md", [folder / "templates"], sink)
    (file,) = build(pack, ["desk"], ["docx"], folder, Choices.of(values)).files
    return file.data


def test_an_audience_names_its_reference_beside_it_or_below_the_templates(tmp_path: Path) -> None:
    for name, place in (("a", "templates/desk"), ("b", "templates")):
        folder = audience(tmp_path / name, 'reference = "haus.docx"', "embed_fonts = false")
        reference_documents.german(folder / place / "haus.docx")
        sink = Diagnostics()
        got = Opened(built(folder, sink))
        assert not len(sink)
        assert got.style("heading 1").get(f"{W}styleId") == "berschrift1"
        assert not [name for name in got.files if name.endswith(".odttf")]


def test_one_run_can_choose_another_reference_or_none(tmp_path: Path) -> None:
    folder = audience(tmp_path / "a", 'reference = "haus.docx"')
    reference_documents.german(folder / "templates" / "haus.docx")
    other = str(reference_documents.plain(tmp_path / "other.docx"))
    ids = [
        Opened(built(folder, Diagnostics(), reference=chosen)).style("heading 1").get(f"{W}styleId")
        for chosen in (other, "")
    ]
    assert ids == ["Heading1", "Heading1"]


def test_a_reference_that_is_not_there_is_reported_where_it_is_named(tmp_path: Path) -> None:
    folder = audience(tmp_path / "a", 'reference = "haus.docx"', 'reference_page = "no"')
    sink = Diagnostics()
    open_pack(folder / "report.md", [folder / "templates"], sink)
    assert [(d.code, d.span and d.span.line) for d in sink] == [
        ("bad-reference", 2),
        ("bad-value", 3),
    ]


def test_what_is_drawn_keeps_its_colours_where_the_reference_has_its_own(tmp_path: Path) -> None:
    reference = reference_documents.german(tmp_path / "haus.docx")
    got = Opened(dressed(samples.dossier(tmp_path), reference))
    drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    colours = {node.get("val") for node in got.body.iter(f"{drawing}srgbClr")}
    assert samples.theme().colours["accent"][1:].upper() in colours
    assert list(got.body.iter(f"{drawing}schemeClr")) == []
