"""Take an SVG file and a size, return its drawing as PNG: for programs that show no shapes.

The pixels are PDFium's, of the page that the PDF writer makes of the drawing: text and colours
are the same in both formats.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout.boxes import ImageBox, Slot
from briefgen.writers.pdf.images import Images
from briefgen.writers.pdf.objects import Canvas, fine

if TYPE_CHECKING:
    from briefgen.typography.fonts import FontSet

__all__ = ["svg_pixels"]

_RESOLUTION: Final = 220
"""Dots to the inch: what Word itself keeps of an image."""

_FEWEST: Final = 200
"""So many dots across a drawing has at least: one within a line may be looked at closely."""


def svg_pixels(
    path: Path, width: float, height: float, fonts: FontSet, sink: Diagnostics, span: Span
) -> bytes:
    """Return the picture at `path` as PNG, to be printed at `width` and `height` points.

    Returns nothing (and an error) for one that cannot be drawn. Raises `ImportError` where
    pypdfium2 is not installed.
    """
    from pypdfium2 import PdfDocument

    canvas = Canvas()
    images = Images(canvas.file, fonts, sink)
    name = images.name(ImageBox(0.0, 0.0, width, height, str(path), Slot(span)))
    if not name:
        return b""
    canvas.code.append(f"{fine(width)} 0 0 {fine(height)} 0 0 cm {name} Do")
    page = canvas.end_page(width, height)
    resources = f"<</XObject<<{name} {images.references[name]}>>>>"
    canvas.file.extend(page, Resources=resources)
    with PdfDocument(canvas.file.pack(canvas.file.add("<<>>"))) as document:
        scale = max(_RESOLUTION / 72, _FEWEST / max(width, height))
        bitmap = document[0].render(scale=scale, fill_color=(255, 255, 255, 0))
        out = BytesIO()
        bitmap.to_pil().save(out, "PNG", optimize=True)
    return out.getvalue()
