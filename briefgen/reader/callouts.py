"""Take a quotation or div that another program draws as a callout, return ours, with its title.

`> [!NOTE]` is GitHub's and Obsidian's (which lets a title follow), `::: {.callout-note}` Quarto's.
"""

from __future__ import annotations

import re

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.record import replace

__all__ = ["ALERT", "callout", "quarto_callout"]

ALERT = re.compile(r"\[!([A-Za-z][\w-]*)\][-+]?[ \t]*")
_QUARTO = re.compile(r"callout-([a-z]+)")
_DRAWING = frozenset({"title", "collapse", "icon", "appearance"})


def callout(title: m.Inlines, children: m.Blocks, attr: m.Attr, span: Span) -> m.Div:
    """Return a callout with its title in bold."""
    head = m.Paragraph((m.Strong(title, title[0].span),), title[0].span)
    return m.Div((head, *children), replace(attr, classes=("callout", *attr.classes)), span)


def quarto_callout(div: m.Div) -> m.Div:
    """Return a div of Quarto's class for a callout as ours, any other as it is."""
    kinds = [match[1] for name in div.attr.classes if (match := _QUARTO.fullmatch(name))]
    if not kinds:
        return div
    classes = tuple(name for name in div.attr.classes if not name.startswith("callout"))
    pairs = tuple(pair for pair in div.attr.pairs if pair[0] not in _DRAWING)
    attr = replace(div.attr, classes=classes, pairs=pairs)
    where = div.span._replace(end_line=div.span.line, end_column=div.span.column)
    title: m.Inlines = (m.Text(div.attr.get("title") or kinds[0].capitalize(), where),)
    children = div.children
    match children:
        case (m.Section() as first, *rest) if not div.attr.get("title"):
            title = first.title or title
            children = (*first.children, *rest)
        case _:
            pass
    return callout(title, children, attr, div.span)


def drawing_attributes(attr: m.Attr) -> m.Attr:
    """Return the attributes of a div without those that only Quarto's callouts have."""
    if not any(map(_QUARTO.fullmatch, attr.classes)):
        return attr
    return replace(attr, pairs=tuple(pair for pair in attr.pairs if pair[0] not in _DRAWING))
