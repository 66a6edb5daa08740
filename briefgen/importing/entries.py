"""Take the blocks of a source list, return its entries, each with the label it is cited by."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.importing.decisions import Decisions
from briefgen.importing.draft import (
    DraftBlock,
    DraftParagraph,
    DraftRun,
    Grid,
    Runs,
    SourceEntry,
    clean,
    cut,
    text_of,
)
from briefgen.importing.works import URL, looks_like_work

__all__ = ["LABEL", "MARKER", "entries_of", "entry_text", "joined"]

MARKER = re.compile(
    r"(?:\[(?P<a>\d{1,3})\]|\((?P<b>\d{1,3})\)|(?P<c>\d{1,3})[.)]|\^(?P<d>\d{1,3}))\s*[:.]?\s*"
)
_BARE = re.compile(r"(?P<n>\d{1,3})\s+(?=\D)")
LABEL = re.compile(r"(?:\[(?P<a>[^\]\s]{1,24})\]|【(?P<b>[^】]{1,40})】)\s*:?\s*")
_FURTHER = re.compile(r"\[(\d{1,3})\]\s*")


def entries_of(blocks: Sequence[DraftBlock], decisions: Decisions) -> list[SourceEntry]:
    grids = [block for block in blocks if isinstance(block, Grid)]
    lines = [block for block in blocks if isinstance(block, DraftParagraph) and block.runs]
    if sum(len(grid.rows) for grid in grids) > len(lines):
        works = [work for grid in grids for work in _rows(grid, decisions)]
        for line in lines:
            decisions.leave_out(line.place, text_of(line.runs), "text beside the table of sources")
        return works
    lines = [
        line
        for block in blocks
        for line in (_row_lines(block) if isinstance(block, Grid) else [block])
        if isinstance(line, DraftParagraph) and line.runs
    ]
    for numbered in (_numbered, _labelled):
        if works := numbered(lines):
            return works
    return [
        SourceEntry(str(number), clean(runs), group[0].place)
        for number, group in enumerate(_groups(lines), 1)
        if (runs := joined(group))
    ]


def _row_lines(grid: Grid) -> list[DraftParagraph]:
    return [DraftParagraph(_row_runs(row), grid.place) for row in grid.rows]


def _row_runs(row: Sequence[Runs]) -> Runs:
    runs: list[DraftRun] = []
    for cell in row:
        if cell:
            runs += [DraftRun(", "), *cell] if runs else cell
    return clean(runs)


def _rows(grid: Grid, decisions: Decisions) -> list[SourceEntry]:
    works: list[SourceEntry] = []
    for at, row in enumerate(grid.rows):
        text = " ".join(map(text_of, row))
        if at < grid.header and not looks_like_work(text):
            decisions.leave_out(grid.place, text, "the header of the table of sources")
            continue
        first = text_of(row[0]).strip().strip("[].()")
        label, cells = (first, row[1:]) if first.isdigit() else (str(len(works) + 1), row)
        works.append(SourceEntry(label, _row_runs(cells), grid.place))
    return works


def _numbered(lines: Sequence[DraftParagraph]) -> list[SourceEntry]:
    """Read a list whose entries begin with their numbers; return [] if they do not."""
    for pattern in (MARKER, _BARE):
        works: list[SourceEntry] = []
        for line in lines:
            text = text_of(line.runs)
            match = pattern.match(text) or (
                pattern.match(line.item.marker + " ")
                if line.item and line.item.ordered and line.item.marker
                else None
            )
            number = int(next(g for g in match.groups() if g)) if match else 0
            expected = int(works[-1].label) + 1 if works else 1
            if works and works[-1].also:
                expected = int(works[-1].also[-1]) + 1
            if match and (number == expected or (works and expected < number <= expected + 3)):
                start = match.end() if match.string == text else 0
                also: list[str] = []
                while more := _FURTHER.match(text, start):
                    also.append(more[1])
                    start = more.end()
                rest = cut(line.runs, start)
                works.append(SourceEntry(str(number), rest, line.place, tuple(also)))
            elif works:
                last = works[-1]
                works[-1] = last._replace(runs=(*last.runs, DraftRun(" "), *line.runs))
            else:
                break
        if len(works) >= 2 or (works and len(lines) <= 2):
            return [work._replace(runs=clean(work.runs)) for work in works]
    return []


def _labelled(lines: Sequence[DraftParagraph]) -> list[SourceEntry]:
    """Read a list whose entries begin with "[label]"; return [] if they do not."""
    works: list[SourceEntry] = []
    for line in lines:
        match = LABEL.match(text_of(line.runs))
        if match is None:
            return []
        label = match["a"] or match["b"]
        works.append(SourceEntry(label, clean(cut(line.runs, match.end())), line.place))
    return works


def _groups(lines: Sequence[DraftParagraph]) -> list[list[DraftParagraph]]:
    """Group the lines of unnumbered entries, by blank lines or by addresses."""
    spaced = sum(line.blank_before > 0 for line in lines[1:])
    by_blank = bool(spaced) and spaced < len(lines) - 1
    groups: list[list[DraftParagraph]] = []
    for line in lines:
        entry = entry_text(line)
        bare = URL.match(entry.strip()) and len(entry.split()) == 1
        goes_on = groups and (
            line.blank_before == 0
            if by_blank and len(groups) + spaced > 0
            else bare and not any(URL.search(entry_text(b)) for b in groups[-1])
        )
        if goes_on and groups and not (line.item and not line.item.continues):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def joined(group: Sequence[DraftParagraph]) -> Runs:
    runs: list[DraftRun] = []
    for line in group:
        runs += [DraftRun(" "), *line.runs] if runs else line.runs
    return tuple(runs)


def entry_text(block: DraftBlock) -> str:
    if isinstance(block, Grid):
        return " ".join(text_of(cell) for row in block.rows for cell in row)
    runs = block.runs if isinstance(block, DraftParagraph) else ()
    return " ".join([text_of(runs), *(run.link for run in runs if URL.match(run.link))])
