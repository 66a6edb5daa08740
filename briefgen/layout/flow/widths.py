"""Take blocks, return how wide they must be and how wide they want to be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefgen import model as m
from briefgen.layout.boxes import Element
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.inline.fragments import Fragment, narrowed
from briefgen.layout.inline.inlines import run_in
from briefgen.layout.inline.lines import measure
from briefgen.theme import ListStyle
from briefgen.typography.spacing import NARROWEST

__all__ = ["measured", "styled"]

_SLACK = 0.5
"""Added to the width of text, so that rounding breaks no line."""

_LEAST_IMAGE = 36.0
"""A column is at least so wide for an image in it that gets as narrow as its column."""


def measured(
    context: LayoutContext, blocks: Iterable[m.Block], region: Region
) -> tuple[float, float]:
    """Return the width of the longest word in `blocks`, and of its longest line unbroken."""
    least = most = 0.0
    for node in blocks:
        low, high = _block(context, node, region._replace(parent=Element("Artifact")))
        least, most = max(least, low), max(most, high)
    return least, most


def _block(context: LayoutContext, node: m.Block, region: Region) -> tuple[float, float]:
    theme = context.theme
    match node:
        case m.Paragraph():
            return _text(context, node.children, region.style, region)
        case m.Section():
            inner = measured(context, node.children, region)
            title = _text(context, node.title, f"heading-{min(max(node.level, 1), 6)}", region)
            return max(inner[0], title[0]), max(inner[1], title[1])
        case m.BulletList() | m.OrderedList():
            ordered = isinstance(node, m.OrderedList)
            style = theme.lists.get("ordered" if ordered else "bullet", ListStyle())
            parts = [measured(context, item.children, region) for item in node.items]
            return _widest(parts, style.indent)
        case m.DefinitionList():
            name = "definition" if region.style == "body" else region.style
            indent = theme.paragraph(name).indent_left
            parts = [_definition(context, item, region._replace(style=name)) for item in node.items]
            return _widest(parts, indent)
        case m.BlockQuote():
            quote = theme.paragraph("quote")
            inner = measured(context, node.children, region._replace(style="quote", flat=True))
            return _widest([inner], quote.indent_left + quote.indent_right)
        case m.Panel():
            box = theme.boxes[node.box]
            extra = box.rule_left.width + box.padding_x * (2 if box.background else 1)
            return _widest([measured(context, node.children, styled(node, region))], extra)
        case m.SideBySide():
            parts = [measured(context, (child,), region) for child in node.children]
            gaps = node.gap * (len(parts) - 1)
            return sum(low for low, _ in parts) + gaps, sum(high for _, high in parts) + gaps
        case m.Div():
            return measured(context, node.children, styled(node, region))
        case m.Cover():
            return measured(context, (*node.children, *node.foot), styled(node, region))
        case m.Columns() | m.Landscape():
            return measured(context, node.children, region)
        case m.Table():
            rows = (node.header, *node.subheads, *node.rows)
            columns = max((len(row.cells) for row in rows), default=1)
            return 30.0 * columns, 90.0 * columns
        case m.CodeBlock():
            longest = max(map(len, node.text.split("\n")), default=0)
            return 60.0, 0.6 * longest * theme.paragraph("code").size
        case m.WorksCited():
            return 90.0, 400.0
        case m.Contents() | m.Timeline():
            return 120.0, 400.0
        case m.Figure():
            return _LEAST_IMAGE, 200.0
        case m.ThematicBreak() | m.PageBreak() | m.Placed():
            return 0.0, 0.0


def _widest(parts: Sequence[tuple[float, float]], extra: float) -> tuple[float, float]:
    least = max((low for low, _ in parts), default=0.0)
    most = max((high for _, high in parts), default=0.0)
    if extra:  # what is indented keeps as much room as `Place.inside` leaves it
        least, most = max(least, NARROWEST), max(most, NARROWEST)
    return least + extra, most + extra


def _text(
    context: LayoutContext, inlines: m.Inlines, name: str, region: Region
) -> tuple[float, float]:
    style = context.theme.paragraph(name)
    look = context.inliner.look(style, region.lang)
    fragments, _ = context.inliner.fragments(inlines, look, region.parent)
    if not fragments:
        return 0.0, 0.0
    low, high = measure(fragments, context.fonts)
    if context.figures:
        low, _ = measure([*map(_yielding, fragments)], context.fonts)
    extra = _SLACK if region.flat else _SLACK + style.indent_left + style.indent_right
    return low + extra, high + extra


def _yielding(fragment: Fragment) -> Fragment:
    inset = fragment.style.inset
    return narrowed(fragment, _LEAST_IMAGE) if inset and inset.yields else fragment


def _definition(
    context: LayoutContext, item: m.DefinitionItem, region: Region
) -> tuple[float, float]:
    look = context.inliner.look(context.theme.paragraph(region.style), region.lang)
    bold = context.inliner.character(look, "term")
    term, _ = context.inliner.fragments(item.term, bold, region.parent)
    blocks = [block for definition in item.definitions for block in definition]
    inner = measured(context, blocks, region._replace(flat=True))
    if blocks and isinstance(blocks[0], m.Paragraph):
        body, _ = context.inliner.fragments(blocks[0].children, look, region.parent)
        term = run_in(context.inliner, bold, term, body)
    low, high = measure(term, context.fonts) if term else (0.0, 0.0)
    return max(low + _SLACK, inner[0]), max(high + _SLACK, inner[1])


def styled(node: m.Div | m.Panel | m.Cover, region: Region) -> Region:
    """Return `region` with the paragraph style of `node`, if it has one."""
    return region._replace(style=node.style, flat=False, after=None) if node.style else region
