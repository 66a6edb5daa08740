"""Take footnotes where they are referred to, return `word/footnotes.xml`."""

from __future__ import annotations

from collections.abc import Callable

from briefgen import model as m
from briefgen.writers.docx.markup import document

__all__ = ["Notes", "numbered"]


class Notes:
    """The footnotes of one document; `write` returns the paragraphs of one, given its language."""

    def __init__(self, write: Callable[[m.Note, str], str]) -> None:
        self._write = write
        self._written: list[str] = []

    def __bool__(self) -> bool:
        return bool(self._written)

    def add(self, note: m.Note, lang: str) -> int:
        """Add `note` in `lang`, return the id to refer to it by."""
        number = len(self._written) + 1
        self._written.append("")
        inside = self._write(note, lang)
        self._written[number - 1] = f'<w:footnote w:id="{number}">{inside}</w:footnote>'
        return number

    def part(self, paragraph: str, look: str) -> bytes:
        """Return the finished part; separators have the properties `paragraph` and `look`."""

        def separator(number: int, kind: str, mark: str) -> str:
            return (
                f'<w:footnote w:type="{kind}" w:id="{number}">'
                f"<w:p>{paragraph}<w:r>{look}<w:{mark}/></w:r></w:p></w:footnote>"
            )

        return document(
            "footnotes",
            separator(-1, "separator", "separator")
            + separator(0, "continuationSeparator", "continuationSeparator")
            + "".join(self._written),
        )


def numbered(paragraphs: list[str]) -> str:
    """Return the `paragraphs` of a note with its number before the first, as large as its text."""
    mark = "<w:r><w:footnoteRef/></w:r><w:r><w:tab/></w:r>"
    first, *rest = paragraphs
    return "".join((first.replace("</w:pPr>", f"</w:pPr>{mark}", 1), *rest))
