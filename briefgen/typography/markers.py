"""What stands before an item of a list that is not numbered: bullets, and the marks of tasks."""

from __future__ import annotations

from typing import Final

from briefgen.theme import ListStyle

__all__ = ["TASK_MARKS", "bullet"]

TASK_MARKS: Final = (("☑", "☐"), ("[x]", "[ ]"), ("x", "-"))
"""Marks of a task that is done and of one to do: the first pair that a font has is used."""


def bullet(style: ListStyle, depth: int) -> str:
    """Return the bullet of a list nested `depth` deep (0 is outermost): two take turns."""
    return style.bullet if depth % 2 == 0 else "–"
