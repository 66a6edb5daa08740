"""The superscript style raises numbers, close to their word."""

from __future__ import annotations

import pytest

from briefgen import model as m
from briefgen.citations import cite
from briefgen.diagnostics import Diagnostics
from briefgen.walk import plain_text, walk
from tests.citations.nodes import SPAN, codes, document, paragraph, reference, text
from tests.citations.nodes import cite as one
from tests.citations.nodes import group as cited

WORKS = {
    key: reference(key, author=[{"family": f"Author{n}"}]) for n, key in enumerate("abcdef", 1)
}
NUMBERS = {key: number for number, key in enumerate(WORKS, start=1)}


def printed(*inlines: m.Inline | str, style: str = "superscript") -> str:
    doc = document(
        paragraph(*inlines), m.WorksCited(SPAN), options=m.ReportOptions(citation_style=style)
    )
    sink = Diagnostics()
    done = cite(doc, WORKS, NUMBERS, sink)
    assert not list(sink)
    (first, *_) = done.blocks
    assert isinstance(first, m.Paragraph)
    parts = []
    for node in first.children:
        raised = [n for n in walk((node,)) if isinstance(n, m.Superscript)]
        assert not isinstance(node, m.CitationGroup) or node.raised is bool(raised)
        words = plain_text((node,))
        up = plain_text(raised)
        parts.append(words if not raised else f"{words.removesuffix(up)}^{up}^")
    return "".join(parts)


@pytest.mark.parametrize(
    ("inlines", "expected"),
    [
        (("Word ", cited("a"), "."), "Word^1^."),
        (("Word ", cited("d", "b", "c", "f"), " on."), "Word^2–4,6^ on."),
        (("Word ", cited(one("b", "3"), "e"), "."), "Word^2(p.\u00a03),5^."),
        (("Word ", cited(one("b", "3"), one("b", "5")), "."), "Word^2(pp.\u00a03, 5)^."),
        (("As ", cited("a", in_text=True), " says"), "As Author1^1^ says"),
        (("Word ", cited(one("a", prefix="see")), "."), "Word [see 1]."),
        (("Two ", cited("a"), " and ", cited("b")), "Two^1^ and^2^"),
    ],
)
def test_numbers_are_raised_and_words_stay_on_the_line(
    inlines: tuple[m.Inline | str, ...], expected: str
) -> None:
    assert printed(*inlines) == expected


def test_a_space_inside_of_emphasis_closes_too() -> None:
    assert printed(m.Emphasis((text("Word "), cited("a")), SPAN)).endswith("Word^1^")


def test_brackets_are_the_default() -> None:
    assert printed("Word ", cited("a"), style="bracket") == "Word [1]"


def test_raised_numbers_are_links_to_their_entries() -> None:
    doc = document(
        paragraph(cited("a", "b", "c")),
        m.WorksCited(SPAN),
        options=m.ReportOptions(citation_style="superscript"),
    )
    done = cite(doc, WORKS, NUMBERS, Diagnostics())
    links = [node.target for node in walk(done.blocks[:1]) if isinstance(node, m.Link)]
    assert links == ["#ref-a", "#ref-c"]


def test_an_unknown_citation_style_is_an_error_with_a_hint() -> None:
    sink = Diagnostics()
    cite(document(options=m.ReportOptions(citation_style="superscripts")), WORKS, NUMBERS, sink)
    assert codes(sink) == ["error[unknown-citation-style]"]
    assert "did you mean 'superscript'?" in str(next(iter(sink)))
