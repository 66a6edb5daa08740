"""Take a draft and the number of its works, return it with its citations marked.

An export may glue citation numbers to words ("leadership.1", "the view,” he said 4",
"alliance.3,7"). Three steps tell them from other digits: the text beside the number (a
probability), the habits of the document (superscripts, brackets, glued numbers), and the source
list (no number above its length, first mentions mostly in rising order).
"""

from __future__ import annotations

from collections.abc import Sequence

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    DraftParagraph,
    DraftRun,
    Grid,
    Runs,
    SourceEntry,
    cut,
    text_of,
)
from briefgen.importing.habits import weigh_by_habit, weigh_by_order
from briefgen.importing.marks import read_marks
from briefgen.importing.numbers import PossibleCitation, candidates
from briefgen.record import replace

__all__ = ["mark_citations"]


def mark_citations(draft: Draft, works: Sequence[SourceEntry], decisions: Decisions) -> Draft:
    """Return `draft` with `DraftRun.cites` set where a work is cited."""
    labels = {label for work in works for label in (work.label, *work.also)}
    draft = read_marks(draft, works, decisions)
    marks = list(candidates(draft))
    if not any(label.isdigit() for label in labels):
        _report_unlisted(marks, decisions)
        return draft
    marks = [mark for mark in marks if all(str(n) in labels for n in mark.numbers)]
    weigh_by_habit(marks, draft)
    weigh_by_order(marks)
    chosen: _Chosen = {}
    for one in marks:
        if one.chance < 0.06:
            continue
        decision = decisions.take(
            "citation",
            one.place,
            one.text,
            Option(_cites(one.numbers), one.chance),
            Option("a number of the text", 1 - one.chance),
        )
        cites = decision.chosen != "a number of the text"
        if cites or decision.doubts:
            where = (one.block, one.cell)
            chosen.setdefault(where, []).append((one, cites, decision.doubts))
    return _marked(draft, chosen)


def _cites(numbers: Sequence[int]) -> str:
    return "cites " + ", ".join(map(str, numbers))


def _report_unlisted(marks: Sequence[PossibleCitation], decisions: Decisions) -> None:
    likely = [mark for mark in marks if mark.chance >= 0.85]
    if len(likely) >= 3:
        decisions.take(
            "source list",
            likely[0].place,
            likely[0].text,
            Option(f"no list of sources was found; {len(likely)} numbers stay text", 0.5),
        )


_Chosen = dict[
    tuple[int, tuple[int, int] | None], list[tuple[PossibleCitation, bool, tuple[int, ...]]]
]


def _marked(draft: Draft, chosen: _Chosen) -> Draft:
    blocks = list(draft.blocks)
    for (number, cell), places in chosen.items():
        block = blocks[number]
        if isinstance(block, DraftParagraph):
            blocks[number] = replace(block, runs=_cut_in(block.runs, places))
        elif isinstance(block, Grid) and cell is not None:
            rows = [list(row) for row in block.rows]
            rows[cell[0]][cell[1]] = _cut_in(rows[cell[0]][cell[1]], places)
            blocks[number] = replace(block, rows=tuple(map(tuple, rows)))
    return replace(draft, blocks=tuple(blocks))


def _cut_in(runs: Runs, places: Sequence[tuple[PossibleCitation, bool, tuple[int, ...]]]) -> Runs:
    result: list[DraftRun] = []
    at = 0
    for one, cites, doubts in sorted(places, key=lambda place: place[0].start):
        result += cut(runs, at, one.start)
        mark = cut(runs, one.start, one.end)
        if cites:
            labels = tuple(map(str, one.numbers))
            result.append(DraftRun(text_of(mark), cites=labels, locator=one.locator, doubts=doubts))
        else:
            result += (replace(run, doubts=doubts) for run in mark)
        at = one.end
    result += cut(runs, at)
    return tuple(result)
