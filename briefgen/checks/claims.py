"""Checks that figures, dates and quotations have a source.

The citations of a unit (paragraph, list item, point, quotation, table) vouch for all that it
states. A unit without a citation must not state a figure or a date, nor quote, unless the report
cites a source for the same figure, date or words elsewhere, because an author need not cite the
date of an event each time. Condensed forms are not checked here, because their figures have to be
those of the long text (`figure-disagreement`), which is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from briefgen.checks.citations import plain
from briefgen.checks.context import CheckContext
from briefgen.checks.facts import Fact, facts
from briefgen.checks.passages import HOLE, Passage
from briefgen.record import NamedTuple

__all__ = ["Quote", "check_claims", "quotes"]

_WITH_PAGES: Final = frozenset(
    "article-journal book chapter entry-encyclopedia legal_case legislation manuscript "
    "paper-conference pamphlet report thesis".split()
)
_STATEMENT: Final = 5
"""A quotation of fewer words is taken for a name, an idiom or irony, and needs no source."""

_QUOTE = re.compile(
    r"“([^“”]+)”|„([^„“”]+)[“”]|«\s?([^«»]+?)\s?»|»([^«»]+)«|”([^“”]+)”|(?<!\w)‘([^‘’]*(?:’\w[^‘’]*)*)’(?!\w)"
    r'|(?<![\w"])"([^"\s][^"]*)"(?!\w)'
)


class Quote(NamedTuple):
    """The words between quotation marks; `start` and `end` include the marks."""

    words: str
    start: int
    end: int


def quotes(text: str) -> Iterator[Quote]:
    """Yield the quotations of `text` that are long enough to be a statement."""
    for match in _QUOTE.finditer(text):
        words = next(filter(None, match.groups()), "")
        length = len(words.replace(HOLE, " ").split())
        sentence = words[:1].isupper() and words.endswith((".", "!", "?"))
        if length >= _STATEMENT or (sentence and length > 2):
            yield Quote(words, *match.span())


def check_claims(context: CheckContext) -> None:
    """Look for figures, dates and quotations without a source, and quotations without a page."""
    lang = context.report.metadata.lang
    claims = [p for p in context.passages if p.kind in {"text", "quote", "caption"}]
    vouched = [p for p in context.passages if p.cited and p.condensed is None]
    sourced = _Sourced(
        (fact for p in vouched for fact in facts(p.text, lang)),
        (quote.words for p in vouched for quote in quotes(p.text)),
    )
    reported: set[int] = set()  # units: one citation would do, so one finding is enough
    for passage in claims:
        if passage.cited:
            _locators(passage, context)
            continue
        if passage.condensed is not None:
            continue
        quoted = list(quotes(passage.text))
        bare = [quote for quote in quoted if not sourced.quotes(quote.words)]
        if bare:
            message = f"a quotation without a source: “{_short(bare[0].words)}”"
            place = passage.place(bare[0].start, bare[0].end)
            hint = "cite who says so: [@key, p. 3]"
            context.add_finding("quote-without-source", message, place, hint)
        elif passage.kind == "quote" and id(passage.unit) not in reported:
            reported.add(id(passage.unit))
            message = "a quotation without a source"
            context.add_finding(
                "quote-without-source", message, passage.span, "cite who says so: [@key]"
            )
        stated = [
            fact
            for fact in facts(passage.text, lang)
            if _is_claim(fact)
            and not any(quote.start < fact.start < quote.end for quote in quoted)
            and not sourced.states(fact)
        ]
        if stated and id(passage.unit) not in reported:
            reported.add(id(passage.unit))
            first = stated[0]
            kind = "a date" if first.kind == "date" else "a figure"
            context.add_finding(
                "claim-without-source",
                f"{kind} without a source: “{passage.text[first.start : first.end]}”",
                passage.place(first.start, first.end),
                "cite where this comes from: [@key]",
            )


def _is_claim(fact: Fact) -> bool:
    """Tell whether a fact needs a source: small numbers and spelled ones are mere wording."""
    if fact.kind != "number":
        return bool(fact.value)
    return not fact.spelled and Decimal(fact.value) >= 10


def _short(words: str) -> str:
    return words if len(words) <= 50 else words[:49].rstrip() + "…"


class _Sourced:
    """The facts and quotations that the report states somewhere with a citation."""

    def __init__(self, stated: Iterable[Fact], quoted: Iterable[str]) -> None:
        self.values = {(fact.kind, fact.value) for fact in stated}
        self.dates = {value for kind, value in self.values if kind == "date"}
        self.quoted = [_folded(words) for words in quoted]

    def states(self, fact: Fact) -> bool:
        if fact.kind == "date":
            # A source for a day is one for its month too, but not the other way round.
            return any(known.startswith(fact.value) for known in self.dates)
        return (fact.kind, fact.value) in self.values

    def quotes(self, words: str) -> bool:
        folded = _folded(words)
        return any(folded in quotation for quotation in self.quoted)


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _locators(passage: Passage, context: CheckContext) -> None:
    """Report quotations whose next citation names a work that has pages, but no page."""
    reported: set[int] = set()
    for quote in quotes(passage.text):
        group = next((g for at, g in passage.citations if at >= quote.end), None)
        if group is None or id(group) in reported or any(c.locator for c in group.citations):
            continue
        paged = [c.key for c in group.citations if _has_pages(c.key, context)]
        if paged and len(paged) == len(group.citations):
            reported.add(id(group))
            context.add_finding(
                "quote-without-locator",
                f"a quotation from {paged[0]!r} without its page: “{_short(quote.words)}”",
                group.span,
                f"[@{paged[0]}, p. 3]",
            )


def _has_pages(key: str, context: CheckContext) -> bool:
    reference = context.bibliography.get(key)
    return reference is not None and plain(reference, "type") in _WITH_PAGES
