"""Checks of words: likelihood after ICD 203, abbreviations, the length of the bottom line.

ICD 203 is the standard of the US intelligence community for analytic products. Its table gives
each degree of likelihood two words, one in each of two rows, and asks authors not to mix rows, nor
to put a likelihood and a degree of confidence into one sentence. These checks know English only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from briefgen import model as m
from briefgen.checks.context import CheckContext
from briefgen.checks.passages import Passage
from briefgen.language import subtags
from briefgen.record import NamedTuple
from briefgen.walk import words

__all__ = ["check_words"]


def check_words(context: CheckContext) -> None:
    """Look for mixed likelihoods, unexplained abbreviations and a long bottom line."""
    if subtags(context.report.metadata.lang).language == "en":
        _likelihood(context)
    _abbreviations(context)
    _bottom_line(context)


# --------------------------------------------------------------------------------- likelihood

# For each degree: the word in the first row of the table, and the word in the second.
_DEGREES: Final = (
    ("almost no chance", "remote"),
    ("very unlikely", "highly improbable"),
    ("unlikely", "improbable"),
    ("roughly even chance", "roughly even odds"),
    ("likely", "probable"),
    ("very likely", "highly probable"),
    ("almost certain", "nearly certain"),
)
_TERM = re.compile(
    r"""\b(?:
        (?P<first>almost\sno\schance | (?:very\s)?unlikely | roughly\seven\schances?
          | (?:very\s)?likely | almost\scertain(?:ly)?)
      | (?P<second>remote\s(?:chance|possibility|probability|likelihood|prospect)
          | (?:highly\s)?improbabl[ey] | roughly\seven\sodds | (?:highly\s)?probabl[ey]
          | nearly\scertain(?:ly)?)
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
_CONFIDENCE = re.compile(
    r"\b(?:high|moderate|medium|low|great|little|full)(?:\s+|-)(?:degree\sof\s)?confidence\b"
    r"|\bconfidence\s(?:level\s)?(?:is|of)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’(?!\w)")
_SENTENCE_END = re.compile(r"[.!?]+[”’\")\]]*\s+(?=[\W_]*[A-Z0-9])")


class _Use(NamedTuple):
    row: int
    word: str
    passage: Passage
    start: int
    end: int


def _likelihood(context: CheckContext) -> None:
    uses = list(_uses(context))
    rows = [[use for use in uses if use.row == row] for row in (0, 1)]
    if all(rows):
        # The author's row is the one used more often, or else the one used first.
        minor = min(rows, key=len) if len(rows[0]) != len(rows[1]) else rows[1 - uses[0].row]
        major = rows[1 - minor[0].row]
        for use in minor:
            context.add_finding(
                "mixed-likelihood",
                f"“{use.word}” is of the other row of ICD 203 than “{major[0].word}”",
                use.passage.place(use.start, use.end),
                f"that row says “{_counterpart(use)}”",
            )
    for use in uses:
        start, end = _sentence(use)
        if _CONFIDENCE.search(use.passage.text, start, end):
            context.add_finding(
                "likelihood-confidence",
                f"“{use.word}” stands in one sentence with a degree of confidence",
                use.passage.place(use.start, use.end),
                "say in a sentence of its own how confident you are",
            )


def _uses(context: CheckContext) -> Iterator[_Use]:
    for passage in context.passages:
        if passage.kind == "quote":
            continue
        # Quotations are blanked, because others chose those words; the length stays.
        text = _QUOTED.sub(lambda match: " " * len(match[0]), passage.text)
        for match in _TERM.finditer(text):
            row = 0 if match["first"] else 1
            yield _Use(row, match[0].lower(), passage, *match.span())


def _counterpart(use: _Use) -> str:
    base = re.sub(r"ly$", "", use.word) if use.word.endswith("certainly") else use.word
    base = re.sub(r"abl[ey]$", "able", base)
    base = "remote" if base.startswith("remote") else base
    for degree in _DEGREES:
        if degree[use.row] == base.removesuffix("s"):
            return degree[1 - use.row]
    return _DEGREES[4][1 - use.row]


def _sentence(use: _Use) -> tuple[int, int]:
    start, end = 0, len(use.passage.text)
    for match in _SENTENCE_END.finditer(use.passage.text):
        if match.end() <= use.start:
            start = match.end()
        else:
            end = min(end, match.end())
    return start, end


# ------------------------------------------------------------------------------ abbreviations

_KNOWN: Final = frozenset(
    "AC AD AI AIDS AM BBC BC BCE CE CEO CFO CHF CIA CNN COVID CV DC DIN DNA DOI DVD ECB EEA EEC "
    "EFTA ESA EU EUR FAQ FBI GBP GDP GMT GNP GPS HIV HR HTML ICU ID IMF IQ IRA ISBN ISO IT JPY KGB "
    "LGBT LGBTQ MP MRI NASA NATO NGO OECD OK OPEC OSCE PDF PIN PM PR RAF RNA SARS SMS SUV TV UAE "
    "UFO UK UN UNESCO UNHCR UNICEF URL US USA USB USD USSR UTC VAT VIP WHO WTO WWF".split()
)
_ABBREVIATION = re.compile(r"(?<![\w&/@#.-])([A-Z]{2,6})(?=s?(?![\w&]|-?\d))")
_ROMAN = re.compile(r"[IVX]+$")
_CAPITALS = re.compile(r"(?:\b[A-Z]{2,}\s+){2,}[A-Z]{2,}\b")


def _abbreviations(context: CheckContext) -> None:
    """Report the first use of each abbreviation that is not written out before it.

    For a condensed form, it is enough that the abbreviation is written out anywhere, because the
    form may stand before the long text or without it.
    """
    known = _KNOWN | context.settings.abbreviations
    introduced: dict[str, tuple[int, int]] = {}
    uses: dict[str, tuple[int, int]] = {}
    for number, passage in enumerate(context.passages):
        shouted = [match.span() for match in _CAPITALS.finditer(passage.text)]
        for match in _ABBREVIATION.finditer(passage.text):
            name, at = match[1], match.start()
            if name in known or _ROMAN.match(name):
                continue
            if any(start <= at < end for start, end in shouted):
                continue
            if _introduces(passage.text, *match.span(1)):
                introduced.setdefault(name, (number, at))
            elif passage.kind != "heading":
                place = number, at
                first = uses.get(name)
                # A use in the long text counts before one in a condensed form.
                if first is None or (
                    context.passages[first[0]].condensed is not None and passage.condensed is None
                ):
                    uses[name] = place
    for name, (number, at) in uses.items():
        passage = context.passages[number]
        written = introduced.get(name)
        if written is not None and (written < (number, at) or passage.condensed is not None):
            continue
        where = passage.place(at, at + len(name))
        hint = f"at its first use: Long Form ({name}); or briefgen: {{abbreviations: [{name}]}}"
        if written is None:
            message = f"{name} is not written out anywhere"
        else:
            later = context.passages[written[0]].place(written[1], written[1] + len(name))
            message = f"{name} is used here and written out later, on line {later.line}"
        context.add_finding("undefined-abbreviation", message, where, hint)


def _introduces(text: str, start: int, end: int) -> bool:
    """Tell whether the abbreviation is written out here: "Long Form (LF)" or "LF (long form)"."""
    opening, closing = text.rfind("(", 0, start), text.find(")", end)
    if opening >= 0 and closing >= 0 and ")" not in text[opening:start]:
        inside = text[opening + 1 : closing]
        if len(inside.split()) <= 3 and text[:opening].rstrip():
            return True
    behind = re.match(r"\s\(([^()]+)\)", text[end:])
    if behind is None:
        return False
    initials = [word[0].upper() for word in re.findall(r"[^\W\d_]+", behind[1])]
    rest = iter(initials)
    return all(letter in rest for letter in text[start:end])


# -------------------------------------------------------------------------------- bottom line


def _bottom_line(context: CheckContext) -> None:
    limit = context.settings.bottom_line_words
    for node in context.nodes:
        if isinstance(node, m.Div | m.Section) and node.attr.id == "bottom-line":
            count = words(node.children)
            if count > limit:
                span = node.span._replace(end_line=node.span.line, end_column=node.span.column)
                context.add_finding(
                    "long-bottom-line",
                    f"the bottom line has {count} words, of at most {limit}",
                    span,
                    "say what the reader must know; the rest has its place below",
                )
