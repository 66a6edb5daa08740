"""Take Markdown of any dialect, return it as HTML that says on which line its blocks begin.

This is for `briefgen import`: CommonMark with tables, strikethrough, ids on headings, footnote
marks and HTML, without Pandoc's syntax that is text in other dialects ("@name", "x^2").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from briefgen.record import NamedTuple

__all__ = ["Definition", "to_html"]

_NOTE = re.compile(r"\[\^([^\]\s]+)\]")
_ENTRY = re.compile(r"\\?\[\d{1,3}\\?\]:?\s+\S")
_FIELD = re.compile(r"[*_]{0,3}[^\W\d_][^:\n*]{0,40}[*_]{0,3}:[*_]{0,3}[ \t]+\S")
_LISTED = re.compile(r"[^\n\[\]]{3,30}:[*_]*[ \t]*\n\s*\\?\[\d{1,3}\\?\]:?\s+\S")
_ATTRIBUTES = re.compile(r"\s*\{(?:#(?P<id>[\w:.-]+))?[^{}]*\}\s*$")


class Definition(NamedTuple):
    """A link definition: `[label]: url "title"` and its 1-based line."""

    label: str
    url: str
    title: str
    line: int


def to_html(text: str, shared: Mapping[str, Any], line: int = 1) -> tuple[str, list[Definition]]:
    """Return `text`, which begins on `line` of its file, as HTML, and its link definitions.

    `shared` are the link definitions of another part of the file, by label, as markdown-it keeps
    them. The mark of the footnote x becomes `<a href="#fn-x">[^x]</a>`.
    """
    environment: dict[str, Any] = {"references": dict(shared)}
    parser = _parser()
    tokens = parser.parse(text, environment)
    for at, token in enumerate(tokens):
        if token.map and token.nesting >= 0:
            token.attrSet("data-line", str(token.map[0] + line))
        if token.type == "paragraph_open":
            _split_entries(tokens[at + 1])
        if token.type == "heading_open":
            inline = tokens[at + 1]
            last = inline.children[-1] if inline.children else None
            if last and last.type == "text" and (match := _ATTRIBUTES.search(last.content)):
                last.content = last.content[: match.start()]
                if match["id"]:
                    token.attrSet("id", match["id"])
    html: str = parser.renderer.render(tokens, parser.options, environment)
    definitions = [
        Definition(label, str(entry["href"]), str(entry.get("title", "")), entry["map"][0] + line)
        for label, entry in environment["references"].items()
        if label not in shared
    ]
    return html, definitions


def _split_entries(inline: Token) -> None:
    """Keep the lines of a header block; make a paragraph of each of "[1] ...", "[2] ..."."""
    children = inline.children or []
    lines = inline.content.split("\n")
    if len(lines) > 1 and all(map(_FIELD.match, lines)):
        for child in children:
            if child.type == "softbreak":
                child.type = "hardbreak"
        return
    addressed = sum("://" in line for line in lines[1:])
    if len(lines) > 3 and addressed >= 0.6 * (len(lines) - 1):  # an entry on each line
        for child in children:
            if child.type == "softbreak":
                child.type, child.content = "html_inline", "</p><p>"
        return
    if not _ENTRY.match(inline.content) and not _LISTED.match(inline.content):
        return
    for at, child in enumerate(children[:-1]):
        after = "".join(other.content for other in children[at + 1 : at + 3])
        if child.type in ("softbreak", "hardbreak") and _ENTRY.match(after.lstrip()):
            child.type, child.content = "html_inline", "</p><p>"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    parser.inline.ruler.before("link", "note", _note)
    return parser


def _note(state: StateInline, silent: bool) -> bool:
    """Read the mark of a footnote."""
    match = _NOTE.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        label = _quoted(match[1])
        token.content = f'<a href="#fn-{label}">[^{label}]</a>'
    state.pos = match.end()
    return True


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
