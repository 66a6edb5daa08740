"""Draw the contact sheet of the README: pages of the three documents side by side.

make pack && python docs/contact_sheet.py        (wants pdftoppm, from poppler-utils)
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
SHOWN = (("exec", (1,)), ("matrix", (1,)), ("dossier", (1, 2, 3, 9, 12)))
HEIGHT, GAP, GROUND = 560, 14, "#8b939c"


def main() -> None:
    """Write docs/contact-sheet.png: summary and matrix above, pages of the dossier below."""
    with tempfile.TemporaryDirectory() as folder:
        pages = {
            name: [_page(name, number, Path(folder)) for number in numbers]
            for name, numbers in SHOWN
        }
    rows = [_row(pages["exec"] + pages["matrix"]), _row(pages["dossier"])]
    width = max(row.width for row in rows)
    rows = [row.resize((width, round(row.height * width / row.width))) for row in rows]
    sheet = Image.new("RGB", (width, sum(row.height for row in rows)), GROUND)
    top = 0
    for row in rows:
        sheet.paste(row, (0, top))
        top += row.height
    colours = sheet.quantize(160, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    colours.save(ROOT / "docs" / "contact-sheet.png", optimize=True)


def _page(name: str, number: int, folder: Path) -> Image.Image:
    target = folder / f"{name}-{number}"
    pdf = ROOT / "build" / f"report-{name}.pdf"
    one = ["-f", str(number), "-l", str(number), "-singlefile", "-r", "110", "-png"]
    subprocess.run(["pdftoppm", *one, str(pdf), str(target)], check=True)
    with Image.open(target.with_suffix(".png")) as image:
        return image.resize((round(image.width * HEIGHT / image.height), HEIGHT))


def _row(images: list[Image.Image]) -> Image.Image:
    width = sum(image.width + GAP for image in images) + GAP
    row = Image.new("RGB", (width, HEIGHT + GAP), GROUND)
    left = GAP
    for image in images:
        row.paste(image, (left, GAP))
        left += image.width + GAP
    return row


if __name__ == "__main__":
    main()
