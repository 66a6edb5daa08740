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
from briefgen.writers.docx.markup import attribute
from briefgen.writers.docx.package import PlainPart
from briefgen.writers.docx.shapes import EMU

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
    size = f'cx="{round(frame.width * EMU)}" cy="{round(frame.height * EMU)}"'
    alt = attribute(plain_text(node.image.children))
    run = (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="Chart {number}" descr="{alt}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_CHART}">'
        f'<c:chart xmlns:c="{_CHART}" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    # LibreOffice turns the digits of a chart round where its line runs to the left.
    with body.language(NO_LANGUAGE, place) as place:
        body.paragraph(run, "figure", place._replace(align="", after=0.0), before=8.0)
