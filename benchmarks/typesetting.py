"""Set the report's paragraphs by briefgen, typst and LaTeX at one measure, and measure the lines.

All three get the same words (without citations), font, size, leading and language; LaTeX is
LuaLaTeX with microtype and the emergency stretch of pandoc's template. Then poppler's pdftotext
says where each word stands, whoever set it. What is not installed is skipped with a line that
says so. docs/typography.md says what the columns mean.

    make bench-lines      or: python benchmarks/typesetting.py [FOLDER], which keeps the files
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median, pstdev
from typing import Any

import pypandoc

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "source" / "report.md"
FONTS = ROOT / "briefgen" / "fonts"
SIZE, LEADING, BETWEEN = 10.5, 15.0, 6.0
MEASURES = {"a page": 138, "a column": 90}
"""Millimetres."""

LOOSE, TIGHT = 1.5, 0.8
"""A line is loose or tight whose word spaces are so many times what they are unstretched."""

AUDIENCE = """title = "Text"
theme = "text"
"""
THEME = """extends = "default"
[page]
left = "{margin}mm"
right = "{margin}mm"
[paragraphs.body]
size = {size}
leading = {leading}
space_after = {between}
"""
TYPST = """#set page(paper: "a4", margin: (x: {margin}mm, y: 25mm))
#set text(font: "Briefgen Serif", size: {size}pt, lang: "en", region: "GB",
  top-edge: 0.7em, bottom-edge: -0.3em)
#set par(justify: true, leading: {leading}pt - 1em, spacing: {leading}pt - 1em + {between}pt)
"""
LATEX = r"""\documentclass{{article}}
\usepackage[a4paper,hmargin={margin}mm,vmargin=25mm]{{geometry}}
\usepackage[british]{{babel}}
\usepackage{{fontspec}}
\setmainfont{{BriefgenSerif}}[Path={fonts}/,Extension=.ttf,UprightFont=*-Regular]
\usepackage{{microtype}}
\frenchspacing\pagestyle{{empty}}\emergencystretch3em\parindent0pt\parskip{between}pt
\begin{{document}}\fontsize{{{size}}}{{{leading}}}\selectfont
"""


@dataclass(frozen=True)
class Word:
    """A word where it stands, in points; `page` counts from 0."""

    text: str
    page: int
    left: float
    right: float
    bottom: float


Line = list[Word]


def main() -> None:
    """Print a table for each measure: a row per program."""
    text = _paragraphs()
    paragraphs = [_letters(_plain(block)) for block in text["blocks"]]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[1] if len(sys.argv) > 1 else name)
        folder.mkdir(parents=True, exist_ok=True)
        for where, measure in MEASURES.items():
            print(f"\nThe measure of {where}: {measure} mm, {SIZE:g} on {LEADING:g} points")
            print(
                f"{'':<22}{'lines':>6}{'chars':>6}{'hyphens':>9}{'stacks':>7}{'space':>7}"
                f"{'spread':>7}{'loose':>6}{'tight':>6}{'rivers':>7}{'short':>6}{'widows':>7}"
            )
            for peer, pdf in _set(text, folder, (210 - measure) / 2):
                if isinstance(pdf, str):
                    print(f"{peer:<22}skipped: {pdf}")
                else:
                    print(f"{peer:<22}{_row(_cut(_lines(pdf), paragraphs), measure)}")


# -------------------------------------------------------------------------------------- the text


def _paragraphs() -> dict[str, Any]:
    """Return a pandoc document of the report's paragraphs, without what is condensed or cited."""
    document = json.loads(pypandoc.convert_file(str(SOURCE), "json", format="markdown"))
    found: list[dict[str, Any]] = []
    for block in document["blocks"]:
        if block["t"] == "Para":
            found.append(block)
        elif block["t"] == "DefinitionList":
            for _, definitions in block["c"]:
                found += [part for definition in definitions for part in definition]
    return {
        **document,
        "meta": {},
        "blocks": [
            {"t": "Para", "c": [{"t": "Str", "c": word} for word in _spaced(_plain(block))]}
            for block in found
        ],
    }


def _spaced(text: str) -> Iterator[str]:
    first, *others = text.split()
    yield first
    for word in others:
        yield from (" ", word)


def _plain(node: Any) -> str:
    """Return the words of a node without citations."""
    match node:
        case list():
            return "".join(map(_plain, node))
        case {"t": "Str" | "Code", "c": str(text)}:
            return text
        case {"t": "Space" | "SoftBreak" | "LineBreak"}:
            return " "
        case {"t": "Cite"}:
            return ""
        case {"c": content}:
            return _plain(content)
    return ""


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


# ------------------------------------------------------------------------------------ setting it


def _set(text: dict[str, Any], folder: Path, margin: float) -> Iterator[tuple[str, Path | str]]:
    """Return the PDF of each program, or why there is none."""
    values = {"margin": f"{margin:g}", "size": SIZE, "leading": LEADING, "between": BETWEEN}
    values["fonts"] = FONTS.as_posix()

    def written(kind: str) -> str:
        return str(
            pypandoc.convert_text(json.dumps(text), kind, format="json", extra_args=["--wrap=none"])
        )

    source, templates = folder / "text.md", folder / "templates"
    head = "---\ntitle: Text\nlang: en-GB\n---\n\n"
    source.write_text(head + written("commonmark"), encoding="utf-8")
    for name, content in {
        "text/audience.toml": AUDIENCE,
        "text/template.md.j2": "{{ report.preamble }}\n",
        "themes/text.toml": THEME.format(**values),
    }.items():
        (templates / name).parent.mkdir(parents=True, exist_ok=True)
        (templates / name).write_text(content, encoding="utf-8")
    command = [sys.executable, "-m", "briefgen", "build", str(source), "-q", "-a", "text"]
    _run([*command, "-f", "pdf", "--templates", str(templates), "-o", str(folder)])
    yield "briefgen", (folder / "text-text.pdf").rename(folder / f"briefgen-{margin:g}.pdf")

    try:
        import typst
    except ImportError:
        yield "typst", "pip install typst"
    else:
        target = folder / f"typst-{margin:g}.pdf"
        source = folder / "text.typ"
        source.write_text(TYPST.format(**values) + written("typst"), encoding="utf-8")
        typst.compile(source, output=target, font_paths=[FONTS], ignore_system_fonts=True)
        yield f"typst {version('typst')}", target

    if not shutil.which("lualatex"):
        yield "LuaLaTeX", "no lualatex on the path"
        return
    source = folder / f"lualatex-{margin:g}.tex"
    body = LATEX.format(**values) + written("latex") + "\\end{document}\n"
    source.write_text(body, encoding="utf-8")
    said = _run(["lualatex", "-interaction=batchmode", source.name], folder)
    yield (
        f"LuaTeX {(re.findall(r'Version ([0-9.]+)', said) or ['?'])[0]}",
        source.with_suffix(".pdf"),
    )


def _run(command: list[str], folder: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


# ----------------------------------------------------------------------------------- reading it

_PAGE_OR_WORD = re.compile(
    r'<page |<word xMin="([\d.-]+)" yMin="[\d.-]+" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)


def _lines(pdf: Path) -> list[Line]:
    if not shutil.which("pdftotext"):
        sys.exit("pdftotext (poppler) reads where the words stand; it is not on the path")
    lines: list[Line] = []
    page = -1
    for found in _PAGE_OR_WORD.finditer(_run(["pdftotext", "-bbox", str(pdf), "-"])):
        if found[1] is None:
            page += 1
            continue
        left, right, bottom = (float(found[i]) for i in (1, 2, 3))
        word = Word(unescape(found[4]), page, left, right, bottom)
        last = lines[-1][-1] if lines else None
        if last and last.page == page and abs(last.bottom - bottom) < LEADING / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _cut(lines: list[Line], paragraphs: list[int]) -> list[list[Line]]:
    """Part lines into paragraphs of so many letters each."""
    found: list[list[Line]] = []
    rest = iter(lines)
    for letters in paragraphs:
        found.append([])
        while letters > 0:
            line = next(rest)
            letters -= sum(_letters(word.text) for word in line)
            found[-1].append(line)
        if letters:
            sys.exit(f"the words differ near {' '.join(word.text for word in found[-1][-1])!r}")
    return found


def _row(paragraphs: list[list[Line]], measure: float) -> str:
    full = [line for lines in paragraphs for line in lines[:-1] if len(line) > 1]
    natural = median([gap for lines in paragraphs for gap in _gaps(lines[-1])])
    spaces = [fmean(_gaps(line)) / natural for line in full]
    count = sum(map(len, paragraphs))
    stacks = rivers = short = widows = 0
    for lines in paragraphs:
        ends = [_hyphen(line) for line in lines[:-1]]
        stacks += sum(a and b for a, b in pairwise(ends))
        rivers += _rivers(lines, natural)
        width = lines[-1][-1].right - lines[-1][0].left
        short += len(lines) > 1 and width < 0.1 * measure * 72 / 25.4
        pages = [line[0].page for line in lines]
        alone = {pages.count(page) for page in (pages[0], pages[-1])}
        widows += len(lines) > 1 and pages[0] != pages[-1] and 1 in alone
    hyphens = sum(_hyphen(line) for lines in paragraphs for line in lines[:-1])
    per_hundred = 100 / len(full)
    return (
        f"{count:>6}{fmean([len(' '.join(w.text for w in line)) for line in full]):>6.0f}"
        f"{hyphens * per_hundred:>9.1f}{stacks:>7}{100 * fmean(spaces):>6.0f}%"
        f"{100 * pstdev(spaces):>6.1f}%{sum(s > LOOSE for s in spaces) * per_hundred:>6.1f}"
        f"{sum(s < TIGHT for s in spaces) * per_hundred:>6.1f}{rivers:>7}{short:>6}{widows:>7}"
    )


def _gaps(line: Line) -> list[float]:
    return [b.left - a.right for a, b in pairwise(line)]


def _hyphen(line: Line) -> bool:
    return line[-1].text[-1] in "-\u2010\u00ad"


def _rivers(lines: list[Line], natural: float) -> int:
    """Count white that runs down four lines or more: spaces that lie under each other."""
    count, above = 0, {}
    for line in lines:
        here = {}
        for a, b in pairwise(line):
            length = 1 + max(
                [
                    n
                    for (left, right), n in above.items()
                    if _overlap(a, b, left, right) > natural / 2
                ],
                default=0,
            )
            count += length == 4
            here[a.right, b.left] = length
        above = here
    return count


def _overlap(a: Word, b: Word, left: float, right: float) -> float:
    return min(b.left, right) - max(a.right, left)


if __name__ == "__main__":
    main()
