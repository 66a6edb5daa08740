"""A trace accounts for every sentence of a document, and what it says of each is so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.model import CitationGroup
from briefgen.pipeline import (
    FORMATS,
    BuiltFile,
    Pack,
    build,
    make_document,
    open_pack,
)
from briefgen.pipeline.mappings import trace_audience
from briefgen.trace import Part, Sentence, Trace, TracedBlock, Use, as_json, read_mapping
from briefgen.walk import walk
from tests.reading import docx_words, model_words, pdf_words, split

LEFT_OUT = {"contents", "note", "alt text", "header", "footer"}  # as tests.reading does
AUDIENCES = ("exec", "dossier", "matrix")

REPORT = """\
---
title: The ferry question
author:
  - name: A. Writer
date: 2025-03-01
bibliography: refs.json
---

# The councils {#councils}

Two of three councils agree
on the boat, says Dr. Tide [@tide, p. 3]. One does *not*.[^why] See [](#fares).
As @harbour says, it is late.

[^why]: Its mayor was away. [@harbour]

Grievance
:   The night boat was cut.

> It is *our* boat.

1. First, the night boat [-@tide, chap. 2; @harbour].
2. Then the day boat &amp; the mail.

| Boat | Fare |
|---|---|
| Night | 5 [@tide] |

: The fares. {#fares}

![A boat at night](boat.png "A title")

```
code = 1
```

Last `words` of 26 June.

# Sources {.unnumbered}
"""
REFERENCES = """[
{"id": "harbour", "type": "webpage", "title": "Harbour notes", "URL": "https://example.org/h"},
{"id": "tide", "type": "webpage", "title": "Tide tables", "URL": "https://example.org/t"}
]
"""
TEMPLATE = """\
{{ audience.title | styled("kicker") }}

For {{ report.authors | join(", ", "name") }} of {{ report.date }}:
{{ "written here" | span("chip") }} and {{ report.works | plural("work") }}.

{{ sections | first }}

{{ works_cited() }}
"""


def words(blocks: tuple[TracedBlock, ...]) -> list[str]:
    return split(" ".join(s.text for b in blocks if b.kind not in LEFT_OUT for s in b.sentences))


def parts(trace: Trace) -> Iterator[tuple[TracedBlock, Sentence, Part]]:
    for block in trace.blocks:
        for sentence in block.sentences:
            for part in sentence.parts:
                yield block, sentence, part


@pytest.fixture(scope="module")
def traced(shipped: Pack, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Trace]:
    """The traces of the six shipped files, read back from beside the files."""
    folder = tmp_path_factory.mktemp("traced")
    files = build(shipped, AUDIENCES, FORMATS, folder, trace=True).files
    for file in files:
        file.path.write_bytes(file.data)
    sink = Diagnostics()
    built = [file.path for file in files if file.path.suffix != ".json"]
    traces = {path.name: read_mapping(path, sink) for path in built}
    assert len(traces) == 6
    assert not list(sink)
    return traces


@pytest.fixture
def ferry(tmp_path: Path, root: Path) -> dict[tuple[str, str], list[Sentence]]:
    """The sentences of a report with one of everything, by kind of block and first words."""
    (tmp_path / "ferry.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "refs.json").write_text(REFERENCES, encoding="utf-8")
    mine = tmp_path / "templates" / "mine"
    mine.mkdir(parents=True)
    (mine / "audience.toml").write_text('title = "My own"\n', encoding="utf-8")
    (mine / "template.md.j2").write_text(TEMPLATE, encoding="utf-8")
    sink = Diagnostics()
    pack = open_pack(tmp_path / "ferry.md", [tmp_path / "templates", root / "templates"], sink)
    trace = trace_audience(pack, "mine")
    assert [str(d) for d in sink if d.severity == "error"] == []
    assert words(trace.blocks) == model_words(make_document(pack, "mine"))
    found: dict[tuple[str, str], list[Sentence]] = {}
    for block in trace.blocks:
        first = block.sentences[0].text.split()[0]
        found[block.kind, first] = list(block.sentences)
    return found


def line_of(text: str, needle: str) -> int:
    return 1 + text[: text.index(needle)].count("\n")


# ------------------------------------------------------------------------------ the shipped pack


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_words_of_the_trace_are_the_words_of_the_file(
    audience: str, traced: dict[str, Trace], pack_files: dict[str, BuiltFile]
) -> None:
    pdf, docx = f"report-{audience}.pdf", f"report-{audience}.docx"
    assert words(traced[pdf].blocks) == pdf_words(pack_files[pdf].data)
    assert words(traced[docx].blocks) == docx_words(pack_files[docx].data)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_parts_make_up_their_sentence(audience: str, traced: dict[str, Trace]) -> None:
    for block in traced[f"report-{audience}.pdf"].blocks:
        for sentence in block.sentences:
            joined = "".join(part.text for part in sentence.parts)
            assert joined.replace(" ", "") == sentence.text.replace(" ", "")


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_lines_named_hold_the_words(audience: str, traced: dict[str, Trace]) -> None:
    checked = 0
    for block, _, part in parts(traced[f"report-{audience}.pdf"]):
        if part.origin not in ("report", "template") or block.kind in ("header", "footer"):
            continue
        lines = Path(part.span.file).read_text(encoding="utf-8").splitlines()
        written = "\n".join(lines[part.span.line - 1 : max(part.span.line, part.span.end_line)])
        said = re.sub(r"\[[\d–, ]+\]|§[\d.]+", " ", part.text)
        for word in re.findall(r"[^\W_]+", said):
            assert re.search(rf"(?<![^\W_]){word}(?![^\W_])", written), (word, part)
            checked += 1
        if part.origin == "report" and part.span.line == part.span.end_line and said == part.text:
            here = lines[part.span.line - 1][part.span.column - 1 :]
            assert re.findall(r"[^\W_]+", here)[0] == re.findall(r"[^\W_]+", said)[0], part
    assert checked > 100


@pytest.mark.parametrize("audience", AUDIENCES)
def test_the_works_are_those_that_the_document_cites(
    audience: str, shipped: Pack, traced: dict[str, Trace]
) -> None:
    trace = traced[f"report-{audience}.pdf"]
    document = make_document(shipped, audience)
    groups = [node for node in walk(document.blocks) if isinstance(node, CitationGroup)]
    named = {use.key for block in trace.blocks for use in block.works if block.kind != "work"}
    assert named == {citation.key for group in groups for citation in group.citations}
    for block in trace.blocks:
        for sentence in block.sentences:
            numbers = {use.number for use in sentence.works}
            if block.kind != "work":
                shown = re.findall(r"\[([\d–, ]+)\]", sentence.text)
                assert {int(n) for group in shown for n in re.findall(r"\d+", group)} <= numbers
    assert {use.key: use.number for use, _ in trace.works}.items() <= shipped.numbers.items()


def test_what_the_template_says_is_named_with_its_line(traced: dict[str, Trace]) -> None:
    found = {
        part.text: (Path(part.span.file).parts[-2:], part.span.line)
        for _, _, part in parts(traced["report-exec.pdf"])
        if part.origin == "template"
    }
    template = Path("templates/exec/template.md.j2").name
    for text in ("Key judgements", "Bottom line", "Prepared by"):
        (file, line) = found[text]
        assert file == ("exec", template)
        assert line > 0
    assert found["Executive summary"] == (("exec", "audience.toml"), 2)
    assert "Dr. Aris V. Thorne" not in found


def test_what_was_computed_is_said_by_nobody(traced: dict[str, Trace]) -> None:
    computed = {p.text for _, _, p in parts(traced["report-exec.pdf"]) if p.origin == "computed"}
    assert {"2 minutes", "26 November 2025", "Apr 2024"} <= computed
    assert all(re.search(r"\d", text) for text in computed)


def test_pages_rise_through_a_pdf_and_a_docx_has_none(
    traced: dict[str, Trace], pack_files: dict[str, BuiltFile]
) -> None:
    pages = [b.page for b in traced["report-dossier.pdf"].blocks if b.kind not in LEFT_OUT]
    assert None not in pages
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert (pages[0], pages[-1]) == (1, pack_files["report-dossier.pdf"].pages)
    assert {b.page for b in traced["report-dossier.docx"].blocks} == {None}


def test_a_traced_build_leaves_the_files_as_they_are(
    shipped: Pack, pack_files: dict[str, BuiltFile], tmp_path: Path
) -> None:
    files = build(shipped, ["matrix"], FORMATS, tmp_path, trace=True).files
    for file in files[::2]:
        assert file.data == pack_files[file.path.name].data
    assert [f.path.name for f in files[1::2]] == [f"{f.path.name}.trace.json" for f in files[::2]]


# ---------------------------------------------------------------------------- one of everything


def test_a_sentence_over_two_lines_has_both(
    ferry: dict[tuple[str, str], list[Sentence]],
) -> None:
    first, *_ = ferry["paragraph", "Two"]
    assert first.text == "Two of three councils agree on the boat, says Dr. Tide [1, p.\u00a03]."
    (part,) = first.parts
    line = line_of(REPORT, "Two of three")
    assert (part.span.line, part.span.column, part.span.end_line) == (line, 1, line + 1)
    assert first.works == (Use(1, "tide", "page 3"),)


def test_sentences_of_one_line_have_their_own_columns(
    ferry: dict[tuple[str, str], list[Sentence]],
) -> None:
    texts = [
        (s.text, s.parts[0].span.line, s.parts[0].span.column) for s in ferry["paragraph", "Two"]
    ]
    line = line_of(REPORT, "on the boat, says")
    written = REPORT.splitlines()[line - 1]
    assert texts[1] == ("One does not.", line, written.index("One") + 1)
    assert texts[2] == ("See Table\u00a01.", line, written.index("See") + 1)
    assert texts[3][0].startswith("As “Harbour notes”\u00a0[2] says")


@pytest.mark.parametrize("second", ['Then "two".', "Then « two »."])
def test_columns_count_what_was_typed_for_a_quotation_mark(
    second: str, root: Path, tmp_path: Path
) -> None:
    line = f"{second} {second} End."
    path = tmp_path / "r.md"
    path.write_text(f"---\nlang: fr\n---\n\n{line}\n", encoding="utf-8")
    trace = trace_audience(open_pack(path, [root / "templates"], Diagnostics()), "dossier")
    columns = [
        p.span.column for b, _, p in parts(trace) if p.origin == "report" and p.span.line == 5
    ]
    assert columns[-3:] == [1, len(second) + 2, 2 * len(second) + 3]


def test_every_kind_of_block_is_there(
    ferry: dict[tuple[str, str], list[Sentence]],
) -> None:
    assert {kind for kind, _ in ferry} == {
        *("paragraph", "heading", "list item", "quotation", "term", "definition", "caption"),
        *("cell", "code", "note", "work"),
    }
    assert ferry["note", "Its"][0].works == (Use(2, "harbour"),)
    assert ferry["list item", "First,"][0].works == (Use(1, "tide", "chapter 2"), Use(2, "harbour"))
    assert ferry["cell", "5"][0].works == (Use(1, "tide"),)
    label, caption = ferry["caption", "Table"]
    assert (label.parts[0].origin, caption.parts[0].origin) == ("computed", "report")


def test_a_sentence_of_several_hands_is_told_apart(
    ferry: dict[tuple[str, str], list[Sentence]],
) -> None:
    (sentence,) = ferry["paragraph", "For"]
    assert [(part.text, part.origin, part.span.line) for part in sentence.parts] == [
        ("For", "template", 3),
        ("A. Writer", "report", 4),
        ("of", "template", 3),
        ("1 March 2025:", "computed", 1),
        ("written here and", "template", 4),
        ("2 works.", "computed", 4),
    ]


@pytest.mark.parametrize("case", sorted(Path(__file__).parent.parent.glob("cases/*.md")), ids=str)
def test_nothing_is_lost_of_any_markup(case: Path, root: Path, tmp_path: Path) -> None:
    sink = Diagnostics()
    pack = open_pack(case, [root / "templates"], sink)
    document = make_document(pack, "dossier")
    trace = trace_audience(pack, "dossier")
    assert "".join(words(trace.blocks)) == "".join(model_words(document))
    json.loads(as_json(trace))
