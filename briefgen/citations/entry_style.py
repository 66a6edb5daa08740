"""How works are listed: take the name of a style, return what writes an entry in it.

`web` is our own and needs nothing; any other is a CSL style, for which citeproc-py is imported.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span

__all__ = ["HOUSE_STYLE", "EntryStyle", "find_style"]

EntryStyle: TypeAlias = Callable[[m.Reference], m.Inlines]
"""Take a reference, return its entry; () where the style has no words for it."""

HOUSE_STYLE = "web"


def find_style(
    name: str, folder: Path, lang: str, sink: Diagnostics, span: Span | None = None
) -> EntryStyle | None:
    """Return the CSL style `name` (a shipped one, or a file relative to `folder`).

    None is the house style, and also what is left after an error: no such file, no CSL, a style
    that depends on another one.
    """
    if name in {"", HOUSE_STYLE}:
        return None
    from briefgen.citations.csl import open_style

    style = open_style(name, folder, lang, sink, span)
    return style.entry if style is not None else None
