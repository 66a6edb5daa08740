"""What commands say of markings."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from briefgen.cli import main
from tests.marking.making import pack

TEXT = "# Open\n\nText.\n\n## Below {marking=amber}\n\nMore.\n\n# Red {marking=red}\n\nHigh.\n"


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pack(Path(), TEXT, highest="amber")


def said(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_outline_has_the_highest_level_of_each_section() -> None:
    rows = [line.split() for line in said("outline", "report.md").splitlines()]
    assert rows[0] == ["No.", "Title", "Id", "Marking", "Words", "Citations"]
    assert [row[-3] for row in rows[1:]] == ["TLP:AMBER", "TLP:AMBER", "TLP:RED"]


def test_dump_has_the_marking_of_a_document() -> None:
    first, *rest = said("dump", "report.md", "-a", "own").splitlines()
    assert first == 'Document audience="own" title="Own" issue="1"'
    assert [line.split(" size")[0] for line in rest if "TLP" in line] == ['  banner "TLP:AMBER"']
    assert not any("Red" in line for line in rest)


def test_audiences_has_the_limit_of_each() -> None:
    rows = {line.split()[0]: line for line in said("audiences").splitlines()}
    assert rows["own"].split()[:4] == ["own", "Own", "any", "amber"]
    assert " any  " in rows["dossier"]


def test_build_says_how_each_document_is_marked() -> None:
    shown = said("build", "report.md", "-a", "own", "-a", "dossier", "-f", "pdf", "-v")
    assert "own: TLP:AMBER\n" in shown
    assert "dossier: TLP:RED\n" in shown


def test_check_finds_what_a_build_would_stop_at() -> None:
    report = Path("report.md")
    report.write_text(report.read_text().replace("=red", "=rd"))
    result = CliRunner().invoke(main, ["check", "report.md"])
    assert result.exit_code == 1
    assert "error[unknown-marking]: the marking scheme 'tlp' has no level 'rd'" in result.stdout
