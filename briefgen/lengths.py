"""Take a length as it is written ("20mm", "12", 12), return it in points."""

from __future__ import annotations

import re
from math import isfinite
from typing import Final

__all__ = ["PIXEL", "positive_points", "to_points"]

_UNITS: Final = {
    "pt": 1.0,
    "px": 0.75,
    "pc": 12.0,
    "mm": 72 / 25.4,
    "cm": 72 / 2.54,
    "in": 72.0,
}
"""Points in a unit."""
PIXEL: Final = _UNITS["px"]
"""That of CSS: 96 of them make an inch."""

# The pattern stays text, which `re` compiles and keeps: most reports have no length.
_LENGTH = r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)\s*"


def to_points(written: object, unit: str = "pt") -> float | None:
    """Return the points that a number or a text stands for, None for what is no length.

    What names no unit is in `unit`.
    """
    if isinstance(written, bool) or not isinstance(written, str | int | float):
        return None
    if not isinstance(written, str):
        return float(written) * _UNITS[unit] if isfinite(written) else None
    found = re.fullmatch(_LENGTH, written, re.IGNORECASE)
    size = _UNITS.get(found[2].lower() or unit) if found else None
    if found is None or size is None:
        return None
    points = float(found[1]) * size
    return points if isfinite(points) else None


def positive_points(written: str) -> float | None:
    """Return the points of an attribute's length: more than 0, and less than 10,000."""
    points = to_points(written)
    return points if points is not None and 0 < points < 10_000 else None
