"""Time the cold build of the dossier against typst (tagged PDF) and pandoc (DOCX), in pairs.

Each program gets the same report. typst gets it as typst markup that pandoc makes of the source,
set in the same fonts, and writes a tagged PDF; pandoc with citeproc writes a DOCX with contents.
Runs alternate (ours, theirs, ours, theirs, ...), so that a machine that slows down slows both;
what counts is the ratio of the medians. Absolute times say little and are not printed first.

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
GOALS = {"typst": 2.0, "pandoc": 1.5}


def main() -> None:
    """Print a row for each peer: the ratio, both medians, and the goal."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 11
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        typst_source = folder / "report.typ"
        _make_typst(typst_source)
        pandoc = [
            str(pypandoc.get_pandoc_path()),
            "--from=markdown",
            "--to=docx",
            "--citeproc",
            "--toc",
            "--number-sections",
            f"--resource-path={SOURCE.parent}",
            f"--output={folder / 'pandoc.docx'}",
            str(SOURCE),
        ]
        typst = [
            sys.executable,
            "-c",
            "import sys, typst; "
            "typst.compile(sys.argv[1], output=sys.argv[2], font_paths=[sys.argv[3]], "
            "ignore_system_fonts=True)",
            str(typst_source),
            str(folder / "typst.pdf"),
            str(ROOT / "briefgen" / "fonts"),
        ]
        print(
            f"{'dossier, cold, whole process':<34}{'ratio':>7}{'goal':>7}{'ours':>9}{'theirs':>9}"
        )
        for peer, kind, theirs in (("typst", "pdf", typst), ("pandoc", "docx", pandoc)):
            ours = [sys.executable, "-m", "briefgen", "build", str(SOURCE), "-q"]
            ours += ["-a", "dossier", "-f", kind, "-o", str(folder / "out")]
            mine, other = _pairs(ours, theirs, runs, folder)
            ratio = statistics.median(a / b for a, b in zip(mine, other, strict=True))
            print(
                f"{kind + ' against ' + peer:<34}{ratio:>7.2f}{GOALS[peer]:>7.1f}"
                f"{statistics.median(mine):>8.3f}s{statistics.median(other):>8.3f}s"
            )


def _make_typst(target: Path) -> None:
    """Write the report as typst markup: same words, a contents, numbered citations."""
    body = pypandoc.convert_file(
        str(SOURCE),
        "typst",
        format="markdown",
        extra_args=["--citeproc", f"--resource-path={SOURCE.parent}"],
    )
    head = (
        '#set document(title: "The Teflon Consensus")\n'
        "#let horizontalrule = line(length: 100%)\n"
        '#set page(paper: "a4", numbering: "1 / 1", margin: (x: 36mm, y: 25mm))\n'
        '#set text(font: "Briefgen Serif", size: 10.5pt, lang: "en", region: "GB")\n'
        "#set par(justify: true)\n"
        '#set heading(numbering: "1.1")\n'
        "#outline(depth: 2)\n"
    )
    target.write_text(head + body, encoding="utf-8")


def _pairs(
    ours: list[str], theirs: list[str], runs: int, folder: Path
) -> tuple[list[float], list[float]]:
    seconds: tuple[list[float], list[float]] = ([], [])
    for turn in range(runs + 1):  # the first pair warms the file cache and is not counted
        for place, command in enumerate((ours, theirs)):
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
