"""Raw values of bibliography files: JSON and YAML give text, numbers and dates for one thing."""

from __future__ import annotations

__all__ = ["text_of"]


def text_of(value: object) -> str:
    """Return a scalar as text, "" for None and for what is no scalar."""
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
