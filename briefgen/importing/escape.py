"""Take text, return Markdown that is read as the same text."""

from __future__ import annotations

import re

__all__ = ["at_line_start", "code", "escape", "escape_cell"]

_SPECIAL = re.compile(
    r"[\\`*_{\[\]~^]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|@(?=[\w{])|-(?=-)|\.(?=\.\.)|=(?==[^\s=])"
)
_START = re.compile(
    r"(?P<sign>#|>|[-+=|%](?=\s|[-+*=|~%]|$)|:(?=[:\s])|\|)"
    r"|(?P<number>\(?(?:\d{1,9}|[ivxIVX]{1,6}|[A-Za-z]))(?P<close>[.)])(?=\s|$)"
    r"|(?P<caption>[Tt]able)(?=:\s)"
)


def escape(text: str, after: str = "") -> str:
    """Put a backslash before each character that has a meaning in Markdown; `after` follows."""
    end = len(text)
    escaped = _SPECIAL.sub(lambda m: "\\" + m[0] if m.start() < end else m[0], text + after)
    return escaped[: len(escaped) - len(after)]


def escape_cell(markdown: str) -> str:
    """Return `markdown` for a cell of a pipe table: on one line, its pipes escaped."""
    return re.sub(r"(\\.)|\|", lambda m: m[1] or r"\|", " ".join(markdown.split()))


def at_line_start(markdown: str) -> str:
    """Keep text at the beginning of a line from reading as a block: a heading, an item, a table.

    A mark of emphasis needs nothing: `escape` has put a backslash before each star and tilde that
    is text, so that one without is a mark.
    """
    match = _START.match(markdown)
    if match is None:
        return markdown
    if match["sign"]:
        return "\\" + markdown
    end = match.end("number") if match["number"] else match.end("caption")
    return markdown[:end] + "\\" + markdown[end:]


def code(text: str) -> str:
    """Return `text` as code in a line."""
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{pad}{text}{pad}{fence}"
