"""What holds of a sample of every format: its truth, its words, its bytes, and that it builds."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.importing import import_report, kind_of, read_draft
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftHeading,
    DraftParagraph,
    Grid,
    Runs,
    runs_in,
)
from briefgen.importing.review import review_text
from briefgen.importing.write import bibliography_json, write_report
from briefgen.pipeline import FORMATS, build, open_pack
from briefgen.reader import read_text
from briefgen.walk import walk
from tests.importing.scoring import KINDS, samples, score_sample

FOLDER = Path(__file__).parent / "samples"


def of_kind(suffix: str) -> list[tuple[Path, Path]]:
    """Return the samples of a format, each with its truth."""
    return [pair for pair in samples(FOLDER) if pair[0].suffix == suffix]


def check_truth(sample: Path, truth: Path) -> None:
    """Hold that the sample is read as its truth says."""
    score, _, _ = score_sample(sample, truth)
    assert score.wrong == []
    assert all(score.share(kind) == 1 for kind in KINDS)


def words(text: str) -> list[str]:
    """Return the words of `text`."""
    return re.findall(r"[^\W_]+", text.casefold())


def counted(texts: Iterable[str]) -> Counter[str]:
    """Count the words of `texts`."""
    return Counter(word for text in texts for word in words(text))


def drafted(blocks: Iterable[DraftBlock]) -> list[str]:
    """Return the words of `blocks`, each block's apart."""
    return [word for b in blocks for word in words("".join(run.text for run in runs_in([b])))]


def check_words(sample: Path) -> None:
    """Hold that each word of the draft is in the result in its order, or said to be elsewhere."""
    draft = read_draft(sample, kind_of(sample), Diagnostics())
    imported = import_report(sample, Diagnostics())
    written = write_report(imported.draft, imported.references, "references.json")
    report = read_text(written.text, "report.md", Diagnostics())
    after = words(printed(report))
    flat = _words_in_order(draft)
    matcher = SequenceMatcher(None, flat, after, autojunk=False)
    more = [
        after[c:d] for kind, _, _, c, d in matcher.get_opcodes() if kind not in ("equal", "delete")
    ]
    assert more == [], "words that the input has not, or not there"
    meta = imported.draft.metadata
    elsewhere = counted([meta.title, meta.subtitle, *(name for a in meta.authors for name in a)])
    elsewhere += counted(f"{work.label} {run.text}" for work in imported.works for run in work.runs)
    elsewhere += counted(out.text for out in imported.decisions.left_out)
    elsewhere += counted(run.text for run in runs_in(imported.draft.blocks) if run.cites)
    elsewhere += counted(b.number for b in imported.draft.blocks if isinstance(b, DraftHeading))
    assert dict(Counter(flat) - Counter(after) - elsewhere) == {}


def printed(report: m.Report) -> str:
    """Return the text of the report, blocks and raised words apart."""
    parts: list[str] = []
    shown: set[int] = set()
    for node in walk(report.blocks):
        match node:
            case m.Text() if id(node) in shown:  # the caption of a figure is the text of its image
                parts.append(" ")
            case m.Text() | m.Code() | m.CodeBlock():
                parts.append(node.text)
                shown.add(id(node))
            case m.Emphasis() | m.Strong() | m.Link() | m.InlineSpan():
                pass
            case _:
                parts.append(" ")
    return "".join(parts)


def _words_in_order(draft: Draft) -> list[str]:
    """Return the words of the draft, each note's where it is first used, cells apart."""
    result: list[str] = []
    used: set[str] = set()

    def text_of(runs: Runs) -> str:
        text = ""
        for run in runs:
            if run.note and run.note not in used:
                used.add(run.note)
                text += f" {' '.join(drafted(draft.notes.get(run.note, ())))} "
            elif not run.note:
                text += f" {run.text}" if run.superscript or run.image else run.text
        return text

    for block in draft.blocks:
        if isinstance(block, Grid):
            result += words(text_of(block.caption))
            for row in block.rows:
                for cell in row:
                    result += words(text_of(cell))
        elif isinstance(block, DraftParagraph):
            result += words(text_of(block.runs))
    return result


def check_bytes(sample: Path) -> None:
    """Hold that importing twice gives the same bytes."""

    def files() -> tuple[object, ...]:
        imported = import_report(sample, Diagnostics())
        written = write_report(imported.draft, imported.references, "references.json")
        review = review_text(imported, written, sample.name, "report.md", {})
        media = tuple(imported.draft.media.items())
        return written.text, bibliography_json(imported.references.values()), review, media

    assert files() == files()


def check_build(sample: Path, folder: Path) -> None:
    """Hold that the import builds, as it is, for all audiences and in all formats."""
    imported = import_report(sample, Diagnostics())
    written = write_report(imported.draft, imported.references, "references.json")
    (folder / "report.md").write_text(written.text, encoding="utf-8")
    data = bibliography_json(imported.references.values())
    (folder / "references.json").write_text(data, encoding="utf-8")
    for name, image in imported.draft.media.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(image)
    sink = Diagnostics()
    pack = open_pack(folder / "report.md", [], sink)
    files = build(pack, list(pack.audiences), FORMATS, folder).files
    assert len(files) == 6
    assert sink.count("error") == 0
