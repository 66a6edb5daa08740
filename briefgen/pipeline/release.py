"""Take a finished pack, write it if no check speaks against it: all of it, or nothing.

A check sees the files as they will be written and what they were made of. What must hold of a file
that leaves the house belongs here, not in the phase that made it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from briefgen.diagnostics import Diagnostics
from briefgen.pipeline.building import BuiltPack
from briefgen.pipeline.files import write_files

__all__ = ["RELEASE_CHECKS", "check_release", "write_pack"]


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


RELEASE_CHECKS: Final[Sequence[Callable[[BuiltPack, Diagnostics], None]]] = (_check_names,)


def check_release(built: BuiltPack) -> None:
    """Run the checks; raise `BriefgenError` where one of them finds an error."""
    for check in RELEASE_CHECKS:
        check(built, built.pack.sink)
    built.pack.sink.raise_errors()


def write_pack(built: BuiltPack) -> None:
    """Check and write the files of `built`. Raises `BriefgenError`, or `OSError` of the disk."""
    check_release(built)
    write_files(built.files)
