"""Take dated events, write them side by side, each below its dot on a line, placed by their date.

Each event is a column with its own piece of the line, so that the line follows when someone adds or
deletes a column. The words are text in reading order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from briefgen import model as m
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.context import WriterContext
from briefgen.writers.docx.nodes import XmlElement
from briefgen.writers.docx.shapes import Shape, shape_drawing
from briefgen.writers.docx.tables import cell, grid
from briefgen.writers.docx.units import twips

__all__ = ["write_timeline"]

_EVENT = 84.0
"""The width of an event where nothing can be measured."""
_DOT, _LINE = 6.0, 0.8
_BELOW = 3.0
_GAP = 6.0


def write_timeline(body: Body, node: m.Timeline, context: WriterContext) -> None:
    """Write a timeline; events that do not fit beside each other go on in another line."""
    if not node.events:
        return
    for name in ("event-date", "event-label"):
        body.styles.hang(name, 0.0, 0.0, _GAP)
    for number, (events, xs) in enumerate(_strips(body, node.events, context)):
        widths = [end - start for start, end in pairwise([*xs, context.width])]
        cells = [
            _event(body, event, width, context) for event, width in zip(events, widths, strict=True)
        ]
        table = grid(
            body.styles.layout(), widths, [cells], left=context.left, order=body.order(context)
        )
        body.table(table, 10.0 if number else 6.0, 10.0)


def _strips(
    body: Body, events: Sequence[m.Event], context: WriterContext
) -> Iterator[tuple[Sequence[m.Event], Sequence[float]]]:
    """Give the events of each line, and how far from its left each of them stands."""
    setter = body.state.setter
    if setter is not None:
        from briefgen.layout.boxes import Element
        from briefgen.layout.flow.timeline import strips

        frame = setter.text_region(Element("Artifact"))
        yield from strips(setter, events, frame._replace(width=context.width))
        return
    count = -(-len(events) // -(-len(events) // max(int(context.width / _EVENT), 1)))
    for first in range(0, len(events), count):
        part = events[first : first + count]
        yield part, [context.width * index / count for index in range(len(part))]


def _event(body: Body, event: m.Event, width: float, context: WriterContext) -> XmlElement:
    width = twips(width) / 20  # rounded as the column is, so that the pieces of the line meet
    left = width - _DOT if context.rtl else 0.0
    marks = (
        Shape("rect", 0.0, (_DOT - _LINE) / 2, width, _LINE, body.state.palette.fill("hairline")),
        Shape("ellipse", left, 0.0, _DOT, _DOT, body.state.palette.fill("accent")),
    )
    run = shape_drawing(body.state.pictures.number(), width, _DOT, marks)
    inner = context.cell(width, "event-date")
    with body.cell() as written:
        body.paragraph((run,), "gap", inner._replace(after=_BELOW, keep=True))
        body.block(m.Paragraph(event.label, event.span), inner)
        told = inner._replace(style="event-label")
        body.block(m.Paragraph(event.children, event.span), told)
    return cell(width, written)
