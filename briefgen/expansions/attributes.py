"""Take a div to expand, drop the class and keys it has used, keep the rest on a wrapper."""

from __future__ import annotations

from collections.abc import Collection

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.record import replace

__all__ = ["figure_of", "with_class", "without", "wrap"]


def without(attr: m.Attr, name: str, keys: Collection[str] = ()) -> m.Attr:
    """Return `attr` without the class `name` and the `keys` that a block has used."""
    classes = tuple(other for other in attr.classes if other != name)
    pairs = tuple((key, value) for key, value in attr.pairs if key not in keys)
    return replace(attr, classes=classes, pairs=pairs)


def with_class(attr: m.Attr, name: str) -> m.Attr:
    """Return `attr` with the class `name` before its own."""
    return replace(attr, classes=(name, *attr.classes))


def wrap(node: m.Div, attr: m.Attr, blocks: m.Blocks) -> m.Blocks:
    """Return `blocks` in a div of `attr`, or a single one by itself where that says nothing."""
    if attr == m.NO_ATTR and len(blocks) < 2:
        return blocks
    return (replace(node, children=blocks, attr=attr),)


def figure_of(
    drawing: m.Chart | m.Scale,
    alternative: str,
    span: Span,
    attr: m.Attr = m.NO_ATTR,
    caption: m.Inlines = (),
) -> m.Figure:
    """Return the figure of a drawing; `alternative` says in words what it shows."""
    image = m.Image((m.Text(alternative, span),), "", span)
    return m.Figure(image, caption, attr, span, drawing=drawing)
