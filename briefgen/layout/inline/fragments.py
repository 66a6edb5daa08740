"""What a paragraph is made of before it is typeset: pieces of text of one style, and images."""

from __future__ import annotations

from typing import Final

from briefgen.layout.boxes import Element, Slot
from briefgen.record import NamedTuple
from briefgen.typography.faces import Face

__all__ = ["OBJECT", "Fragment", "Inset", "Target", "TextStyle", "narrowed"]

OBJECT: Final = "\ufffc"
"""The text of a fragment that is an image: Unicode's own sign for that."""


class Inset(NamedTuple):
    """An image that stands on the baseline as a letter does: file, width and height in points.

    One that `yields` has a width in per cent: a table does not get wider because of it.
    """

    file: str
    width: float
    height: float
    yields: bool = False


class TextStyle(NamedTuple):
    """How text looks: sizes and paddings in points, `rise` upwards, `tracking` per character.

    `features` are OpenType tags ("tnum", "-liga"). A `background` is drawn behind the text,
    padded and with rounded corners; it takes `padding_x` of space on both sides. `backwards`
    tells the direction of text where it is known. With an `inset` the text is `OBJECT`.
    """

    face: Face
    size: float
    colour: str
    features: tuple[str, ...] = ()
    rise: float = 0.0
    tracking: float = 0.0
    lang: str = ""
    background: str = ""
    padding_x: float = 0.0
    padding_y: float = 0.0
    radius: float = 0.0
    strike: bool = False
    backwards: bool | None = None
    inset: Inset | None = None


class Target(NamedTuple):
    """Where a link leads: a URL or `#anchor`, what that is, and the Link element it belongs to."""

    target: str
    contents: str
    element: Element | None


class Fragment(NamedTuple):
    """A piece of text of one style. "\\n" in the text is a forced line break.

    A `nobreak` fragment (a citation) stays in one piece and with the word before it: it never
    starts a line. `anchor` and `note` hold for the place where the text begins; the text may be
    empty.
    """

    text: str
    style: TextStyle
    slot: Slot | None = None
    link: Target | None = None
    nobreak: bool = False
    note: object | None = None
    anchor: str = ""


def narrowed(fragment: Fragment, width: float) -> Fragment:
    """Return `fragment`, smaller if it is an image wider than a column of `width`."""
    inset = fragment.style.inset
    if inset is None or inset.width <= width:
        return fragment
    inset = inset._replace(width=width, height=inset.height * width / inset.width)
    return fragment._replace(style=fragment.style._replace(inset=inset))
