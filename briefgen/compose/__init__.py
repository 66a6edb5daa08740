"""Take a report, an audience and its template, return the document that this audience gets.

The template runs in a sandbox (`sandbox`) with the names of `vocabulary`. It prints Markdown, with
a marker for each thing that it places. That is read like any Markdown, with spans in the template
(`marks`), and then the nodes of the report replace the markers (`placing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from briefgen import model as m
from briefgen.audience import Audience, with_options
from briefgen.compose.marks import Printed
from briefgen.compose.placing import Placements, put_in_place, settle
from briefgen.compose.sandbox import Sandbox
from briefgen.compose.vocabulary import Vocabulary
from briefgen.diagnostics import Diagnostics
from briefgen.expansions import any_to_expand, expand_all
from briefgen.lookup import builtin_templates
from briefgen.reader import read_fragment
from briefgen.record import NamedTuple
from briefgen.terms import format_date
from briefgen.typography.running_text import fill_fields
from briefgen.walk import plain_text

__all__ = ["Composition", "compose"]


class Composition(NamedTuple):
    """A document, and the strings that its template made of nodes, each with these nodes.

    A template may print such a string within any other, so no span says where it stands.
    """

    document: m.Document
    quoted: Sequence[tuple[str, tuple[m.Node, ...]]]


def compose(
    report: m.Report,
    audience: Audience,
    sink: Diagnostics,
    *,
    values: Mapping[str, str] | None = None,
    companions: Sequence[str] = (),
    uncited: int = 0,
) -> Composition:
    """Run the audience's template over `report` and return the document, not yet resolved.

    `report` is what `for_audience` left of it. `values` set options by dotted key; `companions`
    are the titles of the other documents of the pack, `uncited` is how many works the canonical
    report lists and never cites. Templates and what they include are looked for in the audience's
    folder, the template folder that this is in, and the built-in one. What is wrong with the
    template is reported with its line, and the document is then empty.
    """
    audience = with_options(audience, values or {}, sink)
    folder = audience.folder
    folders = [folder, audience.template.parent, folder.parent, builtin_templates()]
    folders = list(dict.fromkeys(folders))
    lang, options = report.metadata.lang, report.metadata.options
    placements = Placements(lang, options.smart)
    sandbox = Sandbox(audience.template, folders, placements)

    def read(text: Markup) -> m.Blocks:
        printed = Printed(str(text), list(sandbox.marking.sources))
        blocks = read_fragment(
            printed.text,
            printed.locate,
            sink,
            attributes=options.attributes,
            lang=lang,
            smart=options.smart,
        )
        placed = put_in_place(blocks, placements, sink)
        # The divs of the report are expanded already, so only those of the template need it.
        return expand_all(placed, lang, sink) if any_to_expand(blocks) else placed

    Vocabulary(report, audience, companions, uncited, sandbox, read, sink)
    printed = sandbox.printed(sink)
    blocks = read(printed) if printed is not None else ()
    fields = _fields(report, audience)

    def running(text: m.RunningText) -> m.RunningText:
        parts = (plain_text(placements.text(each)) for each in (text.left, text.center, text.right))
        return m.RunningText(*(fill_fields(part, fields) for part in parts))

    document = m.Document(
        audience=audience.name,
        audience_title=audience.title,
        metadata=report.metadata,
        blocks=settle(blocks, placements),
        header=running(audience.header),
        footer=running(audience.footer),
        issue=report.metadata.options.issue,
        digest=report.digest,
    )
    return Composition(document, placements.quoted)


def _fields(report: m.Report, audience: Audience) -> dict[str, str]:
    """Return the values of the fields of running text that are the same on each page."""
    meta = report.metadata
    return {
        "title": plain_text(meta.title),
        "subtitle": plain_text(meta.subtitle),
        "audience": audience.title,
        "date": format_date(meta.lang, meta.date, "short"),
        "issue": meta.options.issue,
    }
