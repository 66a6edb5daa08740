"""Take text that is printed, find restrictions in it: `audience=` or `marking=` that nothing obeys.

Who types one means it. If it is printed, it restricts nothing, and the words that it was meant for
are printed too. So this looks at what became of the text, and not at how each construct is read.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final, get_args

from briefgen import model as m
from briefgen.diagnostics import Diagnostics, Span
from briefgen.walk import children, walk

__all__ = [
    "RESTRICTIONS",
    "meant_key",
    "report_printed",
    "report_strings",
    "report_unobeyed",
    "typed_in",
]

RESTRICTIONS: Final = ("audience", "marking")
"""The keys of attributes that say who may read."""

_NEAR = 0.8
_ALSO: Final = {"mark": "marking", "marks": "marking", "marked": "marking"}
_ESCAPED, _OTHER = "\x01", "\x00"
"""What stands for an escaped brace, and for what is no running text."""

_KEY = re.compile(r"([^\W\d][\w-]*)\s*([=:])")
_BRACE = re.compile("[{}\x01]")
_ANGLE = re.compile("[<>]")
_TAG = re.compile(r"<[A-Za-z]")
_TARGET = re.compile(r"([^\W\d][\w-]*)=")
_BARE = re.compile(r"\]\s?\{\s*([^\W\d][\w-]*)[^{}\x00\x01]*\}")
_QUOTED = re.compile(r"\s?[\"'“”„‘’‚«»‹›]")
_INLINES: Final = frozenset((*get_args(m.Inline), m.Citation))


@lru_cache(maxsize=1024)
def meant_key(word: str) -> str:
    """Return "audience" or "marking" where `word` is one of them or near it, "" for any other.

    Capitals and characters that nobody sees make no difference; `data-audience` is for programs.
    """
    word = "".join(_seen(word)).casefold().strip("-_")
    if word in RESTRICTIONS:
        return word
    if not 4 <= len(word) <= 12 or word.startswith("data-"):
        return ""
    near = ((SequenceMatcher(None, word, key).ratio(), key) for key in RESTRICTIONS)
    ratio, key = max(near)
    return key if ratio >= _NEAR else _ALSO.get(word, "")


def typed_in(text: str) -> int:
    """Return where a restriction stands in printed `text` that was meant as one, or -1.

    That is a key in braces or in a tag of HTML, whatever is wrong with these, or with a value in
    quotation marks. Words alone ("an audience = 300 people") are none.
    """
    if "=" not in text and "{" not in text:
        return -1
    clean = _Seen(text)
    text = clean.text
    braces = [match.start() for match in _BRACE.finditer(text)]
    angles = [match.start() for match in _ANGLE.finditer(text)]
    for match in _KEY.finditer(text):
        if not (key := meant_key(match[1])):
            continue
        at = bisect_left(braces, match.start())
        before = text[braces[at - 1]] if at else ""
        after = text[braces[at]] if at < len(braces) else ""
        angle = bisect_left(angles, match.start())
        if before == "{" or (
            match[2] == "="
            and before != _ESCAPED
            and (
                after == "}"
                or text[match.start() - 1 : match.start()] == "]"
                or (angle and _TAG.match(text, angles[angle - 1]) is not None)
                or (match[1] == key and _QUOTED.match(text, match.end()) is not None)
            )
        ):
            return clean.places[match.start()]
    for match in _BARE.finditer(text):
        if meant_key(match[1]) in RESTRICTIONS:
            return clean.places[match.start(1)]
    return -1


def _seen(text: str) -> Iterator[str]:
    """Yield what each character of `text` is to a reader: "" for one that nobody sees."""
    for character in text:
        if character in (_ESCAPED, _OTHER):
            yield character
        elif unicodedata.category(character) in ("Cf", "Mn", "Cc"):
            yield "" if character not in "\n\t" else " "
        else:
            yield unicodedata.normalize("NFKC", character)


class _Seen:
    """A text as a reader sees it; `places` has for each character its index in the original."""

    def __init__(self, text: str) -> None:
        self.places: list[int] = []
        if text.isascii():
            self.text, self.places = text, list(range(len(text) + 1))
            return
        parts = list(_seen(text))
        for index, part in enumerate(parts):
            self.places += [index] * len(part)
        self.places.append(len(text))
        self.text = "".join(parts)


# --------------------------------------------------------------------------------------- reports


def report_printed(nodes: Iterable[m.Node], sink: Diagnostics) -> None:
    """Report restrictions in what `nodes` print: inlines of one line, or blocks.

    Code is exempt, and so are an escaped brace and one that was written as an entity.
    """
    nodes = tuple(nodes)
    _report_run(nodes, sink)
    for node in walk(nodes):
        if type(node) not in _INLINES or type(node) is m.Note:
            _report_run(children(node), sink)
        elif isinstance(node, m.Link | m.Image) and typed_in(node.title) >= 0:
            report_unobeyed(node.span, sink)
        elif isinstance(node, m.Link) and (key := _TARGET.match(node.target)) and meant_key(key[1]):
            report_unobeyed(node.span, sink)  # [text](audience=dossier)


def report_strings(value: object, span: Span, sink: Diagnostics) -> None:
    """Report restrictions in text that no Markdown is read in: names, dates, fields of works."""
    waiting = [value]
    while waiting:
        value = waiting.pop()
        match value:
            case str() if typed_in(value) >= 0:
                report_unobeyed(span, sink)
            case Mapping():
                waiting += value.values()
                if any(isinstance(key, str) and key.casefold() in RESTRICTIONS for key in value):
                    report_unobeyed(span, sink)
            case list() | tuple():
                waiting += value
            case _:
                pass


def _report_run(nodes: Iterable[m.Node], sink: Diagnostics) -> None:
    parts = list(_flow(nodes))
    text = "".join([part for part, _ in parts])
    at = typed_in(text)
    for part, span in parts:
        if 0 <= at < len(part):
            if span.line == span.end_line and span.end_column - span.column == len(part):
                span = span._replace(column=span.column + at)
            report_unobeyed(span, sink)
        at -= len(part)


def _flow(nodes: Iterable[m.Node]) -> Iterator[tuple[str, Span]]:
    """Yield the text of one run and where each part of it stands; what is no text is one sign."""
    for node in nodes:
        match node:
            case m.Text("{" | "<", span) if span.end_column - span.column > 1:
                yield _ESCAPED, span
            case m.Text():
                yield node.text, node.span
            case m.LineBreak():
                yield " ", node.span
            case m.Note() | m.Code():
                yield _OTHER, node.span
            case m.Image():
                yield _OTHER, node.span
                yield from _flow(node.children)
                yield _OTHER, node.span
            case _ if type(node) in _INLINES:
                yield from _flow(children(node))


def report_unobeyed(span: Span, sink: Diagnostics) -> None:
    """Report at `span` what was meant to restrict, and restricts nothing."""
    sink.error(
        "unobeyed-restriction",
        "this was meant to say who may read, and stands where nothing obeys it",
        span,
        "one group of attributes stands right behind [text], `code`, a link or an image, at the "
        "end of a heading or caption, or on the line of ::: and ```",
        "to print a brace, write \\{",
    )
