"""The files of a pack: their names, and writing them so that all appear or none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from errno import EISDIR
from pathlib import Path

from briefgen.record import record

__all__ = ["BuiltFile", "file_paths", "write_files"]


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


def write_files(files: Sequence[BuiltFile]) -> None:
    """Write `files` so that each appears whole or not at all.

    Everything goes to temporary files first and is then renamed, so that a full disk leaves the
    old pack as it was. Raises `OSError`.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for file in files:
            if file.path.is_dir():  # found now, before the others are in their places
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(file.path))
            file.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = file.path.with_name(f".{file.path.name}.{os.getpid()}.tmp")
            waiting.append((temporary, file.path))
            temporary.write_bytes(file.data)
        for temporary, path in waiting:
            temporary.replace(path)
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)
