"""Take the bytes of a PDF or Word file and secrets, return which stand in it, and where."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Final

from briefgen.diagnostics import Span
from briefgen.inspection.hidden import Secrets
from briefgen.inspection.pieces import FileContent, UnreadableError
from briefgen.inspection.texts import WINDOW, is_telling, tokens
from briefgen.record import NamedTuple

__all__ = ["Finding", "UnreadableError", "banner_missing", "inspect_file"]

_LEAST: Final = 0.8
"""The share of a document's words that has to be found, or else the file was not read at all."""

_OWN_WORDS: Final = frozenset(
    "word document header footer footnotes endnotes media image chart charts drawing picture "
    "embeddings workbook worksheet sheet sheets sheet1 xlsx xml rels docprops core app custom "
    "props customxml item1 theme fonts font styles numbering settings comments briefgen reportlab "
    "microsoft office application excel python docx pdf png jpeg jpg svg emf odttf toc ref cite "
    "fig sec tbl note notes hyperlink pageref styleref seq mergeformat numpages audience issue "
    "source digest untitled template normal http https www org com schemas openxmlformats "
    "officedocument relationships section anchor bookmark title subject creator keywords producer "
    "creationdate moddate artifact span link figure table formula caption reference document1 "
    "general standard category series axis values value arabic srgb min max sharedstrings "
    "worksheets iso file follows part identification integer internal property schema rdf resource "
    "syntax meta adobe aiim elements extension pdfa pdfuaid pdfua purl xap".split()
)
"""What stands in files of a format by itself."""


class Finding(NamedTuple):
    """A secret that stands in a file: in words, the place of it in the source, and in the file."""

    text: str
    span: Span
    where: str


def inspect_file(
    name: str, data: bytes, secrets: Secrets, visible: Iterable[str] = ()
) -> list[Finding]:
    """Return which of `secrets` stand in the file `name`, the first place of each.

    `visible` are texts that the file has to have. Raises `UnreadableError` where it is no such
    file, or most of them cannot be found in it: what cannot be read cannot be passed.
    """
    content = _read(name, data)
    found: dict[tuple[str, ...], Finding] = {}

    def told(words: tuple[str, ...], span: Span, where: str) -> None:
        found.setdefault(words, Finding(" ".join(words), span, where))

    met: set[str] = set()
    for where, text in content.texts:
        words = tokens(text)
        met.update(words)
        for word in words:
            if word in secrets.words and word not in _OWN_WORDS:
                told((word,), secrets.words[word], where)
        for size in (WINDOW - 1, WINDOW):
            for window in zip(*(words[start:] for start in range(size)), strict=False):
                if window in secrets.sequences:
                    told(window, secrets.sequences[window], where)
    for least, names in ((1, content.labels), (2, content.parts)):
        for where, label in names:
            words = tokens(label)
            for start in range(len(words)):
                for end in range(start + least, len(words) + 1):
                    part = tuple(words[start:end])
                    if part in secrets.labels and part[0] not in _OWN_WORDS:
                        told(part, secrets.labels[part], where)
    for where, character in content.characters:
        if character in secrets.characters:
            told((character,), secrets.characters[character], where)
    _check_read(name, visible, met)
    return _longest(found)


def banner_missing(name: str, data: bytes, banner: str) -> bool:
    """Tell whether the marking `banner` is missing from a file: in its text or its properties."""
    wanted = tokens(banner)
    content = _read(name, data)
    places = {where for where, text in content.texts if _holds(tokens(text), wanted)}
    return not any("propert" in where for where in places) or not any(
        "propert" not in where for where in places
    )


def _holds(words: Sequence[str], wanted: Sequence[str]) -> bool:
    size = len(wanted)
    return any(words[at : at + size] == wanted for at in range(len(words) - size + 1))


def _read(name: str, data: bytes) -> FileContent:
    match PurePath(name).suffix.lower():
        case ".pdf":
            from briefgen.inspection.pdf import read_pdf

            return read_pdf(data)
        case ".docx":
            from briefgen.inspection.docx import read_docx

            return read_docx(data)
        case ".json":  # the mapping of a file
            return FileContent([("text", data.decode("utf-8", "replace"))], [])
        case suffix:
            raise UnreadableError(f"nothing here reads {suffix} files")


def _check_read(name: str, visible: Iterable[str], met: set[str]) -> None:
    wanted = {word for text in visible for word in tokens(text) if is_telling(word)}
    if wanted and len(wanted & met) < _LEAST * len(wanted):
        share = round(100 * len(wanted & met) / len(wanted))
        raise UnreadableError(
            f"only {share} % of the words that {name} has to have were found in it"
        )


def _longest(found: dict[tuple[str, ...], Finding]) -> list[Finding]:
    """Return the findings, one for each place in the source, sequences before words."""
    first: dict[Span, Finding] = {}
    for words in sorted(found, key=len, reverse=True):
        first.setdefault(found[words].span, found[words])
    return sorted(first.values(), key=_in_order)


def _in_order(finding: Finding) -> tuple[str, int, int]:
    return finding.span.file, finding.span.line, finding.span.column
