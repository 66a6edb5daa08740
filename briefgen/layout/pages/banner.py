"""Take a theme and a banner, return the theme with room for it; set it on a page as artifacts.

It stands beyond the running heads, nearer to the edges of the paper, so that no text moves for it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from briefgen.diagnostics import Diagnostics, Span
from briefgen.layout.boxes import Artifact, Fill, Glyphs
from briefgen.layout.flow.context import LayoutContext
from briefgen.layout.sheet import moved
from briefgen.model import Banner, Document, RunningText
from briefgen.record import replace
from briefgen.theme import MARKING, CharacterStyle, ParagraphStyle, Stroke, Theme

__all__ = ["banners", "with_banner"]

_GAP: Final = 4.0
"""Points between a banner and the running head beside it."""

_LEADING: Final = 1.3
_PADDING: Final = 4.0
_RULE: Final = 7.0
"""What a running head and its rule take on the side of the text, at least."""


def with_banner(
    theme: Theme,
    document: Document,
    banner: Banner,
    place: Callable[..., Span],
    sink: Diagnostics,
) -> Theme:
    """Return `theme` with the styles of `banner`, its running heads moved in where they must.

    A theme may have such a style of its own; colours, alignment and least size are the scheme's.
    Where the margin has no room for both, that is an error at `place` of the margin.
    """
    head = theme.paragraph("header")
    own = ParagraphStyle(font=head.font, bold=True, size=banner.size)
    own = theme.paragraphs.get(MARKING, own)
    size = max(own.size, banner.size)
    style = replace(
        own,
        size=size,
        leading=round(size * _LEADING, 2),
        colour=banner.colour,
        align=banner.align,
        capitals=False,
        word="Handling Marking",
    )
    page, taken = theme.page, banner.edge + style.leading
    header, footer = page.header_distance, page.footer_distance
    if banner.top and document.header != RunningText():
        header = max(header, taken + _GAP + head.above)
    if banner.bottom and document.footer != RunningText():
        footer = max(footer, taken + _GAP + theme.paragraph("footer").below)
    for side, shown, text, margin, edge in (
        ("top", banner.top, document.header, page.top, header + _RULE),
        ("bottom", banner.bottom, document.footer, page.bottom, footer + _above_foot(theme)),
    ):
        least = taken if text == RunningText() else edge
        if shown and margin < least:
            sink.error(
                "no-room",
                f"the {side} margin of {margin / 72 * 25.4:.0f} mm has no room for the marking "
                f"{banner.text} and what else stands there",
                place("page", side),
                f'in [page] of audience.toml, {side} = "{least / 72 * 25.4 + 0.5:.0f}mm" would do',
            )
    chip = CharacterStyle(background=banner.background, word="Handling Marking Label")
    return replace(
        theme,
        page=replace(page, header_distance=header, footer_distance=footer),
        paragraphs={**theme.paragraphs, MARKING: style},
        characters={**theme.characters, MARKING: chip},
    )


def _above_foot(theme: Theme) -> float:
    rule = theme.page.footer_rule
    return theme.paragraph("footer").size + (_RULE if rule != Stroke() else 0.0)


def banners(context: LayoutContext, banner: Banner) -> list[Artifact]:
    """Return the banner at the top and the bottom of a page, as the scheme says."""
    page, style = context.theme.page, context.theme.paragraph(MARKING)
    look = context.inliner.look(style, "en")  # no language translates it, nor turns it around
    glyphs, width = context.inliner.one_line(banner.text, look, None, end="")
    room = page.width - page.left - page.right
    x = page.left + _PADDING
    if style.align != "left":
        x += (room - width - 2 * _PADDING) / (2 if style.align == "center" else 1)
    shown = []
    for kind, wanted, top in (
        ("Header", banner.top, banner.edge),
        ("Footer", banner.bottom, page.height - banner.edge - style.leading),
    ):
        if wanted:
            boxes: list[Fill | Glyphs] = []
            if banner.background:
                whole = width + 2 * _PADDING
                boxes.append(Fill(x - _PADDING, top, whole, style.leading, banner.background))
            boxes += moved(glyphs, x, top + style.leading / 2 + 0.35 * style.size)
            shown.append(Artifact(kind, tuple(boxes)))
    return shown
