"""`briefgen sources` and `briefgen renumber`, and styles on the command line."""

from __future__ import annotations

import csv
import json
import tomllib
from io import StringIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefgen.cli import main

REPORT = """\
---
title: The ferry question
author: A. Writer
date: 2025-03-01
bibliography: [refs.json, more.ris]
---

# Executive summary {#summary .unnumbered}

Two of three councils agree [@tide; @harbour].

# The councils {#councils}

The night boat was cut [@harbour, p. 3].
"""
REFERENCES = [
    {"id": "harbour", "type": "book", "title": "Harbours", "publisher": "Quay"},
    {"id": "tide", "type": "webpage", "title": "Tides", "URL": "https://tide.example/a"},
]
RIS = "TY  - BOOK\nID  - spare\nTI  - Spare\nER  - \n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "report.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "refs.json").write_text(json.dumps(REFERENCES), encoding="utf-8")
    (tmp_path / "more.ris").write_text(RIS, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments: str, status: int = 0) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == status, result.output
    return result


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(result.stdout)))


def test_sources_lists_numbers_and_who_cites_where(folder: Path) -> None:
    found = {
        row["key"]: row for row in rows(run("sources", "--uncited", "report.md", "--format", "csv"))
    }
    assert [found[key]["number"] for key in ("tide", "harbour", "spare")] == ["1", "2", "3"]
    assert found["harbour"]["dossier"] == "Executive summary, §1"
    assert found["spare"]["dossier"] == found["spare"]["exec"] == ""
    table = run("sources", "--uncited", "report.md").stdout.splitlines()
    assert table[0].split()[:3] == ["no.", "key", "title"]
    assert "uncited" in table[3]
    assert "3 works, 1 uncited" in run("sources", "--uncited", "report.md").stderr
    assert "spare" not in run("sources", "report.md").stdout
    assert "1 more that nobody cites; --uncited lists them" in run("sources", "report.md").stderr


def test_what_is_cited_before_the_first_heading_is_not_taken_for_uncited(folder: Path) -> None:
    Path("report.md").write_text(REPORT.replace("# Executive summary", "Says @spare.\n\n# Summary"))
    found = {row["key"]: row for row in rows(run("sources", "report.md", "--format", "csv"))}
    assert found["spare"]["dossier"] == "(top)"


def test_an_audience_narrows_the_list_to_what_it_cites(folder: Path) -> None:
    result = run("sources", "report.md", "-a", "dossier", "--format", "csv")
    assert [row["key"] for row in rows(result)] == ["tide", "harbour"]
    assert "exec" not in rows(result)[0]


def test_sources_exports_what_other_programs_read(folder: Path) -> None:
    items = json.loads(run("sources", "--uncited", "report.md", "-f", "csl-json").stdout)
    assert [(item["id"], item["citation-number"]) for item in items] == [
        ("tide", "1"),
        ("harbour", "2"),
        ("spare", "3"),
    ]
    bib = run("sources", "--uncited", "report.md", "-f", "bibtex").stdout
    assert "@online{tide," in bib
    assert bib.count("@") == 3


def test_a_broken_report_is_not_listed(folder: Path) -> None:
    (folder / "refs.json").write_text("[", encoding="utf-8")
    assert "bad-json" in run("sources", "report.md", status=1).stderr


def lock(folder: Path) -> dict[str, dict[str, int]]:
    return tomllib.loads((folder / "report.lock.toml").read_text(encoding="utf-8"))


def revise(folder: Path) -> None:
    """Cite a new work first and take one out."""
    works = [{"id": "new", "type": "book", "title": "New"}, REFERENCES[0]]
    (folder / "refs.json").write_text(json.dumps(works), encoding="utf-8")
    (folder / "report.md").write_text(REPORT.replace("@tide", "@new"), encoding="utf-8")


def numbers(folder: Path) -> dict[str, str]:
    return {
        row["key"]: row["number"]
        for row in rows(run("sources", "--uncited", "report.md", "-f", "csv"))
    }


def test_locked_numbers_survive_a_revision(folder: Path) -> None:
    assert "3 works" in run("renumber", "report.md").stdout
    assert lock(folder) == {"numbers": {"tide": 1, "harbour": 2, "spare": 3}}
    revise(folder)
    assert numbers(folder) == {"harbour": "2", "spare": "3", "new": "4"}
    noted = run("sources", "--uncited", "report.md").stderr
    assert "note[unlocked-work]" in noted
    assert "note[unused-number]" in noted


def test_keep_adds_new_works_and_retires_those_that_are_gone(folder: Path) -> None:
    run("renumber", "report.md")
    revise(folder)
    result = run("renumber", "report.md", "--keep")
    assert "1 new, 1 gone" in result.stdout
    assert result.stderr == ""
    assert lock(folder) == {
        "numbers": {"harbour": 2, "spare": 3, "new": 4},
        "retired": {"tide": 1},
    }
    assert "note" not in run("sources", "report.md").stderr


def test_renumber_starts_over(folder: Path) -> None:
    run("renumber", "report.md")
    revise(folder)
    assert "1 new, 1 gone" in run("renumber", "report.md").stdout
    assert lock(folder) == {"numbers": {"new": 1, "harbour": 2, "spare": 3}}


def test_a_broken_lock_stops_a_build_and_renumber_mends_it(folder: Path) -> None:
    path = folder / "report.lock.toml"
    path.write_text("[numbers]\ntide = 1\nharbour = 1\n", encoding="utf-8")
    assert "bad-lock" in run("build", "report.md", "-a", "exec", status=1).stderr
    assert "bad-lock" in run("renumber", "report.md", "--keep", status=1).stderr
    run("renumber", "report.md")
    assert lock(folder)["numbers"]["harbour"] == 2


def test_documents_that_count_by_themselves_are_not_locked(folder: Path) -> None:
    text = REPORT.replace("bibliography:", "briefgen: {numbering: document}\nbibliography:")
    (folder / "report.md").write_text(text, encoding="utf-8")
    assert "unused-lock" in run("renumber", "report.md", status=1).stderr
    assert not (folder / "report.lock.toml").exists()
    assert {
        row["number"] for row in rows(run("sources", "--uncited", "report.md", "-f", "csv"))
    } == {""}
    alone = rows(run("sources", "report.md", "-a", "dossier", "-f", "csv"))
    assert [(row["key"], row["number"]) for row in alone] == [("tide", "1"), ("harbour", "2")]


def test_building_writes_no_lock(folder: Path) -> None:
    run("build", "report.md", "-a", "exec", "-f", "docx")
    assert not (folder / "report.lock.toml").exists()


def test_a_style_is_chosen_in_front_matter_or_for_one_build(folder: Path) -> None:
    def entries(*arguments: str) -> str:
        return run("dump", "report.md", "-a", "dossier", *arguments).stdout

    assert "www" not in entries()
    assert "Available" not in entries()
    text = REPORT.replace("bibliography:", "csl: ieee\nbibliography:")
    (folder / "report.md").write_text(text, encoding="utf-8")
    assert "Available: " in entries()
    run("build", "report.md", "-a", "dossier", "-f", "docx", "--set", "csl=web")
    result = run("build", "report.md", "-a", "dossier", "--set", "csl=iee", status=1)
    assert "missing-csl" in result.stderr
    assert "did you mean 'ieee'?" in result.stderr
