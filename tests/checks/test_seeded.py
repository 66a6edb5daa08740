"""A fault that is sown into the shipped report is found at its line, and nothing else is."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from briefgen.checks import check_report

# What is replaced, by what, and the codes of what is then found on that line.
SEEDS = {
    "an unknown work": ("[@mondediplo-kallas]", "[@mondediplo-kalas]", "unknown-citation"),
    "a brief that rounds": ("14 years of Dutch coalition politics, kept",
                            "15 years of Dutch coalition politics, kept", "figure-disagreement"),
    "a date that slipped": ("on 18 June 2024. [@politico-hungary-slovakia]\n:::",
                            "on 19 June 2024. [@politico-hungary-slovakia]\n:::",
                            "figure-disagreement"),
    "an event on another day": ('[20 June 2024]{date="2024-06-20"}',
                                '[20 June 2024]{date="2024-06-21"}', "figure-disagreement"),
    "a date that is none": ('status="cleared" date="2024-04"', 'status="cleared" date="2024-4"',
                            "unreadable-date"),
    "a number nobody vouches for": ("Three separate holdouts faced him:",
                                    "After 117 meetings three holdouts faced him:",
                                    "claim-without-source"),
    "a citation that went missing": (" and 196 Dutch nationals were killed. [@nato-biography]",
                                     " and 196 Dutch nationals were killed.",
                                     "claim-without-source"),
    "a quotation of nobody": ("Buying them off took a different currency each time.",
                              "“Each of them has to be paid in full”, an envoy said.",
                              "quote-without-source"),
    "works out of order": ("each in a different currency [@mee-embargo-lifted; @newsday-hungary;",
                           "each in a different currency [@newsday-hungary; @mee-embargo-lifted;",
                           "citation-order"),
    "a stuck citation": ("stronger NATO [@semafor", "stronger NATO[@semafor", "citation-spacing"),
    "an id given twice": ("{#gender}", "{#kallas}", "duplicate-id"),
    "a level skipped": ("## The gender factor", "#### The gender factor", "heading-skip"),
    "a link to nothing": ("the lane lay open", "[the lane](#lane) lay open", "dead-link"),
    "an attribute mistyped": ('actor="Viktor Orbán"', 'acter="Viktor Orbán"', "unknown-attribute"),
    "a table without caption": (": The alliance at the start of each tenure {#tbl-inherited}", "",
                                "table-without-caption"),
    "an image for nobody": ("It brought the summit to", "![](summit.png) It brought the summit to",
                            "image-without-text missing-image"),
    "the other row": ("Rutte likely promised", "Rutte probably promised", "mixed-likelihood"),
    "two judgements": ("In addition, Rutte likely promised",
                       "In addition, we judge with high confidence that Rutte likely promised",
                       "likelihood-confidence"),
    "an abbreviation": ("The Dutch are famous", "The MFA and the Dutch are famous",
                        "undefined-abbreviation"),
    "a bottom line that grew": ("::: {#bottom-line .condensed}\n",
                                "::: {#bottom-line .condensed}\n" + "And so on. " * 30 + "\n",
                                "long-bottom-line"),
    "a hyphen": ("the final obstacle.", "the final obstacle of 8-9.", "hyphen-in-range"),
    "HTML": ("So the lane", "So <u>the</u> lane", "raw-html"),
}  # fmt: skip


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_sown_into_the_shipped_report_is_found(
    seed: str, root: Path, tmp_path: Path
) -> None:
    old, new, codes = SEEDS[seed]
    shutil.copytree(root / "source", tmp_path / "source")
    path = tmp_path / "source" / "report.md"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    found = {
        (d.code, d.span.line)
        for d in check_report(path, [], audiences=[]).findings
        if d.span is not None and d.code != "uncited-reference"
    }
    if seed == "a table without caption":
        line -= 7  # a table is named by its first line
    assert {code for code, _ in found} == set(codes.split())
    assert {at for _, at in found} == {line}
