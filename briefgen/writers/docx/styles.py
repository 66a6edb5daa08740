"""Take a theme, return `word/styles.xml`: the named styles that a document uses.

A style gets its id when it is first asked for; what nobody asked for is not written, save for the
few that someone who edits the document will want. Names are Word's own where Word has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from briefgen.theme import TableStyle, Theme
from briefgen.typography.bidi import leftward
from briefgen.writers.docx.base_styles import BASE, base_styles
from briefgen.writers.docx.character_styles import EMPHASIS, STRONG, CharacterStyles
from briefgen.writers.docx.markup import (
    attribute,
    document,
    element,
    halves,
    paragraph_properties,
    run_properties,
)
from briefgen.writers.docx.paragraph_styles import NOT_NUMBERED, ParagraphStyles
from briefgen.writers.docx.properties import sizes
from briefgen.writers.docx.style_entry import Kind, style_entry
from briefgen.writers.docx.table_styles import box_look, side_by_side, table_look

if TYPE_CHECKING:
    from briefgen.typography.fonts import FontSet
    from briefgen.writers.docx.house_styles import HouseStyles

__all__ = ["EMPHASIS", "NOT_NUMBERED", "STRONG", "Styles"]

_ALWAYS: Final = ("body", *(f"heading-{level}" for level in range(1, 4)), "quote", "caption")
_LEADING: Final = frozenset({"title", "subtitle", "caption", "contents-heading", "list-heading"})
"""After these begins running text, as after headings."""
_KIND_IN_WORD: Final[Mapping[str, Kind]] = dict.fromkeys(
    ("character", "sized", "reference"), "character"
)


class Styles(ParagraphStyles, CharacterStyles):
    """The styles of one document, by the names that the theme gives them.

    Where a `house` has a style of the same name in Word, that one is used as it is.
    """

    def __init__(
        self,
        theme: Theme,
        lang: str,
        fonts: FontSet | None = None,
        house: HouseStyles | None = None,
    ) -> None:
        super().__init__(theme, fonts, house)
        self.lang = lang
        self.leftward = leftward(lang)
        """Whether paragraphs run to the left where they do not say otherwise."""
        self._ids: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set(house.ids if house else ())
        self._written: list[str] = []

    # -------------------------------------------------------------------------------------- ids

    def paragraph(self, name: str) -> str:
        """Return the style id for the paragraph style `name`; unknown names give the body's."""
        if name not in self._made and name not in self.theme.paragraphs:
            name = "body"
        return self._id("paragraph", name, self._paragraph)

    def character(self, name: str) -> str:
        """Return the style id for the character style `name`, which must exist."""
        return self._id("character", name, self._character)

    def sized(self, name: str, size: float) -> str:
        """Return the style id for the character style `name` in another size than it sets.

        Runs do not say it themselves: LibreOffice takes no size from the runs of a link.
        """
        word = f"{self._word_name('character', name)} {halves(size) / 2:g} pt"

        def write(key: str, style_id: str) -> str:
            inside = run_properties(sizes(size))
            return style_entry("character", style_id, key, self.character(name), inside, aside=True)

        return self._id("sized", word, write)

    def table(self, name: str) -> str:
        """Return the style id for tables of style `name`."""
        return self._id("table", name, self._table)

    def box(self, name: str) -> str:
        """Return the id of the table style that draws the box `name`."""
        return self._id("box", name, self._box)

    def layout(self) -> str:
        """Return the id of the table style for things side by side: no rules, no padding."""
        return self._id("layout", "Layout", self._layout)

    def reference(self) -> str:
        """Return the id of the character style for footnote marks."""
        return self._id("reference", "footnote reference", self._reference)

    def list_style(self, name: str, number: int) -> str:
        """Return the id of the numbering style `name`, which stands for list `number`."""

        def write(key: str, style_id: str) -> str:
            inside = f'<w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr>'
            return style_entry("numbering", style_id, key, self._default("numbering"), inside)

        return self._id("numbering", name, write)

    def _id(self, kind: str, name: str, write: Callable[[str, str], str]) -> str:
        known = self._ids.get((kind, name))
        if known is None and (house := self._house_id(kind, name)):
            known = self._ids[kind, name] = house
        if known is None:
            known = self._ids[kind, name] = self._new_id(self._word_name(kind, name), kind)
            self._written.append(write(name, known))
        return known

    def _house_id(self, kind: str, name: str) -> str:
        if self.house is None or kind == "numbering":  # a list style points to a number of ours
            return ""
        if kind == "paragraph":
            return self.foreign(name)
        return self.house.find(_KIND_IN_WORD.get(kind, "table"), self._word_name(kind, name))

    def _word_name(self, kind: str, name: str) -> str:
        match kind:
            case "paragraph":
                return self.paragraph_name(name)
            case "character":
                return self.character_look(name).word or name.replace("-", " ").title()
            case "table":
                return f"{name.replace('-', ' ').title()} Table"
            case "box":
                return f"{name.replace('-', ' ').title()} Box"
            case _:
                return name

    def _new_id(self, word: str, kind: str) -> str:
        parts = ["TOC" if part == "toc" else part[:1].upper() + part[1:] for part in word.split()]
        base = "".join(char for char in "".join(parts) if char.isalnum() and char.isascii())
        wanted = base or kind.title()
        while wanted in self._taken:
            wanted += "Style"
        self._taken.add(wanted)
        return wanted

    # ----------------------------------------------------------------------------------- entries

    def _paragraph(self, name: str, style_id: str) -> str:
        inside, based_on = self.properties(name)
        base = self.paragraph(based_on) if based_on else self._default("paragraph")
        leads = name.startswith("heading-") or name in _LEADING
        following = self.paragraph("body") if leads else ""
        word = self.paragraph_name(name)
        return style_entry("paragraph", style_id, word, base, inside, following)

    def _character(self, name: str, style_id: str) -> str:
        style = self.character_look(name)
        inside = run_properties(self.character_parts(style))
        word, base = self._word_name("character", name), self._default("character")
        return style_entry("character", style_id, word, base, inside)

    def _reference(self, name: str, style_id: str) -> str:
        inside = run_properties(self.mark_parts())
        return style_entry("character", style_id, name, self._default("character"), inside)

    def _table(self, name: str, style_id: str) -> str:
        tables = self.theme.tables
        inside = table_look(tables.get(name) or tables.get("default") or TableStyle())
        word, base = self._word_name("table", name), self._default("table")
        return style_entry("table", style_id, word, base, inside)

    def _box(self, name: str, style_id: str) -> str:
        inside = box_look(self.theme.boxes[name], leftward=self.leftward)
        word, base = self._word_name("box", name), self._default("table")
        return style_entry("table", style_id, word, base, inside)

    def _layout(self, name: str, style_id: str) -> str:
        return style_entry("table", style_id, name, self._default("table"), side_by_side())

    # ------------------------------------------------------------------------------------- part

    def part(self) -> bytes:
        """Return the finished part; call it last, for it holds the styles that were asked for."""
        for name in _ALWAYS:
            if name in self.theme.paragraphs:
                self.paragraph(name)
        normal = self.normal
        look = ""
        if not (self.house and self.house.defaults.get("paragraph")):
            look = paragraph_properties(self.paragraph_parts(normal))
            look += run_properties(self.run_parts(normal))
        base = base_styles(look)
        written = sorted(self._written, key=_listed)
        if self.house is not None:
            lacking = [style for kind, style in base.items() if not self.house.defaults.get(kind)]
            return self.house.part([*lacking, *written], self.lang)
        defaults = {
            "rFonts": self.fonts(normal.font),
            **sizes(normal.size),
            # Kerning from one point on: Word leaves it off otherwise.
            "kern": element("kern", 2),
            "lang": f'<w:lang w:val="{attribute(self.lang)}" w:eastAsia="{attribute(self.lang)}"'
            f' w:bidi="{attribute(self.lang) if self.leftward else "ar-SA"}"/>',
            "w14:ligatures": '<w14:ligatures w14:val="standard"/>',
        }
        return document(
            "styles",
            f"<w:docDefaults><w:rPrDefault>{run_properties(defaults)}</w:rPrDefault>"
            f"<w:pPrDefault><w:pPr><w:widowControl/>{'<w:bidi/>' if self.leftward else ''}</w:pPr>"
            "</w:pPrDefault></w:docDefaults>"
            '<w:latentStyles w:defLockedState="0" w:defUIPriority="99" w:defSemiHidden="1"'
            ' w:defUnhideWhenUsed="1" w:defQFormat="0" w:count="376"/>'
            f"{''.join((*base.values(), *written))}",
        )

    def _default(self, kind: Kind) -> str:
        """Return the id of the style that all of a kind are based on."""
        return (self.house and self.house.defaults.get(kind)) or BASE[kind]


_KINDS = ("paragraph", "character", "table", "numbering")


def _listed(xml: str) -> tuple[int, str]:
    kind = xml.split('"', 2)[1]
    return _KINDS.index(kind), xml.split('w:styleId="', 1)[1].split('"', 1)[0]
