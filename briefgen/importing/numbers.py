"""Take a draft, return the numbers in it that may be citations, each with its shape and chance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from briefgen.importing.draft import Draft, DraftParagraph, Grid, Location, Runs, text_of
from briefgen.importing.looks import look
from briefgen.importing.shape import reads_as_title, title_number

__all__ = ["PossibleCitation", "candidates"]

_NUMBER: Final = r"(?<!\d)[1-9]\d{0,2}(?!\d)"
_JOIN: Final = r"\s?[,;]\s?|\s?[-–—]\s?|\s"
_GLUED: Final = re.compile(rf"{_NUMBER}(?:(?:{_JOIN}){_NUMBER})*")
_BRACKETED: Final = re.compile(
    rf"\s?\[\s*\^?({_NUMBER}(?:(?:\s?[,;]\s?|\s?[-–—]\s?){_NUMBER})*)\s*\^?\s*\]"
)
_LOCATED: Final = re.compile(
    rf"\s?\[\s*(?P<n>{_NUMBER}),?\s+(?P<where>(?:pp?|ch|chap|sec|para|fig|no|vol|art|tab|eq)\.\s*[\w.–-]+)\s*\]",
    re.IGNORECASE,
)
_YEAR_GLUED: Final = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?P<n>[1-9]\d?)(?=[.,;:)]?(?:\s|$))")
_DECIMAL_END: Final = re.compile(r"(?<=\d\.)\d+,(?=\d)")  # the "5," of "3.5,13"
_SUPERSCRIPTS: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED: Final = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?:\s?[,⁻–-]\s?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)*")
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]+@\S+\.\w+")
_UNITS: Final = frozenset("m cm mm km ft s in h kg ha x r n CO".split())


@dataclass(slots=True)
class PossibleCitation:
    """A number that may cite: its place, its numbers, its shape and its probability."""

    block: int
    cell: tuple[int, int] | None
    start: int
    end: int
    numbers: tuple[int, ...]
    shape: str
    chance: float
    place: Location
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
        return re.match(r"[.,;:!?。，；：！？、]", self.text.partition("⟩")[2]) is not None


def candidates(draft: Draft) -> Iterator[PossibleCitation]:
    """Yield every number of `draft` that could cite, in reading order."""
    for number, block in enumerate(draft.blocks):
        if isinstance(block, DraftParagraph):
            if block.style not in ("code", "rule"):
                yield from _Scan(block.runs, number, None, block.place).marks(block.level > 0)
        elif isinstance(block, Grid):
            for r, row in enumerate(block.rows):
                for c, cell in enumerate(row):
                    yield from _Scan(cell, number, (r, c), block.place).marks()


class _Scan:
    """Looks through one paragraph or cell, for the surest shapes first."""

    def __init__(
        self, runs: Runs, block: int, cell: tuple[int, int] | None, place: Location
    ) -> None:
        self.text = text_of(runs)
        self.block, self.cell, self.place = block, cell, place
        self.occupied = bytearray(len(self.text))  # 1 where no further mark can stand
        for match in _ADDRESS.finditer(self.text):
            self._occupy(match.span())
        self.raised: list[tuple[int, int]] = []
        self.results: list[PossibleCitation] = []
        at = 0
        for run in runs:
            end = at + len(run.text)
            if run.code or run.cites or run.note or run.image:
                self._occupy((at, end))
            elif run.superscript and run.text.strip():
                self.raised.append((at, end))
            at = end

    def marks(self, heading: bool = False) -> list[PossibleCitation]:
        """Return the numbers that may cite, in order."""
        self._superscripts()
        self._bracketed()
        if not heading:  # whose number a stated heading has is its own
            self._glued(reads_as_title(self.text) > 0.5)
        return sorted(self.results, key=lambda one: one.start)

    def _occupy(self, span: tuple[int, int]) -> None:
        start, end = span
        self.occupied[start:end] = b"\1" * (end - start)

    def _add(
        self, span: tuple[int, int], numbers: tuple[int, ...], shape: str, chance: float,
        locator: str = "",
    ) -> None:  # fmt: skip
        start, end = span
        if not numbers or 1 in self.occupied[start:end]:
            return
        self._occupy(span)
        text = self.text
        context = f"{text[max(start - 34, 0) : start]}⟨{text[start:end].strip()}⟩"
        context += text[end : end + 24]
        line, column = self.place
        place = Location(line, column + start)
        self.results.append(
            PossibleCitation(
                self.block, self.cell, start, end, numbers, shape, chance, place,
                context.strip(), locator,
            )
        )  # fmt: skip

    def _superscripts(self) -> None:
        spans = list(_merged(self.raised, self.text))
        marks = [self.text[start:end].strip().strip("[]()") for start, end in spans]
        for match in _RAISED.finditer(self.text):
            spans.append(match.span())
            marks.append(match[0].translate(_SUPERSCRIPTS))
        for span, mark in zip(spans, marks, strict=True):
            numbers = _numbers(mark)
            before = re.search(r"[^\W\d_]+$", self.text[max(span[0] - 20, 0) : span[0]])
            unit = before is not None and before[0] in _UNITS and numbers in ((2,), (3,))
            self._add(span, numbers, "superscript", 0.08 if unit else 0.97)
            self._occupy(span)

    def _bracketed(self) -> None:
        for match in _LOCATED.finditer(self.text):
            self._add(match.span(), (int(match["n"]),), "bracketed", 0.95, match["where"])
        for match in _BRACKETED.finditer(self.text):
            self._add(match.span(), _numbers(match[1]), "bracketed", 0.95)

    def _glued(self, title: bool) -> None:
        text = self.text
        for match in _YEAR_GLUED.finditer(text):
            self._add(match.span("n"), (int(match["n"]),), "year", 0.3)
        scheme = title_number(text)
        for match in _GLUED.finditer(text, scheme.end if scheme else 0):
            start, end = match.span()
            if decimal := _DECIMAL_END.match(text, start, end):
                start = decimal.end()
            numbers, end = _plausible(text, start, end)
            shape, chance = look(text, start, end, title)
            if chance > 0:
                if shape == "spaced":  # the space before belongs to the mark
                    start = len(text[:start].rstrip())
                self._add((start, end), numbers, shape, chance)


def _merged(spans: Sequence[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Join superscript runs with nothing but punctuation between them."""
    joined: list[list[int]] = []
    for start, end in spans:
        if joined and not text[joined[-1][1] : start].strip(" ,-–"):
            joined[-1][1] = end
        else:
            joined.append([start, end])
    for start, end in joined:
        yield start, end


def _numbers(mark: str) -> tuple[int, ...]:
    """Return the numbers in "3,7", "12 14" or "1-3", or () if `mark` is something else."""
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
