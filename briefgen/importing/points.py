"""Take a draft, return it with lists, and with labelled points ("The Grievance: ...") as such."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftParagraph,
    ItemHint,
    ItemList,
    LabelledPoint,
    LabelledPoints,
    ListEntry,
    Runs,
    bare_text,
    clean,
    cut,
    text_of,
)
from briefgen.importing.shape import ends_sentence, split_label, words_of
from briefgen.importing.tables import CAPTION
from briefgen.record import replace

__all__ = ["find_lists", "find_points"]

_MARKER = re.compile(
    r"(?P<open>\(?)(?P<number>\d{1,3}|[a-z]|[ivx]{1,5}|[A-Z])(?P<close>[.)])\s+(?=\S)"
)
_TASK = re.compile(r"\[([ xX])\]\s+(?=\S)")
_ROMANS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]
_PLAIN_LABELS = frozenset("note notes source sources caption nb see also keywords".split())


# -------------------------------------------------------------------------------------- lists


def find_lists(draft: Draft) -> Draft:
    """Return `draft` with `ItemList` blocks; numbered lines in a row become items first."""
    blocks = _with_items(draft.blocks)
    result: list[DraftBlock] = []
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and _is_item(blocks[end]):
            end += 1
        if end == at:
            result.append(blocks[at])
            at += 1
            continue
        items = [b for b in blocks[at:end] if isinstance(b, DraftParagraph)]
        result += _lists(items)
        at = end
    return replace(draft, blocks=tuple(result))


def _is_item(block: DraftBlock) -> bool:
    return isinstance(block, DraftParagraph) and block.item is not None


def _with_items(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    """Give lines that count up ("1. ", "2. "; "(a)", "(b)") the hint that they are items."""
    result = list(blocks)
    at = 0
    while at < len(result):
        end = at
        while (
            end < len(result)
            and (value := _count(result[end], end - at)) is not None
            and value == end - at + 1
        ):
            end += 1
        if end - at >= 2:
            for number in range(at, end):
                block = result[number]
                assert isinstance(block, DraftParagraph)  # noqa: S101 - _count looked
                match = _MARKER.match(text_of(block.runs))
                assert match is not None  # noqa: S101 - _count looked
                item = ItemHint(0, True, match[0].strip())
                result[number] = replace(block, runs=cut(block.runs, match.end()), item=item)
        at = max(end, at + 1)
    return result


def _count(block: DraftBlock, before: int) -> int | None:
    """Return the number that begins the line, if `before` items come before it; else None."""
    if not isinstance(block, DraftParagraph) or block.item or block.level or block.style:
        return None
    match = _MARKER.match(text_of(block.runs))
    if match is None:
        return None
    number = match["number"]
    if number.isdigit():
        return int(number)
    values = [ord(number.lower()) - ord("a") + 1] if len(number) == 1 else []
    if number in _ROMANS:
        values.append(_ROMANS.index(number) + 1)
    return next((value for value in values if value == before + 1), None)


def _lists(items: Sequence[DraftParagraph]) -> list[DraftBlock]:
    """Make lists of consecutive items; a new list begins where the kind changes."""
    lists: list[DraftBlock] = []
    at = 0
    lowest = min(block.item.level for block in items if block.item)
    while at < len(items):
        made, at = _list(items, at, lowest)
        lists.append(made)
    return lists


def _list(items: Sequence[DraftParagraph], at: int, level: int) -> tuple[ItemList, int]:
    first = items[at].item
    assert first is not None  # noqa: S101 - items have hints
    entries: list[ListEntry] = []
    start = at
    while at < len(items):
        block = items[at]
        item = block.item
        assert item is not None  # noqa: S101 - items have hints
        if item.level > level and entries:
            below, at = _list(items, at, item.level)
            entries[-1] = replace(entries[-1], below=(*entries[-1].below, below))
            continue
        if item.level < level:
            break
        if item.continues and entries:
            last = entries[-1]
            entries[-1] = replace(last, content=(*last.content, clean(block.runs)))
        elif item.ordered != first.ordered or (item.ordered and at > start and _restarts(item)):
            break
        else:
            runs = clean(block.runs)
            task = None if item.ordered else _TASK.match(text_of(runs))
            runs = cut(runs, task.end()) if task else runs
            checked = task[1] != " " if task else None
            made_entry = ListEntry((runs,), block.place, checked=checked, doubts=block.doubts)
            entries.append(made_entry)
        at += 1
    number = re.sub(r"\D", "", first.marker)
    made = ItemList(
        tuple(entries),
        items[start].place,
        first.ordered,
        first.marker,
        int(number) if number and first.ordered else 1,
    )
    return made, at


def _restarts(item: ItemHint) -> bool:
    return re.sub(r"\W", "", item.marker) in ("1", "a", "A", "i", "I")


# ------------------------------------------------------------------------------------- points


def find_points(draft: Draft, decisions: Decisions) -> Draft:
    """Return `draft` with `LabelledPoints`; consecutive points share one block."""
    result: list[DraftBlock] = []
    blocks = draft.blocks
    for at, block in enumerate(blocks):
        made: DraftBlock = block
        if isinstance(block, ItemList):
            made = _labelled_list(block)
        elif isinstance(block, DraftParagraph) and not block.item:
            made = _point(blocks, at, block, decisions)
        last = result[-1] if result else None
        if isinstance(made, LabelledPoints) and isinstance(last, LabelledPoints):
            result[-1] = LabelledPoints((*last.points, *made.points), last.place)
        else:
            result.append(made)
    return replace(draft, blocks=tuple(_defined(result)))


def _point(
    blocks: Sequence[DraftBlock], at: int, block: DraftParagraph, decisions: Decisions
) -> DraftBlock:
    if block.style:
        return block
    text = text_of(block.runs)
    label_ends = split_label(text)
    if label_ends is None or CAPTION.match(text):
        return block
    end, start, share = label_ends
    words = words_of(text[:end])
    if " ".join(words).casefold() in _PLAIN_LABELS:
        return block
    rest = bare_text(cut(block.runs, start))
    bold = _is_bold(cut(block.runs, 0, end)) and not _is_bold(cut(block.runs, start))
    group = sum(_is_labelled(blocks, other) for other in (at - 1, at + 1))
    chance = 0.25 + 0.6 * share if share >= 0.6 else 0.15 + 0.3 * share
    chance += 0.12 * bool(group) + 0.05 * (len(words) <= 5)
    if share < 0.6 and group and len(words) <= 5:
        chance += 0.25
    if bold:
        chance = max(chance, 0.95)
    if not ends_sentence(rest) and not _ends_cited(block.runs):
        chance -= 0.15 if group else 0.4
    if len(words) > 6 and not bold:
        chance -= 0.1
    chance = min(max(chance, 0.02), 0.97)
    if chance < 0.15:
        return block
    decision = decisions.take(
        "labelled point",
        block.place,
        text,
        Option(f"the point “{text[:end].strip()}”", chance),
        Option("a sentence with a colon", 1 - chance),
    )
    if decision.chosen == "a sentence with a colon":
        return replace(block, doubts=(*block.doubts, *decision.doubts))
    label = clean(replace(run, bold=False) for run in cut(block.runs, 0, end))
    doubts = (*block.doubts, *decision.doubts)
    point = LabelledPoint(label, (clean(cut(block.runs, start)),), block.place, doubts)
    return LabelledPoints((point,), block.place)


def _is_labelled(blocks: Sequence[DraftBlock], at: int) -> bool:
    block = blocks[at] if 0 <= at < len(blocks) else None
    if not isinstance(block, DraftParagraph) or block.style or block.level:
        return False
    return split_label(text_of(block.runs)) is not None


def _is_bold(runs: Runs) -> bool:
    inked = [run for run in runs if run.text.strip(" :")]
    return bool(inked) and all(run.bold for run in inked)


def _ends_cited(runs: Runs) -> bool:
    return bool(runs) and bool(runs[-1].cites)


def _labelled_list(block: ItemList) -> DraftBlock:
    """Make points of a bulleted list if all its items have labels."""
    if block.ordered or any(e.below or e.checked is not None for e in block.entries):
        return block
    points: list[LabelledPoint] = []
    for entry in block.entries:
        runs = entry.content[0]
        label_ends = split_label(text_of(runs))
        if label_ends is None:
            return block
        end, start, share = label_ends
        bold = _is_bold(cut(runs, 0, end))
        if not (bold or share >= 0.6 or len(words_of(text_of(runs)[:end])) <= 4):
            return block
        label = clean(replace(run, bold=False) for run in cut(runs, 0, end))
        content = tuple(c for c in (clean(cut(runs, start)), *entry.content[1:]) if c)
        points.append(LabelledPoint(label, content, entry.place, entry.doubts))
    return LabelledPoints(tuple(points), block.place)


def _defined(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    """Make points of the terms and definitions that the format states."""
    result: list[DraftBlock] = []
    for block in blocks:
        last = result[-1] if result else None
        if isinstance(block, DraftParagraph) and block.style == "term":
            point = LabelledPoint(clean(block.runs), (), block.place)
            if isinstance(last, LabelledPoints):
                result[-1] = LabelledPoints((*last.points, point), last.place)
            else:
                result.append(LabelledPoints((point,), block.place))
        elif (
            isinstance(block, DraftParagraph)
            and block.style == "definition"
            and isinstance(last, LabelledPoints)
        ):
            *before, open_point = last.points
            content = (*open_point.content, clean(block.runs))
            result[-1] = LabelledPoints((*before, open_point._replace(content=content)), last.place)
        else:
            result.append(block)
    return result
