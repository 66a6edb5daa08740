"""Take the blocks of a report, return its sections and other elements by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefgen import model as m
from briefgen.compose.placing import Placements
from briefgen.compose.views import Element, Passage, SectionView, Several
from briefgen.walk import walk

__all__ = ["Catalogue", "Sections"]


class Catalogue(Mapping[str, Element]):
    """Elements by id."""

    def __init__(self, elements: Iterable[Element], noun: str) -> None:
        self._noun = noun
        self._elements: dict[str, Element] = {}
        for element in elements:
            if element._node.attr.id:
                self._elements.setdefault(element._node.attr.id, element)

    def __getitem__(self, id: str) -> Element:  # noqa: A002  # ids are what it is keyed by
        return self._elements[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)


class Sections:
    """The sections at the top, in order; `sections["turkey"]` is one at any depth."""

    _noun = "section"

    def __init__(self, blocks: m.Blocks, placements: Placements) -> None:
        nodes = [node for node in walk(blocks) if isinstance(node, m.Section)]
        self.all = Several(SectionView(node, placements) for node in nodes)
        self._top = Several(SectionView(n, placements) for n in blocks if isinstance(n, m.Section))
        self._by_id = Catalogue(self.all, "section")  # type: ignore[arg-type]  # they are elements

    def __getitem__(self, key: str | int) -> Passage:
        return self._top[key] if isinstance(key, int | slice) else self._by_id[key]

    def __contains__(self, id: object) -> bool:  # noqa: A002
        return id in self._by_id

    def __iter__(self) -> Iterator[Passage]:
        return iter(self._top)

    def __len__(self) -> int:
        return len(self._top)

    def keys(self) -> Iterable[str]:
        """Return every section's id."""
        return self._by_id.keys()

    def get(self, id: str, default: object = None) -> object:  # noqa: A002
        """Return a section by id, or `default`."""
        return self._by_id.get(id, default)
