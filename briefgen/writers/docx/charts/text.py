"""Take what a chart prints, return its look and place: titles, keys, what stands at points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from briefgen import model as m
from briefgen.writers.docx.markup import attribute, escape
from briefgen.writers.docx.palette import Palette

__all__ = ["NOTHING", "Point", "labels", "look", "manual", "names", "title"]

NOTHING: Final = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
_EXTENDED: Final = 'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
_POINT: Final = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
_RANGE: Final = "{02D57815-91ED-43cb-92C2-25804820EDAC}"
_FIELD: Final = 'id="{{42520000-0000-4000-8000-{:012X}}}" type="{}"'
_STYLE: Final = "chart-label"


@dataclass(slots=True)
class Point:
    """What stands at a point: on which `side`, `across` if its number is not its height.

    It is put off by `down` of the chart's height; `named`: the name of its series goes along.
    """

    side: Literal["l", "r", "t", "b", "outEnd"]
    bold: bool = False
    across: bool = False
    named: bool = False
    down: float = 0.0

    @property
    def special(self) -> bool:
        """Whether not all points of a series can be like this one."""
        return self.named or bool(self.down)


def look(palette: Palette, colour: str = "ink", *, bold: bool = False, wrap: bool = True) -> str:
    """Return the look of text (`<c:txPr>`) in a colour of `palette`."""
    inside = _run(palette, colour, "defRPr", bold=bold)
    return f"<c:txPr>{_body(wrap=wrap)}<a:p><a:pPr>{inside}</a:pPr></a:p></c:txPr>"


def _body(*, wrap: bool) -> str:
    return "<a:bodyPr/>" if wrap else '<a:bodyPr wrap="none"/>'


def _run(palette: Palette, colour: str, element: str, *, bold: bool = False) -> str:
    style = palette.theme.paragraph(_STYLE)
    family = palette.theme.fonts.get(style.font)
    face = f'<a:latin typeface="{attribute(family.name)}"/>' if family else ""
    size = f'sz="{round(style.size * 100)}" b="{int(bold)}"'
    return f"<a:{element} {size}>{palette.fill(colour)}{face}</a:{element}>"


def manual(x: float, y: float, width: float = 0.0, height: float = 0.0, target: str = "") -> str:
    """Return a place in shares of the chart, from its top left corner."""
    size = f'<c:w val="{width:.4f}"/><c:h val="{height:.4f}"/>' if width else ""
    aim = f'<c:layoutTarget val="{target}"/>' if target else ""
    return (
        f'<c:layout><c:manualLayout>{aim}<c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{x:.4f}"/><c:y val="{y:.4f}"/>{size}</c:manualLayout></c:layout>'
    )


def title(text: str, palette: Palette) -> str:
    """Return what the only series is called, small and muted at the top left."""
    return (
        f"<c:title>{_rich(text, '', palette, 'muted', wrap=True)}"
        f'{manual(0.0, 0.0)}<c:overlay val="1"/></c:title>'
        '<c:autoTitleDeleted val="0"/>'
    )


# ----------------------------------------------------------------------------------------- points


def labels(
    series: m.Series,
    formats: tuple[str, ...],
    points: Mapping[int, Point],
    palette: Palette,
    colour: str = "ink",
    *,
    paper: bool = False,
) -> str:
    """Return what is printed at the `points` of a series: their numbers, as they are written.

    Where all points have their numbers by one format, so will those that someone adds. `paper`
    puts the colour of the page behind them.
    """
    used = {formats[index] for index in points}
    kinds = {(point.side, point.bold, point.across) for point in points.values()}
    ground = NOTHING
    if paper:
        ground = f"<c:spPr>{palette.fill('white')}<a:ln><a:noFill/></a:ln></c:spPr>"
    rest = f"{ground}{look(palette, colour, wrap=False)}{_shown()}"
    if len(used) == len(kinds) == 1 and "" not in used and len(points) == len(formats):
        ((side, bold, across),) = kinds
        rest = (
            f"{_format(*used)}{ground}{look(palette, colour, bold=bold, wrap=False)}"
            f'<c:dLblPos val="{side}"/>{_shown(value=True, across=across)}'
        )
        points = {index: point for index, point in points.items() if across or point.special}
    inside = []
    for index, point in sorted(points.items()):
        form, layout = formats[index], ""
        said = f"{_format(form)}{ground}{look(palette, colour, bold=point.bold, wrap=False)}"
        if not form or point.across:
            # Text that Word replaces by the number of the point, if it has a format for it.
            field = _FIELD.format(index + 1, "XVALUE") if form else ""
            text = _rich(series.shown[index], field, palette, colour, bold=point.bold)
            said = f"{text}{_format(form)}{ground}"
        if point.down:
            layout = (
                '<c:layout><c:manualLayout><c:x val="0"/>'
                f'<c:y val="{point.down:.4f}"/></c:manualLayout></c:layout>'
            )
        named = "<c:separator>\u2002</c:separator>" if point.named else ""
        inside.append(
            f'<c:dLbl><c:idx val="{index}"/>{layout}{said}<c:dLblPos val="{point.side}"/>'
            f"{_shown(value=True, across=point.across, name=point.named)}{named}</c:dLbl>"
        )
    return f"<c:dLbls>{''.join(inside)}{rest}</c:dLbls>"


def names(texts: tuple[str, ...], place: str, palette: Palette, *, wrap: bool) -> tuple[str, str]:
    """Return labels to the left of points, from the cells at `place`, and the range they show."""
    ranged = (
        f'<c:extLst><c:ext uri="{_POINT}" {_EXTENDED}><c15:showDataLabelsRange val="1"/>'
        "</c:ext></c:extLst>"
    )
    inside = "".join(
        f'<c:dLbl><c:idx val="{index}"/>'
        f"{_rich(text, _FIELD.format(index + 1, 'CELLRANGE'), palette, 'ink', wrap=wrap)}{NOTHING}"
        f'<c:dLblPos val="l"/>{_shown()}{ranged}</c:dLbl>'
        for index, text in enumerate(texts)
        if text
    )
    shown = f"<c:dLbls>{inside}{NOTHING}{look(palette)}{_shown()}{ranged}</c:dLbls>"
    points = "".join(
        f'<c:pt idx="{index}"><c:v>{escape(text)}</c:v></c:pt>' for index, text in enumerate(texts)
    )
    cells = (
        f'<c:extLst><c:ext uri="{_RANGE}" {_EXTENDED}><c15:datalabelsRange><c15:f>{place}</c15:f>'
        f'<c15:dlblRangeCache><c:ptCount val="{len(texts)}"/>{points}</c15:dlblRangeCache>'
        "</c15:datalabelsRange></c:ext></c:extLst>"
    )
    return shown, cells


def _rich(
    text: str, field: str, palette: Palette, colour: str, *, bold: bool = False, wrap: bool = False
) -> str:
    """Return text of a point's own, which a `field` ("id=... type=...") may replace."""
    kind, own = ("fld", f" {field}") if field else ("r", "")
    return (
        f"<c:tx><c:rich>{_body(wrap=wrap)}"
        f"<a:p><a:pPr>{_run(palette, colour, 'defRPr', bold=bold)}</a:pPr>"
        f"<a:{kind}{own}>{_run(palette, colour, 'rPr', bold=bold)}<a:t>{escape(text)}</a:t>"
        f"</a:{kind}></a:p></c:rich></c:tx>"
    )


def _format(code: str) -> str:
    return f'<c:numFmt formatCode="{attribute(code)}" sourceLinked="0"/>' if code else ""


def _shown(*, value: bool = False, across: bool = False, name: bool = False) -> str:
    """Return what a label shows; the number of a point that lies `across` is its category."""
    return (
        f'<c:showLegendKey val="0"/><c:showVal val="{int(value and not across)}"/>'
        f'<c:showCatName val="{int(value and across)}"/><c:showSerName val="{int(name)}"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/>'
    )
