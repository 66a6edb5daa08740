"""Take a report's path, run the phases and every check, return the findings that stay."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from briefgen.checks.citations import check_citations
from briefgen.checks.claims import check_claims
from briefgen.checks.classes import check_classes, names_of
from briefgen.checks.codes import Level
from briefgen.checks.consistency import check_consistency
from briefgen.checks.context import CheckContext, Edit
from briefgen.checks.passages import Lines
from briefgen.checks.seen import findings_for
from briefgen.checks.settings import Settings, read_settings
from briefgen.checks.structure import check_structure
from briefgen.checks.suppression import Silenced, silence, stops_build
from briefgen.checks.typography import check_typography
from briefgen.checks.words import check_words
from briefgen.compose.names import check_names
from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics
from briefgen.pipeline import Pack, make_document, open_pack
from briefgen.reader.source import clean
from briefgen.record import replace

__all__ = ["Checked", "check_report"]

CHECKS: Final[Sequence[Callable[[CheckContext], None]]] = (
    check_citations,
    check_claims,
    check_structure,
    check_classes,
    check_consistency,
    check_words,
    check_typography,
)


@dataclass(slots=True)
class Checked:
    """The findings in the order of the source; `edits` has the correction `--fix` would make."""

    findings: Sequence[Diagnostic]
    silenced: Sequence[Silenced] = ()
    edits: Mapping[Diagnostic, Edit] = field(default_factory=dict)

    def count(self, severity: str) -> int:
        """How many findings have this severity."""
        return sum(finding.severity == severity for finding in self.findings)


def check_report(
    source: Path,
    template_folders: Sequence[Path],
    levels: Mapping[str, Level] | None = None,
    audiences: Collection[str] | None = None,
) -> Checked:
    """Check the report at `source` for `audiences` (all of them); nothing is laid out or written.

    `levels` set severities by code and take precedence over front matter. For a report that cannot
    be read at all, the findings say why. Readers of `audiences` alone may see what is found.
    """
    sink = Diagnostics()
    try:
        pack = open_pack(source, template_folders, sink)
    except BriefgenError as error:
        return Checked(_ordered(error.diagnostics))
    report = pack.report
    text, _ = clean(source.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff"))
    lines = Lines({report.source: text.split("\n")})
    settings = read_settings(report.metadata, levels or {}, sink)
    context = CheckContext(
        report, pack.bibliography, pack.numbers, pack.audiences, settings, lines, sink
    )
    for name in pack.audiences:
        if audiences is not None and name not in audiences:
            continue
        context.styles |= _theme(name, pack)
        make_document(pack, name)
        check_names(report, pack.audiences[name], sink)
    for check in CHECKS:
        check(context)
    checked = _result(context)
    if audiences:  # none means that only the report is checked, for its author
        checked.findings = findings_for(pack, audiences, checked.findings)
    return checked


def _theme(name: str, pack: Pack) -> frozenset[str]:
    """Read the theme of an audience so that its errors are reported; return its styles' names."""
    try:
        return names_of(pack.themes.theme(pack.audiences[name]))
    except BriefgenError:  # reported to the sink already
        return frozenset()


def _result(context: CheckContext) -> Checked:
    settings = context.settings
    findings = _once(_levelled(context.sink, settings))
    of_comments = Diagnostics()
    kept, silenced = silence(findings, context.report, context.lines, settings, of_comments)
    kept += _levelled(of_comments, settings)
    edits = {
        finding: edit
        for finding in kept
        if finding.span and (edit := context.edits.get((finding.code, finding.span)))
    }
    return Checked(_ordered(kept), silenced, edits)


def _levelled(findings: Iterable[Diagnostic], settings: Settings) -> list[Diagnostic]:
    """Return findings with their configured severities, without those that are off.

    An error that stops a build stays an error.
    """
    result: list[Diagnostic] = []
    for finding in findings:
        level = settings.levels.get(finding.code)
        if level is None or stops_build(finding):
            result.append(finding)
        elif level != "off":
            result.append(replace(finding, severity=level))
    return result


def _once(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return each finding once, because several documents may report it with different hints."""
    seen: dict[tuple[object, ...], Diagnostic] = {}
    for finding in findings:
        place = finding.span[:3] if finding.span else None
        seen.setdefault((finding.code, place, finding.message), finding)
    return list(seen.values())


def _ordered(findings: Iterable[Diagnostic]) -> list[Diagnostic]:
    return sorted(findings, key=lambda d: (d.span[:3] if d.span else ("", 0, 0), d.code, d.message))
