"""Take a chart, write it as Word's own: a part that Word draws, and the workbook behind it.

Someone who edits the document can restyle it and edit its numbers. The labels at bars, dots and
ends of lines are those numbers in formats that Word knows, so that they change together.
"""

from __future__ import annotations

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI

from briefgen import model as m
from briefgen.typography.bidi import NO_LANGUAGE
from briefgen.walk import plain_text
from briefgen.writers.docx.body import Body
from briefgen.writers.docx.charts.frame import framed
from briefgen.writers.docx.charts.plot import chart_space
from briefgen.writers.docx.charts.table import ChartTable
from briefgen.writers.docx.charts.workbook import workbook
from briefgen.writers.docx.context import WriterContext
from briefgen.writers.docx.nodes import WordRun, XmlElement, element
from briefgen.writers.docx.package import PlainPart
from briefgen.writers.docx.shapes import extent, inline_drawing

__all__ = ["write_chart"]

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_chart(body: Body, node: m.Figure, chart: m.Chart, context: WriterContext) -> None:
    """Write `chart` as wide as the column; `node` says in words what it shows."""
    number = body.state.pictures.number()
    frame = framed(body, chart, context.width)
    plot = max(frame.width - frame.left - frame.right, 1.0)
    table = ChartTable(chart, (frame.beside[0] / plot, frame.beside[1] / plot))
    part = PlainPart(PackURI(f"/word/charts/chart{number}.xml"), _PART)
    book = PlainPart(PackURI(f"/word/embeddings/numbers{number}.xlsx"), _WORKBOOK)
    book.content = workbook(table.columns, body.state.palette.part())
    data = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    lang = body.state.document.metadata.lang
    part.content = chart_space(table, frame, body.state.palette, lang, data)
    relation = body.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    alt = plain_text(node.image.children)
    shown = XmlElement("c:chart", {"xmlns:c": _CHART, "r:id": relation})
    drawing = inline_drawing(
        extent("wp:extent", frame.width, frame.height),
        element("wp:docPr", id=number, name=f"Chart {number}", descr=alt),
        element("wp:cNvGraphicFramePr"),
        element("a:graphicData", shown, uri=_CHART),
    )
    # LibreOffice turns the digits of a chart round where its line runs to the left.
    context = context.speaking(NO_LANGUAGE)
    where = context._replace(align="", after=0.0)
    body.paragraph((WordRun((drawing,)),), "figure", where, before=8.0)
