"""What a theme consists of: fonts, page and named styles; all lengths are points."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Annotated, Any, Final, Literal, TypeAlias

from briefgen.record import NamedTuple, record, replace
from briefgen.settings import Colour, Fill, Length, Limits, RequiredText, Size

__all__ = [
    "MARKING",
    "BoxStyle",
    "CharacterStyle",
    "FontFamily",
    "ListStyle",
    "PageStyle",
    "ParagraphStyle",
    "Scaling",
    "Stroke",
    "TableStyle",
    "Theme",
]

MARKING: Final = "handling-marking"
"""The paragraph style of banners; the character style of that name has the background."""

Factor: TypeAlias = Annotated[float, Limits(above=0)]


class Stroke(NamedTuple):
    """A rule: width in points (0 is none) and colour."""

    width: Length = 0.0
    colour: Colour = "#000000"


@record(frozen=True, slots=True)
class FontFamily:
    """A family of four faces; files are relative to the theme or to the fonts that come along.

    `name` is the family name as Word knows it; `fallback` what to use where it is absent.
    """

    name: RequiredText
    regular: RequiredText
    italic: str = ""
    bold: str = ""
    bold_italic: str = ""
    fallback: str = ""
    generic: Literal["roman", "swiss", "modern"] = "roman"


@record(frozen=True, slots=True)
class PageStyle:
    """Paper and margins. `header_distance` and `footer_distance`: paper edge to baseline."""

    width: Length = 595.276
    height: Length = 841.89
    top: Length = 72.0
    bottom: Length = 72.0
    left: Length = 72.0
    right: Length = 72.0
    header_distance: Length = 42.0
    footer_distance: Length = 36.0
    footer_rule: Stroke = Stroke()
    header_rule: Stroke = Stroke()


_JUSTIFIED: Final = 20
"""Ems, some forty characters: spaces in narrower lines are too few to take what justifying asks."""


@record(frozen=True, slots=True)
class ParagraphStyle:
    """A paragraph style. `word` is the style's name in Word, `role` its PDF structure type.

    `tracking` is letter space in ems; `features` are OpenType features ("tnum", "-liga").
    """

    font: str = "serif"
    bold: bool = False
    italic: bool = False
    size: Size = 10.25
    leading: Size = 14.5
    colour: Colour = "#000000"
    align: Literal["left", "right", "center", "justify"] = "left"
    space_before: Length = 0.0
    space_after: Length = 0.0
    indent_left: Length = 0.0
    indent_right: Length = 0.0
    first_line: Length = 0.0
    keep_with_next: bool = False
    keep_together: bool = False
    hyphenate: bool = False
    tracking: float = 0.0
    capitals: bool = False
    features: tuple[str, ...] = ()
    rule_above: Stroke = Stroke()
    rule_below: Stroke = Stroke()
    rule_gap: Length = 3.0
    outline: bool = False
    word: str = ""
    role: str = ""

    @property
    def above(self) -> float:
        """How far a line reaches above its baseline."""
        return (self.leading + 0.7 * self.size) / 2

    @property
    def below(self) -> float:
        """How far a line reaches below its baseline."""
        return (self.leading - 0.7 * self.size) / 2

    def aligned(self, width: float) -> Literal["left", "right", "center", "justify"]:
        """Return how text stands in a column of `width` points: a narrow one is not justified."""
        narrow = self.align == "justify" and width < _JUSTIFIED * self.size
        return "left" if narrow else self.align


@record(frozen=True, slots=True)
class CharacterStyle:
    """A character style: what is empty or None comes from the surrounding text.

    `scale` is the size relative to the surrounding text; a `background` draws a chip.
    """

    font: str = ""
    bold: bool | None = None
    italic: bool | None = None
    scale: Factor = 1.0
    colour: Fill = ""
    background: Fill = ""
    padding_x: Length = 0.0
    padding_y: Length = 0.0
    radius: Length = 0.0
    features: tuple[str, ...] = ()
    word: str = ""


@record(frozen=True, slots=True)
class BoxStyle:
    """The look of a div: a panel with background, rules and padding; `role` is its PDF type."""

    background: Fill = ""
    padding_x: Length = 0.0
    padding_y: Length = 0.0
    rule_left: Stroke = Stroke()
    rule_top: Stroke = Stroke()
    rule_bottom: Stroke = Stroke()
    space_before: Length = 0.0
    space_after: Length = 0.0
    keep_together: bool = False
    paragraph: str = ""
    role: str = "Div"


@record(frozen=True, slots=True)
class ListStyle:
    """Lists: markers hang in `indent`; number markers are set in a paragraph style's face."""

    bullet: str = "•"
    indent: Length = 16.0
    item_space: Length = 2.0
    marker: str = "list-marker"


@record(frozen=True, slots=True)
class TableStyle:
    """The look of a table: paragraph style names, fills, rules and padding."""

    head: str = "table-head"
    cell: str = "table-cell"
    stub: str = "table-cell"
    head_fill: Fill = ""
    stub_fill: Fill = ""
    rule_top: Stroke = Stroke()
    rule_head: Stroke = Stroke()
    rule_row: Stroke = Stroke()
    rule_bottom: Stroke = Stroke()
    padding_x: Length = 5.0
    padding_y: Length = 3.0
    flush: bool = False
    space_before: Length = 0.0
    space_after: Length = 0.0


class Scaling(NamedTuple):
    """What a page limit makes of a theme.

    `size` and `spacing` are factors of type and of the space between it. `leading` is how much
    stays of what lines have beyond the theme's smallest leading: from 1, all, to 0. With
    `columns` those of tables are shared out anew, so that each table is as low as can be.
    """

    size: float = 1.0
    leading: float = 1.0
    spacing: float = 1.0
    columns: bool = False


@record(frozen=True, slots=True)
class Theme:
    """A whole theme. `folder` is where its relative font files are looked for first.

    `scaling` is what a page limit has made of it. It may go down to type of `minimum` points,
    lines that are `minimum_leading` times their size apart, and `minimum_spacing` times the
    space between blocks and in cells.
    """

    name: str
    folder: str
    colours: Mapping[str, Colour] = field(default_factory=dict)
    fonts: Mapping[str, FontFamily] = field(default_factory=dict)
    page: PageStyle = PageStyle()
    paragraphs: Mapping[str, ParagraphStyle] = field(default_factory=dict)
    characters: Mapping[str, CharacterStyle] = field(default_factory=dict)
    boxes: Mapping[str, BoxStyle] = field(default_factory=dict)
    lists: Mapping[str, ListStyle] = field(default_factory=dict)
    tables: Mapping[str, TableStyle] = field(default_factory=dict)
    scaling: Scaling = Scaling()
    minimum: Size = 6.5
    minimum_leading: Factor = 1.22
    minimum_spacing: Annotated[float, Limits(least=0)] = 0.75

    def paragraph(self, name: str) -> ParagraphStyle:
        """Return the paragraph style `name`, or the body style."""
        return self.paragraphs.get(name) or self.paragraphs["body"]

    def scaled(self, factor: float) -> Theme:
        """Return this theme with text and vertical space multiplied by `factor`."""
        return self.with_scaling(Scaling(factor, columns=self.scaling.columns))

    def with_scaling(self, by: Scaling) -> Theme:
        """Return this theme with text and vertical space as `by` says.

        Running heads and the page keep their size; no text gets smaller than `minimum`, or than
        it is when it is smaller already, and no lines nearer than `minimum_leading`, likewise.
        """
        factor = by.size * by.spacing

        def paragraph(name: str, style: ParagraphStyle) -> ParagraphStyle:
            if name in {"header", "footer", MARKING}:
                return style
            size = max(style.size * by.size, min(self.minimum, style.size))
            least = min(self.minimum_leading, style.leading / style.size)
            leading = least + (style.leading / style.size - least) * by.leading
            return replace(
                style,
                size=size,
                leading=leading * size,
                space_before=style.space_before * factor,
                space_after=style.space_after * factor,
            )

        def spaced(style: Any) -> Any:
            return replace(
                style,
                padding_y=style.padding_y * factor,
                space_before=style.space_before * factor,
                space_after=style.space_after * factor,
            )

        return replace(
            self,
            scaling=by,
            paragraphs={n: paragraph(n, s) for n, s in self.paragraphs.items()},
            boxes={n: spaced(s) for n, s in self.boxes.items()},
            lists={n: replace(s, item_space=s.item_space * factor) for n, s in self.lists.items()},
            tables={n: spaced(s) for n, s in self.tables.items()},
        )
