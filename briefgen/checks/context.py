"""What every check is given: the report, what was derived from it, and a way to add findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from briefgen import model as m
from briefgen.audience import Audience
from briefgen.checks.codes import CODES
from briefgen.checks.passages import Lines, Passage, passages
from briefgen.checks.settings import Settings
from briefgen.diagnostics import Diagnostics, Span
from briefgen.record import NamedTuple
from briefgen.walk import walk

__all__ = ["CheckContext", "Edit"]


class Edit(NamedTuple):
    """A safe correction: `text` can replace what stands at `span` without changing a word."""

    span: Span
    text: str


@dataclass
class CheckContext:
    """A report with its bibliography, numbers and audiences, for checks to look at.

    `numbers` has the works' numbers, or is None where each document counts for itself. `styles`
    are the names of the themes' styles. `edits` collects the correction that `--fix` can make for
    a finding, by code and place.
    """

    report: m.Report
    bibliography: Mapping[str, m.Reference]
    numbers: Mapping[str, int] | None
    audiences: Mapping[str, Audience]
    settings: Settings
    lines: Lines
    sink: Diagnostics
    edits: dict[tuple[str, Span], Edit] = field(default_factory=dict)
    styles: frozenset[str] = frozenset()

    def add_finding(
        self, code: str, message: str, span: Span, *hints: str, edit: Edit | None = None
    ) -> None:
        """Report a finding at its default severity."""
        self.sink.report(CODES[code].severity, code, message, span, *hints)
        if edit is not None:
            self.edits[code, span] = edit

    @cached_property
    def nodes(self) -> Sequence[m.Node]:
        """Every node of the report, front matter's title and abstract first."""
        meta = self.report.metadata
        return list(walk((*meta.title, *meta.subtitle, *meta.abstract, *self.report.blocks)))

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """The report's passages in reading order."""
        return passages((*self.report.metadata.abstract, *self.report.blocks), self.lines)

    @cached_property
    def groups(self) -> Sequence[m.CitationGroup]:
        """The citation groups of the report."""
        return [node for node in self.nodes if isinstance(node, m.CitationGroup)]

    @cached_property
    def cited(self) -> frozenset[str]:
        """The keys that are cited in the text or listed under `nocite` in front matter."""
        keys = {citation.key for group in self.groups for citation in group.citations}
        listed = {citation.key for citation in self.report.metadata.nocite}
        return frozenset(keys | (set(self.bibliography) if "*" in listed else listed))
