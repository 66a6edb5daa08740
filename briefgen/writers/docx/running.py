"""Take running text, return the header or footer part: page numbers and the section are fields."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from briefgen import model as m
from briefgen.typography.bidi import RIGHT_TO_LEFT
from briefgen.walk import plain_text
from briefgen.writers.docx.markup import (
    complex_field,
    document,
    element,
    paragraph_properties,
    run,
    twips,
)

if TYPE_CHECKING:
    from briefgen.writers.docx.package import WordPackage
    from briefgen.writers.docx.styles import Styles

__all__ = ["RunningHeads"]

Kind = Literal["header", "footer"]

_FIELD = re.compile(r"(\{(?:section|page|pages)\})")


class RunningHeads:
    """The header and footer parts of one document, for each width of text that it has.

    `pages` is the number of pages as far as it is known. What the house has of its own (`kept`:
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
        banners: Mapping[str, str],
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
        self._known: dict[float, str] = {}
        self._first: dict[str, str] = {}

    def references(self, width: float) -> str:
        """Return the references of a page section whose text is `width` points wide."""
        width = round(width, 2)
        if width not in self._known:
            source = self._source
            heads: tuple[tuple[Kind, m.RunningText], ...] = (
                ("header", source.header),
                ("footer", source.footer),
            )
            self._known[width] = "".join(self._kind(*head, width) for head in heads)
        return self._known[width]

    def _kind(self, kind: Kind, text: m.RunningText, width: float) -> str:
        relations = {which: key for (of, which), key in self._kept.items() if of == kind}
        banner = self._banners.get(kind, "")
        if "default" not in relations and (banner or text != m.RunningText()):
            part = self._package.part(f"{kind}{len(self._known) + 1}", kind)
            relations["default"] = self._package.add(part, self._part(text, kind, width))
        if banner and "first" not in relations:
            if kind not in self._first:
                part = self._package.part(f"{kind}-first", kind)
                self._first[kind] = self._package.add(part, _whole(kind, banner))
            relations["first"] = self._first[kind]
        for which in self._types:  # a house that tells left from right may have no head for one
            if "default" in relations:
                relations.setdefault(which, relations["default"])
        return "".join(
            f'<w:{kind}Reference w:type="{which}" r:id="{relations[which]}"/>'
            for which in ("even", "default", "first")
            if which in relations
        )

    def _centred(self, kind: str, text: m.RunningText) -> bool:
        """Tell whether a line has a stop in the middle: a long text before it would pass it."""
        return bool(text.center or self._styles.foreign(kind))

    def _part(self, text: m.RunningText, kind: Kind, width: float) -> bytes:
        banner = self._banners.get(kind, "")
        line = "" if banner and text == m.RunningText() else self._line(text, kind, width)
        return _whole(kind, f"{banner}{line}" if kind == "header" else f"{line}{banner}")

    def _line(self, text: m.RunningText, kind: Kind, width: float) -> str:
        source, styles = self._source, self._styles
        values = {
            "title": plain_text(source.metadata.title),
            "subtitle": plain_text(source.metadata.subtitle),
            "audience": source.audience_title,
            "date": source.metadata.date,
            "issue": source.issue,
        }
        centred = self._centred(kind, text)
        wanted = (text.left, text.center, text.right) if centred else (text.left, text.right)
        parts = [_filled(part, values) for part in wanted]
        while parts and not parts[-1]:
            parts.pop()
        runs = [_runs(part, self._pages) for part in parts]
        turned = styles.leftward
        content = "<w:r><w:tab/></w:r>".join(runs)
        if turned or RIGHT_TO_LEFT.search(content):
            from briefgen.writers.docx.directions import directed, isolated

            if turned:
                runs = [
                    part if RIGHT_TO_LEFT.search(part) else isolated(part, leftward=False)
                    for part in runs
                ]
            content = directed("<w:r><w:tab/></w:r>".join(runs), int(turned), styles.other_font)
        look = {"pStyle": element("pStyle", styles.paragraph(kind)), **styles.unsaid(kind)}
        if round(width - self._usual, 1):
            look["tabs"] = _tabs(width, centred, self._usual)
        if turned:
            look["bidi"] = "<w:bidi/>"
        style = paragraph_properties(look)
        return f"<w:p>{style}{content}</w:p>"


def _whole(kind: Kind, inside: str) -> bytes:
    return document("hdr" if kind == "header" else "ftr", inside)


def _tabs(width: float, centred: bool, instead: float = 0.0) -> str:
    """Return stops at the end of a line and at its middle, `instead` of those of another width."""
    middle = f'<w:tab w:val="center" w:pos="{twips(width / 2)}"/>' if centred else ""
    clear = "".join(f'<w:tab w:val="clear" w:pos="{twips(at)}"/>' for at in (instead / 2, instead))
    return (
        f"<w:tabs>{clear if instead else ''}{middle}"
        f'<w:tab w:val="right" w:pos="{twips(width)}"/></w:tabs>'
    )


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return " ".join(filter(None, text.split(" "))).strip(" ·,")


def _runs(text: str, pages: int) -> str:
    out = []
    for part in _FIELD.split(text):
        match part:
            case "":
                pass
            case "{page}":
                out.append(complex_field("PAGE", run("1")))
            case "{pages}":
                out.append(complex_field("NUMPAGES", run(str(pages))))
            case "{section}":
                # The number form names the style in every language that Word speaks. Nothing is
                # cached: programs that do not know the field would print it on every page.
                out.append(complex_field("STYLEREF 1", ""))
            case _:
                out.append(run(part))
    return "".join(out)
