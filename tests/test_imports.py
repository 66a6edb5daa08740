"""No module imports itself by way of others, imports for types and in functions included."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import briefgen

ROOT = Path(briefgen.__file__).parent


def modules() -> dict[str, Path]:
    """Return the files of all modules by name, packages as themselves."""
    found = {}
    for file in sorted(ROOT.rglob("*.py")):
        parts = file.relative_to(ROOT.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


def imported(file: Path, known: dict[str, Path]) -> Iterator[str]:
    """Yield the modules that `file` imports, wherever in it that is written."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (name.name for name in names if name.name in known)
            case ast.ImportFrom(module=str() as module, names=names, level=0):
                for name in names:
                    inner = f"{module}.{name.name}"
                    if inner in known or module in known:
                        yield inner if inner in known else module
            case _:
                pass


def cycles(graph: dict[str, set[str]]) -> list[list[str]]:
    """Return the modules that reach each other, group by group."""
    reach: dict[str, set[str]] = {}
    for name in graph:
        seen: set[str] = set()
        waiting = list(graph[name])
        while waiting:
            other = waiting.pop()
            if other not in seen:
                seen.add(other)
                waiting += graph[other]
        reach[name] = seen
    found = {tuple(sorted(b for b in reach[a] if a in reach[b])) for a in graph if a in reach[a]}
    return [list(group) for group in sorted(found)]


@cache
def graph() -> dict[str, set[str]]:
    known = modules()
    return {name: set(imported(file, known)) - {name} for name, file in known.items()}


def package(name: str) -> str:
    return ".".join(name.split(".")[:2])


def test_a_cycle_is_found_in_a_graph_that_has_one() -> None:
    assert cycles({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": {"a"}}) == [["b", "c"]]


def test_imports_within_functions_and_for_types_count(tmp_path: Path) -> None:
    file = tmp_path / "module.py"
    file.write_text(
        "if TYPE_CHECKING:\n    from briefgen.layout import boxes\n"
        "def f():\n    from briefgen.walk import walk\n"
    )
    assert set(imported(file, modules())) == {"briefgen.layout.boxes", "briefgen.walk"}


@pytest.mark.parametrize("name", sorted({package(name) for name in modules()}))
def test_no_import_cycle_within_a_package(name: str) -> None:
    assert [group for group in cycles(graph()) if name in map(package, group)] == []
