"""Markdown of other dialects becomes what its truths say."""

from __future__ import annotations

from pathlib import Path

from briefgen.diagnostics import Diagnostics
from briefgen.importing import read_draft
from briefgen.importing.draft import Draft, DraftParagraph, runs_in, text_of


def read(text: str, folder: Path, sink: Diagnostics | None = None) -> Draft:
    path = folder / "report.md"
    path.write_text(text, encoding="utf-8")
    return read_draft(path, "markdown", Diagnostics() if sink is None else sink)


def shown(draft: Draft) -> list[str]:
    return [text_of(runs_in([block])) for block in draft.blocks]


def test_front_matter_is_metadata(tmp_path: Path) -> None:
    front = "title: T\nauthors: [{name: A B, role: Editor}, C D]\ndate: 2024-03-01\nx: 1\n"
    draft = read(f"---\n{front}---\nHi\n", tmp_path)
    assert draft.metadata.title == "T"
    assert draft.metadata.authors == (("A B", "Editor", ""), ("C D", "", ""))
    assert (draft.metadata.date, draft.metadata.extra) == ("2024-03-01", {"x": 1})
    (block,) = draft.blocks
    assert block.place.line == 7


def test_front_matter_that_is_no_yaml_stays_text_and_is_reported(tmp_path: Path) -> None:
    sink = Diagnostics()
    draft = read("---\ntitle: A: B: C\n---\n\nText\n", tmp_path, sink)
    assert [found.code for found in sink] == ["not-imported"]
    assert any("A: B: C" in text for text in shown(draft))


def test_what_pandoc_would_read_is_text(tmp_path: Path) -> None:
    (text,) = shown(read("Write to @name, x^2 and H~2~O; ::: no div\n", tmp_path))
    assert text == "Write to @name, x^2 and H~2~O; ::: no div"


def test_html_in_markdown_is_read(tmp_path: Path) -> None:
    draft = read("So it is<sup>3</sup>, or <b>not</b>.\n", tmp_path)
    looks = [(run.text, run.superscript, run.bold) for run in runs_in(draft.blocks)]
    assert ("3", True, False) in looks
    assert ("not", False, True) in looks


def test_a_footnote_keeps_its_paragraphs_and_its_code_is_none(tmp_path: Path) -> None:
    draft = read(
        "A[^n].\n\n[^n]: One\n    more.\n\n    Two.\n\nB\n\n```\n[^x]: code\n```\n", tmp_path
    )
    assert [text_of(runs_in([block])) for block in draft.notes["n"]] == ["One more.", "Two."]
    assert shown(draft) == ["A.", "B", "[^x]: code"]


def test_headings_lists_and_places(tmp_path: Path) -> None:
    draft = read("# A {#top}\n\n## B\n\n3. x\n   - y\n\n     more\n", tmp_path)
    blocks = [block for block in draft.blocks if isinstance(block, DraftParagraph)]
    assert [(b.level, b.anchor, b.place.line) for b in blocks[:2]] == [(1, "top", 1), (2, "", 3)]
    assert [(b.item.level, b.item.marker, b.item.continues) for b in blocks if b.item] == [
        (0, "3.", False), (1, "•", False), (1, "•", True),
    ]  # fmt: skip


def test_numbered_definitions_are_sources_and_their_links_cite_them(tmp_path: Path) -> None:
    text = 'Yes [1]. No ([Site][2]).\n\n[1]: https://a.example "A"\n[2]: https://b.example\n'
    draft = read(text, tmp_path)
    assert [(work.label, text_of(work.runs)) for work in draft.works] == [
        ("1", "A https://a.example"), ("2", "Site https://b.example"),
    ]  # fmt: skip
    assert [run.cites for run in runs_in(draft.blocks) if run.cites] == [("1",), ("2",)]


def test_a_file_in_another_encoding_is_read_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "old.md"
    path.write_bytes("# Café\n\nText\n".encode("cp1252"))
    sink = Diagnostics()
    assert shown(read_draft(path, "markdown", sink)) == ["Café", "Text"]
    assert [found.code for found in sink] == ["not-utf8"]
