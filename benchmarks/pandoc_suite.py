"""Print how much of Pandoc's own tests of Markdown is read as Pandoc reads it.

    python benchmarks/pandoc_suite.py SUITE [-v] [KIND...]

SUITE is a copy of Pandoc's repository (its folder `test`, and `MANUAL.txt`). Each input of
`test/command` that is Markdown is read by both. It is *alike* where both trees say the same,
*reported* where they differ and a diagnostic says so, *silent* where none does. Attributes,
locators and the shapes of quotation marks are left aside; raw HTML that briefgen reads counts as
what it means. -v prints what differs in silence, of the named kinds or of all.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from briefgen import model as m
from briefgen.diagnostics import BriefgenError, Diagnostics
from briefgen.reader import read_text

FILES = ("testsuite.txt", "markdown-reader-more.txt", "pipe-tables.txt", "tables.txt")
COMMAND = re.compile(r"^%\s*pandoc\b(.*)$", re.MULTILINE)
FENCED = re.compile(r"^(`{3,})[^\n]*\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
MARKS = {
    "Emph": "em", "Strong": "strong", "Strikeout": "del", "Superscript": "sup", "Subscript": "sub",
    "Emphasis": "em",
}  # fmt: skip
TAGS = {"i": "em", "b": "strong", "s": "del", "strike": "del", "summary": "strong"}
READ = frozenset({"em", "strong", "del", "sup", "sub"})


# ------------------------------------------------------------------------------ Pandoc's tree


def inlines(nodes: Iterable[dict[str, Any]]) -> str:
    """Return inlines of Pandoc's JSON as text with marks."""
    return "".join(map(inline, nodes))


def inline(node: dict[str, Any]) -> str:
    kind, content = node["t"], node.get("c")
    match kind:
        case "Str":
            return str(content)
        case "Space" | "SoftBreak":
            return " "
        case "LineBreak":
            return "⟨br⟩"
        case "Emph" | "Strong" | "Strikeout" | "Superscript" | "Subscript":
            return f"⟨{MARKS[kind]}⟩{inlines(content)}⟨/{MARKS[kind]}⟩"
        case "Quoted":
            mark = '"' if content[0]["t"] == "DoubleQuote" else "'"
            return f"{mark}{inlines(content[1])}{mark}"
        case "Code":
            return f"⟨code {content[1]}⟩"
        case "Math":
            return f"⟨math {content[1].strip()}⟩"
        case "Link":
            return f"⟨a {content[2][0]}⟩{inlines(content[1])}⟨/a⟩"
        case "Image":
            return f"⟨img {content[2][0]}⟩{inlines(content[1])}⟨/img⟩"
        case "Span":
            return inlines(content[1])
        case "SmallCaps" | "Underline":
            return inlines(content)
        case "Note":
            return f"⟨note⟩{' '.join(blocks(content))}⟨/note⟩"
        case "Cite":
            return f"⟨cite {' '.join(item['citationId'] for item in content[0])}⟩"
        case "RawInline":
            return raw(content[1]) if content[0] == "html" else ""
        case _:
            return f"⟨{kind}⟩"


def raw(text: str) -> str:
    tag = re.fullmatch(r"<(/?)([a-z]+)[^<>]*>", text.strip(), re.IGNORECASE)
    if tag is None:
        return ""
    name = TAGS.get(tag[2].lower(), tag[2].lower())
    if name == "br":
        return "⟨br⟩"
    return f"⟨{tag[1]}{name}⟩" if name in READ else ""


def blocks(nodes: Iterable[dict[str, Any]]) -> list[str]:
    """Return blocks of Pandoc's JSON, one text for each."""
    return [text for node in nodes for text in block(node)]


def block(node: dict[str, Any]) -> Iterator[str]:
    kind, content = node["t"], node.get("c")
    match kind:
        case "Para" | "Plain":
            if text := inlines(content).strip():
                yield f"p {text}"
        case "Header":
            yield f"h{content[0]} {inlines(content[2])}"
        case "CodeBlock":
            yield f"code {content[1]}"
        case "BlockQuote":
            yield f"quote [{' '.join(blocks(content))}]"
        case "LineBlock":
            yield f"p {'⟨br⟩'.join(map(inlines, content))}"
        case "BulletList":
            yield f"ul [{items(content)}]"
        case "OrderedList":
            yield f"ol {content[0][0]} [{items(content[1])}]"
        case "DefinitionList":
            yield "dl " + " ".join(
                f"[{inlines(term)}: {items(definitions)}]" for term, definitions in content
            )
        case "HorizontalRule":
            yield "hr"
        case "Div":
            yield from blocks(content[1])
        case "Figure":
            yield from blocks(content[2])
        case "Table":
            yield table(content)
        case "RawBlock":
            pass
        case _:
            yield kind


def items(content: Iterable[list[dict[str, Any]]]) -> str:
    return " ".join(f"({' '.join(blocks(item))})" for item in content)


def table(content: list[Any]) -> str:
    _, (_, caption), columns, (_, head), bodies, (_, foot) = content
    aligned = " ".join(align["t"][5:].lower() for align, _ in columns)
    rows = [*head, *(row for body in bodies for row in (*body[2], *body[3])), *foot]
    texts = [
        " | ".join(f"{cell[2]}x{cell[3]} {' '.join(blocks(cell[4]))}" for cell in cells)
        for _, cells in rows
    ]
    texts = [text for text in texts if re.sub(r"1x1|[| ]", "", text)]
    return f"table {aligned} [{' / '.join(texts)}] {' '.join(blocks(caption))}"


# ----------------------------------------------------------------------------------- our tree


def our_inlines(nodes: Iterable[m.Node]) -> str:
    return "".join(map(our_inline, nodes))


def our_inline(node: Any) -> str:
    kind = type(node).__name__
    match kind:
        case "Text":
            return str(node.text)
        case "LineBreak":
            return "⟨br⟩"
        case "Emphasis" | "Strong" | "Strikeout" | "Superscript" | "Subscript":
            return f"⟨{MARKS[kind]}⟩{our_inlines(node.children)}⟨/{MARKS[kind]}⟩"
        case "Code":
            return f"⟨code {node.text}⟩"
        case "Link":
            return f"⟨a {node.target}⟩{our_inlines(node.children)}⟨/a⟩"
        case "Image":
            text = node.attr.get("alt") or our_inlines(node.children)
            return f"⟨img {node.source}⟩{text}⟨/img⟩"
        case "InlineSpan":
            return our_inlines(node.children)
        case "Note":
            return f"⟨note⟩{' '.join(our_blocks(node.children))}⟨/note⟩"
        case "CitationGroup":
            return f"⟨cite {' '.join(each.key for each in node.citations)}⟩"
        case "CrossReference":
            return f"⟨cite {node.target}⟩"
        case "Math" | "Formula" | "InlineMath":
            text = getattr(node, "text", "") or getattr(node, "tex", "")
            return f"⟨math {text.strip()}⟩"
        case _:
            return f"⟨{kind}⟩"


def our_blocks(nodes: Iterable[m.Node]) -> list[str]:
    return [text for node in nodes for text in our_block(node)]


def our_block(node: Any) -> Iterator[str]:
    match node:
        case m.Paragraph():
            if text := our_inlines(node.children).strip():
                yield f"p {text}"
        case m.Section():
            yield f"h{node.level} {our_inlines(node.title)}"
            yield from our_blocks(node.children)
        case m.CodeBlock():
            yield f"code {node.text}"
        case m.BlockQuote():
            yield f"quote [{' '.join(our_blocks(node.children))}]"
        case m.BulletList():
            yield f"ul [{our_items(node.items)}]"
        case m.OrderedList():
            yield f"ol {node.start} [{our_items(node.items)}]"
        case m.DefinitionList():
            yield "dl " + " ".join(
                f"[{our_inlines(item.term)}: "
                f"{' '.join('(' + ' '.join(our_blocks(d)) + ')' for d in item.definitions)}]"
                for item in node.items
            )
        case m.ThematicBreak():
            yield "hr"
        case m.Div():
            yield from our_blocks(node.children)
        case m.Figure():
            yield f"p {our_inline(node.image)}"
        case m.Table():
            yield our_table(node)
        case m.PageBreak():
            pass
        case _ if type(node).__name__ in ("MathBlock", "Equation", "DisplayMath", "Formula"):
            yield f"p {our_inline(node)}"
        case _:
            yield type(node).__name__


def our_items(nodes: Iterable[m.ListItem]) -> str:
    texts = []
    for item in nodes:
        box = "" if item.checked is None else "☒ " if item.checked else "☐ "
        inside = our_blocks(item.children)
        if box and inside:
            inside[0] = f"p {box}{inside[0].removeprefix('p ')}"
        texts.append(f"({' '.join(inside)})")
    return " ".join(texts)


def our_table(node: m.Table) -> str:
    rows = [
        " | ".join(
            f"{cell.row_span}x{cell.column_span} {' '.join(our_blocks(cell.children))}"
            for cell in row.cells
            if cell.row_span
        )
        for row in (node.header, *node.subheads, *node.rows)
    ]
    rows = [text for text in rows if re.sub(r"1x1|[| ]", "", text)]
    caption = f"p {our_inlines(node.caption)}" if node.caption else ""
    return f"table {' '.join(node.alignments)} [{' / '.join(rows)}] {caption}"


# ------------------------------------------------------------------------------------ running


def plain(text: str) -> str:
    """Return a text of either tree without what does not count."""
    text = re.sub("[“”„«»]", '"', text)
    text = re.sub("[‘’‚]", "'", text)
    text = re.sub(r"\s*⟨br⟩\s*", "⟨br⟩", text.replace("\u00a0", " "))
    text = re.sub(r"⟨(a|img) ([^⟩]*)⟩", lambda found: f"⟨{found[1]} {_target(found[2])}⟩", text)
    text = re.sub(r"\s+([)\]])", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def _target(text: str) -> str:
    from urllib.parse import unquote

    return unquote(text).replace(" ", "%20")


def theirs(text: str) -> tuple[list[str], Any]:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "json"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    if done.returncode:
        return [], None
    tree = json.loads(done.stdout)
    return [plain(text) for text in blocks(tree["blocks"])], tree


def ours(text: str) -> tuple[list[str], Diagnostics]:
    sink = Diagnostics()
    try:
        report = read_text(text, "report.md", sink)
    except BriefgenError:
        return ["error"], sink
    return [plain(text) for text in our_blocks(report.blocks)], sink


def inputs(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield name and text of each distinct input of the command tests that is Markdown."""
    seen: set[str] = set()
    for path in sorted(folder.glob("*.md")):
        for fenced in FENCED.finditer(path.read_text(encoding="utf-8", errors="replace")):
            command = COMMAND.match(fenced[2])
            if command is None:
                continue
            reader = re.search(r"(?:-f|-r|--from)[= ]*(\S+)", command[1])
            if reader and not re.match(r"markdown(?:[+-]|$)", reader[1]):
                continue
            typed = fenced[2][command.end() + 1 :].split("\n^D\n")[0]
            if "^D" in fenced[2] and typed.strip() and typed not in seen:
                seen.add(typed)
                yield path.stem, typed + "\n"


def kind_of(tree: Any, text: str) -> str:
    """Return what an input is about, by the rarest thing in it."""
    whole = json.dumps(tree)
    for kind, sign in (
        ("table", '"t": "Table"'),
        ("math", '"t": "Math"'),
        ("line block", '"t": "LineBlock"'),
        ("raw TeX", '["tex"'),
        ("raw TeX", '["latex"'),
        ("raw HTML", '["html"'),
        ("raw format", '"t": "Raw'),
        ("citation", '"t": "Cite"'),
        ("note", '"t": "Note"'),
        ("definition list", '"t": "DefinitionList"'),
        ("list", 'List"'),
        ("figure", '"t": "Image"'),
        ("link", '"t": "Link"'),
        ("div or span", '"t": "Div"'),
        ("div or span", '"t": "Span"'),
        ("heading", '"t": "Header"'),
        ("code", '"t": "Code'),
    ):
        if sign in whole:
            return kind
    return "table" if "---" in text else "other"


def main() -> None:
    """Print a row for each kind, and how many blocks of Pandoc's long files are alike."""
    arguments = [argument for argument in sys.argv[1:] if argument != "-v"]
    suite, wanted = Path(arguments[0]), arguments[1:]
    counts: dict[str, Counter[str]] = {}
    for name, text in inputs(suite / "test" / "command"):
        expected, tree = theirs(text)
        if tree is None:
            continue
        found, sink = ours(text)
        kind = kind_of(tree, text)
        result = "alike" if found == expected else "reported" if list(sink) else "silent"
        counts.setdefault(kind, Counter())[result] += 1
        if result == "silent" and "-v" in sys.argv and (not wanted or kind in wanted):
            print(f"\n----- {name} ({kind})\n{text}\n  Pandoc: {expected}\n  ours:   {found}")
    total: Counter[str] = Counter()
    print("kind".ljust(20), "alike".rjust(8), "reported".rjust(9), "silent".rjust(8))
    for kind, counted in [*sorted(counts.items()), ("all", total)]:
        print(kind.ljust(20), *(str(counted[r]).rjust(8) for r in ("alike", "reported", "silent")))
        total += counted
    known = total["alike"] + total["reported"]
    print(f"{100 * known / max(total.total(), 1):.1f} % alike or reported")
    for path in [suite / "test" / name for name in FILES] + [suite / "MANUAL.txt"]:
        if path.exists():
            text = path.read_text(encoding="utf-8")
            expected, found = theirs(text)[0], ours(text)[0]
            matcher = SequenceMatcher(None, expected, found, autojunk=False)
            alike = sum(size for *_, size in matcher.get_matching_blocks())
            print(f"{path.name}: {alike} of {len(expected)} blocks alike")


if __name__ == "__main__":
    main()
