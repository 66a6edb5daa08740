"""What the blocks of a document are set with: theme, fonts, measures, and where they stand.

Where text stands is a `Region`: left edge and width, the style of plain paragraphs, the element of
the structure around it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from typing import Literal

from briefgen import model as m
from briefgen.diagnostics import Diagnostics
from briefgen.layout import mirror
from briefgen.layout.boxes import Element, OutlineEntry
from briefgen.layout.galley import Galley, Item, Length
from briefgen.layout.inline.fragments import Fragment
from briefgen.layout.inline.inlines import InlineSetter
from briefgen.record import NamedTuple, replace
from briefgen.theme import PageStyle, Theme
from briefgen.typography.bidi import is_rtl_language
from briefgen.typography.fonts import FontSet
from briefgen.typography.spacing import NARROWEST

__all__ = ["LayoutContext", "Region"]


class Region(NamedTuple):
    """Where blocks stand.

    `style` names the style of plain paragraphs; `align` overrides its alignment. In a `flat`
    place paragraphs leave out their own indents (a list or quote has indented them already);
    `after` replaces the space after them (tight lists). `level` is the depth of sections here,
    `depth` that of lists. A `rtl` place begins at the right: it is set as it would be seen
    in a mirror, x and `align` among it; the code that made the region mirrors it (`mirror`).
    """

    x: float
    width: float
    parent: Element
    lang: str
    style: str = "body"
    align: Literal["", "left", "right", "center"] = ""
    flat: bool = False
    after: float | None = None
    level: int = 1
    depth: int = 0
    rtl: bool = False

    def inside(self, left: float, right: float = 0.0) -> Region:
        """Return this place indented, as far as there is room."""
        left = min(left, max(0.0, self.width - right - NARROWEST))
        return self._replace(x=self.x + left, width=max(self.width - left - right, 1.0))


SetBlock = Callable[["LayoutContext", m.Block, Region, Galley], None]
"""Sets one block into a galley: the dispatcher of `flow`."""


class LayoutContext:
    """What all blocks of one document are set with, and what is collected meanwhile.

    It does not know how a block is set: `set_block` does, which `flow` passes in.
    """

    def __init__(
        self,
        document: m.Document,
        theme: Theme,
        fonts: FontSet,
        sink: Diagnostics,
        set_block: SetBlock,
    ) -> None:
        self._set_block = set_block
        self.document = document
        self.theme = theme
        self.fonts = fonts
        self.sink = sink
        self.inliner = InlineSetter(theme, fonts, sink)
        self.figures = self.inliner.figures
        self.outline: list[OutlineEntry] = []
        self.lengths: list[Length] = []
        self.columns: dict[int, list[float]] = {}  # by the id of a table that was made lower
        self.styles: dict[str, int] = {}
        self.rtl = is_rtl_language(document.metadata.lang)
        page = theme.page
        self.room = max(page.height - page.top - page.bottom, 1.0)

    def main_style(self) -> str:
        """Return the name of the style that most of the text is set in."""
        return max(self.styles, key=self.styles.__getitem__, default="body")

    def scaled(self, factor: float) -> LayoutContext:
        """Return a context for the same document with smaller type."""
        other = copy(self)
        other.theme = self.theme.scaled(factor)
        other.inliner = InlineSetter(other.theme, self.fonts, self.sink)
        other.inliner.figures = self.figures
        return other

    def on(self, page: PageStyle) -> LayoutContext:
        """Return a context for the same document on other paper."""
        other = copy(self)
        other.theme = replace(self.theme, page=page)
        other.room = max(page.height - page.top - page.bottom, 1.0)
        return other

    def text_region(self, element: Element) -> Region:
        """Return the place of the body text, its structure in `element`."""
        page = self.theme.page
        width = max(page.width - page.left - page.right, NARROWEST)
        lang = self.document.metadata.lang
        return Region(page.left, width, element, lang, rtl=self.rtl)

    def count(self, name: str, fragments: Sequence[Fragment]) -> None:
        """Count text of the author in style `name`; headings and lists of works do not count."""
        length = sum([len(fragment.text) for fragment in fragments])
        self.styles[name] = self.styles.get(name, 0) + length

    def block(self, node: m.Block, region: Region, galley: Galley) -> None:
        """Set one block into `galley`."""
        self._set_block(self, node, region, galley)

    def blocks(self, blocks: Iterable[m.Block], region: Region, galley: Galley) -> None:
        """Set `blocks` into `galley`."""
        for node in blocks:
            self._set_block(self, node, region, galley)

    @contextmanager
    def facing(self, rtl: bool, region: Region, galley: Galley) -> Iterator[Region]:
        """Let blocks set meanwhile run in direction `rtl`; mirror them where `region` differs."""
        start = len(galley.items)
        yield region._replace(rtl=rtl)
        if rtl != region.rtl:
            mirror.turn(galley.items[start:], 2 * region.x + region.width)

    def column(self, blocks: Iterable[m.Block], region: Region) -> list[Item]:
        """Set `blocks` into a galley of their own, in which no page can start."""
        galley = Galley()
        self.blocks(blocks, region, galley)
        if galley.anchors:
            galley.add(Item(0.0))
        for item in galley.items:
            item.fresh = item.cover = False
        return galley.items
