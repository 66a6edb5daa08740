"""CSL rich text: take the text of a variable, return inlines.

CSL allows `<i>`, `<b>`, `<sup>`, `<sub>` and `<span ...>`; spans set case and small capitals,
which the house style does not use, so only their text is kept. A tag that is not closed, and any
other `<`, is text.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from briefgen import model as m
from briefgen.diagnostics import Span

__all__ = ["rich_text"]

_TAG = r"<(i|b|sup|sub|sc|span)(?:\s[^<>]*)?>"
_NODES: Final[dict[str, Callable[[m.Inlines, Span], m.Inline]]] = {
    "i": m.Emphasis,
    "b": m.Strong,
    "sup": m.Superscript,
    "sub": m.Subscript,
}


def rich_text(text: str, span: Span) -> m.Inlines:
    """Return the inlines of `text`, all with `span`."""
    if "<" not in text:
        return (m.Text(text, span),) if text else ()
    result: list[m.Inline] = []
    position = 0
    for tag in re.finditer(_TAG, text):
        end = _closing(text, tag) if tag.start() >= position else -1
        if end < 0:
            continue
        if tag.start() > position:
            result.append(m.Text(text[position : tag.start()], span))
        inside = rich_text(text[tag.end() : end], span)
        make = _NODES.get(tag[1])
        result += [make(inside, span)] if make is not None else inside
        position = end + len(tag[1]) + 3
    if position < len(text):
        result.append(m.Text(text[position:], span))
    return tuple(result)


def _closing(text: str, tag: re.Match[str]) -> int:
    """Return where the closing tag of `tag` begins, or -1."""
    depth = 1
    for found in re.finditer(rf"<(/?){tag[1]}(?:\s[^<>]*)?>", text[tag.end() :]):
        depth += -1 if found[1] else 1
        if depth == 0:
            return tag.end() + found.start()
    return -1
