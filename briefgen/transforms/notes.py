"""Take a document, return it with its footnotes numbered in reading order."""

from __future__ import annotations

from itertools import count

from briefgen import model as m
from briefgen.record import replace
from briefgen.walk import rewrite

__all__ = ["number_notes"]


def number_notes(document: m.Document) -> m.Document:
    """Number all notes from 1, those in notes after the note that they stand in."""
    numbers = count(1)

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        if not isinstance(node, m.Note):
            return None
        number = next(numbers)
        children = rewrite(node.children, change)
        return (replace(node, number=number, children=children),)

    return replace(document, blocks=rewrite(document.blocks, change))
