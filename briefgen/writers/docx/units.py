"""Take points and colours, return the numbers and digits that WordprocessingML writes for them."""

from __future__ import annotations

from typing import Final

__all__ = ["EMU", "colour", "eighths", "emu", "halves", "twips"]

EMU: Final = 12700
"""English Metric Units in a point: what DrawingML counts in."""


def twips(points: float) -> int:
    """Return twentieths of a point."""
    return round(points * 20)


def halves(points: float) -> int:
    """Return half points, in which Word keeps font sizes."""
    return round(points * 2)


def eighths(points: float) -> int:
    """Return eighths of a point, in which Word keeps the width of rules: 2 to 96."""
    return min(96, max(2, round(points * 8)))


def emu(points: float) -> int:
    """Return English Metric Units."""
    return round(points * EMU)


def colour(value: str) -> str:
    """Return "RRGGBB" for "#rrggbb"."""
    return value.removeprefix("#").upper()
