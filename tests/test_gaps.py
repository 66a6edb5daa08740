"""An audience whose gaps are closed cannot tell from numbers that something was left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.pipeline import Pack, make_document
from briefgen.writers.tree import write_tree
from tests.marking.making import pack

TABLE = "| A |\n|---|\n| b |\n\n: Table\n"
HIDDEN = f"""\
## Hidden {{audience=dossier}}

Hidden [@two].

{TABLE}
"""
REPORT = f"""\
---
title: Ports
references:
- {{id: one, type: book, title: One}}
- {{id: two, type: book, title: Two}}
- {{id: three, type: book, title: Three}}
---

# First

Text [@one].

HIDDEN
## Second {{#second}}

See [](#second) and [@three].

{TABLE}
"""
TEMPLATE = "{% for section in sections %}{{ section }}\n\n{% endfor %}{{ works_cited() }}\n"


def made(folder: Path, text: str, gaps: str, *, codes: tuple[str, ...] = ()) -> tuple[Pack, str]:
    """Return what the audience "own" gets, as text, without what the source alone decides."""
    settings = f"[numbering]\ngaps = '{gaps}'\n"
    found, sink = pack(folder, text, marking="", template=TEMPLATE, settings=settings)
    document = make_document(found, "own")
    assert tuple(item.code for item in sink) == codes
    lines = write_tree(document).splitlines()
    return found, "\n".join(
        line for line in lines
        if not line.strip().startswith(("Document", "reference", "Metadata", "-"))
    )  # fmt: skip


def test_what_was_left_out_shows_in_no_number_and_no_id(tmp_path: Path) -> None:
    text = REPORT.replace("- {id: two, type: book, title: Two}\n", "")
    _, closed = made(tmp_path, REPORT.replace("HIDDEN\n", HIDDEN), "close")
    _, never = made(tmp_path, text.replace("HIDDEN\n", ""), "close")
    assert closed == never
    assert "Table 1" in closed
    assert "table-2" not in closed
    assert "§1.1" in closed


def test_without_that_the_numbers_are_those_of_the_whole_report(tmp_path: Path) -> None:
    _, kept = made(tmp_path, REPORT.replace("HIDDEN\n", HIDDEN), "keep")
    assert "Table 2" in kept
    assert "§1.2" in kept
    assert "[3]" in kept


@pytest.mark.parametrize(
    ("gaps", "code"), [("keep", "hidden-target"), ("close", "closed-reference")]
)
def test_a_number_that_is_now_of_something_else_is_not_printed(
    gaps: str, code: str, tmp_path: Path
) -> None:
    text = REPORT.replace("HIDDEN\n", HIDDEN).replace("[](#second)", "[](#hidden)")
    made(tmp_path, text, gaps, codes=(code,))
