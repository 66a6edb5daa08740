"""`briefgen verify`: whether finished files are what their sources give, nothing hidden in them."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefgen.cli.options import colour_option
from briefgen.cli.printing import print_columns, print_findings, set_colour
from briefgen.diagnostics import BriefgenError, Diagnostics


@click.command(
    "verify",
    epilog="""\b
Examples:
  briefgen verify                               the pack in build/
  briefgen verify build/report-exec.pdf         one file
""",
)
@click.argument(
    "target", metavar="[FILE|DIR]", required=False, type=click.Path(path_type=Path, exists=True)
)
@click.option("-q", "--quiet", is_flag=True, help="Print what is wrong only.")
@colour_option
def verify_command(target: Path | None, quiet: bool, no_color: bool) -> None:
    """Look at finished files again, build/ unless given: what holds of each.

    That its bytes are those of the build, and what the sources give now; that it is marked as it
    has to be; that nothing is in it that its readers may not see. The <source name>.pack.json
    beside it says what it was made of. Exit status 1: something is wrong.
    """
    set_colour(no_color)
    path = target or Path("build")
    if not path.exists():
        raise click.UsageError(f"{path} does not exist; build it first: briefgen build")
    from briefgen.pipeline.verification import verify

    sink = Diagnostics()
    try:
        verdicts = verify(path, sink)
    except BriefgenError as error:
        print_findings(error.diagnostics)
        sys.exit(1)
    print_findings(sink)
    if verdicts and not quiet:
        rows = [("file", "bytes", "sources give", "marking", "hidden text")]
        rows += [(str(each.path), *each[1:]) for each in verdicts]
        print_columns(rows, left=5)
    if sink.count("error"):
        sys.exit(1)
