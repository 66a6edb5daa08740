"""Whatever is typed: no traceback, places that exist, fixes that change no word and come once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefgen.checks import check_report, mend

FRONT = """\
---
date: {date}
references:
  - {{id: a, type: book, title: A, issued: 2020}}
  - {{id: b, type: webpage, title: B}}
briefgen: {{numbering: bibliography, checks: {{{setting}}}}}
---
"""
PIECES = st.sampled_from(
    "[@b; @a]|[@a]|[@a, p. 3]|@a| |  |\n|\n\n|# |## |- |:   |> |::: {.condensed}\n|:::\n|3-5|47%|"
    "$3bn|€|1,000|99999999999999999999|three|twenty-one|June|31 June 2024|2024-06|0000-00|--|“|”|"
    "'|\"|likely|probably|high confidence|NATO|ABC|(ABC)|<!-- briefgen: ignore[|] why -->|-->|<!--|"
    'claim-without-source|![](x)|[x](#y)|{#a}|{date="x"}|| a | b |\n|---|---|\n|`|*|^[|]|.|ß|'
    "\u00a0|\ufffc|\\|word".split("|")
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    pieces=st.lists(PIECES, max_size=30),
    date=st.sampled_from(["2024-06-26", "x", "[]"]),
    setting=st.sampled_from(["", "empty-section: off", "x: y"]),
)
def test_any_report_can_be_checked_and_mended(
    pieces: list[str], date: str, setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "report.md"
    text = FRONT.format(date=date, setting=setting) + "".join(pieces)
    path.write_text(text, encoding="utf-8")
    checked = check_report(path, [])
    lines = text.split("\n")
    for found in checked.findings:
        if found.span is not None and found.span.file == str(path):
            assert 1 <= found.span.line <= len(lines)
            assert 1 <= found.span.column <= len(lines[found.span.line - 1]) + 1
    before = text
    for _ in range(5):
        if not checked.edits or not mend(path, checked.edits.values()):
            break
        after = path.read_text(encoding="utf-8")
        assert sorted(re.findall(r"\w+", after)) == sorted(re.findall(r"\w+", before))
        checked = check_report(path, [])
    assert checked.edits == {}
