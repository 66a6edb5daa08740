"""Take a figure that briefgen draws itself, write it by Word's own means, with its caption."""

from __future__ import annotations

from typing import assert_never

from briefgen import model as m
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.captions import write_caption
from briefgen.writers.docx.context import WriterContext

__all__ = ["write_drawing"]


def write_drawing(
    body: Body, node: m.Figure, drawing: m.Chart | m.Scale, context: WriterContext
) -> None:
    """Write a chart or a scale."""
    match drawing:
        case m.Chart():
            from briefgen.writers.docx.charts import write_chart

            write_chart(body, node, drawing, context)
        case m.Scale():
            from briefgen.writers.docx.scale import write_scale

            write_scale(body, node, drawing, context)
        case _:
            assert_never(drawing)
    if node.caption or node.label:
        write_caption(body, node, context, below=True)
    else:
        body.wait(node.attr.id)
