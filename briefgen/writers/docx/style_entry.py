"""Take a style's name and properties, return its `w:style`: the entry that Word lists.

A style that Word has itself stands where Word lists it, and ours follow. Styles that only keep
things apart (the gap between two tables) are hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from briefgen.writers.docx.nodes import Content, XmlElement, w

__all__ = ["Kind", "style_entry"]

Kind: TypeAlias = Literal["paragraph", "character", "table", "numbering"]

# Names as in Word's files, in lower case: such a style is not marked as custom.
_GALLERY: Final[Mapping[str, int]] = {
    "normal": 0,
    "body text": 1,
    **{f"heading {level}": 9 for level in range(1, 7)},
    "title": 10,
    "subtitle": 11,
    "emphasis": 20,
    "strong": 22,
    "quote": 29,
    "caption": 35,
    "list bullet": 36,
    "list number": 36,
    "toc heading": 39,
}
_BUILT_IN: Final[Mapping[str, int]] = {
    **_GALLERY,
    "list continue": 36,
    "bibliography": 37,
    **{f"toc {level}": 39 for level in range(1, 7)},
    "table of figures": 99,
    "footnote text": 99,
    "footnote reference": 99,
    "header": 99,
    "footer": 99,
    "hyperlink": 99,
}
_OURS: Final[Mapping[Kind, int]] = {"paragraph": 50, "character": 51, "table": 52, "numbering": 99}
_HIDDEN: Final = frozenset({"gap", "layout"})


def style_entry(
    kind: Kind,
    style_id: str,
    word: str,
    based_on: str,
    inside: Content,
    following: str = "",
    *,
    aside: bool = False,
) -> XmlElement:
    """Return the style that Word shows as `word`; `inside` are its properties.

    After a paragraph of it one of the style `following` (an id) is begun, if that is named. A
    style `aside` is not among those that Word offers first.
    """
    name = word.lower()
    text = kind in {"paragraph", "character"}
    ours = name not in _BUILT_IN and name not in _HIDDEN and text and not aside
    offered = name in _GALLERY or ours
    custom = {} if name in _BUILT_IN else {"customStyle": 1}
    return w(
        "style",
        w("name", val=word),
        w("basedOn", val=based_on),
        w("next", val=following) if following else "",
        w("uiPriority", val=_BUILT_IN.get(name, _OURS[kind])),
        w("semiHidden") if name in _HIDDEN else "",
        w("qFormat") if offered else "",
        *inside,
        **{"type": kind, **custom, "styleId": style_id},
    )
