"""`python -m briefgen`, and what the command `briefgen` calls."""

from __future__ import annotations

import gc
import os
import sys


def run() -> None:
    """Run the command line and end the process at once.

    Python would take the model apart node by node before it exits, which takes longer than
    reading the report; everything is flushed and every file closed when `main` is through.
    """
    gc.set_threshold(200_000, 50, 50)  # a build keeps what it makes: looking for cycles costs 10 %
    from briefgen.cli import main

    status = 1
    try:
        main(prog_name="briefgen")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:  # `briefgen dump | head`: the reader has seen enough
        pass
    os._exit(status)


if __name__ == "__main__":
    run()
