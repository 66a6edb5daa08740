"""Places in source files, and the errors and warnings at them.

Every node of the model carries a `Span`. Library code reports to a `Diagnostics` sink that is
passed in, and raises `BriefgenError` when it cannot go on; only `cli` prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from briefgen.record import NamedTuple, record

__all__ = [
    "GENERATED",
    "BriefgenError",
    "Diagnostic",
    "Diagnostics",
    "KeyPath",
    "Places",
    "Severity",
    "Span",
    "did_you_mean",
]

Severity = Literal["error", "warning", "note"]


class Span(NamedTuple):
    """A place in a text file: 1-based line and column, the end exclusive."""

    file: str
    line: int
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


GENERATED = Span("<briefgen>", 0, 0)
"""The span of what briefgen itself wrote (a table of contents, a page number)."""

KeyPath: TypeAlias = tuple[str | int, ...]
"""The keys that lead to a value, and the indexes within lists: ("levels", "red", "also", 0)."""


class Places(NamedTuple):
    """Where the keys of a table stand, and the items of its lists; `whole` is all of it."""

    spans: Mapping[KeyPath, Span]
    whole: Span

    def place(self, *path: str | int) -> Span:
        """Return where the key or the item at `path` stands, or else the nearest around it."""
        while path and path not in self.spans:
            path = path[:-1]
        return self.spans.get(path, self.whole)


@record(frozen=True, slots=True)
class Diagnostic:
    """One finding: `code` is stable and documented, hints say what to type."""

    severity: Severity
    code: str
    message: str
    span: Span | None = None
    hints: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.span}: " if self.span is not None else ""
        lines = [f"{where}{self.severity}[{self.code}]: {self.message}"]
        lines += [f"  hint: {hint}" for hint in self.hints]
        return "\n".join(lines)


class BriefgenError(Exception):
    """Work cannot go on; carries every diagnostic that says why."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(map(str, self.diagnostics)))


@record(frozen=False, slots=True)
class Diagnostics:
    """The sink: collects every finding, so that one run reports all of them."""

    items: list[Diagnostic] = field(default_factory=list)
    _seen: set[Diagnostic] = field(default_factory=set, repr=False, compare=False)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def report(
        self, severity: Severity, code: str, message: str, span: Span | None, *hints: str
    ) -> None:
        """Add a finding; empty hints are dropped, and the same finding is kept once."""
        item = Diagnostic(severity, code, message, span, tuple(h for h in hints if h))
        if item not in self._seen:
            self._seen.add(item)
            self.items.append(item)

    def error(self, code: str, message: str, span: Span | None = None, *hints: str) -> None:
        """Report something that stops the build, once every phase has reported."""
        self.report("error", code, message, span, *hints)

    def warning(self, code: str, message: str, span: Span | None = None, *hints: str) -> None:
        """Report something that a careful author would correct."""
        self.report("warning", code, message, span, *hints)

    def count(self, severity: Severity) -> int:
        """How many findings have this severity."""
        return sum(item.severity == severity for item in self.items)

    def raise_errors(self) -> None:
        """Raise `BriefgenError` with every finding if one of them is an error."""
        if self.count("error"):
            raise BriefgenError(self.items)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Return "did you mean 'x'?" for the nearest of `choices`, or "" where none is near."""
    from difflib import get_close_matches  # only wanted once something is wrong

    near = get_close_matches(word, list(choices), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""
