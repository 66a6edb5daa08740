"""Take an audience, return what its template looks for in a report; tell what a report lacks.

The template is not run. Its names are read off its syntax, so that those in a branch count as
well. A name that an option gives ("the class of the sections that are rows") is looked up there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from jinja2 import Environment, nodes
from jinja2.exceptions import TemplateSyntaxError

from briefgen import model as m
from briefgen.audience import Audience
from briefgen.compose.views import label_key
from briefgen.diagnostics import Span
from briefgen.lookup import builtin_templates, find_template
from briefgen.record import NamedTuple
from briefgen.walk import attr_of, plain_text, walk

__all__ = ["Need", "has", "needs"]

Kind = Literal["block", "section", "class", "attribute", "column", "front matter"]


class Need(NamedTuple):
    """One thing that a template looks for; `span` is the place in the template.

    A column needs a point with one of `labels`.
    """

    kind: Kind
    name: str
    span: Span
    labels: Sequence[str] = ()


_FRONT = frozenset("title subtitle authors date abstract".split())
_OWN_IDS = {"events": "events"}
"""Attributes of `report` that look for a block of this id."""


def needs(audience: Audience) -> list[Need]:
    """Return what the template of `audience` and those that it includes look for, each once."""
    by_name: dict[tuple[Kind, str], Need] = {}
    for path, tree in _trees(audience):
        reading = _Reading(audience.options)
        for kind, name, line in reading.names(tree):
            by_name.setdefault((kind, name), Need(kind, name, Span(path, line)))
        for column, labels in reading.columns(tree):
            need = Need("column", column, audience.span, labels)
            by_name.setdefault(("column", column), need)
    return list(by_name.values())


def has(report: m.Report, need: Need) -> bool:
    """Tell whether `report` has what `need` names."""
    match need.kind:
        case "front matter":
            return bool(getattr(report.metadata, need.name))
        case "block" | "section":
            return any(
                attr_of(node).id == need.name
                for node in walk(report.blocks)
                if need.kind == "block" or isinstance(node, m.Section)
            )
        case "class":
            return any(attr_of(node).has(need.name) for node in walk(report.blocks))
        case "attribute":
            return any(attr_of(node).get(need.name) for node in walk(report.blocks))
        case "column":
            read = {label_key(label) for label in need.labels}
            return any(
                label_key(plain_text(node.term)) in read
                for node in walk(report.blocks)
                if isinstance(node, m.DefinitionItem)
            )


def _trees(audience: Audience) -> Iterator[tuple[str, nodes.Template]]:
    """Yield the template of `audience` and those that it includes, with their paths."""
    folders = [audience.folder, audience.template.parent, audience.folder.parent]
    waiting = [audience.template]
    seen = set(waiting)
    while waiting:
        path = waiting.pop(0)
        try:
            tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, TemplateSyntaxError):
            continue  # the build reports what is wrong with it
        yield str(path), tree
        for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
            name = getattr(node, "template", None)
            if not isinstance(name, nodes.Const):
                continue
            own = str(name.value)
            below = [builtin_templates()] if own.startswith("builtin/") else folders
            other = find_template(own.removeprefix("builtin/"), below)
            if other is not None and other not in seen:
                seen.add(other)
                waiting.append(other)


class _Reading:
    """Reads the names off a template's syntax."""

    def __init__(self, options: Mapping[str, object]) -> None:
        self.options = options

    def names(self, tree: nodes.Template) -> Iterator[tuple[Kind, str, int]]:
        for node in tree.find_all((nodes.Getitem, nodes.Getattr, nodes.Call, nodes.Compare)):
            match node:
                case nodes.Getitem(node=nodes.Name(name="blocks" | "sections" as owner)):
                    yield from self._ids(owner, node.arg, node.lineno)
                case nodes.Getattr(node=nodes.Name(name="report"), attr=attr):
                    if attr in _OWN_IDS:
                        yield "block", _OWN_IDS[attr], node.lineno
                    elif attr in _FRONT:
                        yield "front matter", attr, node.lineno
                case nodes.Compare(ops=[nodes.Operand(op="in", expr=nodes.Name(name=owner))]):
                    if owner in ("blocks", "sections"):
                        yield from self._ids(owner, node.expr, node.lineno)
                case nodes.Call():
                    yield from self._call(node)

    def _ids(self, owner: str, name: nodes.Node, line: int) -> Iterator[tuple[Kind, str, int]]:
        kind: Kind = "block" if owner == "blocks" else "section"
        for value in self._values(name):
            if isinstance(value, str):
                yield kind, value, line

    def _call(self, node: nodes.Call) -> Iterator[tuple[Kind, str, int]]:
        called = node.node
        method = (
            called.attr if isinstance(called, nodes.Getattr)
            else called.name if isinstance(called, nodes.Name) else ""
        )  # fmt: skip
        if method == "find":
            for keyword in node.kwargs:
                if keyword.key == "cls":
                    for value in self._values(keyword.value):
                        yield "class", str(value), node.lineno
        elif method == "get" and isinstance(called, nodes.Getattr) and node.args:
            owner = called.node
            name = owner.name if isinstance(owner, nodes.Name) else ""
            if name in ("blocks", "sections"):
                yield from self._ids(name, node.args[0], node.lineno)
            elif name and isinstance(node.args[0], nodes.Const):
                yield "attribute", str(node.args[0].value), node.lineno

    def _values(self, node: nodes.Node) -> list[object]:
        match node:
            case nodes.Const():
                return [node.value]
            case nodes.Getattr(node=nodes.Name(name="options"), attr=key):
                return [self.options[key]] if key in self.options else []
            case _:
                return []

    def columns(self, tree: nodes.Template) -> Iterator[tuple[str, Sequence[str]]]:
        """Yield the columns of the option `columns` with their labels, if the template reads it."""
        columns = self.options.get("columns")
        if isinstance(columns, Mapping) and any(
            node.name == "columns" for node in tree.find_all(nodes.Filter)
        ):
            yield from ((str(name), [str(v) for v in labels]) for name, labels in columns.items())
