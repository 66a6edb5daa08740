"""BibTeX and BibLaTeX: take the text of a file, return its entries as CSL, with their lines.

bibtexparser splits the file and goes on after a broken entry; what its fields mean is here:
macros and concatenation, names, LaTeX in text, and which CSL variable each field is.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from bibtexparser.middlewares.names import (
    InvalidNameError,
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from briefgen.citations.latex import latex_text
from briefgen.citations.references import RawEntry
from briefgen.dates import MONTHS
from briefgen.diagnostics import Diagnostics, Span, did_you_mean

__all__ = ["read_bibtex"]

_TYPES: Final[dict[str, str]] = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "booklet": "pamphlet",
    "bookinbook": "chapter",
    "collection": "book",
    "conference": "paper-conference",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "figure",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "report",
    "mastersthesis": "thesis",
    "misc": "document",
    "movie": "motion_picture",
    "mvbook": "book",
    "mvcollection": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "periodical",
    "phdthesis": "thesis",
    "proceedings": "book",
    "reference": "book",
    "report": "report",
    "review": "review",
    "software": "software",
    "standard": "standard",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "suppperiodical": "article-journal",
    "techreport": "report",
    "thesis": "thesis",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "www": "webpage",
}
_GENRES: Final[dict[str, str]] = {
    "mastersthesis": "Master’s thesis",
    "mathesis": "Master’s thesis",
    "phdthesis": "PhD thesis",
    "techreport": "Technical report",
    "resreport": "Research report",
}
_NAMES: Final[dict[str, str]] = {
    "author": "author",
    "bookauthor": "container-author",
    "editor": "editor",
    "translator": "translator",
}
_DATES: Final[dict[str, str]] = {
    "date": "issued",
    "eventdate": "event-date",
    "origdate": "original-date",
    "urldate": "accessed",
}
# Where several fields give one variable, the first that an entry has is taken.
_TEXTS: Final[dict[str, tuple[str, ...]]] = {
    "abstract": ("abstract",),
    "annote": ("annotation", "annote"),
    "archive": ("eprinttype", "archiveprefix"),
    "archive_location": ("eprint",),
    "call-number": ("library",),
    "chapter-number": ("chapter",),
    "collection-number": ("seriesnumber",),
    "collection-title": ("series",),
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle", "issuetitle"),
    "container-title-short": ("shortjournal",),
    "edition": ("edition",),
    "event-place": ("venue",),
    "event-title": ("eventtitle",),
    "genre": ("type", "entrysubtype"),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "keyword": ("keywords",),
    "language": ("langid", "language"),
    "note": ("note", "addendum"),
    "number-of-pages": ("pagetotal",),
    "number-of-volumes": ("volumes",),
    "page": ("pages",),
    "PMCID": ("pmcid",),
    "PMID": ("pmid",),
    "publisher": ("publisher", "institution", "school", "organization", "howpublished"),
    "publisher-place": ("location", "address"),
    "status": ("pubstate",),
    "title-short": ("shorttitle",),
    "version": ("version",),
    "volume": ("volume",),
}
_VERBATIM: Final[dict[str, str]] = {"doi": "DOI", "url": "URL"}
_VALUE_PART = re.compile(r"\s*(#|\{|\"|[^\s#{}\",]+)")


def read_bibtex(text: str, file: str, sink: Diagnostics) -> Iterator[RawEntry]:
    """Yield the entries of `text`; broken ones are reported with their line and left out."""
    with _quiet():
        library = Splitter(text).split()
    macros = {month[:3].lower(): month for month in MONTHS}
    for block in library.blocks:
        line = (block.start_line or 0) + 1
        if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
            if isinstance(block, DuplicateFieldKeyBlock):
                fields = ", ".join(map(repr, sorted(block.duplicate_keys)))
                message = f"entry sets {fields} twice"
                sink.error("bad-bibtex", message, Span(file, line), "keep one of them")
            found: Any = block.ignore_error_block
        else:
            found = block
        if isinstance(found, String):
            macros[found.key.lower()] = _value(found.value, macros, Span(file, line), sink)
        elif isinstance(found, Entry):
            yield _entry(found, macros, Span(file, line), sink)
        elif isinstance(block, ParsingFailedBlock):
            reason = getattr(block.error, "abort_reason", None) or str(block.error)
            sink.error(
                "bad-bibtex",
                f"malformed entry: {reason.rstrip('. ')}",
                Span(file, line),
                "look for a missing comma, brace or quotation mark",
            )
        elif isinstance(block, ImplicitComment) and "@" in block.comment:
            message = "text outside of entries looks like one that is not opened"
            sink.warning("bad-bibtex", message, Span(file, line), "@book{key, title = {...}}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the log of bibtexparser, because the sink gets the same messages."""
    logger = logging.getLogger("bibtexparser.splitter")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


def _value(source: str, macros: Mapping[str, str], span: Span, sink: Diagnostics) -> str:
    """Return a field's value: braced or quoted text, numbers and macros, joined by `#`."""
    parts: list[str] = []
    position = 0
    while found := _VALUE_PART.match(source, position):
        part, position = found[1], found.end()
        if part == "#":
            continue
        if part in {"{", '"'}:
            end = _closing(source, position, part)
            parts.append(source[position:end])
            position = end + 1
        elif part.isdecimal():
            parts.append(part)
        elif part.lower() in macros:
            parts.append(macros[part.lower()])
        else:
            hint = did_you_mean(part.lower(), macros) or f"in quotation marks: {{{source}}}"
            sink.warning("unknown-macro", f"no @string {part!r} is defined", span, hint)
            parts.append(part)
            parts.append(" ")
    return "".join(parts).strip()


def _closing(source: str, position: int, opening: str) -> int:
    """Return where the text that `opening` began before `position` ends."""
    depth = 0
    for index in range(position, len(source)):
        char = source[index]
        if source[index - 1] == "\\":
            continue
        if depth == 0 and char == ("}" if opening == "{" else '"'):
            return index
        depth += (char == "{") - (char == "}")
    return len(source)


def _entry(block: Any, macros: Mapping[str, str], span: Span, sink: Diagnostics) -> RawEntry:
    values: dict[str, str] = {}
    places: dict[str, Span] = {}
    for field in block.fields:
        name = field.key.lower()
        place = places.setdefault(name, Span(span.file, (field.start_line or 0) + 1))
        values.setdefault(name, _value(field.value, macros, place, sink))
    csl = _variables(block.entry_type.lower(), values)
    for name, variable in _NAMES.items():
        if name in values:
            csl[variable] = _people(values[name], variable, places[name], sink)
    end = span.line + (block.raw or "").count("\n")
    return RawEntry({"id": block.key, **csl}, Span(span.file, span.line, 1, end), block.raw or "")


def _variables(kind: str, values: Mapping[str, str]) -> dict[str, object]:
    """Return the CSL variables of an entry's fields, names excepted."""
    csl: dict[str, object] = {"type": _TYPES.get(kind, "document")}
    if kind == "misc" and "url" in values:
        csl["type"] = "webpage"
    if kind == "article":
        csl["type"] = _article_type(values)
    if title := values.get("title"):
        subtitle = values.get("subtitle") or values.get("titleaddon", "")
        csl["title"] = ": ".join(latex_text(part) for part in (title, subtitle) if part)
    for variable, fields in _TEXTS.items():
        if (field := next((name for name in fields if values.get(name)), None)) is not None:
            csl[variable] = latex_text(values[field])
    if kind in _GENRES or csl.get("genre") in _GENRES:
        csl["genre"] = _GENRES[kind if kind in _GENRES else str(csl["genre"])]
    if "genre" in csl and csl["genre"] in {"magazine", "newspaper"}:
        del csl["genre"]
    for field, variable in _VERBATIM.items():
        if value := values.get(field):
            # Reference managers escape characters that BibTeX keeps as they are in these fields.
            plain = re.sub(r"\\url\{(.*)\}", r"\1", value)
            csl[variable] = re.sub(r"\\([%&#_$~])", r"\1", plain).replace("{", "").replace("}", "")
    if number := values.get("number") or values.get("issue"):
        journal = str(csl["type"]).startswith("article") or csl["type"] == "review"
        series = "series" in values and not journal
        name = "issue" if journal else "collection-number" if series else "number"
        csl[name] = latex_text(number)
    for field, variable in _DATES.items():
        if value := values.get(field):
            csl[variable] = latex_text(value)
    if "issued" not in csl and (year := values.get("year")):
        csl["issued"] = _year_month(latex_text(year), values.get("month", ""))
    return csl


def _article_type(values: Mapping[str, str]) -> str:
    kind = values.get("entrysubtype", "")
    return f"article-{kind}" if kind in {"magazine", "newspaper"} else "article-journal"


def _year_month(year: str, month: str) -> object:
    """Return the date of classic BibTeX: a month by macro, number or name; any year's wording."""
    if not year.lstrip("-").isdecimal():
        return {"literal": year}
    day = ""
    if found := re.fullmatch(r"(\d{1,2})~?\s*([A-Za-z]+)|([A-Za-z]+)~?[\s,]*(\d{1,2})", month):
        day, month = found[1] or found[4], found[2] or found[3]
    elif month and not month.isalnum():
        return {"literal": f"{latex_text(month)} {year}"}
    return {"year": year, "month": month.lower(), "day": day}


def _people(value: str, variable: str, span: Span, sink: Diagnostics) -> list[dict[str, str]]:
    """Return CSL names; a name wholly in braces is an organisation's."""
    people: list[dict[str, str]] = []
    for name in split_multiple_persons_names(value):
        if name.lower() == "others":
            people.append({"literal": "others"})
        elif name.startswith("{") and _closing(name, 1, "{") == len(name) - 1:
            people.append({"literal": latex_text(name)})
        else:
            try:
                parts = parse_single_name_into_parts(name)
            except InvalidNameError as error:
                message = f"{variable}: cannot read the name {name!r}: {error.reason.lower()}"
                hint = '"Thorne, Aris V." or "{NATO}"; names are joined by "and"'
                sink.error("bad-name", message, span, hint)
                people.append({"literal": latex_text(name)})
                continue
            fields = {
                "family": parts.last,
                "given": parts.first,
                "non-dropping-particle": parts.von,
                "suffix": parts.jr,
            }
            joined = {key: latex_text(" ".join(words)) for key, words in fields.items() if words}
            people.append(joined if "given" in joined else {"literal": " ".join(joined.values())})
    return people
