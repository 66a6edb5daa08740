"""`briefgen check`: what is wrong with a report, as text or for a machine; and `--fix`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefgen.cli.options import (
    choose_names,
    colour_option,
    find_source,
    source_argument,
    template_folders,
    templates_option,
)
from briefgen.cli.printing import print_findings, set_colour

if TYPE_CHECKING:
    from briefgen.checks import Checked, Level

_PASSES = 5
"""How often --fix checks again: one edit may uncover something that another can mend."""


@click.command(
    epilog="""\b
Examples:
  briefgen check                                     the report, with all of its audiences
  briefgen check --strict --severity uncited-reference=off
  briefgen check notes.md --format sarif > notes.sarif
  briefgen check --fix
"""
)
@source_argument
@click.option(
    "-a",
    "--audience",
    "audiences",
    multiple=True,
    metavar="NAME|all",
    help="Whose documents to look at too.  [default: all]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How findings are printed.",
)
@click.option(
    "--severity",
    "severities",
    multiple=True,
    metavar="CODE=LEVEL",
    help="Make a finding off, note, warning or error.",
)
@click.option("--fix", is_flag=True, help="Mend in SOURCE what is safe to mend; no word changes.")
@click.option("--strict", is_flag=True, help="Exit 3 if anything warns.")
@templates_option
@colour_option
def check(
    source: Path | None,
    audiences: tuple[str, ...],
    form: str,
    severities: tuple[str, ...],
    fix: bool,
    strict: bool,
    templates: Path | None,
    no_color: bool,
) -> None:
    """Say everything about SOURCE (source/report.md unless given) that can be known unbuilt.

    Citations and their works, figures without a source, figures that disagree, headings, tables,
    images, links, templates. docs/checks.md explains every code. Findings go to standard output.
    """
    set_colour(no_color)
    levels = dict(map(_severity, severities))
    path = find_source(source)
    from briefgen.audience import find_audiences
    from briefgen.checks import check_report, mend, write_findings
    from briefgen.diagnostics import Diagnostics
    from briefgen.lookup import builtin_templates

    folders = template_folders(templates)
    # What is wrong with audiences is told by the check itself.
    known = list(find_audiences([*folders, builtin_templates()], Diagnostics()))
    names = choose_names(audiences, known)
    checked = check_report(path, folders, levels, names)
    mended = 0
    for _ in range(_PASSES if fix else 0):
        try:
            if not checked.edits or not mend(path, checked.edits.values()):
                break
        except OSError as error:
            click.echo(f"{path}: {error.strerror}; nothing was mended", err=True)
            sys.exit(1)
        mended += len(checked.edits)
        checked = check_report(path, folders, levels, names)
    if form == "text":
        print_findings(checked.findings, err=False)
        _summary(checked, mended)
    else:
        click.echo(write_findings(checked, form), nl=False)
    if checked.count("error"):
        sys.exit(1)
    if strict and checked.count("warning"):
        sys.exit(3)


def _severity(text: str) -> tuple[str, Level]:
    from briefgen.checks import check_level

    code, equals, level = (part.strip() for part in text.partition("="))
    if not equals:
        raise click.BadParameter(f"{text!r} is not CODE=LEVEL", param_hint="--severity")
    message, hint = check_level(code, level)
    if message:
        wrong = f"{message}; {hint}" if hint else message
        raise click.BadParameter(wrong, param_hint="--severity")
    return code, level  # type: ignore[return-value]  # checked


def _summary(checked: Checked, mended: int) -> None:
    """Print how many there are of each, to standard error."""
    counts = [(checked.count(severity), severity) for severity in ("error", "warning", "note")]
    parts = [_counted(count, severity) for count, severity in counts if count]
    line = ", ".join(parts) or "nothing found"
    if checked.silenced:
        line += f"; {len(checked.silenced)} silenced by comments"
    if mended:
        line += f"; {mended} mended"
    elif fixable := len(checked.edits):
        line += f"; --fix mends {fixable}"
    click.echo(line, err=True)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun if count == 1 else noun + 's'}"
