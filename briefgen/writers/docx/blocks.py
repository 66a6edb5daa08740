"""Take a block of any kind, have it written: the one place that tells the kinds apart."""

from __future__ import annotations

from typing import assert_never

from briefgen import model as m
from briefgen.typography.bidi import NO_LANGUAGE
from briefgen.typography.spacing import SHORT_RULE
from briefgen.writers.docx import contents, divs, lists, tables
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.context import Marker, WriterContext
from briefgen.writers.docx.figures import write_figure
from briefgen.writers.docx.inlines import code_run
from briefgen.writers.docx.measures import evened
from briefgen.writers.docx.nodes import TAB, Content
from briefgen.writers.docx.notes import FootnotesPart, numbered
from briefgen.writers.docx.package import PlainPart
from briefgen.writers.docx.properties import indent
from briefgen.writers.docx.state import WriterState

__all__ = ["write_document"]


def write_document(
    state: WriterState, main: PlainPart, notes: PlainPart
) -> tuple[Body, FootnotesPart]:
    """Return the body of a document and its footnotes, all written; each has its own part."""

    def note(note: m.Note, lang: str) -> Content:
        return _write_note(state, note, lang, notes, footnotes)

    footnotes = FootnotesPart(note)
    body = Body(state, main, _write, footnotes.add)
    context = WriterContext(state.sections.width, state.document.metadata.lang)
    body.blocks(state.document.blocks, context)
    return body, footnotes


def _write(body: Body, node: m.Block, context: WriterContext) -> None:
    """Write one block."""
    match node:
        case m.Section() | m.Div() | m.Panel() | m.Cover() | m.Table():
            context = context.speaking(node.attr.get("lang", context.lang))
        case _:
            pass
    match node:
        case m.Paragraph():
            runs = body.runs(context)
            text = runs.write(node.children, runs.look(context.style))
            body.paragraph(text, context.style, evened(body, node.children, context))
        case m.Section():
            _write_section(body, node, context)
        case m.BulletList() | m.OrderedList():
            lists.write_list(body, node, context)
        case m.DefinitionList():
            lists.write_definitions(body, node, context)
        case m.BlockQuote():
            _write_quote(body, node, context)
        case m.CodeBlock():
            _write_code(body, node, context)
        case m.Table():
            tables.write_table(body, node, context)
        case m.Figure(drawing=m.Chart() | m.Scale() as drawing):
            from briefgen.writers.docx.drawings import write_drawing

            write_drawing(body, node, drawing, context)
        case m.Figure():
            write_figure(body, node, context)
        case m.Div():
            divs.write_div(body, node, context)
        case m.Panel():
            divs.write_panel(body, node, context)
        case m.SideBySide():
            divs.write_side_by_side(body, node, context)
        case m.Columns():
            divs.write_columns(body, node, context)
        case m.Cover():
            divs.write_cover(body, node, context)
        case m.Landscape():
            divs.write_landscape(body, node, context)
        case m.ThematicBreak():
            body.paragraph((), "rule", context.inside(0.0, context.width - SHORT_RULE))
        case m.PageBreak():
            body.fresh()
        case m.Timeline():
            from briefgen.writers.docx.timeline import write_timeline

            write_timeline(body, node, context)
        case m.Contents():
            contents.write_contents(body, node, context)
        case m.WorksCited():
            contents.write_works(body, node, context)
        case m.Placed():
            pass  # compose has replaced all of them
        case _:
            assert_never(node)


def _write_section(body: Body, node: m.Section, context: WriterContext) -> None:
    level = min(max(node.level, 1), 6)
    if node.title or node.number:
        name, runs, numbering = f"heading-{level}", body.runs(context), body.state.numbering
        look = runs.look(name)
        heading = numbering.heading(node)
        parts = {"numPr": heading.properties} if heading.properties else {}
        number: Content = ()
        if heading.literal:
            hang = numbering.hang(level)
            number = (*runs.text(heading.literal, runs.number_look(look)), TAB)
            parts["ind"] = indent(hang, 0.0, -hang)
        title = body.state.anchors.mark(node.attr.id, runs.write(node.title, look))
        where = context._replace(align="", after=None)
        body.paragraph([*number, *title], name, where, parts=parts)
    else:
        body.wait(node.attr.id)
    body.blocks(node.children, context)


def _write_quote(body: Body, node: m.BlockQuote, context: WriterContext) -> None:
    name = "quote" if "quote" in body.theme.paragraphs else context.style
    style = body.styles.look(name)
    inner = context.inside(style.indent_left, style.indent_right)
    body.blocks(node.children, inner._replace(style=name, flat=True))


def _write_code(body: Body, node: m.CodeBlock, context: WriterContext) -> None:
    body.wait(node.attr.id)
    box = divs.code_box(body, context)
    runs = (code_run(node.text),)
    context = context.speaking(NO_LANGUAGE)
    if box is None:
        body.paragraph(runs, "code", context._replace(align="", after=8.0), before=2.0)
        return
    inner = context.cell(divs.room(box, context.width, both=False), "code")
    with body.cell() as written:
        body.paragraph(runs, "code", inner)
    divs.write_box(body, "code", box, written, context)


def _write_note(
    state: WriterState, note: m.Note, lang: str, part: PlainPart, footnotes: FootnotesPart
) -> Content:
    """Return the paragraphs of a footnote, the number hanging before the first."""
    width = state.styles.look("note").indent_left
    state.styles.hang("note", width, width)
    body = Body(state, part, _write, footnotes.add)
    context = WriterContext(state.sections.width, lang, "note", nested=True, in_note=True)
    inner = context.inside(width)._replace(flat=True)
    body.flow.marker = Marker(None, 0.0, width)
    if not note.children or lists.opening(body, note.children[0], inner):
        body.paragraph((), "note", context)
    body.blocks(note.children, inner)
    return numbered(body.flow.written)
