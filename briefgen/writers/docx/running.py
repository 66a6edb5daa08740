"""Take running text, return the header or footer part: page numbers and the section are fields."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from briefgen import model as m
from briefgen.typography.bidi import RIGHT_TO_LEFT
from briefgen.writers.docx.markup import word_part
from briefgen.writers.docx.nodes import (
    TAB,
    Content,
    WordParagraph,
    WordRun,
    XmlElement,
    XmlNode,
    field,
    text_of,
    w,
)
from briefgen.writers.docx.units import twips

if TYPE_CHECKING:
    from briefgen.writers.docx.package import WordPackage
    from briefgen.writers.docx.styles import Styles

__all__ = ["RunningHeads"]

Kind = Literal["header", "footer"]

_FIELD = re.compile(r"(\{(?:section|page|pages)\})")


class RunningHeads:
    """The header and footer parts of one document, for each width of text that it has.

    `pages` is the number of pages as far as it is known. What the reference document has (`kept`:
    relationships by kind and type) stays; ours stand where it has none. With `even`, left pages
    have heads of their own. Empty running text gives no part. A banner stands in all of them, and
    in one of its own on first pages; `banners` holds its paragraph by kind.
    """

    def __init__(
        self,
        package: WordPackage,
        source: m.Document,
        styles: Styles,
        pages: int,
        kept: Mapping[tuple[str, str], str],
        banners: Mapping[str, WordParagraph],
        *,
        even: bool = False,
    ) -> None:
        self._package = package
        self._source = source
        self._styles = styles
        self._pages = pages
        self._kept = kept
        self._banners = banners
        self._types = ("default", "even") if even else ("default",)
        page = styles.theme.page
        self._usual = page.width - page.left - page.right
        for kind, text in (("header", source.header), ("footer", source.footer)):
            styles.tabs[kind] = _tabs(self._usual, self._centred(kind, text))
        self._known: dict[float, list[XmlElement]] = {}
        self._first: dict[str, str] = {}

    def references(self, width: float) -> list[XmlElement]:
        """Return the references of a page section whose text is `width` points wide."""
        width = round(width, 2)
        if width not in self._known:
            source = self._source
            heads: tuple[tuple[Kind, m.RunningText], ...] = (
                ("header", source.header),
                ("footer", source.footer),
            )
            self._known[width] = [each for head in heads for each in self._kind(*head, width)]
        return self._known[width]

    def _kind(self, kind: Kind, text: m.RunningText, width: float) -> list[XmlElement]:
        relations = {which: key for (of, which), key in self._kept.items() if of == kind}
        banner = self._banners.get(kind)
        if "default" not in relations and (banner or text != m.RunningText()):
            part = self._package.part(f"{kind}{len(self._known) + 1}", kind)
            relations["default"] = self._package.add(part, self._part(text, kind, width))
        if banner and "first" not in relations:
            if kind not in self._first:
                part = self._package.part(f"{kind}-first", kind)
                self._first[kind] = self._package.add(part, _whole(kind, banner))
            relations["first"] = self._first[kind]
        for which in self._types:  # a document that tells left from right may lack one of them
            if "default" in relations:
                relations.setdefault(which, relations["default"])
        return [
            XmlElement(f"w:{kind}Reference", {"w:type": which, "r:id": relations[which]})
            for which in ("even", "default", "first")
            if which in relations
        ]

    def _centred(self, kind: str, text: m.RunningText) -> bool:
        """Tell whether a line has a tab stop in the middle, which a long text may not pass."""
        return bool(text.center or self._styles.reference_id(kind))

    def _part(self, text: m.RunningText, kind: Kind, width: float) -> bytes:
        lines: list[XmlNode] = []
        banner = self._banners.get(kind)
        if not banner or text != m.RunningText():
            lines.append(self._line(text, kind, width))
        if banner:
            lines.insert(0 if kind == "header" else len(lines), banner)
        return _whole(kind, *lines)

    def _line(self, text: m.RunningText, kind: Kind, width: float) -> WordParagraph:
        styles = self._styles
        centred = self._centred(kind, text)
        parts = [text.left, text.center, text.right] if centred else [text.left, text.right]
        while parts and not parts[-1]:
            parts.pop()
        runs = [_runs(part, self._pages) for part in parts]
        turned = styles.rtl
        content = _tabbed(runs)
        if turned or RIGHT_TO_LEFT.search(text_of(content)):
            from briefgen.writers.docx.directions import directed, isolated

            if turned:
                content = _tabbed(
                    [
                        part if RIGHT_TO_LEFT.search(text_of(part)) else isolated(part, rtl=False)
                        for part in runs
                    ]
                )
            content = directed(content, int(turned), styles.other_font)
        look = {"pStyle": w("pStyle", val=styles.paragraph(kind)), **styles.extra_properties(kind)}
        if round(width - self._usual, 1):
            look["tabs"] = _tabs(width, centred, self._usual)
        if turned:
            look["bidi"] = w("bidi")
        return WordParagraph(look, content)


def _whole(kind: Kind, *inside: XmlNode) -> bytes:
    return word_part("hdr" if kind == "header" else "ftr", *inside)


def _tabbed(parts: Sequence[Content]) -> Content:
    """Return `parts` with a tab between each two."""
    return [node for n, part in enumerate(parts) for node in ((TAB, *part) if n else part)]


def _tabs(width: float, centred: bool, instead: float = 0.0) -> XmlElement:
    """Return stops at the end of a line and at its middle, `instead` of those of another width."""
    stops = [("clear", instead / 2), ("clear", instead)] if instead else []
    stops += [("center", width / 2)] if centred else []
    stops.append(("right", width))
    return w("tabs", *(w("tab", val=kind, pos=twips(at)) for kind, at in stops))


def _runs(text: str, pages: int) -> Content:
    out: list[XmlNode] = []
    for part in _FIELD.split(text):
        match part:
            case "":
                pass
            case "{page}":
                out += field("PAGE", (WordRun(("1",)),))
            case "{pages}":
                out += field("NUMPAGES", (WordRun((str(pages),)),))
            case "{section}":
                # The number form names the style in every language that Word speaks. Nothing is
                # cached: programs that do not know the field would print it on every page.
                out += field("STYLEREF 1", ())
            case _:
                out.append(WordRun((part,)))
    return out
