"""Banners and marks as other programs find them, in copies of the shipped report and by hand."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from ctypes import c_uint
from functools import cache
from pathlib import Path

import docx
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from briefgen.diagnostics import BriefgenError, Diagnostics
from briefgen.layout.boxes import Artifact, Glyphs
from briefgen.model import Document
from briefgen.pipeline import (
    FORMATS,
    BuiltFile,
    Choices,
    Pack,
    build,
    lay_out,
    make_document,
    open_pack,
)
from briefgen.pipeline.mappings import trace_audience
from tests.conftest import Validate
from tests.docx import reference_documents
from tests.docx.judges import by_openxml_audit, by_openxml_sdk
from tests.docx.lint import lint
from tests.marking.making import ROOT, marked_copy, pack
from tests.pdf.judges import JUDGES
from tests.reading import docx_words, model_words, pdf_words

AUDIENCES = ("dossier", "exec", "matrix")
COPIES = {
    "tlp": ("{scheme: tlp, default: clear}", "green", "amber", "TLP:AMBER"),
    "us": ("{scheme: us}", "confidential", "secret", "SECRET"),
}


class Copy:
    """The pack of a marked copy of the shipped report."""

    def __init__(self, scheme: str, folder: Path) -> None:
        marking, judgements, hungary, self.label = COPIES[scheme]
        path = marked_copy(folder, marking, judgements, hungary)
        self.scheme, self.sink = scheme, Diagnostics()
        self.pack = open_pack(path, [ROOT / "templates"], self.sink)
        files = build(self.pack, AUDIENCES, FORMATS).files
        self.files = {file.path.name.removeprefix("report-"): file for file in files}
        assert not len(self.sink)

    def document(self, audience: str) -> Document:
        return make_document(self.pack, audience)


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Copy]:
    """What makes a copy by its scheme, once."""
    return cache(lambda scheme: Copy(scheme, tmp_path_factory.mktemp(scheme)))


@pytest.fixture(params=COPIES)
def copy(request: pytest.FixtureRequest, copies: Callable[[str], Copy]) -> Copy:
    return copies(request.param)


class Found:
    """A label on a page of a PDF: its edges from the top left corner, size, colour and ground."""

    def __init__(self, page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, at: int, end: int):
        self.size = pdfium.FPDFText_GetFontSize(text, at)
        levels = [c_uint() for _ in range(4)]
        pdfium.FPDFText_GetFillColor(text, at, *levels)
        self.colour = "#" + "".join(f"{level.value:02x}" for level in levels[:3])
        boxes = [text.get_charbox(index) for index in range(at, end)]
        height = page.get_height()
        self.left, self.right = boxes[0][0], boxes[-1][2]
        self.top = height - max(box[3] for box in boxes)
        self.bottom = height - min(box[1] for box in boxes)
        image = page.render(scale=2).to_pil()
        middle = (self.top + self.bottom) / 2
        self.ground = "#{:02x}{:02x}{:02x}".format(
            *image.getpixel((round(2 * (self.left - 2)), round(2 * middle)))[:3]
        )


def banners(data: bytes, label: str) -> list[list[Found]]:
    """Find all places of `label` that are not words of running text, page by page."""
    document = pypdfium2.PdfDocument(data)
    pages = []
    for page in document:
        text = page.get_textpage()
        whole = "".join(text.get_text_range(i, 1) or " " for i in range(text.count_chars()))
        places = [found.start() for found in re.finditer(re.escape(label), whole)]
        pages.append([Found(page, text, at, at + len(label)) for at in places])
    document.close()
    return pages


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_page_of_a_pdf_has_the_banner_at_its_top_and_bottom(
    audience: str, copy: Copy
) -> None:
    data = copy.files[f"{audience}.pdf"].data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        sizes = [[float(x) for x in page.mediabox] for page in pdf.pages]
    pages = banners(data, copy.label)
    assert len(pages) == len(sizes)
    right = {"dossier": 36, "exec": 24, "matrix": 16}[audience] / 25.4 * 72
    for (_, _, width, height), found in zip(sizes, pages, strict=True):
        above, below = sorted(found, key=lambda one: one.top)
        assert 12 <= above.top < above.bottom <= 28
        assert 12 <= height - below.bottom < height - below.top <= 28
        for one in (above, below):
            assert one.size >= 12
            if copy.scheme == "tlp":
                assert (one.colour, one.ground) == ("#ffc000", "#000000")
                assert one.right == pytest.approx(width - right - 4, abs=1)
            else:
                assert (one.colour, one.ground) == ("#ffffff", "#c8102e")
                assert (one.left + one.right) / 2 == pytest.approx(width / 2, abs=1)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_banners_are_headers_and_footers_to_who_listens(audience: str, copy: Copy) -> None:
    with pikepdf.open(io.BytesIO(copy.files[f"{audience}.pdf"].data)) as pdf:
        for page in pdf.pages:
            subtypes = [
                str(operands[1].get("/Subtype"))
                for operands, operator in pikepdf.parse_content_stream(page)
                if str(operator) == "BDC" and str(operands[0]) == "/Artifact"
            ]
            assert {"/Header", "/Footer"} <= set(subtypes)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_every_section_of_a_word_file_has_the_banner_in_all_its_headers_and_footers(
    audience: str, copy: Copy
) -> None:
    made = docx.Document(io.BytesIO(copy.files[f"{audience}.docx"].data))
    align = {"tlp": "RIGHT", "us": "CENTER"}[copy.scheme]
    for section in made.sections:
        heads = [section.header, section.first_page_header]
        feet = [section.footer, section.first_page_footer]
        for part in (*heads, *feet):
            at = part.paragraphs[0 if part in heads else -1]
            assert at.text.strip() == copy.label
            assert at.style is not None
            assert at.style.name == "Handling Marking"
            assert at.alignment is not None
            assert at.alignment.name == align
            assert at.style.font.size is not None
            assert at.style.font.size.pt >= 12
    colour, ground = {"tlp": ("FFC000", "000000"), "us": ("FFFFFF", "C8102E")}[copy.scheme]
    assert str(made.styles["Handling Marking"].font.color.rgb) == colour
    label = made.styles["Handling Marking Label"].element.xml
    assert f'w:fill="{ground}"' in label


@pytest.mark.parametrize("audience", AUDIENCES)
def test_words_are_the_same_in_every_format(audience: str, copy: Copy) -> None:
    expected = model_words(copy.document(audience))
    marks = {word for word in expected if re.fullmatch(r"\((u|c|s|ts)\)", word)}
    high = {"(u)", "(s)"} if audience == "matrix" else {"(u)", "(c)", "(s)"}
    if audience == "dossier":
        high = {"(u)", "(s)"}
    assert marks == (high if copy.scheme == "us" else set())
    assert pdf_words(copy.files[f"{audience}.pdf"].data) == expected
    assert docx_words(copy.files[f"{audience}.docx"].data) == expected


def test_the_matrix_stays_on_one_page_and_the_summary_on_two(copy: Copy) -> None:
    assert copy.files["matrix.pdf"].pages == 1
    assert (copy.files["exec.pdf"].pages or 9) <= 2


@pytest.mark.parametrize("scheme", ["tlp", "us", "uk", "nato"])
def test_no_text_moves_for_a_banner(scheme: str, shipped: Pack, tmp_path: Path) -> None:
    marking = f"{{scheme: {scheme}, portions: false}}"
    level = "amber" if scheme == "tlp" else "secret"
    path = marked_copy(tmp_path, marking, level, level)
    marked = open_pack(path, [ROOT / "templates"], Diagnostics())

    def placed(made: Pack, audience: str) -> list[list[tuple[object, ...]]]:
        fitted = lay_out(made, make_document(made, audience))
        return [
            [(b.x, b.y, b.text) for b in page.boxes if isinstance(b, Glyphs)]
            for page in fitted.layout.pages
        ]

    for audience in ("exec", "matrix"):  # the dossier tells the digest of its source
        assert placed(marked, audience) == placed(shipped, audience)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_files_say_their_marking(audience: str, copy: Copy) -> None:
    with pikepdf.open(io.BytesIO(copy.files[f"{audience}.pdf"].data)) as pdf:
        assert str(pdf.docinfo["/Keywords"]) == copy.label
        with pdf.open_metadata() as xmp:
            assert xmp["pdf:Keywords"] == copy.label
    core = docx.Document(io.BytesIO(copy.files[f"{audience}.docx"].data)).core_properties
    assert (core.category, core.keywords) == (copy.label, copy.label)


JUDGED = pytest.mark.parametrize(
    ("copy", "audience"),
    [("us", "dossier"), ("us", "matrix"), ("tlp", "exec")],
    indirect=["copy"],
)


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)
@JUDGED
def test_no_judge_of_pdf_finds_anything(
    judge: object, audience: str, copy: Copy, tmp_path: Path
) -> None:
    path = tmp_path / "marked.pdf"
    path.write_bytes(copy.files[f"{audience}.pdf"].data)
    assert judge(path) == []  # type: ignore[operator]


@pytest.mark.parametrize("copy", ["us"], indirect=True)  # it has portion marks besides
def test_verapdf_finds_nothing(copy: Copy, validate: Validate) -> None:
    assert validate({n: f.data for n, f in copy.files.items() if n.endswith(".pdf")}) == ""


@pytest.mark.parametrize("judge", [by_openxml_audit, by_openxml_sdk])
@JUDGED
def test_no_judge_of_word_files_finds_anything(
    judge: object, audience: str, copy: Copy, tmp_path: Path
) -> None:
    path = tmp_path / "marked.docx"
    path.write_bytes(copy.files[f"{audience}.docx"].data)
    assert judge(path) == []  # type: ignore[operator]
    assert lint(path.read_bytes()) == []


# ---------------------------------------------------------------------------------- made by hand

LANDSCAPE = """\
# One

Text.

| A | B |
|---|---|
| 1 | 2 |

: Wide {#tbl .landscape}

# Two {marking=red}

More.
"""


def built(made: Pack, sink: Diagnostics, **values: str) -> dict[str, BuiltFile]:
    files = build(made, ["own"], choices=Choices.of(values)).files
    assert not sink.count("error"), "\n".join(map(str, sink))
    return {file.path.suffix: file for file in files}


@pytest.mark.parametrize("heads", ["", "[header]\nright = '{section}'\n[footer]\nleft = 'Foot'\n"])
def test_covers_and_landscape_pages_have_banners_too(heads: str, tmp_path: Path) -> None:
    template = "::: {.cover}\n{{ report.title }}\n:::\n\n{{ report }}"
    made, sink = pack(tmp_path, LANDSCAPE, template=template, settings=heads)
    files = built(made, sink)
    pages = banners(files[".pdf"].data, "TLP:RED")
    assert [len(found) for found in pages] == [2] * 4
    with pikepdf.open(io.BytesIO(files[".pdf"].data)) as pdf:
        wide = [page.mediabox[2] > page.mediabox[3] for page in pdf.pages]
    assert wide == [False, False, True, False]
    opened = docx.Document(io.BytesIO(files[".docx"].data))
    assert len(opened.sections) == 4
    for section in opened.sections:
        assert section.header.paragraphs[0].text.strip() == "TLP:RED"
        assert section.footer.paragraphs[-1].text.strip() == "TLP:RED"
        assert section.first_page_header.paragraphs[0].text.strip() == "TLP:RED"


def test_a_house_document_keeps_its_heads_beside_the_banner(tmp_path: Path) -> None:
    reference = reference_documents.german(tmp_path / "haus.docx")
    made, sink = pack(tmp_path, LANDSCAPE)
    data = built(made, sink, reference=str(reference))[".docx"].data
    for section in docx.Document(io.BytesIO(data)).sections:
        header = [paragraph.text.strip() for paragraph in section.header.paragraphs]
        footer = [paragraph.text.strip() for paragraph in section.footer.paragraphs]
        assert header == ["TLP:RED", "Das Haus"]
        assert (footer[0][:5], footer[-1]) == ("Seite", "TLP:RED")
        assert section.first_page_header.paragraphs[0].text.strip() == "TLP:RED"
    assert lint(data) == []
    path = tmp_path / "marked.docx"
    path.write_bytes(data)
    assert by_openxml_audit(path) == []


@pytest.mark.parametrize(("edge", "other"), [("top", "bottom"), ("bottom", "top")])
def test_a_margin_without_room_is_an_error(edge: str, other: str, tmp_path: Path) -> None:
    settings = f"[page]\n{other} = '30mm'\n{edge} = '9mm'\n"
    made, _ = pack(tmp_path, "# A {marking=red}", settings=settings)
    with pytest.raises(BriefgenError) as raised:
        build(made, ["own"], ["pdf"])
    (found,) = raised.value.diagnostics
    assert found.span is not None
    assert (found.code, found.span.line) == ("no-room", 4)
    assert found.message.startswith(
        f"the {edge} margin of 9 mm has no room for the marking TLP:RED"
    )
    (hint,) = found.hints
    wanted = re.search(r'"(\d+)mm"', hint)
    assert wanted is not None
    own = made.audiences["own"].folder / "audience.toml"
    own.write_text(own.read_text().replace("9mm", f"{wanted[1]}mm"))
    sink = Diagnostics()
    again = open_pack(made.source, made.folders, sink)
    assert build(again, ["own"], FORMATS).files
    assert not len(sink)


def test_running_heads_give_way_where_they_would_touch_the_banner(tmp_path: Path) -> None:
    settings = "[page]\nfooter_distance = '6mm'\n[footer]\nleft = 'Foot'\n"
    made, sink = pack(tmp_path, "Text.", settings=settings)
    fitted = lay_out(made, make_document(made, "own"))
    (page,) = fitted.layout.pages
    foot, banner = [box for box in page.boxes if isinstance(box, Artifact) and box.kind == "Footer"]
    baselines = [box.y for box in foot.boxes if isinstance(box, Glyphs)]
    assert max(baselines) + 2 < min(box.y for box in banner.boxes if not isinstance(box, Glyphs))
    assert not len(sink)


def test_a_scheme_may_have_its_banner_at_one_edge_and_on_bare_paper(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "markings" / "own.toml"
    own.parent.mkdir(parents=True)
    own.write_text(
        'banner = ["bottom"]\nalign = "left"\nsize = 9\n[levels.a]\nname = "INTERN"\n'
        'colour = "#004400"\n'
    )
    made, sink = pack(tmp_path, "Text.", marking="own")
    files = built(made, sink)
    ((found,),) = banners(files[".pdf"].data, "INTERN")
    assert (found.size, found.colour, found.ground) == (9, "#004400", "#ffffff")
    assert found.top > 700
    with zipfile.ZipFile(io.BytesIO(files[".docx"].data)) as package:
        names = package.namelist()
        assert not any("header" in name for name in names)
        assert b"INTERN" in package.read("word/footer1.xml")


def test_a_banner_stands_at_the_right_whichever_way_a_document_runs(tmp_path: Path) -> None:
    made, _ = pack(tmp_path, "# A {marking=red}\n\nText.")
    made.source.write_text(made.source.read_text().replace("title:", "lang: he\ntitle:"))
    sink = Diagnostics()
    again = open_pack(made.source, made.folders, sink)
    files = built(again, sink)
    for page in banners(files[".pdf"].data, "TLP:RED"):
        assert all(found.left > 400 for found in page)
    with zipfile.ZipFile(io.BytesIO(files[".docx"].data)) as package:
        header = package.read("word/header1.xml").decode()
    assert '<w:bidi w:val="0"/>' in header
    assert '<w:jc w:val="right"/>' in header


def test_a_trace_has_the_banner_and_says_that_it_was_computed(tmp_path: Path) -> None:
    made, _ = pack(tmp_path, "# A {marking=red}\n\nText.")
    blocks = trace_audience(made, "own").blocks
    assert [(b.kind, b.sentences[0].text) for b in blocks[-2:]] == [
        ("header", "TLP:RED"),
        ("footer", "TLP:RED"),
    ]
    (part,) = blocks[-1].sentences[0].parts
    assert (part.origin, part.span.line, part.span.column) == ("computed", 3, 12)


def test_a_build_without_markings_loads_nothing_of_them() -> None:
    code = """
import sys
from pathlib import Path
from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import build, open_pack
pack = open_pack(Path("source/report.md"), [], Diagnostics())
build(pack, ["exec"])
print([name for name in sys.modules if "marking" in name or "banner" in name])
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_theme_may_set_a_banner_in_another_font_and_larger(tmp_path: Path) -> None:
    own = tmp_path / "templates" / "themes" / "own.toml"
    own.parent.mkdir(parents=True)
    own.write_text('extends = "default"\n[paragraphs.handling-marking]\nfont = "mono"\nsize = 14\n')
    made, sink = pack(tmp_path, "# A {marking=red}", settings='theme = "own"\n')
    files = built(made, sink)
    for page in banners(files[".pdf"].data, "TLP:RED"):
        assert [found.size for found in page] == [14, 14]
    style = docx.Document(io.BytesIO(files[".docx"].data)).styles["Handling Marking"]
    assert style.font.name == "Briefgen Mono"
    own.write_text(own.read_text().replace("14", "8"))
    sink = Diagnostics()
    files = built(open_pack(made.source, made.folders, sink), sink)
    for page in banners(files[".pdf"].data, "TLP:RED"):
        assert [found.size for found in page] == [12, 12]
