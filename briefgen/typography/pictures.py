"""Take an image, return its file and how large it is printed; report one that cannot be shown."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.record import NamedTuple
from briefgen.typography.lengths import length
from briefgen.walk import plain_text

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile

__all__ = [
    "ORIENTATION",
    "Picture",
    "alternative_text",
    "figure_text",
    "find_picture",
    "open_raster",
    "printed_size",
]

_HIGHEST: Final = 0.85
"""The part of a page's height that an image takes at most: its caption stands below it."""

_SCREEN: Final = (96.0, 96.0)
"""The resolution of an image that does not tell a sensible one, dots to the inch."""

ORIENTATION: Final = 0x0112
"""The EXIF tag that says how an image lies, 1 where it is upright."""

_TURNED: Final = frozenset({5, 6, 7, 8})
"""The orientations of images that lie on their side."""


class Picture(NamedTuple):
    """An image file that can be shown, with the width and height in points that it asks for."""

    file: Path
    width: float
    height: float


def alternative_text(image: m.Image) -> str:
    """Return what stands for an image where it cannot be seen, "" where the report has nothing."""
    return image.attr.get("alt") or plain_text(image.children).strip()


def figure_text(figure: m.Figure) -> str:
    """Return what stands for a figure where it cannot be seen: at worst the name of its file."""
    text = alternative_text(figure.image) or plain_text(figure.caption).strip()
    return text or figure.label or figure.image.source


def find_picture(image: m.Image, sink: Diagnostics) -> Picture | None:
    """Return the file of `image`, or report what is wrong with it."""
    file = Path(image.span.file).parent / image.source
    try:
        if not file.is_file():
            raise FileNotFoundError("there is no such file")
        if file.suffix.lower() == ".svg":
            from briefgen.typography.svg import svg_size

            return Picture(file, *svg_size(file))
        return Picture(file, *_size(file))
    except (OSError, ValueError, TypeError, SyntaxError) as error:
        sink.warning(
            "bad-image",
            f"cannot show the image {image.source!r}: {str(error) or type(error).__name__}",
            image.span,
            "use a PNG, JPEG or SVG file; its name is relative to the source",
        )
        return None


def printed_size(
    picture: Picture,
    image: m.Attr,
    figure: m.Attr = m.NO_ATTR,
    *,
    width: float,
    room: float,
    highest: float = 0.0,
) -> tuple[float, float]:
    """Return width and height of `picture` in points, its proportions kept.

    They are what `width` or else `height` of the attributes say, a percentage being a part of
    the column's `width` and of the `room` of a page; else what the file asks for, but not higher
    than `highest`, if that is given. Nothing is larger than column and page.
    """
    scale = min(1.0, highest / picture.height) if highest else 1.0
    if asked := image.get("width") or figure.get("width"):
        scale = length(asked, width, picture.width) / picture.width
    elif tall := image.get("height") or figure.get("height"):
        scale = length(tall, room, picture.height) / picture.height
    scale = min(scale, width / picture.width, _HIGHEST * room / picture.height)
    return picture.width * scale, picture.height * scale


def open_raster(source: Path | BytesIO) -> ImageFile:
    """Return an image of pixels, opened and not yet unpacked.

    Raises `OSError`, `ValueError` or `SyntaxError` for what is none.
    """
    import warnings

    from PIL import Image  # only documents with images need it

    try:
        with warnings.catch_warnings():  # a large image is one; what is beyond that is not
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return Image.open(source)
    except Image.DecompressionBombError:
        raise ValueError("it has too many pixels") from None


def _size(file: Path) -> tuple[float, float]:
    """Return the size of a raster image in points, upright."""
    with open_raster(file) as opened:
        kind, (wide, high) = opened.format, opened.size
        if kind not in {"PNG", "JPEG", "MPO"} or not wide or not high:
            raise ValueError(f"{kind} images are not drawn")
        dpi = opened.info.get("dpi", _SCREEN)
        turned = kind != "PNG" and opened.getexif().get(ORIENTATION) in _TURNED
    across, down = (float(value) if 30 <= value <= 2400 else _SCREEN[0] for value in dpi)
    size = wide * 72 / across, high * 72 / down
    return size[::-1] if turned else size
