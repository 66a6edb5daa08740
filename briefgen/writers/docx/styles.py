"""Take a theme, return `word/styles.xml`: the named styles that a document uses.

A style gets its id when it is first asked for; styles that were not asked for are not written, but
for a few that an editor of the document will want. Names are Word's own where Word has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from briefgen.theme import TableStyle, Theme
from briefgen.typography.bidi import is_rtl_language
from briefgen.writers.docx.base_styles import BASE, base_styles
from briefgen.writers.docx.character_styles import EMPHASIS, STRONG, CharacterStyles
from briefgen.writers.docx.markup import paragraph_properties, run_properties, word_part
from briefgen.writers.docx.nodes import Content, XmlElement, w
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.paragraph_styles import NOT_NUMBERED, ParagraphStyles
from briefgen.writers.docx.properties import features, sizes
from briefgen.writers.docx.style_entry import Kind, style_entry
from briefgen.writers.docx.table_styles import box_look, side_by_side, table_look
from briefgen.writers.docx.units import halves

if TYPE_CHECKING:
    from briefgen.typography.fonts import FontSet
    from briefgen.writers.docx.reference_styles import ReferenceStyles

__all__ = ["EMPHASIS", "NOT_NUMBERED", "STRONG", "Styles"]

_ALWAYS: Final = ("body", *(f"heading-{level}" for level in range(1, 4)), "quote", "caption")
_LEADING: Final = frozenset({"title", "subtitle", "caption", "contents-heading", "list-heading"})
"""A paragraph that someone adds after one of these is running text, as after headings."""
_KIND_IN_WORD: Final[Mapping[str, Kind]] = dict.fromkeys(
    ("character", "sized", "reference"), "character"
)


class Styles(ParagraphStyles, CharacterStyles):
    """The styles of one document, by the names that the theme gives them.

    Where a `reference` has a style of the same name in Word, that one is used as it is.
    """

    def __init__(
        self,
        theme: Theme,
        lang: str,
        palette: Palette,
        fonts: FontSet | None = None,
        reference: ReferenceStyles | None = None,
    ) -> None:
        super().__init__(theme, palette, fonts, reference)
        self.lang = lang
        self.rtl = is_rtl_language(lang)
        """Whether paragraphs run to the left where they do not say otherwise."""
        self._ids: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set(reference.ids if reference else ())
        self._written: list[XmlElement] = []

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

        def write(key: str, style_id: str) -> XmlElement:
            inside = (run_properties(sizes(size)),)
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

    def note_mark(self) -> str:
        """Return the id of the character style for footnote marks."""
        return self._id("reference", "footnote reference", self._reference)

    def list_style(self, name: str, number: int) -> str:
        """Return the id of the numbering style `name`, which stands for list `number`."""

        def write(key: str, style_id: str) -> XmlElement:
            inside = (paragraph_properties({"numPr": w("numPr", w("numId", val=number))}),)
            return style_entry("numbering", style_id, key, self._default("numbering"), inside)

        return self._id("numbering", name, write)

    def _id(self, kind: str, name: str, write: Callable[[str, str], XmlElement]) -> str:
        known = self._ids.get((kind, name))
        if known is None and (theirs := self._reference_id(kind, name)):
            known = self._ids[kind, name] = theirs
        if known is None:
            known = self._ids[kind, name] = self._new_id(self._word_name(kind, name), kind)
            self._written.append(write(name, known))
        return known

    def _reference_id(self, kind: str, name: str) -> str:
        if self.reference is None or kind == "numbering":  # a list style points to a number of ours
            return ""
        if kind == "paragraph":
            return self.reference_id(name)
        return self.reference.find(_KIND_IN_WORD.get(kind, "table"), self._word_name(kind, name))

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

    def _paragraph(self, name: str, style_id: str) -> XmlElement:
        inside, based_on = self.properties(name)
        base = self.paragraph(based_on) if based_on else self._default("paragraph")
        leads = name.startswith("heading-") or name in _LEADING
        following = self.paragraph("body") if leads else ""
        word = self.paragraph_name(name)
        return style_entry("paragraph", style_id, word, base, inside, following)

    def _character(self, name: str, style_id: str) -> XmlElement:
        style = self.character_look(name)
        inside = (run_properties(self.character_parts(style)),)
        word, base = self._word_name("character", name), self._default("character")
        return style_entry("character", style_id, word, base, inside)

    def _reference(self, name: str, style_id: str) -> XmlElement:
        inside = (run_properties(self.mark_parts()),)
        return style_entry("character", style_id, name, self._default("character"), inside)

    def _table(self, name: str, style_id: str) -> XmlElement:
        tables = self.theme.tables
        style = tables.get(name) or tables.get("default") or TableStyle()
        inside = table_look(style, self.palette)
        word, base = self._word_name("table", name), self._default("table")
        return style_entry("table", style_id, word, base, inside)

    def _box(self, name: str, style_id: str) -> XmlElement:
        inside = box_look(self.theme.boxes[name], self.palette, rtl=self.rtl)
        word, base = self._word_name("box", name), self._default("table")
        return style_entry("table", style_id, word, base, inside)

    def _layout(self, name: str, style_id: str) -> XmlElement:
        return style_entry("table", style_id, name, self._default("table"), side_by_side())

    # ------------------------------------------------------------------------------------- part

    def part(self) -> bytes:
        """Return the finished part; call it last, for it holds the styles that were asked for."""
        for name in _ALWAYS:
            if name in self.theme.paragraphs:
                self.paragraph(name)
        normal = self.normal
        look: Content = ()
        if not (self.reference and self.reference.defaults.get("paragraph")):
            look = (
                paragraph_properties(self.paragraph_parts(normal)),
                run_properties(self.run_parts(normal)),
            )
        base = base_styles(look)
        written = sorted(self._written, key=_listed)
        if self.reference is not None:
            lacking = [
                style for kind, style in base.items() if not self.reference.defaults.get(kind)
            ]
            return self.reference.part([*lacking, *written], self.lang)
        return word_part(
            "styles",
            self._defaults(),
            w(
                "latentStyles",
                defLockedState=0,
                defUIPriority=99,
                defSemiHidden=1,
                defUnhideWhenUsed=1,
                defQFormat=0,
                count=376,
            ),
            *base.values(),
            *written,
        )

    def _defaults(self) -> XmlElement:
        """Return how text looks where no style says anything."""
        lang = self.lang
        run = {
            "rFonts": self.fonts(self.normal.font),
            **sizes(self.normal.size),
            # Kerning from one point on: Word leaves it off otherwise.
            "kern": w("kern", val=2),
            "lang": w("lang", val=lang, eastAsia=lang, bidi=lang if self.rtl else "ar-SA"),
            **features(("liga",)),
        }
        paragraph = {"widowControl": w("widowControl")}
        if self.rtl:
            paragraph["bidi"] = w("bidi")
        return w(
            "docDefaults",
            w("rPrDefault", run_properties(run)),
            w("pPrDefault", paragraph_properties(paragraph)),
        )

    def _default(self, kind: Kind) -> str:
        """Return the id of the style that all of a kind are based on."""
        return (self.reference and self.reference.defaults.get(kind)) or BASE[kind]


_KINDS: Final = ("paragraph", "character", "table", "numbering")


def _listed(style: XmlElement) -> tuple[int, str]:
    """Return where `style` stands in the part: by kind, then by id."""
    return _KINDS.index(str(style.attributes["w:type"])), str(style.attributes["w:styleId"])
