"""Formatting in a string: what citeproc-py joins stays text, with marks that become inlines.

Take text with marks (italics, quotation marks, seams between parts), return inlines. Where two
parts meet, doubled punctuation and spaces are removed, also across the end of italics or a
closing quotation mark.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from itertools import groupby
from typing import Final

from briefgen import model as m
from briefgen.diagnostics import Span
from briefgen.record import NamedTuple

__all__ = ["CLOSE_QUOTE", "MARKS", "NOCASE", "OPEN_QUOTE", "SEAM", "inlines", "marked", "plain"]

SEAM: Final = "\ue010"
OPEN_QUOTE: Final = "\ue011"
CLOSE_QUOTE: Final = "\ue012"
MARKS: Final[dict[str, tuple[str, str]]] = {
    "i": ("\ue020", "\ue021"),
    "b": ("\ue022", "\ue023"),
    "sc": ("\ue024", "\ue025"),
    "sup": ("\ue026", "\ue027"),
    "sub": ("\ue028", "\ue029"),
}
NOCASE: Final = ("\ue02a", "\ue02b")

_ALL: Final = dict.fromkeys(range(0xE010, 0xE02C))
_OPENING: Final = {opening: name for name, (opening, _) in MARKS.items()}
_CLOSING: Final = {closing: name for name, (_, closing) in MARKS.items()}

# What is left of two marks that meet at a seam; other pairs stay as they are.
_FIRST_STAYS: Final = frozenset(("..", "!.", "?.", ":.", ";.", "!:", "?:", ";:", "!!", "??", "::",
                                 ";;", ",,", "….", ".…"))  # fmt: skip
_SECOND_STAYS: Final = frozenset((":!", ":?", ";!", ";?", "  ", " ,", " .", " ;"))

_TAGS: Final = re.compile(r"<(i|b|sup|sub|sc)>(.*?)</\1>|<span([^<>]*)>(.*?)</span>", re.DOTALL)
_STRAIGHT: Final = re.compile(r"""(?<![\w"'])(["'])(?=\S)(.+?)(?<=\S)\1(?!\w)""")


def marked(text: str) -> str:
    """Return the text of a CSL variable with its tags and straight quotation marks as marks."""
    text = text.translate(_ALL)
    if "<" in text:
        before = ""
        while before != text:
            before, text = text, _TAGS.sub(_tag, text)
    if "'" in text or '"' in text:
        before = ""
        while before != text:  # quotations in quotations
            before, text = text, _STRAIGHT.sub(rf"{OPEN_QUOTE}\2{CLOSE_QUOTE}", text)
        text = text.replace("'", "’")
    return text


def _tag(found: re.Match[str]) -> str:
    name, inside, attributes, spanned = found.groups()
    if name is None:
        inside = spanned
        if "nocase" in attributes:
            return NOCASE[0] + inside + NOCASE[1]
        if "small-caps" not in attributes:
            return str(inside)
        name = "sc"
    opening, closing = MARKS[name]
    return f"{opening}{inside}{closing}"


def plain(text: str) -> str:
    """Return `text` without marks."""
    return text.translate(_ALL)


class StyleQuotes(NamedTuple):
    """Quotation marks of a locale; with `inside`, full stops and commas stand within them."""

    outer: tuple[str, str]
    inner: tuple[str, str]
    inside: bool


class _Set(NamedTuple):
    """A character as it is set."""

    char: str
    styles: frozenset[str]
    closes: bool = False


def _characters(text: str, quotes: StyleQuotes) -> list[_Set]:
    """Return the characters of `text`, with seams closed."""
    result: list[_Set] = []
    styles: list[str] = []
    depth = 0
    seam = False
    for char in text:
        closes = False
        if char == SEAM:
            seam = True
            continue
        if char in _OPENING:
            styles.append(_OPENING[char])
            continue
        if char in _CLOSING:
            styles.remove(_CLOSING[char])
            continue
        if char == OPEN_QUOTE:
            char = (quotes.inner if depth % 2 else quotes.outer)[0]
            depth += 1
        elif char == CLOSE_QUOTE:
            depth -= 1
            char = (quotes.inner if depth % 2 else quotes.outer)[1]
            closes = True
        elif char in NOCASE:
            continue
        # Italics in italics stand upright.
        now = frozenset(name for name in styles if name != "i" or styles.count(name) % 2)
        if not seam or _meets(result, char, quotes):
            result += (_Set(part, now, closes) for part in char)
        seam = False
    return result


def _meets(before: list[_Set], char: str, quotes: StyleQuotes) -> bool:
    """Remove doubled punctuation and spaces at a seam; tell whether `char` is printed, too."""
    while before and before[-1].char + char in _SECOND_STAYS:
        before.pop()
    if not before:
        return not char.isspace() and char not in ".,;:"
    if before[-1].closes and char in ".,":
        at = len(before)
        while at and before[at - 1].closes:
            at -= 1
        if at and before[at - 1].char in "!?.…" and (char == "." or quotes.inside):
            return False
        if quotes.inside and at:
            if before[at - 1].char + char not in _FIRST_STAYS:
                before.insert(at, _Set(char, before[at - 1].styles))
            return False
    return before[-1].char + char not in _FIRST_STAYS


_URL: Final = re.compile(r"(?:https?|ftp)://\S+[^\s.,;:)\]’”»]")


def inlines(text: str, quotes: StyleQuotes, doi: str, span: Span) -> m.Inlines:
    """Return the inlines of marked `text`; addresses, and the DOI if it is there, are links."""
    characters = _characters(text, quotes)
    while characters and characters[-1].char.isspace():
        characters.pop()
    words = "".join(one.char for one in characters)
    links = [(found.start(), found.end(), found[0]) for found in _URL.finditer(words)]
    if doi and not links and (at := words.find(doi)) >= 0:
        links = [(at, at + len(doi), f"https://doi.org/{doi}")]
    result: list[m.Inline] = []
    position = 0
    for start, end, target in links:
        result += _styled(characters[position:start], span)
        result.append(m.Link(tuple(_styled(characters[start:end], span)), target, span))
        position = end
    result += _styled(characters[position:], span)
    return tuple(result)


_NODES: Final[Mapping[str, Callable[[m.Inlines, Span], m.Inline]]] = {
    "i": m.Emphasis,
    "b": m.Strong,
    "sup": m.Superscript,
    "sub": m.Subscript,
    "sc": lambda inside, span: m.InlineSpan(inside, m.Attr(classes=("smallcaps",)), span),
}


def _styled(characters: Iterable[_Set], span: Span) -> Iterable[m.Inline]:
    for styles, run in groupby(characters, key=lambda one: one.styles):
        node: m.Inline = m.Text("".join(one.char for one in run), span)
        for name in sorted(styles):
            node = _NODES[name]((node,), span)
        yield node
