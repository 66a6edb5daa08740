"""Whole documents: what was read, what it says of itself, and what one audience gets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from briefgen.diagnostics import GENERATED, KeyPath, Places, Span
from briefgen.model.nodes import Blocks, Citation, Inlines
from briefgen.record import record
from briefgen.settings import Count, RequiredText, Word


@record(frozen=True, slots=True)
class Author:
    """An author; `role` and `affiliation` may be empty."""

    name: str
    role: str = ""
    affiliation: str = ""


@record(frozen=True, slots=True)
class MarkingChoice:
    """What front matter says of markings: the scheme, and the level of what has no mark.

    `default` "" is the scheme's lowest level; `portions` None leaves it to the scheme.
    With `strict`, what has no mark is an error.
    """

    scheme: RequiredText
    default: str = ""
    portions: bool | None = None
    strict: bool = False


@record(frozen=True, slots=True)
class ReportOptions:
    """What stands under the front matter's `briefgen:` key.

    `numbering` and `citation_style` say where the numbers of works come from and how they look;
    `issue` tells this version of the report from others; `attributes` are keys of attributes that
    templates read. `checks` are levels by code, `abbreviations` known ones, `bottom_line_words`
    the most that a bottom line may have. Without `smart`, hyphens, dots and straight quotation
    marks stay as typed. `own` are keys that briefgen does not know.
    """

    numbering: Literal["pack", "bibliography", "document"] = "pack"
    citation_style: str = "bracket"
    issue: str = "1"
    attributes: tuple[Word, ...] = ()
    keywords: tuple[Word, ...] = ()
    smart: bool = True
    marking: MarkingChoice | None = None
    checks: Mapping[str, str] = field(default_factory=dict)
    abbreviations: tuple[Word, ...] = ()
    bottom_line_words: Count = 75
    own: Mapping[str, object] = field(default_factory=dict)


@record(frozen=True, slots=True)
class Metadata:
    """Front matter. Inline fields are parsed Markdown, so they keep emphasis and citations.

    `bibliography` are file names as written; `references` the inline CSL entries, raw, each with
    the span of its first line. `places` are those of its keys and of what is under `briefgen:`.
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
    options: ReportOptions = ReportOptions()
    places: Mapping[KeyPath, Span] = field(default_factory=dict, compare=False)
    span: Span = field(default=GENERATED, compare=False)

    def place(self, *path: str) -> Span:
        """Return where a key of the front matter stands: `place("briefgen", "issue")`."""
        return Places(self.places, self.span).place(*path)


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
    span: Span = field(compare=False)


@record(frozen=True, slots=True)
class RunningText:
    """Header or footer, three positions.

    `compose` fills the fields {title} {subtitle} {audience} {date} {issue}; {section}, {page} and
    {pages} differ from page to page, so that writers fill them.
    """

    left: str = ""
    center: str = ""
    right: str = ""


@record(frozen=True, slots=True)
class Banner:
    """The marking of a document as it stands on each page.

    `edge` is the distance from the edge of the paper. Lengths are points. Without `background` it
    stands on the bare paper.
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

    @property
    def keywords(self) -> tuple[str, ...]:
        """Keywords for the properties of a file, its marking among them."""
        marking = (self.banner.text,) if self.banner else ()
        return self.metadata.options.keywords + marking
