"""Take a folder and its new files, put them there so that a kill leaves the old pack or the new.

The files are written beside those they replace, under names that nobody can foretell, and synced.
Then a journal that names them takes its place by one rename: before it the old pack holds, after
it the new one. The files are renamed, and the journal is removed. Whoever writes into the folder
next finishes what a journal there says, and sweeps what was left over without one
(docs/decisions/0017).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from errno import EISDIR
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from stat import S_IMODE, S_ISREG
from typing import Final

try:
    import fcntl
except ImportError:  # Windows has no locks on folders: two builds at once may wait for neither
    fcntl = None  # type: ignore[assignment]

__all__ = ["JOURNAL", "exclusive", "switch", "unfinished"]

JOURNAL: Final = ".briefgen-journal"
"""The file that says which files still have to take their places."""

_PREFIX: Final = ".briefgen-"
_SUFFIX: Final = ".tmp"
_NEW_ONLY: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY
_BINARY: Final = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)


def unfinished(folder: Path) -> bool:
    """Tell whether a kill has left files of two builds in `folder`, until the next build."""
    return (folder / JOURNAL).is_file()


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold `folder` (made where it is missing) for one writer, with earlier writing finished.

    Another process that wants it waits. Raises `OSError`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY) if fcntl is not None else -1
    try:
        if fcntl is not None:
            with suppress(OSError):  # some network disks have no locks
                fcntl.flock(handle, fcntl.LOCK_EX)
        _finish(folder)
        _sweep(folder)
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def switch(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put `files`, contents by name, into the `folder` that is held: all of them, or none.

    A file that is there keeps its mode. Where a link is there, what it leads to is replaced.
    Raises `OSError`, with everything as it was.
    """
    waiting: dict[str, str] = {}
    places = {name: _place(folder, name) for name in files}
    try:
        for name, data in files.items():
            if places[name].is_dir():  # found now, before the others are in their places
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(folder / name))
            waiting[name] = temporary = f"{_PREFIX}{token_hex(16)}{_SUFFIX}"
            with _telling(folder / name):
                _write(places[name].parent / temporary, data, _mode(places[name]))
        journal = {name: [waiting[name], sha256(data).hexdigest()] for name, data in files.items()}
        text = json.dumps(journal, indent=1).encode("utf-8")
        waiting[JOURNAL] = temporary = f"{_PREFIX}{token_hex(16)}{_SUFFIX}"
        _write(folder / temporary, text, 0o600)
        for parent in {place.parent for place in places.values()}:
            _sync_folder(parent)
        (folder / temporary).replace(folder / JOURNAL)
    except BaseException:
        for name, temporary in waiting.items():
            with suppress(OSError):
                (_place(folder, name).parent / temporary).unlink(missing_ok=True)
        raise
    _sync_folder(folder)
    _finish(folder)


def _finish(folder: Path) -> None:
    """Do what the journal in `folder` says, if there is one; what is done already stays done."""
    try:
        journal = json.loads((folder / JOURNAL).read_bytes())
        entries = [(str(name), str(made), str(digest)) for name, (made, digest) in journal.items()]
    except FileNotFoundError:
        return
    except (ValueError, TypeError, AttributeError):  # no journal of ours: nothing can be told of it
        entries = []
    for name, temporary, digest in entries:
        if Path(name).name != name or Path(temporary).name != temporary:
            continue  # ours names nothing outside of the folder
        place = _place(folder, name)
        made = place.parent / temporary
        if temporary.startswith(_PREFIX) and _digest(made) == digest:
            made.replace(place)
            _sync_folder(place.parent)
    (folder / JOURNAL).unlink(missing_ok=True)
    _sync_folder(folder)


def _sweep(folder: Path) -> None:
    """Remove what killed builds left: nobody else writes, and no journal names it any more."""
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        with suppress(OSError):
            path.unlink()


def _place(folder: Path, name: str) -> Path:
    """Return the file that `name` in `folder` is, or leads to."""
    path = folder / name
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def _mode(path: Path) -> int | None:
    """Return the mode of the file at `path`, None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return S_IMODE(found.st_mode) if S_ISREG(found.st_mode) else None


def _write(path: Path, data: bytes, mode: int | None) -> None:
    """Write a new file at `path` to the disk: for its owner alone until it is whole."""
    asked = 0o666 if mode is None else 0o600
    handle = os.open(path, _NEW_ONLY | _BINARY, asked)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(handle, mode)
        os.fsync(handle)


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Have errors of the disk name `path`, not what is written in its stead."""
    try:
        yield
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from error


def _digest(path: Path) -> str:
    """Return the SHA-256 of the regular file at `path`, "" where there is none."""
    if path.is_symlink() or not path.is_file():
        return ""
    return sha256(path.read_bytes()).hexdigest()


def _sync_folder(folder: Path) -> None:
    """Have the names in `folder` on the disk, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
