"""Take a length as a report writes it, return it in points."""

from __future__ import annotations

from briefgen.lengths import positive_points

__all__ = ["length", "points"]


def points(text: str, default: float) -> float:
    """Return a length in points ("12", "5mm", "300px"), or `default` for what is none."""
    return positive_points(text) or default


def length(text: str, whole: float, default: float) -> float:
    """Return a length in points that may be a part of the `whole` ("60%"); at least one point."""
    if text.strip().endswith("%"):
        return max(points(text.strip()[:-1], 100.0) / 100 * whole, 1.0)
    return max(points(text, default), 1.0)
