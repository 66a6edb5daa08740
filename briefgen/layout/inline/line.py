"""What a line is made of: its glyphs, fills, links and images, and what gathers glyphs for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Literal

from briefgen.layout.boxes import Fill, Glyphs, ImageBox, LinkArea, Slot
from briefgen.record import NamedTuple, record

__all__ = ["Align", "GlyphStyle", "Line", "Pending"]

Align = Literal["left", "right", "center", "justify"]


@record(frozen=False, slots=True)
class Line:
    """A set line: x from the left end of the line, baseline at y = 0, y downwards.

    `width` is how far the ink reaches (without the space at the end), `ascent` and `descent`
    the most that a run of the line asks for. It is `hyphenated` where a hyphen was added to it.
    """

    glyphs: list[Glyphs] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    links: list[LinkArea] = field(default_factory=list)
    images: list[ImageBox] = field(default_factory=list)
    anchors: list[tuple[str, float]] = field(default_factory=list)
    notes: list[object] = field(default_factory=list)
    width: float = 0.0
    ascent: float = 0.0
    descent: float = 0.0
    hyphenated: bool = False


class GlyphStyle(NamedTuple):
    """What glyphs must have in common to be one run of the page."""

    face: str
    size: float
    colour: str
    rise: float
    slot: Slot | None
    ascent: float
    descent: float


class Pending:
    """Glyphs gathered for the next run of the page."""

    __slots__ = ("advances", "characters", "expansion", "gids", "group", "line", "rises", "x")

    def __init__(self, line: Line) -> None:
        self.line = line
        self.expansion = 1.0
        self.group: GlyphStyle | None = None
        self.x = 0.0
        self.gids: list[int] = []
        self.advances: list[float] = []
        self.characters: list[str] = []
        self.rises: list[float] = []

    def begin(self, group: GlyphStyle, x: float) -> None:
        self.end()
        self.group, self.x = group, x

    def rise(self, rise: Sequence[float], count: int) -> None:
        """Lift the next `count` glyphs; earlier glyphs without a rise get 0."""
        self.rises += [0.0] * (len(self.gids) - len(self.rises))
        self.rises += rise or [0.0] * count

    def end(self) -> None:
        """Add what has been gathered to the line."""
        group, line = self.group, self.line
        self.group = None
        if group is None or not self.gids:
            return
        if self.rises:
            self.rise((), len(self.gids) - len(self.rises))
        glyphs = Glyphs(
            self.x,
            -group.rise,
            group.face,
            group.size,
            group.colour,
            tuple(self.gids),
            tuple(self.advances),
            tuple(self.characters),
            group.slot,
            tuple(self.rises),
            expansion=self.expansion,
        )
        line.glyphs.append(glyphs)
        line.ascent = max(line.ascent, group.ascent)
        line.descent = max(line.descent, group.descent)
        self.gids.clear()
        self.advances.clear()
        self.characters.clear()
        self.rises.clear()
