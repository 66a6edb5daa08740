"""LaTeX in bibliographies: take a field's LaTeX, return plain text with CSL's few tags."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

from pylatexenc import latex2text, latexwalker
from pylatexenc.macrospec import MacroSpec

from briefgen.citations.titlecase import KEEP, KEPT, sentence_case

__all__ = ["latex_text", "title_text", "unknown_commands"]

_MACROS: Final = {
    "emph": "<i>%s</i>",
    "textit": "<i>%s</i>",
    "mkbibemph": "<i>%s</i>",
    "mkbibitalic": "<i>%s</i>",
    "textbf": "<b>%s</b>",
    "mkbibbold": "<b>%s</b>",
    "textsuperscript": "<sup>%s</sup>",
    "mkbibsuperscript": "<sup>%s</sup>",
    "textsubscript": "<sub>%s</sub>",
    "mkbibquote": "“%s”",
    "mkbibparens": "(%s)",
    "mkbibbrackets": "[%s]",
    "enquote": "“%s”",
    "url": "%s",
    "nolinkurl": "%s",
    "path": "%s",
    "textnormal": "%s",
    "textup": "%s",
    "mbox": "%s",
    "uppercase": "%s",
    "MakeUppercase": "%s",
    "NoCaseChange": "%s",
    "autocap": "%s",
    "bibstring": "%s",
    "mkbibacro": "%s",
    "ensuremath": "%s",
    "foreignquote": "“%s”",
    "textquote": "“%s”",
}
_WORDS: Final = {
    "TeX": "TeX",
    "LaTeX": "LaTeX",
    "LaTeXe": "LaTeX2e",
    "BibTeX": "BibTeX",
    "XeTeX": "XeTeX",
    "XeLaTeX": "XeLaTeX",
    "LuaTeX": "LuaTeX",
    "LuaLaTeX": "LuaLaTeX",
    "pdfTeX": "pdfTeX",
    "hyphen": "-",
    "fshyp": "-",
    "dash": "–",
    "slash": "/",
    "addcolon": ":",
    "addcomma": ",",
    "adddot": ".",
    "addperiod": ".",
    "addspace": " ",
    "addnbspace": "\u00a0",
    "autodot": ".",
    "textendash": "–",
    "textemdash": "—",
    "ldots": "…",
    "dots": "…",
    "textellipsis": "…",
    "textregistered": "®",
    "texttrademark": "™",
    "textcopyright": "©",
    "noopsort": "",
    "relax": "",
    "protect": "",
    "newline": " ",
    "linebreak": " ",
    "allowbreak": "",
    "bf": "",
    "it": "",
    "em": "",
    "sc": "",
    "rm": "",
    "sf": "",
    "tt": "",
    "sl": "",
    "upshape": "",
    "itshape": "",
    "bfseries": "",
    "ttfamily": "",
}
_COMPLEX: Final = frozenset("\\{}$~%`")
_HAS_LATEX: Final = _COMPLEX | frozenset("'-")
_COMMAND: Final = re.compile(r"\\([A-Za-z]+)")
_FONT: Final = re.compile(r"\{\s*\\(it|em|itshape|sl|bf|bfseries)\b\s*((?:[^{}]|\{[^{}]*\})*)\}")
_GROUP: Final = re.compile(r"\\[A-Za-z]+\*?\s*|\\.|[{}]|[_^]", re.DOTALL)


@cache
def _contexts() -> tuple[Any, latex2text.LatexNodes2Text]:
    """Return the contexts of pylatexenc: one that parses the macros above, one that prints them."""
    grammar = latexwalker.get_default_latex_context_db()
    grammar.add_context_category(
        "bibliography",
        macros=[MacroSpec(name, "{") for name in _MACROS]
        + [MacroSpec(name, "") for name in _WORDS if name != "noopsort"]
        + [MacroSpec("href", "{{"), MacroSpec("noopsort", "{"), MacroSpec("foreignlanguage", "{{")],
        prepend=True,
    )
    words = latex2text.get_default_latex_context_db()
    words.add_context_category(
        "bibliography",
        macros=[
            *(latex2text.MacroTextSpec(name, simplify_repl=form) for name, form in _MACROS.items()),
            *(latex2text.MacroTextSpec(name, simplify_repl=form) for name, form in _WORDS.items()),
            latex2text.MacroTextSpec("href", simplify_repl="%(2)s"),
            latex2text.MacroTextSpec("foreignlanguage", simplify_repl="%(2)s"),
        ],
        prepend=True,
    )
    return grammar, latex2text.LatexNodes2Text(latex_context=words, math_mode="text")


def unknown_commands(source: str) -> list[str]:
    """Return the names of commands in `source` that `latex_text` has no words for."""
    if "\\" not in source:
        return []
    names = dict.fromkeys(_COMMAND.findall(re.sub(r"\$.*?\$", "", source)))
    known = _contexts()[1].latex_context
    unknown = known.get_macro_spec("")
    return [name for name in names if known.get_macro_spec(name) is unknown]


def latex_text(source: str) -> str:
    """Return `source` with accents, dashes and quotes decoded and braces gone.

    Emphasis becomes the tags that CSL takes (`<i>`, `<b>`, `<sup>`, `<sub>`). LaTeX that cannot
    be decoded stays as it is written.
    """
    if _HAS_LATEX.isdisjoint(source):
        return " ".join(source.split())
    if _COMPLEX.isdisjoint(source) and "''" not in source:
        return " ".join(source.replace("---", "—").replace("--", "–").replace("'", "’").split())
    grammar, words = _contexts()
    # In a field, a % begins no comment.
    escaped = source.replace("\\%", "%").replace("%", "\\%")
    escaped = _FONT.sub(
        lambda font: f"\\{'textbf' if font[1].startswith('b') else 'emph'}{{{font[2]}}}", escaped
    )
    try:
        walker = latexwalker.LatexWalker(escaped, latex_context=grammar, tolerant_parsing=True)
        text = words.nodelist_to_text(walker.get_latex_nodes()[0])
    except Exception:  # the decoder does not document its exceptions
        text = source
    # A grave accent by itself opens a quotation, where another mark closes it.
    text = re.sub(r"`(?=\S)([^`’]*’)", r"‘\1", text)
    # Split at plain white space alone: no-break spaces stay.
    return " ".join(filter(None, text.replace("\t", " ").replace("\n", " ").split(" "))).strip()


def title_text(source: str, *, english: bool) -> str:
    """Return a title as `latex_text` does; an English one in sentence case but for `{...}`.

    What braces protect gets CSL's `nocase` where it has a capital.
    """
    if not english:
        return latex_text(source)
    return sentence_case(latex_text(_with_marks(source)))


def _with_marks(source: str) -> str:
    """Put marks around what braces protect: groups that are no argument and begin no command."""
    result: list[str] = []
    stack: list[bool] = []
    position = 0
    argument = False
    for found in _GROUP.finditer(source):
        between = source[position : found.start()]
        argument = argument and not between
        result.append(between)
        position = found.end()
        piece = found[0]
        if piece == "{":
            bare = not argument and not re.match(
                r"\s*\\(?:[^A-Za-z]|[a-zA-Z]\b)", source[position:]
            )
            kept = bare and not any(stack)
            stack.append(kept)
            result.append(piece + KEEP if kept else piece)
            argument = False
        elif piece == "}":
            result.append(KEPT + piece if stack and stack.pop() else piece)
            argument = True
        else:
            result.append(piece)
            argument = piece[0] in "_^" or piece[0] == "\\"
    return "".join(result) + source[position:]
