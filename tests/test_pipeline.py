"""From a report to a finished pack in memory: the table of writers, checks before writing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner

from briefgen.cli import main
from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import Pack, build, check_release, lay_out, make_document, open_pack
from briefgen.walk import plain_text
from briefgen.writers import WRITERS, Finished, Writer

TEMPLATE = "{{ report.title }}\n\n{{ sections | first }}\n"


def _pack(folder: Path, *audiences: str) -> Pack:
    (folder / "note.md").write_text("---\ntitle: Note\n---\n\n# One\n\nA sentence.\n")
    for name in audiences:
        own = folder / "templates" / name
        own.mkdir(parents=True)
        (own / "audience.toml").write_text('title = "Own"\n')
        (own / "template.md.j2").write_text(TEMPLATE)
    return open_pack(folder / "note.md", [folder / "templates"])


def _titles(finished: Finished, _sink: Diagnostics) -> Sequence[bytes]:
    title = plain_text(finished.document.metadata.title)
    return (f"{title}, {'laid out' if finished.layout else 'not laid out'}".encode(),)


def _pages(finished: Finished, _sink: Diagnostics) -> Sequence[bytes]:
    assert finished.layout is not None
    return tuple(str(len(page.boxes)).encode() for page in [*finished.layout.pages] * 2)


def test_a_format_is_an_entry_of_the_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        WRITERS, "txt", Writer("txt", "text", ".txt", "text/plain", "none", _titles)
    )
    pack = _pack(tmp_path, "own")
    (file,) = build(pack, ["own"], ["txt"], tmp_path).files
    assert (file.path, file.pages) == (tmp_path / "note-own.txt", None)
    assert file.data == b"Note, not laid out"
    suffixes = [f.path.suffix for f in build(pack, ["own"]).files]
    assert suffixes == [writer.suffix for writer in WRITERS.values()]
    assert suffixes[-1] == ".txt"


def test_a_writer_may_make_a_file_for_each_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = Writer("png", "PNG", ".png", "image/png", "drawn", _pages)
    monkeypatch.setitem(WRITERS, "png", writer)
    files = build(_pack(tmp_path, "own"), ["own"], ["png"]).files
    assert [(f.path.name, f.pages) for f in files] == [("note-own-1.png", 1), ("note-own-2.png", 1)]


def test_the_command_line_offers_every_writer() -> None:
    said = CliRunner().invoke(main, ["build", "--help"]).output
    assert f"[{'|'.join(WRITERS)}|all]" in said


def test_building_writes_nothing_and_says_what_the_pack_was_made_of(tmp_path: Path) -> None:
    pack = _pack(tmp_path, "own")
    built = build(pack, ["own"], ["pdf", "docx"], tmp_path / "out", trace=True)
    assert not (tmp_path / "out").exists()
    assert [f.path.name for f in built.files] == [
        "note-own.pdf",
        "note-own.pdf.trace.json",
        "note-own.docx",
        "note-own.docx.trace.json",
    ]
    assert built.pack is pack
    assert built.documents == {"own": lay_out(pack, make_document(pack, "own")).document}


def test_files_whose_names_differ_in_capitals_alone_are_reported_before_they_are_written(
    tmp_path: Path,
) -> None:
    pack = _pack(tmp_path, "own", "Own")
    built = build(pack, ["own", "Own"], ["docx"])
    check_release(built)
    (found,) = pack.sink
    assert (found.code, found.severity) == ("same-name", "warning")
    assert "note-own.docx and note-Own.docx" in found.message
