"""briefgen: one canonical Markdown report in, a briefing pack for every audience out.

What `__all__` names is the public API, described in docs/api.md: open a pack, build it in memory,
look at its layout, write it. Each name is loaded when it is first used, so that `import briefgen`
costs nothing. The rest of the package may change with any version.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Final

from briefgen.version import __version__

if TYPE_CHECKING:
    from briefgen.audience import Audience
    from briefgen.checks import Checked, check_report
    from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics, Span
    from briefgen.layout import Layout
    from briefgen.model import Document, Report
    from briefgen.pipeline import (
        BuiltFile,
        BuiltPack,
        Choices,
        Pack,
        build,
        lay_out,
        make_document,
        open_pack,
        write_pack,
    )
    from briefgen.pipeline.mappings import trace_audience
    from briefgen.reader import read_report
    from briefgen.trace import Trace
    from briefgen.writers import WRITERS, Finished, Writer

__all__ = [
    "WRITERS",
    "Audience",
    "BriefgenError",
    "BuiltFile",
    "BuiltPack",
    "Checked",
    "Choices",
    "Diagnostic",
    "Diagnostics",
    "Document",
    "Finished",
    "Layout",
    "Pack",
    "Report",
    "Span",
    "Trace",
    "Writer",
    "__version__",
    "build",
    "check_report",
    "lay_out",
    "make_document",
    "open_pack",
    "read_report",
    "trace_audience",
    "write_pack",
]

_HOMES: Final = {
    "audience": "Audience",
    "checks": "Checked check_report",
    "diagnostics": "BriefgenError Diagnostic Diagnostics Span",
    "layout": "Layout",
    "model": "Document Report",
    "pipeline": "BuiltFile BuiltPack Choices Pack build lay_out make_document open_pack write_pack",
    "pipeline.mappings": "trace_audience",
    "reader": "read_report",
    "trace": "Trace",
    "writers": "WRITERS Finished Writer",
}
_HOME_OF: Final = {name: home for home, names in _HOMES.items() for name in names.split()}


def __getattr__(name: str) -> object:
    """Load a public name when it is first asked for."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'briefgen' has no attribute {name!r}")
    found: object = getattr(import_module(f"briefgen.{_HOME_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
