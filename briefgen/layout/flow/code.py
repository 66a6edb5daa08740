"""Take a code block, set it line by line in its box."""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.paragraphs import baseline
from briefgen.layout.galley import TOGETHER, Frame, Galley, Item, Mark
from briefgen.layout.sheet import moved
from briefgen.theme import BoxStyle

__all__ = ["set_code"]


def set_code(context: LayoutContext, node: m.CodeBlock, region: Region, galley: Galley) -> None:
    """Set code line by line, spaces kept; what is too long goes on in the next line."""
    style = context.theme.paragraph("code")
    box = context.theme.boxes.get("code", BoxStyle(space_before=2, space_after=8))
    code = region.parent.add("P", node.span).add("Code", node.span)
    frame = Frame(
        region.x,
        region.width,
        above=box.padding_y,
        below=box.padding_y,
        background=box.background,
        left=box.rule_left,
        top=box.rule_top,
        bottom=box.rule_bottom,
    )
    inner = region.inside(box.padding_x + box.rule_left.width, box.padding_x)
    look = context.inliner.look(style, "")
    base, _, _ = baseline(context, style)
    em = context.inliner.one_line("0", look, None)[1] or style.size
    if node.attr.id:
        galley.anchors.append(node.attr.id)
    galley.open(frame, box.space_before)
    start = len(galley.items)
    for text in node.text.expandtabs(4).rstrip("\n").split("\n"):
        for piece in _pieces(text, max(int(inner.width / em), 8)):
            boxes: list[Mark] = []
            if piece.strip():
                glyphs, _ = context.inliner.one_line(piece, look, code.slot(node.span))
                boxes = moved(glyphs, inner.x, base)
            galley.add(Item(style.leading, boxes, base=base))
    if len(galley.items) - start > 2:
        galley.items[start].keep = galley.items[-2].keep = TOGETHER
    galley.close(frame, box.space_after)


def _pieces(text: str, most: int) -> list[str]:
    """Cut a line of code into pieces of at most `most` characters, at a space if there is one."""
    pieces = []
    while len(text) > most:
        cut = text.rfind(" ", most // 2, most) + 1 or most
        pieces.append(text[:cut])
        text = text[cut:]
    return [*pieces, text]
