"""Take the inlines of a paragraph, return those of its first sentence, its citations with it."""

from __future__ import annotations

import re
from typing import Final

from briefgen import model as m
from briefgen.record import replace
from briefgen.walk import plain_text

__all__ = ["first_sentence"]

_END: Final = (
    # A full stop after a single letter or a short title ends no sentence, nor does one before a
    # small letter.
    r"(?<![\s.]\w)(?<!\b(?:Dr|Mr|Ms|St|vs|No))(?<!\b(?:Mrs|etc))[.!?…][”’“‘\"')\]»«\u202f]*(?=\s+[^\sa-z]|\s*$)"
)


def first_sentence(inlines: m.Inlines) -> m.Inlines:
    """Return the inlines up to the first end of a sentence in plain text."""
    for index, node in enumerate(inlines):
        if not isinstance(node, m.Text) or not (end := re.search(_END, node.text)):
            continue
        rest, after = node.text[end.end() :], inlines[index + 1 :]
        cites: m.Inlines = ()
        if not rest.strip() and after and isinstance(after[0], m.CitationGroup):
            cites = (m.Text(rest, node.span), after[0])
        if not rest.strip() and not cites and after and not plain_text(after).strip():
            continue  # only notes follow: they belong to the sentence
        return (*inlines[:index], replace(node, text=node.text[: end.end()]), *cites)
    return inlines
