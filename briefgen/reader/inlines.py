"""Take the content of a paragraph, return its inlines, each with its span.

CommonMark's algorithm (a stack of brackets, runs of delimiters that pair off), plus Pandoc's
citations, notes, bracketed spans, strikeout, super- and subscript. It is our own and not
markdown-it's because inline tokens carry no positions there, and because a citation has to see
the brackets around it. Every step is linear in the text but for look-ups by bisection.

Smart punctuation: `--`, `---` and `...` become dashes and an ellipsis. Quotation marks stay as
typed, since which ones are right depends on a language that a quoted passage may not share with
its report.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.entities import html5
from typing import TypedDict
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink, validateLink
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.reader.attributes import AttributeCheck, looks_like_attributes, parse_attributes
from briefgen.reader.citations import KEY, citation_group
from briefgen.reader.pieces import (
    MAX_DEPTH,
    Bracket,
    Delimiter,
    Key,
    Piece,
    depth_of,
    fold,
    is_cross_reference,
    merge,
    too_deep,
)
from briefgen.reader.source import Content


class LinkReference(TypedDict):
    """A link reference definition, as the block parser leaves it."""

    href: str
    title: str
    map: list[int]


@dataclass(slots=True)
class Surroundings:
    """What inlines need to know of the file they stand in."""

    sink: Diagnostics
    attributes: AttributeCheck
    references: Mapping[str, LinkReference] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    note: Callable[[str, Span], m.Note | None] = lambda _label, _span: None
    in_note: bool = False
    markers: bool = False


def read_inlines(content: Content, around: Surroundings) -> m.Inlines:
    """Return the inlines of `content`; what is wrong in it goes to the sink."""
    return _Scanner(content, around).read() if content.text else ()


_PLAIN = re.compile(r"(?:[^\\`*_~^\[\]!<&@\n\ue000]|!(?!\[))+")
_DASHES = re.compile(r"(?<!-)-{2,3}(?!-)|\.{3}")
_TYPESET = {"--": "–", "---": "—", "...": "…"}
_ESCAPABLE = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_BACKTICKS = re.compile("`+")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*)>")
_EMAIL = re.compile(
    r"<([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?)>"
)
_HTML = re.compile(
    r"</?[A-Za-z][A-Za-z0-9-]*(?:[ \t][^<>\n]*)?/?>|<!--(?:(?:(?!-->)[^\n]){0,2000}-->)?"
)
_SCRIPT = {
    "^": re.compile(r"\^((?:\\[^\s]|[^\s\\^])+)\^"),
    "~": re.compile(r"~((?:\\[^\s]|[^\s\\~])+)~(?!~)"),
}
_NOTE = re.compile(r"\[\^([^\s\[\]^]+)\]")
_MARKER = re.compile("\ue000([0-9]{1,9})\ue001")
_SPACES = re.compile(r"[ \t\n]*")


class _Scanner:
    def __init__(self, content: Content, around: Surroundings) -> None:
        self.content = content
        self.text = content.text
        self.around = around
        self.pieces: list[Piece] = []
        self.brackets: list[Bracket] = []
        self.notes_end = -1  # where the last inline note began: notes hold no notes
        self.backticks: dict[int, list[int]] | None = None

    def read(self) -> m.Inlines:
        self._scan(0, len(self.text))
        self.pieces = fold(self.pieces, self.content, self.around.sink)
        return merge(self.pieces, self.content)

    def _scan(self, position: int, end: int) -> None:
        text = self.text
        while position < end:
            plain = _PLAIN.match(text, position, end)
            if plain is not None:
                self._plain(position, plain.end())
                position = plain.end()
                if position == end:
                    return
            match text[position]:
                case "\n":
                    position = self._line_end(position)
                case "\\":
                    position = self._escape(position)
                case "`":
                    position = self._code(position, end)
                case "*" | "_":
                    position = self._delimiters(position, end)
                case "~" | "^":
                    position = self._tilde_or_caret(position, end)
                case "[":
                    position = self._open_bracket(position, end)
                case "!":  # only before a bracket
                    position = self._push_bracket("![", position)
                case "]":
                    position = self._close_bracket(position)
                case "<":
                    position = self._angle(position, end)
                case "&":
                    position = self._entity(position)
                case "@":
                    position = self._citation_key(position)
                case _:
                    position = self._marker(position)

    # ------------------------------------------------------------------------------ leaves

    def _literal(self, start: int, end: int) -> int:
        self.pieces.append(Piece(start, end, self.text[start:end]))
        return end

    def _node(self, start: int, end: int, node: m.Inline, depth: int = 0) -> int:
        self.pieces.append(Piece(start, end, "", node, depth))
        return end

    def _wrap(self, start: int, end: int, node: m.Inline, inside: list[Piece]) -> int:
        """Add a node that was made of `inside`."""
        depth = 1 + depth_of(inside)
        if depth <= MAX_DEPTH:
            return self._node(start, end, node, depth)
        self.pieces.append(too_deep(self.content, start, end, self.around.sink))
        return end

    def _plain(self, start: int, end: int) -> None:
        text = self.text
        if "--" in text[start:end] or "..." in text[start:end]:
            for found in _DASHES.finditer(text, start, end):
                if found.start() > start:
                    self._literal(start, found.start())
                self.pieces.append(Piece(found.start(), found.end(), _TYPESET[found[0]]))
                start = found.end()
            if start == end:
                return
        self.pieces.append(Piece(start, end, text[start:end]))

    def _line_end(self, position: int) -> int:
        last = self.pieces[-1] if self.pieces else None
        start = position
        if last is not None and last.node is None and last.text.endswith((" ", "\t")):
            kept = last.text.rstrip(" \t")
            start = position - (len(last.text) - len(kept))
            hard = last.text.endswith("  ")
            last.text, last.end = kept, start
            if hard:
                self._node(start, position, m.LineBreak(self.content.span(start, position)))
                return position + 1
        self.pieces.append(Piece(start, position + 1, " "))
        return position + 1

    def _escape(self, position: int) -> int:
        following = self.text[position + 1 : position + 2]
        if following == "\n":
            span = self.content.span(position, position + 1)
            self._node(position, position + 1, m.LineBreak(span))
            return position + 2
        if following in _ESCAPABLE and following:
            self.pieces.append(Piece(position, position + 2, following))
            return position + 2
        if following == " ":  # as in Pandoc, a space that does not break
            self.pieces.append(Piece(position, position + 2, "\u00a0"))
            return position + 2
        return self._literal(position, position + 1)

    def _code(self, position: int, end: int) -> int:
        if self.backticks is None:
            self.backticks = {}
            for found in _BACKTICKS.finditer(self.text):
                self.backticks.setdefault(len(found[0]), []).append(found.start())
        run = _BACKTICKS.match(self.text, position, end)
        assert run is not None  # noqa: S101 - we stand on a backtick
        length = len(run[0])
        places = self.backticks.get(length, [])
        index = bisect_left(places, run.end())
        if index == len(places) or places[index] + length > end:
            return self._literal(position, run.end())
        code = self.text[run.end() : places[index]].replace("\n", " ")
        if code[0] == code[-1] == " " and code.strip(" "):
            code = code[1:-1]
        if self.content.in_cell:
            code = code.replace("\\|", "|")
        attr, after = self._attributes(places[index] + length)
        span = self.content.span(position, after)
        return self._node(position, after, m.Code(code, span, self.around.attributes(attr, span)))

    def _entity(self, position: int) -> int:
        found = _ENTITY.match(self.text, position)
        character: str | None = None
        if found and found[3]:
            character = html5.get(found[3] + ";")
        elif found:
            code = int(found[1]) if found[1] else int(found[2], 16)
            printable = code in (9, 10) or (
                32 <= code < 0x110000 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000
            )
            character = chr(code).replace("\n", " ") if printable else "\ufffd"
        if found is None or character is None:
            return self._literal(position, position + 1)
        self.pieces.append(Piece(position, found.end(), character))
        return found.end()

    def _angle(self, position: int, end: int) -> int:
        if found := _AUTOLINK.match(self.text, position, end):
            return self._autolink(position, found.end(), found[1], found[1])
        if found := _EMAIL.match(self.text, position, end):
            return self._autolink(position, found.end(), found[1], "mailto:" + found[1])
        if found := _HTML.match(self.text, position, end):
            self.around.sink.warning(
                "raw-html",
                f"HTML is printed as text: '{found[0][:40]}'",
                self.content.span(position, found.end()),
                "use Markdown, or ::: {.class} and [text]{.class}; to print a '<', write \\<",
            )
            return self._literal(position, found.end())
        return self._literal(position, position + 1)

    def _autolink(self, start: int, end: int, shown: str, target: str) -> int:
        span = self.content.span(start, end)
        text = m.Text(shown, self.content.span(start + 1, end - 1))
        link = self._safe_link((text,), normalizeLink(target), span)
        return self._node(start, end, link, 1)

    def _marker(self, position: int) -> int:
        found = _MARKER.match(self.text, position) if self.around.markers else None
        if found is None:
            return self._literal(position, position + 1)
        span = self.content.span(position, found.end())
        return self._node(position, found.end(), m.Placed(int(found[1]), span))

    def _citation_key(self, position: int) -> int:
        text = self.text
        found = KEY.match(text, position)
        before = text[position - 1 : position]
        if found is None or before.isalnum() or before == "_":  # an e-mail address
            return self._literal(position, position + 1)
        start = position
        last = self.pieces[-1] if self.pieces else None
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
        self.pieces.append(Key(start, found.end(), found[1] or found[2], suppress=suppress))
        if self.brackets:
            self.brackets[-1].cites = True
        return found.end()

    # -------------------------------------------------------------------------- delimiters

    def _delimiters(self, position: int, end: int) -> int:
        text = self.text
        mark = text[position]
        after = position
        while after < end and text[after] == mark:
            after += 1
        before_char = text[position - 1] if position else " "
        after_char = text[after] if after < len(text) else " "
        space_before, space_after = before_char.isspace(), after_char.isspace()
        sign_before, sign_after = _is_sign(before_char), _is_sign(after_char)
        left = not space_after and (not sign_after or space_before or sign_before)
        right = not space_before and (not sign_before or space_after or sign_after)
        if mark == "_":
            left, right = left and (not right or sign_before), right and (not left or sign_after)
        self.pieces.append(
            Delimiter(position, after, text[position:after], can_open=left, can_close=right)
        )
        return after

    def _tilde_or_caret(self, position: int, end: int) -> int:
        text = self.text
        mark = text[position]
        if mark == "^" and text.startswith("[", position + 1) and position + 1 < end:
            return self._push_bracket("^[", position)
        if mark == "~" and text.startswith("~", position + 1) and position + 1 < end:
            return self._delimiters(position, end)
        found = _SCRIPT[mark].match(text, position, end)
        if found is None:
            return self._literal(position, position + 1)
        inner = _Scanner(self.content.cut(found.start(1), found.end(1)), self.around)
        make = m.Superscript if mark == "^" else m.Subscript
        node = make(inner.read(), self.content.span(position, found.end()))
        if inner.notes_end >= 0:
            self.notes_end = position
        return self._wrap(position, found.end(), node, inner.pieces)

    # ---------------------------------------------------------------------------- brackets

    def _push_bracket(self, kind: str, position: int) -> int:
        bracket = Bracket(position, position + len(kind), kind, index=len(self.pieces))
        if self.brackets:
            self.brackets[-1].brackets_inside = True
        self.brackets.append(bracket)
        self.pieces.append(bracket)
        return bracket.end

    def _open_bracket(self, position: int, end: int) -> int:
        found = _NOTE.match(self.text, position, end)
        if found is None:
            return self._push_bracket("[", position)
        span = self.content.span(position, found.end())
        if self._note_in_note(position, span):
            return self._literal(position, found.end())
        note = self.around.note(found[1], span)
        if note is None:
            return self._literal(position, found.end())
        self.notes_end = position
        return self._node(position, found.end(), note)

    def _close_bracket(self, position: int) -> int:
        if not self.brackets:
            return self._literal(position, position + 1)
        opener = self.brackets.pop()
        if opener.text == "^[":
            return self._inline_note(opener, position)
        for attempt in (self._link, self._bracketed_span, self._reference, self._citations):
            after = attempt(opener, position)
            if after is not None:
                return after
        if self.brackets:
            outer = self.brackets[-1]
            outer.height = max(outer.height, opener.height + 1)
        return self._literal(position, position + 1)

    def _take(self, opener: Bracket) -> list[Piece]:
        """Take the pieces after `opener`, folded, and the opener off the list."""
        inside = self.pieces[opener.index + 1 :]
        del self.pieces[opener.index :]
        return fold(inside, self.content, self.around.sink)

    def _attributes(self, position: int) -> tuple[m.Attr, int]:
        found = parse_attributes(self.text, position)
        if found is not None:
            return found
        if looks_like_attributes(self.text, position):
            end = self.text.find("}", position, position + 1000) + 1 or position + 1
            span = self.content.span(position, end)
            self.around.attributes.malformed(self.text[position:end], span)
        return m.NO_ATTR, position

    def _inline_note(self, opener: Bracket, position: int) -> int:
        span = self.content.span(opener.start, position + 1)
        if self._note_in_note(opener.start, span):
            return self._literal(position, position + 1)
        self.notes_end = position
        inside = self._take(opener)
        inlines = merge(inside, self.content)
        blocks = (m.Paragraph(inlines, self.content.span(opener.end, position)),) if inlines else ()
        return self._wrap(opener.start, position + 1, m.Note(blocks, span), inside)

    def _note_in_note(self, start: int, span: Span) -> bool:
        if not (self.around.in_note or self.notes_end > start):
            return False
        self.around.sink.error(
            "nested-note", "a note stands inside a note", span, "put its text into the outer note"
        )
        return True

    def _link(self, opener: Bracket, position: int) -> int | None:
        if opener.no_link or not self.text.startswith("(", position + 1):
            return None
        text, end = self.text, len(self.text)
        after = _skip(text, position + 2)
        target = title = ""
        if not text.startswith(")", after):
            found = parseLinkDestination(text, after, end)
            if not found.ok:
                return None
            target = found.str
            after = _skip(text, found.pos)
            if after > found.pos:
                quoted = parseLinkTitle(text, after, end)
                if quoted.ok:
                    title = quoted.str
                    after = _skip(text, quoted.pos)
        if not text.startswith(")", after):
            return None
        return self._make_link(opener, position, after + 1, target, title)

    def _reference(self, opener: Bracket, position: int) -> int | None:
        if opener.no_link:
            return None
        text = self.text
        label, after = None, position + 1
        if text.startswith("[", after):
            close = text.find("]", after, after + 1001)
            if close > after + 1 and "[" not in (inner := text[after + 1 : close]):
                label, after = inner, close + 1
            elif close == after + 1:
                after = close + 1
        if label is None:
            if opener.brackets_inside or position - opener.end > 999:
                return None
            label = text[opener.end : position]
        key = normalizeReference(label)
        reference = self.around.references.get(key)
        if reference is None:
            return None
        self.around.used.add(key)
        href = reference["href"]
        if href.startswith("#"):  # an id, which the block parser took for a part of a URL
            href = unquote(href)
        return self._make_link(opener, position, after, href, reference["title"])

    def _make_link(
        self, opener: Bracket, position: int, after: int, target: str, title: str
    ) -> int:
        attr, after = self._attributes(after)
        inside = self._take(opener)
        span = self.content.span(opener.start, after)
        attr = self.around.attributes(attr, span)
        children = merge(inside, self.content)
        node: m.Inline
        if opener.text == "![":
            node = m.Image(children, target, span, title, attr)
        elif not children and target.startswith("#"):
            node = m.CrossReference(target[1:], span)
        else:
            if not children:
                self.around.sink.warning(
                    "empty-link", "a link without text shows its address", span,
                    f"write <{target}> if that is meant",
                )  # fmt: skip
                children = (m.Text(target, span),)
            target = target if target.startswith("#") else normalizeLink(target)
            node = self._safe_link(children, target, span, title, attr)
            for outer in reversed(self.brackets):  # a link holds no link
                if outer.no_link:
                    break
                outer.no_link = outer.text == "["
        return self._wrap(opener.start, after, node, inside)

    def _safe_link(
        self,
        children: m.Inlines,
        target: str,
        span: Span,
        title: str = "",
        attr: m.Attr = m.NO_ATTR,
    ) -> m.Inline:
        if validateLink(target):
            return m.Link(children, target, span, title, attr)
        scheme = target.split(":", 1)[0]
        self.around.sink.warning(
            "unsafe-link", f"'{scheme}:' leads nowhere from a document; the text stays", span
        )
        return m.InlineSpan(children, attr, span)

    def _bracketed_span(self, opener: Bracket, position: int) -> int | None:
        if opener.text != "[" or not self.text.startswith("{", position + 1):
            return None
        attr, after = self._attributes(position + 1)
        if after == position + 1:
            return None
        inside = self._take(opener)
        span = self.content.span(opener.start, after)
        node = m.InlineSpan(merge(inside, self.content), self.around.attributes(attr, span), span)
        return self._wrap(opener.start, after, node, inside)

    def _citations(self, opener: Bracket, position: int) -> int | None:
        """Make `[see @a, p. 4; @b]` a group, or the locator of `@a [p. 4]` part of it."""
        if opener.text != "[":
            return None
        key = (
            self._key_before(opener) if self.text[position + 1 : position + 2] not in "([" else None
        )
        if not opener.cites and key is None:
            return None
        inside = self._take(opener)
        made = citation_group(inside, key, self.content, opener.start, position, self.around.sink)
        if made is None:
            self.pieces += [Piece(opener.start, opener.end, opener.text), *inside]
            return None
        if key is not None and made[0].start == key.start:
            del self.pieces[self.pieces.index(key, max(0, len(self.pieces) - 2)) :]
        self.pieces += made
        return position + 1

    def _key_before(self, opener: Bracket) -> Key | None:
        """Return the citation key that `opener` directly follows, at most a space between."""
        for piece in self.pieces[opener.index - 1 : opener.index] if opener.index else ():
            if isinstance(piece, Key):
                return None if is_cross_reference(piece.text) else piece
            if piece.text == " " and opener.index > 1:
                before = self.pieces[opener.index - 2]
                if isinstance(before, Key) and not is_cross_reference(before.text):
                    return before
        return None


def _skip(text: str, position: int) -> int:
    found = _SPACES.match(text, position)
    return found.end() if found else position


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
