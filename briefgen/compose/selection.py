"""Take nodes of the report, return those that a template asks for; leave out condensed forms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias, get_args

from jinja2.exceptions import TemplateRuntimeError

from briefgen import model as m
from briefgen.diagnostics import did_you_mean
from briefgen.walk import attr_of, children, rewrite, walk

__all__ = ["CONDENSED", "KINDS", "Attributed", "cited", "select", "uncondensed"]

CONDENSED = "condensed"
"""The class of a condensed form: a short text that a template places by name only."""

KINDS: Mapping[str, tuple[type, ...]] = {
    "section": (m.Section,),
    "div": (m.Div,),
    "table": (m.Table,),
    "figure": (m.Figure,),
    "code": (m.CodeBlock, m.Code),
    "paragraph": (m.Paragraph,),
    "list": (m.BulletList, m.OrderedList),
    "definitions": (m.DefinitionList,),
    "quote": (m.BlockQuote,),
    "span": (m.InlineSpan,),
    "image": (m.Image,),
    "link": (m.Link,),
}
"""The node classes of each `find(kind=...)`; without a kind, `find` looks for `Attributed`."""

Attributed: TypeAlias = (
    m.Section | m.Div | m.Table | m.Figure | m.CodeBlock | m.InlineSpan | m.Code | m.Link | m.Image
)
"""The nodes that can have an id, classes and attributes."""


def select(
    nodes: Iterable[m.Node],
    kind: str | None,
    id: str | None,  # noqa: A002  # as in a template: find(id="x")
    cls: str | None,
    depth: int | None,
    attributes: Mapping[str, str | bool],
) -> Iterator[m.Node]:
    """Return the nodes that fit, those inside others too, in reading order.

    An argument that is None fits every node. `kind` is a key of `KINDS`, `depth` counts the
    sections that enclose a node (a section counts itself), and `attributes` have a value, or True
    for any value. Raises `TemplateRuntimeError` for a kind or an argument that does not exist.
    """
    if kind is not None and kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"one of {', '.join(KINDS)}"
        raise TemplateRuntimeError(f"find() knows no kind {kind!r}\n{hint}")
    for key in attributes:
        if hint := did_you_mean(key, ("kind", "cls", "depth", "within")):
            raise TemplateRuntimeError(f"find() has no argument {key!r}\n{hint}")
    kinds = KINDS[kind] if kind else get_args(Attributed)

    def fits(node: m.Node, at: int) -> bool:
        if not isinstance(node, kinds):
            return False
        attr = attr_of(node)
        pairs = dict(attr.pairs)
        return (
            id in (None, attr.id)
            and (cls is None or cls in attr.classes)
            and depth in (None, at)
            and all(
                key in pairs and value in (True, pairs[key]) for key, value in attributes.items()
            )
        )

    return (node for node, at in _descend(nodes, 0) if fits(node, at))


def cited(nodes: Iterable[m.Node]) -> tuple[m.Citation, ...]:
    """Return the citations in `nodes`, the first of each work, without locators."""
    citations: dict[str, m.Citation] = {}
    for node in walk(nodes):
        if isinstance(node, m.Citation):
            citations.setdefault(node.key, m.Citation(node.key, node.span))
    return tuple(citations.values())


def uncondensed(nodes: tuple[m.Node, ...], keep: m.Node | None = None) -> tuple[m.Node, ...]:
    """Return `nodes` without the condensed forms in them; `keep` stays, even if it is one."""

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        if node is keep:
            return None
        if CONDENSED in attr_of(node).classes:
            return ()
        return None if isinstance(node, m.Section | m.Div | m.BlockQuote) else (node,)

    return rewrite(nodes, change)


def _descend(nodes: Iterable[m.Node], depth: int) -> Iterator[tuple[m.Node, int]]:
    """Yield all nodes with the number of sections that enclose each, itself among them."""
    for node in nodes:
        if isinstance(node, m.Section):
            yield node, depth + 1
            yield from _descend(node.title, depth + 1)
            yield from _descend(node.children, depth + 1)
        else:
            yield node, depth
            yield from _descend(children(node), depth)
