"""Where a document cites its works: take a finished document, return sections by key."""

from __future__ import annotations

from collections.abc import Iterable

from briefgen import model as m
from briefgen.terms import term
from briefgen.walk import children, plain_text

__all__ = ["citing_sections", "section_label"]


def section_label(section: m.Section, outside: str, lang: str) -> str:
    """Return "§5.1" for a section, the nearest numbered one around it, or else its title."""
    sign = term(lang, "section")
    if section.number:
        return sign + section.number
    return outside if outside.startswith(sign) else plain_text(section.title).strip()


def citing_sections(document: m.Document) -> dict[str, list[str]]:
    """Return the labels of the sections that cite each work, in reading order.

    A citation before the first heading has the label "".
    """
    found: dict[str, list[str]] = {}
    lang = document.metadata.lang

    def look(nodes: Iterable[m.Node], label: str) -> None:
        for node in nodes:
            match node:
                case m.Section():
                    look(children(node), section_label(node, label, lang))
                case m.CitationGroup():
                    for citation in node.citations:
                        labels = found.setdefault(citation.key, [])
                        if label not in labels:
                            labels.append(label)
                case m.Image():
                    pass  # a reader cannot turn to alternative text
                case m.Figure():
                    look(node.caption, label)
                case _:
                    look(children(node), label)

    look(document.blocks, "")
    return found
