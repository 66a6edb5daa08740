"""A few pages of the shipped PDFs as small pictures: what text cannot tell, rules, fills, places.

`make refresh` draws them anew; look at them before you commit.
"""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageDraw

from briefgen.pipeline import BuiltFile

FOLDER = Path(__file__).parent
PAGES = [("dossier", 1), ("dossier", 2), ("dossier", 12), ("exec", 1), ("matrix", 1)]
SCALE = 0.5  # pixels a point
TILE = 6  # pixels: another version of the renderer moves edges, but changes no such square
MOST = 24  # levels of 255, the mean of a tile's most changed channel


@pytest.mark.parametrize(("audience", "number"), PAGES)
def test_a_page_looks_as_approved(
    audience: str, number: int, pack_files: dict[str, BuiltFile], refresh: bool
) -> None:
    path = FOLDER / f"{audience}-{number}.png"
    drawn = _draw(pack_files[f"report-{audience}.pdf"].data, number)
    if refresh:
        drawn.quantize(64).save(path, optimize=True)
    with Image.open(path) as approved:
        assert drawn.size == approved.size
        difference = _difference(drawn, approved.convert("RGB"))
    assert difference < MOST, f"{path} differs: `make refresh`, then look"


def test_a_lost_chip_a_moved_rule_and_another_colour_are_seen(
    pack_files: dict[str, BuiltFile],
) -> None:
    page = _draw(pack_files["report-matrix.pdf"].data, 1)
    with Image.open(FOLDER / "matrix-1.png") as approved:
        scale = SCALE * 72 / 25.4  # pixels a millimetre
        for box, colour in [
            ((20 * scale, 51 * scale, 40 * scale, 54 * scale), "#f1f5f9"),
            ((20 * scale, 70 * scale, 280 * scale, 70.6 * scale), "#14202e"),
            ((16 * scale, 31 * scale, 280 * scale, 38 * scale), "#0b4a7f"),
        ]:
            changed = page.copy()
            ImageDraw.Draw(changed).rectangle(box, fill=colour)
            assert _difference(changed, approved.convert("RGB")) > MOST


def _draw(data: bytes, number: int) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        return document[number - 1].render(scale=SCALE).to_pil().convert("RGB")
    finally:
        document.close()


def _difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean change of the tile that changed most."""
    channels = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(*channels[:2]), channels[2])
    tiles = most.resize((one.width // TILE, one.height // TILE), Image.Resampling.BOX)
    _, highest = tiles.getextrema()
    return float(highest)  # type: ignore[arg-type]  # one channel has one pair
