"""Take a page's number and section, return its running header and footer as artifacts."""

from __future__ import annotations

from briefgen import model as m
from briefgen.layout.boxes import Artifact, Fill, Glyphs
from briefgen.layout.flow.context import LayoutContext
from briefgen.layout.mirror import reflected
from briefgen.layout.sheet import moved
from briefgen.theme import Stroke
from briefgen.typography.running_text import fill_fields

__all__ = ["running_heads"]

_RULE_GAP = 6.0
_GAP = 16.0


def running_heads(context: LayoutContext, page: int, pages: int, section: str) -> list[Artifact]:
    """Return header and footer of page number `page` (from 1); none where both are empty."""
    document, style = context.document, context.theme.page
    fields = {"section": section, "page": str(page), "pages": str(pages)}
    heads = []
    top, bottom = style.header_distance, style.height - style.footer_distance
    below_top = top + _RULE_GAP
    above_bottom = bottom - context.theme.paragraph("footer").size - _RULE_GAP
    for kind, text, y, rule, rule_y in (
        ("Header", document.header, top, style.header_rule, below_top),
        ("Footer", document.footer, bottom, style.footer_rule, above_bottom),
    ):
        boxes = _line(context, text, kind.lower(), fields, y)
        if boxes:
            heads.append(Artifact(kind, (*_rule(context, rule, rule_y), *boxes)))
    return heads


def _rule(context: LayoutContext, rule: Stroke, y: float) -> list[Fill]:
    page = context.theme.page
    if not rule.width:
        return []
    return [Fill(page.left, y, page.width - page.left - page.right, rule.width, rule.colour)]


def _line(
    context: LayoutContext, text: m.RunningText, name: str, fields: dict[str, str], y: float
) -> list[Glyphs]:
    """Set left, centre and right in one line; text that is too long ends in an ellipsis."""
    page = context.theme.page
    width = page.width - page.left - page.right
    parts = [fill_fields(part, fields) for part in (text.left, text.center, text.right)]
    left, center, right = parts
    boxes: list[Glyphs] = []
    room = width
    centre_width = right_width = 0.0
    if right:
        glyphs, right_width = _shortened(context, right, name, width)
        boxes += moved(glyphs, page.left + width - right_width, y)
        room -= right_width + _GAP
    if center:
        most = max(width - 2 * right_width - 2 * _GAP, 0.0)
        glyphs, centre_width = _shortened(context, center, name, most)
        boxes += moved(glyphs, page.left + (width - centre_width) / 2, y)
        room = min(room, (width - centre_width) / 2 - _GAP)
    if left:
        glyphs, _ = _shortened(context, left, name, room)
        boxes = [*moved(glyphs, page.left, y), *boxes]
    return reflected(boxes, 2 * page.left + width) if context.rtl else boxes


def _shortened(
    context: LayoutContext, text: str, name: str, room: float
) -> tuple[list[Glyphs], float]:
    look = context.inliner.look(context.theme.paragraph(name), context.document.metadata.lang)
    glyphs, width = context.inliner.one_line(text, look, None, end="")
    while width > room and len(text) > 1:
        text = text[: min(len(text) - 1, int(len(text) * max(room, 1.0) / width))].rstrip()
        glyphs, width = context.inliner.one_line(text + "…", look, None, end="")
    return (reflected(glyphs, width) if context.rtl else glyphs), width
