"""Take a pack, return its files in memory and what they were made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from briefgen.pipeline.choices import AS_THE_FILES_SAY, Choices
from briefgen.pipeline.documents import make_document
from briefgen.pipeline.files import BuiltFile, file_paths
from briefgen.pipeline.layouts import lay_out, without_layout
from briefgen.pipeline.pack import Pack
from briefgen.record import record
from briefgen.walk import words
from briefgen.writers import WRITERS, Finished, Writer

if TYPE_CHECKING:
    from briefgen.model import Document

__all__ = ["BuiltPack", "Progress", "build"]

Progress = Callable[[str, str], None]
"""Is told the audience and the phase that begins: "compose", "layout", or a format's name."""


@record(frozen=True, slots=True)
class BuiltPack:
    """A pack that is finished and not yet written: its files, and what made them.

    `documents` are what was printed, by audience. `write_pack` looks at all of it before it writes.
    """

    files: Sequence[BuiltFile]
    documents: Mapping[str, Document]
    pack: Pack
    choices: Choices


def build(
    pack: Pack,
    audiences: Iterable[str] | None = None,
    formats: Iterable[str] | None = None,
    output: Path = Path("build"),
    choices: Choices = AS_THE_FILES_SAY,
    *,
    trace: bool = False,
    progress: Progress = lambda _audience, _phase: None,
) -> BuiltPack:
    """Return the files for `audiences` (all of them) in `formats` (all), to be written in `output`.

    Nothing is written. With `trace`, each file is followed by its mapping, which leaves the file
    itself as it is. Raises `BriefgenError` with all that was found if any of it is an error.
    """
    writers = [WRITERS[name] for name in (WRITERS if formats is None else formats)]
    files: list[BuiltFile] = []
    documents: dict[str, Document] = {}
    for name in pack.audiences if audiences is None else audiences:
        started = perf_counter()
        progress(name, "compose")
        document = make_document(pack, name, choices)
        if pack.sink.count("error"):
            continue  # look at the other audiences too, then fail once
        progress(name, "layout")
        finished = _finished(pack, document, choices, writers)
        documents[name] = finished.document
        for writer in writers:
            progress(name, writer.name)
            for file in _written(pack, finished, writer, output, started):
                files.append(file)
                if trace:
                    from briefgen.pipeline.mappings import mapping_file

                    files.append(mapping_file(pack, finished, file))
            started = perf_counter()
    pack.sink.raise_errors()
    return BuiltPack(files, documents, pack, choices)


def _finished(
    pack: Pack, document: Document, choices: Choices, writers: Sequence[Writer]
) -> Finished:
    """Return `document` with as much of a layout as the most demanding of `writers` needs."""
    needs = {writer.layout for writer in writers}
    if needs <= {"none"}:
        return without_layout(pack, document, choices)
    return lay_out(pack, document, choices, drawn="drawn" in needs)


def _written(
    pack: Pack, finished: Finished, writer: Writer, output: Path, started: float
) -> Iterator[BuiltFile]:
    document = finished.document
    parts = writer.write(finished, pack.sink)
    seconds = perf_counter() - started
    pages = None
    if writer.layout == "drawn":
        pages = len(finished.pages) if len(parts) == 1 else 1
    count = words(document.blocks)
    marking = document.banner.text if document.banner else ""
    paths = file_paths(pack.source, document.audience, writer.suffix, len(parts), output)
    for path, data in zip(paths, parts, strict=True):
        yield BuiltFile(
            path, data, document.audience, pages, count, seconds, finished.fitting, marking
        )
