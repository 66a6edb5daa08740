"""Take a draft, return the finished report: the passes in their order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from briefgen.dates import to_iso
from briefgen.importing.authors import take_authors
from briefgen.importing.authoryear import cite_authors
from briefgen.importing.citations import mark_citations
from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    Grid,
    Location,
    SourceEntry,
    cut,
    runs_in,
    text_of,
)
from briefgen.importing.front import take_contents, take_title
from briefgen.importing.headings import find_headings
from briefgen.importing.links import take_links
from briefgen.importing.points import find_lists, find_points
from briefgen.importing.sources import numbered_notes, take_sources
from briefgen.importing.tables import CAPTION, find_tables
from briefgen.importing.works import Csl, references
from briefgen.record import replace

__all__ = ["Imported", "convert"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A report as the passes understood it, ready for `write`."""

    draft: Draft
    works: tuple[SourceEntry, ...]
    references: dict[str, Csl]
    decisions: Decisions


def convert(draft: Draft, name: str, decisions: Decisions, *, cite_links: bool = False) -> Imported:
    """Run the passes over `draft`; `name` is the title if the text has none.

    With `cite_links`, links that stand as citations do become citations of what they lead to.
    """
    for place, text, why in draft.left_out:
        decisions.leave_out(place, text, why)
    draft, works = numbered_notes(*take_sources(draft, decisions))
    draft, works = take_links(draft, works, decisions, cite=cite_links)
    csl = references(works, decisions)
    draft = take_contents(draft, decisions)
    draft, works = numbered_notes(mark_citations(draft, works, decisions), works)
    draft = cite_authors(draft, csl, decisions)
    draft = take_title(draft, name, decisions)
    draft = take_authors(draft, decisions)
    draft = find_tables(draft, decisions)
    draft = find_headings(draft, decisions)
    draft = find_lists(draft)
    draft = find_points(draft, decisions)
    draft = _with_captions(draft, decisions)
    _tell_lines(draft, decisions)
    draft = _with_date(draft, csl, decisions)
    if not draft.metadata.lang:
        draft = replace(draft, metadata=replace(draft.metadata, lang=_language(draft)))
    return Imported(draft, works, csl, decisions)


def _tell_lines(draft: Draft, decisions: Decisions) -> None:
    """Say once that cells hold more than a line: a pipe table has room for one."""
    found = [
        (block.place, text_of(cell))
        for block in draft.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in row
        if "\n" in text_of(cell).strip()
    ]
    if found:
        what = f"{len(found)} cells of tables hold several lines, which are parted by semicolons"
        decisions.take("table", found[0][0], found[0][1], Option(what, 0.7))


def _with_captions(draft: Draft, decisions: Decisions) -> Draft:
    """Remove "Table 1:" from captions, because briefgen numbers tables itself."""
    blocks: list[DraftBlock] = []
    for block in draft.blocks:
        if isinstance(block, Grid) and block.caption:
            match = CAPTION.match(text_of(block.caption))
            if match and match.end() < len(text_of(block.caption)):
                decisions.leave_out(block.place, match[0], "the number of a table, made anew")
                block = replace(block, caption=cut(block.caption, match.end()))
        blocks.append(block)
    return replace(draft, blocks=tuple(blocks))


def _with_date(draft: Draft, csl: dict[str, Csl], decisions: Decisions) -> Draft:
    """Give a report without a date the last day on which its sources were read."""
    if draft.metadata.date:
        return draft
    days = [
        parts
        for entry in csl.values()
        if isinstance(accessed := entry.get("accessed"), dict)
        for parts in accessed["date-parts"]
        if len(parts) == 3
    ]
    if not days:
        return draft
    latest = to_iso(tuple(max(days)))
    decision = decisions.take(
        "date",
        Location(1),
        "the report says no date",
        Option(f"{latest}, the day on which its sources were last read", 0.6),
        Option("no date", 0.4),
    )
    if decision.chosen == "no date":
        return draft
    return replace(draft, metadata=replace(draft.metadata, date=latest))


_STOPS = {
    "en": "the of and to in that is was for with as by on".split(),
    "de": "der die das und ist nicht mit den von zu im für auf".split(),
    "fr": "le la les des et est une dans pour que qui sur au".split(),
    "nl": "de het een en van dat niet met voor zijn op te aan".split(),
}
_AMERICAN = re.compile(
    r"\b\w+(?:ization|izing|ized|izes)\b|\b(?:\w*defense|center\w*|\w*color\w*|favor\w*|labor|"
    r"program|maneuver\w*|traveled|license[sd]?|behavior\w*|neighbor\w*|analyz\w+|catalog)\b",
    re.I,
)
_BRITISH = re.compile(
    r"\b\w+(?:isation|ising|ised|ises)\b|\b(?:\w*defence|centre\w*|\w*colour\w*|favour\w*|labour|"
    r"programme|manoeuvr\w*|travelled|licence[sd]?|behaviour\w*|neighbour\w*|analys(?:e[ds]?|ing)|"
    r"catalogue)\b", re.I
)  # fmt: skip


def _language(draft: Draft) -> str:
    """Return the language of the text by its small words, and the kind of English by spelling."""
    text = " ".join(run.text for run in runs_in(draft.blocks))
    words = Counter(re.findall(r"[^\W\d_]+", text.casefold()))
    lang = max(_STOPS, key=lambda name: sum(words[word] for word in _STOPS[name]))
    if lang != "en":
        return lang
    american, british = len(_AMERICAN.findall(text)), len(_BRITISH.findall(text))
    return "en-US" if american > british else "en-GB"
