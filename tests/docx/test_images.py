"""Images in Word files: shapes as shapes with their pixels beside them, in paragraphs and lines."""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.writers import Finished
from briefgen.writers.docx import write_docx
from tests.docx import samples
from tests.docx.judges import by_openxml_audit, by_openxml_sdk
from tests.docx.lint import WP, Opened, R, W, lint
from tests.docx.samples import document, para, text

THEME = samples.theme()
PICTURES = Path(__file__).parents[1] / "pdf" / "pictures"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SHAPES = "{http://schemas.microsoft.com/office/drawing/2016/SVG/main}svgBlip"
COLUMN = THEME.page.width - THEME.page.left - THEME.page.right


def chart(**pairs: str) -> m.Image:
    at = Span(str(PICTURES / "report.md"), 3)
    return m.Image((text("A chart"),), "chart.svg", at, attr=m.Attr(pairs=tuple(pairs.items())))


def figure(image: m.Image) -> m.Figure:
    return m.Figure(image, image.children, m.NO_ATTR, image.span, "Figure 1", stop=". ")


def written(*blocks: m.Block) -> tuple[bytes, list[str]]:
    sink = Diagnostics()
    data = write_docx(Finished(document(*blocks), THEME), sink)
    assert lint(data) == []
    return data, [found.code for found in sink]


def shown(data: bytes, node: ElementTree.Element) -> bytes:
    """Return the part that `node` shows."""
    got = Opened(data)
    relations = got.xml("word/_rels/document.xml.rels")
    targets = {relation.get("Id"): relation.get("Target") for relation in relations}
    return got.files[f"word/{targets[node.get(f'{R}embed')]}"]


def size(data: bytes, index: int = 0) -> tuple[float, float]:
    extent = list(Opened(data).body.iter(f"{WP}extent"))[index]
    return int(extent.get("cx", "")) / 12700, int(extent.get("cy", "")) / 12700


def test_a_drawing_is_there_as_pixels_and_as_shapes() -> None:
    data, found = written(figure(chart(width="50%")))
    assert found == []
    (blip,) = Opened(data).body.iter(f"{A}blip")
    (shapes,) = blip.iter(SHAPES)
    assert b"<svg" in shown(data, shapes)
    pixels = Image.open(BytesIO(shown(data, blip)))
    assert pixels.width == pytest.approx(COLUMN / 2 / 72 * 220, abs=1)
    assert pixels.width / pixels.height == pytest.approx(320 / 200, rel=0.01)
    assert pixels.getpixel((0, 0))[3] == 0  # type: ignore[index]  # a round corner
    assert size(data) == pytest.approx((COLUMN / 2, COLUMN / 2 * 200 / 320), abs=0.01)
    assert (
        b'Extension="svg" ContentType="image/svg+xml"' in Opened(data).files["[Content_Types].xml"]
    )
    assert written(figure(chart(width="50%")))[0] == data


def test_a_drawing_is_described_and_has_a_caption() -> None:
    got = Opened(written(figure(chart()))[0])
    (said,) = got.body.iter(f"{WP}docPr")
    assert said.get("descr") == "A chart"
    assert "Figure\u00a01. A chart" in "".join(part.text or "" for part in got.body.iter(f"{W}t"))


def ornament() -> m.Image:
    at = Span(str(PICTURES / "report.md"), 3)
    return m.Image((), "chart.svg", at, attr=m.Attr(classes=("decorative",)))


def test_what_only_decorates_says_so_and_nothing_else() -> None:
    alone = m.Figure(ornament(), (), ornament().attr, samples.S)
    got = Opened(written(alone, para("A ", ornament(), " in a line"))[0])
    parted = got.body.find(f"{W}p/{W}pPr")
    assert parted is not None
    assert [(node.tag, dict(node.attrib)) for node in parted][1] == (
        f"{W}keepNext",
        {f"{W}val": "0"},
    )
    assert parted.find(f"{W}spacing[@{W}after='200']") is not None
    for said in got.body.iter(f"{WP}docPr"):
        assert (said.get("descr"), said.get("title")) == ("", None)
        (mark,) = said.iter(
            "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
        )
        assert mark.get("val") == "1"
    assert "".join(part.text or "" for part in got.body.iter(f"{W}t")) == "A  in a line"


@pytest.mark.parametrize("judge", [by_openxml_audit, by_openxml_sdk])
def test_judges_find_nothing_in_a_file_with_drawings(judge: object, tmp_path: Path) -> None:
    path = tmp_path / "drawings.docx"
    blocks = figure(chart()), para("A ", chart(), " in a line"), para("An ", ornament())
    path.write_bytes(written(*blocks)[0])
    assert judge(path) == []  # type: ignore[operator]


def test_the_same_drawing_is_in_the_file_once() -> None:
    data, _ = written(figure(chart()), figure(chart(width="30%")), figure(chart()))
    media = [name for name in Opened(data).files if name.startswith("word/media/")]
    assert sorted(name.rpartition(".")[2] for name in media) == ["png", "png", "svg"]


def test_without_pypdfium2_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    sink = Diagnostics()
    data = write_docx(Finished(document(figure(chart())), THEME), sink)
    (found,) = sink
    assert (found.severity, found.code) == ("warning", "bad-image")
    assert "pypdfium2" in found.hints[0]
    got = Opened(data)
    assert not [name for name in got.files if name.startswith("word/media/")]
    assert "A chart" in "".join(got.body.itertext())


def test_what_could_do_harm_does_not_reach_the_file(tmp_path: Path) -> None:
    source = tmp_path / "x.svg"
    source.write_text(
        "<!DOCTYPE svg [<!ENTITY words 'alert(1)'>]><?xml-stylesheet href='x.css'?>"
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9' onload='&words;'>"
        "<script>&words;</script><image href='https://example.org/x.png'/>"
        "<rect width='9' height='9' fill='red'/></svg>"
    )
    image = m.Image((text("x"),), "x.svg", Span(str(tmp_path / "report.md"), 1))
    data, found = written(figure(image))
    assert set(found) == {"svg-part"}
    (shapes,) = Opened(data).body.iter(SHAPES)
    svg = shown(data, shapes)
    assert b"<rect" in svg
    for word in (b"alert", b"example", b"DOCTYPE", b"x.css", b"ENTITY"):
        assert word not in svg


def test_images_beside_a_drawing_go_into_it(tmp_path: Path) -> None:
    Image.new("RGB", (4, 4), (200, 30, 30)).save(tmp_path / "dot.png")
    (tmp_path / "x.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>"
        "<image href='dot.png' width='9' height='9'/></svg>"
    )
    image = m.Image((text("x"),), "x.svg", Span(str(tmp_path / "report.md"), 1))
    data, found = written(figure(image))
    assert found == []
    (blip,) = Opened(data).body.iter(f"{A}blip")
    assert b"data:image/png;base64," in shown(data, next(blip.iter(SHAPES)))
    pixels = Image.open(BytesIO(shown(data, blip)))
    assert pixels.getpixel((9, 9)) == (200, 30, 30, 255)


def test_an_image_within_a_line_is_no_higher_than_its_type(tmp_path: Path) -> None:
    ramp = samples.png(tmp_path / "ramp.png", 96, 96)
    at = Span(str(tmp_path / "x.md"), 1)
    plain = m.Image((text("a ramp"),), ramp.name, at)
    tall = m.Image((text("a ramp"),), ramp.name, at, attr=m.Attr("tall", pairs=(("height", "30"),)))
    link = m.Link((tall,), "https://example.org", at)
    data, found = written(para("Before ", plain, " between ", link, " after."))
    assert found == []
    size_of_type = THEME.paragraph("body").size
    assert size(data) == pytest.approx((size_of_type, size_of_type), abs=0.01)
    assert size(data, 1) == pytest.approx((30, 30), abs=0.01)
    got = Opened(data)
    (paragraph,) = (p for p in got.body.iter(f"{W}p") if "Before" in "".join(p.itertext()))
    assert [node.get("descr") for node in paragraph.iter(f"{WP}docPr")] == ["a ramp", "a ramp"]
    assert paragraph.find(f"{W}hyperlink//{W}drawing") is not None
    assert len([name for name in got.files if name.startswith("word/media/")]) == 1


def test_a_photograph_is_upright_and_in_the_colours_of_a_screen(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x112] = 6
    Image.new("CMYK", (40, 20), (0, 255, 255, 0)).save(tmp_path / "photo.jpg", exif=exif)
    image = m.Image((text("x"),), "photo.jpg", Span(str(tmp_path / "x.md"), 1))
    data, found = written(figure(image))
    assert found == []
    (blip,) = Opened(data).body.iter(f"{A}blip")
    photo = Image.open(BytesIO(shown(data, blip)))
    assert (photo.mode, photo.size) == ("RGB", (20, 40))
    across, down = size(data)
    assert down == pytest.approx(2 * across, abs=0.01)


def test_an_image_that_breaks_off_is_described_instead(tmp_path: Path) -> None:
    for name, kind in (("x.jpg", "JPEG"), ("x.png", "PNG")):
        path = tmp_path / name
        Image.effect_noise((64, 64), 50).save(path, kind)
        path.write_bytes(path.read_bytes()[:-900])
        image = m.Image((text("some noise"),), name, Span(str(tmp_path / "x.md"), 1))
        data, found = written(para("See ", image))
        assert found == ["bad-image"]
        assert "See [some noise]" in "".join(Opened(data).body.itertext())
