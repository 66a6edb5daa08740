"""Take inlines and the style of their paragraph, return runs, links, fields and bookmarks.

A `RunLook` is what text looks like at one place. A run says only what its paragraph's and
character styles do not say already, because Word adds switches up: bold on bold would come out
plain.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, assert_never

from briefgen import model as m
from briefgen.record import NamedTuple
from briefgen.theme import CharacterStyle
from briefgen.typography.bidi import is_rtl_language
from briefgen.typography.pictures import alternative_text
from briefgen.typography.spacing import SHORT_CITATION
from briefgen.typography.words import tied
from briefgen.walk import blocks_text, plain_text
from briefgen.writers.docx.anchors import Anchors
from briefgen.writers.docx.nodes import (
    BREAK,
    Content,
    Properties,
    WordRun,
    XmlElement,
    XmlNode,
    field,
    map_runs,
    w,
)
from briefgen.writers.docx.properties import sizes, switch
from briefgen.writers.docx.styles import EMPHASIS, STRONG, Styles
from briefgen.writers.docx.units import halves, twips

__all__ = ["RunLook", "RunWriter", "code_run"]

_NBSP = "\u00a0"
_RUN_IN = 0.32
"""Letter space, in ems, that widens the space after a term that runs in."""


class Linking(Protocol):
    """A part that text stands in: links out of it are its relationships."""

    def link(self, url: str) -> str:
        """Return the id of the relationship to `url`."""


class RunLook(NamedTuple):
    """How text looks at one place; `name` is the character style, `base` the paragraph's."""

    base: str
    font: str
    bold: bool
    italic: bool
    size: float
    colour: str
    name: str = ""
    background: str = ""
    strike: bool = False
    shift: str = ""
    lang: str = ""
    tracking: float = 0.0


class RunWriter(NamedTuple):
    """Writes inlines into the part `story`, where they stand in `lang` and a column of `width`.

    `note` takes a footnote and its language and returns its id; `in_note` there are no others.
    `picture` takes an image, a width and the size of the type around it, and returns the drawing,
    or nothing where the image cannot be shown. `known` are the properties of looks met before.
    """

    styles: Styles
    anchors: Anchors
    story: Linking
    note: Callable[[m.Note, str], int]
    picture: Callable[[m.Image, float, float], Content]
    known: dict[RunLook, Properties]
    lang: str
    width: float = 0.0
    in_note: bool = False

    # ------------------------------------------------------------------------------------ looks

    def look(self, style: str) -> RunLook:
        """Return the look of plain text in paragraphs of `style`."""
        base = self.styles.look(style)
        lang = "" if self.lang == self.styles.lang else self.lang
        return RunLook(style, base.font, base.bold, base.italic, base.size, base.colour, lang=lang)

    def character(self, look: RunLook, name: str) -> RunLook:
        """Return `look` with the theme's character style `name` laid over it, if there is one."""
        style = self.styles.theme.characters.get(name)
        return self._styled(look, name, style) if style else look

    def number_look(self, look: RunLook) -> RunLook:
        """Return the look of the number before text in `look`."""
        style = self.styles.theme.paragraphs.get("heading-number")
        return look._replace(colour=style.colour, name="heading-number") if style else look

    def _styled(self, look: RunLook, name: str, style: CharacterStyle) -> RunLook:
        return look._replace(
            name=name,
            font=style.font or look.font,
            bold=look.bold if style.bold is None else style.bold,
            italic=look.italic if style.italic is None else style.italic,
            size=max(look.size * style.scale, min(look.size, self.styles.theme.minimum)),
            colour=style.colour or look.colour,
            background=style.background or look.background,
        )

    def properties(self, look: RunLook) -> Properties:
        """Return the properties of a run in `look`: its character style, and what no style says."""
        known = self.known.get(look)
        if known is None:
            known = self.known[look] = self._parts(look)
        return known

    def _parts(self, look: RunLook) -> Properties:
        styles, base = self.styles, self.styles.look(look.base)
        style = CharacterStyle()
        parts: dict[str, XmlElement] = {}
        if look.name:
            style = styles.character_look(look.name)
            parts["rStyle"] = w("rStyle", val=styles.character(look.name))
        # Bold in both styles comes out plain, so the run has to say it.
        if look.bold != (base.bold or bool(style.bold)) or (base.bold and style.bold):
            parts |= switch("b", look.bold, off=True)
        italic, below = styles.italic(look), styles.italic(base)
        if italic != (below or bool(style.italic)) or (below and style.italic):
            parts |= switch("i", italic, off=True)
        if look.font != (style.font or base.font):
            parts["rFonts"] = styles.fonts(look.font)
        size = styles.character_size(style)
        if halves(look.size) != halves(size or base.size):
            if size:
                parts["rStyle"] = w("rStyle", val=styles.sized(look.name, look.size))
            else:
                parts |= sizes(look.size)
        if look.colour != (style.colour or base.colour):
            parts["color"] = styles.palette.text(look.colour)
        if look.background != style.background:
            parts["shd"] = styles.palette.shading(look.background)
        if look.strike:
            parts["strike"] = w("strike")
        if look.shift:
            parts["vertAlign"] = w("vertAlign", val=look.shift)
        if look.lang:
            parts["lang"] = w("lang", val=look.lang)
        if look.tracking:
            parts["spacing"] = w("spacing", val=twips(look.tracking))
        return parts

    # --------------------------------------------------------------------------------- contents

    def write(self, inlines: m.Inlines, look: RunLook, *, linked: bool = False) -> list[XmlNode]:
        """Return `inlines`; inside of a link (`linked`) no other link begins."""
        out: list[XmlNode] = []
        held = ""
        for index, node in enumerate(inlines):
            match node:
                case m.Text():
                    text, held = held + node.text, ""
                    following = inlines[index + 1] if index + 1 < len(inlines) else None
                    if isinstance(following, m.Text):  # one run for words that look alike
                        held = text
                        continue
                    text = tied(text)
                    if isinstance(following, m.CitationGroup) and not following.lead:
                        text = _tied_end(text)  # a citation never starts a line
                    out += self.text(text, look)
                case m.LineBreak():
                    out.append(WordRun((BREAK,)))
                case m.Emphasis():
                    out += self.write(node.children, self._emphasis(look), linked=linked)
                case m.Strong():
                    out += self.write(node.children, self._strong(look), linked=linked)
                case m.Strikeout():
                    out += self.write(node.children, look._replace(strike=True), linked=linked)
                case m.Superscript():
                    raised = look._replace(shift="superscript")
                    out += self.write(node.children, raised, linked=linked)
                case m.Subscript():
                    lowered = look._replace(shift="subscript")
                    out += self.write(node.children, lowered, linked=linked)
                case m.Code():
                    inside: Content = self.text(node.text, self.character(look, "code"))
                    if is_rtl_language(look.lang or self.lang):
                        inside = self.isolated(inside, rtl=False)
                    out += self.anchors.mark(node.attr.id, inside)
                case m.Link():
                    out += self._link(node, look, linked=linked)
                case m.Image():
                    drawing = self.picture(node, self.width, look.size) or self._missing(node, look)
                    out += self.anchors.mark(node.attr.id, drawing)
                case m.InlineSpan():
                    out += self._span(node, look, linked=linked)
                case m.Note():
                    out += self._footnote(node, look, linked=linked)
                case m.CitationGroup():
                    out += self._citation(node, look, linked=linked)
                case m.CrossReference():
                    out += self._reference(node, look, linked=linked)
                case m.Placed():
                    pass  # compose has replaced all of them
                case _:
                    assert_never(node)
        return out

    def text(self, text: str, look: RunLook) -> Content:
        """Return plain text in `look`."""
        return (WordRun((text,), self.properties(look)),) if text else ()

    def run_in(self, term: Content, look: RunLook) -> Content:
        """Return `term` (runs) with the wider space that stands before the text it labels."""
        space = look._replace(tracking=_RUN_IN * look.size)
        return [*term, *self.text(" ", space)]

    def isolated(self, inside: Content, *, rtl: bool) -> Content:
        """Return runs that run `rtl` or not within text that does the opposite."""
        from briefgen.writers.docx.directions import isolated

        return isolated(inside, rtl=rtl)

    def to(self, target: str, inside: Content) -> Content:
        """Return runs as a link to the bookmark of `target`, if there is one."""
        name = self.anchors.name(target)
        return (w("hyperlink", *inside, anchor=name, history=1),) if name else inside

    def _emphasis(self, look: RunLook) -> RunLook:
        italic = not look.italic
        name = look.name or (EMPHASIS if italic else "")
        return look._replace(italic=italic, name=name)

    def _strong(self, look: RunLook) -> RunLook:
        return look._replace(bold=True, name=look.name or ("" if look.bold else STRONG))

    def _link(self, node: m.Link, look: RunLook, *, linked: bool) -> Content:
        inside = look if look.name == "citation" else self.character(look, "link")
        runs = self.write(node.children, inside, linked=True) or self.text(node.target, inside)
        if linked or not node.target:
            return runs
        if node.target.startswith("#"):
            return self.to(node.target, runs)
        attributes = {"r:id": self.story.link(node.target), "w:history": "1"}
        if node.title:
            attributes["w:tooltip"] = node.title
        return (XmlElement("w:hyperlink", attributes, runs),)

    def _span(self, node: m.InlineSpan, look: RunLook, *, linked: bool) -> Content:
        chip = False
        for name in node.attr.classes:
            style = self.styles.theme.characters.get(name)
            if style:
                look = self._styled(look, name, style)
                chip = chip or bool(style.background)
        if lang := node.attr.get("lang"):
            look = look._replace(lang=lang)
        inside: Content = self.write(node.children, look, linked=linked)
        if lang and is_rtl_language(lang) != is_rtl_language(self.lang):
            inside = self.isolated(inside, rtl=is_rtl_language(lang))
        if chip:  # the colour wants some room beside the letters
            pad = self.text(_NBSP, look)
            if len(plain_text(node.children)) <= SHORT_CITATION:
                inside = _changed(inside, lambda text: text.replace(" ", _NBSP))
            inside = [*pad, *inside, *pad]
        return self.anchors.mark(node.attr.id, inside)

    def _missing(self, node: m.Image, look: RunLook) -> Content:
        words = alternative_text(node) or node.source
        return self.text(f"[{words}]", self.character(look, "muted"))

    def _footnote(self, node: m.Note, look: RunLook, *, linked: bool) -> Content:
        if self.in_note:
            # A footnote cannot have a footnote in Word: its text goes on in brackets.
            texts: list[XmlNode] = []
            for block in node.children:
                if isinstance(block, m.Paragraph):
                    texts += self.write(block.children, look, linked=linked)
                else:
                    texts += self.text(blocks_text((block,)), look)
            return [*self.text(" (", look), *texts, *self.text(")", look)]
        style = w("rStyle", val=self.styles.note_mark())
        number = self.note(node, look.lang or self.lang)
        return (WordRun((w("footnoteReference", id=number),), {"rStyle": style}),)

    def _citation(self, node: m.CitationGroup, look: RunLook, *, linked: bool) -> Content:
        cited = self.character(look, "citation")
        if node.raised:
            cited = cited._replace(size=look.size)  # raising makes it small enough
        inside = self.write(node.rendered, cited, linked=linked)
        if len(plain_text(node.rendered)) <= SHORT_CITATION:
            inside = _changed(inside, _tied_end)
        lead = self.write(node.lead, look, linked=linked)
        return self.anchors.mark(node.anchor, [*lead, *inside])

    def _reference(self, node: m.CrossReference, look: RunLook, *, linked: bool) -> Content:
        text = (node.text or node.target).replace(" ", _NBSP)
        if linked or not node.linked or not self.anchors.name(node.target):
            return self.text(text, look)
        look = self.character(look, "link")
        properties = self.properties(look)
        before, number = self.anchors.counted(node.target, text)
        if not number:
            return self.to(node.target, self.text(text, look))
        name = self.anchors.name(node.target)
        switches = "\\r \\h" if self.anchors.is_section(node.target) else "\\h"
        result = (WordRun((number,), properties),)
        return [*self.text(before, look), *field(f"REF {name} {switches}", result, properties)]


def code_run(text: str) -> WordRun:
    """Return the lines of `text` as one run, spaces kept."""
    first, *rest = text.expandtabs(4).rstrip("\n").split("\n")
    return WordRun([first, *(part for line in rest for part in (BREAK, line))])


def _tied_end(text: str) -> str:
    """Return `text` with the space at its end, if it has one, as a space that does not break."""
    return f"{text[:-1]}{_NBSP}" if text.endswith(" ") else text


def _changed(content: Content, change: Callable[[str], str]) -> list[XmlNode]:
    """Return `content` with `change` made in the text of its runs."""

    def changed(run: WordRun) -> tuple[WordRun]:
        parts = [change(part) if isinstance(part, str) else part for part in run.content]
        return (run._replace(content=parts),)

    return map_runs(content, changed)
