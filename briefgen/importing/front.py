"""Take a draft, return it with title, subtitle, date and contents taken out of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.dates import to_iso
from briefgen.importing.authors import is_author_label, person
from briefgen.importing.dates import read_date
from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import Draft, DraftBlock, DraftParagraph, Grid, text_of
from briefgen.importing.shape import (
    ends_sentence,
    known_name,
    reads_as_title,
    split_label,
    title_number,
    words_of,
)
from briefgen.record import replace

__all__ = ["take_contents", "take_title"]

_CONTENTS = re.compile(
    r"(?:table of )?contents|inhalt(?:sverzeichnis)?|inhoud(?:sopgave)?|table des matières|"
    r"sommaire",
    re.IGNORECASE,
)
_LEADER = re.compile(r"[\s.…·_]*(?:\t|\s{2,}|[.…·_]{2,}|\s)\s*(?:p\.?\s*)?\d{1,4}$")
_DATE_LABEL = re.compile(
    r"(?:date(?: of (?:issue|publication|report))?|published(?: on)?|issued(?: on)?|datum|stand)"
    r"\s*:?\s+(?=\S)",
    re.IGNORECASE,
)


def take_title(draft: Draft, fallback: str, decisions: Decisions) -> Draft:
    """Take title, subtitle and date from the top of the text into the metadata."""
    blocks = list(draft.blocks)
    meta = draft.metadata
    while blocks and isinstance(blocks[0], DraftParagraph) and blocks[0].style == "rule":
        blocks.pop(0)
    title, subtitle = meta.title, meta.subtitle
    styled = [
        b for b in blocks[:12] if isinstance(b, DraftParagraph) and b.style in ("title", "subtitle")
    ]
    if styled:
        for block in styled:
            blocks.remove(block)
            if block.style == "title":
                title = (
                    f"{title} {text_of(block.runs).strip()}"
                    if title in _texts(styled)
                    else (text_of(block.runs).strip())
                )
            else:
                subtitle = text_of(block.runs).strip()
    elif blocks and _is_title(blocks, meta.title):
        first = blocks.pop(0)
        assert isinstance(first, DraftParagraph)  # noqa: S101 - _is_title looked
        title = text_of(first.runs).strip()
        if blocks and not subtitle and _is_subtitle(blocks):
            second = blocks.pop(0)
            assert isinstance(second, DraftParagraph)  # noqa: S101 - _is_subtitle looked
            subtitle = text_of(second.runs).strip()
        if first.level:
            blocks = _raised(blocks, first.level)
    elif not title:
        place = blocks[0].place if blocks else None
        if place:
            decisions.take(
                "title", place, fallback, Option(f"no title was found; “{fallback}” stands in", 0.5)
            )
        title = fallback
    main, colon, rest = title.partition(": ")
    if colon and not subtitle and len(words_of(rest)) >= 3 and 1 <= len(words_of(main)) <= 8:
        title, subtitle = main, rest
    blocks, date = _take_date(blocks, decisions)
    meta = replace(meta, title=title, subtitle=subtitle, date=meta.date or date)
    return replace(draft, blocks=tuple(blocks), metadata=meta)


def _texts(blocks: Sequence[DraftParagraph]) -> set[str]:
    return {text_of(block.runs).strip() for block in blocks}


def _is_title(blocks: Sequence[DraftBlock], stated: str) -> bool:
    first = blocks[0]
    if not isinstance(first, DraftParagraph) or first.item or not first.runs:
        return False
    text = text_of(first.runs).strip()
    if stated and words_of(stated.casefold()) == words_of(text.casefold()):
        return True
    if title_number(text) and title_number(text).name not in ("plain", "letter"):  # type: ignore[union-attr]
        return False
    if first.level:
        same = sum(isinstance(b, DraftParagraph) and b.level == first.level for b in blocks)
        return same == 1 and not known_name(text)
    if known_name(text) or is_author_label(text) or read_date(text):
        return False
    return len(words_of(text)) <= 30 and not ends_sentence(text.rstrip("?!"))


def _is_subtitle(blocks: Sequence[DraftBlock]) -> bool:
    """Tell whether the first line is a subtitle, because a heading, author or date follows it."""
    first = blocks[0]
    if not isinstance(first, DraftParagraph) or first.level or first.item or not first.runs:
        return False
    text = text_of(first.runs).strip()
    if (
        known_name(text)
        or title_number(text)
        or is_author_label(text)
        or read_date(text)
        or _DATE_LABEL.match(text)
        or _CONTENTS.fullmatch(text)
        or ends_sentence(text.rstrip("?"))
        or len(words_of(text)) > 25
        or person(text)
        or re.match(r"by\s", text, re.IGNORECASE)
    ):
        return False
    second = blocks[1] if len(blocks) > 1 else None
    if not isinstance(second, DraftParagraph):
        return False
    below = text_of(second.runs).strip()
    return bool(
        second.level
        or known_name(below)
        or title_number(below)
        or is_author_label(below)
        or read_date(below)
        or _DATE_LABEL.match(below)
        or person(below)
        or _CONTENTS.fullmatch(below)
        or re.match(r"by\s+[A-Z]", below, re.IGNORECASE)
        or (reads_as_title(below) > 0.6 and split_label(below) is None)
    )


def _raised(blocks: Sequence[DraftBlock], level: int) -> list[DraftBlock]:
    """Return `blocks` with heading levels that begin at 1, although the title had `level`."""
    levels = [b.level for b in blocks if isinstance(b, DraftParagraph) and b.level]
    if not levels or min(levels) <= level:
        return list(blocks)
    up = min(levels) - 1
    return [
        replace(b, level=b.level - up) if isinstance(b, DraftParagraph) and b.level else b
        for b in blocks
    ]


def _take_date(blocks: Sequence[DraftBlock], decisions: Decisions) -> tuple[list[DraftBlock], str]:
    """Take a line that is a date out of the blocks before the first heading."""
    kept = list(blocks)
    for at, block in enumerate(kept[:8]):
        if not isinstance(block, DraftParagraph) or block.level:
            break
        text = text_of(block.runs).strip()
        if known_name(text) or len(words_of(text)) > 20:
            break
        label = _DATE_LABEL.match(text)
        if parts := read_date(text[label.end() :] if label else text):
            if len(parts) == 1 and not label:
                continue
            del kept[at]
            decisions.leave_out(
                block.place, text, "the date, in front matter as it is written there"
            )
            return kept, to_iso(parts)
    return kept, ""


def take_contents(draft: Draft, decisions: Decisions) -> Draft:
    """Leave out a table of contents: the lines under "Contents" that recur as headings."""
    blocks = list(draft.blocks)
    at = next((i for i, b in enumerate(blocks[:40]) if _is_contents(b)), -1)
    if at < 0:
        return draft
    end = at + 1
    later = [_plain(text_of(b.runs)) for b in blocks if isinstance(b, DraftParagraph)]
    offset = sum(isinstance(b, DraftParagraph) for b in blocks[: at + 1])
    while end < len(blocks):
        below = blocks[end]
        if isinstance(below, Grid):
            if not all(_plain(_row_text(row)) in later for row in below.rows):
                break
            end += 1
            continue
        if not isinstance(below, DraftParagraph):
            break
        offset += 1
        if below.style == "rule" or not below.runs:
            end += 1
            continue
        name = _plain(text_of(below.runs))
        if name not in later[offset:] and _without_number(name) not in map(
            _without_number, later[offset:]
        ):
            break
        end += 1
    if end == at + 1:
        return draft
    for gone in blocks[at:end]:
        text = (
            text_of(gone.runs)
            if isinstance(gone, DraftParagraph)
            else "\n".join(map(_row_text, gone.rows))
            if isinstance(gone, Grid)
            else ""
        )
        decisions.leave_out(gone.place, text, "the contents, which are made anew")
    return replace(draft, blocks=(*blocks[:at], *blocks[end:]))


def _is_contents(block: DraftBlock) -> bool:
    return (
        isinstance(block, DraftParagraph)
        and _CONTENTS.fullmatch(text_of(block.runs).strip(" :")) is not None
    )


def _row_text(row: Sequence[object]) -> str:
    return " ".join(text_of(cell) for cell in row)  # type: ignore[arg-type]


def _plain(text: str) -> str:
    return " ".join(words_of(_LEADER.sub("", text.strip()).casefold()))


def _without_number(text: str) -> str:
    scheme = title_number(text)
    return text[scheme.end :] if scheme else re.sub(r"^\d[\d.]*\s+", "", text)
