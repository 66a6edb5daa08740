"""Take the divs of lists, return them laid out: key figures, who signs a document, who gets it."""

from __future__ import annotations

from briefgen import model as m
from briefgen.expansions.attributes import with_class, without, wrap
from briefgen.record import replace
from briefgen.walk import attr_of

__all__ = ["expand_distribution", "expand_key_figures", "expand_sign_off"]

_GAP = "28"
_FIGURES = 4
"""So many figures stand side by side."""


def expand_key_figures(node: m.Div) -> m.Blocks:
    """Return each labelled point of `node` as a key figure: the value as term, what it counts."""
    blocks: list[m.Block] = []
    for block in node.children:
        if not isinstance(block, m.DefinitionList):
            blocks.append(block)
            continue
        for first in range(0, len(block.items), _FIGURES):
            row = tuple(map(_figure, block.items[first : first + _FIGURES]))
            blocks.append(m.Div(row, m.Attr(classes=("row", "figures")), node.span))
    return wrap(node, without(node.attr, "key-figures"), tuple(blocks))


def _figure(item: m.DefinitionItem) -> m.Div:
    value = (m.Paragraph(item.term, item.span),)
    blocks = tuple(block for definition in item.definitions for block in definition)
    parts = (
        m.Div(value, m.Attr(classes=("figure-value",)), item.span),
        m.Div(blocks, m.Attr(classes=("figure-label",)), item.span),
    )
    return m.Div(parts, with_class(attr_of(item), "figure"), item.span)


def expand_sign_off(node: m.Div) -> m.Blocks:
    """Return each labelled point of `node` below a line to sign on: a name and a role, a date."""
    blocks: list[m.Block] = []
    for block in node.children:
        if isinstance(block, m.DefinitionList):
            blocks += _lines(block)
        else:
            blocks.append(block)
    return (replace(node, children=tuple(blocks)),)


def _lines(node: m.DefinitionList) -> list[m.Block]:
    """Return the entries of `node` two by two, so that each has room for a hand."""
    rows: list[m.Block] = []
    for first in range(0, len(node.items), 2):
        pair = [_line(item) for item in node.items[first : first + 2]]
        if len(pair) == 1:
            pair.append(m.Div((), m.NO_ATTR, node.span))
        attr = m.Attr(classes=("signatures", "row"), pairs=(("gap", _GAP), ("widths", "1 1")))
        rows.append(m.Div(tuple(pair), attr, node.span))
    return rows


def _line(item: m.DefinitionItem) -> m.Div:
    name = m.Div((m.Paragraph(item.term, item.span),), m.Attr(classes=("author",)), item.span)
    blocks = tuple(block for definition in item.definitions for block in definition)
    role = m.Div(blocks, m.Attr(classes=("author-detail",)), item.span)
    return m.Div((name, role), with_class(attr_of(item), "signature"), item.span)


def expand_distribution(node: m.Div) -> m.Blocks:
    """Return the list of `node` under its heading, the paragraph before it.

    Where it has columns, the heading stands above all of them.
    """
    match node.children:
        case (m.Paragraph() as title, m.BulletList() | m.OrderedList(), *_):
            heading = m.Div((title,), m.Attr(classes=("panel-title",)), title.span)
        case _:
            return (node,)
    rest, attr = node.children[1:], node.attr
    if attr.has("columns"):
        rest = (m.Div(rest, m.Attr(classes=("columns",), pairs=attr.pairs), node.span),)
        attr = replace(attr, classes=tuple(name for name in attr.classes if name != "columns"))
    return (replace(node, children=(heading, *rest), attr=attr),)
