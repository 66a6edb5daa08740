"""Take a figure, set its image with its caption: scaled to the column, or a box in its place."""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.boxes import Element, Fill, ImageBox
from briefgen.layout.boxes import Path as Stroked
from briefgen.layout.flow.captions import figure_in, set_caption
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.paragraphs import baseline
from briefgen.layout.galley import NEXT, Galley, Item, Mark
from briefgen.layout.inline.lines import break_lines
from briefgen.layout.mirror import reflected
from briefgen.layout.sheet import moved
from briefgen.typography.pictures import figure_text, find_picture, printed_size

__all__ = ["set_figure"]


def set_figure(context: LayoutContext, node: m.Figure, region: Region, galley: Galley) -> None:
    """Set a figure with its caption: a drawing, or an image scaled to the column.

    What cannot be shown is a box that says what is missing.
    """
    if node.drawing:
        from briefgen.layout.flow.drawings import set_drawing  # most documents have none

        set_drawing(context, node, node.drawing, region, galley)
        return
    image = node.image
    alt = figure_text(node)
    region, figure = figure_in(region, node, alt)
    for name in dict.fromkeys((node.attr.id, image.attr.id)):
        if name:
            galley.anchors.append(name)
    picture = find_picture(image, context.sink)
    if picture is None:
        _placeholder(context, image, alt, figure, region, galley)
    else:
        width, height = printed_size(
            picture, image.attr, node.attr, width=region.width, room=context.room
        )
        slot = None  # of what only decorates nothing is drawn as content, and no element is written
        if not image.attr.has("decorative"):
            slot = figure.slot(image.span)
            context.figures[slot] = figure
        box = ImageBox(region.x, 0.0, width, height, str(picture.file), slot)
        galley.add(Item(height, [box], keep=NEXT), 8.0, 0.0)
    set_caption(context, node, region.parent, region, galley, below=True)


def _placeholder(
    context: LayoutContext,
    image: m.Image,
    alt: str,
    figure: Element,
    region: Region,
    galley: Galley,
) -> None:
    """Draw an outlined box with the description of an image that cannot be shown."""
    style = context.theme.paragraph("small")
    look = context.inliner.look(style, region.lang)
    figure.role = "Div"
    figure.attributes.clear()
    words = figure.add("P", image.span)
    text = context.inliner.text(alt, look, words.slot(image.span))
    colour = context.theme.colours.get("hairline", "#cccccc")
    broken = break_lines([text], max(region.width - 24, 24.0), context.fonts, align="center")
    base, _, _ = baseline(context, style)
    height = max(72.0, len(broken) * style.leading + 24)
    top = (height - len(broken) * style.leading) / 2
    edge = Stroked(
        (
            (region.x, 0.0),
            (region.x + region.width, 0.0),
            (region.x + region.width, height),
            (region.x, height),
        ),
        colour,
        0.75,
    )
    boxes: list[Mark] = [edge]
    for number, line in enumerate(broken):
        y = top + base + number * style.leading
        seen: list[Mark] = [*line.fills, *line.glyphs]
        if region.rtl:
            seen = reflected(seen, max(region.width - 24, 24.0))
        boxes += moved(seen, region.x + 12, y)
    tint = context.theme.colours.get("tint", "#f4f4f4")
    boxes.insert(0, Fill(region.x, 0.0, region.width, height, tint))
    galley.add(Item(height, boxes, keep=NEXT), 8.0, 0.0)
