"""Take link areas and anchors, return annotations and named destinations."""

from __future__ import annotations

from urllib.parse import quote

from briefgen.diagnostics import Diagnostics
from briefgen.layout.boxes import Anchor, LinkArea, Page
from briefgen.writers.pdf.objects import File, number, text
from briefgen.writers.pdf.tags import Tags

__all__ = ["destination", "write_destinations", "write_links"]

_HEADROOM = 10.0  # points left above a place, so that it does not stick to the window's edge
_URI_SAFE = "!#$%&'()*+,/:;=?@[]~-._"


def destination(name: str) -> str:
    """Return the name of a destination as a string object."""
    return f"<{name.encode('utf-8', 'replace').hex()}>"


def write_destinations(
    file: File, anchors: dict[str, Anchor], pages: list[Page], page_refs: list[str]
) -> str:
    """Write a name tree of all anchors, so that file.pdf#name works too; return its reference."""
    names = sorted((name.encode("utf-8", "replace"), anchor) for name, anchor in anchors.items())
    entries = []
    for name, (page, _, y) in names:
        top = pages[page].height - max(y - _HEADROOM, 0.0)
        entries.append(f"<{name.hex()}>[{page_refs[page]}/XYZ null {number(top)} null]")
    return file.add(f"<</Names[{''.join(entries)}]>>")


def write_links(
    file: File,
    areas: list[LinkArea],
    page: int,
    height: float,
    anchors: dict[str, Anchor],
    tags: Tags,
    sink: Diagnostics,
) -> list[str]:
    """Write the annotations of one page; return the references to them.

    An area without an element belongs to a copy (a repeated table head): its link stands where
    the original is. A target that is not in the document is reported.
    """
    references = []
    for area in areas:
        element = area.element
        if element is None:
            continue
        if not area.target.startswith("#"):
            action = f"/A<</S/URI/URI{text(quote(area.target, safe=_URI_SAFE))}>>"
        elif area.target[1:] in anchors:
            action = f"/Dest{destination(area.target[1:])}"
        else:
            message = f"no place {area.target!r} in this document"
            sink.warning("dangling-link", message, element.span)
            continue
        reserved = file.reserve()
        reference = f"{reserved} 0 R"
        key = tags.link(element, page, reference)
        bottom = height - area.y - area.height
        rectangle = (area.x, bottom, area.x + area.width, bottom + area.height)
        file.put(
            reserved,
            f"<</Type/Annot/Subtype/Link/Rect[{' '.join(map(number, rectangle))}]/F 4"
            f"/Border[0 0 0]/Contents{text(area.contents or area.target)}"
            f"/StructParent {key}{action}>>",
        )
        references.append(reference)
    return references
