"""Take a finished document and fonts to embed, return the bytes of a Word file: all its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.diagnostics import Diagnostics
from briefgen.writers.docx.anchors import Anchors
from briefgen.writers.docx.blocks import write_document
from briefgen.writers.docx.metadata import core_properties, custom_properties, settings
from briefgen.writers.docx.nodes import Properties, WordParagraph, w
from briefgen.writers.docx.numbering import Numbering
from briefgen.writers.docx.package import WordPackage
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.pictures import Pictures
from briefgen.writers.docx.properties import sizes
from briefgen.writers.docx.running import RunningHeads
from briefgen.writers.docx.sections import PageSections
from briefgen.writers.docx.state import WriterState
from briefgen.writers.docx.styles import Styles
from briefgen.writers.docx.units import twips

if TYPE_CHECKING:
    from briefgen.layout.flow.context import LayoutContext
    from briefgen.model import Document
    from briefgen.theme import Theme
    from briefgen.typography.fonts import FontSet
    from briefgen.writers.docx.fonts import Embedding
    from briefgen.writers.docx.reference import ReferenceDocument
    from briefgen.writers.finished import Finished

__all__ = ["assemble"]

_ROOM = 0.96
_ABOVE_NOTES = 8.0
"""The height of the line that holds the rule above footnotes: Word draws it as a character."""


def assemble(
    finished: Finished,
    embedding: Embedding,
    sink: Diagnostics,
    reference: ReferenceDocument | None = None,
) -> bytes:
    """Return `finished` as a Word file; `embedding` adds the font table, `reference` its style."""
    document, theme, fonts, layout = (
        finished.document,
        finished.theme,
        finished.fonts,
        finished.layout,
    )
    reference_page = finished.choices.reference_page
    if layout is not None and layout.filled_share > _ROOM:
        # Fitted to its pages to the last line; Word breaks lines by other rules and needs room.
        theme = theme.scaled(_ROOM)
    if reference:
        theme = reference.apply_to(theme, page=reference_page)
    package = WordPackage()
    colours = reference.copy_part(package, "theme") if reference else None
    palette = Palette(theme, ours=colours is None)
    known = reference.styles if reference else None
    styles = Styles(theme, document.metadata.lang, palette, fonts, known)
    anchors = _anchors(document, reference)
    numbering = Numbering(styles, anchors.sections, reference)
    for section in anchors.sections:
        if numbering.counts(section):
            anchors.number(section)
    pages = len(layout.pages) if layout else 1
    sections = _sections(document, styles, package, pages, reference, reference_page=reference_page)
    drawings = reference.drawings if reference else 0
    state = WriterState(
        document,
        theme,
        palette,
        styles,
        numbering,
        anchors,
        Pictures(package, theme, fonts, sink, sections, drawings),
        sections,
        layout,
        _setter(document, theme, fonts),
    )
    notes_part = package.part("footnotes", "footnotes")
    body, notes = write_document(state, package.main, notes_part)
    closing = body.close()
    if notes:
        package.add(notes_part, notes.part(_above_notes(styles), sizes(_ABOVE_NOTES * 0.75)))
    _add_numbering(package, numbering, reference)
    package.add(package.part("styles", "styles"), styles.part())
    embedded = embedding.add(package, styles, reference)
    switches = reference.settings if reference else None
    options = settings(
        theme, document.metadata.lang, fonts=embedded, notes=bool(notes), reference=switches
    )
    package.add(package.part("settings", "settings"), options)
    if colours is not None:
        package.add(colours, colours.blob)
    else:
        package.add(package.part("theme/theme1", "theme"), palette.part())
    package.add_properties(core_properties(document), custom_properties(document))
    return package.save(*body.flow.written, closing)


def _anchors(document: Document, reference: ReferenceDocument | None) -> Anchors:
    if reference is None:
        return Anchors(document.blocks)
    return Anchors(document.blocks, reference.bookmarks, reference.last_bookmark)


def _sections(
    document: Document,
    styles: Styles,
    package: WordPackage,
    pages: int,
    reference: ReferenceDocument | None,
    *,
    reference_page: bool,
) -> PageSections:
    """Return the page sections with their running heads, those of a reference document first."""
    edges = reference.edges if reference and reference_page else None
    banners: dict[str, WordParagraph] = {}
    if document.banner:
        from briefgen.writers.docx.banner import banner_paragraphs

        banners = banner_paragraphs(document.banner, styles, fixed=edges is not None)
    kept = reference.add_heads(package, banners) if reference else {}
    even = reference is not None and "evenAndOddHeaders" in reference.settings
    heads = RunningHeads(package, document, styles, pages, kept, banners, even=even)
    title_page = reference is not None and reference.title_page
    sections = PageSections(
        styles.theme, heads.references, edges, document.banner, title_page=title_page
    )
    sections.rtl = styles.rtl
    return sections


def _above_notes(styles: Styles) -> Properties:
    """Return the properties of the paragraph that holds the rule above footnotes."""
    parts = {
        "pStyle": w("pStyle", val=styles.paragraph("gap")),
        "spacing": w("spacing", line=twips(_ABOVE_NOTES), lineRule="exact"),
    }
    if styles.rtl:
        parts["bidi"] = w("bidi")
    return parts


def _add_numbering(
    package: WordPackage, numbering: Numbering, reference: ReferenceDocument | None
) -> None:
    """Add the numbering part, if there is one: with the lists of a reference document, if any."""
    ours = numbering.part()
    if reference and (counted := reference.lists(package, ours)):
        package.add(*counted)
    elif ours is not None:
        package.add(package.part("numbering", "numbering"), ours)


def _setter(document: Document, theme: Theme, fonts: FontSet | None) -> LayoutContext | None:
    """Return what measures text as layout does; what it has to report, layout has reported."""
    if fonts is None:
        return None
    from briefgen.layout.flow.flow import new_context

    return new_context(document, theme, fonts, Diagnostics())
