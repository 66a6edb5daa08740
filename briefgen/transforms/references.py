"""Take a document, return it with the text and the target of each reference, and its captions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Final, TypeVar

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, did_you_mean
from briefgen.record import replace
from briefgen.terms import term
from briefgen.transforms.contents import fill_contents
from briefgen.transforms.ids import with_own_ids
from briefgen.walk import attr_of, children, plain_text, rewrite, rewrite_inside, walk

__all__ = ["resolve"]

_REFERENCE_PREFIXES: Final = ("sec-", "tbl-", "fig-")

_NOT_IN_GITHUB: Final = re.compile(r"[^\w\- ]")
_NUMBER: Final = re.compile(r"^[\d-]+-(?=[^\W\d])")

_Nodes = TypeVar("_Nodes", m.Blocks, m.Inlines)


def resolve(document: m.Document, report: m.Report, sink: Diagnostics) -> m.Document:
    """Give references and captions their text, fill contents, and check every internal link.

    `report` is the numbered canonical report: what a document refers to but does not hold is
    named and not linked. A reference to what neither has is an error; a link to it is a warning,
    and its words stay. Where a document holds an id
    twice (a section placed twice, a template's own heading), one of them gets another.
    """
    document = replace(document, blocks=with_own_ids(document, report))
    targets = _Targets(document, report)
    blocks = _Resolving(targets, document.metadata.lang, sink).apply(document.blocks)
    return replace(document, blocks=fill_contents(blocks))


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
        return self.github.get(name.lower()) or self.github.get(_NUMBER.sub("", name.lower()))

    @cached_property
    def github(self) -> dict[str, str]:
        """What GitHub calls the headings of the report, with and without a number before."""
        ids: dict[str, str] = {}
        short: dict[str, set[str]] = {}
        for section in walk(self._report.blocks):
            if not isinstance(section, m.Section):
                continue
            text = _NOT_IN_GITHUB.sub("", plain_text(section.title).strip().lower())
            slug = free = text.replace(" ", "-")
            number = 0
            while free in ids:
                number += 1
                free = f"{slug}-{number}"
            ids[free] = section.attr.id
            short.setdefault(_NUMBER.sub("", slug), set()).add(section.attr.id)
        alone = {name: min(found) for name, found in short.items() if len(found) == 1}
        return {**alone, **ids}

    def text(self, name: str) -> str:
        """Return how `name` is called, "" for a place outside of any section."""
        return self.here.get(name) or self.report.get(name, "")

    def hint(self, name: str) -> str:
        known = sorted({*self.here, *self.report})
        return did_you_mean(name, known) or f"give the place you mean an id: {{#{name}}}"


def _named(nodes: Iterable[m.Node], lang: str, outer: str = "") -> Iterator[tuple[str, str]]:
    """Yield each id with its name: number or title, label, or else the name of its section."""
    for node in nodes:
        name = outer
        match node:
            case m.Section():
                number = node.number and term(lang, "section") + node.number
                name = number or plain_text(node.title).strip()
            case m.Table() | m.Figure():
                # A no-break space keeps the number with its word.
                name = node.label.replace(" ", "\u00a0") or plain_text(node.caption) or outer
            case _:
                pass
        if identifier := attr_of(node).id:
            yield identifier, name
        yield from _named(children(node), lang, name)


class _Resolving:
    """Resolves references and completes captions."""

    def __init__(self, targets: _Targets, lang: str, sink: Diagnostics) -> None:
        self.targets = targets
        self.lang = lang
        self.sink = sink

    def apply(self, nodes: _Nodes) -> _Nodes:
        return rewrite(nodes, self._change)

    def _change(self, node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Image():
                return (self._image(node),)
            case m.Figure():
                caption, image = self.apply(node.caption), self._image(node.image)
                return (replace(node, image=image, caption=caption, stop=_stop(node)),)
            case m.Table() if node.label:
                continued = f"{node.label} ({term(self.lang, 'continued')})"
                table = replace(node, stop=_stop(node), continued=continued)
                return (rewrite_inside(table, self._change),)
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
        """Resolve alternative text, without its notes: the caption may repeat them as real ones."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            return () if isinstance(node, m.Note) else self._change(node)

        return replace(image, children=rewrite(image.children, change))

    def _link(self, link: m.Link) -> tuple[m.Node, ...]:
        inside = self.apply(link.children)
        found = self._find(_decoded(link.target[1:]), link)
        if found is None or found not in self.targets.here:
            return inside  # the target is in another document, so only the words stay
        return (replace(link, children=inside, target=f"#{found}"),)

    def _find(self, name: str, node: m.Node) -> str | None:
        found = self.targets.find(name)
        if found is None:
            message = f"nothing has the id {name!r}"
            hint = self.targets.hint(name)
            if isinstance(node, m.Link):
                self.sink.warning("dead-link", f"{message}; its words stay", node.span, hint)
            else:
                self.sink.error("unknown-target", message, node.span, hint)
        return found


def _stop(node: m.Table | m.Figure) -> str:
    """Return what stands between the label and the caption of `node`."""
    return "" if not node.label else ". " if node.caption else "."


def _decoded(fragment: str) -> str:
    if "%" not in fragment:
        return fragment
    from urllib.parse import unquote  # Markdown readers encode what is not ASCII

    return unquote(fragment)
