"""What a format states comes through an import: words, marks, blocks, in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.importing import import_report
from briefgen.importing.draft import Draft, DraftMetadata, DraftParagraph, DraftRun, Location, clean
from briefgen.importing.write import write_report
from briefgen.reader import read_text

Marked = list[tuple[str, frozenset[str]]]
"""The letters and digits of a text, each with its marks."""

MARKS = ("bold", "italic", "strike", "superscript", "subscript", "code")
NODES = {
    m.Strong: "bold", m.Emphasis: "italic", m.Strikeout: "strike", m.Superscript: "superscript",
    m.Subscript: "subscript",
}  # fmt: skip
SIGNS = "abcZ019 .,:;!?()[]{}<>#*_~^`|\\@&$%+-=/'\"“”’–—…é票价。："


def marked(nodes: Sequence[m.Node], marks: frozenset[str] = frozenset()) -> Iterator[
    tuple[str, frozenset[str]]
]:  # fmt: skip
    """Yield the letters of inlines with the marks they have."""
    for node in nodes:
        match node:
            case m.Text(text=text):
                yield from ((c, marks) for c in text if c.isalnum())
            case m.Code(text=text):
                yield from ((c, marks | {"code"}) for c in text if c.isalnum())
            case m.LineBreak():
                pass
            case _:
                own = NODES.get(type(node))
                inside: Sequence[m.Node] = getattr(node, "children", ())
                yield from marked(inside, marks | {own} if own else marks)


def letters(runs: Sequence[DraftRun]) -> Marked:
    return [
        (c, frozenset(name for name in MARKS if getattr(run, name)))
        for run in runs
        for c in run.text
        if c.isalnum()
    ]


@st.composite
def runs_of(draw: st.DrawFn, signs: str = SIGNS) -> tuple[DraftRun, ...]:
    """Draw runs in random looks."""
    runs = []
    for text in draw(st.lists(st.text(signs, min_size=1, max_size=8), min_size=1, max_size=6)):
        bold, italic, strike, code = (draw(st.integers(0, 2)) == 0 for _ in range(4))
        script = draw(st.sampled_from(["", "", "", "superscript", "subscript"]))
        runs.append(
            DraftRun(
                text, bold, italic, False, strike, script == "superscript", script == "subscript",
                code and not script,
            )
        )  # fmt: skip
    return clean(runs)


@settings(max_examples=400, deadline=None)
@given(runs_of())
def test_runs_in_any_looks_read_back_with_the_same_marks(runs: tuple[DraftRun, ...]) -> None:
    draft = Draft((DraftParagraph(runs, Location(1)),), DraftMetadata(title="T"))
    text = write_report(draft, {}, "inline").text
    sink = Diagnostics()
    blocks = read_text(text, "r.md", sink).blocks
    assert [str(found) for found in sink] == [], text
    assert all(isinstance(block, m.Paragraph) for block in blocks), text
    found = [one for b in blocks if isinstance(b, m.Paragraph) for one in marked(b.children)]
    assert found == letters(runs), text


# ------------------------------------------------------------------------------------ formats

WORDS = "boat bell quay (tide) rope, “mole”. net; 5 x-y 票价 *q* a_b <z> & #c | ~".split()
Block = tuple[str, tuple[DraftRun, ...]]


@st.composite
def lines_of(draw: st.DrawFn) -> tuple[DraftRun, ...]:
    """Draw runs whose words stand apart or together, in looks that every format has."""
    runs = []
    for _ in range(draw(st.integers(1, 4))):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
        look = draw(st.sampled_from([*MARKS, "", "", "bold italic"])).split()
        text = " ".join(words) + draw(st.sampled_from(["", " ", " "]))
        runs.append(DraftRun(text, **dict.fromkeys(look, True)))  # type: ignore[arg-type]
    return (
        clean([DraftRun("The "), *runs, DraftRun(" lay there all the long day and sank.")])
        if (draw(st.booleans()))
        else clean([*runs, DraftRun(" lay there all the long day, and then it sank in the end.")])
    )


KINDS = ("paragraph", "quote", "bullet", "table", "heading")
documents = st.lists(st.tuples(st.sampled_from(KINDS), lines_of()), min_size=1, max_size=6)
TAGS = {"bold": "b", "italic": "i", "strike": "s", "superscript": "sup", "subscript": "sub",
        "code": "code"}  # fmt: skip


def in_tags(runs: Sequence[DraftRun]) -> str:
    """Return runs as HTML."""
    text = ""
    for run in runs:
        inner = escape(run.text)
        for name in MARKS:
            if getattr(run, name):
                inner = f"<{TAGS[name]}>{inner}</{TAGS[name]}>"
        text += inner
    return text


def as_html(blocks: Sequence[Block]) -> bytes:
    shapes = {
        "paragraph": "<p>{}</p>", "quote": "<blockquote><p>{}</p></blockquote>",
        "bullet": "<ul><li>{}</li></ul>", "heading": "<h2>{}</h2>",
        "table": "<table><tr><th>A</th><th>B</th></tr><tr><td>{}</td><td>d</td></tr></table>",
    }  # fmt: skip
    body = "\n".join(shapes[kind].format(in_tags(runs)) for kind, runs in blocks)
    head = "<html><head><title>Boats</title></head><body><h1>Boats</h1><h2>One</h2><p>So.</p>"
    return f"{head}{body}<h2>Two</h2><p>So.</p></body></html>".encode()


def as_markdown(blocks: Sequence[Block]) -> bytes:
    """Return blocks as the Markdown of chat tools, their looks as HTML where stars would fail."""
    shapes = {
        "paragraph": "{}", "quote": "> {}", "bullet": "- {}", "heading": "## {}",
        "table": "| A | B |\n|---|---|\n| {} | d |",
    }  # fmt: skip
    parts = []
    for kind, runs in blocks:
        text = ""
        for run in runs:
            inner = "".join(f"\\{c}" if c in "*_<&#|~[]`\\" else c for c in run.text)
            lead = inner[: len(inner) - len(inner.lstrip())]
            tail = inner[len(inner.rstrip()) :]
            inner = inner.strip()
            for name in MARKS:
                if inner and getattr(run, name):
                    inner = f"<{TAGS[name]}>{inner}</{TAGS[name]}>"
            text += lead + inner + tail
        parts.append(shapes[kind].format(text))
    body = "\n\n".join(parts)
    return f"# Boats\n\n## One\n\nSo.\n\n{body}\n\n## Two\n\nSo.\n".encode()


def as_docx(blocks: Sequence[Block]) -> bytes:
    from docx import Document
    from docx.text.paragraph import Paragraph

    document = Document()

    def fill(paragraph: Paragraph, runs: Sequence[DraftRun]) -> None:
        for run in runs:
            made = paragraph.add_run(run.text)
            for name in MARKS[:-1]:
                if getattr(run, name):
                    setattr(made.font, name, True)
            if run.code:
                made.font.name = "Courier New"

    document.add_paragraph("Boats", style="Title")
    document.add_paragraph("One", style="Heading 1")
    document.add_paragraph("So.")
    for kind, runs in blocks:
        if kind == "table":
            table = document.add_table(2, 2)
            table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 1).text = "A", "B", "d"
            fill(table.cell(1, 0).paragraphs[0], runs)
        else:
            styles = {"quote": "Quote", "bullet": "List Bullet", "heading": "Heading 1"}
            fill(document.add_paragraph(style=styles.get(kind)), runs)
    document.add_paragraph("Two", style="Heading 1")
    document.add_paragraph("So.")
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def imported(data: bytes, name: str) -> tuple[m.Report, str]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        result = import_report(path, Diagnostics())
    text = write_report(result.draft, result.references, "inline").text
    sink = Diagnostics()
    report = read_text(text, "r.md", sink)
    assert [str(found) for found in sink if found.code != "image-without-text"] == [], text
    return report, text


def shapes(blocks: m.Blocks) -> Iterator[tuple[str, Marked]]:
    """Yield each block below "One" as its kind and its letters."""
    for block in blocks:
        match block:
            case m.Section():
                yield "heading", [(c, marks - {"bold"}) for c, marks in marked(block.title)]
                yield from shapes(block.children)
            case m.Paragraph():
                yield "paragraph", list(marked(block.children))
            case m.BlockQuote():
                yield from (("quote", own) for _, own in shapes(block.children))
            case m.BulletList():
                for item in block.items:
                    yield from (("bullet", own) for _, own in shapes(item.children))
            case m.Table():
                (cell, _) = block.rows[0].cells
                yield from (("table", own) for _, own in shapes(cell.children))
            case _:
                raise AssertionError(block)


def check(blocks: Sequence[Block], data: bytes, name: str) -> None:
    report, text = imported(data, name)
    found = list(shapes(report.blocks))
    assert found[0] == ("heading", [(c, frozenset()) for c in "One"]), text
    wanted = []
    for kind, runs in blocks:
        own = letters(runs)
        wanted.append((kind, [(c, s - {"bold"}) for c, s in own] if kind == "heading" else own))
    assert found[2:-2] == wanted, text


@settings(max_examples=40, deadline=None)
@given(documents)
def test_a_page_comes_through_with_its_blocks_and_marks(blocks: list[Block]) -> None:
    check(blocks, as_html(blocks), "boats.html")


@settings(max_examples=40, deadline=None)
@given(documents)
def test_markdown_comes_through_with_its_blocks_and_marks(blocks: list[Block]) -> None:
    check(blocks, as_markdown(blocks), "boats.md")


@settings(max_examples=40, deadline=None)
@given(documents)
def test_a_word_file_comes_through_with_its_blocks_and_marks(blocks: list[Block]) -> None:
    check(blocks, as_docx(blocks), "boats.docx")
