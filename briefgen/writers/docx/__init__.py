"""Take a finished document, return the bytes of a Word file.

What is printed is what the PDF prints, by Word's own means: styles, numbering, fields, notes,
table heads that repeat. Layout gives the page numbers that the contents hold until Word counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from briefgen.diagnostics import Diagnostics
    from briefgen.writers.finished import Finished

__all__ = ["write_docx"]


def write_docx(finished: Finished, sink: Diagnostics) -> bytes:
    """Return `finished` as a Word file (OOXML, transitional).

    Without fonts nothing is embedded and column widths are estimated. Without a layout the contents
    have no page numbers until Word is asked for them. A reference document gives its styles, header
    and footer where it has them. Images that cannot be shown are reported to `sink`, and a
    reference document that cannot be read; nothing in a document raises.
    """
    from briefgen.writers.docx.assemble import assemble
    from briefgen.writers.docx.fonts import Embedding

    choices, reference = finished.choices, None
    if choices.reference is not None:
        from briefgen.writers.docx.reference import read_reference

        reference = read_reference(choices.reference, sink)
    embedding = Embedding(finished.theme, finished.fonts, embed=choices.embed_fonts)
    return assemble(finished, embedding, sink, reference)
