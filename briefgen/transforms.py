"""Numbers and links: take a report, number it; take a document, resolve what it refers to.

Sections, tables and figures are numbered once, in the canonical report, so that §5.1 is §5.1 in
every document of a pack. Notes, contents and links belong to each document.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, TypeAlias, TypeVar

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, did_you_mean
from briefgen.expansions import expanded
from briefgen.record import replace
from briefgen.terms import term
from briefgen.walk import attr_of, children, close_up, plain_text, rewrite, rewrite_inside, walk

__all__ = ["number_report", "resolve"]

_DEPTH: Final = 3
_REFERENCE_PREFIXES: Final = ("sec-", "tbl-", "fig-")

_Captioned: TypeAlias = m.Table | m.Figure
_Nodes = TypeVar("_Nodes", m.Blocks, m.Inlines)


def number_report(report: m.Report, sink: Diagnostics) -> m.Report:
    """Number sections (1, 1.1, 1.1.1), and label the tables and figures that have a caption.

    A section of class `unnumbered` and all below it is skipped and not counted. What stands in a
    `condensed` block is not part of the long text: sections there stay without a number, tables
    and figures are counted after all others. Labelled nodes without id get one.

    Divs that stand for something else (charts) become that; `sink` gets what they have wrong.
    """
    numbered = _Numbering().apply(report.blocks)
    return replace(report, blocks=_Labelling(report, sink).apply(numbered))


def resolve(document: m.Document, report: m.Report, sink: Diagnostics) -> m.Document:
    """Number notes, give references their text, fill contents, and check every internal link.

    `report` is the numbered canonical report: what a document refers to but does not hold is
    named and not linked. A target that neither has is an error. Where a document holds an id
    twice (a section placed twice, a template's own heading), one of them gets another.
    """
    document = replace(document, blocks=_with_own_ids(document, report))
    targets = _Targets(document, report)
    blocks = _Resolving(targets, sink).apply(document.blocks)
    return replace(document, blocks=_filled(blocks))


# ------------------------------------------------------------------------------------- numbering


class _Numbering:
    """Numbers sections; `counts` are those of the sections that enclose the present place."""

    def __init__(self) -> None:
        self.counts = [0]

    def apply(self, blocks: m.Blocks) -> m.Blocks:
        return rewrite(blocks, self._change)

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Section():
                return (self._section(node),)
            case m.Div() if not node.attr.has("condensed"):
                return None
            case _:
                return (node,)  # headings inside of lists, quotes and cells have no number

    def _section(self, section: m.Section) -> m.Section:
        if section.attr.has("unnumbered") or section.attr.has("condensed"):
            return section
        if len(self.counts) > _DEPTH:
            return section
        self.counts[-1] += 1
        number = ".".join(map(str, self.counts))
        self.counts.append(0)
        blocks = self.apply(section.children)
        self.counts.pop()
        return replace(section, number=number, children=blocks)


class _Labelling:
    """Labels tables and figures: first those of the long text, then the condensed ones."""

    def __init__(self, report: m.Report, sink: Diagnostics) -> None:
        self.lang = report.metadata.lang
        self.sink = sink
        self.ids = set(_ids(report.blocks))
        self.counts = {m.Table: 0, m.Figure: 0}

    def apply(self, blocks: m.Blocks) -> m.Blocks:
        def long(node: m.Node) -> tuple[m.Node, ...] | None:
            return (node,) if _is_condensed(node) else self._labelled(node)

        def condensed(node: m.Node) -> tuple[m.Node, ...] | None:
            if not _is_condensed(node):
                return None
            return rewrite((node,), self._labelled)

        return rewrite(rewrite(blocks, long), condensed)

    def _labelled(self, node: m.Node) -> tuple[m.Node, ...] | None:
        if isinstance(node, m.Div):
            lang = node.attr.get("lang", self.lang)
            if (found := expanded(node, lang, self.sink)) is not None:
                return rewrite(found, self._labelled)
        if not isinstance(node, m.Table | m.Figure) or not node.caption:
            return None
        kind = type(node)
        self.counts[kind] += 1
        number, name = self.counts[kind], kind.__name__.lower()
        attr = node.attr
        if not attr.id:
            attr = replace(attr, id=_free(f"{name}-{number}", self.ids))
            self.ids.add(attr.id)
        return (replace(node, label=f"{term(self.lang, name)} {number}", attr=attr),)


def _is_condensed(node: m.Node) -> bool:
    return isinstance(node, m.Div | m.Section) and node.attr.has("condensed")


# ------------------------------------------------------------------------------------------- ids


def _ids(nodes: Iterable[m.Node]) -> Iterator[str]:
    return (attr.id for attr in map(attr_of, walk(nodes)) if attr.id)


def _free(name: str, taken: Iterable[str]) -> str:
    """Return `name`, or the first of name-2, name-3, ... that is not taken."""
    number, free = 1, name
    while free in taken:
        number += 1
        free = f"{name}-{number}"
    return free


def _with_own_ids(document: m.Document, report: m.Report) -> m.Blocks:
    """Return the document's blocks with ids that are unique.

    The report's own node keeps an id before one that a template wrote, and the first of two
    before the second.
    """
    owners: dict[str, m.Node] = {}
    for node in walk(document.blocks):
        if name := attr_of(node).id:
            owner = owners.setdefault(name, node)
            if owner.span.file != report.source == node.span.file:
                owners[name] = node
    taken = set(owners)
    met: set[str] = set()

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        attr = attr_of(node)
        if not attr.id:
            return None
        if node is owners.get(attr.id) and attr.id not in met:
            met.add(attr.id)
            return None
        name = _free(attr.id, taken)
        taken.add(name)
        renamed = replace(node, attr=replace(attr, id=name))  # type: ignore[arg-type]
        return (rewrite_inside(renamed, change),)

    return rewrite(document.blocks, change)


# --------------------------------------------------------------------------------------- targets


class _Targets:
    """The ids of a document and of its report, and how each is named."""

    def __init__(self, document: m.Document, report: m.Report) -> None:
        self._document = document
        self._report = report

    @cached_property
    def here(self) -> dict[str, str]:
        return dict(_named(self._document.blocks, self._document.metadata.lang))

    @cached_property
    def report(self) -> dict[str, str]:
        return dict(_named(self._report.blocks, self._report.metadata.lang))

    def find(self, name: str) -> str | None:
        """Return the id that `name` stands for: itself, or what follows `sec-` in `@sec-x`."""
        for known in (self.here, self.report):
            if name in known:
                return name
        for prefix in _REFERENCE_PREFIXES:
            rest = name.removeprefix(prefix)
            if rest != name and (rest in self.here or rest in self.report):
                return rest
        return None

    def text(self, name: str) -> str:
        """Return how `name` is called, "" for a place outside of any section."""
        return self.here.get(name) or self.report.get(name, "")

    def hint(self, name: str) -> str:
        known = sorted({*self.here, *self.report})
        return did_you_mean(name, known) or f"give the place you mean an id: {{#{name}}}"


def _named(nodes: Iterable[m.Node], lang: str, around: str = "") -> Iterator[tuple[str, str]]:
    """Yield each id with its name: a section's number or title, a label, or what is around it."""
    for node in nodes:
        name = around
        match node:
            case m.Section():
                number = node.number and term(lang, "section") + node.number
                name = number or plain_text(node.title).strip()
            case m.Table() | m.Figure():
                # The number stays with its word.
                name = node.label.replace(" ", "\u00a0") or plain_text(node.caption) or around
            case _:
                pass
        if identifier := attr_of(node).id:
            yield identifier, name
        yield from _named(children(node), lang, name)


class _Resolving:
    """Numbers notes and resolves references, in reading order."""

    def __init__(self, targets: _Targets, sink: Diagnostics) -> None:
        self.targets = targets
        self.sink = sink
        self.notes = 0

    def apply(self, nodes: _Nodes) -> _Nodes:
        return rewrite(nodes, self._change)

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Note():
                self.notes += 1
                number = self.notes
                return (replace(node, number=number, children=self.apply(node.children)),)
            case m.Image():
                return (self._image(node),)
            case m.Figure():
                caption = self.apply(node.caption)
                return (replace(node, image=self._image(node.image), caption=caption),)
            case m.CrossReference():
                return (self._reference(node),)
            case m.Link() if node.target.startswith("#"):
                return self._link(node)
            case _:
                return None

    def _reference(self, reference: m.CrossReference) -> m.CrossReference:
        found = self._find(reference.target, reference)
        if found is None:
            return replace(reference, text=reference.text or f"{reference.target}?", linked=False)
        text = self.targets.text(found)
        if not text:
            message = f"{found!r} is in no section, so there is nothing to call it"
            self.sink.warning("unnamed-target", message, reference.span, f"[words](#{found})")
        linked = found in self.targets.here
        return replace(reference, target=found, text=text or found, linked=linked)

    def _image(self, image: m.Image) -> m.Image:
        """Resolve alternative text, where there is no place for notes; a caption may repeat it."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            return () if isinstance(node, m.Note) else self._change(node)

        return replace(image, children=rewrite(image.children, change))

    def _link(self, link: m.Link) -> tuple[m.Node, ...]:
        inside = self.apply(link.children)
        found = self._find(_decoded(link.target[1:]), link)
        if found is None or found not in self.targets.here:
            return inside  # its words stay, for it leads out of this document
        return (replace(link, children=inside, target=f"#{found}"),)

    def _find(self, name: str, node: m.Node) -> str | None:
        found = self.targets.find(name)
        if found is None:
            message = f"nothing has the id {name!r}"
            self.sink.error("unknown-target", message, node.span, self.targets.hint(name))
        return found


def _decoded(fragment: str) -> str:
    if "%" not in fragment:
        return fragment
    from urllib.parse import unquote  # Markdown readers encode what is not ASCII

    return unquote(fragment)


# -------------------------------------------------------------------------------------- contents


def _filled(blocks: m.Blocks) -> m.Blocks:
    """Fill every `Contents`."""

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        if isinstance(node, m.Paragraph):
            return (node,)
        if not isinstance(node, m.Contents):
            return None
        entries: Iterable[m.ContentsEntry]
        if node.kind == "sections":
            entries = _section_entries(blocks, node, 1, "")
        else:
            kind = m.Table if node.kind == "tables" else m.Figure
            entries = _caption_entries(blocks, kind, "")
        return (replace(node, entries=tuple(entries)),)

    return rewrite(blocks, change)


def _section_entries(
    nodes: Iterable[m.Node], contents: m.Contents, level: int, around: str
) -> Iterator[m.ContentsEntry]:
    """Yield the sections of `nodes` but for covers, for lists, and for what `contents` is in.

    Headings without words are no entries, as in Word. `around` is the language of what the nodes
    stand in, "" for the document's own.
    """
    for node in nodes:
        if isinstance(node, m.Paragraph) or (isinstance(node, m.Div) and node.attr.has("cover")):
            continue
        lang = attr_of(node).get("lang", around)
        if not isinstance(node, m.Section):
            yield from _section_entries(children(node), contents, level, lang)
        elif _only_lists(node) or any(below is contents for below in walk(node.children)):
            yield from _section_entries(node.children, contents, level, lang)
        elif not node.attr.has("unlisted"):
            title = _bare(node.title, lang)
            if level <= contents.depth and plain_text(title).strip():
                yield m.ContentsEntry(node.attr.id, node.number, title, level)
            yield from _section_entries(node.children, contents, level + 1, lang)


def _only_lists(section: m.Section) -> bool:
    """Tell whether a section is a heading over contents or a list of tables or figures."""
    own = [node for node in section.children if not isinstance(node, m.Section | m.PageBreak)]
    return bool(own) and all(isinstance(node, m.Contents) for node in own)


def _caption_entries(
    nodes: Iterable[m.Node], kind: type[_Captioned], around: str
) -> Iterator[m.ContentsEntry]:
    for node in nodes:
        if isinstance(node, m.Paragraph):
            continue
        lang = attr_of(node).get("lang", around)
        if isinstance(node, kind) and node.label:
            yield m.ContentsEntry(node.attr.id, node.label, _bare(node.caption, lang), 1)
        yield from _caption_entries(children(node), kind, lang)


def _bare(inlines: m.Inlines, lang: str) -> m.Inlines:
    """Return the words of a heading alone, on one line: no notes, citations, links or looks.

    What they stand in may have said that they are in `lang`.
    """

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Note() | m.CitationGroup() | m.Image():
                return ()
            case m.LineBreak():
                return (m.Text(" ", node.span),)
            case m.CrossReference():
                return (m.Text(node.text, node.span),)
            case m.Link():
                return rewrite(node.children, change)
            case m.InlineSpan():
                attr = _only_lang(node.attr.get("lang"))
                inside = rewrite(node.children, change)
                return (replace(node, attr=attr, children=inside),)
            case _:
                return None

    words = close_up(rewrite(inlines, change))
    return (m.InlineSpan(words, _only_lang(lang), words[0].span),) if lang and words else words


def _only_lang(lang: str) -> m.Attr:
    return m.Attr(pairs=(("lang", lang),)) if lang else m.NO_ATTR
