"""Take a language tag of BCP 47 ("zh-Hant-TW"), return its parts and what it falls back to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from briefgen.record import NamedTuple

__all__ = ["Subtags", "fallbacks", "is_language_tag", "subtags", "tag_of_name"]


class Subtags(NamedTuple):
    """A language in small letters ("zh"), a script ("Hant") and a region ("TW"); "" for none."""

    language: str
    script: str = ""
    region: str = ""


@cache
def subtags(tag: str) -> Subtags:
    """Return the parts of a tag; "_" may stand for "-"."""
    language, *rest = re.split("[-_]", tag)
    script = next((part for part in rest if re.fullmatch(r"[A-Za-z]{4}", part)), "")
    region = next((part for part in rest if re.fullmatch(r"[A-Za-z]{2}|\d{3}", part)), "")
    return Subtags(language.lower(), script.title(), region.upper())


def fallbacks(tag: str) -> Iterator[str]:
    """Yield a tag in small letters, then the same without its last part, and so on (RFC 4647)."""
    parts = re.split("[-_]", tag.lower())
    for count in range(len(parts), 0, -1):
        yield "-".join(parts[:count])


def is_language_tag(text: str) -> bool:
    """Tell whether `text` has the form of a tag; no registered language has over three letters."""
    form = r"(?:[A-Za-z]{2,3}|[XIxi](?=-))(-[A-Za-z0-9]{1,8})*"
    return re.fullmatch(form, text) is not None


def tag_of_name(name: str) -> str:
    """Return the tag of a language that is called by its name ("English": en-GB), or ""."""
    return _TAGS.get(name.strip().casefold(), "")


_TAGS: Final = {
    "english": "en-GB", "british": "en-GB", "american": "en-US",
    "german": "de", "deutsch": "de", "french": "fr", "français": "fr", "spanish": "es",
    "español": "es", "italian": "it", "italiano": "it", "dutch": "nl", "nederlands": "nl",
    "portuguese": "pt", "português": "pt", "polish": "pl", "polski": "pl", "turkish": "tr",
    "ukrainian": "uk", "arabic": "ar", "hebrew": "he", "hungarian": "hu", "romanian": "ro",
}  # fmt: skip
