"""Take the path of a report, return a `Pack`: what has been read, and what its documents share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefgen.audience import Audience, find_audiences
from briefgen.citations import load_bibliography, lock_path, number_works, read_lock
from briefgen.diagnostics import Diagnostics
from briefgen.lookup import builtin_templates
from briefgen.model import Citation
from briefgen.pipeline.styles import EntryStyles
from briefgen.pipeline.themes import Themes
from briefgen.reader import read_report
from briefgen.record import record
from briefgen.transforms import number_report
from briefgen.walk import walk

if TYPE_CHECKING:
    from briefgen.citations.lock import Lock
    from briefgen.marking import Marking
    from briefgen.model import Reference, Report

__all__ = ["Pack", "open_pack"]


@record(frozen=True, slots=True)
class Pack:
    """A report that has been read, with what its documents share.

    Reading, numbering and the bibliography happen once; that is why the documents of a pack cannot
    disagree about them. `report` is numbered, `as_read`
    is not, and no div in it is expanded. `folders` are those of the templates, the first that
    has something wins. `numbers` are those of works by key, None where each document counts for
    itself; `cited` are the keys that the report cites anywhere. `marking` is None for a report
    without markings, `lock` for one without a lock file. All that is found goes to `sink`.
    """

    source: Path
    folders: Sequence[Path]
    sink: Diagnostics
    audiences: Mapping[str, Audience]
    report: Report
    as_read: Report
    marking: Marking | None
    bibliography: Mapping[str, Reference]
    lock: Lock | None
    numbers: Mapping[str, int] | None
    cited: frozenset[str]
    styles: EntryStyles
    themes: Themes


def open_pack(
    source: Path,
    template_folders: Sequence[Path] = (),
    sink: Diagnostics | None = None,
    *,
    locked: bool = True,
) -> Pack:
    """Read the report at `source`, its bibliography, and the audiences it can be built for.

    `template_folders` are looked at before the built-in templates. Without `locked`, works are
    numbered as if there were no lock file. Raises `BriefgenError` where the report cannot be read
    at all; all else is reported to `sink` (a new one by default, `Pack.sink`).
    """
    sink = Diagnostics() if sink is None else sink
    folders = _distinct([*template_folders, builtin_templates()])
    audiences = find_audiences(folders, sink)
    as_read = read_report(source, sink)
    report = number_report(as_read, sink)
    meta = report.metadata
    marking = None
    if choice := meta.options.marking:
        from briefgen.marking import Marking

        marking = Marking(report, choice, folders, sink)
    bibliography = load_bibliography(report, sink)
    lock = read_lock(lock_path(source), sink) if locked else None
    numbers = number_works(report, bibliography, sink, lock)
    printed = (*meta.title, *meta.subtitle, *meta.abstract, *report.blocks)
    citations = (node for node in walk(printed) if isinstance(node, Citation))
    return Pack(
        source,
        folders,
        sink,
        audiences,
        report,
        as_read,
        marking,
        bibliography,
        lock,
        numbers,
        frozenset(citation.key for citation in (*citations, *meta.nocite)),
        EntryStyles(meta, source.parent, sink),
        Themes(folders, sink),
    )


def _distinct(folders: Iterable[Path]) -> list[Path]:
    found: dict[Path, Path] = {}
    for folder in folders:
        found.setdefault(folder.resolve(), folder)
    return list(found.values())
