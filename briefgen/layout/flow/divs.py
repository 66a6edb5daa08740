"""Take divs, code and figures, set what goes around or beside: panels, rows, columns, covers."""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.flow.columns import balanced, beside
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.widths import measured, styled
from briefgen.layout.galley import NEXT, TOGETHER, Frame, Galley, Item, height_of
from briefgen.theme import BoxStyle
from briefgen.typography.bidi import is_rtl_language
from briefgen.typography.column_widths import share_widths
from briefgen.typography.spacing import COVER_SHARE, NARROWEST

__all__ = [
    "set_columns",
    "set_div",
    "set_side_by_side",
]


def set_div(
    context: LayoutContext, node: m.Div | m.Panel | m.Cover, region: Region, galley: Galley
) -> None:
    """Set a div: its paragraph style and language hold for what is in it."""
    box = context.theme.boxes.get(node.box) if isinstance(node, m.Panel) else None
    region = styled(node, region)
    lang = node.attr.get("lang")
    if box or lang:
        extra = {"lang": lang} if lang else {}
        region = region._replace(
            parent=region.parent.add(box.role if box else "Div", node.span, **extra)
        )
    if lang:
        region = region._replace(lang=lang)
    if isinstance(node, m.Cover):
        galley.fresh = True
    if node.attr.id:
        galley.anchors.append(node.attr.id)
    with context.facing(
        is_rtl_language(region.lang) if lang else region.rtl, region, galley
    ) as region:
        if isinstance(node, m.Cover):
            _set_cover(context, node, region, galley)
        elif box:
            _set_panel(context, node.children, box, region, galley)
        else:
            context.blocks(node.children, region, galley)


def _set_panel(
    context: LayoutContext, blocks: m.Blocks, box: BoxStyle, region: Region, galley: Galley
) -> None:
    closed = box.background or box.rule_left.width or box.rule_bottom.width
    frame = Frame(
        region.x,
        region.width,
        above=box.padding_y,
        below=box.padding_y if closed else 0.0,
        background=box.background,
        left=box.rule_left,
        top=box.rule_top,
        bottom=box.rule_bottom,
    )
    left = box.rule_left.width + box.padding_x
    inner = region.inside(left, box.padding_x if box.background else 0.0)
    start = len(galley.items)
    galley.open(frame, box.space_before)
    context.blocks(blocks, inner, galley)
    galley.close(frame, box.space_after)
    panel = galley.items[start:]
    if box.keep_together and height_of(panel) <= 0.9 * context.room:
        keep = panel[-1].keep
        galley.bind(TOGETHER, start)
        panel[-1].keep = keep


def set_side_by_side(
    context: LayoutContext, node: m.SideBySide, region: Region, galley: Galley
) -> None:
    """Set the children of `node` side by side."""
    least = [measured(context, (child,), region)[0] for child in node.children]
    room = region.width - node.gap * (len(node.children) - 1)
    widths = share_widths(room, least, node.widths)
    columns: list[tuple[list[Item], list[Frame]]] = []
    x = region.x
    for child, width in zip(node.children, widths, strict=True):
        inner = region._replace(x=x, width=max(width, 1.0))
        columns.append((context.column((child,), inner), []))
        x += width + node.gap
    galley.add(beside(columns), 0.0, context.theme.paragraph(region.style).space_after)


def set_columns(context: LayoutContext, node: m.Columns, region: Region, galley: Galley) -> None:
    """Balance the content of `node` over columns."""
    count = node.count
    width = (region.width - node.gap * (count - 1)) / count
    if width < NARROWEST:
        count, width = 1, region.width
    items = context.column(node.children, region._replace(width=width))
    if items:
        after = context.theme.paragraph(region.style).space_after
        galley.add(balanced(items, [], count, width + node.gap, context.room), 0.0, after)


def _set_cover(context: LayoutContext, node: m.Cover, region: Region, galley: Galley) -> None:
    """Set a page of its own: text at about the golden height, its foot at the bottom."""
    galley.cover = True
    foot = Galley()
    text = Galley()
    context.blocks(node.children, region, text)
    context.blocks(node.foot, region, foot)
    free = context.room - height_of(text.items) - height_of(foot.items) - 1.0
    above, between = (COVER_SHARE * free, (1 - COVER_SHARE) * free) if free > 0 else (0.0, 12.0)
    galley.after = None
    galley.add(Item(above, keep=NEXT))
    for item in text.items:
        galley.items.append(item)
    if foot.items:
        galley.bind(NEXT)
        galley.items.append(Item(between, keep=NEXT))
        galley.items.extend(foot.items)
    galley.after = None
    galley.fresh = True
