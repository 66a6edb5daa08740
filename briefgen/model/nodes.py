"""All nodes: inlines, which stand in a line, and blocks, which hold blocks or inlines.

Each has the `Span` it came from, which takes no part in equality.
"""

from __future__ import annotations

from dataclasses import field
from typing import Literal, TypeAlias

from briefgen.diagnostics import Span
from briefgen.model import leaves
from briefgen.model.parts import NO_ATTR, Alignment, Attr, Backlink, Chart, NumberStyle, Scale
from briefgen.record import record

# ------------------------------------------------------------------------------------- inlines


@record(frozen=True, slots=True)
class Emphasis:
    children: Inlines
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Strong:
    children: Inlines
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Strikeout:
    children: Inlines
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Superscript:
    children: Inlines
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Subscript:
    children: Inlines
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Link:
    """A link: `target` is a URL, or `#id` for a place in this document."""

    children: Inlines
    target: str
    span: Span = field(compare=False)
    title: str = ""
    attr: Attr = NO_ATTR


@record(frozen=True, slots=True)
class Image:
    """An image; `source` is relative to the file that `span` names; `children` is its alt text."""

    children: Inlines
    source: str
    span: Span = field(compare=False)
    title: str = ""
    attr: Attr = NO_ATTR


@record(frozen=True, slots=True)
class InlineSpan:
    """A bracketed span, `[text]{.class key=value}`; a class that the theme knows styles it."""

    children: Inlines
    attr: Attr
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Note:
    """A footnote, at the place that refers to it; transforms give the number."""

    children: Blocks
    span: Span = field(compare=False)
    number: int = 0


@record(frozen=True, slots=True)
class Citation:
    """One use of a reference.

    `locator` is the value alone ("12-14"), `label` its CSL term ("page", "chapter", ...).
    """

    key: str
    span: Span = field(compare=False)
    prefix: Inlines = ()
    label: str = ""
    locator: str = ""
    suffix: Inlines = ()
    suppress_author: bool = False
    number: int = 0


@record(frozen=True, slots=True)
class CitationGroup:
    """A citation cluster: `[@a; @b, p. 3]`, or `@a [p. 3]` when `in_text`.

    Until `cite` has seen it, what is printed is empty. Afterwards `lead` are words of the sentence
    (the names of `Thorne [3]`), `rendered` is the citation itself, for example `[2–4]` with links
    to `#ref-KEY`, and `anchor` the id that entries link back to. `raised`: `rendered` is a
    superscript.
    """

    citations: tuple[Citation, ...]
    span: Span = field(compare=False)
    in_text: bool = False
    lead: Inlines = ()
    rendered: Inlines = ()
    anchor: str = ""
    raised: bool = False


Inline: TypeAlias = (
    leaves.Text
    | leaves.LineBreak
    | Emphasis
    | Strong
    | Strikeout
    | Superscript
    | Subscript
    | leaves.Code
    | Link
    | Image
    | InlineSpan
    | Note
    | CitationGroup
    | leaves.CrossReference
    | leaves.Placed
)
Inlines: TypeAlias = tuple[Inline, ...]

# -------------------------------------------------------------------------------------- blocks


@record(frozen=True, slots=True)
class Paragraph:
    children: Inlines
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Section:
    """A heading and all that stands under it, deeper sections among them.

    `level` is 1 to 6. `number` is "" until sections are numbered, and stays "" for headings of
    class `unnumbered` and for those that a template adds. `attr.id` is never empty.
    """

    title: Inlines
    level: int
    children: Blocks
    attr: Attr
    span: Span = field(compare=False)
    number: str = ""


@record(frozen=True, slots=True)
class ListItem:
    """An item; `checked` is None except in task lists."""

    children: Blocks
    span: Span = field(compare=False)
    checked: bool | None = None


@record(frozen=True, slots=True)
class BulletList:
    items: tuple[ListItem, ...]
    span: Span = field(compare=False)
    tight: bool = True


@record(frozen=True, slots=True)
class OrderedList:
    """`style` is how the numbers look; they begin at `start`."""

    items: tuple[ListItem, ...]
    span: Span = field(compare=False)
    start: int = 1
    style: NumberStyle = "decimal"
    tight: bool = True


@record(frozen=True, slots=True)
class DefinitionItem:
    """A term and its definitions; each definition is a run of blocks."""

    term: Inlines
    definitions: tuple[Blocks, ...]
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class DefinitionList:
    """Terms and definitions: the labelled points of a report."""

    items: tuple[DefinitionItem, ...]
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class BlockQuote:
    children: Blocks
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Cell:
    """A table cell. One of a pipe table holds one paragraph; others may hold any blocks.

    It covers `row_span` rows and `column_span` columns. In each further place that it covers
    stands an empty cell with spans of 0, so that a row always has a cell for each column.
    """

    children: Blocks
    span: Span = field(compare=False)
    row_span: int = 1
    column_span: int = 1


@record(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Table:
    """A table with a header row (which may be empty: no cells) and body rows.

    `subheads` are header rows below the first, as under a heading of several columns.
    `alignments` has one entry per column. A class that the theme knows as a table style chooses
    its look; `attr.get("widths")` ("2 3 3 1") gives relative column widths. Tables with a caption
    get a `label` ("Table 1"), the `stop` between it and the caption (". "), and what stands above
    the rows on further pages (`continued`), from transforms.
    """

    alignments: tuple[Alignment, ...]
    header: Row
    rows: tuple[Row, ...]
    caption: Inlines
    attr: Attr
    span: Span = field(compare=False)
    label: str = ""
    stop: str = ""
    continued: str = ""
    subheads: tuple[Row, ...] = ()


@record(frozen=True, slots=True)
class Figure:
    """An image that stands alone in its paragraph, with its alt text as caption.

    What briefgen draws itself is a `drawing`; the image then is its alternative text alone.
    `label` and `stop` are as those of a table.
    """

    image: Image
    caption: Inlines
    attr: Attr
    span: Span = field(compare=False)
    label: str = ""
    drawing: Chart | Scale | None = None
    stop: str = ""


@record(frozen=True, slots=True)
class Div:
    """A fenced div, `::: {.class key=value}`.

    Some classes ask for layout. `arrange` makes the nodes below of them, and sets `style`: the
    paragraph style of the theme for the paragraphs directly inside.
    """

    children: Blocks
    attr: Attr
    span: Span = field(compare=False)
    style: str = ""


@record(frozen=True, slots=True)
class Panel:
    """A div that is drawn in the theme's box style `box`; `style` as in `Div`."""

    children: Blocks
    box: str
    attr: Attr
    span: Span = field(compare=False)
    style: str = ""


@record(frozen=True, slots=True)
class SideBySide:
    """Blocks that stand side by side, `gap` points apart; `widths` has a part for each of them."""

    children: Blocks
    widths: tuple[float, ...]
    gap: float
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Columns:
    """Blocks that are balanced over `count` columns, `gap` points apart."""

    children: Blocks
    count: int
    gap: float
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Cover:
    """A page of its own without running heads; `foot` stands at its bottom. `style` as in `Div`."""

    children: Blocks
    foot: Blocks
    attr: Attr
    span: Span = field(compare=False)
    style: str = ""


@record(frozen=True, slots=True)
class Landscape:
    """Blocks on landscape pages of their own."""

    children: Blocks
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Event:
    """A dated event: `date` is ISO 8601 with year, month or day precision."""

    date: str
    label: Inlines
    children: Inlines
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class Timeline:
    """Dated events, drawn along a line in their order."""

    events: tuple[Event, ...]
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: the heading, table or figure of id `target`.

    `number` is "5.1" or "Table 1", `stop` what stands between it and the title in a caption.
    """

    target: str
    number: str
    title: Inlines
    level: int
    stop: str = ""


@record(frozen=True, slots=True)
class Contents:
    """A table of contents, or (by `kind`) a list of tables or figures.

    A transform fills `entries`; page numbers come from layout. Nothing is printed without
    entries.
    """

    span: Span = field(compare=False)
    kind: Literal["sections", "tables", "figures"] = "sections"
    depth: int = 3
    entries: tuple[ContentsEntry, ...] = ()


@record(frozen=True, slots=True)
class Work:
    """An entry of the works cited; its anchor is `ref-KEY`.

    `label` ("[12]", or "" where the citation style has none) stands before `entry`, and leads
    to `back` if that is there; `trail` (" · cited in §5.1", links) follows. `number` is what the
    pack knows the work by.
    """

    number: int
    key: str
    entry: Inlines
    span: Span = field(compare=False)
    label: str = ""
    trail: Inlines = ()
    back: Backlink | None = None


@record(frozen=True, slots=True)
class WorksCited:
    """The list of works that this document cites; `cite` fills it.

    `form` "short" leaves out URL and access date (a sheet of paper), `uncited` adds the works
    of `nocite`, which no text cites, `backlinks` prints "cited in §5.1"; in short form the number
    is a link to the first place instead. Without `cited` it lists those of `nocite` alone, and
    another list of the document has them no more.
    """

    span: Span = field(compare=False)
    form: Literal["full", "short"] = "full"
    uncited: bool = True
    backlinks: bool = True
    works: tuple[Work, ...] = ()
    cited: bool = True


Block: TypeAlias = (
    Paragraph
    | Section
    | BulletList
    | OrderedList
    | DefinitionList
    | BlockQuote
    | leaves.CodeBlock
    | Table
    | Figure
    | Div
    | Panel
    | SideBySide
    | Columns
    | Cover
    | Landscape
    | leaves.ThematicBreak
    | leaves.PageBreak
    | Timeline
    | Contents
    | WorksCited
    | leaves.Placed
)
Blocks: TypeAlias = tuple[Block, ...]

Node: TypeAlias = Block | Inline | ListItem | DefinitionItem | Row | Cell | Event | Citation | Work
