"""Take a document, return it with every citation rendered and its works cited filled in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from briefgen import model as m
from briefgen.citations.clusters import Cluster
from briefgen.citations.entries import full_entry, short_entry
from briefgen.citations.numbering import check_keys, listed_keys, number_in_order
from briefgen.diagnostics import Diagnostics
from briefgen.terms import term
from briefgen.walk import plain_text, rewrite, walk

__all__ = ["cite"]


def cite(
    document: m.Document,
    bibliography: Mapping[str, m.Reference],
    numbers: Mapping[str, int] | None,
    sink: Diagnostics,
) -> m.Document:
    """Render citations with `numbers` (None: count in this document) and list what they cite.

    Numbers link to entries and entries back to the sections that cite them. Unknown keys are
    errors at their place. A document that cites without listing its works is warned of, and its
    numbers are then not links.
    """
    found = list(walk(document.blocks))
    groups = [node for node in found if isinstance(node, m.CitationGroup)]
    lists = [node for node in found if isinstance(node, m.WorksCited)]
    check_keys((c for group in groups for c in group.citations), bibliography, sink)
    if numbers is None:
        numbers = number_in_order(groups, bibliography)
    if groups and not lists:
        sink.warning(
            "no-works-cited",
            f"{document.audience_title or document.audience!r} cites works but does not list them",
            groups[0].span,
            "place {{ works_cited() }} in its template",
        )
    for extra in [each for each in lists if each.cited][1:]:
        message = "the works cited are listed twice; the second list stays empty"
        sink.warning("works-cited-twice", message, extra.span)
    cluster = Cluster(numbers, bibliography, document.metadata.lang, bool(lists))
    citing = _Citing(cluster, set(map(_id, found)))
    blocks = citing.blocks(document.blocks)
    works = _Listing(document, bibliography, numbers, citing.places)
    return replace(document, blocks=works.filled(blocks))


class _Citing:
    """Renders the citations of a document in reading order; `places` are where works are cited."""

    def __init__(self, cluster: Cluster, ids: set[str]) -> None:
        self.cluster = cluster
        self.ids = ids
        self.places: dict[str, dict[str, str]] = {}
        self.count = 0
        self.label = ""

    def blocks(self, blocks: m.Blocks) -> m.Blocks:
        return cast("m.Blocks", rewrite(blocks, self._change))

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Section():
                return (self._section(node),)
            case m.CitationGroup():
                return (self._cited(node),)
            case m.Image():
                return (self._image(node),)
            case m.Figure():
                caption = cast("m.Inlines", rewrite(node.caption, self._change))
                return (replace(node, image=self._image(node.image), caption=caption),)
            case _:
                return None

    def _section(self, section: m.Section) -> m.Section:
        outside = self.label
        if section.number:
            self.label = term(self.cluster.lang, "section") + section.number
        elif not outside.startswith(term(self.cluster.lang, "section")):
            self.label = plain_text(section.title).strip()
        title = cast("m.Inlines", rewrite(section.title, self._change))
        children = self.blocks(section.children)
        self.label = outside
        return replace(section, title=title, children=children)

    def _numbered(self, group: m.CitationGroup) -> m.CitationGroup:
        return replace(
            group,
            citations=tuple(
                replace(c, number=self.cluster.numbers.get(c.key, 0)) for c in group.citations
            ),
            rendered=self.cluster.render(group),
        )

    def _cited(self, group: m.CitationGroup) -> m.CitationGroup:
        self.count += 1
        while f"cite-{self.count}" in self.ids:
            self.count += 1
        anchor = f"cite-{self.count}"
        for citation in group.citations:
            self.places.setdefault(citation.key, {}).setdefault(self.label, anchor)
        return replace(self._numbered(group), anchor=anchor)

    def _image(self, image: m.Image) -> m.Image:
        """Render citations in alternative text, which is no place to link to."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            return (self._numbered(node),) if isinstance(node, m.CitationGroup) else None

        return replace(image, children=cast("m.Inlines", rewrite(image.children, change)))


class _Listing:
    """Fills the works cited of a document; `places` are anchors by section label by key."""

    def __init__(
        self,
        document: m.Document,
        bibliography: Mapping[str, m.Reference],
        numbers: Mapping[str, int],
        places: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.lang = document.metadata.lang
        self.bibliography = bibliography
        self.numbers = numbers
        self.places = places
        self.cited = {*places, *listed_keys(document.metadata.nocite, bibliography)}
        self.waiting = {True, False}

    def filled(self, blocks: m.Blocks) -> m.Blocks:
        return cast("m.Blocks", rewrite(blocks, self._change))

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        if isinstance(node, m.WorksCited) and node.cited in self.waiting:
            self.waiting.remove(node.cited)
            return (replace(node, works=self._works(node)),)
        return None

    def _works(self, block: m.WorksCited) -> tuple[m.Work, ...]:
        shown = [
            key for key in self.numbers if (block.cited if key in self.cited else block.uncited)
        ]
        return tuple(
            self._work(key, block)
            for key in sorted(shown, key=self.numbers.__getitem__)
            if key in self.bibliography
        )

    def _work(self, key: str, block: m.WorksCited) -> m.Work:
        reference = self.bibliography[key]
        entry = short_entry if block.form == "short" else full_entry
        links = tuple(
            m.Backlink(label, anchor) for label, anchor in self.places.get(key, {}).items() if label
        )
        return m.Work(
            number=self.numbers[key],
            key=key,
            entry=entry(reference, self.lang),
            cited_in=links if block.backlinks and block.form == "full" else (),
            span=reference.span,
        )


def _id(node: m.Node) -> str:
    attr = getattr(node, "attr", None)
    return attr.id if isinstance(attr, m.Attr) else ""
