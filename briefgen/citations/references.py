"""References: take a raw entry of any source, return a `Reference` whose variables are CSL's.

Names become lists of mappings, dates CSL dates, everything else text, so that whoever formats an
entry need not ask what it looked like in its file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from briefgen.citations.dates import BadDateError, csl_date, date_words
from briefgen.citations.values import text_of
from briefgen.diagnostics import Diagnostics, Span
from briefgen.model import Reference
from briefgen.record import NamedTuple

__all__ = ["DATES", "NAMES", "RawEntry", "make_reference"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NAMES: Final = _words(
    "author chair collection-editor compiler composer container-author contributor curator "
    "director editor editorial-director editortranslator executive-producer guest host "
    "illustrator interviewer narrator organizer original-author performer producer recipient "
    "reviewed-author script-writer series-creator translator"
)
DATES: Final = _words("accessed available-date event-date issued original-date submitted")
_TEXTS: Final = _words(
    "abstract annote archive archive-place archive_collection archive_location authority "
    "call-number chapter-number citation-key citation-label citation-number collection-number "
    "collection-title container-title container-title-short dimensions division DOI edition "
    "event event-place event-title first-reference-note-number genre id ISBN ISSN issue "
    "jurisdiction keyword language license locator medium note number number-of-pages "
    "number-of-volumes original-publisher original-publisher-place original-title page page-first "
    "part-number part-title PMCID PMID printing-number publisher publisher-place references "
    "reviewed-genre reviewed-title scale section source status supplement-number title "
    "title-short type URL version volume volume-title volume-title-short year-suffix"
)
_OTHERS: Final = _words("custom categories system_id shortTitle journalAbbreviation abbreviation")
_TYPES: Final = _words(
    "article article-journal article-magazine article-newspaper bill book broadcast chapter "
    "classic collection dataset document entry entry-dictionary entry-encyclopedia event "
    "figure graphic hearing interview legal_case legislation manuscript map motion_picture "
    "musical_score pamphlet paper-conference patent performance periodical "
    "personal_communication post post-weblog regulation report review review-book software "
    "song speech standard thesis treaty webpage"
)


class RawEntry(NamedTuple):
    """An entry as its file has it. `text` is its source, to find the line of a field in."""

    fields: Mapping[str, object]
    span: Span
    text: str = ""

    def key(self, sink: Diagnostics) -> str:
        """Return the key of the entry, or "" (reported) for one without id."""
        key = text_of(self.fields.get("id")).strip()
        if not key:
            title = text_of(self.fields.get("title"))
            which = f"{title!r}" if title else "it"
            sink.error(
                "reference-without-id",
                f"a bibliography entry has no id, so nothing can cite {which}",
                self.span,
                "add an 'id', for example \"smith2020\"",
            )
        return key

    def place(self, *names: str) -> Span:
        """Return where the first of `names` is set, or where the entry begins."""
        for name in names:
            pattern = rf"""(?:^|[\s{{,"'-])({re.escape(name)})["']?\s*[:=]"""
            if found := re.search(pattern, self.text):
                before = self.text[: found.start(1)]
                lines = before.count("\n")
                column = (
                    len(before) - before.rfind("\n") if lines else self.span.column + len(before)
                )
                return Span(self.span.file, self.span.line + lines, column)
        return self.span


def make_reference(key: str, raw: RawEntry, sink: Diagnostics) -> Reference:
    """Return the reference `key` that `raw` describes.

    What is wrong with a variable is reported with its line; the rest of the entry is kept.
    """
    csl: dict[str, object] = {}
    for name, value in raw.fields.items():
        if name == "id" or value is None or value == "":
            continue
        if name in DATES:
            if (date := _date(key, name, value, raw, sink)) is not None:
                csl[name] = date
        elif name in NAMES:
            if (names := _names(key, name, value, raw, sink)) is not None:
                csl[name] = names
        elif name in _TEXTS or isinstance(value, str | int | float):
            if text := _text(key, name, value, raw, sink):
                csl[name] = text
        else:
            csl[name] = value
    _check_names_of_variables(key, csl, raw, sink)
    if not csl.get("title") and not csl.get("title-short"):
        sink.warning("incomplete-reference", f"reference {key!r} has no title", raw.span)
    return Reference(key, {"id": key, **csl}, raw.span)


def _check_names_of_variables(
    key: str, csl: Mapping[str, object], raw: RawEntry, sink: Diagnostics
) -> None:
    """Warn of variables that look mistyped; others stay, because exporters add their own."""
    known = _TEXTS | NAMES | DATES
    for name in csl:
        if name not in known | _OTHERS and (hint := _mistyped(name, known)):
            message = f"reference {key!r} has an unknown variable {name!r}"
            sink.warning("unknown-variable", message, raw.place(name), hint)
    kind = csl.get("type")
    if isinstance(kind, str) and kind not in _TYPES and (hint := _mistyped(kind, _TYPES)):
        message = f"reference {key!r} has an unknown type {kind!r}"
        sink.warning("unknown-type", message, raw.place("type"), hint)


def _mistyped(word: str, known: frozenset[str]) -> str:
    """Return a hint if `word` is so near to one of `known` that it is hardly a name of its own."""
    from difflib import get_close_matches  # imported late: it is needed for unknown variables alone

    near = get_close_matches(word, sorted(known), n=1, cutoff=0.8)
    return f"did you mean {near[0]!r}?" if near else ""


_SOURCE_NAMES: Final = {
    "issued": ("issued", "date", "year"),
    "accessed": ("accessed", "urldate"),
    "event-date": ("event-date", "eventdate"),
    "original-date": ("original-date", "origdate"),
}


def _date(
    key: str, name: str, value: object, raw: RawEntry, sink: Diagnostics
) -> dict[str, object] | None:
    if not value or value == {"date-parts": []} or value == {"date-parts": [[]]}:
        return None  # exporters write dates that they do not have
    try:
        return csl_date(value)
    except BadDateError as error:
        kept = _rest_of_date(value)
        sink.warning(
            "bad-date",
            f"reference {key!r}, {name}: {error}; "
            + (f"it is printed as {date_words('en', kept)!r}" if kept else "it is left out"),
            raw.place(*_SOURCE_NAMES.get(name, (name,))),
            "write 2024-06-20, 2024-06 or 2024; other wording goes into 'literal'",
        )
        return kept


def _rest_of_date(value: object) -> dict[str, object] | None:
    """Return what can be said of a date that is none: its year, or its words."""
    match value:
        case str():
            return {"literal": value}
        case {"year": year}:
            words = text_of(year)
        case {"date-parts": [[year, *_], *_]} | {"date-parts": [year, *_]}:
            words = text_of(year)
        case _:
            return None
    try:
        return csl_date(words)
    except BadDateError:
        return {"literal": words} if words else None


def _names(
    key: str, name: str, value: object, raw: RawEntry, sink: Diagnostics
) -> list[dict[str, str]] | None:
    people: list[dict[str, str]] = []
    for person in value if isinstance(value, list | tuple) else [value]:
        match person:
            case str() if person.strip():
                people.append({"literal": person})
            case {"name": str(literal)} | {"literal": str(literal)} if literal.strip():
                people.append({"literal": literal})
            case Mapping() if any(text_of(person.get(part)) for part in ("family", "given")):
                people.append({str(part): text_of(words) for part, words in person.items()})
            case None | str():
                pass
            case Mapping() if not any(map(text_of, person.values())):
                pass  # exporters write names that they do not have
            case _:
                sink.warning(
                    "bad-name",
                    f"reference {key!r}, {name}: a name is neither family and given nor literal, "
                    "and is left out",
                    raw.place(name),
                    '{"family": "Thorne", "given": "Aris"} or {"literal": "NATO"}',
                )
    return people or None


def _text(key: str, name: str, value: object, raw: RawEntry, sink: Diagnostics) -> str:
    if isinstance(value, list | tuple) and all(not isinstance(item, Mapping) for item in value):
        return ", ".join(map(text_of, value))  # keyword lists, several ISBNs
    if isinstance(value, Mapping | list | tuple):
        if not value:
            return ""
        message = f"reference {key!r}, {name}: expected text; it is left out"
        sink.warning("bad-value", message, raw.place(name), f'"{name}": "..."')
        return ""
    return " ".join(text_of(value).split())
