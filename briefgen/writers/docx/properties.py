"""Take lengths, colours and looks of a theme, return properties of runs, paragraphs and cells."""

from __future__ import annotations

from briefgen.theme import BoxStyle
from briefgen.writers.docx.markup import border, colour, element, halves, twips

__all__ = [
    "box_borders",
    "box_margins",
    "cell_margins",
    "features",
    "indent",
    "shading",
    "sizes",
    "switch",
]


def indent(left: float, right: float = 0.0, first_line: float = 0.0) -> str:
    """Return `<w:ind>`; a negative first line hangs."""
    name = "hanging" if first_line < 0 else "firstLine"
    first = f'w:{name}="{twips(abs(first_line))}"'
    return f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}" {first}/>'


def shading(background: str) -> str:
    """Return `<w:shd>` that fills with `background`."""
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{colour(background)}"/>'


def sizes(points: float) -> dict[str, str]:
    """Return the run properties for a font size."""
    return {"sz": element("sz", halves(points)), "szCs": element("szCs", halves(points))}


def switch(name: str, on: bool, *, off: bool = False) -> dict[str, str]:
    """Return a run property that is on or (where asked for) explicitly off."""
    if not on and not off:
        return {}
    value = "" if on else ' w:val="0"'
    return {name: f"<w:{name}{value}/>", f"{name}Cs": f"<w:{name}Cs{value}/>"}


def features(names: tuple[str, ...]) -> dict[str, str]:
    """Return the run properties for the OpenType features that Word has a switch for."""
    parts: dict[str, str] = {}
    for name in names:
        match name:
            case "lnum" | "onum":
                form = "lining" if name == "lnum" else "oldStyle"
                parts["w14:numForm"] = f'<w14:numForm w14:val="{form}"/>'
            case "tnum" | "pnum":
                space = "tabular" if name == "tnum" else "proportional"
                parts["w14:numSpacing"] = f'<w14:numSpacing w14:val="{space}"/>'
            case "-liga":
                parts["w14:ligatures"] = '<w14:ligatures w14:val="none"/>'
            case _:
                pass  # the faces show it; Word has no switch for it
    return parts


def cell_margins(name: str, left: float, top: float, right: float, bottom: float) -> str:
    """Return the padding of cells: `tblCellMar` for a table, `tcMar` for one cell."""
    sides = (("top", top), ("left", left), ("bottom", bottom), ("right", right))
    return (
        f"<w:{name}>"
        + "".join(f'<w:{side} w:w="{twips(size)}" w:type="dxa"/>' for side, size in sides)
        + f"</w:{name}>"
    )


def box_margins(name: str, style: BoxStyle, *, both: bool) -> str:
    """Return the padding of a box: at its right and below only where it has an edge there.

    `both` sides have the same where text runs to the left: programs mirror the rules of cells,
    but not all of them mirror the padding.
    """
    left = style.padding_x + style.rule_left.width
    right = left if both else style.padding_x if style.background else 0.0
    closed = style.background or style.rule_left.width or style.rule_bottom.width
    below = style.padding_y if closed else 0.0
    return cell_margins(name, left, style.padding_y, right, below)


def box_borders(style: BoxStyle) -> str:
    """Return the rules of a box, in the order that tables and cells want."""
    sides = (("top", style.rule_top), ("left", style.rule_left), ("bottom", style.rule_bottom))
    return "".join(border(side, stroke) for side, stroke in sides if stroke.width)
