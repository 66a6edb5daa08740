"""Run the phases in order: read, compose, resolve, cite, lay out, write.

Take a source and a choice of audiences and formats, return the finished files in memory. Nothing
is written before all of a pack is there, so that a reader never holds half of one.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from errno import EISDIR
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Literal

from briefgen.audience import (
    Audience,
    builtin_templates,
    find_audiences,
    find_theme,
    for_audience,
)
from briefgen.citations import (
    cite,
    find_style,
    load_bibliography,
    lock_path,
    number_works,
    read_lock,
)
from briefgen.compose import compose
from briefgen.diagnostics import BriefgenError, Diagnostics, did_you_mean
from briefgen.model import Citation
from briefgen.reader import read_report
from briefgen.record import record, replace
from briefgen.theme import Theme, load_theme, with_page
from briefgen.transforms import number_report, resolve
from briefgen.walk import walk, words

if TYPE_CHECKING:
    from briefgen.citations.style import EntryStyle
    from briefgen.layout.boxes import Layout
    from briefgen.layout.fitting.search import Fitted
    from briefgen.marking import Marking
    from briefgen.model import Document, Node, Reference, Report
    from briefgen.trace import Trace
    from briefgen.typography.fonts import FontSet

__all__ = ["FORMATS", "Built", "Format", "Pack", "write_files"]

Format = Literal["pdf", "docx"]
FORMATS: tuple[Format, ...] = ("pdf", "docx")

Progress = Callable[[str, str], None]


@record(frozen=True, slots=True)
class Built:
    """A finished file. `pages` is None for formats whose pages the reader's program makes.

    `choice` says how the text was made to keep a page limit, "" without one; `marking` is what
    its banner says, "" without one.
    """

    path: Path
    data: bytes
    audience: str
    pages: int | None
    words: int
    seconds: float
    choice: str = ""
    marking: str = ""


class Pack:
    """A report that has been read, with what its documents share.

    Reading, numbering and the bibliography happen once, here; that is why the documents of a
    pack cannot disagree about them.
    """

    def __init__(
        self,
        source: Path,
        template_folders: Sequence[Path],
        sink: Diagnostics,
        *,
        locked: bool = True,
    ) -> None:
        """Read `source`; raise `BriefgenError` where it cannot be read at all.

        Without `locked`, works are numbered as if there were no lock file.
        """
        self.source = source
        self.sink = sink
        self.folders = _distinct([*template_folders, builtin_templates()])
        self.audiences: dict[str, Audience] = find_audiences(self.folders, sink)
        self.report: Report = number_report(read_report(source, sink), sink)
        self.marking: Marking | None = None
        if choice := self.report.metadata.marking:
            from briefgen.marking import Marking

            self.marking = Marking(self.report, choice, self.folders, sink)
        self.bibliography: dict[str, Reference] = load_bibliography(self.report, sink)
        self.lock = read_lock(lock_path(source), sink) if locked else None
        self.numbers = number_works(self.report, self.bibliography, sink, self.lock)
        meta = self.report.metadata
        printed = (*meta.title, *meta.subtitle, *meta.abstract, *self.report.blocks)
        citations = (n for n in walk(printed) if isinstance(n, Citation))
        self.cited = {c.key for c in (*citations, *meta.nocite)}
        self._themes: dict[tuple[str, bool], tuple[Theme, FontSet]] = {}
        self._styles: dict[str | None, EntryStyle | None] = {}

    def document(self, name: str, values: Mapping[str, str]) -> Document:
        """Compose and complete what audience `name` gets.

        `values` are options of its template, and `csl`, the style of the works cited.
        """
        values = dict(values)
        values.pop("reference", None)  # how it looks in Word, not what it says
        style = self._entry_style(values.pop("csl", None))
        audience = self.audiences[name]
        above = self.marking.above(audience) if self.marking else None
        quoted: list[tuple[str, tuple[Node, ...]]] = []
        visible = for_audience(self.report, name, self.audiences, self.sink, above)
        document = compose(
            visible,
            audience,
            self.sink,
            values=values,
            companions=[other.title for other in self.audiences.values() if other.name != name],
            uncited=len(self.bibliography.keys() - self.cited),
            quoted=quoted,
        )
        if self.marking:
            document = self.marking.marked(document, quoted, audience)
        document = resolve(document, visible, self.sink)
        return cite(
            document, self.bibliography, self.numbers, self.sink, style, elsewhere=self.cited
        )

    def _entry_style(self, chosen: str | None) -> EntryStyle | None:
        """Return the style `chosen` (a file is relative to here), or front matter's `csl`."""
        if chosen not in self._styles:
            metadata = self.report.metadata
            front = chosen is None
            self._styles[chosen] = find_style(
                metadata.csl if chosen is None else chosen,
                self.source.parent if front else Path(),
                metadata.lang,
                self.sink,
                metadata.span if front else None,
            )
        return self._styles[chosen]

    def build(
        self,
        names: Iterable[str],
        formats: Sequence[Format],
        output: Path,
        values: Mapping[str, str],
        progress: Progress = lambda _audience, _phase: None,
        *,
        trace: bool = False,
    ) -> list[Built]:
        """Return the files for `names` in `formats`, to be written below `output`.

        With `trace`, each is followed by its mapping, which leaves the file itself as it is.
        Raises `BriefgenError` with all that was found if any of it is an error.
        """
        files: list[Built] = []
        for name in names:
            started = perf_counter()
            progress(name, "compose")
            document = self.document(name, values)
            if self.sink.count("error"):
                continue  # look at the other audiences too, then fail once
            progress(name, "layout")
            audience = self.audiences[name]
            theme, fonts = self._theme(audience, drawn="pdf" in formats)
            document, theme, layout, choice = self._lay_out(document, audience, theme, fonts)
            for kind in formats:
                progress(name, kind)
                data = self._write(kind, name, values, document, theme, fonts, layout)
                seconds = perf_counter() - started
                started = perf_counter()
                path = output / f"{self.source.stem}-{name}.{kind}"
                pages = len(layout.pages) if kind == "pdf" else None
                count = words(document.blocks)
                marking = document.banner.text if document.banner else ""
                files.append(Built(path, data, name, pages, count, seconds, choice, marking))
                if trace:
                    files.append(self._mapping(files[-1], document, layout))
        self.sink.raise_errors()
        return files

    def trace(self, name: str, values: Mapping[str, str]) -> Trace:
        """Return where the sentences of what audience `name` gets come from; no page numbers."""
        from briefgen.trace import trace_document

        document = self.document(name, values)
        return trace_document(document, self.report, self.audiences[name], self.bibliography)

    def _mapping(self, built: Built, document: Document, layout: Layout) -> Built:
        from briefgen.trace import mapping, mapping_path, trace_document

        started = perf_counter()
        audience, pages = self.audiences[built.audience], None if built.pages is None else layout
        trace = trace_document(document, self.report, audience, self.bibliography, pages)
        data = mapping(trace, built.path, built.data)
        path, seconds = mapping_path(built.path), perf_counter() - started
        return replace(built, path=path, data=data, pages=None, seconds=seconds)

    def _lay_out(
        self, document: Document, audience: Audience, theme: Theme, fonts: FontSet
    ) -> Fitted:
        from briefgen.layout import fit
        from briefgen.layout.contrast import report_faint

        theme = with_page(theme, audience.page, audience.place, self.sink)
        if banner := document.banner:
            from briefgen.layout.pages.banner import with_banner

            theme = with_banner(theme, document, banner, audience.place, self.sink)
        self.sink.raise_errors()  # nothing can be laid out with lengths that are none
        fitted = fit(
            document,
            theme,
            fonts,
            self.sink,
            max_pages=audience.max_pages,
            prefer_pages=audience.prefer_pages,
            ceiling=audience.fit_ceiling,
            comfortable=audience.fit_comfortable,
            floor=audience.fit_floor,
        )
        report_faint(fitted.layout, audience.span, self.sink)
        return fitted

    def _theme(self, audience: Audience, *, drawn: bool) -> tuple[Theme, FontSet]:
        """Return the theme of `audience` and its fonts; what is not `drawn` is only measured."""
        from briefgen.typography.fonts import FontSet

        if (audience.theme, drawn) not in self._themes:
            path = find_theme(audience.theme, self.folders)
            if path is None:
                known = {p.stem for f in self.folders for p in (f / "themes").glob("*.toml")}
                self.sink.error(
                    "unknown-theme",
                    f"no theme {audience.theme!r} for audience {audience.name!r}",
                    audience.span,
                    did_you_mean(audience.theme, known) or f"there are: {', '.join(sorted(known))}",
                )
                raise BriefgenError(self.sink)
            theme = load_theme(path, lambda name: find_theme(name, self.folders), self.sink)
            fonts = FontSet(theme, self.sink, drawn=drawn)
            self._themes[audience.theme, drawn] = theme, fonts
        return self._themes[audience.theme, drawn]

    def _write(
        self,
        kind: Format,
        name: str,
        values: Mapping[str, str],
        document: Document,
        theme: Theme,
        fonts: FontSet,
        layout: Layout,
    ) -> bytes:
        if kind == "pdf":
            from briefgen.writers.pdf import write_pdf

            return write_pdf(document, layout, fonts, self.sink)
        from briefgen.writers.docx import write_docx

        audience, chosen = self.audiences[name], values.get("reference")
        return write_docx(
            document,
            theme,
            fonts,
            layout,
            self.sink,
            embed=audience.embed_fonts,
            reference=audience.reference if chosen is None else Path(chosen) if chosen else None,
            reference_page=audience.reference_page,
        )


def write_files(files: Sequence[Built]) -> None:
    """Write `files` so that each appears whole or not at all.

    Everything goes to temporary files first and is then renamed, so that a full disk leaves the
    old pack as it was. Raises `OSError`.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for file in files:
            if file.path.is_dir():  # found now, before the others are in their places
                raise IsADirectoryError(EISDIR, os.strerror(EISDIR), str(file.path))
            file.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = file.path.with_name(f".{file.path.name}.{os.getpid()}.tmp")
            waiting.append((temporary, file.path))
            temporary.write_bytes(file.data)
        for temporary, path in waiting:
            temporary.replace(path)
    finally:
        for temporary, _ in waiting:
            temporary.unlink(missing_ok=True)


def _distinct(folders: Iterable[Path]) -> list[Path]:
    found: dict[Path, Path] = {}
    for folder in folders:
        found.setdefault(folder.resolve(), folder)
    return list(found.values())
