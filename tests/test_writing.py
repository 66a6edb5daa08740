"""Files take their places together: kills, links, modes, edits, packs of other reports."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefgen.cli import main
from briefgen.pipeline.manifest import read_manifest
from briefgen.pipeline.writing import JOURNAL, exclusive, switch, unfinished

KILLS = int(os.environ.get("BRIEFGEN_KILLS", "6"))
"""How many writers are killed: some in each run of the tests, several hundred by the variable."""

WRITER = """\
import sys
from pathlib import Path
from briefgen.pipeline.writing import exclusive, switch
folder = Path(sys.argv[1])
print("ready", flush=True)
for number in range(1, 10**6):
    data = (b"%09d" % number) * 20_000
    with exclusive(folder):
        switch(folder, {f"{name}.pdf": data for name in "abcdefgh"})
"""
NOTE = "---\ntitle: Note\n---\n\n# One\n\nA sentence.\n"


def run(*words: str) -> Result:
    """Run `briefgen WORDS`; a traceback fails the test."""
    result = CliRunner().invoke(main, list(words))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a report that has been built for one small audience of its own."""
    own = tmp_path / "templates" / "own"
    own.mkdir(parents=True)
    (own / "audience.toml").write_text('title = "Own"\n')
    (own / "template.md.j2").write_text("{{ report.title }}\n\n{{ sections | first }}\n")
    (tmp_path / "note.md").write_text(NOTE)
    monkeypatch.chdir(tmp_path)
    assert build().exit_code == 0
    return tmp_path


def build(*words: str) -> Result:
    return run("build", "note.md", "-a", "own", "-f", "docx", "-q", *words)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_kill_leaves_files_of_one_build_and_the_next_one_clears_up(tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(out)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(0.02 + (number * 0.0173) % 0.31)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
        if not out.is_dir():
            continue
        with exclusive(out):  # which any next build does
            found = contents(out)
        assert len(found) in {0, 8}, sorted(found)
        assert len({data[:9] for data in found.values()}) <= 1
        assert all(data == data[:9] * 20_000 for data in found.values())
        assert not unfinished(out)


def test_a_journal_of_a_killed_build_is_finished_by_the_next(tmp_path: Path) -> None:
    with exclusive(tmp_path):
        switch(tmp_path, {"a.pdf": b"old a", "b.pdf": b"old b"})
    made = ".briefgen-" + "0" * 32 + ".tmp"
    (tmp_path / made).write_bytes(b"new b")
    from hashlib import sha256

    journal = {
        "a.pdf": [".briefgen-gone.tmp", sha256(b"new a").hexdigest()],
        "b.pdf": [made, sha256(b"new b").hexdigest()],
        "../evil": [made, sha256(b"new b").hexdigest()],
    }
    (tmp_path / JOURNAL).write_text(json.dumps(journal))
    (tmp_path / ".briefgen-stale.tmp").write_bytes(b"half")
    assert unfinished(tmp_path)
    with exclusive(tmp_path):
        assert contents(tmp_path) == {"a.pdf": b"old a", "b.pdf": b"new b"}
    assert not (tmp_path.parent / "evil").exists()


@pytest.mark.parametrize("text", ["", "[]", '{"a.pdf": 1}', "\x00"])
def test_a_journal_that_is_none_of_ours_does_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / JOURNAL).write_text(text)
    with exclusive(tmp_path):
        assert contents(tmp_path) == {}


def test_an_error_of_the_disk_leaves_everything_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "b.pdf").mkdir()
    (tmp_path / "a.pdf").write_bytes(b"old")
    with exclusive(tmp_path), pytest.raises(IsADirectoryError, match=r"b\.pdf"):
        switch(tmp_path, {"a.pdf": b"new", "b.pdf": b"new"})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]
    assert (tmp_path / "a.pdf").read_bytes() == b"old"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no modes")
def test_a_file_keeps_its_mode_and_a_link_leads_where_it_led(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    out.mkdir()
    elsewhere.mkdir()
    (out / "a.pdf").write_bytes(b"old")
    (out / "a.pdf").chmod(0o600)
    (elsewhere / "real.pdf").write_bytes(b"old")
    (elsewhere / "real.pdf").chmod(0o640)
    (out / "b.pdf").symlink_to(elsewhere / "real.pdf")
    before = os.umask(0o027)
    try:
        with exclusive(out):
            switch(out, {"a.pdf": b"new", "b.pdf": b"new", "c.pdf": b"new"})
    finally:
        os.umask(before)
    assert (out / "b.pdf").is_symlink()
    assert (elsewhere / "real.pdf").read_bytes() == b"new"
    modes = [stat.S_IMODE((out / name).stat().st_mode) for name in ("a.pdf", "b.pdf", "c.pdf")]
    assert modes == [0o600, 0o640, 0o640]
    assert [path.name for path in elsewhere.iterdir()] == ["real.pdf"]


def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WRITER.replace("10**6", "4"), str(tmp_path)]
    writers = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert {data[:9] for data in contents(tmp_path).values()} == {b"000000003"}


def test_a_file_that_was_edited_is_only_overwritten_by_force(note: Path) -> None:
    path = note / "build" / "note-own.docx"
    built = path.read_bytes()
    path.write_bytes(b"edited")
    result = build()
    assert result.exit_code == 1
    assert "error[edited-file]: note-own.docx was changed since it was built" in result.stderr
    assert path.read_bytes() == b"edited"
    assert build("--force").exit_code == 0
    assert path.read_bytes() == built
    path.unlink()  # a file that is gone is no edited one
    assert build().exit_code == 0


def test_two_reports_of_one_name_do_not_overwrite_each_other(note: Path) -> None:
    (note / "other").mkdir()
    (note / "other" / "note.md").write_text(NOTE.replace("sentence", "word"))
    before = contents(note / "build")
    other = ["build", "other/note.md", "-a", "own", "-f", "docx"]
    result = run(*other)
    assert result.exit_code == 1
    assert "error[other-source]" in result.stderr
    assert "another report, ../note.md" in result.stderr
    assert contents(note / "build") == before
    assert run(*other, "-o", "out").exit_code == 0
    assert run(*other, "--force").exit_code == 0


def test_a_manifest_says_what_a_pack_was_made_of(note: Path) -> None:
    manifest = read_manifest(note / "build" / "note.pack.json")
    assert manifest is not None
    assert manifest.source == "../note.md"
    files = {item.file: item.kind for item in manifest.inputs}
    assert files["../note.md"] == "report"
    assert files["../templates/own/template.md.j2"] == "template"
    (entry,) = manifest.files
    assert (entry.file, entry.audience) == ("note-own.docx", "own")
    assert set(entry.versions) == {"briefgen", "python", "docx", "uharfbuzz"}
    data = (note / "build" / "note.pack.json").read_bytes()
    assert b"Not to be sent" in data
    assert str(note).encode() not in data


def test_a_manifest_keeps_what_other_builds_made(note: Path) -> None:
    (note / "note.md").write_text(NOTE.replace("sentence", "word"))
    assert run("build", "note.md", "-a", "own", "-f", "pdf").exit_code == 0
    manifest = read_manifest(note / "build" / "note.pack.json")
    assert manifest is not None
    old, new = manifest.entry("note-own.docx"), manifest.entry("note-own.pdf")
    assert old is not None
    assert new is not None
    assert old.inputs != new.inputs


def test_without_a_manifest_nothing_is_said_of_new_files(note: Path) -> None:
    (note / "note.md").write_text(NOTE.replace("sentence", "word"))
    assert build("--no-manifest").exit_code == 0
    assert build("--no-manifest", "-o", "bare").exit_code == 0
    assert [path.name for path in (note / "bare").iterdir()] == ["note-own.docx"]
    manifest = read_manifest(note / "build" / "note.pack.json")
    assert manifest is not None
    assert manifest.files == ()


def test_any_byte_changed_in_a_manifest_is_noticed(note: Path) -> None:
    path = note / "build" / "note.pack.json"
    data = path.read_bytes()
    for place in range(0, len(data), 37):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        with pytest.raises(ValueError, match=r"manifest|changed"):
            read_manifest(path)
    assert "warning[broken-manifest]" in build().stderr
    assert path.read_bytes() == data


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a full device")
def test_what_cannot_be_printed_is_status_4_and_the_files_are_there(note: Path) -> None:
    command = [sys.executable, "-m", "briefgen", "build", "note.md", "-a", "own", "-f", "docx"]
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with open("/dev/full", "w") as full:
        done = subprocess.run([*command, "-o", "a"], stdout=full, stderr=subprocess.PIPE, env=env)
    assert (done.returncode, done.stderr) == (4, b"cannot print: No space left on device\n")
    assert (note / "a" / "note-own.docx").is_file()
    closed = subprocess.run(["sh", "-c", '"$@" >&- 2>&-', "sh", *command, "-o", "b"], env=env)
    assert closed.returncode == 0
    assert (note / "b" / "note-own.docx").is_file()
