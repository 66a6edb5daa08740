"""SVG images are drawn as vectors, in files that no judge has anything against."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout import layout
from briefgen.typography.fonts import FontSet
from briefgen.typography.svg import svg_size
from briefgen.writers.pdf import write_pdf
from briefgen.writers.svg import svg_bytes
from tests.layout.samples import theme
from tests.pdf.judges import JUDGES

PICTURES = Path(__file__).parent / "pictures"


def _document(source: str, folder: Path) -> m.Document:
    here = Span(str(folder / "report.md"), 1)
    title = (m.Text("A chart", here),)
    image = m.Image(title, source, here)
    figure = m.Figure(image, title, m.NO_ATTR, here, "Figure 1")
    meta = m.Metadata(title=title, date="2025-11-26")
    return m.Document("a", "A", meta, (figure,))


def written(source: str, folder: Path = PICTURES) -> tuple[bytes, list[str]]:
    """Return a file with one image, and the codes of what was reported."""
    sink = Diagnostics()
    document = _document(source, folder)
    fonts = FontSet(theme(), sink)
    made = layout(document, theme(), fonts, sink)
    return write_pdf(document, made, fonts, sink), [item.code for item in sink]


def _svg(folder: Path, inside: str, attributes: str = 'viewBox="0 0 100 50"') -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>'
    (folder / "x.svg").write_text(f"{head}{inside}</svg>", encoding="utf-8")
    return "x.svg"


@pytest.fixture(scope="module")
def chart() -> bytes:
    data, found = written("chart.svg")
    assert found == []
    return data


@pytest.mark.parametrize("judge", JUDGES, ids=lambda judge: judge.__name__)
def test_nothing_is_found_in_a_file_with_a_drawing(
    judge: object, chart: bytes, tmp_path: Path
) -> None:
    path = tmp_path / "chart.pdf"
    path.write_bytes(chart)
    found = judge(path)  # type: ignore[operator]
    assert [f for f in found if not f.startswith("[unsupported]")] == []


def test_the_drawing_is_a_form_of_shapes_that_names_no_font(chart: bytes) -> None:
    with pikepdf.open(io.BytesIO(chart)) as pdf:
        (form,) = pdf.pages[0].Resources.XObject.values()
        operators = {str(operator) for _, operator in pikepdf.parse_content_stream(form)}
        assert form.Subtype == "/Form"
        assert {"c", "f", "S", "W", "sh", "gs"} <= operators
        assert "Tj" not in operators
        assert "/Font" not in form.Resources


def test_the_same_drawing_gives_the_same_bytes(chart: bytes) -> None:
    assert written("chart.svg")[0] == chart


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="200" height="100"', (150.0, 75.0)),
        ('width="2in" height="1in" viewBox="0 0 8 4"', (144.0, 72.0)),
        ('viewBox="0 0 400 100"', (300.0, 75.0)),
        ('width="100%" height="100%" viewBox="0,0,400,100"', (300.0, 75.0)),
        ('width="100pt" viewBox="0 0 4 1"', (100.0, 25.0)),
        ("", (225.0, 112.5)),
    ],
)
def test_the_size_is_what_the_file_says(
    attributes: str, size: tuple[float, float], tmp_path: Path
) -> None:
    assert svg_size(tmp_path / _svg(tmp_path, "", attributes)) == pytest.approx(size)


@pytest.mark.parametrize("text", ["<svg", "", "<html/>", "<svg xmlns='x' viewBox='a b c d'/>"])
def test_a_broken_drawing_is_reported_and_its_place_is_visible(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.svg").write_text(text, encoding="utf-8")
    data, found = written("x.svg", tmp_path)
    assert found == ["bad-image"]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert not pdf.pages[0].Resources.XObject


@pytest.mark.parametrize(
    "inside",
    ["<style>a { opacity: 0.5 }</style>", "<foreignObject/>",
     "<rect style='filter:url(#x)' width='9' height='9'/>", "<rect fill='blurple' width='9'/>"],
)  # fmt: skip
def test_what_is_not_drawn_is_reported(inside: str, tmp_path: Path) -> None:
    assert set(written(_svg(tmp_path, inside), tmp_path)[1]) == {"svg-part"}


@pytest.mark.parametrize(
    "inside",
    ["<path d='M0 0 L' fill='red'/>", "<rect width='x' height='9'/>", "<use href='#nowhere'/>",
     "<polygon points='1 2 3'/>", "<text>לא</text>", "<path d='z'/>", "<circle r='-1'/>",
     "<rect transform='rotate(' width='9' height='9'/>", "<rect style='a:b:c;d' width='1'/>",
     "<image href='http://example.org/x.png' width='3' height='3'/>", "<g><g/></g>"],
)  # fmt: skip
def test_odd_drawings_never_stop_a_build(inside: str, tmp_path: Path) -> None:
    written(_svg(tmp_path, inside), tmp_path)


@pytest.mark.parametrize(
    ("inside", "left"),
    [("<script>alert(1)</script>", b"alert"), ("<g onclick='alert(1)'/>", b"alert"),
     ("<image href='https://example.org/x.png' width='3' height='3'/>", b"example"),
     ("<image href='../../secret.png' width='3' height='3'/>", b"secret"),
     ("<image href='data:image/svg+xml;base64,AAAA' width='3' height='3'/>", b"AAAA"),
     ("<use href='other.svg#x'/>", b"other"), ("<use xlink:href='file:///x.svg#x'/>", b"x.svg"),
     ("<rect fill='url(https://example.org/x.svg#a)' width='3' height='3'/>", b"example"),
     ("<rect style='fill:url( &quot;x.svg#a&quot; )' width='3' height='3'/>", b"x.svg"),
     ("<style>@import 'https://example.org/x.css';</style>", b"example"),
     (r"<style>@\69mport 'https://example.org/x.css';</style>", b"example"),
     ("<style>a { fill: URL('x.svg#a') } b { fill: url(#b) }</style>", b"x.svg"),
     ("<foreignObject><p xmlns='http://www.w3.org/1999/xhtml'>words</p></foreignObject>",
      b"words"),
     ("<set attributeName='href' to='javascript:alert(1)'/>", b"alert")],
)  # fmt: skip
def test_what_could_do_harm_is_left_out_and_reported(
    inside: str, left: bytes, tmp_path: Path
) -> None:
    xlink = 'viewBox="0 0 9 9" xmlns:xlink="http://www.w3.org/1999/xlink"'
    name = _svg(tmp_path, inside, xlink)
    assert left in (tmp_path / name).read_bytes()
    assert left not in svg_bytes(tmp_path / name)
    assert "svg-part" in written(name, tmp_path)[1]


def test_what_does_no_harm_stays(tmp_path: Path) -> None:
    inside = (
        "<defs><linearGradient id='a'><stop stop-color='red'/></linearGradient></defs>"
        "<style>b { fill: url('#a') }</style><a href='https://example.org'>"
        "<rect fill='url(#a)' width='9' height='9'/></a><metadata>words</metadata>"
    )
    name = _svg(tmp_path, inside)
    assert written(name, tmp_path)[1] == []
    safe = svg_bytes(tmp_path / name)
    assert safe.count(b"#a") == 2
    assert b"example" not in safe


BOMB = '<!ENTITY a0 "aaaaaaaaaa">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
)


@pytest.mark.parametrize(
    "entities", [BOMB, '<!ENTITY a9 SYSTEM "file:///etc/hostname">', '<!ENTITY a9 "&a9;">']
)
def test_entities_that_unfold_or_reach_out_make_no_picture(entities: str, tmp_path: Path) -> None:
    text = f"<!DOCTYPE svg [{entities}]><svg xmlns='http://www.w3.org/2000/svg'>&a9;</svg>"
    (tmp_path / "x.svg").write_text(text, encoding="utf-8")
    assert written("x.svg", tmp_path)[1] == ["bad-image"]


def test_an_image_within_a_drawing_is_embedded(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGBA", (4, 4), (200, 30, 30, 128)).save(tmp_path / "dot.png")
    data, found = written(
        _svg(tmp_path, "<image href='dot.png' x='1' y='1' width='9' height='9'/>"), tmp_path
    )
    assert found == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (form,) = pdf.pages[0].Resources.XObject.values()
        (image,) = form.Resources.XObject.values()
        assert image.Subtype == "/Image"


def test_opacity_of_a_group_is_that_of_what_is_in_it(tmp_path: Path) -> None:
    inside = "<g opacity='.5'><rect fill-opacity='50%' width='9' height='9'/></g>"
    data, found = written(_svg(tmp_path, inside), tmp_path)
    assert found == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (form,) = pdf.pages[0].Resources.XObject.values()
        (state,) = form.Resources.ExtGState.values()
        assert float(state.ca) == 0.25


@pytest.mark.parametrize(
    ("stops", "around", "seen"),
    [
        ("<stop stop-color='red' stop-opacity='0'/><stop offset='1'/>", "", ["0", "1"]),
        ("<stop style='stop-opacity: 25%; stop-color: red'/><stop offset='1'/>", "", ["0.25", "1"]),
        ("<stop/><stop offset='1' stop-opacity='9'/>", "opacity='.5'", ["0.5", "0.5"]),
    ],
)
def test_a_gradient_fades_as_its_stops_say(
    stops: str, around: str, seen: list[str], tmp_path: Path
) -> None:
    inside = (
        f"<defs><linearGradient id='a'>{stops}</linearGradient></defs>"
        f"<g {around}><rect x='2' fill='url(#a)' width='9' height='9'/></g>"
    )
    data, found = written(_svg(tmp_path, inside), tmp_path)
    assert found == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (form,) = pdf.pages[0].Resources.XObject.values()
        (state,) = form.Resources.ExtGState.values()
        mask = state.SMask.G
        assert state.SMask.S == "/Luminosity"
        assert [float(edge) for edge in mask.BBox] == [2, 0, 11, 9]
        (colours,) = form.Resources.Shading.values()
        assert colours.Coords == mask.Resources.Shading.S.Coords
        between = mask.Resources.Shading.S.Function.Functions[1]
        assert [between.C0[0], between.C1[0]] == [pikepdf.Object.parse(s.encode()) for s in seen]


def test_a_gradient_that_does_not_fade_has_no_mask(tmp_path: Path) -> None:
    inside = (
        "<linearGradient id='a'><stop stop-opacity='1'/></linearGradient>"
        "<rect fill='url(#a)' width='9' height='9'/>"
    )
    data, _ = written(_svg(tmp_path, inside), tmp_path)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (form,) = pdf.pages[0].Resources.XObject.values()
        assert "/ExtGState" not in form.Resources
