"""citeproc-py's rendering elements, mended: take a parsed style, render entries as marked text.

citeproc-py 0.11 knows the structure of a style and where its options come from, and that part is
used as it is. What it gets wrong for the entries of a bibliography is overridden here, element by
element; `docs/citations.md` says what. Three rules hold throughout: text is a plain `str` with
marks (see `marks`), an element without anything to say is None, and a group is left out when
variables were called in it and none had a value.
"""

from __future__ import annotations

import re
from typing import Any, Final

from citeproc import model

from briefgen.citations.csl.cases import recased
from briefgen.citations.csl.dates import date_text
from briefgen.citations.csl.marks import CLOSE_QUOTE, MARKS, OPEN_QUOTE, SEAM, plain
from briefgen.citations.csl.people import NameList

__all__ = ["ELEMENTS", "Entry", "Formatter"]

Words = str | None


class Formatter:
    """What one style knows while it renders: terms, language, and which variables were called."""

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


class Entry:
    """A reference while it is rendered; `used` are the variables that stand for missing names."""

    has_locator = False

    def __init__(self, reference: dict[str, Any]) -> None:
        self.reference = reference
        self.used: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return False


class Mended(model.CitationStylesElement):  # type: ignore[misc]
    """What the elements share."""

    def look_up(self, item: Entry, variable: str) -> Any:
        """Return a variable's value or None, and keep count for the groups around."""
        state = self.get_formatter()
        state.calls += 1
        value = None if variable in item.used else item.reference.get(variable)
        if value:
            state.hits.append(variable)
        return value

    def term(self, name: str, form: str | None = None, *, plural: bool = False) -> str:
        form = "" if form in {None, "long"} else form
        return str(self.get_formatter().term(name, form, plural=plural))

    def get_single_term(self, name: str, form: str | None = None, **_: Any) -> str:
        return self.term(name, form)

    def get_plural_term(self, name: str, form: str | None = None, **_: Any) -> str:
        return self.term(name, form, plural=True)

    def wrap(self, text: Words) -> Words:
        if not text:
            return None
        return f"{self.get('prefix', '')}{SEAM}{text}{SEAM}{self.get('suffix', '')}"

    def join(self, parts: Any, default_delimiter: str = "") -> Words:
        delimiter = self.get("delimiter", default_delimiter)
        return f"{SEAM}{delimiter}{SEAM}".join(part for part in parts if part) or None

    def case(self, text: str, language: str | None = None) -> str:
        if (case := self.get("text-case")) is None:
            return text
        english = self.get_formatter().english if not language else language == "en"
        return recased(text, case, english=english)

    def quote(self, text: str) -> str:
        quoted = self.get("quotes", "false").lower() == "true"
        return f"{OPEN_QUOTE}{text}{CLOSE_QUOTE}" if quoted else text

    def render_children(self, item: Entry, delimiter: str = "", **options: Any) -> Words:
        parts = []
        for child in self.iterchildren():
            if isinstance(child, model.Choose):
                parts.append(child.render(item, delimiter=delimiter, **options))
            else:
                parts.append(child.render(item, **options))
        return f"{SEAM}{delimiter}{SEAM}".join(part for part in parts if part) or None

    def together(self, item: Entry, delimiter: str = "") -> Words:
        """Return the words of a group or macro, or None if its variables had none of them."""
        state = self.get_formatter()
        calls, hits = state.calls, len(state.hits)
        text = self.render_children(item, delimiter)
        if not text or (state.calls > calls and len(state.hits) == hits):
            return None
        state.calls += 1  # for the group around it, this one is a variable
        state.hits.append("")
        return text

    def dressed(self, text: Words, language: str | None = None) -> Words:
        """Return `text` with case, font, quotation marks and affixes."""
        if not text:
            return None
        text = self.format(self.case(self.strip_periods(text), language))
        return self.wrap(self.quote(text))


class Macro(Mended, model.Macro):  # type: ignore[misc]
    pass


class Layout(Mended, model.Layout):  # type: ignore[misc]
    def entry(self, item: Entry) -> str:
        return self.format(self.wrap(self.render_children(item)) or "")  # type: ignore[no-any-return]


class Choose(Mended, model.Choose):  # type: ignore[misc]
    pass


_NUMERIC: Final = re.compile(
    r"(?i)[a-z]{0,2}\d+(?:st|nd|rd|th|[a-z])?(?:\s*(?:[-–,&])\s*[a-z]{0,2}\d+[a-z]?)*"
)


def numeric(value: object) -> bool:
    """Tell whether CSL takes `value` for a number: 2, 2nd, 12-14, "1, 3 & 5", A4."""
    return _NUMERIC.fullmatch(str(value).strip()) is not None


class If(Mended, model.If):  # type: ignore[misc]
    def render(self, item: Entry, **options: Any) -> Words:
        if self.get("disambiguate") is not None:
            raise model.ConditionFailed  # there are no two entries to tell apart by words
        return super().render(item, **options)  # type: ignore[no-any-return]

    def _variable(self, item: Entry) -> list[bool]:
        return [bool(item.reference.get(name)) for name in self.get("variable").split()]

    def _type(self, item: Entry) -> list[bool]:
        # A work has one type: several can only mean any of them, whatever `match` is.
        return [item.reference["type"] in self.get("type").split()]

    def _is_numeric(self, item: Entry) -> list[bool]:
        return [
            numeric(plain(str(item.reference.get(name, ""))))
            for name in self.get("is-numeric").split()
        ]

    def _is_uncertain_date(self, item: Entry) -> list[bool]:
        dates = (item.reference.get(name) for name in self.get("is-uncertain-date").split())
        return [isinstance(date, dict) and bool(date.get("circa")) for date in dates]

    def _position(self, item: Entry, context: object) -> list[bool]:
        return [False]


class ElseIf(If):
    pass


class Else(Mended, model.Else):  # type: ignore[misc]
    pass


class Group(Mended, model.Group):  # type: ignore[misc]
    def render(self, item: Entry, **options: Any) -> Words:
        text = self.together(item, self.get("delimiter", ""))
        return self.wrap(self.format(text)) if text else None


class Pages:
    """Page ranges as the style shortens them: 145–67."""

    def _format_last_page(self, first: str, last: str) -> str:
        style: str | None = self.get_root().get("page-range-format")  # type: ignore[attr-defined]
        if not style or not (first.isdecimal() and last.isdecimal()):
            return last
        whole = first[: max(len(first) - len(last), 0)] + last
        same = next((n for n, (a, b) in enumerate(zip(first, whole, strict=False)) if a != b), 0)
        if style.startswith("chicago"):
            rest = int(first) % 100
            if int(first) < 100 or rest == 0 or (style[-2:] == "15" and same < len(first) - 2 > 1):
                style = "expanded"
            else:
                style = "minimal" if rest < 10 else "minimal-two"
        if style == "expanded" or len(first) != len(whole):
            return whole
        return whole[min(same, max(len(whole) - 2, 0)) if style == "minimal-two" else same :]


class Text(Pages, Mended, model.Text):  # type: ignore[misc]
    def render(self, item: Entry, **options: Any) -> Words:
        get = self.get
        if name := get("macro"):
            text = self.get_macro(name).together(item)
        elif name := get("variable"):
            text = self._value(item, name)
        elif name := get("term"):
            text = self.term(name, get("form"), plural=get("plural") == "true")
        else:
            text = get("value")
        return self.dressed(text, item.reference.get("language", "")[:2].lower())

    def _value(self, item: Entry, name: str) -> Words:
        if name in {"citation-number", "year-suffix"}:
            return None  # numbers are ours, and nothing cites by year
        if self.get("form") == "short" and item.reference.get(f"{name}-short"):
            name = f"{name}-short"
        value = self.look_up(item, name)
        if value and name in {"page", "page-first", "issue", "volume"} and numeric(plain(value)):
            return str(self._process(value, name))
        return str(value) if value else None


class Number(Mended, model.Number):  # type: ignore[misc]
    def render(self, item: Entry, **options: Any) -> Words:
        name = self.get("variable")
        value = self.look_up(item, name)
        if value and numeric(plain(value)):
            self.gender = self.get_formatter().terms.get((name, "gender"), ("", ""))[0]
            value = self._process(plain(value), name)
        return self.dressed(str(value) if value else None)

    def format_number(self, number: str) -> str:
        form = self.get("form", "numeric")
        if not number.isdecimal() or form == "numeric":
            return number
        if form == "roman":
            return str(model.romanize(int(number))).lower()
        if form == "long-ordinal" and (word := self.term(f"long-ordinal-{int(number):02}")):
            return word
        return self.get_formatter().ordinal(int(number), self.gender)  # type: ignore[no-any-return]


class Label(Mended, model.Label):  # type: ignore[misc]
    def render(
        self, item: Entry, variable: str | None = None, plural: bool | None = None, **options: Any
    ) -> Words:
        name = variable or self.get("variable")
        value = item.reference.get(name)
        if not value:
            return None
        if plural is None:
            plural = numeric(value) and re.search(r"\d\D+\d", str(value)) is not None
            if name.startswith("number-of"):
                plural = str(value) != "1"
        wanted = self.get("plural", "contextual")
        several = wanted == "always" or (plural and wanted == "contextual")
        return self.dressed(self.term(name, self.get("form"), plural=several))

    def case(self, text: str, language: str | None = None) -> str:
        # Only English has title case; a label begins with a capital elsewhere too.
        if self.get("text-case") == "title" and not self.get_formatter().english:
            return recased(text, "capitalize-first", english=False)
        return str(super().case(text, language))


class Date(Mended, model.Date):  # type: ignore[misc]
    def render(self, item: Entry, variable: str | None = None, **options: Any) -> Words:
        date = self.look_up(item, variable or self.get("variable"))
        if not date:
            return None
        form = self.get("form")
        source = self.get_date(form) if form else self
        if source is None:
            raise ValueError(f"no locale has a date of form {form!r}")
        parts = [DatePart(part.attrib) for part in source]
        if form:
            own = {part.get("name"): part.attrib for part in self}
            shown = self.get("date-parts", "year-month-day").split("-")
            parts = [DatePart({**part, **own.get(part["name"], {})}) for part in parts]
            for part in parts:
                part.shown = part["name"] in shown
        for part in parts:
            part.state = self.get_formatter()
        limited = self.get_locale_option("limit-day-ordinals-to-day-1") == "true"
        text = date_text(date, parts, source.get("delimiter", ""), limited=limited)
        return self.wrap(self.format(recased(text, self.get("text-case", ""), english=False)))


class DatePart(dict[str, str], model.Formatted):  # type: ignore[misc]
    """A part of a date, with what the style changes of it."""

    shown = True
    state: Formatter

    def get_formatter(self) -> Formatter:
        return self.state


class Names(Mended, model.Names):  # type: ignore[misc]
    def render(self, item: Entry, **options: Any) -> Words:
        # Without a form of its own, a substitute takes that of the names it stands for.
        source = self if len(self) else next(self.iterancestors("{*}names"), self)
        children = {child.tag.rpartition("}")[2]: child for child in source}
        parts = [self._role(*role, source, children) for role in self._roles(item)]
        text = self.join(parts, self._delimiter())
        if not text and (substitute := children.get("substitute")) is not None and source is self:
            text = substitute.render(item)
        return self.wrap(self.format(text)) if text else None

    def _roles(self, item: Entry) -> list[tuple[str, list[dict[str, str]]]]:
        """Return the roles with their names; editors who also translate come once."""
        roles = self.get("variable").split()
        found = [(role, names) for role in roles if (names := self.look_up(item, role))]
        if (
            {role for role, _ in found} == {"editor", "translator"}
            and found[0][1] == found[1][1]
            and self.term("editortranslator")
        ):
            return [("editortranslator", found[0][1])]
        return found

    def _delimiter(self) -> str:
        around = self.get_root().bibliography
        return str(around.get("names-delimiter") or self.get_root().get("names-delimiter") or "")

    def _role(self, role: str, names: Any, source: Any, children: dict[str, Any]) -> Words:
        name, label = children.get("name"), children.get("label")
        text = NameList(source, name).words(names)
        if name is not None:
            text = name.wrap(text)
        if label is None or not text:
            return text
        words = label.render(Entry({role: names}), role, len(names) > 1) or ""
        before = name is not None and label.getparent().index(label) < name.getparent().index(name)
        return f"{words}{SEAM}{text}" if before else f"{text}{SEAM}{words}"


class Name(Mended, model.Name):  # type: ignore[misc]
    pass


class NamePart(Mended, model.Name_Part):  # type: ignore[misc]
    pass


class EtAl(Mended, model.Et_Al):  # type: ignore[misc]
    pass


class Substitute(Mended, model.Substitute):  # type: ignore[misc]
    def render(self, item: Entry, **options: Any) -> Words:
        """Render the first child that has words, and use up the variables it took them from."""
        state = self.get_formatter()
        for child in self:
            hits = len(state.hits)
            if text := child.render(item):
                item.used.update(state.hits[hits:])
                return str(text)
        return None


ELEMENTS: Final[dict[str, type]] = {
    "macro": Macro,
    "layout": Layout,
    "choose": Choose,
    "if": If,
    "else-if": ElseIf,
    "else": Else,
    "group": Group,
    "text": Text,
    "number": Number,
    "label": Label,
    "date": Date,
    "names": Names,
    "name": Name,
    "name-part": NamePart,
    "et-al": EtAl,
    "substitute": Substitute,
}
"""Our classes by the name of the element."""
