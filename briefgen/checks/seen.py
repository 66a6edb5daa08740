"""Take findings about a report, return them as someone may read them who gets a part of it.

A finding at a place that such a reader does not get is dropped, or, where it stops the build, says
no more than its code does. So does one anywhere else whose words only the hidden text has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from briefgen import model as m
from briefgen.checks.codes import CODES
from briefgen.diagnostics import Diagnostic, Diagnostics, Span
from briefgen.pipeline import Pack, visible_report
from briefgen.record import replace
from briefgen.walk import children, walk

__all__ = ["findings_for"]


def findings_for(
    pack: Pack, names: Collection[str], findings: Iterable[Diagnostic]
) -> list[Diagnostic]:
    """Return `findings` for someone who may read what the audiences `names` get.

    That is nothing of the report for an audience that is itself in error.
    """
    if not set(pack.audiences) - set(names):
        return list(findings)
    known = [name for name in names if name in pack.audiences]
    if not known:
        return [item for item in findings if not item.span or item.span.file != pack.report.source]
    seen = [visible_report(pack, name, Diagnostics()) for name in known]
    hidden = _Hidden(pack, seen)
    return [kept for found in findings if (kept := hidden.cleaned(found)) is not None]


class _Hidden:
    """What stands in a report and in none of the parts of it that are seen."""

    def __init__(self, pack: Pack, seen: Collection[m.Report]) -> None:
        self.report = pack.report
        self.spans = {node.span for report in seen for node in walk(_roots(report))}
        known = {word for report in seen for word in _words(report)}
        cited = {node.key for report in seen for node in _citations(report)}
        works = [
            reference.csl
            for key, reference in pack.bibliography.items()
            if key in pack.cited and key not in cited
        ]
        self.words = {*_words(pack.report), *_words(works)} - known

    def cleaned(self, found: Diagnostic) -> Diagnostic | None:
        span = found.span
        there = span is not None and span.file == self.report.source and self._hides(span)
        if there and found.severity != "error":
            return None
        hints = () if there else tuple(hint for hint in found.hints if not self._tells(hint))
        if there or self._tells(found.message):
            return replace(found, message=CODES[found.code].summary, hints=hints)
        return replace(found, hints=hints)

    def _tells(self, text: str) -> bool:
        return not self.words.isdisjoint(_words(text))

    def _hides(self, span: Span) -> bool:
        """Tell whether `span` begins in something hidden; a section goes on to the next one."""
        if self.report.metadata.span.end_line >= span.line:
            roots = _front(self.report)
        else:
            roots = self.report.blocks
        place = span.line, span.column
        while roots:
            inside: m.Node | None = None
            for node in roots:
                at = node.span
                if (at.line, at.column) <= place and (
                    isinstance(node, m.Section) or place < (at.end_line, max(at.end_column, 2))
                ):
                    inside = node
            if inside is None:
                return False
            if inside.span not in self.spans:
                return True
            roots = children(inside)
        return False


def _front(report: m.Report) -> tuple[m.Node, ...]:
    meta = report.metadata
    return (*meta.title, *meta.subtitle, *meta.abstract)


def _roots(report: m.Report) -> tuple[m.Node, ...]:
    return (*_front(report), *report.blocks)


def _citations(report: m.Report) -> Iterator[m.Citation]:
    yield from (node for node in walk(_roots(report)) if isinstance(node, m.Citation))
    yield from report.metadata.nocite


def _words(value: object) -> set[str]:
    """Return the words of all text in a value: records, mappings and sequences are looked into."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        value = waiting.pop()
        match value:
            case Span():
                pass
            case str():
                found.update(re.findall(r"\w+", value.casefold()))
            case Mapping():
                waiting += value.values()
            case tuple() | list():
                waiting += value
            case m.Report():
                waiting += [_roots(value), value.metadata.references]
            case _:
                waiting += [getattr(value, name) for name in getattr(value, "__match_args__", ())]
    return found
