"""Take page, running heads and columns, return `<w:sectPr>`: what holds for a run of pages."""

from __future__ import annotations

from briefgen.theme import PageStyle, ParagraphStyle, Theme
from briefgen.writers.docx.markup import twips

__all__ = ["Sections"]


class Sections:
    """The page sections of one document: `start`, `columns` and `cover` are of the current one.

    `begun` is how many paragraphs and tables stood before it. `heads` holds the references to
    header and footer parts.
    """

    def __init__(self, theme: Theme, heads: str) -> None:
        self._page = theme.page
        self._theme = theme
        self._heads = heads
        self.begun = 0
        self.start = "nextPage"
        self.columns = 1
        self.gap = 0.0
        self.cover = False

    @property
    def width(self) -> float:
        """The width of the text in points."""
        return max(self._page.width - self._page.left - self._page.right, 36.0)

    @property
    def height(self) -> float:
        """The height of the text in points."""
        return max(self._page.height - self._page.top - self._page.bottom, 36.0)

    def properties(self) -> str:
        """Return the properties of the current section.

        A cover has no running heads: it is a first page, and no first page has any.
        """
        page = self._page
        landscape = ' w:orient="landscape"' if page.width > page.height else ""
        columns = f'<w:cols w:space="{twips(self.gap or 20.0)}"/>'
        if self.columns > 1:
            columns = f'<w:cols w:num="{self.columns}" w:space="{twips(self.gap)}"/>'
        return (
            f'<w:sectPr>{self._heads}<w:type w:val="{self.start}"/>'
            f'<w:pgSz w:w="{twips(page.width)}" w:h="{twips(page.height)}"{landscape}/>'
            f'<w:pgMar w:top="{twips(page.top)}" w:right="{twips(page.right)}"'
            f' w:bottom="{twips(page.bottom)}" w:left="{twips(page.left)}"'
            f' w:header="{twips(self._header(page))}" w:footer="{twips(self._footer(page))}"'
            f' w:gutter="0"/>{columns}{"<w:titlePg/>" if self.cover else ""}</w:sectPr>'
        )

    # A theme says where the baseline of running heads stands, Word wants the edge of their line.

    def _header(self, page: PageStyle) -> float:
        return max(page.header_distance - _above(self._theme.paragraph("header")), 0.0)

    def _footer(self, page: PageStyle) -> float:
        return max(page.footer_distance - _below(self._theme.paragraph("footer")), 0.0)


def _above(style: ParagraphStyle) -> float:
    return (style.leading + 0.7 * style.size) / 2


def _below(style: ParagraphStyle) -> float:
    return (style.leading - 0.7 * style.size) / 2
