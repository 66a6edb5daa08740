"""Take a div of class `likelihood`, return a scale of words with the one that is meant marked.

The words are the seven of the United States' ICD 203; what stands in the div comes before it.
"""

from __future__ import annotations

import re
from typing import Final

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.expansions.attributes import figure_of, without, wrap
from briefgen.language import subtags
from briefgen.terms import term

__all__ = ["bands", "expand_likelihood", "read_likelihood", "scale"]

_EDGES: Final = ((1, 5), (5, 20), (20, 45), (45, 55), (55, 80), (80, 95), (95, 99))
_OTHER_WORDS: Final = {
    "remote": 0,
    "highly improbable": 1,
    "improbable": 2,
    "roughly even odds": 3,
    "even chance": 3,
    "probable": 4,
    "highly probable": 5,
    "almost certainly": 6,
    "nearly certain": 6,
}
_RANGE: Final = re.compile(r"(\d{1,3})\s*%?(?:\s*[-–]\s*(\d{1,3})\s*%?)?")
_SPACED: Final = frozenset({"de", "fr", "es", "sv", "da", "nb", "fi", "cs"})


def bands(lang: str) -> tuple[m.Band, ...]:
    """Return the seven words in `lang` and what each stands for."""
    names = term(lang, "bands").split("|")
    return tuple(m.Band(name, *edges) for name, edges in zip(names, _EDGES, strict=True))


def read_likelihood(value: str, lang: str) -> tuple[float, float] | None:
    """Return the per cents that "likely", "55-80" or "70%" stands for, None if none."""
    value = " ".join(value.casefold().split())
    for words in (bands(lang), bands("en")):
        for band in words:
            if value == band.name.casefold():
                return band.low, band.high
    if value in _OTHER_WORDS:
        low, high = _EDGES[_OTHER_WORDS[value]]
        return low, high
    if found := _RANGE.fullmatch(value):
        low, high = int(found[1]), int(found[2] or found[1])
        return (low, high) if low <= high <= 100 else None
    return None


def scale(value: str, lang: str, span: Span, sink: Diagnostics) -> m.Figure | None:
    """Return the figure of `value` on the scale; report what is no likelihood."""
    limits = read_likelihood(value, lang)
    scale_bands = bands(lang)
    if limits is None:
        names = [band.name for band in scale_bands]
        message = f"{value!r} is no likelihood" if value else "this does not say how likely it is"
        hint = did_you_mean(value, names) or f'value="55-80", or one of {", ".join(names)}'
        sink.error("likelihood-value", message, span, hint)
        return None
    low, high = limits
    percent = "\u00a0%" if subtags(lang).language in _SPACED else "%"
    shown = f"{low:g}–{high:g}{percent}" if low < high else f"{low:g}{percent}"
    drawing = m.Scale(scale_bands, low, high, shown)
    name = next((band.name for band in scale_bands if band.low <= low <= high <= band.high), "")
    words = f"{name} ({shown})" if name else shown
    return figure_of(drawing, f"{term(lang, 'likelihood')}: {words}.", span)


def expand_likelihood(node: m.Div, lang: str, sink: Diagnostics) -> m.Blocks:
    """Return what stands in `node`, with the scale below it."""
    figure = scale(node.attr.get("value"), lang, node.span, sink)
    attr = without(node.attr, "likelihood", ("value",))
    return wrap(node, attr, (*node.children, *((figure,) if figure else ())))
