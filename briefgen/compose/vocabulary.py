"""Take a report, return the words a template has for it: `report`, `find`, `| date` and the rest.

`docs/templates.md` describes them for those who write templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from jinja2.exceptions import TemplateRuntimeError
from jinja2.runtime import Undefined
from markupsafe import Markup

from briefgen import model as m
from briefgen.audience import Audience
from briefgen.compose.building import Building
from briefgen.compose.catalogue import Catalogue, Sections
from briefgen.compose.marks import PRIVATE
from briefgen.compose.placing import Deferred, Placements, span_of, unwrapped
from briefgen.compose.sandbox import Sandbox
from briefgen.compose.views import (
    Element,
    Happening,
    Passage,
    Phrase,
    Point,
    Several,
    cited,
    label_key,
    view,
)
from briefgen.diagnostics import GENERATED, Diagnostics, did_you_mean
from briefgen.record import replace
from briefgen.terms import format_date
from briefgen.walk import close_up, rewrite, walk, words

__all__ = ["Vocabulary"]

_WORDS_PER_MINUTE = 230


class AuthorView:
    """An author: `name`, `role`, `affiliation`."""

    def __init__(self, author: m.Author, placements: Placements, span: Any) -> None:
        self.name = Phrase(author.name, placements, span)
        self.role = Phrase(author.role, placements, span)
        self.affiliation = Phrase(author.affiliation, placements, span)


class ReportView(Passage):
    """The report as this audience may see it: what its front matter says, and all its blocks."""

    def __init__(self, report: m.Report, uncited: int, placements: Placements) -> None:
        super().__init__(report.blocks, placements)
        self.uncited = uncited
        meta = report.metadata
        self.title = Passage(meta.title, placements)
        self.subtitle = Passage(meta.subtitle, placements)
        self.authors = tuple(AuthorView(each, placements, meta.span) for each in meta.authors)
        shown = format_date(meta.lang, meta.date)
        self.date = Phrase(shown, placements, meta.span, meta.date)
        self.lang = meta.lang
        self.abstract = Passage(meta.abstract, placements)
        self.issue = Phrase(issue_of(report), placements, meta.span)
        self.digest = report.digest[:8]
        self.numbering = str(meta.options.get("numbering", "pack"))

    @property
    def minutes(self) -> int:
        """How long it takes to read, in minutes."""
        return _minutes(self.words)

    @property
    def preamble(self) -> Passage:
        """What stands before the first heading."""
        blocks = self._nodes
        first = next((i for i, b in enumerate(blocks) if isinstance(b, m.Section)), len(blocks))
        return self._passage(blocks[:first])


class DocumentView:
    """The document that is being composed; its numbers are filled in once it is."""

    def __init__(self, placements: Placements) -> None:
        self.words = Deferred(placements, words)
        self.minutes = Deferred(placements, lambda blocks: _minutes(words(blocks)))
        self.works = Deferred(placements, lambda blocks: len(cited(blocks)))


class AudienceView:
    """Who it is for: `name` and `title`."""

    def __init__(self, audience: Audience) -> None:
        self.name = audience.name
        self.title = audience.title


def issue_of(report: m.Report) -> str:
    """Return what tells this version of a report from others: the option `issue`, or "1"."""
    return str(report.metadata.options.get("issue", "1"))


def _minutes(count: int) -> int:
    return max(1, round(count / _WORDS_PER_MINUTE))


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
        blocks = (e for e in elements if isinstance(e, Element) and e.kind != "section")
        building = Building(whole, self.placements, self.nodes, sink)
        sandbox.globals.update(
            report=whole,
            sections=Sections(report.blocks, self.placements),
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

    def nodes(self, value: Any) -> tuple[Any, ...]:
        """Return the nodes that printing `value` would place."""
        if isinstance(value, Passage | Several):
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

    def passage(self, value: Any) -> Passage:
        if isinstance(value, Passage):
            return value
        return Passage(self.nodes(value), self.placements)

    def generated(self, block: m.Block) -> Passage:
        return Passage((block,), self.placements)

    # ---- functions

    def timeline(self, events: Iterable[Happening]) -> Passage:
        """Place dated events along a line."""
        found = tuple(event._event for event in events)
        return Passage((m.Timeline(found, GENERATED),) if found else (), self.placements)

    def contents(self, depth: int = 3) -> Passage:
        """Place a table of contents, down to sections of level `depth`."""
        return self.generated(m.Contents(GENERATED, "sections", depth))

    def list_of(self, kind: str) -> Passage:
        """Place a list of the document's "tables" or "figures"."""
        if kind not in ("tables", "figures"):
            raise _mistaken(f"there is no list of {kind!r}", kind, ("tables", "figures"))
        return self.generated(m.Contents(GENERATED, "tables" if kind == "tables" else "figures"))

    def works_cited(
        self,
        form: str = "full",
        uncited: bool = False,
        backlinks: bool = True,
        cited: bool = True,
    ) -> Passage:
        """Place the list of works that the document cites, "full" or "short".

        With `uncited`, also those that the report lists and no text cites; without `cited`,
        those alone.
        """
        if form not in ("full", "short"):
            raise _mistaken(f"works cited have no form {form!r}", form, ("full", "short"))
        shape: Any = form
        return self.generated(m.WorksCited(GENERATED, shape, uncited, backlinks, cited=cited))

    def page_break(self) -> Passage:
        """Begin a new page."""
        return self.generated(m.PageBreak(GENERATED))

    def warn(self, message: str, thing: Any = None) -> Markup:
        """Report something that the template finds wanting in the report, at `thing`."""
        nodes = self.nodes(thing) if thing is not None else ()
        where = span_of(nodes) if nodes else self.audience.span
        self.sink.warning("template-warning", str(message), where)
        return Markup()

    # ---- filters

    def date(self, value: Any, form: str = "long") -> Phrase:
        """Return a date as the report's language writes it: "26 June 2024", or "short"."""
        if form not in ("long", "short"):
            raise _mistaken(f"dates have no form {form!r}", form, ("long", "short"))
        iso = getattr(value, "_date", "") or str(value)
        shown = format_date(self.placements.lang, iso, "short" if form == "short" else "long")
        return Phrase(shown, self.placements, getattr(value, "_span", GENERATED), iso)

    def join(self, value: Iterable[Any], between: str = "", attribute: str = "") -> str:
        """Join what can be placed, or one attribute of each."""
        parts = [self.sandbox.getitem(each, attribute) if attribute else each for each in value]
        return self.sandbox.join(parts, between)

    def replace(self, value: str, old: str, new: str) -> str:
        """Replace all `old` in a string."""
        value = str(value)
        self.sandbox.bounded(len(value) + value.count(old) * len(new))
        return value.replace(old, new)

    def columns(self, points: Iterable[Point], columns: Mapping[str, list[str]]) -> list[Passage]:
        """Put labelled points into columns, each by its label; return the passage of each column.

        A point that no column names stays with the one before it, under its own label.
        """
        places = {
            label_key(label): place
            for place, labels in enumerate(columns.values())
            for label in labels
        }
        found: list[list[m.Node]] = [[] for _ in columns or [""]]
        place = 0
        for point in points:
            nodes: tuple[Any, ...] = point.content._content
            if (key := label_key(point._label)) in places:
                place = places[key]
            elif nodes and isinstance(first := nodes[0], m.Paragraph):
                term: Any = point.term._nodes
                label = (m.Strong(term, first.span), m.Text(" ", first.span))
                nodes = (replace(first, children=(*label, *first.children)), *nodes[1:])
            found[place] += nodes
        return [Passage(cell, self.placements) for cell in found]

    def level(self, value: Any, level: int) -> Passage:
        """Set the level of a section; those in it keep their distance."""
        nodes = self.nodes(value)
        sections = [node for node in nodes if isinstance(node, m.Section)]
        return self.shift(value, level - sections[0].level) if sections else self.passage(value)

    def shift(self, value: Any, by: int) -> Passage:
        """Shift the levels of all sections in it, between 1 and 6."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            if not isinstance(node, m.Section):
                return None
            inside: Any = rewrite(node.children, change)
            return (replace(node, level=min(max(node.level + by, 1), 6), children=inside),)

        nodes = rewrite(self.nodes(value), change)
        if len(nodes) == 1:
            return view(nodes[0], self.placements)
        return Passage(nodes, self.placements)

    def styled(self, value: Any, classes: str) -> Passage:
        """Put it in a div of these classes: paragraphs of a style, or a box."""
        nodes = self.nodes(value)
        if (line := unwrapped(nodes)) is not None and nodes and line is nodes:
            nodes = (m.Paragraph(line, span_of(line)),)
        div = m.Div(nodes, m.Attr(classes=tuple(classes.split())), span_of(nodes))
        return Passage((div,) if nodes else (), self.placements)

    def span(self, value: Any, classes: str) -> Passage:
        """Put part of a line in a span of these classes: characters of a style, or a chip."""
        line = unwrapped(self.nodes(value))
        if line is None:
            raise TemplateRuntimeError("a span holds part of a line, not blocks\nuse | styled")
        span = m.InlineSpan(line, m.Attr(classes=tuple(classes.split())), span_of(line))
        return Passage((span,) if line else (), self.placements)

    def without(self, value: Any, cls: str) -> Passage:
        """Leave out all that has the class."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            return () if cls in getattr(node, "attr", m.NO_ATTR).classes else None

        return Passage(rewrite(self.nodes(value), change), self.placements)

    def uncited(self, value: Any) -> Passage:
        """Leave out citations, for a place that gives them elsewhere."""

        def change(node: m.Node) -> tuple[m.Node, ...] | None:
            match node:
                case m.CitationGroup(in_text=False):
                    return ()
                case m.Paragraph():
                    line: Any = close_up(rewrite(node.children, change))
                    return (replace(node, children=line),)
                case _:
                    return None

        return Passage(close_up(rewrite(self.nodes(value), change)), self.placements)


def _mistaken(message: str, word: str, choices: tuple[str, ...]) -> TemplateRuntimeError:
    hint = did_you_mean(word, choices) or f"one of {', '.join(choices)}"
    return TemplateRuntimeError(f"{message}\n{hint}")


def _attr(value: Any) -> Markup:
    """Make a string safe within `{#id .class key="value"}`, where no double quote can stand."""
    plain = PRIVATE.sub("", " ".join(str(value).split()))
    return Markup(plain.replace('"', "'"))  # noqa: S704


def _md(value: Any) -> Markup:
    """Read a string as Markdown instead of printing it as it is."""
    return value if isinstance(value, Markup) else Markup(PRIVATE.sub("", str(value)))  # noqa: S704


def _batch(value: Iterable[Any], size: int) -> list[list[Any]]:
    """Cut a sequence into lists of `size`."""
    items = list(value)
    return [items[start : start + size] for start in range(0, len(items), max(size, 1))]


def _plural(value: Any, one: str, many: str = "") -> Any:
    """Put the word for one or for many behind a number: "3 minutes"."""

    def say(number: int) -> str:
        return f"{number} {one if number == 1 else many or one + 's'}"

    return value._saying(say) if isinstance(value, Deferred) else say(value)
