"""A template that is wrong, or wants more than it may have, is an error with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compose.making import composed, message, text, tried


@pytest.mark.parametrize(
    ("template", "reported"),
    [
        (
            'text\n{{ sectons["one"] }}',
            "template.md.j2:2:4: error[undefined]: there is no 'sectons'\n"
            "  hint: did you mean 'sections'?",
        ),
        (
            '{{ sections["won"] }}',
            "template.md.j2:1:14: error[undefined]: the report has no section 'won'\n"
            "  hint: did you mean 'one'?",
        ),
        (
            '\n\n{{ blocks["nothing"] }}',
            "template.md.j2:3:12: error[undefined]: the report has no block 'nothing'\n"
            "  hint: there are: gist, dates, tbl-numbers",
        ),
        (
            "{{ sections.one.titel }}",
            "template.md.j2:1:17: error[undefined]: this section has no 'titel'\n"
            "  hint: did you mean 'title'?",
        ),
        (
            "{{ sections.part.statsu }}",
            "template.md.j2:1:18: error[undefined]: this section has no 'statsu'\n"
            "  hint: did you mean 'status'?",
        ),
        (
            '{{ sections.one.points["The Greivance"] }}',
            "template.md.j2:1:25: error[undefined]: there is no key 'The Greivance'\n"
            "  hint: did you mean 'The Grievance'?",
        ),
        (
            "{{ options.colour }}",
            "template.md.j2:1:12: error[undefined]: there is no key 'colour'\n"
            "  hint: did you mean 'color'?",
        ),
        (
            "a\n{% if sections %}\nb",
            "template.md.j2:3:1: error[template-syntax]: Unexpected end of template. Jinja was "
            "looking for the following tags: 'elif' or 'else' or 'endif'. The innermost block "
            "that needs to be closed is 'if'.",
        ),
        ("{{ 1 / 0 }}", "template.md.j2:1:1: error[template]: division by zero"),
        (
            "{{ find('sectoin') }}",
            "template.md.j2:1:10: error[template]: find() knows no kind 'sectoin'\n"
            "  hint: did you mean 'section'?",
        ),
        (
            "{{ find(clss='x') }}",
            "template.md.j2:1:9: error[template]: find() has no argument 'clss'\n"
            "  hint: did you mean 'cls'?",
        ),
        (
            "{{ works_cited(form='brief') }}",
            "template.md.j2:1:22: error[template]: works cited have no form 'brief'\n"
            "  hint: one of full, short",
        ),
        (
            "{{ sections }}",
            "template.md.j2:1:1: error[template]: sections cannot be placed as a whole\n"
            "  hint: place what is in it",
        ),
        (
            "{% include 'prat.md.j2' %}",
            "template.md.j2:1:13: error[missing-template]: no template 'prat.md.j2'\n"
            "  hint: did you mean 'part.md.j2'?",
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(template: str, reported: str, tmp_path: Path) -> None:
    (tmp_path / "part.md.j2").write_text("")
    settings = 'title = "S"\n[options]\ncolor = 1\n'
    document, sink = tried(tmp_path, template, settings=settings)
    assert document.blocks == ()
    assert message(sink, tmp_path) == reported


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ find.__func__.__globals__ }}",
        "{{ report._nodes }}",
        "{{ sections.one._placements }}",
        "{{ (1).__class__ }}",
        "{{ '{0.__class__}'.format(sections) }}",
        "{{ '%999999999d' % 1 }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ 9 ** 9 }}",
        "{{ [].append(1) }}",
        "{{ options.update({}) }}",
        "{% include '/etc/passwd' %}",
        "{% include '../../../../../../etc/passwd' %}",
        "{% extends 'C:/windows/win.ini' %}",
        "{{ lipsum() }}",
        "{{ [3, 1, 2] | random }}",
        "{% import 'os' as os %}",
    ],
)
def test_there_is_no_way_out_of_the_sandbox(template: str, tmp_path: Path) -> None:
    document, sink = tried(tmp_path, template)
    assert document.blocks == ()
    assert sink.count("error") == 1


@pytest.mark.parametrize(
    "template",
    [
        "{% for i in range(1000000000) %}x{% endfor %}",
        "{% for i in range(5000) %}{% for j in range(5000) %}x{% endfor %}{% endfor %}",
        "{{ 'x' * 100000000000 }}",
        "{{ [1] * 100000000000 }}",
        "{% set n = namespace(x='a') %}{% for i in range(60) %}{% set n.x=n.x ~ n.x %}{% endfor %}",
        "{% set n = namespace(x='a') %}{% for i in range(60) %}{% set n.x=n.x + n.x %}{% endfor %}",
        "{% set n = namespace(x=3) %}{% for i in range(60) %}{% set n.x = n.x * n.x %}{% endfor %}",
        "{% set x = 'a' * 1000000 %}{{ x | replace('a', x) }}",
        "{% set x = 'a' * 1000000 %}{% for i in range(50) %}{{ x | md }}{% endfor %}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}{{ f(60) }}",
        "{% include 'template.md.j2' %}{% include 'template.md.j2' %}",
    ],
)
def test_a_template_that_would_never_end_is_stopped(template: str, tmp_path: Path) -> None:
    document, sink = tried(tmp_path, template)
    assert document.blocks == ()
    assert [d.code for d in sink] == ["template-limit"]


def test_a_folder_overrides_parts_of_a_shared_template(tmp_path: Path) -> None:
    (tmp_path / "base.md.j2").write_text("Base {% block middle %}nothing{% endblock %}.")
    template = '{% extends "base.md.j2" %}{% block middle %}own {{ super() }}{% endblock %}'
    assert text(composed(tmp_path, template)) == "Base own nothing."


def test_templates_that_come_along_can_be_extended_from_one_of_the_same_name(
    tmp_path: Path,
) -> None:
    template = '{% include "builtin/matrix/template.md.j2" %}'
    settings = 'title = "S"\n[options]\nrows = "x"\n[options.columns]\n"A" = ["B"]\n'
    document = composed(tmp_path, template, settings=settings, expected=("template-warning",))
    assert "Works cited" in text(document)
