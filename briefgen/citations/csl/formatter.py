"""What a CSL style looks up while it renders: terms, fonts, and the count of variables called."""

from __future__ import annotations

from briefgen.citations.csl.marks import MARKS

__all__ = ["Formatter"]


class Formatter:
    """The state of one style: terms by name and form, and the variables that an entry called.

    `calls` counts the variables called, `hits` names those that had a value: from both, a group
    tells whether it has to be left out.
    """

    def __init__(self, terms: dict[tuple[str, str], tuple[str, str]], english: bool) -> None:
        self.terms = terms
        self.english = english
        self.calls = 0
        self.hits: list[str] = []
        for name, marks in {
            "Italic": "i", "Oblique": "i", "Bold": "b", "SmallCaps": "sc",
            "Superscript": "sup", "Subscript": "sub",
        }.items():  # fmt: skip
            opening, closing = MARKS[marks]
            setattr(self, name, lambda text, a=opening, z=closing: f"{a}{text}{z}")
        # The model has neither light nor underlined text.
        self.Light = self.Underline = self.preformat = str

    def term(self, name: str, form: str = "", *, plural: bool = False) -> str:
        """Return a term; a form that the locale lacks falls back as CSL says."""
        fallback = {"verb-short": "verb", "symbol": "short"}
        while True:
            if found := self.terms.get((name, form)):
                return found[plural]
            if not form:
                return ""
            form = fallback.get(form, "")

    def ordinal(self, number: int, gender: str = "") -> str:
        """Return `number` with its ending: 2nd, 2., 2ᵉ."""
        for form in (gender, "masculine", ""):
            for digits in dict.fromkeys((number, number % 100, number % 10)):
                name = f"ordinal-{digits:02}"
                match = self.terms.get((name, "match"), ("", ""))[0]
                if digits != number and (
                    match == "whole-number"
                    or (match == "last-two-digits" and digits != number % 100)
                ):
                    continue
                if ending := self.terms.get((name, form)):
                    return f"{number}{ending[0]}"
        return f"{number}{self.term('ordinal')}"
