"""Take the content of a paragraph, return it with runs of right-to-left text marked as such.

Word takes the direction of digits, brackets and full stops from the run that they stand in, other
programs settle it for the whole paragraph (UAX 9). So runs are cut where UAX 9 changes direction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import groupby
from unicodedata import bidirectional

from briefgen.typography.bidi import levels, visual_order
from briefgen.writers.docx.nodes import (
    Content,
    Properties,
    WordRun,
    XmlElement,
    map_runs,
    runs_of,
    text_of,
    w,
)

__all__ = ["directed", "isolated"]

_LEFT_TO_RIGHT_MARK, _RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"


def directed(content: Content, base: int, font: Callable[[str], str]) -> Content:
    """Return `content` (runs, links, fields) with its runs cut and marked.

    `base` is 1 where the paragraph runs to the left. `font` returns the name of the font for
    text that its own font may lack, or "".
    """
    text = text_of(content)
    turned: list[bool] = []
    for level, pairs in groupby(zip(levels(text, base), text, strict=True), lambda pair: pair[0]):
        kinds = [bidirectional(char) for _, char in pairs]
        # Numbers among words to the left belong to those; numbers of other words do not.
        turned += [bool(level) and (level % 2 == 1 or "L" not in kinds)] * len(kinds)
    marked = iter(turned)

    def cut(run: WordRun) -> Iterator[WordRun]:
        if not run.text:
            yield run
            return
        for part in run.content:
            if isinstance(part, XmlElement):
                yield run._replace(content=(part,))
                continue
            for backwards, chars in groupby(part, lambda _: next(marked)):
                words = "".join(chars)
                properties = run.properties
                yield WordRun(
                    (words,), _turned(properties, font(words)) if backwards else properties
                )

    return map_runs(content, cut)


def isolated(content: Content, *, rtl: bool) -> Content:
    """Return `content`, whose direction (`rtl` or not) is opposite to the text around it.

    Invisible marks at both ends keep its brackets, full stops and fields with it, if they would
    otherwise move.
    """
    text = text_of(content)
    around = "a" if rtl else "\u05d0"
    found = levels(f"{around} {text} {around}", int(not rtl))[2:-2]
    same = visual_order(found) == visual_order(levels(text, int(rtl)))
    if same and not (text and _holds_field(content)):
        return content
    mark = WordRun((_RIGHT_TO_LEFT_MARK if rtl else _LEFT_TO_RIGHT_MARK,))
    return [mark, *content, mark]


def _holds_field(content: Content) -> bool:
    return any(
        isinstance(part, XmlElement) and part.name == "w:fldChar"
        for run in runs_of(content)
        for part in run.content
    )


def _turned(properties: Properties, font: str) -> Properties:
    """Return run properties for right-to-left text: Word does not find that out by itself."""
    turned = {**properties, "rtl": w("rtl")}
    if "lang" in turned:
        turned["lang"] = w("lang", bidi=turned["lang"].attributes["w:val"])
    if font:
        fonts = turned.get("rFonts", w("rFonts"))
        turned["rFonts"] = fonts._replace(attributes={**fonts.attributes, "w:cs": font})
    return turned
