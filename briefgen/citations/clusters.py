"""How a citation reads: take a group and its numbers, return `[2–4]` or `[1; 2, p. 3]`.

A group of bare numbers is sorted and runs of three or more collapse. As soon as one item has a
locator or words of its own, commas would be ambiguous: items keep their order and are separated
by semicolons. Raised numbers have no brackets, and locators behind them in parentheses: ²⁽ᵖ·³⁾;
a group with words of its own stays on the line, where they can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from briefgen import model as m
from briefgen.citations.entries import short_names
from briefgen.diagnostics import Span
from briefgen.record import NamedTuple, replace
from briefgen.terms import locator_label
from briefgen.walk import plain_text

__all__ = ["Cluster", "is_raised", "reference_anchor"]

# Patterns stay text, which `re` compiles and keeps: most reports cite without locators.
_HYPHEN = r"(?<=\d)\s*(?:-{1,3}|–)\s*(?=[A-Za-z]{0,2}\d)"
_ROMAN_HYPHEN = r"(?i)\b([ivxlcdm]+)\s*(?:-{1,3}|–)\s*([ivxlcdm]+)\b"
_PLURAL = r"[–,;&]|\s(?:and|und|et|en)\s|\d\s?ff?\b"
_ATTACHED = ",.;:)]!?’”'\"–—"


def reference_anchor(key: str) -> str:
    """Return the id of the entry for `key`, which is the id that citations link to."""
    return f"ref-{key}"


def is_raised(group: m.CitationGroup) -> bool:
    """Tell whether the superscript style raises the numbers of `group`."""
    return not any(c.prefix or c.suffix for c in group.citations)


class Cluster(NamedTuple):
    """Renders groups for one document; `linked` where it has entries to link to.

    `named` says by key what a number stands for, to who hears a link or rests on it.
    """

    numbers: Mapping[str, int]
    bibliography: Mapping[str, m.Reference]
    lang: str
    linked: bool
    raised: bool = False
    smart: bool = True
    named: Mapping[str, str] = {}

    def render(self, group: m.CitationGroup) -> m.Inlines:
        """Return what is printed for `group`.

        An unknown key, which is an error by then, shows as itself with a question mark.
        """
        cluster: m.Inlines
        raised = self.raised and is_raised(group)
        if raised:
            cluster = (m.Superscript(self._raised_items(group), group.span),)
        else:
            cluster = (m.Text("[", group.span), *self._items(group), m.Text("]", group.span))
        if not group.in_text:
            return cluster
        first = group.citations[0]
        reference = self.bibliography.get(first.key)
        if first.suppress_author or reference is None:
            return cluster
        names = short_names(reference, self.lang, first.span, smart=self.smart)
        # Brackets never begin a line.
        return (*names, *(() if raised else (m.Text("\u00a0", group.span),)), *cluster)

    def _items(self, group: m.CitationGroup) -> m.Inlines:
        bare = not any(c.prefix or c.suffix or c.locator for c in group.citations)
        pieces = self._bare(group.citations) if bare else self._worded(group.citations)
        return _joined(pieces, ", " if bare else "; ", group.span)

    def _raised_items(self, group: m.CitationGroup) -> m.Inlines:
        if not any(c.locator for c in group.citations):
            return _joined(self._bare(group.citations), ",", group.span)
        pieces: list[m.Inlines] = []
        for citation in _merged(group.citations):
            locator = f"({self._locator(citation)})" if citation.locator else ""
            pieces.append((self._number(citation), m.Text(locator, citation.span)))
        return _joined(pieces, ",", group.span)

    def _number(self, citation: m.Citation) -> m.Inline:
        if citation.key not in self.numbers:
            return m.Text(f"{citation.key}?", citation.span)
        text = m.Text(str(self.numbers[citation.key]), citation.span)
        if not self.linked:
            return text
        target = f"#{reference_anchor(citation.key)}"
        title = self.named.get(citation.key, "")
        return m.Link((text,), target, citation.span, title, m.Attr(classes=("citation",)))

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
            item.append(m.Text(f", {self._locator(citation)}", span))
        if citation.suffix:
            if not plain_text(citation.suffix).lstrip().startswith(tuple(_ATTACHED)):
                item.append(m.Text(" ", span))
            item += _stripped(citation.suffix)
        return tuple(item)

    def _locator(self, citation: m.Citation) -> str:
        value = re.sub(_HYPHEN, "–", citation.locator.strip())
        value = re.sub(_ROMAN_HYPHEN, r"\1–\2", value)
        label = locator_label(
            self.lang, citation.label, plural=re.search(_PLURAL, value) is not None
        )
        return f"{label}\u00a0{value}" if label else value


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
