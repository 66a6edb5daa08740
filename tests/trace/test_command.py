"""`briefgen trace`: from the built file, from an audience, and when something is not as it was."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
from pathlib import Path

import pytest

from briefgen.trace.passages import ORIGINS
from briefgen.trace.show import COLUMNS
from tests.test_cli import REFERENCES, SMALL, run


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small report whose summary is built and traced."""
    (tmp_path / "ferry.md").write_text(SMALL, encoding="utf-8")
    (tmp_path / "refs.json").write_text(REFERENCES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run("build", "ferry.md", "-a", "exec", "--trace", "-q").exit_code == 0
    return tmp_path


def line_of(needle: str) -> int:
    return 1 + SMALL[: SMALL.index(needle)].count("\n")


def test_a_mapping_lies_beside_each_file_and_only_if_asked_for(folder: Path) -> None:
    assert sorted(p.name for p in (folder / "build").iterdir()) == [
        "ferry-exec.docx",
        "ferry-exec.docx.trace.json",
        "ferry-exec.pdf",
        "ferry-exec.pdf.trace.json",
        "ferry.pack.json",
    ]
    run("build", "ferry.md", "-a", "exec", "-o", "out", "--no-manifest")
    assert sorted(p.name for p in (folder / "out").iterdir()) == [
        "ferry-exec.docx",
        "ferry-exec.pdf",
    ]
    for path in (folder / "out").iterdir():
        assert path.read_bytes() == (folder / "build" / path.name).read_bytes()


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_text_has_a_place_for_every_sentence_and_its_works(folder: Path, kind: str) -> None:
    result = run("trace", f"build/ferry-exec.{kind}")
    assert (result.exit_code, result.stderr) == (0, "")
    line = line_of("Two councils agree")
    shown = result.stdout.splitlines()
    at = shown.index(f"  ferry.md:{line}:1: Two councils agree [1]; one does not.")
    assert shown[at + 1] == "      works: 1 harbour"
    (title,) = [row for row in shown if row.endswith("template: Bottom line")]
    assert "exec/template.md.j2:" in title
    assert f"ferry-exec.{kind}" in shown[0]


def test_json_has_the_documented_shape(folder: Path) -> None:
    found = json.loads(run("trace", "build/ferry-exec.pdf", "--format", "json").stdout)
    assert list(found) == ["schema", "document", "sources", "works", "blocks"]
    assert found["schema"] == "briefgen-trace/1"
    assert list(found["document"]) == ["file", "sha256", "audience", "title", "issue"]
    assert list(found["sources"][0]) == ["file", "kind", "sha256"]
    assert found["sources"][0]["file"] == "ferry.md"
    assert found["works"][0] == {"number": 1, "key": "harbour", "title": "Harbour notes"}
    for block in found["blocks"]:
        assert list(block) == ["kind", "section", "page", "works", "sentences"]
        for sentence in block["sentences"]:
            assert list(sentence) == ["text", "works", "parts"]
            for part in sentence["parts"]:
                fields = ["text", "origin", "file", "line", "column", "end_line", "end_column"]
                assert list(part) == fields
                assert part["origin"] in ("report", "template", "bibliography", "computed")
    cited = [s["works"] for b in found["blocks"] for s in b["sentences"] if s["works"]]
    assert cited[0] == [{"number": 1, "key": "harbour", "locator": ""}]


def test_csv_has_a_row_for_each_part(folder: Path) -> None:
    text = run("trace", "build/ferry-exec.pdf", "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == COLUMNS
    (row,) = [row for row in rows if row["text"].startswith("Two councils agree")]
    assert (row["file"], int(row["line"])) == ("ferry.md", line_of("Two councils agree"))
    assert (row["works"], row["origin"], row["page"]) == ("1 harbour", "report", "1")
    assert [int(row["block"]) for row in rows] == sorted(int(row["block"]) for row in rows)


def test_an_audience_is_traced_without_building(folder: Path) -> None:
    shutil.rmtree("build")
    shown = run("trace", "exec", "ferry.md").stdout
    assert f"ferry.md:{line_of('Two councils agree')}:1: Two councils agree [1]" in shown
    assert not Path("build").exists()
    assert json.loads(run("trace", "exec", "ferry.md", "--format", "json").stdout)["blocks"]


def test_paths_are_told_from_where_one_stands(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder / "build")
    found = json.loads(run("trace", "ferry-exec.pdf", "--format", "json").stdout)
    assert found["sources"][0]["file"] == "../ferry.md"
    moved = folder / "else where"
    shutil.copytree(folder, moved, ignore=shutil.ignore_patterns("else*"))
    shutil.rmtree(folder / "build")
    monkeypatch.chdir(moved)
    shown = run("trace", "build/ferry-exec.pdf")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert f"  ferry.md:{line_of('Two councils agree')}:1: Two" in shown.stdout


def test_without_a_mapping_it_says_how_to_build_one(folder: Path) -> None:
    Path("build/ferry-exec.pdf.trace.json").unlink()
    result = run("trace", "build/ferry-exec.pdf")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[no-trace]" in result.stderr
    assert "briefgen build --trace" in result.stderr


def test_a_mapping_of_another_file_is_stale(folder: Path) -> None:
    file = Path("build/ferry-exec.docx")
    file.write_bytes(file.read_bytes() + b" ")
    result = run("trace", str(file))
    assert (result.exit_code, result.stdout) == (1, "")
    assert "error[stale-trace]" in result.stderr
    assert "briefgen build --trace" in result.stderr


def test_a_source_that_has_changed_is_named(folder: Path) -> None:
    Path("ferry.md").write_text("\n" + SMALL, encoding="utf-8")
    Path("refs.json").unlink()
    result = run("trace", "build/ferry-exec.pdf")
    assert result.exit_code == 0
    assert "ferry.md:1:1: warning[source-changed]: ferry.md has changed" in result.stderr
    assert "refs.json cannot be read any more" in result.stderr
    assert "Two councils agree" in result.stdout


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b"\xff", b'{"schema": "briefgen-trace/2"}', b'{"schema": []}', None],
    ids=str,
)
def test_a_broken_mapping_is_an_error_without_traceback(
    folder: Path, content: bytes | None
) -> None:
    path = Path("build/ferry-exec.pdf.trace.json")
    if content is None:
        content = path.read_bytes().replace(b'"column"', b'"colum"')
    path.write_bytes(content)
    result = run("trace", "build/ferry-exec.pdf")
    assert result.exit_code == 1
    assert "error[broken-trace]" in result.stderr


def test_wrong_usage_has_hints(folder: Path) -> None:
    missing = run("trace", "build/ferry-exe.pdf")
    assert (missing.exit_code, "did you mean 'ferry-exec.pdf'?" in missing.stderr) == (2, True)
    unknown = run("trace", "exce", "ferry.md")
    assert (unknown.exit_code, "did you mean 'exec'?" in unknown.stderr) == (2, True)
    report = run("trace", "ferry.md")
    assert (report.exit_code, "'ferry.md' is no PDF, DOCX or audience" in report.stderr) == (
        2,
        True,
    )
    both = run("trace", os.path.join("build", "ferry-exec.pdf"), "ferry.md")
    assert (both.exit_code, "needs no SOURCE" in both.stderr) == (2, True)


def test_an_error_in_the_report_is_told(folder: Path) -> None:
    Path("ferry.md").write_text(SMALL.replace("cut [@tide]", "cut [@tied]"), encoding="utf-8")
    result = run("trace", "exec", "ferry.md")
    assert result.exit_code == 1
    assert "error[unknown-citation]" in result.stderr


def test_a_second_traced_build_has_the_same_bytes(folder: Path) -> None:
    before = {p.name: p.read_bytes() for p in Path("build").iterdir()}
    run("build", "ferry.md", "-a", "exec", "--trace")
    assert {p.name: p.read_bytes() for p in Path("build").iterdir()} == before


def test_the_guide_names_the_columns_codes_and_kinds_that_there_are(root: Path) -> None:
    guide = (root / "docs" / "trace.md").read_text(encoding="utf-8")
    assert ",".join(COLUMNS) in guide
    example = guide.partition("```json\n")[2].partition("```")[0]
    assert list(json.loads(example)) == ["schema", "document", "sources", "works", "blocks"]
    for name in (*ORIGINS, "no-trace", "stale-trace", "broken-trace", "source-changed"):
        assert f"| `{name}`" in guide
    collecting = (root / "briefgen" / "trace" / "collect.py").read_text(encoding="utf-8")
    for kind in re.findall(r'\.of\("([a-z ]+)"\)', collecting):
        assert f"`{kind}`" in guide, kind
    assert "Example" in run("trace", "--help").stdout
