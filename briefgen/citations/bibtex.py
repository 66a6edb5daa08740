"""BibTeX and BibLaTeX: take the text of a file, return its entries as CSL, with their lines.

The file is only cut into entries here; what is in an entry is read when it is asked for, because a
library may have thousands of which a report cites one. bibtexparser reads a single entry. Macros,
concatenation and what entries inherit from others are here; what fields mean is in `bibfields`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from bibtexparser.model import (
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from briefgen.citations.bibfields import Fields, csl_variables
from briefgen.citations.references import RawEntry
from briefgen.dates import MONTHS
from briefgen.diagnostics import Diagnostics, Span, did_you_mean

__all__ = ["read_bibtex"]

_VALUE_PART = re.compile(r"\s*(#|\{|\"|[^\s#{}\",]+)")
_START: Final = re.compile(r"^[ \t]*@[ \t]*(\w+)[ \t\n]*([{(])[ \t\n]*([^\s,{}()\"=#%]*)", re.M)
_UNOPENED: Final = re.compile(r"^[ \t]*@\w+[ \t]+\S+[ \t]*,[ \t]*$|^[ \t]*@\w+[ \t]*,", re.M)


def read_bibtex(text: str, file: str, sink: Diagnostics, lang: str = "en") -> Iterator[RawEntry]:
    """Yield the entries of `text`; broken ones are reported with their line and left out.

    `lang` is the language of titles whose entry does not name one.
    """
    library = _Library(file, sink, lang)
    for line, chunk, kind, key in _chunks(text, file, sink):
        if kind in {"comment", "preamble"}:
            continue
        if kind == "string" or not key or not _is_regular(chunk):
            yield from library.broken(chunk, line)
        else:
            entry = library.entry(chunk, line, key, kind)
            if kind != "xdata":
                yield entry


def _chunks(text: str, file: str, sink: Diagnostics) -> Iterator[tuple[int, str, str, str]]:
    """Yield what begins with "@" at the begin of a line: its line, text, type and key.

    An "@" in a value that is still open begins nothing, if the value is closed later.
    """
    starts = list(_START.finditer(text))
    before = text[: starts[0].start()] if starts else text
    _look_for_unopened(before, 1, file, sink)
    line, counted, index = 1, 0, 0
    while index < len(starts):
        found = starts[index]
        line += text.count("\n", counted, found.start())
        counted = found.start()
        index += 1
        end = starts[index].start() if index < len(starts) else len(text)
        chunk = text[found.start() : end]
        # Look a few entries further for the closing brace: an abstract may quote BibTeX.
        for further in range(index, min(index + 3, len(starts))):
            if _depth(chunk) <= 0:
                break
            end = starts[further + 1].start() if further + 1 < len(starts) else len(text)
            longer = text[found.start() : end]
            if _depth(longer) <= 0 and _nested(longer):
                chunk, index = longer, further + 1
        yield line, chunk, found[1].lower(), found[3]


def _nested(chunk: str) -> bool:
    """Tell whether every "@" at the begin of a line of `chunk` stands within its first entry."""
    depth = 0
    for found in re.finditer(r"\\.|[{}]|^[ \t]*@\w+[ \t]*\{", chunk, re.M):
        if found.start() and found[0].lstrip().startswith("@") and depth <= 1:
            return False
        depth += found[0].endswith("{") - (found[0] == "}")
    return True


def _depth(chunk: str) -> int:
    plain = chunk.replace("\\{", "").replace("\\}", "") if "\\" in chunk else chunk
    return plain.count("{") - plain.count("}")


def _is_regular(chunk: str) -> bool:
    """Tell whether `chunk` surely is one entry, so that it can be read later."""
    return (
        _depth(chunk) == 0
        and "=" in chunk
        and chunk.rstrip()[-1:] == "}"
        and not re.search(r"\}\s*@\s*\w+\s*[{(]", chunk)
    )


def _look_for_unopened(text: str, line: int, file: str, sink: Diagnostics) -> None:
    if found := _UNOPENED.search(text):
        place = Span(file, line + text.count("\n", 0, found.start()))
        message = "text outside of entries looks like one that is not opened"
        sink.warning("bad-bibtex", message, place, "@book{key, title = {...}}")


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the log of bibtexparser, because the sink gets the same messages."""
    logger = logging.getLogger("bibtexparser.splitter")
    before = logger.disabled
    logger.disabled = True
    try:
        yield
    finally:
        logger.disabled = before


class _Library:
    """The entries of a file, to look for those that another inherits from."""

    def __init__(self, file: str, sink: Diagnostics, lang: str) -> None:
        self.file = file
        self.sink = sink
        self.lang = lang
        self.macros = {month[:3].lower(): month for month in MONTHS}
        self.entries: dict[str, _LazyFields] = {}

    def entry(self, chunk: str, line: int, key: str, kind: str) -> RawEntry:
        end = line + chunk.rstrip().count("\n")
        span = Span(self.file, line, 1, end)
        fields = _LazyFields(self, chunk, span, key, kind)
        self.entries.setdefault(key.lower(), fields)
        return RawEntry(fields, span, chunk)

    def broken(self, chunk: str, line: int) -> Iterator[RawEntry]:
        """Read at once what is no regular entry: macros, and what has to be reported."""
        for block in self.blocks(chunk):
            at = line + (block.start_line or 0)
            found = getattr(block, "ignore_error_block", None) or block
            if isinstance(found, String):
                place = Span(self.file, at)
                self.macros[found.key.lower()] = _value(found.value, self.macros, place, self.sink)
            elif isinstance(found, Entry):
                yield self.entry(found.raw or "", at, found.key, found.entry_type.lower())
            elif isinstance(block, ParsingFailedBlock):
                self.report(block, Span(self.file, at))
        rest = re.sub(r"^.*?(?=^[ \t]*@|\Z)", "", chunk[1:], count=1, flags=re.M | re.S)
        _look_for_unopened(rest, line + chunk.count("\n") - rest.count("\n"), self.file, self.sink)

    def report(self, block: Any, span: Span) -> None:
        reason = getattr(block.error, "abort_reason", None) or str(block.error)
        self.sink.error(
            "bad-bibtex",
            f"malformed entry: {reason.rstrip('. ')}",
            span,
            "look for a missing comma, brace or quotation mark",
        )

    @staticmethod
    def blocks(chunk: str) -> list[Any]:
        with _quiet():
            return list(Splitter(chunk).split().blocks)


class _LazyFields(Mapping[str, object]):
    """The CSL variables of an entry, which is read when one but its `id` is asked for."""

    def __init__(self, library: _Library, chunk: str, span: Span, key: str, kind: str) -> None:
        self.library = library
        self.chunk = chunk
        self.span = span
        self.key = key
        self.kind = kind
        self._own: Fields | None = None
        self._csl: dict[str, object] | None = None

    def __getitem__(self, name: str) -> object:
        return self.key if name == "id" else self.csl()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.csl())

    def __len__(self) -> int:
        return len(self.csl())

    def csl(self) -> dict[str, object]:
        if self._csl is None:
            fields = self.inherited()
            library = self.library
            csl = csl_variables(self.kind, fields, library.lang, self.key, library.sink)
            self._csl = {"id": self.key, **csl}
        return self._csl

    def own(self) -> Fields:
        """Return the fields that the entry itself has, each with its place."""
        if self._own is None:
            self._own = Fields(self.span)
            sink, macros = self.library.sink, self.library.macros
            for block in self.library.blocks(self.chunk):
                found: Any = block
                if isinstance(block, DuplicateBlockKeyBlock | DuplicateFieldKeyBlock):
                    if isinstance(block, DuplicateFieldKeyBlock):
                        names = ", ".join(map(repr, sorted(block.duplicate_keys)))
                        message = f"entry {self.key!r} sets {names} twice; the first is taken"
                        sink.warning("bad-bibtex", message, self.span, "keep one of them")
                    found = block.ignore_error_block
                if isinstance(found, Entry):
                    for field in found.fields:
                        name = field.key.lower()
                        place = Span(self.span.file, self.span.line + (field.start_line or 0))
                        if name not in self._own.places:
                            self._own.places[name] = place
                            self._own[name] = _value(field.value, macros, place, sink)
                elif isinstance(block, ParsingFailedBlock):
                    self.library.report(block, self.span)
        return self._own

    def inherited(self, below: tuple[str, ...] = ()) -> Fields:
        """Return the fields with those of `xdata`, `crossref` and `entryset` behind them."""
        own = self.own()
        path = (*below, self.key.lower())
        fields = own.copy()
        for source in ("xdata", "crossref", "entryset"):
            names = [name.strip() for name in own.get(source, "").split(",") if name.strip()]
            for name in names[:1] if source == "entryset" else names:
                parent = self._parent(name, own.places[source], path)
                if parent is None:
                    continue
                theirs = parent.inherited(path)
                if source == "crossref":
                    theirs = theirs.for_child(self.kind, parent.kind)
                fields.fall_back(theirs)
                if source == "entryset":
                    self.kind = parent.kind
                    message = f"the set {self.key!r} is listed as its first work, {name!r}"
                    self.library.sink.warning(
                        "bad-bibtex", message, self.span, "cite its works by their own keys"
                    )
        return fields

    def _parent(self, name: str, place: Span, path: tuple[str, ...]) -> _LazyFields | None:
        entries = self.library.entries
        if name.lower() in path:
            return None
        if name.lower() not in entries:
            message = f"{self.key!r} takes fields of {name!r}, which the file lacks"
            hint = did_you_mean(name, [entry.key for entry in entries.values()])
            self.library.sink.warning("bad-bibtex", message, place, hint)
            return None
        return entries[name.lower()]


def _value(source: str, macros: Mapping[str, str], span: Span, sink: Diagnostics) -> str:
    """Return a field's value: braced or quoted text, numbers and macros, joined by `#`."""
    parts: list[str] = []
    position = 0
    while found := _VALUE_PART.match(source, position):
        part, position = found[1], found.end()
        if part == "#":
            continue
        if part in {"{", '"'}:
            end = _closing(source, position, part)
            parts.append(source[position:end])
            position = end + 1
        elif part.isdecimal():
            parts.append(part)
        elif part.lower() in macros:
            parts.append(macros[part.lower()])
        else:
            hint = did_you_mean(part.lower(), macros) or f"in quotation marks: {{{source}}}"
            sink.warning("unknown-macro", f"no @string {part!r} is defined", span, hint)
            parts.append(part)
            parts.append(" ")
    return "".join(parts).strip()


def _closing(source: str, position: int, opening: str) -> int:
    """Return where the text that `opening` began before `position` ends."""
    depth = 0
    for index in range(position, len(source)):
        char = source[index]
        if source[index - 1] == "\\":
            continue
        if depth == 0 and char == ("}" if opening == "{" else '"'):
            return index
        depth += (char == "{") - (char == "}")
    return len(source)
