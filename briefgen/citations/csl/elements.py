"""The rendering elements of a CSL style: take a parsed style, render entries as marked text.

citeproc-py 0.11 knows the structure of a style and where its options come from, and that part is
used as it is. What it gets wrong for the entries of a bibliography is overridden here, element by
element; `docs/citations.md` lists it. Three rules hold throughout: text is a plain `str` with
marks (see `marks`), an element without words returns None, and a group is left out if variables
were called in it and none of them had a value (CSL 1.0.2, "Group").
"""

from __future__ import annotations

import re
from typing import Any, Final

from citeproc import model

from briefgen.citations.csl.cases import recased
from briefgen.citations.csl.dates import DatePart, date_text
from briefgen.citations.csl.marks import CLOSE_QUOTE, OPEN_QUOTE, SEAM, plain
from briefgen.citations.csl.people import NameList
from briefgen.language import subtags

__all__ = ["ELEMENTS", "CslItem"]

Words = str | None


class CslItem:
    """The reference that is rendered; variables in `used` stood in for names, and print no more."""

    has_locator = False

    def __init__(self, reference: dict[str, Any]) -> None:
        self.reference = reference
        self.used: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return False


class StyleElement(model.CitationStylesElement):  # type: ignore[misc]
    """What our element classes share: variables, terms, affixes, case, quotation marks."""

    def look_up(self, item: CslItem, variable: str) -> Any:
        """Return a variable's value or None, and count the call for the groups that hold it."""
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

    def render_children(self, item: CslItem, delimiter: str = "", **options: Any) -> Words:
        parts = []
        for child in self.iterchildren():
            if isinstance(child, model.Choose):
                parts.append(child.render(item, delimiter=delimiter, **options))
            else:
                parts.append(child.render(item, **options))
        return f"{SEAM}{delimiter}{SEAM}".join(part for part in parts if part) or None

    def group_text(self, item: CslItem, delimiter: str = "") -> Words:
        """Return the words of a group or macro, or None if its variables had none of them."""
        state = self.get_formatter()
        calls, hits = state.calls, len(state.hits)
        text = self.render_children(item, delimiter)
        if not text or (state.calls > calls and len(state.hits) == hits):
            return None
        state.calls += 1  # a group that holds this one counts it as a variable with a value
        state.hits.append("")
        return text

    def decorated(self, text: Words, language: str | None = None) -> Words:
        """Return `text` with case, font, quotation marks and affixes."""
        if not text:
            return None
        text = self.format(self.case(self.strip_periods(text), language))
        return self.wrap(self.quote(text))


class Macro(StyleElement, model.Macro):  # type: ignore[misc]
    pass


class EntryLayout(StyleElement, model.Layout):  # type: ignore[misc]
    def entry(self, item: CslItem) -> str:
        return self.format(self.wrap(self.render_children(item)) or "")  # type: ignore[no-any-return]


class Choose(StyleElement, model.Choose):  # type: ignore[misc]
    pass


_NUMERIC: Final = re.compile(
    r"(?i)[a-z]{0,2}\d+(?:st|nd|rd|th|[a-z])?(?:\s*(?:[-–,&])\s*[a-z]{0,2}\d+[a-z]?)*"
)


def numeric(value: object) -> bool:
    """Tell whether CSL takes `value` for a number: 2, 2nd, 12-14, "1, 3 & 5", A4."""
    return _NUMERIC.fullmatch(str(value).strip()) is not None


class If(StyleElement, model.If):  # type: ignore[misc]
    def render(self, item: CslItem, **options: Any) -> Words:
        if self.get("disambiguate") is not None:
            raise model.ConditionFailed  # each entry has a label of its own, so none is ambiguous
        return super().render(item, **options)  # type: ignore[no-any-return]

    def _variable(self, item: CslItem) -> list[bool]:
        return [bool(item.reference.get(name)) for name in self.get("variable").split()]

    def _type(self, item: CslItem) -> list[bool]:
        # A work has one type: several can only mean any of them, whatever `match` is.
        return [item.reference["type"] in self.get("type").split()]

    def _is_numeric(self, item: CslItem) -> list[bool]:
        return [
            numeric(plain(str(item.reference.get(name, ""))))
            for name in self.get("is-numeric").split()
        ]

    def _is_uncertain_date(self, item: CslItem) -> list[bool]:
        dates = (item.reference.get(name) for name in self.get("is-uncertain-date").split())
        return [isinstance(date, dict) and bool(date.get("circa")) for date in dates]

    def _position(self, item: CslItem, context: object) -> list[bool]:
        return [False]


class ElseIf(If):
    pass


class Else(StyleElement, model.Else):  # type: ignore[misc]
    pass


class Group(StyleElement, model.Group):  # type: ignore[misc]
    def render(self, item: CslItem, **options: Any) -> Words:
        text = self.group_text(item, self.get("delimiter", ""))
        return self.wrap(self.format(text)) if text else None


class PageRanges:
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


class TextElement(PageRanges, StyleElement, model.Text):  # type: ignore[misc]
    def render(self, item: CslItem, **options: Any) -> Words:
        get = self.get
        if name := get("macro"):
            text = self.get_macro(name).group_text(item)
        elif name := get("variable"):
            text = self._value(item, name)
        elif name := get("term"):
            text = self.term(name, get("form"), plural=get("plural") == "true")
        else:
            text = get("value")
        return self.decorated(text, subtags(item.reference.get("language", "")).language)

    def _value(self, item: CslItem, name: str) -> Words:
        if name in {"citation-number", "year-suffix"}:
            return None  # the citation style prints the number, and none of ours cites by year
        if self.get("form") == "short" and item.reference.get(f"{name}-short"):
            name = f"{name}-short"
        value = self.look_up(item, name)
        if value and name in {"page", "page-first", "issue", "volume"} and numeric(plain(value)):
            return str(self._process(value, name))
        return str(value) if value else None


class Number(StyleElement, model.Number):  # type: ignore[misc]
    def render(self, item: CslItem, **options: Any) -> Words:
        name = self.get("variable")
        value = self.look_up(item, name)
        if value and numeric(plain(value)):
            self.gender = self.get_formatter().terms.get((name, "gender"), ("", ""))[0]
            value = self._process(plain(value), name)
        return self.decorated(str(value) if value else None)

    def format_number(self, number: str) -> str:
        form = self.get("form", "numeric")
        if not number.isdecimal() or form == "numeric":
            return number
        if form == "roman":
            return str(model.romanize(int(number))).lower()
        if form == "long-ordinal" and (word := self.term(f"long-ordinal-{int(number):02}")):
            return word
        return self.get_formatter().ordinal(int(number), self.gender)  # type: ignore[no-any-return]


class Label(StyleElement, model.Label):  # type: ignore[misc]
    def render(
        self,
        item: CslItem,
        variable: str | None = None,
        plural: bool | None = None,
        **options: Any,
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
        return self.decorated(self.term(name, self.get("form"), plural=several))

    def case(self, text: str, language: str | None = None) -> str:
        # Only English has title case; a label begins with a capital elsewhere too.
        if self.get("text-case") == "title" and not self.get_formatter().english:
            return recased(text, "capitalize-first", english=False)
        return str(super().case(text, language))


class Date(StyleElement, model.Date):  # type: ignore[misc]
    def render(self, item: CslItem, variable: str | None = None, **options: Any) -> Words:
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


class Names(StyleElement, model.Names):  # type: ignore[misc]
    def render(self, item: CslItem, **options: Any) -> Words:
        # Without a form of its own, a substitute takes that of the names it stands for.
        source = self if len(self) else next(self.iterancestors("{*}names"), self)
        children = {child.tag.rpartition("}")[2]: child for child in source}
        parts = [self._role(*role, source, children) for role in self._roles(item)]
        text = self.join(parts, self._delimiter())
        if not text and (substitute := children.get("substitute")) is not None and source is self:
            text = substitute.render(item)
        return self.wrap(self.format(text)) if text else None

    def _roles(self, item: CslItem) -> list[tuple[str, list[dict[str, str]]]]:
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
        root = self.get_root()
        places = (root.bibliography, root)
        return next((str(d) for place in places if (d := place.get("names-delimiter"))), "")

    def _role(self, role: str, names: Any, source: Any, children: dict[str, Any]) -> Words:
        name, label = children.get("name"), children.get("label")
        text = NameList(source, name).words(names)
        if name is not None:
            text = name.wrap(text)
        if label is None or not text:
            return text
        words = label.render(CslItem({role: names}), role, len(names) > 1) or ""
        before = name is not None and label.getparent().index(label) < name.getparent().index(name)
        return f"{words}{SEAM}{text}" if before else f"{text}{SEAM}{words}"


class Name(StyleElement, model.Name):  # type: ignore[misc]
    pass


class NamePart(StyleElement, model.Name_Part):  # type: ignore[misc]
    pass


class EtAl(StyleElement, model.Et_Al):  # type: ignore[misc]
    pass


class Substitute(StyleElement, model.Substitute):  # type: ignore[misc]
    def render(self, item: CslItem, **options: Any) -> Words:
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
    "layout": EntryLayout,
    "choose": Choose,
    "if": If,
    "else-if": ElseIf,
    "else": Else,
    "group": Group,
    "text": TextElement,
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
