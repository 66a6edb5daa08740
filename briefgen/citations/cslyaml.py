"""CSL-YAML: take the text of a file, return its entries with their lines.

A list of entries, or a mapping whose `references` is one. Scalars stay text (`NO` is a country,
2024-06 a month). If the file does not parse, each entry is parsed alone, so that only the broken
ones are lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Final

import yaml

from briefgen.citations.references import RawEntry
from briefgen.diagnostics import Diagnostics, Span

__all__ = ["read_csl_yaml"]

_Loader: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def read_csl_yaml(text: str, file: str, sink: Diagnostics) -> Iterator[RawEntry]:
    """Yield the entries of `text`, with broken ones reported."""
    try:
        root, loader = _compose(text)
    except (yaml.YAMLError, RecursionError) as error:
        yield from _entry_by_entry(text, file, error, sink)
        return
    nodes: Any = None
    if isinstance(root, yaml.MappingNode):
        named = {key.value: value for key, value in root.value}
        root = named.get("references", root if "id" in named else None)
    if isinstance(root, yaml.MappingNode):
        nodes = [root]
    elif isinstance(root, yaml.SequenceNode):
        nodes = root.value
    if nodes is None:
        sink.error(
            "bad-yaml",
            "expected a list of references",
            Span(file, 1),
            "begin each entry with '- id: smith2020', below 'references:' if you like",
        )
        return
    lines = text.split("\n")
    for node in nodes:
        span = _span(node, file)
        if not isinstance(node, yaml.MappingNode):
            sink.error("bad-yaml", "a reference is a mapping", span, "- id: smith2020")
            continue
        try:
            fields = loader.construct_document(node)
        except (yaml.YAMLError, RecursionError):
            sink.error("bad-yaml", "the entry refers to itself", span)
            continue
        source = "\n".join(lines[span.line - 1 : span.end_line])[span.column - 1 :]
        yield RawEntry(fields, span, source)


def _compose(text: str) -> tuple[Any, Any]:
    loader = _Loader(text)
    try:
        return loader.get_single_node(), loader
    finally:
        loader.dispose()


def _span(node: Any, file: str) -> Span:
    begin, end = node.start_mark, node.end_mark
    return Span(file, begin.line + 1, begin.column + 1, end.line + 1, end.column + 1)


def _entry_by_entry(
    text: str, file: str, whole: Exception, sink: Diagnostics
) -> Iterator[RawEntry]:
    """Parse each `- ` at the first one's indent as a file of its own.

    `whole` is why the file does not parse; it is reported when each entry by itself does.
    """
    lines = text.split("\n")
    first = next((line for line in lines if line.lstrip().startswith("- ")), None)
    indent = len(first) - len(first.lstrip()) if first else 0
    starts = [n for n, line in enumerate(lines) if re.match(rf" {{{indent}}}-(?: |$)", line)]
    before = sink.count("error")
    for begin, end in pairwise([*starts, len(lines)]):
        try:
            root, loader = _compose("\n".join(lines[begin:end]))
            entries = loader.construct_document(root)
        except (yaml.YAMLError, RecursionError) as error:
            _report(error, begin, file, sink)
            continue
        for fields in entries if isinstance(entries, list) else []:
            if isinstance(fields, dict):
                yield RawEntry(fields, Span(file, begin + 1), "\n".join(lines[begin:end]))
    if sink.count("error") == before:
        _report(whole, 0, file, sink)


def _report(error: Exception, above: int, file: str, sink: Diagnostics) -> None:
    """Report why a text that begins after `above` lines does not parse."""
    mark = getattr(error, "problem_mark", None)
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    problem = getattr(error, "problem", None) or str(error).split("\n")[0]
    if isinstance(error, RecursionError):
        problem = "it is nested too deeply"
    sink.error(
        "bad-yaml",
        f"malformed YAML: {problem}",
        Span(file, above + line + 1, column + 1),
        "quote text that holds ': ' or begins with a mark such as [, {, *, & or @",
    )
