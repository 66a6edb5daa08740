"""RIS is read, and what was read can be written for other programs."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.citations.bibtex import read_bibtex
from briefgen.citations.export import biblatex, csl_json, csv_table, date_iso
from briefgen.citations.references import make_reference
from briefgen.citations.ris import read_ris
from briefgen.diagnostics import Diagnostics, Span
from tests.citations.nodes import codes, reference

RIS = """\
TY  - JOUR
AU  - Thorne, Aris V., Jr.
AU  - NATO
TI  - Vetoes and side payments
 in alliance politics
T2  - Survival
VL  - 66
IS  - 2
SP  - 145
EP  - 167
PY  - 2024
DA  - 2024/04/01/
DO  - 10.1080/x
KW  - NATO
KW  - veto
SN  - 0039-6338
ER  -

TY  - BOOK
ID  - teflon
A1  - Beer, Anna
ED  - Weber, Clara
BT  - The Teflon Consensus
PB  - Brill
CY  - Leiden
Y1  - 2023///
Y2  - 2025/11/26
UR  - https://a.example/?a=b
SN  - 978-90-04
ER  -
"""


def read(text: str) -> tuple[dict[str, m.Reference], Diagnostics]:
    sink = Diagnostics()
    found = [make_reference(raw.key(sink), raw, sink) for raw in read_ris(text, "refs.ris", sink)]
    return {work.key: work for work in found if work is not None}, sink


def test_ris_entries_become_csl_with_their_lines() -> None:
    works, sink = read(RIS)
    assert not list(sink)
    journal, book = works.values()
    assert journal.csl == {
        "id": "thorne2024vetoes",
        "type": "article-journal",
        "container-title": "Survival",
        "DOI": "10.1080/x",
        "issue": "2",
        "title": "Vetoes and side payments in alliance politics",
        "volume": "66",
        "keyword": "NATO, veto",
        "ISSN": "0039-6338",
        "page": "145-167",
        "author": [
            {"family": "Thorne", "given": "Aris V.", "suffix": "Jr."},
            {"literal": "NATO"},
        ],
        "issued": {"date-parts": [[2024, 4, 1]]},
    }
    assert journal.span[:2] == ("refs.ris", 1)
    assert book.key == "teflon"
    assert book.csl["title"] == "The Teflon Consensus"
    assert book.csl["ISBN"] == "978-90-04"
    assert book.csl["issued"] == {"date-parts": [[2023]]}
    assert book.csl["accessed"] == {"date-parts": [[2025, 11, 26]]}
    assert book.span.line == 19


def test_what_is_wrong_in_ris_is_reported_and_the_rest_kept() -> None:
    works, sink = read("stray\nTY  - BOOK\nTI  - One\nTY  - BOOK\nTI  - Two\n")
    assert [work.csl["title"] for work in works.values()] == ["One", "Two"]
    assert codes(sink) == ["error[bad-ris]"] * 3
    assert [item.span.line for item in sink if item.span] == [1, 2, 4]


def test_keys_that_are_made_up_differ() -> None:
    works, _ = read("TY  - BOOK\nTI  - One\nER  - \n" * 3)
    assert list(works) == ["one", "one-2", "one-3"]


@given(st.lists(st.sampled_from([*RIS.splitlines(), "", "junk", "ER  -", "PY  - soon"])))
def test_damaged_ris_never_raises(lines: list[str]) -> None:
    read("\n".join(lines))


def test_csl_json_has_the_numbers() -> None:
    works = [reference("a", type="book"), reference("b")]
    first, second = json.loads(csl_json(works, {"a": 7}))
    assert first == {"id": "a", "type": "book", "title": "Title of a", "citation-number": "7"}
    assert "citation-number" not in second


def test_csv_is_quoted_where_it_must() -> None:
    text = csv_table(["key", "title"], [["a", 'One, "two"\nthree']])
    assert list(csv.reader(StringIO(text))) == [["key", "title"], ["a", 'One, "two"\nthree']]


def test_dates_are_written_as_edtf() -> None:
    assert date_iso({"date-parts": [[2024, 2, 16], [2024, 2, 18]]}) == "2024-02-16/2024-02-18"
    assert date_iso({"date-parts": [[2024, 14]], "circa": True}) == "2024-22~"
    assert date_iso({"literal": "in press"}) == "in press"
    assert date_iso(None) == ""


def test_biblatex_is_read_again_as_it_was(tmp_path: Path) -> None:
    works = [
        reference(
            "thorne2024",
            type="article-journal",
            title="Profit & loss: 100 % of <i>Afghanistan</i>, $5_000 {sic} ~ #1",
            author=[
                {"family": "Thorne", "given": "Aris V."},
                {"family": "Beer", "given": "Anna", "non-dropping-particle": "de"},
                {"literal": "Ministry of Trade and Industry"},
            ],
            container_title="Survival",
            volume="66",
            page="145-167",
            issued={"date-parts": [[2024, 6, 20]]},
            accessed={"date-parts": [[2025, 11, 26]]},
            URL="https://a.example/x_y?a=1&b=100%25#frag",
            DOI="10.1/a_b",
        )
    ]
    sink = Diagnostics()
    text = biblatex(works)
    (raw,) = read_bibtex(text, "all.bib", sink)
    found = make_reference(raw.key(sink), raw, sink)
    assert not list(sink), list(sink)
    assert found is not None
    ours = dict(works[0].csl)
    theirs = {name: value for name, value in found.csl.items() if name in ours}
    kept = str(theirs["title"])  # in braces, so that its capitals stay
    theirs["title"] = kept.removeprefix('<span class="nocase">').removesuffix("</span>")
    theirs["page"] = str(theirs["page"]).replace("–", "-").replace("--", "-")
    assert theirs == ours


@example("", ",,")
@example("", "Sand and Stone")
@given(st.text(max_size=30), st.text(max_size=10))
def test_whatever_a_title_holds_the_export_stays_one_entry(title: str, family: str) -> None:
    work = m.Reference(
        "k",
        {"id": "k", "type": "book", "title": title, "author": [{"family": family, "given": "A"}]},
        Span("x", 1),
    )
    sink = Diagnostics()
    assert len(list(read_bibtex(biblatex([work]), "x.bib", sink))) == 1
    assert not sink.count("error"), list(sink)
