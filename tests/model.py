"""The model, looked at by its annotations: which fields hold nodes, and a node of any class."""

from __future__ import annotations

import dataclasses
import types
import typing

from briefgen import model as m
from briefgen.diagnostics import Span

NODES: tuple[type[m.Node], ...] = typing.get_args(m.Node)
"""All classes of nodes."""

COPIES = {(m.Contents, "entries")}
"""Fields of nodes that are made of other nodes when nothing is taken out any more."""


def fields(cls: type) -> dict[str, object]:
    """Return the fields of a record with their annotations."""
    hints = typing.get_type_hints(cls)
    return {field.name: hints[field.name] for field in dataclasses.fields(cls)}


def holds_nodes(hint: object) -> bool:
    """Tell whether a value of this annotation may be or hold a node, at any depth."""
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return hint in NODES or any(map(holds_nodes, fields(hint).values()))
    return any(map(holds_nodes, typing.get_args(hint)))


SLOTS = [(cls, name) for cls, names in m.SLOTS.items() for name in names]
"""Each class of nodes with each of its fields in which nodes stand."""


def make(hint: object, span: Span, **given: object) -> object:
    """Return the least value of an annotation: text is "x", a tuple has one of each it can hold.

    Nodes are as small as they can be; `given` are fields of the node that is asked for.
    """
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if hint is Span:
        return span
    if origin is tuple:
        if parts[-1] is ...:
            return (make(parts[0], span),)
        return tuple(make(part, span) for part in parts)
    if origin is typing.Literal:
        return parts[0]
    if origin in (typing.Union, types.UnionType):
        if m.Text in parts:
            return m.Text("x", span)
        if m.Paragraph in parts:
            return m.Paragraph((m.Text("x", span),), span)
        return None if type(None) in parts else make(parts[0], span)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        needed = {
            field.name: make(fields(hint)[field.name], span)
            for field in dataclasses.fields(hint)
            if field.default is dataclasses.MISSING
            and field.default_factory is dataclasses.MISSING
            and field.name not in given
        }
        return hint(**needed, **given)
    if hint is m.Attr:
        return m.NO_ATTR
    return {str: "x", int: 1, float: 1.0, bool: False}[typing.cast("type", hint)]


def put(cls: type[m.Node], slot: str, inside: m.Inlines, span: Span) -> m.Node:
    """Return a node of `cls` with `inside` in its field `slot`, in whatever can stand there."""
    hint = fields(cls)[slot]
    return typing.cast("m.Node", make(cls, span, **{slot: _holding(hint, inside, span)}))


def _holding(hint: object, inside: m.Inlines, span: Span) -> object:
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        if m.Text in typing.get_args(parts[0]):
            return inside
        return (_holding(parts[0], inside, span),)
    if origin in (typing.Union, types.UnionType) and m.Paragraph in parts:
        return m.Paragraph(inside, span)
    if isinstance(hint, type) and hint in NODES:
        return put(hint, m.SLOTS[hint][0], inside, span)
    raise TypeError(f"nothing stands in {hint}")
