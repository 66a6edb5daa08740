"""Take a report and its scheme, find the level of everything in it, and of what is made of it.

A level holds for a node and for all in it that has none of its own. A template places parts of the
report anywhere, away from what they stood in. Therefore levels are kept by span, which every node
keeps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.marking.scheme import Scheme
from briefgen.walk import attr_of, children

__all__ = ["Levels"]


class Levels:
    """The ranks of all nodes of a report: indices of `scheme.levels`.

    `default` is the rank of what nothing marks, and of what a template says itself.
    """

    def __init__(
        self, report: m.Report, scheme: Scheme, choice: m.MarkingChoice, sink: Diagnostics
    ) -> None:
        """Go over `report`, as it is before anything is taken out; report unknown levels."""
        self.scheme = scheme
        self.source = report.source
        self.default = 0
        if choice.default:
            place = report.metadata.place("briefgen", "marking", "default")
            self.default = scheme.read(choice.default, place, sink)
        self._sink = sink
        self._ranks: dict[tuple[type, Span], int] = {}
        self._places: dict[Span, int] = {}
        meta = report.metadata
        self._note((*meta.title, *meta.subtitle, *meta.abstract, *report.blocks), self.default)
        self._starts = sorted((span.line, span.column, rank) for span, rank in self._places.items())

    def name(self, rank: int) -> str:
        """Return the name of a level, as it stands in banners."""
        return self.scheme.levels[rank].name

    def own(self, node: m.Node) -> int | None:
        """Return the rank that `node` itself is marked with, if it is."""
        if isinstance(node, m.Figure) and not node.attr.get("marking"):
            node = node.image
        attr = attr_of(node)
        words = [value for key, value in attr.pairs if key == "marking"]
        return max((self.scheme.read(w, node.span, self._sink) for w in words), default=None)

    def _note(self, nodes: Iterable[m.Node], outer: int) -> None:
        for node in nodes:
            own = self.own(node)
            rank = outer if own is None else own
            kind = type(node), node.span
            self._ranks[kind] = max(self._ranks.get(kind, 0), rank)
            self._places[node.span] = max(self._places.get(node.span, 0), rank)
            self._note(children(node), rank)

    def of(self, node: m.Node, outer: int) -> int:
        """Return the rank of a node of a document; `outer` is that of what it stands in.

        For a node that was built from several, it is the highest rank at its span. If the span is
        unknown, it is the rank of the nearest node that starts before it. A node of a template has
        the rank that it is marked with.
        """
        span = node.span
        if span.file != self.source:
            own = self.own(node)
            return outer if own is None else own
        rank = self._ranks.get((type(node), span), self._places.get(span))
        if rank is not None:
            return rank
        before = bisect_right(self._starts, (span.line, span.column, len(self.scheme.levels)))
        return self._starts[before - 1][2] if before else self.default

    def highest(self, nodes: Iterable[m.Node], outer: int) -> int:
        """Return the highest rank of `nodes` and all in them, `outer` where there are none.

        The works cited do not count, because they are filled in later.
        """
        found = [self._highest(node, outer) for node in nodes]
        return max(found, default=outer)

    def _highest(self, node: m.Node, outer: int) -> int:
        rank = self.of(node, outer)
        return max((rank, *(self._highest(child, rank) for child in children(node))))

    def document(self, document: m.Document) -> int:
        """Return the rank of a composed document: the highest of its portions.

        The title counts in any case: files name it.
        """
        meta = document.metadata
        portions = (*meta.title, *meta.subtitle, *document.blocks)
        return max(self.default, self.highest(portions, self.default))
