"""The numbers of works: take the canonical report, return numbers by key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from briefgen import model as m
from briefgen.citations.lock import Lock, locked_numbers
from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.walk import walk

__all__ = ["check_keys", "listed_keys", "number_in_order", "number_works"]

_UNREAD: Final = ("missing-bibliography", "unknown-bibliography-format")


def number_works(
    report: m.Report,
    bibliography: Mapping[str, m.Reference],
    sink: Diagnostics,
    lock: Lock | None = None,
) -> dict[str, int] | None:
    """Return the numbers that all documents of the pack share, or None for one count in each.

    The front matter's `briefgen: {numbering: ...}` chooses: `pack` counts in order of first
    citation in the canonical report (condensed blocks in their place), then works that are only
    listed; `bibliography` keeps the order of the reference list. Unknown keys of the report are
    reported here, because no document may place the part in which they stand.

    A `lock` keeps the numbers of an earlier issue, also if the order has changed since.
    """
    metadata = report.metadata
    printed: list[m.Node] = [*metadata.title, *metadata.subtitle, *metadata.abstract]
    cited = [node for node in walk([*printed, *report.blocks]) if isinstance(node, m.CitationGroup)]
    check_keys((c for group in cited for c in group.citations), bibliography, sink)
    check_keys((c for c in metadata.nocite if c.key != "*"), bibliography, sink)
    policy = metadata.options.numbering
    if policy == "document":
        if lock is not None:
            message = "the lock file is not used: numbering is 'document', each counts by itself"
            hint = "write numbering: pack, or remove the file"
            sink.warning("unused-lock", message, Span(str(lock.path), 1), hint)
        return None
    if policy == "bibliography":
        numbers = number_in_order((), bibliography)
    else:
        numbers = number_in_order(cited, bibliography, metadata.nocite)
    return numbers if lock is None else locked_numbers(numbers, lock, sink)


def number_in_order(
    groups: Iterable[m.CitationGroup],
    bibliography: Mapping[str, m.Reference],
    nocite: Iterable[m.Citation] = (),
) -> dict[str, int]:
    """Number works as they are first cited, then those of `nocite`, then the others in order."""
    cited = (citation.key for group in groups for citation in group.citations)
    listed = listed_keys(nocite, bibliography)
    order = dict.fromkeys([*(key for key in cited if key in bibliography), *listed, *bibliography])
    return {key: number for number, key in enumerate(order, start=1)}


def listed_keys(
    nocite: Iterable[m.Citation], keys: Collection[str], cited: Collection[str] = ()
) -> Iterator[str]:
    """Yield those of `keys` that front matter lists without citing them.

    `@*` is all but those `cited` anywhere in the report, perhaps in what is not for this reader.
    """
    for citation in nocite:
        if citation.key == "*":
            yield from (key for key in keys if key not in cited)
        elif citation.key in keys:
            yield citation.key


def check_keys(
    citations: Iterable[m.Citation], bibliography: Mapping[str, m.Reference], sink: Diagnostics
) -> None:
    """Report each citation of a work that the bibliography lacks.

    If a file of the bibliography could not be read, nothing is reported, because its keys are
    not known and that error has to be repaired first.
    """
    if any(found.code in _UNREAD for found in sink):
        return
    for citation in citations:
        if citation.key not in bibliography:
            hint = did_you_mean(citation.key, bibliography) or "add it to the bibliography"
            message = f"no reference {citation.key!r}"
            sink.error("unknown-citation", message, citation.span, hint)
