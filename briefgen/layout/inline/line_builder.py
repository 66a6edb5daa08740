"""Take a paragraph and its breaks, return lines of placed glyphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from briefgen.layout.boxes import Fill, ImageBox, LinkArea
from briefgen.layout.inline.breaks import Break
from briefgen.layout.inline.fragments import Fragment, Inset, Target, TextStyle
from briefgen.layout.inline.line import Align, GlyphStyle, Line, Pending
from briefgen.layout.inline.runs import Typeset
from briefgen.layout.inline.wordbook import Run

__all__ = [
    "EXPANSION",
    "SHRINK",
    "STRETCH",
    "TRACKING",
    "LineBuilder",
    "expansion_of",
    "stretch_ratio",
]

STRETCH: Final = 0.5
SHRINK: Final = 0.3
"""How much of a word space may be added to it, or taken away, in a justified line."""

EXPANSION: Final = 0.02
"""How much wider or narrower the glyphs of a justified line may be. Nobody sees it, and it takes a
third or more off what the word spaces would have to change."""

TRACKING: Final = 0.015
"""How far letters may be moved apart, in ems, in a line whose spaces have reached their limit."""

_CURSIVE: Final = "\u0530"
"""Letters are moved apart in scripts before this one: Latin, Greek, Cyrillic."""

LOOSEST: Final = 2.5
"""A line that must be stretched more than this, in spaces, is better left short."""


class LineBuilder:
    """Makes lines of a paragraph from its breaks."""

    def __init__(self, text: Typeset, align: Align) -> None:
        self.text = text
        self.align = align
        self.groups: list[GlyphStyle] = []
        self.special: list[bool] = []
        self.seen: set[int] = set()
        self.extents: dict[int, tuple[float, float]] = {}
        for fragment in text.fragments:
            style = fragment.style
            face, size, rise = style.face, style.size, style.rise
            ascent, descent = face.ascent * size + rise, face.descent * size - rise
            group = GlyphStyle(face.key, size, style.colour, rise, fragment.slot, ascent, descent)
            if self.groups and self.groups[-1] == group:
                group = self.groups[-1]
            self.groups.append(group)
            shapes = style.background or style.strike or style.inset
            self.special.append(bool(shapes or fragment.link or _marks(fragment)))

    def lines(
        self, breaks: Sequence[Break], width_of: Callable[[int], float], first_line: float
    ) -> list[Line]:
        """Return one line per break; `first_line` is where the first one begins."""
        text = self.text
        lines: list[Line] = []
        start, char = text.firsts[0], 0
        for number, stop in enumerate(breaks):
            last = number == len(breaks) - 1
            following, rest, hyphen = len(text.runs), 0, False
            if stop.point is not None:
                end, rest, hyphen = stop.point.run + 1, stop.point.char, stop.point.hyphen
                following = end - 1
                if rest == len(text.runs[following].text):
                    following, rest = end, 0
            else:
                end = text.ends[stop.box - 1]
                if not last:
                    following = text.firsts[stop.box]
            indices = range(start, end)
            runs = text.runs[start:end]
            if rest:
                runs[-1] = self.part(end - 1, char if end - 1 == start else 0, rest, hyphen)
            if char and (not rest or end - 1 > start):
                runs[0] = self.part(start, char, None, False)
            spaces = following - end if following >= end else 0
            if stop.point is not None and not rest and runs[-1].text == " ":
                runs.pop()
                spaces += 1
            line = self.set_line(
                indices,
                runs,
                width_of(number),
                first_line if number == 0 else 0.0,
                stretched=not last,
                spaces=max(spaces, 1) if last else spaces,
            )
            line.hyphenated = hyphen
            lines.append(line)
            start, char = following, rest
        self.leftovers(lines[-1])
        return lines

    def part(self, run: int, start: int, stop: int | None, hyphen: bool) -> Run:
        text = self.text
        return text.books[text.owners[run]].part(text.runs[run].text[start:stop], hyphen)

    def set_line(
        self,
        indices: range,
        runs: Sequence[Run],
        width: float,
        x: float,
        *,
        stretched: bool,
        spaces: int,
    ) -> Line:
        """Region `runs`, which have these `indices` in the paragraph, and `spaces` at the end."""
        line = Line()
        pending = Pending(line)
        x, ratio, apart = self._aligned(indices, runs, width, x, stretched, pending)
        line.width = self._place_runs(pending, indices, runs, x, ratio, apart)
        if spaces:
            owner = self.spaced(indices)
            if pending.group is not self.groups[owner]:
                pending.begin(self.groups[owner], line.width)
            space = self.text.books[owner].space
            pending.gids += space.gids * spaces
            pending.advances += space.advances * spaces
            pending.characters += space.characters * spaces
        pending.end()
        for owner, (left, right) in self.extents.items():
            self.decorate(line, owner, left, right)
        return line

    def _aligned(
        self,
        indices: range,
        runs: Sequence[Run],
        width: float,
        x: float,
        stretched: bool,
        pending: Pending,
    ) -> tuple[float, float, float]:
        """Return where a line begins, how much spaces grow, and how far letters move apart, in ems.

        The expansion of glyphs is set in `pending`.
        """
        if self.align == "left":
            return x, 0.0, 0.0
        padding, padding_after = self.text.padding, self.text.padding_after
        natural = sum([run.width for run in runs])
        if padding:
            natural += sum([padding.get(i, 0.0) + padding_after.get(i, 0.0) for i in indices])
        if self.align != "justify":
            return x + (width - natural) * (0.5 if self.align == "center" else 1.0), 0.0, 0.0
        if runs:
            x -= runs[0].left
            natural -= runs[0].left + runs[-1].right
        stretch = sum([run.stretch for run in runs])
        glyphs = sum([run.width for run in runs if run.gids])  # images do not give
        pending.expansion = expansion_of(width - natural, stretch, glyphs, stretched)
        natural += (pending.expansion - 1.0) * glyphs
        ratio, apart = stretch_ratio(width - natural, stretch, stretched), 0.0
        if ratio > STRETCH and (letters := self.letters(indices, runs)):
            apart = min((ratio - STRETCH) * stretch / letters, TRACKING)
            ratio = stretch_ratio(width - natural - apart * letters, stretch, stretched)
        return x, ratio, apart

    def _place_runs(
        self,
        pending: Pending,
        indices: range,
        runs: Sequence[Run],
        x: float,
        ratio: float,
        apart: float,
    ) -> float:
        """Gather the glyphs of `runs` from `x` on, return where they end.

        How far each fragment reaches that needs more than glyphs is kept in `extents`.
        """
        padding, padding_after = self.text.padding, self.text.padding_after
        owners, groups, special = self.text.owners, self.groups, self.special
        extents = self.extents = {}
        expansion = pending.expansion
        gids, advances, characters = pending.gids, pending.advances, pending.characters
        for i, run in zip(indices, runs, strict=False):
            owner = owners[i]
            if padding and (pad := padding.get(i)):
                pending.end()
                x += pad
            if run.gids:
                if groups[owner] is not pending.group:
                    pending.begin(groups[owner], x)
                if run.rise:
                    pending.rise(run.rise, len(run.gids))
                gids += run.gids
                characters += run.characters
                if run.stretch and ratio:
                    advance = run.width * expansion + run.stretch * ratio
                    advances.append(advance / expansion)
                    end = x + advance
                elif apart and run.text < _CURSIVE:
                    more = apart * groups[owner].size
                    advances += [advance + more / expansion for advance in run.advances]
                    end = x + run.width * expansion + more * len(run.gids)
                else:
                    advances += run.advances
                    end = x + run.width * expansion
            elif run.width:  # an image
                pending.end()
                end = x + run.width
            else:
                end = x
            if special[owner]:
                extents[owner] = (extents[owner][0] if owner in extents else x, end)
            x = end
            if padding_after and (pad := padding_after.get(i)):
                pending.end()
                x += pad
        return x

    def letters(self, indices: range, runs: Sequence[Run]) -> float:
        """Return how much longer a line gets by all letters that are moved apart, per em."""
        owners, groups = self.text.owners, self.groups
        return sum(
            len(run.gids) * groups[owners[i]].size
            for i, run in zip(indices, runs, strict=False)
            if run.text < _CURSIVE and not run.stretch
        )

    def spaced(self, indices: range) -> int:
        """Return the fragment of the space at the end of a line, which is never a note's number."""
        owners = self.text.owners
        if indices.stop < len(owners):
            return owners[indices.stop]
        return owners[indices[-1]] if indices else max(len(self.text.fragments) - 1, 0)

    def decorate(self, line: Line, owner: int, left: float, right: float) -> None:
        """Add the background, image, strike and link of a fragment, from `left` to `right`."""
        fragment = self.text.fragments[owner]
        style = fragment.style
        face, size, base = style.face, style.size, -style.rise
        if owner not in self.seen:
            self.seen.add(owner)
            self.mark(line, fragment, left)
        if right <= left:
            return
        if style.background:
            # The box is centred on the capitals; descenders stay inside.
            margin = max(style.padding_y, 0.2 * size)
            height = face.cap_height * size + 2 * margin
            _add_fill(
                line.fills,
                Fill(
                    left - style.padding_x,
                    base - face.cap_height * size - margin,
                    right - left + 2 * style.padding_x,
                    height,
                    style.background,
                    style.radius,
                ),
            )
        if style.inset:
            _put_inset(style.inset, fragment, line, left)
            return
        if style.strike:
            thickness = face.underline_thickness * size
            y = base - 0.55 * face.x_height * size - thickness / 2
            _add_fill(line.fills, Fill(left, y, right - left, thickness, style.colour))
        if fragment.link is not None:
            _add_link(line.links, fragment.link, style, left, right)

    def mark(self, line: Line, fragment: Fragment, x: float) -> None:
        if fragment.anchor:
            line.anchors.append((fragment.anchor, x))
        if fragment.note is not None:
            line.notes.append(fragment.note)

    def leftovers(self, line: Line) -> None:
        """Keep the anchors and notes of fragments that were only spaces at the end of a line."""
        for owner, fragment in enumerate(self.text.fragments):
            if _marks(fragment) and owner not in self.seen:
                self.mark(line, fragment, line.width)


def _put_inset(inset: Inset, fragment: Fragment, line: Line, x: float) -> None:
    """Put the image at `x` into a line, which becomes as high as it is."""
    box = ImageBox(x, -inset.height, inset.width, inset.height, inset.file, fragment.slot)
    line.images.append(box)
    line.ascent = max(line.ascent, inset.height)
    if fragment.link is not None:
        line.links.append(LinkArea(*box[:4], *fragment.link))


def _marks(fragment: Fragment) -> bool:
    return bool(fragment.anchor) or fragment.note is not None


def expansion_of(gap: float, stretch: float, glyphs: float, stretched: bool) -> float:
    """Return the horizontal scale of the glyphs of a line: they change before its spaces do."""
    if glyphs <= 0 or gap > LOOSEST * stretch + EXPANSION * glyphs or (gap > 0 and not stretched):
        return 1.0
    return round(1.0 + max(-EXPANSION, min(gap / glyphs, EXPANSION)), 3)


def stretch_ratio(gap: float, stretch: float, stretched: bool) -> float:
    """Return by how much of itself each space grows."""
    if stretch <= 0:
        return 0.0
    ratio = gap / stretch
    if ratio < 0:
        return max(ratio, -SHRINK)
    return ratio if stretched and ratio <= LOOSEST else 0.0


def _add_fill(fills: list[Fill], fill: Fill) -> None:
    """Add a fill, or lengthen the last one where it goes on."""
    if fills:
        last = fills[-1]
        joins = fill.x - (last.x + last.width) < 0.01
        if joins and last[3:] == fill[3:] and last.y == fill.y:
            fills[-1] = last._replace(width=fill.x + fill.width - last.x)
            return
    fills.append(fill)


def _add_link(
    links: list[LinkArea], link: Target, style: TextStyle, left: float, right: float
) -> None:
    top = -style.rise - style.face.ascent * style.size
    height = (style.face.ascent + style.face.descent) * style.size
    if links:
        last = links[-1]
        same = (last.target, last.contents) == (link.target, link.contents)
        if same and last.element is link.element and left - (last.x + last.width) < 0.01:
            y, bottom = min(last.y, top), max(last.y + last.height, top + height)
            links[-1] = last._replace(y=y, width=right - last.x, height=bottom - y)
            return
    links.append(
        LinkArea(left, top, right - left, height, link.target, link.contents, link.element)
    )
