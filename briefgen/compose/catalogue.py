"""Take the blocks of a report, return its sections and other elements by id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from briefgen import model as m
from briefgen.compose.described import Keyed
from briefgen.compose.placing import Placements
from briefgen.compose.views import ElementView, PassageView, PassageViews, SectionView
from briefgen.walk import walk

__all__ = ["Catalogue", "SectionsView"]


class Catalogue(Keyed, Mapping[str, ElementView]):
    """Elements by id; `noun` is what a message calls one."""

    def __init__(self, elements: Iterable[ElementView], noun: str) -> None:
        self._noun = noun
        self._elements: dict[str, ElementView] = {}
        for element in elements:
            if element._node.attr.id:
                self._elements.setdefault(element._node.attr.id, element)

    def _names(self) -> list[str]:
        return list(self._elements)

    def __getitem__(self, id: str) -> ElementView:  # noqa: A002  # the key is an id
        return self._elements[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._elements)

    def __len__(self) -> int:
        return len(self._elements)


class SectionsView(Keyed):
    """The sections at the top, in order; `sections["turkey"]` is one at any depth."""

    _noun = "section"

    def __init__(self, blocks: m.Blocks, placements: Placements) -> None:
        nodes = [node for node in walk(blocks) if isinstance(node, m.Section)]
        self.all = PassageViews(SectionView(node, placements) for node in nodes)
        self._top = PassageViews(
            SectionView(n, placements) for n in blocks if isinstance(n, m.Section)
        )
        self._by_id = Catalogue(self.all, "section")  # type: ignore[arg-type]  # they are elements

    def _names(self) -> list[str]:
        return self._by_id._names()

    def __getitem__(self, key: str | int) -> PassageView:
        return self._top[key] if isinstance(key, int | slice) else self._by_id[key]

    def __contains__(self, id: object) -> bool:  # noqa: A002
        return id in self._by_id

    def __iter__(self) -> Iterator[PassageView]:
        return iter(self._top)

    def __len__(self) -> int:
        return len(self._top)

    def keys(self) -> Iterable[str]:
        """Return every section's id."""
        return self._by_id.keys()

    def get(self, id: str, default: object = None) -> object:  # noqa: A002
        """Return a section by id, or `default`."""
        return self._by_id.get(id, default)
