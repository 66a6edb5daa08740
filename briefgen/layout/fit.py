"""Take a Document and a number of pages, return the Layout with the largest type that fits.

The size that ceiling and floor speak of is that of the paragraph style most of the text is set
in: the cells of a matrix, the body of a paper. All other styles follow in proportion.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp, log

from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout.assemble import Assembled, assemble
from briefgen.layout.boxes import Layout
from briefgen.layout.fonts import FontSet
from briefgen.layout.galley import Measured
from briefgen.model import Document
from briefgen.theme import Theme

__all__ = ["fit"]

_TRIES = 5
_NEAR = 0.004
"""Two scales so near to each other look the same: the search ends."""


def fit(
    document: Document,
    theme: Theme,
    fonts: FontSet,
    sink: Diagnostics,
    *,
    max_pages: int,
    ceiling: float = 0.0,
    floor: float = 0.0,
) -> Layout:
    """Lay out `document` as large as fits on `max_pages`.

    `ceiling` and `floor` are points; 0 stands for the theme's own size, and for the smallest
    that the theme calls legible. At most eight layouts are made. Where even the floor is too
    large, the error `does-not-fit` says what to shorten and by how much, and what is returned
    has more pages.
    """
    found = Diagnostics()
    plain = assemble(document, theme, fonts, found)
    size = _size(plain)
    high = ceiling / size if ceiling > 0 else 1.0
    low = max(floor, theme.minimum) / size if floor > 0 else theme.minimum / size
    low = min(low, high)

    def at(scale: float) -> Assembled:
        return assemble(document, theme.scaled(scale), fonts, found)

    best = plain if abs(high - 1.0) < _NEAR else at(high)
    if not _fits(best, max_pages):
        worst = best
        best = plain if low <= 1.0 < high and _fits(plain, max_pages) else at(low)
        if not _fits(best, max_pages):
            _report(best, max_pages, size * low, document, found)
        else:
            room = best.setter.room * max_pages
            for _ in range(_TRIES):
                if worst.layout.scale - best.layout.scale < _NEAR or best.height > 0.995 * room:
                    break
                tried = at(_between(best, worst, room))
                if _fits(tried, max_pages):
                    best = tried
                else:
                    worst = tried
    for item in found:
        sink.report(item.severity, item.code, item.message, item.span, *item.hints)
    return best.layout


def _fits(made: Assembled, max_pages: int) -> bool:
    return len(made.leaves) <= max_pages


def _between(fits: Assembled, over: Assembled, room: float) -> float:
    """Return a scale at which the text should just fill `room`: heights follow a power of it."""
    low, high = fits.layout.scale, over.layout.scale
    rise = log(over.height / fits.height) if over.height > fits.height > 0 else 0.0
    part = log(room / fits.height) / rise if rise > 0 else 0.5
    return low * exp(log(high / low) * min(max(part, 0.15), 0.85))


def _size(made: Assembled) -> float:
    """Return the size of the style that most of the text is set in."""
    styles = made.setter.styles
    if not styles:
        return made.setter.theme.paragraph("body").size
    return made.setter.theme.paragraph(max(styles, key=styles.__getitem__)).size


# ------------------------------------------------------------------------------- what is too long


def _report(
    made: Assembled, max_pages: int, size: float, document: Document, sink: Diagnostics
) -> None:
    page = made.setter.theme.page
    beyond = sum(leaf.bottom - page.top for leaf in made.leaves[max_pages:])
    over = made.height - max_pages * made.setter.room
    over = over if over > 1.0 else beyond
    pages = "one page" if max_pages == 1 else f"{max_pages} pages"
    what = f"the text does not fit on {pages} at {size:.1f} pt: it is {over:.0f} pt too high"
    rows = _cuts(made.setter.rows, over)
    hints = [_hint(row, points, 1.3 * size) for row, points in rows[:5]]
    if not hints:
        words = sum(made.setter.styles.values()) // 6
        cut = max(1, round(words * over / max(made.height, 1.0)))
        hints.append(f"shorten it by about {cut} words, or allow smaller text with a lower floor")
    span = rows[0][0].span if rows else _first_span(document)
    sink.error("does-not-fit", what, span, *hints)


def _hint(row: Measured, points: float, line: float) -> str:
    """Say which cells of `row` to shorten, and to how many words, to make it `points` lower.

    As text takes whole lines of height `line`, the advice leaves one to spare.
    """
    highest = max(height for _, _, height in row.cells)
    level = max(highest - points - line, line)
    cuts = [
        f"{name!r} has {count} words, room for about {max(1, int(count * level / height))}"
        for name, count, height in row.cells
        if count > 3 and height > level
    ]
    return f"shorten row {row.name!r} by {points:.0f} pt: {'; '.join(cuts)}"


def _cuts(rows: Sequence[Measured], over: float) -> list[tuple[Measured, float]]:
    """Return the rows to shorten, the highest first, and how many points of each.

    All rows that are higher than some level come down to it: the least unfair way.
    """
    ordered = sorted(
        (row for row in rows if any(count > 3 for _, count, _ in row.cells)),
        key=lambda row: -row.height,
    )
    for count in range(1, len(ordered) + 1):
        level = (sum(row.height for row in ordered[:count]) - over) / count
        below = ordered[count].height if count < len(ordered) else 0.0
        if level >= below:
            return [(row, row.height - level) for row in ordered[:count] if row.height > level]
    return [(row, over / len(ordered)) for row in ordered]


def _first_span(document: Document) -> Span:
    return document.blocks[0].span if document.blocks else document.metadata.span
