"""The shipped templates read plain labels, tell of others, and know whose brief is whose."""

from __future__ import annotations

import pytest

from briefgen import model as m
from briefgen.audience import find_audiences
from briefgen.compose import compose
from briefgen.diagnostics import Diagnostics
from briefgen.lookup import builtin_templates
from briefgen.reader import read_text
from briefgen.transforms import number_report
from briefgen.walk import blocks_text, walk
from tests.compose.making import text

HOLDOUT = """\
# Ports

Four held out.

## North {.holdout name="North" status="open" date="2025-03"}

::: {.brief .condensed}
North gets its levy back.
:::

%s
"""


def points(*labels: str) -> str:
    return HOLDOUT % "\n\n".join(f"{label}\n\n:   Words of {label}." for label in labels)


def shipped(name: str, report: str) -> tuple[m.Document, Diagnostics]:
    sink = Diagnostics()
    audience = find_audiences([builtin_templates()], sink)[name]
    numbered = number_report(read_text(report, "report.md", sink), sink)
    return compose(numbered, audience, sink).document, sink


@pytest.mark.parametrize("name", ["exec", "matrix"])
def test_plain_labels_stand_in_the_columns_of_the_shipped_tables(name: str) -> None:
    document, sink = shipped(name, points("Position", "the price", "Outcome so far"))
    (table,) = (node for node in walk(document.blocks) if isinstance(node, m.Table))
    cells = [blocks_text(cell.children) for row in table.rows for cell in row.cells]
    assert "Words of Position." in cells[1]
    assert "Words of the price." in cells[2]
    assert name == "exec" or "Words of Outcome so far." in cells[3]
    assert list(sink) == []


@pytest.mark.parametrize("name", ["exec", "matrix"])
def test_a_point_that_no_column_takes_is_a_warning_at_its_label(name: str) -> None:
    _, sink = shipped(name, points("Position", "Whereabouts"))
    (found,) = sink
    assert (found.code, found.span and found.span.line) == ("unread-label", 15)
    assert f"no column of '{name}' takes the label 'Whereabouts'" in str(found)
    assert "Objection: Position, " in found.hints[0]
    assert found.hints[1].endswith(f"{name}/audience.toml")


def test_a_point_that_is_left_out_is_no_matter_where_each_column_has_one() -> None:
    _, sink = shipped("exec", points("Demand", "Offer", "Whereabouts"))
    assert list(sink) == []


def test_the_brief_of_a_subsection_is_not_that_of_its_section() -> None:
    document, _ = shipped("exec", points("Demand", "Offer"))
    assert "Ports. Four held out." in text(document)
    bare, _ = shipped("exec", points("Demand").replace("Four held out.\n\n", ""))
    assert "North gets its levy back." not in text(bare)
