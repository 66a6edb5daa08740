"""Take a Document and the fonts to embed, return the bytes of a Word file: all parts together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.diagnostics import Diagnostics
from briefgen.writers.docx.anchors import Anchors
from briefgen.writers.docx.body import Body, Making, write_note
from briefgen.writers.docx.figures import Pictures
from briefgen.writers.docx.metadata import core_properties, custom_properties, settings
from briefgen.writers.docx.nodes import Paragraph, w
from briefgen.writers.docx.notes import Footnotes
from briefgen.writers.docx.numbering import Numbering
from briefgen.writers.docx.package import WordPackage
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.place import Place
from briefgen.writers.docx.properties import sizes
from briefgen.writers.docx.running import RunningHeads
from briefgen.writers.docx.sections import Sections
from briefgen.writers.docx.styles import Styles
from briefgen.writers.docx.units import twips

if TYPE_CHECKING:
    from briefgen.layout.boxes import Layout
    from briefgen.layout.flow.flow import Setter
    from briefgen.model import Document
    from briefgen.theme import Theme
    from briefgen.typography.fonts import FontSet
    from briefgen.writers.docx.fonts import Embedding
    from briefgen.writers.docx.house import House

__all__ = ["assemble"]

_ROOM = 0.96
_ABOVE_NOTES = 8.0
"""The height of the line that holds the rule above footnotes: Word draws it as a character."""


def assemble(
    document: Document,
    theme: Theme,
    fonts: FontSet | None,
    layout: Layout | None,
    embedding: Embedding,
    sink: Diagnostics,
    house: House | None = None,
    *,
    house_page: bool = True,
) -> bytes:
    """Return `document` as a Word file; `embedding` adds the font table, `house` its style."""
    if layout is not None and layout.fill > _ROOM:
        # Fitted to its pages to the last line; Word breaks lines by other rules and needs room.
        theme = theme.scaled(_ROOM)
    if house:
        theme = house.dressed(theme, page=house_page)
    package = WordPackage()
    colours = house.adopt(package, "theme") if house else None
    palette = Palette(theme, ours=colours is None)
    styles = Styles(theme, document.metadata.lang, palette, fonts, house.styles if house else None)
    anchors = (
        Anchors(document.blocks, house.bookmarks, house.last_bookmark)
        if house
        else Anchors(document.blocks)
    )
    numbering = Numbering(styles, anchors.sections, house)
    for section in anchors.sections:
        if numbering.counts(section):
            anchors.number(section)
    edges = house.edges if house and house_page else None
    banners: dict[str, Paragraph] = {}
    if document.banner:
        from briefgen.writers.docx.banner import banner_paragraphs

        banners = banner_paragraphs(document.banner, styles, fixed=edges is not None)
    pages = len(layout.pages) if layout else 1
    heads = RunningHeads(
        package,
        document,
        styles,
        pages,
        house.add_heads(package, banners) if house else {},
        banners,
        even=house is not None and "evenAndOddHeaders" in house.settings,
    )
    sections = Sections(
        theme,
        heads.references,
        edges,
        document.banner,
        title_page=house is not None and house.title_page,
    )
    sections.leftward = styles.leftward
    making = Making(
        document,
        theme,
        styles,
        numbering,
        anchors,
        Pictures(package, theme, fonts, sink, sections, house.drawings if house else 0),
        sections,
        sink,
        palette,
        layout,
        _setter(document, theme, fonts),
    )
    notes_part = package.part("footnotes", "footnotes")
    notes = Footnotes(lambda note, lang: write_note(making, note, lang, notes_part))
    body = Body(making, package.main, notes)
    body.blocks(document.blocks, Place(sections.width))
    closing = body.close()
    lang = document.metadata.lang
    if notes:
        above = {
            "pStyle": w("pStyle", val=styles.paragraph("gap")),
            "spacing": w("spacing", line=twips(_ABOVE_NOTES), lineRule="exact"),
        }
        if styles.leftward:
            above["bidi"] = w("bidi")
        package.add(notes_part, notes.part(above, sizes(_ABOVE_NOTES * 0.75)))
    numbers = numbering.part()
    if house and (counted := house.lists(package, numbers)):
        package.add(*counted)
    elif numbers is not None:
        package.add(package.part("numbering", "numbering"), numbers)
    package.add(package.part("styles", "styles"), styles.part())
    embedded = embedding.add(package, styles, house)
    package.add(
        package.part("settings", "settings"),
        settings(
            theme,
            lang,
            fonts=embedded,
            notes=bool(notes),
            house=house.settings if house else None,
        ),
    )
    if colours is not None:
        package.add(colours, colours.blob)
    else:
        package.add(package.part("theme/theme1", "theme"), palette.part())
    package.add_properties(core_properties(document), custom_properties(document))
    return package.save(*body.out, closing)


def _setter(document: Document, theme: Theme, fonts: FontSet | None) -> Setter | None:
    """Return what measures text as layout does; what it has to report, layout has reported."""
    if fonts is None:
        return None
    from briefgen.layout.flow.flow import Setter

    return Setter(document, theme, fonts, Diagnostics())
