"""Take blocks or words, return the room they need: measured as in layout, or estimated.

Without fonts nothing can be measured, so that characters are counted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from briefgen import model as m
from briefgen.layout.flow.widths import measured
from briefgen.record import replace
from briefgen.walk import blocks_text, rewrite
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.context import WriterContext

__all__ = ["evened", "height", "length", "needs"]

_TALLEST = 4000.0
_SLASH: Final = r"(?<![\w./:])([^\W\d_]{2,})/([^\W\d_]{2,})(?![\w./])"
_LOOSE = 1.02
"""Word measures a little more roughly, so a line gets so much more room than it needs."""
_LETTER = 0.5
"""The estimated width of a letter, in ems."""


def length(body: Body, text: str, style: str, *, bold: bool = False) -> float:
    """Return the width of `text` in one line of paragraph style `style`."""
    setter, look = body.state.setter, body.styles.look(style)
    if setter is None:
        return len(text) * look.size * _LETTER
    run = setter.inliner.look(look, setter.document.metadata.lang)
    return (
        setter.inliner.one_line(text, run._replace(bold=bold or run.bold), None, end="")[1]
        if text
        else 0.0
    )


def evened(body: Body, inlines: m.Inlines, context: WriterContext) -> WriterContext:
    """Return `context` so narrow that the lines of a title are about equally long, as in layout."""
    setter, name = body.state.setter, context.style
    look = body.styles.look(name)
    ragged = look.align == "left" and context.align in {"", "left"}
    if setter is None or body.styles.reference or not (name.endswith("title") and ragged):
        return context
    from briefgen.layout.boxes import Element
    from briefgen.layout.inline.lines import balanced, measure

    lang = context.lang
    run = setter.inliner.look(look, lang)
    fragments, _ = setter.inliner.fragments(inlines, run, Element("Artifact"))
    room = context.width if context.flat else context.width - look.indent_left - look.indent_right
    if measure(fragments, setter.fonts)[1] <= room:
        return context  # in one line
    least = balanced(fragments, room, setter.fonts, lang) * _LOOSE
    return context._replace(right=context.right + room - least) if least < room else context


def needs(body: Body, blocks: m.Blocks, context: WriterContext) -> tuple[float, float]:
    """Return the width of the longest word and of the longest line, measured or estimated."""
    setter = body.state.setter
    if setter is not None:
        from briefgen.layout.boxes import Element

        frame = setter.text_region(Element("Artifact"))
        blocks = rewrite(blocks, _unslashed)
        return measured(setter, blocks, frame._replace(width=context.width, style=context.style))
    size = body.styles.look(context.style).size * _LETTER
    words = blocks_text(blocks).split()
    longest = max(map(len, words), default=0)
    return longest * size, (sum(map(len, words)) + len(words)) * size


def _unslashed(node: m.Node) -> tuple[m.Node, ...] | None:
    """Join the words around a slash, because layout may end a line there and Word does not."""
    if isinstance(node, m.Text) and "/" in node.text:
        return (replace(node, text=re.sub(_SLASH, r"\1l\2", node.text)),)
    return None


def height(body: Body, blocks: Sequence[m.Block], context: WriterContext) -> float:
    """Return the height of `blocks` as layout sets them, or an estimate."""
    setter = body.state.setter
    if setter is not None:
        from briefgen.layout.boxes import Element
        from briefgen.layout.galley import height_of

        scratch = setter.scaled(1.0)
        scratch.outline = []
        frame = scratch.text_region(Element("Artifact"))
        return height_of(scratch.column(blocks, frame._replace(width=context.width)))
    size = body.styles.look(context.style).size
    return min(len(blocks_text(blocks)) * size * size / context.width + 12 * size, _TALLEST)
