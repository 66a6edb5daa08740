"""veraPDF, the authority on PDF/A and PDF/UA, on a layout made by hand and on the shipped pack.

It runs on Java. Where Java 11, Maven or the way to Maven Central is missing, a line says that
nothing was checked.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.pdf.sheets import everything

if TYPE_CHECKING:
    from briefgen.pipeline import Built

Validate = Callable[[dict[str, bytes]], str]
"""Takes files by name; returns what veraPDF has against them, "" for nothing."""


@pytest.fixture
def validate(
    root: Path, tmp_path: Path, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> Validate:
    def absent(why: str) -> None:
        with capsys.disabled():
            print(f"\nveraPDF did not run: {why}")
        pytest.skip(why)

    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            absent(f"there is no {program}")
    project = root / "tests" / "verapdf"
    assert pytestconfig.cache is not None
    classpath = pytestconfig.cache.mkdir("verapdf") / "classpath"
    if not classpath.exists():
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
        command = ["mvn", "-B", "-q", "-f", project, goal, f"-Dmdep.outputFile={classpath}"]
        fetched = subprocess.run(command, capture_output=True, text=True, check=False)
        if fetched.returncode:
            absent("Maven could not fetch it")

    def run(files: dict[str, bytes]) -> str:
        for name, data in files.items():
            (tmp_path / name).write_bytes(data)
        java = ["java", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp", classpath.read_text()]
        done = subprocess.run(
            [*java, project / "Validate.java", "ua1,2a", *files],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        return "" if done.returncode == 0 else done.stdout + done.stderr

    return run


def test_a_layout_with_everything_is_pdf_ua_1_and_pdf_a_2a(
    root: Path, tmp_path: Path, validate: Validate
) -> None:
    assert validate({"everything.pdf": everything(root, tmp_path).write()}) == ""


def test_the_shipped_documents_are_pdf_ua_1_and_pdf_a_2a(
    pack_files: dict[str, Built], validate: Validate
) -> None:
    assert validate({n: f.data for n, f in pack_files.items() if n.endswith(".pdf")}) == ""


def test_verapdf_would_tell(validate: Validate) -> None:
    plain = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(plain)
    verdict = validate({"plain.pdf": plain.getvalue()})
    assert "plain.pdf: FAILS ua1" in verdict
    assert "plain.pdf: FAILS 2a" in verdict
