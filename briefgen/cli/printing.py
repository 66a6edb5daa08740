"""How the commands print: findings, tables, progress; and how they end."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from time import perf_counter
from typing import NoReturn

import click

from briefgen.diagnostics import Diagnostic

__all__ = ["Progress", "fail", "print_columns", "print_findings", "set_colour"]

_COLOURS = {"error": "red", "warning": "yellow", "note": "cyan"}


def set_colour(no_color: bool) -> None:
    """Turn colours off where that is asked for."""
    if no_color or os.environ.get("NO_COLOR"):
        click.get_current_context().color = False


def print_findings(diagnostics: Iterable[Diagnostic], *, err: bool = True) -> None:
    """Print findings to standard error (or output), in the order of the source."""
    ordered = sorted(
        diagnostics, key=lambda d: (d.span.file, d.span.line, d.span.column) if d.span else ("",)
    )
    for found in ordered:
        where = f"{found.span}: " if found.span else ""
        label = click.style(f"{found.severity}[{found.code}]", _COLOURS[found.severity], bold=True)
        click.echo(f"{where}{label}: {found.message}", err=err)
        for hint in found.hints:
            click.echo(f"  {click.style('hint:', 'green')} {hint}", err=err)


def fail(diagnostics: Sequence[Diagnostic]) -> NoReturn:
    """Print findings and end: the content has errors."""
    print_findings(diagnostics)
    errors = sum(d.severity == "error" for d in diagnostics)
    noun = "error" if errors == 1 else "errors"
    click.echo(f"{errors} {noun}; nothing was written", err=True)
    sys.exit(1)


def print_columns(rows: Sequence[tuple[str, ...]], left: int) -> None:
    """Print rows under a bold first one; the first `left` columns are set flush left."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    for number, row in enumerate(rows):
        cells = [
            cell.ljust(width) if i < left else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        click.secho("  ".join(cells).rstrip(), bold=number == 0)


class Progress:
    """What is being done now, on one line of a terminal; nothing in a pipe or with --quiet."""

    def __init__(self, *, quiet: bool, verbose: bool) -> None:
        self.live = not quiet and not verbose and sys.stderr.isatty()
        self.verbose = verbose and not quiet
        self.started = perf_counter()
        self.phase = ""
        self.width = 0

    def __call__(self, audience: str, phase: str) -> None:
        self._finish()
        self.phase = f"{audience} {phase}".strip()
        self._show(f"{self.phase} …")

    def _show(self, line: str) -> None:
        """Print `line` over the one before, with spaces: without colour there are no codes."""
        if self.live:
            blank = "\r" + " " * self.width + "\r" if self.width else ""
            click.echo(f"{blank}{line}", err=True, nl=False)
            self.width = len(line)

    def _finish(self) -> None:
        if self.verbose and self.phase:
            seconds = perf_counter() - self.started
            click.echo(f"{self.phase:<20}{seconds:8.3f} s", err=True)
        self.started = perf_counter()

    def done(self) -> None:
        self._finish()
        self.phase = ""
        self._show("")
