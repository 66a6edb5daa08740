"""Bibliographies for other programs: take references, return CSL-JSON, BibLaTeX or CSV."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from briefgen import model as m
from briefgen.citations.titlecase import sentence_case

__all__ = ["biblatex", "csl_json", "csv_table", "date_iso"]


def csl_json(references: Iterable[m.Reference], numbers: Mapping[str, int]) -> str:
    """Return CSL-JSON; the number of a work is its `citation-number`."""
    import json

    items = [
        {**reference.csl, "citation-number": str(numbers[reference.key])}
        if reference.key in numbers
        else dict(reference.csl)
        for reference in references
    ]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def csv_table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return CSV (RFC 4180, but for line ends)."""
    import csv
    from io import StringIO

    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue()


def date_iso(date: object) -> str:
    """Return a CSL date as 2024-06, 2024-02-16/2024-02-18, or in its own words."""
    match date:
        case {"literal": str(words)}:
            return words
        case {"date-parts": [*runs]}:
            unsure = "~" if isinstance(date, Mapping) and date.get("circa") else ""
            return "/".join(map(_iso, runs)) + unsure
        case _:
            return ""


def _iso(parts: Sequence[int]) -> str:
    """Return year, month and day; the seasons, 13 to 16 with us, are 21 to 24 in EDTF."""
    if list(parts) == [0]:
        return ".."
    months = [part + 8 if part > 12 else part for part in parts[1:2]]
    return "-".join([f"{parts[0]:04}", *(f"{part:02}" for part in (*months, *parts[2:]))])


_TYPES: Final[dict[str, str]] = {
    "article-journal": "article", "article-magazine": "article", "article-newspaper": "article",
    "book": "book", "chapter": "incollection", "dataset": "dataset",
    "entry-encyclopedia": "inreference", "legal_case": "jurisdiction",
    "legislation": "legislation", "manuscript": "unpublished", "motion_picture": "movie",
    "pamphlet": "booklet", "paper-conference": "inproceedings", "patent": "patent",
    "periodical": "periodical", "personal_communication": "letter", "post": "online",
    "post-weblog": "online", "report": "report", "review": "review", "software": "software",
    "song": "audio", "standard": "standard", "thesis": "thesis", "webpage": "online",
}  # fmt: skip
_FIELDS: Final[dict[str, str]] = {
    "title": "title", "title-short": "shorttitle", "collection-title": "series",
    "collection-number": "number", "edition": "edition", "volume": "volume", "issue": "number",
    "number": "number", "page": "pages", "publisher-place": "location", "event-title": "eventtitle",
    "event-place": "venue", "genre": "type", "version": "version", "note": "note",
    "abstract": "abstract", "keyword": "keywords", "language": "langid", "ISBN": "isbn",
    "ISSN": "issn", "number-of-pages": "pagetotal", "number-of-volumes": "volumes",
    "container-title-short": "shortjournal", "status": "pubstate",
}  # fmt: skip
_TITLES: Final = frozenset({"title", "title-short", "collection-title", "event-title"})
_ROLES: Final = {"author": "author", "editor": "editor", "translator": "translator",
                 "container-author": "bookauthor"}  # fmt: skip
_DATES: Final = {"issued": "date", "accessed": "urldate", "event-date": "eventdate",
                 "original-date": "origdate"}  # fmt: skip
_CONTAINERS: Final = {"article": "journaltitle", "review": "journaltitle", "online": "organization"}
_INSTITUTIONS: Final = frozenset({"report", "thesis"})


def biblatex(references: Iterable[m.Reference]) -> str:
    """Return BibLaTeX in UTF-8; variables that it has no field for are left out."""
    return "\n".join(map(_entry, references))


def _entry(reference: m.Reference) -> str:
    csl = reference.csl
    kind = _TYPES.get(str(csl.get("type", "")), "misc")
    fields: dict[str, str] = {}
    for role, name in _ROLES.items():
        people = csl.get(role)
        if isinstance(people, list) and people:
            fields[name] = " and ".join(map(_person, people))
    for variable, name in _FIELDS.items():
        if value := csl.get(variable):
            fields.setdefault(name, (_title if variable in _TITLES else _tex)(str(value)))
    if title := csl.get("container-title"):
        fields[_CONTAINERS.get(kind, "booktitle")] = _title(str(title))
    if publisher := csl.get("publisher"):
        fields["institution" if kind in _INSTITUTIONS else "publisher"] = _tex(str(publisher))
    for variable, name in _DATES.items():
        if date := date_iso(csl.get(variable)):
            fields[name] = date if re.match(r"-?\d", date) else _tex(date)
    for variable in ("DOI", "URL"):
        if address := csl.get(variable):
            fields[variable.lower()] = str(address).replace("{", "%7B").replace("}", "%7D")
    if "page" in csl:
        fields["pages"] = re.sub(r"(?<=\w)[-–](?=\w)", "--", fields["pages"])
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    key = re.sub(r"[\s{},]", "-", reference.key)
    return f"@{kind}{{{key},\n{lines}}}\n"


def _person(name: Mapping[str, Any]) -> str:
    if literal := name.get("literal"):
        return "others" if literal == "others" else f"{{{_tex(str(literal))}}}"
    parts = ("dropping-particle", "non-dropping-particle", "family")
    family = " ".join(str(name[part]) for part in parts if name.get(part))
    order = [family, str(name.get("suffix", "")), str(name.get("given", ""))]
    return ", ".join(_part(part) for part in order if part.strip())


def _part(text: str) -> str:
    """Put a name part in braces if it holds what BibLaTeX splits names at ("and", a comma)."""
    return f"{{{_tex(text)}}}" if re.search(r",|\band\b", text, re.IGNORECASE) else _tex(text)


def _title(text: str) -> str:
    """Put a title in braces if what reads it would write a word of it small (`sentence_case`)."""
    return f"{{{_tex(text)}}}" if sentence_case(text) != text else _tex(text)


_MARKUP: Final = {"i": "emph", "b": "textbf", "sup": "textsuperscript", "sub": "textsubscript"}


def _tex(text: str) -> str:
    """Escape the special characters of TeX, and turn CSL's tags into TeX commands."""
    text = re.sub(r"[\\{}]", lambda c: {"\\": r"\textbackslash{}"}.get(c[0], f"\\{c[0]}"), text)
    text = re.sub(r"[&%$#_]", lambda char: f"\\{char[0]}", text)
    text = text.replace("~", r"\textasciitilde{}").replace("^", r"\textasciicircum{}")
    text = re.sub(r"<span[^<>]*>(.*?)</span>", r"{\1}", text)
    return re.sub(r"<(i|b|sup|sub)>(.*?)</\1>", lambda t: f"\\{_MARKUP[t[1]]}{{{t[2]}}}", text)
