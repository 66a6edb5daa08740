"""Take a draft, return it with its authors in the metadata: "Report Filed By:" and the like."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefgen.dates import to_iso
from briefgen.importing.dates import read_date
from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import Draft, DraftBlock, DraftParagraph, text_of
from briefgen.importing.shape import ends_sentence, known_name, title_number, words_of
from briefgen.record import replace

__all__ = ["is_author_label", "person", "read_authors", "take_authors"]

Author = tuple[str, str, str]
"""Name, role, affiliation."""

_LABEL = re.compile(
    r"(?:(?:this\s+)?(?:report|paper|brief(?:ing)?|document|analysis|memo(?:randum)?)\s+)?"
    r"(?:filed|prepared|written|compiled|authored|submitted|researched|drafted)\s+by\s*:?\s*"
    r"|(?:lead\s+|principal\s+)?(?:authors?|analysts?|autor(?:en|in)?|auteurs?|verfasser(?:in)?)"
    r"(?:\(s\))?\s*:\s*"
    r"|(?:authors?|about the authors?)\s*$",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|von|par|door)\s+(?=[A-ZÀ-Þ])", re.IGNORECASE)
_TITLES = r"(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|Col|Gen|Lt|Capt|Adm|Amb|Ing|Rev)\.?\s+){0,3}"
_NAME = r"[A-ZÀ-ÞŁŠŽČ][\w’'-]+|[A-ZÀ-Þ]\."
_PERSON = re.compile(
    rf"{_TITLES}(?:{_NAME})(?:\s+(?:{_NAME}|van|von|de|der|den|del|la|le|bin|al|ter|ten|zu)){{1,4}}"
    r"(?:,?\s+(?:PhD|Ph\.D\.|MA|MSc|MBA|Jr\.?|Sr\.?|CFA|MD|MP))*"
)
_ROLE = re.compile(
    r"\b(?:analyst|director|editor|professor|fellow|researcher|manager|officer|head|lead|leader|"
    r"consultant|economist|engineer|advis[eo]r|chief|president|scientist|correspondent|reporter|"
    r"journalist|lecturer|associate|coordinator|partner|chair|secretary|specialist|strategist|"
    r"historian|architect|planner|auditor|author|student|intern|leiter(?:in)?|referent(?:in)?)\b",
    re.IGNORECASE,
)


def is_author_label(text: str) -> bool:
    """Tell whether `text` begins like "Prepared by:" or "Author:"."""
    return _LABEL.match(text) is not None


def person(text: str) -> bool:
    """Tell whether `text` reads as the name of a person."""
    return _PERSON.fullmatch(text.strip(" .")) is not None and not known_name(text)


def take_authors(draft: Draft, decisions: Decisions) -> Draft:
    """Move the author block, at the top or at the end, into the metadata."""
    blocks = draft.blocks
    for at in _likely(blocks):
        block = blocks[at]
        if not isinstance(block, DraftParagraph) or block.item or not block.runs:
            continue
        text = text_of(block.runs).strip()
        match = _LABEL.match(text)
        if match:
            rest = text[match.end() :].strip()
            lines, end = ([rest], at + 1) if rest else _below(blocks, at + 1)
            if rest:
                more, end = _below(blocks, at + 1) if _may_go_on(blocks, at, rest) else ([], at + 1)
                lines += more
            if (changed := _without(draft, at, end, lines, decisions)) is None:
                continue
            decisions.leave_out(block.place, match[0], "the label of the author block")
            return changed
        by = _BY.match(text) if at < 6 else None
        if by and person(re.split(r",|\s+(?:and|und|et|en|&)\s+", text[by.end() :])[0]):
            changed = _without(draft, at, at + 1, [text[by.end() :]], decisions)
            if changed is not None:
                decisions.leave_out(block.place, by[0], "the label of the author")
                return changed
    if not draft.metadata.authors:
        return _bare_name(draft, decisions)
    return draft


def _likely(blocks: Sequence[DraftBlock]) -> Iterator[int]:
    """Yield the indices of the first and the last blocks, where author blocks stand."""
    yield from range(min(10, len(blocks)))
    yield from range(max(10, len(blocks) - 12), len(blocks))


def _may_go_on(blocks: Sequence[DraftBlock], at: int, rest: str) -> bool:
    """Tell whether a role may stand on the line below "Author: Jane Doe"."""
    if not person(rest) or at + 1 >= len(blocks):
        return False
    below = blocks[at + 1]
    text = text_of(below.runs) if isinstance(below, DraftParagraph) else ""
    return bool(_ROLE.search(text)) and len(words_of(text)) <= 12 and not ends_sentence(text)


def _below(blocks: Sequence[DraftBlock], start: int) -> tuple[list[str], int]:
    """Return the lines of an author block from `start` on, and where it ends."""
    lines: list[str] = []
    end = start
    while end < len(blocks) and len(lines) < 9:
        block = blocks[end]
        if not isinstance(block, DraftParagraph) or block.level or block.style == "rule":
            break
        text = text_of(block.runs).strip()
        named = title_number(text)
        if (
            not text
            or known_name(text)
            or (named and named.name not in ("letter",))
            or len(words_of(text)) > 14
            or (ends_sentence(text) and not re.search(r"\b(?:[A-Z]|Jr|Sr|Ph\.D|Inc|Ltd)\.$", text))
            or (block.blank_before and lines and not (person(text) or len(lines) < 2))
        ):
            break
        lines.append(text)
        end += 1
    return lines, end


def read_authors(lines: Sequence[str]) -> tuple[tuple[Author, ...], list[tuple[str, str]]]:
    """Return the authors in `lines`, and the lines that are dates, with these in ISO 8601."""
    authors: list[list[str]] = []
    dates: list[tuple[str, str]] = []
    for line in lines:
        if parts := read_date(re.sub(r"^(?:date|datum)\s*:\s*", "", line, flags=re.IGNORECASE)):
            dates.append((line, to_iso(parts)))
            continue
        together = not _ROLE.search(line) and not (authors and not authors[-1][1])
        names = re.split(r"\s*;\s*|,?\s+(?:and|und|et|en|&)\s+", line)
        if together and len(names) > 1 and all(person(n.split(",")[0]) for n in names):
            authors += [_split(name) for name in names]
        elif (
            together
            and len(names := re.split(r",\s+(?:and\s+)?", line)) > 1
            and all(map(person, names))
        ):
            authors += [[name, "", ""] for name in names]
        elif not authors or (
            person(line) and not _ROLE.search(line) and (authors[-1][1] or authors[-1][2])
        ):
            authors.append(_split(line))
        elif not authors[-1][1]:
            role, comma, rest = line.partition(", ")
            if comma and not authors[-1][2]:
                authors[-1][1:] = [role, rest]
            elif _ROLE.search(line) or authors[-1][2]:
                authors[-1][1] = line
            else:
                authors[-1][2] = line
        else:
            authors[-1][2] = ", ".join(filter(None, [authors[-1][2], line]))
    return tuple((a[0], a[1], a[2]) for a in authors), dates


def _split(line: str) -> list[str]:
    """Split "Jane Doe, Senior Analyst, Institute"."""
    name, _, rest = line.strip(" ,").partition(", ")
    if re.fullmatch(r"(?:PhD|Ph\.D\.|MA|MSc|MBA|Jr\.?|Sr\.?|MD)", rest.split(",")[0]):
        return [f"{name}, {rest}", "", ""]
    role, _, affiliation = rest.partition(", ")
    if role and not affiliation and not _ROLE.search(role):
        return [name, "", role]
    return [name, role, affiliation]


def _without(
    draft: Draft, start: int, end: int, lines: Sequence[str], decisions: Decisions
) -> Draft | None:
    """Return the draft with the authors in `lines`, without the blocks they came from, or None."""
    authors, dates = read_authors(lines)
    if not authors:
        return None
    for line, _ in dates:
        why = "the date, in front matter as it is written there"
        decisions.leave_out(draft.blocks[start].place, line, why)
    meta = draft.metadata
    date = meta.date or next((date for _, date in dates), "")
    meta = replace(meta, authors=authors, date=date)
    return replace(draft, blocks=draft.blocks[:start] + draft.blocks[end:], metadata=meta)


def _bare_name(draft: Draft, decisions: Decisions) -> Draft:
    """Move a name that stands alone between the title and the first heading into the metadata."""
    for at, block in enumerate(draft.blocks[:4]):
        if not isinstance(block, DraftParagraph) or block.level:
            break
        text = text_of(block.runs).strip()
        if known_name(text) or title_number(text) or len(words_of(text)) > 14:
            break
        if block.style == "author" or (at > 0 and person(text)):
            sure = 0.95 if block.style == "author" else 0.65
            decision = decisions.take(
                "author",
                block.place,
                text,
                Option("the author", sure),
                Option("text", 1 - sure),
            )
            if decision.chosen == "text":
                continue
            lines, end = _below(draft.blocks, at)
            changed = _without(draft, at, min(end, at + 3), lines[:3], decisions)
            return changed or draft
    return draft
