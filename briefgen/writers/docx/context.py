"""Where blocks stand: the language, width and indent that hold for them and all that is inside."""

from __future__ import annotations

from typing import Literal

from briefgen.record import NamedTuple
from briefgen.typography.bidi import is_rtl_language
from briefgen.typography.spacing import NARROWEST
from briefgen.writers.docx.nodes import XmlElement

__all__ = ["Marker", "WriterContext"]


class WriterContext(NamedTuple):
    """What holds where blocks stand; a writer passes a changed copy to what is inside.

    Lengths are points. `style` names the style of plain paragraphs, `align` overrides its
    alignment. In a `flat` context paragraphs have the indents `left` and `right` instead of their
    own, because a list or quote has indented them already; `after` replaces the space after them
    (tight lists). `depth` is that of lists. In a `nested` context (a cell, a note) no page and no
    section can begin, and `in_note` no other note and no table. `frame` is the `w:framePr` that
    sets paragraphs at the foot of a cover; `keep` keeps all of them with what follows.
    """

    width: float
    lang: str
    style: str = "body"
    align: Literal["", "left", "right", "center"] = ""
    left: float = 0.0
    right: float = 0.0
    flat: bool = False
    after: float | None = None
    depth: int = 0
    nested: bool = False
    in_note: bool = False
    frame: XmlElement | None = None
    keep: bool = False

    @property
    def rtl(self) -> bool:
        """Whether the language runs to the left."""
        return is_rtl_language(self.lang)

    @property
    def is_column(self) -> bool:
        """Whether blocks have the whole width of the text."""
        return not (self.nested or self.left or self.right or self.frame)

    def inside(self, left: float, right: float = 0.0) -> WriterContext:
        """Return this context indented, as far as there is room."""
        left = min(left, max(0.0, self.width - right - NARROWEST))
        return self._replace(
            left=self.left + left,
            right=self.right + right,
            width=max(self.width - left - right, 1.0),
        )

    def cell(self, width: float, style: str) -> WriterContext:
        """Return the context inside of a cell."""
        return WriterContext(max(width, 1.0), self.lang, style, nested=True, in_note=self.in_note)

    def speaking(self, lang: str) -> WriterContext:
        """Return this context in `lang`; its indents change sides with the direction of text."""
        if is_rtl_language(lang) != self.rtl:
            return self._replace(lang=lang, left=self.right, right=self.left)
        return self._replace(lang=lang)


class Marker(NamedTuple):
    """The number or bullet that stands before a list item, or the number before a note.

    `number` is its `w:numPr`, None for that of a note. It stands at `left`, and the text of the
    item at `text` or further in. `known_indents` are those (left, right, first line) that the
    numbering has already; None stands for those of the paragraph's style.
    """

    number: XmlElement | None
    left: float
    text: float
    known_indents: tuple[float, float, float] | None = None
