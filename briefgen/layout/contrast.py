"""Take a layout, report text that is too faint for what it stands on (WCAG 2, level AA).

Only a layout knows what is behind a word, whatever style of the theme it has from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout.boxes import Artifact, Box, Fill, Glyphs, Layout

__all__ = ["contrast", "report_faint"]

_LEAST: Final = 4.5
_LEAST_LARGE: Final = 3.0
_LARGE: Final = 18.0
"""Points from which text is large."""

_PAPER: Final = "#ffffff"
_RULE: Final = 4.0
"""Points: what is not as high or as wide is a rule, and nothing stands on it."""


def report_faint(layout: Layout, span: Span, sink: Diagnostics) -> None:
    """Report each pair of colours once, at the first text that has it, `span` where it has none."""
    told: set[tuple[str, str]] = set()
    for page in layout.pages:
        grounds = list(_grounds(page.boxes))
        colours = {_PAPER, *(ground.colour for ground in grounds)}
        for run in _runs(page.boxes):
            least = _LEAST if run.size < _LARGE else _LEAST_LARGE
            if all(contrast(run.colour, ground) >= least for ground in colours):
                continue
            below = _below(run, grounds)
            found = contrast(run.colour, below)
            if found >= least or (run.colour, below) in told or not "".join(run.text).strip():
                continue
            told.add((run.colour, below))
            own = run.slot.span if run.slot is not None else span
            sink.warning(
                "faint-text",
                f"text in {run.colour} on {below} is hard to read: its contrast is {found:.1f}:1, "
                f"where {least:g}:1 is the least",
                own if own.line else span,
                f"in the theme, {_stronger(run.colour, below, least)} would do",
            )


@cache
def contrast(colour: str, ground: str) -> float:
    """Return how much lighter one colour is than the other: 1 to 21."""
    dark, light = sorted((_luminance(colour), _luminance(ground)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(level: float) -> float:
    return level / 12.92 if level <= 0.04045 else float(((level + 0.055) / 1.055) ** 2.4)


def _stronger(colour: str, ground: str, least: float) -> str:
    """Return the nearest colour towards black or white that has enough contrast."""
    levels = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
    end = 0 if contrast("#000000", ground) > contrast(_PAPER, ground) else 255
    mixed = colour
    for step in range(1, 51):
        mixed = "#" + "".join(f"{round(v + (end - v) * step / 50):02x}" for v in levels)
        if contrast(mixed, ground) >= least:
            break
    return mixed


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
    return _PAPER
