"""Time the cold build of the dossier against typst (tagged PDF) and pandoc (DOCX), in pairs.

Each program writes what the dossier says and no more. pandoc reads the same source, with a filter
that takes out the condensed forms, as we do, and writes a DOCX with citeproc and contents. typst
gets typst markup that pandoc has made so before, with the citations already in it, and writes a
tagged PDF in our fonts and size. It is timed in two pages: with our margins, which leave the same
measure and so about as many lines, and with its own, where fewer and longer lines make it quicker.
The first is the same work; the second is what someone who just runs typst would see.

Both of a pair run one after the other, and take turns at being first; what counts is the median
of the pairs' ratios (its quartiles follow), so that a machine that slows down slows both. Absolute
times say little and are printed last.

    make bench            or: python benchmarks/peers.py [RUNS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import pypandoc

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "source" / "report.md"

OTHERS = 'function Div(div) if div.classes:includes("condensed") then return {} end end\n'
"""A filter for pandoc that takes out what the dossier leaves to others."""

OUR_MARGINS = "margin: (x: 36mm, y: 25mm), "


def main() -> None:
    """Print a row for each comparison: the ratio, its quartiles, the goal, both medians."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        others = folder / "others.lua"
        others.write_text(OTHERS, encoding="utf-8")
        reading = [
            "--from=markdown",
            f"--lua-filter={others}",
            "--citeproc",
            f"--resource-path={SOURCE.parent}",
            str(SOURCE),
        ]
        markup = folder / "body.typ"
        subprocess.run(_pandoc(*reading, f"--output={markup}"), check=True)
        word = _pandoc(*reading, "--toc", "--number-sections", f"--output={folder / 'pandoc.docx'}")
        comparisons = [
            ("pdf / typst, our margins", "pdf", 2.0, _typst(folder, markup, OUR_MARGINS)),
            ("pdf / typst, its margins", "pdf", 2.0, _typst(folder, markup, "")),
            ("docx / pandoc", "docx", 1.5, word),
        ]
        print(
            f"{'dossier, cold, whole process':<30}{'ratio':>6}  {'quartiles':<11}"
            f"{'goal':>6}{'ours':>9}{'theirs':>9}"
        )
        for title, kind, goal, theirs in comparisons:
            ours = [str(Path(sys.executable).with_name("briefgen")), "build", str(SOURCE)]
            ours += ["--audience=dossier", f"--format={kind}", f"--output={folder / 'out'}"]
            mine, other = _pairs(ours, theirs, runs, folder)
            ratios = [a / b for a, b in zip(mine, other, strict=True)]
            low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
            print(
                f"{title:<30}{middle:>6.2f}  {f'{low:.2f}–{high:.2f}':<11}{goal:>6.1f}"
                f"{statistics.median(mine):>8.3f}s{statistics.median(other):>8.3f}s"
            )


def _typst(folder: Path, body: Path, margins: str) -> list[str]:
    """Write the report in a page with `margins`; return the command that sets it."""
    source = folder / f"report-{'ours' if margins else 'own'}.typ"
    source.write_text(
        '#set document(title: "The Teflon Consensus")\n'
        "#let horizontalrule = line(length: 100%)\n"
        f'#set page(paper: "a4", {margins}numbering: "1 / 1")\n'
        '#set text(font: "Briefgen Serif", size: 10.5pt, lang: "en", region: "GB")\n'
        "#set par(justify: true)\n"
        '#set heading(numbering: "1.1")\n'
        "#outline(depth: 2)\n" + body.read_text(encoding="utf-8"),
        encoding="utf-8",
    )
    code = (
        "import sys, typst; typst.compile(sys.argv[1], output=sys.argv[2],"
        " font_paths=[sys.argv[3]], ignore_system_fonts=True)"
    )
    fonts = ROOT / "briefgen" / "fonts"
    return [sys.executable, "-c", code, str(source), str(folder / "typst.pdf"), str(fonts)]


def _pandoc(*options: str) -> list[str]:
    return [str(pypandoc.get_pandoc_path()), *options]


def _pairs(
    ours: list[str], theirs: list[str], runs: int, folder: Path
) -> tuple[list[float], list[float]]:
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(runs + 1):  # the first pair warms the file cache and is not counted
        pair = list(enumerate((ours, theirs)))
        for place, command in pair if turn % 2 else reversed(pair):
            started = perf_counter()
            done = subprocess.run(
                command, cwd=ROOT, capture_output=True, text=True, env=_environment(folder)
            )
            elapsed = perf_counter() - started
            if done.returncode:
                sys.exit(f"{' '.join(command[:4])} failed:\n{done.stderr}")
            if turn:
                seconds[place].append(elapsed)
    return seconds


def _environment(folder: Path) -> dict[str, str]:
    path = os.environ.get("PATH", os.defpath)
    return {"HOME": str(folder), "PATH": path, "PYTHONPATH": str(ROOT)}


if __name__ == "__main__":
    main()
