"""Check the classes of a report: each has a look, a place in the layout, or a template's eye."""

from __future__ import annotations

from typing import Final

from briefgen import model as m
from briefgen.checks.context import CheckContext
from briefgen.compose.needs import needs
from briefgen.diagnostics import did_you_mean
from briefgen.theme import Theme
from briefgen.transforms.arrange import LAYOUT_CLASSES
from briefgen.walk import attr_of

__all__ = ["check_classes", "names_of"]

_BUILT_IN: Final = LAYOUT_CLASSES.union(
    "condensed unnumbered unlisted chart likelihood sign-off distribution timeline key-figures "
    "here decorative".split()
)
"""Classes that numbering, layout or building blocks act on."""


def names_of(theme: Theme) -> frozenset[str]:
    """Return the names of a theme's styles, which are classes that give a look."""
    return frozenset({*theme.paragraphs, *theme.characters, *theme.boxes, *theme.tables})


def check_classes(context: CheckContext) -> None:
    """Report classes that nothing knows, because a misspelt class leaves text without its look."""
    every = (need for audience in context.audiences.values() for need in needs(audience))
    known = _BUILT_IN | context.styles | {need.name for need in every if need.kind == "class"}
    for node in context.nodes:
        if isinstance(node, m.CodeBlock):  # its classes name a language
            continue
        attr = attr_of(node)
        for name in attr.classes:
            if name not in known:
                hint = did_you_mean(name, known) or "a style of that name in the theme gives a look"
                context.add_finding(
                    "unknown-class", f"nothing knows the class {name!r}", node.span, hint
                )
