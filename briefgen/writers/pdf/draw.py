"""Take the pages of a layout, return each drawn: its operators, marked for the structure tree."""

from __future__ import annotations

from typing import assert_never

from briefgen.layout.boxes import (
    Artifact,
    Box,
    Disc,
    Fill,
    Glyphs,
    ImageBox,
    LinkArea,
    Page,
    Path,
    Slot,
)
from briefgen.writers.pdf.fonts import Font
from briefgen.writers.pdf.images import Images
from briefgen.writers.pdf.objects import Canvas, colour, number
from briefgen.writers.pdf.tags import Tags
from briefgen.writers.pdf.text import TextPen

__all__ = ["draw_page"]

_ARTIFACTS = {
    "Header": "/Artifact<</Type/Pagination/Subtype/Header/Attached[/Top]>>BDC",
    "Footer": "/Artifact<</Type/Pagination/Subtype/Footer/Attached[/Bottom]>>BDC",
    "": "/Artifact BMC",
}


def draw_page(
    page: Page, canvas: Canvas, fonts: dict[str, Font], images: Images, tags: Tags
) -> list[LinkArea]:
    """Draw `page` on the canvas; return its link areas, which are no part of the content."""
    drawing = _Drawing(page, canvas, fonts, images, tags)
    drawing.boxes(page.boxes)
    drawing.close()
    return drawing.links


class _Drawing:
    """The state of one page: which marked content is open, which colours are set."""

    def __init__(
        self, page: Page, canvas: Canvas, fonts: dict[str, Font], images: Images, tags: Tags
    ) -> None:
        self.height = page.height
        self.canvas = canvas
        self.code = canvas.code
        self.images = images
        self.tags = tags
        self.links: list[LinkArea] = []
        self.pen = TextPen(self.code, page.height, fonts)
        self.open: Slot | str | None = None  # the slot, or the kind of artifact, being drawn
        self.stroke = ""

    def boxes(self, boxes: list[Box]) -> None:
        """Draw what is behind first, then the content in reading order, then the footer.

        Programs that know nothing of tags (search, copy and paste) go by the order of drawing.
        """
        content: list[Glyphs | ImageBox] = []
        footers: list[Artifact] = []
        for box in boxes:
            match box:
                case LinkArea():
                    self.links.append(box)
                case Artifact("Footer"):
                    footers.append(box)
                case Artifact():
                    self.artifact(box)
                case Glyphs(slot=Slot()) | ImageBox(slot=Slot()):
                    content.append(box)
                case Glyphs() | ImageBox() | Fill() | Path() | Disc():
                    self.enter("")
                    self.shape(box)
                case _:
                    assert_never(box)
        for box in sorted(content, key=self.tags.place):
            self.enter(box.slot or "")
            self.shape(box)
        for footer in footers:
            self.artifact(footer)

    def artifact(self, box: Artifact) -> None:
        self.enter(box.kind)
        for part in box.boxes:
            self.shape(part)
        if box.kind:
            self.close()

    def enter(self, content: Slot | str) -> None:
        """Open the marked content of a slot, or of an artifact; consecutive boxes share one."""
        if content == self.open:
            return
        self.close()
        self.open = content
        self.code.append(
            _ARTIFACTS[content] if isinstance(content, str) else self.tags.mark(content)
        )

    def close(self) -> None:
        """End the marked content that is open."""
        self.pen.lift()
        if self.open is not None:
            self.code.append("EMC")
            self.open = None

    def shape(self, box: Glyphs | Fill | Path | Disc | ImageBox) -> None:
        if isinstance(box, Glyphs):
            self.pen.write(box)
            return
        self.pen.lift()
        match box:
            case Fill():
                self.pen.fill(box.colour)
                x, y = round(box.x, 2), round(self.height - box.y - box.height, 2)
                width, height = round(box.width, 2), round(box.height, 2)
                if box.radius:
                    radius = min(box.radius, width / 2, height / 2)
                    self.canvas.roundRect(x, y, width, height, radius, stroke=0, fill=1)
                else:
                    self.canvas.rect(x, y, width, height, stroke=0, fill=1)
            case Disc():
                self.pen.fill(box.colour)
                self.canvas.circle(box.x, self.height - box.y, box.radius, stroke=0, fill=1)
            case Path():
                self.path(box)
            case ImageBox():
                name = self.images.name(box)
                if name:
                    size = f"{number(box.width)} 0 0 {number(box.height)}"
                    corner = f"{number(box.x)} {number(self.height - box.y - box.height)}"
                    self.code.append(f"q {size} {corner} cm {name} Do Q")
            case _:
                assert_never(box)

    def path(self, box: Path) -> None:
        if box.fill:
            self.pen.fill(box.colour)
        elif (stroke := f"{colour(box.colour)} RG {number(box.width)} w") != self.stroke:
            self.code.append(stroke)
            self.stroke = stroke
        outline = self.canvas.beginPath()
        for index, (x, y) in enumerate(box.points):
            step = outline.lineTo if index else outline.moveTo
            step(round(x, 2), round(self.height - y, 2))
        if box.closed:
            outline.close()
        self.canvas.drawPath(outline, stroke=not box.fill, fill=box.fill)
