"""Go over a tree: `children`, `walk`, `plain_text`, and `rewrite` to make a changed copy.

All go by `model.SLOTS`, so that none misses a node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter, is_
from typing import Any, TypeAlias, TypeVar

from briefgen import model as m
from briefgen.record import replace

__all__ = [
    "attr_of",
    "blocks_text",
    "children",
    "close_up",
    "date_in",
    "plain_text",
    "replace_inside",
    "rewrite",
    "rewrite_inside",
    "walk",
    "words",
]


_N = TypeVar("_N", bound=m.Node)


def attr_of(node: m.Node) -> m.Attr:
    """Return the attributes of `node`; a class that has none is like one without any."""
    attr: m.Attr = getattr(node, "attr", m.NO_ATTR)
    return attr


def children(node: m.Node) -> tuple[m.Node, ...]:
    """Return what stands directly in `node`, in reading order.

    A group of citations that is rendered is read as what it prints.
    """
    return _CHILDREN[node.__class__](node)


def _reader(slots: tuple[str, ...]) -> Callable[[Any], tuple[m.Node, ...]]:
    """Return the function that gets what stands in `slots` of a node."""
    if not slots:
        return lambda _: ()
    if len(slots) == 1:
        return attrgetter(*slots)

    def read(node: m.Node) -> tuple[m.Node, ...]:
        found: list[m.Node] = []
        for slot in slots:
            value = getattr(node, slot)
            if not isinstance(value, tuple):
                found.append(value)
            elif value and isinstance(value[0], tuple):
                for run in value:
                    found += run
            else:
                found += value
        return tuple(found)

    return read


_SLOTS = m.SLOTS
_CHILDREN = {node: _reader(slots) for node, slots in m.SLOTS.items()}
_CHILDREN[m.CitationGroup] = lambda group: (*group.lead, *group.rendered) or group.citations


def walk(nodes: Iterable[m.Node]) -> Iterator[m.Node]:
    """Yield every node, parents before children, in reading order."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        if node.__class__ is not m.Text:  # most nodes are text, and have none
            stack.extend(children(node)[::-1])


def date_in(inlines: Iterable[m.Node]) -> str:
    """Return the `date` of the first span that has one, "" where none has."""
    return next(filter(None, (attr_of(node).get("date") for node in walk(inlines))), "")


def plain_text(inlines: Iterable[m.Node]) -> str:
    """Return the text of `inlines` alone: no notes, no unnumbered citations, breaks as spaces."""
    parts: list[str] = []
    for node in inlines:
        match node:
            case m.Text() | m.Code() | m.CrossReference() | m.CodeBlock():
                parts.append(node.text)
            case m.LineBreak():
                parts.append(" ")
            case m.Note() | m.Citation() | m.Image():
                pass
            case _:
                parts.append(plain_text(children(node)))
    return "".join(parts)


def blocks_text(blocks: Iterable[m.Node]) -> str:
    """Return the text of `blocks`, a space between any two of them."""
    parts: list[str] = []
    for node in walk(blocks):
        match node:
            case m.Text() | m.Code() | m.CrossReference() | m.CodeBlock():
                parts.append(node.text)
            case m.LineBreak() | m.Paragraph() | m.Section() | m.Cell() | m.DefinitionItem():
                parts.append(" ")
            case _:
                pass
    return "".join(parts)


def words(nodes: Iterable[m.Node]) -> int:
    """Count the words that a reader reads."""
    return sum(any(map(str.isalnum, word)) for word in blocks_text(nodes).split())


def close_up(nodes: Iterable[_N]) -> tuple[_N, ...]:
    """Return inlines from among which some were taken, without the spaces that stood around them.

    No space is left at either end, before another one or before a mark that closes a clause.
    """
    closed: list[Any] = []
    for node in nodes:
        last = closed[-1] if closed else None
        if isinstance(node, m.Text):
            if last is None:
                node = replace(node, text=node.text.lstrip())
            elif isinstance(last, m.Text) and node.text[:1] in _CLOSING:
                closed[-1] = replace(last, text=last.text.rstrip())
        if not isinstance(node, m.Text) or node.text:
            closed.append(node)
    if closed and isinstance(end := closed[-1], m.Text):
        closed[-1] = replace(end, text=end.text.rstrip())
    return tuple(closed)


_CLOSING = tuple(" .,;:!?")


Change: TypeAlias = "Callable[[m.Node], tuple[m.Node, ...] | None]"


def rewrite(nodes: tuple[_N, ...], change: Change) -> tuple[_N, ...]:
    """Copy `nodes` with `change` applied to each, parents first.

    `change` returns what stands in a node's place (nothing, one, several; its result is not
    looked into again), or None to keep the node and go on into its children. Blocks have to stay
    blocks, and inlines inlines. Nodes with nothing changed below them are shared with the original.
    """
    return _rewriting(change)(nodes)


def rewrite_inside(node: _N, change: Change) -> _N:
    """Return `node` with what stands in it rewritten; `change` is not asked about `node`.

    Nor is it about the one node that a table has as header, and a figure as image: these have to
    be there.
    """
    return replace_inside(node, _rewriting(change))


def _rewriting(change: Change) -> Callable[[tuple[_N, ...]], tuple[_N, ...]]:
    def run(nodes: tuple[_N, ...]) -> tuple[_N, ...]:
        result: list[Any] = []
        same = True
        for node in nodes:
            changed = change(node)
            if changed is not None:
                same = same and len(changed) == 1 and changed[0] is node
                result += changed
            elif node.__class__ is m.Text:
                result.append(node)
            else:
                copy = replace_inside(node, run)
                same = same and copy is node
                result.append(copy)
        return nodes if same else tuple(result)

    return run


def replace_inside(node: _N, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> _N:
    """Return `node` with each run of nodes in it replaced; `node` itself where all stay the same.

    A title is a run, and so is each definition of a point.
    """
    new: dict[str, Any] = {}
    for name in _SLOTS[node.__class__]:
        old = getattr(node, name)
        copy: object
        if not isinstance(old, tuple):
            copy = replace_inside(old, change)
        elif old and isinstance(old[0], tuple):
            copy = tuple(map(change, old))
            copy = old if all(map(is_, copy, old)) else copy
        else:
            copy = change(old)
        if copy is not old:
            new[name] = copy
    return replace(node, **new) if new else node
