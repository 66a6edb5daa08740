"""Take metadata and references, return front matter and CSL-JSON in a form that is easy to edit."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Final

from briefgen.importing.draft import DraftMetadata
from briefgen.importing.escape import escape
from briefgen.importing.works import Csl

__all__ = ["bibliography_json", "front_matter"]


def front_matter(
    meta: DraftMetadata, abstract: str, references: Mapping[str, Csl], bibliography: str
) -> str:
    """Return the front matter; `abstract` is Markdown, `bibliography` a file name or "inline"."""
    lines = ["---", f"title: {_yaml(escape(meta.title))}"]
    if meta.subtitle:
        lines.append(f"subtitle: {_yaml(escape(meta.subtitle))}")
    if meta.authors:
        lines.append("author:")
        for names in meta.authors:
            fields = zip(("name", "role", "affiliation"), names, strict=True)
            entry = [f"{key}: {_yaml(value)}" for key, value in fields if value]
            lines += [f"  - {entry[0]}", *(f"    {line}" for line in entry[1:])]
    if meta.date:
        lines.append(f"date: {meta.date}")
    lines.append(f"lang: {meta.lang or 'en-GB'}")
    if abstract:
        lines += ["abstract: |", *(f"  {line}".rstrip() for line in abstract.split("\n"))]
    if references:
        if bibliography == "inline":
            lines += ["references:", *_inline(references.values())]
        else:
            lines.append(f"bibliography: {_yaml(bibliography)}")
    lines += ["briefgen:", "  numbering: bibliography", "---"]
    return "\n".join(lines)


_PLAIN_YAML: Final = re.compile(r"[^\W\d_](?:[\w ,.()/’“”‘–—&;+?!-]|:(?=\S)|'(?=\w))*")
_YAML_WORDS: Final = frozenset("true false yes no on off null y n".split())


def _yaml(text: str) -> str:
    """Return `text` as a YAML scalar on one line."""
    text = " ".join(text.split())
    plain = _PLAIN_YAML.fullmatch(text) and text.casefold() not in _YAML_WORDS
    return text if plain else "'" + text.replace("'", "''") + "'"


def _inline(references: Iterable[Csl]) -> list[str]:
    lines: list[str] = []
    for csl in references:
        entry: list[str] = []
        for key, value in csl.items():
            match value:
                case {"date-parts": [parts]}:
                    shown = "-".join(f"{part:02}" for part in parts)
                    entry.append(f"{key}: {shown if len(parts) > 1 else json.dumps(shown)}")
                case list():
                    entry.append(f"{key}:")
                    for person in value:
                        names = [f"{name}: {_yaml(str(text))}" for name, text in person.items()]
                        entry += [f"  - {names[0]}", *(f"    {line}" for line in names[1:])]
                case _:
                    entry.append(f"{key}: {_yaml(str(value))}")
        lines += [f"  - {entry[0]}", *(f"    {line}" for line in entry[1:])]
    return lines


def bibliography_json(references: Iterable[Csl]) -> str:
    """Return CSL-JSON with each variable on a line of its own."""
    entries = [
        "  {\n"
        + ",\n".join(
            f"    {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
            for key, value in csl.items()
        )
        + "\n  }"
        for csl in references
    ]
    return "[\n" + ",\n".join(entries) + "\n]\n" if entries else "[]\n"
