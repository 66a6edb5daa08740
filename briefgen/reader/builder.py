"""Take block tokens, return the model's blocks, nested in sections, with spans and ids."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import cast

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.reader.attributes import AttributeCheck, trailing_attributes
from briefgen.reader.callouts import ALERT, callout, drawing_attributes, quarto_callout
from briefgen.reader.code import read_code
from briefgen.reader.inlines import HEADING, read_inlines
from briefgen.reader.leaves import InlineContext, LinkReference
from briefgen.reader.obeyed import with_definitions
from briefgen.reader.rules import block_tokens
from briefgen.reader.sections import SectionHeading, nest, slug
from briefgen.reader.source import BLANK, Content, SourceLines
from briefgen.reader.tables import TableReader, own_attributes
from briefgen.record import replace
from briefgen.walk import close_up, rewrite

_EXPLICIT_ID = re.compile(r"\{[^{}\n]*?#([^\s{}]+)")
_CLOSING_HASHES = re.compile(r"(?:^|[ \t]+)#+$")
_PAGE_BREAK = re.compile(
    r"\\(?:newpage|pagebreak|clearpage)(?:\{\})?|\{\{<[ \t]*pagebreak[ \t]*>\}\}"
)
_CONTENTS = ("[TOC]", "[[TOC]]", "[[_TOC_]]", "{:toc}", "\\tableofcontents")
_LEFT_OUT = re.compile(r"<|\{=|!\[\[")
_TASK = re.compile(r"\[([ xX])\][ \t]+")


def read_blocks(
    source: SourceLines,
    text: str,
    sink: Diagnostics,
    attributes: AttributeCheck,
    *,
    markers: bool = False,
    lang: str = "",
    smart: bool = True,
) -> m.Blocks:
    """Return the blocks of `text`, the source's text with its front matter blanked.

    `markers` makes `m.Placed` of U+E000 <index> U+E001. `lang` and `smart` say which quotation
    marks straight ones become, if any.
    """
    tokens, shared = block_tokens(source, text, sink)
    references = cast("Mapping[str, LinkReference]", shared["references"])
    context = InlineContext(sink, attributes, references, markers=markers, lang=lang, smart=smart)
    context.examples = cast("Mapping[str, int]", shared["examples"])
    context.ids = frozenset(_EXPLICIT_ID.findall(text))
    context.headings = _headings(tokens)
    builder = _Builder(tokens, source, context, context.ids)
    blocks = builder.blocks(0, len(tokens))
    if HEADING in context.used:
        blocks = _with_heading_ids(blocks, builder.heading_ids)
    context.foreign.report(sink)
    builder.report_unused(cast("list[dict[str, object]]", shared["duplicate_refs"]))
    return with_definitions(blocks, context.uses, sink)


class _Builder:
    def __init__(
        self,
        tokens: list[Token],
        source: SourceLines,
        context: InlineContext,
        reserved: frozenset[str],
    ) -> None:
        self.tokens = tokens
        self.source = source
        self.context = context
        self.sink = context.sink
        self.reserved = reserved
        self.quotes = 0
        self.langs: list[tuple[int, str]] = []  # per open section: its level and its language
        self.heading_ids: dict[str, str] = {}
        self.ends = _ends(tokens)
        self.notes: dict[str, tuple[int, Span]] = {}
        self.read_notes: dict[str, m.Blocks] = {}
        self.tables = TableReader(source, context, self._nested)
        context.note = self.note
        self._collect_notes()

    # ------------------------------------------------------------------------------- notes

    def _collect_notes(self) -> None:
        for index, token in enumerate(self.tokens):
            if token.type != "note_open":
                continue
            label, span = token.meta["label"], self._span(token)
            if label in self.notes:
                self.sink.error(
                    "duplicate-note", f"the note '{label}' is written twice", span,
                    f"it was written at {self.notes[label][1]}; give this one another label",
                )  # fmt: skip
            else:
                self.notes[label] = index, span

    def note(self, label: str, span: Span) -> m.Note | None:
        """Return the note that `[^label]` refers to."""
        if label not in self.notes:
            self.sink.error(
                "undefined-note", f"there is no note '{label}'", span,
                did_you_mean(label, self.notes),
                f"write it on a line of its own: [^{label}]: text",
            )  # fmt: skip
            return None
        self.context.uses.append((span, self.notes[label][1]))
        if label not in self.read_notes:
            self.read_notes[label] = ()  # first: a note that refers to itself is read only once
            index = self.notes[label][0]
            quotes, self.quotes = self.quotes, 0
            self.context.in_note = True
            self.read_notes[label] = self.blocks(index + 1, self.ends[index])
            self.context.in_note = False
            self.quotes = quotes
        return m.Note(self.read_notes[label], span)

    def report_unused(self, duplicates: Sequence[Mapping[str, object]]) -> None:
        """Warn of notes and link definitions that nothing prints."""
        for label, (_, span) in self.notes.items():
            if label not in self.read_notes:
                self.sink.warning(
                    "unused-note", f"nothing refers to the note '{label}'", span,
                    f"write [^{label}] where it belongs",
                )  # fmt: skip
        for label, reference in self.context.references.items():
            if label not in self.context.used:
                self._warn_reference(
                    reference, "unused-reference", "nothing uses this link definition"
                )
        for duplicate in duplicates:
            self._warn_reference(
                duplicate, "duplicate-reference", "this link is defined above already"
            )

    def _warn_reference(self, reference: Mapping[str, object], code: str, message: str) -> None:
        start, end = cast("list[int]", reference["map"])
        line = self.source.lines[start]
        column = max(line.find("["), 0)
        self.sink.warning(code, message, self.source.lines_span(start, column, end))

    # ------------------------------------------------------------------------------ blocks

    def blocks(self, index: int, end: int) -> m.Blocks:
        """Return the blocks of the tokens from `index` to `end`."""
        parts: list[m.Block | SectionHeading] = []
        outside = self.context.lang, self.langs
        self.langs = [(0, self.context.lang)]
        while index < end:
            close = self.ends[index]
            block = self._block(self.tokens[index], index, close)
            if block is not None:
                parts.append(block)
            index = close + 1
        self.context.lang, self.langs = outside
        if any(isinstance(block, SectionHeading) for block in parts):
            return nest(parts)
        return cast(m.Blocks, tuple(parts))

    def _block(self, token: Token, index: int, close: int) -> m.Block | SectionHeading | None:
        match token.type:
            case "paragraph_open":
                return self._paragraph(self.tokens[index + 1])
            case "inline":
                return self._paragraph(token)
            case "heading_open":
                return self._heading(token, self.tokens[index + 1])
            case "bullet_list_open":
                return m.BulletList(
                    self._items(index, close), self._span(token), token.meta["tight"]
                )
            case "ordered_list_open":
                return m.OrderedList(
                    self._items(index, close), self._span(token),
                    token.meta["start"], token.meta["style"], token.meta["tight"],
                )  # fmt: skip
            case "definition_list_open":
                return m.DefinitionList(self._definitions(index, close), self._span(token))
            case "blockquote_open":
                return self._quote(token, index, close)
            case "div_open":
                return self._div(token, index, close)
            case "table":
                return self.tables.read(token, self._span(token))
            case "line_block":
                return self._line_block(token)
            case "fence" | "code_block":
                return read_code(token, self._span(token), self.source, self.context)
            case "hr":
                return m.ThematicBreak(self._span(token))
            case _:  # "note_open": its text stands where the note is referred to
                return None

    def _span(self, token: Token) -> Span:
        """Return where the block of `token` stands, without blank lines at its end."""
        assert token.map is not None  # noqa: S101 - block tokens have one
        start, end = token.map
        if "column" in token.meta:
            column = token.meta["column"]
        else:
            line = self.source.lines[start]
            match token.type:
                case "blockquote_open":  # the marks of outer quotes stand before ours
                    column = -1
                    for _ in range(self.quotes + 1):
                        column = max(line.find(">", column + 1), column)
                    column = max(column, 0)
                case "code_block":
                    first = token.content.split("\n", 1)[0].strip(BLANK)
                    column = len(line.rstrip(BLANK)) - len(first)
                case "heading_open" if token.markup.startswith("#"):
                    column = max(line.find("#"), 0)
                case "fence" | "hr":
                    column = max(line.find(token.markup[0]), 0)
                case _:
                    column = len(line) - len(line.lstrip(BLANK))
        return self.source.lines_span(start, column, end)

    def _content(self, token: Token) -> Content:
        assert token.map is not None  # noqa: S101
        return self.source.content(token.content, token.map[0])

    def _paragraph(self, token: Token) -> m.Block | None:
        block = self._paragraph_of(self._content(token))
        if not isinstance(block, m.Paragraph):
            return block
        if all(isinstance(node, m.Text) and not node.text.strip() for node in block.children):
            return None  # nothing but what is left out: HTML tags, text for one format
        return (
            replace(block, children=close_up(block.children))
            if _LEFT_OUT.search(token.content)
            else block
        )

    def _paragraph_of(self, content: Content) -> m.Block:
        text = content.text
        span = content.span(0, len(text))
        # A backslash at the end is no line break. After an image it prevents a figure.
        kept = text[:-1].rstrip(BLANK) if (len(text) - len(text.rstrip("\\"))) % 2 else ""
        if kept:
            content = content.cut(0, len(kept))
        if _PAGE_BREAK.fullmatch(text.strip()):
            return m.PageBreak(span)
        if text.strip() in _CONTENTS:
            self.context.foreign.met("contents", text.strip(), span)
        inlines = read_inlines(content, self.context)
        match inlines:
            case (m.Placed() as placed,):
                return placed
            case (m.Image() as image,) if not kept:
                return self._figure(image, span)
            case _:
                return m.Paragraph(inlines, span)

    def _figure(self, image: m.Image, span: Span) -> m.Block:
        if not (image.children or image.attr.get("alt") or image.attr.has("decorative")):
            return m.Paragraph((image,), span)
        inner = replace(image, attr=replace(image.attr, id=""))
        return m.Figure(inner, image.children, image.attr, span)

    def _heading(self, token: Token, inline: Token) -> SectionHeading:
        content = self._content(inline)
        text = content.text
        span = content.span(0, len(text)) if text else self._span(token)
        attr, content = own_attributes(content, self.context)
        if attr != m.NO_ATTR and token.markup.startswith("#"):
            content = content.cut(0, len(_CLOSING_HASHES.sub("", content.text)))
        if (len(content.text) - len(content.text.rstrip("\\"))) % 2:  # no line follows to break
            content = content.cut(0, len(content.text[:-1].rstrip(BLANK)))
        level = int(token.tag[1:])
        while self.langs[-1][0] >= level:
            self.langs.pop()
        self.context.lang = attr.get("lang", self.langs[-1][1])
        self.langs.append((level, self.context.lang))
        title = read_inlines(content, self.context)
        if not title:
            self.sink.warning("empty-heading", "a heading without words", self._span(token))
        start_span = self._span(token) if token.markup.startswith("#") else span
        whole = start_span._replace(end_line=span.end_line, end_column=span.end_column)
        if not attr.id:
            attr = replace(
                attr, id=self.context.attributes.take_id(slug(title), self.reserved, whole)
            )
        self.heading_ids.setdefault(heading_key(inline.content), attr.id)
        return SectionHeading(level, title, attr, whole)

    def _items(self, index: int, end: int) -> tuple[m.ListItem, ...]:
        items: list[m.ListItem] = []
        index += 1
        while index < end:
            close = self.ends[index]
            checked = None
            lead: m.Blocks = ()
            first = index + 1
            if self.tokens[first].type == "paragraph_open":
                content = self._content(self.tokens[first + 1])
                if task := _TASK.match(content.text):
                    checked = task[1] != " "
                    lead = (self._paragraph_of(content.cut(task.end(), None)),)
                    first = self.ends[first] + 1
            blocks = lead + self.blocks(first, close)
            items.append(m.ListItem(blocks, self._span(self.tokens[index]), checked))
            index = close + 1
        return tuple(items)

    def _definitions(self, index: int, end: int) -> tuple[m.DefinitionItem, ...]:
        items: list[m.DefinitionItem] = []
        index += 1
        while index < end:
            close = self.ends[index]
            term = read_inlines(self._content(self.tokens[index + 1]), self.context)
            definitions: list[m.Blocks] = []
            inner = index + 2
            while inner < close:
                definitions.append(self.blocks(inner + 1, self.ends[inner]))
                inner = self.ends[inner] + 1
            items.append(m.DefinitionItem(term, tuple(definitions), self._span(self.tokens[index])))
            index = close + 1
        return tuple(items)

    def _quote(self, token: Token, index: int, close: int) -> m.BlockQuote | m.Div:
        span = self._span(token)
        self.quotes += 1
        first = index + 1
        alert = None
        content = None
        if first < close and self.tokens[first].type == "paragraph_open":
            content = self._content(self.tokens[first + 1])
            alert = ALERT.match(content.text)
        if alert is None or content is None:
            children = self.blocks(first, close)
            self.quotes -= 1
            return m.BlockQuote(children, span)
        line = content.text.find("\n")
        line = len(content.text) if line < 0 else line
        title: m.Inlines = (m.Text(alert[1].capitalize(), content.span(2, 2 + len(alert[1]))),)
        if alert.end() < line:
            title = read_inlines(content.cut(alert.end(), line), self.context)
        lead: m.Blocks = ()
        if line < len(content.text):
            lead = (self._paragraph_of(content.cut(line + 1)),)
        children = lead + self.blocks(self.ends[first] + 1, close)
        self.quotes -= 1
        return callout(title, children, m.NO_ATTR, span)

    def _div(self, token: Token, index: int, close: int) -> m.Div:
        span = self._span(token)
        attr: m.Attr = token.meta["attr"] or m.NO_ATTR
        line = span._replace(
            end_line=span.line,
            end_column=span.column + len(self._line_of(token)) - token.meta["column"],
        )
        outside, self.context.lang = self.context.lang, attr.get("lang", self.context.lang)
        children = self.blocks(index + 1, close)
        self.context.lang = outside
        checked = self.context.attributes(drawing_attributes(attr), line)
        kept = replace(checked, pairs=attr.pairs) if attr.get("title") else checked
        return quarto_callout(m.Div(children, kept, span))

    def _line_block(self, token: Token) -> m.Paragraph:
        """Return lines that end where they were ended, with their indents."""
        inlines: list[m.Inline] = []
        for pieces in token.meta["lines"]:
            content = Content(
                self.source, [text for *_, text in pieces], [place[:2] for place in pieces]
            )
            if inlines:
                inlines.append(m.LineBreak(content.span(0, 0)))
            indent = len(content.text) - len(content.text.lstrip(" "))
            if indent:
                inlines.append(m.Text("\u00a0" * indent, content.span(0, indent)))
            inlines += read_inlines(content.cut(indent), self.context)
        texts = [text for pieces in token.meta["lines"] for *_, text in pieces]
        if all(text.endswith("|") and text.count("|") > 1 for text in texts):
            self.context.foreign.met("bars", f"| {texts[0]}", self._span(token))
        return m.Paragraph(tuple(inlines), self._span(token))

    def _line_of(self, token: Token) -> str:
        assert token.map is not None  # noqa: S101
        return self.source.lines[token.map[0]].rstrip(BLANK)

    def _nested(self, source: SourceLines, text: str) -> m.Blocks:
        """Read the text of a cell; link definitions and notes are those of the file."""
        tokens, shared = block_tokens(source, text, self.sink, dict(self.context.references))
        references = cast("Mapping[str, LinkReference]", shared["references"])
        context = replace(self.context, references=references)
        inner = _Builder(tokens, source, context, self.reserved)
        context.note = self.note
        return inner.blocks(0, len(tokens))


def _headings(tokens: Sequence[Token]) -> frozenset[str]:
    """Return the titles of the headings, as references name them."""
    return frozenset(
        heading_key(following.content)
        for token, following in pairwise(tokens)
        if token.type == "heading_open"
    )


def heading_key(text: str) -> str:
    """Return the title of a heading as a reference names it, without attributes."""
    parsed = trailing_attributes(text)
    return normalizeReference(
        _CLOSING_HASHES.sub("", text[: parsed[1]].rstrip() if parsed else text)
    )


def _with_heading_ids(blocks: m.Blocks, ids: Mapping[str, str]) -> m.Blocks:
    """Return `blocks` with the ids of headings that were referred to by their titles."""

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        if isinstance(node, m.Link) and node.target.startswith(HEADING):
            target = f"#{ids.get(node.target.removeprefix(HEADING), '')}"
            return (replace(node, target=target),)
        return None

    return rewrite(blocks, change)


def _ends(tokens: Sequence[Token]) -> list[int]:
    """Return, per token, the index of the token that closes it (its own, where it stands alone)."""
    ends = list(range(len(tokens)))
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.nesting > 0:
            opened.append(index)
        elif token.nesting < 0:
            ends[opened.pop()] = index
    return ends
