"""Take nodes of the report, return what a template sees of them: passages, elements, sections.

A template reads the attributes of a view, loops over it, and places it by printing it. What
`docs/templates.md` lists is public here. Names that begin with an underscore are for `compose`
alone, because the sandbox hides them from templates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from markupsafe import Markup

from briefgen import model as m
from briefgen.compose.described import Described
from briefgen.compose.placing import Placements, span_of
from briefgen.compose.selection import CONDENSED, KINDS, Attributed, cited, select, uncondensed
from briefgen.compose.sentences import first_sentence
from briefgen.diagnostics import GENERATED, Span
from briefgen.expansions.events import event_of
from briefgen.record import replace
from briefgen.terms import straight
from briefgen.walk import blocks_text, plain_text, walk

__all__ = [
    "ElementView",
    "EventView",
    "PassageView",
    "PassageViews",
    "Phrase",
    "PointView",
    "PointsView",
    "SectionView",
    "label_key",
    "view",
]


class Phrase(str):
    """A string of the report that knows where it comes from.

    It is a `str`, because templates compare and join it like any other; printed as it is, it is
    placed as text with its span. `_date` is the ISO date of a date.
    """

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


class PassageView(Described):
    """Blocks or inlines, placed by printing the view; it is true if there are any."""

    _noun = "passage"

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
        """The nodes that printing places; condensed forms are placed by name only."""
        return uncondensed(self._nodes)

    @property
    def _inside(self) -> tuple[m.Node, ...]:
        """The nodes that `find` searches."""
        return self._nodes

    def _passage(self, nodes: Iterable[m.Node]) -> PassageView:
        return PassageView(nodes, self._placements)

    def _phrase(self, text: str) -> Phrase:
        return Phrase(text, self._placements, span_of(self._nodes))

    def _quoted(self, text: str) -> Phrase:
        """Return part of this node as a string, recorded in `Placements.quoted`."""
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
    def citations(self) -> PassageView:
        """The works that it cites, each once, as one citation."""
        citations = cited(self._content)
        groups = (m.CitationGroup(citations, citations[0].span),) if citations else ()
        return self._passage(groups)

    @property
    def blocks(self) -> PassageViews:
        """The blocks (or inlines) that it is made of."""
        return PassageViews(view(node, self._placements) for node in self._content)

    @property
    def first_paragraph(self) -> PassageView:
        """The first paragraph directly in it, or nothing."""
        paragraphs = (node for node in self._content if isinstance(node, m.Paragraph))
        return self._passage([node for node in [next(paragraphs, None)] if node])

    @property
    def first_sentences(self) -> PassageView:
        """The first sentence of each paragraph directly in it, with its citations."""
        return self._passage(
            replace(node, children=first_sentence(node.children))
            for node in self._content
            if isinstance(node, m.Paragraph)
        )

    @property
    def items(self) -> PassageViews:
        """The items of the lists directly in it."""
        lists = (n for n in self._content if isinstance(n, m.BulletList | m.OrderedList))
        return PassageViews(self._passage(item.children) for each in lists for item in each.items)

    @property
    def definitions(self) -> tuple[PointView, ...]:
        """The labelled points directly in it, in order, each with `term` and `content`."""
        lists = (node for node in self._content if isinstance(node, m.DefinitionList))
        return tuple(PointView(item, self._placements) for each in lists for item in each.items)

    @property
    def points(self) -> PointsView:
        """The labelled points directly in it, by label."""
        return PointsView(self.definitions)

    @property
    def events(self) -> tuple[EventView, ...]:
        """Its dated points, by date: definitions whose term has a span with a `date`."""
        items = (node for node in walk(self._nodes) if isinstance(node, m.DefinitionItem))
        events = [event for item in items if (event := event_of(item)) is not None]
        events.sort(key=lambda event: event.date)
        return tuple(EventView(event, self._placements) for event in events)

    def find(
        self,
        kind: str | None = None,
        id: str | None = None,  # noqa: A002  # a template says find(id="x")
        cls: str | None = None,
        depth: int | None = None,
        within: PassageView | None = None,
        **attributes: str | bool,
    ) -> PassageViews:
        """Return the nodes in it, or in `within`, that fit (see `select`), condensed forms too."""
        nodes = (self if within is None else within)._inside
        selected = select(nodes, kind, id, cls, depth, attributes)
        return PassageViews(view(node, self._placements) for node in selected)


class ElementView(PassageView):
    """A node with attributes: a section, div, table, figure, image, span, link or code.

    `element["status"]` and `element.status` are the attribute `status`.
    """

    _noun = "element"

    def __init__(self, node: Attributed, placements: Placements) -> None:
        super().__init__((node,), placements)
        self._node = node

    # Python's way to declare that a class with `__getitem__` cannot be looped over.
    __iter__ = None

    def __getitem__(self, key: str) -> Phrase:
        pairs = dict(self._node.attr.pairs)
        return self._quoted(pairs[key])

    def _names(self) -> list[str]:
        return [*super()._names(), *(key for key, _ in self._node.attr.pairs)]

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
        """The kind of the node: a key of `KINDS`."""
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
    def caption(self) -> PassageView:
        """The caption of a table or figure."""
        return self._passage(getattr(self._node, "caption", ()))

    @property
    def label(self) -> Phrase:
        """What a table or figure is called, "Table 1"."""
        return self._phrase(getattr(self._node, "label", ""))

    @property
    def reference(self) -> PassageView:
        """A cross-reference to it, "§5.1" or "Table 1"."""
        return self._passage((m.CrossReference(self._node.attr.id, GENERATED),))


class SectionView(ElementView):
    """A section: placed with its heading and all below it but the condensed forms."""

    _noun = "section"
    _node: m.Section

    @property
    def title(self) -> PassageView:
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
    def content(self) -> PassageView:
        """All that is below the heading."""
        return self._passage(self._node.children)

    @property
    def body(self) -> PassageView:
        """The blocks below the heading, without subsections."""
        return self._passage(n for n in self._node.children if not isinstance(n, m.Section))

    @property
    def subsections(self) -> PassageViews:
        """The sections directly in it."""
        sections = (node for node in self._node.children if isinstance(node, m.Section))
        return PassageViews(SectionView(node, self._placements) for node in sections)

    @property
    def first_paragraph(self) -> PassageView:
        """The first paragraph of its body."""
        return self.body.first_paragraph

    @property
    def blocks(self) -> PassageViews:
        """The blocks of its body."""
        return self.body.blocks

    @property
    def items(self) -> PassageViews:
        """The items of the lists in its body."""
        return self.body.items

    @property
    def definitions(self) -> tuple[PointView, ...]:
        """The labelled points of its body."""
        return self.body.definitions


class PointView(Described):
    """A labelled point: its `term` and `content`."""

    _noun = "point"

    def __init__(self, item: m.DefinitionItem, placements: Placements) -> None:
        self.term = PassageView(item.term, placements)
        self.content = PassageView((b for blocks in item.definitions for b in blocks), placements)
        self._label = self.term._text()

    @property
    def label(self) -> Phrase:
        """The words of the term."""
        return self.term.text


class PointsView(Mapping[str, PassageView]):
    """Labelled points by label; capitals, kinds of quotes and "The" make no difference.

    Points that have the same label are one passage.
    """

    def __init__(self, points: Iterable[PointView]) -> None:
        self._points: dict[str, tuple[Phrase, PassageView]] = {}
        for point in points:
            label, content = point._label, point.content
            if (key := label_key(label)) in self._points:
                label, before = self._points[key]
                content = before._passage((*before._nodes, *content._nodes))
            self._points[key] = label, content

    def __getitem__(self, label: str) -> PassageView:
        return self._points[label_key(label)][1]

    def __iter__(self) -> Iterator[str]:
        return (label for label, _ in self._points.values())

    def __len__(self) -> int:
        return len(self._points)


def label_key(label: str) -> str:
    """Return the key under which equal labels fall together; "The Offer" is an "offer"."""
    return " ".join(straight(label).casefold().split()).rstrip(".:").removeprefix("the ")


class EventView(Described):
    """A dated event: `date` in ISO 8601, `label` as the report words it, and `content`."""

    _noun = "event"

    def __init__(self, event: m.Event, placements: Placements) -> None:
        self._event = event
        self._placements = placements
        self.label = PassageView(event.label, placements)
        self.content = PassageView(event.children, placements)

    @property
    def date(self) -> Phrase:
        """The date in ISO 8601."""
        event = self._event
        self._placements.quoted.append((event.date, (m.Text(event.date, event.span),)))
        return Phrase(event.date, self._placements, event.span, event.date)


class PassageViews(Described, tuple[PassageView, ...]):
    """Passages one after another; printing them places all."""

    __slots__ = ()
    _noun = "list of passages"

    @property
    def _content(self) -> tuple[m.Node, ...]:
        return tuple(node for passage in self for node in passage._content)

    def __html__(self) -> Markup:
        return self[0]._placements.place(self._content) if self else Markup("")

    __str__ = __html__


def view(node: m.Node, placements: Placements) -> PassageView:
    """Return what a template sees of `node`."""
    if isinstance(node, m.Section):
        return SectionView(node, placements)
    if isinstance(node, Attributed):
        return ElementView(node, placements)
    return PassageView((node,), placements)
