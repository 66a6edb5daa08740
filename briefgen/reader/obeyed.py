"""Take what was read, report each restriction that nothing obeys.

A restriction is printed as text, or it was read and no node has it, or it holds where a note or a
link is defined and not where that is used. All are found in the result, so that no construct of
the reader has to be trusted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.record import replace
from briefgen.restrictions import RESTRICTIONS, report_printed, report_strings
from briefgen.walk import attr_of, children, rewrite, walk

__all__ = ["report_restrictions", "with_definitions"]

Pairs: TypeAlias = tuple[tuple[str, str], ...]
_Place: TypeAlias = tuple[int, int]


def report_restrictions(
    report: m.Report, restricting: Iterable[tuple[m.Attr, Span]], sink: Diagnostics
) -> None:
    """Report what is printed, and which of the attributes `restricting` stand on no node."""
    meta = report.metadata
    runs = (meta.title, meta.subtitle, meta.abstract, report.blocks)
    for run in runs:
        report_printed(run, sink)
    for author in meta.authors:
        report_strings((author.name, author.role, author.affiliation), _key(meta, "author"), sink)
    for key, value in (("date", meta.date), ("lang", meta.lang), ("csl", meta.csl)):
        report_strings(value, meta.place(key), sink)
    options = meta.options
    for key, text in (("issue", options.issue), ("keywords", options.keywords)):
        report_strings(text, meta.place("briefgen", key), sink)
    for key, own in options.own.items():
        report_strings(own, meta.place("briefgen", key), sink)
    restricting = list(restricting)
    if not restricting:
        return
    found: dict[Pairs, list[Span]] = {}
    for node in walk([node for run in runs for node in run]):
        if pairs := _pairs(node):
            found.setdefault(pairs, []).append(node.span)
    for attr, span in restricting:
        pairs = _restricting(attr)
        if not any(at.line <= span.line <= at.end_line for at in found.get(pairs, ())):
            sink.error(
                "unobeyed-restriction",
                f"nothing here can have '{pairs[0][0]}', so it would restrict nothing",
                span,
                "mark what is around it: [text]{...}, or ::: {...}",
            )


def _key(meta: m.Metadata, name: str) -> Span:
    return meta.place(name) if (name,) in meta.places else meta.place(name + "s")


def with_definitions(
    blocks: m.Blocks, uses: Sequence[tuple[Span, Span]], sink: Diagnostics
) -> m.Blocks:
    """Return `blocks` with each note marked as where it is defined, if that is marked otherwise.

    `uses` has the places of the uses of notes and links, each with that of the definition. One that
    is defined in text for some readers and used outside it is an error; so is a link whose address
    is marked otherwise, because its words may be as high as what they stand in.
    """
    behind: dict[_Place, tuple[Span, Pairs]] = {}
    for span, place in uses:
        if pairs := tuple(_around(blocks, place.line)):
            behind[span.line, span.column] = place, pairs
    marks: dict[_Place, m.Attr] = {}
    for node, held in _with_restrictions(blocks, ()) if behind else ():
        place, pairs = behind.get((node.span.line, node.span.column), (node.span, ()))
        if not pairs or not isinstance(node, m.Note | m.Link | m.Image | m.InlineSpan):
            continue
        level = _level(pairs)
        other = level not in ("", _level(held))
        if other and isinstance(node, m.Note):
            marks[node.span.line, node.span.column] = m.Attr(pairs=(("marking", level),))
            other = False
        if other or not _covers(held, [pair for pair in pairs if pair[0] == "audience"]):
            noun = "note" if isinstance(node, m.Note) else "link"
            sink.error(
                "hidden-definition",
                f"this {noun} is used here for other readers than its definition is for",
                node.span,
                f"it is defined at {place}, in text for some readers: move the definition out",
            )

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        attr = marks.get((node.span.line, node.span.column))
        if attr is None or not isinstance(node, m.Note):
            return None
        return (replace(node, children=tuple(_marked(block, attr) for block in node.children)),)

    return rewrite(blocks, change) if marks else blocks


def _level(pairs: Pairs) -> str:
    """Return the innermost level."""
    return next((value for key, value in reversed(pairs) if key == "marking"), "")


def _marked(block: m.Block, attr: m.Attr) -> m.Block:
    if not isinstance(block, m.Paragraph):
        return m.Div((block,), attr, block.span)
    inside = m.InlineSpan(block.children, attr, block.span)
    return replace(block, children=(inside,))


def _with_restrictions(nodes: Iterable[m.Node], held: Pairs) -> Iterator[tuple[m.Node, Pairs]]:
    for node in nodes:
        inside = held + _pairs(node)
        yield node, inside
        yield from _with_restrictions(children(node), inside)


def _around(blocks: Iterable[m.Node], line: int) -> Iterator[tuple[str, str]]:
    """Yield the restrictions of the sections and blocks around `line`."""
    inside: m.Node | None = None
    for node in blocks:
        span = node.span
        if span.line <= line and (isinstance(node, m.Section) or line <= span.end_line):
            inside = node
    if inside is not None:
        yield from _pairs(inside)
        yield from _around(children(inside), line)


def _covers(held: Pairs, needed: Iterable[tuple[str, str]]) -> bool:
    """Tell whether whoever gets past `held` gets past `needed` too."""
    return all(
        pair in held or (pair[0] == "audience" and any(_narrower(own, pair) for own in held))
        for pair in needed
    )


def _narrower(own: tuple[str, str], needed: tuple[str, str]) -> bool:
    names, wanted = _names(own[1]), _names(needed[1])
    return own[0] == "audience" and "!" not in own[1] + needed[1] and names <= wanted


def _names(value: str) -> set[str]:
    return set(re.split(r"[\s,]+", value.strip()))


def _pairs(node: m.Node) -> Pairs:
    return _restricting(attr_of(node))


def _restricting(attr: m.Attr) -> Pairs:
    return tuple([pair for pair in attr.pairs if pair[0] in RESTRICTIONS])
