"""Names in a CSL style: take CSL names and the elements that form them, return one text.

citeproc-py knows neither `initialize="false"` nor `after-inverted-name`, and loses the space
before a particle or suffix; options are looked up here once for each list.
"""

from __future__ import annotations

import re
from typing import Any

from briefgen.citations.csl.marks import SEAM

__all__ = ["NameList"]


class NameList:
    """How a list of names reads; options come from the element, the bibliography, the style."""

    def __init__(self, names: Any, element: Any) -> None:
        """Take the `names` element with the form, and its `name` element if it has one."""
        self.names = names
        self.element = element
        root = names.get_root()
        self.places = [root.bibliography, root]
        self.state = names.get_formatter()

    def option(self, name: str, default: str = "") -> str:
        own = self.element.get(name) if self.element is not None else None
        if own is not None:
            return str(own)
        inherited = f"name-{name}" if name in {"form", "delimiter"} else name
        found = (place.get(inherited) for place in self.places)
        return next((str(value) for value in found if value is not None), default)

    def words(self, names: list[dict[str, str]]) -> str:
        """Return the names as one text."""
        delimiter = self.option("delimiter", ", ")
        people = [name for name in names if name.get("literal") != "others"]
        more = len(people) < len(names)
        least = int(self.option("et-al-min", "0"))
        kept = int(self.option("et-al-use-first", "1"))
        last: list[dict[str, str]] = []
        if least and len(people) > 1 and len(people) >= least:
            if self.option("et-al-use-last") == "true" and kept <= len(people) - 2:
                last = people[-1:]
            more = more or kept < len(people)
            people = people[:kept]
        font = self.element.format if self.element is not None else str
        shown = [font(self._name(name, number)) for number, name in enumerate(people)]
        sorted_ = self.option("name-as-sort-order")
        if last:
            final = font(self._name(last[0], len(shown)))
            return f"{delimiter.join(shown)}{delimiter}… {final}"
        if more:
            how = self.option("delimiter-precedes-et-al", "contextual")
            inverted = sorted_ == "all" or (sorted_ == "first" and len(shown) == 1)
            between = delimiter if self._precedes(how, len(shown) > 1, inverted) else " "
            others = self._et_al()
            return f"{delimiter.join(shown)}{SEAM}{between}{SEAM}{others}" if others else (
                delimiter.join(shown)
            )  # fmt: skip
        conjunction = self.option("and")
        if len(shown) < 2 or not conjunction:
            return f"{SEAM}{delimiter}{SEAM}".join(shown)
        word = "&" if conjunction == "symbol" else self.state.term("and")
        how = self.option("delimiter-precedes-last", "contextual")
        inverted = sorted_ == "all" or (sorted_ == "first" and len(shown) == 2)
        between = delimiter if self._precedes(how, len(shown) > 2, inverted) else " "
        if not between.endswith(" "):
            between += " "
        head = f"{SEAM}{delimiter}{SEAM}".join(shown[:-1])
        return f"{head}{SEAM}{between}{SEAM}{word} {shown[-1]}"

    @staticmethod
    def _precedes(how: str, several: bool, inverted: bool) -> bool:
        match how:
            case "always":
                return True
            case "never":
                return False
            case "after-inverted-name":
                return inverted
            case _:
                return several

    def _et_al(self) -> str:
        element = self.names.find("{*}et-al")
        if element is None:
            return str(self.state.term("et-al"))
        words = self.state.term(element.get("term", "et-al"))
        return str(element.wrap(element.format(words)) or "")

    def _name(self, name: dict[str, str], number: int) -> str:
        if literal := name.get("literal"):
            return self._parted("", literal)[1]
        family = name.get("family", "")
        dropping = name.get("dropping-particle", "")
        particle = name.get("non-dropping-particle", "")
        suffix = name.get("suffix", "")
        given = name.get("given", "")
        mark = self.option("initialize-with", "\0")
        if given and mark != "\0":
            given = self._initials(given, mark)
        if self.option("form", "long") == "short":
            return self._parted("", _spaced(particle, family))[1]
        order = self.option("name-as-sort-order")
        if family and (order == "all" or (order == "first" and number == 0)):
            demoted = self.places[1].get("demote-non-dropping-particle", "display-and-sort")
            if demoted == "display-and-sort":
                given = _spaced(given, dropping, particle)
            else:
                given, family = _spaced(given, dropping), _spaced(particle, family)
            given, family = self._parted(given, family)
            parts = [part for part in (family, given, suffix) if part]
            return f"{SEAM}{self.option('sort-separator', ', ')}{SEAM}".join(parts)
        given, family = self._parted(given, _spaced(dropping, particle, family))
        return _spaced(given, family, suffix)

    def _parted(self, given: str, family: str) -> tuple[str, str]:
        """Apply the `name-part` elements."""
        for part in self.element if self.element is not None else ():
            if part.get("name") == "given" and given:
                given = part.wrap(part.format(part.case(given)))
            elif part.get("name") == "family" and family:
                family = part.wrap(part.format(part.case(family)))
        return given, family

    def _initials(self, given: str, mark: str) -> str:
        """Return `Jean-Luc M.` as `J.-L. M.`; particles and what has no capital stay whole.

        With `initialize="false"` only what is an initial already gets the style's mark.
        """
        if self.option("initialize", "true") == "false":
            return re.sub(r"\b([^\W\d_])\.\s*", rf"\1{mark}", given).strip()
        hyphens = self.option("initialize-with-hyphen", "true") == "true"
        result = ""
        for word in given.replace(".", " ").split():
            halves = [half for half in word.split("-") if half]
            if not halves or not halves[0][0].isupper():
                result = f"{result.rstrip()} {word} "
                continue
            joint = f"{mark.rstrip()}-" if hyphens else mark
            result += joint.join(half[0].upper() for half in halves) + mark
        return result.strip()


def _spaced(*words: str) -> str:
    """Join names; a particle that ends in an apostrophe or hyphen stands close."""
    text = ""
    for word in filter(None, words):
        gap = "" if not text or (text.endswith(("’", "'", "-")) and text.islower()) else " "
        text += gap + word
    return text
