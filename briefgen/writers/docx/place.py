"""Where blocks stand: width, indent and the style of plain paragraphs."""

from __future__ import annotations

from typing import Literal

from briefgen.record import NamedTuple
from briefgen.writers.docx.nodes import Element

__all__ = ["Marker", "Place"]

_NARROWEST = 36.0
"""No indent makes a column narrower than this."""


class Place(NamedTuple):
    """Where blocks stand; lengths are points.

    `style` names the style of plain paragraphs, `align` overrides its alignment. In a `flat` place
    paragraphs have the indents `left` and `right` instead of their own (a list or quote has
    indented them already); `after` replaces the space after them (tight lists). `depth` is that
    of lists. In a `nested` place (a cell, a note) no page and no section can begin. `frame` is
    what sets paragraphs at the foot of a cover; `keep` keeps all of them with what follows.
    """

    width: float
    style: str = "body"
    align: Literal["", "left", "right", "center"] = ""
    left: float = 0.0
    right: float = 0.0
    flat: bool = False
    after: float | None = None
    depth: int = 0
    nested: bool = False
    frame: Element | None = None
    keep: bool = False

    def inside(self, left: float, right: float = 0.0) -> Place:
        """Return this place indented, as far as there is room."""
        left = min(left, max(0.0, self.width - right - _NARROWEST))
        return self._replace(
            left=self.left + left,
            right=self.right + right,
            width=max(self.width - left - right, 1.0),
        )

    def cell(self, width: float, style: str) -> Place:
        """Return the place inside of a cell."""
        return Place(max(width, 1.0), style, nested=True)


class Marker(NamedTuple):
    """The number or bullet that stands before a list item, or the number before a note.

    `number` is its `w:numPr`, None for that of a note. It stands at `left`, and the text of the
    item at `text` or further in. `said` are the indents that the numbering has already; without
    them they are those of the paragraph's style.
    """

    number: Element | None
    left: float
    text: float
    said: tuple[float, float, float] | None = None
