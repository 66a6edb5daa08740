"""Take a banner, return the paragraphs that hold it in header and footer parts."""

from __future__ import annotations

from typing import Any, Final

from lxml import etree

from briefgen.model import Banner
from briefgen.theme import MARKING
from briefgen.writers.docx.nodes import WordParagraph, WordRun, w
from briefgen.writers.docx.reference_styles import extended, parsed
from briefgen.writers.docx.styles import Styles
from briefgen.writers.docx.units import twips

__all__ = ["banner_paragraphs", "with_paragraph"]

_GAP: Final = 4.0


def banner_paragraphs(banner: Banner, styles: Styles, *, fixed: bool) -> dict[str, WordParagraph]:
    """Return the paragraphs that hold the banner, by the kind of their part.

    Running heads stand where they do without it, unless a reference document has `fixed` their
    place. A banner stands as its scheme says whichever way the document runs.
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
            "pStyle": w("pStyle", val=styles.paragraph(MARKING)),
            "spacing": w(
                "spacing", before=before, after=after, line=twips(leading), lineRule="exact"
            ),
            "jc": w("jc", val=banner.align),
        }
        if styles.rtl:
            look["bidi"] = w("bidi", val=0)
        text = WordRun((banner.text,))
        if banner.background:  # Word has no padding for characters
            label = {"rStyle": w("rStyle", val=styles.character(MARKING))}
            text = WordRun((f"\u00a0{banner.text}\u00a0",), label)
        shown[kind] = WordParagraph(look, (text,))
    return shown


def with_paragraph(part: bytes, paragraph: WordParagraph, kind: str) -> bytes:
    """Return a header or footer part with `paragraph` at the edge of the paper."""
    root: Any = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    added = parsed((paragraph,))
    return extended(root, [*added, *root] if kind == "header" else [*root, *added])
