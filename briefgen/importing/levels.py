"""Take the headings of a report in order, return their levels and how sure these are.

Levels come from the numbering: "4.2" stands under "Section IV", and a scheme that first appears
under another one is below it. A heading without a number stands one level below the numbered one
that it follows. In a report without numbers, looks that appear later are deeper.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import DraftBlock, DraftParagraph, text_of
from briefgen.importing.shape import TitleNumber, known_name

__all__ = ["APPENDICES", "Candidate", "levels_of", "title_of"]

APPENDICES = frozenset("appendix annex annexe anhang bijlage".split())


@dataclass(slots=True)
class Candidate:
    """A block that may be a heading: its numbering, its look, and its probability."""

    at: int
    scheme: TitleNumber | None
    look: str
    chance: float
    stated: int = 0
    until: int = 0  # where the heading ends: after the next block, if that has the title

    @property
    def kind(self) -> str:
        """The numbering scheme and depth, or the look, which headings of one level share."""
        if self.scheme is None:
            return self.look
        return f"{self.scheme.name} {self.scheme.depth}"


def title_of(blocks: Sequence[DraftBlock], candidate: Candidate) -> str:
    """Return the text of the candidate without its number."""
    block = blocks[candidate.at]
    assert isinstance(block, DraftParagraph)  # noqa: S101 - candidates are paragraphs
    return text_of(block.runs)[candidate.scheme.end if candidate.scheme else 0 :]


def levels_of(
    chosen: Sequence[Candidate], blocks: Sequence[DraftBlock], decisions: Decisions
) -> list[tuple[int, tuple[int, ...]]]:
    """Return the level of each heading, and the doubts about it."""
    if any(candidate.stated for candidate in chosen):
        used = sorted({candidate.stated for candidate in chosen if candidate.stated})
        return [(used.index(c.stated) + 1 if c.stated else len(used), ()) for c in chosen]
    numbered = [c for c in chosen if c.scheme is not None]
    ladder = _Ladder(chosen, blocks, bool(len(numbered) >= 2))
    result: list[tuple[int, tuple[int, ...]]] = []
    for position, candidate in enumerate(chosen):
        level, sure = ladder.place(position, candidate)
        doubts: tuple[int, ...] = ()
        if sure < 0.75:
            block = blocks[candidate.at]
            assert isinstance(block, DraftParagraph)  # noqa: S101 - candidates are paragraphs
            other = max(level - 1, 1) if level > 1 else 2
            decision = decisions.take(
                "level",
                block.place,
                text_of(block.runs),
                Option(f"level {level}", sure),
                Option(f"level {other}", 1 - sure),
            )
            level = int(decision.chosen.removeprefix("level "))
            doubts = decision.doubts
        level = min(level, 6)
        ladder.take(candidate, level)
        result.append((level, doubts))
    return result


class _Ladder:
    """The headings that are open at a place, and the levels of the kinds of headings so far."""

    def __init__(
        self, chosen: Sequence[Candidate], blocks: Sequence[DraftBlock], numbered: bool
    ) -> None:
        self.chosen = chosen
        self.blocks = blocks
        self.numbered = numbered
        self.kinds: dict[str, int] = {}
        self.open: list[tuple[Candidate, int]] = []
        self.firsts = [i for i, c in enumerate(chosen) if c.scheme is not None]

    def take(self, candidate: Candidate, level: int) -> None:
        """Open the heading `candidate` at `level`, and close those of its level and below."""
        while self.open and self.open[-1][1] >= level:
            self.open.pop()
        self.open.append((candidate, level))
        if not (self.numbered and candidate.scheme is None):
            self.kinds.setdefault(candidate.kind, level)

    def place(self, position: int, candidate: Candidate) -> tuple[int, float]:
        """Return the level of the next heading and how sure it is."""
        name = known_name(title_of(self.blocks, candidate).strip())
        if candidate.scheme is not None:
            return self._numbered(candidate.scheme, candidate.kind), 0.95
        if name == "summary":
            return 1, 0.95
        if self.numbered:
            before = position < self.firsts[0]
            after = position > self.firsts[-1] and name == "back"
            if before or after:
                return 1, 0.9
            inner = [level for c, level in self.open if c.scheme is not None]
            return (inner[-1] if inner else 0) + 1, 0.85
        return self._by_look(candidate, name)

    def _numbered(self, scheme: TitleNumber, kind: str) -> int:
        if scheme.name in APPENDICES:
            return 1
        over = [(c, level) for c, level in self.open if c.scheme is not None]
        if scheme.depth > 1:
            first = scheme.number.split(".")[0]
            for candidate, level in over:
                top = candidate.scheme
                assert top is not None  # noqa: S101 - filtered above
                if top.depth == 1 and top.name != "letter" and str(top.value) == first:
                    return level + scheme.depth - 1
            decimals = [(k, v) for k, v in self.kinds.items() if k.startswith(scheme.name)]
            if decimals:
                name, level = decimals[0]
                return max(level + scheme.depth - int(name.split()[1]), 1)
        if kind in self.kinds:
            return self.kinds[kind]
        return over[-1][1] + 1 if over else 1

    def _by_look(self, candidate: Candidate, name: str) -> tuple[int, float]:
        block = self.blocks[candidate.at]
        assert isinstance(block, DraftParagraph)  # noqa: S101 - candidates are paragraphs
        same = [c for c in self.chosen if c.look == candidate.look]
        gaps = sorted(
            {b.blank_before for c in same if isinstance(b := self.blocks[c.at], DraftParagraph)},
            reverse=True,
        )
        kind = candidate.look
        deeper = 0
        if len(gaps) >= 2 and not name:  # more room above a higher heading
            deeper = int(block.blank_before < gaps[0])
        if kind in self.kinds:
            level = self.kinds[kind] + deeper
        else:
            level = max(self.kinds.values(), default=0) + 1
        above = self.open[-1] if self.open else None
        if (
            above
            and not deeper
            and above[0].look == candidate.look
            and above[0].until == candidate.at
            and above[1] == level
        ):
            return level + 1, 0.6
        return level, 0.8
