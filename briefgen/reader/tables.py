"""Take a table as it was typed, return the model's, with its caption and what its cells hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it.token import Token

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.reader.attributes import malformed_at, trailing_attributes
from briefgen.reader.inlines import read_inlines
from briefgen.reader.leaves import InlineContext
from briefgen.reader.rules.tabletext import TableText, TypedCell, TypedRow
from briefgen.reader.source import BLANK, Content, SourceLines
from briefgen.record import replace

__all__ = ["TableReader", "own_attributes"]


def own_attributes(content: Content, context: InlineContext) -> tuple[m.Attr, Content]:
    """Return the attributes at the end of a heading or caption, and the content before them."""
    text = content.text
    if parsed := trailing_attributes(text):
        attr = context.attributes(parsed[0], content.span(parsed[1], len(text)))
        return attr, content.cut(0, len(text[: parsed[1]].rstrip()))
    if (start := malformed_at(text)) >= 0:
        context.attributes.malformed(text[start:], content.span(start, len(text)))
    return m.NO_ATTR, content


class TableReader:
    """Reads tables of `source`; `nested` reads the text of a cell as blocks."""

    def __init__(
        self,
        source: SourceLines,
        context: InlineContext,
        nested: Callable[[SourceLines, str], m.Blocks],
    ) -> None:
        self.source = source
        self.context = context
        self.nested = nested

    def read(self, token: Token, span: Span) -> m.Table:
        typed: TableText = token.meta["table"]
        columns = len(typed.alignments)
        caption: m.Inlines = ()
        attr = m.NO_ATTR
        outside = self.context.lang
        if typed.caption:
            texts = [text.rstrip(BLANK) for _, _, text in typed.caption]
            content = Content(
                self.source, texts, [(line, column) for line, column, _ in typed.caption]
            )
            attr, content = own_attributes(content, self.context)
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
            self.context.sink.error(
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
        places = [place[:2] for place in typed.lines]

        def locate(line: int, column: int) -> Span:
            at, begin = places[min(line, len(places)) - 1]
            return self.source.span(at, begin + column - 1, at, begin + column - 1)

        text = "\n".join(texts)
        source = SourceLines(text, locate=locate)
        blocks = self.nested(source, text)
        self.source.comments.update(source.comments)
        return blocks
