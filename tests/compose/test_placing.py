"""What a template places stands in the document as the report has it, wherever it is placed."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import model as m
from briefgen.walk import walk
from tests.compose.making import composed, keys, message, text, tree, tried


def test_a_section_is_placed_without_its_condensed_forms(tmp_path: Path) -> None:
    document = composed(tmp_path, '{{ sections["one"] }}')
    (section,) = document.blocks
    assert isinstance(section, m.Section)
    assert section.attr.id == "one"
    assert "gist" not in text(document)
    assert "Little" not in text(document)
    assert keys(document) == ["a", "b", "a"]


def test_a_condensed_form_is_placed_by_its_name(tmp_path: Path) -> None:
    document = composed(tmp_path, '{{ blocks["gist"] }}')
    assert [type(block) for block in document.blocks] == [m.Paragraph]
    assert text(document) == "The gist."


def test_placed_nodes_keep_their_place_in_the_report_and_text_gets_one_in_the_template(
    tmp_path: Path,
) -> None:
    template = (
        "\n\nOwn {{ sections.three.title }}.\n\n{% for i in range(2) %}\nTurn\n\n{% endfor %}"
    )
    document = composed(tmp_path, template)
    spans = [(n.text, n.span.line) for n in walk(document.blocks) if isinstance(n, m.Text)]
    assert spans == [("Own ", 3), ("Three", 45), (".", 3), ("Turn", 6), ("Turn", 6)]
    own, placed = list(walk(document.blocks))[1:3]
    assert own.span.file.endswith("template.md.j2")
    assert placed.span[:3] == ("report.md", 45, 3)


def test_included_templates_and_macros_have_spans_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "macros.md.j2").write_text("\n{% macro hail(x) %}\nHail {{ x }}\n{% endmacro %}")
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "part.md.j2").write_text("\n\nIncluded\n")
    template = (
        '{% from "macros.md.j2" import hail %}\n{{ hail("all") }}\n\n{% include "part.md.j2" %}'
    )
    document = composed(tmp_path, template)
    spans = [(n.text, Path(n.span.file).name, n.span.line) for n in walk(document.blocks)
             if isinstance(n, m.Text)]  # fmt: skip
    assert spans == [
        ("Hail ", "macros.md.j2", 3),
        ("all", "macros.md.j2", 3),
        ("Included", "part.md.j2", 3),
    ]


def test_a_string_is_never_read_as_markdown(tmp_path: Path) -> None:
    document = composed(tmp_path, '| x |\n|---|\n| {{ "*a* | <b> [@c] {.d}" }} |\n')
    assert [n.text for n in walk(document.blocks) if isinstance(n, m.Text)][1:] == [
        "*a* | <b> [@c] {.d}"
    ]
    assert keys(document) == []


def test_md_reads_a_string_as_markdown_and_attr_makes_it_fit_for_attributes(tmp_path: Path) -> None:
    document = composed(
        tmp_path,
        '## X {#{{ "id" | attr }} name="{{ "a\\"b" | attr }}"}\n\n{{ "*a* [@c]" | md }}',
    )
    assert tree(document) == (
        'Section 2 #id name="a\'b"\n  title\n    Text "X"\n  Paragraph\n    Emphasis\n'
        '      Text "a"\n    Text " "\n    CitationGroup\n      Citation @c'
    )


def test_in_code_addresses_and_attributes_a_placed_thing_is_its_words(tmp_path: Path) -> None:
    template = (
        '[x]({{ "http://a.b/?c=d" }}) `{{ sections.one.title }}` '
        "[y]{.{{ sections.part.status }}}\n\n"
        '::: {#{{ sections.part.id }} name="{{ sections.three.title }}"}\nz\n:::\n'
    )
    assert tree(composed(tmp_path, template)) == (
        'Paragraph\n  Link "http://a.b/?c=d"\n    Text "x"\n  Text " "\n  Code "One | two"\n'
        '  Text " "\n  InlineSpan .cleared\n    Text "y"\n'
        'Div #part name="Three"\n  Paragraph\n    Text "z"'
    )


def test_text_and_placed_things_are_joined_without_loss(tmp_path: Path) -> None:
    template = (
        '{{ "<" ~ sections.one.title ~ "*" }}, {{ [sections.three.title, "&"] | join(" & ") }}'
    )
    assert text(composed(tmp_path, template)) == "<One | two*, Three & &"


def test_a_lone_paragraph_lends_its_text_to_a_line(tmp_path: Path) -> None:
    document = composed(tmp_path, "**{{ sections.one.first_paragraph }}** So.")
    assert text(document) == "First paragraph. So."
    assert len(document.blocks) == 1


def test_blocks_within_a_line_are_an_error_that_says_what_to_do(tmp_path: Path) -> None:
    _, sink = tried(tmp_path, "\nSee {{ sections.three.content }} there.")
    assert message(sink, tmp_path) == (
        "template.md.j2:2:5: error[block-in-line]: 2 blocks cannot stand within a line\n"
        "  hint: give it a line of its own, or place `.first_paragraph` or `| text` of it"
    )


def test_cells_items_and_definitions_hold_blocks(tmp_path: Path) -> None:
    template = """
| A | B |
|---|---|
| {{ sections.three.body }} | {{ "x" | styled("holdout") }} {{ "y" | styled("actor") }} |

- {{ sections.three.body }}

Term
:   {{ sections.three.body }}
"""
    document = composed(tmp_path, template)
    cells = [node for node in walk(document.blocks) if isinstance(node, m.Cell)]
    assert [type(block) for block in cells[2].children] == [m.BulletList, m.Table]
    assert [m.Div, m.Div] in [[type(block) for block in cell.children] for cell in cells]
    assert text(document).count("another item") == 3


def test_what_is_empty_leaves_nothing_behind(tmp_path: Path) -> None:
    template = (
        '{{ report.subtitle }}\n\n{{ report.subtitle | styled("x") }}\n\nA {{ report.subtitle }} b'
    )
    document = composed(tmp_path, template)
    assert tree(document) == 'Paragraph\n  Text "A"\n  Text " b"'


@pytest.mark.parametrize(
    ("template", "outline"),
    [
        ("# Own\n\n{{ sections.one }}\n\nAfter.", "1 Own|1 One | two|2 Part|. After."),
        ("# Own\n\n{{ sections.one | level(2) }}", "1 Own|2 One | two|3 Part"),
        ("{{ sections.one | shift(1) }}\n\n# Own", "2 One | two|3 Part|1 Own"),
        ("{{ sections.part }}\n\n{{ sections.part }}", "2 Part|2 Part"),
        ("{{ sections.three }}\n\n## Own\n\ntext", "1 Three|2 Own"),
        ("{{ sections.three | level(9) }}", "6 Three"),
    ],
)
def test_sections_nest_by_their_levels(template: str, outline: str, tmp_path: Path) -> None:
    document = composed(tmp_path, template)
    found: list[str] = []

    def outlined(blocks: tuple[m.Node, ...], above: int) -> None:
        for block in blocks:
            if isinstance(block, m.Section):
                assert block.level > above
                title = "".join(n.text for n in walk(block.title) if isinstance(n, m.Text))
                found.append(f"{block.level} {title}")
                outlined(block.children, block.level)
            elif above == 0 and isinstance(block, m.Paragraph):
                found.append(". After.")

    outlined(document.blocks, 0)
    assert "|".join(found) == outline


def test_numbers_of_the_document_are_filled_in_at_the_end(tmp_path: Path) -> None:
    template = (
        '{{ document.words }} words, {{ document.minutes | plural("minute") }}, '
        '{{ document.works | plural("work") }}\n\n{{ sections.one }}'
    )
    document = composed(tmp_path, template)
    first = text(document).split(" One")[0]
    printed = [word for word in text(document).split() if any(map(str.isalnum, word))]
    filled_in = 5  # the number, "1 minute" and "2 works" were not there to be counted
    assert first == f"{len(printed) - filled_in} words, 1 minute, 2 works"


def test_private_characters_of_a_report_or_a_template_are_no_markers(tmp_path: Path) -> None:
    report = "# A \ue0000\ue001\n\n\ue0021,1,1\ue003 text {#a}\n"
    template = "\ue0007\ue001 {{ sections[0] }}\n\n{{ sections[0].title.text | attr }}"
    _, sink = tried(tmp_path, template, report=report)
    assert {d.code for d in sink} <= {"block-in-line"}
    document = composed(tmp_path, "{{ sections[0] }}", report=report)
    assert "\ue0000\ue001" in text(document)
