"""Take a document, return it with every citation rendered and its works cited filled in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import pairwise
from typing import Final

from briefgen import model as m
from briefgen.citations.catalogue import choose_citation_style
from briefgen.citations.citation_style import CitationStyle, CitedWorks
from briefgen.citations.entries import full_entry, short_entry
from briefgen.citations.entry_style import EntryStyle
from briefgen.citations.numbering import check_keys, listed_keys, number_in_order
from briefgen.citations.usage import section_label
from briefgen.diagnostics import Diagnostics, Span
from briefgen.record import replace
from briefgen.terms import term
from briefgen.walk import attr_of, children, plain_text, rewrite, walk

__all__ = ["cite", "ways_back"]

_NBSP: Final = "\u00a0"


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

    Front matter's `briefgen: {citation-style: ...}` says how; `style` writes the entries (None:
    the house style). Citations link to entries, and entries back to the sections that cite them.
    A document that cites in its text without listing its works is warned of, and nothing is
    linked. `elsewhere` are the keys that the report cites, perhaps in what is not for this
    reader: `number_works` has checked them. Any other unknown key is an error at its place.
    """
    found = list(walk(document.blocks))
    groups = [node for node in found if isinstance(node, m.CitationGroup)]
    lists = [node for node in found if isinstance(node, m.WorksCited)]
    own = (c for group in groups for c in group.citations if c.key not in elsewhere)
    check_keys(own, bibliography, sink)
    if numbers is None:
        numbers = number_in_order(groups, bibliography, document.metadata.nocite)
    lang, smart = document.metadata.lang, document.metadata.options.smart
    works = CitedWorks(bibliography, numbers, lang, smart=smart, linked=bool(lists))
    citation_style = choose_citation_style(document.metadata, sink)(works)
    if groups and not lists and citation_style.stands == "text":
        sink.warning(
            "no-works-cited",
            f"{document.audience_title or document.audience!r} cites works but does not list them",
            groups[0].span,
            "place {{ works_cited() }} in its template",
        )
    for extra in [each for each in lists if each.cited][1:]:
        message = "the works cited are listed twice; the second list stays empty"
        sink.warning("works-cited-twice", message, extra.span)
    citing = _Citing(citation_style, works, found)
    blocks = citing.blocks(document.blocks)
    apart = any(each.uncited and not each.cited for each in lists)
    listing = _Listing(
        document,
        works,
        citation_style,
        citing.places,
        sink,
        style,
        apart=apart,
        elsewhere=elsewhere,
    )
    return replace(document, blocks=listing.filled(blocks))


def ways_back(places: Iterable[tuple[str, str]], lang: str, span: Span) -> m.Inlines:
    """Return " · cited in §5.1, §6" for `places`, pairs of a section's label and an anchor."""
    cited = term(lang, "cited-in")
    trail: list[m.Inline] = []
    for label, anchor in places:
        between = ", " if trail else f" · {cited} "
        trail.append(m.InlineSpan((m.Text(between, span),), m.Attr(classes=("muted",)), span))
        shown = (m.Text(label.replace(" ", _NBSP), span),)
        name = f"{cited.replace(' ', _NBSP)} {label}"
        trail.append(m.Link(shown, f"#{anchor}", span, name))
    return tuple(trail)


class _Citing:
    """Renders the citations of a document in reading order; `places` are where works are cited.

    `places` holds the anchor of the first citation by section label, by key. `nodes` are all that
    the document has.
    """

    def __init__(self, style: CitationStyle, works: CitedWorks, nodes: Collection[m.Node]) -> None:
        self.style = style
        self.works = works
        self.ids = {attr_of(node).id for node in nodes}
        self.spaces = self._spaces_before_marks(nodes)
        self.places: dict[str, dict[str, str]] = {}
        self.count = 0
        self.label = ""
        self.in_note = False

    def blocks(self, blocks: m.Blocks) -> m.Blocks:
        return rewrite(blocks, self._change)

    def _spaces_before_marks(self, nodes: Collection[m.Node]) -> set[int]:
        """Return the identities of texts whose last space stands before a raised mark."""
        marked = {id(n) for n in nodes if isinstance(n, m.CitationGroup) and self._is_mark(n)}
        if not marked:
            return set()
        if self.style.stands == "note":  # in a note, the words of a citation have a space
            notes = [node for node in nodes if isinstance(node, m.Note)]
            marked -= set(map(id, walk(notes)))
        pairs = (pair for node in nodes for pair in pairwise(children(node)))
        return {id(a) for a, b in pairs if isinstance(a, m.Text) and id(b) in marked}

    def _is_mark(self, group: m.CitationGroup) -> bool:
        raised = self.style.stands == "note" or self.style.raised(group)
        return raised and not self.style.lead(group)

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Section():
                return (self._section(node),)
            case m.CitationGroup():
                return self._cited(node)
            case m.Note():
                return (self._note(node),)
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
        self.label = section_label(section, outside, self.works.lang)
        title = rewrite(section.title, self._change)
        children = self.blocks(section.children)
        self.label = outside
        return replace(section, title=title, children=children)

    def _note(self, note: m.Note) -> m.Note:
        outside, self.in_note = self.in_note, True
        children = self.blocks(note.children)
        self.in_note = outside
        return replace(note, children=children)

    def _rendered(self, group: m.CitationGroup) -> m.CitationGroup:
        numbers = self.works.numbers
        return replace(
            group,
            citations=tuple(replace(c, number=numbers.get(c.key, 0)) for c in group.citations),
            lead=self.style.lead(group),
            rendered=self.style.rendered(group),
            raised=self.style.raised(group),
        )

    def _cited(self, group: m.CitationGroup) -> m.Inlines:
        self.count += 1
        while f"cite-{self.count}" in self.ids:
            self.count += 1
        anchor = f"cite-{self.count}"
        for citation in group.citations:
            self.places.setdefault(citation.key, {}).setdefault(self.label, anchor)
        done = replace(self._rendered(group), anchor=anchor)
        if self.style.stands == "text":
            return (done,)
        if self.in_note:  # Word has no notes in notes
            space = (m.Text(" ", group.span),) if done.lead else ()
            return (replace(done, lead=(*done.lead, *space, *done.rendered), rendered=()),)
        words = replace(done, lead=done.rendered, rendered=())
        return (*done.lead, m.Note((m.Paragraph((words,), group.span),), group.span))

    def _image(self, image: m.Image) -> m.Image:
        """Render citations in alternative text, which is no place to link to."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            return (self._rendered(node),) if isinstance(node, m.CitationGroup) else None

        return replace(image, children=rewrite(image.children, change))


class _Listing:
    """Fills the works cited of a document; `places` are anchors by section label by key.

    With `apart`, works that are listed but not cited have a list of their own.
    """

    def __init__(
        self,
        document: m.Document,
        works: CitedWorks,
        citation_style: CitationStyle,
        places: Mapping[str, Mapping[str, str]],
        sink: Diagnostics,
        style: EntryStyle | None,
        *,
        apart: bool,
        elsewhere: Collection[str],
    ) -> None:
        self.lang, self.smart = works.lang, works.smart
        self.title = plain_text(document.metadata.title)
        self.bibliography = works.bibliography
        self.numbers = works.numbers
        self.citation_style = citation_style
        self.places = places
        self.sink = sink
        self.style = style
        self.cited = {*places}
        listed = listed_keys(document.metadata.nocite, self.bibliography, elsewhere)
        self.uncited = {*listed} - self.cited
        self.waiting = {True, False}
        self.apart = apart

    def filled(self, blocks: m.Blocks) -> m.Blocks:
        return rewrite(blocks, self._change)

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        if isinstance(node, m.WorksCited) and node.cited in self.waiting:
            self.waiting.remove(node.cited)
            return (replace(node, works=self._works(node)),)
        return None

    def _works(self, block: m.WorksCited) -> tuple[m.Work, ...]:
        more = block.uncited and not (block.cited and self.apart)
        shown = {*(self.cited if block.cited else ()), *(self.uncited if more else ())}
        order = self.citation_style.order(shown & self.bibliography.keys())
        return tuple(self._work(key, block) for key in order)

    def _work(self, key: str, block: m.WorksCited) -> m.Work:
        reference = self.bibliography[key]
        short = block.form == "short"
        places = list(self.places.get(key, {}).items()) if block.backlinks else []
        trail: m.Inlines = ()
        back = None
        if not short:
            trail = ways_back((each for each in places if each[0]), self.lang, reference.span)
        elif places:
            label, anchor = places[0]
            back = m.Backlink(f"{term(self.lang, 'cited-in')} {label or self.title}", anchor)
        return m.Work(
            number=self.numbers.get(key, 0),
            key=key,
            entry=self._entry(reference, short=short),
            span=reference.span,
            label=self.citation_style.label(key),
            trail=trail,
            back=back,
        )

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
