"""Take a draft, return it without its source list, and the list as works.

The list stands under a heading ("Works cited", "References", "Quellen"), or it is a series of
entries with addresses at the end. A note that only names a source becomes a work as well.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftParagraph,
    Grid,
    Runs,
    SourceEntry,
    Unplaced,
    clean,
    runs_in,
    text_of,
    with_runs,
)
from briefgen.importing.entries import LABEL, MARKER, entries_of, entry_text, joined
from briefgen.importing.shape import title_number, words_of
from briefgen.importing.works import URL, looks_like_work
from briefgen.record import replace

__all__ = ["is_source_heading", "numbered_notes", "take_sources"]

_NAMES = frozenset(
    "works cited|cited works|references|reference list|list of references|bibliography|sources|"
    "reference|source|citation|sources cited|sources and references|参考文献|参考资料|引用文献|"
    "sources used|endnotes|notes|notes and references|"
    "citations|literature|literature cited|works consulted|source list|list of sources|quellen|"
    "quellenverzeichnis|quellenangaben|literaturverzeichnis|literatur|einzelnachweise|"
    "bibliographie|références|références bibliographiques|bronnen|bronnenlijst|literatuur|"
    "literatuurlijst|geraadpleegde bronnen".split("|")
)
_LONGEST = 60
_REMARKS = re.compile(r"notes|anmerkungen", re.IGNORECASE)
_AFTER = re.compile(
    r"(?:appendix|annex|anhang|annexe|bijlage|about the authors?|disclaimer|glossary|"
    r"(?:report\s+)?(?:filed|prepared|written|compiled)\s+by)\b",
    re.IGNORECASE,
)


def take_sources(draft: Draft, decisions: Decisions) -> tuple[Draft, tuple[SourceEntry, ...]]:
    """Return the draft without its source list, and the works in its order."""
    draft, noted = _take_notes(draft, decisions)
    if noted:
        draft = _without_empty_heading(draft, decisions)
    blocks = draft.blocks
    start = _find_heading(blocks)
    if start is None:
        first = _find_tail(blocks)
        if first is None:
            return draft, (*draft.works, *noted)
        decision = decisions.take(
            "source list",
            blocks[first].place,
            _text(blocks[first]),
            Option("a list of sources without a heading begins here", 0.7),
            Option("this is text", 0.3),
        )
        if decision.chosen == "this is text":
            return draft, (*draft.works, *noted)
        start = first - 1
    end = _find_end(blocks, start + 1)
    works = entries_of(blocks[start + 1 : end], decisions)
    if not works:
        return draft, (*draft.works, *noted)
    after = _after(blocks[end:], decisions)
    if start >= 0 and is_source_heading(blocks[start]):
        decisions.leave_out(blocks[start].place, _text(blocks[start]), "the heading of the sources")
        kept = blocks[:start] + after
    else:
        kept = blocks[: start + 1] + after
    return replace(draft, blocks=kept, works=()), (*works, *draft.works, *noted)


def numbered_notes(
    draft: Draft, works: tuple[SourceEntry, ...]
) -> tuple[Draft, tuple[SourceEntry, ...]]:
    """Give works that were notes their numbers, so that "[1]" cites the note "[^1]: ..."."""
    labels = {work.label for work in works}
    new = {label: work.label for work in works for label in work.also}
    new |= {
        label: number
        for label in labels
        if (number := label.removeprefix("note ")) != label
        and number.isdigit()
        and number not in labels
    }
    if not new:
        return draft, works

    def cited(runs: Runs) -> Runs:
        return tuple(
            replace(run, cites=tuple(new.get(label, label) for label in run.cites))
            if run.cites else run
            for run in runs
        )  # fmt: skip

    blocks = tuple(
        with_runs(block, cited) if isinstance(block, DraftParagraph | Grid) else block
        for block in draft.blocks
    )
    renamed = tuple(work._replace(label=new.get(work.label, work.label)) for work in works)
    return replace(draft, blocks=blocks), renamed


def _without_empty_heading(draft: Draft, decisions: Decisions) -> Draft:
    """Leave out the heading of sources that were notes, where nothing else stands below it."""
    blocks = draft.blocks
    for at, block in enumerate(blocks):
        ends = at + 1 == len(blocks) or _is_heading(blocks[at + 1])
        if _is_heading(block) and is_source_heading(block) and ends:
            decisions.leave_out(block.place, _text(block), "the heading of the sources")
            return replace(draft, blocks=(*blocks[:at], *blocks[at + 1 :]))
    return draft


def _after(blocks: tuple[DraftBlock, ...], decisions: Decisions) -> tuple[DraftBlock, ...]:
    """Return the blocks after the list; those before the next heading become `Unplaced`."""
    end = 0
    for block in blocks:
        text = _text(block)
        scheme = title_number(text)
        if (
            (isinstance(block, DraftParagraph) and block.level)
            or _AFTER.match(text)
            or (scheme and scheme.name not in ("plain", "roman", "letter", "decimal"))
        ):
            break
        end += 1
    if not end:
        return blocks
    decision = decisions.take(
        "unplaced",
        blocks[0].place,
        _text(blocks[0]),
        Option("text behind the sources that belongs nowhere", 0.5),
    )
    return (Unplaced(blocks[:end], blocks[0].place, decision.doubts), *blocks[end:])


def _text(block: DraftBlock) -> str:
    return text_of(block.runs) if isinstance(block, DraftParagraph) else ""


def is_source_heading(block: DraftBlock) -> bool:
    """Tell whether `block` is a heading like "Works cited"."""
    if not isinstance(block, DraftParagraph):
        return False
    text = _text(block).strip()
    scheme = title_number(text)
    return any(
        name.casefold().rstrip(":. ").strip() in _NAMES
        for name in (text, text[scheme.end :] if scheme else text)
    )


def _find_heading(blocks: Sequence[DraftBlock]) -> int | None:
    """Return the index of the last source heading with entries below it."""
    for at in range(len(blocks) - 1, -1, -1):
        if is_source_heading(blocks[at]):
            following = [
                text
                for block in itertools.takewhile(lambda b: not _is_heading(b), blocks[at + 1 :])
                if (text := entry_text(block))
            ][:6]
            stated = _is_heading(blocks[at]) and not _REMARKS.search(_text(blocks[at]))
            if _is_table_of_works(blocks[at + 1 : at + 2]) or any(map(_is_entry, following)) or (
                stated and following and all(len(words_of(text)) <= 40 for text in following)
                and any(MARKER.match(t) or _is_item(b)
                        for t, b in zip(following, blocks[at + 1 :], strict=False))
            ):  # fmt: skip
                return at
    return None


def _is_table_of_works(blocks: Sequence[DraftBlock]) -> bool:
    """Tell whether a table has an entry in each row: by numbers that count up, or by content."""
    for block in blocks:
        if not isinstance(block, Grid):
            return False
        rows = [[text_of(cell).strip() for cell in row] for row in block.rows[block.header :]]
        counted = [row[0].strip("[]().") for row in rows if row]
        numbers = [str(number) for number in range(1, len(rows) + 1)]
        told = sum(_is_entry(" ".join(row)) for row in rows)
        return len(rows) > 1 and (counted == numbers or told >= 0.6 * len(rows))
    return False


def _is_heading(block: DraftBlock) -> bool:
    return isinstance(block, DraftParagraph) and block.level > 0


def _is_entry(text: str) -> bool:
    """Tell whether `text` is an entry by what it says: an address, a year, a quoted title."""
    words = len(words_of(URL.sub("", text)))
    if words > _LONGEST:
        return False
    return looks_like_work(text) or (
        re.search(r"\b(?:1[5-9]|20)\d\d[a-z]?\b", text) is not None
        and (MARKER.match(text) is not None or LABEL.match(text) is not None or words >= 5)
        and re.search(r"[,.:]\s", text) is not None
    )


def _find_tail(blocks: Sequence[DraftBlock]) -> int | None:
    """Return the index of the first of three or more entries with addresses that end the text."""
    first = len(blocks)
    while first and isinstance(blocks[first - 1], DraftParagraph):
        block = blocks[first - 1]
        text = entry_text(block)
        whole = isinstance(block, DraftParagraph) and _is_address_line(block)
        if not whole or len(words_of(text)) > _LONGEST:
            break
        first -= 1
    return first if first and len(blocks) - first >= 3 else None


def _is_address_line(block: DraftParagraph) -> bool:
    """Tell whether a line is an entry with its address: printed, or the link of all its words."""
    if block.level:
        return False
    if LABEL.match(_text(block)) and block.runs and URL.match(block.runs[0].link):
        return True
    linked = "".join(run.text for run in block.runs if URL.match(run.link))
    return bool(URL.search(_text(block))) or len(linked) > 0.6 * len(_text(block))


def _find_end(blocks: Sequence[DraftBlock], start: int) -> int:
    """Return the index after the last entry of the list that begins at `start`."""
    end = start
    for at in range(start, len(blocks)):
        block = blocks[at]
        text = entry_text(block)
        if isinstance(block, DraftParagraph) and at > start:
            if block.level:
                break
            entry = _is_item(block) or _is_entry(text)
            if _AFTER.match(text) and not entry:
                break
            scheme = title_number(text)
            if scheme and scheme.name not in ("plain", "roman", "letter", "decimal") and not entry:
                break
            if not entry and at - end >= 3:
                break
        if isinstance(block, DraftParagraph) and block.level:
            break
        marked = MARKER.match(text) is not None and len(words_of(text)) <= 40
        entry = _is_entry(text) or _is_item(block) or isinstance(block, Grid)
        if entry or (marked and _goes_on(blocks, at)):
            end = at + 1
    return end


def _goes_on(blocks: Sequence[DraftBlock], at: int) -> bool:
    """Tell whether an entry follows soon, so that a bare numbered line is one as well."""
    return any(
        _is_entry(entry_text(block)) and not _is_heading(block) for block in blocks[at + 1 : at + 4]
    )


def _is_item(block: DraftBlock) -> bool:
    return isinstance(block, DraftParagraph) and (block.item is not None or block.style == "source")


# -------------------------------------------------------------------------------------- notes


def _take_notes(draft: Draft, decisions: Decisions) -> tuple[Draft, list[SourceEntry]]:
    """Make works of the notes that only name a source; notes with one address are one work."""
    labels: dict[str, str] = {}
    works: list[SourceEntry] = []
    seen: dict[str, str] = {}
    used = [run.note for run in runs_in(draft.blocks) if run.note in draft.notes]
    for key in dict.fromkeys([*used, *draft.notes]):
        blocks = draft.notes[key]
        text = " ".join(map(entry_text, blocks))
        paragraphs = [b for b in blocks if isinstance(b, DraftParagraph)]
        if len(paragraphs) != len(blocks) or not _only_source(text):
            continue
        address = URL.search(text)
        same = seen.setdefault(address[0] if address else text, key)
        if same == key:
            works.append(SourceEntry(f"note {key}", clean(joined(paragraphs)), paragraphs[0].place))
            labels[key] = f"note {key}"
        else:
            labels[key] = labels[same]
            named = f"[{key}] {text} [{key}]"
            decisions.leave_out(paragraphs[0].place, named, "a note that names the same source")
    if not labels:
        return draft, []

    def cited(runs: Runs) -> Runs:
        return tuple(
            replace(run, note="", cites=(labels[run.note],)) if run.note in labels else run
            for run in runs
        )

    blocks = tuple(
        with_runs(block, cited) if isinstance(block, DraftParagraph | Grid) else block
        for block in draft.blocks
    )
    notes = {key: value for key, value in draft.notes.items() if key not in labels}
    return replace(draft, blocks=blocks, notes=notes), works


def _only_source(text: str) -> bool:
    """Tell whether a note only names a source and has no remark of its own."""
    if not looks_like_work(text):
        return False
    words = words_of(URL.sub("", text))
    return len(words) <= 45 and not re.match(
        r"(?:see also|for|this|the authors?|we|here)\b", text, re.I
    )
