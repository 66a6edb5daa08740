"""Checks of the bibliography, and of citations as they are typed."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from briefgen import model as m
from briefgen.checks.context import CheckContext, Edit
from briefgen.citations.titlecase import untagged
from briefgen.diagnostics import Span
from briefgen.walk import plain_text

__all__ = ["check_citations"]

_MANY: Final = 10
"""So many works that nobody cites are a library, and one finding."""

_ON_THE_WEB: Final = frozenset({"webpage", "post", "post-weblog"})


def check_citations(context: CheckContext) -> None:
    """Look for works that are uncited, duplicate or incomplete, and for untidy citations."""
    _uncited(context)
    _duplicates(context)
    _addresses(context)
    for group in context.groups:
        _repeated(group, context)
        _order(group, context)
    _spacing(context)


# ------------------------------------------------------------------------------- bibliography


def _uncited(context: CheckContext) -> None:
    uncited = [key for key in context.bibliography if key not in context.cited]
    if len(uncited) > _MANY:
        first = context.bibliography[uncited[0]]
        message = (
            f"{len(uncited)} of {len(context.bibliography)} works are never cited and not listed"
            f" ({', '.join(uncited[:3])}, …)"
        )
        hint = "briefgen sources --uncited names them; nocite: '@*' in front matter lists them all"
        context.add_finding("uncited-reference", message, _first_line(first.span), hint)
        return
    for key in uncited:
        reference = context.bibliography[key]
        title = plain(reference, "title")
        title = title if len(title) <= 60 else title[:59].rstrip() + "…"
        message = f"{key!r} is never cited, so it is not listed" + (f": {title}" if title else "")
        hint = f"cite it, take it out, or write nocite: '@{key}' in front matter"
        context.add_finding("uncited-reference", message, _first_line(reference.span), hint)


def _duplicates(context: CheckContext) -> None:
    """Report works with the DOI, the address, or the title, type and date of an earlier one."""
    seen: dict[tuple[str, ...], m.Reference] = {}
    for reference in context.bibliography.values():
        for mark in _marks(reference):
            first = seen.setdefault(mark, reference)
            if first is reference:
                continue
            if mark[0] == "title and date" and _located(first) and _located(reference):
                continue  # different addresses: two works with one title
            context.add_finding(
                "duplicate-work",
                f"{reference.key!r} has the {mark[0]} of {first.key!r}",
                _first_line(reference.span),
                f"cite {first.key!r} ({first.span}) everywhere and remove this entry",
            )
            break


def _located(reference: m.Reference) -> bool:
    return bool(plain(reference, "DOI") or plain(reference, "URL"))


def _marks(reference: m.Reference) -> list[tuple[str, ...]]:
    """Return the identifying marks of a work, each with its name first."""
    marks: list[tuple[str, ...]] = []
    if doi := plain(reference, "DOI"):
        name = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:)\s*", "", doi, flags=re.IGNORECASE)
        marks.append(("DOI", name.lower()))
    if url := plain(reference, "URL"):
        parts = urlsplit(url)
        host = parts.netloc.lower().removeprefix("www.")
        marks.append(("address", host + parts.path.rstrip("/"), parts.query))
    letters = unicodedata.normalize("NFKD", plain(reference, "title")).lower()
    title = "".join(filter(str.isalnum, letters))
    if len(title) >= 10:  # "Address" is the title of many
        date = str(reference.csl.get("issued"))
        marks.append(("title and date", title, plain(reference, "type"), date))
    return marks


def _addresses(context: CheckContext) -> None:
    for reference in context.bibliography.values():
        span, key = _first_line(reference.span), reference.key
        web = plain(reference, "type") in _ON_THE_WEB
        if web and not plain(reference, "URL") and not plain(reference, "DOI"):
            hint = '"URL": "https://..."'
            context.add_finding("missing-url", f"{key!r} is a web page without a URL", span, hint)
        elif plain(reference, "URL") and web and not reference.csl.get("accessed"):
            context.add_finding(
                "missing-access-date",
                f"{key!r} does not say when it was read; web pages change",
                span,
                "add when you read it: accessed (BibLaTeX: urldate), for example 2025-11-26",
            )


def plain(reference: m.Reference, name: str) -> str:
    """Return a variable of the reference that is text, or ""."""
    value = reference.csl.get(name, "")
    return untagged(value).strip() if isinstance(value, str) else ""


def _first_line(span: Span) -> Span:
    """Return the first character of an entry, because a whole one covers many lines."""
    return Span(span.file, span.line, span.column, span.line, span.column + 1)


# ---------------------------------------------------------------------------------- citations


def _repeated(group: m.CitationGroup, context: CheckContext) -> None:
    """Report a work that a group cites twice with the same locator, prefix and suffix."""
    seen: set[tuple[str, str, str, str]] = set()
    for citation in group.citations:
        words = plain_text(citation.prefix).strip(), plain_text(citation.suffix).strip()
        mark = citation.key, citation.locator, *words
        if mark in seen:
            message = f"{citation.key!r} stands twice in one citation"
            context.add_finding("repeated-citation", message, citation.span, "remove one of them")
        seen.add(mark)


def _order(group: m.CitationGroup, context: CheckContext) -> None:
    """Report groups of bare citations whose numbers do not rise; print sorts them anyway."""
    numbers = context.numbers
    bare = not any(c.prefix or c.suffix or c.locator or c.suppress_author for c in group.citations)
    if numbers is None or not bare or group.in_text:
        return
    known = [(numbers[c.key], c) for c in group.citations if c.key in numbers]
    if len(known) < len(group.citations) or all(a[0] <= b[0] for a, b in pairwise(known)):
        return
    typed = [context.lines.raw(citation.span) for _, citation in known]
    order = sorted(range(len(known)), key=lambda index: known[index][0])
    whole = f"[{'; '.join(typed)}]"
    # Only a group that was typed in the plain form can be retyped safely.
    edit = None
    if context.lines.raw(group.span) == whole:
        edit = Edit(group.span, f"[{'; '.join(typed[index] for index in order)}]")
    shown = ", ".join(str(number) for number, _ in known)
    context.add_finding(
        "citation-order",
        f"the works cited here have the numbers {shown}",
        group.span,
        f"write {edit.text if edit else 'them in rising order'}",
        edit=edit,
    )


_BEFORE = re.compile(r"(?:(?P<stuck>[^\s(\[{“‘«\"'—–-])|(?P<wide>[ \t]{2,}))$")


def _spacing(context: CheckContext) -> None:
    """Report citations that have no space before them on their line, or several."""
    for group in context.groups:
        span = group.span
        if group.in_text or span.file != context.report.source:
            continue
        before = context.lines.line(span.file, span.line)[: span.column - 1]
        match = _BEFORE.search(before)
        if match is None or not before.strip() or not context.lines.raw(span).startswith("["):
            continue
        start = match.start("wide") + 1 if match["wide"] else span.column
        place = Span(span.file, span.line, start, span.line, span.column)
        how = "stands several spaces away from" if match["wide"] else "is stuck to"
        context.add_finding(
            "citation-spacing",
            f"the citation {how} what it belongs to",
            place if match["wide"] else span,
            "put one space before the bracket",
            edit=Edit(place, " "),
        )
