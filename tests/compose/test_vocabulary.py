"""What templates can say: selecting, looping, and the functions and filters they have."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen import model as m
from briefgen.walk import walk
from tests.compose.making import composed, keys, text, tree


@pytest.mark.parametrize(
    ("template", "printed"),
    [
        ('{{ sections["one"].title }}', "One | two"),
        ("{% for s in sections %}{{ s.id }} {% endfor %}", "one three"),
        ("{% for s in sections.all %}{{ s.id }}{{ s.level }} {% endfor %}", "one1 part2 three1"),
        ("{{ sections[0].subsections[0].name }}", "Part"),
        ("{{ sections.three.name }}", "Three"),
        ('{{ "three" in sections }} {{ sections.get("no") is none }}', "True True"),
        ("{{ sections.part.status }} {{ sections.part.get('no', 'none') }}", "cleared none"),
        ("{{ sections.part.no is defined }}", "False"),
        ("{{ sections.part.classes | join }}", "holdout"),
        ("{{ sections.part.date | date }}", "April 2024"),
        ("{{ report.date }} / {{ report.date | date('short') }}", "26 June 2024 / 26 June 2024"),
        ("{{ report.title }} {{ report.issue }}", "The short report 3"),
        ("{{ report.authors | join(', ', 'name') }}", "A. N. Author"),
        ("{{ report.preamble }}", "Before any heading."),
        ("{{ sections.one.points['the grievance'] | text }}", "A point."),
        ('{{ sections.one.points[\'The "Result"\'] }}', "Another point."),
        ("{{ sections.one.points | join('; ') }}", "The Grievance; The “Result”"),
        ("{% for p in sections.one.definitions %}{{ p.term }}. {% endfor %}",
         "The Grievance. The “Result”."),
        ("{% for i in sections.three.items %}{{ i }}/ {% endfor %}", "an item/ another item/"),
        ("{{ find('section', cls='holdout') | map(attribute='id') | join }}", "part"),
        ("{{ find(depth=1) | map(attribute='id') | select | join(' ') }}",
         "one gist three tbl-numbers"),
        ("{{ find('section', status=true) | map(attribute='name') | join }}", "Part"),
        ("{{ find('table')[0].caption }}", "Numbers"),
        ("{{ sections.one.find('paragraph') | count }}", "9"),
        ("{{ sections.part.find(cls='holdout-row') | first }}", "Gain Little."),
        ("{{ find(id='nothing') }}none", "none"),
        ("{{ report.events | map(attribute='label') | join(', ') }}", "1 May 2024, June 2024"),
        ("{{ sections.one.works }} {{ sections.three.words }}", "2 9"),
        ("{{ companions | join(', ') }} {{ audience.title }}", "Full dossier, Matrix Sample"),
        ("{{ [1, 2, 3] | batch(2) | map('join', '+') | join(' ') }}", "1+2 3"),
        ("{{ 'aXb' | replace('X', '-') }}", "a-b"),
        ("{{ 1 | plural('entry', 'entries') }} {{ 2 | plural('entry', 'entries') }}",
         "1 entry 2 entries"),
    ],
)  # fmt: skip
def test_a_template_prints(template: str, printed: str, tmp_path: Path) -> None:
    assert text(composed(tmp_path, template)) == printed


def test_citations_of_a_thing_are_one_citation_of_each_work(tmp_path: Path) -> None:
    document = composed(tmp_path, "{{ sections.one | citations }} {{ sections.three | citations }}")
    groups = [node for node in walk(document.blocks) if isinstance(node, m.CitationGroup)]
    assert [[c.key for c in group.citations] for group in groups] == [["a", "b"]]
    assert groups[0].citations[0].locator == ""


def test_uncited_leaves_no_gap_where_a_citation_was(tmp_path: Path) -> None:
    report = "Text [@a], more [@b].\n\n- Item [@c]; end. [@d]\n"
    document = composed(tmp_path, "{{ report.preamble | uncited }}", report=report)
    assert text(document) == "Text, more. Item; end."
    assert keys(document) == []


def test_without_leaves_out_a_class(tmp_path: Path) -> None:
    document = composed(tmp_path, '{{ sections.one | without("holdout") }}')
    assert "part" not in text(document)


def test_points_go_into_columns_and_none_is_lost(tmp_path: Path) -> None:
    template = (
        '{% for cell in sections.one.definitions | columns({"A": ["the “result”"], "B": []}) %}'
        '{{ cell | text or "none" }} / {% endfor %}'
    )
    document = composed(tmp_path, template, expected=("unread-label",))
    assert text(document) == "The Grievance A point. Another point. / none /"


def test_styled_and_span_give_classes(tmp_path: Path) -> None:
    template = '{{ ("Cleared " ~ sections.part.title) | span("cleared") | styled("status wide") }}'
    assert tree(composed(tmp_path, template)) == (
        "Div .status .wide\n  Paragraph\n    InlineSpan .cleared\n"
        '      Text "Cleared "\n      Text "Part"'
    )


def test_generated_blocks_take_what_they_are_told(tmp_path: Path) -> None:
    template = """
{{ contents(depth=2) }}

{{ list_of("tables") }}

{{ timeline(report.events) }}

{{ page_break() }}

{{ works_cited(form="short", uncited=true, backlinks=false) }}
"""
    document = composed(tmp_path, template)
    contents, tables, timeline, page, works = document.blocks
    assert isinstance(contents, m.Contents)
    assert (contents.kind, contents.depth, contents.span.line) == ("sections", 2, 2)
    assert isinstance(tables, m.Contents)
    assert tables.kind == "tables"
    assert isinstance(timeline, m.Timeline)
    assert [event.date for event in timeline.events] == ["2024-05-01", "2024-06"]
    assert isinstance(page, m.PageBreak)
    assert isinstance(works, m.WorksCited)
    assert (works.form, works.uncited, works.backlinks) == ("short", True, False)


def test_options_are_set_from_outside_by_dotted_key(tmp_path: Path) -> None:
    settings = 'title = "S"\n[options]\nn = 1\non = false\nl = []\n[options.a]\n"b c" = "x"\n'
    template = (
        "{{ options.n + 1 }} {{ options.on }} {{ options.l | join('+') }} "
        "{{ options.a['b c'] }} {{ options.new }}"
    )
    values = {"n": "2", "on": "yes", "l": "p, q", "a.b c": "y", "new": "z"}
    document = composed(tmp_path, template, settings=settings, values=values)
    assert text(document) == "3 True p+q y z"
    composed(tmp_path, "", settings=settings, values={"n": "two"}, expected=("bad-option",))
    composed(tmp_path, "", settings=settings, values={"a": "x"}, expected=("bad-option",))


def test_a_template_can_warn_of_what_it_finds_wanting(tmp_path: Path) -> None:
    document = composed(
        tmp_path, '{{ warn("too short", sections.three.title) }}', expected=("template-warning",)
    )
    assert document.blocks == ()


def test_a_template_uses_every_construct_of_the_reader(tmp_path: Path) -> None:
    template = """<!-- a comment,
over two lines -->
# Heading {#own .unnumbered}

Prose with a [citation](#own) [@a, p. 4], a note^[Of *{{ sections.three.title }}*.].

::: {.panel}
1. one
2. two
:::
"""
    document = composed(tmp_path, template)
    kinds = {type(node) for node in walk(document.blocks)}
    assert {m.Section, m.Link, m.CitationGroup, m.Note, m.Div, m.OrderedList} <= kinds
    assert "comment" not in text(document)
    assert not any(isinstance(node, m.Placed) for node in walk(document.blocks))


def test_what_a_block_sets_can_be_compared(tmp_path: Path) -> None:
    template = "{% set x %}foo{% endset %}{% if x == 'foo' %}same {{ x }}{% endif %}"
    assert text(composed(tmp_path, template)) == "same foo"


def test_the_date_of_a_running_head_is_written_out(tmp_path: Path) -> None:
    settings = 'title = "S"\n[footer]\nleft = "{title}, {date}"\n'
    document = composed(tmp_path, "x", settings=settings)
    assert document.footer.left == "The short report, 26 June 2024"


def test_an_empty_field_leaves_no_gap_and_no_separator_in_a_running_head(tmp_path: Path) -> None:
    settings = 'title = "S"\n[footer]\nleft = "One {subtitle} two · {section} · {subtitle}"\n'
    document = composed(tmp_path, "x", settings=settings)
    assert document.footer.left == "One two · {section}"
