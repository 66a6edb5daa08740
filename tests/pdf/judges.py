"""Programs that judge a PDF file: each takes a path, returns what it has against the file."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import outloud
import pdfua
import pytest

from briefgen.terms import term
from tests.pdf.parent_tree import faults

KINDS = ("bar", "line", "dot")

_NOT_ITS_FIELD = ("pdfuaid", "pdfaExtension", "pdfaSchema", "pdfaProperty", "pdfaid:conformance")
"""What PDF/A-2a and PDF/UA need in the XMP, and a judge of PDF/A-2b does not know."""


def by_pdfua(path: Path) -> list[str]:
    return [str(finding) for finding in pdfua.validate(path).findings]


def by_outloud(path: Path) -> list[str]:
    # ORD-001 counts an element's own content before that of its kids, so a link within a
    # paragraph is out of order to it; `faults` looks at the order as it is.
    found = outloud.check(str(path), skip=["ORD-001"]).findings
    return [
        str(f)
        for f in found
        if f.severity != "info"
        and not (f.rule == "TAG-002" and _all_in_head(f.boxes))
        and not (f.rule == "FIG-012" and _all_numbers(f.evidence))
    ]


def _all_in_head(boxes: list[dict[str, float]]) -> bool:
    """Tell a running head that repeats a long heading (an artifact for good) from lost prose."""
    return all(box["y1"] < 60 for box in boxes)


def _all_numbers(evidence: str) -> bool:
    """Tell what says the numbers of charts, and so has fewer letters, from no language at all."""
    names = [term(lang, f"{kind}-chart") for lang in ("en", "he") for kind in KINDS]
    begins = (*names, term("he", "likelihood"))
    return all(each.startswith(begins) for each in evidence.split("; "))


def by_pikepdf(path: Path) -> list[str]:
    pdfa = pytest.importorskip("pikepdf.pdfa", exc_type=ImportError)
    found = map(str, pdfa.validate_written(path, "2b").findings)
    return [f for f in found if not any(word in f for word in _NOT_ITS_FIELD)]


def by_qpdf(path: Path) -> list[str]:
    if shutil.which("qpdf") is None:
        pytest.skip("qpdf is not installed")
    run = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    return [] if run.returncode == 0 else [run.stdout + run.stderr]


def by_parent_tree(path: Path) -> list[str]:
    return faults(path.read_bytes())


JUDGES: tuple[Callable[[Path], list[str]], ...] = (
    by_pdfua,
    by_outloud,
    by_pikepdf,
    by_qpdf,
    by_parent_tree,
)
