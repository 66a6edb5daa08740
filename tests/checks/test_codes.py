"""Every code is registered, explained in docs/checks.md, and reported under no other name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from briefgen.checks import CODES, LEVELS, OWN

REPORTING = {"error", "warning", "report", "found", "_report", "_warn_reference", "_error"}
# `briefgen trace` and `verify` read built files and commands report what they write: no part of a
# report.
ELSEWHERE = {"trace", "cli", "verification.py"}


def sections(root: Path) -> dict[str, str]:
    """Return the sections of docs/checks.md by code."""
    text = (root / "docs" / "checks.md").read_text(encoding="utf-8")
    return {
        found[1]: found[2]
        for found in re.finditer(r"^### (\S+)\n\n((?:.+\n?)+)", text, re.MULTILINE)
    }


def reported(root: Path) -> Iterator[str]:
    """Yield the literals that look like codes in calls that report."""
    for path in sorted((root / "briefgen").rglob("*.py")):
        if ELSEWHERE & set(path.relative_to(root).parts):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            for argument in node.args[:3] if name in REPORTING else ():
                match argument:
                    case ast.Constant(value=str(text)) if re.fullmatch(
                        r"[a-z\d]+(-[a-z\d]+)+", text
                    ):
                        yield text


def test_every_code_has_a_section_that_begins_with_its_severity(root: Path) -> None:
    told = sections(root)
    assert sorted(told) == sorted(CODES)
    for name, code in CODES.items():
        lead = f"*{code.severity}, fixable.* " if code.fixable else f"*{code.severity}.* "
        assert told[name].startswith(lead), name


def test_every_code_that_is_reported_is_registered(root: Path) -> None:
    codes = set(reported(root))
    assert len(codes) > 60
    # A new code needs a line in briefgen/checks/codes.py and a section in docs/checks.md.
    assert codes - set(CODES) == set()


def test_severities_are_levels_and_no_check_is_off_by_default() -> None:
    assert {code.severity for code in CODES.values()} == set(LEVELS) - {"off"}
    assert all(code.summary[-1] != "." for code in OWN.values())
