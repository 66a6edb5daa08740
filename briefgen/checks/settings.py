"""Take front matter's `briefgen:` and the command line's levels, return the checks' settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from briefgen import model as m
from briefgen.checks.codes import CODES, LEVELS, OTHERS, Level
from briefgen.diagnostics import Diagnostics, did_you_mean

__all__ = ["Settings", "check_level", "read_settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What the author decided: levels by code, known abbreviations, a limit of words."""

    levels: Mapping[str, Level]
    abbreviations: frozenset[str] = frozenset()
    bottom_line_words: int = 75

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


def read_settings(metadata: m.Metadata, levels: Mapping[str, Level], sink: Diagnostics) -> Settings:
    """Return the settings in `metadata`; `levels`, from the command line, go before its own."""
    options = metadata.options
    found: dict[str, Level] = {}
    for code, level in options.checks.items():
        message, hint = check_level(code, level)
        if message:
            place = metadata.place("briefgen", "checks", code)
            sink.warning("bad-check-setting", message, place, hint)
        else:
            found[code] = level  # type: ignore[assignment]  # checked above
    known = frozenset(options.abbreviations)
    return Settings({**found, **levels}, known, options.bottom_line_words)
