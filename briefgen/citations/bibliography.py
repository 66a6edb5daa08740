"""Take a report, return its bibliography: every reference by key, in listed order.

Each format has a module of its own that is imported when a file of it is met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

from briefgen.citations.references import RawEntry, make_reference
from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.model import Reference, Report
from briefgen.restrictions import report_strings

__all__ = ["load_bibliography"]

Reader = Callable[[str, str, Diagnostics], Iterable[RawEntry]]
"""Take the text of a file, its name and the sink; return its entries, reporting broken ones."""


def _json() -> Reader:
    from briefgen.citations.csljson import read_csl_json

    return read_csl_json


def _yaml() -> Reader:
    from briefgen.citations.cslyaml import read_csl_yaml

    return read_csl_yaml


def _bibtex() -> Reader:
    from briefgen.citations.bibtex import read_bibtex

    return read_bibtex


def _ris() -> Reader:
    from briefgen.citations.ris import read_ris

    return read_ris


_READERS: Final[dict[str, Callable[[], Reader]]] = {
    ".json": _json,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".bib": _bibtex,
    ".ris": _ris,
}


def load_bibliography(report: Report, sink: Diagnostics) -> dict[str, Reference]:
    """Read the report's bibliography files, then its inline references.

    Files are relative to the report. Missing and broken files, broken entries, entries without
    id and keys that come twice are errors with their line; everything else is kept.
    """
    entries: list[RawEntry] = []
    for name, span in report.metadata.bibliography:
        entries += _read_file(Path(report.source).parent / name, name, span, sink)
    entries += [RawEntry(fields, span) for fields, span in report.metadata.references]
    bibliography: dict[str, Reference] = {}
    for raw in entries:
        reference = make_reference(raw, sink)
        if reference is None:
            continue
        report_strings(raw.fields, reference.span, sink)
        first = bibliography.setdefault(reference.key, reference)
        if first is not reference:
            sink.error(
                "duplicate-reference",
                f"reference {reference.key!r} is listed twice",
                reference.span,
                f"it stands first at {first.span}; remove one, or give one another id",
            )
    return bibliography


def _read_file(path: Path, name: str, span: Span, sink: Diagnostics) -> Iterable[RawEntry]:
    find_reader = _READERS.get(path.suffix.lower())
    if find_reader is None:
        sink.error(
            "unknown-bibliography-format",
            f"cannot tell the format of bibliography {name!r}",
            span,
            f"its name ends in one of {', '.join(_READERS)}",
        )
        return []
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        sink.error(
            "missing-bibliography",
            f"cannot read bibliography {name!r}: {error.strerror}",
            span,
            did_you_mean(path.name, _bibliographies_beside(path))
            or f"the path is relative to the report: {path}",
        )
        return []
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        sink.error("not-utf8", "the file is not UTF-8", Span(str(path), line), "save it as UTF-8")
        return []
    # One kind of line end, so that lines are counted alike everywhere.
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return find_reader()(text, str(path), sink)


def _bibliographies_beside(path: Path) -> list[str]:
    try:
        return sorted(p.name for p in path.parent.iterdir() if p.suffix.lower() in _READERS)
    except OSError:
        return []
