"""Take lists, write their items: Word's own numbers and bullets, restarted for each list."""

from __future__ import annotations

from briefgen import model as m
from briefgen.record import NamedTuple
from briefgen.theme import ListStyle
from briefgen.typography.numerals import numerals
from briefgen.typography.spacing import MARKER_GAP
from briefgen.writers.docx import divs, tables
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.context import Marker, WriterContext
from briefgen.writers.docx.measures import length
from briefgen.writers.docx.nodes import w
from briefgen.writers.docx.properties import numbering

__all__ = ["opening", "write_definitions", "write_list"]

_DEEPEST = 8


def write_list(body: Body, node: m.BulletList | m.OrderedList, context: WriterContext) -> None:
    """Write a bullet or ordered list."""
    ordered = isinstance(node, m.OrderedList)
    kind = "ordered" if ordered else "bullet"
    look = body.theme.lists.get(kind) or ListStyle()
    lists = body.state.numbering
    plain = body.styles.look(context.style)
    if not context.flat:
        context = context.inside(plain.indent_left, plain.indent_right)
    level = min(context.depth, _DEEPEST)
    shared, hanging = 0, look.indent
    if isinstance(node, m.OrderedList):
        shared = lists.ordered(node.style, node.start, level)
        hanging = _hanging(body, node, look)
    closing = plain.space_after if context.after is None else context.after
    styled = f"list-{kind}", "list-continue"
    if context.style != "body":
        styled = context.style, context.style
    if (
        body.flow.marker is not None
    ):  # a list that begins an item: a paragraph can have one marker only
        body.paragraph((), styled[0], context._replace(after=look.item_space, keep=True))
    for index, item in enumerate(node.items):
        number = shared
        if item.checked is not None:
            number = lists.task(item.checked)
        elif not ordered:
            number = lists.bullets()
        after = look.item_space if node.tight else max(look.item_space, plain.space_after)
        inner = context.inside(hanging)
        inner = inner._replace(flat=True, depth=context.depth + 1, after=after)
        blocks = item.children or (m.Paragraph((), item.span),)
        counted = numbering(number, level)
        known = (look.indent * (level + 1), 0.0, -look.indent)
        body.flow.marker = Marker(counted, context.left, inner.left, known)
        last = index == len(node.items) - 1
        for position, block in enumerate(blocks):
            here = inner
            if isinstance(block, m.Paragraph):
                here = here._replace(style=styled[min(position, 1)])
            if last and position == len(blocks) - 1:
                here = here._replace(after=closing)
            if body.flow.marker is not None and (first := opening(body, block, here)):
                _write_beside(body, block, here, body.flow.marker, first)
            else:
                body.block(block, here)
        if body.flow.marker is not None:  # nothing came of the blocks
            body.paragraph((), styled[0], inner._replace(after=closing if last else after))


def _hanging(body: Body, node: m.OrderedList, look: ListStyle) -> float:
    """Return how far the text of a list is indented: as the style wants, if its numbers fit."""
    texts = {text for text, _ in zip(numerals(node), node.items, strict=False)}
    widest = max((length(body, text, look.marker) for text in sorted(texts)), default=0.0)
    return max(look.indent, widest + MARKER_GAP * body.styles.look(look.marker).size)


class _Opening(NamedTuple):
    """The first line of a table: its style, and what stands above it."""

    style: str
    above: float = 0.0


def opening(body: Body, node: m.Block, context: WriterContext) -> _Opening | None:
    """Return the first line of `node` if it begins with a table in Word, else None."""
    match node:
        case m.CodeBlock() if box := divs.code_box(body, context):
            return _Opening("code", box.padding_y)
        case m.Table(caption=(), label=""):
            style = tables.styled(body, node)[1]
            return _Opening(style.head if node.header.cells else style.stub, style.padding_y)
        case m.Timeline() | m.ThematicBreak():
            return _Opening(context.style)
        case m.Panel() if divs.visible(box := body.theme.boxes[node.box]):
            return _Opening(node.style or context.style, box.padding_y)
        case m.SideBySide():
            return opening(body, node.children[0], context) or _Opening(context.style)
        case m.Div() | m.Panel() | m.Cover() if node.children:
            return opening(body, node.children[0], divs.styled(node, context))
        case m.Columns() | m.Landscape() if node.children:
            return opening(body, node.children[0], context)
        case _:
            return None


def _write_beside(
    body: Body, node: m.Block, context: WriterContext, marker: Marker, first: _Opening
) -> None:
    """Write `marker` beside a block that begins with a table: both in a table without rules."""
    body.flow.marker = None
    hanging = context.left - marker.left
    with body.cell() as written:
        body.flow.marker = marker._replace(left=0.0, text=hanging)
        body.owe(first.above)
        body.paragraph((), first.style, context.cell(hanging, first.style))
        cells = [tables.cell(hanging, written)]
    cells.append(
        tables.cell(context.width, body.inside((node,), context.cell(context.width, context.style)))
    )
    table = tables.grid(
        body.styles.layout(),
        [hanging, context.width],
        [cells],
        left=marker.left,
        whole=False,
        order=body.order(context),
    )
    after = body.styles.look(context.style).space_after if context.after is None else context.after
    body.table(table, after, after)


def write_definitions(body: Body, node: m.DefinitionList, context: WriterContext) -> None:
    """Write labelled points: the term in its own style, its text going on in the same line."""
    name = "definition" if context.style == "body" else context.style
    style = body.styles.look(name)
    if not context.flat:
        context = context.inside(style.indent_left, style.indent_right)
    context = context._replace(style=name, flat=True)
    runs = body.runs(context)
    look = runs.look(name)
    bold = runs.character(look, "term")
    for item in node.items:
        term = runs.write(item.term, bold)
        blocks = [block for definition in item.definitions for block in definition]
        if blocks and isinstance(blocks[0], m.Paragraph):
            text = runs.write(blocks[0].children, look)
            del blocks[0]
            started = runs.run_in(term, bold) if term else ()
            body.paragraph([*started, *text], name, context)
        elif term:
            parts = {"keepNext": w("keepNext")} if blocks else {}
            body.paragraph(term, name, context, parts=parts)
        body.blocks(blocks, context)
