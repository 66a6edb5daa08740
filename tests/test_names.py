"""A name stands for one thing, and a module can be read in one sitting."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import Final

MOST_LINES: Final = 450


def _modules(root: Path) -> dict[str, str]:
    package = root / "briefgen"
    return {
        path.relative_to(package).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(package.rglob("*.py"))
    }


def test_a_public_class_name_stands_in_one_module(root: Path) -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for module, text in _modules(root).items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    assert len(places) > 150
    twice = {name: modules for name, modules in places.items() if len(modules) > 1}
    assert twice == {}


def test_no_module_is_longer_than_one_reads_in_one_sitting(root: Path) -> None:
    lengths = {module: text.count("\n") for module, text in _modules(root).items()}
    long = {module: count for module, count in lengths.items() if count > MOST_LINES}
    assert long == {}


def test_a_module_begins_with_what_it_is_for(root: Path) -> None:
    first = {
        m: (ast.get_docstring(ast.parse(t)) or "").partition("\n")[0]
        for m, t in _modules(root).items()
    }
    assert {module for module, line in first.items() if not line.endswith((".", ":"))} == set()
