"""Checks that a condensed form agrees with its long text, and a `date` attribute with its words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from briefgen import model as m
from briefgen.checks.context import CheckContext
from briefgen.checks.facts import Fact, facts, iso_date
from briefgen.checks.passages import Passage
from briefgen.walk import attr_of, plain_text, walk

__all__ = ["check_consistency"]


def check_consistency(context: CheckContext) -> None:
    """Look for figures that disagree, and for dates that cannot be read."""
    _condensed(context)
    _dates(context)


# --------------------------------------------------------------------------- condensed forms


def _condensed(context: CheckContext) -> None:
    """Report figures and dates that a condensed form states and its long text does not.

    The long text is that of the section which holds the form. A form outside any section, or in
    one without a number (a summary), condenses the whole report.
    """
    lang = context.report.metadata.lang
    sections = list(_sections(context.report.blocks))
    holders = {id(node): section for section in sections for node in walk(section.children)}
    # For a node in nested sections, the innermost section comes last and overwrites the others.
    stated: dict[int, set[tuple[str, str]]] = {}
    everything: set[tuple[str, str]] = set()
    for passage in context.passages:
        if passage.condensed is not None:
            continue
        values = {(fact.kind, fact.value) for fact in facts(passage.text, lang)}
        everything |= values
        section = passage.section
        while section is not None:
            stated.setdefault(id(section), set()).update(values)
            section = holders.get(id(section))
    for passage in context.passages:
        if passage.condensed is None:
            continue
        holder = passage.section
        if holder is passage.condensed:
            holder = holders.get(id(holder))
        if holder is not None and holder.number:
            known, where = stated.get(id(holder), set()), f"§{holder.number}"
        else:
            known, where = everything, "the long text"
        for fact in facts(passage.text, lang):
            if fact.value and fact.value != "1" and not _occurs(fact, known):
                _disagrees(fact, passage, where, known, context)


def _sections(nodes: Iterable[m.Node]) -> Iterator[m.Section]:
    return (node for node in walk(nodes) if isinstance(node, m.Section))


def _occurs(fact: Fact, known: Collection[tuple[str, str]]) -> bool:
    if (fact.kind, fact.value) in known:
        return True
    match fact.kind:
        case "date":
            dates = [value for kind, value in known if kind == "date"]
            if fact.value.startswith("--"):
                return any(value.endswith(fact.value[1:]) for value in dates)
            # A month agrees with a day of that month, a day with the same day of no stated year.
            return any(
                value.startswith(fact.value) or (value[:2] == "--" and fact.value[4:] == value[1:])
                for value in dates
            )
        case "number":
            return any(k == "money" and value.split()[1] == fact.value for k, value in known)
        case _:
            return False


def _disagrees(
    fact: Fact,
    passage: Passage,
    where: str,
    known: Collection[tuple[str, str]],
    context: CheckContext,
) -> None:
    others = sorted(value for kind, value in known if kind == fact.kind and value)
    kind = {"date": "dates", "money": "sums", "percent": "percentages"}.get(fact.kind, "figures")
    listed = ", ".join(others[:12]) + (", …" if len(others) > 12 else "")
    context.add_finding(
        "figure-disagreement",
        f"“{passage.text[fact.start : fact.end]}” does not occur in {where}, which this condenses",
        passage.place(fact.start, fact.end),
        f"the {kind} there are {listed}" if others else f"there are no {kind} there",
    )


# -------------------------------------------------------------------------------------- dates


def _dates(context: CheckContext) -> None:
    """Report dates that no calendar has, and `date` attributes that differ from their words."""
    lang = context.report.metadata.lang
    date = context.report.metadata.date
    if date and not iso_date(date):
        place = context.report.metadata.place("date")
        hint = "write 2024-06-26, 2024-06 or 2024"
        context.add_finding("unreadable-date", f"the report's date {date!r} is none", place, hint)
    for passage in context.passages:
        for fact in facts(passage.text, lang):
            if fact.kind == "date" and not fact.value:
                written = passage.text[fact.start : fact.end]
                place = passage.place(fact.start, fact.end)
                context.add_finding("unreadable-date", f"the calendar has no {written}", place)
    for node in context.nodes:
        attr = attr_of(node)
        if attr.get("date"):
            _mark(node, attr.get("date"), lang, context)


def _mark(node: m.Node, mark: str, lang: str, context: CheckContext) -> None:
    span = node.span
    if isinstance(node, m.Section | m.Div):
        line = context.lines.line(span.file, span.line)
        at = line.find("date=")
        if at >= 0:
            span = span._replace(
                column=at + 1, end_line=span.line, end_column=at + 1 + len("date=")
            )
        else:
            span = span._replace(end_line=span.line, end_column=span.column)
    if not iso_date(mark):
        hint = 'write date="2024-06-26", "2024-06" or "2024"'
        context.add_finding("unreadable-date", f"date={mark!r} is none that sorts", span, hint)
    elif isinstance(node, m.InlineSpan):
        stated = [f for f in facts(plain_text(node.children), lang) if f.kind == "date"]
        if stated and all(mark != f.value and not _year_apart(mark, f.value) for f in stated):
            message = f"the words say {stated[0].value or 'no date'}, the mark says {mark}"
            context.add_finding("figure-disagreement", message, span, "correct one of the two")


def _year_apart(mark: str, value: str) -> bool:
    return value.startswith("--") and mark[4:] == value[1:]
