"""Take a theme, return `word/theme/theme1.xml`: its colours and fonts in Word's own galleries.

Whoever goes on writing finds the colours of the house where Word offers colours. What is written
and drawn refers to them by their place, so that it follows when someone chooses others for the
document. Accents are in the order of a chart's series: charts which someone adds look like ours.
"""

from __future__ import annotations

import re
from typing import Final

from briefgen.layout.flow.drawings import paler
from briefgen.theme import Theme
from briefgen.writers.docx.markup import attribute, colour

__all__ = ["Palette"]

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLOTS: Final = {
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
_USED: Final = {"ink": "tx1", "white": "bg1", "muted": "tx2", "tint": "bg2"}
_TEXT: Final = {"tx1": "text1", "bg1": "background1", "tx2": "text2", "bg2": "background2"}
"""The same places go by other names in drawings and in text."""
_COLOUR: Final = re.compile(r'((?:<w:color w:val|w:color|w:fill)=)"([0-9A-F]{6})"(?=[^<>]*/>)')
"""A colour in a tag: what looks like one in text has no end of a tag before the next begins."""
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def _place(name: str) -> str:
    """Return where a colour of the theme stands in the palette, as drawings call it, or ""."""
    return _USED.get(name) or next((slot for slot, n in _SLOTS.items() if n == name), "")


class Palette:
    """The colours of `theme`; those drawn refer to their places in it if the part is `ours`.

    In a document with the colours of a house nothing of ours would find its own there.
    """

    def __init__(self, theme: Theme, *, ours: bool = True) -> None:
        self.theme = theme
        self._ours = ours
        places = {self._colour(name): _place(name) for name in reversed(_SLOTS.values())}
        self._places = {value: _TEXT.get(place, place) for value, place in places.items()}

    def linked(self, xml: str) -> str:
        """Return `xml` (text and styles) with its colours referring to their places, too."""
        return _COLOUR.sub(self._linked, xml) if self._ours else xml

    def _linked(self, found: re.Match[str]) -> str:
        place = self._places.get(found[2])
        kind = "themeFill" if found[1].startswith("w:fill") else "themeColor"
        return f'{found[0]} w:{kind}="{place}"' if place else found[0]

    def fill(self, name: str) -> str:
        """Return the fill of a shape or its text in a colour of the theme."""
        slot = _place(name)
        if slot and self._ours:
            return f'<a:solidFill><a:schemeClr val="{slot}"/></a:solidFill>'
        return f'<a:solidFill><a:srgbClr val="{self._colour(name)}"/></a:solidFill>'

    def _colour(self, name: str) -> str:
        """Return "RRGGBB" of a colour; those that a theme lacks are its accent."""
        colours = {"ink": "#000000", "white": "#ffffff", "tint": "#ffffff", **self.theme.colours}
        accent = colours.get("accent", colours["ink"])
        return colour(paler(accent) if name == "pale" else colours.get(name, accent))

    def part(self) -> bytes:
        """Return the part."""
        theme = self.theme
        scheme = "".join(
            f'<a:{slot}><a:srgbClr val="{self._colour(name)}"/></a:{slot}>'
            for slot, name in _SLOTS.items()
        )
        fonts = ""
        for kind, style in (
            ("major", theme.paragraph("heading-1")),
            ("minor", theme.paragraph("body")),
        ):
            family = theme.fonts.get(style.font)
            name = attribute(family.name if family else "Georgia")
            fonts += (
                f'<a:{kind}Font><a:latin typeface="{name}"/><a:ea typeface=""/><a:cs typeface=""/>'
                f"</a:{kind}Font>"
            )
        name = attribute(theme.name)
        return (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<a:theme xmlns:a="{_NAMESPACE}" name="{name}"><a:themeElements>'
            f'<a:clrScheme name="{name}">{scheme}</a:clrScheme>'
            f'<a:fontScheme name="{name}">{fonts}</a:fontScheme>'
            f'<a:fmtScheme name="{name}"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst>'
            f"<a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
            f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
            f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
            "</a:themeElements></a:theme>"
        ).encode()
