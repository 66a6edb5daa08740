"""Take the entries of a source list as they stand, return CSL-JSON references by readable keys.

An entry is taken apart from its ends inwards: address, date of access, then site or publisher,
date and authors. The rest is the title, so that no word is lost.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import urlsplit

from briefgen.importing.dates import DATE, find_date, read_date, url_date
from briefgen.importing.decisions import Decisions, Option
from briefgen.importing.draft import DraftRun, Location, SourceEntry, text_of
from briefgen.importing.shape import SMALL_WORDS, words_of
from briefgen.importing.workfields import NAMES, imprint_of, journal_of, persons_of

__all__ = ["URL", "Csl", "looks_like_work", "references", "slug_words", "trimmed"]

Csl = dict[str, object]
"""A reference in CSL-JSON."""

URL: Final = re.compile(r"(?:https?|ftp)://[^\s<>\"”“|]+|\bwww\.[^\s<>\"”“|]+", re.IGNORECASE)
_DOI: Final = re.compile(
    r"(?:doi:\s*|doi\.org/)(10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)])", re.IGNORECASE
)
_ACCESS_WORDS = (
    r"(?:last\s+)?(?:accessed|retrieved|viewed|visited|checked)|(?:zuletzt\s+)?abgerufen|"
    r"(?:letzter\s+)?zugriff|consultée?|geraadpleegd"
)
_ACCESSED: Final = re.compile(
    rf"[\s,;(\[–—·-]*\b(?:{_ACCESS_WORDS})\b\s*:?\s*(?:on|am|le|op)?\s*:?\s*(?P<date>{DATE})"
    r"(?:,?\s+from\b:?)?[)\].,;]*",
    re.IGNORECASE,
)
_AVAILABLE: Final = re.compile(
    r"[\s,;.(\[]*(?:\[online\]\.?\s*available|available (?:at|from|online)|retrieved from|online|"
    r"url|link|verfügbar unter)"
    r"\s*:?\s*$",
    re.IGNORECASE,
)
_SEPARATORS: Final = re.compile(r"\s+(?:\||::|[-–—·•])\s+")
_QUOTED: Final = re.compile(r"[“\"„«](?P<title>[^“”\"„«»]{3,300})[”\"“»](?P<after>[.,]?)\s*")
_AUTHOR_YEAR: Final = re.compile(
    r"(?P<author>[^\W\d_][^()\d]{1,120}?)\s*\((?P<date>(?:1[5-9]|20)\d\d[a-z]?(?:,\s*[^)]{3,20})?|n\.d\.)\)"
    r"[.,:]?\s+(?P<rest>.+)"
)
_HARVARD: Final = re.compile(
    rf"(?P<author>{NAMES})[,.]?\s+(?P<date>(?:1[5-9]|20)\d\d[a-z]?)\.\s+(?P<rest>.+)"
)
_PERSON: Final = re.compile(
    r"(?:[^\W\d_][\w’'.-]*,\s+(?:[A-Z]\.[\s-]?){1,3}|(?:Dr\.?\s|Prof\.?\s)?[A-Z][\w’'-]+"
    r"(?:\s+(?:[A-Z]\.|(?:van|von|de|der|den|la)\b|[A-Z][\w’'-]+)){1,3})"
)
_PERSONS: Final = re.compile(
    rf"{_PERSON.pattern}(?:(?:,\s*(?:&|and)?|\s+(?:&|and|et|und))\s*{_PERSON.pattern})*\.?"
)
_SUFFIXES: Final = frozenset("co com org net gov gob ac edu or ne go".split())
_PREFIXES: Final = re.compile(r"^(?:www\d?|m|en|de|fr|nl|es|edition|news|amp|old|subscriber)\.")
_FURTHER_ADDRESS: Final = "a further address of a work, whose reference has one"
_RESOLVERS: Final = frozenset("doi.org dx.doi.org hdl.handle.net".split())
_SHARED_HOSTS: Final = _RESOLVERS | frozenset(
    "youtube.com youtu.be medium.com github.com jstor.org archive.org web.archive.org reddit.com "
    "google.com books.google.com substack.com facebook.com twitter.com x.com linkedin.com "
    "researchgate.net academia.edu ssrn.com papers.ssrn.com arxiv.org sciencedirect.com "
    "link.springer.com onlinelibrary.wiley.com tandfonline.com ncbi.nlm.nih.gov".split()
)
"""Hosts of many publishers: the site of one work there says nothing of another's."""
_POSTS: Final = frozenset("reddit twitter x facebook linkedin mastodon bsky threads".split())
_KEY_WORDS: Final = SMALL_WORDS | frozenset("is are was be been has have will can does do".split())


def looks_like_work(text: str) -> bool:
    """Tell whether `text` could be an entry of a source list."""
    return bool(
        URL.search(text)
        or _DOI.search(text)
        or _ACCESSED.search(text)
        or _AUTHOR_YEAR.match(text)
        or (_QUOTED.search(text) and find_date(text))
    )


def references(works: Sequence[SourceEntry], decisions: Decisions) -> dict[str, Csl]:
    """Return the reference of each work by its label, in the order of the list."""
    entries = [_Entry(work, decisions) for work in works]
    sites: dict[str, set[str]] = {}
    for entry in entries:
        if entry.host and entry.site and entry.sure and entry.host not in _SHARED_HOSTS:
            sites.setdefault(entry.host, set()).add(entry.site)
    keys: set[str] = set()
    result: dict[str, Csl] = {}
    for work, entry in zip(works, entries, strict=True):
        if not entry.site and entry.host and entry.host not in _RESOLVERS:
            known = sites.get(entry.host, set())
            entry.site = next(iter(known)) if len(known) == 1 else entry.host
        csl = entry.csl()
        key = base = entry.key()
        number = 2
        while key in keys:
            key, number = f"{base}-{number}", number + 1
        keys.add(key)
        result[work.label] = {"id": key, **csl}
    return result


class _Entry:
    """One entry, taken apart."""

    def __init__(self, work: SourceEntry, decisions: Decisions) -> None:
        self.author = self.title = self.site = self.section = ""
        self.issued: tuple[int, ...] = ()
        self.accessed: tuple[int, ...] = ()
        self.sure = True
        text = " ".join(text_of(work.runs).split())
        text = self._address(text, work.runs, work.place, decisions)
        text = self._access(text)
        self._describe(text.strip(" ,;·|"), work, decisions)
        self.issued = self.issued or url_date(self.url) or self._date_in_title()

    # ------------------------------------------------------------------------------- its ends

    def _address(
        self, text: str, runs: Iterable[DraftRun], place: Location, decisions: Decisions
    ) -> str:
        self.doi = ""
        text = re.sub(r"\[([^\[\]]+)\]\((https?://[^\s)]+)\)", r"\1 \2", text)
        addresses = list(URL.finditer(text))
        links = [run.link for run in runs if URL.match(run.link)]
        if addresses:
            for other in addresses[:-1]:
                decisions.leave_out(place, trimmed(other[0]), _FURTHER_ADDRESS)
            last = addresses[-1]
            self.url = trimmed(last[0])
            text = text[: last.start()] + text[last.start() + len(self.url) :]
            if self.url.casefold().startswith("www."):
                self.url = "https://" + self.url
        else:
            self.url = links[-1] if links else ""
        for link in dict.fromkeys(links):
            if link != self.url and link not in text:
                decisions.leave_out(place, link, _FURTHER_ADDRESS)
        if match := _DOI.search(self.url) or _DOI.search(text):
            self.doi = match[1]
            if match.string is text:
                text = text[: match.start()] + text[match.end() :]
        text = re.sub(r"[<(\[]\s*[>)\]]", "", text)
        return _AVAILABLE.sub("", text.rstrip(" .,;"))

    def _access(self, text: str) -> str:
        if match := _ACCESSED.search(text):
            self.accessed = read_date(match["date"])
            before, after = text[: match.start()], text[match.end() :].strip(" ,.;")
            if after and text[match.start() : match.end()].strip()[:1] in "([":
                after = " " + after
            text = f"{before} {after}" if after else before
            text = _AVAILABLE.sub("", text.rstrip())
        return text

    @property
    def host(self) -> str:
        """The host of the address, without "www."."""
        if not self.url:
            return ""
        try:
            host = (urlsplit(self.url).hostname or "").casefold()
        except ValueError:  # brackets that hold no address
            return ""
        return host.removeprefix("www.")

    # ---------------------------------------------------------------------------- its middle

    def _describe(self, text: str, work: SourceEntry, decisions: Decisions) -> None:
        if not text:
            parts = urlsplit(self.url if self.host else "")
            self.title = (self.host + parts.path.rstrip("/")) or text_of(work.runs).strip()
            return
        if self._author_and_year(text) or self._in_quotes(text) or self._parted(text):
            return
        if (dated := _dated(text, work, decisions)) is not None:
            self.title, self.site, self.issued = dated
            return
        pieces = re.split(r"(?<=[^\W_]{2}[.?!])\s+|(?<=[”\"»][.])\s+", text.rstrip("."))
        if len(pieces) >= 3 and _PERSONS.fullmatch(pieces[0]):
            self.author = _signed(pieces[0])
            self.title = pieces[1].rstrip(".")
            self._imprint(" ".join(pieces[2:]))
        elif len(pieces) == 2 and self._names_a_site(pieces[1]):
            decision = decisions.take(
                "work",
                work.place,
                text,
                Option(f"title “{pieces[0].rstrip('.')}”, site “{pieces[1]}”", 0.7),
                Option("all of it is the title", 0.3),
            )
            if decision.chosen.startswith("all"):
                self.title = text
            else:
                self.title = pieces[0].removesuffix(".")
                self._imprint(pieces[1])
            self.sure = False
        else:
            self.title = text

    def _author_and_year(self, text: str) -> bool:
        match = _AUTHOR_YEAR.match(text) or _HARVARD.match(text)
        if match is None or _SEPARATORS.search(match["author"]):
            return False
        self.author = _signed(match["author"])
        if date := find_date(match["date"]) or find_date(match["date"][:4]):
            self.issued = date.parts
        rest = match["rest"].rstrip(".")
        if not (self._in_quotes(rest) or self._parted(rest)):
            title, stop, after = rest.rpartition(". ")
            self.title = title if stop else rest
            if stop:
                self._imprint(after)
        return True

    def _in_quotes(self, text: str) -> bool:
        match = _QUOTED.search(text)
        if match is None:
            return False
        before, after = _signed(text[: match.start()]), text[match.end() :].strip(" ,.;")
        title = match["title"].strip()
        closed = title[-1] in ",." or match["after"] or not after
        if not closed or len(title.split()) < 2 or (before and not after and not self.url):
            return False
        if before and len(before.split()) > 12:
            return False
        self.author = before or self.author
        self.title = title.rstrip(",") if not title.endswith("..") else title
        self.title = self.title.removesuffix(".")
        if after:
            self._imprint(re.sub(r"^(?:in|on|via)\s+", "", after))
        return True

    def _parted(self, text: str) -> bool:
        """Read an entry with its site at the end: "Title - Site", "Title | Section | Site"."""
        marks = list(_SEPARATORS.finditer(text))
        if not marks:
            return False
        last = marks[-1]
        site = text[last.end() :].strip()
        if not self._names_a_site(site):
            return False
        title = text[: last.start()].rstrip()
        if len(marks) > 1 and len(words_of(text[marks[-2].end() : last.start()])) <= 2:
            self.section = text[marks[-2].end() : last.start()].strip()
            title = text[: marks[-2].start()].rstrip()
        if community := re.search(r"\s*:\s*(r/\w+)$", title):
            site = f"{community[1]} - {site}"
            title = title[: community.start()]
        self.title = title
        if site.endswith(("...", "…")) and self.host:
            self.section, self.sure = site, False  # a search engine cut the site's name short
        else:
            self._imprint(site)
        return True

    def _names_a_site(self, text: str) -> bool:
        words = words_of(text)
        return 0 < len(words) <= 8 and len(text) <= 60 and not re.search(r"[?!:;]", text)

    def _imprint(self, text: str) -> None:
        """Read "Site, 12 March 2024"."""
        text = text.strip(" ,.;")
        date = find_date(text)
        if date and (date.end == len(text) or text[date.end :].strip(" ,.;)") == ""):
            before = text[: date.start].rstrip(" ,.;(")
            self.issued = self.issued or date.parts
            text = before
        self.site = text

    def _date_in_title(self) -> tuple[int, ...]:
        date = find_date(self.title)
        return date.parts if date and len(date.parts) == 3 else ()

    # --------------------------------------------------------------------------------- result

    def csl(self) -> Csl:
        """Return the variables, without an id."""
        name = self.label
        kind = "post" if name in _POSTS else "webpage" if self.url else "document"
        if self.doi:
            kind = "article-journal"
        csl: Csl = {"type": kind}
        if self.author:
            csl["author"] = persons_of(self.author)
        csl["title"] = self.title or self.site or self.host
        if self.site and self.site != csl["title"]:
            if journal := journal_of(self.site):
                csl |= {"type": "article-journal" if kind == "document" else kind, **journal}
            elif kind == "document":
                csl |= imprint_of(self.site)
            else:
                csl["container-title"] = self.site
        if self.section:
            csl["section"] = self.section
        for variable, parts in (("issued", self.issued), ("accessed", self.accessed)):
            if parts:
                csl[variable] = {"date-parts": [list(parts)]}
        if self.url:
            csl["URL"] = self.url
        if self.doi:
            csl["DOI"] = self.doi
        return csl

    @property
    def label(self) -> str:
        """The name of the site in its address: "guardian" of www.theguardian.com."""
        host = self.host
        while (shorter := _PREFIXES.sub("", host)) != host and "." in shorter:
            host = shorter
        labels = host.split(".")
        if len(labels) > 2 and labels[-2] in _SUFFIXES:
            labels.pop()
        name = labels[-2] if len(labels) > 1 else labels[0]
        return name[3:] if name.startswith("the") and len(name) > 6 else name

    def key(self) -> str:
        """Return a readable key, from the site and the title: "guardian-lack-consensus-next"."""
        named = slug_words(self.label or self.author.split(",")[0] or self.site)
        lead = ([word for word in named if word not in SMALL_WORDS] or named)[:2]
        own = set(lead)
        words = [
            word
            for word in slug_words(self.title)
            if word not in own and word not in _KEY_WORDS and len(word) > 1
        ]
        return "-".join([*lead, *words[:3]]) or "source"


def _signed(text: str) -> str:
    """Return a name without the punctuation behind it; an initial keeps its full stop."""
    text = text.strip(" ,:;")
    return text if re.search(r"(?:^|[\s.-])[A-Z]\.$|\b[JS]r\.$", text) else text.rstrip(".")


_DATED: Final = re.compile(r"(?P<title>.{4,}?),\s+(?P<site>[^,]{2,60}),\s+(?P<date>[^,]+)")


def _dated(
    text: str, work: SourceEntry, decisions: Decisions
) -> tuple[str, str, tuple[int, ...]] | None:
    """Read "Title, Site, 3 March 2023"."""
    match = _DATED.fullmatch(text.rstrip(". "))
    parts = read_date(match["date"]) if match else ()
    if match is None or not parts or len(words_of(match["site"])) > 6:
        return None
    decision = decisions.take(
        "work",
        work.place,
        text,
        Option(f"title “{match['title']}”, site “{match['site']}”", 0.8),
        Option("all of it is the title", 0.2),
    )
    if decision.chosen.startswith("all"):
        return text, "", parts
    return match["title"], match["site"], parts


def trimmed(url: str) -> str:
    """Return `url` without the punctuation of the sentence around it."""
    url = url.rstrip(".,;:!?’'*_")
    while url.endswith((")", "]")):
        opening = "(" if url[-1] == ")" else "["
        if url.count(opening) >= url.count(url[-1]):
            break
        url = url[:-1].rstrip(".,;")
    return url


_LETTERS: Final = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)


def slug_words(text: str) -> list[str]:
    """Return the words of `text` in plain small letters, for keys and ids."""
    text = text.casefold().translate(_LETTERS)
    text = re.sub(r"(?<=\w)[’'](?=\w)", "", text)
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain)
