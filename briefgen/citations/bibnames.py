"""Names in BibTeX and BibLaTeX: take the value of a field, return CSL names."""

from __future__ import annotations

import re
from typing import Final

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)

from briefgen.citations.latex import latex_text
from briefgen.diagnostics import Diagnostics, Span

__all__ = ["literal_list", "people"]

_EXTENDED: Final = re.compile(r"\s*([a-z-]+)\s*=\s*(.*?)\s*$", re.DOTALL)
_COMMA: Final = re.compile(r",(?=(?:[^{}]|\{[^{}]*\})*$)")
_ANY: Final = re.compile(r"\s+and\s+", re.IGNORECASE)


def people(value: str, variable: str, span: Span, sink: Diagnostics) -> list[dict[str, str]]:
    """Return CSL names; a name wholly in braces, or of one part, is an organisation's.

    A name that cannot be read is kept as it is written, with a warning.
    """
    found: list[dict[str, str]] = []
    for raw in split_multiple_persons_names(value):
        name = raw.strip()
        if name.lower() == "others":
            found.append({"literal": "others"})
        elif _is_wrapped(name):
            found.append({"literal": latex_text(name)})
        elif (extended := _extended(name)) is not None:
            found.append(extended)
        elif name.endswith(","):  # "Harbour Board, " is how some programs write an organisation
            found.append({"literal": latex_text(name.rstrip(", \n\t"))})
        elif name:
            try:
                parts = parse_single_name_into_parts(name)
            except InvalidNameError as error:
                message = f"{variable}: cannot read the name {name!r}: {error.reason.lower()}"
                hint = '"Thorne, Aris V." or "{NATO}"; names are joined by "and"'
                sink.warning("bad-name", message, span, hint)
                found.append({"literal": latex_text(name)})
                continue
            fields = {
                "family": parts.last,
                "given": parts.first,
                "non-dropping-particle": parts.von,
                "suffix": parts.jr,
            }
            joined = {key: latex_text(" ".join(words)) for key, words in fields.items() if words}
            joined = {key: words for key, words in joined.items() if words}
            if "suffix" in joined and name.count(",") > 1:
                joined["comma-suffix"] = "true"
            found.append(joined if "given" in joined else {"literal": " ".join(joined.values())})
    return [name for name in found if any(name.values())]


def _is_wrapped(name: str) -> bool:
    """Tell whether braces stand around the whole of `name`."""
    if not (name.startswith("{") and name.endswith("}")):
        return False
    depth = 0
    for index, char in enumerate(name):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return index == len(name) - 1
    return False


def _extended(name: str) -> dict[str, str] | None:
    """Return a name in BibLaTeX's extended format (`family=Berg, given=Jan`), or None."""
    if "=" not in name:
        return None
    parts = [_EXTENDED.match(_unquoted(part)) for part in _COMMA.split(name)]
    if not all(parts):
        return None
    values = {part[1]: latex_text(_unquoted(part[2])) for part in parts if part}
    csl = {key: values[key] for key in ("family", "given", "suffix") if values.get(key)}
    if prefix := values.get("prefix"):
        kept = values.get("useprefix", "true").lower() != "false"
        csl["non-dropping-particle" if kept else "dropping-particle"] = prefix
    return csl or None


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text


def literal_list(value: str) -> str:
    """Return a list of places or publishers, joined by "and", with semicolons: "A; B"."""
    if _ANY.search(value) is None:
        return latex_text(value)
    return "; ".join(map(latex_text, split_multiple_persons_names(value)))
