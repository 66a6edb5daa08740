"""The nodes that hold no others: text, code, references, breaks."""

from __future__ import annotations

from dataclasses import field

from briefgen.diagnostics import Span
from briefgen.model.parts import NO_ATTR, Attr
from briefgen.record import record


@record(frozen=True, slots=True)
class Text:
    """Plain text. A line end of the source is a space in the text that precedes it."""

    text: str
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class LineBreak:
    """A hard line break."""

    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Code:
    text: str
    span: Span = field(compare=False)
    attr: Attr = NO_ATTR


@record(frozen=True, slots=True)
class CrossReference:
    """A reference to a section, table or figure by id: `[](#id)` or `@sec-x`, `@tbl-x`, `@fig-x`.

    A transform sets `text` ("§5.1", "Table 1"); `linked` is false when the target is known to
    the report but stands in another document of the pack.
    """

    target: str
    span: Span = field(compare=False)
    text: str = ""
    linked: bool = True


@record(frozen=True, slots=True)
class Placed:
    """Where a template placed something: `compose` replaces it before anyone else sees it."""

    index: int
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class CodeBlock:
    text: str
    span: Span = field(compare=False)
    language: str = ""
    attr: Attr = NO_ATTR


@record(frozen=True, slots=True)
class ThematicBreak:
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class PageBreak:
    span: Span = field(compare=False)
