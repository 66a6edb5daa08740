"""Take a header or footer with fields in braces and their values, return it filled in."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["fill_fields"]


def fill_fields(text: str, values: Mapping[str, str]) -> str:
    """Return `text` with each "{name}" of `values` filled in.

    Where a value is empty, the spaces and separators that stood around it go, too.
    """
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return " ".join(filter(None, text.split(" "))).strip(" ·,")
