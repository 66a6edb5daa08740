"""Programs that judge a PDF file: each takes a path, returns what it has against the file."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import outloud
import pdfua
import pytest

from tests.pdf.parent_tree import faults

_NOT_ITS_FIELD = ("pdfuaid", "pdfaExtension", "pdfaSchema", "pdfaProperty", "pdfaid:conformance")
"""What PDF/A-2a and PDF/UA need in the XMP, and a judge of PDF/A-2b does not know."""


def by_pdfua(path: Path) -> list[str]:
    return [str(finding) for finding in pdfua.validate(path).findings]


def by_outloud(path: Path) -> list[str]:
    result = outloud.check(str(path))
    return [str(f) for f in result.findings if str(f.severity).lower() != "info"]


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
