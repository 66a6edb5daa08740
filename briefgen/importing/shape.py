"""Take a line of text, return its number, and how much it reads as a title, label or sentence."""

from __future__ import annotations

import re

from briefgen.record import NamedTuple

__all__ = [
    "SMALL_WORDS",
    "TitleNumber",
    "ends_sentence",
    "is_capitals",
    "known_name",
    "reads_as_title",
    "split_label",
    "title_number",
    "words_of",
]

SMALL_WORDS = frozenset(
    "a an and as at but by for from if in into is it its nor of off on onto or out over per so "
    "than the to up via vs with without yet "
    "aan bij de den der des die das dem du en et het la le les los met oder op te tot um und van "
    "voor von zu zum zur".split()
)
"""Words that stay in small letters in a title."""

_IDEOGRAPHS = r"\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(
    rf"[{_IDEOGRAPHS}]{{1,2}}|(?:(?![{_IDEOGRAPHS}])[^\W_])+(?:[’'.&/-](?:(?![{_IDEOGRAPHS}])[^\W_])+)*"
)

_NAMED = re.compile(
    r"(?P<word>section|chapter|part|appendix|annex|annexe|volume|kapitel|teil|abschnitt|anhang|"
    r"chapitre|partie|hoofdstuk|deel|bijlage)\s+"
    r"(?P<number>[ivxlcdm]+|\d{1,3}(?:\.\d{1,3})*|[a-z](?:\.\d{1,3})*|one|two|three|four|five|six|seven|eight|"
    r"nine|ten|eleven|twelve)(?P<mark>\s*[:.–—-]\s*|\s+(?=\S)|$)",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"(?:§\s*)?(?P<number>\d{1,2}(?:\.\d{1,2}){1,4})(?P<mark>\.?:?\)?\s+)(?=\S)")
_LETTERED = re.compile(r"(?P<number>[A-Z](?:\.\d{1,2}){1,3})(?P<mark>\.?:?\s+)(?=\S)")
_PLAIN = re.compile(r"(?P<number>\d{1,2})(?P<mark>(?:[.):]|\s*[–—-])?\s+)(?=\S)")
_ROMAN = re.compile(r"(?P<number>[IVXLC]{1,6})(?P<mark>(?:[.):]|\s*[–—-])\s+)(?=\S)")
_LETTER = re.compile(r"(?P<number>[A-Z])(?P<mark>(?:[.)]|\s*[–—-])\s+)(?=\S)")
_ROMAN_NUMBER = re.compile(
    r"(?=[ivxlc])(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})", re.IGNORECASE
)
_SPELLED = "one two three four five six seven eight nine ten eleven twelve".split()

_KNOWN = {
    "summary": "executive summary|summary|abstract|synopsis|management summary|overview|"
    "zusammenfassung|kurzfassung|résumé|samenvatting",
    "front": "introduction|foreword|preface|acknowledgements|acknowledgments|background|"
    "einleitung|vorwort|inleiding|avant-propos|context|scope|purpose|"
    "list of abbreviations|abbreviations|glossary|terms of reference|key findings|key takeaways|"
    "key judgements|key judgments|highlights",
    "back": "conclusion|conclusions|concluding remarks|recommendations|outlook|methodology|"
    "methods|discussion|results|findings|next steps|limitations|appendix|appendices|annex|"
    "fazit|schluss|schlussfolgerung|schlussfolgerungen|empfehlungen|ausblick|conclusie|"
    "aanbevelingen|recommandations|about the author|about the authors|about this report|"
    "disclaimer|references and notes",
}
_KNOWN_NAMES = {name: kind for kind, names in _KNOWN.items() for name in names.split("|")}

_SENTENCE_END = re.compile(
    r"[.!?;…。！？；][\"”’'»)\]」』]*(?:\s*\[?\d{1,3}(?:\s*[,–-]\s*\d{1,3})*\]?)*\s*$"
)
_LABEL = re.compile(r"(?P<label>[^\s:][^:：\n]{0,79}?)(?P<mark>\s?[:：])\s+(?=\S)")


class TitleNumber(NamedTuple):
    """The number before a title; its scheme is "section", "decimal", "plain", "roman" or "letter".

    `name` is the scheme, `number` the text of the number, `value` its ordinal (of the last part of
    "4.2"), `depth` the count of its parts, and `end` the offset at which the title begins.
    """

    name: str
    number: str
    value: int
    depth: int
    end: int


def title_number(text: str) -> TitleNumber | None:
    """Return the number at the beginning of `text`, or None."""
    if match := _NAMED.match(text):
        number = match["number"]
        if match["mark"] or match.end() == len(text):
            depth = number.count(".") + 1
            return TitleNumber(match["word"].lower(), number, _value(number), depth, match.end())
        return None
    if match := _DECIMAL.match(text):
        number = match["number"]
        return TitleNumber("decimal", number, _value(number), number.count(".") + 1, match.end())
    if match := _LETTERED.match(text):
        number = match["number"]
        return TitleNumber("lettered", number, _value(number), number.count(".") + 1, match.end())
    for name, pattern in (("plain", _PLAIN), ("roman", _ROMAN), ("letter", _LETTER)):
        match = pattern.match(text)
        if match and (name != "roman" or _ROMAN_NUMBER.fullmatch(match["number"])):
            return TitleNumber(name, match["number"], _value(match["number"]), 1, match.end())
    return None


def _value(number: str) -> int:
    last = number.rpartition(".")[2].lower()
    if last.isdigit():
        return int(last)
    if last in _SPELLED:
        return _SPELLED.index(last) + 1
    if _ROMAN_NUMBER.fullmatch(last):
        values = [{"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}[digit] for digit in last]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return sum(-value if value < following else value for value, following in pairs)
    return ord(last[0]) - ord("a") + 1


def words_of(text: str) -> list[str]:
    """Return the words of `text` without their punctuation."""
    return _WORD.findall(text)


def ends_sentence(text: str) -> bool:
    """Tell whether `text` ends like a sentence; citation numbers after the stop do not count."""
    return _SENTENCE_END.search(text) is not None


def is_capitals(text: str) -> bool:
    """Tell whether `text` has four letters or more, and all of them are capitals."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and all(c.isupper() or not c.islower() for c in letters)


def known_name(text: str) -> str:
    """Return the kind ("summary", "front", "back") of a heading that every report uses, or ""."""
    return _KNOWN_NAMES.get(" ".join(text.casefold().rstrip(":. ").split()), "")


def reads_as_title(text: str, longest: int = 14) -> float:
    """Return how much `text` looks like a title: 0 for a sentence, 1 for a capital on each word."""
    words = words_of(text)
    if not words or len(words) > longest or len(text) > 110:
        return 0.0
    text = re.sub(r"(?<=\d)\.(?=\d+$)", "", text.rstrip())  # "Interface 2.0" is no sentence
    if ends_sentence(text.rstrip("?")) or text.rstrip().endswith((",", ":")):
        return 0.0
    first = next((c for c in text if c.isalnum()), "")
    if first.islower():
        return 0.0
    weighty = [w for w in words if w.casefold() not in SMALL_WORDS]
    capital = sum(not w[0].islower() for w in weighty)
    share = capital / len(weighty) if weighty else 1.0
    return share if len(words) <= 10 else share * 0.9


def split_label(text: str, longest: int = 8) -> tuple[int, int, float] | None:
    """Return where a label ends, where its text begins, and how much it looks like one (0 to 1)."""
    match = _LABEL.match(text)
    if match is None:
        return None
    label = match["label"]
    words = words_of(label)
    if not words or len(words) > longest or label.casefold() in _NO_LABELS:
        return None
    if re.search(r"[.!?;](?:\s|$)(?<!\b\w\w\.\s)(?<!\b\w\w\w\.\s)", label):
        return None
    first = next((c for c in label if c.isalnum()), "a")
    if first.islower():
        return None
    weighty = [w for w in words if w.casefold() not in SMALL_WORDS]
    capital = sum(not w[0].islower() for w in weighty)
    share = capital / len(weighty) if weighty else 1.0
    if len(words) == 1:
        share = min(share, 0.9)
    return match.end("label"), match.end(), share


_NO_LABELS = frozenset(
    "for example|for instance|in short|in other words|in sum|that is|namely|however|thus|"
    "as follows|the following|to summarise|to summarize|he said|she said|zum beispiel|"
    "par exemple|bijvoorbeeld|https|http|mailto".split("|")
)
