"""Where something stands in a TOML file, which tomllib does not tell."""

from __future__ import annotations

import re
from collections.abc import Mapping

from briefgen.diagnostics import Span

__all__ = ["find_key", "located"]


def find_key(texts: Mapping[str, str], key: str) -> Span | None:
    """Return the place of a dotted key in the first file that has it, or of a table around it.

    `texts` are TOML files by name. None: not even the outermost table is there.
    """
    while key:
        places = (_place(file, text, key.split(".")) for file, text in texts.items())
        if found := next(filter(None, places), None):
            return found
        key = key.rpartition(".")[0]
    return None


def _place(file: str, text: str, path: list[str]) -> Span | None:
    name = re.escape(path[-1])
    inside: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            inside = header[1].replace('"', "").split(".")
            if inside == path:
                return Span(file, number)
        elif inside == path[:-1] and (found := re.match(rf"\s*(?=[\"']?{name}[\"']?\s*=)", line)):
            return Span(file, number, found.end() + 1)
    return None


def located(message: str, file: str) -> tuple[str, Span]:
    """Split what tomllib says into the message and the place that it ends with."""
    if found := re.search(r" \(at line (\d+), column (\d+)\)$", message):
        return message[: found.start()], Span(file, int(found[1]), int(found[2]))
    return message, Span(file, 1)
