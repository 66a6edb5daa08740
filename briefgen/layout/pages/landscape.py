"""Take blocks, set them on landscape pages of their own, portrait again after.

In a document whose pages are landscape already they stay where they are. Within a list, a
panel or a column no page can start: there they stay, too, and that is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.layout.pages.floats import join, movable
from briefgen.record import replace

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter
    from briefgen.layout.galley import Galley

__all__ = ["set_landscape"]


def set_landscape(setter: Setter, node: m.Landscape, place: Place, galley: Galley) -> None:
    """Set what is in `node` on a landscape page; one that has room for all of it may wait."""
    turned = _turned(setter, node, place, galley)
    if turned is None:
        setter.blocks(node.children, place, galley)
        return
    waits = movable(setter, node, place, galley)
    setter, place = turned
    galley.fresh = True
    start = len(galley.items)
    setter.blocks(node.children, place, galley)
    waits = waits and join(setter, place, galley, start)
    for item in galley.items[start:]:
        item.page = setter.theme.page
    galley.fresh = not waits


def _turned(
    setter: Setter, node: m.Landscape, place: Place, galley: Galley
) -> tuple[Setter, Place] | None:
    """Return the setter and the place for `node` on a landscape page; None where it stays."""
    page = setter.theme.page
    if page.width >= page.height:
        return None
    column = setter.frame(place.parent)
    if not galley.paged or (place.x, place.width) != (column.x, column.width):
        setter.sink.warning(
            "no-landscape",
            "a landscape page cannot start within a list, a panel or a column",
            node.span,
            "move it out of what stands around it",
        )
        return None
    turned = setter.on(replace(page, width=page.height, height=page.width))
    return turned, place._replace(width=turned.frame(place.parent).width)
