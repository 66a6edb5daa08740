"""The guides for who works on briefgen name files that are there, and rules that hold."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

GUIDES = ["ARCHITECTURE.md", "CONTRIBUTING.md"]


@pytest.mark.parametrize("guide", GUIDES)
def test_every_file_that_a_guide_names_is_there(guide: str, root: Path) -> None:
    text = (root / guide).read_text(encoding="utf-8")
    prose = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    named = {name for name in re.findall(r"`([\w./-]+)`", prose) if "/" in name or ".py" in name}
    named -= {name for name in named if name.startswith((".", "build/"))}
    homes = [root, root / "briefgen", root / "briefgen" / "layout", root / "briefgen" / "writers"]
    missing = {
        name
        for name in named
        if not any((home / name).exists() or (home / f"{name}.py").exists() for home in homes)
    }
    assert len(named) > 10
    assert missing == set()


def test_the_order_of_imports_is_the_one_that_is_checked(root: Path) -> None:
    text = (root / "ARCHITECTURE.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"Down only: `([^`]*)`", text)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in project["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers" and contract["containers"] == ["briefgen"]
    )
    checked = [layer for layer in layers if layer not in ("__main__", "version")]
    assert [layer.strip() for layer in told.replace("\n", " ").split(">")] == checked
