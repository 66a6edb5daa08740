"""Take text in which straight quotation marks were typed, return it with those of its language.

Inlines are read one after another, but which way a mark turns, and in which language, is known
only when all of a paragraph is there: `"*so* [it](x)"` opens in one node and closes in another.
So the scanner leaves a control character where it meets a straight mark in running text
(`quotation.marked`), and `quoted` puts the right one there afterwards. What a backslash, code, an
address or an attribute keeps straight never becomes such a character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from briefgen import model as m
from briefgen.quotation import DOUBLE, SINGLE, turned
from briefgen.record import replace
from briefgen.walk import children, rewrite

__all__ = ["quoted"]

_MARK: Final = re.compile(f"[{DOUBLE}{SINGLE}]")
_FRENCH: Final = re.compile(r" (?=[;:!?»](?!\w))|(?<=«) ")


def quoted(inlines: m.Inlines, lang: str) -> m.Inlines:
    """Return the `inlines` of one paragraph in `lang` with each mark turned; notes stand apart.

    French gets the spaces before its punctuation narrow and unbroken, where they were typed.
    """
    flow: list[str] = []
    texts: list[tuple[m.Text, str]] = []
    _follow(inlines, lang, flow, texts)
    langs = [own for text, own in texts for _ in _MARK.findall(text.text)]
    marks = iter(turned("".join(flow), langs))
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
