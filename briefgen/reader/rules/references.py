"""Block rule: a link definition with attributes, `[label]: address "title" {.class key=value}`."""

from __future__ import annotations

import re

from markdown_it.common.normalize_url import normalizeLink, validateLink
from markdown_it.common.utils import normalizeReference, unescapeAll
from markdown_it.rules_block import StateBlock

from briefgen.reader.attributes import parse_attributes
from briefgen.reader.rules.state import text_of

_DEFINITION = re.compile(
    r"\[(?P<label>(?:\\.|[^\\\[\]])+)\]:[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<bare>[^\s<]\S*))"
    r"(?:[ \t]+(?:\"(?P<double>(?:\\.|[^\"\\])*)\"|'(?P<single>(?:\\.|[^'\\])*)'"
    r"|\((?P<round>(?:\\.|[^()\\])*)\)))?[ \t]*(?=\{)"
)


def reference_with_attributes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    text = text_of(state, start).rstrip()
    if not text.startswith("[") or not text.endswith("}") or state.is_code_block(start):
        return False
    match = _DEFINITION.match(text)
    parsed = parse_attributes(text, match.end()) if match else None
    label = normalizeReference(match["label"]) if match else ""
    if match is None or parsed is None or parsed[1] != len(text) or not label:
        return False
    href = normalizeLink(unescapeAll(match["angle"] if match["bare"] is None else match["bare"]))
    if not validateLink(href):
        return False
    if silent:
        return True
    title = match["double"] or match["single"] or match["round"] or ""
    entry: dict[str, object] = {
        "href": href,
        "title": unescapeAll(title),
        "map": [start, start + 1],
    }
    entry["attr"] = parsed[0]
    if label in state.env["references"]:
        state.env["duplicate_refs"].append({**entry, "label": label})
    else:
        state.env["references"][label] = entry
    state.line = start + 1
    return True
