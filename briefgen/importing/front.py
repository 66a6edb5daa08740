"""Take a draft, return it with title, subtitle, date and contents taken out of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.dates import to_iso
from briefgen.importing.authors import is_author_label, person
from briefgen.importing.dates import read_date
from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftParagraph,
    Grid,
    Unplaced,
    runs_in,
    text_of,
)
from briefgen.importing.header import take_header
from briefgen.importing.shape import (
    ends_sentence,
    known_name,
    reads_as_title,
    split_label,
    title_number,
    words_of,
)
from briefgen.importing.sources import is_source_heading
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
    while blocks and _is_rule(blocks[0]):
        blocks.pop(0)
    first_words = next((at for at, block in enumerate(blocks) if _said(block).strip()), 0)
    pictures, blocks = blocks[:first_words], blocks[first_words:]  # a logo above the title
    title, subtitle = meta.title, meta.subtitle
    unplaced: list[DraftBlock] = []
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
    elif blocks and (at := _title_at(blocks, meta.title)) >= 0:
        if before := [b for b in blocks[:at] if not _is_rule(b)]:
            decision = decisions.take(
                "unplaced", before[0].place, _said(before[0]),
                Option("text before the title", 0.6),
            )  # fmt: skip
            unplaced = [Unplaced(tuple(before), before[0].place, decision.doubts)]
        blocks = blocks[at:]
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
    blocks, meta = take_header(blocks, meta, decisions)
    blocks, date = _take_date(blocks, decisions)
    meta = replace(meta, title=title, subtitle=subtitle, date=meta.date or date)
    return replace(draft, blocks=(*pictures, *unplaced, *blocks), metadata=meta)


def _said(block: DraftBlock) -> str:
    return text_of(runs_in([block]))


def _is_rule(block: DraftBlock) -> bool:
    return isinstance(block, DraftParagraph) and block.style == "rule"


def _title_at(blocks: Sequence[DraftBlock], stated: str) -> int:
    """Return where the title stands, -1 for nowhere: the one highest heading, or the first line."""
    tops = [
        at
        for at, block in enumerate(blocks)
        if isinstance(block, DraftParagraph) and block.level == 1 and not is_source_heading(block)
    ]
    if len(tops) == 1 or (tops and _is_stated(blocks[tops[0]], stated)):
        at = tops[0]
        before = sum(len(words_of(_said(block))) for block in blocks[:at])
        if (at <= 2 or (at <= 6 and before <= 80)) and not known_name(_said(blocks[at])):
            return at
    return 0 if _is_title(blocks, stated) else -1


def _is_stated(block: DraftBlock, stated: str) -> bool:
    """Tell whether the file's own title is the text of `block`, or begins with it."""
    own, said = words_of(_said(block).casefold()), words_of(stated.casefold())
    return bool(own) and said[: len(own)] == own


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
        same = sum(
            isinstance(b, DraftParagraph) and b.level == first.level and not is_source_heading(b)
            for b in blocks
        )
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
        or split_label(text)
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
