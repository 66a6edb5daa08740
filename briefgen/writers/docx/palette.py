"""Take a theme, return `word/theme/theme1.xml`: its colours and fonts in Word's own galleries.

Styles name their colours and fonts themselves; this is for whoever goes on writing, and finds the
colours of the house where Word offers colours.
"""

from __future__ import annotations

from briefgen.theme import Theme
from briefgen.writers.docx.markup import attribute, colour

__all__ = ["palette"]

_NAMESPACE = "http://schemas.openxmlformats.org/drawingml/2006/main"
_SLOTS = "accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink".split()
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def palette(theme: Theme) -> bytes:
    """Return the part. Word wants twelve colours: those that a theme lacks are its accent."""
    colours = theme.colours
    ink, accent = colours.get("ink", "#000000"), colours.get("accent", "#000000")
    muted, tint = colours.get("muted", ink), colours.get("tint", "#ffffff")
    accents = [accent, *(colours.get(name, accent) for name in ("green", "amber", "red"))]
    accents += [muted, colours.get("hairline", muted), accent, accent]
    named = {"dk1": ink, "lt1": "#ffffff", "dk2": muted, "lt2": tint}
    named |= dict(zip(_SLOTS, accents, strict=True))
    scheme = "".join(
        f'<a:{name}><a:srgbClr val="{colour(value)}"/></a:{name}>' for name, value in named.items()
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
