"""Take text in which straight quotation marks were typed, return it with those of its language.

Inlines are read one after another, but which way a mark turns, and in which language, is known
only when all of a paragraph is there: `"*so* [it](x)"` opens in one node and closes in another.
So the scanner leaves a control character where it meets a straight mark in running text
(`source.marked`), and `quoted` puts the right one there afterwards. What a backslash, code, an
address or an attribute keeps straight never becomes such a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from briefgen import model as m
from briefgen.reader.source import DOUBLE, SINGLE
from briefgen.record import replace
from briefgen.terms import quotes
from briefgen.walk import children, rewrite

__all__ = ["quoted", "turned"]

_MARK: Final = re.compile("[\x0e\x0f]")
_ELISION: Final = re.compile(  # an apostrophe before a word, and no quotation mark
    r"(?:n[\x0f’]|(?:\d\ds?|n|tis|twas|twere|em|til|cause|bout|s|t|k|m)(?![\w\x0f]))", re.I
)
_FEET: Final = re.compile(r"\d\x0f\d{1,2}(?:\.\d+)?$")
_THOUSANDS: Final = re.compile(r"\d{3}(?!\d)")
_OPENERS: Final = "([{¿¡“„‘‚«‹"
_CLOSERS: Final = ")]}”’»›"
_DASHES: Final = "-‐‑–—/"
_FRENCH: Final = re.compile(r" (?=[;:!?»](?!\w))|(?<=«) ")


def turned(marked: str, lang: str) -> str:
    """Return a plain text in `lang` with each mark turned."""
    marks = iter(_turned(marked, [lang] * len(marked)))
    return _MARK.sub(lambda _: next(marks), marked)


def quoted(inlines: m.Inlines, lang: str) -> m.Inlines:
    """Return the `inlines` of one paragraph in `lang` with each mark turned; notes stand apart.

    French gets the spaces before its punctuation narrow and unbroken, where they were typed.
    """
    flow: list[str] = []
    texts: list[tuple[m.Text, str]] = []
    _follow(inlines, lang, flow, texts)
    langs = [own for text, own in texts for _ in _MARK.findall(text.text)]
    marks = iter(_turned("".join(flow), langs))
    new: dict[int, m.Text] = {}
    for node, own in texts:
        text = _MARK.sub(lambda _: next(marks), node.text)
        if own[:2].lower() == "fr":
            text = _FRENCH.sub("\u202f", text)
        if text != node.text:
            new[id(node)] = replace(node, text=text)

    def change(node: m.Node) -> tuple[m.Node, ...] | None:
        match node:
            case m.Text():
                return (new.get(id(node), node),)
            case m.Note(children=(m.Paragraph() as only,)):
                inside = quoted(only.children, lang)
                same = inside == only.children
                return (
                    node if same else replace(node, children=(replace(only, children=inside),)),
                )
            case m.Note():
                return (node,)  # written elsewhere, and read already
            case _:
                return None

    return rewrite(inlines, change)  # type: ignore[return-value]  # inlines stay inlines


def _follow(
    nodes: Iterable[m.Node], lang: str, flow: list[str], texts: list[tuple[m.Text, str]]
) -> None:
    """Add what `nodes` read like to `flow`, and their texts with the language they are in."""
    for node in nodes:
        match node:
            case m.Text():
                flow.append(node.text)
                texts.append((node, lang))
            case m.LineBreak():
                flow.append(" ")
            case m.Note():
                pass
            case m.Code() | m.CrossReference() | m.Placed():
                flow.append("x")
            case m.InlineSpan() | m.Link():
                _follow(node.children, node.attr.get("lang", lang), flow, texts)
            case m.Superscript() | m.Subscript() | m.Image() | m.CitationGroup():
                in_text = isinstance(node, m.CitationGroup) and node.in_text
                flow.append("x[" if in_text else "[")
                _follow(children(node), lang, flow, texts)
                flow.append("]")
            case _:
                _follow(children(node), lang, flow, texts)


def _turned(flow: str, langs: Sequence[str]) -> list[str]:
    """Return what is printed for each mark in `flow`, whose languages are `langs`.

    A mark opens after a space or an opening bracket and closes elsewhere; a dash and another mark
    on its left leave that to what is on its right, and to what is still open.
    """
    places = [found.start() for found in _MARK.finditer(flow)]
    following = [" "] * len(places)
    for i in range(len(places) - 1, -1, -1):
        after = flow[places[i] + 1 : places[i] + 2]
        following[i] = following[i + 1] if after in (DOUBLE, SINGLE) else after or " "
    out: list[str] = []
    opened: list[tuple[int, str]] = []  # the marks that are still open, and how they close
    doubles = 0  # how many of them are double
    left = ""  # what stands before the next mark, if that is a mark: "(" opened, ")" closed
    for i, (place, after) in enumerate(zip(places, following, strict=True)):
        single = flow[place] == SINGLE
        adjoins = i > 0 and places[i - 1] == place - 1
        before = left if adjoins else flow[place - 1] if place else " "
        is_open = bool(opened and opened[-1][1][0] == "'") if single else doubles > 0
        role = _role(flow, place, before, after, single, is_open)
        left = role if role in "()" else "x"
        marks = quotes(langs[i])
        if role == "(":
            closing = marks.inner_closing if single else marks.closing
            opened.append((i, ("'" if single else '"') + closing))
            doubles += not single
            out.append(marks.inner_opening if single else marks.opening)
        elif role != ")":
            out.append(role)
        elif not is_open:
            out.append("’" if single else marks.closing)
        else:
            while True:
                at, closing = opened.pop()
                if single or closing[0] == '"':
                    break
                out[at] = "’"  # it never closed: an apostrophe
            doubles -= not single
            out.append(closing[1:])
    for at, closing in opened:
        if closing[0] == "'":
            out[at] = "’"
    return out


def _role(flow: str, place: int, before: str, after: str, single: bool, is_open: bool) -> str:
    """Tell what a mark is: "(" where it opens, ")" where it closes, or what is printed for it."""
    typed = "'" if single else '"'
    if before.isspace() and after.isspace():
        return typed
    if before.isspace() or before in _OPENERS:
        return "’" if single and _ELISION.match(flow, place + 1) else "("
    within = before.isalnum() and after.isalnum()
    if before.isdigit() and not (single and after.isalpha()):  # 12", 5'10", 1'000, "in 2024"
        feet = not single and _FEET.search(flow, max(0, place - 8), place)
        if within or feet or not is_open:
            thousands = single and _THOUSANDS.match(flow, place + 1)
            return "’" if thousands else "′" if single else "″"
    east_asian = "\u2e80" <= before <= "\uffdc"  # where words have no spaces between them
    if within and not east_asian and after < "\u2e80":
        if single:
            return "’"
        hebrew = "\u0590" <= before <= "\u05ff"  # the mark of an abbreviation
        return ")" if is_open and not hebrew else typed
    if before in _DASHES and after.isalnum():
        return "("
    closes = before in _CLOSERS if single else before.isalnum()
    if is_open or not after.isalnum() or (closes and not east_asian):
        return ")"
    return "("
