"""The lock file: take the numbers that works have, keep them when the report is revised.

`report.lock.toml` beside `report.md` has a line for each work. A work that is in it keeps its
number, a new one gets the next free number, and the number of one that was removed stays unused,
so that "[12]" means one thing in every issue. Only `briefgen renumber` writes it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from pathlib import Path
from typing import Final

from briefgen.diagnostics import Diagnostics, Span
from briefgen.record import record
from briefgen.settings import Count, Reader
from briefgen.tomlfile import read_toml

__all__ = ["Lock", "lock_path", "locked_numbers", "read_lock", "renewed", "write_lock"]

_HEADER = """\
# The numbers of the works cited. A work that stands here keeps its number when the report is
# revised; `briefgen renumber --keep` adds new works, `briefgen renumber` starts over.
# Keep this file with the report.
"""

_HINT: Final = "mend that line, or write the file anew: briefgen renumber"


@record(frozen=True, slots=True)
class Lock:
    """Numbers by key; `retired` are those of works that are gone, which nothing else gets."""

    numbers: Mapping[str, int]
    retired: Mapping[str, int]
    path: Path = Path()

    @property
    def highest(self) -> int:
        """The highest number that was ever given."""
        return max((*self.numbers.values(), *self.retired.values()), default=0)


@record(frozen=True, slots=True)
class _LockFile:
    numbers: Mapping[str, Count] = field(default_factory=dict)
    retired: Mapping[str, Count] = field(default_factory=dict)


def lock_path(source: Path) -> Path:
    """Return where the lock file of a report is."""
    return source.with_name(f"{source.stem}.lock.toml")


def read_lock(path: Path, sink: Diagnostics) -> Lock | None:
    """Read a lock file; None where there is none, or where it is broken, which is an error."""
    if not path.exists():
        return None
    toml = read_toml(path, "the lock file", sink, _HINT, code="bad-lock")
    if toml is None:
        return None
    before = len(sink)
    reader = Reader(toml, "the lock file", sink, code="bad-lock", hint=_HINT)
    file = reader.record(_LockFile, toml.data)
    holders: dict[int, str] = {}
    for table in ("numbers", "retired"):
        for key, number in getattr(file, table).items():
            if (other := holders.setdefault(number, key)) != key:
                message = f"{key!r} and {other!r} both have number {number}"
                reader.error("bad-lock", message, (table, key))
    return Lock(file.numbers, file.retired, path) if len(sink) == before else None


def _quoted(key: str) -> str:
    """Return `key` as a TOML string: JSON's, but for the delete character."""
    return json.dumps(key, ensure_ascii=False).replace("\x7f", "\\u007f")


def locked_numbers(order: Iterable[str], lock: Lock, sink: Diagnostics) -> dict[str, int]:
    """Number the works of `order`: as the lock says, and new ones after all that it knows.

    What the lock does not know yet, and the gaps that removed works leave, are noted.
    """
    known = {**lock.retired, **lock.numbers}
    keys = list(order)
    new = [key for key in keys if key not in known]
    numbers = {key: known[key] for key in keys if key in known}
    numbers |= {key: number for number, key in enumerate(new, start=lock.highest + 1)}
    span = Span(str(lock.path), 1)
    if new:
        listed = ", ".join(f"{key} [{numbers[key]}]" for key in new)
        message = f"new since the numbers were locked: {listed}"
        sink.report("note", "unlocked-work", message, span, "briefgen renumber --keep adds them")
    for key, number in lock.numbers.items():
        if key not in numbers:
            message = f"number {number} is not used: {key!r} is no longer in the bibliography"
            hint = "briefgen renumber --keep retires it, briefgen renumber closes the gap"
            sink.report("note", "unused-number", message, span, hint)
    return dict(sorted(numbers.items(), key=lambda item: item[1]))


def renewed(lock: Lock | None, numbers: Mapping[str, int]) -> Lock:
    """Return the lock that keeps `numbers`; what `lock` has beyond them is retired."""
    before = {**lock.retired, **lock.numbers} if lock is not None else {}
    return Lock(numbers, {key: n for key, n in before.items() if key not in numbers})


def write_lock(lock: Lock) -> str:
    """Return the text of a lock file, in the order of the numbers."""

    def table(name: str, numbers: Mapping[str, int]) -> str:
        lines = sorted(numbers.items(), key=lambda item: item[1])
        return f"\n[{name}]\n" + "".join(f"{_quoted(key)} = {number}\n" for key, number in lines)

    retired = table("retired", lock.retired) if lock.retired else ""
    return _HEADER + table("numbers", lock.numbers) + retired
