"""Take a layout with too many pages, report which blocks to shorten, and by how many words.

What can be shortened are the rows of tables and the text of sections, each without its sections.
Where that is not enough, it is said what else would be: fewer rows, smaller text, more pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout.galley import Length
from briefgen.layout.pages.assemble import Assembled
from briefgen.record import NamedTuple
from briefgen.walk import blocks_text, children, plain_text, walk, words

__all__ = ["report_excess"]

_HINTS = 5
_NAMED = 3
"""At most this many of the rows to leave out are named."""
_HALVINGS = 40
_FEW, _SHORT = 3, 12
"""A cell and a paragraph of no more words than this cannot be shortened."""


class _Advice(NamedTuple):
    """Where to shorten, by how many points and words, and that in a sentence."""

    span: Span
    points: float
    words: int
    hint: str


def report_excess(
    made: Assembled,
    max_pages: int,
    size: float,
    document: m.Document,
    sink: Diagnostics,
    *,
    smaller: float,
) -> None:
    """Report the error `does-not-fit` for `made`, whose text is set in `size` points.

    It would fit in `smaller` ones; 0: in none that the theme allows.
    """
    theme = made.context.theme
    style = theme.paragraph(made.context.main_style())
    over = made.height - max_pages * made.context.room
    beyond = made.beyond(max_pages)
    over = max(over, beyond) if over < 1.0 or max_pages > 1 else over
    found = _advice(document, made, over, style.leading)
    pages = "one page" if max_pages == 1 else f"{max_pages} pages"
    what = f"the text does not fit on {pages} at {size:.1f} pt: it is {over:.0f} pt too high"
    hints = [advice.hint for advice in found[:_HINTS]]
    if len(found) > _HINTS:
        count = sum(advice.words for advice in found[_HINTS:])
        hints.append(f"and {len(found) - _HINTS} more by about {count} words")
    file = document.metadata.span.file
    span = found[0].span if found else _place(document.blocks, file) or document.metadata.span
    if found:
        what += f", about {sum(advice.words for advice in found)} words"
    left = over - sum(advice.points for advice in found)
    if left > style.leading or not found:
        also = "besides, " if found else ""
        rows = [each for each in made.context.lengths if isinstance(each.node, m.Row)]
        spared = _spared(rows, left, style.leading)
        listed = [node for node in walk(document.blocks) if isinstance(node, m.Work)]
        if spared:
            named = ", ".join(_named(row, file) for row in spared[:_NAMED])
            named += ", ..." if len(spared) > _NAMED else ""
            hints.append(f"{also}leave out {len(spared)} of {len(rows)} rows: {named}")
            span = span if found else _place((spared[0].node,), file) or span
            also = "or "
        if listed:
            hints.append(f"{also}cite fewer works than the {len(listed)} that are listed")
        elif not spared:
            hints.append(f"{also}take a part out")
        if smaller:
            hints.append(f"or allow smaller text: floor = {smaller:g} under [fit] in audience.toml")
        hints.append(f"or allow more pages: max_pages = {len(made.leaves)} in audience.toml")
    sink.error("does-not-fit", what, span, *hints)


def _spared(rows: Iterable[Length], points: float, line: float) -> list[Length]:
    """Return the rows without which all is lower by `points`, the highest; none if that fails."""
    spared: list[Length] = []
    for row in sorted(rows, key=lambda row: -_least(row, line)):
        if points <= 0.0:
            break
        spared.append(row)
        points -= _least(row, line)
    return spared if points <= 0.0 else []


def _named(length: Length, file: str) -> str:
    """Return the title of a row, and its line in `file`."""
    assert isinstance(length.node, m.Row)  # noqa: S101  # for the type checker
    place = _place((length.node,), file)
    return f"{_row_title(length.node)!r}" + (f" (line {place.line})" if place else "")


def _place(nodes: Iterable[m.Node], file: str) -> Span | None:
    """Return where the first of `nodes` stands, or of those in them, that is from `file`."""
    spans = [node.span for node in walk(nodes)]
    return next((span for span in spans if span.file == file), next(iter(spans), None))


def _advice(document: m.Document, made: Assembled, over: float, line: float) -> list[_Advice]:
    """Return what to shorten, most first, so that all of it gets lower by `over` points.

    Rows and text take their part of it. As text takes whole lines of height `line`, one is added.
    """
    owners: dict[int, m.Section | None] = {}
    _own(document.blocks, None, owners)
    lengths = [each for each in made.context.lengths if id(each.node) in owners and _is_long(each)]
    texts = [length for length in lengths if not isinstance(length.node, m.Row)]
    rows = [length for length in lengths if isinstance(length.node, m.Row)]
    part = over * sum(row.height for row in rows) / max(sum(each.height for each in lengths), 1.0)
    found = [_row_advice(row, points, line) for row, points in _cuts(rows, part, line)]
    points_of: dict[int, float] = {}
    for length, points in _cuts(texts, over - part + line, line):
        owner = id(owners[id(length.node)])
        points_of[owner] = points_of.get(owner, 0.0) + points
    for owner, points in points_of.items():
        parts = [length for length in texts if id(owners[id(length.node)]) == owner]
        found.append(_text_advice(owners[id(parts[0].node)], parts, points))
    return sorted(found, key=lambda advice: -advice.points)


def _is_long(length: Length) -> bool:
    if isinstance(length.node, m.Row):
        return any(not _is_fixed(cell) for cell in length.node.cells)
    return words((length.node,)) > _SHORT


def _own(
    nodes: Iterable[m.Node], section: m.Section | None, owners: dict[int, m.Section | None]
) -> None:
    """Note for each node below `nodes`, by its id, the section that it stands in."""
    for node in nodes:
        owners[id(node)] = section
        _own(children(node), node if isinstance(node, m.Section) else section, owners)


def _cuts(lengths: Sequence[Length], over: float, line: float) -> list[tuple[Length, float]]:
    """Return what to shorten, the highest first, and by how many points.

    All that is higher than some level comes down to it, the least unfair way, but no row below
    what can't be shortened in it. That may be less than `over` in all.
    """
    ordered = sorted(lengths, key=lambda length: -length.height)
    floors = [_least(length, line) for length in ordered]
    low, high = 0.0, max((length.height for length in ordered), default=0.0)
    found: list[tuple[Length, float]] = []
    for _ in range(_HALVINGS):
        level = (low + high) / 2
        found = [
            (each, each.height - max(level, floor))
            for each, floor in zip(ordered, floors, strict=True)
            if each.height > max(level, floor)
        ]
        low, high = (low, level) if sum(points for _, points in found) < over else (level, high)
    return found


def _least(length: Length, line: float) -> float:
    """Return how low a row can get: to the cells of it that are names, dates and chips."""
    if not isinstance(length.node, m.Row):
        return 0.0
    pairs = zip(length.node.cells, length.cells, strict=False)
    fixed = max([height for cell, height in pairs if _is_fixed(cell)], default=0.0)
    return length.height - max(length.cells) + max(fixed, line)


def _is_fixed(cell: m.Cell) -> bool:
    """Tell whether a cell can't be shortened: a name alone, or a few lines of a few words."""
    most = _FEW if len(cell.children) < 2 else _FEW + 2
    return all(words((block,)) <= most for block in cell.children)


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
    most, span = 0, row.span
    heads = length.head.cells if length.head else ()
    for number, (cell, height) in enumerate(zip(row.cells, length.cells, strict=False)):
        count = words(cell.children)
        if not _is_fixed(cell) and height > level:
            head = blocks_text(heads[number].children) if number < len(heads) else ""
            name = " ".join(head.split()) or str(number + 1)
            room = max(1, int(count * level / height))
            total += count - room
            cuts.append(f"{name!r} has {count} words, room for about {room}")
            if count - room > most:
                most, span = count - room, cell.children[0].span
    hint = f"shorten row {_row_title(row)!r} by {points:.0f} pt: {'; '.join(cuts)}"
    return _Advice(span, points, total, hint)


def _row_title(row: m.Row) -> str:
    return " ".join(blocks_text(row.cells[0].children[:1]).split()[:5])


def _title(section: m.Section) -> str:
    return f"{section.number} {plain_text(section.title)}".strip()
