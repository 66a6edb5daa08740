"""The command line: the only place that prints, reads options or exits.

One module for each command, imported when it is called; `options` and `printing` are what they
share. Exit status: 0 done, 1 errors in the content, 2 wrong usage, 3 warnings under --strict.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final

import click

from briefgen.diagnostics import did_you_mean
from briefgen.version import __version__

__all__ = ["main"]

_COMMANDS: Final = {  # name: module and object, in the order of a report's life
    "import": "import_:import_",
    "check": "check:check",
    "build": "build:build_command",
    "verify": "verify:verify_command",
    "trace": "trace:trace",
    "outline": "show:outline",
    "dump": "show:dump",
    "audiences": "show:audiences",
    "template": "template:template",
    "sources": "sources:sources",
    "renumber": "renumber:renumber",
}


class _Commands(click.Group):
    """A group that imports a command when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, _, name = _COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(f"briefgen.cli.{module}"), name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        near = "" if args[0] in _COMMANDS else did_you_mean(args[0], _COMMANDS)
        if near:
            ctx.fail(f"no command {args[0]!r}; {near}")
        return super().resolve_command(ctx, args)


@click.command(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: briefgen build --audience exec",
)
@click.version_option(__version__, prog_name="briefgen")
def main() -> None:
    """Build briefing packs from one Markdown report.

    One source, a document for each audience, as PDF and DOCX, with citation numbers that are the
    same in all of them.
    """
