"""Go over a tree: `children`, `walk`, `plain_text`, and `rewrite` to make a changed copy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from operator import is_
from typing import assert_never

from briefgen import model as m
from briefgen.record import replace

__all__ = ["blocks_text", "children", "close_up", "named", "plain_text", "rewrite", "walk", "words"]


def children(node: m.Node) -> tuple[m.Node, ...]:
    """Return what stands directly in `node`, in reading order."""
    match node:  # the usual ones first
        case m.Citation():
            return (*node.prefix, *node.suffix) if node.prefix or node.suffix else ()
        case m.CitationGroup():
            return node.rendered or node.citations
        case (
            m.Paragraph()
            | m.Emphasis()
            | m.Link()
            | m.Strong()
            | m.InlineSpan()
            | m.ListItem()
            | m.Div()
            | m.Cell()
            | m.BlockQuote()
            | m.Note()
            | m.Image()
            | m.Superscript()
            | m.Subscript()
            | m.Strikeout()
        ):
            return node.children
        case (
            m.Text()
            | m.LineBreak()
            | m.Code()
            | m.CrossReference()
            | m.Placed()
            | m.CodeBlock()
            | m.ThematicBreak()
            | m.PageBreak()
            | m.Contents()
        ):
            return ()
        case m.Section():
            return (*node.title, *node.children)
        case m.BulletList() | m.OrderedList() | m.DefinitionList():
            return node.items
        case m.DefinitionItem():
            return (*node.term, *(block for blocks in node.definitions for block in blocks))
        case m.Table():
            return (*node.caption, node.header, *node.rows)
        case m.Row():
            return node.cells
        case m.Figure():
            return (node.image, *node.caption)
        case m.Timeline():
            return node.events
        case m.Event():
            return (*node.label, *node.children)
        case m.WorksCited():
            return node.works
        case m.Work():
            return node.entry
        case _:
            assert_never(node)


def walk(nodes: Iterable[m.Node]) -> Iterator[m.Node]:
    """Yield every node, parents before children, in reading order."""
    stack = list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        if node.__class__ is not m.Text:  # most nodes are text, and have none
            stack.extend(children(node)[::-1])


def plain_text(inlines: Iterable[m.Node]) -> str:
    """Return the text of `inlines` alone: no notes, no unnumbered citations, breaks as spaces."""
    parts: list[str] = []
    for node in inlines:
        match node:
            case m.Text() | m.Code() | m.CrossReference():
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


def named(rendered: m.Inlines) -> int:
    """Return how many inlines of a citation in the text stand before its numbers: its names.

    They are words of the sentence, and look like it.
    """
    for index, node in enumerate(rendered):
        bracket = isinstance(node, m.Text) and node.text.startswith("[")
        if bracket or isinstance(node, m.Superscript):
            return index
    return len(rendered)


def words(nodes: Iterable[m.Node]) -> int:
    """Count the words that a reader reads."""
    return sum(any(map(str.isalnum, word)) for word in blocks_text(nodes).split())


def close_up(nodes: Iterable[m.Node]) -> tuple[m.Node, ...]:
    """Return inlines from among which some were taken, without the spaces that stood around them.

    No space is left at either end, before another one or before a mark that closes a clause.
    """
    closed: list[m.Node] = []
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


Change = Callable[[m.Node], "tuple[m.Node, ...] | None"]


def rewrite(nodes: Iterable[m.Node], change: Change) -> tuple[m.Node, ...]:
    """Copy `nodes` with `change` applied to each, parents first.

    `change` returns what stands in a node's place (nothing, one, several; its result is not
    looked into again), or None to keep the node and go on into its children. Nodes with nothing
    changed below them are shared with the original.
    """
    old = tuple(nodes)
    result: list[m.Node] = []
    same = True
    for node in old:
        changed = change(node)
        if changed is not None:
            same = same and len(changed) == 1 and changed[0] is node
            result += changed
        elif node.__class__ is m.Text:
            result.append(node)
        else:
            copy = _rewrite_children(node, change)
            same = same and copy is node
            result.append(copy)
    return old if same else tuple(result)


_FIELDS: dict[type, tuple[str, ...]] = {
    m.Section: ("title", "children"),
    m.BulletList: ("items",),
    m.OrderedList: ("items",),
    m.DefinitionList: ("items",),
    m.DefinitionItem: ("term",),
    m.Table: ("caption", "header", "rows"),
    m.Row: ("cells",),
    m.Figure: ("image", "caption"),
    m.Timeline: ("events",),
    m.Event: ("label", "children"),
    m.WorksCited: ("works",),
    m.Work: ("entry",),
    m.Citation: ("prefix", "suffix"),
    m.CitationGroup: ("citations", "rendered"),
}


def _rewrite_children(node: m.Node, change: Change) -> m.Node:
    new: dict[str, object] = {}
    for name in _FIELDS.get(type(node), ("children",)):
        old = getattr(node, name, None)
        if isinstance(old, tuple):
            copy = rewrite(old, change)
            if copy is not old:
                new[name] = copy
        elif isinstance(old, m.Row | m.Image):  # the header of a table, the image of a figure
            inside = _rewrite_children(old, change)
            if inside is not old:
                new[name] = inside
    if isinstance(node, m.DefinitionItem):
        definitions = tuple(rewrite(blocks, change) for blocks in node.definitions)
        if not all(map(is_, definitions, node.definitions)):
            new["definitions"] = definitions
    return replace(node, **new) if new else node  # type: ignore[arg-type]  # fields by name
