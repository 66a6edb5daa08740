"""Take an SVG file, return a form: its shapes as PDF operators, its text as outlines.

What svglib made of the file is drawn here, so that no font is named that is not embedded, and the
same file gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from reportlab.graphics import shapes

from briefgen.diagnostics import Diagnostics, Span
from briefgen.typography.svg import svg_size
from briefgen.writers.pdf.lettering import DrawingFonts, Outline
from briefgen.writers.pdf.objects import File, Stream, fine
from briefgen.writers.pdf.svgfile import read_svg

if TYPE_CHECKING:
    from briefgen.typography.fonts import FontSet

__all__ = ["embed_svg"]

_KAPPA = 0.5523
"""Distance of control points, in radii, at which a Bézier curve is a quarter of a circle."""

_EVEN_ODD = 0
"""ReportLab's number for the rule by which shapes have holes."""

Point = tuple[float, float]
Pixels = Callable[[Any], str]


def embed_svg(
    file: File, path: Path, fonts: FontSet, pixels: Pixels, sink: Diagnostics, span: Span
) -> str:
    """Write the picture at `path` as a form of the unit square; return the reference to it.

    `pixels` embeds the raster images within it. What svglib cannot read raises whatever it
    raises; what is not drawn is reported.
    """
    width, height = svg_size(path)
    faces = DrawingFonts(fonts)
    drawing, missing = read_svg(path, faces)
    for message in missing:
        sink.warning("svg-part", f"{path.name} is not drawn as it should be: {message}", span)
    pen = _Pen(file, faces, pixels, span)
    pen.draw(drawing.contents)
    resources = "".join(
        f"/{kind}<<{''.join(f'/{name} {value}' for value, name in found.items())}>>"
        for kind, found in pen.resources.items()
        if found
    )
    group = "/Group<</S/Transparency/CS/DeviceRGB>>" if pen.resources["ExtGState"] else ""
    matrix = f"{1 / width:.9f} 0 0 {1 / height:.9f} 0 0"
    entries = (
        f"/Type/XObject/Subtype/Form/BBox[0 0 {fine(width)} {fine(height)}]/Matrix[{matrix}]"
        f"/Resources<<{resources}>>{group}"
    )
    return file.add(Stream(entries, "\n".join(pen.code).encode("ascii")))


class _Pen:
    """Draws ReportLab's shapes as operators, and gathers the resources that these name."""

    def __init__(self, file: File, faces: DrawingFonts, pixels: Pixels, span: Span) -> None:
        self.file, self.faces, self.pixels, self.span = file, faces, pixels, span
        self.code: list[str] = []
        self.resources: dict[str, dict[str, str]] = {
            "ExtGState": {},
            "Shading": {},
            "XObject": {},
        }
        self._canvas = self  # where svglib's gradients look for the canvas to draw on
        self._filled: Any = None  # the shape that a gradient fills

    def draw(self, contents: Sequence[Any]) -> None:
        """Draw shapes, the first at the back."""
        for shape in contents:
            match shape:
                case shapes.Group():
                    matrix = " ".join(f"{value:.6f}" for value in shape.transform)
                    self.code.append(f"q {matrix} cm")
                    self.draw(shape.contents)
                    self.code.append("Q")
                case shapes.String():
                    self.string(shape)
                case shapes.Image():
                    self.image(shape)
                case shapes.Path() if shape.isClipPath:
                    self.outline(shape)
                    self.code.append("W* n" if shape.fillMode == _EVEN_ODD else "W n")
                case shapes.DirectDraw():
                    self._filled = cast(Any, shape)._clip_shape
                    cast(Any, shape).drawDirectly(self)
                case _:
                    self.solid(shape)

    def solid(self, shape: Any) -> None:
        looks = shape.getProperties()
        fill, stroke = looks.get("fillColor"), looks.get("strokeColor")
        if not looks.get("strokeWidth", 1):
            stroke = None
        if fill is None and stroke is None:
            return
        self.code.append("q")
        self.paint(looks, fill, stroke)
        self.outline(shape)
        paint = {(True, True): "B", (True, False): "f", (False, True): "S"}
        operator = paint[fill is not None, stroke is not None]
        if operator != "S" and looks.get("fillMode") == _EVEN_ODD:
            operator += "*"
        self.code.append(f"{operator} Q")

    def paint(self, looks: dict[str, Any], fill: Any, stroke: Any) -> None:
        """Set colours, line and transparency."""
        alphas = ""
        for paint, name, operator in ((fill, "fill", "rg"), (stroke, "stroke", "RG")):
            if paint is None:
                continue
            self.code.append(f"{_rgb(paint)} {operator}")
            alpha = looks.get(f"{name}Opacity")
            alpha = getattr(paint, "alpha", 1) if alpha is None else alpha
            if alpha is not None and alpha < 1:
                alphas += f"/{'ca' if name == 'fill' else 'CA'} {fine(max(alpha, 0.0))}"
        if alphas:
            self.code.append(f"/{self.name('ExtGState', 'G', f'<<{alphas}>>')} gs")
        if stroke is None:
            return
        self.code.append(
            f"{fine(looks.get('strokeWidth', 1))} w {int(looks.get('strokeLineCap') or 0)} J"
            f" {int(looks.get('strokeLineJoin') or 0)} j"
        )
        if (limit := looks.get("strokeMiterLimit")) and limit >= 1:
            self.code.append(f"{fine(limit)} M")
        dashes = looks.get("strokeDashArray")
        if dashes and any(dash > 0 for dash in dashes):
            self.code.append(f"[{' '.join(map(fine, dashes))}] 0 d")

    def name(self, kind: str, letter: str, value: str) -> str:
        found = self.resources[kind]
        return found.setdefault(value, f"{letter}{len(found)}")

    def outline(self, shape: Any) -> None:
        """Append the path of a shape."""
        code = self.code
        match shape:
            case shapes.Path():
                self.path(shape)
            case shapes.Rect():
                rx, ry = min(shape.rx or 0, shape.width / 2), min(shape.ry or 0, shape.height / 2)
                if rx or ry:
                    rx, ry = rx or ry, ry or rx
                    self.rounded(shape.x, shape.y, shape.width, shape.height, rx, ry)
                else:
                    size = (shape.x, shape.y, shape.width, shape.height)
                    code.append(f"{' '.join(map(fine, size))} re")
            case shapes.Circle():
                x, y, r = shape.cx, shape.cy, shape.r
                self.rounded(x - r, y - r, 2 * r, 2 * r, r, r)
            case shapes.Ellipse():
                x, y, rx, ry = shape.cx, shape.cy, shape.rx, shape.ry
                self.rounded(x - rx, y - ry, 2 * rx, 2 * ry, rx, ry)
            case shapes.Line():
                code.append(f"{_points([(shape.x1, shape.y1)])} m")
                code.append(f"{_points([(shape.x2, shape.y2)])} l")
            case shapes.Polygon() | shapes.PolyLine():
                pairs = list(zip(shape.points[::2], shape.points[1::2], strict=False))
                for index, point in enumerate(pairs):
                    code.append(f"{_points([point])} {'l' if index else 'm'}")
                if isinstance(shape, shapes.Polygon):
                    code.append("h")
            case _:
                raise ValueError(f"a {type(shape).__name__} is not drawn")

    def path(self, shape: Any) -> None:
        at = 0
        for operator in shape.operators:
            count, sign = ((2, "m"), (2, "l"), (6, "c"), (0, "h"))[operator]
            numbers = " ".join(map(fine, shape.points[at : at + count]))
            self.code.append(f"{numbers} {sign}".strip())
            at += count

    def rounded(self, x: float, y: float, w: float, h: float, rx: float, ry: float) -> None:
        """Append a rectangle with rounded corners: a circle if there is nothing else to it."""
        right, top, a, b = x + w, y + h, rx * (1 - _KAPPA), ry * (1 - _KAPPA)
        for points, operator in (
            ([(x + rx, y)], "m"),
            ([(right - rx, y)], "l"),
            ([(right - a, y), (right, y + b), (right, y + ry)], "c"),
            ([(right, top - ry)], "l"),
            ([(right, top - b), (right - a, top), (right - rx, top)], "c"),
            ([(x + rx, top)], "l"),
            ([(x + a, top), (x, top - b), (x, top - ry)], "c"),
            ([(x, y + ry)], "l"),
            ([(x, y + b), (x + a, y), (x + rx, y)], "c"),
        ):
            self.code.append(f"{_points(points)} {operator}")
        self.code.append("h")

    def string(self, shape: Any) -> None:
        """Draw text by the outlines of its glyphs."""
        looks = shape.getProperties()
        face, size = self.faces.faces.get(shape.fontName), shape.fontSize
        if face is None:
            face = self.faces.faces[self.faces.find_font("")[0]]
        fill, stroke = looks.get("fillColor"), looks.get("strokeColor")
        if not shape.text.strip() or (fill is None and stroke is None):
            return
        narrowing = self.faces.narrowing(shape.text, face)
        part = {"middle": 0.5, "end": 1.0}.get(shape.textAnchor, 0.0)
        x = shape.x - part * size * self.faces.width(shape.text, face)
        self.code.append("q")
        self.paint(looks, fill, stroke)
        for text, chosen in self.faces.fonts.split(shape.text, face, self.span):
            shaped = self.faces.fonts.shape(text, chosen)
            rises = shaped.rise or (0.0,) * len(shaped.gids)
            for gid, advance, rise in zip(shaped.gids, shaped.advances, rises, strict=True):
                y = shape.y + rise * size
                outline = Outline(self.code, x, y, size / chosen.upem, narrowing)
                chosen.hb_font.draw_glyph_with_pen(gid, outline)
                x += advance * size * narrowing
        sign = {(True, True): "B", (True, False): "f", (False, True): "S"}
        self.code.append(f"{sign[fill is not None, stroke is not None]} Q")

    def image(self, shape: Any) -> None:
        if shape.path is None:
            return
        name = self.name("XObject", "X", self.pixels(shape.path))
        x, y = (shape.x, shape.y)
        size = f"{fine(shape.width)} 0 0 {fine(shape.height)} {fine(x)} {fine(y)}"
        self.code.append(f"q {size} cm /{name} Do Q")

    # --------------------------------------- the methods of a canvas that svglib's gradients call

    def saveState(self) -> None:  # noqa: N802
        self.code.append("q")

    def restoreState(self) -> None:  # noqa: N802
        self.code.append("Q")

    def beginPath(self) -> _PathOf:  # noqa: N802
        return _PathOf(self.code)

    def clipPath(self, path: object, **_: object) -> None:  # noqa: N802
        self.code.append("W n")

    def linearGradient(  # noqa: N802
        self, x0: float, y0: float, x1: float, y1: float, colours: Sequence[Any],
        positions: Sequence[float], extend: bool = True,
    ) -> None:  # fmt: skip
        self.shade(2, (x0, y0, x1, y1), colours, positions, extend)

    def radialGradient(  # noqa: N802
        self, x: float, y: float, radius: float, colours: Sequence[Any],
        positions: Sequence[float], extend: bool = True,
    ) -> None:  # fmt: skip
        self.shade(3, (x, y, 0.0, x, y, radius), colours, positions, extend)

    def shade(
        self,
        kind: int,
        coordinates: Sequence[float],
        colours: Sequence[Any],
        positions: Sequence[float],
        extend: bool,
    ) -> None:
        """Fill the clipping path with a gradient through `colours` at `positions` (0 to 1)."""
        along = " ".join(map(fine, coordinates))
        ends = "true true" if extend else "false false"

        def through(values: Sequence[str], space: str) -> str:
            return (
                f"<</ShadingType {kind}/ColorSpace/{space}/Coords[{along}]"
                f"/Function{_stitched(positions, values)}/Extend[{ends}]>>"
            )

        whole = self._filled.getProperties().get("fillOpacity")
        whole = 1.0 if whole is None else whole
        alphas = [fine(min(max(colour.alpha * whole, 0.0), 1.0)) for colour in colours]
        if set(alphas) != {fine(1.0)}:
            self.veil(through(alphas, "DeviceGray"))
        colouring = self.name("Shading", "S", through([*map(_rgb, colours)], "DeviceRGB"))
        self.code.append(f"/{colouring} sh")

    def veil(self, shading: str) -> None:
        """Set a soft mask: what follows is as opaque as `shading` is light.

        `shading` is a grey gradient over the same shape.
        """
        left, bottom, right, top = self._filled.getBounds()
        entries = (
            f"/Type/XObject/Subtype/Form/BBox[{' '.join(map(fine, (left, bottom, right, top)))}]"
            f"/Resources<</Shading<</S {shading}>>>>/Group<</S/Transparency/CS/DeviceGray>>"
        )
        mask = f"<</S/Luminosity/G {self.file.add(Stream(entries, b'/S sh'))}>>"
        self.code.append(f"/{self.name('ExtGState', 'G', f'<</SMask{mask}>>')} gs")


class _PathOf:
    """The clipping path of a gradient, as svglib builds it."""

    def __init__(self, code: list[str]) -> None:
        self.code = code

    def moveTo(self, *at: float) -> None:  # noqa: N802
        self.code.append(f"{' '.join(map(fine, at))} m")

    def lineTo(self, *at: float) -> None:  # noqa: N802
        self.code.append(f"{' '.join(map(fine, at))} l")

    def curveTo(self, *at: float) -> None:  # noqa: N802
        self.code.append(f"{' '.join(map(fine, at))} c")

    def close(self) -> None:
        self.code.append("h")


def _points(points: Sequence[Point]) -> str:
    return " ".join(f"{fine(x)} {fine(y)}" for x, y in points)


def _stitched(positions: Sequence[float], values: Sequence[str]) -> str:
    """Return a function that has `values` at `positions`, and goes evenly from one to the next."""
    stops = [(min(max(p, 0.0), 1.0), value) for p, value in zip(positions, values, strict=True)]
    stops = [(0.0, stops[0][1]), *stops, (1.0, stops[-1][1])]
    steps: list[str] = []
    bounds: list[float] = []
    for (_, before), (end, after) in pairwise(stops):
        steps.append(f"<</FunctionType 2/Domain[0 1]/C0[{before}]/C1[{after}]/N 1>>")
        bounds.append(max(end, bounds[-1] if bounds else 0.0))
    return (
        f"<</FunctionType 3/Domain[0 1]/Functions[{''.join(steps)}]"
        f"/Bounds[{' '.join(map(fine, bounds[:-1]))}]/Encode[{'0 1 ' * len(steps)}]>>"
    )


def _rgb(paint: Any) -> str:
    return " ".join(fine(level) for level in paint.rgb())
