"""What layout makes: pages of placed boxes, and the structure they belong to.

All lengths are points, measured from the top left corner of the page, y downwards. A writer draws
boxes in their order and knows nothing of styles. A box with a `slot` is real content; all others
(rules, fills, running heads, repeated table heads) are artifacts of the page.
"""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from briefgen.diagnostics import GENERATED, Span
from briefgen.record import NamedTuple, record

__all__ = [
    "Anchor",
    "Artifact",
    "Box",
    "Element",
    "Fill",
    "Glyphs",
    "ImageBox",
    "Layout",
    "LinkArea",
    "OutlineEntry",
    "Page",
    "Path",
    "Slot",
]


class Glyphs(NamedTuple):
    """A run of glyphs of one face, size and colour on one baseline, left to right.

    `gids`, `advances` (points, kerning and word space included) and `text` (the characters that
    a glyph stands for; "" for the second and later glyphs of a cluster) have the same length.
    Together the texts of a paragraph's runs are its text, with a space at each line's end. A
    hyphen that line breaking added has the text U+00AD. `actual` is what the whole run says where
    its glyphs stand in another order: text that runs to the left. The glyphs are drawn so much
    wider as `expansion` says, and their advances with them.
    """

    x: float
    y: float
    face: str
    size: float
    colour: str
    gids: tuple[int, ...]
    advances: tuple[float, ...]
    text: tuple[str, ...]
    slot: Slot | None = None
    rise: tuple[float, ...] = ()
    actual: str = ""
    expansion: float = 1.0


class Fill(NamedTuple):
    """A filled rectangle: backgrounds, rules (a rule is a thin fill), chips (with a radius)."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    radius: float = 0.0


class Path(NamedTuple):
    """A closed or open path of straight lines; filled where `fill`, else stroked."""

    points: tuple[tuple[float, float], ...]
    colour: str
    width: float = 0.0
    fill: bool = False
    closed: bool = True


class Disc(NamedTuple):
    """A filled circle: the mark of an event on a timeline."""

    x: float
    y: float
    radius: float
    colour: str


class ImageBox(NamedTuple):
    """An image, of pixels or shapes: `file` is a path that exists."""

    x: float
    y: float
    width: float
    height: float
    file: str
    slot: Slot | None = None


class LinkArea(NamedTuple):
    """A clickable rectangle that belongs to `element` (a Link of the structure).

    `target` is a URL, or `#name` of an anchor; `contents` says what it leads to.
    """

    x: float
    y: float
    width: float
    height: float
    target: str
    contents: str
    element: Element | None


class Artifact(NamedTuple):
    """Boxes drawn together as one artifact; `kind` is "Header", "Footer" or "" (page furniture)."""

    kind: str
    boxes: tuple[Glyphs | Fill | Path | Disc | ImageBox, ...]


Box: TypeAlias = Glyphs | Fill | Path | Disc | ImageBox | LinkArea | Artifact


class Anchor(NamedTuple):
    """A named place: page index (from 0) and position."""

    page: int
    x: float
    y: float


@record(frozen=False, slots=True, eq=False)
class Slot:
    """A place in the structure that drawn content fills: a run of text, an image.

    A slot may be filled in several pieces and on several pages; the writer keeps their order.
    """

    span: Span = GENERATED


@record(frozen=False, slots=True, eq=False)
class Element:
    """A structure element with its PDF 1.7 structure type (ISO 32000-1, 14.8.4).

    Kids stand in reading order, whatever order the boxes are drawn in. `attributes` holds what
    applies of: alt, actual_text, lang, scope ("Column", "Row"), col_span, row_span, id, headers,
    list_numbering, placement, bbox.
    """

    role: str
    kids: list[Element | Slot] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    span: Span = GENERATED

    def add(self, role: str, span: Span = GENERATED, **attributes: str) -> Element:
        """Append and return a new child element."""
        element = Element(role, [], attributes, span)
        self.kids.append(element)
        return element

    def slot(self, span: Span = GENERATED) -> Slot:
        """Append and return a new slot."""
        slot = Slot(span)
        self.kids.append(slot)
        return slot


class OutlineEntry(NamedTuple):
    """A line of the PDF outline: level from 1, title with number, anchor name."""

    level: int
    title: str
    target: str


@record(frozen=False, slots=True)
class Page:
    """A page: its size in points and its boxes in drawing order."""

    width: float
    height: float
    boxes: list[Box] = field(default_factory=list)


@record(frozen=False, slots=True)
class Layout:
    """A laid out document.

    `structure` is the Document element; `anchors` are named places. Where there is a page limit,
    `scale` is what it made of the theme's sizes, and `filled_share` the part of the pages that is
    filled.
    """

    pages: list[Page]
    structure: Element
    anchors: dict[str, Anchor]
    outline: list[OutlineEntry]
    scale: float = 1.0
    filled_share: float = 0.0
