"""Take front matter's `briefgen:` and the command line's levels, return the checks' settings."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from briefgen import model as m
from briefgen.checks.codes import CODES, LEVELS, OTHERS, Level
from briefgen.checks.passages import Lines
from briefgen.diagnostics import Diagnostics, Span, did_you_mean

__all__ = ["Settings", "check_level", "front_matter_place", "read_settings"]

BOTTOM_LINE_WORDS: Final = 75


@dataclass(frozen=True, slots=True)
class Settings:
    """What the author decided: levels by code, known abbreviations, a limit of words."""

    levels: Mapping[str, Level]
    abbreviations: frozenset[str] = frozenset()
    bottom_line_words: int = BOTTOM_LINE_WORDS

    def level(self, code: str) -> Level:
        """Return the level of `code`, configured or default."""
        return self.levels.get(code) or CODES[code].severity


def check_level(code: str, level: str) -> tuple[str, str]:
    """Return what is wrong with setting `code` to `level`, and what to type; "" where nothing."""
    if code not in CODES:
        return f"no check has the code {code!r}", did_you_mean(code, CODES)
    if level not in LEVELS:
        return f"{code}: {level!r} is no level", f"one of {', '.join(LEVELS)}"
    if code in OTHERS and OTHERS[code].severity == "error" and level != "error":
        return f"{code} stops a build and stays an error", "mend what it is about"
    return "", ""


def read_settings(
    report: m.Report, levels: Mapping[str, Level], lines: Lines, sink: Diagnostics
) -> Settings:
    """Return the settings of `report`; `levels`, from the command line, go before its own."""
    options = report.metadata.options
    place = front_matter_place(report, lines)
    found: dict[str, Level] = {}
    checks = options.get("checks", {})
    if not isinstance(checks, dict):
        _bad(sink, "'checks:' holds 'code: level' lines", place("checks"), "uncited-reference: off")
        checks = {}
    for code, value in checks.items():
        level = _level(value)
        message, hint = check_level(str(code), level)
        if message:
            _bad(sink, message, place(str(code)), hint)
        else:
            found[str(code)] = level  # type: ignore[assignment]  # checked above
    known = options.get("abbreviations", [])
    if not isinstance(known, list):
        _bad(sink, "'abbreviations:' is a list", place("abbreviations"), "[NATO, GDP]")
        known = []
    words = options.get("bottom-line-words", BOTTOM_LINE_WORDS)
    if not isinstance(words, int) or isinstance(words, bool) or words < 1:
        message = f"'bottom-line-words: {words}' is no number of words"
        _bad(sink, message, place("bottom-line-words"), "bottom-line-words: 60")
        words = BOTTOM_LINE_WORDS
    return Settings({**found, **levels}, frozenset(map(str, known)), words)


def _level(value: object) -> str:
    return "off" if value is False else str(value)  # YAML reads a bare `off` as false


def _bad(sink: Diagnostics, message: str, span: Span, hint: str) -> None:
    sink.warning("bad-check-setting", message, span, hint)


def front_matter_place(report: m.Report, lines: Lines) -> Callable[[str], Span]:
    """Return what finds the line of a key in front matter, whose values carry no places."""
    whole = report.metadata.span

    def place(key: str) -> Span:
        pattern = re.compile(rf"(?:^|[\s{{,])([\"']?{re.escape(key)}[\"']?)\s*:")
        for number in range(1, whole.end_line + 1):
            if found := pattern.search(lines.line(whole.file, number)):
                start, end = found.span(1)
                return Span(whole.file, number, start + 1, number, end + 1)
        return whole

    return place
