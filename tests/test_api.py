"""The front door: what `import briefgen` gives, and that its guide tells the truth."""

from __future__ import annotations

import doctest
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import briefgen


def test_every_example_of_the_guide_gives_what_it_says(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("source", "templates"):
        shutil.copytree(root / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    guide = (root / "docs" / "api.md").read_text(encoding="utf-8")
    examples = "\n".join(re.findall(r"```python\n(.*?)```", guide, re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, "docs/api.md", None, None)
    assert len(test.examples) > 20
    said: list[str] = []
    doctest.DocTestRunner().run(test, out=said.append)
    assert "".join(said) == ""


def test_the_guide_names_all_that_is_public(root: Path) -> None:
    guide = (root / "docs" / "api.md").read_text(encoding="utf-8")
    verbs = {name for name in briefgen.__all__ if name.islower() and name[0] != "_"}
    assert {name for name in verbs if not re.search(rf"\b{name}\b", guide)} == set()


def test_every_public_name_is_there() -> None:
    assert sorted(briefgen.__all__) == sorted(set(briefgen.__all__))
    for name in briefgen.__all__:
        assert getattr(briefgen, name) is not None
    assert set(briefgen.__all__) <= set(dir(briefgen))
    with pytest.raises(AttributeError, match="no attribute 'opne_pack'"):
        _ = briefgen.opne_pack  # type: ignore[attr-defined]  # which is the point


def test_importing_briefgen_loads_no_phase_and_no_library() -> None:
    code = """
import json, sys
before = set(sys.modules)
import briefgen
print(json.dumps(sorted({name.split(".")[0] for name in set(sys.modules) - before})))
print(json.dumps([name for name in sys.modules if name.startswith("briefgen.")]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    roots, ours = map(json.loads, done)
    assert ours == ["briefgen.version"]
    assert set(roots) - sys.stdlib_module_names == {"briefgen"}


def test_a_type_checker_knows_the_public_names(root: Path, tmp_path: Path) -> None:
    names = [name for name in briefgen.__all__ if name[0] != "_"]
    lines = ["from pathlib import Path", f"from briefgen import {', '.join(names)}"]
    lines += ["pack = open_pack(Path('x.md'))", "reveal_type(build(pack).files[0].data)"]
    lines += ["reveal_type(lay_out(pack, make_document(pack, 'exec')).pages[0].boxes)"]
    (tmp_path / "client.py").write_text("\n".join(lines))
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", str(tmp_path / "client.py")],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert 'Revealed type is "bytes"' in done.stdout.replace("builtins.", "")
    assert "Success" in done.stdout, done.stdout


def test_building_changes_nothing_in_the_process_that_calls(root: Path, tmp_path: Path) -> None:
    code = """
import gc, sys, types
from pathlib import Path
import briefgen
before = gc.get_threshold()
pack = briefgen.open_pack(Path("source/report.md"), [Path("templates")])
briefgen.build(pack, ["exec"])
assert gc.get_threshold() == before
assert type(sys.modules["PIL.Image"]) is types.ModuleType
"""
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


def test_the_console_does_not_wait_for_pillow_where_there_are_no_images(
    root: Path, tmp_path: Path
) -> None:
    command = ["build", "-a", "exec", "-f", "pdf", "-q", "-o", str(tmp_path)]
    code = f"""
import sys
from briefgen.cli import main
main({command!r}, standalone_mode=False)
assert "reportlab.lib.utils" in sys.modules
assert "PIL.Image" in sys.modules
assert "PIL._imaging" not in sys.modules
from PIL import Image
assert Image.new("RGB", (1, 1)).size == (1, 1)
"""
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)
