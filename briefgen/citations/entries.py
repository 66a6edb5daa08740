"""The house style of entries: take a reference, return the inlines of its entry.

It is made for reports that cite the web: the title comes first if there is no author, then the
site, then the address and the date of access on lines of their own:

    “Turkey backs Dutch PM Mark Rutte as the next Nato chief.” Middle East Eye, 29 April 2024.
    www.middleeasteye.net/news/turkey-backs-...
    accessed 26 Nov 2025 · cited in §5.1

The short form, for a sheet of paper, names the site and the title alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from briefgen import model as m
from briefgen.citations.dates import date_words
from briefgen.citations.names import all_names, family_names
from briefgen.citations.richtext import rich_text
from briefgen.diagnostics import Span
from briefgen.language import subtags
from briefgen.quotation import smart as smart_marks
from briefgen.terms import locator_label, quotes, term
from briefgen.walk import plain_text

__all__ = ["full_entry", "short_entry", "short_names"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WHOLE: Final = _words(
    "bill book classic collection dataset graphic hearing legal_case legislation manuscript "
    "map motion_picture musical_score pamphlet patent performance periodical regulation "
    "report software song standard thesis treaty"
)
"""Works that stand alone: their title is in italics, not in quotation marks."""

_CHAPTERS: Final = _words("chapter entry entry-dictionary entry-encyclopedia paper-conference")
_JOURNALS: Final = _words("article-journal review review-book")
_PRESS: Final = _words("article-magazine article-newspaper")

_WEB: Final = r"(?:[Hh][Tt]{2}[Pp][Ss]?|[Ff][Tt][Pp])://(?=\S)"
_SCHEME: Final = r"[A-Za-z][A-Za-z0-9+.-]*:"
_ENDS: Final = r"[.?!…。][’”'\"»“)]*$"
_RANGE: Final = r"(?<=\w)\s*(?:-{1,3}|–)\s*(?=\w)"


def full_entry(reference: m.Reference, lang: str, *, smart: bool = True) -> m.Inlines:
    """Return the whole entry; where there is an address, a line break stands before it.

    With `smart`, quotation marks and apostrophes that were typed straight become those of `lang`.
    """
    entry = _Entry(reference, lang, smart=smart)
    sentences = [
        entry.authors(),
        entry.quoted_title(),
        entry.container(),
        entry.imprint(),
    ]
    result: list[m.Inline] = []
    for sentence in sentences:
        if sentence:
            result += [*entry.text(" "), *sentence] if result else sentence
            if not re.search(_ENDS, plain_text(sentence)):
                result += entry.text(".")
    source = entry.source()
    if source:
        result += [m.LineBreak(entry.span)] if result else []
        result.append(m.InlineSpan(source, m.Attr(classes=("muted",)), entry.span))
    return _fused(result) or entry.text(reference.key)


def short_entry(reference: m.Reference, lang: str, *, smart: bool = True) -> m.Inlines:
    """Return site or author, title and date, without address: "NATO, biography of Mark Rutte"."""
    entry = _Entry(reference, lang, smart=smart)
    if entry.kind in _WHOLE | _CHAPTERS | _JOURNALS:
        names = entry.csl.get("author") or entry.csl.get("editor")
        lead = entry.text(entry.turned(family_names(names, lang))) or entry.rich("publisher")
    else:
        lead = entry.rich("container-title-short", "container-title", "publisher") or entry.text(
            entry.turned(family_names(entry.csl.get("author"), lang))
        )
    title = entry.rich("title-short", "title")
    if entry.kind in _WHOLE and title:
        title = (m.Emphasis(title, entry.span),)
    journal = entry.rich("container-title-short", "container-title")
    where = journal if entry.kind in _JOURNALS | _CHAPTERS else ()
    if where:
        where = (m.Emphasis(where, entry.span),)
    date = entry.text(entry.date())
    return _fused(entry.joined([lead, title, where, date])) or entry.text(reference.key)


def short_names(reference: m.Reference, lang: str, span: Span, *, smart: bool = True) -> m.Inlines:
    """Return the name of a work in a sentence: its authors' family names, or else its title."""
    entry = _Entry(reference, lang, span, smart=smart)
    names = family_names(reference.csl.get("author") or reference.csl.get("editor"), lang)
    if names:
        return entry.text(entry.turned(names))
    return _fused(entry.quoted_title("title-short", "title")) or entry.text(reference.key)


def _fused(inlines: Iterable[m.Inline]) -> m.Inlines:
    """Return `inlines` with neighbouring texts made one, so that fonts can kern across them."""
    fused: list[m.Inline] = []
    for node in inlines:
        last = fused[-1] if fused else None
        if isinstance(node, m.Text) and isinstance(last, m.Text):
            fused[-1] = m.Text(last.text + node.text, last.span)
        else:
            fused.append(node)
    return tuple(fused)


class _Entry:
    """The parts of one entry. Each is empty where the reference does not have it."""

    def __init__(
        self, reference: m.Reference, lang: str, span: Span | None = None, *, smart: bool = True
    ) -> None:
        self.csl = reference.csl
        self.lang = lang
        self.smart = smart
        self.span = span or reference.span
        self.kind = str(self.csl.get("type", ""))

    def text(self, words: str) -> m.Inlines:
        return (m.Text(words, self.span),) if words else ()

    def turned(self, words: str) -> str:
        return smart_marks(words, self.lang) if self.smart else words

    def value(self, *names: str) -> str:
        """Return the first of these variables that the reference has."""
        return next((str(self.csl[name]) for name in names if self.csl.get(name)), "")

    def rich(self, *names: str) -> m.Inlines:
        value = self.value(*names)
        return rich_text(value if "<" in value else self.turned(value), self.span)

    def term(self, name: str) -> str:
        return term(self.lang, name)

    def date(self) -> str:
        return date_words(self.lang, self.csl.get("issued"))

    def joined(self, parts: Iterable[m.Inlines], separator: str = ", ") -> m.Inlines:
        result: list[m.Inline] = []
        for part in parts:
            if part:
                result += [*self.text(separator), *part] if result else part
        return tuple(result)

    def authors(self) -> m.Inlines:
        """Return the authors; a body that is also the site or publisher is left to that place."""
        if names := all_names(self.csl.get("author"), self.lang):
            elsewhere = {self.value("container-title"), self.value("publisher")}
            return () if names in elsewhere else self.text(self.turned(names))
        editors = self.csl.get("editor")
        if self.kind not in _WHOLE or not isinstance(editors, list):
            return ()
        role = self.term("editors" if len(editors) > 1 else "editor")
        return self.text(f"{self.turned(all_names(editors, self.lang))}, {role}")

    def quoted_title(self, *names: str) -> m.Inlines:
        title = self.rich(*(names or ("title", "title-short")))
        if not title:
            return ()
        if self.kind in _WHOLE:
            details = [] if names else [self._edition(), self._volume()]
            italic = (m.Emphasis(title, self.span),)
            return self.joined([italic, *(self.text(detail) for detail in details)])
        marks = quotes(self.lang)
        stop = marks.inside and not names and not re.search(_ENDS, plain_text(title))
        return (
            *self.text(marks.opening),
            *title,
            *self.text(f".{marks.closing}" if stop else marks.closing),
        )

    def _edition(self) -> str:
        edition = self.value("edition")
        if not edition:
            return ""
        if edition.isdecimal():
            edition = _ordinal(int(edition), self.lang)
        known = self.term("edition").format("").strip().rstrip(".").lower()
        has_word = known in edition.lower().replace("edition", "ed")
        return edition if has_word else self.term("edition").format(edition)

    def _volume(self) -> str:
        volume = self.value("volume")
        return f"{self.term('volume')}\u00a0{volume}" if volume else ""

    def _pages(self, *, label: bool) -> str:
        pages = re.sub(_RANGE, "–", self.value("page"))
        if not pages or not label:
            return pages
        several = "–" in pages or "," in pages
        return f"{locator_label(self.lang, 'page', plural=several)}\u00a0{pages}"

    def container(self) -> m.Inlines:
        """Return the container (journal, site, book), with its date."""
        title = self.rich("container-title")
        date = self.text(self.date())
        if self.kind in _JOURNALS:
            return self._journal(title)
        if self.kind in _CHAPTERS and title:
            editors = all_names(self.csl.get("editor"), self.lang)
            by = f"{self.term('edited-by')} {self.turned(editors)}" if editors else ""
            italic = (*self.text(f"{self.term('in')} "), m.Emphasis(title, self.span))
            details = [self._edition(), self._volume(), by, self._pages(label=True)]
            return self.joined([italic, *(self.text(detail) for detail in details)])
        if self.kind in _PRESS and title:
            italic = (m.Emphasis(title, self.span),)
            number = f"{self.term('number')}\u00a0{self.value('issue')}"
            issue = self.text(number if self.value("issue") else "")
            return self.joined([italic, issue, date, self.text(self._pages(label=True))])
        if self.kind in _WHOLE | _CHAPTERS or not title:
            return title
        return self.joined([title, date])

    def _journal(self, title: m.Inlines) -> m.Inlines:
        """Return `*Survival* 66, no. 2 (2024): 45–67`."""
        volume, issue, pages = self.value("volume"), self.value("issue"), self._pages(label=False)
        number = f"{self.term('number')}\u00a0{issue}" if issue else ""
        words = ", ".join(part for part in (volume, number) if part)
        if date := self.date():
            words += f" ({date})" if title or words else date
        if pages:
            words += f": {pages}" if words else pages
        italic = (m.Emphasis(title, self.span),) if title else ()
        gap = " " if title and words and not words.startswith((" ", ":")) else ""
        return (*italic, *self.text(gap + words))

    def _place_and_publisher(self) -> str:
        publisher = self.value("publisher")
        if publisher == self.value("container-title"):
            return ""
        return ": ".join(part for part in (self.value("publisher-place"), publisher) if part)

    def imprint(self) -> m.Inlines:
        """Return genre, number, publisher and date."""
        genre, number = self.value("genre"), self.value("number")
        if number and not genre:
            genre = self.term("number")
        version = self.value("version")
        event = self.value("event-title", "event")
        parts = [
            f"{genre} {number}".strip(),
            f"{self.term('version')} {version}" if version else "",
            f"{self.value('collection-title')} {self.value('collection-number')}".strip(),
            event,
            self.value("event-place") if event else "",
            self.value("authority"),
            self._place_and_publisher(),
            "" if self._is_dated() else self.date(),
        ]
        said = ", ".join(part for part in parts if part)
        if said.startswith((f"{self.term('number')} ", f"{self.term('version')} ")):
            said = said[0].upper() + said[1:]
        return rich_text(self.turned(said), self.span)

    def _is_dated(self) -> bool:
        """Tell whether the container has said the date."""
        if self.kind in _WHOLE | _CHAPTERS:
            return False
        return self.kind in _JOURNALS or bool(self.value("container-title"))

    def source(self) -> m.Inlines:
        """Return the address as a link that prints it in full, and the date of access."""
        doi, url = self.value("DOI"), self.value("URL")
        if doi:
            doi = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", "", doi, flags=re.IGNORECASE)
            url = f"https://doi.org/{doi}"
        if not url:
            return ()
        target = url if re.match(_SCHEME, url) else f"https://{url}"
        shown = self.text(re.sub(_WEB, "", url, count=1))
        link: m.Inlines = shown
        if re.match(_WEB, target):
            link = (m.Link(shown, target.replace(" ", "%20"), self.span),)
        accessed = date_words(self.lang, self.csl.get("accessed"), "short")
        if not accessed:
            return link
        return (*link, m.LineBreak(self.span), *self.text(f"{self.term('accessed')} {accessed}"))


def _ordinal(number: int, lang: str) -> str:
    match subtags(lang).language:
        case "de":
            return f"{number}."
        case "fr":
            return "1re" if number == 1 else f"{number}e"
        case "nl":
            return f"{number}e"
        case _:
            last = 0 if number % 100 in {11, 12, 13} else number % 10
            return f"{number}{_ENDINGS.get(last, 'th')}"


_ENDINGS: Final = {1: "st", 2: "nd", 3: "rd"}
