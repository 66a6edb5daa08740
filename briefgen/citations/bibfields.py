"""What the fields of BibLaTeX mean: take an entry's type and fields, return its CSL variables.

The mapping is Pandoc's: main and volume titles, parts that one CSL variable takes together
("note. addendum"), keys that stand for words, and English titles in sentence case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from briefgen.citations.bibnames import literal_list, people
from briefgen.citations.latex import latex_text, title_text, unknown_commands
from briefgen.diagnostics import Diagnostics, Span

__all__ = ["Fields", "csl_variables"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


class Fields(dict[str, str]):
    """The values of fields by name in small letters; `places` are where they stand."""

    def __init__(self, span: Span) -> None:
        super().__init__()
        self.span = span
        self.places: dict[str, Span] = {}

    def copy(self) -> Fields:
        made = Fields(self.span)
        made.update(self)
        made.places.update(self.places)
        return made

    def fall_back(self, others: Fields) -> None:
        """Take the fields of `others` that are not here."""
        dated = not self.keys().isdisjoint(("date", "year"))
        for name, value in others.items():
            if not self.get(name) and not (dated and name in {"date", "year", "month"}):
                self[name] = value
                self.places.setdefault(name, others.places.get(name, self.span))

    def for_child(self, child: str, parent: str) -> Fields:
        """Return what an entry of type `child` takes by `crossref` (the table of biblatex, B)."""
        renamed: dict[str, str] = {}
        if parent.startswith("mv") or (parent == "book" and child == "book"):
            if child in _PARTS or child.removeprefix("mv") in _VOLUMES:
                renamed = {name: f"main{name}" for name in _TITLES}
        elif parent == "periodical" or child in _JOURNALS:
            renamed = {"title": "journaltitle", "subtitle": "journalsubtitle"}
        elif child in _PARTS:
            renamed = {name: f"book{name}" for name in _TITLES}
            if parent == "book" and child in {"inbook", "bookinbook", "suppbook"}:
                renamed |= {"author": "bookauthor"}
        made = Fields(self.span)
        for name, value in self.items():
            new = renamed.get(name, name)
            if name in _NEVER or (new == name and name in _TITLES):
                continue
            if new != name or name not in made:
                made[new] = value
                made.places[new] = self.places.get(name, self.span)
            if renamed.get(name) == "bookauthor":
                made.setdefault("author", value)
                made.places.setdefault("author", self.places.get(name, self.span))
        return made


_TITLES: Final = ("title", "subtitle", "titleaddon")
_NEVER: Final = _words(
    "crossref xref entryset xdata entrysubtype execute label options presort related "
    "relatedoptions relatedstring relatedtype shortauthor shorteditor shorttitle "
    "sortkey sorttitle sortname sortyear ids keywords abstract annotation annote file"
)
_JOURNALS: Final = _words("article suppperiodical review")
_VOLUMES: Final = _words("book collection proceedings reference")
_PARTS: Final = _words(
    "inbook bookinbook suppbook incollection suppcollection inproceedings conference inreference"
)
_NUMBERED_IN_SERIES: Final = (
    _VOLUMES | _PARTS | _words("mvbook mvcollection mvproceedings mvreference")
)
_TYPES: Final[dict[str, str]] = {
    "article": "article-journal",
    "artwork": "graphic",
    "audio": "song",
    "book": "book",
    "booklet": "pamphlet",
    "bookinbook": "chapter",
    "collection": "book",
    "conference": "paper-conference",
    "data": "dataset",
    "dataset": "dataset",
    "electronic": "webpage",
    "image": "figure",
    "inbook": "chapter",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "inreference": "entry-encyclopedia",
    "jurisdiction": "legal_case",
    "legal": "treaty",
    "legislation": "legislation",
    "letter": "personal_communication",
    "manual": "book",
    "mastersthesis": "thesis",
    "movie": "motion_picture",
    "music": "song",
    "mvbook": "book",
    "mvcollection": "book",
    "mvproceedings": "book",
    "mvreference": "book",
    "online": "webpage",
    "patent": "patent",
    "performance": "performance",
    "periodical": "article-journal",
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
    "web_page": "webpage",
    "www": "webpage",
}
_GENRES: Final = {"mastersthesis": "mathesis", "phdthesis": "phdthesis", "techreport": "techreport"}
_KEYS: Final[dict[str, str]] = {
    "audiocd": "audio CD", "bathesis": "Bachelor’s thesis", "candthesis": "Candidate thesis",
    "datacd": "data CD", "forthcoming": "forthcoming", "inpress": "in press",
    "inpreparation": "in preparation", "mathesis": "Master’s thesis", "patent": "patent",
    "patentde": "German patent", "patenteu": "European patent", "patentfr": "French patent",
    "patentuk": "British patent", "patentus": "U.S. patent", "patreq": "patent request",
    "patreqde": "German patent request", "patreqeu": "European patent request",
    "patreqfr": "French patent request", "patrequk": "British patent request",
    "patrequs": "U.S. patent request", "phdthesis": "PhD thesis",
    "prepublished": "pre-published", "resreport": "Research report",
    "software": "computer software", "submitted": "submitted", "techreport": "Technical report",
    "countryde": "Germany", "countryep": "European Union", "countryeu": "European Union",
    "countryfr": "France", "countryuk": "United Kingdom", "countryus": "United States of America",
}  # fmt: skip
"""BibLaTeX's localisation keys that stand where CSL has words."""
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
    "container-title-short": ("shortjournal",),
    "edition": ("edition",),
    "event-place": ("venue",),
    "ISBN": ("isbn",),
    "ISSN": ("issn",),
    "keyword": ("keywords",),
    "number-of-pages": ("pagetotal",),
    "number-of-volumes": ("volumes",),
    "page": ("pages",),
    "PMCID": ("pmcid",),
    "PMID": ("pmid",),
    "title-short": ("shorttitle",),
    "version": ("version",),
    "volume": ("volume",),
}
_EPRINTS: Final[dict[str, str]] = {
    "arxiv": "https://arxiv.org/abs/",
    "googlebooks": "https://books.google.com?id=",
    "hdl": "https://hdl.handle.net/",
    "jstor": "https://www.jstor.org/stable/",
    "pubmed": "https://www.ncbi.nlm.nih.gov/pubmed/",
}
_LANGUAGES: Final[dict[str, str]] = {
    "american": "en-US", "australian": "en-AU", "british": "en-GB", "canadian": "en-CA",
    "english": "en", "newzealand": "en-NZ", "ukenglish": "en-GB", "usenglish": "en-US",
    "austrian": "de-AT", "german": "de", "naustrian": "de-AT", "ngerman": "de",
    "swissgerman": "de-CH", "brazilian": "pt-BR", "portuguese": "pt", "portuges": "pt",
    "catalan": "ca", "chinese": "zh", "czech": "cs", "danish": "da", "dutch": "nl",
    "finnish": "fi", "french": "fr", "greek": "el", "hebrew": "he", "hungarian": "hu",
    "italian": "it", "japanese": "ja", "korean": "ko", "latin": "la", "norsk": "nb",
    "norwegian": "nb", "nynorsk": "nn", "polish": "pl", "romanian": "ro", "russian": "ru",
    "spanish": "es", "swedish": "sv", "turkish": "tr", "ukrainian": "uk",
}  # fmt: skip
"""Language tags by the names that babel and polyglossia have for them."""


def csl_variables(
    kind: str, fields: Fields, lang: str, key: str, sink: Diagnostics
) -> dict[str, object]:
    """Return the CSL variables of an entry; what is lost of it is reported."""
    return _Entry(kind, fields, lang, key, sink).csl()


class _Entry:
    def __init__(self, kind: str, fields: Fields, lang: str, key: str, sink: Diagnostics) -> None:
        self.kind = kind
        self.fields = fields
        self.key = key
        self.sink = sink
        named = fields.get("langid") or fields.get("hyphenation") or fields.get("language", "")
        self.language = _language(named)
        self.english = (self.language or lang).lower().startswith("en")
        self.used: set[str] = set()

    def csl(self) -> dict[str, object]:
        csl: dict[str, object] = {"type": self._type(), **self._titles()}
        for variable, names in _TEXTS.items():
            csl[variable] = self.first(*names)
        csl |= {
            "collection-title": self._series(),
            "event-title": self.title("eventtitle"),
            "genre": self._genre(),
            "language": self.language or self.first("langid", "language"),
            "note": _sentences([self.first("note"), self.first("addendum")]),
            "publisher": "; ".join(
                filter(None, map(self.listed, ("school", "institution", "organization",
                                               "howpublished", "publisher")))
            ),
            "publisher-place": self.listed("location") or self.listed("address"),
            "status": self.worded("pubstate"),
        }  # fmt: skip
        if self.kind == "patent":
            csl["jurisdiction"] = csl.pop("publisher-place")
        csl |= self._number()
        csl |= self._addresses()
        csl |= self._dates()
        for name, variable in _NAMES.items():
            if self.fields.get(name):
                place = self.fields.places.get(name, self.fields.span)
                csl[variable] = people(self.fields[name], variable, place, self.sink)
        for name in sorted(self.used):
            for command in unknown_commands(self.fields[name]):
                message = f"{self.key!r}, {name}: the command \\{command} is not known and left out"
                place = self.fields.places.get(name, self.fields.span)
                self.sink.warning("unknown-macro", message, place, "write its text instead")
        return {variable: value for variable, value in csl.items() if value}

    def first(self, *names: str) -> str:
        """Return the text of the first of these fields that the entry has."""
        name = next((name for name in names if self.fields.get(name)), "")
        self.used.add(name) if name else None
        return latex_text(self.fields[name]) if name else ""

    def title(self, name: str, *more: str) -> str:
        """Return a title in sentence case if it is English; with subtitle and addition if named."""
        parts = ["", "", ""]
        for number, field in enumerate((name, *more)):
            if value := self.fields.get(field):
                self.used.add(field)
                parts[number] = title_text(value, english=self.english)
        return _sentences([_joined(parts[0], parts[1], ":"), parts[2]])

    def listed(self, name: str) -> str:
        value = self.fields.get(name, "")
        if not value:
            return ""
        self.used.add(name)
        if name == "howpublished":
            return latex_text(re.sub(r"\\url\s*\{(.*?)\}", r"\1", value))
        words = literal_list(value)
        return _KEYS.get(words.lower(), words) if words.lower().startswith("country") else words

    def worded(self, name: str) -> str:
        words = self.first(name)
        return _KEYS.get(words.lower(), words)

    def _type(self) -> str:
        subtype = self.fields.get("entrysubtype", "")
        if self.kind in _JOURNALS | {"periodical"} and subtype in {"magazine", "newspaper"}:
            return f"article-{subtype}"
        if self.kind == "unpublished" and self.fields.get("eventtitle"):
            return "speech"
        return _TYPES.get(self.kind, "document")

    def _titles(self) -> dict[str, object]:
        title = ("title", "subtitle", "titleaddon")
        main = ("maintitle", "mainsubtitle", "maintitleaddon")
        book = ("booktitle", "booksubtitle", "booktitleaddon")
        has_main = bool(self.fields.get("maintitle"))
        if self.kind == "periodical":
            issue = self.title("issuetitle", "issuesubtitle", "issuetitleaddon")
            if issue:
                return {"title": issue, "container-title": self._journal("title", "subtitle")}
            return {"title": self._journal("title", "subtitle")}
        if self.kind in _PARTS:
            return {
                "title": self.title(*title),
                "container-title": self.title(*(main if has_main else book)),
                "volume-title": self.title(*book) if has_main else "",
            }
        journal = self._journal("journaltitle", "journalsubtitle") or self._journal("journal")
        container = self.title(*book) or journal or self.title("issuetitle", "issuesubtitle")
        if has_main:
            return {
                "title": self.title(*main),
                "volume-title": self.title(*title),
                "container-title": container,
            }
        return {"title": self.title(*title), "container-title": container}

    def _journal(self, name: str, more: str = "") -> str:
        """Return the title of a journal, which is a name and keeps its capitals."""
        return _joined(self.first(name), self.first(more) if more else "", ":")

    def _series(self) -> str:
        series = self.title("series")
        if series.isdecimal() and self.english:
            ending = {1: "st", 2: "nd", 3: "rd"}.get(int(series) % 10, "th")
            return f"{series}{'th' if series[-2:-1] == '1' else ending} series"
        return series

    def _genre(self) -> str:
        """Return the author's own word for the kind of work, or that of the entry's type."""
        if words := self.worded("type"):
            return words
        subtype = self.first("entrysubtype")
        if subtype and subtype not in {"magazine", "newspaper"}:
            return subtype
        return _KEYS.get(_GENRES.get(self.kind, ""), "")

    def _number(self) -> dict[str, object]:
        number, issue = self.first("number"), self.first("issue")
        if self.kind in _JOURNALS | {"periodical"}:
            return {"issue": ", ".join(filter(None, (number, issue)))}
        if not number and issue:
            return {"issue": issue}
        if self.kind in _NUMBERED_IN_SERIES:
            return {"collection-number": number} if number else {}
        return {"number": number}

    def _addresses(self) -> dict[str, object]:
        doi, url = self._verbatim("doi"), self._verbatim("url")
        kind = (self._verbatim("eprinttype") or self._verbatim("archiveprefix")).lower()
        eprint = self._verbatim("eprint")
        if not url and eprint and kind in _EPRINTS:
            url = _EPRINTS[kind] + eprint.removeprefix("arXiv:")
        return {"DOI": doi, "URL": url}

    def _verbatim(self, name: str) -> str:
        # Reference managers escape characters that BibTeX keeps as they are in these fields.
        plain = re.sub(r"\\url\{(.*)\}", r"\1", self.fields.get(name, ""))
        return re.sub(r"\\([%&#_$~])", r"\1", plain).replace("{", "").replace("}", "").strip()

    def _dates(self) -> dict[str, object]:
        csl: dict[str, object] = {
            variable: latex_text(self.fields[field])
            if "~" not in self.fields[field]
            else self.fields[field]
            for field, variable in _DATES.items()
            if self.fields.get(field)
        }
        if "issued" not in csl and (year := self.fields.get("year")):
            csl["issued"] = _year_month(latex_text(year), self.fields.get("month", ""))
        return csl


def _language(name: str) -> str:
    name = name.strip().lower()
    if name in _LANGUAGES:
        return _LANGUAGES[name]
    return name if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8})*", name) else ""


def _joined(first: str, second: str, mark: str) -> str:
    """Join two parts by `mark`, unless the first ends in a mark of its own."""
    if not (first and second):
        return first or second
    return f"{first} {second}" if first[-1] in ".:;?!,…" else f"{first}{mark} {second}"


def _sentences(parts: Iterable[str]) -> str:
    text = ""
    for part in parts:
        text = _joined(text, part, ".")
    return text


def _year_month(year: str, month: str) -> object:
    """Return the date of classic BibTeX: a month by macro, number or name; any year's wording."""
    if not year.lstrip("-").isdecimal():
        return year if re.match(r"-?\d{4}", year) else {"literal": year}
    month = month.strip("{} ")
    day = ""
    if found := re.fullmatch(r"(\d{1,2})~?\s*([A-Za-z]+)|([A-Za-z]+)~?[\s,]*(\d{1,2})", month):
        day, month = found[1] or found[4], found[2] or found[3]
    elif month and not month.isalnum():
        return {"literal": f"{latex_text(month)} {year}"}
    return {"year": year, "month": month.lower(), "day": day}
