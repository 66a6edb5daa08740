"""The shipped report checks clean."""

from __future__ import annotations

from pathlib import Path

from briefgen.checks import Checked, check_report


def checked(root: Path) -> Checked:
    return check_report(root / "source" / "report.md", [root / "templates"])


def test_the_shipped_report_checks_clean(root: Path) -> None:
    assert list(checked(root).findings) == []


def test_what_its_author_left_without_a_source_is_silenced_with_a_reason(root: Path) -> None:
    silenced = checked(root).silenced
    assert sorted(one.finding.code for one in silenced) == [
        *["claim-without-source"] * 2,
        *["quote-without-source"] * 2,
    ]
    assert all("the author's report" in one.reason for one in silenced)


def test_nothing_of_it_can_be_mended(root: Path) -> None:
    assert checked(root).edits == {}
