"""Take the name of a CSL style, return how works are listed: read once for a pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.citations import find_style

if TYPE_CHECKING:
    from briefgen.citations.entry_style import EntryStyle
    from briefgen.diagnostics import Diagnostics
    from briefgen.model import Metadata

__all__ = ["EntryStyles"]


class EntryStyles:
    """The styles in which a report's works can be listed."""

    def __init__(self, metadata: Metadata, folder: Path, sink: Diagnostics) -> None:
        """Take the front matter, and the folder of the report: its `csl` is relative to that."""
        self._metadata = metadata
        self._folder = folder
        self._sink = sink
        self._styles: dict[str | None, EntryStyle | None] = {}

    def style(self, chosen: str | None) -> EntryStyle | None:
        """Return the style `chosen`, or for None that of the front matter; None is briefgen's own.

        A chosen file is relative to the working folder.
        """
        if chosen not in self._styles:
            metadata = self._metadata
            front = chosen is None
            self._styles[chosen] = find_style(
                metadata.csl if chosen is None else chosen,
                self._folder if front else Path(),
                metadata.lang,
                self._sink,
                metadata.span if front else None,
            )
        return self._styles[chosen]
