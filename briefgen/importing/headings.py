"""Take a draft, return it with headings: where the format states none, by numbering and shape.

A line is a heading by its number ("4.2", "Section IV:") or by its look (capitals, bold, a short
title over a paragraph). `levels` finds its level.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftHeading,
    DraftParagraph,
    DraftRun,
    Grid,
    bare_text,
    clean,
    cut,
    text_of,
)
from briefgen.importing.levels import APPENDICES, Candidate, levels_of, title_of
from briefgen.importing.shape import (
    TitleNumber,
    ends_sentence,
    is_capitals,
    known_name,
    reads_as_title,
    split_label,
    title_number,
    words_of,
)
from briefgen.importing.tables import CAPTION
from briefgen.record import replace

__all__ = ["find_headings"]

_DIVISIONS = frozenset(
    "section chapter part volume kapitel teil abschnitt chapitre partie hoofdstuk deel".split()
)


def find_headings(draft: Draft, decisions: Decisions) -> Draft:
    """Return `draft` with `DraftHeading` blocks."""
    blocks = draft.blocks
    candidates = _candidates(blocks)
    stated = sum(candidate.stated > 0 for candidate in candidates)
    chosen: list[tuple[Candidate, tuple[int, ...]]] = []
    for candidate in candidates:
        if stated >= (2 if draft.plain else 1) and not candidate.stated:
            continue
        block = blocks[candidate.at]
        assert isinstance(block, DraftParagraph)  # noqa: S101 - candidates are paragraphs
        decision = decisions.take(
            "heading",
            block.place,
            text_of(block.runs),
            Option("a heading", candidate.chance),
            Option("text", 1 - candidate.chance),
        )
        if decision.chosen == "a heading":
            chosen.append((candidate, decision.doubts))
    levels = levels_of([c for c, _ in chosen], blocks, decisions)
    headings = {
        candidate.at: (candidate, level, (*doubts, *more))
        for (candidate, doubts), (level, more) in zip(chosen, levels, strict=True)
    }
    numbered = [c for c, _ in chosen if c.scheme and c.scheme.name not in APPENDICES]
    result: list[DraftBlock] = []
    at = 0
    while at < len(blocks):
        if at not in headings:
            result.append(blocks[at])
            at += 1
            continue
        candidate, level, doubts = headings[at]
        made = _heading(blocks, candidate, level, doubts, len(numbered) >= 2)
        decisions.leave_out(made.place, made.number, "the number of a heading, made anew")
        result.append(made)
        at = max(candidate.until, at + 1)
    return replace(draft, blocks=tuple(_counted(result, decisions)))


def _counted(blocks: Sequence[DraftBlock], decisions: Decisions) -> list[DraftBlock]:
    """Report the first heading whose printed number will differ from the one that was cut off."""
    counts = [0] * 6
    result: list[DraftBlock] = []
    reported = False
    for block in blocks:
        if isinstance(block, DraftHeading) and "unnumbered" not in block.classes:
            counts[block.level - 1] += 1
            counts[block.level :] = [0] * (6 - block.level)
            printed = ".".join(map(str, counts[: block.level]))
            scheme = title_number(f"{block.number} X") if block.number else None
            differs = scheme is not None and printed not in _printed(scheme, counts, block.level)
            if differs and not reported:
                reported = True  # those after it are likely to differ as well
                decision = decisions.take(
                    "numbering",
                    block.place,
                    f"{block.number} {text_of(block.runs)}",
                    Option(f"it will print as {printed}", 0.5),
                )
                block = replace(block, doubts=(*block.doubts, *decision.doubts))
        result.append(block)
    return result


def _printed(scheme: TitleNumber, counts: Sequence[int], level: int) -> set[str]:
    """Return the printed numbers that agree with `scheme` at this level."""
    if scheme.depth > 1:
        return {scheme.number}
    above = [str(count) for count in counts[: level - 1]]
    values = {scheme.value}
    if scheme.name in ("roman", "letter") and len(scheme.number) == 1:
        values.add(ord(scheme.number.upper()) - ord("A") + 1)  # "C." may be either
    return {".".join([*above, str(value)]) for value in values}


def _heading(
    blocks: Sequence[DraftBlock],
    candidate: Candidate,
    level: int,
    doubts: tuple[int, ...],
    others_numbered: bool,
) -> DraftHeading:
    block = blocks[candidate.at]
    assert isinstance(block, DraftParagraph)  # noqa: S101 - candidates are paragraphs
    runs, number, scheme = block.runs, "", candidate.scheme
    if scheme and scheme.name not in APPENDICES:
        number = text_of(runs)[: scheme.end].strip()
        runs = cut(runs, scheme.end)
    if candidate.until > candidate.at + 1:
        below = blocks[candidate.at + 1]
        assert isinstance(below, DraftParagraph)  # noqa: S101 - the title was looked at
        runs = (*runs, DraftRun(" "), *below.runs) if runs else below.runs
    if not bare_text(runs):  # a number without a title
        runs, number, scheme = block.runs, "", None
    runs = clean(replace(run, bold=False, underline=False) for run in runs)
    name = known_name(text_of(runs))
    unnumbered = not number and (
        name == "summary"
        or (others_numbered and level == 1 and scheme is None)
        or (scheme is not None and scheme.name in APPENDICES)
    )
    return DraftHeading(
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


def _candidates(blocks: Sequence[DraftBlock]) -> list[Candidate]:
    candidates: list[Candidate] = []
    skip = -1
    for at, block in enumerate(blocks):
        if at == skip or not isinstance(block, DraftParagraph) or not block.runs:
            continue
        text = text_of(block.runs).strip()
        if not text:
            continue
        if block.level:
            scheme = title_number(text)
            candidates.append(Candidate(at, scheme, "stated", 0.99, block.level, at + 1))
            continue
        if block.item or block.style or len(text) > 140 or _cited_at_end(block):
            continue
        candidate = _numbered(blocks, at, text) or _unnumbered(blocks, at, text)
        if candidate is not None and (candidate.chance >= 0.2 or candidate.scheme):
            candidates.append(candidate)
            skip = candidate.until - 1 if candidate.until > at + 1 else -1
    found = _closed(_in_sequence(candidates, blocks), blocks)
    return [candidate for candidate in found if candidate.chance >= 0.2]


def _cited_at_end(block: DraftParagraph) -> bool:
    runs = [run for run in block.runs if run.text.strip() or run.cites]
    return bool(runs) and bool(runs[-1].cites) and not runs[-1].doubts


def _numbered(blocks: Sequence[DraftBlock], at: int, text: str) -> Candidate | None:
    scheme = title_number(text)
    if scheme is None:
        return None
    title = text[scheme.end :].strip()
    if scheme.name in _DIVISIONS | APPENDICES:
        if not title:
            below = blocks[at + 1] if at + 1 < len(blocks) else None
            name = (
                text_of(below.runs) if isinstance(below, DraftParagraph) and not below.level else ""
            )
            if name and reads_as_title(name) >= 0.4 and title_number(name) is None:
                return Candidate(at, scheme, "", 0.93, until=at + 2)
            return Candidate(at, scheme, "", 0.85, until=at + 1)
        marked = re.search(r"[:.–—-]\s*$", text[: scheme.end].rstrip() or " ")
        shape = reads_as_title(title, 18)
        chance = 0.97 if marked and shape > 0.2 else 0.9 if shape >= 0.6 else 0.4 * shape
        return Candidate(at, scheme, "", chance, until=at + 1)
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
    return Candidate(at, scheme, "", chance, until=at + 1)


def _unnumbered(blocks: Sequence[DraftBlock], at: int, text: str) -> Candidate | None:
    block = blocks[at]
    assert isinstance(block, DraftParagraph)  # noqa: S101 - the caller looked
    if title_number(text) is not None:
        return None
    body = _is_body(blocks, at + 1)
    follows = body or _is_numbered_title(blocks, at + 1) or _is_bare_title(blocks, at + 1)
    bold = all(run.bold or not run.text.strip() for run in block.runs)
    look = f"bold {block.size:g}" if bold else "capitals" if is_capitals(text) else "bare"
    if known_name(text):
        return Candidate(at, None, look, 0.95 if follows else 0.6, until=at + 1)
    if CAPTION.match(text) or text.endswith((":", ",", ";", "…")):
        return None
    shape = reads_as_title(text)
    if look == "capitals" and shape:
        return Candidate(at, None, look, 0.93 if follows else 0.5, until=at + 1)
    if bold and shape:
        return Candidate(at, None, look, 0.92 if follows else 0.5, until=at + 1)
    if not follows or (not shape and not text.endswith("?")):
        return None
    before = blocks[at - 1] if at else None
    closed = not isinstance(before, DraftParagraph) or ends_sentence(bare_text(before.runs))
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
    return Candidate(at, None, look, chance, until=at + 1)


def _is_body(blocks: Sequence[DraftBlock], at: int) -> bool:
    """Tell whether the block at `at` is body text: a sentence, a list, points, a table."""
    if at >= len(blocks):
        return False
    block = blocks[at]
    if isinstance(block, Grid):
        return True
    if not isinstance(block, DraftParagraph):
        return False
    text = bare_text(block.runs)
    if block.item or block.style in ("quote", "code", "caption"):
        return True
    words = len(words_of(text))
    return (words > 6 and (ends_sentence(text) or _cited_at_end(block) or words > 18)) or (
        text.endswith(":") and words > 4
    )


def _is_numbered_title(blocks: Sequence[DraftBlock], at: int) -> bool:
    block = blocks[at] if at < len(blocks) else None
    if not isinstance(block, DraftParagraph) or not block.runs:
        return False
    if block.level:
        return True
    text = text_of(block.runs).strip()
    scheme = title_number(text)
    return (
        scheme is not None
        and reads_as_title(text[scheme.end :], 18) >= 0.3
        and (scheme.name in _DIVISIONS or scheme.depth > 1 or _is_body(blocks, at + 1))
    )


def _is_bare_title(blocks: Sequence[DraftBlock], at: int) -> bool:
    """Tell whether a title without a number stands at `at`, with text below it."""
    block = blocks[at] if at < len(blocks) else None
    if not isinstance(block, DraftParagraph) or block.item or block.style:
        return False
    text = text_of(block.runs).strip()
    return (
        title_number(text) is None
        and split_label(text) is None
        and reads_as_title(text) >= 0.5
        and _is_body(blocks, at + 1)
    )


def _in_sequence(candidates: list[Candidate], blocks: Sequence[DraftBlock]) -> list[Candidate]:
    """Lower plain numbers, letters and numerals that do not count up, or are items of a list."""
    _tell_letters(candidates)
    _tell_numbers(candidates, blocks)
    for name in ("plain", "roman", "letter"):
        these = [c for c in candidates if c.scheme and c.scheme.name == name and not c.stated]
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
        if len(these) == 1 and not known_name(title_of(blocks, these[0])):
            these[0].chance *= 0.5
    return candidates


def _tell_numbers(found: Sequence[Candidate], blocks: Sequence[DraftBlock]) -> None:
    """Read "5 ways to wait" as words where the headings beside it do not count up to it."""
    for name in ("plain", "roman", "letter"):
        levels = {c.stated for c in found if c.stated}
        for level in levels:
            these = [c for c in found if c.stated == level and c.scheme and c.scheme.name == name]
            values = {c.scheme.value for c in these if c.scheme}
            for candidate in these:
                value = candidate.scheme.value if candidate.scheme else 0
                told = bool(re.match(r"\s*\w+[.)]", _line(blocks[candidate.at])))
                if value - 1 not in values and not (value == 1 and (told or 2 in values)):
                    candidate.scheme = None


def _closed(candidates: list[Candidate], blocks: Sequence[DraftBlock]) -> list[Candidate]:
    """Raise what fills a gap in the outline: "3." between "2.2" and "4.", "2.1" before "2.2"."""
    these = [
        (c, _parts(c)) for c in candidates
        if c.scheme and c.scheme.name in ("plain", "decimal") and not c.stated
    ]  # fmt: skip
    for at, (candidate, own) in enumerate(these):
        if not 0.05 < candidate.chance < 0.85 or _neighbours(blocks, candidate):
            continue
        before = [p for c, p in these[:at] if c.chance >= 0.5][-1:]
        after = [p for c, p in these[at + 1 :] if c.chance > 0.05 and not _neighbours(blocks, c)][
            :1
        ]
        fits_before = _follows(before[0], own) if before else own[-1] == 1
        fits_after = not after or _follows(own, after[0])
        if fits_before and fits_after and (before or after) and _may_be_title(blocks, candidate):
            candidate.chance = 0.86
    return candidates


def _may_be_title(blocks: Sequence[DraftBlock], candidate: Candidate) -> bool:
    title = title_of(blocks, candidate).strip()
    grammar = re.search(r"[=|<>{}]|--", title)
    return (
        bool(title)
        and not grammar
        and len(words_of(title)) <= 12
        and not title.endswith((".", ";"))
    )


def _parts(candidate: Candidate) -> tuple[int, ...]:
    number = candidate.scheme.number if candidate.scheme else ""
    return tuple(int(part) for part in number.split(".") if part.isdigit()) or (0,)


def _follows(before: tuple[int, ...], own: tuple[int, ...]) -> bool:
    """Tell whether an outline may go on from one number to the other."""
    if own == (*before, 1):
        return True
    shared = own[:-1]
    return (
        len(own) <= len(before)
        and before[: len(shared)] == shared
        and (own[-1] == before[len(shared)] + 1)
    )


def _line(block: DraftBlock) -> str:
    return text_of(block.runs) if isinstance(block, DraftParagraph) else ""


def _tell_letters(candidates: Sequence[Candidate]) -> None:
    """Read "C." as a letter after "B.", and "I." after "H.", instead of as Roman numerals."""
    letter = roman = 0
    for candidate in candidates:
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


def _neighbours(blocks: Sequence[DraftBlock], candidate: Candidate) -> bool:
    """Tell whether the block before or after has the adjoining number, as in a list."""
    scheme = candidate.scheme
    for at, step in ((candidate.at - 1, -1), (candidate.at + 1, 1)):
        block = blocks[at] if 0 <= at < len(blocks) else None
        if isinstance(block, DraftParagraph) and scheme is not None:
            other = title_number(text_of(block.runs).strip())
            if other and other.name == scheme.name and other.value == scheme.value + step:
                return True
    return False
