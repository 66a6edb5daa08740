"""Take blocks without heading styles, return them with levels for lines that are set larger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from briefgen.importing.draft import DraftBlock, DraftParagraph, bare_text, text_of
from briefgen.importing.shape import ends_sentence, known_name, title_number, words_of
from briefgen.record import replace

__all__ = ["with_levels"]

Kind = tuple[float, bool]
"""The size in points, and whether all of the line is bold."""


def with_levels(blocks: Sequence[DraftBlock]) -> list[DraftBlock]:
    """Return `blocks` with larger lines, and bold lines between them, as headings by their size.

    Nothing changes if styles state headings, or if no line is larger than the text; the passes
    judge lines that are only bold.
    """
    if sum(isinstance(b, DraftParagraph) and b.level > 0 for b in blocks) >= 2:
        return list(blocks)
    body = _body_size(blocks)
    kinds = {at: _kind(b) for at, b in enumerate(blocks) if isinstance(b, DraftParagraph)}
    likely = {
        at: kind
        for at, kind in kinds.items()
        if (kind[0] > body + 0.9 or (kind[0] > body - 0.6 and kind[1])) and _is_line(blocks[at])
    }
    larger = [at for at, kind in likely.items() if kind[0] > body + 0.9]
    if len(larger) < 2:
        return list(blocks)
    ranks = sorted(set(likely.values()), reverse=True)
    first = larger[0]
    result: list[DraftBlock] = []
    for at, block in enumerate(blocks):
        if isinstance(block, DraftParagraph) and at in likely and not block.level:
            unique = sum(kind == likely[at] for kind in likely.values()) == 1
            if at == first and unique and likely[at] == ranks[0] and not known_name(_text(block)):
                block = replace(block, style="title")
            elif block.style not in ("title", "subtitle"):
                block = replace(block, level=min(ranks.index(likely[at]) + 1, 6))
        result.append(block)
    return _with_subtitle(result)


def _with_subtitle(blocks: list[DraftBlock]) -> list[DraftBlock]:
    """Make the larger line under the title a subtitle, if no other line has its look."""
    for at, block in enumerate(blocks[:-1]):
        if isinstance(block, DraftParagraph) and block.style == "title":
            below = blocks[at + 1]
            if isinstance(below, DraftParagraph) and below.level:
                same = [
                    b
                    for b in blocks
                    if isinstance(b, DraftParagraph) and b.level and _kind(b) == _kind(below)
                ]
                if (
                    len(same) == 1
                    and not known_name(_text(below))
                    and not title_number(_text(below))
                ):
                    blocks[at + 1] = replace(below, level=0, style="subtitle")
            break
    return blocks


def _body_size(blocks: Sequence[DraftBlock]) -> float:
    """Return the size in which most of the text is set."""
    letters: Counter[float] = Counter()
    for block in blocks:
        if isinstance(block, DraftParagraph):
            letters[block.size] += len(text_of(block.runs))
    return max(letters, key=lambda size: (letters[size], size), default=0)


def _kind(block: DraftParagraph) -> Kind:
    inked = [run for run in block.runs if run.text.strip()]
    return block.size, bool(inked) and all(run.bold for run in inked)


def _is_line(block: DraftBlock) -> bool:
    """Tell whether the block is a short line that may be a title."""
    if (
        not isinstance(block, DraftParagraph)
        or block.item
        or block.style in ("caption", "code", "quote")
    ):
        return False
    text = bare_text(block.runs)
    return (
        0 < len(text) <= 140
        and len(words_of(text)) <= 18
        and not ends_sentence(text.rstrip("?"))
        and not text.endswith((":", ",", ";"))
    )


def _text(block: DraftParagraph) -> str:
    return text_of(block.runs).strip()
