"""Take the styles of a reference document, return them by name, each with all that it inherits.

Word translates the names that it shows and the ids that it writes ("berschrift1"), but never the
name in the file ("heading 1"), so that styles are found by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final, Literal

from lxml import etree

from briefgen.record import replace
from briefgen.theme import CharacterStyle, ParagraphStyle, Stroke, Theme
from briefgen.writers.docx.markup import MAIN, NAMESPACES, word_part
from briefgen.writers.docx.nodes import XmlElement, XmlNode
from briefgen.writers.docx.style_entry import Kind

__all__ = ["ReferenceStyles", "W", "extended", "parsed"]

W: Final = f"{{{MAIN}}}"
_IGNORABLE: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
_OFF: Final = {"0", "false", "off"}
_ALIGN: Final[Mapping[str, Literal["left", "right", "center", "justify"]]] = {
    "both": "justify",
    "distribute": "justify",
    "center": "center",
    "right": "right",
    "end": "right",
}
_NATURAL: Final = 1.2
"""The height of a single-spaced line in ems, estimated: the font would say it."""
_BEFORE_NUMBERS: Final = "pStyle keepNext keepLines pageBreakBefore framePr widowControl".split()


class ReferenceStyles:
    """The styles in `root`, a `<w:styles>`, by id (`ids`) and by name (`find`).

    `defaults` are the ids of the default styles, by kind.
    """

    def __init__(self, root: Any) -> None:
        self.root = root
        self.ids: dict[str, Any] = {}
        self._named: dict[tuple[str, str], str] = {}
        self.defaults: dict[str, str] = {}
        for style in root.iterfind(f"{W}style"):
            kind, style_id = style.get(f"{W}type", "paragraph"), style.get(f"{W}styleId", "")
            self.ids.setdefault(style_id, style)
            for name in (_value(style, "name") or style_id).split(","):  # aliases follow a comma
                self._named.setdefault((kind, name.strip().lower()), style_id)
            if _on(style.get(f"{W}default", "0")):
                self.defaults.setdefault(kind, style_id)

    def find(self, kind: Kind, name: str) -> str:
        """Return the id of the style called `name`, "" where there is none."""
        return self._named.get((kind, name.lower()), "")

    def body(self) -> str:
        """Return the id of the style for running text: without "Body Text" it is Normal."""
        return self.find("paragraph", "Body Text") or self.defaults.get("paragraph", "")

    def numbering(self, style_id: str) -> tuple[str, int] | None:
        """Return the number (`numId`) and level that the style or one below it has, if any."""
        level: int | None = None
        for style in self._chain(style_id):
            found = style.find(f"{W}pPr/{W}numPr")
            if found is None:
                continue
            if level is None and (text := _value(found, "ilvl")).isdecimal():
                level = int(text)
            if (number := _value(found, "numId")).isdecimal():
                return None if number == "0" else (number, level or 0)
        return None

    def number(self, style_id: str, properties: XmlElement) -> None:
        """Let paragraphs of a style be numbered by `properties`, a `w:numPr`."""
        style = self.ids[style_id]
        own = style.find(f"{W}pPr")
        if own is None:
            own = etree.Element(f"{W}pPr")
            after = style.find(f"{W}rPr")
            style.insert(len(style) if after is None else style.index(after), own)
        for old in own.findall(f"{W}numPr"):
            own.remove(old)
        before = {f"{W}{name}" for name in _BEFORE_NUMBERS}
        index = sum(child.tag in before for child in own)
        own.insert(index, parsed((properties,))[0])

    def apply_to(self, theme: Theme) -> Theme:
        """Return `theme` with the looks of those styles that the reference document has."""
        return replace(
            theme,
            paragraphs={n: self.paragraph(n, style) for n, style in theme.paragraphs.items()},
            characters={n: self.character(n, style) for n, style in theme.characters.items()},
        )

    def paragraph(self, name: str, style: ParagraphStyle) -> ParagraphStyle:
        """Return what the paragraph style of that name comes to, `style` where there is none."""
        word = style.word or name.replace("-", " ").title()
        style_id = self.body() if name == "body" else self.find("paragraph", word)
        return self.look(style_id, style) if style_id else style

    def look(self, style_id: str, style: ParagraphStyle) -> ParagraphStyle:
        """Return `style` with all that the style in the file says; fonts keep the theme's names."""
        found = self._resolved(style_id)
        size = _number(found.get("sz.val"), 20.0) / 2
        line = _number(found.get("spacing.line"), 240.0)
        natural = found.get("spacing.lineRule", "auto") == "auto"
        hanging = _number(found.get("ind.hanging"), 0.0)
        first = _number(found.get("ind.firstLine"), 0.0)
        colour = found.get("color.val", "auto")
        return replace(
            style,
            bold=_on(found.get("b", "0")),
            italic=_on(found.get("i", "0")),
            size=size,
            leading=line / 240 * size * _NATURAL if natural else line / 20,
            colour=f"#{colour.lower()}" if re.fullmatch("[0-9A-Fa-f]{6}", colour) else "#000000",
            align=_ALIGN.get(found.get("jc.val", ""), "left"),
            space_before=_number(found.get("spacing.before"), 0.0) / 20,
            space_after=_number(found.get("spacing.after"), 0.0) / 20,
            indent_left=_number(found.get("ind.left") or found.get("ind.start"), 0.0) / 20,
            indent_right=_number(found.get("ind.right") or found.get("ind.end"), 0.0) / 20,
            first_line=(-hanging or first) / 20,
            keep_with_next=_on(found.get("keepNext", "0")),
            keep_together=_on(found.get("keepLines", "0")),
            hyphenate=not _on(found.get("suppressAutoHyphens", "0")),
            capitals=_on(found.get("caps", "0")),
            tracking=0.0,
            features=(),
            rule_above=Stroke(),
            rule_below=Stroke(),
        )

    def character(self, name: str, style: CharacterStyle) -> CharacterStyle:
        """Return what the character style of that name says, `style` where there is none."""
        style_id = self.find("character", style.word or name.replace("-", " ").title())
        if not style_id:
            return style
        found: dict[str, str] = {}
        for each in reversed(self._chain(style_id)):
            _take(found, each)
        colour = found.get("color.val", "auto")
        return CharacterStyle(
            bold=_on(found["b"]) if "b" in found else None,
            italic=_on(found["i"]) if "i" in found else None,
            colour=f"#{colour.lower()}" if re.fullmatch("[0-9A-Fa-f]{6}", colour) else "",
            word=style.word,
        )

    def part(self, written: Sequence[XmlElement], lang: str) -> bytes:
        """Return the finished part with the styles `written` added, its text in `lang`."""
        for old in self.root.iterfind(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang"):
            old.set(f"{W}val", lang)
        return extended(self.root, [*self.root, *parsed(written)])

    def _chain(self, style_id: str) -> list[Any]:
        """Return a style and those it is based on, the nearest first."""
        chain: list[Any] = []
        style = self.ids.get(style_id)
        while style is not None and style not in chain:
            chain.append(style)
            style = self.ids.get(_value(style, "basedOn"))
        return chain

    def _resolved(self, style_id: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for kind in ("rPrDefault", "pPrDefault"):
            for default in self.root.iterfind(f"{W}docDefaults/{W}{kind}"):
                _take(found, default)
        for style in reversed(self._chain(style_id)):
            _take(found, style)
        return found


def extended(root: Any, children: Iterable[Any]) -> bytes:
    """Return a part like `root` with other `children`; it knows the namespaces that we use."""
    made = etree.Element(root.tag, nsmap={**NAMESPACES, **root.nsmap})
    ignorable = [*root.get(_IGNORABLE, "").split(), "w14"]
    for name, value in root.attrib.items():
        made.set(name, value)
    made.set(_IGNORABLE, " ".join(dict.fromkeys(ignorable)))
    made.extend(deepcopy(child) for child in children)
    return bytes(etree.tostring(made, xml_declaration=True, encoding="UTF-8", standalone=True))


def parsed(nodes: Sequence[XmlNode]) -> list[Any]:
    """Return `nodes` as elements of lxml, to be put into a tree that it has read."""
    return list(etree.fromstring(word_part("document", *nodes)))


def _take(found: dict[str, str], style: Any) -> None:
    """Add the paragraph and run properties of a style to those `found` in the styles below it."""
    for properties in (*style.iterfind(f"{W}pPr"), *style.iterfind(f"{W}rPr")):
        for each in properties:
            if not isinstance(each.tag, str):
                continue  # a comment
            name = each.tag.removeprefix(W)
            found[name] = each.get(f"{W}val", "1")
            for key, value in each.attrib.items():
                found[f"{name}.{key.removeprefix(W)}"] = value


def _value(parent: Any, name: str) -> str:
    found = parent.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", ""))


def _on(value: str) -> bool:
    return value not in _OFF


def _number(text: str | None, default: float) -> float:
    try:
        return float(text) if text else default
    except ValueError:
        return default  # "12pt", of the strict kind
