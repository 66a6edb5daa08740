"""Take a template's values, return building blocks to place: charts, scales, sign-off lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from jinja2.exceptions import TemplateRuntimeError

from briefgen import model as m
from briefgen.compose.placing import Nodes, Placements, span_of, unwrapped
from briefgen.compose.report_views import ReportView
from briefgen.compose.views import PassageView
from briefgen.diagnostics import GENERATED, Diagnostics, did_you_mean
from briefgen.terms import term

__all__ = ["Building"]

_LEVELS = ("low", "moderate", "high")


class Building:
    """The functions that make building blocks; `nodes` turns a template's value into nodes."""

    def __init__(
        self,
        report: ReportView,
        placements: Placements,
        nodes: Callable[[object], Nodes],
        sink: Diagnostics,
    ) -> None:
        self.report = report
        self.placements = placements
        self.nodes = nodes
        self.sink = sink

    def chart(
        self, value: object, kind: str = "bar", unit: str = "", height: str = ""
    ) -> PassageView:
        """Draw the first table of `value`; a table without numbers stays a table."""
        table = next((node for node in self.nodes(value) if isinstance(node, m.Table)), None)
        if table is None:
            example = '{{ blocks["tbl-id"] | chart("bar") }}'
            raise TemplateRuntimeError(f"a chart needs a table\n{example}")
        from briefgen.expansions import expand_all

        pairs = (("kind", kind), ("unit", unit), ("height", height))
        attr = m.Attr(classes=("chart",), pairs=tuple(pair for pair in pairs if pair[1]))
        div = m.Div((table,), attr, table.span)
        return PassageView(expand_all((div,), self.placements.lang, self.sink), self.placements)

    def likelihood(self, value: object) -> PassageView:
        """Place the scale of likelihoods with `value` on it: "likely", "55-80"."""
        from briefgen.expansions.likelihood import bands, read_likelihood, scale

        lang, text = self.placements.lang, str(value)
        if read_likelihood(text, lang) is None:
            names = tuple(band.name for band in bands(lang))
            hint = did_you_mean(text, names) or f'"55-80", or one of {", ".join(names)}'
            raise TemplateRuntimeError(f"{text!r} is no likelihood\n{hint}")
        figure = scale(text, lang, GENERATED, self.sink)
        return PassageView((figure,) if figure else (), self.placements)

    def confidence(self, level: str) -> PassageView:
        """Place a chip that says how sure a judgement is: "low", "moderate" or "high"."""
        if level not in _LEVELS:
            hint = did_you_mean(str(level), _LEVELS) or f"one of {', '.join(_LEVELS)}"
            raise TemplateRuntimeError(f"there is no confidence {level!r}\n{hint}")
        lang = self.placements.lang
        word = term(lang, "confidences").split("|")[_LEVELS.index(level)]
        text = m.Text(term(lang, "confidence").format(word), GENERATED)
        attr = m.Attr(classes=(f"confidence-{level}",))
        return PassageView((m.InlineSpan((text,), attr, GENERATED),), self.placements)

    def pull_quote(self, value: object, by: object = "") -> PassageView:
        """Set a sentence apart in large type, with its author below."""
        blocks: list[m.Block] = [self._paragraph(value)] if self.nodes(value) else []
        if blocks and self.nodes(by):
            attr = m.Attr(classes=("attribution",))
            blocks.append(m.Div((self._paragraph(by),), attr, GENERATED))
        return self._div("pull-quote", blocks)

    def sign_off(self, people: Sequence[object] | None = None, date: object = None) -> PassageView:
        """Place lines to sign on, for `people` or else the authors, and one for the date."""
        from briefgen.expansions.lists import expand_sign_off

        entries: list[tuple[str, str]] = []
        for person in self.report.authors if people is None else people:
            name = getattr(person, "name", person)  # an author, or a string
            parts = [str(getattr(person, key, "")) for key in ("role", "affiliation")]
            entries.append((str(name), ", ".join(filter(None, parts))))
        day = self.report.date if date is None else date
        if day:
            entries.append((str(day), ""))
        text = self.placements.text
        items = tuple(
            m.DefinitionItem(text(name), (_paragraphs(text(role)),), GENERATED)
            for name, role in entries
        )
        attr = m.Attr(classes=("sign-off",))
        div = m.Div((m.DefinitionList(items, GENERATED),), attr, GENERATED)
        return PassageView(expand_sign_off(div) if items else (), self.placements)

    def distribution(self, people: Iterable[object], title: object = None) -> PassageView:
        """Place the list of recipients of the document, below a heading."""
        from briefgen.expansions.lists import expand_distribution

        items = tuple(m.ListItem((self._paragraph(each),), GENERATED) for each in people)
        heading = term(self.placements.lang, "distribution") if title is None else title
        blocks = (self._paragraph(heading), m.BulletList(items, GENERATED))
        div = m.Div(blocks, m.Attr(classes=("distribution",)), GENERATED)
        return PassageView(expand_distribution(div) if items else (), self.placements)

    def _paragraph(self, value: object) -> m.Paragraph:
        line = unwrapped(self.nodes(value))
        if line is None:
            raise TemplateRuntimeError("this holds a line of text, not blocks")
        return m.Paragraph(line, span_of(line))

    def _div(self, name: str, blocks: Sequence[m.Block]) -> PassageView:
        div = m.Div(tuple(blocks), m.Attr(classes=(name,)), GENERATED)
        return PassageView((div,) if blocks else (), self.placements)


def _paragraphs(line: m.Inlines) -> m.Blocks:
    return (m.Paragraph(line, GENERATED),) if line else ()
