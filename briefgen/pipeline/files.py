"""The files of a pack in memory, and their names."""

from __future__ import annotations

from pathlib import Path

from briefgen.record import record

__all__ = ["BuiltFile", "file_paths"]


@record(frozen=True, slots=True)
class BuiltFile:
    """A file of a pack, in memory. `path` is where it is to be written.

    `pages` is None for formats whose pages the reader's program makes, `words` those of the whole
    document, `seconds` the time it took. `fitting` says how the text was made to keep a page limit,
    "" without one; `marking` is what its banner says, "" without one.
    """

    path: Path
    data: bytes
    audience: str
    pages: int | None
    words: int
    seconds: float
    fitting: str = ""
    marking: str = ""


def file_paths(source: Path, audience: str, suffix: str, count: int, output: Path) -> list[Path]:
    """Return the paths of the `count` files that one writer made: numbered if there are several."""
    stem = f"{source.stem}-{audience}"
    if count == 1:
        return [output / f"{stem}{suffix}"]
    width = len(str(count))
    return [output / f"{stem}-{number:0{width}}{suffix}" for number in range(1, count + 1)]
