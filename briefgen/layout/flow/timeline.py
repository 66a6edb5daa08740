"""Take dated events, set them along a line: by date, but with room for every label."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from briefgen import model as m
from briefgen.dates import first_day, read_iso
from briefgen.layout.boxes import Box, Disc, Element, Fill
from briefgen.layout.flow.columns import beside
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.paragraphs import set_paragraph
from briefgen.layout.galley import FREE, TOGETHER, Frame, Galley, Item
from briefgen.layout.inline.lines import measure

__all__ = ["days", "positions", "set_timeline", "strips"]

_RADIUS = 3.0
_GAP = 12.0
_LINES = 2
"""A label gets the width that sets it in this many lines, where there is room."""


def set_timeline(context: LayoutContext, node: m.Timeline, region: Region, galley: Galley) -> None:
    """Set a timeline; events that do not fit beside each other go on in another line."""
    if not node.events:
        return
    element = region.parent.add("L", node.span, list_numbering="None")
    rows = strips(context, node.events, region)
    for number, (events, xs) in enumerate(rows):
        strip = _strip(context, events, xs, region, element)
        galley.add(strip, 10.0 if number else 6.0, 10.0)
        if number < len(rows) - 1:
            galley.bind(TOGETHER)


def strips(
    context: LayoutContext, events: Sequence[m.Event], region: Region
) -> list[tuple[Sequence[m.Event], list[float]]]:
    """Return the events of each line, and how far from its left each of them stands."""
    needs = [_needs(context, event, region) for event in events]
    result = []
    first = 0
    for count in _rows([low for low, _ in needs], region.width):
        part = slice(first, first + count)
        times = days([event.date for event in events[part]])
        result.append((events[part], positions(times, needs[part], region.width)))
        first += count
    return result


def _rows(least: Sequence[float], width: float) -> list[int]:
    """Return how many events stand in each strip: as few strips as can be, evenly filled."""
    for strips in range(1, len(least) + 1):
        size = -(-len(least) // strips)
        chunks = [least[i : i + size] for i in range(0, len(least), size)]
        if all(sum(chunk) <= width for chunk in chunks):
            return [len(chunk) for chunk in chunks]
    return [1] * len(least)


def _needs(context: LayoutContext, event: m.Event, region: Region) -> tuple[float, float]:
    """Return the width that an event needs and the one that sets it in a few lines."""
    scratch = Element("Artifact")
    inliner, theme = context.inliner, context.theme
    dated = inliner.look(theme.paragraph("event-date"), region.lang)
    described = inliner.look(theme.paragraph("event-label"), region.lang)
    when, _ = inliner.fragments(event.label, dated, scratch)
    what, _ = inliner.fragments(event.children, described, scratch)
    _, when_all = measure(when, context.fonts) if when else (0.0, 0.0)
    least, most = measure(what, context.fonts) if what else (0.0, 0.0)
    low = max(when_all, least) + _GAP
    return low, max(low, most / _LINES * 1.15 + _GAP)


def days(dates: Sequence[str]) -> list[float]:
    """Return where each ISO date stands in time, in days.

    A year or month alone stands at its beginning; what has no date stands where the one before it
    does (the first where the next does), and no event before its predecessor.
    """
    result: list[float] = []
    for text in dates:
        parts = read_iso(text)
        before = result[-1] if result else 0.0
        day = float(first_day(parts).toordinal()) if parts else before
        result.append(max(day, result[-1]) if result else day)
    if dates and not any(result):
        return [float(i) for i in range(len(result))]
    first = next(filter(None, result), 0.0)
    return [day or first for day in result]


def positions(
    times: Sequence[float], needs: Sequence[tuple[float, float]], width: float
) -> list[float]:
    """Return the place of each event from the left, so that each has the width it needs.

    Room beyond that goes first to labels that would be set in many lines, then between events
    in proportion to the time between them: what is of one day stands side by side.
    """
    least = [low for low, _ in needs]
    spare = max(0.0, width - sum(least))
    wanted = sum(high - low for low, high in needs)
    part = min(1.0, spare / wanted) if wanted else 0.0
    steps = [low + (high - low) * part for low, high in needs]
    spare = max(0.0, width - sum(steps))
    gaps = [after - before for before, after in pairwise(times)]
    total = sum(gaps)
    xs = [0.0]
    for i, gap in enumerate(gaps):
        extra = spare * gap / total if total else 0.0
        xs.append(xs[-1] + steps[i] + extra)
    return xs


def _strip(
    context: LayoutContext,
    events: Sequence[m.Event],
    xs: Sequence[float],
    region: Region,
    element: Element,
) -> Item:
    theme = context.theme
    edges = [*xs[1:], region.width]
    columns: list[tuple[list[Item], list[Frame]]] = []
    for event, x, end in zip(events, xs, edges, strict=True):
        entry = element.add("LI", event.span)
        column = Galley()
        width = max(min(end - x, region.width - x) - _GAP / 2, 1.0)
        where = region._replace(x=region.x + x, width=width, flat=True, align="left", after=0.0)
        date_region = where._replace(parent=entry)
        set_paragraph(
            context, event.label, "event-date", date_region, column, span=event.span, role="Lbl"
        )
        body = entry.add("LBody", event.span)
        label_region = where._replace(parent=body)
        set_paragraph(context, event.children, "event-label", label_region, column, span=event.span)
        for item in column.items:
            item.keep = FREE
        columns.append((column.items, []))
    line = theme.colours.get("hairline", "#cccccc")
    accent = theme.colours.get("accent", "#000000")

    def decorate(height: float) -> Sequence[Box]:
        marks: list[Box] = [Fill(region.x, _RADIUS - 0.4, region.width, 0.8, line)]
        marks += [Disc(region.x + x + _RADIUS, _RADIUS, _RADIUS, accent) for x in xs]
        return marks

    item = beside(columns, decorate, 2 * _RADIUS + 3.0)
    item.split = None
    return item
