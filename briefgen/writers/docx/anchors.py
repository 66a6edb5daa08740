"""Take the ids of a document, return the bookmarks that stand for them.

Word wants names of at most 40 letters, digits and underscores that begin with a letter and differ
in more than their case, and a number for each. Only an id that is there can be linked to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefgen import model as m
from briefgen.walk import attr_of, walk
from briefgen.writers.docx.nodes import Content, w

__all__ = ["Anchors"]

_LONGEST = 40
_OTHER = re.compile(r"[^A-Za-z0-9_]")


class Anchors:
    """The bookmarks of one document. `sections` are all that it has, in reading order.

    Those that the document holds already are `taken`; their numbers go up to `last`.
    """

    def __init__(self, blocks: Iterable[m.Node], taken: Iterable[str] = (), last: int = 0) -> None:
        self.sections: list[m.Section] = []
        self._names: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._labels: dict[str, str] = {}
        self._taken = {name.lower() for name in taken}
        self._last = last
        self._placed: set[str] = {""}
        self._linked: dict[str, None] = {}
        for node in walk(blocks):
            match node:
                case m.Text():
                    continue  # most nodes are
                case m.CitationGroup():
                    name = node.anchor
                case m.Work():
                    name = f"ref-{node.key}"
                case _:
                    name = attr_of(node).id
            if isinstance(node, m.Section):
                self.sections.append(node)
            elif isinstance(node, m.Table | m.Figure) and node.label:
                self._labels[name] = node.label
            if name and name not in self._names:
                self._names[name] = self._new(name)

    def number(self, section: m.Section) -> None:
        """Note that Word itself counts the number of `section`."""
        self._numbers[section.attr.id] = section.number

    def is_section(self, target: str) -> bool:
        """Tell whether `target` is a section whose number Word counts."""
        return target.removeprefix("#") in self._numbers

    def counted(self, target: str, text: str) -> tuple[str, str]:
        """Split the `text` of a cross-reference into words and the number that a field shows.

        That part is "" where none of the text can come from a field.
        """
        name = target.removeprefix("#")
        known = self._numbers.get(name) or self._labels.get(name, "")
        if known and text.replace("\u00a0", " ").endswith(known):
            return text[: len(text) - len(known)], text[len(text) - len(known) :]
        return text, ""

    def name(self, target: str) -> str:
        """Return the bookmark of `target` (an id, with or without "#"), "" where there is none."""
        name = target.removeprefix("#")
        self._linked.setdefault(name)
        return self._names.get(name, "")

    def missing(self) -> list[str]:
        """Return what is linked to and stands where no bookmark can (in the text of an image)."""
        return [name for name in self._linked if self._names.get(name, "") not in self._placed]

    def mark(self, target: str, inside: Content = ()) -> Content:
        """Return `inside` with the bookmark of `target` around it; a bookmark stands only once."""
        name = self._names.get(target, "")
        if not name or name in self._placed:
            return inside
        self._placed.add(name)
        number = self._last + len(self._placed) - 1
        start = w("bookmarkStart", id=number, name=name)
        return [start, *inside, w("bookmarkEnd", id=number)]

    def _new(self, name: str) -> str:
        base = _OTHER.sub("_", name)
        if not base[:1].isalpha():
            base = f"a_{base}"
        base = wanted = base[:_LONGEST]
        count = 1
        while wanted.lower() in self._taken:
            count += 1
            tail = f"_{count}"
            wanted = base[: _LONGEST - len(tail)] + tail
        self._taken.add(wanted.lower())
        return wanted
