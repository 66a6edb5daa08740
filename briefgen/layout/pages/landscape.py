"""Take a block of class `landscape`, set it on landscape pages of its own, portrait again after.

In a document whose pages are landscape already the class changes nothing. Within a list, a
panel or a column no page can start: the block stays where it is, and that is reported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.record import replace

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter
    from briefgen.layout.galley import Galley

__all__ = ["turns"]


def turns(
    setter: Setter, node: m.Div | m.Table | m.Figure, place: Place, galley: Galley
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
