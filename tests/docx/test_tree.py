"""The tree that Word files are written from: what it promises to those who add a record to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

import briefgen.writers.docx as package
from briefgen.writers.docx.markup import (
    paragraph_properties,
    run_properties,
    serialise,
    word_part,
)
from briefgen.writers.docx.nodes import (
    Content,
    WordParagraph,
    WordRun,
    XmlElement,
    field,
    map_runs,
    text_of,
    w,
)
from tests.docx.lint import W

FOLDER = Path(package.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
SERIALISER = FOLDER / "markup.py"
TAG = re.compile(r"</|/>|<[A-Za-z][\w:]*[ :>/]|<$")


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(FOLDER)))
def test_no_string_outside_the_serialiser_holds_a_tag(module: Path) -> None:
    tree = ast.parse(module.read_text("utf-8"))
    held = [text for text in strings(tree) if TAG.search(text)]
    assert not held or module == SERIALISER
    assert held or module != SERIALISER  # what is looked for is there where it has to be


def strings(tree: ast.AST) -> Iterator[str]:
    """Give the strings of a module, parts of f-strings too, without the documentation."""
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            if isinstance(node, ast.Expr):
                continue  # a docstring: a string that nobody takes
            if isinstance(child, ast.Constant) and isinstance(child.value, str):
                yield child.value


def test_no_module_of_the_writer_imports_itself_in_a_circle() -> None:
    imports = {name_of(path): set(imported(path)) for path in MODULES}
    assert sum(map(len, imports.values())) > len(imports)
    while free := [name for name, needs in imports.items() if not needs & imports.keys()]:
        for name in free:
            del imports[name]
    assert not imports


def name_of(path: Path) -> str:
    parts = path.relative_to(FOLDER.parents[2]).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(path: Path) -> Iterator[str]:
    """Give the modules that `path` imports anywhere, for its annotations too."""
    known = {name_of(module) for module in MODULES}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            inside = {f"{node.module}.{alias.name}" for alias in node.names} & known
            yield from inside or {node.module}


# ----------------------------------------------------------------------------------------- the tree


def reviewed(run: WordRun, *, number: int) -> Content:
    """Return `run` as an insertion that somebody comments on."""
    who = {"w:author": "A. Editor", "w:date": "2026-01-01T00:00:00Z"}
    mark = WordRun((w("commentReference", id=number),))
    return (
        w("commentRangeStart", id=number),
        XmlElement("w:ins", {"w:id": number, **who}, (run,)),
        w("commentRangeEnd", id=number),
        mark,
    )


def test_a_tracked_change_and_a_comment_are_records_like_any_other() -> None:
    bold = {"b": w("b")}
    inserted = reviewed(WordRun(("new & better",), bold), number=7)
    paragraph = WordParagraph({}, [WordRun(("old ",)), *inserted])
    root = ET.fromstring(word_part("document", w("body", paragraph)))  # noqa: S314  # our own
    (found,) = root.iter(f"{W}ins")
    assert (found.get(f"{W}id"), found.get(f"{W}author")) == ("7", "A. Editor")
    assert [text.text for text in found.iter(f"{W}t")] == ["new & better"]
    assert found.find(f"{W}r/{W}rPr/{W}b") is not None
    assert [child.tag.removeprefix(W) for child in root.find(f"{W}body/{W}p") or ()] == [
        "r",
        "commentRangeStart",
        "ins",
        "commentRangeEnd",
        "r",
    ]
    # What looks at the text of a paragraph, or changes it, finds the text of the insertion.
    assert text_of(paragraph.content) == "old new & better"
    louder = map_runs(paragraph.content, lambda run: [WordRun((run.text.upper(),))])
    assert text_of(louder) == "OLD NEW & BETTER"


def test_properties_come_out_in_the_order_of_the_schema() -> None:
    names = "pStyle keepNext pageBreakBefore numPr pBdr tabs bidi spacing ind jc outlineLvl".split()
    runs = "rStyle rFonts b i color sz szCs shd vertAlign rtl lang w14:ligatures".split()
    for turn in range(len(names)):
        mixed = [*names[turn:], *names[:turn]][::-1]
        element = paragraph_properties({name: w(name) for name in mixed})
        assert [child.name for child in elements(element)] == [f"w:{name}" for name in names]
        mixed = [*runs[turn:], *runs[:turn]][::-1]
        look = run_properties({name: XmlElement(name) for name in mixed})
        assert isinstance(look, XmlElement)
        assert [child.name for child in elements(look)] == runs


def elements(parent: XmlElement) -> list[XmlElement]:
    return [child for child in parent.children if isinstance(child, XmlElement)]


def test_a_property_that_has_no_place_in_the_schema_is_refused() -> None:
    with pytest.raises(KeyError):
        serialise((WordRun(("x",), {"blink": w("blink")}),))


def test_text_and_attributes_are_escaped_where_they_are_written_and_nowhere_else() -> None:
    text = 'a <b> & "c"\x00\x1f\ud800'
    run = WordRun((text,))
    tree = word_part("body", w("hyperlink", run, tooltip=text), *field(text, (run,)))
    root = ET.fromstring(tree)  # noqa: S314  # our own
    clean = 'a <b> & "c"'
    (link,) = root.iter(f"{W}hyperlink")
    assert link.get(f"{W}tooltip") == clean
    assert [found.text for found in root.iter(f"{W}t")] == [clean, clean]
    assert [found.text for found in root.iter(f"{W}instrText")] == [f" {clean} "]


def test_runs_that_look_alike_share_their_properties_and_others_do_not() -> None:
    bold, italic = {"b": w("b")}, {"i": w("i")}
    runs = [WordRun((str(n),), bold if n % 2 else italic) for n in range(4)]
    root = ET.fromstring(word_part("body", *runs))  # noqa: S314  # our own
    looks = [[each.tag.removeprefix(W) for each in run.find(f"{W}rPr") or ()] for run in root]
    assert looks == [["i"], ["b"], ["i"], ["b"]]
