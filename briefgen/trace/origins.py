"""Take words and the span that they carry, return who wrote them and the very place."""

from __future__ import annotations

import html
import re
from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

from briefgen.diagnostics import GENERATED, Span
from briefgen.terms import straight
from briefgen.trace.passages import Kind, Origin, Source

__all__ = ["Origins", "digest"]

_WORD = re.compile(r"[^\W_]+")


class Origins:
    """Knows the files of one document.

    A template hands on strings (`{{ "Bottom line" | styled("panel-title") }}`, an author's name)
    whose nodes carry no span, or that of all front matter. These are looked for as a whole value
    where such values are written: in the template, in `audience.toml`, in the front matter.
    """

    def __init__(
        self, report: str, front_matter: Span, bibliography: Collection[str], audience: Span
    ) -> None:
        self.report = report
        self.front_matter = front_matter
        self.bibliography = frozenset(bibliography) - {report}
        self.audience = audience
        self.met = dict.fromkeys([report])
        self._texts: dict[str, list[str]] = {}

    def of(self, text: str, span: Span, around: Span) -> tuple[Origin, Span]:
        """Return who wrote `text` and where, `around` being the nearest span known otherwise.

        What stands at neither was computed from what does.
        """
        self.met.update(dict.fromkeys({span.file, around.file} - {GENERATED.file}))
        if span != GENERATED:
            held = self._held(text, span)
            if held is not None:
                return self.kind(span.file), held
            if self.kind(span.file) != "template":
                return "computed", span
            around = span
        for region in (Span(around.file, 1), self.audience, self.front_matter):
            if region != GENERATED and (place := self._value(text, region)) is not None:
                self.met.setdefault(place.file)
                return self.kind(place.file), place
        return "computed", around

    def entry(self, span: Span) -> tuple[Origin, Span]:
        """Return the same for words of a work's entry, which are put in a style's order."""
        self.met.setdefault(span.file)
        return "bibliography", span

    def kind(self, file: str) -> Kind:
        """Return whose file this is."""
        if file == self.report:
            return "report"
        return "bibliography" if file in self.bibliography else "template"

    def value(self, text: str, region: Span) -> Span | None:
        """Return where `text` is written as a whole value from `region` on, if it is."""
        place = self._value(text, region) if region != GENERATED else None
        if place is not None:
            self.met.setdefault(place.file)
        return place

    def sources(self) -> tuple[Source, ...]:
        """Return the files that words came from, the report first."""
        return tuple(Source(file, self.kind(file), digest(file)) for file in self.met)

    def _held(self, text: str, span: Span) -> Span | None:
        """Return where within `span` the words of `text` stand, None for nowhere.

        Running text of the report has a span for each line. That of several is a whole section or
        all front matter, of which something was placed by itself, or a piece of code.
        """
        several = span.end_line > span.line and "\n" not in text.strip()
        if several and span.file == self.report:
            return self._value(text, span)
        lines = self._lines(span.file)[span.line - 1 : max(span.line, span.end_line)]
        words = {word for line in lines for word in _WORD.findall(html.unescape(line))}
        return span if words.issuperset(_WORD.findall(text)) else None

    def _value(self, text: str, region: Span) -> Span | None:
        text = text.strip()
        if not _WORD.search(text):
            return None
        end = region.end_line if region.end_line > region.line else None
        quoted = re.escape(straight(text))
        whole = re.compile(rf"""(?:["'`]|[:>-]\s+)({quoted})(?=["'`]|\s*$)""")
        for number, line in enumerate(self._lines(region.file)[region.line - 1 : end], region.line):
            if (found := whole.search(straight(line))) is not None:
                return Span(region.file, number, found.start(1) + 1, number, found.end(1) + 1)
        return None

    def _lines(self, file: str) -> list[str]:
        if file not in self._texts:
            self._texts[file] = _bytes(file).decode("utf-8-sig", "replace").split("\n")
        return self._texts[file]


def digest(file: str) -> str:
    """Return the SHA-256 of a file in hexadecimal, "" if it cannot be read."""
    data = _bytes(file)
    return sha256(data).hexdigest() if data else ""


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError:
        return b""
