"""Take a banner, return the paragraphs that hold it in header and footer parts."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from briefgen.layout.pages.banner import MARKING
from briefgen.model import Banner
from briefgen.writers.docx.house_styles import extended, parsed
from briefgen.writers.docx.markup import element, paragraph_properties, run, run_properties, twips
from briefgen.writers.docx.styles import Styles

__all__ = ["banner_paragraphs", "with_paragraph"]

_GAP: Final = 4.0


def banner_paragraphs(banner: Banner, styles: Styles, *, fixed: bool) -> dict[str, str]:
    """Return the paragraphs that hold the banner, by the kind of their part.

    Running heads stand where they do without it, unless a house has `fixed` their place. A banner
    stands as its scheme says whichever way the document runs.
    """
    theme, shown = styles.theme, {}
    leading = styles.look(MARKING).leading
    taken = banner.edge + leading
    header = theme.page.header_distance - theme.paragraph("header").above - taken
    footer = theme.page.footer_distance - theme.paragraph("footer").below - taken
    for kind, wanted, gap in (("header", banner.top, header), ("footer", banner.bottom, footer)):
        if not wanted:
            continue
        space = twips(_GAP if fixed else max(gap, 0.0))
        before, after = (0, space) if kind == "header" else (space, 0)
        look = {
            "pStyle": element("pStyle", styles.paragraph(MARKING)),
            "spacing": f'<w:spacing w:before="{before}" w:after="{after}"'
            f' w:line="{twips(leading)}" w:lineRule="exact"/>',
            "jc": element("jc", banner.align),
        }
        if styles.leftward:
            look["bidi"] = element("bidi", 0)
        text = run(banner.text)
        if banner.background:  # Word has no padding for characters
            label = run_properties({"rStyle": element("rStyle", styles.character(MARKING))})
            text = run(f"\u00a0{banner.text}\u00a0", label)
        shown[kind] = f"<w:p>{paragraph_properties(look)}{text}</w:p>"
    return shown


def with_paragraph(part: bytes, paragraph: str, kind: str) -> bytes:
    """Return a header or footer part of a house with `paragraph` at the edge of the paper."""
    root: Any = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    added = parsed(paragraph)
    return extended(root, [*added, *root] if kind == "header" else [*root, *added])
