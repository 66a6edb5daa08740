"""Take the comments of a report and what was found, return what is left and what was silenced.

`<!-- briefgen: ignore[code] reason -->` silences `code` on its own line; where nothing else
stands on that line, on the next line with text. Several codes are separated by commas.
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
    """A finding that its author wants to hear no more of, and why."""

    finding: Diagnostic
    reason: str


@dataclass(slots=True)
class _Suppression:
    codes: Sequence[str]
    reason: str
    span: Span
    lines: range
    used: set[str] = field(default_factory=set)


def stops_build(found: Diagnostic) -> bool:
    """Tell whether nothing can be built until this is mended; then nothing may hide it."""
    return found.severity == "error" and found.code not in OWN


def silence(
    findings: Iterable[Diagnostic],
    report: m.Report,
    lines: Lines,
    settings: Settings,
    sink: Diagnostics,
) -> tuple[list[Diagnostic], list[Silenced]]:
    """Return the findings that stay and those that a comment silences.

    Comments that cannot be understood, and those that silence nothing, are reported to `sink`.
    """
    suppressions = list(_suppressions(report, lines, sink))
    kept: list[Diagnostic] = []
    silenced: list[Silenced] = []
    for found in findings:
        by = next((s for s in suppressions if _covers(s, found, report.source)), None)
        if by is None:
            kept.append(found)
        else:
            by.used.add(found.code)
            silenced.append(Silenced(found, by.reason))
    for suppression in suppressions:
        for code in suppression.codes:
            if code not in suppression.used and settings.level(code) != "off":
                message = f"nothing here has the code {code!r}"
                sink.report("note", "unused-suppression", message, suppression.span, "remove it")
    return kept, silenced


def _covers(suppression: _Suppression, found: Diagnostic, source: str) -> bool:
    return (
        found.span is not None
        and found.span.file == source
        and found.span.line in suppression.lines
        and found.code in suppression.codes
        and not stops_build(found)
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
    """Return the lines that a comment is about."""
    first = lines.line(span.file, span.line)[: span.column - 1]
    last = lines.line(span.file, span.end_line)[span.end_column - 1 :]
    if _COMMENT.sub("", first + last).strip(" \t>"):
        return range(span.line, span.end_line + 1)
    number = span.end_line + 1
    # Further comments and empty lines may stand between; no file is longer than its lines.
    while number - span.end_line < 50 and not _COMMENT.sub("", lines.line(span.file, number)).strip(
        " \t>"
    ):
        number += 1
    return range(number, number + 1)
