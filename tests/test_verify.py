"""`briefgen verify` says of each file what holds of it, and notices any byte that was changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefgen.cli import main
from briefgen.pipeline.writing import JOURNAL

REPORT = """\
---
title: The harbour accord
briefgen: {marking: {scheme: tlp, default: green}}
---

# What was agreed

The ferries run again, [as KESTREL promised]{audience=inner marking=amber}.
"""


def run(*words: str) -> Result:
    """Run `briefgen WORDS`; a traceback fails the test."""
    result = CliRunner().invoke(main, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    for name in ("inner", "outer"):
        own = folder / "templates" / name
        own.mkdir(parents=True)
        (own / "audience.toml").write_text(f'title = "The {name} circle"\n')
        (own / "template.md.j2").write_text(
            "# {{ report.title }}\n\n{% for section in sections %}{{ section }}\n\n{% endfor %}\n"
        )
    (folder / "accord.md").write_text(REPORT)
    return folder


@pytest.fixture(scope="module")
def built(made: Path) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made)
        result = run("build", "accord.md", "-a", "inner", "-a", "outer", "-q", "--trace")
        assert result.exit_code == 0, result.stderr
    return made


@pytest.fixture
def folder(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(built, tmp_path / "moved")
    monkeypatch.chdir(tmp_path / "moved")
    return tmp_path / "moved"


def test_a_pack_as_it_was_built_is_right_wherever_it_is_moved(folder: Path) -> None:
    result = run("verify")
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["file", "bytes", "sources", "give", "marking", "hidden", "text"]
    rows = {line.split()[0]: line.split()[1:] for line in lines[1:]}
    assert len(rows) == 8
    assert rows["build/accord-outer.pdf"] == ["unchanged", "the", "same", "TLP:GREEN", "none"]
    assert rows["build/accord-outer.docx"] == ["unchanged", "the", "same", "TLP:GREEN", "none"]
    assert rows["build/accord-inner.pdf"] == ["unchanged", "the", "same", "TLP:AMBER", "–"]
    one = run("verify", "build/accord-inner.docx")
    assert (one.exit_code, len(one.stdout.splitlines())) == (0, 2)
    assert run("verify", "-q").stdout == ""


def test_any_byte_changed_in_any_file_is_noticed(folder: Path) -> None:
    for path in sorted((folder / "build").iterdir()):
        data = path.read_bytes()
        middle = len(data) // 2
        path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])
    result = run("verify")
    assert result.exit_code == 1
    assert "error[broken-manifest]" in result.stderr
    shutil.copy(folder / "build" / "accord.pack.json", folder / "saved.json")


@pytest.mark.parametrize("place", [0, 0.37, 1])
def test_a_changed_file_is_named(folder: Path, place: float) -> None:
    names = [path for path in sorted((folder / "build").iterdir()) if path.name[-9:] != "pack.json"]
    for path in names:
        data = path.read_bytes()
        at = round(place * (len(data) - 1))
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
    result = run("verify")
    assert result.exit_code == 1
    for path in names:
        assert f"build/{path.name} was changed since it was built" in result.stderr
    assert result.stdout.count("CHANGED") == len(names) == 8


def test_files_of_other_readers_in_its_place_are_found_with_their_hidden_words(
    folder: Path,
) -> None:
    for kind in ("pdf", "docx"):
        shutil.copy(f"build/accord-inner.{kind}", f"build/accord-outer.{kind}")
    result = run("verify", "build")
    assert result.exit_code == 1
    assert "accord.md:8:" in result.stderr
    assert "accord-outer.pdf holds 'kestrel'" in result.stderr or "as kestrel" in result.stderr
    assert (
        "error[wrong-marking]: build/accord-outer.pdf has to be marked TLP:GREEN" in result.stderr
    )
    assert result.stdout.count("FOUND") == 2
    assert result.stdout.count("WRONG") == 2


def test_sources_that_changed_and_files_that_are_gone_are_told(folder: Path) -> None:
    (folder / "accord.md").write_text(REPORT.replace("run again", "run daily"))
    (folder / "build" / "accord-inner.pdf").unlink()
    result = run("verify")
    assert result.exit_code == 1
    assert "error[missing-file]: build/accord-inner.pdf" in result.stderr
    assert "warning[source-changed]: accord.md has changed since the last build" in result.stderr
    assert "warning[outdated-file]: build/accord-outer.pdf is as it was built" in result.stderr
    assert "error[changed-file]" not in result.stderr


def test_an_interrupted_build_and_a_pack_without_manifest_are_told(folder: Path) -> None:
    (folder / "build" / JOURNAL).write_text("{}")
    assert "error[unfinished-build]" in run("verify").stderr
    (folder / "build" / "accord.pack.json").unlink()
    result = run("verify", "build/accord-outer.pdf")
    assert result.exit_code == 1
    assert "error[no-manifest]" in result.stderr
    assert run("verify", "nowhere").exit_code == 2
