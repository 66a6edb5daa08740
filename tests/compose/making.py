"""Make an audience of a template in a few words, and compose a report for it."""

from __future__ import annotations

from pathlib import Path

from briefgen import model as m
from briefgen.audience import find_audiences
from briefgen.compose import compose
from briefgen.diagnostics import Diagnostics
from briefgen.reader import read_text
from briefgen.walk import blocks_text, walk
from briefgen.writers.tree import write_tree

REPORT = """\
---
title: The *short* report
author:
  - name: A. N. Author
    role: Analyst
date: 2024-06-26
briefgen: {issue: "3"}
---

Before any heading.

# One | two {#one}

::: {#gist .condensed}
The gist. [@b]
:::

First *paragraph*. [@a, p. 3]

Second paragraph.

The Grievance
:   A point. [@b]

The “Result”
:   Another point.

## Part {#part .holdout name="Part" status="cleared" date="2024-04"}

::: {.holdout-row .condensed}
Gain
:   Little.
:::

Text of the part.

::: {#dates}
[June 2024]{date="2024-06"}
:   It ended. [@a]

[1 May 2024]{date="2024-05-01"}
:   It began.
:::

# Three {#three}

- an item
- **another** item

| A | B |
|---|---|
| 1 | 2 |

: Numbers {#tbl-numbers}
"""


def composed(
    folder: Path,
    template: str,
    *,
    report: str = REPORT,
    settings: str = 'title = "Sample"',
    values: dict[str, str] | None = None,
    expected: tuple[str, ...] = (),
) -> m.Document:
    """Compose `report` with `template`; what is reported must be the codes of `expected`."""
    document, sink = tried(folder, template, report=report, settings=settings, values=values)
    assert tuple(d.code for d in sink) == expected, "\n".join(map(str, sink))
    return document


def tried(
    folder: Path,
    template: str,
    *,
    report: str = REPORT,
    settings: str = 'title = "Sample"',
    values: dict[str, str] | None = None,
) -> tuple[m.Document, Diagnostics]:
    """Compose `report` with `template`, return the document and what was reported."""
    (folder / "sample").mkdir(exist_ok=True)
    (folder / "sample" / "audience.toml").write_text(settings, encoding="utf-8")
    (folder / "sample" / "template.md.j2").write_text(template, encoding="utf-8")
    sink = Diagnostics()
    audience = find_audiences([folder], sink)["sample"]
    source = read_text(report, "report.md", sink)
    document, _ = compose(
        source, audience, sink, values=values or {}, companions=["Full dossier", "Matrix"]
    )
    return document, sink


def text(document: m.Document) -> str:
    """Return the words of a document, with single spaces."""
    return " ".join(blocks_text(document.blocks).split())


def tree(document: m.Document) -> str:
    """Return the blocks of a document as an indented tree."""
    lines = write_tree(document).splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith("  Metadata"))
    body = (i for i, line in enumerate(lines) if i > start and not line.startswith("    "))
    return "\n".join(line.removeprefix("  ") for line in lines[next(body, len(lines)) :])


def keys(document: m.Document) -> list[str]:
    """Return the keys that a document cites, in order."""
    return [node.key for node in walk(document.blocks) if isinstance(node, m.Citation)]


def message(sink: Diagnostics, folder: Path) -> str:
    """Return the one thing that was reported, without the folder it was found in."""
    (found,) = sink
    return str(found).replace(f"{folder}/sample/", "")
