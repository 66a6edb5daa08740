"""The few words briefgen prints by itself, by language: `term(lang, name)`."""

from __future__ import annotations

from typing import Final

__all__ = ["term"]

_TERMS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "table": "Table",
        "figure": "Figure",
        "cited-in": "cited in",
        "accessed": "accessed",
        "page": "Page",
        "of": "of",
        "continued": "continued",
        "notes": "Notes",
        "section": "§",
    },
    "de": {
        "table": "Tabelle",
        "figure": "Abbildung",
        "cited-in": "zitiert in",
        "accessed": "abgerufen am",
        "page": "Seite",
        "of": "von",
        "continued": "Fortsetzung",
        "notes": "Anmerkungen",
        "section": "§",
    },
    "fr": {
        "table": "Tableau",
        "figure": "Figure",
        "cited-in": "cité au",
        "accessed": "consulté le",
        "page": "Page",
        "of": "sur",
        "continued": "suite",
        "notes": "Notes",
        "section": "§",
    },
    "nl": {
        "table": "Tabel",
        "figure": "Figuur",
        "cited-in": "geciteerd in",
        "accessed": "geraadpleegd op",
        "page": "Pagina",
        "of": "van",
        "continued": "vervolg",
        "notes": "Noten",
        "section": "§",
    },
}


def term(lang: str, name: str) -> str:
    """Return the word for `name` in `lang` (a BCP 47 tag), in English where it is not known."""
    words = _TERMS.get(lang.split("-")[0].lower(), _TERMS["en"])
    return words.get(name, _TERMS["en"][name])
