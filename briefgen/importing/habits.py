"""Take the numbers that may be citations, change their chances by the habits of the document.

If the sure citations are superscripts, glued numbers are probably none. If all stand behind the
full stop, one before it is unlikely. First mentions rise from 1 to the length of the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.importing.draft import Draft, runs_in
from briefgen.importing.looks import BEFORE_NUMBERS, YEAR
from briefgen.importing.numbers import PossibleCitation

__all__ = ["weigh_by_habit", "weigh_by_order"]


def weigh_by_habit(marks: Sequence[PossibleCitation], draft: Draft) -> None:
    """Lower the chance of numbers that look unlike the sure citations of the document."""
    counts = {
        shape: sum(f.shape == shape and f.chance > 0.9 for f in marks)
        for shape in ("superscript", "bracketed", "glued")
    }
    stated = sum(bool(run.cites) for run in runs_in(draft.blocks))
    marked = max(counts["superscript"], counts["bracketed"], stated)
    for mark in marks:
        if mark.shape not in ("superscript", "bracketed") and marked >= 3:
            mark.chance *= 0.25 if marked > counts["glued"] / 4 else 1
    words = [f for f in marks if f.shape == "word"]
    for mark in marks:  # "between 2010 and 20201." cites only if numbers also stick to words
        if mark.shape == "year" and sum(f.chance > 0.6 for f in words) < 3:
            mark.chance *= 0.3
    _weigh_before_stops(marks)
    _weigh_repeated(marks)
    _weigh_by_side(marks)


def _weigh_repeated(marks: Sequence[PossibleCitation]) -> None:
    """Lower numbers that occur repeatedly with the same word, because "MH17" is a name."""
    tokens = [(f.word, f.numbers) for f in marks if f.shape == "word"]
    for mark in marks:
        if mark.shape == "word" and tokens.count((mark.word, mark.numbers)) > 1:
            mark.chance *= 0.5


def _weigh_before_stops(marks: Sequence[PossibleCitation]) -> None:
    """Raise "NATO5." and "in Ukraine 2." if the document often has numbers before full stops."""
    for shape in ("word", "spaced"):
        these = [f for f in marks if f.shape == shape and f.apart]
        likely = [f for f in these if f.chance >= 0.55]
        glued = sum(f.shape == "glued" and f.chance >= 0.85 for f in marks)
        if len(likely) < 5 or glued > len(likely):
            continue
        for mark in these:
            name = mark.word.rstrip(".,;:")
            if name.isdigit():
                raised = 0.5 if YEAR.fullmatch(name) else 0.05
            elif name.casefold() in BEFORE_NUMBERS or len(name) < 2:
                raised = 0.15
            else:
                raised = 0.6
            if not re.search(r"[-‐‑/_]", name):
                mark.chance = max(mark.chance, raised)


def _weigh_by_side(marks: Sequence[PossibleCitation]) -> None:
    """Lower numbers on one side of a full stop or comma if nearly all stand on the other."""
    sides = {id(f): _side(f) for f in marks if f.shape in ("glued", "spaced", "word")}
    sure = [sides[id(f)] for f in marks if id(f) in sides and f.chance >= 0.8]
    for side in ("before", "behind"):
        if sure.count(side) >= 4 and sure.count(side) >= 0.85 * len([s for s in sure if s]):
            for mark in marks:
                if sides.get(id(mark)) not in (None, "", side):
                    mark.chance *= 0.6


def _side(mark: PossibleCitation) -> str:
    """Tell whether a number stands "before" or "behind" punctuation, or has none ("")."""
    if re.search(r"[.,;:!?…][\"”’»)\]]*\s*$", mark.text.partition("⟨")[0]):
        return "behind"
    return "before" if mark.apart else ""


def weigh_by_order(marks: Sequence[PossibleCitation]) -> None:
    """Raise numbers that fit the order of first mentions, lower the others."""
    strong = {id(f) for f in marks if f.chance >= 0.85}
    highest = 0
    for position, mark in enumerate(marks):
        if id(mark) in strong:
            highest = max(highest, *mark.numbers)
            continue
        if not 0.1 <= mark.chance < 0.85:
            continue
        new = (
            max(min(f.numbers), highest + 1)
            for f in marks[position + 1 :]
            if id(f) in strong and max(f.numbers) > highest
        )
        ceiling = next(new, highest + 5)
        first = mark.numbers[0]
        if mark.shape == "spaced" and mark.chance < 0.3:
            continue
        if first == highest + 1:
            mark.chance += (1 - mark.chance) * 0.6
        elif highest < first <= ceiling:
            mark.chance += (1 - mark.chance) * 0.35
        elif first <= highest:
            mark.chance += (1 - mark.chance) * (0.35 if mark.chance >= 0.5 else 0.0)
        elif first > highest + 5:
            mark.chance *= 0.35
        if mark.chance >= 0.5:
            highest = max(highest, *mark.numbers)
