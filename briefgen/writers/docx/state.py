"""What all parts of a document share while it is written: styles, ids, counts, relationships."""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING

from briefgen import model as m
from briefgen.record import record
from briefgen.theme import Theme
from briefgen.writers.docx.anchors import Anchors
from briefgen.writers.docx.numbering import Numbering
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.pictures import Pictures
from briefgen.writers.docx.sections import PageSections
from briefgen.writers.docx.styles import Styles

if TYPE_CHECKING:
    from briefgen.layout.boxes import Layout
    from briefgen.layout.flow.context import LayoutContext

__all__ = ["WriterState"]


@record(frozen=False, slots=True)
class WriterState:
    """The running state of one document: what has been asked for, counted and placed so far.

    `layout` knows the pages that targets stand on, `setter` measures text as layout does.
    """

    document: m.Document
    theme: Theme
    palette: Palette
    styles: Styles
    numbering: Numbering
    anchors: Anchors
    pictures: Pictures
    sections: PageSections
    layout: Layout | None = None
    setter: LayoutContext | None = None
    captions: dict[str, int] = field(default_factory=dict)
    """The number of the last caption of each kind."""
    has_contents: bool = False
    """Whether a table of contents has been written: Word's gallery wants one that is unique."""

    def page(self, target: str) -> str:
        """Return the number of the page that `target` stands on, "" where nobody knows."""
        anchor = self.layout.anchors.get(target.removeprefix("#")) if self.layout else None
        return str(anchor.page + 1) if anchor else ""
