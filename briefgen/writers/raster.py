"""Take a PNG or JPEG file, return bytes that every program shows alike, without metadata."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.typography.pictures import ORIENTATION, open_raster
from briefgen.writers.stripping import stripped_raster

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["read_raster"]


def read_raster(path: Path) -> bytes:
    """Return the image at `path` without metadata, anew where programs would show it differently.

    Those are JPEG files with an orientation in their EXIF data, and those in CMYK. Raises
    `OSError`, `ValueError` or `SyntaxError` for a file that is damaged.
    """
    data = path.read_bytes()
    with open_raster(BytesIO(data)) as image:
        if image.format == "PNG":
            image.verify()  # all checksums
            return stripped_raster(data)
        if not data.rstrip(b"\0").endswith(b"\xff\xd9"):
            image.load()  # raises for one that breaks off
        if image.mode != "CMYK" and image.getexif().get(ORIENTATION, 1) == 1:
            with suppress(ValueError):  # one that only Pillow can make sense of is made anew
                return stripped_raster(data)
        from PIL import ImageOps

        out = BytesIO()
        _srgb(ImageOps.exif_transpose(image)).save(out, "JPEG", quality=95, subsampling=0)
        return stripped_raster(out.getvalue())


def _srgb(image: Image.Image) -> Image.Image:
    """Return the image in sRGB or grey, converted by its own colour profile if that can be used."""
    from PIL import ImageCms

    if profile := image.info.get("icc_profile"):
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            mode = "L" if image.mode == "L" else "RGB"
            converted = ImageCms.profileToProfile(
                image, own, ImageCms.createProfile("sRGB"), outputMode=mode
            )
        except (OSError, ImageCms.PyCMSError):
            converted = None
        if converted is not None:
            return converted
    return image if image.mode == "L" else image.convert("RGB")
