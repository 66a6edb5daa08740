"""Take labelled points that have a date, return the events of a timeline."""

from __future__ import annotations

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.expansions.attributes import without, wrap
from briefgen.walk import date_in

__all__ = ["event_of", "expand_timeline"]

_HINT = '[26 June 2024]{date="2024-06-26"} as term'


def expand_timeline(node: m.Div, sink: Diagnostics) -> m.Blocks:
    """Return what stands in `node`, its dated points as events along a line, in their order.

    A list with a dated point becomes a timeline. A point without a date is an error there, unless
    it has no term: then its date is not for this reader. So is a block for which an event has no
    room.
    """
    blocks: list[m.Block] = []
    timelines = 0
    for block in node.children:
        items = block.items if isinstance(block, m.DefinitionList) else ()
        if not any(date_in(item.term) or not item.term for item in items):
            blocks.append(block)
            continue
        timelines += 1
        blocks.append(m.Timeline(tuple(map(_event, items)), block.span))
        for item in items:
            if item.term and not date_in(item.term):
                message = "a point of a timeline has no date"
                sink.error("timeline-date", message, item.span, _HINT)
            for part in (part for blocks in item.definitions for part in blocks):
                if not isinstance(part, m.Paragraph):
                    message = "an event of a timeline has room for text alone"
                    hint = "say it in a sentence, or below the timeline"
                    sink.error("timeline-block", message, part.span, hint)
    if not timelines:
        sink.error("timeline-date", "nothing in this timeline has a date", node.span, _HINT)
        return (node,)
    return wrap(node, without(node.attr, "timeline"), tuple(blocks))


def event_of(item: m.DefinitionItem) -> m.Event | None:
    """Return the event of a point whose term has a span with a `date`, None for any other."""
    return _event(item) if date_in(item.term) else None


def _event(item: m.DefinitionItem) -> m.Event:
    text: list[m.Inline] = []
    for block in (block for blocks in item.definitions for block in blocks):
        if isinstance(block, m.Paragraph):
            text += [m.Text(" ", block.span)] if text else []
            text += block.children
    return m.Event(date_in(item.term), item.term, tuple(text), item.span)
