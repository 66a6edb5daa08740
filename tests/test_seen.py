"""A command for one audience prints nothing that the audience does not get, findings included."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from briefgen.audience import for_audience
from briefgen.cli import main
from briefgen.diagnostics import Diagnostics
from briefgen.model import Section
from briefgen.reader import read_text
from briefgen.walk import walk

REPORT = """\
---
title: Ferry
abstract: |
  See [](#heron-rises).
references:
- {id: open1, type: webpage, title: Timetable, URL: "https://a.example/"}
- {id: plover2, type: webpage, title: Osprey papers, URL: "https://osprey.example/"}
---

# Summary {#summary}

Open <small>word</small> [@open1]. It took 17 days.

## Heron rises {audience="dossier"}

Heron [@plover2] of <u>Heron</u> [x]{heronkey=1} HRN. It took 18 days.

[^plover]: unused

<!-- briefgen: ignore[heron] no code -->

## The [O'Heron's]{audience="dossier"} offer {foo=bar}

Open. See [](#heron-rises) [](#the-oherons-offer).

## Last {#heron}
"""
SECRET = ("heron", "plover", "osprey", "hrn", "18 days")


@pytest.fixture
def report(tmp_path: Path) -> str:
    path = tmp_path / "report.md"
    path.write_text(REPORT, encoding="utf-8")
    return str(path)


COMMANDS = [
    ["dump", "-a", "exec"],
    ["check", "-a", "exec"],
    ["check", "-a", "exec", "-a", "matrix"],
    ["check", "-a", "exec", "--format", "json"],
    ["check", "-a", "exec", "--format", "sarif"],
    *(["sources", "-a", "exec", "-f", form] for form in ("table", "csl-json", "bibtex", "csv")),
    *(["trace", "exec", "-f", form] for form in ("text", "json", "csv")),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_hidden_is_printed(report: str, command: list[str]) -> None:
    result = CliRunner().invoke(main, [*command, report])
    printed = (result.output + result.stderr).lower().replace(report.lower(), "")
    if command[0] == "dump":
        printed = "\n".join(line.split("@")[0] for line in printed.splitlines())
    printed = printed.replace("last #heron", "").replace("#heron ", "")
    assert printed
    assert [word for word in SECRET if word in printed] == []


def test_findings_in_what_an_audience_gets_are_printed(report: str) -> None:
    result = CliRunner().invoke(main, ["check", "-a", "exec", report])
    assert "12:6: warning[raw-html]: HTML is left out; what stands in it" in result.output
    assert "16:" not in result.output


def test_findings_are_whole_for_those_who_get_all(report: str) -> None:
    for command in (["check"], ["check", "-a", "dossier"], ["check", "-a", "all"]):
        result = CliRunner().invoke(main, [*command, report])
        assert "'heronkey'" in result.output


def test_an_error_in_hidden_text_is_told_by_its_place_and_code_alone(report: str) -> None:
    path = Path(report)
    path.write_text(REPORT.replace("of <u>", "of [@plover3] <u>"), encoding="utf-8")
    result = CliRunner().invoke(main, ["check", "-a", "exec", report])
    assert result.exit_code == 1
    assert "16:22: error[unknown-citation]: a citation names no reference\n" in result.output
    assert "plover" not in result.output


@pytest.mark.parametrize(
    ("heading", "id_"),
    [
        ("The [O'Heron's]{audience=dossier} offer", "the-offer"),
        ("The[O'Heron]{audience=dossier}s offer", "thes-offer"),
        ("A [I]{audience=dossier} offer", "a-offer"),
        ("[Heron]{audience=dossier} {#heron}", "section"),
        ("The [Heron]{audience=dossier} offer {#heronoffer}", "the-offer"),
        ("The [Heron]{audience=dossier} offer {#conclusion}", "conclusion"),
        ("The offer{#heron}", "heron"),
    ],
)
def test_an_id_holds_no_words_that_were_removed(heading: str, id_: str) -> None:
    sink = Diagnostics()
    report = read_text(f"## {heading}\n\ntext", "report.md", sink)
    visible = for_audience(report, "exec", ["dossier", "exec"], sink)
    assert [node.attr.id for node in walk(visible.blocks) if isinstance(node, Section)] == [id_]
    assert not list(sink)


def test_nothing_is_shown_of_a_report_whose_restrictions_are_in_error(report: str) -> None:
    Path(report).write_text("# A\n\n**Heron**{audience=dossier}\n", encoding="utf-8")
    for command in (["dump", "-a", "exec"], ["sources", "-a", "exec"], ["trace", "exec"]):
        result = CliRunner().invoke(main, [*command, report])
        assert result.exit_code == 1
        assert result.stdout == ""
        assert "3:11: error[unobeyed-restriction]" in result.stderr
        assert "Heron" not in result.stderr
