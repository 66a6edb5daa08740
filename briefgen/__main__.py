"""`python -m briefgen`, and what the command `briefgen` calls."""

from __future__ import annotations

import gc
import os
import sys


def run() -> None:
    """Run the command line and end the process at once.

    What cannot be printed is status 4: files that were built are in their places all the same.

    Python would take the model apart node by node before it exits, which takes longer than
    reading the report; everything is flushed and every file closed when `main` is through.
    """
    gc.set_threshold(200_000, 50, 50)  # a build keeps what it makes: looking for cycles costs 10 %
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed: what is printed goes nowhere, not into a file
            setattr(sys, name, open(os.devnull, "w"))  # noqa: SIM115  # until the process ends
    status = 1
    try:
        from briefgen.cli import main

        main(prog_name="briefgen")
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else int(end.code is not None)
    except KeyboardInterrupt:  # before click is there to say so
        _say("Aborted!")
    except OSError as error:  # commands tell of their own files: this is standard output
        _say(f"cannot print: {error.strerror}")
        status = 4
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except BrokenPipeError:  # `briefgen dump | head`: the reader has seen enough
            pass
        except OSError:
            status = status or 4
    os._exit(status)


def _say(message: str) -> None:
    if sys.stderr is not None:
        print(message, file=sys.stderr)


if __name__ == "__main__":
    run()
