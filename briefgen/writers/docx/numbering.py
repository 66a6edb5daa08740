"""Take headings and lists as they come, return `word/numbering.xml` and what paragraphs say of it.

Numbers are Word's own, so that they go on when the document is edited. The same count is kept here:
where the model has another number than Word would count, the heading's number is forced by a
restart, or written as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from briefgen import model as m
from briefgen.record import record
from briefgen.theme import ListStyle, ParagraphStyle
from briefgen.typography.markers import TASK_MARKS, bullet
from briefgen.writers.docx.markup import paragraph_properties, run_properties, word_part
from briefgen.writers.docx.nodes import Properties, XmlElement, XmlNode, w
from briefgen.writers.docx.properties import indent, numbering
from briefgen.writers.docx.styles import NOT_NUMBERED, Styles

if TYPE_CHECKING:
    from briefgen.writers.docx.reference import ReferenceDocument

__all__ = ["HeadingNumber", "Numbering"]

_LEVELS: Final = 9
_FORMATS: Final = {
    "decimal": ("decimal", "%{}"),
    "lower-alpha": ("lowerLetter", "%{}"),
    "upper-alpha": ("upperLetter", "%{}"),
    "lower-roman": ("lowerRoman", "%{}"),
    "upper-roman": ("upperRoman", "%{}"),
}
_TASKS: Final = dict(zip(("done", "open"), TASK_MARKS[0], strict=True))
_NAMES: Final = {"bullet": "Bullets", "decimal": "Numbers"}
"""These stand as list styles in Word's gallery, for someone who edits the document."""


@record(frozen=True, slots=True)
class HeadingNumber:
    """How a heading is numbered: its `w:numPr` (None leaves it to the style), or literal text."""

    properties: XmlElement | None = None
    literal: str = ""


class Numbering:
    """The lists and numbered headings of one document.

    A `reference` keeps its numbers, so that ours come after them, and counts headings if it can.
    """

    def __init__(
        self,
        styles: Styles,
        sections: Sequence[m.Section],
        reference: ReferenceDocument | None = None,
    ) -> None:
        self._styles = styles
        self._definitions = reference.first_definition if reference else 0
        self._first = reference.first_number if reference else 1
        self._abstract: list[XmlElement] = []
        self._kinds: dict[str, int] = {}
        self._numbers: list[XmlElement] = []
        self._shared: dict[str, int] = {}
        self._counters: list[int] = []
        self._heading = 0
        self._forced = False
        numbered = [section for section in sections if section.number]
        self._depth = max((section.number.count(".") + 1 for section in numbered), default=0)
        self._hangs = {
            level: self._hanging([s.number for s in numbered if s.level == level], level)
            for level in range(1, 7)
        }
        self._counting = self._definitions
        if reference and numbered and (counted := reference.headings(self._depth)):
            self._heading, self._counting = counted
        elif numbered:
            for level in range(1, self._depth + 1):
                styles.number(f"heading-{level}", numbering(self._first, level - 1))
            self._heading = self._number(self._headings())
        self._plan = {id(section): self._planned(section) for section in sections}

    # --------------------------------------------------------------------------------- headings

    def hang(self, level: int) -> float:
        """Return how far titles of numbered headings stand to the right of their number."""
        return self._hangs[level]

    def heading(self, section: m.Section) -> HeadingNumber:
        """Return how to number `section`, one of those that were given at the start."""
        return self._plan[id(section)]

    def counts(self, section: m.Section) -> bool:
        """Tell whether Word itself counts the number of `section`."""
        return bool(section.number) and not self._plan[id(section)].literal

    def _planned(self, section: m.Section) -> HeadingNumber:
        styled = section.level <= self._depth or self._styles.counts(f"heading-{section.level}")
        if not section.number:
            return HeadingNumber(NOT_NUMBERED if styled else None)
        parts = section.number.split(".")
        count = [int(part) if part.isascii() and part.isdigit() else -1 for part in parts]
        last = len(count) - 1
        if -1 in count or self._counters[:last] != count[:last]:
            return HeadingNumber(NOT_NUMBERED if styled else None, section.number)
        following = self._counters[last] + 1 if len(self._counters) > last else 1
        if count[last] != following:
            if last:  # programs differ in how a deeper level starts anew
                return HeadingNumber(NOT_NUMBERED if styled else None, section.number)
            self._heading = self._number(self._counting, ((0, count[0]),))
            self._forced = True
        self._counters = count
        if self._forced or section.level != last + 1:
            return HeadingNumber(numbering(self._heading, last))
        return HeadingNumber()

    def _hanging(self, numbers: Sequence[str], level: int) -> float:
        size = self._styles.theme.paragraph(f"heading-{level}").size
        widths = [sum(0.28 if char == "." else 0.53 for char in number) for number in numbers]
        return max(22.0, (max(widths, default=0.0) + 0.4) * size)

    def _headings(self) -> int:
        levels = []
        for level in range(self._depth):
            number = self._styles.theme.paragraphs.get("heading-number")
            parts = self._marker_parts(number) if number else {}
            # The size is the heading's own; font and colour are the number's.
            for name in ("sz", "szCs"):
                parts.pop(name, None)
            style = w("pStyle", val=self._styles.paragraph(f"heading-{level + 1}"))
            text = ".".join(f"%{i + 1}" for i in range(level + 1))
            levels.append(
                _level(
                    level,
                    "decimal",
                    text,
                    self.hang(level + 1),
                    self.hang(level + 1),
                    parts,
                    style=style,
                )
            )
        return self._definition("headings", levels, "")

    # ------------------------------------------------------------------------------------ lists

    def bullets(self) -> int:
        """Return the number (`numId`) that all bullet lists share."""
        number = self._share("bullet")
        if not self._styles.reference_id("list-bullet"):
            self._styles.numbering.setdefault("list-bullet", numbering(number, 0))
        return number

    def task(self, checked: bool) -> int:
        """Return the number that task items of one kind share."""
        return self._share("done" if checked else "open")

    def ordered(self, style: str, start: int, level: int) -> int:
        """Return a new number for a list that begins at `start` on `level` (from 0)."""
        definition = self._kind(style)
        if style == "decimal" and not self._styles.reference_id("list-ordered"):
            counted = numbering(self._shared[style], 0)  # for someone who edits the document
            self._styles.numbering.setdefault("list-ordered", counted)
        return self._number(definition, ((level, start),))

    def _share(self, kind: str) -> int:
        if kind not in self._shared:
            self._shared[kind] = self._number(self._kind(kind))
        return self._shared[kind]

    def _kind(self, kind: str) -> int:
        if kind in self._kinds:
            return self._kinds[kind]
        styles = self._styles
        theme = styles.theme
        list_kind = "ordered" if kind in _FORMATS else "bullet"
        look = theme.lists.get(list_kind) or ListStyle()
        marker = theme.paragraphs.get(look.marker) or theme.paragraph("body")
        parts = self._marker_parts(marker)
        if kind in _TASKS and not styles.covers(marker, "".join(_TASKS.values())):
            # Word finds another font by itself only where this one is named.
            parts["rFonts"] = w("rFonts", ascii="Segoe UI Symbol", hAnsi="Segoe UI Symbol")
        levels = []
        for level in range(_LEVELS):
            if kind in _FORMATS:
                form, pattern = _FORMATS[kind]
                text = pattern.format(level + 1)
            else:
                form, text = "bullet", _TASKS.get(kind, bullet(look, level))
            levels.append(_level(level, form, text, look.indent * (level + 1), look.indent, parts))
        name = _NAMES.get(kind, "")
        style_id = styles.list_style(name, self._first + len(self._numbers)) if name else ""
        number = self._definition(kind, levels, style_id)
        if name:  # the number that the list style itself points to
            self._shared[kind] = self._number(number)
        self._kinds[kind] = number
        return number

    def _marker_parts(self, style: ParagraphStyle) -> dict[str, XmlElement]:
        parts = self._styles.run_parts(style)
        # Emphasis of the paragraph's own end mark must not reach the marker.
        for name in ("b", "bCs", "i", "iCs"):
            parts.setdefault(name, w(name, val=0))
        return parts

    # ------------------------------------------------------------------------------------- part

    def _definition(self, name: str, levels: Iterable[XmlElement], style_id: str) -> int:
        number = self._definitions + len(self._abstract)
        identity = f"{0x42520000 + number:08X}"
        self._abstract.append(
            w(
                "abstractNum",
                w("nsid", val=identity),
                w("multiLevelType", val="multilevel"),
                w("tmpl", val=identity),
                w("styleLink", val=style_id) if style_id else w("name", val=name),
                *levels,
                abstractNumId=number,
            )
        )
        return number

    def _number(self, definition: int, starts: tuple[tuple[int, int], ...] = ()) -> int:
        number = self._first + len(self._numbers)
        overrides = [
            w("lvlOverride", w("startOverride", val=start), ilvl=level) for level, start in starts
        ]
        self._numbers.append(w("num", w("abstractNumId", val=definition), *overrides, numId=number))
        return number

    def part(self) -> bytes | None:
        """Return the finished part, or None where nothing is numbered."""
        if not self._numbers:
            return None
        return word_part("numbering", *self._abstract, *self._numbers)


def _level(
    level: int,
    form: str,
    text: str,
    left: float,
    hanging: float,
    parts: Properties,
    *,
    style: XmlNode = "",
) -> XmlElement:
    return w(
        "lvl",
        w("start", val=1),
        w("numFmt", val=form),
        style,
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        paragraph_properties({"ind": indent(left, 0, -hanging)}),
        run_properties(parts),
        ilvl=level,
    )
