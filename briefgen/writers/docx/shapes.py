"""Take rectangles and discs, return a drawing of them that stands in a line: vectors in Word.

Lengths are points from the top left corner. Fills are `palette.fill`, so that a drawing follows
the document when someone gives it other colours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from briefgen.record import NamedTuple
from briefgen.writers.docx.nodes import WordRun, XmlElement, XmlNode, element, w
from briefgen.writers.docx.units import emu

__all__ = ["Shape", "decorative", "extent", "inline_drawing", "shape_drawing"]

_WORD: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessing"
_DECORATIVE: Final = "http://schemas.microsoft.com/office/drawing/2017/decorative"


class Shape(NamedTuple):
    """A filled shape, by the name that DrawingML has for it: "rect", "ellipse"."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    fill: XmlElement


def shape_drawing(
    number: int, width: float, height: float, shapes: Iterable[Shape], alt: str = ""
) -> WordRun:
    """Return a run with `shapes` as drawing `number`; without `alt` it is decorative."""
    size = extent("a:ext", width, height)
    transform = element(
        "a:xfrm",
        element("a:off", x=0, y=0),
        size,
        element("a:chOff", x=0, y=0),
        size._replace(name="a:chExt"),
    )
    group = element(
        "wpg:wgp",
        element("wpg:cNvGrpSpPr"),
        element("wpg:grpSpPr", transform),
        *(_shape(index, shape) for index, shape in enumerate(shapes, 1)),
    )
    named: dict[str, str | int] = {"id": number, "name": f"Drawing {number}"}
    said = XmlElement("wp:docPr", named | {"descr": alt})
    drawing = inline_drawing(
        extent("wp:extent", width, height),
        said if alt else decorative(said._replace(attributes=named)),
        element("wp:cNvGraphicFramePr"),
        element("a:graphicData", group, uri=f"{_WORD}Group"),
    )
    choice = element("mc:Choice", drawing, Requires="wpg")
    spaces = {"xmlns:wpg": f"{_WORD}Group", "xmlns:wps": f"{_WORD}Shape"}
    return WordRun((XmlElement("mc:AlternateContent", spaces, (choice,)),))


def inline_drawing(
    size: XmlElement, said: XmlElement, frame: XmlElement, data: XmlNode
) -> XmlElement:
    """Return a drawing that stands in a line like a letter."""
    inside = (size, said, frame, element("a:graphic", data))
    return w("drawing", element("wp:inline", *inside, distT=0, distB=0, distL=0, distR=0))


def extent(name: str, width: float, height: float) -> XmlElement:
    """Return the size of a drawing in the element `name`."""
    return element(name, cx=emu(width), cy=emu(height))


def decorative(said: XmlElement) -> XmlElement:
    """Return the properties of a drawing that assistive technology is to pass over."""
    flag = XmlElement("adec:decorative", {"xmlns:adec": _DECORATIVE, "val": 1})
    entry = element("a:ext", flag, uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    return said._replace(children=(element("a:extLst", entry),))


def _shape(number: int, shape: Shape) -> XmlElement:
    transform = element(
        "a:xfrm",
        element("a:off", x=emu(shape.x), y=emu(shape.y)),
        extent("a:ext", shape.width, shape.height),
    )
    properties = element(
        "wps:spPr",
        transform,
        element("a:prstGeom", element("a:avLst"), prst=shape.kind),
        shape.fill,
        element("a:ln", element("a:noFill")),
    )
    return element(
        "wps:wsp",
        element("wps:cNvPr", id=number, name=f"{shape.kind} {number}"),
        element("wps:cNvSpPr"),
        properties,
        element("wps:bodyPr"),
    )
