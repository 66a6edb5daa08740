"""Take an HTML tag in a line, read it where Markdown has a word for it, else leave it out.

`<br>`, `<sup>`, `<sub>`, `<em>` and `<i>`, `<strong>` and `<b>`, `<s>` and `<del>`, `<a name>` and
`<a href>`, `<details>` with its `<summary>` mean what Markdown writes otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.reader.foreign import HTML_NAMES
from briefgen.reader.leaves import Leaves
from briefgen.reader.pieces import MAX_DEPTH, InlinePiece
from briefgen.restrictions import report_unobeyed, typed_in

__all__ = ["HtmlTags"]

_TAG = re.compile(
    r"<(/?)([A-Za-z][A-Za-z0-9-]*)((?:\s[^<>]*)?)(/?)>|<!--|<![A-Za-z\[][^<>]*>|<\?[^<>]*\?>"
)
_ATTRIBUTE = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")

_MEANINGS: dict[str, Callable[[m.Inlines, Span], m.Inline]] = {
    "em": m.Emphasis,
    "i": m.Emphasis,
    "strong": m.Strong,
    "b": m.Strong,
    "summary": m.Strong,
    "sup": m.Superscript,
    "sub": m.Subscript,
    "s": m.Strikeout,
    "del": m.Strikeout,
    "strike": m.Strikeout,
}
_SILENT = frozenset({"details", "a", "br", *_MEANINGS})
_APART = frozenset(
    "address article aside blockquote center dd div dl dt figcaption figure footer h1 h2 h3 h4 h5"
    " h6 header hr li main nav ol p section table tbody td tfoot th thead tr ul".split()
)
"""Tags that part words: a space stands for them."""


class HtmlTags(Leaves):
    """Reads tags; pairs of them are found once for a whole content."""

    pairs: dict[int, tuple[int, int]] | None = None
    level = 0
    """In how many tags the content stands."""

    def _tag(self, position: int) -> int | None:
        match = _TAG.match(self.text, position)
        if match is None:
            return None
        span = self.content.span(position, match.end())
        name = (match[2] or "").lower()
        if match[2] is None or name not in HTML_NAMES:
            shown = f"<{match[1]}{match[2]}>" if match[2] else match[0][:20]
            self.context.foreign.tag(shown, span, kept=True)
            return self._literal(position, match.end())
        if typed_in(match[0]) >= 0:
            report_unobeyed(span, self.context.sink)  # a tag has no attributes of ours
        if name == "br" and not match[1]:
            after = match.end() + (self.text[match.end() : match.end() + 1] == "\n")
            last = self.pieces[-1] if self.pieces else None
            if last is not None and last.node is None:
                last.text = last.text.rstrip(" ")
            return self._node(position, after, m.LineBreak(span))
        if not match[1] and name in (*_MEANINGS, "a"):
            close = self._closing(position)
            if close is not None:
                return self._element(name, match, close)
            if name == "a" and (
                anchor := _attributes(match[3]).get("name") or _attributes(match[3]).get("id")
            ):
                return self._anchor(anchor, position, match.end(), (), [])
        if name not in _SILENT:
            self.context.foreign.tag(f"<{name}>", span, kept=False)
        elif name != "details":
            self.context.foreign.tag(f"<{match[1]}{name}>", span, kept=False)
        if name in _APART and position and not self.text[position - 1].isspace():
            self.pieces.append(InlinePiece(position, match.end(), " "))
            return match.end()
        return self._left_out(position, match.end())

    def _closing(self, position: int) -> tuple[int, int] | None:
        """Return where the tag stands that closes the one at `position`, if there is one."""
        if self.level >= MAX_DEPTH:
            return None
        if self.pairs is None:
            self.pairs = {}
            opened: dict[str, list[int]] = {}
            for match in _TAG.finditer(self.text):
                name = (match[2] or "").lower()
                if name not in _MEANINGS and name != "a":
                    continue
                if not match[1] and not match[4]:
                    opened.setdefault(name, []).append(match.start())
                elif match[1] and opened.get(name):
                    self.pairs[opened[name].pop()] = match.span()
        return self.pairs.get(position)

    def _element(self, name: str, opening: re.Match[str], close: tuple[int, int]) -> int:
        inner = type(self)(self.content.cut(opening.end(), close[0]), self.context)
        inner.level = self.level + 1
        children = inner.read()
        if inner.notes_end >= 0:
            self.notes_end = opening.start()
        self.quotes |= inner.quotes
        start, end = opening.start(), close[1]
        span = self.content.span(start, end)
        if name != "a":
            return self._wrap(start, end, _MEANINGS[name](children, span), inner.pieces)
        given = _attributes(opening[3])
        if target := given.get("href"):
            node = self._safe_link(children, target, span, given.get("title", ""))
            return self._wrap(start, end, node, inner.pieces)
        return self._anchor(
            given.get("name") or given.get("id", ""), start, end, children, inner.pieces
        )

    def _anchor(
        self, name: str, start: int, end: int, children: m.Inlines, inside: list[InlinePiece]
    ) -> int:
        span = self.content.span(start, end)
        attr = self.context.attributes(m.Attr(id=name), span)
        if not children and (not start or self.text[start - 1].isspace()):
            while self.text.startswith(" ", end):
                end += 1
        return self._wrap(start, end, m.InlineSpan(children, attr, span), inside)

    def read(self) -> m.Inlines:
        raise NotImplementedError


def _attributes(text: str) -> dict[str, str]:
    return {
        match[1].lower(): unescape(match[2] or match[3] or match[4] or "")
        for match in _ATTRIBUTE.finditer(text)
    }
