"""Checks that what the report states comes from somewhere.

A unit (paragraph, list item, point, quotation, table) that cites anything vouches for all that it
states. One that cites nothing must not state a figure or a date, nor quote, unless the report
cites a source for the same figure, date or words elsewhere: an author need not cite the date of an
event each time. Condensed forms are not looked at: their figures must be those of the long text
(`figure-disagreement`), and there they are looked at.
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
"""Fewer words than these in quotation marks are a name, an idiom or irony, and no statement."""

_QUOTE = re.compile(
    r"“([^“”]+)”|„([^„“”]+)[“”]|«\s?([^«»]+?)\s?»|»([^«»]+)«|”([^“”]+)”|(?<!\w)‘([^‘’]*(?:’\w[^‘’]*)*)’(?!\w)"
    r'|(?<![\w"])"([^"\s][^"]*)"(?!\w)'
)


class Quote(NamedTuple):
    """What stands between quotation marks, and where it stands with them in its passage."""

    words: str
    start: int
    end: int


def quotes(text: str) -> Iterator[Quote]:
    """Yield the quotations of `text` that are long enough to be somebody's statement."""
    for match in _QUOTE.finditer(text):
        words = next(filter(None, match.groups()), "")
        length = len(words.replace(HOLE, " ").split())
        sentence = words[:1].isupper() and words.endswith((".", "!", "?"))
        if length >= _STATEMENT or (sentence and length > 2):
            yield Quote(words, *match.span())


def check_claims(context: CheckContext) -> None:
    """Look for figures, dates and quotations without a source, and for quotations without page."""
    lang = context.report.metadata.lang
    claims = [p for p in context.passages if p.kind in {"text", "quote", "caption"}]
    vouched = [p for p in context.passages if p.cited and p.condensed is None]
    sourced = _Sourced(
        (fact for p in vouched for fact in facts(p.text, lang)),
        (quote.words for p in vouched for quote in quotes(p.text)),
    )
    told: set[int] = set()  # one finding for a unit and kind is enough: it lacks one citation
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
            context.found("quote-without-source", message, place, hint)
        elif passage.kind == "quote" and id(passage.unit) not in told:
            told.add(id(passage.unit))
            message = "a quotation without a source"
            context.found("quote-without-source", message, passage.span, "cite who says so: [@key]")
        stated = [
            fact
            for fact in facts(passage.text, lang)
            if _is_claim(fact)
            and not any(quote.start < fact.start < quote.end for quote in quoted)
            and not sourced.states(fact)
        ]
        if stated and id(passage.unit) not in told:
            told.add(id(passage.unit))
            first = stated[0]
            kind = "a date" if first.kind == "date" else "a figure"
            context.found(
                "claim-without-source",
                f"{kind} without a source: “{passage.text[first.start : first.end]}”",
                passage.place(first.start, first.end),
                "cite where this comes from: [@key]",
            )


def _is_claim(fact: Fact) -> bool:
    """Tell whether a fact needs a source by itself: small round numbers are mere wording."""
    if fact.kind != "number":
        return bool(fact.value)
    return not fact.spelled and Decimal(fact.value) >= 10


def _short(words: str) -> str:
    return words if len(words) <= 50 else words[:49].rstrip() + "…"


class _Sourced:
    """What is stated or quoted somewhere with a citation."""

    def __init__(self, stated: Iterable[Fact], quoted: Iterable[str]) -> None:
        self.values = {(fact.kind, fact.value) for fact in stated}
        self.dates = {value for kind, value in self.values if kind == "date"}
        self.said = [_folded(words) for words in quoted]

    def states(self, fact: Fact) -> bool:
        if fact.kind == "date":
            # Whoever vouches for a day vouches for its month, and not the other way round.
            return any(known.startswith(fact.value) for known in self.dates)
        return (fact.kind, fact.value) in self.values

    def quotes(self, words: str) -> bool:
        folded = _folded(words)
        return any(folded in said for said in self.said)


def _folded(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _locators(passage: Passage, context: CheckContext) -> None:
    """Report quotations whose next citation is of a work with pages and names none."""
    reported: set[int] = set()
    for quote in quotes(passage.text):
        group = next((g for at, g in passage.citations if at >= quote.end), None)
        if group is None or id(group) in reported or any(c.locator for c in group.citations):
            continue
        paged = [c.key for c in group.citations if _has_pages(c.key, context)]
        if paged and len(paged) == len(group.citations):
            reported.add(id(group))
            context.found(
                "quote-without-locator",
                f"a quotation from {paged[0]!r} without its page: “{_short(quote.words)}”",
                group.span,
                f"[@{paged[0]}, p. 3]",
            )


def _has_pages(key: str, context: CheckContext) -> bool:
    reference = context.bibliography.get(key)
    return reference is not None and plain(reference, "type") in _WITH_PAGES
