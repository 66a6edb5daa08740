"""Take blocks, return how wide they must and want to be; share a width between columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.layout.boxes import Element
from briefgen.layout.inline.inlines import run_in
from briefgen.layout.inline.insets import narrowed
from briefgen.layout.inline.lines import Fragment, measure
from briefgen.theme import ListStyle

if TYPE_CHECKING:
    from briefgen.layout.flow.flow import Place, Setter

__all__ = ["fitted", "measured", "share", "styled"]

_SLACK = 0.5
"""What a column gets beyond the width of its text, so that rounding breaks no line."""

_LEAST_IMAGE = 36.0
"""A column is at least so wide for an image in it that gets as narrow as its column."""


def measured(setter: Setter, blocks: Iterable[m.Block], place: Place) -> tuple[float, float]:
    """Return the width of the longest word in `blocks`, and of its longest line unbroken."""
    least = most = 0.0
    for node in blocks:
        low, high = _block(setter, node, place._replace(parent=Element("Artifact")))
        least, most = max(least, low), max(most, high)
    return least, most


def _block(setter: Setter, node: m.Block, place: Place) -> tuple[float, float]:
    theme = setter.theme
    match node:
        case m.Paragraph():
            return _text(setter, node.children, place.style, place)
        case m.Section():
            inner = measured(setter, node.children, place)
            title = _text(setter, node.title, f"heading-{min(max(node.level, 1), 6)}", place)
            return max(inner[0], title[0]), max(inner[1], title[1])
        case m.BulletList() | m.OrderedList():
            ordered = isinstance(node, m.OrderedList)
            style = theme.lists.get("ordered" if ordered else "bullet", ListStyle())
            parts = [measured(setter, item.children, place) for item in node.items]
            return _widest(parts, style.indent)
        case m.DefinitionList():
            name = "definition" if place.style == "body" else place.style
            indent = theme.paragraph(name).indent_left
            parts = [_definition(setter, item, place._replace(style=name)) for item in node.items]
            return _widest(parts, indent)
        case m.BlockQuote():
            quote = theme.paragraph("quote")
            inner = measured(setter, node.children, place._replace(style="quote", flat=True))
            return _widest([inner], quote.indent_left + quote.indent_right)
        case m.Panel():
            box = theme.boxes[node.box]
            extra = box.rule_left.width + box.padding_x * (2 if box.background else 1)
            return _widest([measured(setter, node.children, styled(node, place))], extra)
        case m.SideBySide():
            parts = [measured(setter, (child,), place) for child in node.children]
            gaps = node.gap * (len(parts) - 1)
            return sum(low for low, _ in parts) + gaps, sum(high for _, high in parts) + gaps
        case m.Div():
            return measured(setter, node.children, styled(node, place))
        case m.Cover():
            return measured(setter, (*node.children, *node.foot), styled(node, place))
        case m.Columns() | m.Landscape():
            return measured(setter, node.children, place)
        case m.Table():
            rows = (node.header, *node.subheads, *node.rows)
            columns = max((len(row.cells) for row in rows), default=1)
            return 30.0 * columns, 90.0 * columns
        case m.CodeBlock():
            longest = max(map(len, node.text.split("\n")), default=0)
            return 60.0, 0.6 * longest * theme.paragraph("code").size
        case m.WorksCited():
            return 90.0, 400.0
        case m.Contents() | m.Timeline():
            return 120.0, 400.0
        case m.Figure():
            return _LEAST_IMAGE, 200.0
        case m.ThematicBreak() | m.PageBreak() | m.Placed():
            return 0.0, 0.0


def _widest(parts: Sequence[tuple[float, float]], extra: float) -> tuple[float, float]:
    least = max((low for low, _ in parts), default=0.0)
    most = max((high for _, high in parts), default=0.0)
    return least + extra, most + extra


def _text(setter: Setter, inlines: m.Inlines, name: str, place: Place) -> tuple[float, float]:
    style = setter.theme.paragraph(name)
    look = setter.inliner.look(style, place.lang)
    fragments, _ = setter.inliner.fragments(inlines, look, place.parent)
    if not fragments:
        return 0.0, 0.0
    low, high = measure(fragments, setter.fonts)
    if setter.figures:
        low, _ = measure([*map(_yielding, fragments)], setter.fonts)
    extra = _SLACK if place.flat else _SLACK + style.indent_left + style.indent_right
    return low + extra, high + extra


def _yielding(fragment: Fragment) -> Fragment:
    inset = fragment.style.inset
    return narrowed(fragment, _LEAST_IMAGE) if inset and inset.yields else fragment


def _definition(setter: Setter, item: m.DefinitionItem, place: Place) -> tuple[float, float]:
    look = setter.inliner.look(setter.theme.paragraph(place.style), place.lang)
    bold = setter.inliner.character(look, "term")
    term, _ = setter.inliner.fragments(item.term, bold, place.parent)
    blocks = [block for definition in item.definitions for block in definition]
    inner = measured(setter, blocks, place._replace(flat=True))
    if blocks and isinstance(blocks[0], m.Paragraph):
        body, _ = setter.inliner.fragments(blocks[0].children, look, place.parent)
        term = run_in(setter.inliner, bold, term, body)
    low, high = measure(term, setter.fonts) if term else (0.0, 0.0)
    return max(low + _SLACK, inner[0]), max(high + _SLACK, inner[1])


def styled(node: m.Div | m.Panel | m.Cover, place: Place) -> Place:
    """Return `place` with the paragraph style of `node`, if it has one."""
    return place._replace(style=node.style, flat=False, after=None) if node.style else place


def share(width: float, least: Sequence[float], parts: Sequence[float]) -> list[float]:
    """Share `width` in proportion to `parts`, but give each column its `least` if all can have it.

    Where they cannot, every column gets the same part of what it needs.
    """
    needed = sum(least)
    if needed >= width:
        return [width * low / needed for low in least] if needed else []
    fixed: set[int] = set()
    while True:
        rest = width - sum(least[i] for i in fixed)
        total = sum(part for i, part in enumerate(parts) if i not in fixed) or 1.0
        widths = [least[i] if i in fixed else rest * part / total for i, part in enumerate(parts)]
        short = {i for i in range(len(parts)) if i not in fixed and widths[i] < least[i]}
        if not short:
            return widths
        fixed |= short


def fitted(
    width: float,
    least: Sequence[float],
    most: Sequence[float],
    rows: Sequence[Sequence[float]] = (),
) -> list[float]:
    """Return column widths for a table of `width` from what its columns need and want.

    Where all text fits in one line, columns get what they want and the rest in proportion.
    Otherwise no column gets less than it needs or more than it wants. How much long columns get
    beyond short ones is tried out on `rows`, the widths that cells want: low tables win, and
    those in which few cells have more than one line.
    """
    wanted = sum(most)
    if wanted <= width:
        return [high * width / wanted if wanted else width / len(most) for high in most]
    if sum(least) >= width:
        return share(width, least, least)
    tries = [_spread(width, least, most, power, short) for short, power in _TRIES]
    return min(tries, key=lambda widths: _cost(widths, rows))


_TRIES = [(short, power) for short in (1.0, 0.6, 0.0) for power in (0.75, 0.5, 0.3, 1.0)]


_LOSS = 22.0


def _cost(widths: Sequence[float], rows: Sequence[Sequence[float]]) -> int:
    """Estimate how many lines a table has; a cell in more than one line counts for half of one."""
    lines = wrapped = 0
    for row in rows:
        # Text broken into lines leaves half a word empty in each, and there is padding.
        counts = [
            1 if want <= width else int(want / max(width - _LOSS, 8.0)) + 1
            for want, width in zip(row, widths, strict=False)
        ]
        lines += max(counts, default=0)
        wrapped += sum(count > 1 for count in counts)
    return 2 * lines + wrapped


def _spread(
    width: float, least: Sequence[float], most: Sequence[float], power: float, short: float
) -> list[float]:
    """Spread `width`: columns that want less than a `short` part of an even share get that much.

    The others get it in proportion to a power of what they want, between their two limits.
    """
    count = len(most)
    done = {i: high for i, high in enumerate(most) if high <= short * width / count}
    weights = [max(high, 1.0) ** power for high in most]
    if width - sum(done.values()) < sum(least[i] for i in range(count) if i not in done):
        done = {}
    while len(done) < count:
        rest = width - sum(done.values())
        total = sum(weight for i, weight in enumerate(weights) if i not in done)
        ideal = {i: rest * weights[i] / total for i in range(count) if i not in done}
        low = {i: least[i] for i, value in ideal.items() if value < least[i]}
        high = {i: most[i] for i, value in ideal.items() if value > most[i]}
        # Settle one side at a time: the one that moves the others more.
        missing = sum(least[i] - ideal[i] for i in low)
        left = sum(ideal[i] - most[i] for i in high)
        if not low and not high:
            done.update(ideal)
        elif missing >= left:
            done.update(low)
        else:
            done.update(high)
    return [done[i] for i in range(count)]
