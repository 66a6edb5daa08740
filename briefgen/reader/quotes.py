"""Take text in which straight quotation marks were typed, return it with those of its language.

The scanner reads inlines one after another, but whether a mark opens or closes, and in which
language, is known only once the paragraph is complete: `"*so* [it](x)"` opens in one node and
closes in another. So the scanner leaves a placeholder for each straight mark in running text
(`quotation.with_placeholders`), and `quoted` replaces it afterwards. A mark after a backslash, or
in code, an address or an attribute, gets no placeholder and so stays straight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from briefgen import model as m
from briefgen.language import subtags
from briefgen.quotation import DOUBLE, SINGLE, turn_marks
from briefgen.record import replace
from briefgen.walk import children, rewrite

__all__ = ["quoted"]

_MARK: Final = re.compile(f"[{DOUBLE}{SINGLE}]")
_FRENCH: Final = re.compile(r" (?=[;:!?»](?!\w))|(?<=«) ")


def quoted(inlines: m.Inlines, lang: str) -> m.Inlines:
    """Return the `inlines` of one paragraph in `lang` with the marks of that language.

    A note is a text of its own. In French, a space that was typed before punctuation becomes a
    narrow no-break space.
    """
    flow: list[str] = []
    texts: list[tuple[m.Text, str]] = []
    _follow(inlines, lang, flow, texts)
    langs = [own for text, own in texts for _ in _MARK.findall(text.text)]
    marks = iter(turn_marks("".join(flow), langs))
    new: dict[int, m.Text] = {}
    for node, own in texts:
        text = _MARK.sub(lambda _: next(marks), node.text)
        if subtags(own).language == "fr":
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
                return (node,)  # its text stands elsewhere and is read there
            case _:
                return None

    return rewrite(inlines, change)


def _follow(
    nodes: Iterable[m.Node], lang: str, flow: list[str], texts: list[tuple[m.Text, str]]
) -> None:
    """Add the text of `nodes` to `flow`, and each text node with its language to `texts`.

    A node that is no text stands in `flow` as "x", and brackets enclose what is set apart.
    """
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
