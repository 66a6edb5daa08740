"""Images of pixels are shown as they are meant: upright, in their levels and colours, or not."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageOps

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout import boxes as b
from briefgen.typography.pictures import find_picture
from tests.pdf.sheets import Sheets, png


@pytest.fixture
def embedded(root: Path, tmp_path: Path) -> Iterator[Any]:
    """Return what embeds the file `picture.*` and returns its image in the PDF."""
    with ExitStack() as stack:

        def embed(path: Path) -> Any:
            sheets, data = _picture(root, path)
            assert not list(sheets.sink)
            return stack.enter_context(pikepdf.open(BytesIO(data))).pages[0].Resources.XObject.I0

        yield embed


def _picture(root: Path, path: Path) -> tuple[Sheets, bytes]:
    sheets = Sheets(root)
    figure = sheets.root.add("Figure", alt="A picture")
    sheets.pages[0].boxes.append(b.ImageBox(72, 72, 100, 100, str(path), figure.slot()))
    return sheets, sheets.write()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_that_lies_on_its_side_is_set_upright(
    embedded: Any, tmp_path: Path, orientation: int
) -> None:
    path = tmp_path / "picture.jpg"
    exif = Image.Exif()
    exif[0x112] = orientation
    turned = Image.linear_gradient("L").resize((24, 8))
    turned.save(path, exif=exif, quality=95)
    image = embedded(path)
    shown = pikepdf.PdfImage(image).as_pil_image()
    assert shown.size == ((24, 8) if orientation < 5 else (8, 24))
    expected = ImageOps.exif_transpose(Image.open(path))
    differences = ImageChops.difference(shown, expected).getextrema()
    assert differences[1] < 8


@pytest.mark.parametrize("transparency", [False, True])
def test_sixteen_bits_of_grey_keep_their_levels(
    embedded: Any, tmp_path: Path, transparency: bool
) -> None:
    path = tmp_path / "picture.png"
    rows = Image.new("I;16", (4, 1))
    for x, level in enumerate((0, 20_000, 40_000, 65_535)):
        rows.putpixel((x, 0), level)
    rows.save(path, **({"transparency": 40_000} if transparency else {}))
    image = embedded(path)
    wide = 1 if transparency else 2
    assert image.read_bytes()[-4 * wide :: wide] == bytes((0, 78, 156, 255))
    if transparency:
        assert image.SMask.read_bytes() == bytes((255, 255, 0, 255))


def test_a_palette_keeps_its_colours_and_how_clear_each_of_them_is(
    embedded: Any, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    picture = Image.new("P", (3, 1))
    picture.putpalette([255, 0, 0, 0, 255, 0, 0, 0, 255])
    picture.putdata([0, 1, 2])
    picture.save(path, transparency=bytes([255, 128, 0]))
    image = embedded(path)
    assert image.read_bytes() == bytes([255, 0, 0, 0, 255, 0, 0, 0, 255])
    assert image.SMask.read_bytes() == bytes([255, 128, 0])


def test_the_colours_of_print_become_those_of_a_screen(embedded: Any, tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(path, icc_profile=b"no profile")
    shown = pikepdf.PdfImage(embedded(path)).as_pil_image()
    red, green, blue = shown.convert("RGB").getpixel((4, 4))
    assert red > 240
    assert max(green, blue) < 15


@pytest.mark.parametrize(("size", "error"), [(10_000, ""), (40_000, "too many pixels")])
def test_a_large_image_is_one_and_a_bomb_is_none(tmp_path: Path, size: int, error: str) -> None:
    path = tmp_path / "picture.png"
    data = bytearray(png(1, 1, kind=0))
    data[16:24] = struct.pack(">2I", size, size)
    data[29:33] = zlib.crc32(bytes(data[12:29])).to_bytes(4, "big")
    path.write_bytes(data)
    sink = Diagnostics()
    found = find_picture(m.Image((), path.name, Span(str(tmp_path / "x.md"), 1)), sink)
    assert (found is None) is bool(error)
    assert error in " ".join(map(str, sink))


def test_a_jpeg_that_breaks_off_is_an_error(root: Path, tmp_path: Path) -> None:
    path = tmp_path / "picture.jpg"
    Image.effect_noise((64, 64), 50).save(path)
    path.write_bytes(path.read_bytes()[:-900])
    sheets, _ = _picture(root, path)
    assert [(d.severity, d.code) for d in sheets.sink] == [("error", "unreadable-image")]
