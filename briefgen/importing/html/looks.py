"""Take an element and the look of its parent, return its own: by name, style and class."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

from briefgen.importing.draft import DraftRun
from briefgen.record import replace

__all__ = ["address", "is_hidden", "look_of", "style_rules"]

_BY_NAME: Final[Mapping[str, str]] = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "cite": "italic",
    "var": "italic", "dfn": "italic", "u": "underline", "s": "strike", "del": "strike",
    "strike": "strike", "sup": "superscript", "sub": "subscript", "code": "code", "kbd": "code",
    "samp": "code", "tt": "code",
}  # fmt: skip
_RULE: Final = re.compile(r"([^{}]+)\{([^{}]*)\}")
_CLASS: Final = re.compile(r"\.([\w-]+)$")
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def style_rules(root: Any) -> dict[str, str]:
    """Return the declarations of the page's style sheets by class, for selectors of one class."""
    rules: dict[str, str] = {}
    for sheet in root.iter("style"):
        for selectors, declarations in _RULE.findall(sheet.text or ""):
            for selector in selectors.split(","):
                if match := _CLASS.match(selector.strip()):
                    rules[match[1]] = f"{rules.get(match[1], '')};{declarations}"
    return rules


def _declared(element: Any, rules: Mapping[str, str]) -> str:
    own = [rules.get(name, "") for name in (element.get("class") or "").split()]
    return ";".join([*own, element.get("style") or ""]).casefold()


def is_hidden(element: Any, rules: Mapping[str, str]) -> bool:
    """Tell whether the page does not show the element."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(_declared(element, rules)))


def look_of(element: Any, look: DraftRun, rules: Mapping[str, str]) -> DraftRun:
    """Return `look` as `element` changes it; the text of `look` is ignored."""
    if name := _BY_NAME.get(element.tag):
        look = replace(look, **{name: True})  # type: ignore[arg-type]
    if element.tag == "a" and element.get("href"):
        look = replace(look, link=address(element.get("href")))
    declared = _declared(element, rules)
    if not declared:
        return look
    if match := re.search(r"font-weight\s*:\s*(\w+)", declared):
        look = replace(look, bold=match[1] in ("bold", "bolder", "600", "700", "800", "900"))
    if match := re.search(r"font-style\s*:\s*(\w+)", declared):
        look = replace(look, italic=match[1] in ("italic", "oblique"))
    if match := re.search(r"vertical-align\s*:\s*(super|sub)\b", declared):
        name = f"{match[1]}script"
        look = replace(look, **{name: True})  # type: ignore[arg-type]
    return look


def address(link: str) -> str:
    """Return the target of a link, without the redirect that Google Docs adds."""
    link = link.strip()
    if re.match(r"https?://www\.google\.com/url\?", link):
        parts = urlsplit(link)
        return next(iter(parse_qs(parts.query).get("q", [])), link)
    return link
