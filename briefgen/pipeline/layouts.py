"""Take a document of a pack, return it ready to be written: themed, laid out, fitted."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.pipeline.choices import AS_THE_FILES_SAY, Choices
from briefgen.pipeline.pack import Pack
from briefgen.transforms.arrange import arrange
from briefgen.writers.finished import Finished, WriterChoices

if TYPE_CHECKING:
    from briefgen.audience import Audience
    from briefgen.model import Document

__all__ = ["lay_out", "without_layout"]


def lay_out(
    pack: Pack, document: Document, choices: Choices = AS_THE_FILES_SAY, *, drawn: bool = True
) -> Finished:
    """Return `document` with its pages, fitted to the page limit of its audience.

    What is not `drawn` is only measured: its glyphs have widths and no numbers, which is enough
    for page breaks and page numbers. Raises `BriefgenError` where the theme is wrong. Text that
    does not fit is an error in `pack.sink`.
    """
    from briefgen.layout import fit
    from briefgen.layout.contrast import report_faint

    audience = pack.audiences[document.audience]
    fonts = pack.themes.fonts(audience, drawn=drawn)
    themed = without_layout(pack, document, choices)
    pack.sink.raise_errors()  # lengths that could not be read cannot be laid out with
    fitted = fit(
        themed.document,
        themed.theme,
        fonts,
        pack.sink,
        max_pages=audience.max_pages,
        prefer_pages=audience.prefer_pages,
        ceiling=audience.fit.ceiling,
        comfortable=audience.fit.comfortable,
        floor=audience.fit.least,
    )
    report_faint(fitted.layout, audience.span, pack.sink)
    return Finished(
        fitted.document, fitted.theme, themed.choices, fonts, fitted.layout, fitted.choice
    )


def without_layout(pack: Pack, document: Document, choices: Choices = AS_THE_FILES_SAY) -> Finished:
    """Return `document` arranged and with its theme, for writers that need no layout."""
    audience = pack.audiences[document.audience]
    theme = pack.themes.theme(audience)
    if banner := document.banner:
        from briefgen.layout.pages.banner import with_banner

        theme = with_banner(theme, document, banner, audience.place, pack.sink)
    return Finished(arrange(document, theme, pack.sink), theme, _for_writers(audience, choices))


def _for_writers(audience: Audience, choices: Choices) -> WriterChoices:
    chosen = choices.reference
    reference = audience.reference if chosen is None else Path(chosen) if chosen else None
    return WriterChoices(audience.embed_fonts, reference, audience.reference_page)
