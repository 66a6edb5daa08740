"""Take a Document and a number of pages, return it laid out with the largest type that fits.

There may be two numbers: pages that are preferred, as long as the type stays comfortable, and
pages that it must keep to.

What harms least is tried first: tables are made lower by other column widths, then there is less
space between blocks and in cells, then less leading, each as far as the theme allows, and only
then smaller type. The size that ceiling and floor speak of is that of the paragraph style most of
the text is set in: the cells of a matrix, the body of a paper. All others follow in proportion.
"""

from __future__ import annotations

import sys
from math import exp, log

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout.boxes import Layout
from briefgen.layout.pages.assemble import Assembled, assemble
from briefgen.record import NamedTuple, replace
from briefgen.theme import Scaling, Theme
from briefgen.typography.fonts import FontSet
from briefgen.walk import rewrite

__all__ = ["FitResult", "fit"]

_MOST = 8
"""The most layouts that one search makes."""

_POWER = 1.8
"""The height of text grows with about this power of its size."""

_GAIN = 1.15
"""Other column widths save no more than this factor of height."""

_CLOSER = 1.6
"""Columns, spacing and leading together save no more than this factor of height."""

_FULL = 0.99
"""Pages of which this share is filled count as full."""

_NOTHING, _SPACING, _LEADING, _SIZE = -1.0, 1.0, 2.0, 3.0
"""Positions on the scale of harm. Other column widths do none (0); at 1 spacing is at its floor, at
2 leading too, at 3 type size too. -1 stands for nothing changed."""

_NEAR = 0.02
"""Two layouts that differ less in harm look the same: the search ends."""

_HAIR = 0.01
"""The least excess of a layout that has too many pages, because its summed height may hide it."""

_MARGIN = 0.004
"""The search aims this much below the limit, because only a layout that fits can end it."""


class FitResult(NamedTuple):
    """A layout that keeps its limit, and what a writer without layout needs to look like it.

    `theme` is scaled, the tables of `document` have the widths that were chosen. `choice` says
    in words what was chosen.
    """

    document: m.Document
    theme: Theme
    layout: Layout
    choice: str


def fit(
    document: m.Document,
    theme: Theme,
    fonts: FontSet,
    sink: Diagnostics,
    *,
    max_pages: int | None,
    prefer_pages: int | None = None,
    ceiling: float = 0.0,
    comfortable: float = 0.0,
    floor: float = 0.0,
) -> FitResult:
    """Lay out `document` with the least harm at which it fits on `max_pages` (None: on any).

    It gets `prefer_pages` where that takes no type smaller than `comfortable`; without either
    number it is set as the theme says. `ceiling`, `comfortable` and `floor` are points; 0 stands
    for the theme's own size, for that too, and for the smallest that the theme calls legible. At
    most eight layouts are made. Where even the floor is too large, the error `does-not-fit` says
    what to shorten and by how much, and what is returned has more pages.
    """
    if max_pages is None and prefer_pages is None:
        plain = assemble(document, theme, fonts, sink)
        return FitResult(_with_widths(document, plain), theme, plain.layout, "")
    search = _FitSearch(document, theme, fonts, ceiling)
    made, left = None, ""
    if prefer_pages is not None:
        least = comfortable or min(search.size, ceiling or search.size)
        made = search.run(prefer_pages, least, giving_up=True)
        if made is None:
            pages = "1 page" if prefer_pages == 1 else f"{prefer_pages} pages"
            left = f" ({pages} would take less than {least:g} pt)"
    if made is None:
        made = search.run(sys.maxsize if max_pages is None else max_pages, floor)
    assert made is not None  # noqa: S101  # for the type checker: only a search with a preference gives up
    for item in made.context.sink:
        sink.report(item.severity, item.code, item.message, item.span, *item.hints)
    size = search.size * made.layout.scale
    if max_pages is not None and not search.keeps_limit(made):
        from briefgen.layout.fitting.excess import report_excess  # only then

        report_excess(made, max_pages, size, document, sink, smaller=search.smaller(made))
    chosen = made.context.theme
    choice = _choice(made, size) + left
    layout = replace(made.layout, filled_share=search.filled_share(made))
    return FitResult(_with_widths(document, made), chosen, layout, choice)


class _FitSearch:
    """Finds how a document fits. Each layout reports to a sink of its own: one counts."""

    def __init__(
        self, document: m.Document, theme: Theme, fonts: FontSet, ceiling: float = 0.0
    ) -> None:
        self.document, self.theme, self.fonts = document, theme, fonts
        self.known: dict[Scaling, Assembled] = {}
        self.plain = self.at(Scaling())
        self.size = theme.paragraph(self.plain.context.main_style()).size
        self.high = self.low = ceiling / self.size if ceiling > 0 else 1.0
        self.max_pages = sys.maxsize
        self.most = _MOST

    @property
    def count(self) -> int:
        """How many layouts were made."""
        return len(self.known)

    def run(self, max_pages: int, floor: float, *, giving_up: bool = False) -> Assembled | None:
        """Return the best layout; where none fits, that of the floor, or None if `giving_up`.

        With `giving_up` the floor is tried early, so that layouts are left for another run.
        """
        self.max_pages = max_pages
        self.most = _MOST // 2 if giving_up else _MOST
        self.low = min(max(floor, self.theme.minimum) / self.size, self.high)
        if giving_up and self.excess(self.plain) > log(_CLOSER) - 2.0 * log(min(self.low, 1.0)):
            return None
        made = self._found()
        return None if giving_up and not self.keeps_limit(made) else made

    def _found(self) -> Assembled:
        first = plain = self.plain
        if abs(self.high - 1.0) > 1e-6 and (self.high < 1.0 or self.keeps_limit(plain)):
            first = self.at(Scaling(self.high))
        elif self.high > 1.0:
            # What is too high in its own size is so in a larger one.
            return self._tightened(self.excess(plain) + _POWER * log(self.high))
        return first if self.keeps_limit(first) else self._tightened(self.excess(first))

    def _tightened(self, excess: float) -> Assembled:
        """Return the fitting layout of least harm; `excess` is that of the unchanged layout."""
        above, below = self._remembered(excess)
        while below is None or (
            self.count < _MOST - 1 and below[0] > 0.0 and below[0] - above[0] >= _NEAR
        ):
            harm = self._next(above, below)
            made = self.at(self.scaling_for(harm))
            if self.keeps_limit(made):
                below = (harm, made)
                if self.filled_share(made) > _FULL:
                    break
            elif harm >= _SIZE:
                return made
            else:
                above = (harm, self.excess(made))
        return self._loosened(below[1])

    def _remembered(
        self, excess: float
    ) -> tuple[tuple[float, float], tuple[float, Assembled] | None]:
        """Return the most harm known not to suffice, and the least known to suffice.

        An earlier run for another number of pages may have tried smaller type already.
        """
        above: tuple[float, float] = (_NOTHING, excess)
        below: tuple[float, Assembled] | None = None
        for by, made in self.known.items():
            if not by.columns or by.leading > 0.0 or self.low >= self.high:
                continue
            harm = _LEADING + log(self.high / by.size) / log(self.high / self.low)
            if not self.keeps_limit(made):
                above = max(above, (harm, self.excess(made)))
            elif below is None or harm < below[0]:
                below = (harm, made)
        return above, below

    def _next(self, above: tuple[float, float], below: tuple[float, Assembled] | None) -> float:
        """Return how much harm to try between what is too high and what fits."""
        harm, excess = above
        if below is None:
            if harm == _NOTHING and excess < log(_GAIN):
                return 0.0
            if harm < _LEADING:
                return _LEADING
            if self.count >= self.most - 1 or self.high == self.low:
                return _SIZE
            guess = harm + 1.02 * excess / (_POWER * log(self.high / self.low))
            return min(max(guess, harm + _NEAR), _SIZE) if guess < 0.97 * _SIZE else _SIZE
        most, made = below
        if harm == _NOTHING and most <= _SPACING:
            return 0.0
        if harm < _SPACING < most <= _LEADING:
            return _SPACING
        fall = excess - self.excess(made)
        part = (excess + _MARGIN) / fall if fall > 0 else 0.5
        return harm + (most - harm) * min(max(part, 0.15), 0.85)

    def smaller(self, made: Assembled) -> float:
        """Return a size in points, below that of `made`, in which all would fit; 0 if none does."""
        size, least = self.size * made.layout.scale, self.theme.minimum
        guesses = [int(9.8 * size * exp(-self.excess(made) / power)) / 10 for power in (_POWER, 1)]
        for points in (*guesses, least):
            by = self.scaling_for(_SIZE)._replace(size=points / self.size)
            if least <= points < size and self.keeps_limit(self.at(by)):
                return points
        return 0.0

    def _loosened(self, made: Assembled) -> Assembled:
        """Add leading where smaller type has left room, as far as the text still fits."""
        by, free = made.context.theme.scaling, 1.0 / self.filled_share(made) - 1.0
        if by.leading or free < 1.0 - _FULL or self.count >= _MOST:
            return made
        style = self.theme.paragraph(made.context.main_style())
        own = style.leading / style.size
        least = min(self.theme.minimum_leading, own)
        if own - least < _NEAR:
            return made
        looser = self.at(by._replace(leading=min(free * least / (own - least), 1.0)))
        return looser if self.keeps_limit(looser) else made

    def at(self, scaling: Scaling) -> Assembled:
        """Return the layout with the theme scaled by `scaling`; each is made once."""
        if scaling not in self.known:
            theme = self.theme if scaling == Scaling() else self.theme.with_scaling(scaling)
            self.known[scaling] = assemble(self.document, theme, self.fonts, Diagnostics())
        return self.known[scaling]

    def scaling_for(self, harm: float) -> Scaling:
        """Return the scaling at the position `harm` of the scale."""
        least = min(self.theme.minimum_spacing, 1.0)
        spacing = 1.0 - (1.0 - least) * min(harm / _SPACING, 1.0)
        leading = min(max(_LEADING - harm, 0.0), 1.0)
        smaller = max(harm - _LEADING, 0.0)
        return Scaling(
            self.high * (self.low / self.high) ** smaller, leading, spacing, columns=True
        )

    def keeps_limit(self, made: Assembled) -> bool:
        """Tell whether a layout keeps the limit."""
        return len(made.leaves) <= self.max_pages

    def filled_share(self, made: Assembled) -> float:
        """Return the part of its pages that a layout fills, to the foot of its last one."""
        last = made.leaves[-1]
        part = (last.bottom - last.page.top) / made.context.room
        return max(len(made.leaves) - 1 + part, 0.01) / self.max_pages

    def excess(self, made: Assembled) -> float:
        """Return the logarithm of how many times too high all text is.

        Pages that end early, because what follows wants to stay whole, have that much less room.
        """
        room = made.context.room * self.max_pages - made.left_free(self.max_pages - 1)
        found = log(max(made.height, 1.0) / max(room, made.context.room))
        return found if self.keeps_limit(made) else max(found, _HAIR)


def _with_widths(document: m.Document, made: Assembled) -> m.Document:
    """Return `document` with the widths that were chosen for columns written to its tables."""
    chosen = made.context.columns

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        if not isinstance(node, m.Table) or id(node) not in chosen:
            return None
        widths = " ".join([f"{width:.2f}" for width in chosen[id(node)]])
        pairs = [pair for pair in node.attr.pairs if pair[0] != "widths"]
        attr = replace(node.attr, pairs=(*pairs, ("widths", widths)))
        return (replace(node, attr=attr),)

    if not chosen:
        return document
    blocks = rewrite(document.blocks, change)
    return replace(document, blocks=blocks)


def _choice(made: Assembled, size: float) -> str:
    theme = made.context.theme
    by, style = theme.scaling, theme.paragraph(made.context.main_style())
    said = [f"{round(size, 2):g} pt"]
    if by.leading < 1.0:
        said.append(f"leading {style.leading / style.size:.2f}")
    if by.spacing < 1.0:
        said.append(f"spacing {by.spacing:.0%}")
    if by.columns and made.context.columns:
        said.append("columns rebalanced")
    return ", ".join(said)
