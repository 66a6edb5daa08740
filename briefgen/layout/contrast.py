"""Take a layout, report text that is too faint for what it stands on (WCAG 2, level AA).

Only a layout knows what is drawn behind a word, because several styles may add up to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from briefgen.colour import BLACK, WHITE, contrast, mixed
from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout.boxes import Artifact, Box, Fill, Glyphs, Layout

__all__ = ["report_faint"]

_LEAST: Final = 4.5
_LEAST_LARGE: Final = 3.0
_LARGE: Final = 18.0
"""Points from which text is large."""

_RULE: Final = 4.0
"""A fill thinner than this, in points, is a rule; no text stands on it."""


def report_faint(layout: Layout, span: Span, sink: Diagnostics) -> None:
    """Report each pair of colours once, at the first text that has it, `span` where it has none."""
    reported: set[tuple[str, str]] = set()
    for page in layout.pages:
        grounds = list(_grounds(page.boxes))
        colours = {WHITE, *(ground.colour for ground in grounds)}
        for run in _runs(page.boxes):
            least = _LEAST if run.size < _LARGE else _LEAST_LARGE
            if all(contrast(run.colour, ground) >= least for ground in colours):
                continue
            below = _below(run, grounds)
            found = contrast(run.colour, below)
            if found >= least or (run.colour, below) in reported or not "".join(run.text).strip():
                continue
            reported.add((run.colour, below))
            own = run.slot.span if run.slot is not None else span
            sink.warning(
                "faint-text",
                f"text in {run.colour} on {below} is hard to read: its contrast is {found:.1f}:1, "
                f"where {least:g}:1 is the least",
                own if own.line else span,
                f"in the theme, {_stronger(run.colour, below, least)} would do",
            )


def _stronger(colour: str, ground: str, least: float) -> str:
    """Return the nearest colour towards black or white that has enough contrast."""
    end = BLACK if contrast(BLACK, ground) > contrast(WHITE, ground) else WHITE
    shades = (mixed(colour, end, step / 50) for step in range(1, 51))
    return next((shade for shade in shades if contrast(shade, ground) >= least), end)


def _grounds(boxes: Iterable[Box]) -> Iterator[Fill]:
    for box in boxes:
        if isinstance(box, Artifact):
            yield from _grounds(box.boxes)
        elif isinstance(box, Fill) and min(box.width, box.height) >= _RULE:
            yield box


def _runs(boxes: Iterable[Box]) -> Iterator[Glyphs]:
    for box in boxes:
        if isinstance(box, Artifact):
            yield from _runs(box.boxes)
        elif isinstance(box, Glyphs):
            yield box


def _below(run: Glyphs, grounds: list[Fill]) -> str:
    """Return the colour that a run stands on: writers draw what is behind first, in its order."""
    x, y = run.x + 0.5, run.y - 0.25 * run.size
    for ground in reversed(grounds):
        if 0 <= x - ground.x <= ground.width and 0 <= y - ground.y <= ground.height:
            return ground.colour
    return WHITE
