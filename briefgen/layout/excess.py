"""Take a layout with too many pages, report which blocks to shorten, and by how many words.

What can be shortened are the rows of tables and the text of sections, each without its sections.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout.assemble import Assembled
from briefgen.layout.galley import Length
from briefgen.walk import blocks_text, children, plain_text, words

__all__ = ["report_excess"]

_HINTS = 5
_FEW = 3
"""A cell of so few words cannot be shortened."""


class _Part(NamedTuple):
    """Something to shorten, and its height: a row, or the text of a section."""

    lengths: tuple[Length, ...]
    height: float
    section: m.Section | None = None

    @property
    def node(self) -> m.Node:
        """The longest block of it: where to look first."""
        return max(self.lengths, key=lambda length: length.height).node


def report_excess(
    made: Assembled, max_pages: int, size: float, document: m.Document, sink: Diagnostics
) -> None:
    """Report the error `does-not-fit` for `made`, whose text is set in `size` points."""
    theme = made.setter.theme
    style = theme.paragraph(made.setter.main_style())
    over = made.height - max_pages * made.setter.room
    beyond = sum(leaf.bottom - leaf.page.top for leaf in made.leaves[max_pages:])
    over = max(over, beyond) if over < 1.0 or max_pages > 1 else over
    cuts = [_advice(*cut, style.leading) for cut in _cuts(_parts(document, made), over)]
    pages = "one page" if max_pages == 1 else f"{max_pages} pages"
    what = f"the text does not fit on {pages} at {size:.1f} pt: it is {over:.0f} pt too high"
    if cuts:
        count = sum(count for _, count, _ in cuts)
        sink.error(
            "does-not-fit",
            f"{what}, about {count} words",
            cuts[0][0],
            *(hint for _, _, hint in cuts[:_HINTS]),
        )
    else:
        span = document.blocks[0].span if document.blocks else document.metadata.span
        hint = "cite fewer works, take a part out, or allow smaller text with a lower floor"
        sink.error("does-not-fit", what, span, hint)


def _parts(document: m.Document, made: Assembled) -> list[_Part]:
    """Return all that can be shortened."""
    owners: dict[int, m.Section | None] = {}
    _own(document.blocks, None, owners)
    texts: dict[int, list[Length]] = {}
    parts: list[_Part] = []
    for length in made.setter.lengths:
        if isinstance(length.node, m.Row):
            if any(words(cell.children) > _FEW for cell in length.node.cells):
                parts.append(_Part((length,), length.height))
        elif id(length.node) in owners:
            texts.setdefault(id(owners[id(length.node)]), []).append(length)
    for lengths in texts.values():
        section = owners[id(lengths[0].node)]
        parts.append(_Part(tuple(lengths), sum(each.height for each in lengths), section))
    return parts


def _own(
    nodes: Iterable[m.Node], section: m.Section | None, owners: dict[int, m.Section | None]
) -> None:
    """Note for each node below `nodes`, by its id, the section that it stands in."""
    for node in nodes:
        owners[id(node)] = section
        _own(children(node), node if isinstance(node, m.Section) else section, owners)


def _cuts(parts: Sequence[_Part], over: float) -> list[tuple[_Part, float]]:
    """Return what to shorten, the highest first, and by how many points.

    All that is higher than some level comes down to it: the least unfair way.
    """
    ordered = sorted(parts, key=lambda part: -part.height)
    for count in range(1, len(ordered) + 1):
        level = (sum(part.height for part in ordered[:count]) - over) / count
        below = ordered[count].height if count < len(ordered) else 0.0
        if level >= below:
            return [(part, part.height - level) for part in ordered[:count] if part.height > level]
    return [(part, over / len(ordered)) for part in ordered]


def _advice(part: _Part, points: float, line: float) -> tuple[Span, int, str]:
    """Return where to make `part` lower by `points`, by how many words, and that in a sentence.

    As text takes whole lines of height `line`, the advice leaves one to spare.
    """
    if isinstance(part.node, m.Row):
        return _row_advice(part.node, part.lengths[0], points, line)
    longest = part.node
    count = sum(words((length.node,)) for length in part.lengths)
    cut = min(max(round(count * (points + line) / part.height), 1), count)
    where = f"section {_title(part.section)!r}" if part.section else "the text"
    hint = f"shorten {where} by about {cut} of its {count} words"
    if len(part.lengths) > 1:
        hint += f"; its longest paragraph ({words((longest,))}) is in line {longest.span.line}"
    return longest.span, cut, hint


def _row_advice(row: m.Row, length: Length, points: float, line: float) -> tuple[Span, int, str]:
    level = max(max(length.cells) - points - line, line)
    cuts, total = [], 0
    heads = length.head.cells if length.head else ()
    for number, (cell, height) in enumerate(zip(row.cells, length.cells, strict=False)):
        count = words(cell.children)
        if count > _FEW and height > level:
            head = blocks_text(heads[number].children) if number < len(heads) else ""
            name = " ".join(head.split()) or str(number + 1)
            room = max(1, int(count * level / height))
            total += count - room
            cuts.append(f"{name!r} has {count} words, room for about {room}")
    title = " ".join(blocks_text(row.cells[0].children[:1]).split()[:5])
    hint = f"shorten row {title!r} by {points:.0f} pt: {'; '.join(cuts)}"
    return row.span, total, hint


def _title(section: m.Section) -> str:
    return f"{section.number} {plain_text(section.title)}".strip()
