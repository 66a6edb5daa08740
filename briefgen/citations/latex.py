"""LaTeX in bibliographies: take a field's LaTeX, return plain text with CSL's few tags."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from pylatexenc import latex2text, latexwalker
from pylatexenc.macrospec import MacroSpec

__all__ = ["latex_text"]

_MACROS: Final = {
    "emph": "<i>%s</i>",
    "textit": "<i>%s</i>",
    "mkbibemph": "<i>%s</i>",
    "textbf": "<b>%s</b>",
    "mkbibbold": "<b>%s</b>",
    "textsuperscript": "<sup>%s</sup>",
    "mkbibsuperscript": "<sup>%s</sup>",
    "textsubscript": "<sub>%s</sub>",
    "mkbibquote": "‘%s’",
    "enquote": "‘%s’",
    "url": "%s",
}


@cache
def _contexts() -> tuple[Any, latex2text.LatexNodes2Text]:
    """Return the contexts of pylatexenc: one that parses the macros above, one that prints them."""
    grammar = latexwalker.get_default_latex_context_db()
    grammar.add_context_category(
        "bibliography",
        macros=[MacroSpec(name, "{") for name in _MACROS] + [MacroSpec("href", "{{")],
        prepend=True,
    )
    words = latex2text.get_default_latex_context_db()
    words.add_context_category(
        "bibliography",
        macros=[
            *(latex2text.MacroTextSpec(name, simplify_repl=form) for name, form in _MACROS.items()),
            latex2text.MacroTextSpec("href", simplify_repl="%(2)s"),
        ],
        prepend=True,
    )
    return grammar, latex2text.LatexNodes2Text(latex_context=words, math_mode="text")


def latex_text(source: str) -> str:
    """Return `source` with accents, dashes and quotes decoded and braces gone.

    Emphasis becomes the tags that CSL takes (`<i>`, `<b>`, `<sup>`, `<sub>`). LaTeX that cannot
    be decoded stays as it is written.
    """
    if set(source).isdisjoint("\\{}$~%`'-"):
        return " ".join(source.split())
    grammar, words = _contexts()
    # In a field, a % begins no comment.
    escaped = source.replace("\\%", "%").replace("%", "\\%")
    try:
        walker = latexwalker.LatexWalker(escaped, latex_context=grammar, tolerant_parsing=True)
        text = words.nodelist_to_text(walker.get_latex_nodes()[0])
    except Exception:  # the decoder does not document its exceptions
        text = source
    # Split at plain white space alone: no-break spaces stay.
    return " ".join(filter(None, text.replace("\t", " ").replace("\n", " ").split(" "))).strip()
