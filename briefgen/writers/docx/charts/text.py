"""Take what a chart prints, return its look and place: titles, keys, what stands at points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from briefgen import model as m
from briefgen.writers.docx.nodes import Content, SimpleValue, XmlElement, XmlNode, element
from briefgen.writers.docx.palette import Palette

__all__ = [
    "NOTHING",
    "NO_LINE",
    "PointLabel",
    "labels",
    "look",
    "manual",
    "names",
    "share",
    "title",
]

NO_LINE: Final = element("a:ln", element("a:noFill"))
NOTHING: Final = element("c:spPr", element("a:noFill"), NO_LINE)
_EXTENDED: Final = "http://schemas.microsoft.com/office/drawing/2012/chart"
_POINT: Final = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}"
_RANGE: Final = "{02D57815-91ED-43cb-92C2-25804820EDAC}"
_STYLE: Final = "chart-label"


@dataclass(slots=True)
class PointLabel:
    """The label at a point: it stands on a `side` of it.

    It is `across` if its number is the x value, `named` if the name of the series follows, and
    moved by `down`, a share of the chart's height.
    """

    side: Literal["l", "r", "t", "b", "outEnd"]
    bold: bool = False
    across: bool = False
    named: bool = False
    down: float = 0.0

    @property
    def special(self) -> bool:
        """Whether this label cannot be the default of its series."""
        return self.named or bool(self.down)


def look(
    palette: Palette, colour: str = "ink", *, bold: bool = False, wrap: bool = True
) -> XmlElement:
    """Return the look of text (`c:txPr`) in a colour of `palette`."""
    return element("c:txPr", _body(wrap=wrap), element("a:p", _start(palette, colour, bold=bold)))


def _body(*, wrap: bool) -> XmlElement:
    return element("a:bodyPr") if wrap else element("a:bodyPr", wrap="none")


def _start(palette: Palette, colour: str, *, bold: bool) -> XmlElement:
    return element("a:pPr", _run(palette, colour, "defRPr", bold=bold))


def _run(palette: Palette, colour: str, name: str, *, bold: bool = False) -> XmlElement:
    style = palette.theme.paragraph(_STYLE)
    family = palette.theme.fonts.get(style.font)
    return element(
        f"a:{name}",
        palette.fill(colour),
        element("a:latin", typeface=family.name) if family else "",
        sz=round(style.size * 100),
        b=int(bold),
    )


def manual(
    x: float, y: float, width: float = 0.0, height: float = 0.0, target: str = ""
) -> XmlElement:
    """Return a place in shares of the chart, from its top left corner."""
    size = (share("w", width), share("h", height)) if width else ()
    return element(
        "c:layout",
        element(
            "c:manualLayout",
            element("c:layoutTarget", val=target) if target else "",
            element("c:xMode", val="edge"),
            element("c:yMode", val="edge"),
            share("x", x),
            share("y", y),
            *size,
        ),
    )


def share(name: str, value: float) -> XmlElement:
    """Return a share of the chart's width or height."""
    return element(f"c:{name}", val=f"{value:.4f}")


def title(text: str, palette: Palette) -> Content:
    """Return what the only series is called, small and muted at the top left."""
    words = _rich(text, {}, palette, "muted", wrap=True)
    return (
        element("c:title", words, manual(0.0, 0.0), element("c:overlay", val=1)),
        element("c:autoTitleDeleted", val=0),
    )


# ----------------------------------------------------------------------------------------- points


def labels(
    series: m.Series,
    formats: tuple[str, ...],
    points: Mapping[int, PointLabel],
    palette: Palette,
    colour: str = "ink",
    *,
    paper: bool = False,
) -> XmlElement:
    """Return what is printed at the `points` of a series: their numbers, as they are written.

    Where all points have their numbers by one format, so will those that someone adds. `paper`
    puts the colour of the page behind them.
    """
    used = {formats[index] for index in points}
    kinds = {(point.side, point.bold, point.across) for point in points.values()}
    ground = element("c:spPr", palette.fill("white"), NO_LINE) if paper else NOTHING
    rest: list[XmlNode] = [ground, look(palette, colour, wrap=False), *_shown()]
    if len(used) == len(kinds) == 1 and "" not in used and len(points) == len(formats):
        ((side, bold, across),) = kinds
        rest = [
            _format(*used),
            ground,
            look(palette, colour, bold=bold, wrap=False),
            element("c:dLblPos", val=side),
            *_shown(value=True, across=across),
        ]
        points = {index: point for index, point in points.items() if across or point.special}
    inside = []
    for index, point in sorted(points.items()):
        form = formats[index]
        said: Content = (_format(form), ground, look(palette, colour, bold=point.bold, wrap=False))
        if not form or point.across:
            # Text that Word replaces by the number of the point, if it has a format for it.
            own = _field(index, "XVALUE") if form else {}
            text = _rich(series.shown[index], own, palette, colour, bold=point.bold)
            said = (text, _format(form), ground)
        inside.append(
            element(
                "c:dLbl",
                element("c:idx", val=index),
                _moved(point.down) if point.down else "",
                *said,
                element("c:dLblPos", val=point.side),
                *_shown(value=True, across=point.across, name=point.named),
                element("c:separator", "\u2002") if point.named else "",
            )
        )
    return element("c:dLbls", *inside, *rest)


def names(
    texts: tuple[str, ...], place: str, palette: Palette, *, wrap: bool
) -> tuple[XmlElement, XmlElement]:
    """Return labels to the left of points, from the cells at `place`, and the range they show."""
    ranged = _extension(_POINT, element("c15:showDataLabelsRange", val=1))
    inside = [
        element(
            "c:dLbl",
            element("c:idx", val=index),
            _rich(text, _field(index, "CELLRANGE"), palette, "ink", wrap=wrap),
            NOTHING,
            element("c:dLblPos", val="l"),
            *_shown(),
            ranged,
        )
        for index, text in enumerate(texts)
        if text
    ]
    shown = element("c:dLbls", *inside, NOTHING, look(palette), *_shown(), ranged)
    points = [element("c:pt", element("c:v", text), idx=index) for index, text in enumerate(texts)]
    cache = element("c15:dlblRangeCache", element("c:ptCount", val=len(texts)), *points)
    cells = element("c15:datalabelsRange", element("c15:f", place), cache)
    return shown, _extension(_RANGE, cells)


def _extension(uri: str, inside: XmlElement) -> XmlElement:
    return element("c:extLst", XmlElement("c:ext", {"uri": uri, "xmlns:c15": _EXTENDED}, (inside,)))


def _moved(down: float) -> XmlElement:
    place = element("c:manualLayout", element("c:x", val=0), share("y", down))
    return element("c:layout", place)


def _field(index: int, kind: str) -> dict[str, SimpleValue]:
    """Return the attributes of a field that shows something of point `index`."""
    return {"id": f"{{42520000-0000-4000-8000-{index + 1:012X}}}", "type": kind}


def _rich(
    text: str,
    field: dict[str, SimpleValue],
    palette: Palette,
    colour: str,
    *,
    bold: bool = False,
    wrap: bool = False,
) -> XmlElement:
    """Return text of a point's own, which a `field` (its attributes) may replace."""
    kind = "fld" if field else "r"
    run = XmlElement(
        f"a:{kind}", field, (_run(palette, colour, "rPr", bold=bold), element("a:t", text))
    )
    line = element("a:p", _start(palette, colour, bold=bold), run)
    return element("c:tx", element("c:rich", _body(wrap=wrap), line))


def _format(code: str) -> XmlNode:
    return element("c:numFmt", formatCode=code, sourceLinked=0) if code else ""


def _shown(*, value: bool = False, across: bool = False, name: bool = False) -> Content:
    """Return what a label shows; the number of a point that lies `across` is its category."""
    switches = {
        "showLegendKey": False,
        "showVal": value and not across,
        "showCatName": value and across,
        "showSerName": name,
        "showPercent": False,
        "showBubbleSize": False,
    }
    return [element(f"c:{switch}", val=int(on)) for switch, on in switches.items()]
