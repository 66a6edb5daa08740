"""An installed wheel works anywhere: templates, themes and fonts travel in it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_cli import REFERENCES, SMALL


@pytest.fixture(scope="module")
def site(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder where the wheel of this checkout is installed, and nothing else."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q"]
    wheel = [*pip, "wheel", "--no-deps", "--no-build-isolation", "-w", str(folder), str(root)]
    subprocess.run(wheel, check=True, capture_output=True)
    (built,) = folder.glob("briefgen-*.whl")
    site = folder / "site"
    install = [*pip, "install", "--no-deps", "--target", str(site), str(built)]
    subprocess.run(install, check=True, capture_output=True)
    return site


def test_a_wheel_builds_the_pack_far_from_any_checkout(site: Path, tmp_path: Path) -> None:
    (tmp_path / "ferry.md").write_text(SMALL, encoding="utf-8")
    (tmp_path / "refs.json").write_text(REFERENCES, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "briefgen", "build", "ferry.md"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((tmp_path / "build").iterdir())) == 7  # with the manifest


def test_a_wheel_carries_types_fonts_themes_and_licences(site: Path) -> None:
    package = site / "briefgen"
    assert (package / "py.typed").is_file()
    assert (package / "templates" / "themes" / "default.toml").is_file()
    assert (package / "templates" / "exec" / "audience.toml").is_file()
    assert (package / "fonts" / "BriefgenSerif-Regular.ttf").is_file()
    (licences,) = site.glob("briefgen-*.dist-info/licenses")
    assert {p.name for p in licences.rglob("*") if p.is_file()} >= {
        "LICENSE",
        "OFL-SourceSerif4.txt",
    }
