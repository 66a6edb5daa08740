"""The marking of a document: the highest of the portions that it has."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import BriefgenError, Diagnostics
from briefgen.pipeline import make_document, open_pack
from tests.marking.making import pack

REPORT = """\
# Open {#open}

Words. [Amber words.]{#span marking=amber}

# Green {#green marking=green name="Greenland"}

Green paragraph.

::: {#red .condensed marking=red}
Red short form.
:::

Term
:   A point.

## Below {#below}

Deep.

::: {#clear marking=clear}
Clear again.
:::

# Events {#events}

::: {#dates .condensed marking=amber+strict}
[June 2024]{date="2024-06"}
:   It happened.
:::

| A |
|---|
| 1 |

: Caption {#tbl marking=amber}

![Seen](seen.png){#fig-seen marking=red}

Cited.^[A note [that is red]{marking=red}.]
"""


@pytest.mark.parametrize(
    ("template", "marking"),
    [
        ("Words of its own.", "TLP:CLEAR"),
        ("{{ report }}", "TLP:RED"),
        ('{{ sections["open"] }}', "TLP:AMBER"),
        ('{{ sections["open"].title }}', "TLP:CLEAR"),
        ('{{ blocks["span"] }}', "TLP:AMBER"),
        ('{{ sections["green"] }}', "TLP:GREEN"),  # the condensed form is not placed
        ('{{ sections["green"].title }} and more', "TLP:GREEN"),
        ('{{ sections["green"].first_paragraph }}', "TLP:GREEN"),
        ('{{ sections["green"].points["Term"] }}', "TLP:GREEN"),
        ('{{ blocks["red"] }}', "TLP:RED"),
        ('{{ blocks["red"] | first_paragraph }}', "TLP:RED"),
        ('{{ sections["below"] }}', "TLP:GREEN"),
        ('{{ blocks["clear"] }}', "TLP:CLEAR"),
        ('{{ timeline(blocks["dates"].events) }}', "TLP:AMBER+STRICT"),
        ('{{ blocks["tbl"] }}', "TLP:AMBER"),
        ('{{ blocks["tbl"].caption }}', "TLP:AMBER"),
        ('{{ blocks["tbl"] | chart("bar") }}', "TLP:AMBER"),
        ('{{ blocks["fig-seen"] }}', "TLP:RED"),
        ('{{ sections["events"].find("paragraph") | last }}', "TLP:RED"),  # by its note
        ('{{ find("section") | map(attribute="reference") | join(", ") }}', "TLP:CLEAR"),
        ("{% for s in sections if s.number %}x{% endfor %}", "TLP:CLEAR"),
        # What is taken as a string counts, whatever becomes of it.
        ('{{ sections["green"].name }}', "TLP:GREEN"),
        ('{{ "On " ~ sections["green"].name }}', "TLP:GREEN"),
        ('{{ sections["green"].name | upper }}', "TLP:GREEN"),
        ('{{ ("about " ~ blocks["red"].text) | md }}', "TLP:RED"),
        ('{{ (blocks["dates"].events | first).date ~ "!" }}', "TLP:AMBER+STRICT"),
        ('`{{ blocks["red"] }}`', "TLP:RED"),
        ('[x](https://example.org/{{ blocks["span"] }})', "TLP:AMBER"),
        ("::: {marking=amber}\nThe template's own.\n:::", "TLP:AMBER"),
    ],
)
def test_a_document_is_as_high_as_what_it_holds(
    template: str, marking: str, tmp_path: Path
) -> None:
    made, sink = pack(tmp_path, REPORT, template=template)
    banner = make_document(made, "own").banner
    assert not sink.count("error"), "\n".join(map(str, sink))
    assert banner is not None
    assert banner.text == marking


def test_what_has_no_mark_is_at_the_default(tmp_path: Path) -> None:
    marking = "{scheme: tlp, default: green}"
    made, _ = pack(tmp_path, "# A {marking=clear}\n\nText.", marking=marking)
    banner = make_document(made, "own").banner
    assert banner is not None
    assert banner.text == "TLP:GREEN"  # the title, and whatever the template says


def test_a_marked_title_counts_wherever_it_is_printed(tmp_path: Path) -> None:
    made, _ = pack(tmp_path, "x", template="Nothing of it.")
    text = made.source.read_text().replace("Title", '"Title [of it]{marking=amber}"')
    made.source.write_text(text)
    banner = make_document(open_pack(made.source, made.folders, Diagnostics()), "own").banner
    assert banner is not None
    assert banner.text == "TLP:AMBER"


def test_a_work_that_is_cited_in_a_marked_portion_alone_raises_nothing(tmp_path: Path) -> None:
    works = "references:\n- {id: k, type: book, title: Title of k}\nbriefgen:"
    text = "# A\n\nOpen.\n\n::: {marking=red}\nRed. [@k]\n:::\n"
    made, _ = pack(tmp_path, text, template="{{ works_cited(cited=false, uncited=true) }}")
    made.source.write_text(made.source.read_text().replace("briefgen:", works))
    banner = make_document(open_pack(made.source, made.folders, Diagnostics()), "own").banner
    assert banner is not None
    assert banner.text == "TLP:CLEAR"


def test_what_is_above_an_audience_is_not_in_its_document(tmp_path: Path) -> None:
    made, sink = pack(tmp_path, REPORT, highest="amber")
    document = make_document(made, "own")
    assert not sink.count("error"), "\n".join(map(str, sink))
    shown = repr(document)
    for gone in ("Red short", "It happened", "seen.png", "that is red"):
        assert gone not in shown
    for kept in ("Amber words", "Green paragraph", "Clear again", "Caption", "A note"):
        assert kept in shown
    assert document.banner is not None
    assert document.banner.text == "TLP:AMBER"


def test_a_lower_portion_goes_with_what_it_stands_in(tmp_path: Path) -> None:
    text = "# Red {marking=red}\n\n::: {#low marking=clear}\nLow.\n:::\n\n# Open\n\nText."
    made, _ = pack(tmp_path, text, highest="green")
    assert "Low." not in repr(make_document(made, "own"))


def test_an_audience_below_the_default_is_an_error(tmp_path: Path) -> None:
    marking = "{scheme: tlp, default: amber}"
    made, sink = pack(tmp_path, "x", marking=marking, highest="green")
    make_document(made, "own")
    (found,) = sink
    assert str(found).endswith(
        "audience.toml:2:1: error[default-above-highest]: 'own' may read TLP:GREEN at most, and "
        f"what has no mark in {made.source} is TLP:AMBER\n"
        "  hint: give the report a lower `default` and mark what is higher, or raise `highest`"
    )


def test_a_template_that_marks_its_words_too_high_is_an_error(tmp_path: Path) -> None:
    template = "::: {marking=red}\nOurs.\n:::\n\n[x]{marking=rde}"
    made, sink = pack(tmp_path, "x", template=template, highest="green")
    make_document(made, "own")
    assert [found.code for found in sink] == ["unknown-marking", "marking-above-highest"]


def test_an_unknown_highest_is_an_error(tmp_path: Path) -> None:
    made, sink = pack(tmp_path, "x", highest="grene")
    make_document(made, "own")
    (found,) = sink
    assert (found.code, found.hints) == ("unknown-marking", ("did you mean 'green'?",))


def test_without_a_scheme_highest_means_nothing(tmp_path: Path) -> None:
    made, sink = pack(tmp_path, "# A\n\nText.", marking="", highest="green")
    assert make_document(made, "own").banner is None
    assert not len(sink)


def test_nothing_is_built_of_a_report_whose_scheme_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(BriefgenError, match="unknown-scheme"):
        pack(tmp_path, "x", marking="nope")
