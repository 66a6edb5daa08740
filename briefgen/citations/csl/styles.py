"""Find and open a CSL style: take a name or path and a language, return a `Style` or errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Final

from citeproc import LOCALES_PATH, PRIMARY_DIALECTS, model
from lxml import etree

from briefgen import model as m
from briefgen.citations.csl.elements import ELEMENTS, CslItem
from briefgen.citations.csl.formatter import Formatter
from briefgen.citations.csl.marks import StyleQuotes, inlines, marked, plain
from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.language import subtags

__all__ = ["SHIPPED", "Style", "open_style"]

_FOLDER: Final = Path(__file__).parents[1] / "styles"
SHIPPED: Final[dict[str, str]] = {
    "apa": "apa",
    "chicago": "chicago-notes-bibliography-17th-edition",
    "ieee": "ieee",
    "iso690": "iso690-numeric-en",
    "nlm": "nlm-citation-sequence",
    "vancouver": "nlm-citation-sequence",
}
"""File names of the styles that come along, by the names one writes."""
_NAMESPACE: Final = "http://purl.org/net/xbiblio/csl"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"


class Style:
    """A style in a language; `entry` is pure."""

    def __init__(self, root: Any, lang: str) -> None:
        """Take the root of a parsed independent style and a BCP 47 tag."""
        self.root = root
        self.locales = [*_own_locales(root, lang), *_locales(lang)]
        root.locales = self.locales
        for locale in self.locales:
            locale.style = root
        self.state = root.formatter = Formatter(
            _terms(self.locales), subtags(lang).language == "en"
        )
        term = self.state.term
        inside = root.get_locale_option("punctuation-in-quote") == "true"
        self.quotes = StyleQuotes(
            (term("open-quote"), term("close-quote")),
            (term("open-inner-quote"), term("close-inner-quote")),
            inside,
        )

    def entry(self, reference: m.Reference) -> m.Inlines:
        """Return the entry of `reference`, without its number; () if the style has no words."""
        fields: dict[str, Any] = {
            name: plain(str(value)) if name in _VERBATIM else _marked(value)
            for name, value in reference.csl.items()
        }
        fields.setdefault("type", "document")
        if pages := str(fields.get("page", "")):
            fields.setdefault("page-first", re.split(r"[-–,&\s]", pages, maxsplit=1)[0])
        self.state.calls = 0
        self.state.hits.clear()
        text = self.root.bibliography.layout.entry(CslItem(fields))
        return inlines(text, self.quotes, str(fields.get("DOI", "")), reference.span)


def _marked(value: object) -> object:
    """Return text, and the names of people, with marks; dates as they are."""
    if isinstance(value, str):
        return marked(value)
    if isinstance(value, list) and all(isinstance(name, dict) for name in value):
        return [{part: marked(str(text)) for part, text in name.items()} for name in value]
    return value


_VERBATIM: Final = frozenset({"id", "type", "URL", "DOI", "ISBN", "ISSN", "language"})


def open_style(
    name: str, folder: Path, lang: str, sink: Diagnostics, span: Span | None
) -> Style | None:
    """Open a shipped style by name, or a file (relative to `folder`); None if it is unusable.

    A file that is missing or no XML, a style that depends on another and one without a
    bibliography are errors.
    """
    path = _FOLDER / f"{SHIPPED.get(name, name)}.csl"
    if not path.is_file():
        path = folder / name
    try:
        root = _parse(path)
    except OSError:
        hint = did_you_mean(name, SHIPPED) or f"the path of a .csl file, or {_names()}"
        sink.error("missing-csl", f"there is no style {name!r}", span, hint)
        return None
    except etree.XMLSyntaxError as error:
        line = error.position[0] if error.position else 1
        message = f"the style is no XML: {error.msg.split(', line')[0] if error.msg else 'empty'}"
        sink.error("bad-csl", message, Span(str(path), line), "download it again")
        return None
    problem, hint = _problem(root)
    if problem:
        sink.error("bad-csl", f"{problem}: {name}", span, hint)
        return None
    return Style(root, lang)


def _names() -> str:
    return ", ".join(["web", *sorted(SHIPPED)])


def _problem(root: Any) -> tuple[str, str]:
    if root.tag != f"{{{_NAMESPACE}}}style":
        return "the file is no CSL style", f"use one of {_names()}"
    for link in root.iterfind(".//{*}link[@rel='independent-parent']"):
        parent = str(link.get("href", "")).rpartition("/")[2]
        return "the style only refers to another one", f"use that one: csl: {parent}.csl"
    if root.bibliography is None or root.bibliography.find("{*}layout") is None:
        return "the style does not say how works are listed", "choose one with a bibliography"
    macros = {macro.get("name") for macro in root.iterfind("{*}macro")}
    for use in root.iterfind(".//{*}text[@macro]"):
        if use.get("macro") not in macros:
            return f"the style has no macro {use.get('macro')!r}", "download it again"
    return "", ""


def _parser() -> Any:
    lookup = etree.ElementNamespaceClassLookup()
    classes = lookup.get_namespace(_NAMESPACE)
    classes[None] = model.CitationStylesElement
    for kind in model.CitationStylesElement.__subclasses__():
        if kind.__module__ == model.__name__:
            classes[kind.__name__.replace("_", "-").lower()] = kind
    classes.update(ELEMENTS)
    parser = etree.XMLParser(
        remove_comments=True, no_network=True, resolve_entities=False, remove_pis=True
    )
    parser.set_element_class_lookup(lookup)
    return parser


def _parse(path: Path) -> Any:
    return etree.fromstring(path.read_bytes(), _parser())


def _own_locales(root: Any, lang: str) -> list[Any]:
    """Return the locales that the style itself has, the one for this dialect first."""
    wanted = (lang, subtags(lang).language, None)
    found = {locale.get(_XML_LANG): locale for locale in root.iterfind("{*}locale")}
    return [found[tag] for tag in dict.fromkeys(wanted) if tag in found]


def _locales(lang: str) -> list[Any]:
    """Return citeproc-py's locales for `lang`: the dialect, the main dialect, American English."""
    language, _, region = subtags(lang)
    tags = [
        f"{language}-{region}",
        PRIMARY_DIALECTS.get(language, "en-US"),
        "en-US",
    ]
    paths = [Path(LOCALES_PATH) / f"locales-{tag}.xml" for tag in dict.fromkeys(tags)]
    return [_parse(path) for path in paths if path.is_file()]


def _terms(locales: list[Any]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return terms by name and form (or gender), singular and plural; nearer locales win.

    A locale that has ordinals of its own replaces those of the locales behind it.
    """
    terms: dict[tuple[str, str], tuple[str, str]] = {}
    ordinals = False
    for locale in locales:
        found: dict[tuple[str, str], tuple[str, str]] = {}
        for term in locale.iterfind("{*}terms/{*}term"):
            name = term.get("name")
            if ordinals and name.startswith("ordinal"):
                continue
            single, multiple = term.find("{*}single"), term.find("{*}multiple")
            one = (term.text if single is None else single.text) or ""
            many = one if multiple is None else multiple.text or ""
            form = term.get("form") or term.get("gender-form") or ""
            words = one.replace("'", "’"), many.replace("'", "’")
            found.setdefault((name, "" if form == "long" else form), words)
            for extra in ("gender", "match"):
                if value := term.get(extra):
                    found.setdefault((name, extra), (value, value))
        terms = {**found, **terms}
        ordinals = ordinals or ("ordinal", "") in found
    return terms
