"""Marked reports, for tests."""

from __future__ import annotations

import re
from pathlib import Path

from briefgen.diagnostics import Diagnostics
from briefgen.pipeline import Pack, open_pack

__all__ = ["ROOT", "marked_copy", "pack"]

ROOT = Path(__file__).resolve().parents[2]


def pack(
    folder: Path,
    text: str,
    *,
    marking: str = "{scheme: tlp, default: clear}",
    template: str = "{{ report }}",
    highest: str = "",
    settings: str = "",
) -> tuple[Pack, Diagnostics]:
    """Read a report of `text`, and an audience "own" with `template` beside the built-in ones."""
    own = folder / "templates" / "own"
    own.mkdir(parents=True, exist_ok=True)
    limit = f"highest = '{highest}'\n" if highest else ""
    (own / "audience.toml").write_text(f'title = "Own"\n{limit}{settings}')
    (own / "template.md.j2").write_text(template)
    front = f"---\ntitle: Title\nbriefgen: {{marking: {marking}}}\n---\n\n" if marking else ""
    (folder / "report.md").write_text(front + text)
    sink = Diagnostics()
    return open_pack(folder / "report.md", [folder / "templates"], sink), sink


def marked_copy(folder: Path, marking: str, judgements: str, hungary: str) -> Path:
    """Write a copy of the shipped report, with its key judgements and one holdout marked."""
    text = (ROOT / "source" / "report.md").read_text()
    text = re.sub("^briefgen:\n", f"briefgen:\n  marking: {marking}\n", text, flags=re.MULTILINE)
    for name, level in (("key-judgements", judgements), ("hungary", hungary)):
        text, count = re.subn(rf"(\{{#{name}\b[^}}]*)\}}", rf'\1 marking="{level}"}}', text)
        assert count == 1
    (folder / "references.json").write_text((ROOT / "source" / "references.json").read_text())
    path = folder / "report.md"
    path.write_text(text)
    return path
