"""Take a report, return what one audience may see of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from itertools import chain, count
from operator import is_
from typing import Any, Final, TypeVar, assert_never, cast

from briefgen import model as m
from briefgen.diagnostics import GENERATED, Diagnostics, did_you_mean
from briefgen.record import replace
from briefgen.terms import term
from briefgen.walk import (
    attr_of,
    close_up,
    date_in,
    plain_text,
    replace_inside,
    rewrite,
    rewrite_inside,
    walk,
)

__all__ = ["for_audience"]

_N = TypeVar("_N", bound=m.Node)


def for_audience(
    report: m.Report,
    name: str,
    known: Collection[str],
    sink: Diagnostics,
    above: Callable[[m.Node], bool] | None = None,
) -> m.Report:
    """Return `report` without what is marked for others.

    `audience="dossier"` is not for "exec", and neither is `audience="!exec"`. Nor is what the
    markings of the report put `above` that audience. Whatever has attributes may be marked. First
    all that is hidden is dropped, then what became empty by it (a paragraph, a list item, a point)
    and references that only removed text cites. Where something of a heading was removed, an id
    made of its words is made anew. A reference to what is removed keeps its number alone, with a
    warning. A name that is not `known` is an error at its node.
    """

    def hidden(node: m.Node) -> bool:
        others = any(not _may_read(name, names) for names in _marks(node))
        return others or (above is not None and above(node))

    meta = report.metadata
    found = False
    for node in walk((*meta.title, *meta.subtitle, *meta.abstract, *report.blocks)):
        for mark in (mark for marks in _marks(node) for mark in marks):
            word = mark.removeprefix("!")
            if word not in known:
                hint = did_you_mean(word, known) or f"there are: {', '.join(sorted(known))}"
                sink.error("unknown-audience", f"no audience {word!r}", node.span, hint)
        found = found or hidden(node)
    if not found:
        return report
    visible = _in_each(report, lambda nodes: _pruned(_dropped(nodes, hidden)))
    visible = _with_references(_with_works(visible, report), report, name, sink)
    for node in _all_nodes(visible):
        if hidden(node):
            message = f"this is not for {name!r} and would be printed for it"
            sink.error("hidden-left", message, node.span, "a fault of briefgen: please report it")
    return visible


def _marks(node: m.Node) -> list[list[str]]:
    """Return the names in each `audience=` of `node`: "dossier", or "!press" for all but that."""
    return [re.split(r"[\s,]+", v.strip()) for key, v in attr_of(node).pairs if key == "audience"]


def _may_read(name: str, names: Collection[str]) -> bool:
    only = [each for each in names if not each.startswith("!")]
    return "!" + name not in names and (not only or name in only)


def _in_each(report: m.Report, change: Callable[[tuple[Any, ...]], tuple[Any, ...]]) -> m.Report:
    """Return `report` with each run of nodes in it changed."""
    meta = report.metadata
    title, subtitle, abstract = map(change, (meta.title, meta.subtitle, meta.abstract))
    meta = replace(meta, title=title, subtitle=subtitle, abstract=abstract)
    return replace(report, blocks=change(report.blocks), metadata=meta)


# -------------------------------------------------------------------------------------- removal

_GAP: Final = m.Placed(-1, GENERATED)
"""What stands in the place of what was dropped, until the gap is closed."""


def _dropped(nodes: tuple[_N, ...], hidden: Callable[[m.Node], bool]) -> tuple[_N, ...]:
    """Return `nodes` with a gap for each that is hidden, wherever it stands.

    A figure goes with its image; a row keeps a place for each of its cells, and a table for its
    header.
    """

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Cell() if hidden(node):
                return (m.Cell((), node.span, node.row_span, node.column_span),)
            case _ if hidden(node):
                return (_GAP,)
            case m.Figure() if hidden(node.image):
                return (_GAP,)
            case m.Table() if hidden(node.header):
                bare = replace(node, header=m.Row((), node.header.span), subheads=())
                return (rewrite_inside(_without_rows(bare, hidden), change),)
            case m.Table():
                bare = _without_rows(node, hidden)
                return None if bare is node else (rewrite_inside(bare, change),)
            case _:
                return None

    return rewrite(nodes, change)


def _without_rows(table: m.Table, hidden: Callable[[m.Node], bool]) -> m.Table:
    """Return `table` with cells that cover no row that is hidden.

    What a cell of a hidden row covers below is empty: nothing else moves there.
    """
    if not any(map(hidden, table.rows)):
        return table
    gone = [hidden(row) for row in table.rows]
    rows = [list(row.cells) for row in table.rows]
    for at, row in enumerate(table.rows):
        for column, cell in enumerate(row.cells):
            if cell.row_span < 2:
                continue
            below = range(at, min(at + cell.row_span, len(rows)))
            if not gone[at]:
                rows[at][column] = replace(cell, row_span=sum(not gone[i] for i in below))
                continue
            for i in below:
                for covered in range(column, column + cell.column_span):
                    rows[i][covered] = m.Cell((), rows[i][covered].span)
    kept = tuple(
        row if hidden(row) else replace(row, cells=tuple(cells))
        for row, cells in zip(table.rows, rows, strict=True)
    )
    return replace(table, rows=kept)


def _pruned(nodes: tuple[_N, ...]) -> tuple[_N, ...]:
    """Return `nodes` without gaps and what they left empty; text around a gap is one run again."""
    kept: tuple[Any, ...] = tuple(
        [copy for node in nodes if (copy := _without_gaps(node)) is not _GAP]
    )
    if len(kept) == len(nodes):
        return nodes if all(map(is_, kept, nodes)) else kept
    joined: list[Any] = []
    for node in close_up(kept):
        last = joined[-1] if joined else None
        if isinstance(node, m.Text) and isinstance(last, m.Text):
            joined[-1] = replace(last, text=last.text + node.text)
        else:
            joined.append(node)
    return tuple(joined)


def _without_gaps(node: m.Node) -> m.Node:
    copy = replace_inside(node, _pruned)
    if copy is node:
        return node
    if isinstance(copy, m.DefinitionItem):
        copy = replace(copy, definitions=tuple(filter(None, copy.definitions)))
    elif isinstance(copy, m.Event) and not date_in(copy.label):
        copy = replace(copy, date="")  # it goes with the words that told it
    return _GAP if _is_empty(copy) else copy


def _is_empty(node: m.Node) -> bool:
    """Tell whether a node from which something was removed has nothing left that it stands for."""
    match node:
        case (
            m.Paragraph()
            | m.BlockQuote()
            | m.Div()
            | m.ListItem()
            | m.Note()
            | m.Emphasis()
            | m.Strong()
            | m.Strikeout()
            | m.Superscript()
            | m.Subscript()
            | m.Link()
            | m.InlineSpan()
        ):
            return all(map(_is_blank, node.children))
        case m.Panel() | m.SideBySide() | m.Columns() | m.Landscape():
            return all(map(_is_blank, node.children))
        case m.Cover():
            return all(map(_is_blank, (*node.children, *node.foot)))
        case m.BulletList() | m.OrderedList() | m.DefinitionList():
            return not node.items
        case m.DefinitionItem():
            return not node.definitions
        case m.Section():
            return not node.title and not node.children
        case m.Event():
            return not node.label and not node.children
        case m.Timeline():
            return not node.events
        case m.CitationGroup():
            return not node.citations
        case m.Citation() | m.Image() | m.Figure() | m.Table() | m.Row() | m.Cell():
            return False
        case m.Work() | m.WorksCited() | m.Contents() | m.CrossReference() | m.Placed():
            return False
        case m.Text() | m.LineBreak() | m.Code() | m.CodeBlock() | m.ThematicBreak():
            return False
        case m.PageBreak():
            return False
        case _:
            assert_never(node)


def _is_blank(node: m.Node) -> bool:
    return isinstance(node, m.LineBreak) or (isinstance(node, m.Text) and not node.text.strip())


def _all_nodes(value: object) -> Iterator[m.Node]:
    """Yield all nodes in a record, found by its fields: what the map of slots lacks is here too."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting += value
        elif type(value) is not m.Text and (names := getattr(value, "__match_args__", ())):
            if type(value) in m.SLOTS:
                yield cast("m.Node", value)
            waiting += [getattr(value, name) for name in names]


# ----------------------------------------------------------------------------------- references


def _numbers(report: m.Report) -> dict[str, str]:
    """Return every id with what its number is called: "§5.1", "Table 1", or nothing."""
    sign = term(report.metadata.lang, "section")
    numbers: dict[str, str] = {}
    for node in walk(report.blocks):
        if name := attr_of(node).id:
            match node:
                case m.Section(number=number) if number:
                    numbers.setdefault(name, sign + number)
                case m.Table(label=label) | m.Figure(label=label):
                    numbers.setdefault(name, label)
                case _:
                    numbers.setdefault(name, "")
    return numbers


def _new_ids(visible: m.Report, report: m.Report, taken: Collection[str]) -> dict[str, str]:
    """Return the ids that may tell what was removed of their headings, with new ones."""
    sections = (node for node in walk(report.blocks) if isinstance(node, m.Section))
    titles = {(node.attr.id, node.span): plain_text(node.title) for node in sections}
    found: dict[str, str] = {}
    for node in walk(visible.blocks):
        if not isinstance(node, m.Section):
            continue
        old, title = titles[node.attr.id, node.span], plain_text(node.title)
        if old != title and _tells(node.attr.id, old, title):
            base = "-".join(re.findall(r"\w+", title.lower())) or "section"
            names = chain([base], (f"{base}-{number}" for number in count(2)))
            used = {*taken, *found.values()}
            found[node.attr.id] = next(name for name in names if name not in used)
    return found


def _tells(identifier: str, old: str, title: str) -> bool:
    """Tell whether `identifier` is made of the words of `old`, or of one that `title` lacks."""
    letters, whole = _letters(identifier), _letters(old)
    if re.sub(r"\d+$", "", letters) == re.sub(r"\d+$", "", whole):
        return True
    gone = _words(old) - _words(title)
    return any(len(word) > 2 and word in letters for word in gone) or bool(
        gone & _words(identifier)
    )


def _words(text: str) -> set[str]:
    """Return the words of a text in letters alone, and the parts of those with other signs."""
    return {*re.findall(r"[^\W_]+", text.casefold()), *map(_letters, text.split())} - {""}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _with_works(visible: m.Report, report: m.Report) -> m.Report:
    """Return `visible` without inline references that only removed text cites."""
    meta = visible.metadata
    gone = _cited(report) - _cited(visible)
    left = tuple(each for each in meta.references if each[0].get("id") not in gone)
    return replace(visible, metadata=replace(meta, references=left))


def _cited(report: m.Report) -> set[str]:
    meta = report.metadata
    nodes = walk((*meta.title, *meta.subtitle, *meta.abstract, *report.blocks))
    return {node.key for node in (*nodes, *meta.nocite) if isinstance(node, m.Citation)}


def _with_references(visible: m.Report, report: m.Report, name: str, sink: Diagnostics) -> m.Report:
    """Return what `name` gets of `report` with new ids, and no references to what was removed."""
    numbers = _numbers(report)
    new_ids = _new_ids(visible, report, numbers)
    here = {attr_of(node).id for node in walk(visible.blocks)}
    gone = {identifier for identifier in numbers if identifier not in here}

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Section() if node.attr.id in new_ids:
                attr = replace(node.attr, id=new_ids[node.attr.id])
                return (rewrite_inside(replace(node, attr=attr), change),)
            case m.CrossReference():
                target = re.sub("^(sec|tbl|fig)-", "", node.target)
                target = node.target if node.target in numbers else target
                if target in gone:
                    message = f"{name!r} does not get what this refers to"
                    sink.warning("hidden-target", message, node.span)
                    return (m.Text(numbers[target], node.span),)
                return (replace(node, target=new_ids.get(target, node.target)),)
            case m.Link() if node.target.startswith("#"):
                target = node.target[1:]
                if target in gone:
                    return rewrite(node.children, change)
                link = replace(node, target="#" + new_ids.get(target, target))
                return (rewrite_inside(link, change),)
            case _:
                return None

    if not gone and not new_ids:
        return visible
    return _in_each(visible, lambda nodes: rewrite(nodes, change))
