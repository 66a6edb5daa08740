"""The intermediate form: what a format reader hands on, and what the shared passes make of it.

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
    "ListEntry",
    "Location",
    "Runs",
    "SourceEntry",
    "Unplaced",
    "as_cell",
    "clean",
    "cut",
    "runs_in",
    "said",
    "text_of",
    "with_runs",
]


class Location(NamedTuple):
    """Where something stands in the input: a 1-based line (DOCX: paragraph) and column."""

    line: int
    column: int = 1


@dataclass(frozen=True, slots=True)
class DraftRun:
    """Text in one look. `text` may hold "\\n" for a forced line break; spaces are as they stand.

    `link` is a URL or "#anchor"; `image` a path under `Draft.media` or a URL (then `text` is the
    alternative text); `note` a key of `Draft.notes` (then `text` is the mark as printed, if
    any). `cites` are labels of works, as the source list gives them ("4"): a reader sets it only
    where the format leaves no doubt ("[^4]" whose note is a source is for the passes to find;
    a superscript "4" is a hint, not a citation); `locator` is what follows the work ("p. 3").
    `text` stays the mark as it stood.
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
    doubts: tuple[int, ...] = ()  # the passes': numbers of decisions made here


Runs: TypeAlias = tuple[DraftRun, ...]


class ItemHint(NamedTuple):
    """A list item: nesting `level` from 0, and the marker as it stands ("3.", "•", "" unknown).

    `continues` marks a further paragraph of the item before.
    """

    level: int = 0
    ordered: bool = False
    marker: str = ""
    continues: bool = False


@dataclass(frozen=True, slots=True)
class DraftParagraph:
    """A paragraph, or in plain text a line.

    `level` is the heading level that the format states (1 is the highest under the title), 0 for
    none. `style` is what else it states: "title", "subtitle", "author", "date", "abstract",
    "quote", "code" (text with "\\n"), "caption" (of the table or figure beside it), "term",
    "definition", "rule" (no runs), "source" (an entry of the works cited), or "". `size` is the
    font size in points where known, `anchor` an id that links may name, `blank_before` the
    blank lines before it in plain text, `language` that of a code block.
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
"""A table cell; paragraphs in it are parted by a run of "\\n"."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, each row as long as the first; `header` rows stand on top.

    Merged cells have their text once, the others that they cover are empty. `alignments` has a
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
    """A heading; `number` is what was cut off before the title ("4.2", "Section IV:")."""

    runs: Runs
    level: int
    place: Location
    number: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    anchor: str = ""
    doubts: tuple[int, ...] = ()


class LabelledPoint(NamedTuple):
    """A labelled point: label, paragraphs, and the mark that stood between ("：" or ":")."""

    label: Runs
    content: tuple[Runs, ...]
    place: Location
    doubts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class LabelledPoints:
    """Labelled points in a row: a definition list."""

    points: tuple[LabelledPoint, ...]
    place: Location


@dataclass(frozen=True, slots=True)
class ListEntry:
    """An item of a list: paragraphs and the list below it."""

    content: tuple[Runs, ...]
    place: Location
    below: tuple[ItemList, ...] = ()
    doubts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list; `style` is the marker of the first ("1.", "a.", "iv.") if `ordered`."""

    entries: tuple[ListEntry, ...]
    place: Location
    ordered: bool = False
    style: str = ""
    start: int = 1


@dataclass(frozen=True, slots=True)
class Unplaced:
    """What no pass could place; it is written in a marked block."""

    blocks: tuple[DraftBlock, ...]
    place: Location
    doubts: tuple[int, ...] = ()


DraftBlock: TypeAlias = DraftParagraph | Grid | DraftHeading | LabelledPoints | ItemList | Unplaced


class SourceEntry(NamedTuple):
    """An entry of the source list: the label it is cited by ("4"), its text as it stands."""

    label: str
    runs: Runs
    place: Location


@dataclass(frozen=True, slots=True)
class DraftMetadata:
    """What the format states outside its text (document properties, front matter, <meta>)."""

    title: str = ""
    subtitle: str = ""
    authors: tuple[tuple[str, str, str], ...] = ()  # name, role, affiliation
    date: str = ""  # ISO 8601
    lang: str = ""  # BCP 47
    extra: Mapping[str, object] = field(default_factory=dict)  # front matter that we keep as it is


@dataclass(frozen=True, slots=True)
class Draft:
    """A report on its way: blocks in reading order, and what stands outside them.

    `works` a reader fills only with sources that its format keeps apart from the text (Markdown
    link definitions, a DOCX bibliography part, HTML endnotes of a site); source lists that are
    ordinary text stay in `blocks`. `notes` holds foot- and endnotes by key; those that are mere
    sources a pass turns into works. `media` are image files by relative path.
    """

    blocks: tuple[DraftBlock, ...]
    metadata: DraftMetadata = DraftMetadata()
    works: tuple[SourceEntry, ...] = ()
    notes: Mapping[str, tuple[DraftBlock, ...]] = field(default_factory=dict)
    media: Mapping[str, bytes] = field(default_factory=dict)


# ------------------------------------------------------------------------------------- on runs


def text_of(runs: Iterable[DraftRun]) -> str:
    """Return the words of `runs` as they stand, citation and note marks among them."""
    return "".join(run.text for run in runs)


def said(runs: Iterable[DraftRun]) -> str:
    """Return the words of `runs` without citation and note marks: what their shape is judged by."""
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
    """Return what stands in a cell as one run of text: blocks on lines, a table cell by cell."""
    runs: list[DraftRun] = []
    for block in blocks:
        if runs:
            runs.append(DraftRun("\n"))
        if isinstance(block, DraftParagraph):
            marker = f"{block.item.marker} " if block.item and block.item.ordered else ""
            runs += [DraftRun(marker), *block.runs] if marker else block.runs
        elif isinstance(block, Grid):
            for inner in (inner for row in block.rows for inner in row):
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
    """Return the block that a reader made, with `change` applied to its paragraph or cells."""
    if isinstance(block, DraftParagraph):
        return replace(block, runs=change(block.runs))
    rows = tuple(tuple(change(cell) for cell in row) for row in block.rows)
    return replace(block, rows=rows, caption=change(block.caption))
