"""`briefgen check` as it is typed: exit status, options, and what goes where."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefgen.cli import main

CLEAN = "# One\n\nText.\n"
WARNS = "# One\n\nIt came to 47%, in 3-5 of them.\n"
FAILS = "# One\n\n[Text](#nowhere) and [@nobody].\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(text: str, *options: str) -> Result:
    Path("report.md").write_text(text, encoding="utf-8")
    return CliRunner().invoke(main, ["check", "report.md", "-a", "dossier", *options])


@pytest.mark.parametrize(
    ("text", "options", "status"),
    [
        (CLEAN, [], 0),
        (CLEAN, ["--strict"], 0),
        (WARNS, [], 0),
        (WARNS, ["--strict"], 3),
        (WARNS, ["--strict", "--severity", "claim-without-source=note"], 0),
        (WARNS, ["--severity", "claim-without-source=error"], 1),
        (FAILS, [], 1),
        (FAILS, ["--strict"], 1),
        (CLEAN, ["--severity", "no-such-code=note"], 2),
        (CLEAN, ["--severity", "empty-section=fatal"], 2),
        (CLEAN, ["--severity", "empty-section"], 2),
        (CLEAN, ["--severity", "unknown-target=off"], 2),
    ],
)
def test_the_exit_status_says_how_it_went(
    folder: Path, text: str, options: list[str], status: int
) -> None:
    result = check(text, *options)
    assert result.exit_code == status, result.output


def test_findings_go_to_output_and_the_count_to_standard_error(folder: Path) -> None:
    result = check(WARNS)
    assert result.stdout == (
        "report.md:3:12: warning[claim-without-source]: a figure without a source: “47%”\n"
        "  hint: cite where this comes from: [@key]\n"
        "report.md:3:20: note[hyphen-in-range]: a hyphen stands in the range 3-5\n"
        "  hint: write 3–5 (-- is read as an en dash)\n"
    )
    assert result.stderr == "1 warning, 1 note; --fix mends 1\n"


def test_a_clean_report_says_so(folder: Path) -> None:
    result = check(CLEAN)
    assert (result.stdout, result.stderr) == ("", "nothing found\n")


def test_fix_writes_the_file_and_reports_what_is_left(folder: Path) -> None:
    result = check(WARNS, "--fix")
    assert Path("report.md").read_text(encoding="utf-8") == WARNS.replace("3-5", "3–5")
    assert "hyphen-in-range" not in result.stdout
    assert result.stderr == "1 warning; 1 mended\n"
    assert sorted(path.name for path in folder.iterdir()) == ["report.md"]


def test_what_is_off_is_not_mended(folder: Path) -> None:
    check(WARNS, "--fix", "--severity", "hyphen-in-range=off")
    assert Path("report.md").read_text(encoding="utf-8") == WARNS


def test_machines_get_only_their_format(folder: Path) -> None:
    result = check(FAILS, "--format", "json")
    assert result.exit_code == 1
    assert {found["code"] for found in json.loads(result.stdout)["findings"]} == {
        "dead-link",
        "unknown-citation",
    }
    assert result.stderr == ""


def test_an_audience_that_does_not_exist_is_wrong_usage(folder: Path) -> None:
    result = check(CLEAN, "--audience", "dosier")
    assert result.exit_code == 2
    assert "no audience 'dosier'" in result.stderr


def test_an_unknown_level_is_told_what_there_is(folder: Path) -> None:
    result = check(CLEAN, "--severity", "emtpy-section=off")
    assert "did you mean 'empty-section'?" in result.stderr


def test_faults_of_templates_are_found_at_their_line(folder: Path) -> None:
    press = folder / "templates" / "press"
    press.mkdir(parents=True)
    (press / "audience.toml").write_text(
        'title = "Press"\ntheme = "nosuch"\nmax_page = 1\n', encoding="utf-8"
    )
    (press / "template.md.j2").write_text(
        "# {{ report.title }}\n\n{% if report.words > 9 %}{{ reprot.title }}{% endif %}\n"
        '{% set own = "x" %}{{ own }} {% if other is defined %}{% endif %}\n\n{{ sectoins }}\n',
        encoding="utf-8",
    )
    result = check(CLEAN, "--format", "json", "-a", "press")
    found = {
        (Path(d["file"]).name, d["line"], d["code"]) for d in json.loads(result.stdout)["findings"]
    }
    assert found == {
        ("audience.toml", 3, "unknown-key"),
        ("audience.toml", 2, "unknown-theme"),
        ("template.md.j2", 3, "undefined"),  # though no report leads there yet
        ("template.md.j2", 6, "undefined"),
    }


def test_a_file_that_is_no_text_gives_a_finding_and_no_traceback(folder: Path) -> None:
    Path("report.md").write_bytes(b"\xff\xfe\x00# One\n")
    result = CliRunner().invoke(main, ["check", "report.md", "--fix"])
    assert result.exit_code == 1
    assert "not-utf8" in result.stdout
