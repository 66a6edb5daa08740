"""Take an audience, return its theme and fonts: each read once for all documents of a pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.audience import Audience
from briefgen.diagnostics import Diagnostics
from briefgen.theme import Theme, load_theme, with_page

if TYPE_CHECKING:
    from briefgen.typography.fonts import FontSet

__all__ = ["Themes"]


class Themes:
    """The themes in template folders, and the fonts they name."""

    def __init__(self, folders: Sequence[Path], sink: Diagnostics) -> None:
        self._folders = folders
        self._sink = sink
        self._themes: dict[str, Theme] = {}
        self._fonts: dict[tuple[str, bool], FontSet] = {}

    def theme(self, audience: Audience) -> Theme:
        """Return the theme of `audience` with the page that the audience asks for.

        What is wrong with either is reported. Raises `BriefgenError` where there is no such theme,
        or none that can be read.
        """
        return with_page(self._read(audience), audience.file, self._sink)

    def fonts(self, audience: Audience, *, drawn: bool) -> FontSet:
        """Return the fonts of its theme; what is not `drawn` is only measured, which is quicker."""
        from briefgen.typography.fonts import FontSet

        key = audience.theme, drawn
        if key not in self._fonts:
            self._fonts[key] = FontSet(self._read(audience), self._sink, drawn=drawn)
        return self._fonts[key]

    def _read(self, audience: Audience) -> Theme:
        name = audience.theme
        if name not in self._themes:
            place = audience.place("theme")
            self._themes[name] = load_theme(name, self._folders, self._sink, place)
        return self._themes[name]
