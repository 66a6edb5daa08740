"""Take single elements of a page, return what they say: their words, numbers, formulas."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from briefgen.importing.draft import DraftRun, Runs, clean
from briefgen.record import replace

__all__ = [
    "BLOCKS",
    "UNSEEN",
    "alignment",
    "collapsed",
    "counted",
    "is_layout",
    "not_bold",
    "pictures_math",
    "shown",
    "tex",
    "whole_number",
]

UNSEEN: Final = frozenset("script style noscript template head".split())
BLOCKS: Final = frozenset(
    "address article blockquote body center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu ol p pre section "
    "summary table ul".split()
)


def shown(element: Any) -> str:
    """Return the words of an element, those of its blocks apart."""
    from lxml import etree

    parts: list[str] = []
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if isinstance(node.tag, str) and node.tag in UNSEEN:
            parts.append(" " if event == "start" or node is element else node.tail or "")
            continue
        if node.tag in BLOCKS or node.tag in ("br", "td", "th", "tr", "button", "option"):
            parts.append(" ")
        if event == "start":
            parts.append(node.text or "")
        elif node is not element:
            parts.append(node.tail or "")
    return "".join(parts)


def is_layout(table: Any) -> bool:
    """Tell whether a table only places parts of a page: a cell holds headings, or it says so."""
    if table.get("role") == "presentation":
        return True
    headings = (cell for name in ("h1", "h2", "h3", "h4") for cell in table.iter(name))
    return any(next(heading.iterancestors("td", "th"), None) is not None for heading in headings)


def tex(math: Any) -> str:
    """Return the TeX that a formula carries, or what it shows."""
    found = [e for e in math.iter("annotation") if "tex" in (e.get("encoding") or "")]
    text = (found[0].text if found else math.get("alttext")) or "".join(math.itertext())
    text = " ".join(text.split())
    if match := re.fullmatch(r"\{\\(?:display|text)style (.*)\}", text):
        text = match[1].strip()
    return text


def pictures_math(image: Any) -> bool:
    """Tell whether an image shows the formula that stands beside it as MathML."""
    parent = image.getparent()
    return parent is not None and next(parent.iter("math"), None) is not None


def collapsed(runs: Iterable[DraftRun]) -> Runs:
    """Join equal neighbours, and collapse spaces that meet into one."""
    result: list[DraftRun] = []
    for run in runs:
        text = run.text
        if not (run.image or run.note) and text.startswith(" "):
            before = result[-1].text if result else " "
            if before.endswith((" ", "\n")) or not result:
                text = text[1:]
        if text == "\n" and result and result[-1].text.endswith(" "):
            result[-1] = replace(result[-1], text=result[-1].text[:-1])
        if text or run.image or run.note:
            result.append(replace(run, text=text))
    return clean(result)


def not_bold(runs: Runs) -> Runs:
    if all(run.bold for run in runs if run.text.strip()):
        return clean(replace(run, bold=False) for run in runs)
    return runs


def whole_number(text: str | None, default: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else default


def alignment(cell: Any) -> str:
    stated = f"{cell.get('style') or ''};text-align:{cell.get('align') or ''}".casefold()
    match = re.search(r"text-align\s*:\s*(left|right|center)", stated)
    return match[1][0] if match else "-"


def counted(number: int, style: str) -> str:
    if style in ("a", "A") and 1 <= number <= 26:
        return chr(ord(style) + number - 1)
    if style in ("i", "I") and 1 <= number <= 10:
        numeral = "i ii iii iv v vi vii viii ix x".split()[number - 1]
        return numeral if style == "i" else numeral.upper()
    return str(number)
