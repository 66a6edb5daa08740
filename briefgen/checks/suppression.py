"""Take the comments of a report and its findings, return those that stay and those silenced.

`<!-- briefgen: ignore[code] reason -->` silences `code` on its own line. If nothing else stands on
that line, it silences `code` on the next line with text. Several codes are separated by commas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from briefgen import model as m
from briefgen.checks.codes import CODES, OTHERS, OWN
from briefgen.checks.passages import Lines
from briefgen.checks.settings import Settings
from briefgen.diagnostics import Diagnostic, Diagnostics, Span, did_you_mean
from briefgen.record import NamedTuple

__all__ = ["Silenced", "silence", "stops_build"]

_OURS = re.compile(r"briefgen\b")
_IGNORE = re.compile(r"briefgen:\s*ignore\s*\[([^\[\]]*)\]\s*(.*)$", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->")


class Silenced(NamedTuple):
    """A finding that a comment of the author silences, and the reason given there."""

    finding: Diagnostic
    reason: str


@dataclass(slots=True)
class _Suppression:
    codes: Sequence[str]
    reason: str
    span: Span
    lines: range
    used: set[str] = field(default_factory=set)


def stops_build(finding: Diagnostic) -> bool:
    """Tell whether the finding is an error of a build; a comment may not silence such an error."""
    return finding.severity == "error" and finding.code not in OWN


def silence(
    findings: Iterable[Diagnostic],
    report: m.Report,
    lines: Lines,
    settings: Settings,
    sink: Diagnostics,
) -> tuple[list[Diagnostic], list[Silenced]]:
    """Return the findings that stay and those that a comment silences.

    A comment that cannot be understood, or that silences nothing, is reported to `sink`.
    """
    suppressions = list(_suppressions(report, lines, sink))
    kept: list[Diagnostic] = []
    silenced: list[Silenced] = []
    for finding in findings:
        by = next((s for s in suppressions if _covers(s, finding, report.source)), None)
        if by is None:
            kept.append(finding)
        else:
            by.used.add(finding.code)
            silenced.append(Silenced(finding, by.reason))
    for suppression in suppressions:
        for code in suppression.codes:
            if code not in suppression.used and settings.level(code) != "off":
                message = f"nothing here has the code {code!r}"
                sink.report("note", "unused-suppression", message, suppression.span, "remove it")
    return kept, silenced


def _covers(suppression: _Suppression, finding: Diagnostic, source: str) -> bool:
    return (
        finding.span is not None
        and finding.span.file == source
        and finding.span.line in suppression.lines
        and finding.code in suppression.codes
        and not stops_build(finding)
    )


def _suppressions(report: m.Report, lines: Lines, sink: Diagnostics) -> Iterator[_Suppression]:
    for text, span in report.comments:
        if not _OURS.match(text):
            continue
        match = _IGNORE.match(text)
        if match is None:
            message = "this comment to briefgen cannot be understood"
            sink.warning("bad-suppression", message, span, "<!-- briefgen: ignore[code] reason -->")
            continue
        codes = [code.strip() for code in match[1].split(",") if code.strip()]
        reason = " ".join(match[2].split())
        good = [code for code in codes if _can_be_silenced(code, span, sink)]
        if not codes:
            hint = "<!-- briefgen: ignore[claim-without-source] reason -->"
            sink.warning("bad-suppression", "this comment names no code", span, hint)
        if not reason:
            message = "this comment gives no reason, and so silences nothing"
            hint = f"<!-- briefgen: ignore[{', '.join(codes)}] why it is right as it is -->"
            sink.warning("bad-suppression", message, span, hint)
        elif good:
            yield _Suppression(good, reason, span, _target(span, lines))


def _can_be_silenced(code: str, span: Span, sink: Diagnostics) -> bool:
    if code not in CODES:
        hint = did_you_mean(code, CODES)
        sink.warning("bad-suppression", f"no check has the code {code!r}", span, hint)
        return False
    if code in OTHERS and OTHERS[code].severity == "error":
        message = f"{code} stops a build; a comment cannot silence it"
        sink.warning("bad-suppression", message, span, "mend what it is about")
        return False
    return True


def _target(span: Span, lines: Lines) -> range:
    """Return the lines on which the comment at `span` silences findings."""
    first = lines.line(span.file, span.line)[: span.column - 1]
    last = lines.line(span.file, span.end_line)[span.end_column - 1 :]
    if _COMMENT.sub("", first + last).strip(" \t>"):
        return range(span.line, span.end_line + 1)
    number = span.end_line + 1
    # Other comments and empty lines may stand between. The bound ends the search in a file that
    # has no more text.
    while number - span.end_line < 50 and not _COMMENT.sub("", lines.line(span.file, number)).strip(
        " \t>"
    ):
        number += 1
    return range(number, number + 1)
