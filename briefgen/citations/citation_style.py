"""What a citation style is: take a group, return what is printed for it; label and order entries.

`numeric` holds the styles that come along, `catalogue` gives them their names. A style knows
the works of one document (`CitedWorks`) and nothing of layout or of writers, which print what it
returns.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Final, Literal, Protocol, TypeAlias

from briefgen import model as m
from briefgen.citations.entries import short_entry
from briefgen.terms import locator_label
from briefgen.walk import plain_text

__all__ = ["CitationStyle", "CitedWorks", "StyleMaker", "locator_text", "reference_anchor"]

# Patterns stay text, which `re` compiles and keeps: most reports cite without locators.
_HYPHEN: Final = r"(?<=\d)\s*(?:-{1,3}|–)\s*(?=[A-Za-z]{0,2}\d)"
_ROMAN_HYPHEN: Final = r"(?i)\b([ivxlcdm]+)\s*(?:-{1,3}|–)\s*([ivxlcdm]+)\b"
_PLURAL: Final = r"[–,;&]|\s(?:and|und|et|en)\s|\d\s?ff?\b"


def reference_anchor(key: str) -> str:
    """Return the id of the entry for `key`, which is the id that citations link to."""
    return f"ref-{key}"


class CitedWorks:
    """The works that one document may cite, and their numbers in the pack.

    `linked` is false where the document lists no works, so that there is nothing to link to.
    """

    def __init__(
        self,
        bibliography: Mapping[str, m.Reference],
        numbers: Mapping[str, int],
        lang: str,
        *,
        smart: bool = True,
        linked: bool = True,
    ) -> None:
        self.bibliography = bibliography
        self.numbers = numbers
        self.lang = lang
        self.smart = smart
        self.linked = linked
        self._titles: dict[str, str] = {}

    def link(self, citation: m.Citation, words: str) -> m.Inline:
        """Return `words` as a link to the entry of the cited work, with its title as tooltip."""
        text = m.Text(words, citation.span)
        if not self.linked:
            return text
        target = f"#{reference_anchor(citation.key)}"
        attr = m.Attr(classes=("citation",))
        return m.Link((text,), target, citation.span, self._title(citation.key), attr)

    def _title(self, key: str) -> str:
        if key not in self._titles:
            reference = self.bibliography.get(key)
            entry = short_entry(reference, self.lang, smart=self.smart) if reference else ()
            self._titles[key] = plain_text(entry)
        return self._titles[key]


class CitationStyle(Protocol):
    """How one document cites: what is printed for a group, and how the works cited are listed."""

    stands: Literal["text", "note"]
    """Whether a citation stands in the text, or in a footnote of its own."""

    def lead(self, group: m.CitationGroup) -> m.Inlines:
        """Return the words of `group` that are words of the sentence: the names of `@key`."""

    def rendered(self, group: m.CitationGroup) -> m.Inlines:
        """Return the citation that follows the lead; in a note, it is the text of the note.

        The key of a work that the bibliography lacks, which is an error by then, shows as itself
        with a question mark.
        """

    def raised(self, group: m.CitationGroup) -> bool:
        """Tell whether `rendered` is a superscript, which no space stands before."""

    def label(self, key: str) -> str:
        """Return what hangs before the entry of a work: "[12]", or "" for nothing."""

    def order(self, keys: Collection[str]) -> list[str]:
        """Return `keys` in the order in which their works are listed, those that can be listed."""


StyleMaker: TypeAlias = Callable[[CitedWorks], CitationStyle]
"""Take the works that a document may cite, return a style for this document."""


def locator_text(citation: m.Citation, lang: str) -> str:
    """Return the locator of `citation` with the abbreviation of its kind: "pp. 3–5"."""
    value = re.sub(_HYPHEN, "–", citation.locator.strip())
    value = re.sub(_ROMAN_HYPHEN, r"\1–\2", value)
    label = locator_label(lang, citation.label, plural=re.search(_PLURAL, value) is not None)
    return f"{label}\u00a0{value}" if label else value
