"""Take images, return drawings with their description; report those that cannot be shown."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.typography.pictures import alternative_text, find_picture, printed_size
from briefgen.writers.docx.nodes import Content, WordRun, XmlElement, element
from briefgen.writers.docx.package import PlainPart, WordPackage
from briefgen.writers.docx.shapes import decorative, extent, inline_drawing
from briefgen.writers.raster import read_raster

if TYPE_CHECKING:
    from briefgen.theme import Theme
    from briefgen.typography.fonts import FontSet
    from briefgen.writers.docx.sections import PageSections

__all__ = ["Pictures"]

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_SHAPES = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
"""The extension by which Word (2016 and later) draws SVG; other programs show the pixels."""


class Pictures:
    """The images of one document; `sections` know the height of a page's text.

    Ids up to `last` are those of drawings that the document holds already.
    """

    def __init__(
        self,
        package: WordPackage,
        theme: Theme,
        fonts: FontSet | None,
        sink: Diagnostics,
        sections: PageSections,
        last: int = 0,
    ) -> None:
        self._package = package
        self._theme = theme
        self._fonts = fonts
        self._sink = sink
        self._sections = sections
        self._count = last
        self._pixels: dict[tuple[Path, float], bytes] = {}

    def drawing(
        self,
        image: m.Image,
        width: float,
        story: PlainPart,
        attr: m.Attr = m.NO_ATTR,
        alt: str = "",
        highest: float = 0.0,
    ) -> Content:
        """Return a run with the drawing, scaled into `width`, or nothing for what is no image.

        An image in a line of text is no higher than `highest` unless it has a size of its own; a
        size in per cent is then one of the width of the page.
        """
        picture = find_picture(image, self._sink)
        if picture is None:
            return ()
        across, high = printed_size(
            picture,
            image.attr,
            attr,
            width=self._sections.width if highest else width,
            room=self._sections.height,
            highest=highest,
        )
        scale = min(1.0, width / across)
        size = across * scale, high * scale
        try:
            blip = self._blip(picture.file, size, story, image.span)
        except (OSError, ValueError, SyntaxError) as error:  # Pillow raises all three
            self._report(image, str(error) or type(error).__name__)
            return ()
        except ImportError:
            hint = "pip install pypdfium2"
            self._report(image, "Word wants its pixels, too, and nothing here makes them", hint)
            return ()
        alt = alt or alternative_text(image) or image.source
        said = {"descr": alt}
        if image.attr.has("decorative"):
            said = {}
        elif image.title:
            said["title"] = image.title
        return (self._inline(blip, size, said),) if blip else ()

    def number(self) -> int:
        """Return the number of a new drawing, which no other has."""
        self._count += 1
        return self._count

    def _report(self, image: m.Image, message: str, *hints: str) -> None:
        message = f"cannot show the image {image.source!r}: {message}"
        self._sink.warning("bad-image", message, image.span, *hints)

    def _blip(
        self, file: Path, size: tuple[float, float], story: PlainPart, span: Span
    ) -> XmlElement | None:
        """Return the `a:blip` of an image: its pixels, and for SVG the vectors, too."""
        if file.suffix.lower() != ".svg":
            data = read_raster(file)
            kind = "png" if data.startswith(b"\x89PNG") else "jpeg"
            return XmlElement("a:blip", {"r:embed": story.show(self._package.image(data, kind))})
        from briefgen.typography.fonts import FontSet
        from briefgen.writers.pdf.pixels import svg_pixels
        from briefgen.writers.svg import svg_bytes

        key = (file, size[0])
        if key not in self._pixels:
            self._fonts = self._fonts or FontSet(self._theme, self._sink)
            self._pixels[key] = svg_pixels(file, *size, self._fonts, self._sink, span)
        if not self._pixels[key]:
            return None
        pixels = story.show(self._package.image(self._pixels[key], "png"))
        shapes = story.show(self._package.image(svg_bytes(file), "svg"))
        svg = XmlElement("asvg:svgBlip", {"xmlns:asvg": _SVG, "r:embed": shapes})
        extension = element("a:extLst", element("a:ext", svg, uri=_SHAPES))
        return XmlElement("a:blip", {"r:embed": pixels}, (extension,))

    def _inline(self, blip: XmlElement, size: tuple[float, float], said: dict[str, str]) -> WordRun:
        """Return the run of a drawing; without anything `said` of it, it is decorative."""
        number = self.number()
        named: dict[str, str | int] = {"id": number, "name": f"Picture {number}"}
        properties = XmlElement("wp:docPr", named | (said or {"descr": ""}))
        transform = element("a:xfrm", element("a:off", x=0, y=0), extent("a:ext", *size))
        picture = element(
            "pic:pic",
            element("pic:nvPicPr", XmlElement("pic:cNvPr", named), element("pic:cNvPicPr")),
            element("pic:blipFill", blip, element("a:stretch", element("a:fillRect"))),
            element(
                "pic:spPr",
                transform,
                element("a:prstGeom", element("a:avLst"), prst="rect"),
            ),
        )
        drawing = inline_drawing(
            extent("wp:extent", *size),
            properties if said else decorative(properties),
            element("wp:cNvGraphicFramePr", element("a:graphicFrameLocks", noChangeAspect=1)),
            element("a:graphicData", picture, uri=f"{_DRAWING}/picture"),
        )
        return WordRun((drawing,))
