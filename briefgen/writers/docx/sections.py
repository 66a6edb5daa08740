"""Take page, running heads and columns, return `w:sectPr`: what holds for a run of pages."""

from __future__ import annotations

from collections.abc import Callable

from briefgen.model import Banner
from briefgen.record import replace
from briefgen.theme import PageStyle, Theme
from briefgen.writers.docx.nodes import XmlElement, w
from briefgen.writers.docx.units import twips

__all__ = ["PageSections"]

_SLACK = 5.0
"""Added to the height of each page, because Word rounds lines and a full page has to fit."""


class PageSections:
    """The page sections of one document: `start` to `landscape` are of the current one.

    `begun` is how many paragraphs and tables stood before it. `heads` gives the references to
    header and footer parts for a width of text. `edges`, where a reference document sets them, are
    how far these stand from the edges of the paper; else a `banner` begins where layout has it.
    `title_page` lets the first page have its own. The columns of a `rtl` section begin at
    the right.
    """

    def __init__(
        self,
        theme: Theme,
        heads: Callable[[float], list[XmlElement]],
        edges: tuple[float, float] | None = None,
        banner: Banner | None = None,
        *,
        title_page: bool = False,
    ) -> None:
        self._theme = theme
        self._heads = heads
        self._edges = edges
        self._banner = banner
        self._title_page = title_page
        self.begun = 0
        self.start = "nextPage"
        self.columns = 1
        self.gap = 0.0
        self.cover = False
        self.landscape = False
        self.rtl = False

    @property
    def page(self) -> PageStyle:
        """The paper of the current section."""
        page = self._theme.page
        return replace(page, width=page.height, height=page.width) if self.landscape else page

    @property
    def turns(self) -> bool:
        """Whether a landscape section may begin in the current one."""
        page = self.page
        return self.columns == 1 and page.width < page.height

    @property
    def width(self) -> float:
        """The width of the text in points."""
        return max(self.page.width - self.page.left - self.page.right, 36.0)

    @property
    def height(self) -> float:
        """The height of the text in points."""
        return max(self.page.height - self.page.top - self.page.bottom, 36.0)

    def properties(self) -> XmlElement:
        """Return the properties of the current section.

        A cover has no running heads: it is marked as a title page, whose heads are empty or a
        banner.
        """
        page = self.page
        turned = {"orient": "landscape"} if page.width > page.height else {}
        columns = w("cols", space=twips(self.gap or 20.0))
        if self.columns > 1:
            columns = w("cols", num=self.columns, space=twips(self.gap))
        title_page, self._title_page = self.cover or self._title_page, False
        slack = 0.0 if self._edges else min(_SLACK, page.bottom)
        header, footer = self._edges or (self._header(page), self._footer(page))
        return w(
            "sectPr",
            *self._heads(self.width),
            w("type", val=self.start),
            w("pgSz", **{"w": twips(page.width), "h": twips(page.height), **turned}),
            w(
                "pgMar",
                top=twips(page.top),
                right=twips(page.right),
                bottom=twips(page.bottom - slack),
                left=twips(page.left),
                header=twips(header),
                footer=twips(footer),
                gutter=0,
            ),
            columns,
            w("titlePg") if title_page else "",
            w("bidi") if self.rtl else "",
        )

    # A theme says where the baseline of running heads stands, Word wants the edge of their line.

    def _header(self, page: PageStyle) -> float:
        if self._banner is not None and self._banner.top:
            return self._banner.edge
        return max(page.header_distance - self._theme.paragraph("header").above, 0.0)

    def _footer(self, page: PageStyle) -> float:
        if self._banner is not None and self._banner.bottom:
            return self._banner.edge
        return max(page.footer_distance - self._theme.paragraph("footer").below, 0.0)
