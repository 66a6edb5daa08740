"""Take a code block, return it with its language and attributes, or what raw code means."""

from __future__ import annotations

import re

from markdown_it.token import Token

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.reader.attributes import parse_attributes
from briefgen.reader.leaves import RAW_FORMAT, InlineContext
from briefgen.reader.source import BLANK, SourceLines
from briefgen.record import replace
from briefgen.restrictions import report_unobeyed, typed_in

__all__ = ["read_code"]

_RAW_BREAK = re.compile(
    r"\\(?:newpage|pagebreak|clearpage)\b|<w:br\s[^<>]*w:type=\"page\"|page-break-"
)
_CHUNK = re.compile(r"\{(\w+)(?:[ ,}])(?![^}]*\}.)")


def read_code(
    token: Token, span: Span, source: SourceLines, context: InlineContext
) -> m.Block | None:
    """Return a code block, or the page break that raw code asks for; None for other raw code."""
    text = token.content.removesuffix("\n")
    if token.type == "code_block":
        return m.CodeBlock(text, span)
    assert token.map is not None  # noqa: S101
    last = source.lines[token.map[1] - 1].rstrip(BLANK)
    if token.map[1] - token.map[0] < 2 or not last.endswith(token.markup):
        context.sink.warning(
            "unclosed-code", "this code block is never closed: it takes all that follows", span,
            f"end it with a line {token.markup}",
        )  # fmt: skip
    info = token.info.strip()
    start = info.find("{")
    language = (info if start < 0 else info[:start]).split(" ", 1)[0].strip()
    attr = m.NO_ATTR
    parsed = parse_attributes(info, start) if start >= 0 else None
    if typed_in("{" + (info[:start] + info[parsed[1] :] if parsed else info)) >= 0:
        report_unobeyed(span, context.sink)
    elif raw := RAW_FORMAT.fullmatch(info):
        if _RAW_BREAK.search(text):
            return m.PageBreak(span)
        context.foreign.met("raw", raw[1], span)
        return None
    elif start == 0 and (chunk := _CHUNK.match(info)):
        context.foreign.met("chunk", f"{{{chunk[1]}}}", span)
        return m.CodeBlock(text, span, chunk[1])
    elif start >= 0:
        if parsed is None:
            context.attributes.malformed(info[start:], span)
        else:
            attr = context.attributes(parsed[0], span)
            if not language and attr.classes:
                language, attr = attr.classes[0], replace(attr, classes=attr.classes[1:])
    return m.CodeBlock(text, span, language, attr)
