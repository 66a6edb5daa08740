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
_FEW, _SHORT = 3, 12
"""A cell and a paragraph of so few words cannot be shortened."""


class _Advice(NamedTuple):
    """Where to shorten, by how many points and words, and that in a sentence."""

    span: Span
    points: float
    words: int
    hint: str


def report_excess(
    made: Assembled, max_pages: int, size: float, document: m.Document, sink: Diagnostics
) -> None:
    """Report the error `does-not-fit` for `made`, whose text is set in `size` points."""
    theme = made.setter.theme
    style = theme.paragraph(made.setter.main_style())
    over = made.height - max_pages * made.setter.room
    beyond = made.beyond(max_pages)
    over = max(over, beyond) if over < 1.0 or max_pages > 1 else over
    found = _advice(document, made, over, style.leading)
    pages = "one page" if max_pages == 1 else f"{max_pages} pages"
    what = f"the text does not fit on {pages} at {size:.1f} pt: it is {over:.0f} pt too high"
    if found:
        count = sum(advice.words for advice in found)
        sink.error(
            "does-not-fit",
            f"{what}, about {count} words",
            found[0].span,
            *(advice.hint for advice in found[:_HINTS]),
        )
    else:
        span = document.blocks[0].span if document.blocks else document.metadata.span
        hint = "cite fewer works, take a part out, or allow smaller text with a lower floor"
        sink.error("does-not-fit", what, span, hint)


def _advice(document: m.Document, made: Assembled, over: float, line: float) -> list[_Advice]:
    """Return what to shorten, most first, so that all of it gets lower by `over` points.

    Rows and text take their part of it. As text takes whole lines of height `line`, one is added.
    """
    owners: dict[int, m.Section | None] = {}
    _own(document.blocks, None, owners)
    lengths = [each for each in made.setter.lengths if id(each.node) in owners and _is_long(each)]
    texts = [length for length in lengths if not isinstance(length.node, m.Row)]
    rows = [length for length in lengths if isinstance(length.node, m.Row)]
    part = over * sum(row.height for row in rows) / max(sum(each.height for each in lengths), 1.0)
    found = [_row_advice(row, points, line) for row, points in _cuts(rows, part)]
    points_of: dict[int, float] = {}
    for length, points in _cuts(texts, over - part + line):
        owner = id(owners[id(length.node)])
        points_of[owner] = points_of.get(owner, 0.0) + points
    for owner, points in points_of.items():
        parts = [length for length in texts if id(owners[id(length.node)]) == owner]
        found.append(_text_advice(owners[id(parts[0].node)], parts, points))
    return sorted(found, key=lambda advice: -advice.points)


def _is_long(length: Length) -> bool:
    if isinstance(length.node, m.Row):
        return any(words(cell.children) > _FEW for cell in length.node.cells)
    return words((length.node,)) > _SHORT


def _own(
    nodes: Iterable[m.Node], section: m.Section | None, owners: dict[int, m.Section | None]
) -> None:
    """Note for each node below `nodes`, by its id, the section that it stands in."""
    for node in nodes:
        owners[id(node)] = section
        _own(children(node), node if isinstance(node, m.Section) else section, owners)


def _cuts(lengths: Sequence[Length], over: float) -> list[tuple[Length, float]]:
    """Return what to shorten, the highest first, and by how many points.

    All that is higher than some level comes down to it: the least unfair way.
    """
    ordered = sorted(lengths, key=lambda length: -length.height)
    for count in range(1, len(ordered) + 1):
        level = (sum(each.height for each in ordered[:count]) - over) / count
        below = ordered[count].height if count < len(ordered) else 0.0
        if level >= below:
            return [(each, each.height - level) for each in ordered[:count] if each.height > level]
    return [(each, over / len(ordered)) for each in ordered]


def _text_advice(section: m.Section | None, parts: Sequence[Length], points: float) -> _Advice:
    """Tell by how many words to shorten the text of a section to make it lower by `points`."""
    longest = max(parts, key=lambda length: length.height).node
    count = sum(words((length.node,)) for length in parts)
    cut = round(count * points / sum(length.height for length in parts))
    cut = min(max(cut, 1), count)
    where = f"section {_title(section)!r}" if section else "the text"
    hint = f"shorten {where} by about {cut} of its {count} words"
    if len(parts) > 1:
        hint += f"; its longest paragraph ({words((longest,))}) is in line {longest.span.line}"
    return _Advice(longest.span, points, cut, hint)


def _row_advice(length: Length, points: float, line: float) -> _Advice:
    """Tell how many words the cells of a row have room for if it is to be lower."""
    row = length.node
    assert isinstance(row, m.Row)  # noqa: S101  # for the type checker
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
    return _Advice(row.span, points, total, hint)


def _title(section: m.Section) -> str:
    return f"{section.number} {plain_text(section.title)}".strip()
