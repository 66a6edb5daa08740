"""Take an import and the report written from it, return what its author should review.

The decisions that are not sure become diagnostics at their lines of the result, and a Markdown
file. The file also counts what the import found, and lists what it moved or left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from briefgen.diagnostics import Diagnostics, Span
from briefgen.importing.convert import Imported
from briefgen.importing.decisions import Decision
from briefgen.importing.draft import (
    DraftBlock,
    DraftHeading,
    Grid,
    ItemList,
    LabelledPoints,
    Unplaced,
    runs_in,
)
from briefgen.importing.write import Written

__all__ = ["counts", "report_doubts", "review_text"]


def report_doubts(
    imported: Imported,
    written: Written,
    file: str,
    sink: Diagnostics,
    bibliography: tuple[str, str] | None = None,
) -> None:
    """Report each decision that is not sure, at its line of the result.

    `bibliography` is the name and the text of the file with the references, if they are not in the
    front matter; a doubt about a work is reported there.
    """
    for group in _groups(imported, written):
        for decision, (line, column) in group if len(group) <= _ALIKE else group[:1]:
            others = [option.name for option in decision.options if option.name != decision.chosen]
            span = Span(file, line, column)
            if decision.kind == "work":
                name, text = bibliography or (file, written.text)
                span = Span(name, _line_of_work(imported, decision, text))
            more = f" ({len(group)} × the same: see the review)" if len(group) > _ALIKE else ""
            sink.warning(
                f"unsure-{decision.kind.replace(' ', '-')}",
                f"read as: {decision.chosen} ({decision.confidence:.0%} sure): "
                f"“{decision.subject}”{more}",
                span,
                f"it could be: {'; or '.join(others)}" if others else "",
            )


Placed = tuple[Decision, tuple[int, int]]
_ALIKE = 4
"""So many doubts of one kind are told one by one; more are told once."""


def _groups(imported: Imported, written: Written) -> list[list[Placed]]:
    """Return what is unsure, grouped by what was decided, whatever the numbers in it."""
    groups: dict[tuple[str, str], list[Placed]] = {}
    for decision, place in _doubts(imported, written):
        shape = re.sub(r"[\d, ]+", " ", re.sub("“[^”]*”", "", decision.chosen))
        groups.setdefault((decision.kind, shape), []).append((decision, place))
    return list(groups.values())


def _line_of_work(imported: Imported, decision: Decision, text: str) -> int:
    """Return the line of `text` at which the reference that `decision` concerns begins."""
    for work in imported.works:
        if work.place == decision.place:
            key = re.escape(str(imported.references[work.label]["id"]))
            if match := re.search(rf'(?:"id": "|- id: \'?){key}[\'"]?(?:,|$)', text, re.MULTILINE):
                return text.count("\n", 0, match.start()) + 1
    return 1


def _doubts(imported: Imported, written: Written) -> Iterator[tuple[Decision, tuple[int, int]]]:
    """Yield the unsure decisions with their places in the result; (1, 1) is front matter."""
    unsure = [decision for decision in imported.decisions.taken if not decision.sure]
    placed = [(decision, written.places.get(decision.number, (1, 1))) for decision in unsure]
    yield from sorted(placed, key=lambda pair: (pair[1], pair[0].number))


def counts(imported: Imported) -> dict[str, int]:
    """Return how many of each thing the import found."""
    blocks = list(_all(imported.draft.blocks))
    cites = [run for run in runs_in(imported.draft.blocks) if run.cites]
    return {
        "sections": sum(isinstance(b, DraftHeading) for b in blocks),
        "labelled points": sum(len(b.points) for b in blocks if isinstance(b, LabelledPoints)),
        "lists": sum(isinstance(b, ItemList) for b in blocks),
        "tables": sum(isinstance(b, Grid) for b in blocks),
        "citations": len(cites),
        "works": len(imported.references),
        "notes": len(imported.draft.notes),
        "images": len(imported.draft.media),
    }


def _all(blocks: Sequence[DraftBlock]) -> Iterator[DraftBlock]:
    for block in blocks:
        yield block
        if isinstance(block, Unplaced):
            yield from _all(block.blocks)


def review_text(
    imported: Imported,
    written: Written,
    source: str,
    report: str,
    wanted: Mapping[str, Sequence[str]],
) -> str:
    """Return the review: `wanted` are blocks that templates would use and the report lacks."""
    listed = ", ".join(
        f"{number} {name.removesuffix('s') if number == 1 else name}"
        for name, number in counts(imported).items()
        if number
    )
    parts = [f"# Review of {report}", f"Imported from {source}: {listed}."]
    parts += _to_look_at(imported, written)
    uncited = _uncited(imported)
    if uncited:
        keys = ", ".join(f"`{key}`" for key in uncited)
        parts += ["## Works that nothing cites", f"{keys}."]
    if imported.decisions.left_out:
        parts.append("## What stands elsewhere or not at all")
        parts.append("\n".join(_left_out(imported)))
    if wanted:
        parts += [
            "## What the templates would use besides",
            "The report builds without these; `briefgen template check` tells what is still "
            "missing, and the guide to reports says how each is written.",
            "\n".join(f"- {name}: {', '.join(blocks)}" for name, blocks in wanted.items()),
        ]
    return "\n\n".join(parts) + "\n"


def _left_out(imported: Imported) -> list[str]:
    """Return what stands elsewhere, with the same reason in one entry."""
    reasons: dict[str, list[str]] = {}
    for out in sorted(imported.decisions.left_out, key=lambda out: out.place):
        shown = f"input line {out.place.line}: “{_quoted(out.text)}”"
        reasons.setdefault(out.why, []).append(shown)
    lines: list[str] = []
    for why, texts in reasons.items():
        if len(texts) <= 2:
            lines += [f"- {one}: {why}" for one in texts]
        else:
            lines += [f"- {len(texts)} × {why}:", *(f"  - {one}" for one in texts)]
    return lines


def _to_look_at(imported: Imported, written: Written) -> list[str]:
    doubts = list(_doubts(imported, written))
    taken = Counter(decision.kind for decision in imported.decisions.taken)
    decided = ", ".join(f"{number} × {kind}" for kind, number in sorted(taken.items()))
    if not doubts:
        return ["## To look at", f"Nothing: every decision was sure ({decided})."]
    lines: list[str] = []
    for group in _groups(imported, written):
        if len(group) > _ALIKE:
            lines.append(f"- **{len(group)} × the same**, {group[0][0].kind}:")
            for decision, place in group:
                lines += [f"  {line}" for line in _doubt(decision, place, written)[:2]]
            lines += [f"  {line}" for line in _options(group[0][0])]
            continue
        for decision, place in group:
            lines += [*_doubt(decision, place, written), *_options(decision)]
    total = len(imported.decisions.taken)
    head = f"{len(doubts)} of {total} decisions are not sure ({decided})."
    return ["## To look at", head, "\n".join(lines)]


def _doubt(decision: Decision, place: tuple[int, int], written: Written) -> list[str]:
    """Return what is unsure, with its line of the input and that of the result."""
    line, column = place
    where = f"line {line}, column {column}" if place != (1, 1) else "front matter"
    where = "works cited" if decision.kind == "work" else where
    shown = [
        f"- **{where}** (input line {decision.place.line}), {decision.kind}: "
        f"“{_quoted(decision.subject)}”"
    ]
    if place != (1, 1):
        result = written.text.split("\n", line)[line - 1]
        start = max(min(column - 41, len(result) - 80), 0)
        shown.append(f"  - in the result: `` {result[start : start + 80].strip()} ``")
    return shown


def _options(decision: Decision) -> list[str]:
    return [
        f"  - {'**' * chosen}{option.name}{'**' * chosen}, {option.confidence:.0%}"
        for option in decision.options
        for chosen in [option.name == decision.chosen]
    ]


def _quoted(text: str) -> str:
    return text.replace("*", "\\*").replace("[", "\\[").replace("_", "\\_")


def _uncited(imported: Imported) -> list[str]:
    cited = {label for run in runs_in(imported.draft.blocks) for label in run.cites}
    for blocks in imported.draft.notes.values():
        cited |= {label for run in runs_in(blocks) for label in run.cites}
    return [str(csl["id"]) for label, csl in imported.references.items() if label not in cited]
