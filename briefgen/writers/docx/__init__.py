"""Take a Document, its Theme, fonts and Layout, return the bytes of a Word file.

What is printed is what the PDF prints, by Word's own means: styles, numbering, fields, notes,
table heads that repeat. Layout gives the page numbers that the contents hold until Word counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from briefgen.diagnostics import Diagnostics
    from briefgen.layout.boxes import Layout
    from briefgen.model import Document
    from briefgen.theme import Theme
    from briefgen.typography.fonts import FontSet

__all__ = ["write_docx"]


def write_docx(
    document: Document,
    theme: Theme,
    fonts: FontSet | None,
    layout: Layout | None,
    sink: Diagnostics,
    *,
    embed: bool = True,
    reference: Path | None = None,
    reference_page: bool = True,
) -> bytes:
    """Return `document` as a Word file (OOXML, transitional).

    Without `fonts` nothing is embedded and column widths are estimated; with `embed` they are.
    Without `layout` the contents have no page numbers until Word is asked for them. `reference` is
    a Word document whose styles, header and footer are used where it has them, and with
    `reference_page` its paper. Images that cannot be shown are reported to `sink`, and a reference
    that cannot be read; nothing in a document raises.
    """
    from briefgen.writers.docx.assemble import assemble
    from briefgen.writers.docx.fonts import Embedding

    found = None
    if reference is not None:
        from briefgen.writers.docx.reference import read_reference

        found = read_reference(reference, sink)
    return assemble(
        document,
        theme,
        fonts,
        layout,
        Embedding(theme, fonts, embed=embed),
        sink,
        found,
        reference_page=reference_page,
    )
