"""What a writer takes: a document that is ready to be written, and what it has to look like."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from briefgen.record import record

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.layout.boxes import Layout, Page
    from briefgen.model import Document
    from briefgen.theme import Theme
    from briefgen.typography.fonts import FontSet

__all__ = ["Finished", "WriterChoices"]


@record(frozen=True, slots=True)
class WriterChoices:
    """What an audience asks of the writers; each writer takes what concerns it.

    `embed_fonts` puts the fonts into a Word file. `reference` is a Word document whose styles the
    DOCX takes, None for none, and with `reference_page` its paper too.
    """

    embed_fonts: bool = True
    reference: Path | None = None
    reference_page: bool = True


@record(frozen=True, slots=True)
class Finished:
    """A document with all its words, its theme, and its layout where a writer needs one.

    Where there is a page limit, `theme` is scaled to it, the tables of `document` have the widths
    that were chosen, and `fitting` says in words what it took ("" where it took nothing). `fonts`
    is what the layout was measured with; both are None for writers that need no layout.
    """

    document: Document
    theme: Theme
    choices: WriterChoices = WriterChoices()
    fonts: FontSet | None = None
    layout: Layout | None = None
    fitting: str = ""

    @property
    def pages(self) -> Sequence[Page]:
        """The pages as they will be printed; none where nothing was laid out."""
        return self.layout.pages if self.layout is not None else ()
