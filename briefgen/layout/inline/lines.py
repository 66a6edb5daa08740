"""Take styled fragments and a width, return lines of placed glyphs.

Lines are broken by total fit, justified or ragged. Where no line is wide enough for a word, it is
hyphenated, and at last broken anywhere, before it would stand out of its column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from briefgen.layout.inline.breaks import Break, LineTolerance, balanced_width, one_line, total_fit
from briefgen.layout.inline.fragments import Fragment
from briefgen.layout.inline.line import Align, Line
from briefgen.layout.inline.line_builder import EXPANSION, SHRINK, STRETCH, LineBuilder
from briefgen.layout.inline.line_gauge import LineGauge
from briefgen.layout.inline.paragraph import typeset_paragraph
from briefgen.layout.inline.runs import Typeset
from briefgen.typography.fonts import FontSet

__all__ = ["balanced", "break_lines", "measure"]


def break_lines(
    fragments: Sequence[Fragment],
    width: float | Callable[[int], float],
    fonts: FontSet,
    *,
    align: Align = "left",
    hyphenate: bool = False,
    lang: str = "",
    first_line: float = 0.0,
    balance: bool | None = None,
    rtl: bool = False,
) -> list[Line]:
    """Break `fragments` into lines; those of `align` are placed within `width`.

    `width` may be a function of the line's index. `first_line` indents the first line (it may be
    negative). `balance` makes ragged lines of equal length (headings); by default only centred
    text is. `rtl` columns begin at the right, and `align` "left" is there. No fragments give
    no line, no text gives an empty one.
    """
    lines: list[Line] = []
    for paragraph in _forced_lines(fragments):
        text, directions = typeset_paragraph(paragraph, fonts, lang)
        builder = LineBuilder(text, align) if fonts.drawn else LineGauge(text, align)
        if directions or rtl:
            from briefgen.layout.inline.bidi_lines import BidiLineBuilder

            builder = BidiLineBuilder(text, align, directions, rtl=rtl)
        done = len(lines)

        width_of = _widths(width, 0.0 if done else first_line, done)

        breaks = _breaks(
            text,
            width_of,
            justify=align == "justify",
            hyphenate=hyphenate,
            balance=align == "center" if balance is None else balance,
            uniform=not callable(width),
            expansion=0.0 if directions else EXPANSION,
        )
        lines += builder.lines(breaks, width_of, 0.0 if done else first_line)
    return lines


def balanced(fragments: Sequence[Fragment], width: float, fonts: FontSet, lang: str) -> float:
    """Return the least width in which ragged `fragments` take no more lines than in `width`."""
    least = 0.0
    for paragraph in _forced_lines(fragments):
        text, _ = typeset_paragraph(paragraph, fonts, lang)
        least = max(least, balanced_width(text.boxes(width, False), width))
    return min(least, width)


def measure(fragments: Sequence[Fragment], fonts: FontSet) -> tuple[float, float]:
    """Return the width of the longest piece that cannot be broken, and of the text in one line."""
    least = most = 0.0
    for paragraph in _forced_lines(fragments):
        text, _ = typeset_paragraph(paragraph, fonts, "")
        least = max(least, text.widest())
        most = max(most, text.at[text.ends[-1]])
    return least, most


def _widths(
    width: float | Callable[[int], float], indent: float, done: int
) -> Callable[[int], float]:
    """Return the function that gives the width of a line by its index, after `done` lines."""
    if callable(width):
        given = width
        return lambda line: max(given(line + done) - (0.0 if line else indent), 1.0)
    first, whole = max(width - indent, 1.0), max(width, 1.0)
    return lambda line: whole if line else first


def _forced_lines(fragments: Sequence[Fragment]) -> list[Sequence[Fragment]]:
    """Part `fragments` at forced line breaks; tabs become spaces."""
    if not any("\n" in fragment.text or "\t" in fragment.text for fragment in fragments):
        return [fragments] if fragments else []
    parts: list[list[Fragment]] = [[]]
    for fragment in fragments:
        first, *rest = fragment.text.replace("\t", " ").split("\n")
        parts[-1].append(fragment._replace(text=first))
        # An anchor or note stays where the text begins.
        parts += [[fragment._replace(text=line, note=None, anchor="")] for line in rest]
    return [*parts]


# -------------------------------------------------------------------------------------- breaking

_RAGGED_SLACK: Final = 0.22
"""How far a ragged margin may normally move, as a share of the width."""

_RAGGED_RELUCTANCE: Final = 120.0
"""The extra penalty of a hyphen in ragged text, which needs it less."""

_EMERGENCY: Final = 0.06
"""The extra stretch of justified lines where all else fails, as a share of the width."""


def _breaks(
    text: Typeset,
    width_of: Callable[[int], float],
    *,
    justify: bool,
    hyphenate: bool,
    balance: bool,
    uniform: bool,
    expansion: float,
) -> list[Break]:
    """Return the line ends: without hyphens if that looks good, else with hyphens, else any."""
    if text.at[text.ends[-1]] <= width_of(0):
        return [one_line(len(text.ends))]
    widths = [width_of(line) for line in range(2 if uniform else len(text.ends) + 1)]
    width, narrowest = max(widths), min(widths)
    boxes = text.boxes(narrowest, justify)
    if justify:
        usual = LineTolerance(STRETCH, SHRINK, 0.0, expansion=expansion)
    else:
        slack = max(_RAGGED_SLACK * width, 24.0)
        usual = LineTolerance(0.0, 0.0, slack, 1.0, _RAGGED_RELUCTANCE)
    emergency = _EMERGENCY * width if justify else 0.0
    tries = [usual]
    if hyphenate:
        tries.append(usual._replace(tolerance=1.5, hyphenate=True))
    tries.append(
        usual._replace(
            slack=usual.slack + emergency,
            tolerance=3.0,
            hyphenate=hyphenate,
            last_resort=True,
        )
    )
    if balance and not justify and uniform and text.widest() <= narrowest:
        narrow = balanced_width(boxes, narrowest)
        return total_fit(boxes, lambda _: narrow, tries[-1]._replace(hyphenate=False)) or []
    found = (total_fit(boxes, width_of, tolerance, uniform=uniform) for tolerance in tries)
    return next(breaks for breaks in found if breaks is not None)
