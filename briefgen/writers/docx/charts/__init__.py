"""Take a chart, write it as Word's own: a part that Word draws, and the workbook behind it.

Whoever goes on writing can restyle it, and edit its numbers: what is printed at bars, dots and the
ends of lines are those numbers, by formats that Word knows, so that they change together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI

from briefgen import model as m
from briefgen.typography.bidi import NO_LANGUAGE
from briefgen.walk import plain_text
from briefgen.writers.docx.charts.frame import framed
from briefgen.writers.docx.charts.plot import chart_space
from briefgen.writers.docx.charts.table import Table
from briefgen.writers.docx.charts.workbook import workbook
from briefgen.writers.docx.nodes import Element, Run, element
from briefgen.writers.docx.package import PlainPart
from briefgen.writers.docx.shapes import extent, inline_drawing

if TYPE_CHECKING:
    from briefgen.writers.docx.body import Body
    from briefgen.writers.docx.place import Place

__all__ = ["write_chart"]

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PART = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def write_chart(body: Body, node: m.Figure, chart: m.Chart, place: Place) -> None:
    """Write `chart` as wide as `place`; `node` says in words what it shows."""
    number = body.making.pictures.number()
    frame = framed(body, chart, place.width)
    plot = max(frame.width - frame.left - frame.right, 1.0)
    table = Table(chart, (frame.beside[0] / plot, frame.beside[1] / plot))
    part = PlainPart(PackURI(f"/word/charts/chart{number}.xml"), _PART)
    book = PlainPart(PackURI(f"/word/embeddings/numbers{number}.xlsx"), _WORKBOOK)
    book.content = workbook(table.columns, body.making.palette.part())
    data = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    lang = body.making.document.metadata.lang
    part.content = chart_space(table, frame, body.making.palette, lang, data)
    relation = body.story.relate_to(part, RELATIONSHIP_TYPE.CHART)
    alt = plain_text(node.image.children)
    shown = Element("c:chart", {"xmlns:c": _CHART, "r:id": relation})
    drawing = inline_drawing(
        extent("wp:extent", frame.width, frame.height),
        element("wp:docPr", id=number, name=f"Chart {number}", descr=alt),
        element("wp:cNvGraphicFramePr"),
        element("a:graphicData", shown, uri=_CHART),
    )
    # LibreOffice turns the digits of a chart round where its line runs to the left.
    with body.language(NO_LANGUAGE, place) as place:
        body.paragraph(
            (Run((drawing,)),), "figure", place._replace(align="", after=0.0), before=8.0
        )
