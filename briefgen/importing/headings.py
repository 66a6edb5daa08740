"""Take a draft, return it with headings: where the format states none, by numbering and shape.

Levels come from the numbering: "4.2" stands under "Section IV", a scheme that first appears under
another one is below it. Headings without a number stand one level below the numbered one they
follow; in a report without numbers, looks that appear later are deeper.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Block,
    Draft,
    Grid,
    Heading,
    Paragraph,
    Run,
    clean,
    cut,
    said,
    text_of,
)
from briefgen.importing.shape import (
    Scheme,
    ends_sentence,
    is_capitals,
    known_name,
    reads_as_title,
    scheme_of,
    split_label,
    words_of,
)
from briefgen.importing.tables import CAPTION

__all__ = ["find_headings"]

_DIVISIONS = frozenset(
    "section chapter part volume kapitel teil abschnitt chapitre partie hoofdstuk deel".split()
)
_APPENDICES = frozenset("appendix annex annexe anhang bijlage".split())


@dataclass(slots=True)
class _Candidate:
    """A block that may be a heading: its numbering, its look, and how probable it is."""

    at: int
    scheme: Scheme | None
    look: str
    chance: float
    stated: int = 0
    until: int = 0  # where the heading ends: after the next block, if that has the title

    @property
    def kind(self) -> str:
        """What headings of the same level share."""
        if self.scheme is None:
            return self.look
        return f"{self.scheme.name} {self.scheme.depth}"


def find_headings(draft: Draft, decisions: Decisions) -> Draft:
    """Return `draft` with `Heading` blocks."""
    blocks = draft.blocks
    candidates = _candidates(blocks)
    stated = sum(candidate.stated > 0 for candidate in candidates)
    chosen: list[tuple[_Candidate, tuple[int, ...]]] = []
    for candidate in candidates:
        if stated >= 2 and not candidate.stated:
            continue
        block = blocks[candidate.at]
        assert isinstance(block, Paragraph)  # noqa: S101 - candidates are paragraphs
        decision = decisions.take(
            "heading",
            block.place,
            text_of(block.runs),
            Option("a heading", candidate.chance),
            Option("text", 1 - candidate.chance),
        )
        if decision.chosen == "a heading":
            chosen.append((candidate, decision.doubts))
    levels = _levels([c for c, _ in chosen], blocks, decisions)
    headings = {
        candidate.at: (candidate, level, (*doubts, *more))
        for (candidate, doubts), (level, more) in zip(chosen, levels, strict=True)
    }
    numbered = [c for c, _ in chosen if c.scheme and c.scheme.name not in _APPENDICES]
    result: list[Block] = []
    at = 0
    while at < len(blocks):
        if at not in headings:
            result.append(blocks[at])
            at += 1
            continue
        candidate, level, doubts = headings[at]
        result.append(_heading(blocks, candidate, level, doubts, len(numbered) >= 2))
        at = max(candidate.until, at + 1)
    return replace(draft, blocks=tuple(result))


def _heading(
    blocks: Sequence[Block],
    candidate: _Candidate,
    level: int,
    doubts: tuple[int, ...],
    others_numbered: bool,
) -> Heading:
    block = blocks[candidate.at]
    assert isinstance(block, Paragraph)  # noqa: S101 - candidates are paragraphs
    runs, number, scheme = block.runs, "", candidate.scheme
    if scheme and scheme.name not in _APPENDICES:
        number = text_of(runs)[: scheme.end].strip()
        runs = cut(runs, scheme.end)
    if candidate.until > candidate.at + 1:
        below = blocks[candidate.at + 1]
        assert isinstance(below, Paragraph)  # noqa: S101 - the title was looked at
        runs = (*runs, Run(" "), *below.runs) if runs else below.runs
    runs = clean(replace(run, bold=False, underline=False) for run in runs)
    name = known_name(text_of(runs))
    unnumbered = not number and (
        name == "summary"
        or (others_numbered and level == 1 and scheme is None)
        or (scheme is not None and scheme.name in _APPENDICES)
    )
    return Heading(
        runs,
        level,
        block.place,
        number,
        "summary" if name == "summary" else "",
        ("unnumbered",) if unnumbered else (),
        block.anchor,
        (*block.doubts, *doubts),
    )


# --------------------------------------------------------------------------------- candidates


def _candidates(blocks: Sequence[Block]) -> list[_Candidate]:
    found: list[_Candidate] = []
    skip = -1
    for at, block in enumerate(blocks):
        if at == skip or not isinstance(block, Paragraph) or not block.runs:
            continue
        text = text_of(block.runs).strip()
        if block.level:
            scheme = scheme_of(text)
            found.append(_Candidate(at, scheme, "stated", 0.99, block.level, at + 1))
            continue
        if block.item or block.style or len(text) > 140 or _cited_at_end(block):
            continue
        candidate = _numbered(blocks, at, text) or _unnumbered(blocks, at, text)
        if candidate is not None and candidate.chance >= 0.2:
            found.append(candidate)
            skip = candidate.until - 1 if candidate.until > at + 1 else -1
    return _in_sequence(found, blocks)


def _cited_at_end(block: Paragraph) -> bool:
    runs = [run for run in block.runs if run.text.strip() or run.cites]
    return bool(runs) and bool(runs[-1].cites) and not runs[-1].doubts


def _numbered(blocks: Sequence[Block], at: int, text: str) -> _Candidate | None:
    scheme = scheme_of(text)
    if scheme is None:
        return None
    title = text[scheme.end :].strip()
    if scheme.name in _DIVISIONS | _APPENDICES:
        if not title:
            below = blocks[at + 1] if at + 1 < len(blocks) else None
            name = text_of(below.runs) if isinstance(below, Paragraph) and not below.level else ""
            if name and reads_as_title(name) >= 0.4 and scheme_of(name) is None:
                return _Candidate(at, scheme, "", 0.93, until=at + 2)
            return _Candidate(at, scheme, "", 0.85, until=at + 1)
        marked = re.search(r"[:.–—-]\s*$", text[: scheme.end].rstrip() or " ")
        shape = reads_as_title(title, 18)
        chance = 0.97 if marked and shape > 0.2 else 0.9 if shape >= 0.6 else 0.4 * shape
        return _Candidate(at, scheme, "", chance, until=at + 1)
    shape = reads_as_title(title, 18)
    if not shape and title and title[0].islower():
        return None
    body = _is_body(blocks, at + 1) or _is_numbered_title(blocks, at + 1)
    match scheme.name:
        case "decimal":
            chance = 0.97 if shape >= 0.5 else 0.85 if shape or title.endswith("?") else 0.1
        case _:
            chance = 0.85 if shape >= 0.5 else 0.7 if shape or title.endswith("?") else 0.1
            chance *= 1.0 if body else 0.4
    if text[0].isdigit() and not text[: scheme.end].strip(" ").endswith((".", ")", ":", "–", "-")):
        chance *= 0.95 if scheme.name == "decimal" else 0.6 if shape < 0.8 else 0.9
    return _Candidate(at, scheme, "", chance, until=at + 1)


def _unnumbered(blocks: Sequence[Block], at: int, text: str) -> _Candidate | None:
    block = blocks[at]
    assert isinstance(block, Paragraph)  # noqa: S101 - the caller looked
    if scheme_of(text) is not None:
        return None
    body = _is_body(blocks, at + 1)
    follows = body or _is_numbered_title(blocks, at + 1) or _is_bare_title(blocks, at + 1)
    bold = all(run.bold or not run.text.strip() for run in block.runs)
    look = f"bold {block.size:g}" if bold else "capitals" if is_capitals(text) else "bare"
    if known_name(text):
        return _Candidate(at, None, look, 0.95 if follows else 0.6, until=at + 1)
    if CAPTION.match(text) or text.endswith((":", ",", ";", "…")):
        return None
    shape = reads_as_title(text)
    if look == "capitals" and shape:
        return _Candidate(at, None, look, 0.93 if follows else 0.5, until=at + 1)
    if bold and shape:
        return _Candidate(at, None, look, 0.92 if follows else 0.5, until=at + 1)
    if not follows or (not shape and not text.endswith("?")):
        return None
    before = blocks[at - 1] if at else None
    closed = not isinstance(before, Paragraph) or ends_sentence(said(before.runs))
    label = split_label(text)
    chance = 0.88 if shape >= 0.75 else 0.78 if shape >= 0.45 else 0.72
    if text.endswith("?") and not shape:
        chance = 0.6 if len(words_of(text)) <= 12 else 0.2
    if not closed:
        chance -= 0.12
    if label and not body:
        chance -= 0.35
    if not body and not _is_numbered_title(blocks, at + 1):
        chance -= 0.12 if shape >= 0.75 else 0.3
    if block.blank_before > 0:
        chance += 0.05
    return _Candidate(at, None, look, chance, until=at + 1)


def _is_body(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether text of a section stands at `at`: a sentence, a list, points, a table."""
    if at >= len(blocks):
        return False
    block = blocks[at]
    if isinstance(block, Grid):
        return True
    if not isinstance(block, Paragraph):
        return False
    text = said(block.runs)
    if block.item or block.style in ("quote", "code", "caption"):
        return True
    words = len(words_of(text))
    return (words > 6 and (ends_sentence(text) or _cited_at_end(block) or words > 18)) or (
        text.endswith(":") and words > 4
    )


def _is_numbered_title(blocks: Sequence[Block], at: int) -> bool:
    block = blocks[at] if at < len(blocks) else None
    if not isinstance(block, Paragraph) or not block.runs:
        return False
    if block.level:
        return True
    text = text_of(block.runs).strip()
    scheme = scheme_of(text)
    return (
        scheme is not None
        and reads_as_title(text[scheme.end :], 18) >= 0.3
        and (scheme.name in _DIVISIONS or scheme.depth > 1 or _is_body(blocks, at + 1))
    )


def _is_bare_title(blocks: Sequence[Block], at: int) -> bool:
    """Tell whether a title without a number stands at `at`, with text below it."""
    block = blocks[at] if at < len(blocks) else None
    if not isinstance(block, Paragraph) or block.item or block.style:
        return False
    text = text_of(block.runs).strip()
    return (
        scheme_of(text) is None
        and split_label(text) is None
        and reads_as_title(text) >= 0.5
        and _is_body(blocks, at + 1)
    )


def _in_sequence(found: list[_Candidate], blocks: Sequence[Block]) -> list[_Candidate]:
    """Lower plain numbers, letters and numerals that do not count up, or are items of a list."""
    _tell_letters(found)
    for name in ("plain", "roman", "letter"):
        these = [c for c in found if c.scheme and c.scheme.name == name and not c.stated]
        last = 0
        for candidate in these:
            assert candidate.scheme is not None  # noqa: S101 - chosen by its scheme
            value = candidate.scheme.value
            if value not in (last + 1, 1):
                candidate.chance *= 0.5
            else:
                last = value
            if _neighbours(blocks, candidate):
                candidate.chance *= 0.15
        if len(these) == 1 and not known_name(_title_of(blocks, these[0])):
            these[0].chance *= 0.5
    return found


def _tell_letters(found: Sequence[_Candidate]) -> None:
    """Take "C." for a letter where "B." came before, not "XCIX."; and "I." after "H."."""
    letter = roman = 0
    for candidate in found:
        scheme = candidate.scheme
        if scheme is None or scheme.name not in ("roman", "letter"):
            continue
        if scheme.name == "roman" and len(scheme.number) == 1:
            value = ord(scheme.number) - ord("A") + 1
            if value == letter + 1 and scheme.value != roman + 1:
                candidate.scheme = scheme._replace(name="letter", value=value)
        scheme = candidate.scheme
        if scheme is not None and scheme.name == "letter":
            letter = scheme.value
        elif scheme is not None:
            roman, letter = scheme.value, 0


def _title_of(blocks: Sequence[Block], candidate: _Candidate) -> str:
    block = blocks[candidate.at]
    assert isinstance(block, Paragraph)  # noqa: S101 - candidates are paragraphs
    return text_of(block.runs)[candidate.scheme.end if candidate.scheme else 0 :]


def _neighbours(blocks: Sequence[Block], candidate: _Candidate) -> bool:
    """Tell whether the next number of the same scheme stands right beside: an item of a list."""
    scheme = candidate.scheme
    for at, step in ((candidate.at - 1, -1), (candidate.at + 1, 1)):
        block = blocks[at] if 0 <= at < len(blocks) else None
        if isinstance(block, Paragraph) and scheme is not None:
            other = scheme_of(text_of(block.runs).strip())
            if other and other.name == scheme.name and other.value == scheme.value + step:
                return True
    return False


# ------------------------------------------------------------------------------------- levels


def _levels(
    chosen: Sequence[_Candidate], blocks: Sequence[Block], decisions: Decisions
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
            assert isinstance(block, Paragraph)  # noqa: S101 - candidates are paragraphs
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
    """The headings so far that are open, and the levels that kinds of headings have."""

    def __init__(
        self, chosen: Sequence[_Candidate], blocks: Sequence[Block], numbered: bool
    ) -> None:
        self.chosen = chosen
        self.blocks = blocks
        self.numbered = numbered
        self.kinds: dict[str, int] = {}
        self.open: list[tuple[_Candidate, int]] = []
        self.firsts = [i for i, c in enumerate(chosen) if c.scheme is not None]

    def take(self, candidate: _Candidate, level: int) -> None:
        """Say that `candidate` is the next heading, on `level`."""
        while self.open and self.open[-1][1] >= level:
            self.open.pop()
        self.open.append((candidate, level))
        if not (self.numbered and candidate.scheme is None):
            self.kinds.setdefault(candidate.kind, level)

    def place(self, position: int, candidate: _Candidate) -> tuple[int, float]:
        """Return the level of the next heading and how sure it is."""
        name = known_name(_title_of(self.blocks, candidate).strip())
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
        return self._by_look(position, candidate, name)

    def _numbered(self, scheme: Scheme, kind: str) -> int:
        if scheme.name in _APPENDICES:
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

    def _by_look(self, position: int, candidate: _Candidate, name: str) -> tuple[int, float]:
        block = self.blocks[candidate.at]
        assert isinstance(block, Paragraph)  # noqa: S101 - candidates are paragraphs
        same = [c for c in self.chosen if c.look == candidate.look]
        gaps = sorted(
            {b.blank_before for c in same if isinstance(b := self.blocks[c.at], Paragraph)},
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
