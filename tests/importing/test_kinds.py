"""The kinds of faults that exports of chat tools, wikis and word processors met, each mended."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.importing import import_report, kind_of
from briefgen.importing.balance import balance
from briefgen.importing.convert import Imported
from briefgen.importing.inventory import take_inventory
from briefgen.importing.write import write_report


class Result:
    """An import: the report's text, the front matter apart, and what was found."""

    def __init__(self, path: Path) -> None:
        self.imported: Imported = import_report(path, Diagnostics())
        written = write_report(self.imported.draft, self.imported.references, "r.json").text
        self.front, _, self.body = written.partition("\n---\n")
        self.body = self.body.strip()
        inventory = take_inventory(path, kind_of(path))
        self.lost = [one.message for one in balance(inventory, self.imported, written, path.name)]

    @property
    def unsure(self) -> list[str]:
        return [one.kind for one in self.imported.decisions.taken if not one.sure]

    @property
    def titles(self) -> list[object]:
        return [csl["title"] for csl in self.imported.references.values()]


Read = Callable[..., Result]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def made(text: str | bytes, name: str = "quays.md") -> Result:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        result = Result(path)
        assert result.lost == []
        return result

    return made


# -------------------------------------------------------------------------------------- marks

LIST = "1. Tide office. Survey. https://a.example/1\n2. Council. Minutes. https://b.example/2\n"
MARKS = ["[1][2]", "[1, 2]", "[1-2]", "[^1^][^2^]", "¹ ²", "【1†a】【2†b】", "[cite: 1, 2]"]


@pytest.mark.parametrize("mark", MARKS)
def test_marks_of_all_shapes_cite_the_numbered_list(read: Read, mark: str) -> None:
    result = read(f"# Quays\n\n## Walls\n\nThey sink {mark}. So it is.\n\n## References\n\n{LIST}")
    first, second = (csl["id"] for csl in result.imported.references.values())
    assert f"They sink [@{first}; @{second}].\nSo it is." in result.body


def test_notes_that_stand_side_by_side_are_two(read: Read) -> None:
    result = read(
        "# Q\n\n## A\n\nIt sinks.[^1][^2]\n\n[^1]: https://a.example/1\n[^2]: https://b.example/2\n"
    )
    assert result.body.count("@") == 2


def test_brackets_cite_the_notes_of_a_list_and_its_heading_goes(read: Read) -> None:
    notes = "[^1]: https://a.example/1\n\n[^2]: https://b.example/2\n"
    result = read(f"# Q\n\n## A\n\nIt sinks.[1][2]\n\n# Reference\n\n{notes}")
    assert result.body.count("@") == 2
    assert "Reference" not in result.body
    result = read(
        "# Q\n\n## A\n\nIt sinks.[1]\n\nCitations:\n[1] https://a.example/1\n[2] https://b.example/2\n"
    )
    assert "It sinks. [@" in result.body


def test_a_mark_without_a_note_stays_text(read: Read) -> None:
    assert "It sinks \\[\\^1\\]." in read("# Q\n\n## A\n\nIt sinks [^1].\n").body


def test_a_mark_after_a_blank_between_ideographs_cites(read: Read) -> None:
    text = (
        "# 码头\n\n## 概况\n\n码头下沉了4%1。议会否认 2。2024年有12条船。\n\n## Works cited\n\n"
        + LIST
    )
    body = read(text).body
    assert body.count("@") == 2
    assert "2024年有12条船" in body


def test_a_link_from_mark_to_entry_beats_every_number(read: Read) -> None:
    page = """<h1>Quays</h1><h2>A</h2><p>It sinks.<sup><a href="#n-b">[1]</a></sup><sup>:p. 7</sup>
    <h2>References</h2><ol class="references"><li id="n-a">Moe, C. (2019). Ice. Coast Press.</li>
    <li id="n-b">Berg, A. (2021). Walls. Coast Press.</li></ol>"""
    result = read(page, "quays.html")
    assert "It sinks. [@berg-walls, p. 7]" in result.body


def test_a_footnote_of_a_page_with_works_stays_a_footnote(read: Read) -> None:
    page = """<h1>Quays</h1><h2>A</h2>
    <p>It sinks.<sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p>
    <h4>Works cited</h4><ol><li>Walls, accessed on May 4, 2026, https://a.example/1</li></ol><hr>
    <div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a> In a letter.</p></div>"""
    body = read(page, "quays.html").body
    assert "It sinks.[^1]" in body
    assert "[^1]: In a letter." in body


# --------------------------------------------------------------------------------- source list


def test_paragraphs_that_hold_links_are_no_list_of_sources(read: Read) -> None:
    lines = [
        f"The [board](https://a.example/{n}) said so in its letter number {n}." for n in range(4)
    ]
    result = read("# Q\n\n## A\n\n" + "\n\n".join(lines))
    assert result.imported.references == {}


def test_a_stated_heading_ends_the_list_and_remarks_are_no_sources(read: Read) -> None:
    remarks = "## Working notes\n\n1. We asked forty users.\n\nIn 2002 they saw it.\n"
    result = read(f"# Q\n\n## A\n\nSo.\n\n## Bibliography\n\n{remarks}")
    assert result.imported.references == {}
    assert "# Working notes" in result.body


def test_an_entry_that_begins_like_a_chapter_does_not_end_the_list(read: Read) -> None:
    entries = [f"{n}. {t}, accessed on May 4, 2026, https://a.example/{n}"
               for n, t in enumerate(("Walls", "CHAPTER 3: Ice", "Ropes"), 1)]  # fmt: skip
    result = read("# Q\n\n## A\n\nSo.\n\n## Works cited\n\n" + "\n".join(entries))
    assert len(result.imported.references) == 3


def test_a_table_and_lines_with_an_address_each_are_lists_of_sources(read: Read) -> None:
    rows = (
        "| ID | Title | Publisher |\n|---|---|---|\n| [1] | Walls | Board |\n| [2] | Ice | Post |\n"
    )
    result = read(f"# Q\n\n## A\n\nIt sinks [1], [2].\n\n## References\n\n{rows}")
    assert result.body.count("@") == 2
    lines = "\n".join(f"Wall {n}, accessed May 4, 2026, https://a.example/{n}" for n in range(1, 5))
    result = read(f"# Q\n\n## A\n\nIt sinks.1 It fell.2\n\nWorks cited\n{lines}\n")
    assert len(result.imported.references) == 4
    assert result.body.count("@") == 2


def test_a_site_of_one_publisher_is_not_told_of_another_at_the_same_resolver(read: Read) -> None:
    entries = ("Berg, A. (2021). Walls. Harbour Studies. https://doi.org/10.5555/a1\n\n"
               "Moe, C. (2019). Ice. https://doi.org/10.5555/b2\n")  # fmt: skip
    result = read(f"# Q\n\n## A\n\nSo.\n\n## References\n\n{entries}")
    berg, moe = result.imported.references.values()
    assert berg["container-title"] == "Harbour Studies"
    assert "container-title" not in moe


APA = """# Q

## A

They sink (Berg, 2021). Nobody pays (Lund & Moe, 2019, p. 4). Dahl et al. (2020) agree (see also
Berg, 2021; Moe, 2018), but not all do (Ek, 2001).

## References

Berg, A. (2021). Walls in the north. *Harbour Studies*, *22*(1), 15–25. https://doi.org/10.5555/a1

Dahl, D., Ek, E., & Foss, F. (2020). *No plan at all*. Coast Press.

Lund, B., & Moe, C. (2019). Letters. *Coast Review*, *4*(2), 1–9. https://doi.org/10.5555/b2

Moe, C. (2018, May 4). The long queue. *Coast Paper*. https://paper.example/queue
"""


def test_author_and_year_cite_the_work_they_name(read: Read) -> None:
    result = read(APA)
    berg, dahl, lund, moe = (csl["id"] for csl in result.imported.references.values())
    body = " ".join(result.body.split())
    assert f"They sink [@{berg}]. Nobody pays [@{lund}, p. 4]." in body
    assert f"Dahl et al. [@{dahl}] agree (see also [@{berg}; @{moe}]), but" in body
    assert "(Ek, 2001)" in body
    assert "citation" in result.unsure


def test_works_get_their_own_fields(read: Read) -> None:
    berg, dahl, lund, _ = read(APA).imported.references.values()
    assert berg["author"] == [{"family": "Berg", "given": "A."}]
    assert [berg[name] for name in ("container-title", "volume", "issue", "page")] == [
        "Harbour Studies", "22", "1", "15–25"
    ]  # fmt: skip
    assert [one["family"] for one in dahl["author"]] == ["Dahl", "Ek", "Foss"]  # type: ignore[union-attr,attr-defined]
    assert lund["volume"] == "4"
    harvard = (
        "# Q\n\n## A\n\nSo.\n\n## References\n\nBerg, A., 2021. Walls. Northport: Coast Press.\n"
    )
    (work,) = read(harvard).imported.references.values()
    assert work["title"] == "Walls"
    assert (work["publisher-place"], work["publisher"]) == ("Northport", "Coast Press")


LINKED = """# Q

## A

They sink ([a.example](https://a.example/x#:~:text=so)). Nobody pays
([](https://b.example/y)) ([Minutes](https://c.example/z?utm_source=chatgpt.com&id=3)). So
[oai_citation:0‡a.example](https://a.example/x)
"""


def test_links_stay_links_without_their_trackers_and_this_is_said(read: Read) -> None:
    result = read(LINKED)
    assert "[a.example](<https://a.example/x>)" in result.body
    assert "(<https://c.example/z?id=3>)" in result.body
    assert result.unsure == ["citation"]


def test_links_become_citations_where_that_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "quays.md"
    path.write_text(LINKED, encoding="utf-8")
    imported = import_report(path, Diagnostics(), cite_links=True)
    text = write_report(imported.draft, imported.references, "r.json").text
    first, second, third = (csl["id"] for csl in imported.references.values())
    body = " ".join(text.partition("\n---\n")[2].split())
    assert f"They sink [@{first}]. Nobody pays [@{second}; @{third}]. So [@{first}]" in body
    assert balance(take_inventory(path, "markdown"), imported, text, "quays.md") == []


# ------------------------------------------------------------------------------- title, header


def test_a_header_block_becomes_front_matter_and_a_visible_list(read: Read) -> None:
    text = (
        "# Quays\n\n**Report Date:** June 20, 2026\n**Classification:** Internal\n\n## A\n\nSo.\n"
    )
    for variant in (text, text.replace("2026\n", "2026  \n"), text.replace("**", "")):
        result = read(variant)
        assert "date: 2026-06-20" in result.front
        assert "subtitle" not in result.front
        assert result.body.startswith("Classification\n:   Internal")


def test_the_lone_highest_heading_is_the_title_whatever_stands_above(read: Read) -> None:
    result = read("Here it is.\n\n---\n\n# Quays\n\n## 1. Walls\n\nSo.\n\n# Reference\n\n" + LIST)
    assert "title: Quays" in result.front
    assert "unplaced" in result.unsure
    assert "# Walls" in result.body
    title = "Quays in the north"
    page = f"<title>{title}</title><p>Quarterly</p><h1>{title}</h1><h2>A</h2><p>So."
    assert "title: Quays in the north" in read(page, "quays.html").front


# ----------------------------------------------------------------------------- chat tools, pages


def test_private_marks_are_read_by_their_delimiters(read: Read) -> None:
    text = (
        '# Quays\n\n## The \ue200entity\ue202["place","North Quay","a quay"]\ue201 sinks\n\n'
        "It sinks. \ue200cite\ue202turn3search0\ue202turn4view1\ue201 So."
        "\ue200filecite\ue202turn1file0\ue202L2-L6\ue201\n\n"
        '\ue200image_group\ue202{"query":["quay"]}\ue201\n'
    )
    result = read(text)
    assert "# The North Quay sinks" in result.body
    assert result.body.endswith("It sinks.\nSo.")
    assert result.unsure.count("citation") == 1


def test_nothing_of_a_row_or_of_an_empty_link_is_lost(read: Read) -> None:
    result = read(
        "# Q\n\n## A\n\nIt sinks ([](https://a.example/x)).\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 | more\n"
    )
    assert "<https://a.example/x>" in result.body
    assert "more |" in result.body


def test_what_a_page_shows_beside_its_report_is_named_as_left_out(read: Read) -> None:
    page = (
        "<nav>Home Ships</nav><main><h1>Quays</h1><p>"
        + "So it is. " * 30
        + "</main><div>Share</div>"
    )
    result = read(page, "quays.html")
    assert "Share" not in result.body
    assert [out.text for out in result.imported.decisions.left_out] == ["Home Ships", "Share"]


OUTLINE = """Quays in the north

1. Why they sink

The tide takes the sand away from under them [1].

2. Version 2.0

Nothing is planned.

3. The holdouts

3.1 Northport

It will not pay for a wall that others use [2].

3.2 Table of tides

The tides are known for all of the coming year.

4. Conclusion

Nothing is sure.

References
[1] Sand. https://a.example/1
[2] Walls. https://b.example/2
"""


def test_an_outline_of_plain_numbers_is_closed_whatever_its_lines_look_like(read: Read) -> None:
    body = read(OUTLINE, "quays.txt").body
    titles = [line.partition(" {")[0] for line in body.split("\n") if line.startswith("#")]
    assert titles == ["# Why they sink", "# Version 2.0", "# The holdouts", "## Northport",
                      "## Table of tides", "# Conclusion"]  # fmt: skip


def test_a_flattened_table_takes_the_smallest_width_that_fits(read: Read) -> None:
    cells = ("Item,First,Last,Change,Tickets,310,240,×4,Records,41%,78%,+37,Cost,1.90,0.35,-82%,"
             "Reads,0.2,6.5,Schools,Claims,95,12,Below").split(",")  # fmt: skip
    text = "Quays\n\n1. Costs\nThe table has the rest of the costs.\n" + "\n".join(cells)
    assert "| Item | First | Last | Change |" in read(text, "quays.txt").body


def test_notes_of_a_vault_read_as_plain_markdown(read: Read) -> None:
    text = """---
title: Quays
tags: [sand, walls]
---

> [!note] In short
> It sinks. See [[The Board|the board]].

## A

==It sinks== fast. %%check%% Nobody knows why. ^block1

- [ ] Ask the board
- [x] Ask the line
"""
    body = read(text).body
    assert "> **In short**" in body
    assert "See the board." in body
    assert "It sinks fast. Nobody knows why." in " ".join(body.split())
    assert "- [ ] Ask the board\n- [x] Ask the line" in body


def test_a_table_that_lays_out_a_page_is_no_table(read: Read) -> None:
    page = "<table><tr><td>Menu<td><h1>Quays</h1><h2>Walls</h2><p>So.<h2>Ice</h2><p>So.</table>"
    body = read(page, "quays.html").body
    assert "# Walls" in body
    assert "|" not in body


def test_a_formula_of_a_page_stands_once(read: Read) -> None:
    tex = '<annotation encoding="application/x-tex">{\\displaystyle f=2d}</annotation>'
    math = f"<math><semantics><mi>f</mi>{tex}</semantics></math>"
    image = '<img class="mwe-math-fallback" src="https://a.example/f.svg" alt="f=2d">'
    body = read(f"<h1>Q</h1><h2>A</h2><p>It is <span>{math}{image}</span> so.", "quays.html").body
    assert "It is `f=2d` so." in body


# ----------------------------------------------------------------------------------------- Word


def word(*paragraphs: str) -> bytes:
    """Return a Word file of paragraphs written in WordprocessingML."""
    from docx import Document
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = Document()
    document.add_paragraph("Quays", style="Title")
    document.add_paragraph("Walls", style="Heading 1")
    body = document.element.body
    for text in paragraphs:
        names = nsdecls("w", "m") if "<m:" in text else nsdecls("w")
        body.insert(len(body) - 1, parse_xml(text.replace("<w:p>", f"<w:p {names}>", 1)))
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def paragraph(properties: str, text: str) -> str:
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def test_a_drop_cap_and_a_deleted_paragraph_mark_join_what_they_part(read: Read) -> None:
    cap = paragraph('<w:framePr w:dropCap="drop"/>', "O")
    once = paragraph("", "nce it sank in the tide of that year.")
    mark = paragraph('<w:rPr><w:del w:id="9" w:author="x"/></w:rPr>', "It rose")
    rest = paragraph("", " again in the year after that.")
    body = read(word(cap, once, mark, rest), "quays.docx").body
    assert "Once it sank in the tide" in body
    assert "It rose again in the year" in body


def test_signs_of_symbol_fonts_and_equations_keep_their_meaning(read: Read) -> None:
    sign = paragraph("", "At ").replace("</w:r>", '<w:sym w:font="Symbol" w:char="F0B3"/></w:r>')
    letter = paragraph("", "a").replace("<w:r>", '<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr>')
    two = "<m:sup><m:r><m:t>2</m:t></m:r></m:sup>"
    power = f"<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e>{two}</m:sSup>"
    part = f"<m:f><m:num>{power}</m:num><m:den><m:r><m:t>3</m:t></m:r></m:den></m:f>"
    body = read(word(sign, letter, f"<w:p><m:oMath>{part}</m:oMath></w:p>"), "quays.docx").body
    assert "At ≥\n\nα" in body
    assert "x^2^/3" in body


def test_contents_are_left_out_by_what_word_states(read: Read) -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    code = '<w:r><w:instrText>TOC \\c "Figure"</w:instrText></w:r>'
    apart = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    field = f"<w:p>{begin}{code}{apart}<w:r><w:t>The mole 7</w:t></w:r></w:p>"
    end = '<w:p><w:r><w:t>The pier 9</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    result = read(word(field, end, "<w:p><w:r><w:t>So it is.</w:t></w:r></w:p>"), "quays.docx")
    assert result.body.endswith("So it is.")
    assert "The pier 9" in [out.text for out in result.imported.decisions.left_out]


@pytest.mark.parametrize("piece", ["a", "[1]", "So it is.1 ", "(", "**"])
def test_an_import_takes_time_in_proportion_to_its_input(piece: str, tmp_path: Path) -> None:
    from time import process_time

    path = tmp_path / "quays.md"
    path.write_text("# Q\n\n## A\n\n" + piece * (60_000 // len(piece)), encoding="utf-8")
    begin = process_time()
    imported = import_report(path, Diagnostics())
    write_report(imported.draft, imported.references, "r.json")
    assert process_time() - begin < 10  # what grows with the square takes minutes
