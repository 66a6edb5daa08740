"""The model: everything a report is made of, in one file.

`read_report` makes a `Report` (a tree of sections); `compose` makes a `Document` from it for one
audience; transforms and citations fill in numbers; layout and the writers only read.

All nodes are frozen, children are tuples, and each node has the `Span` it came from. A *block*
holds blocks or inlines, an *inline* stands in a line. `walk` has the functions that go over them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal, TypeAlias

from briefgen.diagnostics import GENERATED, Span
from briefgen.record import record

# ---------------------------------------------------------------------------------- attributes


@record(frozen=True, slots=True)
class Attr:
    """Pandoc attributes: `{#id .class key=value}`."""

    id: str = ""
    classes: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, key: str, default: str = "") -> str:
        """Return the value of `key`."""
        return next((value for name, value in self.pairs if name == key), default)

    def has(self, name: str) -> bool:
        """Tell whether the node has the class `name`."""
        return name in self.classes


NO_ATTR = Attr()

# ------------------------------------------------------------------------------------- inlines


@record(frozen=True, slots=True)
class Text:
    """Plain text. A line end of the source is a space in the text that precedes it."""

    text: str
    span: Span


@record(frozen=True, slots=True)
class LineBreak:
    """A hard line break."""

    span: Span


@record(frozen=True, slots=True)
class Emphasis:
    children: Inlines
    span: Span


@record(frozen=True, slots=True)
class Strong:
    children: Inlines
    span: Span


@record(frozen=True, slots=True)
class Strikeout:
    children: Inlines
    span: Span


@record(frozen=True, slots=True)
class Superscript:
    children: Inlines
    span: Span


@record(frozen=True, slots=True)
class Subscript:
    children: Inlines
    span: Span


@record(frozen=True, slots=True)
class Code:
    text: str
    span: Span
    attr: Attr = NO_ATTR


@record(frozen=True, slots=True)
class Link:
    """A link: `target` is a URL, or `#id` for a place in this document."""

    children: Inlines
    target: str
    span: Span
    title: str = ""
    attr: Attr = NO_ATTR


@record(frozen=True, slots=True)
class Image:
    """An image; `source` is relative to the file that `span` names; `children` is its alt text."""

    children: Inlines
    source: str
    span: Span
    title: str = ""
    attr: Attr = NO_ATTR


@record(frozen=True, slots=True)
class InlineSpan:
    """A bracketed span, `[text]{.class key=value}`; a class that the theme knows styles it."""

    children: Inlines
    attr: Attr
    span: Span


@record(frozen=True, slots=True)
class Note:
    """A footnote, at the place that refers to it; transforms give the number."""

    children: Blocks
    span: Span
    number: int = 0


@record(frozen=True, slots=True)
class Citation:
    """One use of a reference.

    `locator` is the value alone ("12-14"), `label` its CSL term ("page", "chapter", ...).
    """

    key: str
    span: Span
    prefix: Inlines = ()
    label: str = ""
    locator: str = ""
    suffix: Inlines = ()
    suppress_author: bool = False
    number: int = 0


@record(frozen=True, slots=True)
class CitationGroup:
    """A citation cluster: `[@a; @b, p. 3]`, or `@a [p. 3]` when `in_text`.

    Until it is numbered, `rendered` is empty. Afterwards it is what every writer prints, for
    example `[2–4]` with links to `#ref-KEY`, and `anchor` is the id that entries link back to.
    """

    citations: tuple[Citation, ...]
    span: Span
    in_text: bool = False
    rendered: Inlines = ()
    anchor: str = ""


@record(frozen=True, slots=True)
class CrossReference:
    """A reference to a section, table or figure by id: `[](#id)` or `@sec-x`, `@tbl-x`, `@fig-x`.

    A transform sets `text` ("§5.1", "Table 1"); `linked` is false when the target is known to
    the report but stands in another document of the pack.
    """

    target: str
    span: Span
    text: str = ""
    linked: bool = True


@record(frozen=True, slots=True)
class Placed:
    """Where a template placed something: `compose` replaces it before anyone else sees it."""

    index: int
    span: Span


Inline: TypeAlias = (
    Text
    | LineBreak
    | Emphasis
    | Strong
    | Strikeout
    | Superscript
    | Subscript
    | Code
    | Link
    | Image
    | InlineSpan
    | Note
    | CitationGroup
    | CrossReference
    | Placed
)
Inlines: TypeAlias = tuple[Inline, ...]

# -------------------------------------------------------------------------------------- blocks


@record(frozen=True, slots=True)
class Paragraph:
    children: Inlines
    span: Span


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
    span: Span
    number: str = ""


@record(frozen=True, slots=True)
class ListItem:
    """An item; `checked` is None except in task lists."""

    children: Blocks
    span: Span
    checked: bool | None = None


@record(frozen=True, slots=True)
class BulletList:
    items: tuple[ListItem, ...]
    span: Span
    tight: bool = True


@record(frozen=True, slots=True)
class OrderedList:
    """`style` is how the numbers look; they begin at `start`."""

    items: tuple[ListItem, ...]
    span: Span
    start: int = 1
    style: Literal["decimal", "lower-alpha", "upper-alpha", "lower-roman", "upper-roman"] = (
        "decimal"
    )
    tight: bool = True


@record(frozen=True, slots=True)
class DefinitionItem:
    """A term and its definitions; each definition is a run of blocks."""

    term: Inlines
    definitions: tuple[Blocks, ...]
    span: Span


@record(frozen=True, slots=True)
class DefinitionList:
    """Terms and definitions: the labelled points of a report."""

    items: tuple[DefinitionItem, ...]
    span: Span


@record(frozen=True, slots=True)
class BlockQuote:
    children: Blocks
    span: Span


@record(frozen=True, slots=True)
class CodeBlock:
    text: str
    span: Span
    language: str = ""
    attr: Attr = NO_ATTR


Alignment: TypeAlias = Literal["left", "right", "center", "default"]


@record(frozen=True, slots=True)
class Cell:
    """A table cell. One of a pipe table holds one paragraph; a template may place more."""

    children: Blocks
    span: Span


@record(frozen=True, slots=True)
class Row:
    cells: tuple[Cell, ...]
    span: Span


@record(frozen=True, slots=True)
class Table:
    """A table with one header row (which may be empty: no cells) and body rows.

    `alignments` has one entry per column. A class that the theme knows as a table style chooses
    its look; `attr.get("widths")` ("2 3 3 1") gives relative column widths. `label` ("Table 1")
    is set by a transform for tables that have a caption.
    """

    alignments: tuple[Alignment, ...]
    header: Row
    rows: tuple[Row, ...]
    caption: Inlines
    attr: Attr
    span: Span
    label: str = ""


@record(frozen=True, slots=True)
class Series:
    """A row of numbers, None where there is none, and how each of them is printed."""

    name: str
    values: tuple[float | None, ...]
    shown: tuple[str, ...]


@record(frozen=True, slots=True)
class Chart:
    """Numbers to be drawn: each of `series` has one for each of `labels`. Lengths are points."""

    kind: Literal["bar", "line", "dot"]
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    height: float = 0.0


@record(frozen=True, slots=True)
class Band:
    """A word for a likelihood of `low` to `high` per cent."""

    name: str
    low: float
    high: float


@record(frozen=True, slots=True)
class Scale:
    """How likely something is: `low` to `high` per cent, `shown` as printed, on a row of bands."""

    bands: tuple[Band, ...]
    low: float
    high: float
    shown: str


@record(frozen=True, slots=True)
class Figure:
    """An image that stands alone in its paragraph, with its alt text as caption.

    What briefgen draws itself is a `drawing`; the image then is its alternative text alone.
    """

    image: Image
    caption: Inlines
    attr: Attr
    span: Span
    label: str = ""
    drawing: Chart | Scale | None = None


@record(frozen=True, slots=True)
class Div:
    """A fenced div, `::: {.class key=value}`.

    Classes that the theme knows give it a look: a box style draws a panel, a paragraph style
    applies to the paragraphs directly inside. Three classes are layout: `row` sets its child
    divs side by side (`widths="2 1 1"`), `columns` balances its content over `count` columns,
    `cover` is a page of its own whose child div of class `foot` stands at the bottom.
    """

    children: Blocks
    attr: Attr
    span: Span


@record(frozen=True, slots=True)
class ThematicBreak:
    span: Span


@record(frozen=True, slots=True)
class PageBreak:
    span: Span


@record(frozen=True, slots=True)
class Event:
    """A dated event: `date` is ISO 8601 with year, month or day precision."""

    date: str
    label: Inlines
    children: Inlines
    span: Span


@record(frozen=True, slots=True)
class Timeline:
    """Dated events, drawn along a line in their order."""

    events: tuple[Event, ...]
    span: Span


@record(frozen=True, slots=True)
class ContentsEntry:
    """A line of the contents: the heading, table or figure of id `target`."""

    target: str
    number: str
    title: Inlines
    level: int


@record(frozen=True, slots=True)
class Contents:
    """A table of contents, or (by `kind`) a list of tables or figures.

    A transform fills `entries`; page numbers come from layout. Nothing is printed without
    entries.
    """

    span: Span
    kind: Literal["sections", "tables", "figures"] = "sections"
    depth: int = 3
    entries: tuple[ContentsEntry, ...] = ()


@record(frozen=True, slots=True)
class Backlink:
    """A place that cites a work: `label` ("§5.1") and the anchor of the citation."""

    label: str
    target: str


@record(frozen=True, slots=True)
class Work:
    """An entry of the works cited; its anchor is `ref-KEY`."""

    number: int
    key: str
    entry: Inlines
    cited_in: tuple[Backlink, ...]
    span: Span


@record(frozen=True, slots=True)
class WorksCited:
    """The list of works that this document cites; `cite` fills it.

    `form` "short" leaves out URL and access date (a sheet of paper), `uncited` adds the works
    that are listed but never cited, `backlinks` prints "cited in §5.1"; in short form the number
    is a link to the first place instead. Without `cited` it lists those never cited alone.
    """

    span: Span
    form: Literal["full", "short"] = "full"
    uncited: bool = False
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
    | CodeBlock
    | Table
    | Figure
    | Div
    | ThematicBreak
    | PageBreak
    | Timeline
    | Contents
    | WorksCited
    | Placed
)
Blocks: TypeAlias = tuple[Block, ...]

Node: TypeAlias = Block | Inline | ListItem | DefinitionItem | Row | Cell | Event | Citation | Work

# ----------------------------------------------------------------------------- whole documents


@record(frozen=True, slots=True)
class Author:
    """An author; `role` and `affiliation` may be empty."""

    name: str
    role: str = ""
    affiliation: str = ""


@record(frozen=True, slots=True)
class MarkingChoice:
    """What front matter says of markings: the scheme, the level of what has no mark, and where.

    `default` "" is the scheme's lowest level; `portions` None leaves it to the scheme.
    """

    scheme: str
    default: str = ""
    portions: bool | None = None
    span: Span = GENERATED
    default_span: Span = GENERATED


@record(frozen=True, slots=True)
class Metadata:
    """Front matter. Inline fields are parsed Markdown, so they keep emphasis and citations.

    `options` is what stands under the front matter's own `briefgen:` key (`numbering`, ...).
    `bibliography` are file names as written; `references` the inline CSL entries, raw, each with
    the span of its first line.
    """

    title: Inlines = ()
    subtitle: Inlines = ()
    authors: tuple[Author, ...] = ()
    date: str = ""
    lang: str = "en-GB"
    abstract: Blocks = ()
    bibliography: tuple[tuple[str, Span], ...] = ()
    references: tuple[tuple[Mapping[str, object], Span], ...] = ()
    csl: str = ""
    nocite: tuple[Citation, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    marking: MarkingChoice | None = None
    span: Span = GENERATED


@record(frozen=True, slots=True)
class Report:
    """The parsed source: sections at the top, blocks before the first heading among them.

    `source` is the path as given, `digest` the SHA-256 of its bytes (hexadecimal). `comments` are
    what stands between `<!--` and `-->`, which no document prints, in reading order.
    """

    metadata: Metadata
    blocks: Blocks
    source: str = ""
    digest: str = ""
    comments: tuple[tuple[str, Span], ...] = ()


@record(frozen=True, slots=True)
class Reference:
    """A bibliography entry: its key and its CSL-JSON variables."""

    key: str
    csl: Mapping[str, object]
    span: Span


@record(frozen=True, slots=True)
class RunningText:
    """Header or footer, three positions; fields in braces are filled per page.

    Fields: {title} {subtitle} {audience} {date} {issue} {section} {page} {pages}.
    """

    left: str = ""
    center: str = ""
    right: str = ""


@record(frozen=True, slots=True)
class Banner:
    """The marking of a document as it stands on each page, `edge` points from that of the paper.

    Lengths are points. Without `background` it stands on the bare paper.
    """

    text: str
    size: float = 12.0
    align: Literal["left", "center", "right"] = "center"
    colour: str = "#000000"
    background: str = ""
    top: bool = True
    bottom: bool = True
    edge: float = 12.0


@record(frozen=True, slots=True)
class Document:
    """What one audience gets: composed, and after `cite` complete.

    `issue` is what tells this version from others (metadata option or "1"); `digest` the source's.
    `banner` is how it has to be handled, None where the report has no markings.
    """

    audience: str
    audience_title: str
    metadata: Metadata
    blocks: Blocks
    header: RunningText = RunningText()
    footer: RunningText = RunningText()
    issue: str = "1"
    digest: str = ""
    banner: Banner | None = None
