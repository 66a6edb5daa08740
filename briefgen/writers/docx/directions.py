"""Take the runs of a paragraph, return them with what runs to the left marked as such.

Word takes the direction of digits, brackets and full stops from the run that they stand in, other
programs settle it for the whole paragraph (UAX 9); so runs are cut where UAX 9 says.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import groupby
from unicodedata import bidirectional
from xml.sax.saxutils import unescape

from briefgen.typography.bidi import levels, visual_order
from briefgen.writers.docx.markup import attribute, run

__all__ = ["directed", "isolated", "spoken"]

_RUN = re.compile(
    r'<w:r>(<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t xml:space="preserve">([^<]*)</w:t></w:r>'
)
_LEFT_TO_RIGHT_MARK, _RIGHT_TO_LEFT_MARK = "\u200e", "\u200f"


def spoken(content: str) -> str:
    """Return the text of all runs in `content`."""
    return "".join(unescape(found[2]) for found in _RUN.finditer(content))


def directed(content: str, base: int, font: Callable[[str], str]) -> str:
    """Return `content` (runs, links, fields) with its runs cut and marked.

    `base` is 1 where the paragraph runs to the left. `font` returns the name of the font for
    text that its own font may lack, or "".
    """
    text = spoken(content)
    turned: list[bool] = []
    for level, pairs in groupby(zip(levels(text, base), text, strict=True), lambda pair: pair[0]):
        kinds = [bidirectional(char) for _, char in pairs]
        # Numbers among words to the left belong to those; numbers of other words do not.
        turned += [bool(level) and (level % 2 == 1 or "L" not in kinds)] * len(kinds)
    marked = iter(turned)

    def cut(found: re.Match[str]) -> str:
        properties = found[1] or ""
        parts = groupby(unescape(found[2]), lambda _: next(marked))
        return "".join(
            run(part, _turned(properties, font(part)) if backwards else properties)
            for backwards, part in ((key, "".join(chars)) for key, chars in parts)
        )

    return _RUN.sub(cut, content)


def isolated(content: str, *, leftward: bool) -> str:
    """Return `content`, which runs `leftward` or not in text that does the opposite.

    Invisible marks at both ends keep its brackets, full stops and fields with it, where it has any.
    """
    text = spoken(content)
    around = "a" if leftward else "\u05d0"
    found = levels(f"{around} {text} {around}", int(not leftward))[2:-2]
    same = visual_order(found) == visual_order(levels(text, int(leftward)))
    if same and not ("<w:fldChar" in content and text):
        return content
    mark = run(_RIGHT_TO_LEFT_MARK if leftward else _LEFT_TO_RIGHT_MARK)
    return f"{mark}{content}{mark}"


def _turned(properties: str, font: str) -> str:
    """Return `<w:rPr>` for text that runs to the left: Word does not find that out by itself."""
    inside = properties.removeprefix("<w:rPr>").removesuffix("</w:rPr>")
    inside = inside.replace("<w:lang w:val=", "<w:lang w:bidi=")
    if font and "<w:rFonts " in inside:
        inside = re.sub(' w:cs="[^"]*"', f' w:cs="{attribute(font)}"', inside, count=1)
    elif font:
        style, end, rest = inside.rpartition("<w:rStyle ")
        at = len(style) + len(end) + rest.find("/>") + 2 if end else 0
        inside = f'{inside[:at]}<w:rFonts w:cs="{attribute(font)}"/>{inside[at:]}'
    at = min((i for i in map(inside.find, ("<w:lang ", "<w14:")) if i >= 0), default=len(inside))
    return f"<w:rPr>{inside[:at]}<w:rtl/>{inside[at:]}</w:rPr>"
