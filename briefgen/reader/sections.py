"""Take blocks with headings between them, return them nested in sections; make ids of titles."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.record import NamedTuple
from briefgen.walk import plain_text

_NOT_IN_SLUG = re.compile(r"[^\w\s.-]")


class SectionHeading(NamedTuple):
    """A heading whose section is not filled yet."""

    level: int
    title: m.Inlines
    attr: m.Attr
    span: Span


def nest(parts: Sequence[m.Block | SectionHeading]) -> m.Blocks:
    """Return `parts` with all that follows a heading inside its section."""
    root: list[m.Block] = []
    opened: list[tuple[SectionHeading, list[m.Block]]] = []

    def close(level: int) -> None:
        while opened and opened[-1][0].level >= level:
            heading, children = opened.pop()
            span = heading.span
            if children and (last := children[-1].span).file == span.file:
                span = span._replace(end_line=last.end_line, end_column=last.end_column)
            section = m.Section(heading.title, heading.level, tuple(children), heading.attr, span)
            (opened[-1][1] if opened else root).append(section)

    for block in parts:
        if isinstance(block, SectionHeading):
            close(block.level)
            opened.append((block, []))
        else:
            (opened[-1][1] if opened else root).append(block)
    close(0)
    return tuple(root)


def slug(title: m.Inlines) -> str:
    """Return the id that Pandoc makes of a title."""
    text = "-".join(_NOT_IN_SLUG.sub("", plain_text(title)).lower().split())
    start = next((i for i, character in enumerate(text) if character.isalpha()), len(text))
    return text[start:] or "section"
