"""Take a raw value of a JSON or YAML bibliography (text, number or date), return it as text."""

from __future__ import annotations

__all__ = ["text_of"]


def text_of(value: object) -> str:
    """Return a scalar as text, and "" for None, lists and mappings."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(value)
        case None | list() | tuple() | dict():
            return ""
        case _:
            return str(value)
