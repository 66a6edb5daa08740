"""Take an audience and values from the command line, return it with its options so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefgen.audience.reading import Audience
from briefgen.diagnostics import Diagnostics
from briefgen.record import replace

__all__ = ["has_option", "with_options"]


def has_option(audience: Audience, key: str) -> bool:
    """Tell whether the options of `audience` have the dotted `key`, holding a value."""
    value: Any = audience.options
    for part in key.split("."):
        if not isinstance(value, Mapping) or part not in value:
            return False
        value = value[part]
    return not isinstance(value, Mapping)


def with_options(audience: Audience, values: Mapping[str, str], sink: Diagnostics) -> Audience:
    """Return `audience` with options set by dotted key ("status.cleared").

    A value takes the type that the option has already: "3" for a number, "yes" or "true" for a
    switch, "a, b" for a list. An option that the audience lacks is set as text; whether any
    audience has it is for the caller to say (`has_option`).
    """
    options = _copied(audience.options)
    for key, text in values.items():
        *path, last = key.split(".")
        table: Any = options
        for part in path:
            table = table.setdefault(part, {}) if isinstance(table, dict) else None
        old = table.get(last, "") if isinstance(table, dict) else {}
        new = None if isinstance(old, dict) else _like(old, text)
        if new is None:
            kind = _KINDS.get(type(old), "a value that is of the option's kind")
            hint = (
                f"expected {kind}" if not isinstance(old, dict) else "name a key that has a value"
            )
            sink.error(
                "bad-option",
                f"{key}={text!r} does not fit the option of audience {audience.name!r}",
                audience.span,
                hint,
            )
        else:
            table[last] = new
    return replace(audience, options=options)


_KINDS = {bool: "yes or no", int: "a whole number", float: "a number"}
_SWITCHES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def _copied(value: Any) -> Any:
    return {key: _copied(item) for key, item in value.items()} if isinstance(value, dict) else value


def _like(old: object, text: str) -> object | None:
    match old:
        case bool():
            return _SWITCHES.get(text.lower())
        case int() | float():
            try:
                return type(old)(text)
            except ValueError:
                return None
        case list():
            return [part.strip() for part in text.split(",") if part.strip()]
        case _:
            return text
