"""Take image files, return each once as an object: JPEG as it is, PNG by its pixels, SVG drawn."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path
from struct import unpack
from typing import TYPE_CHECKING

from briefgen.diagnostics import GENERATED, Diagnostics, Span
from briefgen.layout.boxes import ImageBox
from briefgen.typography.pictures import open_raster
from briefgen.writers.pdf.objects import File, Stream
from briefgen.writers.raster import read_raster

if TYPE_CHECKING:
    from PIL import Image

    from briefgen.typography.fonts import FontSet

__all__ = ["Images"]

_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALLOWED = frozenset({0xC0, 0xC1, 0xC2})
"""The kinds of JPEG that a PDF may hold: baseline, extended, progressive."""

_SPACES = {1: "/DeviceGray", 3: "/DeviceRGB"}


class Images:
    """The images of a file by path, with the names that pages draw them by."""

    def __init__(self, file: File, fonts: FontSet, sink: Diagnostics) -> None:
        self._file = file
        self._fonts = fonts
        self._sink = sink
        self._names: dict[str, str] = {}
        self.references: dict[str, str] = {}

    def name(self, box: ImageBox) -> str:
        """Return the resource name of a box's image, "" (and an error) for one unreadable."""
        if box.file not in self._names:
            self._names[box.file] = self._embed(box)
        return self._names[box.file]

    def _embed(self, box: ImageBox) -> str:
        span = box.slot.span if box.slot is not None else GENERATED
        try:
            if box.file.lower().endswith(".svg"):
                reference = self._svg(Path(box.file), span)
            else:
                data = read_raster(Path(box.file))
                reference = self._jpeg(data) or self._png(data) or self._pixels(BytesIO(data))
        except (OSError, ValueError, SyntaxError) as error:  # Pillow raises all three
            self._sink.error("unreadable-image", f"cannot read {box.file}: {error}", span)
            return ""
        name = f"/I{len(self.references)}"
        self.references[name] = reference
        return name

    def _jpeg(self, data: bytes) -> str:
        """Embed a grey or RGB JPEG file as it is; return "" for anything else."""
        if not data.startswith(b"\xff\xd8"):
            return ""
        at = 2
        while at + 9 < len(data) and data[at] == 0xFF:
            marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
            if marker in _FRAMES:
                bits, height, width, components = unpack(">BHHB", data[at + 4 : at + 10])
                if marker not in _ALLOWED or bits != 8 or components not in _SPACES:
                    return ""
                entries = _entries(width, height, _SPACES[components])
                return self._file.add(Stream(f"{entries}/Filter/DCTDecode", data, compress=False))
            at += 2 + length
        return ""

    def _png(self, data: bytes) -> str:
        """Embed the compressed rows of a plain PNG file; return "" for anything else."""
        if not data.startswith(b"\x89PNG\r\n\x1a\n"):
            return ""
        chunks = _png_chunks(data)
        width, height, bits, kind, _, _, interlaced = unpack(">2I5B", chunks[b"IHDR"])
        if interlaced or kind not in {0, 2, 3} or b"tRNS" in chunks:
            return ""
        space, colours = {0: ("/DeviceGray", 1), 2: ("/DeviceRGB", 3), 3: ("", 1)}[kind]
        if kind == 3:
            palette = chunks[b"PLTE"]
            space = f"[/Indexed/DeviceRGB {len(palette) // 3 - 1}<{palette.hex()}>]"
        entries = (
            f"{_entries(width, height, space, bits)}/Filter/FlateDecode/DecodeParms"
            f"<</Predictor 15/Colors {colours}/BitsPerComponent {bits}/Columns {width}>>"
        )
        return self._file.add(Stream(entries, chunks[b"IDAT"], compress=False))

    def _svg(self, path: Path, span: Span) -> str:
        """Embed a picture of shapes as such."""
        from briefgen.writers.pdf.vector import embed_svg

        try:
            return embed_svg(self._file, path, self._fonts, self._opened, self._sink, span)
        except Exception as error:  # what svglib raises for bad input is anyone's guess
            raise ValueError(str(error) or type(error).__name__) from error

    def _pixels(self, source: BytesIO) -> str:
        """Embed any image that Pillow reads."""
        with open_raster(source) as opened:
            return self._opened(opened)

    def _opened(self, image: Image.Image) -> str:
        """Embed the pixels of an image, its transparency as a soft mask."""
        mask = ""
        if image.mode == "I;16":
            image = _eight_bits(image)
        if image.has_transparency_data:
            clear = image.convert("RGBA")
            entries = _entries(*image.size, "/DeviceGray")
            mask = f"/SMask {self._file.add(Stream(entries, clear.getchannel('A').tobytes()))}"
            if image.mode == "P":  # Pillow warns where a palette's transparency gets lost
                image = clear
        image = image.convert("L" if image.mode in {"1", "L", "LA"} else "RGB")
        space = _SPACES[len(image.getbands())]
        entries = _entries(*image.size, space) + mask
        return self._file.add(Stream(entries, image.tobytes()))


def _entries(width: int, height: int, space: str, bits: int = 8) -> str:
    return (
        f"/Type/XObject/Subtype/Image/Width {width}/Height {height}"
        f"/ColorSpace{space}/BitsPerComponent {bits}"
    )


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return a grey image of 16 bits with the upper 8 of them, which Pillow does not do itself."""
    result = image.convert("I").point(lambda level: level * (1 / 256)).convert("L")
    if "transparency" in image.info:
        result.info["transparency"] = image.info["transparency"] >> 8
    return result


def _png_chunks(data: bytes) -> dict[bytes, bytes]:
    """Return the chunks of a PNG file by type, the contents of equal ones joined."""
    chunks: dict[bytes, bytes] = {}
    at = 8
    while at + 8 <= len(data):
        length, kind = unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if len(body) < length or zlib.crc32(kind + body) != int.from_bytes(
            data[at + 8 + length : at + 12 + length], "big"
        ):
            raise ValueError(f"the PNG file is damaged in its {kind.decode('latin-1')} chunk")
        chunks[kind] = chunks.get(kind, b"") + body
        at += 12 + length
    return chunks
