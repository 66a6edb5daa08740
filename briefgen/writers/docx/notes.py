"""Take footnotes where they are referred to, return `word/footnotes.xml`."""

from __future__ import annotations

from collections.abc import Callable

from briefgen import model as m
from briefgen.writers.docx.markup import word_part
from briefgen.writers.docx.nodes import (
    TAB,
    Content,
    Properties,
    WordParagraph,
    WordRun,
    XmlElement,
    w,
)

__all__ = ["FootnotesPart", "numbered"]


class FootnotesPart:
    """The footnotes of one document; `write` returns the paragraphs of one, given its language."""

    def __init__(self, write: Callable[[m.Note, str], Content]) -> None:
        self._write = write
        self._written: list[Content] = []

    def __bool__(self) -> bool:
        return bool(self._written)

    def add(self, note: m.Note, lang: str) -> int:
        """Add `note` in `lang`, return the id to refer to it by."""
        number = len(self._written) + 1
        self._written.append(())
        self._written[number - 1] = self._write(note, lang)
        return number

    def part(self, properties: Properties, look: Properties) -> bytes:
        """Return the finished part; separators have the paragraph `properties` and the `look`."""

        def separator(number: int, kind: str) -> XmlElement:
            line = WordParagraph(properties, (WordRun((w(kind),), look),))
            return w("footnote", line, type=kind, id=number)

        return word_part(
            "footnotes",
            separator(-1, "separator"),
            separator(0, "continuationSeparator"),
            *(w("footnote", *inside, id=n) for n, inside in enumerate(self._written, 1)),
        )


def numbered(paragraphs: Content) -> Content:
    """Return the `paragraphs` of a note with its number before the first, as large as its text."""
    first, *rest = paragraphs
    if not isinstance(first, WordParagraph):
        raise TypeError("a note begins with a paragraph")
    mark = (WordRun((w("footnoteRef"),)), TAB)
    return [first._replace(content=[*mark, *first.content]), *rest]
