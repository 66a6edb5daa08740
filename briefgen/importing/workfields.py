"""Take parts of an entry of a source list, return persons, journal and imprint as CSL has them."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["NAMES", "imprint_of", "journal_of", "persons_of"]

_INITIALS: Final = r"[A-ZÀ-Þ]\.(?:[\s-]?[A-ZÀ-Þ]\.)*"
_FAMILY: Final = (
    r"(?:(?:van|von|de|der|den|la|le|di|da|du|al|el|bin|ten|ter|zu)\s+)*"
    r"[A-ZÀ-Þ][\w’'-]+(?:\s+[A-ZÀ-Þ][\w’'-]+)?"
)
_AND: Final = r"(?:,\s*(?:&|and|und|et)?|\s+(?:&|and|und|et))\s*"
_TURNED: Final = rf"{_FAMILY},\s+{_INITIALS}"
_STRAIGHT: Final = rf"{_INITIALS}\s+{_FAMILY}"
NAMES: Final = rf"{_TURNED}(?:{_AND}{_TURNED})*(?:,?\s*et al\.?)?"
"""A pattern of names as APA and Harvard have them: "Lund, B., & Moe, C."."""
_JOURNAL: Final = re.compile(
    r"(?P<container>\S.*?[^\W\d_][.)]?),?\s+(?:vol(?:ume)?\.?\s*)?(?P<volume>\d{1,4})"
    r"(?:\s*\((?P<issue>[\w–-]{1,9})\)|,\s*(?:no|nr|issue)\.?\s*(?P<number>\d{1,4}))"
    r"(?:\s*[,:]\s*(?:pp?\.\s*)?(?P<page>e?\d+(?:\s*[–-]\s*\d+)?))?\.?",
    re.IGNORECASE,
)
_PAGES: Final = re.compile(
    r"(?P<container>\S.*?[^\W\d_][.)]?),\s+(?P<volume>\d{1,4}),?\s*(?::|pp?\.)\s*"
    r"(?P<page>\d+\s*[–-]\s*\d+)\.?"
)
_IMPRINT: Final = re.compile(
    r"(?:(?P<edition>\d{1,2})(?:st|nd|rd|th) ed\.?,?\s+)?(?P<place>[^\W\d_][^:,\d]{1,30}):\s+"
    r"(?P<publisher>[^\W\d_][^:]{1,60})"
)


def persons_of(text: str) -> list[dict[str, str]]:
    """Return the names in `text` as family and given, or all of it as one literal."""
    for pattern, turned in ((_TURNED, True), (_STRAIGHT, False)):
        if not re.fullmatch(rf"{pattern}(?:{_AND}{pattern})*(?:,?\s*et al\.?)?", text):
            continue
        names: list[dict[str, str]] = []
        for match in re.finditer(pattern, text):
            if turned:
                family, _, given = match[0].partition(", ")
            else:
                found = re.match(_INITIALS, match[0])
                given = found[0] if found else ""
                family = match[0][len(given) :].strip()
            names.append({"family": family, "given": given.strip()})
        if re.search(r"et al\.?$", text):
            names.append({"literal": "et al."})
        return names
    return [{"literal": text}]


def journal_of(text: str) -> dict[str, str]:
    """Return journal, volume, issue and pages of "Harbour Studies, 22(1), 15-25", or nothing."""
    match = _JOURNAL.fullmatch(text) or _PAGES.fullmatch(text)
    if match is None:
        return {}
    found = match.groupdict()
    fields = {
        "container-title": found["container"].rstrip(","),
        "volume": found["volume"],
        "issue": found.get("issue") or found.get("number") or "",
        "page": re.sub(r"\s", "", found.get("page") or ""),
    }
    return {name: value for name, value in fields.items() if value}


def imprint_of(text: str) -> dict[str, str]:
    """Return edition, place and publisher of "2nd ed. Northport: Coast Press", or the publisher."""
    match = _IMPRINT.fullmatch(text)
    if match is None:
        return {"publisher": text}
    fields = {
        "edition": match["edition"],
        "publisher-place": match["place"].strip(),
        "publisher": match["publisher"].strip(),
    }
    return {name: value for name, value in fields.items() if value}
