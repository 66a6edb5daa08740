"""What all tests share: the repository, the built pack, veraPDF, and `--refresh` for goldens."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import tests.shipped  # noqa: F401  # before briefgen

os.environ["BRIEFGEN_FROZEN"] = "1"  # also where a test runs briefgen

# isort: split
import briefgen
from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import BuiltFile, Pack, build, open_pack

ROOT = Path(briefgen.__file__).absolute().parent.parent

Validate = Callable[[dict[str, bytes]], str]
"""Takes files by name; returns what veraPDF has against them, "" for nothing."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--refresh`."""
    parser.addoption("--refresh", action="store_true", help="write golden files anew")


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def refresh(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written anew."""
    return bool(request.config.getoption("--refresh"))


@pytest.fixture(scope="session")
def shipped() -> Pack:
    """The shipped report, read with the shipped templates."""
    sink = Diagnostics()
    pack = open_pack(ROOT / "source" / "report.md", [ROOT / "templates"], sink)
    assert [str(d) for d in sink] == []
    return pack


@pytest.fixture(scope="session")
def pack_files(shipped: Pack) -> dict[str, BuiltFile]:
    """The six files of the shipped pack by name; building them reports nothing."""
    files = build(shipped).files
    assert [str(d) for d in shipped.sink] == []
    return {file.path.name: file for file in files}


@pytest.fixture
def validate(root: Path, tmp_path: Path, pytestconfig: pytest.Config) -> Validate:
    """Return what asks veraPDF whether files are PDF/UA-1 and PDF/A-2a.

    It runs on Java. Where Java 11, Maven or the way to Maven Central is missing, the test is
    skipped with a line that says so.
    """
    for program in ("java", "mvn"):
        if shutil.which(program) is None:
            pytest.skip(f"veraPDF did not run: there is no {program}")
    project = root / "tests" / "verapdf"
    assert pytestconfig.cache is not None
    classpath = pytestconfig.cache.mkdir("verapdf") / "classpath"
    if not classpath.exists():
        goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath"
        command = ["mvn", "-B", "-q", "-f", project, goal, f"-Dmdep.outputFile={classpath}"]
        fetched = subprocess.run(command, capture_output=True, text=True, check=False)
        if fetched.returncode:
            pytest.skip("veraPDF did not run: Maven could not fetch it")

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
