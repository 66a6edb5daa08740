"""RIS: take the text of a file, return its entries as CSL, with their lines.

The format has no keys of its own: an entry is cited by its `ID`, or else by author, year and
first long word of its title (`thorne2024vetoes`), which stays the same when the file grows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

from briefgen.citations.references import RawEntry
from briefgen.diagnostics import Diagnostics, Span

__all__ = ["read_ris"]

_LINE: Final = re.compile(r"([A-Z][A-Z0-9]) {0,2}-(?: (.*)|\s*)$")
_TYPES: Final[dict[str, str]] = {
    "ABST": "article-journal", "ADVS": "motion_picture", "AGGR": "dataset", "BILL": "bill",
    "BLOG": "post-weblog", "BOOK": "book", "CASE": "legal_case", "CHAP": "chapter",
    "CONF": "paper-conference", "CPAPER": "paper-conference", "CTLG": "book", "DATA": "dataset",
    "DICT": "entry-dictionary", "EBOOK": "book", "ECHAP": "chapter", "EDBOOK": "book",
    "EJOUR": "article-journal", "ELEC": "webpage", "ENCYC": "entry-encyclopedia",
    "FIGURE": "figure", "GEN": "document", "GOVDOC": "report", "GRNT": "document",
    "HEAR": "hearing", "ICOMM": "personal_communication", "INPR": "article-journal",
    "JFULL": "periodical", "JOUR": "article-journal", "LEGAL": "legislation",
    "MANSCPT": "manuscript", "MAP": "map", "MGZN": "article-magazine", "MPCT": "motion_picture",
    "MULTI": "webpage", "MUSIC": "musical_score", "NEWS": "article-newspaper",
    "PAMP": "pamphlet", "PAT": "patent", "PCOMM": "personal_communication", "RPRT": "report",
    "SER": "book", "SLIDE": "speech", "SOUND": "song", "STAND": "standard", "STAT": "legislation",
    "THES": "thesis", "UNPB": "manuscript", "UNPD": "manuscript", "VIDEO": "motion_picture",
}  # fmt: skip
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "author": ("AU", "A1"),
    "editor": ("ED", "A2"),
    "collection-editor": ("A3",),
    "translator": ("A4",),
}
# Where several tags give one variable, the first that an entry has is taken.
_TEXTS: Final[dict[str, tuple[str, ...]]] = {
    "abstract": ("AB", "N2"),
    "archive": ("DB",),
    "call-number": ("CN",),
    "collection-title": ("T3",),
    "container-title": ("T2", "JF", "JO", "BT", "C3", "JA"),
    "container-title-short": ("J2", "JA"),
    "DOI": ("DO",),
    "edition": ("ET",),
    "genre": ("M3",),
    "issue": ("IS",),
    "language": ("LA",),
    "note": ("N1",),
    "number": ("M1",),
    "number-of-volumes": ("NV",),
    "publisher": ("PB",),
    "publisher-place": ("CY", "PP"),
    "section": ("SE",),
    "title": ("TI", "T1", "CT"),
    "title-short": ("ST",),
    "URL": ("UR", "L2"),
    "volume": ("VL",),
}
_DATES: Final[dict[str, tuple[str, ...]]] = {"issued": ("DA", "PY", "Y1"), "accessed": ("Y2",)}
_WHOLE: Final = frozenset({"book", "report", "thesis"})

Tags = dict[str, list[str]]


def read_ris(text: str, file: str, sink: Diagnostics) -> Iterator[RawEntry]:
    """Yield the entries of `text`; report text between entries, and an entry without end."""
    tags: Tags = {}
    keys: set[str] = set()
    last = ""
    begin = 0
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        found = _LINE.match(line.rstrip())
        tag, value = (found[1], (found[2] or "").strip()) if found else ("", line.strip())
        if tag in {"TY", "ER"} and tags:
            if tag == "TY":
                _report("the entry does not end", begin, file, sink)
            end = number if tag == "ER" else number - 1
            source = "\n".join(lines[begin - 1 : end])
            yield RawEntry(
                _csl(tags, keys), Span(file, begin, 1, end, len(lines[end - 1]) + 1), source
            )
            tags = {}
        if tag == "TY":
            tags, begin, last = {"TY": [value]}, number, "TY"
        elif tag == "ER":
            last = ""
        elif tag and tags:
            tags.setdefault(tag, []).append(value)
            last = tag
        elif value and last:  # a long value goes on
            tags[last][-1] += f" {value}"
        elif value:
            _report(f"outside of an entry: {value[:40]!r}", number, file, sink)
    if tags:
        _report("the entry does not end", begin, file, sink)
        yield RawEntry(_csl(tags, keys), Span(file, begin), "\n".join(lines[begin - 1 :]))


def _report(message: str, line: int, file: str, sink: Diagnostics) -> None:
    hint = "an entry begins with 'TY  - JOUR' and ends with 'ER  - '"
    sink.error("bad-ris", message, Span(file, line), hint)


def _csl(tags: Tags, keys: set[str]) -> Mapping[str, object]:
    """Return the entry's CSL variables; `keys` are the keys generated so far."""
    kind = _TYPES.get(tags["TY"][0].upper(), "document")
    csl: dict[str, object] = {"type": kind}
    for name, sources in _TEXTS.items():
        if value := next((tags[tag][0] for tag in sources if tags.get(tag)), ""):
            csl[name] = value
    if "title" not in csl and kind in _WHOLE and "container-title" in csl:
        csl["title"] = csl.pop("container-title")
    if words := [word for word in tags.get("KW", ()) if word]:
        csl["keyword"] = ", ".join(words)
    if serial := next(iter(tags.get("SN", ())), ""):
        csl["ISBN" if kind in {"book", "chapter"} else "ISSN"] = serial
    if pages := "-".join(tags[tag][0] for tag in ("SP", "EP") if tags.get(tag) and tags[tag][0]):
        csl["page"] = pages
    for name, sources in _NAMES.items():
        if people := [_name(value) for tag in sources for value in tags.get(tag, ()) if value]:
            csl[name] = people
    for name, sources in _DATES.items():
        dates = [_date(value) for tag in sources for value in tags.get(tag, ()) if value]
        if dates:
            csl[name] = max(dates, key=len)  # a whole date rather than its year alone
    csl["id"] = next(iter(tags.get("ID", ())), "") or _key(csl, keys)
    return csl


def _name(text: str) -> dict[str, str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) < 2:
        return {"literal": text.strip().rstrip(",")}
    return dict(zip(("family", "given", "suffix"), parts, strict=False))


def _date(text: str) -> str:
    """Return `2024/06/20/` as `2024-06-20`, any other text as it is."""
    parts = text.split("/")
    if re.fullmatch(r"\d{4}", parts[0]):
        return "-".join(part.zfill(2) for part in parts[:3] if part.strip().isdecimal())
    return text


def _key(csl: Mapping[str, object], keys: set[str]) -> str:
    authors = csl.get("author") or csl.get("editor")
    first = authors[0] if isinstance(authors, list) else {}
    who = str(first.get("family") or first.get("literal") or "").split(" ")[-1]
    year = str(csl.get("issued", ""))[:4]
    words = re.findall(r"\w+", str(csl.get("title", "")))
    what = next((word for word in words if len(word) > 3), "".join(words[:1]))
    plain = unicodedata.normalize("NFKD", f"{who}{year if year.isdecimal() else ''}{what}").lower()
    key = base = re.sub(r"[^a-z0-9]", "", plain) or "work"
    more = 1
    while key in keys:
        more += 1
        key = f"{base}-{more}"
    keys.add(key)
    return key
