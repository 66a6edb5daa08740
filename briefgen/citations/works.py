"""Take a document, return it with every citation rendered and its works cited filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Final

from briefgen import model as m
from briefgen.citations.clusters import Cluster, is_raised
from briefgen.citations.entries import full_entry, short_entry
from briefgen.citations.numbering import check_keys, listed_keys, number_in_order
from briefgen.citations.style import EntryStyle
from briefgen.citations.usage import section_label
from briefgen.diagnostics import Diagnostics, did_you_mean
from briefgen.quotation import is_smart
from briefgen.record import replace
from briefgen.walk import attr_of, children, plain_text, rewrite, walk

__all__ = ["cite"]


def cite(
    document: m.Document,
    bibliography: Mapping[str, m.Reference],
    numbers: Mapping[str, int] | None,
    sink: Diagnostics,
    style: EntryStyle | None = None,
    *,
    elsewhere: Collection[str] = (),
) -> m.Document:
    """Render citations with `numbers` (None: count in this document) and list what they cite.

    Numbers link to entries and entries back to the sections that cite them. Unknown keys are
    errors at their place. A document that cites without listing its works is warned of, and its
    numbers are then not links. Front matter's `briefgen: {citation-style: superscript}` raises
    numbers instead of bracketing them; `style` writes the entries (None: the house style). Works
    that the report cites `elsewhere`, perhaps in what is not for this reader, are not listed.
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
    raised = _is_raised(document.metadata, sink)
    lang, smart = document.metadata.lang, is_smart(document.metadata)
    cited = {c.key for group in groups for c in group.citations} & bibliography.keys()
    named = {k: plain_text(short_entry(bibliography[k], lang, smart=smart)) for k in sorted(cited)}
    cluster = Cluster(numbers, bibliography, lang, bool(lists), raised, smart, named)
    spaces = _spaces_before(found) if raised else set()
    citing = _Citing(cluster, {attr_of(node).id for node in found}, spaces)
    blocks = citing.blocks(document.blocks)
    works = _Listing(document, bibliography, numbers, citing.places, elsewhere, sink, style)
    return replace(document, blocks=works.filled(blocks))


def _is_raised(metadata: m.Metadata, sink: Diagnostics) -> bool:
    style = metadata.options.get("citation-style", "bracket")
    if style not in _STYLES:
        hint = did_you_mean(str(style), _STYLES) or f"one of {', '.join(_STYLES)}"
        sink.error("unknown-citation-style", f"citation-style is {style!r}", metadata.span, hint)
    return style == "superscript"


_STYLES: Final = ("bracket", "superscript")


def _spaces_before(nodes: Iterable[m.Node]) -> set[int]:
    """Return the identities of texts whose last space stands before a raised number."""
    found: set[int] = set()
    for node in nodes:
        for text, group in pairwise(children(node)):
            if not isinstance(text, m.Text) or not isinstance(group, m.CitationGroup):
                continue
            begins = not group.in_text or group.citations[0].suppress_author
            if begins and is_raised(group):
                found.add(id(text))
    return found


class _Citing:
    """Renders the citations of a document in reading order; `places` are where works are cited."""

    def __init__(self, cluster: Cluster, ids: set[str], spaces: set[int]) -> None:
        self.cluster = cluster
        self.ids = ids
        self.spaces = spaces
        self.places: dict[str, dict[str, str]] = {}
        self.count = 0
        self.label = ""

    def blocks(self, blocks: m.Blocks) -> m.Blocks:
        return rewrite(blocks, self._change)

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Section():
                return (self._section(node),)
            case m.CitationGroup():
                return (self._cited(node),)
            case m.Text() if id(node) in self.spaces:
                return (replace(node, text=node.text.rstrip(" ")),)
            case m.Image():
                return (self._image(node),)
            case m.Figure():
                caption = rewrite(node.caption, self._change)
                return (replace(node, image=self._image(node.image), caption=caption),)
            case _:
                return None

    def _section(self, section: m.Section) -> m.Section:
        outside = self.label
        self.label = section_label(section, outside, self.cluster.lang)
        title = rewrite(section.title, self._change)
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

        return replace(image, children=rewrite(image.children, change))


class _Listing:
    """Fills the works cited of a document; `places` are anchors by section label by key."""

    def __init__(
        self,
        document: m.Document,
        bibliography: Mapping[str, m.Reference],
        numbers: Mapping[str, int],
        places: Mapping[str, Mapping[str, str]],
        elsewhere: Collection[str],
        sink: Diagnostics,
        style: EntryStyle | None,
    ) -> None:
        self.lang = document.metadata.lang
        self.title = plain_text(document.metadata.title)
        self.smart = is_smart(document.metadata)
        self.bibliography = bibliography
        self.numbers = numbers
        self.places = places
        self.sink = sink
        self.style = style
        self.cited = {*places, *listed_keys(document.metadata.nocite, bibliography)}
        self.uncited = bibliography.keys() - self.cited - {*elsewhere}
        self.waiting = {True, False}

    def filled(self, blocks: m.Blocks) -> m.Blocks:
        return rewrite(blocks, self._change)

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        if isinstance(node, m.WorksCited) and node.cited in self.waiting:
            self.waiting.remove(node.cited)
            return (replace(node, works=self._works(node)),)
        return None

    def _works(self, block: m.WorksCited) -> tuple[m.Work, ...]:
        shown = {*(self.cited if block.cited else ()), *(self.uncited if block.uncited else ())}
        listed = shown & self.numbers.keys() & self.bibliography.keys()
        return tuple(self._work(key, block) for key in sorted(listed, key=self.numbers.__getitem__))

    def _work(self, key: str, block: m.WorksCited) -> m.Work:
        reference = self.bibliography[key]
        return m.Work(
            number=self.numbers[key],
            key=key,
            entry=self._entry(reference, short=block.form == "short"),
            cited_in=self._links(key, block) if block.backlinks else (),
            span=reference.span,
        )

    def _links(self, key: str, block: m.WorksCited) -> tuple[m.Backlink, ...]:
        places = self.places.get(key, {}).items()
        if block.form == "short":  # the first one, of which the label is not printed
            return tuple(m.Backlink(label or self.title, at) for label, at in places)[:1]
        return tuple(m.Backlink(label, at) for label, at in places if label)

    def _entry(self, reference: m.Reference, *, short: bool) -> m.Inlines:
        if short:
            return short_entry(reference, self.lang, smart=self.smart)  # CSL has no such form
        if self.style is None:
            return full_entry(reference, self.lang, smart=self.smart)
        try:
            entry = self.style(reference)
            why = "has no words for" if not entry else ""
        except Exception as error:  # whatever a style of someone else's may do
            entry, why = (), f"fails ({type(error).__name__}: {error}) at"
        if why:
            message = f"the style {why} {reference.key!r}; it is listed in the house style"
            self.sink.warning("csl-no-entry", message, reference.span)
        return entry or full_entry(reference, self.lang, smart=self.smart)
