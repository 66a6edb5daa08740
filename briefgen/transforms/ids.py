"""Take nodes, return their ids; take a document, return its blocks with an id of its own each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefgen import model as m
from briefgen.record import replace
from briefgen.walk import attr_of, rewrite, rewrite_inside, walk

__all__ = ["free_id", "ids_of", "with_own_ids"]


def ids_of(nodes: Iterable[m.Node]) -> Iterator[str]:
    return (attr.id for attr in map(attr_of, walk(nodes)) if attr.id)


def free_id(name: str, taken: Iterable[str]) -> str:
    """Return `name`, or the first of name-2, name-3, ... that is not taken."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def with_own_ids(document: m.Document, report: m.Report) -> m.Blocks:
    """Return the document's blocks with ids that are unique.

    The report's own node keeps an id before one that a template wrote, and the first of two
    before the second.
    """
    owners: dict[str, m.Node] = {}
    for node in walk(document.blocks):
        if name := attr_of(node).id:
            owner = owners.setdefault(name, node)
            if owner.span.file != report.source == node.span.file:
                owners[name] = node
    taken = set(owners)
    met: set[str] = set()

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        attr = attr_of(node)
        if not attr.id:
            return None
        if node is owners.get(attr.id) and attr.id not in met:
            met.add(attr.id)
            return None
        name = free_id(attr.id, taken)
        taken.add(name)
        renamed = replace(node, attr=replace(attr, id=name))  # type: ignore[arg-type]
        return (rewrite_inside(renamed, change),)

    return rewrite(document.blocks, change)
