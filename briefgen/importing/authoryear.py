"""Take a draft and the references of its works, return it with author-year citations linked.

"(Lund & Moe, 2019, p. 4)" and "Dahl et al. (2020)" cite the work whose first author and year they
name. What names none of the list stays text, and is counted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    DraftParagraph,
    DraftRun,
    Grid,
    Location,
    Runs,
    cut,
    runs_in,
    text_of,
    with_runs,
)
from briefgen.importing.works import Csl
from briefgen.record import replace

__all__ = ["cite_authors"]

_YEAR: Final = r"(?P<year>(?:1[5-9]|20)\d\d)(?P<letter>[a-z])?"
_WHERE: Final = r"(?:,\s*(?P<where>(?:pp?|S|ch|sec|para)\.\s*[\w–-]+))?"
_GROUP: Final = re.compile(r"\s?\(([^()\n]{4,240}?(?:1[5-9]|20)\d\d[^()\n]{0,40})\)")
_PART: Final = re.compile(
    r"\s*(?P<lead>(?:see(?: also)?|cf\.|e\.g\.,?|vgl\.|siehe)\s+)?"
    rf"(?P<names>[^\W\d_][^\d();]*?),?\s+{_YEAR}{_WHERE}\s*"
)
_TOLD: Final = re.compile(
    r"(?P<names>[A-ZÀ-Þ][\w’'-]+(?:\s+(?:&|and|und|et)\s+[A-ZÀ-Þ][\w’'-]+|\s+et al\.)?)"
    rf"(?P<mark>\s+\({_YEAR}{_WHERE}\))"
)
_FIRST: Final = re.compile(r"\s*(?:,|&|\band\b|\bund\b|\bet al\b)")

_Index = dict[tuple[str, str], list[str]]
_Change = tuple[int, int, tuple[DraftRun, ...]]


def cite_authors(draft: Draft, references: Mapping[str, Csl], decisions: Decisions) -> Draft:
    """Return `draft` with `cites` where author and year name one work of `references`."""
    index = _index(references)
    if not index or sum(bool(run.cites) for run in runs_in(draft.blocks)) >= 3:
        return draft
    left: list[tuple[Location, str]] = []

    def change(runs: Runs, place: Location) -> Runs:
        text = text_of(runs)
        changes = [*_groups(text, index, place, left), *_narrative(text, index)]
        result: list[DraftRun] = []
        at = 0
        for start, end, pieces in sorted(changes, key=lambda one: one[0]):
            if start < at:
                continue
            mark = text[start:end]
            decisions.take("citation", place, mark, Option(f"cites {mark.strip()}", 0.93))
            decisions.leave_out(place, mark, "author and year of a citation, now made anew")
            result += [*cut(runs, at, start), *pieces]
            at = end
        return (*result, *cut(runs, at)) if changes else runs

    blocks = tuple(
        with_runs(block, lambda runs, place=block.place: change(runs, place))  # type: ignore[misc]
        if isinstance(block, Grid)
        or (isinstance(block, DraftParagraph) and not block.level and block.style != "code")
        else block
        for block in draft.blocks
    )
    if left:
        place, mark = left[0]
        what = f"{len(left)} author-year citations name no work of the list and stay text"
        decisions.take("citation", place, mark, Option(what, 0.5))
    return replace(draft, blocks=blocks)


def _index(references: Mapping[str, Csl]) -> _Index:
    """Return the labels of works by the first author's family name and the year."""
    index: _Index = {}
    for label, csl in references.items():
        authors, issued = csl.get("author"), csl.get("issued")
        if not (isinstance(authors, list) and authors and isinstance(issued, dict)):
            continue
        first, year = authors[0], str(issued["date-parts"][0][0])
        name = str(first.get("family") or first.get("literal") or "")
        names = {name.casefold()}
        if "literal" in first:  # "Anna Berg", "Berg, Anna"
            names |= {name.partition(",")[0].casefold(), name.split()[-1].casefold()}
        for one in names:
            index.setdefault((one, year), []).append(label)
    return index


def _find(index: _Index, names: str, year: str, letter: str | None) -> str:
    """Return the label of the one work that is named, "" where none or several are."""
    first = _FIRST.split(names.strip())[0].strip().casefold()
    found = index.get((first, year)) or index.get((names.strip().casefold(), year)) or []
    if letter and len(found) > 1:
        at = ord(letter) - ord("a")
        return found[at] if at < len(found) else ""
    return found[0] if len(found) == 1 else ""


def _groups(
    text: str, index: _Index, place: Location, left: list[tuple[Location, str]]
) -> list[_Change]:
    changes: list[_Change] = []
    for match in _GROUP.finditer(text):
        pieces: list[DraftRun] = []
        parts = [_PART.fullmatch(part) for part in match[1].split(";")]
        for part in parts:
            label = _find(index, part["names"], part["year"], part["letter"]) if part else ""
            if part is None or not label:
                break
            if part["lead"]:
                pieces.append(DraftRun(f" {part['lead'].strip()} "))
            pieces.append(DraftRun(part[0], cites=(label,), locator=part["where"] or ""))
        else:
            if len(pieces) > len(parts):  # "see also" needs its brackets
                lead = pieces[0].text.lstrip() if not pieces[0].cites else ""
                pieces[:1] = [DraftRun(f" ({lead}")] if lead else [DraftRun(" ("), pieces[0]]
                pieces.append(DraftRun(")"))
            changes.append((match.start(), match.end(), tuple(pieces)))
            continue
        if all(parts):
            left.append((place, match[0]))
    return changes


def _narrative(text: str, index: _Index) -> list[_Change]:
    changes: list[_Change] = []
    for match in _TOLD.finditer(text):
        if label := _find(index, match["names"], match["year"], match["letter"]):
            run = DraftRun(match["mark"], cites=(label,), locator=match["where"] or "")
            changes.append((match.start("mark"), match.end("mark"), (run,)))
    return changes
