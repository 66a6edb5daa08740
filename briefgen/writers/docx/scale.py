"""Take a likelihood, draw the scale of all bands with their words below and this one marked.

The words are cells of a table. The drawing stands in its first row, under the words of the
estimate.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Literal

from briefgen import model as m
from briefgen.record import NamedTuple
from briefgen.typography.bidi import NO_LANGUAGE
from briefgen.typography.likelihood import SCALE_LINE, is_meant, place_names, scale_fills, scale_x
from briefgen.walk import plain_text
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.context import WriterContext
from briefgen.writers.docx.measures import length
from briefgen.writers.docx.nodes import BREAK, Content, WordRun, XmlElement, w
from briefgen.writers.docx.shapes import Shape, shape_drawing
from briefgen.writers.docx.tables import cell, grid

__all__ = ["write_scale"]

_STYLE = "chart-label"
_DOT = 9.0
_BELOW = 2.0


def write_scale(body: Body, node: m.Figure, scale: m.Scale, context: WriterContext) -> None:
    """Write a scale as wide as the column; it runs to the right in every language, as charts do."""
    _write(body, node, scale, context.speaking(NO_LANGUAGE))


def _write(body: Body, node: m.Figure, scale: m.Scale, context: WriterContext) -> None:
    accent = body.theme.colours.get("accent", "#000000")
    runs = body.runs(context)
    plain = runs.look(_STYLE)
    strong = plain._replace(bold=True, colour=accent, name="strong")
    words = list(_names(body, scale, context.width))
    edges = [0.0, *((a.right + b.left) / 2 for a, b in pairwise(words)), context.width]
    middle = scale_x(scale, (scale.low + scale.high) / 2, context.width)
    half = length(body, scale.shown, _STYLE, bold=True) / 2
    middle = min(max(middle, half), context.width - half)
    with body.cell() as written:
        where = _centred(context.cell(context.width, _STYLE), middle, 0.0, context.width)
        body.paragraph(runs.text(scale.shown, strong), _STYLE, where._replace(keep=True))
        run = _drawn(body, scale, context.width, plain_text(node.image.children))
        where = context.cell(context.width, "gap")._replace(after=_BELOW, keep=True)
        body.paragraph((run,), "gap", where)
    spanned = (w("gridSpan", val=len(words)),) if words else ()
    rows = [[cell(context.width, written, *spanned)]]
    below: list[XmlElement] = []
    muted = plain._replace(colour=body.theme.colours.get("muted", plain.colour))
    for name, left, right in zip(words, edges, edges[1:], strict=False):
        where = context.cell(right - left, _STYLE)
        if name.side == "center":
            where = _centred(where, (name.left + name.right) / 2, left, right)
        look = strong if name.meant else muted
        with body.cell() as written:
            lines: Content = [
                run
                for number, line in enumerate(name.lines)
                for run in (*((WordRun((BREAK,)),) if number else ()), *runs.text(line, look))
            ]
            body.paragraph(lines, _STYLE, where._replace(align=name.side))
        below.append(cell(right - left, written))
    rows += [below] if below else []
    widths = [right - left for left, right in pairwise(edges)]
    style = body.styles.table("scale")
    body.table(grid(style, widths, rows, left=context.left, order=body.order(context)), 8.0, 10.0)


class _Name(NamedTuple):
    """The name of a band in `lines`: it stands from `left` to `right`."""

    lines: tuple[str, ...]
    left: float
    right: float
    side: Literal["left", "center", "right"]
    meant: bool


def _names(body: Body, scale: m.Scale, width: float) -> Iterator[_Name]:
    """Give the names that there is room for."""

    def measure(text: str) -> float:
        return length(body, text, _STYLE, bold=True)

    for band, (lines, x) in zip(scale.bands, place_names(scale, width, measure), strict=True):
        if not lines:
            continue
        half = max(map(measure, lines)) / 2
        first, last = band is scale.bands[0], band is scale.bands[-1]
        x = half if first else width - half if last else x
        side: Literal["left", "center", "right"] = (
            "left" if first else "right" if last else "center"
        )
        yield _Name(lines, x - half, x + half, side, is_meant(scale, band))


def _centred(context: WriterContext, x: float, left: float, right: float) -> WriterContext:
    """Return `context`, which goes from `left` to `right`, with text that has its middle at `x`."""
    off = 2 * x - left - right
    return context._replace(align="center", left=max(off, 0.0), right=max(-off, 0.0))


def _drawn(body: Body, scale: m.Scale, width: float, alt: str) -> WordRun:
    pale, accent = body.state.palette.fill("hairline"), body.state.palette.fill("accent")
    point = scale.low == scale.high
    top = (_DOT - SCALE_LINE) / 2 if point else 0.0
    shapes = [
        Shape("rect", left, top, wide, SCALE_LINE, accent if meant else pale)
        for left, wide, meant in scale_fills(scale, width)
    ]
    if point:
        x = min(max(scale_x(scale, scale.low, width), _DOT / 2), width - _DOT / 2)
        shapes.append(Shape("ellipse", x - _DOT / 2, 0.0, _DOT, _DOT, accent))
    return shape_drawing(
        body.state.pictures.number(), width, _DOT if point else SCALE_LINE, shapes, alt
    )
