"""Take a report and an audience, hold back what is marked above it, and mark what it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from briefgen import model as m
from briefgen.audience import Audience
from briefgen.diagnostics import Diagnostics
from briefgen.lookup import require_toml
from briefgen.marking.levels import Levels
from briefgen.marking.portions import with_portions
from briefgen.marking.scheme import load_scheme
from briefgen.record import replace
from briefgen.walk import walk

__all__ = ["Marking"]


class Marking:
    """The markings of one report, whose front matter chooses the scheme."""

    def __init__(
        self, report: m.Report, choice: m.MarkingChoice, folders: Sequence[Path], sink: Diagnostics
    ) -> None:
        """Look for the scheme in `folders`, and go over `report`, nothing of it taken out yet.

        Raises `BriefgenError` where there is no such scheme: nothing can be marked then.
        """
        place = report.metadata.place("briefgen", "marking", "scheme")
        path = require_toml("markings", choice.scheme, folders, place, sink)
        scheme = load_scheme(path, sink)
        if choice.portions is not None:
            scheme = replace(scheme, portions=choice.portions)
        self.levels = Levels(report, scheme, choice, sink)
        self.sink = sink
        if choice.strict:
            from briefgen.marking.strict import report_unmarked

            report_unmarked(report, self.levels, sink)

    def level(self, node: m.Node) -> str:
        """Return the name of the highest level of `node` and all in it."""
        return self.levels.name(self.levels.highest((node,), self.levels.default))

    def above(self, audience: Audience) -> Callable[[m.Node], bool] | None:
        """Return what tells whether a node is marked higher than `audience` may read.

        None: it may read all of them. What has no mark is as high as the default, so that may not
        be higher either.
        """
        if not audience.highest:
            return None
        levels, place = self.levels, audience.place("highest")
        highest = levels.scheme.read(audience.highest, place, self.sink)
        if levels.default > highest:
            self.sink.error(
                "default-above-highest",
                f"{audience.name!r} may read {levels.name(highest)} at most, and what has no mark "
                f"in {levels.source} is {levels.name(levels.default)}",
                place,
                "give the report a lower `default` and mark what is higher, or raise `highest`",
            )

        def marked_above(node: m.Node) -> bool:
            own = levels.own(node)
            return own is not None and own > highest

        return marked_above

    def marked(
        self,
        document: m.Document,
        quoted: Iterable[tuple[str, tuple[m.Node, ...]]],
        audience: Audience,
    ) -> m.Document:
        """Return the composed `document` with its banner, its portions marked if they are to be.

        `quoted` pairs each string that the template made of nodes with these nodes. The template
        may have printed the string within another one, so the level of the nodes counts.
        """
        levels = self.levels
        quotes = {(text, levels.highest(nodes, levels.default)) for text, nodes in quoted if text}
        rank = max((levels.document(document), *(rank for _, rank in quotes)))
        highest = levels.scheme.rank(audience.highest) if audience.highest else None
        if highest is not None and rank > max(highest, levels.default):
            self._report_above(document, audience, highest, rank)
        if levels.scheme.portions:
            document = with_portions(document, levels, quotes)
        return replace(document, banner=levels.scheme.banner(rank))

    def _report_above(
        self, document: m.Document, audience: Audience, highest: int, rank: int
    ) -> None:
        """Report a document of `rank`: its template says too much, or too much was left in it."""
        levels = self.levels
        limit = f"{audience.name!r} may read {levels.name(highest)} at most"
        for node in walk((*document.metadata.title, *document.metadata.subtitle, *document.blocks)):
            own = levels.of(node, levels.default) if node.span.file == levels.source else 0
            if own > max(highest, levels.default):
                message = f"{limit}, and this is {levels.name(own)}"
                hint = "a fault of briefgen: please report it"
                self.sink.error("marking-above-highest", message, node.span, hint)
                return
        self.sink.error(
            "marking-above-highest",
            f"{limit}, and its template marks words of its own {levels.name(rank)}",
            audience.place("highest"),
            "lower the marking in the template, or raise `highest`",
        )
