"""Take findings, return them as text for a machine: JSON, SARIF 2.1.0, GitHub annotations."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from briefgen.checks.codes import CODES
from briefgen.checks.context import Edit
from briefgen.checks.run import Checked
from briefgen.diagnostics import Diagnostic, Span
from briefgen.version import __version__

__all__ = ["FORMATS", "write_findings"]


def write_findings(checked: Checked, form: str) -> str:
    """Return the findings in a format of `FORMATS`; the text ends with a line feed."""
    return FORMATS[form](checked)


# --------------------------------------------------------------------------------------- JSON


def _json(checked: Checked) -> str:
    """One object: "findings" in order, "silenced" with reasons, "summary" by severity.

    A finding has severity, code, message, file, line, column, end_line, end_column (null where
    it stands in no file), hints, and fixable.
    """
    value = {
        "version": 1,
        "findings": [_finding(finding, checked) for finding in checked.findings],
        "silenced": [
            {**_finding(one.finding, checked), "reason": one.reason} for one in checked.silenced
        ],
        "summary": {name: checked.count(name) for name in ("error", "warning", "note")},
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _finding(finding: Diagnostic, checked: Checked) -> dict[str, Any]:
    span = finding.span if finding.span and finding.span.line else None
    end = span if span and span.end_line else None
    return {
        "severity": finding.severity,
        "code": finding.code,
        "message": finding.message,
        "file": finding.span.file if finding.span else None,
        "line": span.line if span else None,
        "column": span.column if span else None,
        "end_line": end.end_line if end else None,
        "end_column": end.end_column if end else None,
        "hints": list(finding.hints),
        "fixable": finding in checked.edits,
    }


# -------------------------------------------------------------------------------------- SARIF

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"


def _sarif(checked: Checked) -> str:
    """A SARIF 2.1.0 log with one run; it has silenced findings too, as suppressed."""
    everything = [*checked.findings, *(one.finding for one in checked.silenced)]
    codes = sorted({finding.code for finding in everything})
    reasons = {one.finding: one.reason for one in checked.silenced}
    log = {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "briefgen",
                        "semanticVersion": __version__,
                        "rules": [_rule(code) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    _result(finding, codes.index(finding.code), checked.edits, reasons)
                    for finding in everything
                ],
            }
        ],
    }
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(name: str) -> dict[str, Any]:
    code = CODES.get(name)
    summary = code.summary if code else name
    return {
        "id": name,
        "shortDescription": {"text": summary[:1].upper() + summary[1:] + "."},
        "help": {"text": f"docs/checks.md has a section on {name}."},
        "defaultConfiguration": {"level": code.severity if code else "warning"},
    }


def _result(
    finding: Diagnostic,
    rule: int,
    edits: Mapping[Diagnostic, Edit],
    reasons: Mapping[Diagnostic, str],
) -> dict[str, Any]:
    hints = "".join(f"\nHint: {hint}" for hint in finding.hints)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": rule,
        "level": finding.severity,
        "message": {"text": finding.message + hints},
    }
    if finding.span is not None:
        location: dict[str, Any] = {"artifactLocation": {"uri": _uri(finding.span.file)}}
        if finding.span.line:
            location["region"] = _region(finding.span)
        result["locations"] = [{"physicalLocation": location}]
    if edit := edits.get(finding):
        replacement = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        change = {
            "artifactLocation": {"uri": _uri(edit.span.file)},
            "replacements": [replacement],
        }
        result["fixes"] = [{"artifactChanges": [change]}]
    if finding in reasons:
        result["suppressions"] = [{"kind": "inSource", "justification": reasons[finding]}]
    return result


def _region(span: Span) -> dict[str, int]:
    region = {"startLine": span.line, "startColumn": max(span.column, 1)}
    if span.end_line:
        region |= {"endLine": span.end_line, "endColumn": max(span.end_column, 1)}
    return region


def _uri(file: str) -> str:
    path = Path(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


# ------------------------------------------------------------------------------------- GitHub

_COMMANDS: Final = {"error": "error", "warning": "warning", "note": "notice"}


def _github(checked: Checked) -> str:
    """A workflow command for each finding; GitHub shows it beside its line."""
    return "".join(_annotation(finding) for finding in checked.findings)


def _annotation(finding: Diagnostic) -> str:
    properties: dict[str, object] = {}
    if (span := finding.span) is not None:
        properties["file"] = span.file
        if span.line:
            properties |= {"line": span.line, "col": span.column}
            # GitHub takes end columns on one line only.
            if span.end_line:
                properties["endLine"] = span.end_line
                if span.end_line == span.line:
                    properties["endColumn"] = span.end_column
    properties["title"] = finding.code
    listed = ",".join(f"{name}={_escaped(str(value), ',:')}" for name, value in properties.items())
    message = _escaped("\n".join([finding.message, *(f"hint: {hint}" for hint in finding.hints)]))
    return f"::{_COMMANDS[finding.severity]} {listed}::{message}\n"


def _escaped(text: str, more: str = "") -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    for mark in more:
        text = text.replace(mark, f"%{ord(mark):02X}")
    return text


FORMATS: Final[Mapping[str, Callable[[Checked], str]]] = {
    "json": _json,
    "sarif": _sarif,
    "github": _github,
}
"""Writers by the name of their format; the command line itself writes "text"."""
