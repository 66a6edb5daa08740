"""Take a figure with an image, write it in a paragraph of its own with its caption below."""

from __future__ import annotations

from briefgen import model as m
from briefgen.typography.pictures import figure_text
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.captions import AFTER_FIGURE, write_caption
from briefgen.writers.docx.context import WriterContext
from briefgen.writers.docx.nodes import w

__all__ = ["write_figure"]


def write_figure(body: Body, node: m.Figure, context: WriterContext) -> None:
    """Write an image in a paragraph of its own with its caption below."""
    image = node.image
    alt = figure_text(node)
    drawing = body.state.pictures.drawing(image, context.width, body.part, node.attr, alt)
    if image.attr.id != node.attr.id:
        body.wait(image.attr.id)
    captioned = bool(node.caption or node.label)
    if drawing:
        where = context._replace(align="", after=0.0 if captioned else AFTER_FIGURE)
        parts = {} if captioned else {"keepNext": w("keepNext", val=0)}
        body.paragraph(drawing, "figure", where, before=8.0, parts=parts)
    else:
        runs = body.runs(context)
        look = runs.look("small")
        body.paragraph(runs.text(alt, look), "small", context)
    if captioned:
        write_caption(body, node, context, below=True)
    else:
        body.wait(node.attr.id)
