"""A restriction that its author typed is obeyed or stops the build, however it was typed."""

from __future__ import annotations

import pytest

from briefgen import model as m
from briefgen.audience import for_audience
from briefgen.citations import load_bibliography
from briefgen.diagnostics import Diagnostics
from briefgen.lookup import builtin_templates
from briefgen.marking import Marking
from briefgen.reader import read_text
from briefgen.restrictions import meant_key, typed_in
from briefgen.writers.tree import write_tree

KNOWN = ["dossier", "exec"]
A = '{audience="dossier"}'
TABLE = "| Port | Fee |\n|---|---|\n"

STRAY = {
    "a span over cells": f"{TABLE}| [HERON | 4m]{A} |",
    "a span over paragraphs": f"[HERON\n\nand more]{A}",
    "a bracket inside": f"[HERON ] and]{A}",
    "no closing brace": '[HERON]{audience="dossier"',
    "no closing quotation mark": '[HERON]{audience="dossier}',
    "a space before": f"[HERON] {A}",
    "a new line before": f"[HERON]\n{A}",
    "a second group on a heading": f"## HERON {A} {{#h}}\n\nHERON",
    "a second group on a span": f"[HERON]{{#h}}{A}",
    "a second group on an image": f"![HERON](h.png){{#h}}{A}",
    "in the middle of a heading": f"## HERON {A} flies\n\nHERON",
    "in the middle of a caption": f"{TABLE}| HERON | 2 |\n\n: Fees {A} of ports",
    "on a heading, never closed": '## HERON {audience="dossier"\n\nHERON',
    "on a heading, without an opening brace": '## HERON audience=dossier}\n\nHERON',
    "on a heading, without braces": '## HERON audience="dossier"\n\nHERON',
    "under a heading": f"## HERON\n{A}\n\nHERON",
    "on strong text": f"**HERON**{A}",
    "on emphasis": f"*HERON*{A}",
    "on struck text": f"~~HERON~~{A}",
    "on a superscript": f"x^HERON^{A}",
    "on a citation": f"@HERON{A}",
    "on a note": f"x^[HERON]{A}",
    "in the title of a link": "[HERON](https://a.example 'x {audience=dossier}')",
    "at the end of a paragraph": f"HERON landed. {A}",
    "at the end of an item": f"- HERON {A}\n- x",
    "at the end of a term": f"HERON {A}\n:   x",
    "at the end of a cell": f"{TABLE}| HERON {A} | 2 |",
    "as kramdown has it": 'HERON\n{: audience="dossier"}',
    "under a table": f"{TABLE}| HERON | 2 |\n{A}",
    "under a quotation": f"> HERON\n\n{A}",
    "on a line of its own": f"{A}\nHERON",
    "on a div, without braces": '::: audience="dossier"\nHERON\n:::',
    "on a div, behind braces": '::: {.note} audience="dossier"\nHERON\n:::',
    "on two colons": f":: {A}\nHERON\n::",
    "on code, without braces": '```python audience="dossier"\nHERON\n```',
    "on code, behind braces": '```{.python} audience="dossier"\nHERON\n```',
    "on code, never closed": '```{.python audience="dossier"\nHERON\n```',
    "on inline code, after a space": f"`HERON` {A}",
    "in HTML": '<div audience="dossier">\nHERON\n</div>',
    "in HTML within a line": "x <span audience=dossier>HERON</span>",
    "a character that nobody sees": '[HERON]{audi\u200bence="dossier"}',
    "a soft hyphen": '::: {audi\u00adence="dossier"}\nHERON\n:::',
    "wide braces": '[HERON]\uff5baudience="dossier"\uff5d',
    "a colon": "[HERON]{audience: dossier}",
    "a class": "[HERON]{.audience=dossier}",
    "an id": "[HERON]{#audience=dossier}",
    "spaces around the sign": "[HERON]{audience = dossier}",
    "an entity for the sign": "[HERON]{audience&#61;dossier}",
    "no value": "[HERON]{audience=}",
    "a name alone": "[HERON]{audience}",
    "emphasis within the key": "[HERON]{audi*ence*=dossier}",
    "misspelt": '[HERON]{audiance="dossier"}',
    "with a capital": "::: {Audience=dossier}\nHERON\n:::",
    "in the plural": "## HERON {audiences=dossier}\n\nHERON",
    "misspelt and stray": "**HERON**{audiance=dossier}",
    "a letter of another alphabet": "[HERON]{\u0430udience=dossier}",
    "twice": "::: {audience=dossier audience=exec}\nHERON\n:::",
    "an unknown name": "[HERON]{audience=dosier}",
    "an unknown name to leave out": "[HERON]{audience='!exce'}",
    "marking without a scheme": "[HERON]{marking=red}",
    "marking misspelt": "[HERON]{markng=red}",
    "marking on strong text": "**HERON**{marking=red}",
    "in a title": '---\ntitle: "HERON {audience=dossier}"\n---\nx',
    "in an author": "---\ntitle: T\nauthor: '[HERON]{audience=dossier}'\n---\nx",
    "on an author": "---\ntitle: T\nauthor: {name: HERON, audience: dossier}\n---\nx",
    "in a date": "---\ntitle: T\ndate: '[HERON]{audience=dossier}'\n---\nx",
    "in an option": "---\ntitle: T\nbriefgen: {own: '[HERON]{audience=dossier}'}\n---\nx",
    "in front matter": "---\ntitle: HERON\naudience: dossier\n---\nx",
    "in an abstract": f"---\ntitle: T\nabstract: |\n  **HERON**{A}\n---\nx",
    "a note defined in hidden text": f"x[^k]\n\n# H {A}\n\n[^k]: HERON",
    "a link defined in hidden text": f"[x][k]\n\n# H {A}\n\n[k]: https://HERON.example",
    "a link defined in a hidden div": f"[x][k]\n\n::: {A}\n[k]: https://HERON.example\n:::",
    "a note defined for others": f"::: {A}\nx[^k]\n:::\n\n# H {{audience=exec}}\n\n[^k]: HERON",
}  # fmt: skip


def found(text: str) -> list[str]:
    sink = Diagnostics()
    report = read_text(text, "report.md", sink)
    load_bibliography(report, sink)
    for_audience(report, "exec", KNOWN, sink)
    assert all(item.span for item in sink if item.severity == "error")
    return [item.code for item in sink if item.severity == "error"]


@pytest.mark.parametrize("text", STRAY.values(), ids=STRAY)
def test_what_nothing_obeys_stops_the_build(text: str) -> None:
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        '\\{audience="dossier"} is typed',
        "&#123;audience=dossier} is typed",
        '\\<div audience="dossier">',
        '`{audience="dossier"}` is typed, or `marking=`',
        '```\n[x]{audience="dossier"}**{audience=x}**\n```',
        '    **x**{audience="dossier"}',
        "<!-- **x**{audience=dossier} -->",
        "[x]{data-audience=all}",
        "an audience = 300 people, marking: none; the audience: everyone {see below}",
        "{a: 1} and {ranking: 2} in a <b",
        "(TLP:RED)",
        "::: dossier\nx\n:::",
        f"# H {A}\n\nx[^k] and [y][l]\n\n[^k]: note\n\n[l]: https://a.example",
        f"# G\n\n[x[^k]]{A}\n\n# H {A}\n\n[^k]: note",
        f"::: {A}\nx[^k]\n:::\n\n# H {{audience='dossier exec'}}\n\n[^k]: note",
        f"# H {A}\n\nx\n\n# I\n\ny[^k]\n\n[^k]: note",
    ],
)
def test_what_restricts_nothing_on_purpose_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("entry", "codes"),
    [
        ("title: '[HERON]{audience=dossier}'", ["unobeyed-restriction"]),
        ("title: x, audience: dossier", ["unobeyed-restriction"]),
        ("title: 'An audience = 300 people'", []),
    ],
)
def test_a_work_can_have_no_restriction(entry: str, codes: list[str]) -> None:
    text = f"---\ntitle: T\nreferences:\n- {{id: k, type: book, {entry}}}\n---\nx"
    assert found(text) == codes


def test_the_place_is_that_of_the_key() -> None:
    sink = Diagnostics()
    read_text("one\n\n- two **three**{audience=exec}\n", "report.md", sink)
    assert [str(item).splitlines()[0] for item in sink] == [
        "report.md:3:17: error[unobeyed-restriction]: this was meant to say who may read, and "
        "stands where nothing obeys it"
    ]


def test_a_misspelt_key_says_what_was_meant() -> None:
    sink = Diagnostics()
    read_text("[x]{audiance=exec}", "report.md", sink)
    (item,) = sink
    assert item.hints[0] == "did you mean 'audience'?"


def test_a_key_that_a_template_reads_is_declared_and_no_mistake() -> None:
    text = "---\ntitle: T\nbriefgen: {attributes: [marker, audiences]}\n---\n[x]{audiences=a}"
    assert found(text) == []


@pytest.mark.parametrize(
    ("mark", "readers"),
    [
        ("dossier", ["dossier"]),
        ("dossier exec", ["dossier", "exec"]),
        ("dossier,exec", ["dossier", "exec"]),
        ("!exec", ["dossier"]),
        ("!exec !dossier", []),
        ("dossier !dossier", []),
    ],
)
def test_names_say_who_may_read_and_who_may_not(mark: str, readers: list[str]) -> None:
    report = read_text(f'x [HERON]{{audience="{mark}"}}', "report.md", Diagnostics())
    seen = [
        name for name in KNOWN
        if "HERON" in repr(for_audience(report, name, KNOWN, Diagnostics()))
    ]  # fmt: skip
    assert seen == readers


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("audience", "audience"),
        ("AUDIENCE", "audience"),
        ("audeince", "audience"),
        ("marking", "marking"),
        ("mark", "marking"),
        ("data-audience", ""),
        ("width", ""),
        ("ranking", ""),
        ("audio", ""),
    ],
)
def test_keys_near_a_restriction_are_known(word: str, key: str) -> None:
    assert meant_key(word) == key


def test_the_place_in_a_text_counts_what_nobody_sees() -> None:
    assert typed_in("a\u200bb {aud\u200bience=x}") == 5


@pytest.mark.parametrize(
    "text", [f"<https://HERON.example>{A}", f"[HERON][k]\n\n[k]: https://HERON.example {A}"]
)
def test_what_stands_behind_an_address_is_obeyed(text: str) -> None:
    sink = Diagnostics()
    report = read_text(text, "report.md", sink)
    for name, there in (("dossier", True), ("exec", False)):
        visible = for_audience(report, name, KNOWN, sink)
        assert ("HERON" in write_tree(visible)) is there
    assert not list(sink)


def test_tags_restrict_nothing_and_say_so() -> None:
    for tag in ("div", "span", "b", "a"):
        assert found(f'<{tag} audience="dossier">HERON</{tag}>') == ["unobeyed-restriction"]


@pytest.mark.parametrize(
    ("use", "place", "level"),
    [
        ("x[^k]", "amber", "TLP:AMBER"),
        ("::: {marking=red}\nx[^k]\n:::", "amber", "TLP:RED"),
        ("::: {marking=amber}\nx[^k]\n:::", "red", "TLP:RED"),
        ("::: {marking=amber}\nx[^k]\n:::", "amber", "TLP:AMBER"),
    ],
)
def test_a_note_is_as_high_as_the_place_where_it_is_defined(
    use: str, place: str, level: str
) -> None:
    sink = Diagnostics()
    text = f"{use}\n\n# Notes {{marking={place}}}\n\n[^k]: words\n\n    - item\n"
    front = "---\ntitle: T\nbriefgen: {marking: tlp}\n---\n\n"
    report = read_text(front + text, "report.md", sink)
    marking = Marking(report, m.MarkingChoice("tlp"), [builtin_templates()], sink)
    assert marking.level(report.blocks[0]) == level
    assert not list(sink)
