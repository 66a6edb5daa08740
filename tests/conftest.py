"""What all tests share: the repository, the built pack, and `--refresh` for golden files."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import FORMATS, Built, Pack

ROOT = Path(__file__).resolve().parent.parent


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
    pack = Pack(ROOT / "source" / "report.md", [ROOT / "templates"], sink)
    assert [str(d) for d in sink] == []
    return pack


@pytest.fixture(scope="session")
def pack_files(shipped: Pack) -> dict[str, Built]:
    """The six files of the shipped pack by name; building them reports nothing."""
    files = shipped.build(list(shipped.audiences), FORMATS, Path("build"), {})
    assert [str(d) for d in shipped.sink] == []
    return {file.path.name: file for file in files}
