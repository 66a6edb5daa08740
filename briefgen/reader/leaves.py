"""Take the scanned text at one place, return where to go on, with a piece added for what is there.

`Leaves` reads what has no closing partner further on: text, line ends, escapes, code, entities,
links in angle brackets, citation keys. `inlines` adds delimiters and brackets.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Container, Mapping
from dataclasses import field
from html.entities import html5
from typing import NotRequired, TypedDict

from markdown_it.common.normalize_url import normalizeLink, validateLink

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.quotation import with_placeholders
from briefgen.reader.attributes import AttributeCheck, looks_like_attributes, parse_attributes
from briefgen.reader.citations import KEY
from briefgen.reader.foreign import Foreign
from briefgen.reader.pieces import (
    MAX_DEPTH,
    Bracket,
    Delimiter,
    InlinePiece,
    Key,
    depth_of,
    is_cross_reference,
    too_deep,
)
from briefgen.reader.source import Content
from briefgen.record import record


def comment_end(text: str, position: int) -> int:
    """Return where the HTML comment that begins at `position` ends, 0 where none does."""
    if not text.startswith("<!--", position):
        return 0
    # The search is bounded, because a file of nothing but `<!--` would take quadratic time.
    close = text.find("-->", position + 4, position + _LONGEST_COMMENT)
    return close + 3 if close >= 0 else 0


class LinkReference(TypedDict):
    """A link reference definition, as the block parser leaves it."""

    href: str
    title: str
    map: list[int]
    attr: NotRequired[m.Attr]


@record(frozen=False, slots=True)
class InlineContext:
    """What the inline reader knows of the file; `lang` is the language at the current place.

    Without `smart`, dashes, ellipses and quotation marks stay as typed. `uses` are the places at
    which a note or link is used that is defined elsewhere, each with that place. `examples` are the
    numbers of labelled examples, `ids` the ids that the file gives, `headings` the titles in it.
    """

    sink: Diagnostics
    attributes: AttributeCheck
    references: Mapping[str, LinkReference] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    uses: list[tuple[Span, Span]] = field(default_factory=list)
    note: Callable[[str, Span], m.Note | None] = lambda _label, _span: None
    in_note: bool = False
    markers: bool = False
    lang: str = ""
    smart: bool = True
    foreign: Foreign = field(default_factory=Foreign)
    examples: Mapping[str, int] = field(default_factory=dict)
    ids: Container[str] = frozenset()
    headings: Container[str] = frozenset()


RAW_FORMAT = re.compile(r"\{=([\w-]+)\}")
_DASHES = re.compile(r"(?<!-)-{2,3}(?!-)|\.{3}")
_TYPESET = {"--": "–", "---": "—", "...": "…"}
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_BACKTICKS = re.compile("`+")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_EMAIL = re.compile(
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)>"
)
_TEX = re.compile(r"\\[A-Za-z]+")
_EMOJI = re.compile(r":[a-z+\-][a-z0-9_+\-]*[a-z0-9]:(?![\w:/])")
_SHORTCODE = re.compile(r"\{\{<[ \t]*(\w+)[^{}\n]*>\}\}")
_OWN = re.compile(r"(?:fig|tbl|tab|sec|eq|lst):")
_OWN_BY_ID = re.compile(r"[a-z]+[-:]")
_ADDRESS = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S*$", re.IGNORECASE)
_MARKER = re.compile("\ue000([0-9]{1,9})\ue001")
_TO_THE_END = re.compile(r"[ \t\n]*\Z")
_LONGEST_COMMENT = 20_000


class Leaves:
    """Scans a content from its start, and collects the pieces of it."""

    def __init__(self, content: Content, context: InlineContext) -> None:
        self.content = content
        self.text = content.text
        self.typed = with_placeholders(self.text) if context.smart else self.text
        self.context = context
        self.pieces: list[InlinePiece] = []
        self.brackets: list[Bracket] = []
        self.notes_end = -1  # where the last note ended: one that began before would hold it
        self.backticks: dict[int, list[int]] | None = None
        self.quotes = False  # there are straight quotation marks in running text

    def _literal(self, start: int, end: int) -> int:
        self.pieces.append(InlinePiece(start, end, self.text[start:end]))
        return end

    def _node(self, start: int, end: int, node: m.Inline, depth: int = 0) -> int:
        self.pieces.append(InlinePiece(start, end, "", node, depth))
        return end

    def _wrap(self, start: int, end: int, node: m.Inline, inside: list[InlinePiece]) -> int:
        """Add a node that was made of `inside`."""
        depth = 1 + depth_of(inside)
        if depth <= MAX_DEPTH:
            return self._node(start, end, node, depth)
        self.pieces.append(too_deep(self.content, start, end, self.context.sink))
        return end

    def _plain(self, start: int, end: int) -> None:
        text = self.typed
        if ":" in text[start:end]:
            self._emoji(start, end)
        if text is not self.text and text[start:end] != self.text[start:end]:
            self.quotes = True
        if self.context.smart and ("--" in text[start:end] or "..." in text[start:end]):
            for match in _DASHES.finditer(text, start, end):
                if match.start() > start:
                    self.pieces.append(
                        InlinePiece(start, match.start(), text[start : match.start()])
                    )
                self.pieces.append(InlinePiece(match.start(), match.end(), _TYPESET[match[0]]))
                start = match.end()
            if start == end:
                return
        self.pieces.append(InlinePiece(start, end, text[start:end]))

    def _emoji(self, start: int, end: int) -> None:
        """Count codes of emoji that begin between `start` and `end`."""
        at = self.text.find(":", start, end)
        while at >= 0:
            match = _EMOJI.match(self.text, at)
            if match and not (self.text[at - 1 : at].isalnum() and at):
                self.context.foreign.met("emoji", match[0], self.content.span(*match.span()))
                at = match.end() - 1
            at = self.text.find(":", at + 1, end)

    def _left_out(self, start: int, end: int) -> int:
        """Add an empty piece for what is not printed."""
        self.pieces.append(InlinePiece(start, end, ""))
        return end

    def _line_end(self, position: int) -> int:
        last = self.pieces[-1] if self.pieces else None
        if last is not None and last.node is None and not last.text:
            before = self.pieces[-2] if len(self.pieces) > 1 else None
            if before is None or (before.node is None and before.text.endswith(" ")):
                return self._left_out(position, position + 1)  # nothing is left of the line
        start = position
        if last is not None and last.node is None and last.text.endswith((" ", "\t")):
            kept = last.text.rstrip(" \t")
            start = position - (len(last.text) - len(kept))
            hard = last.text.endswith("  ")
            last.text, last.end = kept, start
            if hard:
                self._node(start, position, m.LineBreak(self.content.span(start, position)))
                return position + 1
        self.pieces.append(InlinePiece(start, position + 1, " "))
        return position + 1

    def _escape(self, position: int) -> int:
        following = self.text[position + 1 : position + 2]
        if following == "\n":
            span = self.content.span(position, position + 1)
            self._node(position, position + 1, m.LineBreak(span))
            return position + 2
        if following in _ESCAPABLE and following:
            self.pieces.append(InlinePiece(position, position + 2, following))
            return position + 2
        if following == " ":  # as in Pandoc, a space that does not break
            self.pieces.append(InlinePiece(position, position + 2, "\u00a0"))
            return position + 2
        if command := _TEX.match(self.text, position):
            span = self.content.span(position, command.end())
            self.context.foreign.met("tex", command[0], span)
            return self._literal(position, command.end())
        return self._literal(position, position + 1)

    def _code(self, position: int) -> int:
        if self.backticks is None:
            self.backticks = {}
            for match in _BACKTICKS.finditer(self.text):
                self.backticks.setdefault(len(match[0]), []).append(match.start())
        run = _BACKTICKS.match(self.text, position)
        assert run is not None  # noqa: S101 - we stand on a backtick
        length = len(run[0])
        places = self.backticks.get(length, [])
        index = bisect_left(places, run.end())
        if index == len(places):
            return self._literal(position, run.end())
        code = self.text[run.end() : places[index]].replace("\n", " ")
        if code[0] == code[-1] == " " and code.strip(" "):
            code = code[1:-1]
        if self.content.in_cell:
            code = code.replace("\\|", "|")
        raw = RAW_FORMAT.match(self.text, places[index] + length)
        if raw is not None:
            self.context.foreign.met("raw", raw[1], self.content.span(position, raw.end()))
            return self._left_out(position, raw.end())
        attr, after = self._attributes(places[index] + length)
        span = self.content.span(position, after)
        return self._node(position, after, m.Code(code, span, self.context.attributes(attr, span)))

    def _entity(self, position: int) -> int:
        match = _ENTITY.match(self.text, position)
        character: str | None = None
        if match and match[3]:
            character = html5.get(match[3] + ";")
        elif match:
            code = int(match[1]) if match[1] else int(match[2], 16)
            printable = code in (9, 10) or (
                32 <= code < 0x110000 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000
            )
            character = chr(code).replace("\n", " ") if printable else "\ufffd"
        if match is None or character is None:
            return self._literal(position, position + 1)
        self.pieces.append(InlinePiece(position, match.end(), character))
        return match.end()

    def _angle(self, position: int) -> int:
        if match := _SHORTCODE.match(self.text, max(position - 2, 0)):
            span = self.content.span(position - 2, match.end())
            self.context.foreign.met("shortcode", match[1], span)
            return self._literal(position, match.end())
        if match := _AUTOLINK.match(self.text, position):
            return self._autolink(position, match.end(), match[1], match[1])
        if match := _EMAIL.match(self.text, position):
            return self._autolink(position, match.end(), match[1], "mailto:" + match[1])
        if end := comment_end(self.text, position):
            return self._comment(position, end)
        after = self._tag(position)
        return self._literal(position, position + 1) if after is None else after

    def _tag(self, position: int) -> int | None:
        """Read an HTML tag; None where there is none."""
        raise NotImplementedError

    def _comment(self, start: int, end: int) -> int:
        """Leave a comment out, with the spaces on one side of it."""
        self.content.keep_comment(start, end)
        last = self.pieces[-1] if self.pieces else None
        spaced = last is None or (last.node is None and last.text.endswith((" ", "\t")))
        if not spaced:
            return end
        if last is not None and _TO_THE_END.match(self.text, end):
            kept = last.text.rstrip(" \t")
            last.end -= len(last.text) - len(kept)
            last.text = kept
        while self.text.startswith((" ", "\t"), end):
            end += 1
        return end

    def _autolink(self, start: int, end: int, shown: str, target: str) -> int:
        span = self.content.span(start, end)
        text = m.Text(shown, self.content.span(start + 1, end - 1))
        attr, end = self._attributes(end)
        attr = self.context.attributes(attr, span)
        link = self._safe_link((text,), normalizeLink(target), span, attr=attr)
        return self._node(start, end, link, 1)

    def _marker(self, position: int) -> int:
        match = _MARKER.match(self.text, position) if self.context.markers else None
        if match is None:
            return self._literal(position, position + 1)
        span = self.content.span(position, match.end())
        return self._node(position, match.end(), m.Placed(int(match[1]), span))

    def _citation_key(self, position: int) -> int:
        text = self.text
        match = KEY.match(text, position)
        before = text[position - 1 : position]
        last = self.pieces[-1] if self.pieces else None
        opens = isinstance(last, Delimiter) and last.can_open
        if match and (number := self.context.examples.get(match[1] or match[2])):
            self.pieces.append(InlinePiece(position, match.end(), str(number)))
            return match.end()
        if match is not None and (before == "/" or self._in_address(position)):
            return self._literal(position, match.end())
        if match is None or before.isalnum() or (before == "_" and not opens):  # e-mail
            return self._literal(position, position + 1)
        start = position
        suppress = (
            before == "-"
            and not text[position - 2 : position - 1].isalnum()
            and last is not None
            and last.node is None
            and last.text.endswith("-")
            and not last.text.endswith("--")
        )
        if suppress and last is not None:
            last.text, last.end = last.text[:-1], last.end - 1
            start -= 1
        key = match[1] or match[2]
        own = is_cross_reference(key) or bool(_OWN.match(key))
        own = own or (key in self.context.ids and bool(_OWN_BY_ID.match(key)))
        self.pieces.append(Key(start, match.end(), key, suppress=suppress, own=own))
        if self.brackets:
            self.brackets[-1].cites = True
        return match.end()

    def _in_address(self, position: int) -> bool:
        """Tell whether `position` stands within an address that nothing marks as one."""
        start = max(self.text.rfind(" ", 0, position), self.text.rfind("\n", 0, position)) + 1
        return _ADDRESS.search(self.text, max(start, position - 500), position) is not None

    def _attributes(self, position: int) -> tuple[m.Attr, int]:
        parsed = parse_attributes(self.text, position)
        if parsed is not None:
            return parsed
        if looks_like_attributes(self.text, position):
            end = self.text.find("}", position, position + 1000) + 1 or position + 1
            span = self.content.span(position, end)
            self.context.attributes.malformed(self.text[position:end], span)
        return m.NO_ATTR, position

    def _safe_link(
        self,
        children: m.Inlines,
        target: str,
        span: Span,
        title: str = "",
        attr: m.Attr = m.NO_ATTR,
    ) -> m.Inline:
        if not target:
            self.context.sink.warning(
                "empty-link", "a link without an address leads nowhere; its text stays", span,
                "write it: [text](https://example.org)",
            )  # fmt: skip
            return m.InlineSpan(children, attr, span)
        if validateLink(target):
            return m.Link(children, target, span, title, attr)
        scheme = target.split(":", 1)[0]
        self.context.sink.warning(
            "unsafe-link", f"'{scheme}:' leads nowhere from a document; the text stays", span
        )
        return m.InlineSpan(children, attr, span)
