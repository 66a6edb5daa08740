"""Take a Document and a Theme, return its Layout: set, broken into pages, then completed.

What depends on pages comes last: numbers in the contents, running heads, and where links lead.
"""

from __future__ import annotations

from briefgen.diagnostics import Diagnostics
from briefgen.layout import mirror
from briefgen.layout.boxes import Anchor, Box, Element, ImageBox, Layout, LinkArea, Page
from briefgen.layout.flow.contents import page_number
from briefgen.layout.flow.context import LayoutContext
from briefgen.layout.flow.flow import new_context
from briefgen.layout.galley import Extent, Galley, Item, Late, height_of
from briefgen.layout.pages.pages import Leaf, paginate_well
from briefgen.layout.pages.running import running_heads
from briefgen.model import Document
from briefgen.record import record
from briefgen.theme import Stroke, Theme
from briefgen.typography.fonts import FontSet

__all__ = ["Assembled", "assemble", "layout"]


def layout(document: Document, theme: Theme, fonts: FontSet, sink: Diagnostics) -> Layout:
    """Lay out `document`. Never raises for what is in it: what cannot be shown is reported."""
    return assemble(document, theme, fonts, sink).layout


@record(frozen=False, slots=True)
class Assembled:
    """A layout and what the fitter asks about it; `height` is that of all text in one column."""

    layout: Layout
    context: LayoutContext
    leaves: list[Leaf]
    height: float

    def left_free(self, pages: int) -> float:
        """Return how much room is left free at the foot of the first so many pages."""
        leaves = self.leaves[:pages]
        return sum(leaf.page.height - leaf.page.bottom - leaf.bottom for leaf in leaves)

    def beyond(self, pages: int) -> float:
        """Return the height of what stands beyond so many pages."""
        return sum(max(leaf.bottom - leaf.page.top, 1.0) for leaf in self.leaves[pages:])


def assemble(document: Document, theme: Theme, fonts: FontSet, sink: Diagnostics) -> Assembled:
    """Lay out `document`, keeping what made the layout."""
    context = new_context(document, theme, fonts, sink)
    structure = Element("Document", attributes={"lang": document.metadata.lang})
    galley = Galley()
    galley.paged = True
    context.blocks(document.blocks, context.text_region(structure), galley)
    if galley.anchors:
        galley.add(Item(0.0))
    if context.rtl:
        mirror.turn(galley.items, theme.page.left + theme.page.width - theme.page.right)
    colour = theme.colours.get("muted", "#000000")
    height = height_of(galley.items) + sum(item.note_height for item in galley.items)
    leaves = paginate_well(galley.items, theme.page, Stroke(0.5, colour), rtl=context.rtl)
    anchors = {
        name: Anchor(number, x, y)
        for number, leaf in reversed(list(enumerate(leaves)))
        for name, x, y in reversed(leaf.sheet.anchors)
    }
    pages = [
        Page(leaf.page.width, leaf.page.height, _completed(context, leaf, number, leaves, anchors))
        for number, leaf in enumerate(leaves, 1)
    ]
    return Assembled(
        Layout(pages, structure, anchors, context.outline, theme.scaling.size),
        context,
        leaves,
        height,
    )


def _completed(
    context: LayoutContext, leaf: Leaf, number: int, leaves: list[Leaf], anchors: dict[str, Anchor]
) -> list[Box]:
    """Return all boxes of a page, with what had to wait for the others."""
    boxes: list[Box] = []
    if leaf.page is not context.theme.page:
        context = context.on(leaf.page)
    for box in leaf.boxes:
        if isinstance(box, Late):
            if box.target in anchors:
                boxes += page_number(context, box, str(anchors[box.target].page + 1))
            continue
        if isinstance(box, LinkArea) and _leads_nowhere(box, anchors):
            # The text stays; a link that leads nowhere would break the file.
            if box.element and box.element.role == "Link":
                box.element.role = "Span"
            continue
        if isinstance(box, ImageBox | Extent) and box.slot in context.figures:
            context.figures[box.slot].attributes["bbox"] = _bbox(box, context.theme.page.height)
        if isinstance(box, Extent):
            continue
        boxes.append(box)
    if not leaf.cover:
        boxes += running_heads(context, number, len(leaves), leaf.section)
    if (banner := context.document.banner) is not None:
        from briefgen.layout.pages.banner import banners

        boxes += banners(context, banner)
    return boxes


def _bbox(box: ImageBox | Extent, height: float) -> str:
    """Return the bounding box as PDF counts: from the bottom left corner of the page."""
    edges = (box.x, height - box.y - box.height, box.x + box.width, height - box.y)
    return " ".join(f"{edge:.2f}" for edge in edges)


def _leads_nowhere(area: LinkArea, anchors: dict[str, Anchor]) -> bool:
    return area.target.startswith("#") and area.target[1:] not in anchors
