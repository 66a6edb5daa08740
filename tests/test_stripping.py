"""What is told in an image beside the picture goes, and the picture stays as it is."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms, ImageOps, PngImagePlugin

from briefgen.writers.raster import read_raster
from briefgen.writers.stripping import stripped_raster
from briefgen.writers.svg import svg_bytes

NOISE = random.Random(7)  # noqa: S311  # pixels
SECRET = b"KESTREL"


def photograph(mode: str = "RGB") -> Image.Image:
    picture = Image.new(mode, (40, 24))
    count = len(picture.getbands())
    picture.frombytes(bytes(NOISE.randrange(256) for _ in range(40 * 24 * count)))
    return picture


def told(orientation: int = 1) -> Image.Exif:
    exif = Image.Exif()
    exif[0x010E] = "KESTREL"  # what it shows
    exif[0x0112] = orientation
    return exif


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"restart_marker_blocks": 1}])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_keeps_its_pixels_and_loses_what_is_told(mode: str, options: Any) -> None:
    file = BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    photograph(mode).save(
        file, "JPEG", exif=told(), comment=SECRET, icc_profile=profile, dpi=(300, 300), **options
    )
    data = file.getvalue() + b"\xff\xd8 another picture, KESTREL"
    clean = stripped_raster(data)
    assert SECRET in data
    assert SECRET not in clean
    with Image.open(BytesIO(clean)) as after, Image.open(BytesIO(data)) as before:
        assert after.tobytes() == before.tobytes()
        assert after.info["icc_profile"] == profile
        assert not after.getexif()
    assert stripped_raster(clean) == clean


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_is_upright_with_nothing_told(tmp_path: Path, orientation: int) -> None:
    path = tmp_path / "a.jpg"
    photograph().save(path, "JPEG", exif=told(orientation), comment=SECRET, quality=95)
    clean = read_raster(path)
    assert SECRET not in clean
    with Image.open(path) as before, Image.open(BytesIO(clean)) as after:
        upright = ImageOps.exif_transpose(before)
        assert after.size == upright.size
        assert after.getexif().get(0x0112, 1) == 1
        worst = max(abs(a - b) for a, b in zip(after.tobytes(), upright.tobytes(), strict=True))
        assert worst < 48


def test_a_jpeg_with_stray_bytes_between_its_segments_is_made_anew(tmp_path: Path) -> None:
    file = BytesIO()
    photograph().save(file, "JPEG", comment=SECRET)
    data = file.getvalue()
    (tmp_path / "a.jpg").write_bytes(data[:2] + data[2:20] + b"\0\0\0" + data[20:])
    clean = read_raster(tmp_path / "a.jpg")
    assert SECRET not in clean
    with Image.open(BytesIO(clean)) as after:
        assert after.size == (40, 24)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "P", "1"])
def test_a_png_keeps_its_pixels_and_loses_its_texts(tmp_path: Path, mode: str) -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", "KESTREL")
    info.add_text("Packed", "KESTREL " * 9, zip=True)
    info.add_itxt("Author", "KESTREL")
    path = tmp_path / "a.png"
    photograph("RGBA").convert(mode).save(path, pnginfo=info, exif=told(), dpi=(72, 72))
    path.write_bytes(path.read_bytes() + SECRET)
    clean = read_raster(path)
    assert not any(name in clean for name in (SECRET, b"tEXt", b"zTXt", b"iTXt", b"eXIf"))
    with Image.open(BytesIO(clean)) as after, Image.open(path) as before:
        assert after.convert("RGBA").tobytes() == before.convert("RGBA").tobytes()
        assert after.info.get("dpi") == before.info.get("dpi")


SVG = """\
<?xml version="1.0"?><!-- KESTREL -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="http://inkscape" width="9" height="9"
     i:docname="KESTREL.svg" id="KESTREL1" aria-label="KESTREL">
 <title>KESTREL</title><desc>KESTREL</desc><metadata>KESTREL</metadata>
 <style>/* KESTREL */ .a { fill: url(#g); } #kept { stroke: red }</style>
 <defs>
  <linearGradient id="g"><stop offset="0" stop-color="#111"/></linearGradient>
  <text id="KESTREL2">KESTREL</text>
 </defs>
 <g i:label="KESTREL" data-note="KESTREL">
  <text display="none">KESTREL</text>
  <text style="fill: red; display: none">KESTREL</text>
  <g visibility="hidden"><text>KESTREL</text></g>
  <g visibility="hidden"><text visibility="visible">seen</text></g>
  <g display="none"><circle id="used" r="1"/></g>
  <use href="#used"/>
  <rect class="a" id="kept" width="3" height="3"/>
  <text>before <desc>KESTREL</desc>after</text>
 </g>
</svg>
"""


def test_an_svg_keeps_what_is_drawn_and_loses_what_is_not(tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text(SVG)
    clean = svg_bytes(tmp_path / "a.svg")
    assert SECRET not in clean
    assert b"inkscape" not in clean
    for kept in (b'id="g"', b'id="kept"', b'id="used"', b"seen", b'class="a"', b"before after"):
        assert kept in clean, kept


def test_pictures_within_an_svg_lose_what_is_told_in_them(tmp_path: Path) -> None:
    photograph().save(tmp_path / "in.jpg", "JPEG", exif=told(), comment=SECRET)
    link = '<image href="in.jpg" width="9" height="9"/>'
    text = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{link}</svg>'
    (tmp_path / "a.svg").write_text(text)
    from base64 import b64decode

    clean = svg_bytes(tmp_path / "a.svg")
    data = b64decode(clean.partition(b"base64,")[2].partition(b'"')[0])
    with Image.open(BytesIO(data)) as image:
        assert (image.size, dict(image.getexif()), "comment" in image.info) == ((40, 24), {}, False)
