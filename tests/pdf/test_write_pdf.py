"""The PDF writer on layouts made by hand, judged by programs that no one here wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
import pytest
from PIL import ImageCms

from briefgen.layout import boxes as b
from tests.pdf.judges import JUDGES
from tests.pdf.parent_tree import faults
from tests.pdf.sheets import A4, SHOWN, Sheets, dossier, everything, png

Reopened = Callable[[bytes], pikepdf.Pdf]


@pytest.fixture(scope="module")
def sheets(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Sheets:
    return everything(root, tmp_path_factory.mktemp("pictures"))


@pytest.fixture(scope="module")
def data(sheets: Sheets) -> bytes:
    written = sheets.write()
    assert [str(d) for d in sheets.sink] == []
    return written


@pytest.fixture
def pdf(data: bytes, reopened: Reopened) -> Any:
    return reopened(data)


@pytest.fixture
def reopened() -> Iterator[Callable[[bytes], pikepdf.Pdf]]:
    """Open a file; it stays open for as long as the test runs."""
    with ExitStack() as stack:
        yield lambda data: stack.enter_context(pikepdf.open(BytesIO(data)))


# ---------------------------------------------------------------------------------- validators


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)
def test_nothing_is_found(judge: Callable[[Path], list[str]], data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(data)
    assert judge(path) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        (b"/MCID 0>>BDC", b"/MCID 1>>BDC", "uses MCID 1 twice"),
        (b"/MCID 0>>BDC", b"/MCID 99>>BDC", "stands in no element"),
        (b"/Artifact BMC", b"/Span BMC    ", "outside marked content"),
        (b"/H1<</MCID", b"/H2<</MCID", "its element is /H1"),
    ],
)
def test_our_own_check_tells(data: bytes, before: bytes, after: bytes, fault: str) -> None:
    with pikepdf.open(BytesIO(data)) as pdf:
        content = pdf.pages[0].Contents
        content.write(content.read_bytes().replace(before, after, 1))
        broken = BytesIO()
        pdf.save(broken)
    assert any(fault in found for found in faults(broken.getvalue()))


def test_the_same_layout_gives_the_same_bytes(sheets: Sheets, data: bytes) -> None:
    assert sheets.write() == data


# ---------------------------------------------------------------------------------------- text


def test_words_come_out_in_order(data: bytes) -> None:
    first, second = (page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages)
    places = [first.index(words) for words in SHOWN]
    assert places == sorted(places)
    assert "Page 1 of 2" in first
    assert second.split() == ["the", "next", "page."]


def actual_texts(page: pikepdf.Page) -> list[str]:
    """Return the replacements that content has for what its glyphs say."""
    return [
        str(operands[1].ActualText)
        for operands, operator in pikepdf.parse_content_stream(page)
        if str(operator) == "BDC" and operands[0] == "/Span"
    ]


def test_an_added_hyphen_is_a_soft_hyphen_to_readers(reopened: Reopened, data: bytes) -> None:
    # Not by ActualText, which many programs do not read, or lose their place at.
    assert "\u00ad" not in actual_texts(reopened(data).pages[0])
    assert "\u00ad" in pypdf.PdfReader(BytesIO(data)).pages[0].extract_text()


def test_a_base_with_marks_reads_as_its_character(reopened: Reopened, root: Path) -> None:
    sheets = Sheets(root)
    text = "q\u0303 and x\u0301\u0323 "
    sheets.say(sheets.root.add("P").slot(), text)
    written = sheets.write()
    page = reopened(written).pages[0]
    assert actual_texts(page) == ["q\u0303", "x\u0301\u0323"]
    assert faults(written) == []


def test_a_character_that_no_font_has_is_a_drawn_box_and_its_text(
    reopened: Reopened, root: Path
) -> None:
    sheets = Sheets(root)
    sheets.say(sheets.root.add("P").slot(), "A \U0001f600 here? ")
    written = sheets.write()
    page = reopened(written).pages[0]
    shown = b"".join(
        bytes(part)
        for operands, operator in pikepdf.parse_content_stream(page)
        for part in (operands[0] if str(operator) == "TJ" else operands)
        if str(operator) in {"Tj", "TJ"} and isinstance(part, pikepdf.String)
    )
    codes = [shown[at : at + 2] for at in range(0, len(shown), 2)]
    assert b"\0\0" not in codes  # .notdef is forbidden
    assert actual_texts(page) == ["\U0001f600"]
    assert faults(written) == []


def test_content_is_drawn_in_reading_order_and_the_footer_last(root: Path) -> None:
    sheets = Sheets(root)
    first, second = (sheets.root.add("P").slot() for _ in range(2))
    footer = b.Artifact("Footer", (sheets.set(None, "Page 1 "),))
    sheets.pages[0].boxes += [footer, sheets.set(second, "second "), sheets.set(first, "first ")]
    written = sheets.write()
    assert pypdf.PdfReader(BytesIO(written)).pages[0].extract_text().split() == [
        *("first", "second"),
        *("Page", "1"),
    ]
    assert faults(written) == []


@pytest.mark.parametrize("expansion", [1.0, 0.98, 1.013])
def test_glyphs_stand_where_layout_put_them(
    reopened: Reopened, root: Path, expansion: float
) -> None:
    sheets = Sheets(root)
    slot = sheets.root.add("P").slot()
    line = sheets.set(slot, "AVATAR WAVE To. ")
    stretched = tuple(
        a + (7.3 if t == " " else 0.013) for a, t in zip(line.advances, line.text, strict=True)
    )
    sheets.pages[0].boxes.append(line._replace(advances=stretched, expansion=expansion))
    reader = pypdf.PdfReader(BytesIO(sheets.write()))
    want = expansion * sum(stretched[: line.text.index(" ") + 1]) + line.x
    page = reopened(sheets.write()).pages[0]
    x = _position_after(page, line.text.index(" ") + 1, sheets, line)
    assert reader.pages[0].extract_text().strip() == "AVATAR WAVE To."
    assert x == pytest.approx(want, abs=0.01)


def _position_after(page: pikepdf.Page, count: int, sheets: Sheets, line: b.Glyphs) -> float:
    """Follow the text operators over `count` glyphs."""
    face = sheets.fonts.faces()[line.face]
    x, expansion = 0.0, 1.0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "Td":
            x += float(operands[0])
        if str(operator) == "Tz":
            expansion = float(operands[0]) / 100
        if str(operator) in {"TJ", "Tj"}:
            for part in operands[0] if str(operator) == "TJ" else operands:
                if not isinstance(part, pikepdf.String):
                    x -= float(part) * line.size / 1000 * expansion
                    continue
                codes = bytes(part)
                for at in range(0, len(codes), 2):
                    if not count:
                        return x
                    gid = int.from_bytes(codes[at : at + 2], "big")
                    advance = face.hb_font.get_glyph_h_advance(gid) / face.upem
                    x += advance * line.size * expansion
                    count -= 1
    return x


def test_fonts_are_subsets_with_glyph_ids_for_codes(pdf: Any) -> None:
    for page in pdf.pages:
        fonts = dict(page.Resources.Font)
        assert len(fonts) == 3
        for font in fonts.values():
            descendant = font.DescendantFonts[0]
            assert (font.Subtype, font.Encoding) == ("/Type0", "/Identity-H")
            assert str(font.BaseFont)[7] == "+"
            assert descendant.FontDescriptor.FontFile2.Length1 < 100_000
            assert b"<0000>" not in font.ToUnicode.read_bytes().split(b"beginbfchar")[1]


# ---------------------------------------------------------------------------------------- tags


def roles(node: Any) -> Any:
    """Return the tree as nested (role, kids), content left out."""
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, pikepdf.Array) else [kids]
    below = [roles(k) for k in kids if not isinstance(k, int) and "/S" in k]
    return (str(node.S)[1:], below) if below else str(node.S)[1:]


def test_the_tree_is_the_layout_without_what_was_not_drawn(pdf: Any) -> None:
    item = ("LI", ["Lbl", ("LBody", ["P"])])
    head = ("THead", [("TR", [("TH", ["P"]), ("TH", ["P"])])])
    body = ("TBody", [("TR", [("TH", ["P"]), "TD"])])
    assert roles(pdf.Root.StructTreeRoot.K) == (
        "Document",
        [
            (
                "Sect",
                [
                    "H1",
                    ("P", ["Link", "Link"]),
                    ("L", [item, item]),
                    ("Table", [("Caption", ["P"]), head, body]),
                    "Figure",
                    "Figure",
                ],
            )
        ],
    )


def test_a_paragraph_over_two_pages_is_one_element(pdf: Any) -> None:
    paragraph = pdf.Root.StructTreeRoot.K.K.K[1]
    last = list(paragraph.K)[-1]
    assert last.Type == "/MCR"
    assert last.Pg.objgen == pdf.pages[1].obj.objgen
    assert paragraph.Pg.objgen == pdf.pages[0].obj.objgen


def test_attributes_are_written(pdf: Any) -> None:
    heading, paragraph, points, table, figure, _ = pdf.Root.StructTreeRoot.K.K.K
    assert str(heading.ID) == "one"
    assert str(paragraph.K[-3].Lang) == "de"
    assert points.A.ListNumbering == "/Decimal"
    assert table.K[1].K.K[0].A.Scope == "/Column"
    assert [str(h) for h in table.K[2].K.K[1].A.Headers] == ["head-Cost", "row"]
    assert str(figure.Alt) == "Picture 0 ä"
    assert figure.A.Placement == "/Block"
    assert [float(v) for v in figure.A.BBox] == [72, 200, 172, 275]
    names = [str(n) for n in pdf.Root.StructTreeRoot.IDTree.Names[::2]]
    assert names == ["head-Cost", "head-Country", "one", "row"]


def test_roles_of_our_own_are_mapped_to_standard_ones(reopened: Reopened, root: Path) -> None:
    sheets = Sheets(root)
    for role in ("Title", "Strong", "Blurb"):
        sheets.say(sheets.root.add(role).slot(), f"{role} ")
    tree = reopened(sheets.write()).Root.StructTreeRoot
    assert dict(tree.RoleMap) == {"/Blurb": "/NonStruct", "/Strong": "/Span", "/Title": "/P"}


def test_notes_get_the_id_that_pdf_ua_asks_for(reopened: Reopened, root: Path) -> None:
    sheets = Sheets(root)
    for _ in range(2):
        sheets.say(sheets.root.add("Note").slot(), "A note ")
    tree = reopened(sheets.write()).Root.StructTreeRoot
    assert len({str(kid.ID) for kid in tree.K.K}) == 2


# --------------------------------------------------------------------------- links and outline


def test_links_lead_to_places_and_addresses(pdf: Any) -> None:
    inner, *outer = pdf.pages[0].Annots
    assert str(inner.Dest) == "two"
    assert str(inner.Contents) == "To work 22"
    assert [str(a.A.URI) for a in outer] == ["https://example.org/%C3%A4?x=(1)&y=%C3%BC"] * 2
    assert all(a.F == 4 for a in pdf.pages[0].Annots)
    names = list(pdf.Root.Names.Dests.Names)
    assert [str(n) for n in names[::2]] == ["one", "two"]
    assert names[3][0].objgen == pdf.pages[1].obj.objgen
    assert float(names[3][3]) == pytest.approx(A4[1] - 290, abs=0.01)


def test_a_link_that_leads_nowhere_is_reported_and_stays_text(
    reopened: Reopened, root: Path
) -> None:
    sheets = Sheets(root)
    link = sheets.root.add("P").add("Link")
    line = sheets.say(link.slot(), "nowhere ")
    sheets.pages[0].boxes.append(b.LinkArea(line.x, line.y, 9, 9, "#nowhere", "x", link))
    written = sheets.write()
    assert [(d.severity, d.code) for d in sheets.sink] == [("warning", "dangling-link")]
    opened = reopened(written)
    assert "/Annots" not in opened.pages[0]
    assert roles(opened.Root.StructTreeRoot.K) == ("Document", [("P", ["Span"])])
    assert faults(written) == []


def test_the_outline_is_nested_and_closed_below_the_first_level(
    reopened: Reopened, root: Path
) -> None:
    sheets = Sheets(root)
    sheets.say(sheets.root.add("P").slot(), "text ")
    sheets.anchors["here"] = b.Anchor(0, 0, 0)
    levels = (2, 1, 3, 2, 2, 1)
    sheets.outline = [b.OutlineEntry(level, f"ä{level}", "here") for level in levels]
    with reopened(sheets.write()).open_outline() as outline:
        shape = [(i.title, [k.title for k in i.children], i.is_closed) for i in outline.root]
    closed = [("ä2", [], False), ("ä1", ["ä3", "ä2", "ä2"], True), ("ä1", [], False)]
    assert shape == closed


# ------------------------------------------------------------------------------------ metadata


def test_information_and_xmp_say_the_same(pdf: Any) -> None:
    info = {str(k): str(v) for k, v in pdf.docinfo.items()}
    assert info["/Title"] == "The Ascendancy (§1) – Full dossier"
    assert info["/Author"] == "Jane Doe; Åsa Öberg"
    assert info["/CreationDate"] == info["/ModDate"] == "D:20251126000000Z"
    with pdf.open_metadata(set_pikepdf_as_editor=False) as xmp:
        assert xmp["dc:title"] == info["/Title"]
        assert "; ".join(xmp["dc:creator"]) == info["/Author"]
        assert xmp["dc:description"] == info["/Subject"] == "A sübtitle & <more>"
        assert xmp["pdf:Keywords"] == info["/Keywords"] == "NATO, Türkiye"
        assert xmp["xmp:CreateDate"] == "2025-11-26T00:00:00Z"
        assert (xmp["pdfuaid:part"], xmp.pdfa_status) == ("1", "2A")


def test_the_catalog_says_what_readers_ask(pdf: Any) -> None:
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.MarkInfo.Marked is True
    assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
    assert "/Direction" not in pdf.Root.ViewerPreferences
    assert all(page.Tabs == "/S" for page in pdf.pages)
    profile = BytesIO(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes())
    assert ImageCms.getProfileName(ImageCms.ImageCmsProfile(profile)).strip() == "sRGB"


@pytest.mark.parametrize(
    ("date", "epoch", "expected"),
    [
        ("2025-11", "", "D:20251101000000Z"),
        ("2025", "86400", "D:19700102000000Z"),
        ("November 2025", "", None),
        ("2025-13-40", "", None),
    ],
)
def test_the_date_is_the_documents_own_or_source_date_epoch(
    reopened: Reopened,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    date: str,
    epoch: str,
    expected: str | None,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    sheets = Sheets(root)
    sheets.say(sheets.root.add("P").slot(), "text ")
    info = reopened(sheets.write(dossier(date=date))).docinfo
    assert info.get("/CreationDate", None) == expected


# -------------------------------------------------------------------------------------- images


def picture(root: Path, path: Path) -> tuple[Sheets, bytes]:
    sheets = Sheets(root)
    figure = sheets.root.add("Figure", alt="A picture")
    sheets.pages[0].boxes.append(b.ImageBox(72, 72, 100, 100, str(path), figure.slot()))
    return sheets, sheets.write()


@pytest.mark.parametrize(("kind", "space"), [(0, "/DeviceGray"), (2, "/DeviceRGB"), (3, "Indexed")])
def test_plain_png_rows_are_embedded_as_they_are(
    reopened: Reopened, root: Path, tmp_path: Path, kind: int, space: str
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(png(5, 4, kind=kind))
    sheets, written = picture(root, path)
    image = reopened(written).pages[0].Resources.XObject.I0
    assert not list(sheets.sink)
    assert space in str(image.ColorSpace if kind != 3 else repr(image.ColorSpace))
    assert (image.Width, image.Height) == (5, 4)
    assert _same_pixels(image, path)


@pytest.mark.parametrize("kind", [4, 6])
def test_transparency_becomes_a_soft_mask(
    reopened: Reopened, root: Path, tmp_path: Path, kind: int
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(png(5, 4, kind=kind))
    sheets, written = picture(root, path)
    image = reopened(written).pages[0].Resources.XObject.I0
    assert not list(sheets.sink)
    assert image.SMask.ColorSpace == "/DeviceGray"
    assert len(image.SMask.read_bytes()) == 20


@pytest.mark.parametrize("mode", ["L", "RGB", "CMYK"])
def test_jpeg_is_embedded_as_it_is_unless_it_is_cmyk(
    reopened: Reopened, root: Path, tmp_path: Path, mode: str
) -> None:
    from PIL import Image

    path = tmp_path / "picture.jpg"
    Image.new(mode, (8, 6)).save(path)
    sheets, written = picture(root, path)
    image = reopened(written).pages[0].Resources.XObject.I0
    assert not list(sheets.sink)
    assert image.ColorSpace == ("/DeviceGray" if mode == "L" else "/DeviceRGB")
    assert (image.read_raw_bytes() == path.read_bytes()) is (mode != "CMYK")


def test_a_file_is_embedded_once(pdf: Any) -> None:
    assert list(pdf.pages[1].Resources.XObject) == ["/I0"]


@pytest.mark.parametrize("content", [b"", b"no image", png(4, 4)[:60], b"\xff\xd8\xff\xe0\0\x04ab"])
def test_an_image_that_cannot_be_read_is_an_error(
    root: Path, tmp_path: Path, content: bytes
) -> None:
    path = tmp_path / "picture.png"
    path.write_bytes(content)
    sheets, written = picture(root, path)
    assert [(d.severity, d.code) for d in sheets.sink] == [("error", "unreadable-image")]
    assert faults(written) == []


def _same_pixels(image: Any, path: Path) -> bool:
    from PIL import Image

    shown = pikepdf.PdfImage(image).as_pil_image().convert("RGB")
    return shown.tobytes() == Image.open(path).convert("RGB").tobytes()
