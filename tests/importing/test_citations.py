"""Numbers that an export glued to the text are told from the numbers of the text."""

from __future__ import annotations

import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.importing.convert import convert
from briefgen.importing.decisions import Decisions
from briefgen.importing.draft import Draft, DraftParagraph, DraftRun, Location, runs_in
from briefgen.importing.text import read_text
from briefgen.importing.write import write_report
from briefgen.reader import read_text as read_markdown


def cites(body: str, works: int = 40) -> list[str]:
    """Import `body` with a list of sources and return what is cited, "1+3" for a group."""
    listed = "\n".join(
        f"Title {chr(65 + n % 26)} | Site, accessed on May 5, 2024, https://s{n}.example/"
        for n in range(works)
    )
    text = f"The Title\nSummary\n{body}\nWorks cited\n{listed}\n"
    imported = convert(read_text(text), "x", Decisions())
    return ["+".join(run.cites) for run in runs_in(imported.draft.blocks) if run.cites]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It lasted a decade of his leadership.1", ["1"]),
        ("“Vision obstructs the view,” he was fond of saying 4—a trait of his.", ["4"]),
        ("They moved from the alliance.13 Then they left.", ["13"]),
        ("He called it “respect”.3,7 So it was.", ["3+7"]),
        ("It spread across the web.12 14 The rest is known.", ["12+14"]),
        ("So say three of them.1-3", ["1+2+3"]),
        ("So say three of them.1–3 Others differ.", ["1+2+3"]),
        ("He lifted it on June 18, 2024.26", ["26"]),
        ("It was (he said) over,2 and so it was;5 nobody asked.", ["2", "5"]),
        ('She called it "the end".8 It was not.', ["8"]),
        ("It was adopted by the U.S.4 The rest waited.", ["4"]),
        ("A share of 2%.9 It grew.", ["9"]),
        ("Is it true?11 Yes!12", ["11", "12"]),
        ("It was said [3] and said again [4, 5].", ["3", "4+5"]),
        ("It was said.¹² And again.³", ["12", "3"]),
        ("It was said. 6 Then it was denied. 7", ["6", "7"]),
        ("It was said.【3†source】 And again. [cite: 1, 2]", ["3", "1+2"]),
        ("It was said. :contentReference[oaicite:0]{index=0}", ["1"]),
    ],
)
def test_a_citation_is_found(text: str, expected: list[str]) -> None:
    assert cites(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Version 2.0 came with 3.5 million lines and 4.25 patches.",
        "The F-16, the MH17 inquiry and the G7 are names; so are 5G and Q3.",
        "It grew by 2% in a period of 14 years, and by 3 points in Article 5 states.",
        "It cost $3.5bn, or €2, on June 18 and on 12 March.",
        "COVID-19 came in 2020, and 28 votes are not enough for 32 nations.",
        "See Section 4, Figure 2 and Table 3; pp. 12 and No.5 are of use.",
        "At 10:30 the score was 3-1; the ratio was 1:20.",
        "Mark Rutte led the cabinets I, II, III and IV; Apollo 11 and Boeing 747 flew.",
        "CO2 and H2O were measured in m² and in 10 km².",
        "In ’24 the team of 11 won by 3 goals to 2.",
        "Write to info4@site.example or look at https://site.example/a.4 for more.",
        "The 4-year plan of the 21st century has 7 goals (3 of them met).",
        "Python 3.11 and Windows 11 were tested on 5 machines.",
    ],
)
def test_a_number_of_the_text_stays_one(text: str) -> None:
    assert cites(text) == []


def test_no_number_is_cited_that_the_list_does_not_reach() -> None:
    assert cites("It was so.7 And so.41", works=9) == ["7"]


def test_without_a_list_of_sources_numbers_stay_and_that_is_said() -> None:
    decisions = Decisions()
    text = "Title\nSummary\nThis is so.1 That is so.2 All is so.3 It ends here and now.\n"
    imported = convert(read_text(text), "x", decisions)
    assert not any(run.cites for run in runs_in(imported.draft.blocks))
    assert any(decision.kind == "source list" for decision in decisions.taken)


def test_a_raised_number_is_a_citation_but_a_unit_is_none() -> None:
    runs = (
        DraftRun("Ten m"), DraftRun("2", superscript=True), DraftRun(" were sold."),
        DraftRun("3,", superscript=True), DraftRun("5", superscript=True),
    )  # fmt: skip
    listed = [
        DraftParagraph((DraftRun(f"{n}. A title, https://s{n}.example/"),), Location(n + 2))
        for n in range(1, 8)
    ]
    blocks = (
        DraftParagraph((DraftRun("Title"),), Location(1), style="title"),
        DraftParagraph(runs, Location(2)),
        DraftParagraph((DraftRun("Sources"),), Location(3), level=1),
        *listed,
    )
    imported = convert(Draft(blocks), "x", Decisions())
    assert [run.cites for run in runs_in(imported.draft.blocks) if run.cites] == [("3", "5")]
    written = write_report(imported.draft, imported.references, "inline")
    assert "m^2^ were sold. [@s3-title; @s5-title]" in written.text


def test_an_unsure_number_is_reported_where_it_stands_in_the_result() -> None:
    decisions = Decisions()
    text = (
        "Title\nSummary\nIt was so.1 And so.2 It ended in 2023.3 and nobody was told.\nSources\n"
        "1. One, https://a.example/\n2. Two, https://b.example/\n3. Three, https://c.example/\n"
    )
    imported = convert(read_text(text), "x", decisions)
    written = write_report(imported.draft, imported.references, "r.json")
    unsure = [d for d in decisions.taken if d.kind == "citation" and not d.sure]
    assert len(unsure) == 1
    line, column = written.places[unsure[0].number]
    shown = written.text.split("\n")[line - 1]
    assert shown[column - 1 :].strip().startswith(("3", "[@c-three]"))
    sink = Diagnostics()
    read_markdown(written.text, "r.md", sink)
    assert len(sink) == 0
