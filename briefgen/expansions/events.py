"""Take labelled points that are dated, return the events of a timeline."""

from __future__ import annotations

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.expansions.attributes import around, without
from briefgen.walk import walk

__all__ = ["dated", "event_of"]


def dated(node: m.Div, sink: Diagnostics) -> m.Blocks:
    """Return what stands in `node`, its dated points along a line, in their order."""
    blocks: list[m.Block] = []
    count = 0
    for block in node.children:
        items = block.items if isinstance(block, m.DefinitionList) else ()
        events = [event for item in items if (event := event_of(item)) is not None]
        count += len(events)
        blocks.append(m.Timeline(tuple(events), block.span) if events else block)
        for item in items if events else ():
            if event_of(item) is None:
                message = "a point of a timeline has no date, and is left out"
                sink.error("timeline-date", message, item.span, _HINT)
    if not count:
        sink.error("timeline-date", "nothing in this timeline has a date", node.span, _HINT)
        return (node,)
    return around(node, without(node.attr, "timeline"), tuple(blocks))


_HINT = '[26 June 2024]{date="2024-06-26"} as term'


def event_of(item: m.DefinitionItem) -> m.Event | None:
    """Return the event of a point whose term has a span with a `date`, None for any other."""
    dates = (n.attr.get("date") for n in walk(item.term) if isinstance(n, m.InlineSpan))
    date = next(filter(None, dates), "")
    if not date:
        return None
    label: list[m.Inline] = []
    for node in item.term:
        dated = isinstance(node, m.InlineSpan) and node.attr.get("date")
        label += node.children if isinstance(node, m.InlineSpan) and dated else (node,)
    text: list[m.Inline] = []
    for block in (block for blocks in item.definitions for block in blocks):
        if isinstance(block, m.Paragraph):
            text += [m.Text(" ", block.span)] if text else []
            text += block.children
    return m.Event(date, tuple(label), tuple(text), item.span)
