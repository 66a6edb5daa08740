"""Take a report, return the names and filters of templates: `report`, `find`, `| date` and others.

`docs/templates.md` describes them for authors of templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar

from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Undefined
from markupsafe import Markup

from briefgen import model as m
from briefgen.audience import Audience
from briefgen.compose.building import Building
from briefgen.compose.catalogue import Catalogue, SectionsView
from briefgen.compose.marks import PRIVATE
from briefgen.compose.placing import Deferred, Nodes, span_of, unwrapped
from briefgen.compose.report_views import AudienceView, DocumentView, ReportView
from briefgen.compose.sandbox import Sandbox
from briefgen.compose.views import (
    ElementView,
    EventView,
    PassageView,
    PassageViews,
    Phrase,
    PointView,
    label_key,
    view,
)
from briefgen.diagnostics import GENERATED, Diagnostics, did_you_mean
from briefgen.record import replace
from briefgen.terms import format_date
from briefgen.walk import attr_of, close_up, rewrite, walk

__all__ = ["Vocabulary"]

T = TypeVar("T")


class Vocabulary:
    """The names and filters of templates, for one report and audience."""

    def __init__(
        self,
        report: m.Report,
        audience: Audience,
        companions: Sequence[str],
        uncited: int,
        sandbox: Sandbox,
        read: Callable[[Markup], m.Blocks],
        sink: Diagnostics,
    ) -> None:
        self.placements = sandbox.placements
        self.sandbox = sandbox
        self.audience = audience
        self.read = read
        self.sink = sink
        whole = ReportView(report, uncited, self.placements)
        elements = [view(n, self.placements) for n in walk(report.blocks) if hasattr(n, "attr")]
        blocks = (e for e in elements if isinstance(e, ElementView) and e.kind != "section")
        building = Building(whole, self.placements, self.nodes, sink)
        sandbox.globals.update(
            report=whole,
            sections=SectionsView(report.blocks, self.placements),
            blocks=Catalogue(blocks, "block"),
            find=whole.find,
            document=DocumentView(self.placements),
            audience=AudienceView(audience),
            options=audience.options,
            companions=tuple(companions),
            timeline=self.timeline,
            contents=self.contents,
            list_of=self.list_of,
            works_cited=self.works_cited,
            page_break=self.page_break,
            warn=self.warn,
            confidence=building.confidence,
            distribution=building.distribution,
            likelihood=building.likelihood,
            pull_quote=building.pull_quote,
            sign_off=building.sign_off,
        )
        sandbox.filters.update(
            attr=_attr,
            batch=_batch,
            chart=building.chart,
            columns=self.columns,
            citations=lambda value: self.passage(value).citations,
            date=self.date,
            first_paragraph=lambda value: self.passage(value).first_paragraph,
            join=self.join,
            level=self.level,
            md=_md,
            plural=_plural,
            replace=self.replace,
            shift=self.shift,
            span=self.span,
            styled=self.styled,
            text=lambda value: self.passage(value).text,
            uncited=self.uncited,
            without=self.without,
        )

    # ---- what can be placed

    def nodes(self, value: object) -> Nodes:
        """Return the nodes that printing `value` would place."""
        if isinstance(value, PassageView | PassageViews):
            return value._content
        if isinstance(value, Deferred):
            return self.read(value.__html__())
        if isinstance(value, Markup | Undefined):
            return self.read(self.sandbox.placed(value))
        if isinstance(value, Phrase):
            return self.placements.text(str(value), value._span)
        if isinstance(value, str | int | float):
            return self.placements.text(str(value))
        if isinstance(value, Iterable):
            return tuple(node for each in value for node in self.nodes(each))
        raise TemplateRuntimeError(f"a {type(value).__name__} cannot be placed")

    def passage(self, value: object) -> PassageView:
        """Return a template's value as a passage."""
        if isinstance(value, PassageView):
            return value
        return PassageView(self.nodes(value), self.placements)

    def generated(self, block: m.Block) -> PassageView:
        """Return a block that briefgen makes as a passage."""
        return PassageView((block,), self.placements)

    # ---- functions

    def timeline(self, events: Iterable[EventView]) -> PassageView:
        """Place dated events along a line."""
        dated = tuple(event._event for event in events)
        return PassageView((m.Timeline(dated, GENERATED),) if dated else (), self.placements)

    def contents(self, depth: int = 3) -> PassageView:
        """Place a table of contents, down to sections of level `depth`."""
        return self.generated(m.Contents(GENERATED, "sections", depth))

    def list_of(self, kind: str) -> PassageView:
        """Place a list of the document's "tables" or "figures"."""
        if kind not in ("tables", "figures"):
            raise _mistaken(f"there is no list of {kind!r}", kind, ("tables", "figures"))
        return self.generated(m.Contents(GENERATED, "tables" if kind == "tables" else "figures"))

    def works_cited(
        self,
        form: Literal["full", "short"] = "full",
        uncited: bool = True,
        backlinks: bool = True,
        cited: bool = True,
    ) -> PassageView:
        """Place the list of works that the document cites, "full" or "short".

        With `uncited`, also those that `nocite` lists and the document does not cite, unless
        another list has these; without `cited`, those alone.
        """
        if form not in ("full", "short"):
            raise _mistaken(f"works cited have no form {form!r}", form, ("full", "short"))
        return self.generated(m.WorksCited(GENERATED, form, uncited, backlinks, cited=cited))

    def page_break(self) -> PassageView:
        """Begin a new page."""
        return self.generated(m.PageBreak(GENERATED))

    def warn(self, message: str, thing: object = None) -> Markup:
        """Report what the template finds missing or wrong in the report, at `thing`."""
        nodes = self.nodes(thing) if thing is not None else ()
        where = span_of(nodes) if nodes else self.audience.span
        self.sink.warning("template-warning", str(message), where)
        return Markup()

    # ---- filters

    def date(self, value: object, form: Literal["long", "short"] = "long") -> Phrase:
        """Return a date as the report's language writes it: "26 June 2024", or "short"."""
        if form not in ("long", "short"):
            raise _mistaken(f"dates have no form {form!r}", form, ("long", "short"))
        phrase = value if isinstance(value, Phrase) else Phrase(str(value), self.placements)
        iso = phrase._date or str(value)
        shown = format_date(self.placements.lang, iso, form)
        return Phrase(shown, self.placements, phrase._span, iso)

    def join(self, value: Iterable[object], between: str = "", attribute: str = "") -> str:
        """Join values that can be placed, or one attribute of each."""
        parts = [self.sandbox.getitem(each, attribute) if attribute else each for each in value]
        return self.sandbox.join(parts, between)

    def replace(self, value: str, old: str, new: str) -> str:
        """Replace all `old` in a string."""
        value = str(value)
        self.sandbox.bounded(len(value) + value.count(old) * len(new))
        return value.replace(old, new)

    def columns(
        self, points: Iterable[PointView], columns: Mapping[str, list[str]], rest: bool = True
    ) -> list[PassageView]:
        """Put labelled points into columns by their labels; return the passage of each column.

        A point that no column names goes into the column of the point before it, with its label;
        without `rest`, it is left out. It is reported: with `rest`, always, and without, where it
        may be what a column lacks.
        """
        places = {
            label_key(label): place
            for place, labels in enumerate(columns.values())
            for label in labels
        }
        cells: list[list[m.Node]] = [[] for _ in columns or [""]]
        place = 0
        unread: list[PointView] = []
        for point in points:
            nodes: Nodes = point.content._content
            if (key := label_key(point._label)) in places:
                place = places[key]
            else:
                unread.append(point)
                if not rest:
                    continue
                if nodes and isinstance(first := nodes[0], m.Paragraph):
                    term: Any = point.term._nodes
                    label = (m.Strong(term, first.span), m.Text(" ", first.span))
                    nodes = (replace(first, children=(*label, *first.children)), *nodes[1:])
            cells[place] += nodes
        if rest or not all(cells):
            for point in unread:
                self._unread_label(point, columns)
        return [PassageView(cell, self.placements) for cell in cells]

    def _unread_label(self, point: PointView, columns: Mapping[str, list[str]]) -> None:
        """Report a labelled point that no column takes, and which labels there are."""
        read = "; ".join(f"{name}: {', '.join(labels)}" for name, labels in columns.items())
        self.sink.warning(
            "unread-label",
            f"no column of '{self.audience.name}' takes the label '{point._label}'",
            span_of(point.term._nodes),
            f"the labels that are read: {read}",
            f"add yours under [options.columns] in {self.audience.span.file}",
        )

    def level(self, value: object, level: int) -> PassageView:
        """Set the level of a section; the sections in it keep their distance to it."""
        nodes = self.nodes(value)
        sections = [node for node in nodes if isinstance(node, m.Section)]
        return self.shift(value, level - sections[0].level) if sections else self.passage(value)

    def shift(self, value: object, by: int) -> PassageView:
        """Shift the levels of all sections in it, between 1 and 6."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            if not isinstance(node, m.Section):
                return None
            inside = rewrite(node.children, change)
            return (replace(node, level=min(max(node.level + by, 1), 6), children=inside),)

        nodes = rewrite(self.nodes(value), change)
        if len(nodes) == 1:
            return view(nodes[0], self.placements)
        return PassageView(nodes, self.placements)

    def styled(self, value: object, classes: str) -> PassageView:
        """Put it in a div of these classes, for a paragraph style or a box."""
        nodes = self.nodes(value)
        if (line := unwrapped(nodes)) is not None and nodes and line is nodes:
            nodes = (m.Paragraph(line, span_of(line)),)
        div = m.Div(nodes, m.Attr(classes=tuple(classes.split())), span_of(nodes))
        return PassageView((div,) if nodes else (), self.placements)

    def span(self, value: object, classes: str) -> PassageView:
        """Put part of a line in a span of these classes, for a character style or a chip."""
        line = unwrapped(self.nodes(value))
        if line is None:
            raise TemplateRuntimeError("a span holds part of a line, not blocks\nuse | styled")
        span = m.InlineSpan(line, m.Attr(classes=tuple(classes.split())), span_of(line))
        return PassageView((span,) if line else (), self.placements)

    def without(self, value: object, cls: str) -> PassageView:
        """Leave out every node that has the class."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            return () if cls in attr_of(node).classes else None

        return PassageView(rewrite(self.nodes(value), change), self.placements)

    def uncited(self, value: object) -> PassageView:
        """Leave out citations, for a template that places them elsewhere."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            match node:
                case m.CitationGroup(in_text=False):
                    return ()
                case m.Paragraph():
                    line = close_up(rewrite(node.children, change))
                    return (replace(node, children=line),)
                case _:
                    return None

        return PassageView(close_up(rewrite(self.nodes(value), change)), self.placements)


def _mistaken(message: str, word: str, choices: tuple[str, ...]) -> TemplateRuntimeError:
    hint = did_you_mean(word, choices) or f"one of {', '.join(choices)}"
    return TemplateRuntimeError(f"{message}\n{hint}")


def _attr(value: object) -> Markup:
    """Make a string safe within `{#id .class key="value"}`, where no double quote can stand."""
    plain = PRIVATE.sub("", " ".join(str(value).split()))
    return Markup(plain.replace('"', "'"))  # noqa: S704


def _md(value: object) -> Markup:
    """Read a string as Markdown instead of printing it as it is."""
    return value if isinstance(value, Markup) else Markup(PRIVATE.sub("", str(value)))  # noqa: S704


def _batch(value: Iterable[T], size: int) -> list[list[T]]:
    """Cut a sequence into lists of `size`."""
    items = list(value)
    return [items[start : start + size] for start in range(0, len(items), max(size, 1))]


def _plural(value: int | Deferred, one: str, many: str = "") -> str | Deferred:
    """Put the singular or plural of a word behind a number: "3 minutes"."""

    def with_word(number: int) -> str:
        return f"{number} {one if number == 1 else many or one + 's'}"

    return value._as(with_word) if isinstance(value, Deferred) else with_word(value)
