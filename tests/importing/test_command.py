"""`briefgen import` and `briefgen template check` as their user meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefgen.cli import main

SAMPLES = Path(__file__).parent / "samples"
DOUBTFUL = """\
A Small Matter
Summary
It was so.1 And so.2 It ended in 2023.3 and nobody was told of it.
Works cited
1. One - Post, accessed on May 5, 2024, https://a.example/1
2. Two - Post, accessed on May 5, 2024, https://a.example/2
3. Three - Post, accessed on May 5, 2024, https://a.example/3
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the commands run."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.txt").write_text(DOUBTFUL, encoding="utf-8")
    return tmp_path


def run(*args: str, type_in: str = "") -> Result:
    return CliRunner().invoke(main, list(args), input=type_in)


def test_a_folder_gets_report_references_and_review(folder: Path) -> None:
    result = run("import", str(SAMPLES / "sections.txt"))
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (folder / "sections").iterdir()) == [
        "report.md", "report.references.json", "report.review.md",
    ]  # fmt: skip
    assert "next: briefgen build sections/report.md" in result.stdout
    assert "citations" in result.stdout
    assert run("build", "sections/report.md", "-f", "docx").exit_code == 0


def test_a_name_and_inline_references_are_taken(folder: Path) -> None:
    result = run("import", "small.txt", "-o", "out/mine.md", "--bibliography", "inline")
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (folder / "out").iterdir()) == ["mine.md", "mine.review.md"]
    assert "references:" in (folder / "out" / "mine.md").read_text(encoding="utf-8")
    assert run("outline", "out/mine.md").exit_code == 0


def test_nothing_is_overwritten_without_force(folder: Path) -> None:
    assert run("import", "small.txt", "-o", "out").exit_code == 0
    (folder / "out" / "report.md").write_text("mine", encoding="utf-8")
    again = run("import", "small.txt", "-o", "out")
    assert again.exit_code == 1
    assert "file-exists" in again.stderr
    assert "--force" in again.stderr
    assert (folder / "out" / "report.md").read_text(encoding="utf-8") == "mine"
    assert run("import", "small.txt", "-o", "out", "--force").exit_code == 0
    assert (folder / "out" / "report.md").read_text(encoding="utf-8") != "mine"


def test_what_is_unsure_is_told_with_its_line_and_in_the_review(folder: Path) -> None:
    result = run("import", "small.txt", "-o", "out")
    text = (folder / "out" / "report.md").read_text(encoding="utf-8").split("\n")
    line = next(n for n, content in enumerate(text, 1) if "2023" in content)
    assert f"out/report.md:{line}:" in result.stderr
    assert "unsure-citation" in result.stderr
    assert "it could be:" in result.stderr
    review = (folder / "out" / "report.review.md").read_text(encoding="utf-8")
    assert f"**line {line}, column" in review
    assert "a number of the text" in review
    assert "`#bottom-line`" in review


def test_interactive_asks_and_does_as_told(folder: Path) -> None:
    cites = run("import", "small.txt", "-o", "a", "--interactive", type_in="y\ny\ny\n")
    assert "(1 of 2)" in cites.stderr
    other = run("import", "small.txt", "-o", "b", "--interactive", type_in="n\nn\nn\n")
    assert cites.exit_code == other.exit_code == 0
    texts = [(folder / name / "report.md").read_text(encoding="utf-8") for name in ("a", "b")]
    assert sorted("[@a-three]" in text for text in texts) == [False, True]
    assert "unsure" not in cites.stderr + other.stderr


def test_questions_can_be_taken_back_left_or_answered_for_their_kind(folder: Path) -> None:
    back = run("import", "small.txt", "-o", "a", "--interactive", type_in="n\nb\ny\ny\ny\n")
    straight = run("import", "small.txt", "-o", "b", "--interactive", type_in="y\ny\ny\n")
    texts = [(folder / name / "report.md").read_text(encoding="utf-8") for name in ("a", "b")]
    assert back.exit_code == straight.exit_code == 0
    assert texts[0] == texts[1].replace("b/", "a/")
    left = run("import", "small.txt", "-o", "c", "--interactive", type_in="?\nq\n")
    assert left.exit_code == 0
    assert "leave the rest" in left.stderr
    assert "unsure" in left.stderr


def test_an_interview_that_stops_goes_on_with_its_answers(folder: Path) -> None:
    stopped = run("import", "small.txt", "-o", "a", "--interactive", type_in="n\n")
    assert stopped.exit_code == 130
    assert not (folder / "a" / "report.md").exists()
    assert (folder / "a" / "report.answers.json").is_file()
    rest = run("import", "small.txt", "-o", "a", "--interactive", type_in="n\nn\n")
    assert rest.exit_code == 0
    assert "going on with 1 answers" in rest.stderr
    assert not (folder / "a" / "report.answers.json").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals there")
def test_in_a_terminal_one_key_answers_and_ctrl_c_keeps_the_answers(folder: Path) -> None:
    import pty
    import termios

    def listens(terminal: int) -> bool:
        """Tell whether a single key is waited for: what is typed sooner is thrown away."""
        return not termios.tcgetattr(terminal)[3] & termios.ICANON

    def talk(keys: bytes, *arguments: str) -> tuple[int, str]:
        main_end, terminal = pty.openpty()
        command = [sys.executable, "-m", "briefgen", "import", "small.txt", *arguments]
        process = subprocess.Popen(
            [*command, "--interactive"], stdin=terminal, stdout=terminal, stderr=terminal,
            cwd=folder, start_new_session=True,
        )  # fmt: skip
        os.close(terminal)
        shown = b""
        for key in keys:
            seen = shown.count(b"?]? ")
            while shown.count(b"?]? ") == seen and (piece := _read(main_end)):
                shown += piece
            until = time.monotonic() + 30
            while not listens(main_end) and time.monotonic() < until:
                time.sleep(0.01)
            os.write(main_end, bytes([key]))
        while piece := _read(main_end):
            shown += piece
        os.close(main_end)
        return process.wait(timeout=60), shown.decode()

    status, shown = talk(b"y\x03", "-o", "t")
    assert status == 130
    assert "answers are kept" in shown
    status, shown = talk(b"y", "-o", "t")
    assert status == 0
    assert (folder / "t" / "report.md").is_file()


def _read(end: int) -> bytes:
    try:
        return os.read(end, 4096)
    except OSError:  # the other end is closed
        return b""


def test_report_prints_the_review(folder: Path) -> None:
    result = run("import", "small.txt", "--report")
    assert result.stdout.startswith("# Review of report.md")


def test_wrong_files_end_with_a_finding_and_no_traceback(folder: Path) -> None:
    (folder / "old.pdf").write_bytes(b"%PDF-1.4")
    result = run("import", "old.pdf")
    assert result.exit_code == 1
    assert "unknown-format" in result.stderr
    assert run("import", "none.txt").exit_code == 2
    assert run("import", "small.txt", "--bibliography", "refs.bib").exit_code == 2


def test_building_a_file_of_another_format_says_to_import_it(folder: Path) -> None:
    result = run("build", "small.txt")
    assert result.exit_code == 1
    assert "hint: make a report of it: briefgen import small.txt" in result.stderr


def test_an_empty_or_strange_file_is_no_traceback(folder: Path) -> None:
    for number, data in enumerate((b"", b"\n\n", b"\xff\xfe", b"word", b"\x00\x01\x80", b"1.\n2.")):
        (folder / "odd.txt").write_bytes(data)
        result = run("import", "odd.txt", "-o", f"odd{number}")
        assert result.exit_code in (0, 1), result.output
        assert result.exception is None or isinstance(result.exception, SystemExit)


def test_an_old_encoding_is_read_and_told(folder: Path) -> None:
    (folder / "old.txt").write_bytes(
        "Caf\xe9\nSummary\nIt was caf\xe9 time at last.\n".encode("cp1252")
    )
    result = run("import", "old.txt", "-o", "out")
    assert "not-utf8" in result.stderr
    assert "café" in (folder / "out" / "report.md").read_text(encoding="utf-8")


def test_references_are_json_with_dates(folder: Path) -> None:
    run("import", "small.txt", "-o", "out")
    data = json.loads((folder / "out" / "report.references.json").read_text(encoding="utf-8"))
    assert [entry["id"] for entry in data] == ["a-one", "a-two", "a-three"]
    assert data[0]["accessed"] == {"date-parts": [[2024, 5, 5]]}


def test_template_check_says_what_is_there_and_what_is_not(folder: Path) -> None:
    run("import", "small.txt", "-o", "out")
    result = run("template", "check", "out/report.md", "-a", "exec")
    assert result.exit_code == 0, result.output
    rows = {tuple(line.split()[1:4]) for line in result.stdout.splitlines()}
    assert ("section", "summary", "yes") in rows
    assert ("block", "bottom-line", "no") in rows
    missing = run("template", "check", "out/report.md", "-a", "exec", "--missing")
    assert "summary" not in [line.split()[2] for line in missing.stdout.splitlines()]


def test_the_shipped_report_has_what_the_shipped_templates_look_for(root: Path) -> None:
    source = str(root / "source" / "report.md")
    result = run("template", "check", source, "--missing", "--templates", str(root / "templates"))
    lacking = [line.split()[1:3] for line in result.stdout.splitlines()[1:]]
    assert [name for kind, name in lacking if kind in ("block", "class", "section")] == []
