"""Take the reference to an image, return its run; keep the data of the image if it can be had."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, unquote_to_bytes

from briefgen.diagnostics import Diagnostics, Span
from briefgen.importing.draft import DraftRun

__all__ = ["ImportedImages"]

_DATA: Final = re.compile(r"data:image/(?P<kind>png|jpe?g|svg\+xml)(?P<base64>;base64)?,", re.I)
_KINDS: Final = (".png", ".jpg", ".jpeg", ".svg")


@dataclass(slots=True)
class ImportedImages:
    """The images of the file `path`; `media` has the data of those in it or beside it."""

    path: Path
    sink: Diagnostics
    media: dict[str, bytes] = field(default_factory=dict)

    def run(self, source: str, text: str, line: int) -> DraftRun:
        """Return the run of an image, or of a link to it if its data cannot be had."""
        text = " ".join(text.split())
        source = source.strip()
        if match := _DATA.match(source):
            name = f"images/image-{len(self.media) + 1}.{_extension(match['kind'])}"
            try:
                rest = source[match.end() :]
                data = unquote_to_bytes(rest)
                self.media[name] = base64.b64decode(data) if match["base64"] else data
            except (binascii.Error, ValueError):
                return self._without("an image that is damaged", text or "image", line)
            return DraftRun(text, image=name)
        if re.match(r"[a-z][a-z\d+.-]*:|//", source, re.IGNORECASE):
            if source.startswith("data:"):
                return self._without("an image of this format", text or "image", line)
            return DraftRun(text or source, link=source)
        relative = unquote(source.partition("?")[0].partition("#")[0])
        local = self.path.parent / relative
        if local.suffix.casefold() not in _KINDS or not local.is_file():
            missing = self._without(f"the image '{relative}', which cannot be found,", text, line)
            return DraftRun(missing.text or source, link=source)
        name = f"images/{local.name}"
        data = local.read_bytes()
        number = 2
        while self.media.get(name, data) != data:
            name, number = f"images/{local.stem}-{number}{local.suffix}", number + 1
        self.media[name] = data
        return DraftRun(text, image=name)

    def _without(self, what: str, text: str, line: int) -> DraftRun:
        hint = "put it beside the report as PNG, JPEG or SVG, and name it there"
        message = f"{what} cannot be imported"
        self.sink.warning("not-imported", message, Span(str(self.path), line), hint)
        return DraftRun(text)


def _extension(kind: str) -> str:
    return {"jpeg": "jpg", "svg+xml": "svg"}.get(kind.casefold(), kind.casefold())
