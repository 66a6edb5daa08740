"""Take the styles and numbering of a DOCX, return what they state of a paragraph, run or item."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from briefgen.record import replace

__all__ = ["ListCounters", "RunFormat", "WordStyles", "is_on", "tag", "value", "whole", "within"]

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING: Final = re.compile(
    r"(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift|otsikko|nagłówek|nadpis|"
    r"заголовок|címsor|başlık|标题|見出し|제목)\s*(?P<level>[1-9])",
    re.IGNORECASE,
)
_CONTENTS: Final = re.compile(
    r"(?:toc|contents|verzeichnis|inhalt|tm|inhopg|index|目录|目次|目錄)\s*\d|toc heading|"
    r"table of figures|"
    r"table of authorities|abbildungsverzeichnis|inhaltsverzeichnisüberschrift|contents heading|"
    r"en-tête de table des matières|table des illustrations"
)
_DEEPER: Final = re.compile(r"list (?:bullet|number) (?P<level>[2-5])", re.IGNORECASE)
_KINDS: Final = {
    "title": "title|titel|titre|título|titolo|rubrik|tittel|tytuł",
    "subtitle": "subtitle|untertitel|sous-titre|subtítulo|sottotitolo|ondertitel|underrubrik",
    "author": "author|autor|auteur",
    "date": "date|datum",
    "abstract": "abstract",
    "quote": "quote|intense quote|quotations|block text|block quotation|zitat|intensives zitat|"
    "citation|citation intense|citaat",
    "code": "html preformatted|preformatted text|source code|plain text|code|code block|macro text",
    "caption": "caption|beschriftung|légende|bijschrift|table caption|image caption",
    "source": "bibliography|literaturverzeichnis|bibliographie|bibliografie|works cited|references",
    "term": "definition term",
    "definition": "definition",
    "more": "list continue|list continue 2|list continue 3|listenfortsetzung",
}
_KIND_OF: Final = {name: kind for kind, names in _KINDS.items() for name in names.split("|")}
_MONOSPACED: Final = re.compile(
    r"courier|consolas|menlo|monaco|mono\b|\bcode\b|typewriter|fixedsys", re.IGNORECASE
)
_ROMAN: Final = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"),
                 (4, "iv"), (1, "i"))  # fmt: skip


def tag(name: str) -> str:
    """Return the qualified name of a WordprocessingML element or attribute."""
    return _W + name


def value(element: Any, path: str, default: str = "") -> str:
    """Return the `val` of the element at `path` ("numPr/ilvl") under `element`."""
    child = within(element, path)
    return str(child.get(tag("val"), default)) if child is not None else default


def within(element: Any, path: str) -> Any:
    """Return the first element at `path` under `element`, or None."""
    if element is None:
        return None
    return element.find("/".join(map(tag, path.split("/"))))


def whole(text: str, default: int = 0, most: int = 63) -> int:
    """Return `text` as a whole number, at most `most`, or `default` if it is none."""
    return min(int(text), most) if text.isdecimal() and len(text) < 10 else default


def is_on(element: Any, name: str, before: bool = False) -> bool:
    """Tell whether the property `name` is set; without a mention, `before` stays."""
    setting = within(element, name)
    return before if setting is None else setting.get(tag("val"), "1") not in ("0", "false", "off")


@dataclass(frozen=True, slots=True)
class RunFormat:
    """The formatting of a run; `size` is in points, 0 if nothing states it."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    superscript: bool = False
    subscript: bool = False
    code: bool = False
    hidden: bool = False
    size: float = 0

    def with_properties(self, properties: Any) -> RunFormat:
        """Return the format with the changes of an rPr element."""
        if properties is None:
            return self
        look = replace(
            self,
            bold=is_on(properties, "b", self.bold),
            italic=is_on(properties, "i", self.italic),
            strike=is_on(properties, "strike", self.strike or is_on(properties, "dstrike")),
            hidden=is_on(properties, "vanish", self.hidden),
        )
        if line := value(properties, "u"):
            look = replace(look, underline=line != "none")
        align = value(properties, "vertAlign")
        raised = value(properties, "position", "0")
        if align:
            look = replace(look, superscript=align == "superscript", subscript=align == "subscript")
        elif whole(raised.lstrip("-")) >= 4:  # in half points: raised or lowered by hand
            look = replace(look, superscript=raised[0] != "-", subscript=raised[0] == "-")
        fonts = within(properties, "rFonts")
        if fonts is not None:
            font = fonts.get(tag("ascii"), "")
            look = replace(look, code=bool(_MONOSPACED.search(font)) if font else self.code)
        size = value(properties, "sz")
        if re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]+)?", size):
            look = replace(look, size=float(size) / 2)
        return look


class WordStyles:
    """The styles of a document by id; `element` is its w:styles, or None."""

    def __init__(self, element: Any) -> None:
        styles = [] if element is None else element.findall(tag("style"))
        self.by_id = {style.get(tag("styleId"), ""): style for style in styles}
        defaults = within(element, "docDefaults/rPrDefault/rPr")
        self.base = RunFormat().with_properties(defaults)
        self.language = ""
        if (lang := within(defaults, "lang")) is not None:
            self.language = lang.get(tag("val"), "")
        self.default = next(
            (
                style.get(tag("styleId"), "")
                for style in styles
                if style.get(tag("type")) == "paragraph" and style.get(tag("default")) == "1"
            ),
            "",
        )
        self._looks: dict[str, RunFormat] = {}

    def chain(self, style_id: str) -> Iterator[Any]:
        """Yield the style and the styles that it is based on, the nearest first."""
        seen: set[str] = set()
        while style_id in self.by_id and style_id not in seen:
            seen.add(style_id)
            style = self.by_id[style_id]
            yield style
            style_id = value(style, "basedOn")

    def look(self, style_id: str) -> RunFormat:
        """Return the format of text in a paragraph style."""
        style_id = style_id if style_id in self.by_id else self.default
        if style_id not in self._looks:
            look = self.base
            for style in reversed(list(self.chain(style_id))):
                look = look.with_properties(within(style, "rPr"))
            self._looks[style_id] = look
        return self._looks[style_id]

    def with_character(self, style_id: str, look: RunFormat) -> RunFormat:
        """Return `look` with the changes of a character style."""
        for style in reversed(list(self.chain(style_id))):
            look = look.with_properties(within(style, "rPr"))
            if _MONOSPACED.search(value(style, "name")):
                look = replace(look, code=True)
        return look

    def level(self, style_id: str) -> int:
        """Return the heading level that the style states, by outline or by name; 0 for none."""
        for style in self.chain(style_id):
            outline = value(style, "pPr/outlineLvl")
            if outline:
                return whole(outline) + 1 if whole(outline, 9) < 9 else 0
            if match := _HEADING.fullmatch(value(style, "name").strip()):
                return int(match["level"])
            if _kind(style):
                return 0
        return 0

    def kind(self, style_id: str) -> str:
        """Return the kind that the style states, as in `DraftParagraph.style`, or "toc", "more"."""
        return next((kind for style in self.chain(style_id) if (kind := _kind(style))), "")

    def numbering(self, style_id: str) -> tuple[str, str]:
        """Return the list and level of the style's paragraphs, or ("", "")."""
        for style in self.chain(style_id):
            if number := value(style, "pPr/numPr/numId"):
                return number, value(style, "pPr/numPr/ilvl")
        return "", ""

    def depth(self, style_id: str) -> int:
        """Return the depth in the name of a style, as "List Bullet 2" has a list of one level."""
        matches = (_DEEPER.fullmatch(value(style, "name")) for style in self.chain(style_id))
        return next((int(match["level"]) - 1 for match in matches if match), 0)


def _kind(style: Any) -> str:
    name = value(style, "name").strip().casefold()
    return "toc" if _CONTENTS.match(name) else _KIND_OF.get(name, "")


class ListCounters:
    """The lists of a document and their counters; `element` is its w:numbering, or None."""

    def __init__(self, element: Any, styles: WordStyles) -> None:
        self._abstract: dict[str, Any] = {}
        self._numbers: dict[str, Any] = {}
        self._styles = styles
        self._counts: dict[str, list[int]] = {}
        self._started: set[str] = set()
        if element is not None:
            for abstract in element.findall(tag("abstractNum")):
                self._abstract[abstract.get(tag("abstractNumId"), "")] = abstract
            for num in element.findall(tag("num")):
                self._numbers[num.get(tag("numId"), "")] = num

    def item(self, number: str, level: int) -> tuple[bool, str] | None:
        """Count an item; return whether its list is ordered, and its marker; None if it is no item.

        As in Word, lists of one definition share a counter, unless a list states its start.
        """
        num = self._numbers.get(number)
        definition = self._definition(num)
        stated = _at_level(definition, "lvl", level)
        if stated is None:  # a list with one level only
            stated = _at_level(definition, "lvl", 0)
        override = _at_level(num, "lvlOverride", level)
        own = within(override, "lvl")
        form = value(own, "numFmt") or value(stated, "numFmt", "bullet" if num is None else "")
        shown = value(own, "lvlText") or value(stated, "lvlText")
        if number == "0" or (form == "none" and not shown.strip()):
            return None
        if form in ("bullet", "none", ""):
            return False, "•"
        start = value(own, "start") or value(stated, "start", "1")
        restart = value(override, "startOverride")
        key = number if definition is None else str(definition.get(tag("abstractNumId"), ""))
        counts = self._counts.setdefault(key, [])
        if restart.isdecimal() and f"{number} {level}" not in self._started:
            self._started.add(f"{number} {level}")
            del counts[level:]
            start = restart
        while len(counts) <= level:
            first = whole(start, 1, 9999)
            counts.append(first - 1 if len(counts) == level else 1)
        del counts[level + 1 :]
        counts[level] += 1
        close = ")" if shown.rstrip().endswith(")") else "."
        return True, _formatted(counts[level], form) + close

    def _definition(self, num: Any) -> Any:
        definition = self._abstract.get(value(num, "abstractNumId"))
        linked = value(definition, "numStyleLink")
        if linked:
            number, _ = self._styles.numbering(linked)
            abstract = value(self._numbers.get(number), "abstractNumId")
            definition = self._abstract.get(abstract, definition)
        return definition


def _at_level(element: Any, name: str, level: int) -> Any:
    if element is None:
        return None
    levels = element.findall(tag(name))
    return next((one for one in levels if one.get(tag("ilvl")) == str(level)), None)


def _formatted(number: int, form: str) -> str:
    match form:
        case "lowerLetter" | "upperLetter" if 1 <= number <= 26:
            letter = chr(ord("a") + number - 1)
            return letter if form == "lowerLetter" else letter.upper()
        case "lowerRoman" | "upperRoman" if 1 <= number < 400:
            roman = ""
            for size, sign in _ROMAN:
                roman += sign * (number // size)
                number %= size
            return roman if form == "lowerRoman" else roman.upper()
        case _:
            return str(number)
