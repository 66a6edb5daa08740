"""Tell which figures and tables may wait for a later page, and make each of them one item."""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.galley import Galley
from briefgen.layout.sheet import Sheet

__all__ = ["join", "movable", "stays"]


def movable(context: LayoutContext, node: m.Block, region: Region, galley: Galley) -> bool:
    """Tell whether `node`, a figure or one with its source below it, may wait for the next page.

    What has no caption belongs to its text; in panels, lists, columns and cells nothing waits.
    On a landscape page a table may wait as well.
    """
    shown = _shown(node)
    if not shown or stays(shown) or not (shown.label or shown.caption):
        return False
    if isinstance(shown, m.Table):
        flows = not isinstance(node, m.Landscape)
    else:
        flows = isinstance(shown.drawing, m.Scale)
    if flows:
        return False
    column = context.text_region(region.parent)
    on_page = galley.paged and not galley.depth and not galley.fresh
    return on_page and (region.x, region.width) == (column.x, column.width)


def stays(node: m.Figure | m.Table | m.Div | m.Panel) -> bool:
    """Tell whether the author wants `node` where it is written."""
    return node.attr.has("here")


def _shown(node: m.Block) -> m.Figure | m.Table | None:
    """Return the one figure or table of `node`, if there is nothing else but its source."""
    match node:
        case m.Figure() | m.Table():
            return node
        case m.Div() | m.Panel() if stays(node):
            return None
        case m.Landscape(children=(only,)):
            return _shown(only)
        case m.Div() | m.Panel() | m.SideBySide() | m.Columns():
            shown = [child for child in node.children if isinstance(child, m.Figure | m.Table)]
            sources = [c for c in node.children if isinstance(c, m.Div) and c.style == "small"]
            alone = len(shown) == 1 and 1 + len(sources) == len(node.children)
            return shown[0] if alone else None
        case _:
            return None


def join(context: LayoutContext, region: Region, galley: Galley, start: int) -> bool:
    """Make the items of `galley` from `start` one that may wait, where it goes on a page."""
    parts = galley.items[start:]
    sheet = Sheet()
    height = sheet.put(parts, 0.0, [])
    if height + sum(part.note_height for part in parts) > context.room:
        return False
    item = sheet.as_item(height)
    item.space = parts[0].space
    item.floats = max(region.level - 1, 1)
    galley.items[start:] = [item]
    return True
