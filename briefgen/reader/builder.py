"""Take block tokens, return the model's blocks, nested in sections, with spans and ids."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import cast

from markdown_it.token import Token

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.reader.attributes import (
    AttributeCheck,
    malformed_at,
    parse_attributes,
    trailing_attributes,
)
from briefgen.reader.inlines import read_inlines
from briefgen.reader.leaves import InlineContext, LinkReference
from briefgen.reader.obeyed import report_definitions
from briefgen.reader.rules import block_tokens
from briefgen.reader.rules.tabletext import TableText, TypedCell, TypedRow
from briefgen.reader.sections import SectionHeading, nest, slug
from briefgen.reader.source import BLANK, Content, SourceLines
from briefgen.record import replace
from briefgen.restrictions import report_unobeyed, typed_in

_EXPLICIT_ID = re.compile(r"\{[^{}\n]*?#([^\s{}]+)")
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
    builder = _Builder(tokens, source, context, frozenset(_EXPLICIT_ID.findall(text)))
    blocks = builder.blocks(0, len(tokens))
    report_definitions(blocks, context.uses, sink)
    builder.report_unused(cast("list[dict[str, object]]", shared["duplicate_refs"]))
    return blocks


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
        self.ends = _ends(tokens)
        self.notes: dict[str, tuple[int, Span]] = {}
        self.read_notes: dict[str, m.Blocks] = {}
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
                return self._table(token)
            case "fence" | "code_block":
                return self._code(token)
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

    def _paragraph(self, token: Token) -> m.Block:
        return self._paragraph_of(self._content(token))

    def _paragraph_of(self, content: Content) -> m.Block:
        text = content.text
        span = content.span(0, len(text))
        # A backslash at the end is no line break. After an image it prevents a figure.
        kept = text[:-1].rstrip(BLANK) if (len(text) - len(text.rstrip("\\"))) % 2 else ""
        if kept:
            content = content.cut(0, len(kept))
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

    def _own_attributes(self, content: Content) -> tuple[m.Attr, Content]:
        """Return the attributes at the end of a heading or caption, and the content before them."""
        text = content.text
        if parsed := trailing_attributes(text):
            attr = self.context.attributes(parsed[0], content.span(parsed[1], len(text)))
            return attr, content.cut(0, len(text[: parsed[1]].rstrip()))
        if (start := malformed_at(text)) >= 0:
            self.context.attributes.malformed(text[start:], content.span(start, len(text)))
        return m.NO_ATTR, content

    def _heading(self, token: Token, inline: Token) -> SectionHeading:
        content = self._content(inline)
        text = content.text
        span = content.span(0, len(text)) if text else self._span(token)
        attr, content = self._own_attributes(content)
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

    def _quote(self, token: Token, index: int, close: int) -> m.BlockQuote:
        span = self._span(token)
        self.quotes += 1
        children = self.blocks(index + 1, close)
        self.quotes -= 1
        return m.BlockQuote(children, span)

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
        return m.Div(children, self.context.attributes(attr, line), span)

    def _line_of(self, token: Token) -> str:
        assert token.map is not None  # noqa: S101
        return self.source.lines[token.map[0]].rstrip(BLANK)

    def _code(self, token: Token) -> m.CodeBlock:
        span = self._span(token)
        text = token.content.removesuffix("\n")
        if token.type == "code_block":
            return m.CodeBlock(text, span)
        assert token.map is not None  # noqa: S101
        last = self.source.lines[token.map[1] - 1].rstrip(BLANK)
        if token.map[1] - token.map[0] < 2 or not last.endswith(token.markup):
            self.sink.warning(
                "unclosed-code", "this code block is never closed: it takes all that follows", span,
                f"end it with a line {token.markup}",
            )  # fmt: skip
        info = token.info.strip()
        start = info.find("{")
        language = (info if start < 0 else info[:start]).split(" ", 1)[0].strip()
        attr = m.NO_ATTR
        parsed = parse_attributes(info, start) if start >= 0 else None
        if typed_in("{" + (info[:start] + info[parsed[1] :] if parsed else info)) >= 0:
            report_unobeyed(span, self.sink)
        elif start >= 0:
            if parsed is None:
                self.context.attributes.malformed(info[start:], span)
            else:
                attr = self.context.attributes(parsed[0], span)
                if not language and attr.classes:
                    language, attr = attr.classes[0], replace(attr, classes=attr.classes[1:])
        return m.CodeBlock(text, span, language, attr)

    # ------------------------------------------------------------------------------ tables

    def _table(self, token: Token) -> m.Table:
        typed: TableText = token.meta["table"]
        span = self._span(token)
        columns = len(typed.alignments)
        caption: m.Inlines = ()
        attr = m.NO_ATTR
        outside = self.context.lang
        if typed.caption:
            texts = [text.rstrip(BLANK) for _, _, text in typed.caption]
            content = Content(
                self.source, texts, [(line, column) for line, column, _ in typed.caption]
            )
            attr, content = self._own_attributes(content)
            self.context.lang = attr.get("lang", outside)
            caption = read_inlines(content, self.context)
        heads = [self._row(row, columns) for row in typed.header]
        header = heads[0] if heads else m.Row((), span)
        if not any(text for row in typed.header for cell in row.cells for _, _, text in cell.lines):
            header, heads = replace(header, cells=()), []
        rows = tuple(self._row(row, columns) for row in typed.rows)
        self.context.lang = outside
        return m.Table(
            tuple(typed.alignments), header, rows, caption, attr, span, subheads=tuple(heads[1:]),
        )  # fmt: skip

    def _row(self, typed: TypedRow, columns: int) -> m.Row:
        line = typed.line
        end = len(self.source.lines[line].rstrip(BLANK))
        start = next((cell.lines[0][1] for cell in typed.cells if cell.lines), 0)
        span = self.source.span(line, min(start, end), line, end)
        if len(typed.cells) > columns:
            self.sink.error(
                "table-columns",
                f"this row has {len(typed.cells)} cells, the row of dashes says {columns}",
                span,
                "add a column to the row of dashes; to print a '|', write \\|",
            )
        rest = self.source.span(line, end, line, end)
        cells = [self._cell(cell, rest) for cell in typed.cells[:columns]]
        cells += [m.Cell((), rest)] * (columns - len(cells))
        return m.Row(tuple(cells), span)

    def _cell(self, typed: TypedCell, rest: Span) -> m.Cell:
        if not typed.lines:
            return m.Cell((), rest, typed.rows, typed.columns)
        texts = [text for _, _, text in typed.lines]
        content = Content(
            self.source, texts, [place[:2] for place in typed.lines], in_cell=not typed.blocks
        )
        where = content.span(0, len(content.text))
        if typed.blocks:
            blocks = self._inside(typed, texts)
        else:
            inlines = read_inlines(content, self.context)
            blocks = (m.Paragraph(inlines, where),) if inlines else ()
        return m.Cell(blocks, where, typed.rows, typed.columns)

    def _inside(self, typed: TypedCell, texts: Sequence[str]) -> m.Blocks:
        """Read the lines of a cell as blocks; link definitions and notes are those of the file."""
        places = [place[:2] for place in typed.lines]

        def locate(line: int, column: int) -> Span:
            at, begin = places[min(line, len(places)) - 1]
            return self.source.span(at, begin + column - 1, at, begin + column - 1)

        source = SourceLines("\n".join(texts), locate=locate)
        tokens, shared = block_tokens(
            source, "\n".join(texts), self.sink, dict(self.context.references)
        )
        context = replace(
            self.context,
            references=cast("Mapping[str, LinkReference]", shared["references"]),
        )
        inner = _Builder(tokens, source, context, self.reserved)
        context.note = self.note
        blocks = inner.blocks(0, len(tokens))
        self.source.comments.update(source.comments)
        return blocks


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
