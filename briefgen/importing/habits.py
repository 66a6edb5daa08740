"""Take the numbers that may be citations, change their chances by what the document does elsewhere.

Where surely cited numbers are superscripts, glued ones are not; where all stand behind the full
stop, one before it is unlikely; and first mentions rise from 1 to the length of the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.importing.draft import Draft, runs_in
from briefgen.importing.looks import BEFORE_NUMBERS, YEAR
from briefgen.importing.numbers import Found

__all__ = ["weigh_by_habit", "weigh_by_order"]


def weigh_by_habit(found: Sequence[Found], draft: Draft) -> None:
    """Lower what does not look like the citations that the document surely has."""
    counts = {
        shape: sum(f.shape == shape and f.chance > 0.9 for f in found)
        for shape in ("superscript", "bracketed", "glued")
    }
    stated = sum(bool(run.cites) for run in runs_in(draft.blocks))
    marked = max(counts["superscript"], counts["bracketed"], stated)
    for one in found:
        if one.shape not in ("superscript", "bracketed") and marked >= 3:
            one.chance *= 0.25 if marked > counts["glued"] / 4 else 1
    words = [f for f in found if f.shape == "word"]
    for one in found:  # "between 2010 and 20201." is read so only where words have numbers, too
        if one.shape == "year" and sum(f.chance > 0.6 for f in words) < 3:
            one.chance *= 0.3
    _weigh_before_stops(found)
    _weigh_repeated(found)
    _weigh_by_side(found)


def _weigh_repeated(found: Sequence[Found]) -> None:
    """Lower what stands in the text again and again: "MH17" is a name."""
    tokens = [(f.word, f.numbers) for f in found if f.shape == "word"]
    for one in found:
        if one.shape == "word" and tokens.count((one.word, one.numbers)) > 1:
            one.chance *= 0.5


def _weigh_before_stops(found: Sequence[Found]) -> None:
    """Raise "NATO5." and "in Ukraine 2." where numbers stand before full stops all the time."""
    for shape in ("word", "spaced"):
        these = [f for f in found if f.shape == shape and f.apart]
        likely = [f for f in these if f.chance >= 0.55]
        glued = sum(f.shape == "glued" and f.chance >= 0.85 for f in found)
        if len(likely) < 5 or glued > len(likely):
            continue
        for one in these:
            name = one.word.rstrip(".,;:")
            if name.isdigit():
                raised = 0.5 if YEAR.fullmatch(name) else 0.05
            elif name.casefold() in BEFORE_NUMBERS or len(name) < 2:
                raised = 0.15
            else:
                raised = 0.6
            if not re.search(r"[-‐‑/_]", name):
                one.chance = max(one.chance, raised)


def _weigh_by_side(found: Sequence[Found]) -> None:
    """Lower numbers before a full stop or comma where all others stand behind them."""
    sides = {id(f): _side(f) for f in found if f.shape in ("glued", "spaced", "word")}
    sure = [sides[id(f)] for f in found if id(f) in sides and f.chance >= 0.8]
    for side in ("before", "behind"):
        if sure.count(side) >= 4 and sure.count(side) >= 0.85 * len([s for s in sure if s]):
            for one in found:
                if sides.get(id(one)) not in (None, "", side):
                    one.chance *= 0.6


def _side(one: Found) -> str:
    """Tell whether a number stands before or behind the punctuation, or has none ("")."""
    if re.search(r"[.,;:!?…][\"”’»)\]]*\s*$", one.text.partition("⟨")[0]):
        return "behind"
    return "before" if one.apart else ""


def weigh_by_order(found: Sequence[Found]) -> None:
    """Raise what fits the order of first mentions, lower what does not."""
    strong = {id(f) for f in found if f.chance >= 0.85}
    highest = 0
    for position, one in enumerate(found):
        if id(one) in strong:
            highest = max(highest, *one.numbers)
            continue
        if not 0.1 <= one.chance < 0.85:
            continue
        new = (
            max(min(f.numbers), highest + 1)
            for f in found[position + 1 :]
            if id(f) in strong and max(f.numbers) > highest
        )
        ceiling = next(new, highest + 5)
        first = one.numbers[0]
        if one.shape == "spaced" and one.chance < 0.3:
            continue
        if first == highest + 1:
            one.chance += (1 - one.chance) * 0.6
        elif highest < first <= ceiling:
            one.chance += (1 - one.chance) * 0.35
        elif first <= highest:
            one.chance += (1 - one.chance) * (0.35 if one.chance >= 0.5 else 0.0)
        elif first > highest + 5:
            one.chance *= 0.35
        if one.chance >= 0.5:
            highest = max(highest, *one.numbers)
