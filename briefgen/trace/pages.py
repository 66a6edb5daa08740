"""Take a layout, tell on which page the text of a span begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from briefgen.diagnostics import Span
from briefgen.layout.boxes import Element, Glyphs, ImageBox, Layout, Slot

__all__ = ["Pages"]


class Pages:
    """Follows a document in reading order.

    A text that was placed twice has the same span twice. Therefore each search starts behind the
    last find, and from the beginning only if nothing follows there (a note).
    """

    def __init__(self, layout: Layout | None) -> None:
        self._places: dict[Span, list[tuple[int, int]]] = {}
        self._last = -1
        if layout is None:
            return
        drawn: dict[Slot, int] = {}
        for number, page in enumerate(layout.pages, 1):
            for box in page.boxes:
                if isinstance(box, Glyphs | ImageBox) and box.slot is not None:
                    drawn.setdefault(box.slot, number)
        for order, slot in enumerate(_slots(layout.structure)):
            if slot in drawn:
                self._places.setdefault(slot.span, []).append((order, drawn[slot]))

    def find(self, spans: Iterable[Span]) -> int | None:
        """Return the page (from 1) of the first of `spans` that was drawn, None for none."""
        first = None
        for span in spans:
            places = self._places.get(span, [])
            at = bisect_left(places, (self._last + 1, 0))
            if at < len(places):
                self._last = places[at][0]
            if first is None and places:
                first = places[at if at < len(places) else 0][1]
        return first


def _slots(element: Element) -> Iterable[Slot]:
    for kid in element.kids:
        if isinstance(kid, Slot):
            yield kid
        else:
            yield from _slots(kid)
