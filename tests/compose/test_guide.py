"""The examples of docs/templates.md do what the guide says, and it names every word there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefgen import model as m
from briefgen.audience import Audience
from briefgen.compose.placing import Placements
from briefgen.compose.sandbox import Sandbox
from briefgen.compose.vocabulary import Vocabulary
from briefgen.diagnostics import Diagnostics
from briefgen.tomlfile import TomlFile
from tests.compose.making import composed, text

HOLDOUTS = """\
# A {#a}

::: {#bottom-line .condensed}
Gist.
:::

## Land {.holdout name="N"}

The Grievance
:   They object.

The Result
:   They agree.
"""


@pytest.fixture(scope="module")
def guide(root: Path) -> str:
    return (root / "docs" / "templates.md").read_text(encoding="utf-8")


def blocks(guide: str, language: str = "") -> list[str]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", guide, re.S | re.M)
    return [body for name, body in found if name == language]


def test_the_first_example_makes_a_document(guide: str, tmp_path: Path) -> None:
    (template,) = (block for block in blocks(guide) if "# Sources" in block)
    (settings,) = (block for block in blocks(guide, "toml") if "Press line" in block)
    document = composed(tmp_path, template, report=HOLDOUTS, settings=settings)
    assert text(document).endswith("Gist. Sources")


def test_the_matrix_example_makes_a_table(guide: str, tmp_path: Path) -> None:
    (template,) = (block for block in blocks(guide) if ".matrix" in block)
    (options,) = (block for block in blocks(guide, "toml") if "[options.columns]" in block)
    settings = f'title = "M"\n{options}'
    document = composed(tmp_path, template, report=HOLDOUTS, settings=settings)
    (table,) = document.blocks
    assert isinstance(table, m.Table)
    assert text(document) == "Holdout Objection Outcome N They object. They agree."
    assert all(len(row.cells) == 3 for row in (table.header, *table.rows))


def test_every_name_and_filter_is_in_the_guide(guide: str, tmp_path: Path) -> None:
    sandbox = Sandbox(tmp_path, [], Placements("en"))
    audience = Audience("a", "A", tmp_path, TomlFile({}, ()), tmp_path)
    Vocabulary(m.Report(m.Metadata(), ()), audience, [], 0, sandbox, lambda _: (), Diagnostics())
    names = {*sandbox.globals, *sandbox.filters} - {"_step", "d"}
    prose = re.sub(r"^```.*?^```$", "", guide, flags=re.S | re.M)
    words = set(re.findall(r"\w+", " ".join(re.findall(r"`([^`]+)`", prose))))
    assert sorted(names - words) == []
