"""Take running text, return the header or footer part: page numbers and the section are fields."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from briefgen import model as m
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

__all__ = ["add_running_heads"]

_FIELD = re.compile(r"(\{(?:section|page|pages)\})")


def add_running_heads(package: WordPackage, source: m.Document, styles: Styles, pages: int) -> str:
    """Add header and footer to `package`, return the references that page sections make to them.

    `pages` is the number of pages as far as it is known. Empty running text gives no part.
    """
    page = styles.theme.page
    width = page.width - page.left - page.right
    references = ""
    heads: tuple[tuple[Literal["header", "footer"], m.RunningText], ...] = (
        ("header", source.header),
        ("footer", source.footer),
    )
    for kind, text in heads:
        styles.tabs[kind] = (
            f'<w:tabs><w:tab w:val="center" w:pos="{twips(width / 2)}"/>'
            f'<w:tab w:val="right" w:pos="{twips(width)}"/></w:tabs>'
        )
        if text != m.RunningText():
            content = _part(text, kind, source, styles, pages)
            relation = package.add(package.part(f"{kind}1", kind), content)
            references += f'<w:{kind}Reference w:type="default" r:id="{relation}"/>'
    return references


def _part(
    text: m.RunningText,
    kind: Literal["header", "footer"],
    source: m.Document,
    styles: Styles,
    pages: int,
) -> bytes:
    values = {
        "title": plain_text(source.metadata.title),
        "subtitle": plain_text(source.metadata.subtitle),
        "audience": source.audience_title,
        "date": source.metadata.date,
        "issue": source.issue,
    }
    parts = [_filled(part, values) for part in (text.left, text.center, text.right)]
    while parts and not parts[-1]:
        parts.pop()
    content = "<w:r><w:tab/></w:r>".join(_runs(part, pages) for part in parts)
    style = paragraph_properties({"pStyle": element("pStyle", styles.paragraph(kind))})
    return document("hdr" if kind == "header" else "ftr", f"<w:p>{style}{content}</w:p>")


def _filled(text: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return " ".join(text.split(" ")).strip(" ·")


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
