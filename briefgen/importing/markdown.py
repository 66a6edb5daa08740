"""Take Markdown of another dialect (CommonMark, GitHub, chat exports), return its `Draft`.

It becomes HTML first, so that one reader serves both formats. Footnotes stay notes. Numbered link
definitions (`[1]: https://...`) become the sources that their links cite.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import yaml

from briefgen.dates import to_iso
from briefgen.diagnostics import BriefgenError, Diagnostic, Diagnostics, Span
from briefgen.importing.dates import read_date
from briefgen.importing.draft import (
    Draft,
    DraftBlock,
    DraftMetadata,
    DraftParagraph,
    DraftRun,
    Grid,
    LeftOut,
    Location,
    Runs,
    SourceEntry,
    runs_in,
    with_runs,
)
from briefgen.importing.html.body import PageReader
from briefgen.importing.html.notes import Footnotes
from briefgen.importing.pictures import ImportedImages
from briefgen.importing.sources import is_source_heading
from briefgen.importing.text import decode
from briefgen.importing.vault import read_vault
from briefgen.reader.dialects import Definition, to_html
from briefgen.record import replace

__all__ = ["read", "read_markdown"]

_FRONT: Final = re.compile(r"\ufeff?---[ \t]*\n(?P<yaml>.*?\n)?(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.S)
_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
_NOTE: Final = re.compile(r" {0,3}\[\^(?P<label>[^\]\s]+)\]:[ \t]*(?P<text>.*)")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u200b\u2060\ufeff\u00ad]")
_Lines = list[tuple[int, str]]


def read(path: Path, sink: Diagnostics) -> Draft:
    """Read the Markdown file at `path`; raise `BriefgenError` if it cannot be read."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = f"cannot read '{path}': {error.strerror}"
        raise BriefgenError([Diagnostic("error", "unreadable", reason)]) from error
    return read_markdown(decode(data, str(path), sink), path, sink)


def read_markdown(text: str, path: Path, sink: Diagnostics) -> Draft:
    """Read a report from `text`; its images are looked for beside `path`."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    metadata, start = _front_matter(text, path, sink)
    first = text[:start].count("\n") + 1
    vault = read_vault(_CONTROL.sub("", text[start:]), first)
    body, note_lines = _without_notes(_with_whole_rows(vault.text))
    notes = Footnotes(keys={f"fn-{label}": label for label in note_lines})
    reader = PageReader({}, notes, ImportedImages(path, sink))
    html, definitions = to_html(body, {}, first)
    blocks = _blocks(reader, html)
    shared = {d.label: {"href": d.url, "title": d.title, "map": [0, 1]} for d in definitions}
    read_notes = {}
    for label, lines in note_lines.items():
        inside, _ = to_html("\n".join(line for _, line in lines), shared, lines[0][0] + first - 1)
        read_notes[label] = tuple(_blocks(reader, inside))
    draft = Draft(
        tuple(blocks), metadata, tuple(reader.works), read_notes, reader.pictures.media,
        (*vault.left_out, *_kept_keys(metadata), *reader.left_out),
    )  # fmt: skip
    return _with_sources(draft, [d for d in definitions if d.label.isdigit()])


def _blocks(reader: PageReader, html: str) -> list[DraftBlock]:
    from lxml import etree

    root = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser(
        remove_comments=True, remove_pis=True, no_network=True))  # fmt: skip
    return reader.read(root)


# ------------------------------------------------------------------------------- front matter


def _front_matter(text: str, path: Path, sink: Diagnostics) -> tuple[DraftMetadata, int]:
    """Return the metadata in the front matter, and the offset at which the text begins."""
    match = _FRONT.match(text)
    if match is None:
        return DraftMetadata(), 0
    try:
        values = yaml.safe_load(match["yaml"] or "")
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        sink.warning(
            "not-imported",
            "the front matter is no YAML, so it stays text",
            Span(str(path), line),
            "quote values that hold a colon",
        )
        return DraftMetadata(), 0
    if not isinstance(values, Mapping):
        return DraftMetadata(), 0  # a rule, text and another rule
    extra = {str(key): value for key, value in values.items()}
    author = extra.pop("author", extra.pop("authors", None))
    date = str(extra.pop("date", "") or "")
    metadata = DraftMetadata(
        title=_line(extra.pop("title", "")),
        subtitle=_line(extra.pop("subtitle", "")),
        authors=tuple(_author(one) for one in (author if isinstance(author, list) else [author])
                      if one),
        date=to_iso(parts) if (parts := read_date(date[:10])) or (parts := read_date(date)) else "",
        lang=_line(extra.pop("lang", extra.pop("language", ""))),
        extra=extra,
    )  # fmt: skip
    if extra:
        sink.warning(
            "not-imported",
            f"front matter that the report has no place for cannot be imported: {', '.join(extra)}",
            Span(str(path), 1),
            "copy what you need by hand",
        )
    return metadata, match.end()


def _kept_keys(metadata: DraftMetadata) -> list[LeftOut]:
    """Return the front matter that the report has no place for, by name."""
    why = "front matter that a report has no place for"
    return [
        LeftOut(Location(1), f"{key}: {yaml.safe_dump(value, allow_unicode=True).strip()}", why)
        for key, value in metadata.extra.items()
    ]


def _line(value: Any) -> str:
    return " ".join(str(value or "").split())


def _author(value: Any) -> tuple[str, str, str]:
    if isinstance(value, Mapping):
        role = value.get("role") or value.get("title")
        return _line(value.get("name")), _line(role), _line(value.get("affiliation"))
    return _line(value), "", ""


# -------------------------------------------------------------------------------------- notes


def _without_notes(text: str) -> tuple[str, dict[str, _Lines]]:
    """Return `text` with footnote definitions blanked, and their lines by label."""
    kept: list[str] = []
    notes: dict[str, _Lines] = {}
    fence = ""
    current: _Lines | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not fence and (match := _NOTE.match(line)) and match["label"] not in notes:
            current = notes[match["label"]] = [(number, match["text"])]
            kept.append("")
            continue
        if current is not None:
            indented = line.startswith(("    ", "\t", "  "))
            if not line.strip() or indented or current[-1][1].strip():
                blank_before = not current[-1][1].strip()
                if not (line.strip() and not indented and (blank_before or _opens(line))):
                    current.append((number, re.sub(r"^(?: {1,4}|\t)", "", line)))
                    kept.append("")
                    continue
            current = None
        if mark := _FENCE.match(line):
            if not fence:
                fence = mark[1]
            elif mark[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
        kept.append(line)
    return "\n".join(kept), notes


_DELIMITERS: Final = re.compile(r" {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_BAR: Final = re.compile(r"(?<!\\)\|")


def _with_whole_rows(text: str) -> str:
    """Put what a row has beyond its last column into that column, where it would be dropped."""
    lines = text.split("\n")
    columns = 0
    for at, line in enumerate(lines):
        if "|" not in line:
            columns = 0
        elif at and _DELIMITERS.match(line) and "|" in lines[at - 1]:
            columns = len(_BAR.split(line.strip().strip("|")))
        elif columns:
            row = line.strip()
            cells = _BAR.split(row.removeprefix("|"))
            if len(cells) > columns and any(cell.strip() for cell in cells[columns:]):
                last = r" \| ".join(c.strip() for c in cells[columns - 1 :] if c.strip())
                lines[at] = "|" + "|".join([*cells[: columns - 1], f" {last} "]) + "|"
    return "\n".join(lines)


def _opens(line: str) -> bool:
    """Tell whether the line begins another block and so cannot continue a note."""
    return re.match(r" {0,3}(?:#{1,6}\s|[-*+]\s|>|```|~~~|\||\[[^\]]+\]:)", line) is not None


# ------------------------------------------------------------------------------------ sources


def _with_sources(draft: Draft, definitions: Sequence[Definition]) -> Draft:
    """Make sources of numbered link definitions, and citations of the links that use them."""
    if not definitions:
        return draft
    blocks = draft.blocks
    headings = [at for at, block in enumerate(blocks) if is_source_heading(block)]
    listed = bool(headings) and headings[-1] + 1 < len(blocks)
    labels = {definition.url: definition.label for definition in reversed(definitions)}
    names: dict[str, str] = {}
    for run in runs_in(blocks):
        if run.link in labels and run.text.strip("[] ") != labels[run.link]:
            names.setdefault(labels[run.link], run.text.strip())

    def cited(runs: Runs) -> Runs:
        result: list[DraftRun] = []
        for run in runs:
            label = labels.get(run.link, "")
            bare = label and run.text.strip("[] ") == label
            if bare and listed:  # the source list of the text has this label
                result.append(DraftRun(f"[{label}]"))
            elif bare:
                result.append(DraftRun(f"[{label}]", cites=(label,)))
            else:
                result += [run, DraftRun("", cites=(label,))] if label and not listed else [run]
        return tuple(result)

    changed = tuple(
        with_runs(block, cited) if isinstance(block, DraftParagraph | Grid) else block
        for block in blocks
    )
    if listed:
        return replace(draft, blocks=changed)
    works: list[SourceEntry] = []
    for label, url, title, line in definitions:
        name = title or names.get(label, "")
        runs = (DraftRun(f"{name} "), DraftRun(url)) if name else (DraftRun(url),)
        works.append(SourceEntry(label, runs, Location(line)))
    if headings and [work.label for work in works] == [str(n + 1) for n in range(len(works))]:
        entries = tuple(
            DraftParagraph((DraftRun(f"[{work.label}] "), *work.runs), work.place, style="source")
            for work in works
        )
        return replace(draft, blocks=(*changed, *entries))
    return replace(draft, blocks=changed, works=(*draft.works, *works))
