"""Take a block and the place it stands in, set it into a galley: items and structure elements.

This is the one place that knows every block. What sets a kind of block lies in a module of its own,
is given the context and reaches other blocks through it.
"""

from __future__ import annotations

from typing import assert_never

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout.boxes import Fill, OutlineEntry
from briefgen.layout.flow import (
    code,
    contents,
    divs,
    figures,
    floats,
    landscape,
    lists,
    tables,
    timeline,
)
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.paragraphs import set_label, set_lines, set_paragraph
from briefgen.layout.galley import Galley, Item, Length, height_of
from briefgen.layout.inline.inlines import TextLook
from briefgen.theme import BoxStyle, Stroke, Theme
from briefgen.typography.bidi import is_rtl_language
from briefgen.typography.fonts import FontSet
from briefgen.typography.spacing import SHORT_RULE
from briefgen.walk import plain_text

__all__ = ["new_context"]


def new_context(
    document: m.Document, theme: Theme, fonts: FontSet, sink: Diagnostics
) -> LayoutContext:
    """Return a context in which all blocks can be set."""
    return LayoutContext(document, theme, fonts, sink, _set_block)


def _set_block(context: LayoutContext, node: m.Block, region: Region, galley: Galley) -> None:
    """Set one block into `galley`."""
    moves = floats.movable(context, node, region, galley)
    first = len(galley.items)
    match node:
        case m.Section() | m.Table() | m.Figure() if (
            lang := node.attr.get("lang", region.lang)
        ) != region.lang:
            moves = False  # it does so below
            parent = region.parent.add("Div", node.span, lang=lang)
            region = region._replace(parent=parent, lang=lang)
            with context.facing(is_rtl_language(lang), region, galley) as region:
                context.block(node, region, galley)
        case m.Landscape():
            moves = False  # what waits there is one item already, with its paper
            landscape.set_landscape(context, node, region, galley)
        case m.Paragraph():
            start = len(galley.items)
            set_paragraph(context, node.children, region.style, region, galley, span=node.span)
            context.lengths.append(Length(node, height_of(galley.items[start:])))
        case m.Section():
            _set_section(context, node, region, galley)
        case m.BulletList() | m.OrderedList():
            lists.set_list(context, node, region, galley)
        case m.DefinitionList():
            lists.set_definitions(context, node, region, galley)
        case m.BlockQuote():
            _set_quote(context, node, region, galley)
        case m.CodeBlock():
            with context.facing(False, region, galley) as region:
                code.set_code(context, node, region, galley)
        case m.Table():
            tables.set_table(context, node, region, galley)
        case m.Figure():
            figures.set_figure(context, node, region, galley)
        case m.Div() | m.Panel() | m.Cover():
            divs.set_div(context, node, region, galley)
        case m.SideBySide():
            divs.set_side_by_side(context, node, region, galley)
        case m.Columns():
            divs.set_columns(context, node, region, galley)
        case m.ThematicBreak():
            _set_rule(context, galley, region)
        case m.PageBreak():
            galley.fresh = True
        case m.Timeline():
            timeline.set_timeline(context, node, region, galley)
        case m.Contents():
            contents.set_contents(context, node, region, galley)
        case m.WorksCited():
            contents.set_works(context, node, region, galley)
        case m.Placed():
            pass  # compose has replaced all of them
        case _:
            assert_never(node)
    if moves:
        floats.join(context, region, galley, first)
    elif isinstance(node, m.Div | m.Panel) and floats.stays(node):
        for item in galley.items[first:]:
            item.floats = 0


def _set_section(context: LayoutContext, node: m.Section, region: Region, galley: Galley) -> None:
    name = f"heading-{min(max(node.level, 1), 6)}"
    style = context.theme.paragraph(name)
    sect = region.parent.add("Sect", node.span)
    title = plain_text(node.title)
    if node.attr.id:
        galley.anchors.append(node.attr.id)
        full = f"{node.number} {title}".strip()
        context.outline.append(OutlineEntry(region.level, full, node.attr.id))
    if region.level == 1 and title:
        galley.section = f"{node.number}\u2002{title}" if node.number else title
    if node.title or node.number:
        heading = sect.add(f"H{min(region.level, 6)}", node.span)
        look = context.inliner.look(style, region.lang)
        slot = heading.slot(node.span) if node.number else None
        fragments, marks = context.inliner.fragments(node.title, look, heading)
        hang = 0.0
        if slot:
            numbered = _number_look(context, look)
            _, width = context.inliner.one_line(node.number, numbered, slot)
            hang = max(22.0, width + 0.4 * style.size)
        where = region._replace(parent=sect)
        start = set_lines(context, fragments, name, where, galley, marks, hang=hang)
        galley.items[start].level = region.level
        if slot:
            where = region if region.flat else region.inside(style.indent_left)
            set_label(context, galley.items[start], node.number, numbered, slot, where)
    inner = region._replace(parent=sect, level=region.level + 1)
    context.blocks(node.children, inner, galley)


def _number_look(context: LayoutContext, look: TextLook) -> TextLook:
    style = context.theme.paragraphs.get("heading-number")
    return look._replace(colour=style.colour) if style else look


def _set_quote(context: LayoutContext, node: m.BlockQuote, region: Region, galley: Galley) -> None:
    style = context.theme.paragraph("quote")
    element = region.parent.add("BlockQuote", node.span)
    inner = region.inside(style.indent_left, style.indent_right)
    name = "quote" if "quote" in context.theme.paragraphs else region.style
    context.blocks(node.children, inner._replace(parent=element, style=name, flat=True), galley)


def _set_rule(context: LayoutContext, galley: Galley, region: Region) -> None:
    box = context.theme.boxes.get("rule-short", BoxStyle(space_before=10, space_after=10))
    stroke = box.rule_top
    if not stroke.width:
        stroke = Stroke(1.5, context.theme.colours.get("accent", "#000000"))
    width = min(SHORT_RULE, region.width)
    fill = Fill(region.x, 0.0, width, stroke.width, stroke.colour)
    galley.add(Item(stroke.width, [fill]), box.space_before, box.space_after)
