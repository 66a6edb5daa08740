"""The command line as its user meets it: real processes' behaviour, through click's runner."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from click import Context
from click.testing import CliRunner, Result

from briefgen.cli import main

SMALL = """\
---
title: The ferry question
author: A. Writer
date: 2025-03-01
bibliography: refs.json
---

# Executive summary {#summary .unnumbered}

::: {#bottom-line .condensed}
Two councils agree [@harbour]; one does not.
:::

Two of three councils agree [@harbour; @tide].

# The councils {#councils}

## Northport {#northport .holdout name="Northport" actor="The mayor" status="open" date="2025-02"}

The Grievance

:   The night boat was cut [@tide].

The Compromise

:   It is to run again.
"""
REFERENCES = """[
{"id": "harbour", "type": "webpage", "title": "Harbour notes", "URL": "https://example.org/h",
 "accessed": {"date-parts": [[2025, 2, 1]]}},
{"id": "tide", "type": "webpage", "title": "Tide tables", "URL": "https://example.org/t",
 "accessed": {"date-parts": [[2025, 2, 2]]}}
]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small report, where the commands run."""
    place = tmp_path / "a folder with spaces"
    place.mkdir()
    (place / "ferry.md").write_text(SMALL, encoding="utf-8")
    (place / "refs.json").write_text(REFERENCES, encoding="utf-8")
    monkeypatch.chdir(place)
    return place


def run(*words: str) -> Result:
    """Run `briefgen WORDS`; a traceback fails the test."""
    result = CliRunner().invoke(main, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_build_makes_every_audience_in_every_format(folder: Path) -> None:
    result = run("build", "ferry.md")
    assert result.exit_code == 0, result.stderr
    assert sorted(p.name for p in (folder / "build").iterdir()) == [
        f"ferry-{audience}.{kind}"
        for audience in ("dossier", "exec", "matrix")
        for kind in ("docx", "pdf")
    ] + ["ferry.pack.json"]
    assert (folder / "build/ferry-exec.pdf").read_bytes().startswith(b"%PDF-1.7")
    assert (folder / "build/ferry-exec.docx").read_bytes().startswith(b"PK")


def test_the_table_names_path_pages_words_size_and_seconds(folder: Path) -> None:
    lines = run("build", "ferry.md", "-a", "exec", "-f", "pdf").stdout.splitlines()
    assert lines[0].split() == ["file", "pages", "words", "size", "seconds"]
    path, pages, words, size, unit, seconds = lines[1].split()
    assert path == os.path.join("build", "ferry-exec.pdf")
    assert int(pages) >= 1
    assert int(words) > 10
    assert (float(size) > 1, unit) == (True, "KiB")
    assert float(seconds) > 0
    assert len(lines) == 2


def test_quiet_prints_nothing_and_verbose_names_the_phases(folder: Path) -> None:
    quiet = run("build", "ferry.md", "-a", "exec", "-f", "pdf", "-q")
    assert (quiet.stdout, quiet.stderr) == ("", "")
    verbose = run("build", "ferry.md", "-a", "exec", "-f", "pdf", "-v")
    assert "exec layout" in verbose.stderr
    assert verbose.stdout.splitlines()[2] == "exec: 9.25 pt"


def test_a_second_build_has_the_same_bytes(folder: Path) -> None:
    run("build", "ferry.md", "-o", "one")
    run("build", "ferry.md", "-o", "two")
    for first in (folder / "one").iterdir():
        assert first.read_bytes() == (folder / "two" / first.name).read_bytes(), first.name


def test_a_missing_report_is_wrong_usage_with_a_hint(folder: Path) -> None:
    result = run("build", "fery.md")
    assert result.exit_code == 2
    assert "fery.md does not exist; did you mean 'ferry.md'?" in result.stderr
    for words in (["build"], ["outline"], ["template", "check"], ["trace", "exec"]):
        result = run(*words)
        assert result.exit_code == 2
        hint = f"give the path of a report: main {' '.join(words)} REPORT.md"
        assert f"source/report.md does not exist; {hint}" in result.stderr


def test_a_title_that_cites_is_cited_on_the_cover_alone(folder: Path) -> None:
    (folder / "ferry.md").write_text(SMALL.replace("The ferry question", '"Ferries [@tide]"'))
    dumped = run("dump", "ferry.md", "-a", "dossier").stdout.splitlines()
    (start,) = (n for n, line in enumerate(dumped) if line.strip().startswith("Work 1 @tide"))
    trail = "\n".join(dumped[start:]).partition("trail")[2]
    assert "cited in" in trail
    assert "Works cited" not in trail


def test_an_unknown_audience_is_wrong_usage_with_a_hint(folder: Path) -> None:
    result = run("build", "ferry.md", "-a", "exce")
    assert result.exit_code == 2
    assert "did you mean 'exec'?" in result.stderr


def test_a_setting_without_a_value_is_wrong_usage(folder: Path) -> None:
    result = run("build", "ferry.md", "--set", "colour")
    assert result.exit_code == 2
    assert "'colour' is not KEY=VALUE" in result.stderr


def test_a_setting_that_no_template_knows_is_wrong_usage_with_a_hint(folder: Path) -> None:
    result = run("build", "ferry.md", "-a", "matrix", "--set", "width=3")
    assert result.exit_code == 2
    assert "did you mean 'widths'?" in result.stderr
    table = run("build", "ferry.md", "-a", "matrix", "--set", "status=3")
    assert (table.exit_code, "did you mean 'status.open'?" in table.stderr) == (2, True)
    assert run("build", "ferry.md", "-a", "matrix", "--set", "status.open=Unsettled").exit_code == 0


def test_an_error_in_the_content_names_its_place_and_writes_nothing(folder: Path) -> None:
    text = SMALL.replace("cut [@tide]", "cut [@tied]")
    (folder / "ferry.md").write_text(text, encoding="utf-8")
    result = run("build", "ferry.md")
    assert result.exit_code == 1
    line = 1 + text[: text.index("@tied")].count("\n")
    assert f"ferry.md:{line}:" in result.stderr
    assert "error[unknown-citation]" in result.stderr
    assert "did you mean 'tide'?" in result.stderr
    assert not (folder / "build").exists()


def test_an_error_leaves_the_old_pack_as_it_was(folder: Path) -> None:
    run("build", "ferry.md", "-a", "exec")
    before = {p.name: p.read_bytes() for p in (folder / "build").iterdir()}
    (folder / "ferry.md").write_text(SMALL + "\n[@nothing]\n", encoding="utf-8")
    assert run("build", "ferry.md", "-a", "exec").exit_code == 1
    assert {p.name: p.read_bytes() for p in (folder / "build").iterdir()} == before


def test_warnings_under_strict_exit_3_and_write_nothing(folder: Path) -> None:
    (folder / "ferry.md").write_text(SMALL + "\nA <u>bold</u> claim.\n", encoding="utf-8")
    assert run("build", "ferry.md", "-a", "exec").exit_code == 0
    shutil.rmtree(folder / "build")
    result = run("build", "ferry.md", "-a", "exec", "--strict")
    assert result.exit_code == 3
    assert "warning[raw-html]" in result.stderr
    assert not (folder / "build").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_an_error_without_traceback(folder: Path) -> None:
    (folder / "build").mkdir()
    (folder / "build").chmod(stat.S_IRUSR | stat.S_IXUSR)
    result = run("build", "ferry.md", "-a", "exec")
    assert result.exit_code == 1
    assert "error[cannot-write]" in result.stderr


def test_an_output_that_is_a_file_is_wrong_usage(folder: Path) -> None:
    (folder / "taken").write_text("x", encoding="utf-8")
    assert run("build", "ferry.md", "-o", "taken").exit_code == 2


def test_a_projects_own_template_takes_precedence(folder: Path) -> None:
    mine = folder / "templates" / "exec"
    mine.mkdir(parents=True)
    (mine / "audience.toml").write_text('title = "Mine"\n', encoding="utf-8")
    (mine / "template.md.j2").write_text("Only this line.\n", encoding="utf-8")
    shown = run("dump", "ferry.md", "-a", "exec").stdout
    assert "Only this line." in shown
    assert "Mine" in run("audiences").stdout


def test_outline_shows_numbers_ids_words_and_citations(folder: Path) -> None:
    lines = run("outline", "ferry.md").stdout.splitlines()
    (northport,) = [line for line in lines if "#northport" in line]
    assert "1.1" in northport
    assert "Northport" in northport


def test_dump_shows_the_place_of_each_node(folder: Path) -> None:
    shown = run("dump", "ferry.md").stdout
    assert "Two of three councils agree" in shown
    line = 1 + SMALL[: SMALL.index("Two of three")].count("\n")
    assert f'Text "Two of three councils agree " @{line}:1' in shown


@pytest.mark.parametrize("command", [*main.list_commands(Context(main)), "template check"])
def test_the_help_of_every_command_has_an_example(command: str) -> None:
    shown = run(*command.split(), "--help").stdout
    assert "Example" in shown
    assert f"briefgen {command}" in shown


def test_colours_are_for_terminals_and_no_color_turns_them_off(folder: Path) -> None:
    (folder / "ferry.md").write_text(SMALL + "\n[@nothing]\n", encoding="utf-8")
    words = ["build", "ferry.md"]
    coloured = CliRunner().invoke(main, words, color=True)
    assert "\x1b[" in coloured.stderr
    assert "\x1b[" not in CliRunner().invoke(main, [*words, "--no-color"], color=True).stderr
    plain = CliRunner(env={"NO_COLOR": "1"}).invoke(main, words, color=True)
    assert "\x1b[" not in plain.stderr


def test_help_waits_for_no_heavy_library(root: Path) -> None:
    code = (
        "import sys; from briefgen.cli import main; main(['--help'], standalone_mode=False); "
        "print(sorted({'reportlab', 'docx', 'jinja2', 'markdown_it', 'yaml', 'uharfbuzz', 'lxml'}"
        " & set(sys.modules)))"
    )
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert shown.stdout.splitlines()[-1] == "[]"


def test_a_pdf_needs_no_word_library_and_a_docx_no_pdf_library(folder: Path, root: Path) -> None:
    for kind, absent in (("pdf", "docx"), ("docx", "reportlab")):
        code = (
            "import sys; from briefgen.cli import main; "
            f"main(['build', 'ferry.md', '-q', '-f', '{kind}'], standalone_mode=False); "
            f"print('{absent}' in sys.modules)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
        )
        assert done.stdout.strip() == "False", done.stderr


def test_the_shipped_pack_builds_in_a_process_of_its_own(root: Path, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "build", "--strict", "-o", str(tmp_path)],
        cwd=root,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(done.stdout.splitlines()) == 7
    assert len(list(tmp_path.iterdir())) == 7  # with the manifest


def test_an_audience_that_cannot_be_read_is_told_with_its_line_when_it_is_asked_for(
    folder: Path,
) -> None:
    press = folder / "templates" / "press"
    press.mkdir(parents=True)
    (press / "template.md.j2").write_text("{{ report.title }}\n")
    result = run("build", "ferry.md", "-a", "press")
    assert result.exit_code == 2
    assert "templates/press has no audience.toml" in result.output
    (press / "audience.toml").write_text('max_pages = 1\ntitle = "Press\n')
    for command in (["build"], ["sources"], ["dump"], ["template", "check"]):
        result = run(*command, "ferry.md", "-a", "press")
        assert result.exit_code == 1
        assert "templates/press/audience.toml:2:15: error[bad-toml]" in result.stderr


@pytest.mark.parametrize(
    ("theme", "found"),
    [
        ("extends = 'default'\n[page\n", "themes/own.toml:2:6: error[bad-toml]"),
        ("extends = 'nosuch'\n", "themes/own.toml:1:1: error[unknown-theme]"),
        ("name = 'x'\nextends = 'own'\n", "themes/own.toml:2:1: error[unknown-theme]"),
        (
            "extends = 'default'\n[paragraphs.body]\nsize = 'x'\n",
            "themes/own.toml:3:1: error[bad-length]",
        ),
        (
            "extends = 'default'\n[paragraphs.body]\nsise = 9\n",
            "themes/own.toml:3:1: error[unknown-key]",
        ),
        (
            "extends = 'default'\n[paragraphs.body]\nsize = 0\n",
            "themes/own.toml:3:1: error[bad-length]",
        ),
        (
            "extends = 'default'\n[paragraphs.body]\nspace_after = inf\n",
            "themes/own.toml:3:1: error[bad-length]",
        ),
        ("extends = 'default'\n[page]\nwidth = 0\n", "press/audience.toml:1:1: error[no-room]"),
        (
            "extends = 'default'\n[page]\npaper = 'A44'\n",
            "themes/own.toml:3:1: error[bad-value]",
        ),
        (
            "extends = 'default'\n[paragraphs.body]\nfont = 'times'\n",
            "themes/own.toml:1:1: error[unknown-font]",
        ),
        ("extends = 'default'\n\n[sizes]\n", "themes/own.toml:3:1: error[unknown-key]"),
        (
            "extends = 'default'\n[colours]\nink = 'blak'\n",
            "themes/own.toml:3:1: error[bad-colour]",
        ),
    ],
)
def test_a_mistake_in_a_theme_is_told_once_with_its_line(
    theme: str, found: str, folder: Path
) -> None:
    for path, text in {
        "press/audience.toml": 'title = "Press"\ntheme = "own"\n',
        "press/template.md.j2": "{{ report.title }}\n",
        "themes/own.toml": theme,
    }.items():
        (folder / "templates" / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / "templates" / path).write_text(text)
    result = run("build", "ferry.md", "-a", "press")
    assert result.exit_code == 1
    assert found in result.stderr
    assert "1 error; nothing was written" in result.stderr


def test_a_mistake_in_the_page_of_an_audience_is_told_with_its_line(folder: Path) -> None:
    press = folder / "templates" / "press"
    press.mkdir(parents=True)
    (press / "template.md.j2").write_text("{{ report.title }}\n")
    (press / "audience.toml").write_text('title = "Press"\n[page]\ntop = "wide"\npaper = "A5"\n')
    result = run("build", "ferry.md", "-a", "press")
    assert result.exit_code == 1
    assert "press/audience.toml:3:1: error[bad-length]" in result.stderr
    assert "press/audience.toml:4:1: error[bad-value]" in result.stderr


def test_a_folder_where_a_file_belongs_leaves_the_others_as_they_were(folder: Path) -> None:
    (folder / "out" / "ferry-matrix.docx").mkdir(parents=True)
    (folder / "out" / "ferry-dossier.pdf").write_text("old")
    result = run("build", "ferry.md", "-o", "out")
    assert result.exit_code == 1
    assert "error[cannot-write]: out/ferry-matrix.docx: Is a directory" in result.stderr
    assert (folder / "out" / "ferry-dossier.pdf").read_text() == "old"
    assert len(list((folder / "out").iterdir())) == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_an_output_that_takes_nothing_is_told_without_traceback(folder: Path, root: Path) -> None:
    command = f'"{sys.executable}" -m briefgen outline ferry.md'
    environment = {**os.environ, "PYTHONPATH": str(root)}
    for redirection, code, said in (
        ("> /dev/full", 4, "cannot print: No space left on device\n"),
        (">&-", 0, ""),
        (">&- 2>&-", 0, ""),
    ):
        done = subprocess.run(
            ["/bin/sh", "-c", f"{command} {redirection}"],
            env=environment,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (code, said)


@pytest.mark.skipif(os.name == "nt", reason="no terminals of this kind here")
@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {}])
def test_progress_leaves_nothing_behind_on_a_terminal(
    environment: dict[str, str], folder: Path, root: Path
) -> None:
    terminal, end = os.openpty()
    subprocess.run(
        [sys.executable, "-m", "briefgen", "build", "ferry.md", "-f", "pdf"],
        env={**os.environ, "PYTHONPATH": str(root), **environment},
        stdout=subprocess.DEVNULL,
        stderr=end,
        check=True,
    )
    os.close(end)
    read = b""
    with suppress(OSError):  # so Linux tells that the other end is closed and all is read
        while part := os.read(terminal, 100_000):
            read += part
    printed = read.decode()
    os.close(terminal)
    line: list[str] = []
    seen = []
    for overwriting in printed.split("\r"):
        line[: len(overwriting)] = overwriting
        seen.append("".join(line).rstrip())
    assert "\x1b" not in printed
    assert {"dossier layout …", "exec compose …", "exec pdf …"} <= set(seen)
    assert not [text for text in seen if text.count("…") > 1]
    assert seen[-1] == ""
