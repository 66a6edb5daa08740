"""Checks of how figures are typed."""

from __future__ import annotations

import re

from briefgen import model as m
from briefgen.checks.context import CheckContext, Edit
from briefgen.walk import walk

__all__ = ["check_typography"]

_RANGE = re.compile(r"(?<![\w.,:/@#§+–-])(\d{1,4})(-)(\d{1,4})(?![\w/–-]|[.,:]\d)")


def check_typography(context: CheckContext) -> None:
    """Look for hyphens between the ends of a range of numbers."""
    linked = {
        id(inner)
        for node in context.nodes
        if isinstance(node, m.Link)
        for inner in walk(node.children)
    }
    for node in context.nodes:
        if not isinstance(node, m.Text) or id(node) in linked or "-" not in node.text:
            continue
        raw = context.lines.raw(node.span)
        for match in _RANGE.finditer(raw):
            if _rises(match[1], match[3]):
                place = context.lines.inside(node.span, *match.span(2))
                whole = context.lines.inside(node.span, *match.span())
                context.add_finding(
                    "hyphen-in-range",
                    f"a hyphen stands in the range {match[0]}",
                    whole,
                    f"write {match[1]}–{match[3]} (-- is read as an en dash)",
                    edit=Edit(place, "–"),
                )


def _rises(low: str, high: str) -> bool:
    """Tell whether the two are a range, and not a month (2024-06), a phone number or a score."""
    if len(low) == 4 and len(high) == 2:
        return int(high) > 12 and int(high) > int(low[2:])
    if len(low) == 3 and len(high) == 4:
        return False
    return int(high) > int(low) and low[0] != "0"
