"""The intermediate form between the format readers and `write`; the passes work on it.

A reader (`text`, `docx`, `markdown`, `html`: each `read(path, sink) -> Draft`) hands on what its
format states and decides nothing else: `DraftParagraph` and `Grid` blocks in reading order, with
hints. It keeps every word: the source list, the author block and the notes stay where they are.
The passes then find what no format states (headings by look, labelled points, flattened tables,
citations, works). They replace blocks by `DraftHeading`, `LabelledPoints`, `ItemList` and so on,
and `write` makes Markdown of the result.

A hint is what the format *states* (a heading style, a superscript, a list item). The passes trust
hints, and judge by looks only where there are none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias, assert_never

from briefgen.record import NamedTuple, replace

__all__ = [
    "Draft",
    "DraftBlock",
    "DraftCell",
    "DraftHeading",
    "DraftMetadata",
    "DraftParagraph",
    "DraftRun",
    "Grid",
    "ItemHint",
    "ItemList",
    "LabelledPoint",
    "LabelledPoints",
    "LeftOut",
    "ListEntry",
    "Location",
    "Runs",
    "SourceEntry",
    "Unplaced",
    "as_cell",
    "bare_text",
    "clean",
    "cut",
    "runs_in",
    "text_of",
    "with_runs",
]


class Location(NamedTuple):
    """A place in the input: a 1-based line (in a DOCX, paragraph) and column."""

    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class DraftRun:
    """Text in one look. `text` may hold "\\n" for a forced line break; spaces stay as typed.

    `link` is a URL or "#anchor"; `image` a path under `Draft.media` or a URL (then `text` is the
    alternative text); `note` a key of `Draft.notes` (then `text` is the printed mark, if any).
    `cites` are labels of works, as in the source list ("4"), `locator` is what follows the work
    ("p. 3"), and `text` then is the mark as typed. A reader sets `cites` only where the format
    leaves no doubt: a superscript "4" is a hint, and the passes find that the note of "[^4]" is a
    source.
    """

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    superscript: bool = False
    subscript: bool = False
    code: bool = False
    link: str = ""
    image: str = ""
    note: str = ""
    cites: tuple[str, ...] = ()
    locator: str = ""
    doubts: tuple[int, ...] = ()  # the numbers of unsure decisions of the passes


Runs: TypeAlias = tuple[DraftRun, ...]


class ItemHint(NamedTuple):
    """What a format states of a list item: its `level` from 0, and its marker ("3.", "•", or "").

    `continues` marks another paragraph of the item before.
    """

    level: int = 0
    ordered: bool = False
    marker: str = ""
    continues: bool = False


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph, or in plain text a line.

    `level` is the heading level that the format states (1 is the highest under the title), or 0.
    `style` is what else it states: "title", "subtitle", "author", "date", "abstract", "quote",
    "code" (text with "\\n"), "caption" (of the table or figure beside it), "term", "definition",
    "rule" (no runs), "source" (an entry of the works cited), or "". `size` is the font size in
    points if known, `anchor` an id that links may name, `blank_before` the number of blank lines
    before it in plain text, `language` the language of a code block.
    """

    runs: Runs
    place: Location
    level: int = 0
    style: str = ""
    item: ItemHint | None = None
    size: float = 0
    anchor: str = ""
    blank_before: int = 0
    language: str = ""
    doubts: tuple[int, ...] = ()


DraftCell: TypeAlias = Runs
"""A table cell; a run of "\\n" separates its paragraphs."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, each row as long as the first; the first `header` rows are headers.

    A merged cell has its text once; the other cells that it covers are empty. `alignments` has a
    letter for each column ("l", "r", "c", "-" for none), or is empty.
    """

    rows: tuple[tuple[DraftCell, ...], ...]
    place: Location
    header: int = 1
    caption: Runs = ()
    alignments: str = ""
    doubts: tuple[int, ...] = ()


# ------------------------------------------------------------------- what the passes put instead


@dataclass(frozen=True, slots=True)
class DraftHeading:
    """A heading; `number` is the number cut off its title ("4.2", "Section IV:")."""

    runs: Runs
    level: int
    place: Location
    number: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    anchor: str = ""
    doubts: tuple[int, ...] = ()


class LabelledPoint(NamedTuple):
    """A labelled point: its label, and its content by paragraphs."""

    label: Runs
    content: tuple[Runs, ...]
    place: Location
    doubts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledPoints:
    """Consecutive labelled points: a definition list."""

    points: tuple[LabelledPoint, ...]
    place: Location


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An item of a list: its paragraphs and the lists below it."""

    content: tuple[Runs, ...]
    place: Location
    below: tuple[ItemList, ...] = ()
    checked: bool | None = None
    doubts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; `style` is the marker of its first item ("1.", "a.", "iv.") if `ordered`."""

    entries: tuple[ListEntry, ...]
    place: Location
    ordered: bool = False
    style: str = ""
    start: int = 1


@dataclass(frozen=True, slots=True)
class Unplaced:
    """Blocks that no pass could place; they are written in a div of class `unplaced`."""

    blocks: tuple[DraftBlock, ...]
    place: Location
    doubts: tuple[int, ...] = ()


DraftBlock: TypeAlias = DraftParagraph | Grid | DraftHeading | LabelledPoints | ItemList | Unplaced


class SourceEntry(NamedTuple):
    """An entry of the source list: the label that citations use ("4"), and its text."""

    label: str
    runs: Runs
    place: Location
    also: tuple[str, ...] = ()


class LeftOut(NamedTuple):
    """Words of the input that the result has in another form, or not at all, and the reason."""

    place: Location
    text: str
    why: str


@dataclass(frozen=True, slots=True)
class DraftMetadata:
    """What the format states outside the text (document properties, front matter, <meta>)."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[tuple[str, str, str], ...] = ()  # name, role, affiliation
    date: str = ""  # ISO 8601
    lang: str = ""  # BCP 47
    extra: Mapping[str, object] = field(default_factory=dict)  # front matter that stays as it is


@dataclass(frozen=True, slots=True)
class Draft:
    """A report during its import: blocks in reading order, and what stands outside them.

    A reader puts into `works` only sources that its format keeps apart from the text (Markdown link
    definitions, a DOCX bibliography part, HTML endnotes of a site); a source list in the text
    stays in `blocks`. `notes` holds foot- and endnotes by key; a pass makes works of those that
    only name a source. `media` are image files by relative path, `left_out` is what the reader saw
    and did not take (menus, hidden words). `plain` text has no means to state a heading or a table.
    """

    blocks: tuple[DraftBlock, ...]
    metadata: DraftMetadata = DraftMetadata()
    works: tuple[SourceEntry, ...] = ()
    notes: Mapping[str, tuple[DraftBlock, ...]] = field(default_factory=dict)
    media: Mapping[str, bytes] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    plain: bool = False


# ------------------------------------------------------------------------------------- on runs


def text_of(runs: Iterable[DraftRun]) -> str:
    """Return the text of `runs`, including citation and note marks."""
    return "".join(run.text for run in runs)


def bare_text(runs: Iterable[DraftRun]) -> str:
    """Return the text of `runs` without citation and note marks, by which shapes are judged."""
    return "".join(run.text for run in runs if not (run.cites or run.note)).strip()


def cut(runs: Iterable[DraftRun], start: int, end: int | None = None) -> Runs:
    """Return the part of `runs` from offset `start` to `end` of their text."""
    kept: list[DraftRun] = []
    at = 0
    for run in runs:
        stop = at + len(run.text)
        first = max(start - at, 0)
        last = len(run.text) if end is None else min(end - at, len(run.text))
        if first < last:
            whole = first == 0 and last == len(run.text)
            kept.append(run if whole else replace(run, text=run.text[first:last]))
        elif not run.text and _holds(run) and start <= at and (end is None or at < end):
            kept.append(run)
        at = stop
    return tuple(kept)


def clean(runs: Iterable[DraftRun]) -> Runs:
    """Return `runs` with equal neighbours joined and no space at either end."""
    joined: list[DraftRun] = []
    for run in runs:
        special = run.cites or run.note or run.image or run.doubts
        if not run.text and not special:
            continue
        last = joined[-1] if joined else None
        if last and not special and replace(last, text="") == replace(run, text=""):
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while joined and not strip(joined[end].text) and not _holds(joined[end]):
            joined.pop(end)
        if joined:
            joined[end] = replace(joined[end], text=strip(joined[end].text))
    return tuple(joined)


def as_cell(blocks: Iterable[DraftBlock]) -> DraftCell:
    """Return `blocks` as a table cell: each block on a line, a table in it cell by cell."""
    runs: list[DraftRun] = []
    for block in blocks:
        if runs:
            runs.append(DraftRun("\n"))
        if isinstance(block, DraftParagraph):
            marker = f"{block.item.marker} " if block.item and block.item.ordered else ""
            runs += [DraftRun(marker), *block.runs] if marker else block.runs
        elif isinstance(block, Grid):
            for number, row in enumerate(block.rows):
                runs += [DraftRun("\n")] if number else []
                for inner in row:
                    runs += [*inner, DraftRun(" ")]
    return clean(runs)


def _holds(run: DraftRun) -> bool:
    return bool(run.cites or run.note or run.image)


# ----------------------------------------------------------------------------------- on blocks


def runs_in(blocks: Iterable[DraftBlock]) -> Iterator[DraftRun]:
    """Yield every run of `blocks`, in reading order."""
    for block in blocks:
        match block:
            case DraftParagraph() | DraftHeading():
                yield from block.runs
            case Grid():
                yield from block.caption
                for row in block.rows:
                    for cell in row:
                        yield from cell
            case LabelledPoints():
                for point in block.points:
                    yield from point.label
                    for content in point.content:
                        yield from content
            case ItemList():
                for entry in block.entries:
                    for content in entry.content:
                        yield from content
                    yield from runs_in(entry.below)
            case Unplaced():
                yield from runs_in(block.blocks)
            case _:
                assert_never(block)


def with_runs(
    block: DraftParagraph | Grid, change: Callable[[Runs], Runs]
) -> DraftParagraph | Grid:
    """Return the block with `change` applied to the runs of its paragraph or cells."""
    if isinstance(block, DraftParagraph):
        return replace(block, runs=change(block.runs))
    rows = tuple(tuple(change(cell) for cell in row) for row in block.rows)
    return replace(block, rows=rows, caption=change(block.caption))
