"""Take blocks or words, return the room they need: as layout measures it, or about so.

Without fonts nothing can be measured; then characters count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from briefgen import model as m
from briefgen.layout.flow.widths import measured
from briefgen.record import replace
from briefgen.walk import blocks_text, rewrite

if TYPE_CHECKING:
    from briefgen.writers.docx.body import Body
    from briefgen.writers.docx.place import Place

__all__ = ["evened", "height", "length", "needs"]

_TALLEST = 4000.0
_SLASH: Final = r"(?<![\w./:])([^\W\d_]{2,})/([^\W\d_]{2,})(?![\w./])"
_LOOSE = 1.02
"""Word measures a little more roughly: what is to fit a line gets so much more."""
_LETTER = 0.5
"""The width of a letter, about, in ems."""


def length(body: Body, text: str, style: str, *, bold: bool = False) -> float:
    """Return the width of `text` in one line of paragraph style `style`."""
    setter, look = body.making.setter, body.styles.look(style)
    if setter is None:
        return len(text) * look.size * _LETTER
    run = setter.inliner.look(look, setter.document.metadata.lang)
    return setter.run(text, run._replace(bold=bold or run.bold), None, end="")[1] if text else 0.0


def evened(body: Body, inlines: m.Inlines, place: Place) -> Place:
    """Return `place` as narrow as makes the lines of a title about equally long, as layout does."""
    setter, name = body.making.setter, place.style
    look = body.styles.look(name)
    ragged = look.align == "left" and place.align in {"", "left"}
    if setter is None or body.styles.house or not (name.endswith("title") and ragged):
        return place
    from briefgen.layout.boxes import Element
    from briefgen.layout.inline.lines import balanced, measure

    lang = body.inliner.lang
    run = setter.inliner.look(look, lang)
    fragments, _ = setter.inliner.fragments(inlines, run, Element("Artifact"))
    room = place.width if place.flat else place.width - look.indent_left - look.indent_right
    if measure(fragments, setter.fonts)[1] <= room:
        return place  # in one line
    least = balanced(fragments, room, setter.fonts, lang) * _LOOSE
    return place._replace(right=place.right + room - least) if least < room else place


def needs(body: Body, blocks: m.Blocks, place: Place) -> tuple[float, float]:
    """Return the width of the longest word and of the longest line: measured, or about so."""
    setter = body.making.setter
    if setter is not None:
        from briefgen.layout.boxes import Element

        frame = setter.frame(Element("Artifact"))
        blocks = rewrite(blocks, _unslashed)
        return measured(setter, blocks, frame._replace(width=place.width, style=place.style))
    size = body.styles.look(place.style).size * _LETTER
    words = blocks_text(blocks).split()
    longest = max(map(len, words), default=0)
    return longest * size, (sum(map(len, words)) + len(words)) * size


def _unslashed(node: m.Node) -> tuple[m.Node, ...] | None:
    """Measure what stands around a slash as one word: Word ends no line there, and layout does."""
    if isinstance(node, m.Text) and "/" in node.text:
        return (replace(node, text=re.sub(_SLASH, r"\1l\2", node.text)),)
    return None


def height(body: Body, blocks: Sequence[m.Block], place: Place) -> float:
    """Return the height of `blocks` as layout sets them, or about so."""
    setter = body.making.setter
    if setter is not None:
        from briefgen.layout.boxes import Element
        from briefgen.layout.galley import height_of

        scratch = setter.scaled(1.0)
        scratch.outline = []
        frame = scratch.frame(Element("Artifact"))
        return height_of(scratch.column(blocks, frame._replace(width=place.width)))
    size = body.styles.look(place.style).size
    return min(len(blocks_text(blocks)) * size * size / place.width + 12 * size, _TALLEST)
