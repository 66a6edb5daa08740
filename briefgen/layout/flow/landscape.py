"""Take blocks, set them on landscape pages of their own, portrait again after.

In a document whose pages are landscape already they stay where they are. Within a list, a
panel or a column no page can start: there they stay, too, and that is reported.
"""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.floats import join, movable
from briefgen.layout.galley import Galley
from briefgen.record import replace

__all__ = ["set_landscape"]


def set_landscape(
    context: LayoutContext, node: m.Landscape, region: Region, galley: Galley
) -> None:
    """Set what is in `node` on a landscape page; one that has room for all of it may wait."""
    turned = _turned(context, node, region, galley)
    if turned is None:
        context.blocks(node.children, region, galley)
        return
    waits = movable(context, node, region, galley)
    context, region = turned
    galley.fresh = True
    start = len(galley.items)
    context.blocks(node.children, region, galley)
    waits = waits and join(context, region, galley, start)
    for item in galley.items[start:]:
        item.page = context.theme.page
    galley.fresh = not waits


def _turned(
    context: LayoutContext, node: m.Landscape, region: Region, galley: Galley
) -> tuple[LayoutContext, Region] | None:
    """Return the context and the place for `node` on a landscape page; None where it stays."""
    page = context.theme.page
    if page.width >= page.height:
        return None
    column = context.text_region(region.parent)
    if not galley.paged or (region.x, region.width) != (column.x, column.width):
        context.sink.warning(
            "no-landscape",
            "a landscape page cannot start within a list, a panel or a column",
            node.span,
            "move it out of what stands around it",
        )
        return None
    turned = context.on(replace(page, width=page.height, height=page.width))
    return turned, region._replace(width=turned.text_region(region.parent).width)
