"""Take rectangles and discs, return a drawing of them that stands in a line: vectors in Word.

Lengths are points from the top left corner. Fills are `palette.fill`, so that a drawing follows
the document when someone gives it other colours.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from briefgen.record import NamedTuple
from briefgen.writers.docx.markup import FOR_THE_EYE, attribute

__all__ = ["EMU", "Shape", "drawing"]

EMU: Final = 12700
"""English Metric Units in a point."""
_WORD: Final = "http://schemas.microsoft.com/office/word/2010/wordprocessing"


class Shape(NamedTuple):
    """A filled shape, by the name that DrawingML has for it: "rect", "ellipse"."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    fill: str


def drawing(
    number: int, width: float, height: float, shapes: Iterable[Shape], alt: str = ""
) -> str:
    """Return a run with `shapes` as drawing `number`; without `alt` it is for the eye alone."""
    size = _size(width, height)
    said = f' descr="{attribute(alt)}"/>' if alt else f">{FOR_THE_EYE}</wp:docPr>"
    inside = "".join(_shape(index, shape) for index, shape in enumerate(shapes, 1))
    return (
        f'<w:r><mc:AlternateContent xmlns:wpg="{_WORD}Group" xmlns:wps="{_WORD}Shape">'
        '<mc:Choice Requires="wpg"><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="Drawing {number}"{said}'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_WORD}Group"><wpg:wgp>'
        f'<wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
        f'<a:chOff x="0" y="0"/><a:chExt {size}/></a:xfrm></wpg:grpSpPr>{inside}</wpg:wgp>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice></mc:AlternateContent>"
        "</w:r>"
    )


def _shape(number: int, shape: Shape) -> str:
    return (
        f'<wps:wsp><wps:cNvPr id="{number}" name="{shape.kind} {number}"/><wps:cNvSpPr/>'
        f'<wps:spPr><a:xfrm><a:off x="{round(shape.x * EMU)}" y="{round(shape.y * EMU)}"/>'
        f"<a:ext {_size(shape.width, shape.height)}/></a:xfrm>"
        f'<a:prstGeom prst="{shape.kind}"><a:avLst/></a:prstGeom>{shape.fill}'
        "<a:ln><a:noFill/></a:ln></wps:spPr><wps:bodyPr/></wps:wsp>"
    )


def _size(width: float, height: float) -> str:
    return f'cx="{round(width * EMU)}" cy="{round(height * EMU)}"'
