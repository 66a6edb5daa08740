"""One file per construct in `cases/`: what is typed, a separator, the tree and the diagnostics.

`BRIEFGEN_REFRESH=1 pytest tests/test_reader_cases.py` writes what is expected anew; read the
difference before you commit it.
"""

import os
from hashlib import sha256
from pathlib import Path

import pytest

from briefgen.diagnostics import BriefgenError, Diagnostics, Span
from briefgen.model import Metadata, Report
from briefgen.reader import read_fragment, read_report, read_text
from briefgen.writers.tree import write_outline, write_tree

CASES = sorted((Path(__file__).parent / "cases").glob("*.md"))
TREE, FOUND = "=== tree ===\n", "=== diagnostics ===\n"


def result_of(typed: str) -> str:
    sink = Diagnostics()
    tree = write_tree(read_text(typed, "case.md", sink), spans=True)
    found = "".join(f"{item}\n" for item in sink)
    return TREE + tree + (FOUND + found if found else "")


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_a_construct_reads_as_its_case_says(case: Path) -> None:
    text = case.read_text(encoding="utf-8")
    typed = text.partition(TREE)[0]
    result = result_of(typed)
    if os.environ.get("BRIEFGEN_REFRESH"):
        case.write_text(typed + result, encoding="utf-8")
    else:
        assert text == typed + result


def test_there_are_cases() -> None:
    assert len(CASES) > 20


def read_bytes(folder: Path, data: bytes) -> tuple[str, list[str]]:
    path = folder / "report.md"
    path.write_bytes(data)
    sink = Diagnostics()
    tree = write_tree(read_report(path, sink))
    return tree, [str(item).removeprefix(str(folder) + os.sep) for item in sink]


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    typed = "# Türkiye {#a}\n\n- one\n- two\n"
    plain, _ = read_bytes(tmp_path, typed.encode())
    windows, found = read_bytes(tmp_path, b"\xef\xbb\xbf" + typed.replace("\n", "\r\n").encode())
    assert windows == plain
    assert found == []


def test_bytes_that_are_no_utf8_are_an_error_at_their_place(tmp_path: Path) -> None:
    tree, found = read_bytes(tmp_path, b"# Title\n\nT\xc3\xbcr Erdo\xf0an\n")
    assert found == [
        "report.md:3:9: error[not-utf8]: byte 0xF0 is no UTF-8\n  hint: save the file as UTF-8"
    ]
    assert "Tür Erdo\ufffdan" in tree


def test_control_characters_are_replaced_with_a_warning(tmp_path: Path) -> None:
    tree, found = read_bytes(tmp_path, b"a\n\nb\x00c\x07\n")
    assert '"b\ufffdc\ufffd"' in tree
    assert [line.split(":")[1:3] for line in found] == [["3", "2"]]


def test_a_report_that_is_not_there_is_an_error_that_names_what_is(tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text("x")
    with pytest.raises(BriefgenError, match=r"did you mean 'report\.md'\?"):
        read_report(tmp_path / "reprot.md", Diagnostics())
    with pytest.raises(BriefgenError, match=r"has report\.md"):
        read_report(tmp_path / "zzz", Diagnostics())
    with pytest.raises(BriefgenError, match="there is no folder"):
        read_report(tmp_path / "no" / "report.md", Diagnostics())
    with pytest.raises(BriefgenError, match="unreadable"):
        read_report(tmp_path, Diagnostics())


def test_a_report_knows_its_path_and_the_digest_of_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_bytes(b"a\r\n")
    report = read_report(path, Diagnostics())
    assert report.source == str(path)
    assert report.digest == sha256(b"a\r\n").hexdigest()


def located(line: int, column: int) -> Span:
    return Span("template", line + 10, column, line + 10, column)


def test_a_fragment_holds_what_its_template_placed() -> None:
    sink = Diagnostics()
    blocks = read_fragment(
        "# Title\n\n\ue0000\ue001\n\nIn \ue00012\ue001 line [x]{own=1}\n",
        located,
        sink,
        attributes=["own"],
    )
    tree = write_tree(Report(Metadata(), blocks), spans=True)
    assert [line.strip() for line in tree.splitlines()[2:]] == [
        "Section 1 #title @11:1-15:24",
        "title",
        'Text "Title" @11:3-11:8',
        "Placed 0 @13:1-13:4",
        "Paragraph @15:1-15:24",
        'Text "In " @15:1-15:4',
        "Placed 12 @15:4-15:8",
        'Text " line " @15:8-15:14',
        'InlineSpan own="1" @15:14-15:24',
        'Text "x" @15:15-15:16',
    ]
    assert not list(sink)


def test_the_outline_shows_levels_ids_words_and_citations() -> None:
    typed = "# Beginning {.unnumbered}\n\nOne two [@a; @b].\n\n## Deeper {#deep}\n\nThree.\n"
    report = read_text(typed, "report.md", Diagnostics())
    assert write_outline(report) == (
        "Title      Id          Classes      Words  Citations\n"
        "Beginning  #beginning  .unnumbered      4          2\n"
        "  Deeper   #deep                        1          0\n"
    )


@pytest.mark.parametrize("tag", ["b", "a href=x", "sup"])
def test_tags_that_stand_deep_in_each_other_are_read_as_far_as_inlines_nest(tag: str) -> None:
    name = tag.split()[0]
    sink = Diagnostics()
    read_text(f"<{tag}>" * 3000 + "x" + f"</{name}>" * 3000, "x.md", sink)
    assert {item.code for item in sink} <= {"raw-html", "too-deep"}
    assert len(list(sink)) < 5
