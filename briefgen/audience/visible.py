"""Take a report, return what one audience may see of it."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Collection
from functools import cached_property
from typing import Any

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, did_you_mean
from briefgen.record import replace
from briefgen.terms import term
from briefgen.walk import attr_of, close_up, plain_text, rewrite, walk

__all__ = ["for_audience"]

_WITH_ATTR = (
    *(m.Section, m.Div, m.Table, m.Figure, m.CodeBlock),
    *(m.InlineSpan, m.Code, m.Link, m.Image),
)


def for_audience(
    report: m.Report,
    name: str,
    known: Collection[str],
    sink: Diagnostics,
    above: Callable[[m.Node], bool] | None = None,
) -> m.Report:
    """Return `report` without what is marked for others: `audience="dossier"` is not for "exec".

    Nor is what the markings of the report put `above` that audience. Sections, divs, tables,
    figures, images, spans, links and code may be marked. What is left empty by it (a paragraph, a
    list item, a point) goes too. A section whose id has words in it that only the removed part of
    its heading had gets a new one; a reference to what is removed keeps its number alone, with a
    warning. A name that is not `known` is an error at its node.
    """
    meta = report.metadata
    marked = [
        node
        for node in walk((*meta.title, *meta.subtitle, *meta.abstract, *report.blocks))
        if isinstance(node, _WITH_ATTR)
        and (_names(node) is not None or (above is not None and above(node)))
    ]
    for node in marked:
        for word in _names(node) or ():
            if word not in known:
                hint = did_you_mean(word, known) or f"there are: {', '.join(sorted(known))}"
                sink.error("unknown-audience", f"no audience {word!r}", node.span, hint)
    removal = _Removal(name, report, above)
    if not any(map(removal.hidden, marked)):
        return report
    blocks = removal.copy(report.blocks)
    metadata = replace(
        meta,
        title=removal.copy(meta.title),
        subtitle=removal.copy(meta.subtitle),
        abstract=removal.copy(meta.abstract),
    )
    return replace(report, blocks=removal.referring(blocks, sink), metadata=metadata)


def _names(node: m.Node) -> list[str] | None:
    """Return the audiences that `node` is marked for, or None where it is for everyone."""
    attr = attr_of(node)
    marks = [value for key, value in attr.pairs if key == "audience"]
    return re.split(r"[\s,]+", marks[0].strip()) if marks else None


def _numbers(report: m.Report) -> dict[str, str]:
    """Return every id with what its number is called: "§5.1", "Table 1", or nothing."""
    sign = term(report.metadata.lang, "section")
    numbers: dict[str, str] = {}
    for node in walk(report.blocks):
        if isinstance(node, _WITH_ATTR) and node.attr.id:
            number = sign + node.number if isinstance(node, m.Section) and node.number else ""
            numbers.setdefault(node.attr.id, number or getattr(node, "label", ""))
    return numbers


class _Removal:
    """Copies nodes without what is not for `name`, and keeps account of ids that change."""

    def __init__(self, name: str, report: m.Report, above: Callable[[m.Node], bool] | None) -> None:
        self.name = name
        self.report = report
        self.above = above
        self.new_ids: dict[str, str] = {}

    @cached_property
    def numbers(self) -> dict[str, str]:
        """Every id with what its number is called."""
        return _numbers(self.report)

    def copy(self, nodes: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return `nodes` without what is for others; text around a gap is one run again."""
        kept = rewrite(nodes, self.change)
        if len(kept) == len(nodes):
            return kept
        joined: list[m.Node] = []
        for node in close_up(kept):
            last = joined[-1] if joined else None
            if isinstance(node, m.Text) and isinstance(last, m.Text):
                joined[-1] = replace(last, text=last.text + node.text)
            else:
                joined.append(node)
        return tuple(joined)

    def change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        if self.hidden(node) or (isinstance(node, m.Figure) and self.hidden(node.image)):
            return ()
        match node:
            case m.Section():
                title, children = self.copy(node.title), self.copy(node.children)
                if title != node.title:
                    self.rename(node, plain_text(title))
                return (replace(node, title=title, children=children),)
            case m.DefinitionItem():
                texts = tuple(self.copy(blocks) for blocks in node.definitions)
                if texts == node.definitions:
                    return (replace(node, term=self.copy(node.term)),)
                texts = tuple(filter(None, texts))
                return (replace(node, term=self.copy(node.term), definitions=texts),) * bool(texts)
            case m.BulletList() | m.OrderedList() | m.DefinitionList():
                items = self.copy(node.items)
                return (replace(node, items=items),) * bool(items)  # type: ignore[arg-type]
            case m.Citation():
                prefix, suffix = self.copy(node.prefix), self.copy(node.suffix)
                return (replace(node, prefix=prefix, suffix=suffix),)
            case m.Table() if (caption := self.copy(node.caption)) != node.caption:
                new = replace(node, caption=caption)
                return rewrite((new,), lambda each: None if each is new else self.change(each))
            case m.Figure():
                image = replace(node.image, children=self.copy(node.image.children))
                return (replace(node, image=image, caption=self.copy(node.caption)),)
            case m.Image():
                return (replace(node, children=self.copy(node.children)),)
            case m.Cell():
                return None
            case _:
                return self.emptied(node)

    def hidden(self, node: m.Node) -> bool:
        names = _names(node)
        if names is not None and self.name not in names:
            return True
        return self.above is not None and self.above(node)

    def emptied(self, node: m.Node) -> tuple[m.Node, ...] | None:
        """Copy a node with children; return nothing where the removal leaves nothing in it."""
        children: tuple[m.Node, ...] = getattr(node, "children", ())
        if not children:
            return None
        copy = self.copy(children)
        if len(copy) == len(children) and all(map(operator.is_, copy, children)):
            return (node,)
        if all(isinstance(n, m.LineBreak | m.Text) and not plain_text((n,)).strip() for n in copy):
            return ()
        return (replace(node, children=copy),)  # type: ignore[arg-type]  # it has children

    def rename(self, section: m.Section, title: str) -> None:
        """Note a new id for `section` if its own has words that only the full heading has."""
        words = re.findall(r"\w+", title.lower())
        gone = set(re.findall(r"\w+", plain_text(section.title).lower())) - set(words)
        if gone & set(re.findall(r"\w+", section.attr.id.lower())):
            base = "-".join(words) or "section"
            names = (base, *(f"{base}-{n}" for n in range(2, len(self.numbers) + 3)))
            new = next(name for name in names if name not in self.numbers)
            self.numbers[new] = ""
            self.new_ids[section.attr.id] = new

    def referring(self, blocks: m.Blocks, sink: Diagnostics) -> m.Blocks:
        """Return `blocks` with the new ids, and without references to what was removed."""
        here = {n.attr.id for n in walk(blocks) if isinstance(n, _WITH_ATTR)}
        gone = {name for name in self.numbers if name not in here and name not in self.new_ids}

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            match node:
                case m.Section() if node.attr.id in self.new_ids:
                    attr = replace(node.attr, id=self.new_ids[node.attr.id])
                    inside = rewrite(node.children, change)
                    return (replace(node, attr=attr, children=inside),)
                case m.CrossReference():
                    target = re.sub("^(sec|tbl|fig)-", "", node.target)
                    target = node.target if node.target in self.numbers else target
                    if target in gone:
                        message = f"{self.name!r} does not get what this refers to"
                        sink.warning("hidden-target", message, node.span)
                        return (m.Text(self.numbers[target], node.span),)
                    return (replace(node, target=self.new_ids.get(target, node.target)),)
                case m.Link() if node.target.startswith("#"):
                    name = node.target[1:]
                    line = rewrite(node.children, change)
                    if name in gone:
                        return line
                    target = "#" + self.new_ids.get(name, name)
                    return (replace(node, target=target, children=line),)
                case _:
                    return None

        return rewrite(blocks, change) if gone or self.new_ids else blocks
