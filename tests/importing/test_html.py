"""HTML pages become what their truths say."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from briefgen.diagnostics import BriefgenError, Diagnostics
from briefgen.importing import read_draft
from briefgen.importing.draft import Draft, DraftParagraph, Grid, runs_in, text_of


def read(page: str | bytes, folder: Path, sink: Diagnostics | None = None) -> Draft:
    path = folder / "page.html"
    path.write_bytes(page if isinstance(page, bytes) else page.encode())
    return read_draft(path, "html", Diagnostics() if sink is None else sink)


def shown(draft: Draft) -> list[str]:
    return [text_of(runs_in([block])) for block in draft.blocks]


def test_navigation_scripts_and_asides_are_left_out(tmp_path: Path) -> None:
    page = "<nav>Home</nav><script>x()</script><p>Text</p><aside>More</aside><style>p{}</style>"
    assert shown(read(page, tmp_path)) == ["Text"]


def test_spaces_are_those_that_a_browser_shows(tmp_path: Path) -> None:
    page = "<p> A <b> bold </b>\n word<br>\n and  <i>more</i> .</p>bare <p>text"
    assert shown(read(page, tmp_path)) == ["A bold word\nand more .", "bare", "text"]


def test_cells_that_span_others_have_their_text_once(tmp_path: Path) -> None:
    page = (
        "<table><tr><th>A<th>B<th>C<tr><td rowspan=2>x<td colspan=2>y<tr><td>z"
        "<td align=right>1</table>"
    )
    (grid,) = read(page, tmp_path).blocks
    assert isinstance(grid, Grid)
    assert [[text_of(cell) for cell in row] for row in grid.rows] == [
        ["A", "B", "C"], ["x", "y", ""], ["", "z", "1"],
    ]  # fmt: skip


def test_lists_count_and_nest(tmp_path: Path) -> None:
    page = "<ol start=3 type=a><li>x<ul><li>y</ul><li><p>z<p>more</ol>"
    items = [b.item for b in read(page, tmp_path).blocks if isinstance(b, DraftParagraph)]
    assert [(i.level, i.marker, i.continues) for i in items if i] == [
        (0, "c.", False), (1, "•", False), (0, "d.", False), (0, "d.", True),
    ]  # fmt: skip


def test_neighbouring_marks_are_two_numbers(tmp_path: Path) -> None:
    page = '<p>So<sup>1</sup><sup>2</sup> and<a href="#c3">[3]</a><a href="#c4">[4]</a>.</p>'
    assert shown(read(page, tmp_path)) == ["So1,2 and3,4."]


def test_a_list_of_sources_without_a_heading_is_kept_apart(tmp_path: Path) -> None:
    page = '<p>So<sup>1</sup>.</p><ol class="references"><li>A, https://a.example</li></ol>'
    draft = read(page, tmp_path)
    assert [(work.label, text_of(work.runs)) for work in draft.works] == [
        ("1", "A, https://a.example")
    ]
    assert shown(draft) == ["So1."]


def test_an_image_in_the_page_is_kept_and_one_elsewhere_is_a_link(tmp_path: Path) -> None:
    data = base64.b64encode(b"png").decode()
    page = f'<p><img alt="A" src="data:image/png;base64,{data}"><img src="https://x.example/b.png">'
    sink = Diagnostics()
    draft = read(page, tmp_path, sink)
    assert draft.media == {"images/image-1.png": b"png"}
    assert [(run.text, run.image, run.link) for run in runs_in(draft.blocks)] == [
        ("A", "images/image-1.png", ""),
        ("https://x.example/b.png", "", "https://x.example/b.png"),
    ]
    read('<p><img alt="gone" src="gone.png"> Text', tmp_path, sink)
    assert [found.code for found in sink] == ["not-imported"]


@pytest.mark.parametrize("stated", ["windows-1252", "iso-8859-1", "utf-8", "no-such-thing"])
def test_the_encoding_is_what_the_page_says_where_that_is_right(
    stated: str, tmp_path: Path
) -> None:
    page = f'<meta charset="{stated}"><p>Café “au lait”</p>'.encode("cp1252")
    sink = Diagnostics()
    assert shown(read(page, tmp_path, sink)) == ["Café “au lait”"]
    assert {found.code for found in sink} <= {"not-utf8"}
    assert bool(len(sink)) == (stated in ("utf-8", "no-such-thing"))


@pytest.mark.parametrize("page", [b"", b"<html></html>", b"<script>fill()</script>", b"\0\0\0"])
def test_a_page_without_text_is_an_error_with_a_hint(page: bytes, tmp_path: Path) -> None:
    with pytest.raises(BriefgenError) as caught:
        read(page, tmp_path)
    (found,) = caught.value.diagnostics
    assert (found.code, bool(found.hints)) == ("unreadable", True)
