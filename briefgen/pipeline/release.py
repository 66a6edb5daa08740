"""Take a finished pack, write it if no check speaks against it: all of it, or nothing.

A check sees the files as they will be written and what they were made of. What must hold of a file
that leaves the house belongs here, not in the phase that made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from briefgen.diagnostics import Diagnostics, Span
from briefgen.pipeline.building import BuiltPack
from briefgen.pipeline.inspecting import check_hidden
from briefgen.pipeline.manifest import (
    Manifest,
    PackFile,
    make_manifest,
    manifest_path,
    read_manifest,
    stored,
)
from briefgen.pipeline.writing import exclusive, switch
from briefgen.record import replace

__all__ = ["RELEASE_CHECKS", "check_release", "write_checked", "write_pack"]


def _check_names(built: BuiltPack, sink: Diagnostics) -> None:
    """Report files that overwrite one another on disks where Exec and exec are one name."""
    seen: dict[str, Path] = {}
    for file in built.files:
        other = seen.setdefault(str(file.path).casefold(), file.path)
        if other != file.path:
            sink.warning(
                "same-name",
                f"{other.name} and {file.path.name} are one file on Windows and macOS",
                built.pack.audiences[file.audience].span,
                "give the folder of one audience a name that differs in more than capitals",
            )


RELEASE_CHECKS: Final[Sequence[Callable[[BuiltPack, Diagnostics], None]]] = (
    _check_names,
    check_hidden,
)


def check_release(built: BuiltPack) -> None:
    """Run the checks; raise `BriefgenError` where one of them finds an error."""
    for check in RELEASE_CHECKS:
        check(built, built.pack.sink)
    built.pack.sink.raise_errors()


def write_pack(built: BuiltPack, *, manifest: bool = True, force: bool = False) -> None:
    """Check and write the files of `built`, with their manifest beside them unless told otherwise.

    A file that was edited since it was built, and one of another report, is only overwritten with
    `force`. Raises `BriefgenError`, or `OSError` of the disk.
    """
    check_release(built)
    write_checked(built, manifest=manifest, force=force)


def write_checked(built: BuiltPack, *, manifest: bool = True, force: bool = False) -> None:
    """Do what `write_pack` does for a pack that has been checked."""
    if not built.files:
        return
    folder = built.files[0].path.parent
    sink = built.pack.sink
    path = manifest_path(built.pack.source, folder)
    files = {file.path.name: file.data for file in built.files}
    with exclusive(folder):
        earlier = _earlier(path, sink)
        if not force:
            _check_overwritten(built, folder, earlier)
            sink.raise_errors()
        if manifest:
            files[path.name] = make_manifest(built, folder, earlier).text()
        elif earlier is not None:
            others = tuple(each for each in earlier.files if each.file not in files)
            files[path.name] = replace(earlier, files=others).text()
        switch(folder, files)


def _earlier(path: Path, sink: Diagnostics) -> Manifest | None:
    try:
        return read_manifest(path)
    except ValueError as error:
        sink.warning(
            "broken-manifest",
            f"{error}; it is written anew, and what it said of earlier files is lost",
            Span(str(path), 1),
        )
        return None


def _check_overwritten(built: BuiltPack, folder: Path, earlier: Manifest | None) -> None:
    """Report files that are not as briefgen left them, or not of this report."""
    sink = built.pack.sink
    ours = stored(built.pack.source, folder)
    known = dict(_entries(folder, earlier))
    for file in built.files:
        if file.path.name not in known or not file.path.is_file():
            continue
        source, entry = known[file.path.name]
        place = Span(str(file.path), 1)
        if source != ours:
            message = f"{file.path.name} was built from another report, {source}"
            hint = "build into another folder with -o, or overwrite it with --force"
            sink.error("other-source", message, place, hint)
        elif sha256(file.path.read_bytes()).hexdigest() != entry.sha256:
            message = f"{file.path.name} was changed since it was built"
            hint = "keep the changes under another name, or overwrite them with --force"
            sink.error("edited-file", message, place, hint)


def _entries(folder: Path, earlier: Manifest | None) -> Iterator[tuple[str, tuple[str, PackFile]]]:
    """Yield what the manifests in `folder` say, by file: its report, and its entry."""
    for path in sorted(folder.glob("*.pack.json")):
        with suppress(ValueError):
            if other := read_manifest(path):
                yield from ((each.file, (other.source, each)) for each in other.files)
    if earlier is not None:
        yield from ((each.file, (earlier.source, each)) for each in earlier.files)
