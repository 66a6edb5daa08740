"""Take a laid out document, return a PDF file: PDF/UA-1 and PDF/A-2a, the same bytes each time.

Drawing appends marked content page by page; fonts, images, links, tags, outline and metadata each
have a module. The structure tree is the layout's, in reading order.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefgen.diagnostics import Diagnostics
from briefgen.layout.boxes import Layout
from briefgen.model import Document

if TYPE_CHECKING:
    from briefgen.typography.fonts import FontSet

__all__ = ["write_pdf"]


def write_pdf(document: Document, layout: Layout, fonts: FontSet, sink: Diagnostics) -> bytes:
    """Return `layout` as a PDF file, with the metadata of `document`.

    `fonts` is what layout measured with. Links to places that are not in the document and images
    that cannot be read are reported to `sink`.
    """
    from briefgen.writers.pdf.draw import draw_page
    from briefgen.writers.pdf.fonts import embed_fonts
    from briefgen.writers.pdf.images import Images
    from briefgen.writers.pdf.links import write_destinations, write_links
    from briefgen.writers.pdf.metadata import write_metadata, write_output_intent
    from briefgen.writers.pdf.objects import Canvas
    from briefgen.writers.pdf.outline import write_outline
    from briefgen.writers.pdf.tags import Tags

    canvas = Canvas()
    file = canvas.file
    embedded, font_resources = embed_fonts(file, layout, fonts)
    images = Images(file, fonts, sink)
    tags = Tags(layout.structure)
    drawn = []
    for page in layout.pages:
        tags.start_page()
        areas = draw_page(page, canvas, embedded, images, tags)
        drawn.append((canvas.end_page(page.width, page.height), areas))

    pictures = "".join(f"{name} {ref}" for name, ref in images.references.items())
    resources = file.add(f"<</Font {font_resources}/XObject<<{pictures}>>>>")
    page_refs = [file.reference(page) for page, _ in drawn]
    for index, (entry, areas) in enumerate(drawn):
        annotations = write_links(
            file, areas, index, layout.pages[index].height, layout.anchors, tags, sink
        )
        entry.Annots = annotations  # ReportLab makes an array of them, or nothing of none
        file.extend(entry, Resources=resources, StructParents=str(index), Tabs="/S")

    catalog = {"StructTreeRoot": tags.write(file, page_refs)}
    if layout.anchors:
        tree = write_destinations(file, layout.anchors, layout.pages, page_refs)
        catalog["Names"] = f"<</Dests {tree}>>"
    if outline := write_outline(file, layout.outline, layout.anchors):
        catalog |= {"Outlines": outline, "PageMode": "/UseOutlines"}
    file.extend(file.Catalog, **catalog)
    write_output_intent(file)
    return file.pack(write_metadata(file, document))
