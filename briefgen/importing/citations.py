"""Take a draft and the number of its works, return it with its citations marked.

Numbers glued to words by an export ("leadership.1", "the view,” he said 4", "alliance.3,7") are
told from other digits in three steps: what they look like where they stand (a probability), what
the document does elsewhere (superscripts, brackets, glued numbers), and whether they fit the
list: no number above its length, first mentions mostly in rising order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    Grid,
    Paragraph,
    Place,
    Run,
    Runs,
    Work,
    cut,
    runs_in,
    text_of,
)
from briefgen.importing.marks import read_marks
from briefgen.importing.shape import reads_as_title, scheme_of

__all__ = ["mark_citations"]

_NUMBER: Final = r"(?<!\d)[1-9]\d{0,2}(?!\d)"
_JOIN: Final = r"\s?[,;]\s?|\s?[-–—]\s?|\s"
_GLUED: Final = re.compile(rf"{_NUMBER}(?:(?:{_JOIN}){_NUMBER})*")
_BRACKETED: Final = re.compile(rf"\s?\[\s*({_NUMBER}(?:(?:\s?[,;]\s?|\s?[-–—]\s?){_NUMBER})*)\s*\]")
_LOCATED: Final = re.compile(
    rf"\s?\[\s*(?P<n>{_NUMBER}),?\s+(?P<where>(?:pp?|ch|sec|para|fig|no|vol)\.\s*[\w.–-]+)\s*\]"
)
_YEAR_GLUED: Final = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?P<n>[1-9]\d?)(?=[.,;:)]?(?:\s|$))")
_DECIMAL_END: Final = re.compile(r"(?<=\d\.)\d+,(?=\d)")  # the "5," of "3.5,13"
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:\s?[,⁻–-]\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+\.\w+")
_YEAR: Final = re.compile(r"(?:19|20)\d\d$")
_UNITS: Final = frozenset("m cm mm km ft s in h kg ha x r n CO".split())

_BEFORE_NUMBERS: Final = frozenset(
    "a about above across additional after age aged all almost an and another any approximately "
    "are around as at averaging be been before below between beyond but by circa costing covering "
    "day days down during each equals every exactly exceed exceeded exceeding exceeds fell few "
    "first for from fully gained grew had has have hit holding in including into is it just last "
    "least less lost made making more most my nearly next no not number of on only or other our "
    "out over past per plus raised ranked reach reached reaches roughly rose scored score since "
    "some spanning spent than that the their these they this those through till to top total "
    "totaling totalling totalled under until up upon versus via was we were when which with within "
    "won worth page pages chapter section table figure article part phase step stage level "
    "version volume issue line number point points question group grade tier category class type "
    "model january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec q h vs no nr pp p fig eq art para sec "
    "und oder von bis um ca rund etwa über unter mit im am vom nach seit "
    "de le la les en sur sous entre et van tot met op ongeveer".split()
)
_ABBREVIATIONS: Final = re.compile(
    r"(?:\b(?:no|nos|nr|pp?|vol|fig|figs|sec|art|arts|ch|chap|eq|para|paras|approx|ca|c|cf|ed|"
    r"op|cl|reg|rev|v|ver|al|bd|abs|ziff|kap))\.$",
    re.IGNORECASE,
)
_CLOSERS: Final = "\"”’'»)]“‘«"


@dataclass(slots=True)
class _Found:
    """A possible citation: where it stands, its numbers, how it looks and how probable it is."""

    block: int
    cell: tuple[int, int] | None
    start: int
    end: int
    numbers: tuple[int, ...]
    shape: str
    chance: float
    place: Place
    text: str
    locator: str = ""

    @property
    def word(self) -> str:
        """The word in front of the number."""
        before = self.text.partition("⟨")[0].split()
        return before[-1].strip('"“”‘(') if before else ""

    @property
    def apart(self) -> bool:
        """Tell whether punctuation follows the number."""
        return re.match(r"[.,;:!?]", self.text.partition("⟩")[2]) is not None


def mark_citations(draft: Draft, works: Sequence[Work], decisions: Decisions) -> Draft:
    """Return `draft` with `Run.cites` set where a work is cited."""
    labels = {work.label for work in works}
    draft = read_marks(draft, works, decisions)
    most = max((int(label) for label in labels if label.isdigit()), default=0)
    found = list(_candidates(draft))
    if not most:
        _report_unlisted(found, decisions)
        return draft
    found = [f for f in found if all(str(n) in labels or n <= most for n in f.numbers)]
    _weigh_by_habit(found, draft)
    _weigh_by_order(found)
    chosen: _Chosen = {}
    for one in found:
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


def _report_unlisted(found: Sequence[_Found], decisions: Decisions) -> None:
    likely = [f for f in found if f.chance >= 0.85]
    if len(likely) >= 3:
        decisions.take(
            "source list",
            likely[0].place,
            likely[0].text,
            Option(f"no list of sources was found; {len(likely)} numbers stay text", 0.5),
        )


# --------------------------------------------------------------------------------- candidates


def _candidates(draft: Draft) -> Iterator[_Found]:
    for number, block in enumerate(draft.blocks):
        if isinstance(block, Paragraph):
            if block.style not in ("code", "rule"):
                yield from _in_runs(block.runs, number, None, block.place, block)
        elif isinstance(block, Grid):
            for r, row in enumerate(block.rows):
                for c, cell in enumerate(row):
                    yield from _in_runs(cell, number, (r, c), block.place, None)


def _in_runs(
    runs: Runs,
    block: int,
    cell: tuple[int, int] | None,
    place: Place,
    paragraph: Paragraph | None,
) -> Iterator[_Found]:
    text = text_of(runs)
    taken = [(m.start(), m.end()) for m in _ADDRESS.finditer(text)]
    raised: list[tuple[int, int]] = []
    at = 0
    for run in runs:
        end = at + len(run.text)
        if run.code or run.cites or run.note or run.image:
            taken.append((at, end))
        elif run.superscript and run.text.strip():
            raised.append((at, end))
        at = end

    def made(start: int, end: int, numbers: tuple[int, ...], shape: str, chance: float) -> _Found:
        around = text[max(start - 34, 0) : start] + "⟨" + text[start:end].strip() + "⟩"
        around += text[end : end + 24]
        line, column = place
        where = Place(line, column + start)
        taken.append((start, end))
        return _Found(block, cell, start, end, numbers, shape, chance, where, around.strip())

    for start, end in _merged(raised, text):
        if any(a < end and start < b for a, b in taken):
            continue
        mark = text[start:end].strip().strip("[]()")
        if numbers := _numbers(mark):
            before = re.search(r"[^\W\d_]+$", text[:start])
            unit = before is not None and before[0] in _UNITS and len(numbers) == 1
            yield made(start, end, numbers, "superscript", 0.3 if unit else 0.97)
        else:
            taken.append((start, end))
    for found in _RAISED.finditer(text):
        if any(a < found.end() and found.start() < b for a, b in taken):
            continue
        if numbers := _numbers(found[0].translate(_SUPERSCRIPTS)):
            before = re.search(r"[^\W\d_]+$", text[: found.start()])
            unit = before is not None and before[0] in _UNITS and numbers[0] in (2, 3)
            yield made(*found.span(), numbers, "superscript", 0.1 if unit else 0.95)
    for found in _LOCATED.finditer(text):
        one = made(*found.span(), (int(found["n"]),), "bracketed", 0.95)
        one.locator = found["where"]
        yield one
    for found in _BRACKETED.finditer(text):
        if any(a < found.end() and found.start() < b for a, b in taken):
            continue
        if numbers := _numbers(found[1]):
            yield made(*found.span(), numbers, "bracketed", 0.95)
    for found in _YEAR_GLUED.finditer(text):
        if not any(a < found.end() and found.start() < b for a, b in taken):
            yield made(*found.span("n"), (int(found["n"]),), "year", 0.3)
    scheme = scheme_of(text)
    begin = scheme.end if scheme else 0
    title = reads_as_title(text) > 0.5 or (paragraph is not None and paragraph.level > 0)
    for found in _GLUED.finditer(text, begin):
        if any(a < found.end() and found.start() < b for a, b in taken):
            continue
        start, end = found.span()
        if decimal := _DECIMAL_END.match(text, start, end):
            start = decimal.end()
        numbers, end = _plausible(text, start, end)
        if not numbers:
            continue
        shape, chance = _look(text, start, end, title)
        if chance > 0:
            lead = start - len(text[:start]) + len(text[:start].rstrip())
            start = lead if shape == "spaced" else start
            yield made(start, end, numbers, shape, chance)


def _merged(spans: Sequence[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Join raised runs that only punctuation or nothing parts."""
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip(" ,-–"):
            joined[-1][1] = end
        else:
            joined.append([start, end])
    for start, end in joined:
        yield start, end


def _numbers(mark: str) -> tuple[int, ...]:
    """Return the numbers that "3,7", "12 14" or "1-3" says; () where it says none."""
    numbers: list[int] = []
    for part in re.split(r"\s*[,;]\s*|\s+(?![-–—])(?<![-–—]\s)", mark.strip()):
        bounds = re.split(r"\s*[-–—]\s*", part)
        if not all(b.isdigit() and not b.startswith("0") for b in bounds) or len(bounds) > 2:
            return ()
        first, last = int(bounds[0]), int(bounds[-1])
        if last < first or last - first > 20:
            return ()
        numbers += range(first, last + 1)
    return tuple(numbers)


def _plausible(text: str, start: int, end: int) -> tuple[tuple[int, ...], int]:
    """Return the numbers of the longest group from `start` that reads as citations, and its end."""
    pieces = list(re.finditer(_NUMBER, text[start:end]))
    for count in range(len(pieces), 0, -1):
        stop = start + pieces[count - 1].end()
        numbers = _numbers(text[start:stop])
        if not numbers:
            continue
        if count > 1:
            gap = text[start + pieces[count - 2].end() : start + pieces[count - 1].start()]
            after = text[stop : stop + 2]
            rising = all(a < b for a, b in pairwise(numbers))
            tight = re.match(
                r"(?:[,;][^\s\d]|[.,;:!?)\"”’]|\s+[A-Z“\"]|\s*[–—]|$|\s*\n)", after or ""
            )
            if not rising or (gap.strip() == "" and not tight):
                continue
            if gap[-1:] == " " and gap.strip() and re.match(r"\s[a-z]", after):
                continue  # "in 2023.4, 5 countries"
        if stop < len(text) and (text[stop].isalnum() or text[stop] in "%°€$£/_"):
            continue
        if re.match(r"[.,:]\d", text[stop : stop + 2]):
            continue  # the beginning of "2.0", "10:30"
        if re.match(r"[-–‐‑]\w", text[stop : stop + 2]) or text[stop : stop + 1] == "×":
            continue  # "4-year"
        return numbers, stop
    return (), start


# -------------------------------------------------------------------------------------- looks


def _look(text: str, start: int, end: int, title: bool) -> tuple[str, float]:
    """Return the shape and the chance of the number at `start`, by what stands around it."""
    before, after = text[:start], text[end:]
    if not before.strip():
        return "", 0.0
    last = before[-1]
    following = after.lstrip()
    if last in _CLOSERS and len(before) > 1 and before[-2] not in " \n(—–":
        return "glued", _after_quote(before, after)
    if last in ".,;:!?…":
        return "glued", _after_mark(before, last, after)
    if last == "%":
        return "glued", 0.85
    if last.isalpha():
        return "word", 0.0 if title else _after_letter(before, after)
    if not last.isspace():
        return "", 0.0
    inked = before.rstrip()
    if not inked:
        return "", 0.0
    chance = _after_space(inked, following)
    return "spaced", chance * 0.15 if title else chance


def _after_quote(before: str, after: str) -> float:
    """`the view”4`, `Affairs)12`."""
    if before[-1] in "’'" and re.search(r"(?:^|[\s(])[’']$", before):
        return 0.0  # "’24" for a year
    if re.search(r"\b[A-Za-z]+\([^()]{0,12}\)$", before):
        return 0.4  # "f(x)2"
    return 0.95 if not after or not after[0].isalnum() else 0.0


def _after_mark(before: str, mark: str, after: str) -> float:
    """`leadership.1`, but "2.0", "No.5", "10:30"; `2024.26` where nothing of a decimal follows."""
    previous = before[-2:-1]
    ends = not after.strip() or re.match(r"\s*[\"”’»)\]]|\s+[\"“‘(«]?[^\W\d_]", after) is not None
    if not previous or previous.isspace():
        return 0.05  # ".5"
    if previous.isdigit():
        word = re.search(r"[\d.,]+$", before[:-1])
        if mark in ".,;" and word and _YEAR.search(word[0]):
            capital = re.match(r"\s+[\"“‘(«]?[^\W\d_a-zà-ÿ]", after) or not after.strip()
            return 0.9 if capital and mark == "." else 0.7 if mark != "." and ends else 0.35
        if mark in ";!?":
            return 0.9
        if mark == "," and word and "." in word[0][:-1] and ends:
            return 0.7  # "at 3.5,13 but"
        if mark == "." and not after.strip():
            return 0.3
        if mark == "." and re.match(r"\s+[\"“‘(«]?[A-Z]", after):
            return 0.35
        return 0.04 if mark in ".:" else 0.06
    if _ABBREVIATIONS.search(before) and not re.search(r"[a-z]{4,}\.$", before):
        return 0.12
    if mark == ":":
        return 0.6
    if before[-2].isupper() and not before[-3:-2].isalpha() and mark == ".":
        return 0.8  # "U.S.4"
    if re.match(r"\w", after):
        return 0.0
    return 0.97


def _after_letter(before: str, after: str) -> float:
    """`saying4`, but "MH17", "Web3", "F-16"."""
    token = re.search(r"[^\s\"“”‘(\[—–/]+$", before)
    word = token[0] if token else before[-1]
    if re.search(r"[-‐‑/_\d]", word) or not word[-1].islower():
        return 0.03
    if word.casefold() in _COINED:
        return 0.02
    if len(word) < 4:
        return 0.15 if word.islower() and len(word) > 1 else 0.04
    if any(c.isupper() for c in word[1:]):
        return 0.1  # "iPhone15", "NATOx2"
    return 0.85 if word.islower() else 0.65


_COINED: Final = frozenset("covid mp web windows area level top formula play office big".split())


def _after_space(before: str, following: str) -> float:
    """`he was fond of saying 4—a trait`, but "a period of 14 years", "Article 5"."""
    ended = re.search(r"[.!?…][\"”’»)\]]*$", before)
    if ended and not _ABBREVIATIONS.search(before):
        if not following:
            return 0.92
        if re.match(r"[\"“‘(]?[A-Z]", following):
            return 0.8
        return 0.05
    closing = re.search(r"[,;:][\"”’»)\]]*$|[\"”’»)\]]$", before)
    words = re.findall(r"[^\W_]+", before)
    word = words[-1] if words else ""
    apart = not following or following[0] in '.,;:!?—–)…"”'
    if following[:1] in "-%$€£°/" and following:
        return 0.0
    if not word or word.isdigit():
        return 0.05
    if word.casefold() in _BEFORE_NUMBERS and not closing:
        return 0.03
    if word[0].isupper() and not closing:
        return 0.12 if apart else 0.05  # "Apollo 11"
    if closing:
        return 0.75 if apart else 0.3 if following[:1].isupper() else 0.1
    if apart:
        return 0.66 if following else 0.6
    return 0.15 if following[:1].isupper() else 0.1


# -------------------------------------------------------------------------------------- weighs


def _weigh_by_habit(found: Sequence[_Found], draft: Draft) -> None:
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


def _weigh_repeated(found: Sequence[_Found]) -> None:
    """Lower what stands in the text again and again: "MH17" is a name."""
    tokens = [(f.word, f.numbers) for f in found if f.shape == "word"]
    for one in found:
        if one.shape == "word" and tokens.count((one.word, one.numbers)) > 1:
            one.chance *= 0.5


def _weigh_before_stops(found: Sequence[_Found]) -> None:
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
                raised = 0.5 if _YEAR.fullmatch(name) else 0.05
            elif name.casefold() in _BEFORE_NUMBERS or len(name) < 2:
                raised = 0.15
            else:
                raised = 0.6
            if not re.search(r"[-‐‑/_]", name):
                one.chance = max(one.chance, raised)


def _weigh_by_side(found: Sequence[_Found]) -> None:
    """Lower numbers before a full stop or comma where all others stand behind them."""
    sides = {id(f): _side(f) for f in found if f.shape in ("glued", "spaced", "word")}
    sure = [sides[id(f)] for f in found if id(f) in sides and f.chance >= 0.8]
    for side in ("before", "behind"):
        if sure.count(side) >= 4 and sure.count(side) >= 0.85 * len([s for s in sure if s]):
            for one in found:
                if sides.get(id(one)) not in (None, "", side):
                    one.chance *= 0.6


def _side(one: _Found) -> str:
    """Tell whether a number stands before or behind the punctuation, or has none ("")."""
    if re.search(r"[.,;:!?…][\"”’»)\]]*\s*$", one.text.partition("⟨")[0]):
        return "behind"
    return "before" if one.apart else ""


def _weigh_by_order(found: Sequence[_Found]) -> None:
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


# -------------------------------------------------------------------------------------- result

_Chosen = dict[tuple[int, tuple[int, int] | None], list[tuple[_Found, bool, tuple[int, ...]]]]


def _marked(draft: Draft, chosen: _Chosen) -> Draft:
    blocks = list(draft.blocks)
    for (number, cell), places in chosen.items():
        block = blocks[number]
        if isinstance(block, Paragraph):
            blocks[number] = replace(block, runs=_cut_in(block.runs, places))
        elif isinstance(block, Grid) and cell is not None:
            rows = [list(row) for row in block.rows]
            rows[cell[0]][cell[1]] = _cut_in(rows[cell[0]][cell[1]], places)
            blocks[number] = replace(block, rows=tuple(map(tuple, rows)))
    return replace(draft, blocks=tuple(blocks))


def _cut_in(runs: Runs, places: Sequence[tuple[_Found, bool, tuple[int, ...]]]) -> Runs:
    result: list[Run] = []
    at = 0
    for one, cites, doubts in sorted(places, key=lambda place: place[0].start):
        result += cut(runs, at, one.start)
        mark = cut(runs, one.start, one.end)
        if cites:
            labels = tuple(map(str, one.numbers))
            result.append(Run(text_of(mark), cites=labels, locator=one.locator, doubts=doubts))
        else:
            result += (replace(run, doubts=doubts) for run in mark)
        at = one.end
    result += cut(runs, at)
    return tuple(result)
