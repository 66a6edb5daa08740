"""Take the parsed text of a template and what it placed; return the blocks with that in place.

While a template runs, `Placements` keeps each thing that it places, and prints a marker for it. The
reader makes a `Placed` node of the marker, and `put_in_place` replaces that by the nodes
themselves, which still have their spans in the report.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeGuard, get_args

from markupsafe import Markup

from briefgen import model as m
from briefgen.diagnostics import GENERATED, Diagnostics, Span
from briefgen.quotation import smart
from briefgen.record import replace
from briefgen.walk import attr_of, blocks_text, close_up, rewrite, rewrite_inside, walk

__all__ = ["Deferred", "Placements", "put_in_place", "settle", "span_of", "unwrapped"]

_MARKER = re.compile("(?:\ue000|%EE%80%80)([0-9]+)(?:\ue001|%EE%80%81)")  # or in a URL
_INLINES = get_args(m.Inline)
Nodes = tuple[Any, ...]
"""Blocks or inlines; which of them, the type checker cannot tell from a template's value."""


class Deferred:
    """A number that is known only once the document is composed, such as its length."""

    def __init__(
        self,
        placements: Placements,
        count: Callable[[m.Blocks], int],
        wording: Callable[[int], str] = str,
    ) -> None:
        self._placements = placements
        self._count = count
        self._wording = wording

    def __html__(self) -> Markup:
        return self._placements.place(self)

    __str__ = __html__

    def _as(self, wording: Callable[[int], str]) -> Deferred:
        return Deferred(self._placements, self._count, wording)

    def _text(self, document: m.Blocks) -> str:
        return self._wording(self._count(document))


class Placements:
    """What a template has placed, by number.

    `lang` is the language of the report; with `smart`, strings get its quotation marks. `quoted`
    pairs each string that the template extracted with the nodes it came from, because the
    template may print such a string anywhere, where it carries no span.
    """

    def __init__(self, lang: str, smart: bool = True) -> None:
        self.lang = lang
        self.smart = smart
        self.things: list[Nodes | Deferred] = []
        self.quoted: list[tuple[str, Nodes]] = []

    def place(self, thing: Nodes | Deferred) -> Markup:
        """Keep `thing` and return its marker."""
        self.things.append(thing)
        return Markup(f"\ue000{len(self.things) - 1}\ue001")  # noqa: S704  # digits alone

    def text(self, text: str, span: Span = GENERATED) -> Nodes:
        """Return the nodes that print a string."""
        words = smart(text, self.lang) if self.smart else text
        return (m.Text(words, span),) if text else ()

    def nodes_of(self, placed: m.Placed) -> Nodes:
        """Return the nodes that `placed` stands for, or `placed` itself for a deferred number.

        Generated nodes get the span of the place in the template.
        """
        thing = self.things[placed.index]
        if isinstance(thing, Deferred):
            return (placed,)
        return tuple(
            replace(node, span=placed.span) if node.span is GENERATED else node for node in thing
        )


def put_in_place(blocks: m.Blocks, placements: Placements, sink: Diagnostics) -> m.Blocks:
    """Return `blocks` with what was placed, and sections nested by their levels.

    On a line of its own, placed blocks stay blocks. Within a line, a single paragraph gives its
    inlines, and any other block is an error (`block-in-line`) at its place.
    """
    placing = _Placing(placements, sink)
    return placing.blocks(rewrite(blocks, placing.spell))


def settle(blocks: m.Blocks, placements: Placements) -> m.Blocks:
    """Return the composed `blocks` with the deferred numbers filled in."""
    waiting = [thing for thing in placements.things if isinstance(thing, Deferred)]
    if not waiting:
        return blocks

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        if not isinstance(node, m.Placed):
            return None
        thing = placements.things[node.index]
        return (m.Text(thing._text(blocks), node.span),) if isinstance(thing, Deferred) else ()

    return rewrite(blocks, change)


def span_of(nodes: Iterable[m.Node]) -> Span:
    """Return the span of the first of `nodes`."""
    return next((node.span for node in nodes), GENERATED)


def unwrapped(nodes: Nodes) -> m.Inlines | None:
    """Return `nodes` as inlines: as they are, or those of a single paragraph; else None."""
    if _inline(nodes):
        return nodes
    return nodes[0].children if len(nodes) == 1 and isinstance(nodes[0], m.Paragraph) else None


def _inline(nodes: Sequence[m.Node]) -> TypeGuard[m.Inlines]:
    return all(isinstance(node, _INLINES) for node in nodes)


class _Placing:
    def __init__(self, placements: Placements, sink: Diagnostics) -> None:
        self.placements = placements
        self.sink = sink

    def spell(self, node: m.Node) -> tuple[m.Node, ...] | None:
        """Replace markers by text where only a string can be: in code, URLs and attributes."""
        spelled: dict[str, Any] = {}
        for name in ("text", "target", "source", "title"):
            value = getattr(node, name, None)
            if isinstance(value, str) and _MARKER.search(value):
                spelled[name] = _MARKER.sub(self.words, value)
        attr = attr_of(node)
        if "\ue000" in "".join((attr.id, *attr.classes, *(value for _, value in attr.pairs))):
            spelled["attr"] = m.Attr(
                _MARKER.sub(self.words, attr.id),
                tuple(_MARKER.sub(self.words, name) for name in attr.classes),
                tuple((key, _MARKER.sub(self.words, value)) for key, value in attr.pairs),
            )
        if not spelled:
            return None
        new = replace(node, **spelled)
        return (rewrite_inside(new, self.spell),)

    def words(self, match: re.Match[str]) -> str:
        """Return the plain text of the nodes that a marker stands for."""
        thing = self.placements.things[int(match[1])]
        if isinstance(thing, Deferred):
            return ""
        text = " ".join(blocks_text(thing).split())
        self.placements.quoted.append((text, thing))
        return text

    def blocks(self, blocks: m.Blocks) -> m.Blocks:
        """Return `blocks` with what was placed in them."""
        return _nested(rewrite(blocks, self.block))

    def block(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Placed():
                return self.alone((node,))
            case m.Paragraph():
                return self.paragraph(node)
            case m.Section():
                title, children = self.line(node.title), self.blocks(node.children)
                return (replace(node, title=title, children=children),)
            case m.Div() | m.BlockQuote() | m.ListItem() | m.Cell():
                return (replace(node, children=self.blocks(node.children)),)
            case m.DefinitionItem():
                texts = tuple(map(self.blocks, node.definitions))
                return (replace(node, term=self.line(node.term), definitions=texts),)
            case m.Table():
                (header,) = rewrite((node.header,), self.block)
                subheads = rewrite(node.subheads, self.block)
                rows = rewrite(node.rows, self.block)
                caption = self.line(node.caption)
                new = replace(node, header=header, subheads=subheads, rows=rows, caption=caption)
                return (new,)
            case m.Figure():
                return (replace(node, caption=self.line(node.caption)),)
            case _:
                return None

    def paragraph(self, node: m.Paragraph) -> m.Blocks:
        """Return a paragraph of the template, or the blocks that it holds and nothing else."""
        if all(map(_blank, node.children)):
            return self.alone(node.children)
        line = self.line(node.children)
        return (replace(node, children=line),) if line else ()

    def alone(self, inlines: m.Inlines) -> m.Blocks:
        """Return what was placed on a line of its own: blocks in sequence, or one paragraph."""
        parts = [self.placements.nodes_of(n) if isinstance(n, m.Placed) else (n,) for n in inlines]
        things = [nodes for nodes in parts if not all(map(_blank, nodes))]
        as_line = any(map(_inline, things)) and None not in map(unwrapped, things)
        result: list[m.Block] = []
        line: list[m.Inline] = []

        def end_line() -> None:
            inside: Any = close_up(line)
            result.extend([m.Paragraph(inside, span_of(inside))] if inside else [])
            line.clear()

        for nodes in parts:
            if as_line or _inline(nodes):
                line += unwrapped(nodes) or ()
            else:
                end_line()
                result += nodes
        end_line()
        return tuple(result)

    def line(self, inlines: m.Inlines) -> m.Inlines:
        """Return a line of the template with what was placed in it."""
        if not any(isinstance(node, m.Placed | m.Note) for node in walk(inlines)):
            return inlines
        return close_up(rewrite(inlines, self.inline))

    def inline(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Placed():
                nodes = self.placements.nodes_of(node)
                if (line := unwrapped(nodes)) is not None:
                    return line
                self.sink.error(
                    "block-in-line",
                    f"{_kind(nodes)} cannot stand within a line",
                    node.span,
                    "give it a line of its own, or place `.first_paragraph` or `| text` of it",
                )
                return ()
            case m.Note():
                return (replace(node, children=self.blocks(node.children)),)
            case _:
                return None


def _blank(node: m.Node) -> bool:
    match node:
        case m.Text():
            return not node.text.strip()
        case _:
            return isinstance(node, m.Placed | m.LineBreak)


def _kind(nodes: Nodes) -> str:
    return f"{len(nodes)} blocks" if len(nodes) > 1 else f"a {type(nodes[0]).__name__}"


def _nested(blocks: m.Blocks) -> m.Blocks:
    """Return `blocks` with sections nested by level.

    A section placed inside a section of the same or a deeper level moves out, behind that section,
    with all that follows. A section right after one of a higher level moves into it.
    """
    if not any(isinstance(block, m.Section) for block in blocks):
        return blocks
    result: list[m.Block] = []
    for block in blocks:
        if not isinstance(block, m.Section):
            result.append(block)
            continue
        inside = list(_nested(block.children))
        until = next(
            (
                place
                for place, child in enumerate(inside)
                if isinstance(child, m.Section) and child.level <= block.level
            ),
            len(inside),
        )
        section = replace(block, children=tuple(inside[:until]))
        last = result[-1] if result else None
        if isinstance(last, m.Section) and last.level < section.level:
            result[-1] = replace(last, children=_nested((*last.children, section)))
        else:
            result.append(section)
        result += inside[until:]
    return tuple(result)
