"""Works are listed in CSL styles as Pandoc lists them, but for differences that are known."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.citations import cite, find_style, load_bibliography
from briefgen.citations.csl import SHIPPED, Style, open_style
from briefgen.citations.csl.cases import recased
from briefgen.citations.csl.marks import NOCASE, SEAM, StyleQuotes, inlines, marked
from briefgen.diagnostics import Diagnostics, Span
from briefgen.walk import plain_text, walk
from tests.citations.nodes import SPAN, codes, document, group, paragraph, reference

HERE = Path(__file__).parent / "styles"
STYLES = Path(open_style.__code__.co_filename).parents[1] / "styles"
NAMES = sorted(set(SHIPPED) - {"nlm"})  # nlm is another name for vancouver

LANGUAGES = ["en-GB", "en-US", "de", "fr", "nl"]

KNOWN = {
    # What Pandoc does: what we print instead (en-GB).
    ("apa", "raw-date"): "Nagy, I. (2024, June 18). Orbán drops his objection. _Newsday_. "
    "https://www.newsday.com/orban",
    ("ieee", "raw-date"): "I. Nagy, ‘Orbán drops his objection’, _Newsday_, Jun. 18, 2024. "
    "Accessed: Nov. 26, 2025. [Online]. Available: https://www.newsday.com/orban",
    ("vancouver", "raw-date"): "Nagy I. Orbán drops his objection. Newsday [Internet]. "
    "2024 Jun 18 [cited 2025 Nov 26]. Available from: https://www.newsday.com/orban",
    ("vancouver", "book-edited"): "Weber C, Novák P, Silva J, editors. Handbook of alliance "
    "politics. Oxford: Oxford University Press; 2021.",
    ("vancouver", "chapter"): "Ivanova D. Consensus rules. In: Weber C, Novák P, editors. "
    "Handbook of alliance politics. Oxford: Oxford University Press; 2021. p. 88–112.",
}
"""Differences from Pandoc, each written down in docs/citations.md: it prints raw dates as they
are typed, and sets the label of names before them where a style has only a label."""


def read(nodes: m.Inlines) -> str:
    """Text with _italics_, *bold* and ^raised^ letters."""
    marks = {m.Emphasis: "_", m.Strong: "*", m.Superscript: "^"}
    return "".join(
        node.text
        if isinstance(node, m.Text)
        else f"{marks.get(type(node), '')}{read(node.children)}{marks.get(type(node), '')}"  # type: ignore[union-attr]
        for node in nodes
    )


def pandoc_text(nodes: list[dict[str, Any]]) -> str:
    parts = []
    for node in nodes:
        content = node.get("c")
        match node["t"]:
            case "Str":
                parts.append(content)
            case "Emph" | "Strong" | "Superscript" as kind:
                mark = {"Emph": "_", "Strong": "*", "Superscript": "^"}[kind]
                parts.append(f"{mark}{pandoc_text(content)}{mark}")
            case "Span" if "csl-left-margin" in content[0][1]:
                pass  # the number
            case "Span" | "Link":
                parts.append(pandoc_text(content[1]))
            case "Quoted":
                parts.append(f"‘{pandoc_text(content[1])}’")
            case _:
                parts.append(" ")
    return "".join(parts)


def pandoc_entries(name: str, lang: str) -> dict[str, str]:
    """What Pandoc makes of the references; what it has no words for is missing."""
    pypandoc = pytest.importorskip("pypandoc")
    source = f"---\nlang: {lang}\nnocite: '@*'\n---\n"
    style, references = STYLES / f"{SHIPPED[name]}.csl", HERE / "references.json"
    done = subprocess.run(
        [
            *(pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "json", "--citeproc"),
            *("--csl", str(style), "--bibliography", str(references)),
        ],
        input=source,
        capture_output=True,
        text=True,
        check=True,
    )
    entries = {}
    for block in json.loads(done.stdout)["blocks"]:
        for (identifier, *_), paragraphs in (entry["c"] for entry in block["c"][1]):
            words = " ".join(pandoc_text(paragraph["c"]) for paragraph in paragraphs)
            entries[identifier.removeprefix("ref-")] = words.strip()
    return {key: words for key, words in entries.items() if words}


@pytest.fixture(scope="module")
def works() -> dict[str, m.Reference]:
    metadata = m.Metadata(bibliography=(("references.json", Span("report.md", 1)),))
    sink = Diagnostics()
    found = load_bibliography(m.Report(metadata, (), source=str(HERE / "report.md")), sink)
    assert not list(sink)
    return found


def style(name: str, lang: str = "en-GB", folder: Path = HERE) -> Style:
    sink = Diagnostics()
    found = open_style(name, folder, lang, sink, None)
    assert found is not None, list(sink)
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_entries_read_as_pandocs_but_for_known_differences(
    lang: str, name: str, works: dict[str, m.Reference]
) -> None:
    theirs = pandoc_entries(name, lang)
    entry = style(name, lang).entry
    ours = {key: read(entry(work)) for key, work in works.items()}
    if lang == "nl":  # Pandoc's Dutch locale is older than citeproc-py's
        ours = {key: quoted(words) for key, words in ours.items()}
        theirs = {key: quoted(words) for key, words in theirs.items()}
    odd = {key for style_name, key in KNOWN if style_name == name} | {"raw-date"}
    assert {k: v for k, v in ours.items() if k not in odd} == {
        key: theirs.get(key, "") for key in works if key not in odd
    }


def quoted(words: str) -> str:
    return words.translate(str.maketrans("“”‘’", "\"\"''")).replace('"', "'")


@pytest.mark.parametrize(("name", "key"), KNOWN)
def test_known_differences_from_pandoc_are_what_we_say(
    name: str, key: str, works: dict[str, m.Reference]
) -> None:
    assert read(style(name).entry(works[key])) == KNOWN[name, key]


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_does_not_depend_on_those_before_it(
    name: str, works: dict[str, m.Reference]
) -> None:
    once = style(name)
    there = {key: once.entry(work) for key, work in works.items()}
    back = {key: once.entry(works[key]) for key in reversed([*works])}
    assert there == back


def test_each_style_that_comes_along_names_its_authors_and_licence() -> None:
    files = sorted(STYLES.glob("*.csl"))
    notice = (STYLES / "NOTICE.md").read_text(encoding="utf-8")
    assert {file.stem for file in files} == set(SHIPPED.values())
    for file in files:
        text = file.read_text(encoding="utf-8")
        assert "creativecommons.org/licenses/by-sa/3.0" in text
        assert "<name>" in text
        assert file.name in notice


# ------------------------------------------------------------------------------------ the parts


def test_addresses_are_links() -> None:
    entry = style("ieee").entry(
        reference("a", type="article-journal", DOI="10.1/a_b", issued={"date-parts": [[2024]]})
    )
    links = [node for node in walk(entry) if isinstance(node, m.Link)]
    assert [(link.target, plain_text(link.children)) for link in links] == [
        ("https://doi.org/10.1/a_b", "10.1/a_b")
    ]
    page = reference("b", type="webpage", URL="https://a.example/x.html")
    links = [node for node in walk(style("chicago").entry(page)) if isinstance(node, m.Link)]
    assert [link.target for link in links] == ["https://a.example/x.html"]


ENGLISH = StyleQuotes(("“", "”"), ("‘", "’"), inside=True)
BRITISH = StyleQuotes(("‘", "’"), ("“", "”"), inside=False)


def set_text(text: str, quotes: StyleQuotes = ENGLISH) -> str:
    return read(inlines(text, quotes, "", SPAN))


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("end.", ". Next", "end. Next"),
        ("end?", ". Next", "end? Next"),
        ("end!", ", next", "end!, next"),
        ("end ", ", next", "end, next"),
        ("end ", " next", "end next"),
        ("al.", ", next", "al., next"),
        ("a:", ". Next", "a: Next"),
    ],
)
def test_where_parts_meet_punctuation_and_spaces_are_not_doubled(
    left: str, right: str, whole: str
) -> None:
    assert set_text(f"{left}{SEAM}{right}") == whole
    assert set_text(f"{marked(f'<i>{left}</i>')}{SEAM}{right}").replace("_", "") == whole


def test_stops_stand_inside_of_quotation_marks_where_the_language_wants_it() -> None:
    title, question = marked('"Title"'), marked('"Why?"')
    assert set_text(f"{title}{SEAM}. Next") == "“Title.” Next"
    assert set_text(f"{title}{SEAM}. Next", BRITISH) == "‘Title’. Next"
    assert set_text(f"{question}{SEAM}, next") == "“Why?” next"
    assert set_text(f"{question}{SEAM}. Next", BRITISH) == "‘Why?’ Next"


def test_quotation_marks_alternate_and_apostrophes_are_none() -> None:
    assert set_text(marked("\"The 'Teflon' man's day\"")) == "“The ‘Teflon’ man’s day”"


def test_italics_in_italics_stand_upright() -> None:
    assert set_text(marked("<i>After <i>Afghanistan</i> fell</i>")) == "_After _Afghanistan_ fell_"


@pytest.mark.parametrize(
    ("case", "text", "result"),
    [
        ("title", "the end of the affair: a story", "The End of the Affair: A Story"),
        ("title", "an iPhone in NATO", "An iPhone in NATO"),
        ("title", "post-war order", "Post-War Order"),
        ("sentence", "The End Of NATO", "The end of NATO"),
        ("sentence", "THE END", "The end"),
        ("capitalize-first", "in press", "In press"),
        ("capitalize-all", "in press", "In Press"),
        ("uppercase", f"de {NOCASE[0]}iPhone{NOCASE[1]}", f"DE {NOCASE[0]}iPhone{NOCASE[1]}"),
        ("title", f"{NOCASE[0]}e{NOCASE[1]} numbers", f"{NOCASE[0]}e{NOCASE[1]} Numbers"),
    ],
)
def test_letter_case_is_that_of_the_style(case: str, text: str, result: str) -> None:
    assert recased(text, case, english=True) == result


def test_titles_are_cased_in_english_only() -> None:
    assert recased("das ende der welt", "title", english=False) == "das ende der welt"


# ----------------------------------------------------------------------------- finding a style

INFO = "<info><title>t</title><id>t</id><updated>2024-01-01T00:00:00Z</updated></info>"
HEAD = '<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text">' + INFO
CITATION = '<citation><layout><text variable="citation-number"/></layout></citation>'


def own(folder: Path, layout: str, more: str = "") -> str:
    text = f"{HEAD}{more}{CITATION}<bibliography><layout>{layout}</layout></bibliography></style>"
    (folder / "own.csl").write_text(text, encoding="utf-8")
    return "own.csl"


def test_any_independent_style_may_be_given_as_a_file(tmp_path: Path) -> None:
    name = own(tmp_path, '<text variable="title" font-weight="bold" suffix="."/>')
    assert read(style(name, folder=tmp_path).entry(reference("a", title="Why?"))) == "*Why?*"


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        (None, "missing-csl", "no style"),
        ("no xml", "bad-csl", "no XML"),
        ("", "bad-csl", "no XML"),
        ("<html/>", "bad-csl", "no CSL style"),
        (f"{HEAD}{CITATION}</style>", "bad-csl", "how works are listed"),
        (
            HEAD.replace("</info>", '<link rel="independent-parent" href="http://x/ieee"/></info>')
            + "</style>",
            "bad-csl",
            "csl: ieee",
        ),
        (
            f'{HEAD}<bibliography><layout><text macro="none"/></layout></bibliography></style>',
            "bad-csl",
            "no macro 'none'",
        ),
    ],
)
def test_what_is_no_usable_style_is_an_error_with_a_hint(
    tmp_path: Path, text: str | None, code: str, words: str
) -> None:
    if text is not None:
        (tmp_path / "own.csl").write_text(text, encoding="utf-8")
    sink = Diagnostics()
    assert find_style("own.csl", tmp_path, "en", sink, Span("report.md", 2)) is None
    (found,) = sink
    assert found.code == code
    assert words in str(found)
    assert found.hints


def test_a_mistyped_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    sink = Diagnostics()
    assert find_style("vancuver", tmp_path, "en", sink) is None
    assert "did you mean 'vancouver'?" in str(next(iter(sink)))


def test_a_work_that_a_style_cannot_list_is_listed_in_ours_with_a_warning(tmp_path: Path) -> None:
    name = own(tmp_path, '<text variable="note"/>')
    works = {"a": reference("a", type="webpage")}
    doc = document(paragraph(group("a")), m.WorksCited(SPAN))
    sink = Diagnostics()
    done = cite(doc, works, {"a": 1}, sink, find_style(name, tmp_path, "en", sink))
    assert codes(sink) == ["warning[csl-no-entry]"]
    assert "Title of a" in plain_text(walk_entry(done))


def walk_entry(done: m.Document) -> m.Inlines:
    return next(node for node in walk(done.blocks) if isinstance(node, m.Work)).entry


def test_a_style_that_fails_costs_only_its_own_look(tmp_path: Path) -> None:
    name = own(
        tmp_path,
        '<text macro="round"/>',
        '<macro name="round"><text macro="round"/></macro>',
    )
    doc = document(paragraph(group("a")), m.WorksCited(SPAN))
    sink = Diagnostics()
    done = cite(doc, {"a": reference("a")}, {"a": 1}, sink, find_style(name, tmp_path, "en", sink))
    assert codes(sink) == ["warning[csl-no-entry]"]
    assert walk_entry(done)


def test_the_house_style_needs_no_library() -> None:
    code = (
        "import sys, briefgen.citations as c; from pathlib import Path\n"
        "assert c.find_style('web', Path(), 'en', None) is None\n"
        "print([name for name in ('citeproc', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


WORDS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["12-14", "2nd", "<i>x</i>", "'a' \"b\"", "…", "e.g.", "http://a.b/c", "\ue020"]
    ),
)
DATES = st.one_of(
    st.lists(
        st.tuples(st.integers(-50, 3000), st.integers(1, 16), st.integers(1, 28)).map(list),
        min_size=1,
        max_size=2,
    ).map(lambda parts: {"date-parts": parts}),
    WORDS.map(lambda words: {"literal": words}),
    st.integers(1, 3000).map(lambda year: {"date-parts": [[year]], "circa": True}),
)
PEOPLE = st.lists(
    st.one_of(
        st.builds(lambda words: {"literal": words}, WORDS),
        st.builds(lambda f, g, p: {"family": f, "given": g, "suffix": p}, WORDS, WORDS, WORDS),
    ),
    max_size=9,
)
TEXTS = "title container-title title-short publisher publisher-place volume issue page edition DOI "
TEXTS += "URL genre number event-title note collection-title medium version section language"
ANYTHING = st.fixed_dictionaries(
    {"type": st.sampled_from("book webpage chapter report thesis patent bill song post".split())},
    optional={
        **dict.fromkeys(TEXTS.split(), WORDS),
        **dict.fromkeys(("issued", "accessed", "event-date", "original-date"), DATES),
        **dict.fromkeys(("author", "editor", "translator", "container-author"), PEOPLE),
    },
)
OPENED = {name: style(name, lang) for name, lang in zip(NAMES, LANGUAGES, strict=True)}


@example("apa", {"type": "book", "title": "", "author": [{"family": "", "given": "-"}]})
@given(st.sampled_from(NAMES), ANYTHING)
@settings(deadline=None, max_examples=100)
def test_whatever_a_reference_holds_an_entry_is_clean_text(
    name: str, csl: dict[str, object]
) -> None:
    entry = plain_text(OPENED[name].entry(m.Reference("k", {"id": "k", **csl}, SPAN)))
    assert not any("\ue010" <= char <= "\ue02b" for char in entry)
    assert "None" not in entry or "None" in str(csl)
