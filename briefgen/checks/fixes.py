"""Take a report's file and edits, write the file with them: all of it or nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

from briefgen.checks.context import Edit

__all__ = ["edited", "mend"]

_LINE_END = re.compile(r"(\r\n|\r|\n)")


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return `text` with `edits` made; of two edits that overlap, the first in the text is made.

    Everything else stays: line ends, a byte order mark, a last line without an end.
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    pieces = _LINE_END.split(text.removeprefix(mark))  # lines, and their ends between them
    starts = [0]
    for line, end in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        starts.append(starts[-1] + len(line) + len(end))
    body = "".join(pieces)
    done: list[str] = []
    position = 0
    for edit in sorted(set(edits)):
        begin = starts[edit.span.line - 1] + edit.span.column - 1
        end = starts[edit.span.end_line - 1] + edit.span.end_column - 1
        if begin < position:
            continue
        done += [body[position:begin], edit.text]
        position = end
    return mark + "".join(done) + body[position:]


def mend(path: Path, edits: Iterable[Edit]) -> bool:
    """Make `edits` in the file at `path`; tell whether it changed. Raises `OSError`.

    The new text is written to a file beside it, which then replaces it and keeps its permissions.
    A file that is not UTF-8 is left alone.
    """
    before = path.read_bytes()
    try:
        after = edited(before.decode("utf-8"), edits).encode("utf-8")
    except UnicodeDecodeError:
        return False
    if after == before:
        return False
    real = path.resolve()  # a symbolic link stays a link
    temporary = real.with_name(f".{real.name}.{os.getpid()}.tmp")
    try:
        temporary.write_bytes(after)
        temporary.chmod(real.stat().st_mode & 0o7777)
        temporary.replace(real)
    finally:
        temporary.unlink(missing_ok=True)
    return True
