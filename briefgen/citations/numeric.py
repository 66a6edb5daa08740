"""The numeric citation styles: take a group, return `[2–4]`, `[1; 2, p. 3]` or a superscript.

A group of bare numbers is sorted and runs of three or more collapse. As soon as one item has a
locator or words of its own, commas would be ambiguous: items keep their order and are separated
by semicolons. Raised numbers have no brackets, and locators behind them in parentheses: ²⁽ᵖ·³⁾;
a group with words of its own stays on the line, where they can be read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from briefgen import model as m
from briefgen.citations.citation_style import CitationStyle, CitedWorks, locator_text
from briefgen.citations.entries import short_names
from briefgen.diagnostics import Span
from briefgen.record import replace
from briefgen.walk import plain_text

__all__ = ["NumericStyle", "SuperscriptStyle"]

_ATTACHED: Final = ",.;:)]!?’”'\"–—"
"""A suffix that begins with one of these follows its citation without a space."""


class NumericStyle(CitationStyle):
    """Numbers in brackets; works are listed by number."""

    stands = "text"

    def __init__(self, works: CitedWorks) -> None:
        self.works = works
        self.numbers = works.numbers

    def lead(self, group: m.CitationGroup) -> m.Inlines:
        names = self._names(group)
        # A no-break space, because brackets never begin a line.
        return (*names, m.Text("\u00a0", group.span)) if names else ()

    def rendered(self, group: m.CitationGroup) -> m.Inlines:
        bare = not any(c.prefix or c.suffix or c.locator for c in group.citations)
        pieces = self._bare(group.citations) if bare else self._worded(group.citations)
        items = _joined(pieces, ", " if bare else "; ", group.span)
        return (m.Text("[", group.span), *items, m.Text("]", group.span))

    def raised(self, group: m.CitationGroup) -> bool:
        return False

    def label(self, key: str) -> str:
        return f"[{self.numbers[key]}]"

    def order(self, keys: Collection[str]) -> list[str]:
        return sorted(self.numbers.keys() & keys, key=self.numbers.__getitem__)

    def _names(self, group: m.CitationGroup) -> m.Inlines:
        first = group.citations[0]
        reference = self.works.bibliography.get(first.key)
        if not group.in_text or first.suppress_author or reference is None:
            return ()
        return short_names(reference, self.works.lang, first.span, smart=self.works.smart)

    def _number(self, citation: m.Citation) -> m.Inline:
        if citation.key not in self.numbers:
            return m.Text(f"{citation.key}?", citation.span)
        return self.works.link(citation, str(self.numbers[citation.key]))

    def _bare(self, citations: Iterable[m.Citation]) -> list[m.Inlines]:
        unique = {citation.key: citation for citation in reversed(list(citations))}
        known = sorted((self.numbers[key], c) for key, c in unique.items() if key in self.numbers)
        pieces: list[m.Inlines] = []
        for run in _runs(known):
            first, last = self._number(run[0]), self._number(run[-1])
            if len(run) >= 3:
                pieces.append((first, m.Text("–", run[0].span), last))
            else:
                pieces += [(self._number(citation),) for citation in run]
        unknown = [c for key, c in unique.items() if key not in self.numbers]
        return pieces + [(self._number(citation),) for citation in reversed(unknown)]

    def _worded(self, citations: Sequence[m.Citation]) -> list[m.Inlines]:
        return [self._worded_item(citation) for citation in _merged(citations)]

    def _worded_item(self, citation: m.Citation) -> m.Inlines:
        span = citation.span
        item: list[m.Inline] = []
        if citation.prefix:
            item += [*_stripped(citation.prefix), m.Text(" ", span)]
        item.append(self._number(citation))
        if citation.locator:
            item.append(m.Text(f", {locator_text(citation, self.works.lang)}", span))
        if citation.suffix:
            if not plain_text(citation.suffix).lstrip().startswith(tuple(_ATTACHED)):
                item.append(m.Text(" ", span))
            item += _stripped(citation.suffix)
        return tuple(item)


class SuperscriptStyle(NumericStyle):
    """Raised numbers; a group that has words of its own stays in brackets, as labels do."""

    def lead(self, group: m.CitationGroup) -> m.Inlines:
        return self._names(group) if self.raised(group) else super().lead(group)

    def rendered(self, group: m.CitationGroup) -> m.Inlines:
        if not self.raised(group):
            return super().rendered(group)
        if any(c.locator for c in group.citations):
            pieces = list(map(self._raised_item, _merged(group.citations)))
        else:
            pieces = self._bare(group.citations)
        return (m.Superscript(_joined(pieces, ",", group.span), group.span),)

    def raised(self, group: m.CitationGroup) -> bool:
        return not any(c.prefix or c.suffix for c in group.citations)

    def _raised_item(self, citation: m.Citation) -> m.Inlines:
        locator = f"({locator_text(citation, self.works.lang)})" if citation.locator else ""
        return (self._number(citation), m.Text(locator, citation.span))


def _runs(items: Sequence[tuple[int, m.Citation]]) -> list[list[m.Citation]]:
    """Split numbered citations where their numbers do not follow each other."""
    runs: list[list[m.Citation]] = []
    before = -1
    for number, citation in items:
        if number == before + 1:
            runs[-1].append(citation)
        else:
            runs.append([citation])
        before = number
    return runs


def _merged(citations: Sequence[m.Citation]) -> list[m.Citation]:
    """Join neighbours that cite one work: `@a, p. 3; @a, p. 5` is one item with two pages."""
    merged: list[m.Citation] = []
    for citation in citations:
        before = merged[-1] if merged else None
        if before is None or before.key != citation.key or before.suffix or citation.prefix:
            merged.append(citation)
        elif not citation.locator or _place(citation) == _place(before):
            merged[-1] = replace(before, suffix=citation.suffix)
        elif not before.locator:
            merged[-1] = replace(citation, prefix=before.prefix)
        elif citation.label == before.label:
            both = f"{before.locator}, {citation.locator}"
            merged[-1] = replace(before, locator=both, suffix=citation.suffix)
        else:
            merged.append(citation)
    return merged


def _place(citation: m.Citation) -> tuple[str, str]:
    return citation.label, citation.locator


def _joined(pieces: Iterable[m.Inlines], separator: str, span: Span) -> m.Inlines:
    result: list[m.Inline] = []
    for piece in pieces:
        if result:
            result.append(m.Text(separator, span))
        result += piece
    return tuple(result)


def _stripped(inlines: m.Inlines) -> m.Inlines:
    """Return `inlines` without white space at either end."""
    nodes = list(inlines)
    if nodes and isinstance(nodes[0], m.Text):
        nodes[0] = replace(nodes[0], text=nodes[0].text.lstrip())
    if nodes and isinstance(nodes[-1], m.Text):
        nodes[-1] = replace(nodes[-1], text=nodes[-1].text.rstrip())
    return tuple(nodes)
