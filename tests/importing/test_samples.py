"""Each text sample becomes what its truth says, with all of its words, the same each time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.importing import import_report, read_draft
from briefgen.importing.draft import Draft, DraftHeading, DraftParagraph, runs_in, text_of
from briefgen.importing.review import review_text
from briefgen.importing.write import bibliography_json, write_report
from briefgen.pipeline import FORMATS, build, open_pack
from briefgen.reader import read_text
from briefgen.walk import blocks_text
from tests.importing.scoring import samples, score_sample

FOLDER = Path(__file__).parent / "samples"
TEXTS = [pair for pair in samples(FOLDER) if pair[0].suffix == ".txt"]
sample_of = pytest.mark.parametrize(
    ("sample", "truth"), TEXTS, ids=[sample.stem for sample, _ in TEXTS]
)


def test_there_are_samples_of_every_scheme() -> None:
    assert len(TEXTS) >= 5


@sample_of
def test_a_sample_is_read_as_its_truth_says(sample: Path, truth: Path) -> None:
    score, _, _ = score_sample(sample, truth)
    assert score.wrong == []
    assert score.right == score.total


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def draft_words(draft: Draft) -> list[str]:
    return words(
        "\n".join(text_of(runs_in([block])) if isinstance(block, DraftParagraph) else
                  " ".join(run.text for run in runs_in([block])) for block in draft.blocks)
    )  # fmt: skip


def counted(texts: Iterable[str]) -> Counter[str]:
    return Counter(word for text in texts for word in words(text))


@sample_of
def test_every_word_is_there_in_its_order_or_said_to_be_elsewhere(
    sample: Path, truth: Path
) -> None:
    before = draft_words(read_draft(sample, "text", Diagnostics()))
    imported = import_report(sample, Diagnostics())
    written = write_report(imported.draft, imported.references, "references.json")
    report = read_text(written.text, "report.md", Diagnostics())
    after = words(blocks_text(report.blocks))
    gone: Counter[str] = Counter()
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        assert kind in ("equal", "delete", "replace"), after[c:d]
        if kind == "replace":  # a year that a number was glued to
            assert before[a].startswith(after[c])
            assert d - c == 1
            a += 1
        if kind != "equal":
            gone.update(before[a:b])
    meta = imported.draft.metadata
    elsewhere = counted([meta.title, meta.subtitle, *(name for a in meta.authors for name in a)])
    elsewhere += counted(f"{work.label} {text_of(work.runs)}" for work in imported.works)
    elsewhere += counted(out.text for out in imported.decisions.left_out)
    elsewhere += counted(run.text for run in runs_in(imported.draft.blocks) if run.cites)
    elsewhere += counted(b.number for b in imported.draft.blocks if isinstance(b, DraftHeading))
    markers = Counter(word for word in gone - elsewhere if re.fullmatch(r"\d{1,2}|[a-d]", word))
    left = gone - elsewhere - Counter(dict.fromkeys(markers, 99))  # markers of items
    assert left == Counter()


@sample_of
def test_the_words_of_a_source_are_in_its_reference(sample: Path, truth: Path) -> None:
    imported = import_report(sample, Diagnostics())
    for work, reference in zip(imported.works, imported.references.values(), strict=True):
        has = set(words(str(reference)))
        phrases = r"accessed|retrieved|available|abgerufen|on|am|at|\d+"
        months = "january|february|march|april|may|june|july|september|october|november|februar"
        missing = {
            word
            for word in words(text_of(work.runs))
            if word not in has and not re.fullmatch(f"{phrases}|{months}", word)
        }
        assert missing == set(), text_of(work.runs)


@sample_of
def test_importing_twice_gives_the_same_bytes(sample: Path, truth: Path) -> None:
    def files() -> tuple[str, str, str]:
        imported = import_report(sample, Diagnostics())
        written = write_report(imported.draft, imported.references, "references.json")
        review = review_text(imported, written, sample.name, "report.md", {})
        return written.text, bibliography_json(imported.references.values()), review

    assert files() == files()


def test_an_import_builds_at_once_for_all_audiences(tmp_path: Path) -> None:
    imported = import_report(FOLDER / "sections.txt", Diagnostics())
    written = write_report(imported.draft, imported.references, "references.json")
    (tmp_path / "report.md").write_text(written.text, encoding="utf-8")
    data = bibliography_json(imported.references.values())
    (tmp_path / "references.json").write_text(data, encoding="utf-8")
    sink = Diagnostics()
    pack = open_pack(tmp_path / "report.md", [], sink)
    files = build(pack, list(pack.audiences), FORMATS, tmp_path).files
    assert len(files) == 6
    assert {found.code for found in sink} <= {"template-warning"}  # it has no condensed forms
