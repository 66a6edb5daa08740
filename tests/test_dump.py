"""`dump` shows the whole model: whatever differs in a report or document differs in its text."""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping

import pytest

from briefgen import model as m
from briefgen.diagnostics import Places, Span
from briefgen.writers.tree import write_blocks, write_tree
from tests.model import NODES, fields, make

HERE = Span("report.md", 3, 1, 3, 9)
PLACES = {(m.Report, "source"), (m.Metadata, "places")}
"""Fields that say where something was read, as do those of type Span and all of name `digest`."""

WHOLE: tuple[type, ...] = (m.Report, m.Document)
PARTS: tuple[tuple[type, type, str], ...] = (
    (m.Metadata, m.Report, "metadata"),
    (m.Author, m.Metadata, "authors"),
    (m.ReportOptions, m.Metadata, "options"),
    (m.MarkingChoice, m.ReportOptions, "marking"),
    (m.RunningText, m.Document, "header"),
    (m.Banner, m.Document, "banner"),
    (m.Chart, m.Figure, "drawing"),
    (m.Series, m.Chart, "series"),
    (m.Scale, m.Figure, "drawing"),
    (m.Band, m.Scale, "bands"),
    (m.Attr, m.Div, "attr"),
    (m.ContentsEntry, m.Contents, "entries"),
    (m.Backlink, m.Work, "back"),
)
"""Records that are no nodes, each with one that holds it and the field there."""


def shown(record: object) -> str:
    """Return the dump of whatever `record` can stand in."""
    if isinstance(record, WHOLE):
        return write_tree(typing.cast("m.Report", record))
    if isinstance(record, NODES):
        return write_blocks([typing.cast("m.Node", record)])
    holder, field = next((holder, field) for cls, holder, field in PARTS if cls is type(record))
    several = typing.get_origin(fields(holder)[field]) is tuple
    return shown(make(holder, HERE, **{field: (record,) if several else record}))


def other(hint: object, value: object) -> object:
    """Return another value of an annotation than `value`."""
    origin, parts = typing.get_origin(hint), typing.get_args(hint)
    if origin is tuple:
        return (*typing.cast("tuple[object, ...]", value), *typing.cast("tuple[object]", one(hint)))
    if origin is typing.Literal:
        return next(part for part in parts if part != value)
    if origin in (typing.Union, types.UnionType):
        return next(new for part in parts if (new := one(part)) != value)
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        name, inner = next((n, h) for n, h in fields(hint).items() if h is not Span)
        changed = {name: other(inner, getattr(value, name))}
        return dataclasses.replace(typing.cast("typing.Any", value), **changed)
    if isinstance(value, dict):
        return {"key": "value"}
    return {str: f"{value}y", bool: not value, int: 7, float: 2.5}[typing.cast("type", hint)]


def one(hint: object) -> object:
    if typing.get_origin(hint) is tuple and typing.get_args(hint)[-1] is ...:
        return (one(typing.get_args(hint)[0]),)
    if typing.get_origin(hint) is tuple:
        return tuple(map(one, typing.get_args(hint)))
    if isinstance(origin := typing.get_origin(hint), type) and issubclass(origin, Mapping):
        return {"key": "value"}
    return None if hint is type(None) else make(hint, HERE)


FIELDS = [
    (cls, name)
    for cls in (*NODES, *WHOLE, *(cls for cls, _, _ in PARTS))
    for name, hint in fields(cls).items()
    if hint is not Span and name != "digest" and (cls, name) not in PLACES
]


@pytest.mark.parametrize(("cls", "name"), FIELDS, ids=lambda x: getattr(x, "__name__", x))
def test_each_field_is_shown(cls: type, name: str) -> None:
    record = make(cls, HERE)
    changed = {name: other(fields(cls)[name], getattr(record, name))}
    assert shown(record) != shown(dataclasses.replace(typing.cast("typing.Any", record), **changed))


def test_no_record_of_the_model_is_left_out() -> None:
    records = {
        cls for cls in vars(m).values() if isinstance(cls, type) and hasattr(cls, "__match_args__")
    }
    tested = {*NODES, *WHOLE, *(cls for cls, _, _ in PARTS)}
    assert records - tested == {m.Reference, Span, Places}
