"""The command line: the only place that prints, reads options or exits.

One module for each command; `options` and `printing` are what they share. Exit status: 0 done,
1 errors in the content, 2 wrong usage, 3 warnings under --strict.
"""

from __future__ import annotations

import click

from briefgen import __version__
from briefgen.cli.build import build
from briefgen.cli.show import audiences, dump, outline

__all__ = ["main"]


@click.group(
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: briefgen build --audience exec",
)
@click.version_option(__version__, prog_name="briefgen")
def main() -> None:
    """Build briefing packs from one Markdown report.

    One source, a document for each audience, as PDF and DOCX, with citation numbers that are the
    same in all of them.
    """


for command in (build, outline, dump, audiences):
    main.add_command(command)
