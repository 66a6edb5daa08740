"""Marks before portions, as the model has them; every writer prints those."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import model as m
from briefgen.pipeline import make_document
from briefgen.walk import plain_text, walk
from tests.marking.making import pack

US = "{scheme: us}"


def lines(made: m.Document) -> list[str]:
    """The text of what may be a portion, in order."""
    found: list[str] = []
    for node in walk(made.blocks):
        match node:
            case m.Section():
                found.append(plain_text(node.title))
            case m.Paragraph() | m.Event():
                found.append(plain_text(node.children))
            case m.Table() | m.Figure() if node.caption:
                found.append(plain_text(node.caption))
            case _:
                pass
    return [line.replace("\u00a0", " ") for line in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# A\n\nb", ["(U) A", "(U) b"]),
        ("# A {marking=s}\n\nb\n\n## C\n\nd", ["(S) A", "(S) b", "(S) C", "(S) d"]),
        ("# A {marking=s}\n\n## B {marking=c}\n\nc", ["(S) A", "(C) B", "(C) c"]),
        ("# A\n\nb [c]{marking=ts} d", ["(U) A", "(TS) b c d"]),
        ("# A [b]{marking=c}\n\nc", ["(C) A b", "(U) c"]),
        ("::: {marking=s}\na\n\n[b]{marking=u}\n:::", ["(S) a", "(S) b"]),
        ("- a\n\n  b\n- c", ["(U) a", "(U) b", "(U) c"]),
        ("1. [a]{marking=s}\n2. b", ["(S) a", "(U) b"]),
        ("> a", ["(U) a"]),
        ("a^[b]", ["(U) a", "(U) b"]),
        ("::: {marking=s}\na^[b [c]{marking=ts}]\n:::", ["(TS) a", "(TS) b c"]),
        ("T\n:   a\n:   b", ["(U) a", "(U) b"]),
        ("—", ["—"]),
        ("| a |\n|---|\n| b |\n\n: C", ["(U) C", "a", "b"]),
        ("| a |\n|---|\n| b |\n\n: C {marking=s}", ["(S) C", "a", "b"]),
        (
            "| a |\n|---|\n| [b]{marking=s} |\n| c |\n\n: C",
            ["(U) C", "a", "(S) b", "(U) c"],
        ),
        ("| [a]{marking=c} |\n|---|\n| b |", ["(C) a", "(U) b"]),
        ("| a | |\n|---|---|\n| b | – |", ["a", "(U) b", "–"]),
        ("![seen](x.png){marking=s}", ["(S) seen"]),
        ("![seen [by]{marking=c} him](x.png)", ["(C) seen by him"]),
    ],
)
def test_each_portion_has_the_mark_of_its_level(
    text: str, expected: list[str], tmp_path: Path
) -> None:
    made, sink = pack(tmp_path, text, marking=US)
    document = make_document(made, "own")
    assert not sink.count("error"), "\n".join(map(str, sink))
    assert lines(document) == expected


def test_a_label_that_is_higher_than_its_point_has_a_mark_of_its_own(tmp_path: Path) -> None:
    made, _ = pack(tmp_path, "T [t]{marking=s}\n:   a\n\nU\n:   b", marking=US)
    items = [n for n in walk(make_document(made, "own").blocks) if isinstance(n, m.DefinitionItem)]
    terms = [plain_text(item.term).replace("\u00a0", " ") for item in items]
    assert terms == ["(S) T t", "U"]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        ("Ours.", ["(U) Ours."]),
        ('On {{ sections["a"].title }}.', ["(S) On Hungary."]),
        ('{{ "On " ~ sections["a"].name }}', ["(S) On Hungary"]),
        ('{{ "On others" if sections["a"].name else "" }}', ["(U) On others"]),
        # A cell says one thing of one subject.
        (
            '| a |\n|---|\n| {{ sections["a"].title | styled("x") }} {{ "Ours" | styled("y") }} |',
            ["a", "(S) Hungary", "Ours"],
        ),
        ("{{ timeline(report.events) }}", ["(S) It was."]),
        ("{{ contents() }}", []),
    ],
)
def test_words_of_a_template(template: str, expected: list[str], tmp_path: Path) -> None:
    text = '# Hungary {#a marking=s}\n\n[June 2024]{date="2024-06"}\n:   It was.'
    made, sink = pack(tmp_path, text, marking=US, template=template)
    assert lines(make_document(made, "own")) == expected
    assert not len(sink)


def test_contents_have_the_marks_of_what_they_list(tmp_path: Path) -> None:
    made, _ = pack(
        tmp_path, "# A\n\n# B {marking=s}", marking=US, template="{{ contents() }}\n\n{{ report }}"
    )
    (contents,) = [n for n in make_document(made, "own").blocks if isinstance(n, m.Contents)]
    assert [plain_text(entry.title) for entry in contents.entries] == ["(U)\u00a0A", "(S)\u00a0B"]


@pytest.mark.parametrize(("choice", "marks"), [("true", True), ("false", False)])
def test_front_matter_says_whether_portions_are_marked(
    choice: str, marks: bool, tmp_path: Path
) -> None:
    for scheme in ("us", "tlp"):
        made, _ = pack(tmp_path, "Text.", marking=f"{{scheme: {scheme}, portions: {choice}}}")
        (line,) = lines(make_document(made, "own"))
        assert line.startswith("(") == marks
