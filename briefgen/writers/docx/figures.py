"""Take images, return drawings with their description; report those that cannot be shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from docx.image.exceptions import (
    InvalidImageStreamError,
    UnexpectedEndOfFileError,
    UnrecognizedImageError,
)

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.walk import plain_text
from briefgen.writers.docx.captions import write_caption
from briefgen.writers.docx.markup import attribute
from briefgen.writers.docx.package import PlainPart, WordPackage

if TYPE_CHECKING:
    from briefgen.writers.docx.body import Body
    from briefgen.writers.docx.place import Place
    from briefgen.writers.docx.sections import Sections

__all__ = ["Pictures", "set_figure"]

_EMU = 12700
"""English Metric Units in a point."""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_NO_RESOLUTION = 72
"""What python-docx says of an image that does not tell its resolution: then it is a screen's."""
_SCREEN = 96.0
_HIGHEST = 0.85


class Pictures:
    """The images of one document; `sections` know the height of a page's text.

    Ids up to `last` are those of drawings that the document holds already.
    """

    def __init__(
        self, package: WordPackage, sink: Diagnostics, sections: Sections, last: int = 0
    ) -> None:
        self._package = package
        self._sink = sink
        self._sections = sections
        self._count = last

    def drawing(
        self,
        image: m.Image,
        width: float,
        story: PlainPart,
        attr: m.Attr = m.NO_ATTR,
        alt: str = "",
    ) -> str:
        """Return a run with the drawing, scaled into `width`, or "" for what is no image."""
        file = Path(image.span.file).parent / image.source
        try:
            if file.suffix.lower() == ".svg":
                raise ValueError("vector images are not drawn")
            if not file.is_file():
                raise FileNotFoundError("there is no such file")
            part = self._package.image(file)
            natural = self._natural(part.image.px_width, part.image.horz_dpi)
            high = self._natural(part.image.px_height, part.image.vert_dpi)
            if not natural or not high:
                raise ValueError("it is empty")
        except (
            OSError,
            ValueError,
            UnrecognizedImageError,
            UnexpectedEndOfFileError,
            InvalidImageStreamError,
        ) as error:
            self._sink.warning(
                "bad-image",
                f"cannot show the image {image.source!r}: {error or type(error).__name__}",
                image.span,
                "use a PNG or JPEG file; its name is relative to the source",
            )
            return ""
        scale = 1.0
        if asked := image.attr.get("width") or attr.get("width"):
            scale = _length(asked, width, natural) / natural
        elif tall := image.attr.get("height") or attr.get("height"):
            scale = _length(tall, self._sections.height, high) / high
        scale = min(scale, width / natural, _HIGHEST * self._sections.height / high)
        alt = alt or image.attr.get("alt") or plain_text(image.children).strip() or image.source
        return self._inline(story.show(part), natural * scale, high * scale, alt, image.title)

    def number(self) -> int:
        """Return the number of a new drawing, which no other has."""
        self._count += 1
        return self._count

    def _natural(self, pixels: int, resolution: int) -> float:
        return pixels * 72 / (_SCREEN if resolution == _NO_RESOLUTION else resolution)

    def _inline(self, relation: str, width: float, height: float, alt: str, title: str) -> str:
        self.number()
        size = f'cx="{round(width * _EMU)}" cy="{round(height * _EMU)}"'
        named = f' title="{attribute(title)}"' if title else ""
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{self._count}" name="Picture {self._count}"'
            f' descr="{attribute(alt)}"{named}/><wp:cNvGraphicFramePr>'
            '<a:graphicFrameLocks noChangeAspect="1"/></wp:cNvGraphicFramePr>'
            f'<a:graphic><a:graphicData uri="{_DRAWING}/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{self._count}" name="Picture {self._count}"/><pic:cNvPicPr/>'
            f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/>'
            f'</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def set_figure(body: Body, node: m.Figure, place: Place) -> None:
    """Write an image in a paragraph of its own with its caption below."""
    image = node.image
    alt = image.attr.get("alt") or plain_text(image.children).strip()
    alt = alt or plain_text(node.caption).strip() or node.label
    drawing = body.making.pictures.drawing(image, place.width, body.story, node.attr, alt)
    if image.attr.id != node.attr.id:
        body.wait(image.attr.id)
    if drawing:
        body.paragraph(drawing, "figure", place._replace(align="", after=0.0), before=8.0)
    else:
        look = body.inliner.look("small")
        body.paragraph(body.inliner.text(alt or image.source, look), "small", place)
    if node.caption or node.label:
        write_caption(body, node.label, node.caption, node.attr.id, "Figure", place, below=True)
    else:
        body.wait(node.attr.id)


def _length(text: str, whole: float, natural: float) -> float:
    from briefgen.writers.docx.divs import number

    if text.strip().endswith("%"):
        return max(number(text.strip()[:-1], 100.0) / 100 * whole, 1.0)
    return max(number(text, natural), 1.0)
