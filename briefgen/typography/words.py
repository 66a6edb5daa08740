"""Take a word, return its pieces, and what it must not be parted from: the rules of line ends.

A word is what stands between two spaces. A line may end after a piece of a word at a penalty
(an explicit hyphen, a dash, the parts of a URL), and it may end at a space unless the rules tie
the two words: `left.after & right.before` is then not 0.

    what ties                          examples
    ---------------------------------  -------------------------------------------
    a number and its unit              5 km, 30 %, 1.2 billion, € 5
    the groups of a number             10 000
    a reference and its number         § 5, Art. 5, p. 3, No. 7, Table 2, Annex A
    a day and its month                26 June, 3. Mai, June 26, Sept. 11
    a month and its year               June 2024
    initials, titles and a name        J. D. Vance, Dr. Smith, z. B.
    a name and its number              Louis XIV, World War II
    a word of one letter               a summit, I think
    a dash or slash between spaces     word –, word /
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from briefgen.record import NamedTuple
from briefgen.terms import month_names

__all__ = ["NEVER", "Piece", "Word", "cut_word", "plain", "tied"]

NEVER: Final = 10_000
"""The penalty of a place where no line may end."""

DASH: Final = 10
HYPHEN: Final = 50
SLASH: Final = 70
URL_SLASH: Final = 20
URL_MARK: Final = 60


class Piece(NamedTuple):
    """A part of a word. `penalty` is for a line end after it, before the word's next piece.

    `points` are offsets where a hyphen may be added; None leaves that to hyphenation. `space`
    is true for a no-break space that stretches like any other.
    """

    text: str
    penalty: int = NEVER
    points: tuple[int, ...] | None = None
    space: bool = False


class Word(NamedTuple):
    """A word in pieces. `tail` is the penalty for a line end where other text adjoins it."""

    pieces: tuple[Piece, ...]
    before: int
    after: int
    tail: int = NEVER


# ------------------------------------------------------------------------------------------ ties

_NUMBER, _UNIT, _MONTH, _DAY, _NAME, _ANY, _SPACED_DASH, _GROUP, _ORDINAL = (
    1 << i for i in range(9)
)

_UNITS: Final = frozenset(
    """
    % ‰ ° °C °F K km m cm mm µm nm km² m² km/h m/s ha kg g mg t kt Mt l ml kW MW GW TW kWh MWh
    GWh TWh kV V A Hz kHz MHz GHz kB KB MB GB TB Mbit/s Gbit/s s ms min h hrs pt px dpi mph ft
    lb € $ £ ¥ EUR USD GBP CHF TRY HUF RON SEK NOK DKK PLN CZK UAH JPY CAD euro euros dollars
    pounds million millions billion billions trillion
    thousand bn mn tn Mio. Mrd. Millionen Milliarden millions milliards percent pp am pm a.m.
    p.m. Uhr BC AD BCE CE GMT UTC CET CEST
    """.split()
)
_CURRENCIES: Final = frozenset(
    """
    € $ £ ¥ US$ EUR USD GBP CHF TRY HUF RON SEK NOK DKK PLN CZK UAH JPY CAD +/- × ± ≈ ~ < > ≤ ≥
    """.split()
)
_REFERENCES: Final = frozenset(
    """
    § §§ ¶ # Art. Arts. art. Article Articles Artikel Abs. p. pp. S. f. No. Nos. no. nos. Nr. nº
    n° nᵒ № fig. figs. Fig. Figs. Figure Figures Abb. Abbildung Tab. Table Tables Tabelle Tableau
    Sec. sec. Section Sections Ch. ch. chap. Chapter Kap. Vol. vol. par. para. paras. n. nn. ca. c.
    Eq. Ref. Annex Appendix Part Page Seite Item Note
    """.split()
)
_MONTHS: Final = month_names() | {"Jun", "Jul", "Sep"}
_TITLES: Final = frozenset(
    """
    Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Prof. St St. Gen. Col. Lt. Maj. Capt. Adm. Sen. Rep. Amb. Gov.
    Sec. Herr Frau M. Mme
    """.split()
)
_OPENERS: Final = "([{“‘«„‚‹»›”’\"'"
_CLOSERS: Final = ".,;:!?…)]}”’»›“‘«‹\"'"

_AMOUNT = re.compile(r"[^\w\s]*\d(?:[\d.,:/\u00a0\u202f–-]*\d)?")
_DAY_OF_MONTH = re.compile(r"(?:[12]?\d|3[01])(?:st|nd|rd|th|er|\.)?")
_HEAD_GROUP = re.compile(r"[^\w\s]*\d{1,3}")
_TAIL_GROUP = re.compile(r"\d{3}(?!\d)")
_ROMAN = re.compile(r"[IVX]{2,}\b")
_YEAR = re.compile(r"[12]\d{3}")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+")
_NUMERAL = re.compile(r"\d|[IVXLC]+\b|[A-Z]\b")


def _after(word: str) -> int:
    """Return what `word` ties to itself on its right."""
    head = word.lstrip(_OPENERS)
    bits = _SPACED_DASH
    if head in _REFERENCES:
        bits |= _NUMBER
    if head in _CURRENCIES:
        bits |= _NUMBER
    if _AMOUNT.fullmatch(head):
        bits |= _UNIT
    if _DAY_OF_MONTH.fullmatch(head):
        bits |= _MONTH
    if head.rstrip(".") in _MONTHS:
        bits |= _DAY
    if head in _TITLES or _INITIALS.fullmatch(head):
        bits |= _NAME
    if len(head) == 1 and head.isalpha():
        bits |= _ANY
    if _HEAD_GROUP.fullmatch(head):
        bits |= _GROUP
    if head[:1].isupper() and head[-1].isalpha():
        bits |= _ORDINAL
    return bits


def _before(word: str) -> int:
    """Return what ties `word` to the word on its left."""
    if word in {"–", "—", "-", "/", "·", "|"}:
        return _ANY | _SPACED_DASH
    bits = _ANY
    core = word.rstrip(_CLOSERS)
    if _NUMERAL.match(word):
        bits |= _NUMBER
    if core in _UNITS or word in _UNITS:
        bits |= _UNIT
    if core in _MONTHS:
        bits |= _MONTH
    if _DAY_OF_MONTH.fullmatch(core) or _YEAR.fullmatch(core):
        bits |= _DAY
    if word[:1].isupper() or _INITIALS.match(word):
        bits |= _NAME
    if _TAIL_GROUP.match(word):
        bits |= _GROUP
    if _ROMAN.match(word):
        bits |= _ORDINAL
    return bits


_SPOT: Final = (
    r" (?:(?=[\d–—/|·×]|[A-Z]\b|[IVX]{2})|(?<=[\d§¶#€$£¥] )|(?<=\. )(?=\w)|(?<=[rsteu] )(?=[A-Z]))"
)
"""The spaces that may tie: the others are not looked at closely."""


def tied(text: str) -> str:
    """Return `text` with no-break spaces where its words are tied.

    A word of one letter is not: there are so many that they would be in the way of who edits.
    """
    return re.sub(_SPOT, _tie, text)  # compiled when Word wants it


def _tie(space: re.Match[str]) -> str:
    text, at = space.string, space.start()
    left = text[text.rfind(" ", 0, at) + 1 : at]
    end = text.find(" ", at + 1)
    right = text[at + 1 : end] if end > 0 else text[at + 1 :]
    return "\u00a0" if _ties(left)[1] & _ties(right)[0] & ~_ANY else " "


def _ties(word: str) -> tuple[int, int]:
    if not word:
        return 0, 0
    if ties := plain(word):
        return ties
    cut = cut_word(word)
    return cut.before, cut.after


# ---------------------------------------------------------------------------------------- pieces

_PLAIN_TIES = _UNITS | _REFERENCES | _CURRENCIES | _MONTHS | _TITLES

_LETTER = r"[^\W\d_]"
_MARKS = (
    rf"(?P<hyphen>(?<={_LETTER}{_LETTER})[-\u2010](?={_LETTER}{_LETTER}))"
    rf"|(?P<dash>—+(?=.)|(?<={_LETTER})–(?={_LETTER})|(?<=\w)…(?=\w)|\u200b)"
    rf"|(?P<slash>(?<={_LETTER}{_LETTER})/(?={_LETTER}{_LETTER}))"
)
_IDEOGRAPHS = r"|(?P<ideograph>[\u3041-\u9fff\uac00-\ud7a3](?=[\u3041-\u9fff\uac00-\ud7a3]))"
_PENALTIES = {"hyphen": HYPHEN, "dash": DASH, "slash": SLASH, "ideograph": 0}

_URL = re.compile(
    r"[^\w]*(?:[a-z][a-z0-9+.-]*://|www\.|mailto:|(?:doi:)?10\.\d{4,}/)|[\w.-]+\.[a-z]{2,}/|\S+@\S+\."
)
_URL_BREAKS = re.compile(r"[/?&=#_.:;,~+@-]+(?=[^\W_])")

_FIXED_SPACES = re.compile("([\u00a0\u2007\u2009\u200a\u202f])")


def plain(word: str) -> tuple[int, int] | None:
    """Return what ties a word on its left and right if it is letters and perhaps a stop.

    Most words are; they are one piece.
    """
    stem = word[:-1] if word[-1] in ",.;:" else word
    if len(stem) < 2 or not stem.isalpha() or stem >= "\u0e00":
        return None
    if stem in _PLAIN_TIES or word in _PLAIN_TIES:
        return None
    before, after = _ANY, _SPACED_DASH
    if stem[0].isupper():
        before |= _NAME
        if stem == word:
            after |= _ORDINAL
        if stem.isupper():
            before |= _NUMBER | _ORDINAL * bool(_ROMAN.match(stem))
    return before, after


@lru_cache(maxsize=1 << 12)
def cut_word(word: str) -> Word:
    """Cut `word` (not empty, no spaces but no-break ones) where a line may end."""
    if ties := plain(word):
        return Word((Piece(word),), *ties)
    parts = _FIXED_SPACES.split(word)
    pieces: list[Piece] = []
    for part in parts:
        if part == "\u00a0":
            pieces.append(Piece(part, space=True))
        elif part:
            pieces += _url_pieces(part) if _URL.match(part) else _pieces(part)
    # What follows an address directly, a full stop say, stays with it.
    tail = DASH if word[-1] in "—/" and not _URL.match(word) else NEVER
    last = parts[-1] or "\u00a0"
    return Word(tuple(pieces), _before(parts[0] or "\u00a0"), _after(last), tail)


@cache
def _breaks(ideographs: bool) -> re.Pattern[str]:
    """Return what marks a place for a line end; ideographs take long to compile."""
    return re.compile(_MARKS + _IDEOGRAPHS * ideographs)


def _pieces(text: str) -> list[Piece]:
    pieces: list[Piece] = []
    start = 0
    for found in _breaks(max(text) > "\u3040").finditer(text):
        pieces.append(_soft(text[start : found.end()], _PENALTIES[found.lastgroup or "dash"]))
        start = found.end()
    return [*pieces, _soft(text[start:], NEVER)]


def _soft(text: str, penalty: int) -> Piece:
    """Take soft hyphens out of a piece: they say where its hyphens go."""
    if "\u00ad" not in text:
        return Piece(text, penalty)
    parts = text.split("\u00ad")
    ends = [sum(map(len, parts[:i])) for i in range(1, len(parts))]
    points = [end for end in ends if 0 < end < sum(map(len, parts))]
    return Piece("".join(parts), penalty, tuple(points))


def _url_pieces(url: str) -> list[Piece]:
    pieces: list[Piece] = []
    start = 0
    for found in _URL_BREAKS.finditer(url):
        if found[0].startswith(":/") or len(url) - found.end() < 3:
            continue
        penalty = URL_SLASH if found[0].endswith("/") else URL_MARK
        pieces.append(Piece(url[start : found.end()], penalty, ()))
        start = found.end()
    return [*pieces, Piece(url[start:], NEVER, ())]
