"""Compare an import with its truth: what was found of headings, citations, points, tables, works.

The result is written and read back, so that what is scored is what briefgen would build. A truth
file names what its sample holds, by hand:

    title, subtitle, authors (name, role, affiliation), date
    [[section]]  level, title, and in order: cites (numbers), points (labels), items (how many
                 list items), tables (rows of cells, their citations left out)
    [[work]]     title, site, url, issued, accessed, author (what is not named must not be there)
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.importing import import_report
from briefgen.importing.convert import Imported
from briefgen.importing.write import Written, write_report
from briefgen.reader import read_text
from briefgen.walk import plain_text, walk

KINDS = ("front", "headings", "citations", "points", "items", "tables", "works")


@dataclass
class Score:
    """How many of each kind are right, of how many; `wrong` says what is not."""

    right: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    total: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    wrong: list[str] = field(default_factory=list)

    def share(self, kind: str) -> float:
        """The share that is right; 1 where there is nothing of the kind."""
        return self.right[kind] / self.total[kind] if self.total[kind] else 1.0

    def compare(self, kind: str, where: str, truth: Sequence[Any], found: Sequence[Any]) -> None:
        """Count what two sequences have in common; what is too much counts as wrong, too."""
        matcher = SequenceMatcher(None, [*map(repr, truth)], [*map(repr, found)], autojunk=False)
        same = sum(block.size for block in matcher.get_matching_blocks())
        self.right[kind] += same
        self.total[kind] += max(len(truth), len(found))
        if list(truth) != list(found):
            missing = [one for one in truth if one not in found]
            more = [one for one in found if one not in truth]
            if kind == "citations" or not (missing or more):
                missing, more = list(truth), list(found)
            self.wrong.append(f"{kind} {where}: expected {missing}, found {more}")


@dataclass
class Part:
    """A section of the result without those below it."""

    level: int
    title: str
    cites: list[int] = field(default_factory=list)
    points: list[str] = field(default_factory=list)
    items: int = 0
    tables: list[list[list[str]]] = field(default_factory=list)


def score_sample(sample: Path, truth: Path) -> tuple[Score, Imported, Written]:
    """Import `sample` and compare it with `truth`."""
    imported = import_report(sample, Diagnostics())
    written = write_report(imported.draft, imported.references, "references.json")
    sink = Diagnostics()
    report = read_text(written.text, "report.md", sink)
    assert [str(d) for d in sink] == []
    said = tomllib.loads(truth.read_text(encoding="utf-8"))
    return score(said, report, imported), imported, written


def score(truth: dict[str, Any], report: m.Report, imported: Imported) -> Score:
    """Compare a report that was imported and read back with what it should hold."""
    result = Score()
    meta = report.metadata
    found_front = [
        plain_text(meta.title),
        plain_text(meta.subtitle),
        *([a.name, a.role, a.affiliation] for a in meta.authors),
    ]
    front = [truth["title"], truth.get("subtitle", ""), *truth.get("authors", [])]
    if "date" in truth:
        front.append(truth["date"])
        found_front.append(meta.date)
    result.compare("front", "matter", front, found_front)
    numbers = {str(csl["id"]): n for n, csl in enumerate(imported.references.values(), 1)}
    found = list(parts(report.blocks, numbers))
    expected = truth["section"]
    result.compare(
        "headings",
        "",
        [(s["level"], s["title"]) for s in expected],
        [(part.level, part.title) for part in found],
    )
    by_title = {(part.level, part.title): part for part in found}
    for section in expected:
        own = (section["level"], section["title"])
        part = by_title.pop(own, None) or Part(*own)
        _compare_part(result, section, part)
    for part in by_title.values():
        _compare_part(result, {"level": part.level, "title": part.title}, part)
    _compare_works(result, truth.get("work", []), imported)
    return result


def _compare_part(result: Score, section: dict[str, Any], part: Part) -> None:
    name = section["title"]
    result.compare("citations", name, section.get("cites", []), part.cites)
    result.compare("points", name, section.get("points", []), part.points)
    if section.get("items", 0) or part.items:
        result.compare("items", name, range(section.get("items", 0)), range(part.items))
    cells = [cell for table in section.get("tables", []) for row in table for cell in [*row, "/"]]
    found = [cell for table in part.tables for row in table for cell in [*row, "/"]]
    result.compare("tables", name, cells, found)


def _compare_works(result: Score, works: Sequence[dict[str, Any]], imported: Imported) -> None:
    found = []
    for csl in imported.references.values():
        author = csl.get("author")
        fields = {
            "title": csl.get("title"),
            "site": csl.get("container-title") or csl.get("publisher"),
            "url": csl.get("URL"),
            "issued": _date(csl.get("issued")),
            "accessed": _date(csl.get("accessed")),
            "author": _names(author) if isinstance(author, list) else "",
        }
        found.append({key: value for key, value in fields.items() if value})
    wanted = [{key: str(value) for key, value in work.items()} for work in works]
    result.compare("works", "", wanted, found)


def calibration(imported: Imported, truth: dict[str, Any]) -> list[tuple[float, bool]]:
    """Return how sure each decision about a heading or a point was, and whether it was right."""
    titles = {_plain(section["title"]) for section in truth["section"]}
    points = {_plain(label) for section in truth["section"] for label in section.get("points", [])}
    result: list[tuple[float, bool]] = []
    for decision in imported.decisions.taken:
        if decision.kind == "heading":
            own = _plain(decision.subject)
            known = any(own.endswith(title) for title in titles)
            result.append((decision.confidence, known == (decision.chosen == "a heading")))
        elif decision.kind == "labelled point":
            own = _plain(decision.subject.partition(":")[0])
            taken = decision.chosen != "a sentence with a colon"
            result.append((decision.confidence, (own in points) == taken))
    return result


def _plain(text: str) -> str:
    return "".join(re.findall(r"[^\W\d_]+", text.casefold()))


def _names(people: list[dict[str, str]]) -> str:
    return "; ".join(one.get("literal") or f"{one['family']}, {one['given']}" for one in people)


def _date(value: object) -> str:
    parts = value["date-parts"][0] if isinstance(value, dict) else []
    return "-".join(f"{part:02}" for part in parts)


def parts(blocks: m.Blocks, numbers: dict[str, int]) -> Iterator[Part]:
    """Yield each section apart from its subsections, in order."""
    for block in blocks:
        if isinstance(block, m.Section):
            part = Part(block.level, plain_text(block.title).strip())
            own = [child for child in block.children if not isinstance(child, m.Section)]
            _fill(part, own, numbers)
            yield part
            yield from parts(block.children, numbers)


def _fill(part: Part, blocks: Sequence[m.Block], numbers: dict[str, int]) -> None:
    for node in walk(blocks):
        match node:
            case m.Citation():
                part.cites.append(numbers[node.key])
            case m.DefinitionItem():
                part.points.append(plain_text(node.term).strip())
            case m.ListItem():
                part.items += 1
            case m.Table():
                rows = [node.header, *node.rows]
                part.tables.append([[cell_text(cell) for cell in row.cells] for row in rows])
            case _:
                pass


def cell_text(cell: m.Cell) -> str:
    """Return the text of a cell without its citations."""
    text = " ".join(plain_text([node]) for node in walk(cell.children) if isinstance(node, m.Text))
    return re.sub(r"\s+", " ", text).strip()


def samples(folder: Path) -> list[tuple[Path, Path]]:
    """Return the samples in `folder`, each with its truth: truth_NAME.toml, of any format."""
    found = [
        (sample, truth)
        for sample in sorted(folder.iterdir())
        if (truth := folder / f"truth_{sample.stem}.toml").is_file() and sample != truth
    ]
    return [(sample, truth) for sample, truth in found if not sample.stem.startswith("truth_")]
