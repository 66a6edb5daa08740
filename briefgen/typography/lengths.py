"""Take a length as a report writes it, return it in points."""

from __future__ import annotations

from typing import Final

__all__ = ["length", "points"]

_UNITS: Final = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "px": 0.75, "pt": 1.0}


def points(text: str, default: float) -> float:
    """Return a length in points ("12", "5mm", "300px"), or `default` for what is none."""
    text = text.strip()
    for unit, size in _UNITS.items():
        if text.endswith(unit):
            return points(text.removesuffix(unit), default / size) * size
    try:
        value = float(text)
    except ValueError:
        return default
    return value if 0 < value < 10_000 else default


def length(text: str, whole: float, default: float) -> float:
    """Return a length in points that may be a part of the `whole` ("60%"); at least one point."""
    if text.strip().endswith("%"):
        return max(points(text.strip()[:-1], 100.0) / 100 * whole, 1.0)
    return max(points(text, default), 1.0)
