"""Take inlines and a paragraph style, return fragments for line breaking and their structure.

Character styles, emphasis that toggles, raised and lowered text, links and citations are resolved
here; each text of the model gets its own slot, so that what is printed leads back to its line.
"""

from __future__ import annotations

from typing import assert_never

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout.boxes import Element, Glyphs, Slot
from briefgen.layout.inline.fragments import OBJECT, Fragment, Inset, Target, TextStyle
from briefgen.layout.inline.lines import break_lines
from briefgen.record import NamedTuple
from briefgen.theme import CharacterStyle, ParagraphStyle, Theme
from briefgen.typography.bidi import NO_LANGUAGE, RIGHT_TO_LEFT, is_rtl_language
from briefgen.typography.fonts import FontSet
from briefgen.typography.pictures import alternative_text, find_picture, printed_size
from briefgen.typography.spacing import SHORT_CITATION
from briefgen.walk import plain_text, walk

__all__ = ["InlineSetter", "NoteMark", "TextLook", "run_in"]

NBSP = "\u00a0"

_RAISE, _LOWER, _SMALL = 0.34, 0.14, 0.64


class TextLook(NamedTuple):
    """How text looks at one place: what a paragraph style and all character styles add up to."""

    font: str
    bold: bool
    italic: bool
    size: float
    colour: str
    features: tuple[str, ...] = ()
    tracking: float = 0.0
    capitals: bool = False
    lang: str = ""
    rise: float = 0.0
    in_citation: bool = False
    background: str = ""
    padding_x: float = 0.0
    padding_y: float = 0.0
    radius: float = 0.0
    strike: bool = False


class NoteMark(NamedTuple):
    """What a line carries for each footnote that it refers to."""

    note: m.Note
    element: Element
    lang: str


class InlineSetter:
    """Turns inlines into fragments for one document; styles are resolved once each."""

    def __init__(self, theme: Theme, fonts: FontSet, sink: Diagnostics) -> None:
        self.theme = theme
        self.fonts = fonts
        self.sink = sink
        self.figures: dict[Slot, Element] = {}
        """The images that were set, with the elements that need their bounding box later."""
        self._styles: dict[TextLook, TextStyle] = {}
        self._marks: list[NoteMark] = []

    # ------------------------------------------------------------------------------------ looks

    def look(self, style: ParagraphStyle, lang: str) -> TextLook:
        """Return the look of plain text in a paragraph of `style`."""
        return TextLook(
            style.font,
            style.bold,
            style.italic,
            style.size,
            style.colour,
            style.features,
            style.tracking,
            style.capitals,
            lang,
        )

    def styled(self, look: TextLook, style: CharacterStyle | None) -> TextLook:
        """Lay a character style over `look`; no text gets smaller than the theme allows."""
        if style is None:
            return look
        size = max(look.size * style.scale, min(look.size, self.theme.minimum))
        changed = look._replace(
            font=style.font or look.font,
            bold=look.bold if style.bold is None else style.bold,
            italic=look.italic if style.italic is None else style.italic,
            size=size,
            colour=style.colour or look.colour,
            features=(*look.features, *style.features),
        )
        if style.background:
            changed = changed._replace(
                background=style.background,
                padding_x=style.padding_x,
                padding_y=style.padding_y,
                radius=style.radius,
            )
        return changed

    def character(self, look: TextLook, name: str) -> TextLook:
        """Lay the theme's character style `name` over `look`, if there is one."""
        return self.styled(look, self.theme.characters.get(name))

    def style(self, look: TextLook) -> TextStyle:
        """Return the text style for `look`."""
        found = self._styles.get(look)
        if found is None:
            found = self._styles[look] = TextStyle(
                self.fonts.face(look.font, look.bold, look.italic),
                look.size,
                look.colour,
                look.features,
                rise=look.rise,
                tracking=look.tracking * look.size,
                lang=look.lang,
                background=look.background,
                padding_x=look.padding_x,
                padding_y=look.padding_y,
                radius=look.radius,
                strike=look.strike,
            )
        return found

    # -------------------------------------------------------------------------------- fragments

    def fragments(
        self, inlines: m.Inlines, look: TextLook, element: Element
    ) -> tuple[list[Fragment], list[NoteMark]]:
        """Return the fragments of `inlines` and the footnotes they refer to.

        The structure goes into `element`; the caller adds the footnotes' own elements, because it
        knows where in the reading order they belong.
        """
        outer, self._marks = self._marks, []
        out: list[Fragment] = []
        self._set(inlines, look, element, None, out, False)
        marks, self._marks = self._marks, outer
        return out, marks

    def text(
        self,
        text: str,
        look: TextLook,
        slot: Slot | None,
        link: Target | None = None,
        *,
        nobreak: bool = False,
        anchor: str = "",
    ) -> Fragment:
        """Return one fragment of plain text."""
        if look.capitals:
            text = text.upper()
        return Fragment(text, self.style(look), slot, link, nobreak, None, anchor)

    def one_line(
        self, text: str, look: TextLook, slot: Slot | None, *, end: str = " "
    ) -> tuple[list[Glyphs], float]:
        """Return `text` set in one line from x = 0, and its width; `end` follows unseen."""
        if look.capitals:
            text = text.upper()
        style = self.style(look)
        if RIGHT_TO_LEFT.search(text):
            line = break_lines(
                [Fragment(text, style, slot)], 1e6, self.fonts, align="left", lang=look.lang
            )[0]
            left = min((run.x for run in line.glyphs), default=0.0)
            return [glyphs._replace(x=glyphs.x - left) for glyphs in line.glyphs], line.width - left
        x = width = 0.0
        glyphs: list[Glyphs] = []
        for piece, face in self.fonts.split(text + end, style.face):
            shaped = self.fonts.shape(piece, face, style.features, style.lang)
            advances = tuple([a * style.size + style.tracking for a in shaped.advances])
            glyphs.append(
                Glyphs(
                    x,
                    -style.rise,
                    face.key,
                    style.size,
                    style.colour,
                    shaped.gids,
                    advances,
                    shaped.text,
                    slot,
                    tuple([r * style.size for r in shaped.rise]),
                )
            )
            x += sum(advances)
            width = x
        if end and glyphs:
            width -= glyphs[-1].advances[-1]
        return glyphs, width

    def _set(
        self,
        inlines: m.Inlines,
        look: TextLook,
        element: Element,
        link: Target | None,
        out: list[Fragment],
        nobreak: bool,
    ) -> None:
        for node in inlines:
            match node:
                case m.Text():
                    if node.text:
                        slot = element.slot(node.span)
                        out.append(self.text(node.text, look, slot, link, nobreak=nobreak))
                case m.LineBreak():
                    before = out[-1].slot if out else None
                    out.append(Fragment("\n", self.style(look), before))
                case m.Emphasis():
                    italic = look._replace(italic=not look.italic)
                    self._set(node.children, italic, element, link, out, nobreak)
                case m.Strong():
                    bold = look._replace(bold=True)
                    self._set(node.children, bold, element, link, out, nobreak)
                case m.Strikeout():
                    struck = look._replace(strike=True)
                    self._set(node.children, struck, element, link, out, nobreak)
                case m.Superscript() | m.Subscript():
                    sup = isinstance(node, m.Superscript)
                    shifted = self._shifted(look, plain_text(node.children), sup=sup)
                    self._set(node.children, shifted, element, link, out, True)
                case m.Code():
                    code = element.add("Code", node.span)
                    slot = code.slot(node.span)
                    mono = self.character(look, "code")
                    if is_rtl_language(look.lang):
                        mono = mono._replace(lang=NO_LANGUAGE)
                    out.append(self.text(node.text, mono, slot, link, nobreak=nobreak))
                case m.Link():
                    self._link(node, look, element, out, nobreak)
                case m.Image():
                    self._image(node, look, element, link, out)
                case m.InlineSpan():
                    self._span(node, look, element, link, out, nobreak)
                case m.Note():
                    self._note(node, look, element, out)
                case m.CitationGroup():
                    self._citation(node, look, element, out)
                case m.CrossReference():
                    self._reference(node, look, element, link, out)
                case m.Placed():
                    pass  # compose has replaced all of them
                case _:
                    assert_never(node)

    def _shifted(self, look: TextLook, text: str, *, sup: bool) -> TextLook:
        """Use the face's own raised or lowered forms where it has them for all of `text`."""
        feature = "sups" if sup else "subs"
        face = self.fonts.face(look.font, look.bold, look.italic)
        plain = self.fonts.shape(text, face, look.features, look.lang).gids
        real = self.fonts.shape(text, face, (*look.features, feature), look.lang).gids
        if len(plain) == len(real) and all(a != b for a, b in zip(plain, real, strict=True)):
            return look._replace(features=(*look.features, feature))
        rise = look.rise + look.size * (_RAISE if sup else -_LOWER)
        return look._replace(size=look.size * _SMALL, rise=rise)

    def _link(
        self, node: m.Link, look: TextLook, element: Element, out: list[Fragment], nobreak: bool
    ) -> None:
        words = plain_text(node.children)
        linked = element.add("Link", node.span)
        if lang := node.attr.get("lang"):
            look = look._replace(lang=lang)
            linked.attributes["lang"] = lang
        if not words and node.children:
            words = linked.attributes["alt"] = _descriptions(node.children) or node.target
        target = Target(node.target, node.title or words or node.target, linked)
        inside = look if look.in_citation else self.character(look, "link")
        if node.children:
            self._set(node.children, inside, linked, target, out, nobreak)
        else:
            slot = linked.slot(node.span)
            out.append(self.text(node.target, inside, slot, target, nobreak=nobreak))

    def _image(
        self,
        node: m.Image,
        look: TextLook,
        element: Element,
        link: Target | None,
        out: list[Fragment],
    ) -> None:
        start = len(out)
        picture = find_picture(node, self.sink)
        alt = alternative_text(node) or node.source
        if picture is None:
            muted = self.character(look, "muted")
            out.append(self.text(f"[{alt}]", muted, element.slot(node.span), link))
        else:
            page = self.theme.page
            size = printed_size(
                picture,
                node.attr,
                width=page.width - page.left - page.right,
                room=page.height - page.top - page.bottom,
                highest=look.size,
            )
            slot = None
            if not node.attr.has("decorative"):
                figure = element.add("Figure", node.span, alt=alt)
                if lang := node.attr.get("lang"):
                    figure.attributes["lang"] = lang
                slot = figure.slot(node.span)
                self.figures[slot] = figure
            yields = node.attr.get("width").endswith("%")
            inset = Inset(str(picture.file), *size, yields)
            out.append(Fragment(OBJECT, self.style(look)._replace(inset=inset), slot, link))
        if node.attr.id:
            self._anchor(out, start, node.attr.id, look, None)

    def _span(
        self,
        node: m.InlineSpan,
        look: TextLook,
        element: Element,
        link: Target | None,
        out: list[Fragment],
        nobreak: bool,
    ) -> None:
        for name in node.attr.classes:
            look = self.character(look, name)
        if lang := node.attr.get("lang"):
            look = look._replace(lang=lang)
            element = element.add("Span", node.span, lang=lang)
        chip = bool(look.background)
        start = len(out)
        self._set(node.children, look, element, link, out, nobreak or chip)
        if node.attr.id:
            self._anchor(out, start, node.attr.id, look, element.slot(node.span))

    def _anchor(
        self, out: list[Fragment], start: int, name: str, look: TextLook, slot: Slot | None
    ) -> None:
        if start < len(out) and not out[start].anchor:
            out[start] = out[start]._replace(anchor=name)
        else:
            out.insert(start, Fragment("", self.style(look), slot, anchor=name))

    def _note(self, node: m.Note, look: TextLook, element: Element, out: list[Fragment]) -> None:
        number = str(node.number)
        reference = element.add("Reference", node.span)
        linked = reference.add("Link", node.span)
        note = Element("Note", [], {"id": f"note-{number}"}, node.span)
        raised = self._shifted(
            look._replace(capitals=False, background="", colour=self._accent(look)),
            number,
            sup=True,
        )
        target = Target(f"#note-{number}", number, linked)
        mark = NoteMark(node, note, look.lang)
        self._marks.append(mark)
        fragment = self.text(number, raised, linked.slot(node.span), target, nobreak=True)
        out.append(fragment._replace(note=mark, anchor=f"note-ref-{number}"))

    def _accent(self, look: TextLook) -> str:
        link = self.theme.characters.get("link")
        return link.colour if link and link.colour else look.colour

    def _citation(
        self, node: m.CitationGroup, look: TextLook, element: Element, out: list[Fragment]
    ) -> None:
        cited = self.character(look, "citation")._replace(in_citation=True)
        if node.raised:
            cited = cited._replace(size=look.size)  # raising makes it small enough
        start = len(out)
        self._set(node.lead, look, element, None, out, False)
        short = len(plain_text(node.rendered)) <= SHORT_CITATION
        self._set(node.rendered, cited, element, None, out, short)
        if node.anchor:
            self._anchor(out, start, node.anchor, cited, None)

    def _reference(
        self,
        node: m.CrossReference,
        look: TextLook,
        element: Element,
        link: Target | None,
        out: list[Fragment],
    ) -> None:
        text = (node.text or node.target).replace(" ", NBSP)
        if not node.linked or link is not None:
            out.append(self.text(text, look, element.slot(node.span), link, nobreak=True))
            return
        linked = element.add("Link", node.span)
        target = Target("#" + node.target.removeprefix("#"), text, linked)
        inside = self.character(look, "link")
        out.append(self.text(text, inside, linked.slot(node.span), target, nobreak=True))


def _descriptions(inlines: m.Inlines) -> str:
    """Return what the images among `inlines` say, which is all that a link of images says."""
    images = (node for node in walk(inlines) if isinstance(node, m.Image))
    return ", ".join(filter(None, map(alternative_text, images)))


def run_in(
    inliner: InlineSetter, look: TextLook, term: list[Fragment], body: list[Fragment]
) -> list[Fragment]:
    """Return a term and the text that goes on in its line, a wider space between them."""
    if not term or not body:
        return [*term, *body]
    gap = look._replace(tracking=0.32)
    return [*term, inliner.text(" ", gap, term[-1].slot), *body]
