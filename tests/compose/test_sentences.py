"""The first sentence of a paragraph, as the matrix shows it where a report has no short forms."""

from __future__ import annotations

import pytest

from briefgen import model as m
from briefgen.compose.sentences import first_sentence
from briefgen.diagnostics import Diagnostics
from briefgen.reader import read_text
from briefgen.walk import walk


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("One thing. Another.", "One thing."),
        ("He said “no.” Then he left.", "He said “no.”"),
        ("Dr. Aris V. Thorne agreed. She did not.", "Dr. Aris V. Thorne agreed."),
        ("It rose by 2.5 per cent. Then it fell.", "It rose by 2.5 per cent."),
        ("Was it *so*? It was.", "Was it so?"),
        ("One sentence only", "One sentence only"),
        ("Cited here. [@a] Not here. [@b]", "Cited here. [a]"),
        ("Cited [@a] inside. Not here.", "Cited [a] inside."),
        ("It ends [@a].", "It ends [a]."),
    ],
)
def test_it_ends_where_a_reader_would_end_it(typed: str, expected: str) -> None:
    (paragraph,) = read_text(typed, "any.md", Diagnostics()).blocks
    assert isinstance(paragraph, m.Paragraph)
    shown = []
    for node in walk(first_sentence(paragraph.children)):
        if isinstance(node, m.Text):
            shown.append(node.text)
        elif isinstance(node, m.Citation):
            shown.append(f"[{node.key}]")
    assert "".join(shown) == expected
