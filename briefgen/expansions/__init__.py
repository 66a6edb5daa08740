"""Take blocks, return them with what divs of some classes stand for: charts, scales, signatures.

A report or template writes `::: {.chart}` around a table; both writers then find a figure with
numbers to draw. What a block cannot be made of is reported and stands as it was written.
"""

from __future__ import annotations

from collections.abc import Iterable

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.walk import rewrite, walk

__all__ = ["any_to_expand", "expand", "expand_all"]

_NAMES = frozenset({"chart", "likelihood", "timeline", "key-figures", "sign-off", "distribution"})


def expand(node: m.Node, lang: str, sink: Diagnostics) -> m.Blocks | None:
    """Return what stands in the place of `node`, None for what stands for itself."""
    if not isinstance(node, m.Div) or not (name := _name(node)):
        return None
    # What a report has none of is not loaded.
    if name == "chart":
        from briefgen.expansions.charts import expand_chart

        found = expand_chart(node, lang, sink)
    elif name == "likelihood":
        from briefgen.expansions.likelihood import expand_likelihood

        found = expand_likelihood(node, lang, sink)
    elif name == "timeline":
        from briefgen.expansions.events import expand_timeline

        found = expand_timeline(node, sink)
    else:
        from briefgen.expansions import lists

        expansions = {
            "key-figures": lists.expand_key_figures,
            "sign-off": lists.expand_sign_off,
            "distribution": lists.expand_distribution,
        }
        found = expansions[name](node)
    return None if found == (node,) else found


def any_to_expand(blocks: Iterable[m.Node]) -> bool:
    """Tell whether anything among `blocks` stands for something else."""
    return any(isinstance(node, m.Div) and _name(node) for node in walk(blocks))


def expand_all(blocks: m.Blocks, lang: str, sink: Diagnostics) -> m.Blocks:
    """Return `blocks` with each that stands for something else replaced."""

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        found = expand(node, lang, sink)
        return None if found is None else rewrite(found, change)

    return rewrite(blocks, change)


def _name(node: m.Div) -> str:
    return next((name for name in node.attr.classes if name in _NAMES), "")
