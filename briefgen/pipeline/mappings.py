"""Take what was built, return where its sentences come from: a trace, or the mapping of a file."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING

from briefgen.pipeline.choices import AS_THE_FILES_SAY, Choices
from briefgen.pipeline.documents import make_document
from briefgen.pipeline.files import BuiltFile
from briefgen.pipeline.pack import Pack
from briefgen.record import replace

if TYPE_CHECKING:
    from briefgen.trace import Trace
    from briefgen.writers.finished import Finished

__all__ = ["mapping_file", "trace_audience"]


def trace_audience(pack: Pack, name: str, choices: Choices = AS_THE_FILES_SAY) -> Trace:
    """Return where the sentences of what audience `name` gets come from; no page numbers."""
    from briefgen.trace import trace_document

    document = make_document(pack, name, choices)
    return trace_document(document, pack.report, pack.audiences[name], pack.bibliography)


def mapping_file(pack: Pack, finished: Finished, built: BuiltFile) -> BuiltFile:
    """Return the mapping that stands beside `built`, with page numbers if those are ours."""
    from briefgen.trace import mapping, mapping_path, trace_document

    started = perf_counter()
    audience, pages = pack.audiences[built.audience], finished.layout if built.pages else None
    trace = trace_document(finished.document, pack.report, audience, pack.bibliography, pages)
    data = mapping(trace, built.path, built.data)
    path, seconds = mapping_path(built.path), perf_counter() - started
    return replace(built, path=path, data=data, pages=None, seconds=seconds)
