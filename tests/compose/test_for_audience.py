"""What is marked for one audience reaches no other, by no way that a template has."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.audience import find_audiences, for_audience
from briefgen.compose import compose
from briefgen.diagnostics import Diagnostics
from briefgen.reader import read_text
from briefgen.transforms import number_report
from briefgen.writers.tree import write_tree

KNOWN = ["dossier", "exec", "matrix"]


def seen(text: str, name: str = "exec", expected: tuple[str, ...] = ()) -> m.Report:
    """Return what `name` sees of a report; what is reported must be the codes of `expected`."""
    sink = Diagnostics()
    report = read_text(text, "report.md", sink)
    report = number_report(report, sink) if expected == ("hidden-target",) else report
    visible = for_audience(report, name, KNOWN, sink)
    assert tuple(d.code for d in sink) == expected, "\n".join(map(str, sink))
    return visible


def tree(report: m.Report) -> str:
    return write_tree(replace(report, digest="", metadata=m.Metadata()))


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        ("# A {#a}\n\n## B {#b audience=dossier}\n\ntext\n\n## C {#c}", "# A {#a}\n\n## C {#c}"),
        ("a\n\n::: {audience=dossier}\nsecret\n:::\n\nb", "a\n\nb"),
        ("one [secret]{audience=dossier} two", "one two"),
        ("one [secret]{audience=dossier}.", "one."),
        ("one [secret]{audience=dossier}", "one"),
        ("[secret]{audience=dossier} two", "two"),
        ("- a\n- [secret]{audience=dossier}\n- c", "- a\n- c"),
        ("- [secret]{audience=dossier}\n\nafter", "after"),
        ("> [secret]{audience=dossier}\n\nafter", "after"),
        ("T\n:   [secret]{audience=dossier}\n\nU\n:   u", "U\n:   u"),
        ("T [secret]{audience=dossier}\n:   t", "T\n:   t"),
        ("a^[[secret]{audience=dossier}] b", "a b"),
        ("a^[note [secret]{audience=dossier}] b", "a^[note] b"),
        ("a [see [secret]{audience=dossier} it @k]", "a [see it @k]"),
        ("a `secret`{audience=dossier} b", "a b"),
        ("a [secret](http://secret){audience=dossier} b", "a b"),
        ("a *[secret]{audience=dossier}* b", "a b"),
        ("```{.python audience=dossier}\nsecret\n```\n\nb", "b"),
        ("![secret](secret.png){audience=dossier}\n\nb", "b"),
        ("| A |\n|---|\n| s |\n\n: C {audience=dossier}\n\nb", "b"),
        ("| A |\n|---|\n| s [x]{audience=dossier} |\n\n: C", "| A |\n|---|\n| s |\n\n: C"),
        ("| A |\n|---|\n| s |\n\n: C [x]{audience=dossier} d", "| A |\n|---|\n| s |\n\n: C d"),
        ("![a [x]{audience=dossier} b](c.png)", "![a b](c.png)"),
        ('a [both]{audience="dossier exec"} b', "a [both]{audience='dossier exec'} b"),
    ],
)
def test_what_is_for_others_is_gone_without_a_trace(marked: str, left: str) -> None:
    assert tree(seen(marked)) == tree(seen(left))


def test_the_title_of_a_report_is_filtered_too() -> None:
    report = seen('---\ntitle: "One [secret]{audience=dossier} two"\n---\n\nx')
    assert "secret" not in repr(report)


def test_an_unknown_audience_is_an_error_at_its_node() -> None:
    sink = Diagnostics()
    report = read_text("# A\n\nOne [two]{audience='dosier'}.\n", "report.md", sink)
    for_audience(report, "exec", KNOWN, sink)
    (found,) = sink
    assert str(found) == (
        "report.md:3:5: error[unknown-audience]: no audience 'dosier'\n"
        "  hint: did you mean 'dossier'?"
    )


def test_unknown_names_are_told_though_what_they_mark_is_removed() -> None:
    seen('::: {audience=dossier}\n[x]{audience="nobody"}\n:::', expected=("unknown-audience",))


def test_an_id_made_of_hidden_words_is_made_again_and_references_follow() -> None:
    report = seen("# The [secret]{audience=dossier} deal\n\nSee [](#the-secret-deal).")
    assert "secret" not in repr(report)
    (section,) = report.blocks
    assert isinstance(section, m.Section)
    assert section.attr.id == "the-deal"
    assert "CrossReference #the-deal" in tree(report)


def test_an_id_that_joins_the_parts_of_a_hidden_word_is_made_again() -> None:
    report = seen("# The [O'Kestrel's]{audience=dossier} offer")
    assert "kestrel" not in repr(report).lower()


def test_a_reference_in_the_abstract_to_what_is_hidden_keeps_its_number_alone() -> None:
    text = "---\nabstract: See [](#secret).\n---\n\n# A\n\n# Secret {#secret audience=dossier}\n"
    report = seen(text, expected=("hidden-target",))
    assert "secret" not in repr(report).lower()


def test_a_reference_to_what_is_hidden_keeps_its_number_alone() -> None:
    text = "# A\n\nSee [](#secret) and [here](#secret).\n\n# Secret {#secret audience=dossier}\n"
    report = seen(text, expected=("hidden-target",))
    assert "secret" not in repr(report).lower()
    assert 'Text "§2"' in tree(report)


# ------------------------------------------------------------------------------------- by chance

Pair = tuple[str, str]
"""A piece of a report, whole and as all but the dossier's readers get it."""

HIDDEN = "zq"
FOR = '{audience="dossier"}'

words = st.sampled_from(["amber", "birch", "cedar", "delta", "[@open]", "*ember*"])
secrets = st.sampled_from(
    [
        f"[zqone]{FOR}",
        f"[zqtwo **zq** [@zqkey, p. 3] [](#zqid)]{FOR}",
        f"`zqcode`{FOR}",
        f"[zqlink](https://zq.example){FOR}",
        f"![zqalt](zq.png){FOR}",
        f"[a note^[zqnote] [@open]]{FOR}",
        '[zqdate]{date="2024-01-01" audience="dossier"}',
    ]
)


@st.composite
def lines(draw: st.DrawFn) -> Pair:
    """A line of words and secrets, between words that everyone reads."""
    middle = draw(st.lists(st.one_of(words.map(lambda w: (w, w)), secrets.map(lambda s: (s, "")))))
    parts = [("first", "first"), *middle, ("last", "last")]
    whole, public = (" ".join(filter(None, side)) for side in zip(*parts, strict=True))
    return whole, public


def hidden_line(line: Pair) -> Pair:
    return f"[{line[1]} zq]{FOR}", ""


items = st.one_of(lines(), lines().map(hidden_line))


@st.composite
def listed(draw: st.DrawFn, mark: str = "- ") -> Pair:
    found = draw(st.lists(items, min_size=1, max_size=4))
    whole, public = zip(*found, strict=True)
    return "\n".join(mark + w for w in whole), "\n".join(mark + p for p in public if p)


@st.composite
def defined(draw: st.DrawFn) -> Pair:
    terms = ["Term", '[May 2024]{date="2024-05"}']
    found = [(draw(st.sampled_from(terms)), draw(items)) for _ in range(draw(st.integers(1, 3)))]
    whole = "\n\n".join(f"{term}\n:   {text[0]}" for term, text in found)
    return whole, "\n\n".join(f"{term}\n:   {text[1]}" for term, text in found if text[1])


@st.composite
def tables(draw: st.DrawFn) -> Pair:
    whole, public = draw(lines())
    return tuple(f"| A | B |\n|---|---|\n| {cell} | x |" for cell in (whole, public))  # type: ignore[return-value]


hidden_blocks = st.sampled_from(
    [
        "::: {#zqdiv .holdout audience=dossier}\nzqtext [@zqkey]\n\n- zqitem\n:::",
        "```{.python audience=dossier}\nzq = 1\n```",
        "| zq | A |\n|---|---|\n| zq | [@zqkey] |\n\n: zqcaption {#tbl-zq audience=dossier}",
        "![zqfigure](zq.png){#fig-zq audience=dossier}",
        '::: {.condensed audience="dossier"}\n[zq]{date="2024-02"}\n:   zqevent\n:::',
    ]
).map(lambda text: (text, ""))

blocks = st.one_of(lines(), listed(), listed("1. "), defined(), tables(), hidden_blocks)


@st.composite
def reports(draw: st.DrawFn) -> Pair:
    """A report of sections, some of them hidden with all below them."""
    whole, public = [], []
    for number in range(draw(st.integers(1, 4))):
        level = draw(st.integers(1, 2)) if number else 1
        title = draw(lines())
        if draw(st.booleans()):
            whole.append(f"{'#' * level} {title[0]} end {{#s{number}}}")
            public.append(f"{'#' * level} {title[1]} end {{#s{number}}}")
        else:
            whole.append(
                f"# zqtitle {{#zq{number} .holdout audience=dossier}}\n\nzq\n\n# On {{#s{number}}}"
            )
            public.append(f"# On {{#s{number}}}")
        for piece in draw(st.lists(blocks, max_size=4)):
            # What stands between keeps lists and definitions apart.
            own_ids = piece[0].replace("{#", f"{{#n{len(whole)}-")
            whole.append(f"{own_ids}\n\nbetween")
            public.append(f"{piece[1]}\n\nbetween" if piece[1] else "between")
    return "\n\n".join(whole) + "\n", "\n\n".join(public) + "\n"


EVERYTHING = """
{{ report.title }} {{ report.words }} {{ report.works }} {{ report.minutes }} {{ document.words }}

{{ report.preamble }}

{{ report.citations }}

{{ timeline(report.events) }}

{% for section in sections %}
{{ section }}

{% endfor %}
{% for s in sections.all %}
{{ s.id }} {{ s.title }} {{ s.name }} {{ s.words }} {{ s.works }} {{ s.classes | join }}

{{ s.text }} {{ s.points | join(",") }} {{ s.citations }} {{ s.reference }}

{{ s.first_paragraph }}

{% for block in s.blocks %}
{{ block }}

{% endfor %}
{% for item in s.items %}
{{ item }}

{% endfor %}
{% endfor %}
{% for kind in ["section", "div", "table", "figure", "code", "paragraph", "list", "definitions",
                "quote", "span", "image", "link"] %}
{% for thing in find(kind) %}
{{ thing.text }} {{ thing.words }}

{{ thing }}

{% endfor %}
{% endfor %}
{% for id in blocks %}
{{ id }} {{ blocks[id].kind }} {{ blocks[id].caption }} {{ blocks[id].label }}

{% endfor %}
{{ contents() }}

{{ works_cited() }}
"""


def everything(text: str, folder: Path) -> m.Document:
    sink = Diagnostics()
    visible = for_audience(read_text(text, "report.md", sink), "exec", KNOWN, sink)
    audience = find_audiences([folder], sink)["exec"]
    document, _ = compose(visible, audience, sink)
    assert sink.count("error") == 0, "\n".join(map(str, sink))
    return document


@given(reports())
@settings(max_examples=25, deadline=None)
def test_no_word_that_is_hidden_is_reachable_and_nothing_is_counted(report: Pair) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "exec"
        folder.mkdir()
        (folder / "audience.toml").write_text('title = "E"')
        (folder / "template.md.j2").write_text(EVERYTHING)
        whole, public = (everything(text, Path(name)) for text in report)
    assert HIDDEN not in repr(whole).lower().replace(str(Path(name)).lower(), "")
    assert write_tree(replace(whole, digest="")) == write_tree(replace(public, digest=""))
