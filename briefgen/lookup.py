"""Take the name of a template, a theme or a marking scheme, return its file.

Folders are searched in order, so that a project's own `templates/` comes before the ones that
travel with briefgen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal, TypeAlias

from briefgen.diagnostics import BriefgenError, Diagnostics, Span, did_you_mean

__all__ = ["Collection", "builtin_templates", "find_template", "find_toml", "require_toml"]

Collection: TypeAlias = Literal["themes", "markings"]
"""A folder of TOML files among the templates."""

_UNKNOWN = {"themes": ("unknown-theme", "theme"), "markings": ("unknown-scheme", "marking scheme")}


def builtin_templates() -> Path:
    """Return the folder of the templates that travel along: in the wheel, or beside a checkout."""
    package = Path(__file__).parent
    installed = package / "templates"
    return installed if installed.is_dir() else package.parent / "templates"


def find_template(name: str, folders: Iterable[Path]) -> Path | None:
    """Return the file `name` ("template.md.j2", "exec/facts.md.j2") in the first folder with it.

    Names stay below the folders: there is nothing behind "..", "/etc" or a drive letter.
    """
    parts = name.split("/")
    if "" in parts or ".." in parts or "\\" in name or ":" in name or "\0" in name:
        return None
    paths = (folder.joinpath(*parts) for folder in folders)
    return next((path for path in paths if path.is_file()), None)


def find_toml(collection: Collection, name: str, folders: Iterable[Path]) -> Path | None:
    """Return the path of theme or marking scheme `name` in the first of `folders` that has it."""
    return find_template(f"{collection}/{name}.toml", folders)


def require_toml(
    collection: Collection, name: str, folders: Sequence[Path], span: Span, sink: Diagnostics
) -> Path:
    """Return what `find_toml` does; raise `BriefgenError` after reporting that there is none."""
    path = find_toml(collection, name, folders)
    if path is None:
        known = sorted({p.stem for f in folders for p in (f / collection).glob("*.toml")})
        hint = did_you_mean(name, known) or f"there are: {', '.join(known)}"
        code, what = _UNKNOWN[collection]
        sink.error(code, f"no {what} {name!r}", span, hint)
        raise BriefgenError(sink)
    return path
