"""Take a figure that briefgen draws itself, set it with its caption: a chart, a scale.

What is printed in a drawing is real text and content of the Figure, which its alternative text
speaks for; bars, lines and dots are drawn around it.
"""

from __future__ import annotations

from typing import assert_never

from briefgen import model as m
from briefgen.layout.flow.captions import figure_in, set_caption
from briefgen.layout.flow.charts import draw_chart
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.pen import Pen
from briefgen.layout.flow.scale import draw_scale
from briefgen.layout.galley import NEXT, Extent, Galley, Item
from briefgen.layout.mirror import reflected
from briefgen.layout.sheet import moved
from briefgen.walk import plain_text

__all__ = ["set_drawing"]


def set_drawing(
    context: LayoutContext,
    node: m.Figure,
    drawing: m.Chart | m.Scale,
    region: Region,
    galley: Galley,
) -> None:
    """Set a drawing in the width of its column, with its caption below."""
    region, figure = figure_in(region, node, plain_text(node.image.children))
    if node.attr.id:
        galley.anchors.append(node.attr.id)
    slot = figure.slot(node.span)
    context.figures[slot] = figure
    pen = Pen(context, region, slot)
    match drawing:
        case m.Chart():
            height = draw_chart(pen, drawing)
        case m.Scale():
            height = draw_scale(pen, drawing)
        case _:
            assert_never(drawing)
    if region.rtl:  # numbers run to the right in every language
        pen.boxes = reflected(pen.boxes, region.width)
    boxes = moved(pen.boxes, region.x, 0.0)
    boxes.append(Extent(region.x, 0.0, region.width, height, slot))
    galley.add(Item(height, boxes, keep=NEXT), 8.0, 0.0)
    set_caption(context, node, region.parent, region, galley, below=True)
