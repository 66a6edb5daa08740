"""Take a report or a document, return its whole model as indented text, one node per line.

It is what `briefgen dump` prints and what golden tests compare: stable, complete, and readable
in a diff. `write_outline` is the short form, one line per section.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any, Final

from briefgen import model as m
from briefgen.diagnostics import GENERATED, Span
from briefgen.walk import plain_text, walk, words

__all__ = ["write_outline", "write_tree"]


def write_tree(root: m.Report | m.Document, *, spans: bool = False) -> str:
    """Return the model of `root` as text; with `spans`, each node says its line and column."""
    return "\n".join(_Tree(spans).record(root, 0)) + "\n"


def write_blocks(blocks: Iterable[m.Node], *, spans: bool = False) -> str:
    """Return `blocks` as text, as `write_tree` does."""
    tree = _Tree(spans)
    return "\n".join(line for block in blocks for line in tree.record(block, 0)) + "\n"


def write_outline(
    report: m.Report | m.Document, level: Callable[[m.Node], str] = lambda _: ""
) -> str:
    """Return the sections as aligned columns: number, title, id, classes, words, citations.

    Words and citations count what stands in a section and in those below it; `level` is the
    highest level of marking there.
    """
    rows = [("No.", "Title", "Id", "Classes", "Marking", "Words", "Citations")]
    depth = {0: 0}
    for section in walk(report.blocks):
        if not isinstance(section, m.Section):
            continue
        depth = {level: value for level, value in depth.items() if level < section.level}
        indent = max(depth.values())
        depth[section.level] = indent + 1
        cited = sum(isinstance(node, m.Citation) for node in walk(section.children))
        rows.append(
            (
                section.number,
                "  " * indent + plain_text(section.title).strip(),
                f"#{section.attr.id}",
                " ".join(f".{name}" for name in section.attr.classes),
                level(section),
                str(words(section.children)),
                str(cited),
            )
        )
    columns = [column for column in zip(*rows, strict=True) if any(column[1:])]
    widths = [max(map(len, column)) for column in columns]
    lines = [
        "  ".join(
            cell.rjust(width) if column[0] in ("Words", "Citations") else cell.ljust(width)
            for cell, width, column in zip(row, widths, columns, strict=True)
        ).rstrip()
        for row in zip(*columns, strict=True)
    ]
    return "\n".join(lines) + "\n" if columns else ""


def _quote(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _attr(attr: m.Attr) -> str:
    parts = [f"#{attr.id}"] if attr.id else []
    parts += [f".{name}" for name in attr.classes]
    parts += [f"{key}={_quote(value)}" for key, value in attr.pairs]
    return " ".join(parts)


def _named(name: str, value: object) -> str:
    """Return what is set: a true flag by its name, text quoted, the rest as it is."""
    if name in _OFF:
        return "" if value else _OFF[name]
    if name in ("row_span", "column_span"):
        return "" if value == 1 else f"{name.replace('_', '-')}={value}"
    name = name.replace("_", "-")
    if value is True:
        return name
    if value in ("", 0, None, False, ()):
        return ""
    return f"{name}={_quote(value) if isinstance(value, str) else value}"


def _back(link: m.Backlink | None) -> str:
    return _named("back", f"{link.label} #{link.target}") if link else ""


_OFF: Final = {"linked": "unlinked", "cited": "without-cited", "smart": "not-smart"}
"""Flags that are set as a rule, and what is said where they are not."""

_TIGHT: Final = {True: "tight", False: "loose"}
_CHECKED: Final = {True: "checked", False: "unchecked", None: ""}

_FIRST: Final[Mapping[type, Mapping[str, Callable[[Any], str]]]] = {
    m.Text: {"text": _quote},
    m.Code: {"text": _quote},
    m.CodeBlock: {"text": _quote},
    m.Link: {"target": _quote},
    m.Image: {"source": _quote},
    m.Citation: {"key": "@{}".format, "number": partial(_named, "number")},
    m.CrossReference: {"target": "#{}".format},
    m.Placed: {"index": str},
    m.Section: {"level": str},
    m.ListItem: {"checked": _CHECKED.__getitem__},
    m.BulletList: {"tight": _TIGHT.__getitem__},
    m.OrderedList: {"tight": _TIGHT.__getitem__, "style": str, "start": "start={}".format},
    m.Table: {"alignments": " ".join},
    m.Event: {"date": str},
    m.ContentsEntry: {"level": str, "target": "#{}".format},
    m.Work: {
        "number": str,
        "key": "@{}".format,
        "label": partial(_named, "label"),
        "back": _back,
    },
    m.Author: {"name": _quote},
    m.Series: {"name": _quote},
    m.Band: {"name": _quote},
    m.Banner: {"text": _quote},
    m.MarkingChoice: {
        "scheme": partial(_named, "scheme"),
        "portions": {True: "portions", False: "without-portions", None: ""}.__getitem__,
    },
    m.Metadata: {"lang": partial(_named, "lang")},
    m.Document: {
        "audience": partial(_named, "audience"),
        "audience_title": partial(_named, "title"),
    },
}
"""What records show first, in a form of its own; all other fields follow by their names."""

_UNNAMED: Final = {
    *("children", "items", "rows", "cells", "events", "works", "citations", "image", "entry"),
    *("metadata", "blocks", "drawing"),
}
"""Fields whose records stand below without a name."""

_SINGULAR: Final = {
    "definitions": "definition",
    "entries": "entry",
    "authors": "author",
    "bands": "band",
    "references": "reference",
    "comments": "comment",
}
_UNSET: Final = (m.RunningText(), m.ReportOptions())
"""Records that say nothing."""
_LAST: Final = ("metadata", "blocks")

_ELSEWHERE: Final = {"span", "places", "digest"}
"""Fields that say where something was read, not what it is. Spans are shown if asked for."""


class _Tree:
    """Writes records by their fields: what has room on one line there, and the rest below."""

    def __init__(self, spans: bool) -> None:
        self.spans = spans

    def record(self, record: Any, level: int, name: str = "") -> Iterator[str]:
        """Yield the lines of a node or of any other record; `name` stands for that of its class."""
        cls = type(record)
        first, slots = _FIRST.get(cls, {}), m.SLOTS.get(cls, ())
        shown, below = [], []
        for field in record.__match_args__:
            if field in slots or field in first or field == "attr" or field in _ELSEWHERE:
                continue
            value = getattr(record, field)
            if _is_record(value) or _has_records(value):
                below.append(field)
            elif not (cls is m.Report and field == "source"):  # the file that was asked for
                shown.append(_named(field, value))
        parts = [
            [show(getattr(record, field)) for field, show in first.items()],
            [_attr(record.attr)] if hasattr(record, "attr") else [],
            shown,
        ]
        if cls is m.CodeBlock:
            parts.reverse()  # its text may be long
        place = self.place(record.span) if cls in m.SLOTS else ""
        yield "  " * level + _join(name or cls.__name__, *chain(*parts), place)
        below.sort(key=lambda field: _LAST.index(field) if field in _LAST else -1)
        for field in (*slots, *below):
            unnamed = field in _UNNAMED or cls is m.ContentsEntry
            label = "" if unnamed else _SINGULAR.get(field, field)
            yield from self.field(label, getattr(record, field), level + 1)

    def field(self, label: str, value: Any, level: int) -> Iterator[str]:
        """Yield the lines of what a field holds."""
        if isinstance(value, Mapping):
            for key, entry in value.items():
                yield "  " * level + f"{label} {key}={entry!r}"
        elif isinstance(value, m.Row):  # the header of a table
            yield from self.nodes((value,) if value.cells else (), label, level)
        elif not isinstance(value, tuple):
            if value not in _UNSET:
                yield from self.record(value, level, label)
        elif not value or type(value[0]) in m.SLOTS:
            yield from self.nodes(value, label, level)
        elif label == "definition":
            for run in value:
                yield "  " * level + label
                yield from self.nodes(run, "", level + 1)
        else:
            for entry in value:
                yield from self.entry(entry, label, level)

    def entry(self, entry: Any, name: str, level: int) -> Iterator[str]:
        """Yield the lines of one of several records, or of something with its span beside it."""
        if not _has_span(entry):
            yield from self.record(entry, level, name)
            return
        text, span = entry
        shown = _quote(text) if isinstance(text, str) else json.dumps(text, ensure_ascii=False)
        yield "  " * level + _join(name, shown, self.place(span))

    def nodes(self, nodes: tuple[m.Node, ...], name: str, level: int) -> Iterator[str]:
        """Yield a run of nodes, below its name if it has one; nothing where there are none."""
        if name and nodes:
            yield "  " * level + name
            level += 1
        for node in nodes:
            yield from self.record(node, level)

    def place(self, span: Span) -> str:
        if not self.spans or span == GENERATED:
            return ""
        return f"@{span.line}:{span.column}-{span.end_line}:{span.end_column}"


def _is_record(value: object) -> bool:
    return isinstance(value, Mapping) or hasattr(value, "__match_args__")


def _has_span(value: object) -> bool:
    return type(value) is tuple and len(value) == 2 and isinstance(value[1], Span)


def _has_records(value: object) -> bool:
    """Tell whether a field holds several records, or things that have their spans beside them."""
    return isinstance(value, tuple) and any(_is_record(each) or _has_span(each) for each in value)


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
