"""Take a caption and its label, set them; say where the element of a figure stands beside them."""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.boxes import Element
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.paragraphs import set_lines
from briefgen.layout.galley import Galley

__all__ = ["figure_in", "set_caption"]


def figure_in(region: Region, node: m.Figure, alt: str) -> tuple[Region, Element]:
    """Return where the caption of a figure goes, and the element of the figure itself.

    They are siblings, because a screen reader reads `alt` in place of all that is in the element of
    the figure: the label and the links of a caption inside it would not be read.
    """
    if node.caption or node.label:
        region = region._replace(parent=region.parent.add("Div", node.span))
    return region, region.parent.add("Figure", node.span, alt=alt)


def set_caption(
    context: LayoutContext,
    node: m.Table | m.Figure,
    parent: Element,
    region: Region,
    galley: Galley,
    *,
    below: bool = False,
) -> None:
    """Set "Table 1." in bold and the caption; above a table it stays with what follows."""
    if not node.caption and not node.label:
        if below:
            galley.bind(0)
            galley.items[-1].keep = 0
            galley.after = 10.0
        return
    style = context.theme.paragraph("caption")
    element = parent.add("Caption", parent.span)
    look = context.inliner.look(style, region.lang)
    fragments = []
    if node.label:
        bold = look._replace(bold=True)
        text = node.label + node.stop
        fragments.append(context.inliner.text(text, bold, element.slot(parent.span)))
    more, marks = context.inliner.fragments(node.caption, look, element)
    where = region._replace(parent=element, align="", flat=False, after=None)
    set_lines(context, [*fragments, *more], "caption", where, galley, marks)
    if below:
        galley.items[-1].keep = 0
        galley.after = 10.0
