"""`briefgen renumber`: write down which number each work has, for the issues to come."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefgen.cli.options import colour_option, find_pack, source_argument, templates_option
from briefgen.cli.printing import fail, print_findings, set_colour
from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics


@click.command(
    epilog="""\b
Examples:
  briefgen renumber            number all works anew, and keep these numbers from now on
  briefgen renumber --keep     keep the numbers there are, add new works behind them
"""
)
@source_argument
@click.option("--keep", is_flag=True, help="Change no number: add new works, retire removed ones.")
@templates_option
@colour_option
def renumber(source: Path | None, keep: bool, templates: Path | None, no_color: bool) -> None:
    """Fix the numbers of the works of SOURCE in a lock file beside it.

    As long as there is a <source name>.lock.toml, a work keeps its number however the report is
    revised. Without --keep, numbering starts over. Remove the file to number at each build.
    """
    set_colour(no_color)
    from briefgen.citations.lock import lock_path, read_lock, renewed, write_lock

    sink = Diagnostics()
    try:
        pack = find_pack(source, templates, sink, locked=keep)
        path = lock_path(pack.source)
        before = pack.lock if keep else read_lock(path, Diagnostics())
        if pack.numbers is None:
            message = "numbering is 'document': each document counts by itself"
            hint = "write numbering: pack or numbering: bibliography"
            sink.error("unused-lock", message, pack.report.metadata.span, hint)
        sink.raise_errors()
    except BriefgenError as error:
        fail(error.diagnostics)
    numbers = pack.numbers or {}
    lock = renewed(before if keep else None, numbers)
    try:
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_text(write_lock(lock), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        print_findings([Diagnostic("error", "cannot-write", f"{path}: {error.strerror}")])
        sys.exit(1)
    told = ("unlocked-work", "unused-number")  # which is what was asked for
    print_findings(found for found in sink if found.code not in told)
    old = before.numbers if before is not None else {}
    counts = {
        "new": sum(key not in old for key in numbers),
        "changed": sum(old.get(key, number) != number for key, number in numbers.items()),
        "gone": sum(key not in numbers for key in old),
    }
    said = ", ".join(f"{count} {what}" for what, count in counts.items() if count)
    click.echo(f"{path}: {len(numbers)} works" + (f" ({said})" if said else ""))
