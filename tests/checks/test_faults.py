"""Every fault that is sown in `cases/` is found at its line and column, and nothing else is.

`pytest tests/checks --refresh` writes what is expected anew; read the difference before you
commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.checks import OWN, check_report

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
SEPARATOR = "=== findings ===\n"


def found_in(typed: str, folder: Path) -> str:
    """Check `typed` as a file of its own and return a line for each finding."""
    path = folder / "report.md"
    path.write_text(typed, encoding="utf-8")
    checked = check_report(path, [], audiences=["dossier"])
    lines = [
        f"{d.span.line}:{d.span.column} {d.severity}[{d.code}] {d.message}"
        for d in checked.findings
        if d.span is not None
    ]
    assert len(lines) == len(checked.findings)
    return "".join(f"{line}\n" for line in lines).replace(f"{folder}/", "")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_what_is_sown_is_found_and_nothing_else(case: Path, tmp_path: Path, refresh: bool) -> None:
    text = case.read_text(encoding="utf-8")
    typed = text.partition(SEPARATOR)[0]
    found = typed + SEPARATOR + found_in(typed, tmp_path)
    if refresh:
        case.write_text(found, encoding="utf-8")
    assert found == text or refresh


def test_every_code_is_sown_somewhere() -> None:
    expected = "".join(case.read_text(encoding="utf-8") for case in CASES)
    assert [code for code in OWN if f"[{code}] " not in expected] == []
