"""Take nodes of the report, return what a template sees of them: passages, elements, sections.

A view is read by its attributes, looped over, and placed by printing it. What `docs/templates.md`
lists is public here; names with an underscore are out of a template's reach.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from jinja2.exceptions import TemplateRuntimeError
from markupsafe import Markup

from briefgen import model as m
from briefgen.compose.placing import Placements, span_of
from briefgen.compose.sentences import first_sentence
from briefgen.diagnostics import GENERATED, Span, did_you_mean
from briefgen.expansions.events import event_of
from briefgen.record import replace
from briefgen.terms import straight
from briefgen.walk import blocks_text, children, plain_text, rewrite, walk

__all__ = [
    "Element",
    "Happening",
    "Passage",
    "Phrase",
    "Point",
    "Points",
    "SectionView",
    "Several",
    "cited",
    "label_key",
    "view",
]

CONDENSED = "condensed"

KINDS: Mapping[str, tuple[type, ...]] = {
    "section": (m.Section,),
    "div": (m.Div,),
    "table": (m.Table,),
    "figure": (m.Figure,),
    "code": (m.CodeBlock, m.Code),
    "paragraph": (m.Paragraph,),
    "list": (m.BulletList, m.OrderedList),
    "definitions": (m.DefinitionList,),
    "quote": (m.BlockQuote,),
    "span": (m.InlineSpan,),
    "image": (m.Image,),
    "link": (m.Link,),
}
"""What `find(kind=...)` takes; those with attributes are looked for where no kind is named."""

_ATTRIBUTED = (
    *(m.Section, m.Div, m.Table, m.Figure, m.CodeBlock),
    *(m.InlineSpan, m.Code, m.Link, m.Image),
)


class Phrase(str):
    """A string of the report: compared and joined like any string, printed as text."""

    _placements: Placements
    _span: Span
    _date: str

    def __new__(
        cls, text: str, placements: Placements, span: Span = GENERATED, date: str = ""
    ) -> Phrase:
        phrase = super().__new__(cls, text)
        phrase._placements, phrase._span, phrase._date = placements, span, date
        return phrase

    def __html__(self) -> Markup:
        return self._placements.place(self._placements.text(str(self), self._span))


class Passage:
    """Blocks or inlines, to be placed by printing it. It is true where there is anything in it."""

    def __init__(self, nodes: Iterable[m.Node], placements: Placements) -> None:
        self._nodes = tuple(nodes)
        self._placements = placements

    def __html__(self) -> Markup:
        return self._placements.place(self._content)

    __str__ = __html__

    def __bool__(self) -> bool:
        return bool(self._content)

    @property
    def _content(self) -> tuple[m.Node, ...]:
        """What is placed: the condensed forms in it are placed by name only."""
        return uncondensed(self._nodes)

    @property
    def _inside(self) -> tuple[m.Node, ...]:
        """What `find` looks through."""
        return self._nodes

    def _passage(self, nodes: Iterable[m.Node]) -> Passage:
        return Passage(nodes, self._placements)

    def _phrase(self, text: str) -> Phrase:
        return Phrase(text, self._placements, span_of(self._nodes))

    def _quoted(self, text: str) -> Phrase:
        """Return words of it as a string, noted: printed in another one, they have no place."""
        phrase = self._phrase(text)
        self._placements.quoted.append((phrase, (m.Text(text, phrase._span),)))
        return phrase

    def _text(self) -> Phrase:
        if any(isinstance(node, m.Section | m.Paragraph) for node in walk(self._content)):
            return self._phrase(" ".join(blocks_text(self._content).split()))
        return self._phrase(plain_text(self._content))

    @property
    def text(self) -> Phrase:
        """Its plain text, without notes and citations."""
        phrase = self._text()
        self._placements.quoted.append((phrase, self._content))
        return phrase

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(blocks_text(self._content).split())

    @property
    def works(self) -> int:
        """How many works it cites."""
        return len(cited(self._content))

    @property
    def citations(self) -> Passage:
        """The works that it cites, each once, as one citation."""
        found = cited(self._content)
        return self._passage((m.CitationGroup(found, found[0].span),) if found else ())

    @property
    def blocks(self) -> Several:
        """The blocks (or inlines) that it is made of."""
        return Several(view(node, self._placements) for node in self._content)

    @property
    def first_paragraph(self) -> Passage:
        """The first paragraph directly in it, or nothing."""
        paragraphs = (node for node in self._content if isinstance(node, m.Paragraph))
        return self._passage([node for node in [next(paragraphs, None)] if node])

    @property
    def first_sentences(self) -> Passage:
        """The first sentence of each paragraph directly in it, with its citations."""
        return self._passage(
            replace(node, children=first_sentence(node.children))
            for node in self._content
            if isinstance(node, m.Paragraph)
        )

    @property
    def items(self) -> Several:
        """The items of the lists directly in it."""
        lists = (n for n in self._content if isinstance(n, m.BulletList | m.OrderedList))
        return Several(self._passage(item.children) for found in lists for item in found.items)

    @property
    def definitions(self) -> tuple[Point, ...]:
        """The labelled points directly in it, in order, each with `term` and `content`."""
        lists = (node for node in self._content if isinstance(node, m.DefinitionList))
        return tuple(Point(item, self._placements) for found in lists for item in found.items)

    @property
    def points(self) -> Points:
        """The labelled points directly in it, by label."""
        return Points(self.definitions)

    @property
    def events(self) -> tuple[Happening, ...]:
        """Its dated points, by date: definitions whose term has a span with a `date`."""
        items = (node for node in walk(self._nodes) if isinstance(node, m.DefinitionItem))
        found = [event for item in items if (event := event_of(item)) is not None]
        found.sort(key=lambda event: event.date)
        return tuple(Happening(event, self._placements) for event in found)

    def find(
        self,
        kind: str | None = None,
        id: str | None = None,  # noqa: A002  # a template says find(id="x")
        cls: str | None = None,
        depth: int | None = None,
        within: Passage | None = None,
        **attributes: str | bool,
    ) -> Several:
        """Return what fits in it, condensed forms too, in reading order.

        `kind` is a key of `KINDS`, `depth` how many sections deep it stands (a section counts
        itself), and any other name an attribute with its value, or True for any value.
        """
        if kind is not None and kind not in KINDS:
            hint = did_you_mean(kind, KINDS) or f"one of {', '.join(KINDS)}"
            raise TemplateRuntimeError(f"find() knows no kind {kind!r}\n{hint}")
        for key in attributes:
            if hint := did_you_mean(key, ("kind", "cls", "depth", "within")):
                raise TemplateRuntimeError(f"find() has no argument {key!r}\n{hint}")
        kinds = KINDS[kind] if kind else _ATTRIBUTED

        def fits(node: m.Node, deep: int) -> bool:
            if not isinstance(node, kinds):
                return False
            attr: m.Attr = getattr(node, "attr", m.NO_ATTR)
            pairs = dict(attr.pairs)
            return (
                id in (None, attr.id)
                and (cls is None or cls in attr.classes)
                and depth in (None, deep)
                and all(
                    key in pairs and value in (True, pairs[key])
                    for key, value in attributes.items()
                )
            )

        nodes = (self if within is None else within)._inside
        return Several(
            view(node, self._placements) for node, deep in _descend(nodes, 0) if fits(node, deep)
        )


class Element(Passage):
    """A node with attributes: a section, div, table, figure, image, span, link or code.

    `element["status"]` and `element.status` are the attribute `status`.
    """

    def __init__(self, node: Any, placements: Placements) -> None:
        super().__init__((node,), placements)
        self._node = node

    __iter__ = None  # without this, Python would go over attributes 0, 1, 2, ...

    def __getitem__(self, key: str) -> Phrase:
        pairs = dict(self._node.attr.pairs)
        return self._quoted(pairs[key])

    @property
    def _content(self) -> tuple[m.Node, ...]:
        if CONDENSED in self._node.attr.classes and isinstance(self._node, m.Div):
            return uncondensed(self._node.children)
        return uncondensed(self._nodes, self._node)

    @property
    def _inside(self) -> tuple[m.Node, ...]:
        inside: tuple[m.Node, ...] = getattr(self._node, "children", ())
        return inside

    @property
    def kind(self) -> str:
        """What it is: a key of `KINDS`."""
        return next(kind for kind, types in KINDS.items() if isinstance(self._node, types))

    @property
    def id(self) -> Phrase:
        """Its id, or ""."""
        return self._phrase(self._node.attr.id)

    @property
    def classes(self) -> tuple[Phrase, ...]:
        """Its classes."""
        return tuple(map(self._phrase, self._node.attr.classes))

    def get(self, key: str, default: str = "") -> Phrase:
        """Return the value of an attribute, or `default`."""
        return self._quoted(self._node.attr.get(key, default))

    @property
    def caption(self) -> Passage:
        """The caption of a table or figure."""
        return self._passage(getattr(self._node, "caption", ()))

    @property
    def label(self) -> Phrase:
        """What a table or figure is called, "Table 1"."""
        return self._phrase(getattr(self._node, "label", ""))

    @property
    def reference(self) -> Passage:
        """A cross-reference to it, "§5.1" or "Table 1"."""
        return self._passage((m.CrossReference(self._node.attr.id, GENERATED),))


class SectionView(Element):
    """A section: placed with its heading and all below it but the condensed forms."""

    _node: m.Section

    @property
    def title(self) -> Passage:
        """The words of the heading."""
        return self._passage(self._node.title)

    @property
    def name(self) -> Phrase:
        """The attribute `name`, or else the text of the heading."""
        return self.get("name") or self.title.text

    @property
    def number(self) -> Phrase:
        """The number, "5.1", or "" where it has none."""
        return self._phrase(self._node.number)

    @property
    def level(self) -> int:
        """The level of the heading, from 1."""
        return self._node.level

    @property
    def content(self) -> Passage:
        """All that is below the heading."""
        return self._passage(self._node.children)

    @property
    def body(self) -> Passage:
        """What is below the heading before and between subsections, without them."""
        return self._passage(n for n in self._node.children if not isinstance(n, m.Section))

    @property
    def subsections(self) -> Several:
        """The sections directly in it."""
        sections = (node for node in self._node.children if isinstance(node, m.Section))
        return Several(SectionView(node, self._placements) for node in sections)

    @property
    def first_paragraph(self) -> Passage:
        """The first paragraph of its body."""
        return self.body.first_paragraph

    @property
    def blocks(self) -> Several:
        """The blocks of its body."""
        return self.body.blocks

    @property
    def items(self) -> Several:
        """The items of the lists in its body."""
        return self.body.items

    @property
    def definitions(self) -> tuple[Point, ...]:
        """The labelled points of its body."""
        return self.body.definitions


class Point:
    """A labelled point: `term` and `content`; `text` is the content's."""

    def __init__(self, item: m.DefinitionItem, placements: Placements) -> None:
        self.term = Passage(item.term, placements)
        self.content = Passage((b for blocks in item.definitions for b in blocks), placements)
        self._label = self.term._text()

    @property
    def label(self) -> Phrase:
        """The words of the term."""
        return self.term.text


class Points(Mapping[str, Passage]):
    """Labelled points by label; capitals and the kind of quotes make no difference.

    Points that have the same label are one passage.
    """

    def __init__(self, points: Iterable[Point]) -> None:
        self._points: dict[str, tuple[Phrase, Passage]] = {}
        for point in points:
            label, content = point._label, point.content
            if (key := label_key(label)) in self._points:
                label, before = self._points[key]
                content = before._passage((*before._nodes, *content._nodes))
            self._points[key] = label, content

    def __getitem__(self, label: str) -> Passage:
        return self._points[label_key(label)][1]

    def __iter__(self) -> Iterator[str]:
        return (label for label, _ in self._points.values())

    def __len__(self) -> int:
        return len(self._points)


def label_key(label: str) -> str:
    """Return what labels are told apart by."""
    return " ".join(straight(label).casefold().split()).rstrip(".:")


class Happening:
    """A dated event: `date` as it was noted, `label` as the report words it, and `content`."""

    def __init__(self, event: m.Event, placements: Placements) -> None:
        self._event = event
        self._placements = placements
        self.label = Passage(event.label, placements)
        self.content = Passage(event.children, placements)

    @property
    def date(self) -> Phrase:
        """The date, in ISO's form."""
        event = self._event
        self._placements.quoted.append((event.date, (m.Text(event.date, event.span),)))
        return Phrase(event.date, self._placements, event.span, event.date)


class Several(tuple[Passage, ...]):
    """Passages one after another; printing it places them all."""

    __slots__ = ()

    @property
    def _content(self) -> tuple[m.Node, ...]:
        return tuple(node for passage in self for node in passage._content)

    def __html__(self) -> Markup:
        return self[0]._placements.place(self._content) if self else Markup("")

    __str__ = __html__


def view(node: m.Node, placements: Placements) -> Passage:
    """Return what a template sees of `node`."""
    if isinstance(node, m.Section):
        return SectionView(node, placements)
    if isinstance(node, _ATTRIBUTED):
        return Element(node, placements)
    return Passage((node,), placements)


def cited(nodes: Iterable[m.Node]) -> tuple[m.Citation, ...]:
    """Return the citations in `nodes`, the first of each work, without locators."""
    found: dict[str, m.Citation] = {}
    for node in walk(nodes):
        if isinstance(node, m.Citation):
            found.setdefault(node.key, m.Citation(node.key, node.span))
    return tuple(found.values())


def uncondensed(nodes: tuple[m.Node, ...], keep: m.Node | None = None) -> tuple[m.Node, ...]:
    """Return `nodes` without the condensed forms in them; `keep` stays whatever it is."""

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        if node is keep:
            return None
        if CONDENSED in getattr(node, "attr", m.NO_ATTR).classes:
            return ()
        return None if isinstance(node, m.Section | m.Div | m.BlockQuote) else (node,)

    return rewrite(nodes, change)


def _descend(nodes: Iterable[m.Node], deep: int) -> Iterator[tuple[m.Node, int]]:
    for node in nodes:
        if isinstance(node, m.Section):
            yield node, deep + 1
            yield from _descend(node.title, deep + 1)
            yield from _descend(node.children, deep + 1)
        else:
            yield node, deep
            yield from _descend(children(node), deep)
