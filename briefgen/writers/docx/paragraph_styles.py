"""Take the paragraph styles of a theme, return their properties in Word.

A style of the same name in the reference document is used as it is.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from briefgen.record import replace
from briefgen.theme import BoxStyle, ParagraphStyle, Stroke, Theme
from briefgen.writers.docx.markup import paragraph_properties, run_properties
from briefgen.writers.docx.nodes import Content, Properties, XmlElement, w
from briefgen.writers.docx.palette import Palette
from briefgen.writers.docx.properties import features, indent, numbering, sizes, switch
from briefgen.writers.docx.units import twips
from briefgen.writers.docx.word_fonts import WordFonts

if TYPE_CHECKING:
    from briefgen.typography.fonts import FontSet
    from briefgen.writers.docx.reference_styles import ReferenceStyles

__all__ = ["NOT_NUMBERED", "ParagraphStyles"]

NOT_NUMBERED: Final = numbering(0, 0)


class ParagraphStyles(WordFonts):
    """The paragraph styles of one document: the theme's, and those that Word wants beside."""

    def __init__(
        self,
        theme: Theme,
        palette: Palette,
        fonts: FontSet | None,
        reference: ReferenceStyles | None,
    ) -> None:
        super().__init__(theme, palette, fonts, reference)
        self.numbering: dict[str, XmlElement] = {}
        """`w:numPr` for the styles that number themselves, by style name."""
        self.tabs: dict[str, XmlElement] = {}
        """`w:tabs` for the styles that have some, by style name."""
        self._hangs: dict[str, tuple[float, float, float]] = {}
        self._made: dict[str, tuple[ParagraphStyle, str]] = {}
        self._make()

    def look(self, name: str) -> ParagraphStyle:
        """Return the paragraph style `name`, one of the theme's or of those made from it."""
        if name in self._made:
            return self._made[name][0]
        return self.theme.paragraph(name)

    def smaller(self, name: str, factor: float) -> str:
        """Return the name of a style like `name`, but smaller by `factor` (to half points)."""
        made = f"{name}-{round(factor * 100)}"
        if made not in self._made:
            style = self.look(name)
            size = max(math.floor(style.size * factor * 2) / 2, min(style.size, self.theme.minimum))
            word = f"{self.paragraph_name(name)} {round(factor * 100)}%"
            small = replace(
                style, size=size, leading=style.leading * size / style.size, word=word, role=""
            )
            self._made[made] = small, name
        return made

    def hang(self, name: str, left: float, hanging: float, right: float = 0.0) -> None:
        """Let paragraphs of style `name` hang; only before the style is first asked for."""
        self._hangs.setdefault(name, (left, right, -hanging))

    def indents(self, name: str) -> tuple[float, float, float]:
        """Return the left and right indent of style `name`, and that of its first line."""
        look = self.look(name)
        return self._hangs.get(name) or (look.indent_left, look.indent_right, look.first_line)

    def style_indents(self, name: str) -> tuple[float, float, float]:
        """Return the indents of the style in the file: no `hang` in a reference document's."""
        look = self.look(name)
        if self.reference_id(name):
            return look.indent_left, look.indent_right, look.first_line
        return self.indents(name)

    def reference_id(self, name: str) -> str:
        """Return the id of the reference document's style `name`, "" if it has none."""
        if self.reference is None:
            return ""
        if name == "body":
            return self.reference.body()
        return self.reference.find("paragraph", self.paragraph_name(name))

    def extra_properties(self, name: str) -> Properties:
        """Return what paragraphs of style `name` need beside a reference document's style."""
        if not self.reference_id(name):
            return {}
        parts = {"tabs": self.tabs[name]} if name in self.tabs else {}
        if not name.startswith("heading-") and self.counts(name):
            parts["numPr"] = NOT_NUMBERED
        return parts

    def number(self, name: str, properties: XmlElement) -> None:
        """Let paragraphs of style `name` be numbered by `properties`, a `w:numPr`.

        A style of the reference document is changed: one that it bases on it (a heading over the
        contents) is then given no number.
        """
        self.numbering[name] = properties
        if self.reference and (style_id := self.reference_id(name)):
            self.reference.number(style_id, properties)

    def counts(self, name: str) -> bool:
        """Tell whether the reference document numbers paragraphs of style `name`."""
        style_id = self.reference_id(name)
        return bool(self.reference and style_id and self.reference.numbering(style_id))

    def paragraph_name(self, name: str) -> str:
        """Return what Word calls the style `name`."""
        return self.look(name).word or name.replace("-", " ").title()

    # ------------------------------------------------------------------------------- properties

    def properties(self, name: str) -> tuple[Content, str]:
        """Return what the style `name` adds to the one it is based on, and the name of that one."""
        style, based_on = self._made.get(name) or (self.theme.paragraph(name), "")
        base = self.theme.paragraph(based_on) if based_on else self.normal
        parts = _without(self.paragraph_parts(style, name), self.paragraph_parts(base, based_on))
        runs = _without(self.run_parts(style), self.run_parts(base))
        return (paragraph_properties(parts), run_properties(runs)), based_on

    def paragraph_parts(self, style: ParagraphStyle, name: str = "") -> Properties:
        """Return the paragraph properties of `style`, by element name."""
        exact = style.leading < style.size * self.natural(style.font)
        parts = {
            "spacing": w(
                "spacing",
                before=twips(style.space_before),
                after=twips(style.space_after),
                line=twips(style.leading),
                lineRule="exact" if exact else "atLeast",
            )
        }
        if style.keep_with_next:
            parts["keepNext"] = w("keepNext")
        if style.keep_together or style.keep_with_next:
            parts["keepLines"] = w("keepLines")
        if numbering := self.numbering.get(name):
            parts["numPr"] = numbering
        gap = style.rule_gap
        rules = [
            self.palette.border(side, stroke, gap)
            for side, stroke in (("top", style.rule_above), ("bottom", style.rule_below))
            if stroke.width
        ]
        if rules:
            parts["pBdr"] = w("pBdr", *rules)
        if not style.hyphenate:
            parts["suppressAutoHyphens"] = w("suppressAutoHyphens")
        if tabs := self.tabs.get(name):
            parts["tabs"] = tabs
        indents = self._hangs.get(name)
        indents = indents or (style.indent_left, style.indent_right, style.first_line)
        if any(indents):
            parts["ind"] = indent(*indents)
        if style.align != "left":
            parts["jc"] = w("jc", val="both" if style.align == "justify" else style.align)
        if name.startswith("heading-") and name[8:].isdigit():
            parts["outlineLvl"] = w("outlineLvl", val=int(name[8:]) - 1)
        elif style.outline:
            parts["outlineLvl"] = w("outlineLvl", val=0)
        return parts

    def run_parts(self, style: ParagraphStyle) -> dict[str, XmlElement]:
        """Return the run properties of `style`, by element name."""
        parts = {
            "rFonts": self.fonts(style.font),
            "color": self.palette.text(style.colour),
            **sizes(style.size),
            **switch("b", style.bold),
            **switch("i", self.italic(style)),
            **features(style.features),
        }
        if style.capitals:
            parts["caps"] = w("caps")
        if style.tracking:
            parts["spacing"] = w("spacing", val=twips(style.tracking * style.size))
        return parts

    def _make(self) -> None:
        """Styles that Word wants and a theme does not name, each made from one that it does."""
        theme = self.theme
        body, plain = theme.paragraph("body"), replace(theme.paragraph("body"), word="")

        def make(name: str, style: ParagraphStyle, word: str, based_on: str = "") -> None:
            style = replace(style, word=word, role="")
            self._made[name] = (
                self.reference.paragraph(name, style) if self.reference else style,
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


def _without(parts: Properties, base: Properties) -> Properties:
    """Return the properties that differ from those of the `base`, whose switches are turned off."""
    differ = {name: value for name, value in parts.items() if base.get(name) != value}
    for name in base.keys() - parts.keys():
        match name:
            case "suppressAutoHyphens" | "keepNext" | "keepLines" | "b" | "bCs" | "i" | "iCs":
                differ[name] = w(name, val=0)
            case "jc":
                differ[name] = w("jc", val="left")
            case "ind":
                differ[name] = indent(0)
            case _:
                pass
    return differ
