"""Take the content of a paragraph, return its inlines, each with its span.

CommonMark's algorithm (a stack of brackets, runs of delimiters that pair off), plus Pandoc's
citations, notes, bracketed spans, strikeout, super- and subscript. We do not use markdown-it here,
because its inline tokens carry no positions, and because a citation has to see the brackets that
enclose it. Every step is linear in the text but for look-ups by bisection.

Smart punctuation: `--`, `---` and `...` become dashes and an ellipsis, and straight quotation
marks become those of the language they stand in (see `quotes`).
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import normalizeReference
from markdown_it.helpers import parseLinkDestination, parseLinkTitle

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.language import subtags
from briefgen.reader.citations import citation_group
from briefgen.reader.html import HtmlTags
from briefgen.reader.leaves import InlineContext
from briefgen.reader.pieces import (
    Bracket,
    Delimiter,
    InlinePiece,
    Key,
    fold,
    merge,
)
from briefgen.reader.source import Content
from briefgen.record import replace


def read_inlines(content: Content, context: InlineContext) -> m.Inlines:
    """Return the inlines of `content`; report to the sink what is wrong in it."""
    if not content.text:
        return ()
    scanner = _Scanner(content, context)
    inlines = scanner.read()
    if scanner.quotes or (context.smart and _may_be_french(content, context)):
        from briefgen.reader.quotes import quoted

        return quoted(inlines, context.lang)
    return inlines


def _may_be_french(content: Content, context: InlineContext) -> bool:
    return subtags(context.lang).language == "fr" or "lang=" in content.text


_PLAIN = re.compile(r"(?:[^\\`*_~^\[\]!<&@=\n\ue000]|!(?!\[)|=(?!=))+")
_SCRIPT = {
    "^": re.compile(r"\^((?:\\[^\n]|[^\s\\^])+)\^"),
    "~": re.compile(r"~((?:\\[^\n]|[^\s\\~])+)~(?!~)"),
}
_NOTE = re.compile(r"\[\^([^\s\[\]^]+)\]")
_EMBED = re.compile(r"!\[\[([^\[\]\n]+)\]\]")
_WIKI = re.compile(r"\[\[([^\[\]|\n^]+)(?:\|([^\[\]\n]+))?\]\](?![(\[{])")
_MARKED = re.compile(r"==(?=[^\s=])([^\n=]{0,300}?[^\s=])==(?![\w=])")
HEADING = "#\x00"
"""Before the title of a heading that a reference names: where its id will stand."""
_SPACES = re.compile(r"[ \t\n]*")


class _Scanner(HtmlTags):
    def read(self) -> m.Inlines:
        self._scan()
        self.pieces = fold(self.pieces, self.content, self.context.sink)
        return merge(self.pieces, self.content)

    def _scan(self) -> None:
        text = self.text
        position, end = 0, len(text)
        while position < end:
            plain = _PLAIN.match(text, position)
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
                    position = self._code(position)
                case "*" | "_":
                    position = self._delimiters(position)
                case "~" | "^":
                    position = self._tilde_or_caret(position)
                case "[":
                    position = self._open_bracket(position)
                case "!":  # only before a bracket
                    if _NOTE.match(text, position + 1):
                        position = self._literal(position, position + 1)
                    elif embed := _EMBED.match(text, position):
                        span = self.content.span(position, embed.end())
                        self.context.foreign.met("embed", embed[0], span)
                        position = self._left_out(position, embed.end())
                        while text.startswith(" ", position) and text[embed.start() - 1].isspace():
                            position += 1
                    else:
                        position = self._push_bracket("![", position)
                case "=":
                    position = self._marked(position)
                case "]":
                    position = self._close_bracket(position)
                case "<":
                    position = self._angle(position)
                case "&":
                    position = self._entity(position)
                case "@":
                    position = self._citation_key(position)
                case _:
                    position = self._marker(position)

    # -------------------------------------------------------------------------- delimiters

    def _delimiters(self, position: int) -> int:
        text = self.text
        mark = text[position]
        after = position
        while text.startswith(mark, after):
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

    def _tilde_or_caret(self, position: int) -> int:
        text = self.text
        mark = text[position]
        if mark == "^" and text.startswith("[", position + 1):
            return self._push_bracket("^[", position)
        if mark == "~" and text.startswith("~", position + 1):
            return self._delimiters(position)
        match = _SCRIPT[mark].match(text, position)
        if match is None:
            return self._literal(position, position + 1)
        inner = _Scanner(self.content.cut(match.start(1), match.end(1)), self.context)
        make = m.Superscript if mark == "^" else m.Subscript
        node = make(inner.read(), self.content.span(position, match.end()))
        if inner.notes_end >= 0:
            self.notes_end = position
        self.quotes |= inner.quotes
        return self._wrap(position, match.end(), node, inner.pieces)

    # ---------------------------------------------------------------------------- brackets

    def _push_bracket(self, kind: str, position: int) -> int:
        bracket = Bracket(position, position + len(kind), kind, index=len(self.pieces))
        if self.brackets:
            self.brackets[-1].brackets_inside = True
        self.brackets.append(bracket)
        self.pieces.append(bracket)
        return bracket.end

    def _open_bracket(self, position: int) -> int:
        match = _NOTE.match(self.text, position)
        if match is None:
            wiki = _WIKI.match(self.text, position)
            if wiki and self._known(wiki[1]) is None:
                return self._wiki(wiki)
            return self._push_bracket("[", position)
        span = self.content.span(position, match.end())
        if self._note_in_note(position, span):
            return self._literal(position, match.end())
        note = self.context.note(match[1], span)
        if note is None:
            return self._literal(position, match.end())
        self.notes_end = position
        return self._node(position, match.end(), note)

    def _known(self, label: str) -> str | None:
        """Return the key of the link definition or heading that `label` names, if one does."""
        key = normalizeReference(label)
        return key if key in self.context.references or key in self.context.headings else None

    def _wiki(self, match: re.Match[str]) -> int:
        """Read `[[page]]` or `[[page|words]]`: a link to a heading of ours, or else its words."""
        start, end = match.span()
        span = self.content.span(start, end)
        group = 2 if match[2] else 1
        words = self.content.cut(*match.span(group))
        inner = _Scanner(words, self.context)
        children = inner.read()
        self.quotes |= inner.quotes
        title = normalizeReference(match[1].lstrip("#"))
        if match[1].startswith("#") and title in self.context.headings:
            self.context.used.add(HEADING)
            return self._wrap(start, end, m.Link(children, HEADING + title, span), inner.pieces)
        self.context.foreign.met("wiki", match[0], span)
        return self._wrap(start, end, m.InlineSpan(children, m.NO_ATTR, span), inner.pieces)

    def _marked(self, position: int) -> int:
        """Read `==words==`, which other programs highlight, as strong."""
        match = _MARKED.match(self.text, position)
        before = self.text[position - 1 : position]
        if match is None or before.isalnum() or before == "=":
            return self._literal(position, position + 1)
        inner = _Scanner(self.content.cut(*match.span(1)), self.context)
        node = m.Strong(inner.read(), self.content.span(*match.span()))
        if inner.notes_end >= 0:
            self.notes_end = position
        self.quotes |= inner.quotes
        return self._wrap(position, match.end(), node, inner.pieces)

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
        return self._literal(position, position + 1)

    def _take(self, opener: Bracket) -> list[InlinePiece]:
        """Remove `opener` and all pieces after it; return those after it, folded."""
        inside = self.pieces[opener.index + 1 :]
        del self.pieces[opener.index :]
        return fold(inside, self.content, self.context.sink)

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
        if not (self.context.in_note or self.notes_end > start):
            return False
        self.context.sink.error(
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
            destination = parseLinkDestination(text, after, end)
            if not destination.ok:
                return None
            target = destination.str
            after = _skip(text, destination.pos)
            if after > destination.pos:
                quoted = parseLinkTitle(text, after, end)
                if quoted.ok:
                    title = quoted.str
                    after = _skip(text, quoted.pos)
        if not text.startswith(")", after):
            return None
        return self._make_link(opener, after + 1, target, title)

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
        reference = self.context.references.get(key)
        if reference is None:
            if opener.text != "[" or key not in self.context.headings:
                return None
            self.context.used.add(HEADING)
            return self._make_link(opener, after, HEADING + key, "")
        self.context.used.add(key)
        defined = self.content.line_span(reference["map"][0])
        self.context.uses.append((self.content.span(opener.start, position), defined))
        href = reference["href"]
        if href.startswith("#"):  # an id, which the block parser took for a part of a URL
            href = unquote(href)
        return self._make_link(opener, after, href, reference["title"], reference.get("attr"))

    def _make_link(
        self, opener: Bracket, after: int, target: str, title: str, defined: m.Attr | None = None
    ) -> int:
        attr, after = self._attributes(after)
        if defined is not None and attr == m.NO_ATTR:
            attr = defined
        inside = self._take(opener)
        span = self.content.span(opener.start, after)
        attr = self.context.attributes(attr, span)
        children = merge(inside, self.content)
        node: m.Inline
        if opener.text == "![":
            node = self._image(m.Image(children, target, span, title, attr))
        elif not children and target.startswith("#"):
            node = m.CrossReference(target[1:], span)
            node = node if attr == m.NO_ATTR else m.InlineSpan((node,), attr, span)
        else:
            if not children and target:
                self.context.sink.warning(
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

    def _image(self, node: m.Image) -> m.Image:
        """Report an image without a description, unless it is marked as decorative."""
        attr, described = node.attr, bool(node.children or node.attr.get("alt"))
        if not attr.has("decorative"):
            if not described:
                self.context.sink.warning(
                    "image-without-text",
                    f"nobody who cannot see '{node.source}' learns what it shows",
                    node.span,
                    "describe it: ![what it shows](file)",
                    "or say that it only decorates: ![](file){.decorative}",
                )
            return node
        if not (described or node.title):
            return node
        self.context.sink.warning(
            "decorative-with-text",
            f"'{node.source}' is said to be decorative, and has words; they are kept",
            node.span,
            "write ![](file){.decorative}, or leave .decorative out",
        )
        classes = tuple(name for name in attr.classes if name != "decorative")
        return replace(node, attr=replace(attr, classes=classes))

    def _bracketed_span(self, opener: Bracket, position: int) -> int | None:
        if opener.text == "^[" or not self.text.startswith("{", position + 1):
            return None
        attr, after = self._attributes(position + 1)
        if after == position + 1:
            return None
        inside = self._take(opener)
        self._literal(opener.start, opener.end - 1)  # a "!" before it
        span = self.content.span(opener.start, after)
        node = m.InlineSpan(merge(inside, self.content), self.context.attributes(attr, span), span)
        return self._wrap(opener.start, after, node, inside)

    def _citations(self, opener: Bracket, position: int) -> int | None:
        """Make `[see @a, p. 4; @b]` a group, or the locator of `@a [p. 4]` part of it."""
        if opener.text == "^[":
            return None
        begin = opener.end - 1
        key = None if self.text.startswith(("(", "["), position + 1) else self._key_before(opener)
        if not opener.cites and key is None:
            return None
        inside = self._take(opener)
        made = citation_group(inside, key, self.content, begin, position, self.context.sink)
        if made is None:
            self.pieces += [InlinePiece(opener.start, opener.end, opener.text), *inside]
            return None
        if key is not None and made[0].start == key.start:
            del self.pieces[self.pieces.index(key, max(0, len(self.pieces) - 2)) :]
        if begin > opener.start:
            self._literal(opener.start, begin)  # a "!" before it
        self.pieces += made
        return position + 1

    def _key_before(self, opener: Bracket) -> Key | None:
        """Return the citation key that `opener` directly follows, at most spaces between."""
        for piece in self.pieces[opener.index - 1 : opener.index] if opener.index else ():
            if isinstance(piece, Key):
                return None if piece.own else piece
            if piece.node is None and piece.text.isspace() and opener.index > 1:
                before = self.pieces[opener.index - 2]
                if isinstance(before, Key) and not before.own:
                    return before
        return None


def _skip(text: str, position: int) -> int:
    match = _SPACES.match(text, position)
    return match.end() if match else position


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS"
