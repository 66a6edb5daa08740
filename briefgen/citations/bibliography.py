"""Take a report, return its bibliography: every reference by key, in listed order.

Each format has a module of its own that is imported when a file of it is met. An entry is read
when it is asked for, because a library may have thousands of which a report cites one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from briefgen.citations.references import RawEntry, make_reference
from briefgen.diagnostics import Diagnostics, Span, did_you_mean
from briefgen.model import Reference, Report
from briefgen.restrictions import report_strings

__all__ = ["Bibliography", "load_bibliography"]

Reader = Callable[[str, str, Diagnostics], Iterable[RawEntry]]
"""Take the text of a file, its name and the sink; return its entries, reporting broken ones."""


def _json(lang: str) -> Reader:
    from briefgen.citations.csljson import read_csl_json

    return read_csl_json


def _yaml(lang: str) -> Reader:
    from briefgen.citations.cslyaml import read_csl_yaml

    return read_csl_yaml


def _bibtex(lang: str) -> Reader:
    from briefgen.citations.bibtex import read_bibtex

    return partial(read_bibtex, lang=lang)


def _ris(lang: str) -> Reader:
    from briefgen.citations.ris import read_ris

    return read_ris


_READERS: Final[dict[str, Callable[[str], Reader]]] = {
    ".json": _json,
    ".yaml": _yaml,
    ".yml": _yaml,
    ".bib": _bibtex,
    ".ris": _ris,
}


class Bibliography(Mapping[str, Reference]):
    """References by key; one is made, and what is wrong with it reported, when it is asked for."""

    def __init__(self, entries: Mapping[str, RawEntry], source: str, sink: Diagnostics) -> None:
        self._entries = entries
        self._source = source
        self._sink = sink
        self._made: dict[str, Reference] = {}

    def __getitem__(self, key: str) -> Reference:
        if key not in self._made:
            raw = self._entries[key]
            if raw.span.file != self._source:  # an inline one has been looked through
                report_strings(raw.fields, raw.span, self._sink)
            self._made[key] = make_reference(key, raw, self._sink)
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    @property
    def files(self) -> frozenset[str]:
        """The files that entries stand in."""
        return frozenset(raw.span.file for raw in self._entries.values())


def load_bibliography(report: Report, sink: Diagnostics) -> Bibliography:
    """Read the report's bibliography files, then its inline references.

    Files are relative to the report. Missing and broken files, entries without id and keys that
    come twice are errors with their line; everything else is kept.
    """
    lang = report.metadata.lang
    entries: list[RawEntry] = []
    for name, span in report.metadata.bibliography:
        entries += _read_file(Path(report.source).parent / name, name, span, lang, sink)
    for fields, span in report.metadata.references:
        report_strings(fields, span, sink)  # cited or not: it is text of the report
        entries.append(RawEntry(fields, span))
    found: dict[str, RawEntry] = {}
    for raw in entries:
        key = raw.key(sink)
        if not key:
            continue
        first = found.setdefault(key, raw)
        if first is not raw:
            sink.error(
                "duplicate-reference",
                f"reference {key!r} is listed twice",
                raw.span,
                f"it stands first at {first.span}; remove one, or give one another id",
            )
    return Bibliography(found, report.source, sink)


def _read_file(
    path: Path, name: str, span: Span, lang: str, sink: Diagnostics
) -> Iterable[RawEntry]:
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
    return find_reader(lang)(text, str(path), sink)


def _bibliographies_beside(path: Path) -> list[str]:
    try:
        return sorted(p.name for p in path.parent.iterdir() if p.suffix.lower() in _READERS)
    except OSError:
        return []
