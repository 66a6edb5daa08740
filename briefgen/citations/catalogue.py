"""Which citation style a document has: take its front matter, return what makes the style."""

from __future__ import annotations

from typing import Final

from briefgen import model as m
from briefgen.citations.citation_style import StyleMaker
from briefgen.citations.numeric import NumericStyle, SuperscriptStyle
from briefgen.diagnostics import Diagnostics, did_you_mean

__all__ = ["CITATION_STYLES", "choose_citation_style"]

CITATION_STYLES: Final[dict[str, StyleMaker]] = {
    "bracket": NumericStyle,
    "superscript": SuperscriptStyle,
}
"""Citation styles by the name that front matter has for them."""


def choose_citation_style(metadata: m.Metadata, sink: Diagnostics) -> StyleMaker:
    """Return the style that `briefgen: {citation-style: ...}` names; report an unknown name."""
    name = metadata.options.citation_style
    if name not in CITATION_STYLES:
        place = metadata.place("briefgen", "citation-style")
        hint = did_you_mean(name, CITATION_STYLES) or f"one of {', '.join(CITATION_STYLES)}"
        sink.error("unknown-citation-style", f"citation-style is {name!r}", place, hint)
        name = m.ReportOptions().citation_style
    return CITATION_STYLES[name]
