"""Take an SVG file, return its shapes as a ReportLab drawing, and what of it will not be drawn.

svglib reads it. Opacity of groups, which it does not know, is spread over what is in them.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from reportlab.graphics.shapes import Drawing
from svglib.svglib import SvgRenderer

from briefgen.writers.pdf.lettering import DrawingFonts
from briefgen.writers.svg import safe_svg

__all__ = ["read_svg"]

_BEYOND = ("filter", "mask", "marker-start", "marker-mid", "marker-end", "gradientTransform")
_BEYOND_TAGS = frozenset({"textPath", "pattern", "filter", "mask"})


def read_svg(path: Path, faces: DrawingFonts) -> tuple[Drawing, list[str]]:
    """Return the drawing at `path`, in points, and what it uses that is not drawn.

    Raises whatever svglib raises for what it cannot read.
    """
    root, found = safe_svg(path)
    found += _beyond(root)
    _spread_opacity(root, 1.0, 1.0, 1.0)
    listener = _Listener()
    log = logging.getLogger("svglib.svglib")
    log.addHandler(listener)
    log.propagate = False
    try:
        renderer = SvgRenderer(str(path), font_map=faces)
        drawing: Drawing = renderer.render(root)
    finally:
        log.removeHandler(listener)
        log.propagate = True
    return drawing, list(dict.fromkeys([*found, *listener.messages]))


class _Listener(logging.Handler):
    """Keeps what svglib complains about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _beyond(root: Any) -> list[str]:
    """Name what neither svglib nor `vector` draws."""
    found = []
    for node in root.iter("*"):
        tag = node.tag.rpartition("}")[2]
        if tag in _BEYOND_TAGS:
            found.append(f"it uses <{tag}>")
        if tag == "style" and "opacity" in (node.text or "").replace("-opacity", ""):
            found.append("it sets opacity in a style sheet")
        style = _style(node)
        found += [f"it uses {name}" for name in _BEYOND if node.get(name) or name in style]
    return found


def _style(node: Any) -> dict[str, str]:
    pairs = (part.partition(":") for part in node.get("style", "").split(";") if ":" in part)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _spread_opacity(node: Any, above: float, fill: float, stroke: float) -> None:
    """Multiply the `fill-opacity` and `stroke-opacity` of each element by its groups' `opacity`.

    The opacity of a gradient's stops, which may be a percentage, becomes a number.
    """
    style = _style(node)

    def given(name: str, default: float) -> float:
        text = style.get(name) or node.get(name) or ""
        try:
            value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
        except ValueError:
            return default
        return min(max(value, 0.0), 1.0)

    whole = above * given("opacity", 1.0)
    fill, stroke = given("fill-opacity", fill), given("stroke-opacity", stroke)
    changed = {}
    if whole < 1.0:
        changed = {"fill-opacity": fill * whole, "stroke-opacity": stroke * whole}
    if node.tag.rpartition("}")[2] == "stop":
        changed = {"stop-opacity": given("stop-opacity", 1.0)}
    for name, value in changed.items():
        style.pop(name, None)
        node.set(name, f"{value:.4f}")
    if changed and "style" in node.attrib:
        node.set("style", ";".join(f"{name}:{value}" for name, value in style.items()))
    for child in node.iterchildren("*"):
        _spread_opacity(child, whole, fill, stroke)
