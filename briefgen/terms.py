"""The few words briefgen prints by itself, by language: terms, locator labels, quotes, dates.

Take a BCP 47 tag and a name, return the word; a language that is not known reads as English.
Four languages stand here, the others are files in `languages/`, read when a report needs them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final, Literal, TypeAlias

from briefgen.dates import MONTHS, read_iso
from briefgen.language import fallbacks, subtags
from briefgen.record import NamedTuple

__all__ = [
    "FORMS",
    "DateForm",
    "Quotes",
    "date_text",
    "format_date",
    "locator_label",
    "month_names",
    "own_words",
    "quotes",
    "straight",
    "term",
]

DateForm: TypeAlias = Literal["long", "short"]
FORMS: Final[tuple[DateForm, ...]] = ("long", "short")


class Quotes(NamedTuple):
    """Quotation marks, those that `"` stands for and the inner ones, for `'`.

    `inside` tells that a closing full stop stands within them.
    """

    inside: bool
    opening: str
    closing: str
    inner_opening: str
    inner_closing: str


class _Language(NamedTuple):
    """The words of a language. Locators and seasons are lists in one string, to be read easily.

    `day_months` are the months as they stand after a day, where that is another form.
    """

    terms: Mapping[str, str]
    locators: Mapping[str, tuple[str, str]]
    months: str
    short_months: str
    seasons: str
    day_month_year: str = "{day} {month} {year}"
    month_year: str = "{month} {year}"
    first_day: str = "1"
    day_months: str = ""


def _pairs(text: str) -> dict[str, tuple[str, str]]:
    """Read "page p. pp., ..." into {"page": ("p.", "pp.")}; one form serves both numbers."""
    entries = (entry.split() for entry in text.split(","))
    return {name: (forms[0], forms[-1]) for name, *forms in entries}


_EN: Final = _Language(
    terms={
        "table": "Table",
        "figure": "Figure",
        "bar-chart": "Bar chart",
        "line-chart": "Line chart",
        "dot-chart": "Dot chart",
        "likelihood": "Likelihood",
        "confidence": "{} confidence",
        "confidences": "Low|Moderate|High",
        "distribution": "Distribution",
        "bands": (
            "almost no chance|very unlikely|unlikely|"
            "roughly even chance|likely|very likely|almost certain"
        ),
        "section": "§",
        "section-sign": "§",
        "cited-in": "cited in",
        "accessed": "accessed",
        "page": "Page",
        "of": "of",
        "continued": "continued",
        "notes": "Notes",
        "contents": "Contents",
        "works-cited": "Works cited",
        "and": "and",
        "et-al": "et al.",
        "in": "In",
        "edited-by": "edited by",
        "editor": "ed.",
        "editors": "eds.",
        "edition": "{} ed.",
        "number": "no.",
        "version": "version",
        "volume": "vol.",
        "circa": "c.",
    },
    locators=_pairs(
        "act act acts, appendix app. apps., article art. arts., book bk. bks., canon can. cann.,"
        "chapter ch. chs., column col. cols., elocation loc. locs., equation eq. eqs.,"
        "figure fig. figs., folio fol. fols., issue no. nos., line l. ll., location loc. locs.,"
        "note n. nn., number no. nos., opus op. opp., page p. pp., paragraph para. paras.,"
        "part pt. pts., rule r. rr., scene sc. scs., section sec. secs., sub-verbo s.v. s.vv.,"
        "supplement supp. supps., table tab. tabs., title-locator tit., verse v. vv.,"
        "version ver., volume vol. vols."
    ),
    months=" ".join(MONTHS),
    short_months="Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec",
    seasons="Spring Summer Autumn Winter",
)

_LANGUAGES: Final[dict[str, _Language]] = {
    "en": _EN,
    "en-us": _Language(
        terms=_EN.terms,
        locators=_EN.locators,
        months=_EN.months,
        short_months="Jan. Feb. Mar. Apr. May June July Aug. Sept. Oct. Nov. Dec.",
        seasons="Spring Summer Fall Winter",
        day_month_year="{month} {day}, {year}",
    ),
    "de": _Language(
        terms={
            "table": "Tabelle",
            "figure": "Abbildung",
            "bar-chart": "Balkendiagramm",
            "line-chart": "Liniendiagramm",
            "dot-chart": "Punktdiagramm",
            "likelihood": "Wahrscheinlichkeit",
            "confidence": "{} Verlässlichkeit",
            "confidences": "Geringe|Mittlere|Hohe",
            "distribution": "Verteiler",
            "bands": (
                "fast ausgeschlossen|sehr unwahrscheinlich|unwahrscheinlich|"
                "etwa gleich wahrscheinlich|wahrscheinlich|sehr wahrscheinlich|fast sicher"
            ),
            "cited-in": "zitiert in",
            "accessed": "abgerufen am",
            "page": "Seite",
            "of": "von",
            "continued": "Fortsetzung",
            "notes": "Anmerkungen",
            "contents": "Inhalt",
            "works-cited": "Literaturverzeichnis",
            "and": "und",
            "et-al": "u. a.",
            "in": "In",
            "edited-by": "hrsg. von",
            "editor": "Hrsg.",
            "editors": "Hrsg.",
            "edition": "{} Aufl.",
            "number": "Nr.",
            "version": "Version",
            "volume": "Bd.",
            "circa": "ca.",
        },
        locators=_pairs(
            "appendix Anh., article Art., book Buch Bücher, chapter Kap., column Sp.,"
            "equation Gl., figure Abb., folio Bl., issue Nr., line Z., note Fn., number Nr.,"
            "opus Op., page S., paragraph Abs., part Teil Teile, section Abschn., sub-verbo s.v.,"
            "supplement Suppl., table Tab., verse V., version Vers., volume Bd. Bde."
        ),
        months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        short_months="Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
        seasons="Frühjahr Sommer Herbst Winter",
        day_month_year="{day}. {month} {year}",
    ),
    "fr": _Language(
        terms={
            "table": "Tableau",
            "figure": "Figure",
            "bar-chart": "Diagramme en barres",
            "line-chart": "Courbe",
            "dot-chart": "Diagramme à points",
            "likelihood": "Probabilité",
            "confidence": "Confiance {}",
            "confidences": "faible|modérée|élevée",
            "distribution": "Diffusion",
            "bands": (
                "presque exclu|très improbable|improbable|"
                "à peu près équiprobable|probable|très probable|presque certain"
            ),
            "cited-in": "cité au",
            "accessed": "consulté le",
            "page": "Page",
            "of": "sur",
            "continued": "suite",
            "notes": "Notes",
            "contents": "Table des matières",
            "works-cited": "Ouvrages cités",
            "and": "et",
            "et-al": "et al.",
            "in": "Dans",
            "edited-by": "dirigé par",
            "editor": "dir.",
            "editors": "dir.",
            "edition": "{} éd.",
            "number": "nᵒ",
            "version": "version",
            "volume": "vol.",
            "circa": "v.",
        },
        locators=_pairs(
            "appendix app., article art., book liv., chapter chap., column col., equation éq.,"
            "figure fig., folio fᵒ fᵒˢ, issue nᵒ nᵒˢ, line l., note n., number nᵒ nᵒˢ,"
            "opus op., page p., paragraph paragr., part part., section sect., sub-verbo s.v., "
            "supplement suppl., table tabl., verse v., version vers., volume vol."
        ),
        months="janvier février mars avril mai juin juillet août septembre octobre novembre"
        " décembre",
        short_months="janv. févr. mars avr. mai juin juill. août sept. oct. nov. déc.",
        seasons="printemps été automne hiver",
        first_day="1er",
    ),
    "nl": _Language(
        terms={
            "table": "Tabel",
            "figure": "Figuur",
            "bar-chart": "Staafdiagram",
            "line-chart": "Lijndiagram",
            "dot-chart": "Puntdiagram",
            "likelihood": "Waarschijnlijkheid",
            "confidence": "{} betrouwbaarheid",
            "confidences": "Lage|Matige|Hoge",
            "distribution": "Verzendlijst",
            "bands": (
                "vrijwel uitgesloten|zeer onwaarschijnlijk|onwaarschijnlijk|"
                "ongeveer even waarschijnlijk|waarschijnlijk|zeer waarschijnlijk|vrijwel zeker"
            ),
            "cited-in": "geciteerd in",
            "accessed": "geraadpleegd op",
            "page": "Pagina",
            "of": "van",
            "continued": "vervolg",
            "notes": "Noten",
            "contents": "Inhoud",
            "works-cited": "Geraadpleegde bronnen",
            "and": "en",
            "et-al": "e.a.",
            "in": "In",
            "edited-by": "onder redactie van",
            "editor": "red.",
            "editors": "red.",
            "edition": "{} dr.",
            "number": "nr.",
            "version": "versie",
            "volume": "jrg.",
            "circa": "ca.",
        },
        locators=_pairs(
            "appendix bijl., article art., book bk., chapter hfdst., column kol., equation verg.,"
            "figure afb., folio f., issue nr. nrs., line r., note nt. ntn., number nr. nrs.,"
            "opus op., page p., paragraph al., part dl., section par., sub-verbo s.v., "
            "supplement suppl., table tab., verse v., version vers., volume jrg."
        ),
        months="januari februari maart april mei juni juli augustus september oktober november"
        " december",
        short_months="jan. feb. mrt. apr. mei juni juli aug. sept. okt. nov. dec.",
        seasons="voorjaar zomer najaar winter",
    ),
}


@cache
def _language(lang: str) -> _Language:
    known = (_LANGUAGES[tag] for tag in fallbacks(lang) if tag in _LANGUAGES)
    return next(known, None) or _from_file(subtags(lang).language)


def _from_file(language: str) -> _Language:
    """Return what `languages/` has of `language`, else English."""
    path = Path(__file__).with_name("languages") / f"{language}.toml"
    if not (language.isascii() and language.isalpha() and path.is_file()):
        return _EN
    words = tomllib.loads(path.read_text(encoding="utf-8"))
    words["locators"] = _pairs(words["locators"])
    words.setdefault("short_months", words["months"])
    return _Language(**words)


def month_names() -> frozenset[str]:
    """Return the names of months, long and short, without stops, in the languages of this file."""
    texts = (f"{each.months} {each.short_months}" for each in _LANGUAGES.values())
    return frozenset(name.rstrip(".") for text in texts for name in text.split())


def own_words(lang: str) -> list[str]:
    """Return all that briefgen may print by itself in `lang`."""
    found: list[str] = []
    for value in (*_language(lang), *_EN):
        for each in value.values() if isinstance(value, Mapping) else [value]:
            found += [each] if isinstance(each, str) else each
    return found


def term(lang: str, name: str) -> str:
    """Return the word for `name` in `lang`; a term that the language lacks is English."""
    return _language(lang).terms.get(name) or _EN.terms[name]


# CLDR's delimiters, but for de-CH, da, es, fr and nl: docs/decisions/0012 has the reasons.
_QUOTES: Final = {
    tag: Quotes(tag == "en", *marks.split("|"))
    for marks, tags in {
        "“|”|‘|’": "en nl pt tr zh ko es-419 es-mx es-us gl lv cy ga az",
        "„|“|‚|‘": "de cs sk sl hr mk is et lb",
        "„|“|„|“": "bg lt",
        "„|”|‘|’": "bs",
        "„|”|’|’": "sr",
        "„|”|«|»": "pl ro",
        "„|”|»|«": "hu",
        "„|“|«|»": "ka",
        "«|»|„|“": "ru uk be",
        "«|»|“|”": "it es ca pt-pt el sq eu",
        "«|»|‘|’": "nb nn no",
        "«|»|‹|›": "de-ch de-li fr-ch fa",
        "«|»|«|»": "hy",
        "«\u202f|\u202f»|“|”": "fr",
        "»|«|›|‹": "da",
        "”|”|’|’": "sv fi he",
        "”|“|’|‘": "ar",
        "「|」|『|』": "ja zh-hant zh-tw zh-hk",
    }.items()
    for tag in tags.split()
}
_STRAIGHT: Final = str.maketrans(dict.fromkeys('"“”„«»「」″‘’‚‹›『』′', "'"))


def quotes(lang: str) -> Quotes:
    """Return the quotation marks of `lang`, those of English where they are not known."""
    return next((_QUOTES[tag] for tag in fallbacks(lang) if tag in _QUOTES), _QUOTES["en"])


def straight(text: str) -> str:
    """Return `text` with all quotation marks, apostrophes and primes as `'`, for comparisons."""
    return text.replace("«\u202f", "'").replace("\u202f»", "'").translate(_STRAIGHT)


def locator_label(lang: str, label: str, *, plural: bool) -> str:
    """Return the abbreviation for a CSL locator ("page" is "p." or "pp."), "" for timestamps.

    A label that is not a CSL term is returned as it is.
    """
    if label in {"", "timestamp"}:
        return ""
    forms = _language(lang).locators.get(label) or _EN.locators.get(label, (label, label))
    return forms[plural]


def date_text(lang: str, parts: Sequence[int], form: DateForm = "long") -> str:
    """Return a date of one to three parts (year, month, day) as `lang` writes it.

    Months 13 to 16 are the seasons, spring first, as in CSL.
    """
    language = _language(lang)
    year, month, day = (*parts, 0, 0)[:3]
    if not month:
        return str(year)
    if month > 12:
        name = language.seasons.split()[min(month, 16) - 13]
    else:
        names = language.months if form == "long" else language.short_months
        if day and form == "long":
            names = language.day_months or names
        name = names.split()[month - 1]
    if not day:
        return language.month_year.format(month=name, year=year)
    shown = language.first_day if day == 1 else str(day)
    return language.day_month_year.format(day=shown, month=name, year=year)


def format_date(lang: str, iso: str, form: DateForm = "long") -> str:
    """Return an ISO 8601 date of year, month or day precision as `lang` writes it.

    Anything else is returned as it is: it is somebody's wording.
    """
    parts = read_iso(iso)
    return date_text(lang, parts, form) if parts else iso
