"""Take a figure that briefgen draws itself, write it by Word's own means: a chart, a table.

A chart is a part of its own, which Word draws and whoever goes on writing can restyle; the workbook
behind it has its numbers. A scale is a table of shaded cells.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI

from briefgen import model as m
from briefgen.blocks.charts import upright
from briefgen.layout.bidi import NO_LANGUAGE
from briefgen.layout.scale import is_meant
from briefgen.walk import plain_text
from briefgen.writers.docx.captions import write_caption
from briefgen.writers.docx.markup import attribute, border, colour, escape
from briefgen.writers.docx.package import PlainPart
from briefgen.writers.docx.properties import shading
from briefgen.writers.docx.tables import cell, grid
from briefgen.writers.docx.workbook import cells, workbook

if TYPE_CHECKING:
    from briefgen.theme import ParagraphStyle, Theme
    from briefgen.writers.docx.body import Body
    from briefgen.writers.docx.place import Place

__all__ = ["chart_part", "write_drawing"]

_EMU = 12700
"""English Metric Units in a point."""
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORD = 44.0
"""The width that a cell needs for any of the words on a scale."""
_WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEIGHT = 50 * 72 / 25.4
_CATEGORIES, _VALUES = 10, 20
"""The ids of a chart's axes."""
_PALE = 40_000
"""How much lighter the second colour is, in thousandths of a per cent."""


def write_drawing(body: Body, node: m.Figure, drawing: m.Chart | m.Scale, place: Place) -> None:
    """Write a drawing with its caption below."""
    match drawing:
        case m.Chart():
            _write_chart(body, node, drawing, place)
        case m.Scale():
            _write_scale(body, node, drawing, place)
        case _:
            assert_never(drawing)
    if node.caption or node.label:
        write_caption(body, node.label, node.caption, node.attr.id, "Figure", place, below=True)
    else:
        body.wait(node.attr.id)


# ----------------------------------------------------------------------------------------- charts


def _write_chart(body: Body, node: m.Figure, chart: m.Chart, place: Place) -> None:
    number = body.making.pictures.number()
    part = PlainPart(PackURI(f"/word/charts/chart{number}.xml"), _TYPE)
    book = PlainPart(PackURI(f"/word/embeddings/numbers{number}.xlsx"), _WORKBOOK)
    book.content = workbook(chart)
    data = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    part.content = chart_part(chart, body.theme, body.making.document.metadata.lang, data)
    relation = body.story.relate_to(part, RELATIONSHIP_TYPE.CHART)
    height = chart.height or _height(chart, body.theme.paragraph("chart-label"))
    height = min(height, 0.85 * body.making.sections.height)
    size = f'cx="{round(place.width * _EMU)}" cy="{round(height * _EMU)}"'
    alt = attribute(plain_text(node.image.children))
    run = (
        '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent {size}/><wp:docPr id="{number}" name="Chart {number}" descr="{alt}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" r:id="{relation}"/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )
    # LibreOffice turns the digits of a chart round where its line runs to the left.
    with body.language(NO_LANGUAGE, place) as place:
        body.paragraph(run, "figure", place._replace(align="", after=0.0), before=8.0)


def _height(chart: m.Chart, style: ParagraphStyle) -> float:
    if chart.kind != "bar" or upright(chart):
        return _HEIGHT
    return len(chart.labels) * (len(chart.series) * 11.0 + 8.0) + 2 * style.leading


def chart_part(chart: m.Chart, theme: Theme, lang: str, data: str) -> bytes:
    """Return `word/charts/chartN.xml`: a chart in the colours and the type of `theme`.

    `data` is the id of its relationship to the workbook.
    """
    series = [_series(chart, index, theme) for index in range(len(chart.series))]
    inside = "".join(series)
    axes = f'<c:axId val="{_CATEGORIES}"/><c:axId val="{_VALUES}"/>'
    stands = chart.kind == "line" or upright(chart)
    if chart.kind == "bar":
        direction = "col" if stands else "bar"
        group = len(chart.series) > 1
        plot = (
            f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="clustered"/>'
            f'<c:varyColors val="0"/>{inside}<c:gapWidth val="{60 if group else 80}"/>'
            f"{axes}</c:barChart>"
        )
    else:
        between = ""
        if chart.kind == "dot" and len(chart.series) > 1:
            muted = colour(theme.colours.get("muted", "#808080"))
            between = (
                '<c:hiLowLines><c:spPr><a:ln w="19050"><a:solidFill>'
                f'<a:srgbClr val="{muted}"/></a:solidFill></a:ln></c:spPr></c:hiLowLines>'
            )
        plot = (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{inside}{between}'
            f'<c:marker val="1"/>{axes}</c:lineChart>'
        )
    text = _text(theme, "chart-label", "ink")
    key = ""
    if len(chart.series) > 1:
        key = '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend>'
    title = '<c:autoTitleDeleted val="1"/>'
    if len(chart.series) == 1 and chart.series[0].name:
        title = _title(chart.series[0].name, theme)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<c:chartSpace xmlns:c="{_DRAWING}/chart" xmlns:a="{_DRAWING}/main"'
        f' xmlns:r="{_RELATIONS}"><c:date1904 val="0"/><c:lang val="{attribute(lang)}"/>'
        f'<c:roundedCorners val="0"/><c:chart>{title}<c:plotArea><c:layout/>{plot}'
        f"{_axes(chart, theme, stands=stands)}</c:plotArea>{key}"
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{text}"
        f'<c:externalData r:id="{data}"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    ).encode()


def _series(chart: m.Chart, index: int, theme: Theme) -> str:
    series = chart.series[index]
    paint = _paint(theme, index, thin=chart.kind != "bar")
    count = len(chart.labels)
    name = ""
    if series.name:
        inside = _cached("str", cells(index + 1, 1, 1), [(0, series.name)], 1)
        name = f"<c:tx>{inside}</c:tx>"
    labels = _cached("str", cells(0, 2, count + 1), list(enumerate(chart.labels)), count)
    there = [(i, f"{v:.12g}") for i, v in enumerate(series.values) if v is not None]
    values = _cached("num", cells(index + 1, 2, count + 1), there, count)
    marker = ""
    if chart.kind == "bar":
        look = f'<c:spPr>{paint}</c:spPr><c:invertIfNegative val="0"/>'
    else:
        line = f'<a:ln w="20320" cap="rnd">{paint}<a:round/></a:ln>'
        if chart.kind == "dot":
            line = "<a:ln><a:noFill/></a:ln>"
        size = 8 if chart.kind == "dot" else 5
        look = f"<c:spPr>{line}</c:spPr>"
        marker = (
            f'<c:marker><c:symbol val="circle"/><c:size val="{size}"/>'
            f"<c:spPr>{paint}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        )
    smooth = "" if chart.kind == "bar" else '<c:smooth val="0"/>'
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/>{name}{look}{marker}'
        f"{_labels(chart, series, theme)}<c:cat>{labels}</c:cat><c:val>{values}</c:val>"
        f"{smooth}</c:ser>"
    )


def _cached(kind: str, formula: str, points: Sequence[tuple[int, str]], count: int) -> str:
    """Return a reference to cells of the workbook, and what stands in them."""
    form = "<c:formatCode>General</c:formatCode>" if kind == "num" else ""
    inside = "".join(f'<c:pt idx="{i}"><c:v>{escape(text)}</c:v></c:pt>' for i, text in points)
    cache = f'{form}<c:ptCount val="{count}"/>{inside}'
    return f"<c:{kind}Ref><c:f>{formula}</c:f><c:{kind}Cache>{cache}</c:{kind}Cache></c:{kind}Ref>"


_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="{}"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


def _labels(chart: m.Chart, series: m.Series, theme: Theme) -> str:
    """Return labels with the values as they are written, at all bars and the ends of lines."""
    there = [index for index, value in enumerate(series.values) if value is not None]
    if chart.kind == "line":
        there = sorted({there[0], there[-1]}) if there else []
    labels = "".join(
        f'<c:dLbl><c:idx val="{index}"/><c:tx><c:rich><a:bodyPr/><a:p>'
        f"<a:r><a:rPr/><a:t>{escape(series.shown[index])}</a:t></a:r></a:p></c:rich></c:tx>"
        f'<c:dLblPos val="{_side(chart, series, index)}"/>{_SHOWN.format(1)}</c:dLbl>'
        for index in there
    )
    none = f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{_text(theme, 'chart-label')}"
    return f"<c:dLbls>{labels}{none}{_SHOWN.format(0)}</c:dLbls>"


def _side(chart: m.Chart, series: m.Series, index: int) -> str:
    """Return where a value is printed: beyond its bar, beside its dot, off the other lines."""
    if chart.kind != "line":
        return "outEnd" if chart.kind == "bar" else "r"
    values = [s.values[index] for s in chart.series]
    there = [value for value in values if value is not None]
    if series.values[index] == max(there, default=None):
        return "t"
    return "b" if series.values[index] == min(there) else "r"


def _axes(chart: m.Chart, theme: Theme, *, stands: bool) -> str:
    """Return the two axes: labels along a hairline, and one that is not seen."""
    lies = not stands and chart.kind == "bar"
    hairline = theme.colours.get("muted", "#808080")
    line = f'<a:ln w="6350"><a:solidFill><a:srgbClr val="{colour(hairline)}"/></a:solidFill></a:ln>'
    low = ""
    if chart.kind == "bar":
        numbers = [v for s in chart.series for v in s.values if v is not None]
        low = '<c:min val="0"/>' if min(numbers, default=0.0) >= 0 else ""
    first = "maxMin" if lies else "minMax"
    return (
        f'<c:catAx><c:axId val="{_CATEGORIES}"/><c:scaling><c:orientation val="{first}"/>'
        f'</c:scaling><c:delete val="0"/><c:axPos val="{"l" if lies else "b"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"<c:spPr>{line}</c:spPr>{_text(theme, 'chart-label')}"
        f'<c:crossAx val="{_VALUES}"/><c:crosses val="autoZero"/><c:auto val="0"/>'
        '<c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUES}"/><c:scaling><c:orientation val="minMax"/>{low}'
        f'</c:scaling><c:delete val="1"/><c:axPos val="{"t" if lies else "l"}"/>'
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        '<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:crossAx val="{_CATEGORIES}"/><c:crosses val="autoZero"/>'
        '<c:crossBetween val="between"/></c:valAx>'
    )


def _title(text: str, theme: Theme) -> str:
    """Return what the only series is called, small and muted above the chart."""
    style = _run(theme, "chart-label", "muted", "defRPr")
    return (
        f"<c:title><c:tx><c:rich><a:bodyPr/><a:p><a:pPr>{style}</a:pPr>"
        f"<a:r>{_run(theme, 'chart-label', 'muted', 'rPr')}<a:t>{escape(text)}</a:t></a:r></a:p>"
        '</c:rich></c:tx><c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/>'
    )


def _run(theme: Theme, style: str, name: str, element: str) -> str:
    look = theme.paragraph(style)
    family = theme.fonts.get(look.font)
    face = f'<a:latin typeface="{attribute(family.name)}"/>' if family else ""
    ink = theme.colours.get(name, "#000000")
    return (
        f'<a:{element} sz="{round(look.size * 100)}" b="0"><a:solidFill>'
        f'<a:srgbClr val="{colour(ink)}"/></a:solidFill>{face}</a:{element}>'
    )


def _text(theme: Theme, style: str, name: str = "ink") -> str:
    run = _run(theme, style, name, "defRPr")
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr>{run}</a:pPr><a:endParaRPr lang="en-GB"/></a:p></c:txPr>'
    )


def _paint(theme: Theme, index: int, *, thin: bool) -> str:
    """Return the fill of a series, in the order of colours that the PDF has."""
    names = ["accent", "muted", "amber", "green", "red"]
    if not thin:
        names.insert(1, "pale")
    name = names[index % len(names)]
    value = theme.colours.get("accent" if name == "pale" else name, "#000000")
    if name == "pale":
        parts = (int(value[i : i + 2], 16) for i in (1, 3, 5))
        value = "#" + "".join(f"{round(p + (255 - p) * _PALE / 100_000):02x}" for p in parts)
    return f'<a:solidFill><a:srgbClr val="{colour(value)}"/></a:solidFill>'


# ----------------------------------------------------------------------------------------- scales


def _write_scale(body: Body, node: m.Figure, scale: m.Scale, place: Place) -> None:
    """Write a scale as cells of equal width: the words, those that are meant on a dark ground."""
    accent = body.theme.colours.get("accent", "#000000")
    tint = body.theme.colours.get("tint", "#ffffff")
    white = body.theme.colours.get("white", "#ffffff")
    look = body.inliner.look("chart-label")
    rule = f"<w:tcBorders>{_sides(white)}</w:tcBorders>"
    narrow = place.width / len(scale.bands) < _WORD
    parts = [4.0 if narrow and is_meant(scale, band) else 1.0 for band in scale.bands]
    widths = [place.width * part / sum(parts) for part in parts]
    row = []
    for band, width in zip(scale.bands, widths, strict=True):
        meant = is_meant(scale, band)
        inner = place.cell(width - 4.0, "chart-label")._replace(align="center")
        with body.aside() as written:
            shown = look._replace(colour=white, bold=True, name="strong") if meant else look
            text = f"{band.name} {scale.shown}" if meant else "" if narrow else band.name
            body.paragraph(body.inliner.text(text, shown), "chart-label", inner)
        own = f'{rule}{shading(accent if meant else tint)}<w:vAlign w:val="center"/>'
        row.append(cell(width, "".join(written), own))
    alt = plain_text(node.image.children)
    style = body.styles.table("scale")
    with body.language(NO_LANGUAGE, place) as place:  # it runs to the right, as all drawings do
        xml = grid(style, widths, [row], left=place.left, order=body.order, description=alt)
    body.table(xml, 6.0, 10.0)


def _sides(white: str) -> str:
    from briefgen.theme import Stroke

    stroke = Stroke(1.5, white)
    return border("left", stroke) + border("right", stroke)
