"""Whatever is typed is read: no exception, no word lost, every span inside the file."""

import gc
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.reader import read_fragment, read_report, read_text
from briefgen.reader.source import clean
from briefgen.walk import blocks_text, walk
from briefgen.writers.tree import write_tree

MARKS = st.sampled_from(
    """# ## * ** _ ` ``` ~~~ ~ ~~ ^ [ ] ( ) ![ ^[ [^a] [^a]: > - + 1. a. i) (A) : ::: {.x} {#id k=v}
    { } | |-|:-| @a @sec-x [@a, -@ ; p. 3 <b> <http://x> & &amp; \\ --- ... = == [a]: ::: ! [ ] [x]
    """.split()
)
PIECES = st.one_of(
    MARKS,
    st.sampled_from(
        ["\n", "\n\n", "\n    ", "\n  ", "\t", " ", "word", "Erdoğan", "\r\n", "\0", "x"]
    ),
    st.text(max_size=3),
)
MARKDOWN = st.lists(PIECES, max_size=40).map("".join)


def spans_are_inside(text: str, nodes: tuple[m.Node, ...]) -> None:
    lines = clean(text.removeprefix("\ufeff"))[0].split("\n")
    for node in walk(nodes):
        span = node.span
        assert 1 <= span.line <= span.end_line <= len(lines), node
        assert 1 <= span.column <= len(lines[span.line - 1]) + 1, node
        assert 1 <= span.end_column <= len(lines[span.end_line - 1]) + 1, node
        assert (span.line, span.column) <= (span.end_line, span.end_column), node
        if isinstance(node, m.Text):
            assert span.line == span.end_line, node
            typed = lines[span.line - 1][span.column - 1 : span.end_column - 1]
            if node.text[0].isalnum() and typed[:1] not in ("&", "\\"):
                assert typed[0] == node.text[0], node


@given(MARKDOWN)
@settings(max_examples=300, deadline=None)
def test_any_text_reads_and_every_span_lies_inside_it(text: str) -> None:
    sink = Diagnostics()
    report = read_text(text, "any.md", sink)
    spans_are_inside(text, report.blocks)
    assert write_tree(report) == write_tree(read_text(text, "any.md", Diagnostics()))
    assert all(item.span is None or item.span.line > 0 for item in sink)


@given(MARKDOWN)
@settings(max_examples=100, deadline=None)
def test_any_fragment_reads(text: str) -> None:
    read_fragment(text, lambda line, column: Span("t", line, column), Diagnostics())


@given(MARKDOWN)
@settings(max_examples=100, deadline=None)
def test_any_front_matter_reads(text: str) -> None:
    read_text(f"---\ntitle: {text}\n---\n", "any.md", Diagnostics())
    read_text(f"---\n{text}\n---\n", "any.md", Diagnostics())


@given(st.binary(max_size=200))
@settings(
    max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_bytes_read(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "any.md"
    path.write_bytes(data)
    read_report(path, Diagnostics())


WORD = st.text(st.characters(categories=["Ll", "Lu"]), min_size=2, max_size=8)
PROSE = st.lists(
    st.lists(st.lists(WORD, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=4),
    max_size=5,
)


@given(PROSE, st.sampled_from(["", "> ", "- ", "1. ", "Term\n: ", "::: box\n"]))
@settings(max_examples=150, deadline=None)
def test_no_word_of_prose_is_lost(paragraphs: list[list[str]], container: str) -> None:
    indent = {"> ": "> ", "- ": "  ", "1. ": "   ", "Term\n: ": "  "}.get(container, "")
    body = "\n\n".join("\n".join(lines) for lines in paragraphs)
    text = container + body.replace("\n", "\n" + indent)
    if container.startswith(":::"):
        text += "\n:::\n"
    sink = Diagnostics()
    found = blocks_text(read_text(text, "prose.md", sink).blocks).split()
    lead = ["Term"] if container.startswith("Term") and body else []
    expected = lead + body.split()
    assert body == "" or found == expected
    assert body == "" or list(sink) == []


def as_commonmark(text: str) -> str:
    """Return the emphasis and code that markdown-it reads in `text`."""
    marks = {"em_open": "<em>", "em_close": "</em>", "strong_open": "<b>", "strong_close": "</b>"}
    tokens = MarkdownIt("commonmark").parseInline(text)[0].children or []
    return "".join(
        f"`{token.content}`"
        if token.type == "code_inline"
        else marks.get(token.type, token.content)
        for token in tokens
    )


def as_ours(nodes: tuple[m.Node, ...]) -> str:
    shown = ""
    for node in nodes:
        match node:
            case m.Emphasis(children=children):
                shown += f"<em>{as_ours(children)}</em>"
            case m.Strong(children=children):
                shown += f"<b>{as_ours(children)}</b>"
            case m.Code(text=text):
                shown += f"`{text}`"
            case m.Text(text=text):
                shown += text
    return shown


@given(st.lists(st.sampled_from("* ** *** _ __ a b é “ , ` `` &amp; \\ ␣".split()), min_size=1))
@settings(max_examples=300, deadline=None)
def test_emphasis_and_code_are_those_of_commonmark(pieces: list[str]) -> None:
    text = "a" + "".join(pieces).replace("␣", " ").rstrip(" \\") + "b"
    text = re.sub(r"\\+ ", " ", text)  # Pandoc's unbreakable space is none of CommonMark's
    (block,) = read_text(text, "any.md", Diagnostics()).blocks
    assert isinstance(block, m.Paragraph)
    assert as_ours(block.children) == as_commonmark(text)


PATHOLOGICAL = {
    "emphasis opened": "*a **b _c ",
    "emphasis closed": "a_ b* ",
    "brackets": "[",
    "images": "![a",
    "links in links": "[a](",
    "citations in citations": "[@a ",
    "notes": "^[a",
    "code": "`a",
    "tags": "<b>",
    "keys": "@a",
    "quotes": "> ",
    "lists in lists": "- ",
    "lists": "1. a\n",
    "divs": "::: a\n",
    "div ends": ":::\n",
    "definitions": ": a\n",
    "captions": ": a\n\n",
    "tables": "|a|b|\n|-|-|\n",
    "attributes": "[a]{.b ",
    "headings": "# a\n",
    "definitions of links": "[a]: b\n",
    "tabs": "\t",
}


@pytest.mark.parametrize("piece", PATHOLOGICAL.values(), ids=PATHOLOGICAL)
def test_time_grows_with_length_and_not_with_its_square(piece: str) -> None:
    def seconds(count: int) -> float:
        gc.disable()  # its pauses depend on what other tests left behind
        start = time.process_time()
        read_text(piece * count + "\n\n" + piece, "long.md", Diagnostics())
        gc.enable()
        return time.process_time() - start

    seconds(50)
    short = max(seconds(500), 0.004)
    assert seconds(5000) < 40 * short  # ten times the text; its square would be a hundred
