"""Take an SVG file, return its size in points: what layout has to know of a vector image."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

from briefgen.lengths import PIXEL, to_points

__all__ = ["svg_size"]

_DEFAULT = (225.0, 112.5)
"""What CSS gives a picture that does not say how large it is."""


def svg_size(file: Path) -> tuple[float, float]:
    """Return width and height of the picture in points, 96 pixels to the inch.

    Raises `OSError`, and `SyntaxError` or `ValueError` for what is no SVG picture.
    """
    root = ElementTree.parse(file).getroot()  # noqa: S314  # it opens nothing, and expat has limits
    if root.tag.rpartition("}")[2] != "svg":
        raise ValueError(f"its root is <{root.tag}>, not <svg>")
    box = [float(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip()) if part]
    _, _, across, down = box if len(box) == 4 else (0.0, 0.0, 0.0, 0.0)
    width, height = _points(root.get("width", "")), _points(root.get("height", ""))
    if across > 0 and down > 0:
        if not width and not height:
            width, height = across * PIXEL, down * PIXEL
        return width or height * across / down, height or width * down / across
    return width or _DEFAULT[0], height or _DEFAULT[1]


def _points(text: str) -> float:
    """Return a length in points; 0 for none, and for one relative to what is around."""
    return max(to_points(text, "px") or 0.0, 0.0)
