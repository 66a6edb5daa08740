"""Take a draft, return it with tables that an export wrote one cell a line put together again.

Such text does not state where a table is. A series of short lines is tried as rows of two to eight
cells. A width is accepted if the cells of each column are alike (numbers under numbers, sentences
under sentences) and the first row has short titles.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import log

from briefgen.importing.decisions import Decisions, Option, shorten
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftParagraph,
    Grid,
    bare_text,
    clean,
    text_of,
)
from briefgen.importing.shape import (
    ends_sentence,
    known_name,
    reads_as_title,
    split_label,
    title_number,
    words_of,
)
from briefgen.record import replace

__all__ = ["CAPTION", "find_tables"]

CAPTION = re.compile(
    r"(?P<kind>table|figure|chart|exhibit|tabelle|abbildung|tableau|tabel|tab\.|fig\.)\s+"
    r"\d{1,3}(?:\.\d{1,2})?\s*(?:[.:–—-]\s*|$)",
    re.IGNORECASE,
)
_NUMERIC = re.compile(
    r"[<>~≈±+−-]?\s?[$€£¥]?\s?\d[\d.,\s/–-]*\s?(?:%|[a-zA-Z€$]{0,4})(?:\s\([^)]*\))?$"
)
_FIRST = frozenset(
    "metric year country category indicator name item criterion factor risk phase date aspect "
    "feature dimension parameter actor option party measure period region source type variable "
    "jahr land kriterium merkmal jaar année pays".split()
)
_HINT = re.compile(r"\b(?:table|data|comparison|compared|matrix|figures|tabelle|überblick)\b", re.I)


def find_tables(draft: Draft, decisions: Decisions) -> Draft:
    """Put flattened tables together, and give tables their captions."""
    blocks = list(draft.blocks)
    at = 0 if draft.plain else len(blocks)
    while at < len(blocks):
        end = at
        while end < len(blocks) and _is_cell(blocks, end):
            end += 1
        if end - at >= 6:
            table = _best(blocks, at, end, decisions)
            if table is not None:
                start, stop, grid = table
                blocks[start:stop] = [grid]
                at = start + 1
                continue
        at = max(end, at + 1)
    return replace(draft, blocks=tuple(_captioned(blocks)))


def _is_cell(blocks: Sequence[DraftBlock], at: int) -> bool:
    block = blocks[at]
    if not isinstance(block, DraftParagraph) or block.level or block.item or block.style:
        return False
    text = bare_text(block.runs)
    if not text or len(text) > 220 or len(words_of(text)) > 32:
        return False
    label = split_label(text)
    if label and label[2] >= 0.6 and len(words_of(text[label[1] :])) >= 6:
        return False
    if CAPTION.match(text):
        return False
    scheme = title_number(text)
    if scheme is None:
        return True
    if scheme.name in ("plain", "roman", "letter"):
        bare = text[: scheme.end].strip().isdigit()  # "95 minutes"
        return scheme.name == "plain" and (bare or _NUMERIC.match(text) is not None)
    return scheme.name == "decimal" and not reads_as_title(text[scheme.end :]) > 0.6


def _best(
    blocks: Sequence[DraftBlock], at: int, end: int, decisions: Decisions
) -> tuple[int, int, Grid] | None:
    """Return where the table in the lines from `at` to `end` begins and ends, and it; or None."""
    run = [b for b in blocks[at:end] if isinstance(b, DraftParagraph)]
    before = blocks[at - 1] if at else None
    context = bare_text(before.runs) if isinstance(before, DraftParagraph) else ""
    hinted = bool(_HINT.search(context) or context.endswith(":") or CAPTION.match(context))
    readings: list[tuple[float, int, int, int]] = []
    for start in range(min(3, len(run))):
        for stop in range(len(run), max(len(run) - 3, start), -1):
            length = stop - start
            for width in range(2, 9):
                if length % width == 0 and length >= (6 if width == 2 else 2 * width):
                    score = _score(run[start:stop], width, hinted)
                    score -= 0.12 * start + 0.1 * (len(run) - stop)
                    if start:
                        lead = [text_of(b.runs) for b in run[:start]]
                        score += 0.1 if _reads_as_lead(lead) else -0.2
                    readings.append((score, start, stop, width))
    readings.sort(key=lambda reading: (-reading[0], reading[3], reading[1]))
    if not readings or readings[0][0] < 0.45:
        return None
    score, start, stop, width = readings[0]
    rival = next((r for r in readings if r[3] != width or r[1] != start), None)
    sure = min(0.55 + score * 0.4 + max(score - (rival[0] if rival else 0), 0) * 0.8, 0.97)
    options = [Option(f"a table of {width} columns", sure)]
    if rival and rival[0] > 0.2:
        options.append(Option(f"a table of {rival[3]} columns", (1 - sure) * 0.6))
    options.append(Option("lines of text", (1 - sure) * 0.4))
    subject = " / ".join(text_of(b.runs) for b in run[start : start + width])
    decision = decisions.take("table", run[start].place, shorten(subject), *options)
    if decision.chosen == "lines of text":
        return None
    if rival and decision.chosen != options[0].name:
        _, start, stop, width = rival
    cells = [clean(b.runs) for b in run[start:stop]]
    rows = tuple(tuple(cells[i : i + width]) for i in range(0, len(cells), width))
    grid = Grid(rows, run[start].place, doubts=decision.doubts)
    return at + start, at + stop, grid


def _reads_as_lead(texts: Sequence[str]) -> bool:
    """Tell whether lines before a table are a heading or its introduction, not cells."""
    last = texts[-1].rstrip()
    return last.endswith(":") or bool(known_name(texts[0])) or len(words_of(last)) >= 5


def _score(run: Sequence[DraftParagraph], width: int, hinted: bool) -> float:
    """Return how well rows of `width` cells explain the lines: about 0 by chance, 1 completely."""
    texts = [bare_text(block.runs) for block in run]
    header, body = texts[:width], texts[width:]
    if any(
        len(words_of(t)) > 8 or (ends_sentence(t.rstrip("?.")) and t.endswith((".", ";")))
        for t in header
    ):
        return -1.0
    if any(t[:1].islower() for t in header) or len(set(header)) < width:
        return -1.0
    signs = sum(bool(re.search(r"\d", t)) and not re.search(r"[^\W\d_]{2}", t) for t in header)
    numeric_head = sum(_NUMERIC.fullmatch(t) is not None and len(t) != 4 for t in header)
    if numeric_head > width / 2:
        return -1.0
    count = len(body)
    inside = outside = 0.0
    for weight, column in zip(_WEIGHTS, zip(*map(_features, body), strict=True), strict=True):
        outside += weight * _spread(column)
        inside += weight * sum(_spread(column[at::width]) for at in range(width))
    if outside < 1e-9:
        return -1.0
    score = 1 - (inside / max(count - width, 1)) / (outside / (count - 1))
    prose = [sum(map(ends_sentence, body[at::width])) > count / width / 2 for at in range(width)]
    if prose[0] or (width == 2 and prose[1] and not hinted):
        score -= 0.9  # headings, each with its paragraph
    blanks = [block.blank_before for block in run]
    if sum(b > 0 for b in blanks[1:]) == len(run) // width - 1 and all(blanks[width::width]):
        score += 0.8
    if words_of(header[0].casefold())[:1] and words_of(header[0].casefold())[0] in _FIRST:
        score += 0.12
    if hinted:
        score += 0.1
    score -= 0.4 * (signs > sum(len(t) == 4 and t.isdigit() for t in header))  # but for years
    if len({body[i] for i in range(0, count, width)}) < count // width:
        score -= 0.1  # the first column names its rows
    return score


_WEIGHTS = (0.5, 1.0, 1.0, 0.5)


def _spread(values: Sequence[float]) -> float:
    mean = sum(values) / len(values)
    return sum((value - mean) ** 2 for value in values)


def _features(text: str) -> tuple[float, ...]:
    words = max(len(words_of(text)), 1)
    numeric = float(_NUMERIC.fullmatch(text) is not None)
    return (log(words), numeric, float(ends_sentence(text) and words > 2), float(words > 5))


def _captioned(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    """Give each table the caption right before or after it."""
    result: list[DraftBlock] = []
    at = 0
    while at < len(blocks):
        block = blocks[at]
        if isinstance(block, Grid) and not block.caption:
            above = result[-1] if result else None
            below = blocks[at + 1] if at + 1 < len(blocks) else None
            if isinstance(above, DraftParagraph) and _is_caption(above):
                result.pop()
                block = replace(block, caption=above.runs)
            elif isinstance(below, DraftParagraph) and _is_caption(below):
                block = replace(block, caption=below.runs)
                at += 1
        result.append(block)
        at += 1
    return result


def _is_caption(block: DraftParagraph) -> bool:
    text = bare_text(block.runs)
    match = CAPTION.match(text)
    if block.style == "caption":
        return True
    return match is not None and match["kind"].casefold()[:3] == "tab" and len(words_of(text)) <= 30
