"""Take lengths and switches of a theme, return properties of runs, paragraphs, tables and cells."""

from __future__ import annotations

from briefgen.theme import BoxStyle
from briefgen.writers.docx.nodes import Properties, XmlElement, w
from briefgen.writers.docx.units import halves, twips

__all__ = ["box_margins", "cell_margins", "features", "indent", "numbering", "sizes", "switch"]


def indent(left: float, right: float = 0.0, first_line: float = 0.0) -> XmlElement:
    """Return `w:ind`; a negative first line hangs."""
    first = {"hanging" if first_line < 0 else "firstLine": twips(abs(first_line))}
    return w("ind", left=twips(left), right=twips(right), **first)


def numbering(number: int, level: int) -> XmlElement:
    """Return `w:numPr`: a paragraph of list `number` (0 is none) on `level`, from 0."""
    return w("numPr", w("ilvl", val=level), w("numId", val=number))


def sizes(points: float) -> Properties:
    """Return the run properties for a font size."""
    return {"sz": w("sz", val=halves(points)), "szCs": w("szCs", val=halves(points))}


def switch(name: str, on: bool, *, off: bool = False) -> Properties:
    """Return a run property that is on or (where asked for) explicitly off."""
    if not on and not off:
        return {}
    value = {} if on else {"val": 0}
    return {name: w(name, **value), f"{name}Cs": w(f"{name}Cs", **value)}


def features(names: tuple[str, ...]) -> Properties:
    """Return the run properties for the OpenType features that Word has a switch for."""
    parts: dict[str, XmlElement] = {}

    def choose(name: str, value: str) -> None:
        parts[f"w14:{name}"] = XmlElement(f"w14:{name}", {"w14:val": value})

    for name in names:
        match name:
            case "lnum" | "onum":
                choose("numForm", "lining" if name == "lnum" else "oldStyle")
            case "tnum" | "pnum":
                choose("numSpacing", "tabular" if name == "tnum" else "proportional")
            case "liga" | "-liga":
                choose("ligatures", "standard" if name == "liga" else "none")
            case _:
                pass  # the font itself has it; Word has no switch for it
    return parts


def cell_margins(name: str, left: float, top: float, right: float, bottom: float) -> XmlElement:
    """Return the padding of cells: `tblCellMar` for a table, `tcMar` for one cell."""
    sides = (("top", top), ("left", left), ("bottom", bottom), ("right", right))
    return w(name, *(w(side, w=twips(size), type="dxa") for side, size in sides))


def box_margins(name: str, style: BoxStyle, *, both: bool) -> XmlElement:
    """Return the padding of a box: at its right and below only where it has an edge there.

    In text that runs to the left `both` sides have the same padding, because programs mirror the
    rules of cells there, but not all of them mirror the padding.
    """
    left = style.padding_x + style.rule_left.width
    right = left if both else style.padding_x if style.background else 0.0
    closed = style.background or style.rule_left.width or style.rule_bottom.width
    below = style.padding_y if closed else 0.0
    return cell_margins(name, left, style.padding_y, right, below)
