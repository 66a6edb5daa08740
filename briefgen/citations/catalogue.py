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
"""Citation styles by the name that front matter has for them; the first is the default."""


def choose_citation_style(metadata: m.Metadata, sink: Diagnostics) -> StyleMaker:
    """Return the style that `briefgen: {citation-style: ...}` names; report an unknown name."""
    default = next(iter(CITATION_STYLES))
    name = str(metadata.options.get("citation-style", default))
    if name not in CITATION_STYLES:
        hint = did_you_mean(name, CITATION_STYLES) or f"one of {', '.join(CITATION_STYLES)}"
        sink.error("unknown-citation-style", f"citation-style is {name!r}", metadata.span, hint)
        name = default
    return CITATION_STYLES[name]
