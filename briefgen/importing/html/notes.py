"""Take a page, return its footnotes: the elements that a mark links to and that link back."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from briefgen.importing.draft import DraftParagraph, DraftRun, Location
from briefgen.importing.sources import is_source_heading

__all__ = ["NOTE", "SOURCES", "Footnotes", "find_notes"]

NOTE: Final = "briefgen-note"
"""The attribute that marks the element of a note."""

SOURCES: Final = re.compile(
    r"(?:^|[\s_-])(?:references?|reflist|citations|bibliography|works-cited|sources|csl-bib-body)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_BLOCKS: Final = frozenset(("p", "li", "div", "td", "dd", "aside", "section"))
_HEADS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "hr"))


@dataclass(slots=True)
class Footnotes:
    """The notes of a page.

    `keys` has their keys by the id that a mark links to, `marks` the ids of the marks, `blocks` the
    elements by key, `items` numbers of works by the ids of their entries.
    """

    keys: dict[str, str] = field(default_factory=dict)
    marks: set[str] = field(default_factory=set)
    blocks: dict[str, Any] = field(default_factory=dict)
    items: dict[str, str] = field(default_factory=dict)


def find_notes(root: Any) -> Footnotes:
    """Find the notes of the page; entries of a source list are no notes."""
    notes = Footnotes()
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    for anchor in root.iter("a"):
        if anchor.get("name"):
            ids.setdefault(anchor.get("name"), anchor)
    order = {element: at for at, element in enumerate(root.iter())}
    heads = [(at, element) for element, at in order.items() if element.tag in _HEADS]
    notes.items = _items(root, order, heads)
    for anchor in root.iter("a"):
        target = (anchor.get("href") or "").removeprefix("#")
        if target == anchor.get("href") or target not in ids or target in notes.keys:
            continue
        block = ids[target]
        if order[block] < order[anchor]:
            continue  # a link from the note back to its mark
        own = {
            name
            for element in (anchor, anchor.getparent(), *anchor)
            if element is not None
            for name in (element.get("id"), element.get("name"))
            if name
        }
        marked = "".join(anchor.itertext()).strip(" []()\n")
        back = [one.get("href", "")[1:] for one in block.iter("a") if one.get("href")]
        if not marked or len(marked) > 6 or not own.intersection(back):
            continue
        while block is not None and block.tag not in _BLOCKS:
            block = block.getparent()
        if block is None or _is_source(block, order, heads) or anchor in list(block.iter("a")):
            continue
        key = str(len(notes.blocks) + 1)
        notes.keys[target] = key
        notes.marks |= own
        block.set(NOTE, key)
        notes.blocks[key] = block
    return notes


def _is_source(block: Any, order: Mapping[Any, int], heads: Sequence[tuple[int, Any]]) -> bool:
    """Tell whether the element stands in a list of sources: by its class, or under its heading."""
    for above in (block, *block.iterancestors()):
        if above.tag in ("ol", "ul", "div", "section") and SOURCES.search(above.get("class") or ""):
            return True
    at = bisect_left(heads, (order[block],), key=lambda head: head[:1])
    if not at or heads[at - 1][1].tag == "hr":  # the rule above footnotes
        return False
    text = " ".join("".join(heads[at - 1][1].itertext()).split())
    return is_source_heading(DraftParagraph((DraftRun(text),), Location(1)))


def _items(root: Any, order: Mapping[Any, int], heads: Sequence[tuple[int, Any]]) -> dict[str, str]:
    """Return the numbers of the entries of source lists by the ids in them."""
    found: dict[str, str] = {}
    for above in root.iter("ol"):
        if not _is_source(above, order, heads):
            continue
        start = above.get("start") or "1"
        for number, item in enumerate(
            above.iterchildren("li"), int(start) if start.isdigit() else 1
        ):
            for element in item.iter():
                if name := element.get("id"):
                    found.setdefault(name, str(number))
    return found
