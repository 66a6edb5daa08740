"""Take an image that stands within a line, return what the line makes of it: a word, then a box."""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING, Final

from briefgen.layout.boxes import ImageBox, LinkArea
from briefgen.layout.inline.runs import Entry, Fragment, Run, Wordbook
from briefgen.record import NamedTuple
from briefgen.typography.words import NEVER

if TYPE_CHECKING:
    from briefgen.layout.inline.setting import Line

__all__ = ["OBJECT", "Inset", "inset_book", "narrowed", "put_inset"]

OBJECT: Final = "\ufffc"
"""The text of a fragment that is an image: Unicode's own sign for that."""


class Inset(NamedTuple):
    """An image that stands on the baseline as a letter does: file, width and height in points.

    One that `yields` was given a part of a width: a table need not be wider for it.
    """

    file: str
    width: float
    height: float
    yields: bool = False


def inset_book(inset: Inset, plain: Wordbook) -> Wordbook:
    """Return a book whose one word is the image: it is tied to nothing, and never broken."""
    book = copy(plain)
    run = Run(OBJECT, (), (), (), inset.width)
    book.entries = {OBJECT: Entry((run,), (NEVER,), 0, 0, NEVER)}
    book.foreign = False
    return book


def narrowed(fragment: Fragment, width: float) -> Fragment:
    """Return `fragment`, smaller if it is an image wider than a column of `width`."""
    inset = fragment.style.inset
    if inset is None or inset.width <= width:
        return fragment
    inset = inset._replace(width=width, height=inset.height * width / inset.width)
    return fragment._replace(style=fragment.style._replace(inset=inset))


def put_inset(inset: Inset, fragment: Fragment, line: Line, x: float) -> None:
    """Put the image at `x` into a line, which becomes as high as it is."""
    box = ImageBox(x, -inset.height, inset.width, inset.height, inset.file, fragment.slot)
    line.images.append(box)
    line.ascent = max(line.ascent, inset.height)
    if fragment.link is not None:
        line.links.append(LinkArea(*box[:4], *fragment.link))
