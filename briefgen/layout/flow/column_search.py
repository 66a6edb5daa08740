"""Take the cells of a table and the widths of its columns, return widths that make it lower.

A local search: width is moved from one column to another, in ever smaller steps, as long as that
makes the table lower. Heights are estimated by filling lines with words greedily.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import permutations

from briefgen import model as m
from briefgen.layout.boxes import Element
from briefgen.layout.flow.context import LayoutContext, Region
from briefgen.layout.flow.widths import measured, styled
from briefgen.layout.inline.paragraph import typeset_paragraph
from briefgen.record import NamedTuple
from briefgen.theme import ListStyle

__all__ = ["CellContent", "lower_table"]

_STEPS = (1 / 10, 1 / 20, 1 / 40, 1 / 80)
"""Parts of the table's width that are tried, one after the other."""

_ROUNDS = 12
_SHIFT = 0.02
"""Points of height that moving a point of width must save: widths stay near the given ones."""

_LEVEL = 0.2
"""The weight of all high cells of a row beside its height, because two may be the highest."""

_BROKEN = 2.0
"""How many lines it must save to break a label or a number that fits one line."""

_LABEL = 0.3
"""Text that needs no more than this share of the table's width is a label."""

_LOSS = 0.94
"""The share of a line that words fill, for blocks whose words are not known."""


class CellContent(NamedTuple):
    """The blocks of a cell and the place of their text."""

    blocks: Sequence[m.Block]
    region: Region


class _Strip(NamedTuple):
    """A paragraph: where the words of its endless line start and end, and its leading."""

    starts: Sequence[float]
    ends: Sequence[float]
    leading: float
    indent: float

    def lines(self, width: float) -> int:
        """Return how many lines of `width` the words fill."""
        starts, ends = self.starts, self.ends
        first = count = 0
        width -= self.indent
        while first < len(ends):
            first = max(bisect_right(ends, starts[first] + width, first), first + 1)
            count += 1
        return count


def lower_table(
    context: LayoutContext,
    rows: Sequence[Sequence[CellContent]],
    widths: Sequence[float],
    least: Sequence[float],
    pads: Sequence[float],
    *,
    whole: float = 0.0,
) -> list[float]:
    """Return widths with the sum of `widths`, none below `least`; `pads` is a cell's padding.

    `whole` is how many lines it is worth that a label does not get another line.
    """
    count, short = len(widths), _LABEL * sum(widths)
    columns: list[list[list[_Strip]]] = [[] for _ in range(count)]
    for row in rows:
        for cell, column in zip(row, columns, strict=False):
            column.append(_strips(context, cell.blocks, cell.region))
    known: dict[tuple[int, float], tuple[list[float], float]] = {}

    def set_in(column: int, width: float) -> tuple[list[float], float]:
        """Return the heights of a column's cells, and that of what is broken and was not."""
        key = (column, round(width, 2))
        if key not in known:
            room, heights, broken = width - pads[column], [], 0.0
            for strips in columns[column]:
                height = 0.0
                for strip in strips:
                    count = strip.lines(room)
                    height += count * strip.leading
                    if whole and len(strips) == 1 and strip.ends[-1] < short:
                        broken += whole / _BROKEN * (count - 1) * strip.leading
                    elif count > 1 and strip.lines(widths[column] - pads[column]) == 1:
                        broken += strip.leading
                heights.append(height)
            known[key] = heights, broken
        return known[key]

    def cost(tried: Sequence[float]) -> float:
        made = [set_in(i, width) for i, width in enumerate(tried)]
        total = _BROKEN * sum([broken for _, broken in made])
        for cells in zip(*(heights for heights, _ in made), strict=False):
            total += max(cells) + _LEVEL * sum([height**4 for height in cells]) ** 0.25
        return total + _SHIFT * sum([abs(a - b) for a, b in zip(tried, widths, strict=True)])

    best, price = list(widths), cost(widths)
    for part in _STEPS:
        step = part * sum(widths)
        for _ in range(_ROUNDS):
            tries = []
            for giver, taker in permutations(range(count), 2):
                if best[giver] - step >= least[giver]:
                    tried = list(best)
                    tried[giver] -= step
                    tried[taker] += step
                    tries.append((cost(tried), tried))
            found = min(tries, default=(price, best))
            if found[0] >= price:
                break
            price, best = found
    return best


def _strips(context: LayoutContext, blocks: Iterable[m.Block], region: Region) -> list[_Strip]:
    """Return the paragraphs in `blocks`; what is neither text nor a list of it, as one."""
    found: list[_Strip] = []
    for node in blocks:
        match node:
            case m.Paragraph():
                style = context.theme.paragraph(region.style)
                look = context.inliner.look(style, region.lang)
                fragments, _ = context.inliner.fragments(node.children, look, Element("Artifact"))
                if not fragments:
                    continue
                text, _ = typeset_paragraph(fragments, context.fonts, region.lang)
                starts, ends = ([text.at[i] for i in edges] for edges in (text.firsts, text.ends))
                indent = 0.0 if region.flat else style.indent_left + style.indent_right
                found.append(_Strip(starts, ends, style.leading, indent))
            case m.Div() | m.Panel():
                found += _strips(context, node.children, styled(node, region))
            case m.BulletList() | m.OrderedList():
                name = "bullet" if isinstance(node, m.BulletList) else "ordered"
                indent = context.theme.lists.get(name, ListStyle()).indent
                for item in node.items:
                    strips = _strips(context, item.children, region)
                    found += [s._replace(indent=s.indent + indent) for s in strips]
            case _:
                low, high = measured(context, (node,), region)
                count = max(int(high / max(low, 1.0)), 1)
                edges = [high * i / count / _LOSS for i in range(count + 1)]
                leading = context.theme.paragraph(region.style).leading
                found.append(_Strip(edges[:-1], edges[1:], leading, 0.0))
    return found
