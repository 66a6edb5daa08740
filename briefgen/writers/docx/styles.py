"""Take a theme, return `word/styles.xml`: the named styles that a document uses.

A style gets its id when it is first asked for; what nobody asked for is not written, save for the
few that someone who edits the document will want. Names are Word's own where Word has one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from briefgen.layout.bidi import RIGHT_TO_LEFT, leftward
from briefgen.record import replace
from briefgen.theme import (
    BoxStyle,
    CharacterStyle,
    FontFamily,
    ParagraphStyle,
    Stroke,
    TableStyle,
    Theme,
)
from briefgen.writers.docx.base_styles import BASE, base_styles, box_look, table_look
from briefgen.writers.docx.markup import (
    attribute,
    border,
    colour,
    document,
    element,
    paragraph_properties,
    run_properties,
    twips,
)
from briefgen.writers.docx.properties import (
    cell_margins,
    features,
    indent,
    shading,
    sizes,
    switch,
)

if TYPE_CHECKING:
    from briefgen.layout.fonts import FontSet
    from briefgen.writers.docx.house_styles import HouseStyles, Kind

__all__ = ["EMPHASIS", "NOT_NUMBERED", "STRONG", "Styles"]

# Names that Word knows (lower case, as in its files): such a style is not marked as custom.
_BUILT_IN = frozenset(
    """normal|title|subtitle|body text|quote|caption|header|footer|bibliography|hyperlink|strong|
emphasis|footnote text|footnote reference|list bullet|list number|list continue|no list|
normal table|default paragraph font|table of figures|toc 1|toc 2|toc 3|toc 4|toc 5|toc 6|
heading 1|heading 2|heading 3|heading 4|heading 5|heading 6""".replace("\n", "").split("|")
)
_ALWAYS = ("body", *(f"heading-{level}" for level in range(1, 4)), "quote", "caption")
_KIND_IN_WORD: Mapping[str, Kind] = {"character": "character", "reference": "character"}
_NATURAL = 1.3
"""The height of a line, in ems, that a font asks for which nobody has measured."""

STRONG, EMPHASIS = "strong", "emphasis"
NOT_NUMBERED = f"<w:numPr>{element('ilvl', 0)}{element('numId', 0)}</w:numPr>"


class Styles:
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
        self.theme = theme
        self._fonts = fonts
        self.lang = lang
        self.leftward = leftward(lang)
        """Whether paragraphs run to the left where they do not say otherwise."""
        self.house = house
        self.families: set[str] = set()
        """Every font family that a style or a run asks for."""
        self.numbering: dict[str, str] = {}
        """`<w:numPr>` for the styles that number themselves, by style name."""
        self.tabs: dict[str, str] = {}
        """`<w:tabs>` for the styles that have some, by style name."""
        self._hangs: dict[str, tuple[float, float, float]] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._taken: set[str] = set(house.ids if house else ())
        self._written: list[str] = []
        self._made: dict[str, tuple[ParagraphStyle, str]] = {}
        self._made_characters: dict[str, CharacterStyle] = {
            STRONG: CharacterStyle(bold=True, word="Strong"),
            EMPHASIS: CharacterStyle(italic=True, word="Emphasis"),
        }
        body = theme.paragraph("body")
        self._normal = ParagraphStyle(
            font=body.font, size=body.size, leading=body.leading, colour=body.colour
        )
        if house:
            self._normal = house.look(house.defaults.get("paragraph", ""), self._normal)
            for name, character in self._made_characters.items():
                self._made_characters[name] = house.character(name, character)
        self._made_styles()

    # ---------------------------------------------------------------------------------- lookups

    def look(self, name: str) -> ParagraphStyle:
        """Return the paragraph style `name`, one of the theme's or of those made from it."""
        if name in self._made:
            return self._made[name][0]
        return self.theme.paragraph(name)

    def hang(self, name: str, left: float, hanging: float, right: float = 0.0) -> None:
        """Let paragraphs of style `name` hang; only before the style is first asked for."""
        self._hangs.setdefault(name, (left, right, -hanging))

    def indents(self, name: str) -> tuple[float, float, float]:
        """Return the left and right indent of style `name`, and that of its first line."""
        look = self.look(name)
        return self._hangs.get(name) or (look.indent_left, look.indent_right, look.first_line)

    def said(self, name: str) -> tuple[float, float, float]:
        """Return the indents that the style itself gives: the house's knows of no `hang`."""
        look = self.look(name)
        if self.foreign(name):
            return look.indent_left, look.indent_right, look.first_line
        return self.indents(name)

    def foreign(self, name: str) -> str:
        """Return the id that the house gives to the paragraph style `name`, "" if it is ours."""
        if self.house is None:
            return ""
        if name == "body":
            return self.house.body()
        return self.house.find("paragraph", self._word_name("paragraph", name))

    def unsaid(self, name: str) -> dict[str, str]:
        """Return what paragraphs of style `name` have to say because the house's does not."""
        if not self.foreign(name):
            return {}
        parts = {"tabs": self.tabs[name]} if name in self.tabs else {}
        if not name.startswith("heading-") and self.counts(name):
            parts["numPr"] = NOT_NUMBERED
        return parts

    def counts(self, name: str) -> bool:
        """Tell whether the house numbers paragraphs of style `name`, whatever they are for us."""
        style_id = self.foreign(name)
        return bool(self.house and style_id and self.house.numbering(style_id))

    def character_look(self, name: str) -> CharacterStyle:
        """Return the character style `name`, one of the theme's or of those made from it."""
        made = self._made_characters.get(name)
        return made if made is not None else self.theme.characters[name]

    def paragraph(self, name: str) -> str:
        """Return the style id for the paragraph style `name`; unknown names give the body's."""
        if name not in self._made and name not in self.theme.paragraphs:
            name = "body"
        return self._id("paragraph", name, self._paragraph)

    def character(self, name: str) -> str:
        """Return the style id for the character style `name`, which must exist."""
        return self._id("character", name, self._character)

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

        def write(key: str, style: str) -> str:
            properties = f'<w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr>'
            return self._style(
                "numbering", style, key, self._default("numbering"), properties, priority=99
            )

        return self._id("numbering", name, write)

    def family(self, name: str) -> FontFamily:
        """Return the font family `name`, or the body's."""
        fonts = self.theme.fonts
        found = fonts.get(name) or fonts.get(self._normal.font)
        return found or FontFamily("Georgia", "")

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
                style = self._made[name][0] if name in self._made else self.theme.paragraph(name)
                return style.word or name.replace("-", " ").title()
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

    # ----------------------------------------------------------------------------------- styles

    def _made_styles(self) -> None:
        """Styles that Word wants and a theme does not name, each made from one that it does."""
        theme = self.theme
        body, plain = theme.paragraph("body"), replace(theme.paragraph("body"), word="")

        def make(name: str, style: ParagraphStyle, word: str, based_on: str = "") -> None:
            style = replace(style, word=word, role="")
            self._made[name] = (
                self.house.paragraph(name, style) if self.house else style,
                based_on,
            )

        for kind, word in (("bullet", "List Bullet"), ("ordered", "List Number")):
            style = theme.lists.get(kind)
            space = style.item_space if style else body.space_after
            make(f"list-{kind}", replace(plain, space_after=space), word, "body")
        make("list-continue", plain, "List Continue", "body")
        make("figure", replace(plain, align="left", keep_with_next=True), "Figure", "body")
        box = theme.boxes.get("rule-short", BoxStyle(space_before=10, space_after=10))
        accent = Stroke(1.5, theme.colours.get("accent", "#000000"))
        rule = box.rule_top if box.rule_top.width else accent
        empty = ParagraphStyle(font=body.font, size=1, leading=1, colour=body.colour)
        spaced = replace(empty, space_before=box.space_before, space_after=box.space_after)
        make("rule", replace(spaced, rule_below=rule, rule_gap=0), "Rule")
        make("gap", empty, "Gap")
        make("contents-tables", theme.paragraph("contents-2"), "table of figures")
        page, muted = theme.page, theme.paragraph("header")
        make("header", replace(muted, rule_below=page.header_rule, rule_gap=6), "header")
        muted = theme.paragraph("footer")
        make("footer", replace(muted, rule_above=page.footer_rule, rule_gap=6), "footer")
        number = theme.paragraphs.get("heading-number")
        if number:
            self._made_characters["heading-number"] = CharacterStyle(
                colour=number.colour, word="Heading Number"
            )

    def paragraph_parts(self, style: ParagraphStyle, name: str = "") -> dict[str, str]:
        """Return the paragraph properties of `style`, by element name."""
        exact = style.leading < style.size * self._natural(style.font)
        parts = {
            "spacing": (
                f'<w:spacing w:before="{twips(style.space_before)}"'
                f' w:after="{twips(style.space_after)}" w:line="{twips(style.leading)}"'
                f' w:lineRule="{"exact" if exact else "atLeast"}"/>'
            )
        }
        if style.keep_with_next:
            parts["keepNext"] = "<w:keepNext/>"
        if style.keep_together or style.keep_with_next:
            parts["keepLines"] = "<w:keepLines/>"
        if numbering := self.numbering.get(name):
            parts["numPr"] = numbering
        gap = style.rule_gap
        above = border("top", style.rule_above, gap) if style.rule_above.width else ""
        below = border("bottom", style.rule_below, gap) if style.rule_below.width else ""
        if above or below:
            parts["pBdr"] = f"<w:pBdr>{above}{below}</w:pBdr>"
        if not style.hyphenate:
            parts["suppressAutoHyphens"] = "<w:suppressAutoHyphens/>"
        if tabs := self.tabs.get(name):
            parts["tabs"] = tabs
        indents = self._hangs.get(name)
        indents = indents or (style.indent_left, style.indent_right, style.first_line)
        if any(indents):
            parts["ind"] = indent(*indents)
        if style.align != "left":
            parts["jc"] = element("jc", "both" if style.align == "justify" else style.align)
        if name.startswith("heading-") and name[8:].isdigit():
            parts["outlineLvl"] = element("outlineLvl", int(name[8:]) - 1)
        elif style.outline:
            parts["outlineLvl"] = element("outlineLvl", 0)
        return parts

    def _natural(self, family: str) -> float:
        """Return the height, in ems, that lines in a font have: what is less has to be exact."""
        if self._fonts is None or family not in self.theme.fonts:
            return _NATURAL
        face = self._fonts.face(family, False, False)
        return float(face.ascent + face.descent)

    def run_parts(self, style: ParagraphStyle) -> dict[str, str]:
        """Return the run properties of `style`, by element name."""
        parts = {
            "rFonts": self.fonts(style.font),
            "color": element("color", colour(style.colour)),
            **sizes(style.size),
            **switch("b", style.bold),
            **switch("i", style.italic),
            **features(style.features),
        }
        if style.capitals:
            parts["caps"] = "<w:caps/>"
        if style.tracking:
            parts["spacing"] = element("spacing", twips(style.tracking * style.size))
        return parts

    def fonts(self, family: str) -> str:
        """Return `<w:rFonts>` for the theme's `family`."""
        self.families.add(family)
        name = attribute(self.family(family).name)
        return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}"/>'

    def other_font(self, text: str) -> str:
        """Return the name of the font for what runs to the left in `text`, "" for its own."""
        found = RIGHT_TO_LEFT.search(text)
        if self._fonts is None or found is None:
            return ""
        ((_, face),) = self._fonts.split(
            found[0], self._fonts.face(self._normal.font, False, False)
        )
        if face.family in {self._normal.font, ""} or face.family not in self.theme.fonts:
            return ""
        self.families.add(face.family)
        return self.family(face.family).name

    def _paragraph(self, name: str, style_id: str) -> str:
        if name in self._made:
            style, based_on = self._made[name]
        else:
            style, based_on = self.theme.paragraph(name), ""
        base = self.theme.paragraph(based_on) if based_on else self._normal
        base_id = self.paragraph(based_on) if based_on else self._default("paragraph")
        parts = _without(self.paragraph_parts(style, name), self.paragraph_parts(base, based_on))
        runs = _without(self.run_parts(style), self.run_parts(base))
        following = "body" if name.startswith("heading-") else ""
        return self._style(
            "paragraph",
            style_id,
            style.word or self._word_name("paragraph", name),
            base_id,
            paragraph_properties(parts) + run_properties(runs),
            following=self.paragraph(following) if following else "",
            priority=_priority(name),
            quick=not name.startswith(("contents-", "list-", "header", "footer", "gap", "note")),
        )

    def _character(self, name: str, style_id: str) -> str:
        style = self.character_look(name)
        word = style.word or self._word_name("character", name)
        return self._style(
            "character",
            style_id,
            word,
            self._default("character"),
            run_properties(self.character_parts(style)),
            priority=22,
            quick=True,
        )

    def character_size(self, style: CharacterStyle) -> float | None:
        """Return the size that a character style sets: its share of the body's, or None."""
        return style.scale * self._normal.size if style.scale != 1 else None

    def character_parts(self, style: CharacterStyle) -> dict[str, str]:
        """Return the run properties of a character style, by element name."""
        parts: dict[str, str] = {**features(style.features)}
        if style.font:
            parts["rFonts"] = self.fonts(style.font)
        if style.bold:
            parts |= switch("b", True)
        if style.italic:
            parts |= switch("i", True)
        if size := self.character_size(style):
            parts |= sizes(size)
        if style.colour:
            parts["color"] = element("color", colour(style.colour))
        if style.background:
            parts["shd"] = shading(style.background)
        return parts

    def _table(self, name: str, style_id: str) -> str:
        style = self.theme.tables.get(name) or self.theme.tables.get("default") or TableStyle()
        word = self._word_name("table", name)
        inside = table_look(style)
        return self._style("table", style_id, word, self._default("table"), inside, priority=40)

    def _box(self, name: str, style_id: str) -> str:
        word = self._word_name("box", name)
        inside = box_look(self.theme.boxes[name], leftward=self.leftward)
        return self._style("table", style_id, word, self._default("table"), inside, priority=41)

    def _layout(self, name: str, style_id: str) -> str:
        inside = (
            '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/>'
            f"{cell_margins('tblCellMar', 0, 0, 0, 0)}</w:tblPr>"
        )
        return self._style("table", style_id, name, self._default("table"), inside, priority=42)

    def _reference(self, name: str, style_id: str) -> str:
        link = self.theme.characters.get("link")
        parts = {"vertAlign": element("vertAlign", "superscript")}
        if link and link.colour:
            parts["color"] = element("color", colour(link.colour))
        inside = run_properties(parts)
        base = self._default("character")
        return self._style("character", style_id, name, base, inside, priority=99)

    def _style(
        self,
        kind: str,
        style_id: str,
        word: str,
        based_on: str,
        inside: str,
        *,
        following: str = "",
        priority: int = 50,
        quick: bool = False,
    ) -> str:
        custom = "" if word.lower() in _BUILT_IN else ' w:customStyle="1"'
        return (
            f'<w:style w:type="{kind}"{custom} w:styleId="{style_id}">'
            f'<w:name w:val="{attribute(word)}"/><w:basedOn w:val="{based_on}"/>'
            f"{element('next', following) if following else ''}"
            f"{element('uiPriority', priority)}{'<w:qFormat/>' if quick else ''}"
            f"{inside}</w:style>"
        )

    # ------------------------------------------------------------------------------------- part

    def part(self) -> bytes:
        """Return the finished part; call it last, for it holds the styles that were asked for."""
        for name in _ALWAYS:
            if name in self.theme.paragraphs:
                self.paragraph(name)
        normal = self._normal
        look = ""
        if not (self.house and self.house.defaults.get("paragraph")):
            look = paragraph_properties(self.paragraph_parts(normal))
            look += run_properties(self.run_parts(normal))
        base = base_styles(look)
        written = sorted(self._written, key=_listed)
        if self.house is not None:
            lacking = [style for kind, style in base.items() if not self.house.defaults.get(kind)]
            for name, numbering in self.numbering.items():
                if style_id := self.foreign(name):
                    self.house.number(style_id, numbering)
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


def _without(parts: Mapping[str, str], base: Mapping[str, str]) -> dict[str, str]:
    """Return what differs from the style below; switches that it has are turned off."""
    differ = {name: value for name, value in parts.items() if base.get(name) != value}
    for name in base.keys() - parts.keys():
        match name:
            case "suppressAutoHyphens" | "keepNext" | "keepLines" | "b" | "bCs" | "i" | "iCs":
                differ[name] = element(name, 0)
            case "jc":
                differ[name] = element("jc", "left")
            case "ind":
                differ[name] = indent(0)
            case _:
                pass
    return differ


def _priority(name: str) -> int:
    if name == "body" or name.startswith("heading-"):
        return 1 if name == "body" else 9
    return {"title": 10, "subtitle": 11, "quote": 29, "caption": 35}.get(name, 50)


_KINDS = ("paragraph", "character", "table", "numbering")


def _listed(xml: str) -> tuple[int, str]:
    kind = xml.split('"', 2)[1]
    return _KINDS.index(kind), xml.split('w:styleId="', 1)[1].split('"', 1)[0]
