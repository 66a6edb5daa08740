"""Take a theme, return `word/theme/theme1.xml` and what refers to it: colours in Word's galleries.

Someone who edits the document finds the theme's colours where Word offers colours. Text and
drawings refer to a colour by its place in the gallery, so that they follow when someone chooses
other colours for the document. Accents are in the order of a chart's series, so that charts which
someone adds look like ours.
"""

from __future__ import annotations

from typing import Final

from briefgen.colour import paler
from briefgen.theme import BoxStyle, Stroke, Theme
from briefgen.writers.docx.markup import NAMESPACES, xml_part
from briefgen.writers.docx.nodes import XmlElement, element, w
from briefgen.writers.docx.units import colour, eighths

__all__ = ["Palette"]

_PLACES: Final = {
    "dk1": "ink",
    "lt1": "white",
    "dk2": "muted",
    "lt2": "tint",
    "accent1": "accent",
    "accent2": "pale",
    "accent3": "muted",
    "accent4": "amber",
    "accent5": "green",
    "accent6": "red",
    "hlink": "accent",
    "folHlink": "accent",
}
"""Word wants twelve colours: which of a theme's each is."""
_IN_DRAWINGS: Final = {"ink": "tx1", "white": "bg1", "muted": "tx2", "tint": "bg2"}
_IN_TEXT: Final = {"tx1": "text1", "bg1": "background1", "tx2": "text2", "bg2": "background2"}
"""The first four places have other names in drawings and in text."""


def _place(name: str) -> str:
    """Return the place of a theme's colour in the gallery, as drawings name it, or ""."""
    return _IN_DRAWINGS.get(name) or next((at for at, n in _PLACES.items() if n == name), "")


class Palette:
    """The colours of `theme`, and the properties that hold one.

    They refer to places in the gallery if the theme part is `ours`: a reference document that
    brings its own has other colours there.
    """

    def __init__(self, theme: Theme, *, ours: bool = True) -> None:
        self.theme = theme
        self._ours = ours
        places = {self._digits(name): _place(name) for name in reversed(_PLACES.values())}
        self._places = {value: _IN_TEXT.get(place, place) for value, place in places.items()}

    # ------------------------------------------------------------------------- colours in text

    def text(self, value: str) -> XmlElement:
        """Return the run property for text in the colour `value` ("#rrggbb")."""
        digits = colour(value)
        return XmlElement("w:color", {"w:val": digits} | self._reference(digits, "themeColor"))

    def shading(self, background: str) -> XmlElement:
        """Return the property of runs, paragraphs and cells that fills with `background`."""
        digits = colour(background)
        attributes = {"w:val": "clear", "w:color": "auto", "w:fill": digits}
        return XmlElement("w:shd", attributes | self._reference(digits, "themeFill"))

    def border(self, side: str, stroke: Stroke, space: float = 0.0) -> XmlElement:
        """Return one rule of a paragraph, table or cell; `space` is the gap to the text."""
        if not stroke.width:
            return w(side, val="nil")
        digits = colour(stroke.colour)
        width, gap = eighths(stroke.width), min(31, round(space))
        rule = w(side, val="single", sz=width, space=gap, color=digits)
        return rule._replace(
            attributes={**rule.attributes, **self._reference(digits, "themeColor")}
        )

    def box_borders(self, style: BoxStyle) -> list[XmlElement]:
        """Return the rules of a box, in the order that tables and cells want."""
        sides = (("top", style.rule_top), ("left", style.rule_left), ("bottom", style.rule_bottom))
        return [self.border(side, stroke) for side, stroke in sides if stroke.width]

    def _reference(self, digits: str, kind: str) -> dict[str, str]:
        place = self._places.get(digits) if self._ours else None
        return {f"w:{kind}": place} if place else {}

    # --------------------------------------------------------------------- colours in drawings

    def fill(self, name: str) -> XmlElement:
        """Return the fill of a shape or its text in the theme's colour `name`."""
        place = _place(name)
        if place and self._ours:
            return element("a:solidFill", element("a:schemeClr", val=place))
        return element("a:solidFill", element("a:srgbClr", val=self._digits(name)))

    def _digits(self, name: str) -> str:
        """Return "RRGGBB" of a colour; those that a theme lacks are its accent."""
        colours = {"ink": "#000000", "white": "#ffffff", "tint": "#ffffff", **self.theme.colours}
        accent = colours.get("accent", colours["ink"])
        return colour(paler(accent) if name == "pale" else colours.get(name, accent))

    # ------------------------------------------------------------------------------------- part

    def part(self) -> bytes:
        """Return the theme part."""
        theme = self.theme
        colours = [
            element(f"a:{place}", element("a:srgbClr", val=self._digits(name)))
            for place, name in _PLACES.items()
        ]
        fonts = []
        for kind, style in (
            ("major", theme.paragraph("heading-1")),
            ("minor", theme.paragraph("body")),
        ):
            family = theme.fonts.get(style.font)
            faces = (
                element("a:latin", typeface=family.name if family else "Georgia"),
                element("a:ea", typeface=""),
                element("a:cs", typeface=""),
            )
            fonts.append(element(f"a:{kind}Font", *faces))
        fill = element("a:solidFill", element("a:schemeClr", val="phClr"))
        line = element("a:ln", fill, element("a:prstDash", val="solid"), w=6350)
        effect = element("a:effectStyle", element("a:effectLst"))
        elements = element(
            "a:themeElements",
            element("a:clrScheme", *colours, name=theme.name),
            element("a:fontScheme", *fonts, name=theme.name),
            element(
                "a:fmtScheme",
                element("a:fillStyleLst", *[fill] * 3),
                element("a:lnStyleLst", *[line] * 3),
                element("a:effectStyleLst", *[effect] * 3),
                element("a:bgFillStyleLst", *[fill] * 3),
                name=theme.name,
            ),
        )
        attributes = {"xmlns:a": NAMESPACES["a"], "name": theme.name}
        return xml_part(XmlElement("a:theme", attributes, (elements,)))
