"""JSON, SARIF and GitHub annotations say what the text says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from briefgen.checks import Checked, check_report, write_findings

REPORT = """\
---
references:
  - {id: one, type: book, title: The First Book}
  - {id: two, type: book, title: "Uncited: 100% new"}
---

# One

It is 47% of 3-5. [@one] [](#y)

We counted 48 of them. <!-- briefgen: ignore[claim-without-source] it is our count -->
"""


@pytest.fixture
def checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Checked:
    monkeypatch.chdir(tmp_path)
    Path("a report.md").write_text(REPORT, encoding="utf-8")
    return check_report(Path("a report.md"), [], audiences=["dossier"])


def test_json_has_every_finding_with_its_place(checked: Checked) -> None:
    value = json.loads(write_findings(checked, "json"))
    assert value["summary"] == {"error": 1, "warning": 0, "note": 2}
    assert value["findings"][1] == {
        "severity": "note",
        "code": "hyphen-in-range",
        "message": "a hyphen stands in the range 3-5",
        "file": "a report.md",
        "line": 9,
        "column": 14,
        "end_line": 9,
        "end_column": 17,
        "hints": ["write 3–5 (-- is read as an en dash)"],
        "fixable": True,
    }
    (silenced,) = value["silenced"]
    assert (silenced["code"], silenced["reason"]) == ("claim-without-source", "it is our count")


def test_github_annotations_are_escaped(checked: Checked) -> None:
    uncited, hyphen, target = write_findings(checked, "github").splitlines()
    assert uncited == (
        "::notice file=a report.md,line=4,col=5,endLine=4,endColumn=6,title=uncited-reference::"
        "'two' is never cited, so it is not listed: Uncited: 100%25 new%0A"
        "hint: cite it, take it out, or write nocite: '@two' in front matter"
    )
    assert hyphen.startswith("::notice file=a report.md,line=9,col=14,endLine=9,endColumn=17,")
    assert target.startswith("::error file=a report.md,line=9,col=26,")


def test_sarif_has_rules_results_fixes_and_suppressions(checked: Checked) -> None:
    (run,) = json.loads(write_findings(checked, "sarif"))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == sorted(rules)
    assert [rules[result["ruleIndex"]] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    _, hyphen, _, silenced = run["results"]
    place = hyphen["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20report.md"
    assert place["region"] == {"startLine": 9, "startColumn": 14, "endLine": 9, "endColumn": 17}
    (replacement,) = hyphen["fixes"][0]["artifactChanges"][0]["replacements"]
    assert replacement["insertedContent"] == {"text": "–"}
    assert silenced["suppressions"] == [{"kind": "inSource", "justification": "it is our count"}]


# What SARIF 2.1.0 allows in the objects that briefgen writes: properties by object, and those that
# it requires. Anything that is not here must not be there.
ALLOWED: dict[str, dict[str, str]] = {
    "log": {"$schema": "uri", "version!": "2.1.0", "runs!": "[run]"},
    "run": {"tool!": "tool", "columnKind": "unicodeCodePoints", "results": "[result]"},
    "tool": {"driver!": "driver"},
    "driver": {"name!": "text", "semanticVersion": "text", "rules": "[rule]"},
    "rule": {
        "id!": "text",
        "shortDescription": "message",
        "help": "message",
        "defaultConfiguration": "configuration",
    },
    "configuration": {"level": "level"},
    "message": {"text!": "text"},
    "result": {
        "ruleId": "text",
        "ruleIndex": "count",
        "level": "level",
        "message!": "message",
        "locations": "[location]",
        "fixes": "[fix]",
        "suppressions": "[suppression]",
    },
    "location": {"physicalLocation": "place"},
    "place": {"artifactLocation!": "artifact", "region": "region"},
    "artifact": {"uri": "uri"},
    "region": {
        "startLine!": "line",
        "startColumn": "line",
        "endLine": "line",
        "endColumn": "line",
    },
    "fix": {"artifactChanges!": "[change]"},
    "change": {"artifactLocation!": "artifact", "replacements!": "[replacement]"},
    "replacement": {"deletedRegion!": "region", "insertedContent": "content"},
    "content": {"text": "text"},
    "suppression": {"kind!": "inSource", "justification": "text"},
}


def hold(value: Any, kind: str) -> None:
    """Assert that `value` is what SARIF calls `kind`."""
    if kind.startswith("["):
        assert isinstance(value, list)
        for item in value:
            hold(item, kind.strip("[]"))
    elif kind in ALLOWED:
        allowed = ALLOWED[kind]
        assert isinstance(value, dict)
        assert {name.strip("!") for name in allowed} >= set(value)
        assert {name.strip("!") for name in allowed if name.endswith("!")} <= set(value)
        for name, item in value.items():
            hold(item, allowed.get(name, allowed.get(f"{name}!", "")))
    elif kind in {"count", "line"}:
        assert type(value) is int
        assert value >= (kind == "line")
    elif kind == "level":
        assert value in {"none", "note", "warning", "error"}
    elif kind in {"text", "uri"}:
        assert isinstance(value, str)
        assert value
        assert kind == "text" or not set(value) & set(' "<>\\^`{|}')
    else:
        assert value == kind


def test_sarif_holds_to_its_schema(checked: Checked, root: Path) -> None:
    hold(json.loads(write_findings(checked, "sarif")), "log")
    shipped = check_report(root / "source" / "report.md", [root / "templates"])
    hold(json.loads(write_findings(shipped, "sarif")), "log")


def test_sarif_of_a_report_that_cannot_be_read_has_no_location(tmp_path: Path) -> None:
    checked = check_report(tmp_path / "none.md", [])
    log = json.loads(write_findings(checked, "sarif"))
    hold(log, "log")
    assert "locations" not in log["runs"][0]["results"][0]
