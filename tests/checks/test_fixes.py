"""--fix changes what is safe and nothing else, once, and whole or not at all."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from briefgen.checks import check_report, mend
from briefgen.checks.context import Edit
from briefgen.checks.fixes import edited
from briefgen.diagnostics import Span

REPORT = """\
---
references:
  - {id: one, type: book, title: The First Book}
  - {id: two, type: book, title: The Second Book}
briefgen: {numbering: bibliography}
---

# Fixes

Out of order [@two; @one], stuck[@two], far   [@one], and 3-5 or
6-8 of *10-12*; but `3-5`, [@one, pp. 3-5], F-16 and 2024-06 stay.

- Both at once[@two; @one], on 3-5 lines. <!-- briefgen: ignore[hyphen-in-range] a score -->
"""
MENDED = """\
---
references:
  - {id: one, type: book, title: The First Book}
  - {id: two, type: book, title: The Second Book}
briefgen: {numbering: bibliography}
---

# Fixes

Out of order [@one; @two], stuck [@two], far [@one], and 3–5 or
6–8 of *10–12*; but `3-5`, [@one, pp. 3-5], F-16 and 2024-06 stay.

- Both at once [@one; @two], on 3-5 lines. <!-- briefgen: ignore[hyphen-in-range] a score -->
"""


def fixed(path: Path) -> str:
    mend(path, check_report(path, []).edits.values())
    return path.read_bytes().decode()


def test_what_is_safe_is_mended_and_what_is_silenced_is_not(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    assert fixed(path) == MENDED


def test_a_second_run_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(MENDED, encoding="utf-8")
    assert check_report(path, []).edits == {}
    assert fixed(path) == MENDED


def test_no_word_changes(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    assert sorted(re.findall(r"\w+", fixed(path))) == sorted(re.findall(r"\w+", REPORT))


def test_line_ends_and_a_byte_order_mark_stay(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"\xef\xbb\xbf" + REPORT.replace("\n", "\r\n").encode())
    assert fixed(path) == "\ufeff" + MENDED.replace("\n", "\r\n")


def test_of_edits_that_overlap_the_first_is_made() -> None:
    edits = [Edit(Span("a", 1, 2, 1, 4), "X"), Edit(Span("a", 1, 3, 1, 5), "Y")]
    assert edited("abcdef", edits) == "aXdef"


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    edits = check_report(path, []).edits.values()

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "no", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        mend(path, edits)
    assert path.read_text(encoding="utf-8") == REPORT
    assert os.listdir(tmp_path) == ["report.md"]


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    path.chmod(0o640)
    link = tmp_path / "link.md"
    link.symlink_to(path)
    assert fixed(link) == MENDED
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
