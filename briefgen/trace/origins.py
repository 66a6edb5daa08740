"""Take a text and its span, return who wrote it and the exact place: report, template, computed."""

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
    """Finds origins in the files that one document was made from.

    Strings that a template printed (`{{ "Bottom line" | styled("panel-title") }}`, an author's
    name) have no span, or that of all front matter. They are searched for as whole values in the
    places where values are written: the template, `audience.toml`, the front matter.
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

    def of(self, text: str, span: Span, fallback: Span) -> tuple[Origin, Span]:
        """Return who wrote `text` and where; `fallback` is the span of what holds the text.

        A text that stands at neither place was computed, and gets the nearest span.
        """
        self.met.update(dict.fromkeys({span.file, fallback.file} - {GENERATED.file}))
        if span != GENERATED:
            held = self._held(text, span)
            if held is not None:
                return self.kind(span.file), held
            if self.kind(span.file) != "template":
                return "computed", span
            fallback = span
        for region in (Span(fallback.file, 1), self.audience, self.front_matter):
            if region != GENERATED and (place := self._value(text, region)) is not None:
                self.met.setdefault(place.file)
                return self.kind(place.file), place
        return "computed", fallback

    def entry(self, span: Span) -> tuple[Origin, Span]:
        """Return the origin of an entry, whose words a style has put in an order of its own."""
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

        Running text of the report has one span per line. A span of several lines is code, or a
        section or front matter of which a template placed a single value.
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
