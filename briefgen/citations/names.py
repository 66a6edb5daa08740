"""Names of people and organisations: take CSL names, return them as they are printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefgen.terms import term

__all__ = ["all_names", "family_names"]

_MOST = 5
_KEPT = 3


def all_names(names: object, lang: str) -> str:
    """Return the names in full, given name first; of more than five the first three."""
    people = [_full(name) for name in _people(names)]
    return _listed(people, lang, _MOST, _KEPT)


def family_names(names: object, lang: str) -> str:
    """Return family names, as a sentence names authors: one, two, or one "et al."."""
    people = [_family(name) for name in _people(names)]
    return _listed(people, lang, 2, 1)


def _people(names: object) -> list[Mapping[str, str]]:
    return [name for name in names if isinstance(name, Mapping)] if isinstance(names, list) else []


def _listed(people: Sequence[str], lang: str, most: int, kept: int) -> str:
    shown = [name for name in people if name and name != "others"]
    if len(shown) > most or len(shown) < len(people):
        shown = shown[:kept] if len(shown) > most else shown
        return f"{', '.join(shown)} {term(lang, 'et-al')}" if shown else ""
    if len(shown) < 2:
        return "".join(shown)
    comma = "," if lang.lower() == "en-us" and len(shown) > 2 else ""
    word = term(lang, "and")  # in some languages a part of the word that follows: "ו{}"
    last = word.format(shown[-1]) if "{}" in word else f"{word} {shown[-1]}"
    return f"{', '.join(shown[:-1])}{comma} {last}"


def _full(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return literal
    words = " ".join(part for part in (name.get("given", ""), _family(name)) if part)
    suffix = name.get("suffix")
    return f"{words} {suffix}" if suffix else words


def _family(name: Mapping[str, str]) -> str:
    if literal := name.get("literal"):
        return literal
    parts = ("dropping-particle", "non-dropping-particle", "family")
    return " ".join(name[part] for part in parts if name.get(part)) or name.get("given", "")
